//! What becomes of synergies after the workshop: stages with their history, next steps, figures.

use domain::access::Right;
use domain::audit::Deed;
use domain::ids::{MatchId, ParticipantId, SynergyId};
use domain::problem::{Findings, Problem, Refusal};
use domain::programme::{AssumptionsEntry, FigureRecord, HistoryEntry, SynergyDossier, SynergyRecord};
use domain::resource::parse_date;
use domain::synergy::{
    Assumptions, AssumptionsDraft, ConfirmedSynergy, Figure, FigureDraft, Indicator, LostReason, NextStep, Stage,
    StageDraft, Verification, check_stage_change,
};
use domain::text::{Line, Paragraph, parse_number};
use domain::time::Timestamp;

use crate::db::NewSynergy;
use crate::error::Result;
use crate::people::{Account, Caller, Member};
use crate::{Backend, to_the_end};

impl Backend {
    /// The synergies of an account's programmes, last changed first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn synergies(&self, account: &Account) -> Result<Vec<SynergyRecord>> {
        self.db().synergies(&self.within(account, Right::SeePeople).await?).await
    }

    /// All figures of an account's programmes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn figures(&self, account: &Account) -> Result<Vec<(domain::ids::WorkshopId, SynergyId, FigureRecord)>> {
        self.db().figures(&self.within(account, Right::SeePeople).await?).await
    }

    /// One synergy with its history and figures.
    ///
    /// # Errors
    /// [`Problem::NotFound`] also for one of another programme.
    pub async fn synergy(
        &self,
        account: &Account,
        workshop: domain::ids::WorkshopId,
        id: SynergyId,
    ) -> Result<SynergyDossier> {
        self.member_at(account, workshop, Right::SeePeople).await?;
        let (record, cards) = self.db().synergy(workshop, id).await?.ok_or(Problem::NotFound)?;
        let history = self.db().history(workshop, id).await?;
        let trail = self.db().trail(workshop, id).await?;
        let figures = self.db().figures_of(workshop, id).await?;
        let ledger = self.books().ledger(self.db(), record.programme_id).await?;
        let standing =
            ledger.standing((workshop, id), Timestamp(i64::MAX)).into_iter().map(|figure| figure.number).collect();
        let assumptions = self.db().assumptions(workshop, id).await?;
        let joined = self.db().joined(workshop, id).await?;
        Ok(SynergyDossier { record, cards, history, trail, figures, standing, assumptions, joined })
    }

    /// Changes the stage, the next step, or both, and keeps who did it, when and why.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NothingToDo`] when nothing would change.
    pub async fn move_synergy(
        &self,
        account: &Account,
        caller: &Caller,
        id: SynergyId,
        change: &StageDraft,
    ) -> Result<()> {
        let by = self.member_at(account, caller.workshop(), Right::FollowUp).await?;
        let workshop = caller.workshop();
        let (record, _) = self.db().synergy(workshop, id).await?.ok_or(Problem::UnknownSynergy)?;
        let Move { stage, lost_reason, note, next_step } = check_move(&record, change)?;
        let entry = HistoryEntry { at: self.clock().now(), author: by.name().to_owned(), stage, lost_reason, note };
        let db = self.db().clone();
        to_the_end(async move { db.move_synergy(workshop, id, &entry, next_step.as_ref()).await }).await
    }

    /// Records a figure.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn record_figure(
        &self,
        account: &Account,
        caller: &Caller,
        id: SynergyId,
        new: &FigureDraft,
    ) -> Result<()> {
        let by = self.may_record(account, caller).await?;
        let workshop = caller.workshop();
        self.db().synergy(workshop, id).await?.ok_or(Problem::UnknownSynergy)?;
        let mut findings = Findings::default();
        let year = findings.check("year", new.year.trim().parse::<i32>().map_err(|_| Problem::NotADate));
        let indicator =
            findings.check("indicator", Indicator::from_code(new.indicator.trim()).ok_or(Problem::UnknownChoice));
        let amount = findings.check("amount", parse_number(&new.amount));
        let verification = findings
            .check("verification", Verification::from_code(new.verification.trim()).ok_or(Problem::UnknownChoice));
        let declared_by = findings.check("declared_by", Line::parse(&new.declared_by));
        let note = findings.check("note", Paragraph::parse_optional(&new.note));
        let uncertainty = findings.check(
            "uncertainty",
            if new.uncertainty.trim().is_empty() { Ok(None) } else { percent(&new.uncertainty).map(Some) },
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
            Some((figure, note?))
        })();
        let (figure, note) = findings.into_result(read)?;
        figure.check().map_err(|(field, problem)| Refusal::at(field, problem))?;
        check_level(&by, figure.verification)?;
        let audited = self.audited(&by, caller, &figure);
        let (db, author, now) = (self.db().clone(), by.name().to_owned(), self.clock().now());
        to_the_end(async move {
            db.insert_figure(workshop, id, &figure, note.as_deref(), &author, now, audited.as_ref()).await
        })
        .await
    }

    /// Whoever records figures, of whatever level: asked before a form is read.
    pub(crate) async fn may_record(&self, account: &Account, caller: &Caller) -> Result<Member> {
        let by = self.member_at(account, caller.workshop(), Right::SeePeople).await?;
        if by.may(Right::RecordFigures) || by.may(Right::AuditFigures) {
            Ok(by)
        } else {
            Err(Problem::NotAllowed.into())
        }
    }

    /// What the audit log says of a figure of level 4.
    pub(crate) fn audited(&self, by: &Member, caller: &Caller, figure: &Figure) -> Option<crate::audit::Entry> {
        let entry = || {
            self.entry(Deed::FigureAudited, by.author())
                .at(caller.workshop())
                .with("indicator", figure.indicator.code())
        };
        (figure.verification == Verification::Audited)
            .then(|| entry().with("amount", figure.amount).with("year", figure.year))
    }

    /// Withdraws a figure that was a mistake. It stays readable, with the reason.
    ///
    /// # Errors
    /// [`Problem::Missing`] without a reason; [`Problem::NotFound`] when this synergy has no such figure, or it was
    /// withdrawn before.
    pub async fn withdraw_figure(
        &self,
        account: &Account,
        caller: &Caller,
        id: SynergyId,
        figure: i64,
        reason: &str,
    ) -> Result<()> {
        let by = self.may_record(account, caller).await?;
        let recorded = self
            .db()
            .figures_of(caller.workshop(), id)
            .await?
            .into_iter()
            .find(|record| record.id == figure)
            .ok_or(Problem::NotFound)?;
        if !by.may(Right::to_record(recorded.figure.verification)) {
            return Err(Problem::NotAllowed.into());
        }
        let reason = Line::parse(reason).map_err(|problem| Refusal::at("reason", problem))?;
        let (db, workshop, author, now) =
            (self.db().clone(), caller.workshop(), by.name().to_owned(), self.clock().now());
        let done =
            to_the_end(async move { db.withdraw_figure(workshop, id, figure, &author, &reason, now).await }).await?;
        if done { Ok(()) } else { Err(Problem::NotFound.into()) }
    }

    /// Sets lifetime, retention and attribution, and keeps why.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn assume(
        &self,
        account: &Account,
        caller: &Caller,
        id: SynergyId,
        new: &AssumptionsDraft,
    ) -> Result<()> {
        let by = self.member_at(account, caller.workshop(), Right::RecordFigures).await?;
        let workshop = caller.workshop();
        self.db().synergy(workshop, id).await?.ok_or(Problem::UnknownSynergy)?;
        let mut findings = Findings::default();
        let years =
            findings.check("lifetime_years", new.lifetime_years.trim().parse::<u8>().map_err(|_| Problem::NotANumber));
        let retention = findings.check("retention", percent(&new.retention));
        let attribution = findings.check("attribution", percent(&new.attribution));
        let reason = findings.check("reason", Line::parse(&new.reason));
        let read = (|| {
            Some((Assumptions { lifetime_years: years?, retention: retention?, attribution: attribution? }, reason?))
        })();
        let (assumptions, reason) = findings.into_result(read)?;
        assumptions.check().map_err(|(field, problem)| Refusal::at(field, problem))?;
        let entry = AssumptionsEntry {
            at: self.clock().now(),
            author: by.name().to_owned(),
            assumptions,
            reason: reason.to_string(),
        };
        let db = self.db().clone();
        to_the_end(async move { db.insert_assumptions(workshop, id, &entry).await }).await
    }

    /// Notes that this record is another synergy of the same programme once more: it counts as part of that one from
    /// now on. Without another: that it stands by itself after all.
    ///
    /// # Errors
    /// [`Problem::JoinsItself`]; [`Problem::NotFound`] for a synergy of another programme; [`Problem::Missing`] without
    /// a reason.
    pub async fn join_synergy(
        &self,
        account: &Account,
        caller: &Caller,
        id: SynergyId,
        into: Option<(domain::ids::WorkshopId, SynergyId)>,
        reason: &str,
    ) -> Result<()> {
        let by = self.member_at(account, caller.workshop(), Right::FollowUp).await?;
        let workshop = caller.workshop();
        let reason = Line::parse(reason).map_err(|problem| Refusal::at("reason", problem))?;
        let (record, _) = self.db().synergy(workshop, id).await?.ok_or(Problem::UnknownSynergy)?;
        let now = self.clock().now();
        if let Some(other) = into {
            self.member_at(account, other.0, Right::FollowUp).await?;
            let (second, _) = self
                .db()
                .synergy(other.0, other.1)
                .await?
                .ok_or_else(|| Refusal::at("into", Problem::UnknownSynergy))?;
            if second.programme_id != record.programme_id {
                return Err(Refusal::at("into", Problem::UnknownSynergy).into());
            }
            let ledger = self.books().ledger(self.db(), record.programme_id).await?;
            if ledger.would_circle((workshop, id), other, Timestamp(i64::MAX)) {
                return Err(Refusal::at("into", Problem::JoinsItself).into());
            }
        }
        let (db, author) = (self.db().clone(), by.name().to_owned());
        to_the_end(async move { db.insert_join((workshop, id), into, &author, &reason, now).await }).await
    }

    /// Splits a part off: a new synergy between the same companies, with a title and a history of its own and no
    /// figures yet. The figures of this one stay with it; what is due to the part is withdrawn here and declared there.
    ///
    /// # Errors
    /// What is wrong with the title.
    pub async fn split_synergy(
        &self,
        account: &Account,
        caller: &Caller,
        id: SynergyId,
        title: &str,
    ) -> Result<SynergyId> {
        let by = self.member_at(account, caller.workshop(), Right::FollowUp).await?;
        let workshop = caller.workshop();
        let title = Line::parse(title).map_err(|problem| Refusal::at("title", problem))?;
        let (record, cards) = self.db().synergy(workshop, id).await?.ok_or(Problem::UnknownSynergy)?;
        let synergy = ConfirmedSynergy {
            id,
            match_id: MatchId(0),
            title,
            kind: record.kind,
            stage: record.stage,
            giver: ParticipantId(0),
            receiver: ParticipantId(0),
            next_step: None,
        };
        // How much of the flow goes to the part is not known yet.
        let flow = domain::synergy::Flow { quantity: None, ..record.flow };
        let new = NewSynergy {
            synergy,
            giver: record.giver,
            receiver: record.receiver,
            cards,
            flow,
            author: by.name().to_owned(),
            at: self.clock().now(),
        };
        let db = self.db().clone();
        to_the_end(async move { db.insert_beside_log(workshop, &new).await }).await
    }
}

/// Level 4 is the auditors' alone, the others are not theirs: who records figures, only not of this level, is told so
/// at the field.
pub(crate) fn check_level(by: &Member, level: Verification) -> std::result::Result<(), Refusal> {
    if by.may(Right::to_record(level)) { Ok(()) } else { Err(Refusal::at("verification", Problem::LevelNotYours)) }
}

/// A change that was read and may be made.
#[derive(Debug)]
pub(crate) struct Move {
    stage: Stage,
    lost_reason: Option<LostReason>,
    note: Option<String>,
    next_step: Option<NextStep>,
}

/// Reads a change of this synergy.
pub(crate) fn check_move(record: &SynergyRecord, change: &StageDraft) -> std::result::Result<Move, Refusal> {
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
        Err(Problem::ReasonMissing) => return Err(Refusal::at("lost_reason", Problem::ReasonMissing)),
        Err(problem) => return Err(Refusal::at("stage", problem)),
        Ok(()) => {}
    }
    let lost_reason = if stage == Stage::Lost { reason.or(record.lost_reason) } else { None };
    Ok(Move { stage, lost_reason, note: note.map(|note| note.to_string()), next_step })
}

/// A percentage, as typed, as a share.
fn percent(typed: &str) -> std::result::Result<f64, Problem> {
    Ok(parse_number(typed.trim().trim_end_matches('%'))? / 100.0)
}

fn blank_or<T>(typed: &str, from_code: fn(&str) -> Option<T>) -> std::result::Result<Option<T>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        code => from_code(code).map(Some).ok_or(Problem::UnknownChoice),
    }
}
