//! What is recorded of a synergy, as typed in the forms of its page: every field a text, blank where nothing was said.

use serde::{Deserialize, Serialize};

use super::{Assumptions, Figure, Indicator, LostReason, NextStep, Stage, Verification};
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::parse_date;
use crate::text::{Line, Paragraph, optional, parse_number};

/// A change of stage or next step, as typed. POST to `{synergy}/stage`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageDraft {
    /// Code of a [`Stage`].
    pub stage: String,
    /// Code of the reason, when given up.
    pub lost_reason: String,
    /// In the author's words.
    pub note: String,
    /// What happens next.
    pub next_step: String,
    /// The day by which it is to be done: an ISO date (`2026-11-24`), or blank.
    pub next_step_due: String,
}

/// A change of stage, of next step, or of both, as read.
#[derive(Clone, Debug, PartialEq)]
pub struct StageChange {
    /// The stage from now on.
    pub stage: Stage,
    /// Why it is given up.
    pub lost_reason: Option<LostReason>,
    /// In the author's words.
    pub note: Option<String>,
    /// What happens next; it replaces what was to happen before.
    pub next_step: Option<NextStep>,
}

impl StageDraft {
    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<StageChange, Refusal> {
        let mut findings = Findings::default();
        let stage = findings.check("stage", Stage::from_code(self.stage.trim()).ok_or(Problem::UnknownChoice));
        let reason = optional(&self.lost_reason, |code| LostReason::from_code(code).ok_or(Problem::UnknownChoice));
        let reason = findings.check("lost_reason", reason);
        let note = findings.check("note", Paragraph::parse_optional(&self.note));
        let what = findings.check("next_step", Line::parse_optional(&self.next_step));
        let due = findings.check("next_step_due", parse_date(&self.next_step_due));
        if matches!((&what, &due), (Some(None), Some(Some(_)))) {
            findings.note("next_step", Problem::Missing);
        }
        let read = (|| {
            let (what, due) = (what?, due?);
            Some(StageChange {
                stage: stage?,
                lost_reason: reason?,
                note: note?.map(|note| note.to_string()),
                next_step: what.map(|what| NextStep { what, due }),
            })
        })();
        findings.into_result(read)
    }
}

/// A figure as typed. POST to `{synergy}/figures`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FigureDraft {
    /// The year that the figure counts for.
    pub year: String,
    /// Code of an [`Indicator`].
    pub indicator: String,
    /// The amount, in the indicator's unit.
    pub amount: String,
    /// Code of a [`Verification`].
    pub verification: String,
    /// The company or the person who declared it.
    pub declared_by: String,
    /// Where the figure comes from (source, method), or blank.
    pub note: String,
    /// How far the true value may lie from the amount, in percent of it, or blank.
    pub uncertainty: String,
}

impl FigureDraft {
    /// Reads the draft: the figure, and its note.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<(Figure, Option<String>), Refusal> {
        let mut findings = Findings::default();
        let year = findings.check("year", self.year.trim().parse::<i32>().map_err(|_| Problem::NotADate));
        let indicator =
            findings.check("indicator", Indicator::from_code(self.indicator.trim()).ok_or(Problem::UnknownChoice));
        let amount = findings.check("amount", parse_number(&self.amount));
        let verification = findings
            .check("verification", Verification::from_code(self.verification.trim()).ok_or(Problem::UnknownChoice));
        let declared_by = findings.check("declared_by", Line::parse(&self.declared_by));
        let note = findings.check("note", Paragraph::parse_optional(&self.note));
        let uncertainty = findings.check(
            "uncertainty",
            if self.uncertainty.trim().is_empty() { Ok(None) } else { share(&self.uncertainty).map(Some) },
        );
        let read = (|| {
            let figure = Figure {
                year: year?,
                indicator: indicator?,
                amount: amount?,
                verification: verification?,
                declared_by: declared_by?.to_string(),
                uncertainty: uncertainty?,
                basis: None,
            };
            Some((figure, note?.map(|note| note.to_string())))
        })();
        let (figure, note) = findings.into_result(read)?;
        figure.check().map_err(|(field, problem)| Refusal::at(field, problem))?;
        Ok((figure, note))
    }
}

/// Emissions to compute, as typed. POST to `{synergy}/co2`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Co2Draft {
    /// Key of the factor: table, material, source, boundary.
    pub factor: String,
    /// Tonnes of the material in that year.
    pub tonnes: String,
    /// The year in which these tonnes flowed.
    pub year: String,
    /// Code of a [`Verification`].
    pub verification: String,
    /// The company or the person who declared it.
    pub declared_by: String,
    /// `yes`: the tonnes become a figure too.
    pub with_tonnes: String,
}

/// Lifetime, retention, attribution as typed. POST to `{synergy}/assumptions`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssumptionsDraft {
    /// For how many years the synergy is expected to last, from 1 to 30.
    pub lifetime_years: String,
    /// Percent that is left from one year to the next.
    pub retention: String,
    /// Percent that is due to the programme.
    pub attribution: String,
    /// Why these values, in the author's words.
    pub reason: String,
}

impl AssumptionsDraft {
    /// Reads the draft: the assumptions, and why.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<(Assumptions, Line), Refusal> {
        let mut findings = Findings::default();
        let years =
            findings.check("lifetime_years", self.lifetime_years.trim().parse::<u8>().map_err(|_| Problem::NotANumber));
        let retention = findings.check("retention", share(&self.retention));
        let attribution = findings.check("attribution", share(&self.attribution));
        let reason = findings.check("reason", Line::parse(&self.reason));
        let read = (|| {
            Some((Assumptions { lifetime_years: years?, retention: retention?, attribution: attribution? }, reason?))
        })();
        let (assumptions, reason) = findings.into_result(read)?;
        assumptions.check().map_err(|(field, problem)| Refusal::at(field, problem))?;
        Ok((assumptions, reason))
    }
}

/// A percentage, as typed, as a share.
fn share(typed: &str) -> Result<f64, Problem> {
    Ok(parse_number(typed.trim().trim_end_matches('%'))? / 100.0)
}
