//! Why two sides are thought to fit, as a phrase.

use domain::matches::{Reason, Side};
use domain::resource::{Kind, Resource};

use crate::Language;
use crate::format;
use crate::locale::introduction::{self, Link};
use crate::locale::words;

/// One reason of a match as a short phrase.
fn reason_text(language: Language, reason: &Reason) -> String {
    let french = language == Language::French;
    match reason {
        Reason::SharedWords { words } if french => format!("mots communs\u{a0}: {}", words.join(", ")),
        Reason::SharedWords { words } => format!("shared words: {}", words.join(", ")),
        Reason::SameCategory if french => "même catégorie".to_owned(),
        Reason::SameCategory => "same category".to_owned(),
        Reason::QuantityCovers { offered, wanted } => {
            let (offered, wanted) = (format::annual(language, offered), format::annual(language, wanted));
            if french {
                format!("offre {offered}, besoin {wanted}\u{a0}: couvert")
            } else {
                format!("offer {offered}, need {wanted}: covered")
            }
        }
        Reason::QuantityPart { offered, wanted } => {
            let (offered, wanted) = (format::annual(language, offered), format::annual(language, wanted));
            if french {
                format!("offre {offered}, besoin {wanted}\u{a0}: en partie")
            } else {
                format!("offer {offered}, need {wanted}: in part")
            }
        }
        Reason::Interest if french => "intérêt manifesté".to_owned(),
        Reason::Interest => "interest shown".to_owned(),
        Reason::Told { fr, .. } | Reason::Unmet { fr, .. } if french => fr.clone(),
        Reason::Told { en, .. } | Reason::Unmet { en, .. } => en.clone(),
        Reason::Agrees { fr, .. } if french => ["s’accordent\u{a0}: ", fr].concat(),
        Reason::Agrees { en, .. } => ["agree: ", en].concat(),
        Reason::Pool if french => "même chose, à regrouper".to_owned(),
        Reason::Pool => "same thing, to be pooled".to_owned(),
        Reason::QuantityAbout { offered, wanted } => {
            let (offered, wanted) = (format::annual(language, offered), format::annual(language, wanted));
            if french {
                format!("offre d’environ {offered}, besoin {wanted} (estimation)")
            } else {
                format!("offer of about {offered}, need {wanted} (estimate)")
            }
        }
        Reason::DatesApart if french => "dates qui ne se recoupent pas".to_owned(),
        Reason::DatesApart => "dates that do not meet".to_owned(),
        Reason::SamePlace if french => "même lieu".to_owned(),
        Reason::SamePlace => "same place".to_owned(),
        Reason::Check { flag } => words::flag(language, *flag).to_owned(),
        Reason::Judged if french => "avis d’un modèle de langage".to_owned(),
        Reason::Judged => "a language model’s opinion".to_owned(),
        Reason::SameNeed if french => "même besoin, à partager".to_owned(),
        Reason::SameNeed => "same need, to be shared".to_owned(),
    }
}

/// All reasons in one line; what is to be checked stands together at its end.
#[must_use]
pub fn reasons_line(language: Language, reasons: &[Reason]) -> String {
    let texts = |of_checks: bool| {
        let is_check = |reason: &Reason| matches!(reason, Reason::Check { .. } | Reason::Unmet { .. });
        let chosen = reasons.iter().filter(move |reason| is_check(reason) == of_checks);
        chosen.map(|reason| reason_text(language, reason)).collect::<Vec<_>>()
    };
    let (mut line, checks) = (texts(false), texts(true).join(", "));
    if !checks.is_empty() {
        let heading = if language == Language::French { "à vérifier\u{a0}: " } else { "to check: " };
        line.push([heading, &checks].concat());
    }
    line.join(" · ")
}

/// The two cards of a match, and which of them is the reader's.
#[derive(Clone, Copy, Debug)]
pub struct Introduced<'a> {
    /// What is there, or the earlier of two like cards.
    pub first: &'a Resource,
    /// The other card of the match.
    pub second: &'a Resource,
    /// The side of who reads; none for others.
    pub reader: Option<Side>,
}

/// The same as [`reasons_line`], after a sentence by which a person would introduce the two. A language model that has
/// been asked has written one already.
#[must_use]
pub fn introduced_line(language: Language, cards: Introduced<'_>, reasons: &[Reason]) -> String {
    if reasons.is_empty() || reasons.contains(&Reason::Judged) {
        return reasons_line(language, reasons);
    }
    let link = if reasons.contains(&Reason::SameNeed) {
        Link::SameNeed
    } else if reasons.contains(&Reason::Pool) {
        Link::Pool
    } else if cards.first.kind == Kind::Have {
        Link::Serves
    } else {
        Link::TakesOff
    };
    let sentence = introduction::introduction(language, link, cards.reader, &cards.first.title, &cards.second.title);
    let is_said = |reason: &&Reason| matches!(reason, Reason::SameNeed | Reason::Pool);
    let more: Vec<Reason> = reasons.iter().filter(|reason| !is_said(reason)).cloned().collect();
    if more.is_empty() { sentence } else { [&sentence, " · ", &reasons_line(language, &more)].concat() }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use domain::resource::{Annual, Base, ResourceDraft};

    #[test]
    fn the_sentence_comes_first_and_what_is_to_be_checked_last() {
        let card = |kind: &str, title: &str| {
            ResourceDraft { kind: kind.into(), title: title.into(), ..ResourceDraft::default() }.parse().expect("valid")
        };
        let (have, need) = (card("have", "vapeur 6 bar"), card("want", "vapeur pour nos cuves"));
        let reasons = [
            Reason::Unmet { fr: "pression".into(), en: "pressure".into() },
            Reason::Agrees { fr: "périodes".into(), en: "months".into() },
        ];
        let cards = Introduced { first: &have, second: &need, reader: Some(Side::First) };
        assert_eq!(
            introduced_line(Language::French, cards, &reasons),
            "Ils cherchent «\u{202f}vapeur pour nos cuves\u{202f}»\u{a0}: votre «\u{202f}vapeur 6 bar\u{202f}» peut y \
             répondre. · s’accordent\u{a0}: périodes · à vérifier\u{a0}: pression"
        );
        let needs = Introduced { first: &need, second: &need, reader: None };
        assert_eq!(
            introduced_line(Language::English, needs, &[Reason::SameNeed]),
            "One need, “vapeur pour nos cuves” and “vapeur pour nos cuves”: together it may be simpler."
        );
        assert_eq!(introduced_line(Language::French, cards, &[]), "");
    }

    #[test]
    fn reasons_read_as_one_line_in_both_languages() {
        let tonnes = |amount| Annual { amount, unit: Base::Tonne, once: false };
        let reasons = [
            Reason::SharedWords { words: vec!["palettes".into(), "bois".into()] },
            Reason::QuantityPart { offered: tonnes(26.0), wanted: tonnes(40.0) },
        ];
        assert_eq!(
            reasons_line(Language::French, &reasons),
            "mots communs\u{a0}: palettes, bois · offre 26\u{a0}t/an, besoin 40\u{a0}t/an\u{a0}: en partie"
        );
        assert_eq!(
            reasons_line(Language::English, &reasons),
            "shared words: palettes, bois · offer 26\u{a0}t/yr, need 40\u{a0}t/yr: in part"
        );
    }
}
