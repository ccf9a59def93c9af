//! What a scribe types in one line: who, have or want, what, how much. `2+ sciure de résineux, 12 t/semaine` is a have
//! of the second person at the table; `-` is a want, `=` a shared need, and `3*12` says that the third is interested in
//! card 12. `@ Léa Martin, Scierie du Val` seats somebody without a phone. Without a number it is said by the person
//! whose turn it is.

use crate::ids::CardId;
use crate::problem::Problem;
use crate::resource::{Category, Frequency, Kind, ResourceDraft, Unit};
use crate::text::{lower, parse_number};

/// One line, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Quick {
    /// A card of the person in this seat, counted from 1.
    Card {
        /// The seat at the table, counted from 1.
        seat: usize,
        /// The card, to be parsed like any other.
        card: Box<ResourceDraft>,
    },
    /// The person in this seat is interested in a card.
    Interest {
        /// The seat at the table, counted from 1.
        seat: usize,
        /// The number of the card.
        card: CardId,
    },
    /// Somebody sits down who has no phone.
    Person {
        /// Their name, to be parsed like any other.
        name: String,
        /// Their organisation, to be parsed like any other.
        organisation: String,
    },
}

/// Words for units besides their codes.
const UNITS: [(&str, Unit); 20] = [
    ("tonne", Unit::Tonne),
    ("tonnes", Unit::Tonne),
    ("kilo", Unit::Kilogram),
    ("kilos", Unit::Kilogram),
    ("litre", Unit::Litre),
    ("litres", Unit::Litre),
    ("m³", Unit::CubicMetre),
    ("m²", Unit::SquareMetre),
    ("pièce", Unit::Piece),
    ("pièces", Unit::Piece),
    ("unités", Unit::Piece),
    ("palette", Unit::Pallet),
    ("palettes", Unit::Pallet),
    ("pal", Unit::Pallet),
    ("heure", Unit::Hour),
    ("heures", Unit::Hour),
    ("h", Unit::Hour),
    ("jours", Unit::PersonDay),
    ("trajets", Unit::Trip),
    ("voyages", Unit::Trip),
];

/// Words for frequencies besides their codes.
const FREQUENCIES: [(&str, Frequency); 14] = [
    ("jour", Frequency::Day),
    ("j", Frequency::Day),
    ("semaine", Frequency::Week),
    ("sem", Frequency::Week),
    ("s", Frequency::Week),
    ("mois", Frequency::Month),
    ("m", Frequency::Month),
    ("trimestre", Frequency::Quarter),
    ("trim", Frequency::Quarter),
    ("an", Frequency::Year),
    ("ans", Frequency::Year),
    ("année", Frequency::Year),
    ("a", Frequency::Year),
    ("fois", Frequency::Once),
];

impl Quick {
    /// Reads a line, during the turn of the person in this seat. What looks like no quantity stays in the title; `#`
    /// and the beginning of a category's code name the category.
    ///
    /// # Errors
    /// [`Problem::Incomplete`] without a sign, or a seat while it is nobody's turn, or a name without its organisation,
    /// [`Problem::UnknownCard`] when no number follows `*`.
    pub fn parse(line: &str, turn: Option<usize>) -> Result<Self, Problem> {
        let line = line.trim();
        if let Some(person) = line.strip_prefix('@') {
            let (name, organisation) = person.split_once(',').ok_or(Problem::Incomplete)?;
            return Ok(Self::Person { name: name.trim().to_owned(), organisation: organisation.trim().to_owned() });
        }
        let digits = line.find(|c: char| !c.is_ascii_digit()).ok_or(Problem::Incomplete)?;
        let seat: usize = if digits == 0 {
            turn.ok_or(Problem::Incomplete)?
        } else {
            line[..digits].parse().map_err(|_| Problem::Incomplete)?
        };
        let rest = line[digits..].trim_start();
        let sign = rest.chars().next().ok_or(Problem::Incomplete)?;
        let said = rest[sign.len_utf8()..].trim();
        let kind = match sign {
            '+' => Kind::Have,
            '-' | '−' => Kind::Want,
            '=' => Kind::SharedNeed,
            '*' => {
                let card = said.parse().map_err(|_| Problem::UnknownCard)?;
                return Ok(Self::Interest { seat, card });
            }
            _ => return Err(Problem::Incomplete),
        };
        let (said, category) = match said.rsplit_once('#') {
            Some((said, name)) => (said.trim_end(), Some(category(name.trim()).ok_or(Problem::UnknownChoice)?)),
            None => (said, None),
        };
        let mut card =
            ResourceDraft { kind: kind.code().to_owned(), title: said.to_owned(), ..ResourceDraft::default() };
        if let Some((title, (amount, unit, frequency))) =
            said.rsplit_once(", ").and_then(|(title, amount)| Some((title, quantity(amount)?)))
        {
            title.trim().clone_into(&mut card.title);
            card.quantity = amount;
            unit.code().clone_into(&mut card.unit);
            frequency.code().clone_into(&mut card.frequency);
        }
        card.category = category.map(|category| category.code().to_owned()).unwrap_or_default();
        Ok(Self::Card { seat, card: Box::new(card) })
    }
}

/// `12 t/semaine`, `12t`, `200 m3 / an`. Once, when nothing follows.
fn quantity(said: &str) -> Option<(String, Unit, Frequency)> {
    let (amount, frequency) = match said.rsplit_once('/') {
        Some((amount, often)) => (amount.trim(), known(often, Frequency::from_code, &FREQUENCIES)?),
        None => (said.trim(), Frequency::Once),
    };
    let end = amount.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}')))?;
    parse_number(&amount[..end]).ok()?;
    Some((amount[..end].trim().to_owned(), known(&amount[end..], Unit::from_code, &UNITS)?, frequency))
}

fn known<T: Copy>(word: &str, from_code: fn(&str) -> Option<T>, words: &[(&str, T)]) -> Option<T> {
    let word: String = word.trim().chars().map(lower).collect();
    from_code(&word).or_else(|| words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value))
}

/// The category whose code, or French name without accents, begins like this.
fn category(typed: &str) -> Option<Category> {
    const FRENCH: [&str; 9] =
        ["matiere", "energie", "eau", "logistique", "equipement", "espace", "expertise", "services", "personnel"];
    let typed: String = typed.chars().map(lower).map(|c| if matches!(c, 'é' | 'è' | 'ê') { 'e' } else { c }).collect();
    if typed.is_empty() {
        return None;
    }
    Category::ALL
        .iter()
        .copied()
        .zip(FRENCH)
        .find(|(category, french)| french.starts_with(&typed) || category.code().starts_with(&typed))
        .map(|(category, _)| category)
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn card(line: &str) -> (usize, String, String, String) {
        match Quick::parse(line, None).expect("a card") {
            Quick::Card { seat, card } => {
                card.parse().expect("a good card");
                (
                    seat,
                    format!("{} {}", card.kind, card.title),
                    card.category.clone(),
                    format!("{} {} {}", card.quantity, card.unit, card.frequency),
                )
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_says_who_what_and_how_much() {
        assert_eq!(
            card("2+ sciure de résineux, 12 t/semaine"),
            (2, "have sciure de résineux".into(), String::new(), "12 t week".into())
        );
        assert_eq!(
            card("4 - chaleur à 60 °C, 1,5 MWh/jour"),
            (4, "want chaleur à 60 °C".into(), String::new(), "1,5 mwh day".into())
        );
        assert_eq!(
            card("1=collecte de cartons #serv"),
            (1, "shared_need collecte de cartons".into(), "services".into(), "  ".into())
        );
        assert_eq!(
            card("3+ palettes, bois, en vrac").1,
            "have palettes, bois, en vrac",
            "no quantity: all of it is the title"
        );
        assert_eq!(Quick::parse("3*12", None), Ok(Quick::Interest { seat: 3, card: CardId(12) }));
        let person = Quick::Person { name: "Léa Martin".into(), organisation: "Martin, père et fils".into() };
        assert_eq!(Quick::parse("@ Léa Martin, Martin, père et fils", None), Ok(person));
    }

    #[test]
    fn a_line_without_a_number_is_said_by_whose_turn_it_is() {
        let Ok(Quick::Card { seat, card }) = Quick::parse("- palettes", Some(4)) else { panic!("a card") };
        assert_eq!((seat, card.kind.as_str(), card.title.as_str()), (4, "want", "palettes"));
        assert_eq!(Quick::parse("*12", Some(4)), Ok(Quick::Interest { seat: 4, card: CardId(12) }));
        assert_eq!(
            Quick::parse("3*12", Some(4)),
            Ok(Quick::Interest { seat: 3, card: CardId(12) }),
            "others react meanwhile"
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_says_so() {
        for line in ["", "sciure", "2", "+ sciure", "2 sciure", "@ Léa Martin"] {
            assert_eq!(Quick::parse(line, None), Err(Problem::Incomplete), "{line}");
        }
        assert_eq!(Quick::parse("2*x", None), Err(Problem::UnknownCard));
        assert_eq!(Quick::parse("2+ eau #zzz", None), Err(Problem::UnknownChoice));
    }
}
