//! Conditions that people write beside the thing: when, how warm, how strong, from where to where, of which size and
//! grade. Each that both cards speak of is met or not; of the others nothing is known.

mod clock;
mod force;
mod marks;
mod pieces;
mod route;
mod season;
mod warmth;

use crate::language::Both;

pub use marks::Weight;

/// Conditions in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    months: u16,
    days: u8,
    hours: u8,
    celsius: Option<(f32, f32)>,
    force: force::Force,
    route: route::Route,
    /// Lengths by widths, the shorter first, in centimetres.
    formats: Vec<(u16, u16)>,
    marks: marks::Marks,
}

/// What a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Months of the year.
    Season,
    /// The days of the week.
    Days,
    /// By day or by night.
    Hours,
    /// Temperature, in degrees Celsius.
    Warmth,
    /// Pressure, in bar.
    Pressure,
    /// Electric power, in kilowatts.
    Power,
    /// What a crane must lift.
    Lift,
    /// From where to where.
    Route,
    /// Length by width.
    Format,
    /// What a course, a check or an advice is about.
    Subject,
    /// Another question of `knowledge/conditions.csv`.
    Mark,
}

/// A condition that both cards speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub condition: Condition,
    /// Whether it is met.
    pub met: bool,
    /// How much it matters when it is not.
    pub weight: Weight,
    answer: Option<marks::Answer>,
}

impl Finding {
    /// What is asked and what is offered, in a few words.
    #[must_use]
    pub fn told(&self) -> Both<String> {
        let (french, english) = match self.condition {
            Condition::Season => ("périodes", "months"),
            Condition::Days => ("jours de la semaine", "days of the week"),
            Condition::Hours => ("jour ou nuit", "day or night"),
            Condition::Warmth => ("température", "temperature"),
            Condition::Pressure => ("pression", "pressure"),
            Condition::Power => ("puissance", "power"),
            Condition::Lift => ("charge à lever", "load to lift"),
            Condition::Route => ("trajet", "route"),
            Condition::Format => ("format", "size"),
            Condition::Subject | Condition::Mark => ("condition", "condition"),
        };
        self.answer.map_or_else(|| Both { french: french.to_owned(), english: english.to_owned() }, marks::Answer::told)
    }
}

impl Conditions {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let pieces = pieces::pieces(text);
        Self {
            months: season::months(&pieces),
            days: clock::days(&pieces),
            hours: clock::hours(&pieces),
            celsius: warmth::celsius(&pieces),
            force: force::force(&pieces),
            route: route::route(&pieces),
            formats: formats(&pieces),
            marks: marks::marks(&pieces),
        }
    }

    /// What an offer with these conditions and a need with those both speak of.
    #[must_use]
    pub fn against(&self, want: &Self) -> Vec<Finding> {
        use Condition::{Days, Format, Hours, Lift, Power, Pressure, Route, Season, Warmth};
        let mut findings = Vec::new();
        let mut find = |condition: Condition, met: Option<bool>, weight: Weight| {
            findings.extend(met.map(|met| Finding { condition, met, weight, answer: None }));
        };
        let (shared, asked) = season::shared(self.months, want.months);
        let season = if self.months == 0 || asked == 0 {
            None
        } else if shared == 0 {
            Some(false)
        } else {
            // What is there for a part of the time only is neither.
            (2 * shared >= asked).then_some(true)
        };
        find(Season, season, Weight::Veto);
        let days = (self.days != 0 && want.days != 0).then_some(self.days & want.days != 0);
        find(Days, days, Weight::Doubt);
        let hours = (self.hours != 0 && want.hours != 0).then_some(self.hours & want.hours != 0);
        find(Hours, hours, Weight::Doubt);
        let warmth = self.celsius.zip(want.celsius).and_then(|(have, want)| warmth::suits(have, want));
        // A heat pump may help heat; nothing makes a cold store of a cellar.
        let is_far = self.celsius.zip(want.celsius).is_some_and(|(have, want)| warmth::is_out_of_reach(have, want));
        let is_heat = self.celsius.is_some_and(|have| have.0 >= 25.0);
        let weight = if is_heat && !is_far { Weight::Doubt } else { Weight::Veto };
        find(Warmth, warmth, weight);
        find(Pressure, force::reaches(self.force.bar, want.force.bar, 0.8), Weight::Veto);
        find(Power, force::reaches(self.force.kilowatts, want.force.kilowatts, 0.6), Weight::Doubt);
        find(Lift, force::reaches(self.force.lifts, want.force.weighs, 1.0), Weight::Veto);
        let route = route::suits(&self.route, &want.route);
        find(Route, route.map(|(met, _)| met), route.map_or(Weight::Doubt, |(_, weight)| weight));
        let format = (!self.formats.is_empty() && !want.formats.is_empty())
            .then(|| self.formats.iter().any(|format| want.formats.contains(format)));
        find(Format, format, Weight::Veto);
        findings.extend(marks::answers(self.marks, want.marks).into_iter().map(|answer| Finding {
            condition: if answer.is_subject() { Condition::Subject } else { Condition::Mark },
            met: answer.met,
            weight: answer.weight(),
            answer: Some(answer),
        }));
        findings
    }
}

/// "80x120", "palettes Europe".
fn formats(pieces: &[pieces::Piece]) -> Vec<(u16, u16)> {
    use pieces::Piece;
    let mut formats: Vec<(u16, u16)> = Vec::new();
    for window in pieces.windows(3) {
        if let [Piece::Number(one), Piece::Word(by, _), Piece::Number(other)] = window
            && by == "x"
            && (20.0..1_000.0).contains(one)
            && (20.0..1_000.0).contains(other)
        {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            formats.push((one.min(*other) as u16, one.max(*other) as u16));
        }
    }
    let is_named = |piece: &Piece| piece.word().is_some_and(|word| matches!(word, "epal" | "europe" | "eur"));
    if formats.is_empty()
        && pieces.iter().any(is_named)
        && pieces.iter().any(|piece| piece.word().is_some_and(|word| word.starts_with("pal")))
    {
        formats.push((80, 120));
    }
    formats
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(have: &str, want: &str) -> Vec<(Condition, bool)> {
        Conditions::of(have)
            .against(&Conditions::of(want))
            .into_iter()
            .map(|finding| (finding.condition, finding.met))
            .collect()
    }

    #[test]
    fn what_both_cards_speak_of_is_met_or_not() {
        use Condition::{Format, Lift, Pressure, Season, Warmth};
        for (have, want, expected) in [
            ("chaleur cogé mai à sept", "chauffage 2ha nov à avril", (Season, false)),
            ("mobil-homes vides oct à mars", "loger 12 saisonniers oct nov", (Season, true)),
            ("vapeur BP 4 bar en trop", "vapeur 18 bars", (Pressure, false)),
            ("palettes 100x120 une voie", "rachat palettes 80x120 même cassées", (Format, false)),
            ("palettes EPAL", "rachat palettes 120 x 80", (Format, true)),
            ("halle + pont roulant 80T", "retourner un rotor 45 t sous abri", (Lift, true)),
            ("tunnel -35 libre", "cold storage 4-8 C", (Warmth, false)),
            ("condenseurs 35-40°", "chaleur 40-60° pour serre", (Warmth, false)),
        ] {
            assert!(found(have, want).contains(&expected), "{have} / {want}: {:?}", found(have, want));
        }
        assert_eq!(found("sciure de hêtre", "litière pour chevaux"), []);
    }
}
