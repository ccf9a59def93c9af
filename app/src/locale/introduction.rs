//! How a person would introduce two cards to each other, in a sentence that says no word but theirs.

use domain::matches::Side;

use crate::Language;

/// How the two cards of a match go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The first has what the second needs.
    Serves,
    /// The first has to be rid of what the second needs.
    TakesOff,
    /// Both sides need the same thing.
    SameNeed,
    /// Both have the same and look for a way together.
    Pool,
}

/// The sentence about the cards of these titles, told to one side (`reader`), or to somebody who is neither.
#[must_use]
pub fn introduction(language: Language, link: Link, reader: Option<Side>, first: &str, second: &str) -> String {
    let french = language == Language::French;
    let quoted = |title: &str| {
        let title = title.trim().trim_end_matches('.');
        if french { ["«\u{202f}", title, "\u{202f}»"].concat() } else { ["“", title, "”"].concat() }
    };
    let (one, other) = (quoted(first), quoted(second));
    let parts: [&str; 5] = match (link, reader, french) {
        (Link::Serves, Some(Side::First), true) => {
            ["Ils cherchent ", &other, "\u{a0}: votre ", &one, " peut y répondre."]
        }
        (Link::Serves, Some(Side::First), false) => {
            ["They are looking for ", &other, ": your ", &one, " may answer it."]
        }
        (Link::Serves, Some(Side::Second), true) => {
            ["Ils ont ", &one, "\u{a0}: cela peut répondre à ", &other, ", ce que vous cherchez."]
        }
        (Link::Serves, Some(Side::Second), false) => {
            ["They have ", &one, ": it may answer ", &other, ", which you are looking for."]
        }
        (Link::Serves, None, true) => {
            ["Les uns ont ", &one, ", les autres cherchent ", &other, "\u{a0}: cela peut y répondre."]
        }
        (Link::Serves, None, false) => {
            ["One has ", &one, ", the other is looking for ", &other, ": it may answer that."]
        }
        (Link::TakesOff, Some(Side::First), true) => {
            ["Vous cherchez ", &one, ", et eux ", &other, "\u{a0}: ce qui vous reste peut leur servir."]
        }
        (Link::TakesOff, Some(Side::First), false) => {
            ["You are looking for ", &one, ", and they for ", &other, ": what you have left may serve them."]
        }
        (Link::TakesOff, Some(Side::Second), true) => {
            ["Vous cherchez ", &other, ", et eux ", &one, "\u{a0}: ce qui leur reste peut vous servir."]
        }
        (Link::TakesOff, Some(Side::Second), false) => {
            ["You are looking for ", &other, ", and they for ", &one, ": what they have left may serve you."]
        }
        (Link::TakesOff, None, true) => [
            "Les uns cherchent ",
            &one,
            ", les autres ",
            &other,
            "\u{a0}: ce qui reste aux uns peut servir aux autres.",
        ],
        (Link::TakesOff, None, false) => {
            ["One is looking for ", &one, ", the other for ", &other, ": what one has left may serve the other."]
        }
        (Link::SameNeed, None, true) => {
            ["Un même besoin, ", &one, " et ", &other, "\u{a0}: à plusieurs, c’est peut-être plus simple."]
        }
        (Link::SameNeed, None, false) => ["One need, ", &one, " and ", &other, ": together it may be simpler."],
        (Link::Pool, None, true) => [
            "Les uns ont ",
            &one,
            ", les autres ",
            &other,
            "\u{a0}: à plusieurs, une solution commune est peut-être possible.",
        ],
        (Link::Pool, None, false) => {
            ["One has ", &one, ", the other ", &other, ": together, a common solution may be possible."]
        }
        (Link::SameNeed | Link::Pool, Some(side), _) => {
            let (own, theirs) = if side == Side::First { (&one, &other) } else { (&other, &one) };
            match (link, french) {
                (Link::Pool, true) => [
                    "Vous avez ",
                    own,
                    ", et eux ",
                    theirs,
                    "\u{a0}: à plusieurs, une solution commune est peut-être possible.",
                ],
                (Link::Pool, false) => {
                    ["You have ", own, ", and they ", theirs, ": together, a common solution may be possible."]
                }
                (_, true) => {
                    ["Vous cherchez ", own, ", et eux ", theirs, "\u{a0}: à plusieurs, c’est peut-être plus simple."]
                }
                (_, false) => ["You are looking for ", own, ", and they for ", theirs, ": together it may be simpler."],
            }
        }
    };
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_is_told_what_the_other_has_or_needs_in_the_words_of_the_cards() {
        let told = |language, reader| {
            introduction(language, Link::Serves, reader, "mobil-homes vides d’octobre à mars", "loger 12 saisonniers")
        };
        assert_eq!(
            told(Language::French, Some(Side::Second)),
            "Ils ont «\u{202f}mobil-homes vides d’octobre à mars\u{202f}»\u{a0}: cela peut répondre à «\u{202f}loger \
             12 saisonniers\u{202f}», ce que vous cherchez."
        );
        assert_eq!(
            told(Language::French, Some(Side::First)),
            "Ils cherchent «\u{202f}loger 12 saisonniers\u{202f}»\u{a0}: votre «\u{202f}mobil-homes vides d’octobre à \
             mars\u{202f}» peut y répondre."
        );
        assert_eq!(
            told(Language::English, None),
            "One has “mobil-homes vides d’octobre à mars”, the other is looking for “loger 12 saisonniers”: it may \
             answer that."
        );
    }

    #[test]
    fn every_link_is_told_to_everybody_with_both_titles() {
        for language in [Language::French, Language::English] {
            for link in [Link::Serves, Link::TakesOff, Link::SameNeed, Link::Pool] {
                for reader in [Some(Side::First), Some(Side::Second), None] {
                    let told = introduction(language, link, reader, "le premier.", "le second");
                    assert!(told.contains("le premier") && told.contains("le second"), "{told}");
                    assert!(told.ends_with('.') && !told.contains(".\u{202f}") && !told.contains(".”"), "{told}");
                }
            }
        }
    }
}
