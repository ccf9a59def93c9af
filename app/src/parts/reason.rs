//! Why two sides are thought to fit, as a phrase.

use domain::matches::Reason;

use crate::Language;
use crate::format;
use crate::locale::words;

/// One reason as a short phrase.
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
        Reason::Told { fr, .. } if french => fr.clone(),
        Reason::Told { en, .. } => en.clone(),
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
        let chosen = reasons.iter().filter(move |reason| matches!(reason, Reason::Check { .. }) == of_checks);
        chosen.map(|reason| reason_text(language, reason)).collect::<Vec<_>>()
    };
    let (mut line, checks) = (texts(false), texts(true).join(", "));
    if !checks.is_empty() {
        let heading = if language == Language::French { "à vérifier\u{a0}: " } else { "to check: " };
        line.push([heading, &checks].concat());
    }
    line.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::resource::{Annual, Base};

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
