//! What participants say of the workshop when it ends: three questions and a word of their own, added up without names.

use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::problem::{Findings, Problem, Refusal};
use crate::text::Paragraph;

coded! {
    /// How far somebody agrees. There are four answers and no middle one, so that everybody takes a side.
    Agreement {
        /// They do not agree at all.
        NotAtAll = "not_at_all",
        /// They rather disagree.
        RatherNot = "rather_not",
        /// They rather agree.
        Rather = "rather",
        /// They agree fully.
        Fully = "fully",
    }
}

coded! {
    /// Whether somebody goes home with something to follow up.
    Lead {
        /// They have something to follow up.
        Yes = "yes",
        /// They may have something to follow up.
        Perhaps = "perhaps",
        /// They have nothing to follow up.
        No = "no",
    }
}

/// What one participant said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Satisfaction {
    /// How far the workshop was useful to them.
    pub useful: Agreement,
    /// How far it was well run.
    pub organised: Agreement,
    /// Whether they found something to follow up.
    pub lead: Lead,
    /// A word of their own: what was missing, what to keep.
    pub comment: Option<Paragraph>,
}

/// The form as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SatisfactionDraft {
    /// Code of an [`Agreement`].
    pub useful: String,
    /// Code of an [`Agreement`].
    pub organised: String,
    /// Code of a [`Lead`].
    pub lead: String,
    /// A word of their own, or blank.
    pub comment: String,
}

impl SatisfactionDraft {
    /// # Errors
    /// All problems, each at its field.
    pub fn parse(&self) -> Result<Satisfaction, Refusal> {
        fn chosen<T>(typed: &str, from_code: fn(&str) -> Option<T>) -> Result<T, Problem> {
            if typed.is_empty() { Err(Problem::Missing) } else { from_code(typed).ok_or(Problem::UnknownChoice) }
        }
        let mut findings = Findings::default();
        let useful = findings.check("useful", chosen(&self.useful, Agreement::from_code));
        let organised = findings.check("organised", chosen(&self.organised, Agreement::from_code));
        let lead = findings.check("lead", chosen(&self.lead, Lead::from_code));
        let comment = findings.check("comment", Paragraph::parse_optional(&self.comment));
        let satisfaction =
            (|| Some(Satisfaction { useful: useful?, organised: organised?, lead: lead?, comment: comment? }))();
        findings.into_result(satisfaction)
    }
}

impl From<&Satisfaction> for SatisfactionDraft {
    fn from(said: &Satisfaction) -> Self {
        Self {
            useful: said.useful.code().to_owned(),
            organised: said.organised.code().to_owned(),
            lead: said.lead.code().to_owned(),
            comment: said.comment.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// What all answers add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// How many people answered.
    pub answers: usize,
    /// Whether it was useful: how many gave each [`Agreement`], in the order of [`Agreement::ALL`].
    pub useful: [usize; 4],
    /// Whether it was well run: how many gave each [`Agreement`], in the same order.
    pub organised: [usize; 4],
    /// How many gave each [`Lead`], in the order of [`Lead::ALL`].
    pub lead: [usize; 3],
    /// Their words, in the order of the alphabet, so that nothing tells who wrote which.
    pub comments: Vec<String>,
}

impl Results {
    /// Counts the answers, and sorts the comments.
    #[must_use]
    pub fn of(answers: &[Satisfaction]) -> Self {
        let mut results = Self { answers: answers.len(), ..Self::default() };
        for said in answers {
            results.useful[said.useful as usize] += 1;
            results.organised[said.organised as usize] += 1;
            results.lead[said.lead as usize] += 1;
            results.comments.extend(said.comment.as_ref().map(ToString::to_string));
        }
        results.comments.sort();
        results
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn draft(useful: &str, comment: &str) -> SatisfactionDraft {
        SatisfactionDraft {
            useful: useful.into(),
            organised: "fully".into(),
            lead: "perhaps".into(),
            comment: comment.into(),
        }
    }

    #[test]
    fn answers_add_up_without_saying_whose_they_are() {
        let said: Vec<_> = [("rather", "Un peu long"), ("fully", ""), ("rather", "À refaire")]
            .map(|(useful, comment)| draft(useful, comment).parse().expect("good"))
            .into();
        let results = Results::of(&said);
        assert_eq!((results.answers, results.useful, results.lead), (3, [0, 0, 2, 1], [0, 3, 0]));
        assert_eq!(results.comments, ["Un peu long", "À refaire"], "not in the order in which they came");
    }

    #[test]
    fn what_was_left_out_stands_at_its_question() {
        let refused =
            SatisfactionDraft { comment: "bien".into(), useful: "très".into(), ..SatisfactionDraft::default() }
                .parse()
                .expect_err("incomplete");
        let at: Vec<_> = refused
            .problems()
            .iter()
            .map(|problem| (problem.field.as_deref().unwrap_or_default(), problem.code))
            .collect();
        assert_eq!(
            at,
            [("useful", Problem::UnknownChoice), ("organised", Problem::Missing), ("lead", Problem::Missing)]
        );
    }
}
