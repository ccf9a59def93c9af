//! Every visible string, French and English side by side. A key is a function, so a missing translation does not
//! compile and a wasm holds only the strings that its screens use.

pub mod account;
pub mod administration;
pub mod audit;
pub mod board;
pub mod card_fields;
pub mod colleagues;
pub mod common;
pub mod companies;
pub mod company_people;
pub mod desk;
pub mod dossier;
pub mod evaluation;
pub mod examples;
pub mod exchange;
pub mod flow;
pub mod follow_up;
pub mod introduction;
pub mod invitation;
pub mod keys;
pub mod leads;
pub mod members;
pub mod minutes;
pub mod office;
pub mod own_account;
pub mod personal;
pub mod phone;
pub mod photo;
pub mod pipeline;
pub mod preparation;
pub mod privacy;
pub mod problems;
pub mod profile;
pub mod provider;
pub mod registration;
pub mod report;
pub mod running;
pub mod seating;
pub mod table;
pub mod targets;
pub mod words;

/// Declares keys with their French and English text: `key: "français", "English";`.
macro_rules! texts {
    ($($(#[$meta:meta])* $key:ident: $french:literal, $english:literal;)*) => {
        $(
            $(#[$meta])*
            #[doc = concat!("« ", $french, " » / “", $english, "”.")]
            #[must_use]
            pub const fn $key(language: $crate::Language) -> &'static str {
                match language {
                    $crate::Language::French => $french,
                    $crate::Language::English => $english,
                }
            }
        )*
        /// Every key with its two texts, for the test that reads them all.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str, &str)] = &[$((stringify!($key), $french, $english)),*];
    };
}
pub(crate) use texts;

/// The language of the page, from the context that every page provides.
#[must_use]
pub fn language() -> crate::Language {
    leptos::prelude::use_context().unwrap_or(crate::Language::French)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_text_is_there_in_both_languages_and_keeps_french_typography() {
        let groups = [
            super::account::ALL,
            super::administration::ALL,
            super::board::ALL,
            super::card_fields::ALL,
            super::colleagues::ALL,
            super::common::ALL,
            super::companies::ALL,
            super::company_people::ALL,
            super::dossier::ALL,
            super::evaluation::ALL,
            super::examples::ALL,
            super::exchange::ALL,
            super::desk::ALL,
            super::flow::ALL,
            super::follow_up::ALL,
            super::invitation::ALL,
            super::keys::ALL,
            super::leads::ALL,
            super::members::ALL,
            super::minutes::ALL,
            super::own_account::ALL,
            super::phone::ALL,
            super::personal::ALL,
            super::photo::ALL,
            super::pipeline::ALL,
            super::preparation::ALL,
            super::privacy::ALL,
            super::profile::ALL,
            super::office::ALL,
            super::provider::ALL,
            super::registration::ALL,
            super::report::ALL,
            super::running::ALL,
            super::seating::ALL,
            super::table::ALL,
            super::targets::ALL,
        ];
        for (key, french, english) in groups.into_iter().flatten() {
            assert!(!french.trim().is_empty() && !english.trim().is_empty(), "{key} is empty in one language");
            for mark in [" :", " ;", " !", " ?", " »", "« "] {
                assert!(
                    !french.contains(mark),
                    "{key}: « {french} » needs a no-break space (U+202F, or U+00A0 before a colon) at {mark:?}"
                );
            }
            assert!(!french.contains('\''), "{key}: « {french} » needs a typographic apostrophe (’)");
        }
    }
}
