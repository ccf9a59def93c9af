//! Why two sides are thought to fit, as a phrase.

use domain::matches::Reason;

use crate::Language;
use crate::format;
use crate::locale::words;

/// One reason as a short phrase, to be joined with others by " · ".
#[must_use]
pub fn reason_text(language: Language, reason: &Reason) -> String {
    let french = language == Language::French;
    match reason {
        Reason::SharedWords { words } if french => format!("mots communs\u{a0}: {}", words.join(", ")),
        Reason::SharedWords { words } => format!("shared words: {}", words.join(", ")),
        Reason::SameCategory if french => "même catégorie".to_owned(),
        Reason::SameCategory => "same category".to_owned(),
        Reason::QuantityCovers { offered, wanted } => {
            let (offered, wanted) = (format::annual(language, offered), format::annual(language, wanted));
            if french { format!("{offered} proposés couvrent {wanted} recherchés") } else { format!("{offered} on offer cover {wanted} wanted") }
        }
        Reason::QuantityPart { offered, wanted } => {
            let (offered, wanted) = (format::annual(language, offered), format::annual(language, wanted));
            if french { format!("{offered} proposés, une partie de {wanted} recherchés") } else { format!("{offered} on offer, a part of {wanted} wanted") }
        }
        Reason::Interest if french => "intérêt manifesté".to_owned(),
        Reason::Interest => "interest shown".to_owned(),
        Reason::Told { fr, .. } if french => fr.clone(),
        Reason::Told { en, .. } => en.clone(),
        Reason::QuantityAbout { offered, wanted } => {
            let (offered, wanted) = (format::annual(language, offered), format::annual(language, wanted));
            if french {
                format!("environ {offered} proposés pour {wanted} recherchés (estimation)")
            } else {
                format!("about {offered} on offer for {wanted} wanted (estimate)")
            }
        }
        Reason::DatesApart if french => "dates qui ne se recoupent pas".to_owned(),
        Reason::DatesApart => "dates that do not meet".to_owned(),
        Reason::SamePlace if french => "même lieu".to_owned(),
        Reason::SamePlace => "same place".to_owned(),
        Reason::Check { flag } => format!("{}{}", if french { "à vérifier\u{a0}: " } else { "to check: " }, words::flag(language, *flag)),
        Reason::SameNeed if french => "même besoin, à partager".to_owned(),
        Reason::SameNeed => "same need, to be shared".to_owned(),
    }
}

/// All reasons in one line.
#[must_use]
pub fn reasons_line(language: Language, reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| reason_text(language, reason)).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::resource::{Annual, Base};

    #[test]
    fn reasons_read_as_one_line_in_both_languages() {
        let tonnes = |amount| Annual { amount, unit: Base::Tonne, once: false };
        let reasons =
            [Reason::SharedWords { words: vec!["palettes".into(), "bois".into()] }, Reason::QuantityPart { offered: tonnes(26.0), wanted: tonnes(40.0) }];
        assert_eq!(
            reasons_line(Language::French, &reasons),
            "mots communs\u{a0}: palettes, bois · 26\u{a0}t/an proposés, une partie de 40\u{a0}t/an recherchés"
        );
        assert_eq!(reasons_line(Language::English, &reasons), "shared words: palettes, bois · 26\u{a0}t/yr on offer, a part of 40\u{a0}t/yr wanted");
    }
}
