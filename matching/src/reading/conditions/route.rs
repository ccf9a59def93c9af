//! From where to where something is carried.

use super::marks::Weight;
use super::pieces::Piece;

/// From where to where, as far as a text tells: first letters of place names, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Route {
    /// Where it starts, or comes back from.
    pub from: Option<String>,
    /// Where it goes.
    pub to: Option<String>,
}

/// After these words comes where it starts.
const FROM: &[&str] = &["de", "d", "depuis", "from", "des", "du"];
/// After these, where it goes.
const TO: &[&str] = &["vers", "to", "towards", "pour", "sur", "jusqu"];
/// Words of carrying: without one of them no place is read.
const CARRYING: &[&str] = &[
    "vide",
    "retour",
    "revient",
    "rentre",
    "repart",
    "repartent",
    "camion",
    "camions",
    "livrer",
    "livre",
    "pal",
    "palettes",
    "semi",
    "plateau",
    "frigo",
    "bennes",
    "benne",
    "train",
    "barge",
    "fret",
    "flatbed",
    "artic",
    "artics",
    "lorry",
    "truck",
    "empty",
    "back",
    "steel",
    "shipping",
    "container",
    "conteneurs",
    "reefer",
    "citerne",
    "produits",
    "boxes",
    "load",
    "envoyer",
    "expedier",
    "tautliner",
    "pallets",
    "haul",
];
/// Words that may stand where a place could and are none.
const NO_PLACE: &[&str] = &[
    "le",
    "la",
    "les",
    "l",
    "un",
    "une",
    "des",
    "the",
    "a",
    "an",
    "notre",
    "nos",
    "our",
    "chaque",
    "tous",
    "toutes",
    "region",
    "bord",
    "bois",
    "froid",
    "frais",
    "palettes",
    "marchandises",
    "vide",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "fev",
    "oct",
    "nov",
    "dec",
    "sept",
    "feb",
    "jan",
    "week",
    "semaine",
];

pub(super) fn route(pieces: &[Piece]) -> Route {
    let mut route = Route::default();
    if !pieces.iter().filter_map(Piece::word).any(|word| CARRYING.contains(&word)) {
        return route;
    }
    let has_capitals = pieces.iter().skip(1).any(|piece| matches!(piece, Piece::Word(_, true)));
    for at in 0..pieces.len() {
        match &pieces[at] {
            // "Rouen > Le Havre", "Annemasse-Valence".
            Piece::Sign(sign @ ('>' | '-')) => {
                let before = at.checked_sub(1).and_then(|before| place_at(pieces, before, true));
                let after = place_from(pieces, at + 1, *sign == '-');
                let named = *sign == '>'
                    || at.checked_sub(1).is_some_and(|before| matches!(pieces[before], Piece::Word(_, true)));
                if let (Some(from), Some(to), true) = (before, after, named) {
                    route = Route { from: Some(from), to: Some(to) };
                }
            }
            Piece::Word(word, _) if TO.contains(&word.as_str()) => {
                let place = place_from(pieces, at + 1, has_capitals);
                // "Perth to Tain".
                if word == "to" && route.from.is_none() && place.is_some() {
                    route.from = at.checked_sub(1).and_then(|before| place_at(pieces, before, true));
                }
                route.to = route.to.or(place);
            }
            Piece::Word(word, _) if FROM.contains(&word.as_str()) && (has_capitals || comes_back(pieces, at)) => {
                route.from = route.from.or_else(|| place_from(pieces, at + 1, has_capitals));
            }
            Piece::Word(word, _) if word == "region" => {
                route.to = route.to.or_else(|| place_from(pieces, at + 1, false));
            }
            _ => {}
        }
    }
    route
}

/// "rentre à vide de rungis": in small letters a place is read after coming back only.
fn comes_back(pieces: &[Piece], at: usize) -> bool {
    pieces[at.saturating_sub(4)..at]
        .iter()
        .filter_map(Piece::word)
        .any(|word| matches!(word, "vide" | "revient" | "rentre" | "retour" | "empty" | "back" | "frais"))
}

fn place_from(pieces: &[Piece], at: usize, needs_capital: bool) -> Option<String> {
    // "Le Havre", "la Plaine", "les Hauts".
    let skips =
        pieces.get(at).and_then(Piece::word).is_some_and(|word| matches!(word, "le" | "la" | "les" | "l" | "the"));
    place_at(pieces, if skips { at + 1 } else { at }, needs_capital)
}

fn place_at(pieces: &[Piece], at: usize, needs_capital: bool) -> Option<String> {
    match pieces.get(at)? {
        Piece::Word(word, capital)
            if word.len() > 3 && (*capital || !needs_capital) && !NO_PLACE.contains(&word.as_str()) =>
        {
            // Paris and "région parisienne", Nantes and "nantais".
            Some(word.chars().take(5).collect())
        }
        _ => None,
    }
}

/// Whether what is carried goes where it should, and how much it matters when not: two names may lie on one way, the
/// other direction cannot be helped. None where nothing can be told.
pub(super) fn suits(have: &Route, want: &Route) -> Option<(bool, Weight)> {
    let same = |one: &Option<String>, other: &Option<String>| {
        one.as_ref().zip(other.as_ref()).map(|(one, other)| one == other)
    };
    match (same(&have.from, &want.from), same(&have.to, &want.to)) {
        // Back from there, while something is to go there; and the other way round.
        _ if same(&have.from, &want.to) == Some(true) || same(&have.to, &want.from) == Some(true) => {
            Some((false, Weight::Veto))
        }
        (Some(false), _) | (_, Some(false)) => Some((false, Weight::Doubt)),
        (Some(true), _) | (_, Some(true)) => Some((true, Weight::Doubt)),
        // It comes back from somewhere, and something is to go elsewhere.
        _ if have.from.is_some() && have.to.is_none() && want.to.is_some() && want.from.is_none() => {
            Some((false, Weight::Veto))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    #[test]
    fn directions_are_read_and_compared() {
        let told = |text: &str| route(&pieces(text));
        let way = |from: &str, to: &str| Route {
            from: (!from.is_empty()).then(|| from.to_owned()),
            to: (!to.is_empty()).then(|| to.to_owned()),
        };
        assert_eq!(told("bennes TP retour vide Rouen > Le Havre"), way("rouen", "havre"));
        assert_eq!(told("frigo +2 rentre vide de rungis mar et ven, 18 pal"), way("rungi", ""));
        assert_eq!(told("artic flatbed empty Perth to Tain most Thursdays"), way("perth", "tain"));
        assert_eq!(told("6 pal frais pour lyon le jeudi"), way("", "lyon"));
        assert_eq!(told("semi plateau revient à vide d'Annemasse-Valence"), way("annem", "valen"));
        assert_eq!(told("produits frais depuis Lyon deux fois par semaine"), way("lyon", ""));
        assert_eq!(told("livrer en region parisienne ttes les semaines"), way("", "paris"));
        assert_eq!(told("briques de la Sambre"), Route::default());
        for (have, want, fits) in [
            (
                "camion frigo rentre à vide de Lyon mar-jeu",
                "produits frais depuis Lyon deux fois par semaine",
                Some(true),
            ),
            ("frigo rentre vide de rungis mar et ven", "livrer en region parisienne ttes les semaines", Some(false)),
            ("artic flatbed empty Perth to Tain", "boxes of seed to Orkney", Some(false)),
            ("artic flatbed empty Perth to Tain", "steel from Perth railhead weekly", Some(true)),
            ("bennes TP retour vide Rouen > Le Havre", "camions vrac Le Havre > Reims", Some(false)),
            ("palettes 80x120", "livrer 2 palettes à Saint-Pierre", None),
        ] {
            assert_eq!(suits(&told(have), &told(want)).map(|(fits, _)| fits), fits, "{have} / {want}");
        }
    }
}
