//! Amounts inside a text: "env. 12 m3/sem", "3 bennes/mois", "30 kt/yr", "qq big bags". Found, understood, and taken
//! out of the words, so that "12 t a week" of one thing does not look like "12 t a week" of another.

use domain::resource::{Annual, Base};

use crate::text::Token;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Tonne,
    CubicMetre,
    MegawattHour,
    /// Things counted one by one.
    Piece,
    /// Pallets, of whatever size.
    Pallet,
    SquareMetre,
    Hour,
    /// A day's work of one person.
    PersonDay,
    Kilometre,
    /// A drive from one place to another.
    Trip,
    /// A vessel or vehicle, counted by what it holds: so many cubic metres.
    Vessel {
        /// What one of them holds, in litres.
        litres: u32,
    },
}

/// An amount in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// How much, in the measure.
    pub amount: f64,
    /// What is counted.
    pub measure: Measure,
    /// How many times a year, where the text says so.
    pub times_a_year: Option<f64>,
    /// Whether it is rough: "some", "about a dozen", or a vessel that is never quite full.
    pub is_rough: bool,
}

/// Bulk density of what is not known, in tonnes a cubic metre. An assumption, marked as an estimate wherever it is
/// used.
const UNKNOWN_DENSITY: f64 = 0.5;

impl Amount {
    /// The amount of a year (or of one lot) in a base unit, and whether that is an estimate.
    #[must_use]
    pub fn annual(&self) -> (Annual, bool) {
        let (unit, factor) = match self.measure {
            Measure::Tonne => (Base::Tonne, 1.0),
            Measure::CubicMetre => (Base::CubicMetre, 1.0),
            Measure::MegawattHour => (Base::MegawattHour, 1.0),
            Measure::Piece => (Base::Piece, 1.0),
            Measure::Pallet => (Base::Pallet, 1.0),
            Measure::SquareMetre => (Base::SquareMetre, 1.0),
            Measure::Hour => (Base::Hour, 1.0),
            Measure::PersonDay => (Base::PersonDay, 1.0),
            Measure::Kilometre => (Base::Kilometre, 1.0),
            Measure::Trip => (Base::Trip, 1.0),
            Measure::Vessel { litres } => (Base::CubicMetre, f64::from(litres) / 1000.0),
        };
        let rough = self.is_rough || matches!(self.measure, Measure::Vessel { .. });
        (
            Annual {
                amount: self.amount * factor * self.times_a_year.unwrap_or(1.0),
                unit,
                once: self.times_a_year.is_none(),
            },
            rough,
        )
    }
}

/// An annual amount in another base unit, by the density of the thing (tonnes a cubic metre); none where there is no
/// way. The second tells whether a density had to be assumed.
#[must_use]
pub fn convert(annual: &Annual, to: Base, density: Option<f64>) -> Option<(f64, bool)> {
    let known = density.unwrap_or(UNKNOWN_DENSITY);
    match (annual.unit, to) {
        (from, to) if from == to => Some((annual.amount, false)),
        (Base::CubicMetre | Base::Pallet, Base::Tonne) => Some((annual.amount * known, true)),
        (Base::Tonne, Base::CubicMetre) => Some((annual.amount / known, true)),
        // A pallet carries about a cubic metre.
        (Base::Pallet, Base::CubicMetre) | (Base::CubicMetre, Base::Pallet) => Some((annual.amount, true)),
        _ => None,
    }
}

/// A unit as people write it (folded): the measure, its factor, and whether the word may also be the thing itself.
fn unit(folded: &str) -> Option<(Measure, f64, bool)> {
    let vessel = |litres| (Measure::Vessel { litres }, 1.0, true);
    Some(match folded {
        "t" | "tonne" | "tonnes" | "tons" | "ton" | "to" | "tn" => (Measure::Tonne, 1.0, false),
        "kt" => (Measure::Tonne, 1_000.0, false),
        "mt" => (Measure::Tonne, 1_000_000.0, false),
        "kg" | "kgs" | "kilo" | "kilos" => (Measure::Tonne, 0.001, false),
        "m3" | "mc" | "m3s" | "cubes" | "nm3" => (Measure::CubicMetre, 1.0, false),
        "l" | "litre" | "litres" | "liter" | "liters" => (Measure::CubicMetre, 0.001, false),
        "hl" => (Measure::CubicMetre, 0.1, false),
        "ml" => (Measure::CubicMetre, 1_000.0, false),
        "kwh" => (Measure::MegawattHour, 0.001, false),
        "mwh" => (Measure::MegawattHour, 1.0, false),
        "gwh" => (Measure::MegawattHour, 1_000.0, false),
        // A power that runs all year: 8,000 hours.
        "kw" => (Measure::MegawattHour, 8.0, false),
        "mw" => (Measure::MegawattHour, 8_000.0, false),
        "m2" => (Measure::SquareMetre, 1.0, false),
        "ha" => (Measure::SquareMetre, 10_000.0, false),
        "km" => (Measure::Kilometre, 1.0, false),
        "h" | "heure" | "heures" | "hour" | "hours" => (Measure::Hour, 1.0, false),
        "pieces" | "piece" | "pcs" | "pc" | "unites" | "units" | "unit" | "unite" | "ex" => {
            (Measure::Piece, 1.0, false)
        }
        "palette" | "palettes" | "pallet" | "pallets" | "pal" => (Measure::Pallet, 1.0, true),
        "camion" | "camions" | "truck" | "trucks" | "truckload" | "truckloads" | "lorry" | "lorries" | "load"
        | "loads" => (Measure::Vessel { litres: 30_000 }, 1.0, true),
        "trajet" | "trajets" | "trip" | "trips" | "aller" | "rotations" => (Measure::Trip, 1.0, false),
        "benne" | "bennes" | "skip" | "skips" => vessel(15_000),
        "citerne" | "citernes" | "tanker" | "tankers" => vessel(25_000),
        "bigbag" | "bigbags" | "bag" | "bags" | "fibc" | "grv" | "ibc" | "ibcs" | "cubitainer" | "cubitainers" => {
            vessel(1_000)
        }
        "fut" | "futs" | "drum" | "drums" => vessel(200),
        "sac" | "sacs" | "sack" | "sacks" => vessel(50),
        "bac" | "bacs" | "bin" | "bins" => vessel(600),
        "silo" | "silos" => vessel(50_000),
        "balle" | "balles" | "bale" | "bales" => vessel(1_500),
        "personnes" | "pers" | "people" | "salaries" => (Measure::Piece, 1.0, true),
        _ => return None,
    })
}

/// Whether a folded word may be what something comes in, not the thing: "fûts de solvant", "bains de chlorure".
#[must_use]
pub fn may_hold(folded: &str) -> bool {
    unit(folded).is_some_and(|(_, _, may_be_thing)| may_be_thing)
        || matches!(
            folded,
            "bain"
                | "bains"
                | "bath"
                | "baths"
                | "solution"
                | "solutions"
                | "ecarts"
                | "caisses"
                | "stock"
                | "tas"
                | "pile"
                | "excedents"
                | "invendus"
                | "broyat"
                | "broyats"
                | "fines"
                | "tonnes"
                | "tonne"
        )
}

/// How many times a year (a day is a working day, as in `domain::resource::Frequency`).
fn period(folded: &str) -> Option<f64> {
    Some(match folded {
        "jour" | "jours" | "j" | "d" | "day" | "days" | "jr" | "quotidien" | "daily" | "journalier" => 250.0,
        "sem" | "semaine" | "semaines" | "wk" | "week" | "weeks" | "w" | "hebdo" | "hebdomadaire" | "weekly" => 52.0,
        "mois" | "month" | "months" | "mth" | "mo" | "mensuel" | "monthly" => 12.0,
        "trimestre" | "quarter" | "quarterly" | "trim" => 4.0,
        "an" | "ans" | "annee" | "a" | "yr" | "year" | "years" | "y" | "annuel" | "annuels" | "annual" | "yearly"
        | "campagne" | "season" | "saison" | "pa" => 1.0,
        "h" | "heure" | "hour" => 8_000.0,
        _ => return None,
    })
}

fn rough_number(folded: &str) -> Option<f64> {
    Some(match folded {
        "qq" | "qqs" | "quelque" | "quelques" | "some" | "few" | "several" | "plusieurs" | "trois" | "three" => 3.0,
        "dizaine" | "dozen" => 10.0,
        "vingtaine" => 20.0,
        "centaine" | "hundred" => 100.0,
        "un" | "une" | "one" | "a" => 1.0,
        "deux" | "two" => 2.0,
        _ => return None,
    })
}

/// The amounts of a text, and which of its tokens belong to them. A unit that may be the thing itself ("palettes") is
/// not among those, it is among the second: whoever reads decides.
#[must_use]
pub fn amounts(tokens: &[Token]) -> (Vec<Amount>, Vec<bool>, Vec<bool>) {
    let mut taken = vec![false; tokens.len()];
    let mut vessels = vec![false; tokens.len()];
    let mut amounts = Vec::new();
    let word = |at: usize| match tokens.get(at) {
        Some(Token::Word(word)) => Some(word.folded.as_str()),
        _ => None,
    };
    let mut at = 0;
    while at < tokens.len() {
        let (number, is_rough) = match &tokens[at] {
            Token::Number(number) => (Some(*number), false),
            Token::Word(word) => (rough_number(&word.folded), true),
            Token::Sign(_) => (None, false),
        };
        let Some(mut number) = number else {
            // "3 fois par semaine" needs no number before "hebdo".
            at += 1;
            continue;
        };
        let mut next = at + 1;
        let multiplier = match word(next) {
            Some("k" | "mille" | "thousand") => 1_000.0,
            Some("million" | "millions") => 1_000_000.0,
            _ => 1.0,
        };
        if multiplier > 1.0 {
            number *= multiplier;
            next += 1;
        }
        let named = word(next) == Some("big") && matches!(word(next + 1), Some("bag" | "bags"));
        let found =
            if named { Some((Measure::Vessel { litres: 1_000 }, 1.0, true)) } else { word(next).and_then(unit) };
        if !is_rough {
            taken[at..next].iter_mut().for_each(|taken| *taken = true);
        }
        // Degrees, bars and percent are qualities.
        if matches!(tokens.get(next), Some(Token::Sign('°' | '%'))) {
            taken[next] = true;
            if matches!(word(next + 1), Some("c" | "dm" | "ms")) {
                taken[next + 1] = true;
            }
            at = next + 1;
            continue;
        }
        if matches!(
            word(next),
            Some("c" | "bar" | "bars" | "mm" | "cm" | "m" | "dm" | "ppm" | "mj" | "rpm" | "v" | "kva")
        ) && !is_rough
        {
            taken[next] = true;
            at = next + 1;
            continue;
        }
        let Some((measure, factor, may_be_thing)) = found else {
            at += 1;
            continue;
        };
        let end = if named { next + 2 } else { next + 1 };
        for taken_at in next..end {
            if may_be_thing { vessels[taken_at] = true } else { taken[taken_at] = true }
        }
        if is_rough {
            taken[at] = true;
        }
        // "/mois", "per month", "a week", "par an", "chaque semaine", "12 m3 hebdo".
        let mut after = end;
        let linked = match tokens.get(after) {
            Some(Token::Sign('/')) => true,
            Some(Token::Word(word)) => {
                matches!(word.folded.as_str(), "par" | "per" | "a" | "chaque" | "each" | "every" | "p")
            }
            _ => false,
        };
        if linked {
            after += 1;
        }
        let times = word(after).and_then(period).filter(|_| linked || word(after).is_some_and(|word| word.len() > 3));
        if times.is_some() {
            taken[end..=after].iter_mut().for_each(|taken| *taken = true);
        }
        if number.is_finite() && number > 0.0 {
            let power = matches!(word(next), Some("kw" | "mw"));
            amounts.push(Amount {
                amount: number * factor,
                measure,
                times_a_year: times.or(power.then_some(1.0)),
                is_rough: is_rough || power,
            });
        }
        at = if times.is_some() { after + 1 } else { end };
    }
    (amounts, taken, vessels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;

    fn first(text: &str) -> Option<(Annual, bool)> {
        amounts(&tokens(text)).0.first().map(Amount::annual)
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let annual = |amount, unit, once| Annual { amount, unit, once };
        for (text, expected) in [
            ("env. 12 m3/sem", (annual(624.0, Base::CubicMetre, false), false)),
            ("40 t/an", (annual(40.0, Base::Tonne, false), false)),
            ("30 kt/yr", (annual(30_000.0, Base::Tonne, false), false)),
            ("3 bennes/mois", (annual(540.0, Base::CubicMetre, false), true)),
            ("qq big bags par mois", (annual(36.0, Base::CubicMetre, false), true)),
            ("500 kg a week", (annual(26.0, Base::Tonne, false), false)),
            ("1 200 t", (annual(1_200.0, Base::Tonne, true), false)),
            ("5-10 t/month", (annual(90.0, Base::Tonne, false), false)),
            ("2 MW", (annual(16_000.0, Base::MegawattHour, false), true)),
            ("400 m2", (annual(400.0, Base::SquareMetre, true), false)),
        ] {
            assert_eq!(first(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn qualities_are_no_amounts() {
        for text in ["vapeur 10 bar", "eau 60-65°", "0-31 mm", "palettes 80x120", "98% CaCO3", "ISO 14001", "350C"] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn volumes_become_tonnes_by_density() {
        let annual = Annual { amount: 100.0, unit: Base::CubicMetre, once: false };
        assert_eq!(convert(&annual, Base::Tonne, Some(0.2)), Some((20.0, true)));
        assert_eq!(convert(&annual, Base::CubicMetre, None), Some((100.0, false)));
        assert_eq!(convert(&annual, Base::Hour, None), None);
    }
}
