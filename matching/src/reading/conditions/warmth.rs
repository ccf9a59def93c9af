//! How warm, or how cold.

use super::pieces::Piece;

/// From how warm to how warm, in degrees Celsius.
pub(super) fn celsius(pieces: &[Piece]) -> Option<(f32, f32)> {
    for at in 1..pieces.len() {
        let is_degree = match &pieces[at] {
            Piece::Sign('°') => true,
            Piece::Word(word, _) => matches!(word.as_str(), "c" | "deg" | "degc" | "degres" | "degrees"),
            _ => false,
        };
        let Some(last) = pieces[at - 1].number().filter(|_| is_degree) else { continue };
        // "60-65°", "60 à 65 °C"; a dash after no number is a minus: "cold store at -20°".
        let before = at.checked_sub(2).and_then(|before| pieces.get(before));
        let first = at.checked_sub(3).and_then(|before| pieces[before].number());
        let joined = before
            .is_some_and(|piece| piece.is_sign('-') || piece.word().is_some_and(|word| matches!(word, "a" | "to")));
        return Some(match (joined, first) {
            (true, Some(first)) if first <= last => (first, last),
            (true, _) if before.is_some_and(|piece| piece.is_sign('-')) => (-last, -last),
            _ => (last, last),
        });
    }
    cold(pieces).or_else(|| of_steam(pieces))
}

/// Who says steam, or very hot water, tells how warm it has to be at least.
fn of_steam(pieces: &[Piece]) -> Option<(f32, f32)> {
    let words: Vec<&str> = pieces.iter().filter_map(Piece::word).collect();
    let hot = [&["tres", "chaude"][..], &["very", "hot"], &["eau", "surchauffee"]];
    if words.iter().any(|word| matches!(*word, "vapeur" | "vapeurs" | "steam")) {
        Some((STEAM, STEAM))
    } else {
        hot.iter().any(|told| words.windows(2).any(|window| window == *told)).then_some((VERY_HOT, VERY_HOT))
    }
}

/// Steam of a low pressure, and water that people call very hot, in degrees Celsius.
const STEAM: f32 = 110.0;
const VERY_HOT: f32 = 80.0;
/// A heat pump lifts heat by so much at a price; beyond it nobody asks for one.
const LIFTED: f32 = 35.0;

/// Whether heat is so far below what is wanted that no heat pump brings it there.
pub(super) fn is_out_of_reach(have: (f32, f32), want: (f32, f32)) -> bool {
    have.0 >= HEAT_FROM && want.0 - have.1 > LIFTED
}

/// A cold store tells its degrees without the sign: "+2/+4", "place en négatif (-18)", "freezer -30".
fn cold(pieces: &[Piece]) -> Option<(f32, f32)> {
    const STORE: &[&str] = &[
        "frigo",
        "froid",
        "froide",
        "froides",
        "negatif",
        "negative",
        "negatives",
        "surgele",
        "tunnel",
        "freezer",
        "cold",
        "store",
        "chambre",
    ];
    if !pieces.iter().filter_map(Piece::word).any(|word| STORE.contains(&word)) {
        return None;
    }
    (1..pieces.len()).find_map(|at| {
        let number = pieces[at].number().filter(|number| *number <= 40.0)?;
        let alone = at < 2 || pieces[at - 2].number().is_none();
        let unit = pieces
            .get(at + 1)
            .and_then(Piece::word)
            .is_some_and(|word| word.len() < 4 && !matches!(word, "et" | "de" | "a"));
        match &pieces[at - 1] {
            Piece::Sign('-') if alone && !unit => Some((-number, -number)),
            Piece::Sign('+') if !unit => Some((number, number)),
            _ => None,
        }
    })
}

/// From here on it is heat, and below this cold.
const HEAT_FROM: f32 = 25.0;
const COLD_BELOW: f32 = 16.0;

/// Whether what is offered suits: heat at least as warm as wanted, cold as cold as wanted and not much colder. None
/// where it cannot be told.
pub(super) fn suits(have: (f32, f32), want: (f32, f32)) -> Option<bool> {
    if have.0 >= HEAT_FROM && want.0 >= HEAT_FROM {
        return Some(f32::midpoint(have.0, have.1) >= want.0);
    }
    if have.1 < COLD_BELOW && want.1 < COLD_BELOW {
        return Some(have.0 <= want.1 + 2.0 && have.1 >= want.0 - 8.0);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    #[test]
    fn degrees_are_read_as_people_type_them() {
        let told = |text: &str| celsius(&pieces(text));
        for (text, degrees) in [
            ("eau 60-65°", Some((60.0, 65.0))),
            ("loop 40-45C, 24/7", Some((40.0, 45.0))),
            ("de 40 à 60 °C", Some((40.0, 60.0))),
            ("chambre à -20°", Some((-20.0, -20.0))),
            ("box store 4 degC empty", Some((4.0, 4.0))),
            ("place en negatif (-18) oct a dec", Some((-18.0, -18.0))),
            ("frigo +2 vide du vend soir", Some((2.0, 2.0))),
            ("tunnel -35 libre", Some((-35.0, -35.0))),
            ("steam 8 bar and hot water all yr", Some((110.0, 110.0))),
            ("vapeur ou eau très chaude, gaz ruineux", Some((110.0, 110.0))),
            ("de l'eau très chaude", Some((80.0, 80.0))),
            ("5 chaises", None),
            ("cold store 300 m2", None),
        ] {
            assert_eq!(told(text), degrees, "{text}");
        }
    }

    #[test]
    fn heat_and_cold_suit_or_not() {
        assert_eq!(suits((35.0, 40.0), (40.0, 60.0)), Some(false));
        assert_eq!(suits((55.0, 60.0), (45.0, 45.0)), Some(true));
        assert_eq!(suits((2.0, 2.0), (-18.0, -18.0)), Some(false));
        assert_eq!(suits((-30.0, -30.0), (4.0, 8.0)), Some(false));
        assert_eq!(suits((4.0, 4.0), (4.0, 8.0)), Some(true));
        assert_eq!(suits((12.0, 12.0), (40.0, 40.0)), None);
        assert!(is_out_of_reach((33.0, 33.0), (110.0, 110.0)), "warm water for steam");
        assert!(!is_out_of_reach((35.0, 40.0), (60.0, 60.0)), "a heat pump may help");
    }
}
