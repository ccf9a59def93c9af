//! What becomes of synergies after the workshop: stages with their history, next steps, figures.

use domain::ids::SynergyId;
use domain::problem::{Findings, Problem, Refusal};
use domain::programme::{FigureRecord, HistoryEntry, SynergyDossier, SynergyRecord};
use domain::resource::parse_date;
use domain::synergy::{Figure, Indicator, LostReason, NextStep, Stage, Verification, check_stage_change};
use domain::text::{Line, Paragraph, parse_number};
use serde::Deserialize;

use crate::error::Result;
use crate::people::{Account, Caller};
use crate::{Backend, to_the_end};

/// A change of stage or next step, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StageChange {
    /// Code of the stage.
    pub stage: String,
    /// Code of the reason, when given up.
    pub lost_reason: String,
    /// In the author's words.
    pub note: String,
    /// What happens next.
    pub next_step: String,
    /// ISO date.
    pub next_step_due: String,
}

/// A figure, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewFigure {
    /// Year.
    pub year: String,
    /// Code of the indicator.
    pub indicator: String,
    /// Amount in the indicator's unit.
    pub amount: String,
    /// Code of the verification.
    pub verification: String,
    /// Who declared it.
    pub declared_by: String,
    /// Source, method.
    pub note: String,
}

impl Backend {
    /// The synergies of an account's programmes, last changed first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn synergies(&self, account: &Account) -> Result<Vec<SynergyRecord>> {
        self.db().synergies(account.id).await
    }

    /// All figures of an account's programmes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn figures(&self, account: &Account) -> Result<Vec<(domain::ids::WorkshopId, SynergyId, FigureRecord)>> {
        self.db().figures(account.id).await
    }

    /// One synergy with its history and figures.
    ///
    /// # Errors
    /// [`Problem::NotFound`] also for one of another programme.
    pub async fn synergy(&self, account: &Account, workshop: domain::ids::WorkshopId, id: SynergyId) -> Result<SynergyDossier> {
        let caller = self.caller_by_account(workshop, account).await?;
        let (record, cards) = self.db().synergy(caller.workshop(), id).await?.ok_or(Problem::NotFound)?;
        let history = self.db().history(workshop, id).await?;
        let own = |(of, synergy, figure): (_, SynergyId, FigureRecord)| (of == workshop && synergy == id).then_some(figure);
        let figures = self.db().figures(account.id).await?.into_iter().filter_map(own).collect();
        Ok(SynergyDossier { record, cards, history, figures })
    }

    /// Changes the stage, the next step, or both, and keeps who did it, when and why.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NothingToDo`] when nothing would change.
    pub async fn move_synergy(&self, account: &Account, caller: &Caller, id: SynergyId, change: &StageChange) -> Result<()> {
        let workshop = caller.workshop();
        let (record, _) = self.db().synergy(workshop, id).await?.ok_or(Problem::UnknownSynergy)?;
        let mut findings = Findings::default();
        let stage = findings.check("stage", Stage::from_code(change.stage.trim()).ok_or(Problem::UnknownChoice));
        let reason = findings.check("lost_reason", blank_or(&change.lost_reason, LostReason::from_code));
        let note = findings.check("note", Paragraph::parse_optional(&change.note));
        let what = findings.check("next_step", Line::parse_optional(&change.next_step));
        let due = findings.check("next_step_due", parse_date(&change.next_step_due));
        if matches!((&what, &due), (Some(None), Some(Some(_)))) {
            findings.note("next_step", Problem::Missing);
        }
        let read = (|| Some((stage?, reason?, note?, what?, due?)))();
        let (stage, reason, note, what, due) = findings.into_result(read)?;
        let next_step = what.map(|what| NextStep { what, due });
        let reason = reason.filter(|_| stage == Stage::Lost);
        match check_stage_change(record.stage, stage, reason) {
            Err(Problem::NothingToDo) if next_step != record.next_step || note.is_some() => {}
            Err(Problem::ReasonMissing) => return Err(Refusal::at("lost_reason", Problem::ReasonMissing).into()),
            Err(problem) => return Err(Refusal::at("stage", problem).into()),
            Ok(()) => {}
        }
        let lost_reason = if stage == Stage::Lost { reason.or(record.lost_reason) } else { None };
        let entry = HistoryEntry { at: self.clock().now(), author: account.name.clone(), stage, lost_reason, note: note.map(|note| note.to_string()) };
        let db = self.db().clone();
        to_the_end(async move { db.move_synergy(workshop, id, &entry, next_step.as_ref()).await }).await
    }

    /// Records a figure.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn record_figure(&self, account: &Account, caller: &Caller, id: SynergyId, new: &NewFigure) -> Result<()> {
        let workshop = caller.workshop();
        self.db().synergy(workshop, id).await?.ok_or(Problem::UnknownSynergy)?;
        let mut findings = Findings::default();
        let year = findings.check("year", new.year.trim().parse::<i32>().map_err(|_| Problem::NotADate));
        let indicator = findings.check("indicator", Indicator::from_code(new.indicator.trim()).ok_or(Problem::UnknownChoice));
        let amount = findings.check("amount", parse_number(&new.amount));
        let verification = findings.check("verification", Verification::from_code(new.verification.trim()).ok_or(Problem::UnknownChoice));
        let declared_by = findings.check("declared_by", Line::parse(&new.declared_by));
        let note = findings.check("note", Paragraph::parse_optional(&new.note));
        let read = (|| {
            let figure = Figure { year: year?, indicator: indicator?, amount: amount?, verification: verification?, declared_by: declared_by?.to_string() };
            Some((figure, note?))
        })();
        let (figure, note) = findings.into_result(read)?;
        figure.check().map_err(|(field, problem)| Refusal::at(field, problem))?;
        let (db, author, now) = (self.db().clone(), account.name.clone(), self.clock().now());
        to_the_end(async move { db.insert_figure(workshop, id, &figure, note.as_deref(), &author, now).await }).await
    }
}

fn blank_or<T>(typed: &str, from_code: fn(&str) -> Option<T>) -> std::result::Result<Option<T>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        code => from_code(code).map(Some).ok_or(Problem::UnknownChoice),
    }
}
