//! On which days of the week, and whether by day or by night.

use super::pieces::Piece;

const DAYS: [&[&str]; 7] = [
    &["lundi", "lun", "monday", "mon"],
    &["mardi", "mar", "tuesday", "tue"],
    &["mercredi", "mer", "wednesday", "wed"],
    &["jeudi", "jeu", "thursday", "thu"],
    &["vendredi", "ven", "vend", "friday", "fri"],
    &["samedi", "sam", "saturday", "sat"],
    &["dimanche", "dim", "sunday", "sun"],
];
/// Short names that mean something else as well: they count beside another day only.
const DOUBTFUL: &[&str] = &["mar", "mer", "mon", "sun", "sat", "sam", "jeu", "wed"];
const WEEKEND: u8 = 0b110_0000;

/// The days of a text, a bit each, Monday first; 0 where it tells none.
pub(super) fn days(pieces: &[Piece]) -> u8 {
    // "Thursdays", "les lundis"; "mars" is no plural.
    let singular = |word: &str| word.strip_suffix('s').filter(|word| word.len() > 4).unwrap_or(word).to_owned();
    let day = |piece: &Piece| {
        piece.word().map(singular).and_then(|word| DAYS.iter().position(|names| names.contains(&word.as_str())))
    };
    let (mut days, mut doubtful, mut last) = (0u8, 0u8, None);
    let mut until = false;
    for piece in pieces {
        if let Some(found) = day(piece) {
            // "du vendredi au lundi", "mar-jeu".
            if let Some(first) = last.filter(|_| until) {
                days |= (0..=(found + 7 - first) % 7).fold(0u8, |days, step| days | (1u8 << ((first + step) % 7)));
            } else if piece.word().is_some_and(|word| DOUBTFUL.contains(&word)) {
                doubtful |= 1 << found;
            } else {
                days |= 1 << found;
            }
            (last, until) = (Some(found), false);
            continue;
        }
        match piece {
            Piece::Word(word, _) if matches!(word.as_str(), "we" | "weekend" | "weekends") => days |= WEEKEND,
            Piece::Word(word, _) if last.is_some() && matches!(word.as_str(), "au" | "to" | "a") => until = true,
            Piece::Word(word, _) if matches!(word.as_str(), "soir" | "matin" | "et" | "and") => {}
            Piece::Sign('-') if last.is_some() => {}
            _ => (last, until) = (None, false),
        }
    }
    if days != 0 || doubtful.count_ones() > 1 { days | doubtful } else { days }
}

/// By day, by night.
pub(super) const BY_DAY: u8 = 1;
pub(super) const BY_NIGHT: u8 = 2;

/// Whether it is by day (around noon), by night, or both; 0 where the text says nothing.
pub(super) fn hours(pieces: &[Piece]) -> u8 {
    pieces.iter().filter_map(Piece::word).fold(0, |hours, word| {
        hours
            | match word {
                "nuit" | "nuits" | "night" | "nights" => BY_NIGHT,
                "midi" | "noon" | "midday" => BY_DAY,
                _ => 0,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        let told = |text: &str| days(&pieces(text));
        assert_eq!(told("rentre vide de rungis mar et ven"), 0b001_0010);
        assert_eq!(told("6 pal frais pour lyon le jeudi"), 0b000_1000);
        assert_eq!(told("frigo vide du vend soir au lundi"), 0b111_0001);
        assert_eq!(told("halle libre les WE"), WEEKEND);
        assert_eq!(told("most Thursdays"), 0b000_1000);
        for none in ["avant mars", "eau de mer", "un jeu de clés", "rien"] {
            assert_eq!(told(none), 0, "{none}");
        }
        assert_eq!(hours(&pieces("surplus photovoltaïque midi")), BY_DAY);
        assert_eq!(hours(&pieces("turbine power at night")), BY_NIGHT);
    }
}
