//! Visits, calls, letters and meetings: when somebody of the programme spoke with a company, with whom, what was said,
//! and what comes next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::parse_date;
use crate::synergy::NextStep;
use crate::text::{Line, Paragraph};

/// What the name of a tick begins with; the entry of the person follows.
const MET: &str = "met-";

coded! {
    /// How somebody of the programme spoke with a company.
    ConversationWay {
        /// They went there.
        Visit = "visit",
        /// By telephone.
        Call = "call",
        /// They wrote, or were written to.
        Mail = "mail",
        /// They met somewhere else.
        Meeting = "meeting",
    }
}

/// One conversation with a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// The day on which it took place.
    pub day: NaiveDate,
    /// How it took place.
    pub way: ConversationWay,
    /// Who spoke for the programme.
    pub by: Line,
    /// The people of the company who took part, each by the entry that noted them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub met: BTreeSet<u64>,
    /// What was said. Often names somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Paragraph>,
    /// What comes next, and by when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
}

/// A conversation as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConversationDraft {
    /// The day on which it took place: an ISO date (`2026-11-24`).
    pub day: String,
    /// Code of the way.
    pub way: String,
    /// Who spoke for the programme.
    pub spoke: String,
    /// What was said, or blank.
    pub words: String,
    /// What comes next, or blank.
    pub next_step: String,
    /// The day by which it is to be done: an ISO date, or blank.
    pub next_step_due: String,
    /// Ticks at people: `met-17` is ticked where the person of entry 17 took part. Other fields mean nothing.
    #[serde(flatten)]
    pub ticks: BTreeMap<String, String>,
}

impl ConversationDraft {
    /// What a form begins with.
    #[must_use]
    pub fn of(conversation: &Conversation) -> Self {
        let Conversation { day, way, by, met, words, next_step } = conversation;
        let due = next_step.as_ref().and_then(|next| next.due);
        Self {
            day: day.to_string(),
            way: way.code().to_owned(),
            spoke: by.to_string(),
            words: words.as_ref().map(ToString::to_string).unwrap_or_default(),
            next_step: next_step.as_ref().map(|next| next.what.to_string()).unwrap_or_default(),
            next_step_due: due.map(|due| due.to_string()).unwrap_or_default(),
            ticks: met.iter().map(|entry| (Self::tick(*entry), "yes".to_owned())).collect(),
        }
    }

    /// The name of the tick at a person.
    #[must_use]
    pub fn tick(entry: u64) -> String {
        format!("{MET}{entry}")
    }

    /// The people who are ticked.
    #[must_use]
    pub fn met(&self) -> BTreeSet<u64> {
        self.ticks.keys().filter_map(|name| name.strip_prefix(MET)?.parse().ok()).collect()
    }

    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::Missing`] at a next step of which only the day is
    /// said.
    pub fn parse(&self) -> Result<Conversation, Refusal> {
        let mut findings = Findings::default();
        let day = findings.check("day", parse_date(&self.day).and_then(|day| day.ok_or(Problem::Missing)));
        let way = findings.check("way", ConversationWay::from_code(self.way.trim()).ok_or(Problem::UnknownChoice));
        let by = findings.check("spoke", Line::parse(&self.spoke));
        let words = findings.check("words", Paragraph::parse_optional(&self.words));
        let what = findings.check("next_step", Line::parse_optional(&self.next_step));
        let due = findings.check("next_step_due", parse_date(&self.next_step_due));
        if matches!((&what, &due), (Some(None), Some(Some(_)))) {
            findings.note("next_step", Problem::Missing);
        }
        let read = (|| {
            let next_step = what?.map(|what| NextStep { what, due: due.flatten() });
            Some(Conversation { day: day?, way: way?, by: by?, met: self.met(), words: words?, next_step })
        })();
        findings.into_result(read)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_everything_that_is_wrong_and_reads_back_what_it_was_filled_with() {
        let wrong = ConversationDraft { next_step_due: "2026-12-01".into(), ..ConversationDraft::default() };
        let refusal = wrong.parse().unwrap_err();
        let fields: Vec<&str> = refusal.problems().iter().filter_map(|found| found.field.as_deref()).collect();
        assert_eq!(fields, ["day", "way", "spoke", "next_step"]);
        let draft = ConversationDraft {
            day: "2026-11-24".into(),
            way: "visit".into(),
            spoke: "Claire".into(),
            words: "Le broyeur est en panne.\nÀ revoir.".into(),
            next_step: "Envoyer le contact du broyeur".into(),
            next_step_due: "2026-12-01".into(),
            ticks: [("met-17", "yes"), ("met-x", "yes"), ("else", "1")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        };
        let conversation = draft.parse().unwrap();
        assert_eq!(conversation.met, BTreeSet::from([17]));
        assert_eq!(ConversationDraft::of(&conversation).parse(), Ok(conversation));
    }
}
