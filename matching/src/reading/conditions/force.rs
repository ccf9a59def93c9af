//! Pressure, electrical power, and what a crane lifts.

use super::pieces::Piece;

/// Numbers with a unit that must reach what is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Force {
    /// Pressure, in bar.
    pub bar: Option<f32>,
    /// Kilowatts (or kVA).
    pub kilowatts: Option<f32>,
    /// Tonnes that a crane or bridge lifts.
    pub lifts: Option<f32>,
    /// Tonnes of the heaviest single thing that the text names.
    pub weighs: Option<f32>,
}

const LIFTING: &[&str] = &["grue", "pont", "palan", "crane", "roulant", "lift", "hoist", "portique"];
/// Words that make tonnes an amount, not the weight of one thing.
const AMOUNT: &[&str] =
    &["an", "mois", "sem", "semaine", "jour", "j", "h", "year", "yr", "month", "week", "day", "bascule", "weighbridge"];

pub(super) fn force(pieces: &[Piece]) -> Force {
    let mut force = Force::default();
    let lifting = pieces.iter().filter_map(Piece::word).any(|word| LIFTING.contains(&word));
    for at in 0..pieces.len() {
        let (Some(number), Some(unit)) = (pieces[at].number(), pieces.get(at + 1).and_then(Piece::word)) else {
            continue;
        };
        let more = |known: Option<f32>, number: f32| Some(known.map_or(number, |known| known.max(number)));
        match unit {
            "bar" | "bars" => force.bar = more(force.bar, number),
            "kw" | "kva" => force.kilowatts = more(force.kilowatts, number),
            "mw" | "mva" => force.kilowatts = more(force.kilowatts, number * 1_000.0),
            "t" | "tonnes" | "tonne" => {
                let after = pieces[at + 2..].iter().take(2).filter_map(Piece::word).next();
                if after.is_some_and(|word| AMOUNT.contains(&word))
                    || pieces[at.saturating_sub(2)..at]
                        .iter()
                        .filter_map(Piece::word)
                        .any(|word| AMOUNT.contains(&word))
                {
                    continue;
                }
                force.weighs = more(force.weighs, number);
                if lifting {
                    force.lifts = more(force.lifts, number);
                }
            }
            _ => {}
        }
    }
    force
}

/// Whether one number reaches another; none where one of them is not told.
pub(super) fn reaches(have: Option<f32>, want: Option<f32>, share: f32) -> Option<bool> {
    have.zip(want).map(|(have, want)| have >= want * share)
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    #[test]
    fn pressure_power_and_lift_are_read() {
        let told = |text: &str| force(&pieces(text));
        assert_eq!(told("vapeur BP 4 bar en trop").bar, Some(4.0));
        assert_eq!(told("courant quai 3 MW paquebot").kilowatts, Some(3_000.0));
        assert_eq!(told("groupe electrogene 1 MVA").kilowatts, Some(1_000.0));
        assert_eq!(told("halle + pont roulant 80T libres le WE").lifts, Some(80.0));
        assert_eq!(told("retourner un rotor 45 t sous abri").weighs, Some(45.0));
        assert_eq!(told("pont bascule 60 t ouvert aux voisins").lifts, None);
        assert_eq!(reaches(Some(4.0), Some(18.0), 0.8), Some(false));
        assert_eq!(reaches(None, Some(18.0), 0.8), None);
    }
}
