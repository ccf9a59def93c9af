//! What becomes of synergies after the workshop: stages with their history, next steps, figures.

use domain::access::Right;
use domain::audit::Deed;
use domain::ids::SynergyId;
use domain::problem::{Problem, Refusal};
use domain::programme::{Command, FigureRecord, SynergyDossier, SynergyRecord};
use domain::synergy::{AssumptionsDraft, Figure, FigureDraft, StageDraft, Verification};
use domain::text::Line;
use domain::time::Timestamp;

use crate::Backend;
use crate::db::Beside;
use crate::error::{Error, Result};
use crate::people::{Account, Caller, Member};

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
        let command = Command::Move { synergy: (caller.workshop(), id), change: change.parse()? };
        self.follow(by.signed(), command, Beside::default()).await.map(drop)
    }

    /// Records what a synergy brought in a year, by one indicator.
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
        let (figure, note) = new.parse()?;
        self.record_figures(&by, caller, id, vec![figure], note).await
    }

    /// Records figures that were read, all of them or none.
    pub(crate) async fn record_figures(
        &self,
        by: &Member,
        caller: &Caller,
        id: SynergyId,
        figures: Vec<Figure>,
        note: Option<String>,
    ) -> Result<()> {
        for figure in &figures {
            check_level(by, figure.verification)?;
        }
        let audited = figures.iter().filter_map(|figure| self.audited(by, caller, figure)).collect();
        let command = Command::RecordFigures { synergy: (caller.workshop(), id), figures, note };
        self.follow(by.signed(), command, Beside { audited, ..Beside::default() }).await.map(drop)
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
    fn audited(&self, by: &Member, caller: &Caller, figure: &Figure) -> Option<crate::audit::Entry> {
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
        let workshop = caller.workshop();
        let recorded = self.db().figures_of(workshop, id).await?.into_iter().find(|record| record.id == figure);
        let recorded = recorded.ok_or(Problem::NotFound)?;
        if !by.may(Right::to_record(recorded.figure.verification)) {
            return Err(Problem::NotAllowed.into());
        }
        let reason = Line::parse(reason).map_err(|problem| Refusal::at("reason", problem))?;
        let entry = self.db().entry_of_figure(workshop, id, figure).await?.ok_or(Problem::NotFound)?;
        let command = Command::WithdrawFigure { synergy: (workshop, id), figure: entry, reason };
        self.follow(by.signed(), command, Beside::default()).await.map(drop)
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
        let (assumptions, reason) = new.parse()?;
        let command = Command::Assume { synergy: (caller.workshop(), id), assumptions, reason };
        self.follow(by.signed(), command, Beside::default()).await.map(drop)
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
        let reason = Line::parse(reason).map_err(|problem| Refusal::at("reason", problem))?;
        if let Some(other) = into {
            self.member_at(account, other.0, Right::FollowUp).await?;
        }
        let command = Command::Join { synergy: (caller.workshop(), id), into, reason };
        self.follow(by.signed(), command, Beside::default()).await.map(drop)
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
        let title = Line::parse(title).map_err(|problem| Refusal::at("title", problem))?;
        let command = Command::Split { synergy: (caller.workshop(), id), title };
        let done = self.follow(by.signed(), command, Beside::default()).await?;
        let part = done.first().and_then(|entry| entry.event.synergy()).map(|(_, id)| id);
        part.ok_or_else(|| Error::Corrupt("a part that was split off is not there".to_owned()))
    }
}

/// Level 4 is the auditors' alone, the others are not theirs: who records figures, only not of this level, is told so
/// at the field.
fn check_level(by: &Member, level: Verification) -> std::result::Result<(), Refusal> {
    if by.may(Right::to_record(level)) { Ok(()) } else { Err(Refusal::at("verification", Problem::LevelNotYours)) }
}
