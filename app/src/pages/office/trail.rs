//! What happened to a synergy, in words: for its page and for the workbook.

use domain::programme::{Fact, SynergyRecord};
use domain::synergy::Figure;

use crate::locale::{dossier, flow as words_of, office as texts, words};
use crate::{Language, format};

/// What happened, and the details of it.
#[must_use]
pub fn trail_words(language: Language, record: &SynergyRecord, fact: &Fact) -> (String, String) {
    let said = |what: &str, detail: String| (what.to_owned(), detail);
    match fact {
        Fact::Stage { stage, lost_reason, note } => {
            let reason = lost_reason.map(|reason| texts::because(language, words::lost_reason(language, reason)));
            let detail = [reason, note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            said(words::stage(language, *stage), detail)
        }
        Fact::Changed { detail, before, after } => {
            let value = |value: &Option<String>| words_of::detail_value(language, *detail, value.as_deref());
            said(words_of::detail_name(language, *detail), format!("{} → {}", value(before), value(after)))
        }
        Fact::Figure { figure, note } => {
            let note = note.as_ref().map(|note| format!(" – {note}")).unwrap_or_default();
            said(words_of::figure_declared(language), figure_line(language, figure) + &note)
        }
        Fact::Withdrawn { figure, reason } => {
            said(words_of::figure_withdrawn(language), format!("{} – {reason}", figure_line(language, figure)))
        }
        Fact::Assumed { assumptions, reason } => said(
            dossier::assumptions(language),
            format!("{} – {reason}", dossier::assumptions_line(language, *assumptions)),
        ),
        Fact::Asked { side, failed } => {
            let failed = failed
                .as_ref()
                .map(|why| format!(" – {} ({why})", words_of::not_delivered(language)))
                .unwrap_or_default();
            said(words_of::asked(language), words_of::side(record, *side).to_owned() + &failed)
        }
        Fact::Answered { side, state, by_manager } => {
            let noted = if *by_manager { format!(" ({})", words_of::by_phone(language)) } else { String::new() };
            said(
                words_of::answered(language),
                format!("{}\u{a0}: {}{noted}", words_of::side(record, *side), words_of::answer(language, *state)),
            )
        }
        Fact::Refused { side } => said(words_of::refused(language), words_of::side(record, *side).to_owned()),
        Fact::Evidence { name } => said(words_of::evidence(language), name.clone()),
        Fact::Joined { into: Some(other), reason } => said(words_of::joined(language), format!("{other} – {reason}")),
        Fact::Joined { into: None, reason } => said(words_of::separated(language), reason.clone()),
        Fact::Funded { call } => said(words_of::funded(language), call.clone()),
    }
}

/// `2026, Matières réutilisées : 120 t/an, déclaré par A (déclaré par un côté)`.
fn figure_line(language: Language, figure: &Figure) -> String {
    let (name, unit) = (words::indicator(language, figure.indicator), texts::unit_of_year(language, figure.indicator));
    let amount = format::amount(language, figure.amount);
    format!(
        "{name}, {}\u{a0}: {amount}\u{a0}{unit} · {} · {}",
        figure.year,
        figure.declared_by,
        texts::verification_level(language, figure.verification)
    )
}
