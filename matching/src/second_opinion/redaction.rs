//! Taking out of a text who wrote it.

use domain::workshop::Workshop;

use crate::text::fold;

/// Stands where something was taken out.
const GONE: &str = "[…]";
/// Shorter names are words like any other: "Val", "Eau".
const NAME_MIN: usize = 4;
/// A number of so many digits that begins like a telephone number is one.
const PHONE_MIN: usize = 9;

/// The text without names of this workshop's people and organisations, e-mail addresses, web addresses and telephone
/// numbers. What is written otherwise than at the door, or known to all by what it describes, is not recognised.
#[must_use]
pub fn redacted(text: &str, workshop: &Workshop) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let mut gone = vec![false; words.len()];
    let names = workshop.participants.values().flat_map(|person| [&*person.name, &*person.organisation]);
    for name in names.filter(|name| name.chars().count() >= NAME_MIN) {
        let parts: Vec<String> = name.split_whitespace().map(bare).collect();
        for at in 0..words.len() {
            if folded[at..].starts_with(&parts) {
                gone[at..at + parts.len()].fill(true);
            }
        }
    }
    for (word, gone) in words.iter().zip(&mut gone) {
        *gone |= word.contains('@') || word.contains("://") || word.to_ascii_lowercase().starts_with("www.");
    }
    hide_phones(&words, &mut gone);
    let mut kept: Vec<&str> = Vec::with_capacity(words.len());
    for (word, gone) in words.iter().zip(gone) {
        match (gone, kept.last()) {
            (false, _) => kept.push(word),
            (true, Some(&GONE)) => {}
            (true, _) => kept.push(GONE),
        }
    }
    kept.join(" ")
}

/// A word as it is compared: without case, accents and what stands around it.
fn bare(word: &str) -> String {
    fold(word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// "06 12 34 56 78", "+32.2.555.12.12", "0612345678": runs of words of digits that begin with 0 or +.
fn hide_phones(words: &[&str], gone: &mut [bool]) {
    let is_digits = |word: &str| {
        word.chars().any(|c| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || ".-/()+,;:".contains(c))
    };
    let mut at = 0;
    while at < words.len() {
        let run = words[at..].iter().take_while(|word| is_digits(word)).count();
        let begins = words[at].trim_start_matches('(').starts_with(['0', '+']);
        let digits = words[at..at + run].iter().flat_map(|word| word.chars()).filter(char::is_ascii_digit).count();
        if run > 0 && begins && digits >= PHONE_MIN {
            gone[at..at + run].fill(true);
        }
        at += run.max(1);
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::ParticipantId;
    use domain::workshop::{Event, Recorded};

    use super::*;

    fn workshop() -> Workshop {
        let mut workshop = Workshop::default();
        for (number, name, organisation) in [(1, "Nadia Belkacem", "Laiterie de Brévanne"), (2, "Max", "Eau")] {
            let event = Event::ParticipantJoined {
                participant: ParticipantId(number),
                name: domain::text::Line::parse(name).expect("a name"),
                organisation: domain::text::Line::parse(organisation).expect("a name"),
                table: None,
                sector: None,
                by_facilitator: false,
            };
            workshop.apply(&Recorded { seq: u64::from(number), at: domain::time::Timestamp(0), event });
        }
        workshop
    }

    #[test]
    fn who_wrote_it_is_taken_out_and_what_it_is_stays() {
        let workshop = workshop();
        let cases = [
            ("lactosérum de la laiterie de brevanne, 15 m3/j", "lactosérum de la […] 15 m3/j"),
            ("voir Nadia Belkacem (06 12 34 56 78)", "voir […]"),
            ("mail nadia@brevanne.fr ou www.brevanne.fr", "mail […] ou […]"),
            ("appeler +33612345678.", "appeler […]"),
            ("eau de lavage, 300 000 000 l par an, 0,5 bar", "eau de lavage, 300 000 000 l par an, 0,5 bar"),
            ("max 40 °C", "max 40 °C"),
        ];
        for (text, left) in cases {
            assert_eq!(redacted(text, &workshop), left, "{text}");
        }
    }
}
