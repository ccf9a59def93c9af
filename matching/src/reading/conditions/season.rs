//! In which months something is there, or needed.

use super::pieces::Piece;

/// Months by how they begin, without accents, in French and English.
const MONTHS: [&[&str]; 12] = [
    &["jan", "janv", "janvier", "january"],
    &["fev", "fevr", "fevrier", "feb", "february"],
    &["mars", "mar", "march"],
    &["avr", "avril", "apr", "april"],
    &["mai", "may"],
    &["juin", "jun", "june"],
    &["juil", "juillet", "jul", "july"],
    &["aout", "aug", "august"],
    &["sept", "septembre", "sep", "september"],
    &["oct", "octobre", "october"],
    &["nov", "novembre", "november"],
    &["dec", "decembre", "december"],
];
/// Names that mean something else as well: they count only beside another month.
const DOUBTFUL: &[&str] = &["mar", "may", "march", "mai"];
/// Words between the two months of a span.
const UNTIL: &[&str] = &["a", "au", "to", "until", "till", "jusqu", "en"];
/// Words that may stand beside them.
const PART_OF_MONTH: &[&str] = &["mi", "mid", "fin", "end", "debut", "early", "late", "of"];
/// Words between months that are told one by one.
const AND: &[&str] = &["et", "and", "puis", "then", "ou", "or"];
/// Words before one month alone.
const DURING: &[&str] = &["en", "in", "de", "d", "during", "fin", "debut", "mi", "early", "late"];
/// Words before a month that is a day by which, or since when: it tells no season.
const LIMITS: &[&str] = &[
    "avant", "before", "depuis", "since", "pour", "for", "from", "until", "till", "jusqu", "des", "par", "apres",
    "after",
];
/// Words that turn it round: all but these.
const BUT: &[&str] = &["sauf", "except", "hors", "outside"];
/// Seasons, where no month is told.
const SEASONS: &[(&str, u16)] = &[
    ("hiver", 0b1100_0000_0111),
    ("winter", 0b1100_0000_0111),
    ("ete", 0b0001_1110_0000),
    ("summer", 0b0001_1110_0000),
    ("printemps", 0b0000_0001_1100),
    ("automne", 0b0111_0000_0000),
    ("autumn", 0b0111_0000_0000),
];
/// All twelve months, a bit for each, January the lowest.
const ALL: u16 = 0b1111_1111_1111;
/// So many pieces may stand between the two months of a span.
const FARTHEST: usize = 5;

/// The months of a text, a bit each, January first; 0 where it tells none.
pub(super) fn months(pieces: &[Piece]) -> u16 {
    let month = |at: usize| month_at(pieces, at);
    let mut all = 0u16;
    let mut at = 0;
    while at < pieces.len() {
        let Some(first) = month(at) else {
            at += 1;
            continue;
        };
        let months;
        let mut end = at;
        if let Some((last, place)) = end_of_span(pieces, at) {
            months = span(first, last);
            end = place;
        } else {
            // One by one: "mai juin juillet", "sept/oct", "janvier et février".
            let mut next = at;
            let mut told = vec![first];
            while next + 1 < pieces.len() {
                let joins = matches!(&pieces[next + 1], Piece::Sign('/' | ',' | '&'))
                    || pieces[next + 1].word().is_some_and(|word| AND.contains(&word));
                let after = if joins { next + 2 } else { next + 1 };
                let Some(another) = month(after) else { break };
                if end_of_span(pieces, after).is_some() {
                    break;
                }
                told.push(another);
                next = after;
            }
            let before = at.checked_sub(1).and_then(|before| pieces[before].word());
            let led = before.is_some_and(|word| DURING.contains(&word) || (all != 0 && AND.contains(&word)));
            // "conducteurs de dameuse décembre": alone at the end, and no limit.
            let ends = next == at && pieces.get(at + 1).is_none_or(Piece::ends_part);
            let alone = ends && before.is_some_and(|word| word.len() > 2 && !LIMITS.contains(&word));
            let is_doubtful = pieces[at].word().is_some_and(|word| DOUBTFUL.contains(&word));
            months = match told[..] {
                // "loger 60 saisonniers déc avril": two that do not follow each other, with nothing between them.
                [first, last] if next == at + 1 && (first + 1) % 12 != last => span(first, last),
                [_, _, ..] => told.iter().fold(0, |months, one| months | 1 << one),
                [_] if (led || alone) && !is_doubtful => 1 << first,
                _ => 0,
            };
            end = end.max(next);
        }
        let but = pieces[at.saturating_sub(2)..at].iter().filter_map(Piece::word).any(|word| BUT.contains(&word));
        all |= if but && months != 0 { ALL & !months } else { months };
        at = end + 1;
    }
    if all == 0 { season(pieces) } else { all }
}

/// The month that stands here: by name, or as "15/4" after a word that opens a date.
fn month_at(pieces: &[Piece], at: usize) -> Option<usize> {
    if let Some(word) = pieces.get(at)?.word() {
        return MONTHS.iter().position(|names| names.contains(&word));
    }
    let day = pieces[at].number()?;
    let opened = at
        .checked_sub(1)
        .and_then(|before| pieces[before].word())
        .is_some_and(|word| matches!(word, "du" | "au" | "le" | "des" | "from" | "to" | "until"));
    let number = pieces.get(at + 2).and_then(Piece::number).filter(|_| pieces[at + 1].is_sign('/'))?;
    let is_date = opened && (1.0..=31.0).contains(&day) && (1.0..=12.0).contains(&number);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    is_date.then(|| number as usize - 1)
}

/// The last month of a span that begins here, and where it stands.
fn end_of_span(pieces: &[Piece], first: usize) -> Option<(usize, usize)> {
    let mut until = false;
    for (at, piece) in pieces.iter().enumerate().skip(first + 1).take(FARTHEST) {
        if until && let Some(last) = month_at(pieces, at) {
            return Some((last, at));
        }
        match piece {
            Piece::Sign('-' | '>') => until = true,
            Piece::Word(word, _) if UNTIL.contains(&word.as_str()) => until = true,
            Piece::Word(word, _) if PART_OF_MONTH.contains(&word.as_str()) => {}
            // "15 déc - 15 janv", "du 15/4 au 15/6".
            Piece::Number(_) | Piece::Sign('/') => {}
            _ => return None,
        }
    }
    None
}

fn span(first: usize, last: usize) -> u16 {
    (0..=(last + 12 - first) % 12).fold(0, |months, step| months | 1 << ((first + step) % 12))
}

fn season(pieces: &[Piece]) -> u16 {
    let words: Vec<&str> = pieces.iter().filter_map(Piece::word).collect();
    let year = [&["toute", "l", "annee"][..], &["a", "l", "annee"], &["year", "round"], &["all", "year"]];
    if year.iter().any(|told| words.windows(told.len()).any(|window| window == *told)) {
        return ALL;
    }
    words
        .iter()
        .filter_map(|word| SEASONS.iter().find(|(name, _)| name == word))
        .fold(0, |months, (_, told)| months | told)
}

/// How many months two have in common, of those of the second.
pub(super) const fn shared(have: u16, want: u16) -> (u32, u32) {
    ((have & want).count_ones(), want.count_ones())
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    fn told(text: &str) -> String {
        let found = months(&pieces(text));
        (0..12).map(|month| if found & 1 << month == 0 { '.' } else { 'x' }).collect()
    }

    #[test]
    fn months_are_read_as_people_type_them() {
        for (text, months) in [
            ("libres déc-mars", "xxx........x"),
            ("renfort 15 déc - 15 janv", "x..........x"),
            ("perdue d'avril à oct", "...xxxxxxx.."),
            ("cuves inox 50hl fev > sept", ".xxxxxxxx..."),
            ("hangar a paille vide mai juin juillet", "....xxx....."),
            ("vide sauf sept/oct", "xxxxxxxx..xx"),
            ("30 chambres fermées du 15/4 au 15/6 et oct-nov", "...xxx...xx."),
            ("loger 12 saisonniers oct nov", ".........xx."),
            ("cabine libre janvier février", "xx.........."),
            ("empty until next jacket arrives, Nov to Feb", "xx........xx"),
            ("coded welders on the bench Jan-Mar", "xxx........."),
            ("panneaux avril-juin", "...xxx......"),
            ("internat libre juillet-août et janvier", "x.....xx...."),
            ("échafaudage au dépôt tout l'hiver", "xxx.......xx"),
            ("chaleur cogé mai à sept, l'hiver tout part au réseau", "....xxxxx..."),
            ("35° toute l'année", "xxxxxxxxxxxx"),
            ("élèves en stage en janvier", "x..........."),
            ("loger 60 saisonniers dec avril", "xxxx.......x"),
            ("60 chambres fermées avril-juin, sept-nov", "...xxx..xxx."),
            ("conducteurs de dameuse décembre", "...........x"),
        ] {
            assert_eq!(told(text), months, "{text}");
        }
        for none in [
            "we may need to march",
            "avant mars",
            "a enlever avant décembre",
            "stock depuis octobre",
            "mar. et ven.",
            "we may come",
            "0/31,5 concassé",
            "palettes 80x120",
            "du 1/0 au 3/0",
            "0/0",
        ] {
            assert_eq!(told(none), "............", "{none}");
        }
    }
}
