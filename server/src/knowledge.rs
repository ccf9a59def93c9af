//! What the matcher knows, in the words of its reader.

use app::Language;
use app::parts::codes::SuggestedRow;
use backend::leads::CardCodes;
use matching::language::Both;

pub(crate) fn pick<Text>(language: Language, both: Both<Text>) -> Text {
    match language {
        Language::French => both.french,
        Language::English => both.english,
    }
}

/// The files of the knowledge are typed with plain apostrophes and blanks; screens show the French ones.
pub(crate) fn typeset(language: Language, text: &str) -> String {
    match language {
        Language::French => {
            text.replace('\'', "’").replace(" :", "\u{a0}:").replace(" ;", "\u{202f};").replace(" ?", "\u{202f}?")
        }
        Language::English => text.to_owned(),
    }
}

/// Suggestions as the screens show them.
pub(crate) fn suggested(language: Language, codes: Vec<CardCodes>) -> Vec<SuggestedRow> {
    let divisions = app::nace::divisions(language);
    let row = |card: CardCodes| SuggestedRow {
        card: card.title,
        waste: card
            .waste
            .into_iter()
            .map(|code| (written(&code.code, code.is_hazardous), typeset(language, pick(language, code.name))))
            .collect(),
        division: card.division.and_then(|heading| {
            divisions.iter().find(|(division, _)| division == heading.division).map(|(_, name)| name.clone())
        }),
    };
    codes.into_iter().map(row).collect()
}

/// `100102` as the list writes it: `10 01 02`.
fn written(code: &str, is_hazardous: bool) -> String {
    let pairs: Vec<&str> = (0..code.len()).step_by(2).filter_map(|at| code.get(at..at + 2)).collect();
    format!("{}{}", pairs.join("\u{a0}"), if is_hazardous { "*" } else { "" })
}
