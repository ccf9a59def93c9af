//! Conditions that people write into a title: from which month to which, and how warm.

use crate::text::fold;

/// Conditions in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Conditions {
    /// Months in which it holds, a bit each, January first; 0 where the text tells no span of months.
    pub months: u16,
    /// From how warm to how warm, in degrees Celsius.
    pub celsius: Option<(f32, f32)>,
}

/// Months by how they begin, without accents, in French and English. "mai" and "may" count only in a span, as all others.
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
/// Words between the two months of a span.
const UNTIL: &[&str] = &["-", "a", "au", "to", "until", "till", "jusqu", "en"];
/// Words that may stand beside them.
const PART_OF_MONTH: &[&str] = &["mi", "mid", "fin", "end", "debut", "early", "late", "of"];
/// So many words may stand between the two months.
const FARTHEST: usize = 4;

impl Conditions {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let folded: Vec<char> = fold(text).chars().take(crate::text::READ_BYTES).collect();
        Self { months: months(&folded), celsius: celsius(&folded) }
    }

    /// Both tell months, and none is in both.
    #[must_use]
    pub const fn never_meet(self, other: Self) -> bool {
        self.months != 0 && other.months != 0 && self.months & other.months == 0
    }

    /// What is offered is not as warm as what is wanted: the middle of the one lies below the least of the other. Only where both are heat.
    #[must_use]
    pub fn is_too_cool_for(self, want: Self) -> bool {
        const HEAT_FROM: f32 = 25.0;
        let (Some(have), Some(want)) = (self.celsius, want.celsius) else { return false };
        have.0 >= HEAT_FROM && want.0 >= HEAT_FROM && f32::midpoint(have.0, have.1) < want.0
    }
}

fn words(folded: &[char]) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    for c in folded {
        let last = words.last_mut();
        match c {
            '-' | '–' | '—' | '>' => words.extend(["-".to_owned(), String::new()]),
            c if c.is_alphabetic() => match last {
                Some(word) if word.chars().all(char::is_alphabetic) => word.push(*c),
                _ => words.push(c.to_string()),
            },
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn months(folded: &[char]) -> u16 {
    let words = words(folded);
    let month = |word: &String| MONTHS.iter().position(|names| names.contains(&word.as_str()));
    for (at, first) in words.iter().enumerate().filter_map(|(at, word)| Some((at, month(word)?))) {
        let mut until = false;
        for word in words[at + 1..].iter().take(FARTHEST) {
            if let Some(last) = month(word).filter(|_| until) {
                let length = (last + 12 - first) % 12;
                return (0..=length).fold(0, |months, step| months | 1 << ((first + step) % 12));
            }
            until |= UNTIL.contains(&word.as_str());
            if !until && !PART_OF_MONTH.contains(&word.as_str()) {
                break;
            }
        }
    }
    0
}

fn celsius(folded: &[char]) -> Option<(f32, f32)> {
    let is_degree = |at: usize| match folded[at] {
        '°' => true,
        'c' => at > 0 && folded[at - 1].is_ascii_digit() && folded.get(at + 1).is_none_or(|next| !next.is_alphanumeric()),
        _ => false,
    };
    let end = (1..folded.len()).find(|at| is_degree(*at))?;
    let (last, before) = number_before(folded, end)?;
    // "60-65°", "60 à 65 °C"; a dash after a blank is a minus: "cold store at -20°".
    let mut at = before;
    while at > 0 && folded[at - 1] == ' ' {
        at -= 1;
    }
    let joined = at > 0 && matches!(folded[at - 1], '-' | '–' | 'a');
    match joined.then(|| number_before(folded, at - 1)).flatten() {
        Some((first, _)) if first <= last => Some((first, last)),
        _ if joined && folded[at - 1] == '-' => Some((-last, -last)),
        _ => Some((last, last)),
    }
}

/// The number that ends before this place (blanks may stand between), and where it begins.
fn number_before(folded: &[char], mut end: usize) -> Option<(f32, usize)> {
    while end > 0 && folded[end - 1] == ' ' {
        end -= 1;
    }
    let mut start = end;
    while start > 0 && folded[start - 1].is_ascii_digit() && end - start < 4 {
        start -= 1;
    }
    let number: String = folded[start..end].iter().collect();
    Some((number.parse().ok()?, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_that_do_not_meet_are_seen() {
        let [winter, summer, autumn] = ["libres déc-mars", "stockage 30 palettes juin-août", "8 saisonniers, nov-fév"].map(Conditions::of);
        assert!(winter.never_meet(summer) && !winter.never_meet(autumn));
        assert_eq!(Conditions::of("renfort 15 déc - 15 janv").months, 0b1000_0000_0001);
        assert_eq!(Conditions::of("perdue d'avril à oct").months, 0b0011_1111_1000);
        for none in ["we may need to march", "avant mars", "livré en juin", "mar. et ven."] {
            assert_eq!(Conditions::of(none).months, 0, "{none}");
        }
    }

    #[test]
    fn heat_that_is_not_warm_enough_is_seen() {
        let celsius = |text: &str| Conditions::of(text).celsius;
        assert_eq!(celsius("eau 60-65°"), Some((60.0, 65.0)));
        assert_eq!(celsius("loop 40-45C, 24/7"), Some((40.0, 45.0)));
        assert_eq!(celsius("de 40 à 60 °C"), Some((40.0, 60.0)));
        assert_eq!(celsius("chambre à -20°"), Some((-20.0, -20.0)));
        assert_eq!(celsius("5 chaises"), None);
        let want = Conditions::of("chaleur 40-60° pour serre");
        assert!(Conditions::of("condenseurs 35-40°").is_too_cool_for(want));
        assert!(!Conditions::of("fumées 180°").is_too_cool_for(want) && !Conditions::of("vapeur").is_too_cool_for(want));
    }
}
