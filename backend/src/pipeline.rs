//! The synergies that somebody looks for: narrowed down by what was typed, the most pressing first, a page at a time.

use std::collections::BTreeMap;

use domain::NaiveDate;
use domain::access::Right;
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::problem::{Problem, Refusal};
use domain::programme::{Command, Event, FoundSynergies, SynergyRecord};
use domain::synergy::{Stage, StageDraft, SynergyKind};
use domain::text::folded;

use crate::Backend;
use crate::books::day_of;
use crate::db::{Beside, Narrowed};
use crate::error::Result;
use crate::people::Account;
use crate::programme_log::Signed;

/// How many synergies a page shows.
pub const PAGE: u32 = 50;
/// How many synergies a column of the board shows at once.
pub const COLUMN: u32 = 6;
/// The most synergies that one bulk action changes.
const BULK_MAX: usize = 500;

/// What is looked for. Codes that mean nothing narrow nothing down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Only synergies of this programme.
    pub programme: Option<ProgrammeId>,
    /// Only synergies of this workshop.
    pub workshop: Option<WorkshopId>,
    /// Only synergies at this stage.
    pub stage: Option<Stage>,
    /// Only synergies of this kind.
    pub kind: Option<SynergyKind>,
    /// Words, all of which must be found.
    pub words: String,
    /// Only what is late.
    pub late: bool,
    /// Only what has been silent for so many days.
    pub silent_days: Option<u32>,
    /// Only synergies whose companies lie so near one another.
    pub near: Option<Near>,
    /// Which page, from one.
    pub page: u32,
}

/// How far the two companies lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// At most so many km.
    Within(u32),
    /// Nobody has said yet.
    Unknown,
}

impl Near {
    /// `30`: at most 30 km; `unknown`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if code == "unknown" { Some(Self::Unknown) } else { code.parse().ok().map(Self::Within) }
    }
}

impl Backend {
    /// Looks for synergies of this account's programmes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_synergies(&self, account: &Account, search: &Search) -> Result<FoundSynergies> {
        let now = self.clock().now();
        let today = day_of(now);
        let narrowed = self.narrowed(search, today, now.0);
        let offset = search.page.saturating_sub(1).saturating_mul(PAGE);
        let within = self.within(account, Right::SeePeople).await?;
        let (stages, late) = self.db().counted_by_stage(&within, &narrowed, today).await?;
        let page = self.db().narrowed(&within, &narrowed, offset, PAGE).await?;
        let columns = if search.stage.is_none() {
            self.db().first_of_stages(&within, &narrowed, COLUMN).await?
        } else {
            Vec::new()
        };
        Ok(FoundSynergies { page, per_page: PAGE, stages, late, columns })
    }

    /// All that are found, for exports.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_synergies(&self, account: &Account, search: &Search) -> Result<Vec<SynergyRecord>> {
        let now = self.clock().now();
        let narrowed = self.narrowed(search, day_of(now), now.0);
        let within = self.within(account, Right::SeePeople).await?;
        self.db().narrowed(&within, &narrowed, 0, u32::MAX).await
    }

    fn narrowed(&self, search: &Search, today: NaiveDate, now: i64) -> Narrowed {
        Narrowed {
            programme: search.programme,
            workshop: search.workshop,
            stage: search.stage,
            kind: search.kind,
            words: folded(&search.words).split_whitespace().map(str::to_owned).collect(),
            late_before: search.late.then_some(today),
            within_km: match search.near {
                Some(Near::Within(km)) => Some(f64::from(km)),
                Some(Near::Unknown) => Some(-1.0),
                None => None,
            },
            silent_since: search.silent_days.map(|days| now - i64::from(days) * 86_400_000),
        }
    }

    /// Moves several synergies to one stage with one note; next steps stay. Gives how many were moved: those that stand
    /// there already are left alone.
    ///
    /// # Errors
    /// As [`Backend::move_synergy`]: of each programme all are moved, or none. [`Problem::TooLarge`] for more than five
    /// hundred.
    pub async fn move_many(
        &self,
        account: &Account,
        which: &[(WorkshopId, SynergyId)],
        change: &StageDraft,
    ) -> Result<usize> {
        if self.within(account, Right::FollowUp).await?.programmes().is_empty() {
            return Err(Problem::NotAllowed.into());
        }
        if which.is_empty() {
            return Err(Refusal::at("synergies", Problem::Missing).into());
        }
        if which.len() > BULK_MAX {
            return Err(Problem::TooLarge.into());
        }
        for (workshop, _) in which {
            self.member_at(account, *workshop, Right::FollowUp).await?;
        }
        // Next steps stay: what the form says of them is not asked.
        let change = StageDraft { next_step: String::new(), next_step_due: String::new(), ..change.clone() }.parse()?;
        let mut programmes: BTreeMap<ProgrammeId, Vec<(WorkshopId, SynergyId)>> = BTreeMap::new();
        for (workshop, id) in which {
            let (record, _) = self.db().synergy(*workshop, *id).await?.ok_or(Problem::UnknownSynergy)?;
            programmes.entry(record.programme_id).or_default().push((*workshop, *id));
        }
        let mut count = 0;
        for (programme, synergies) in programmes {
            let command = Command::MoveAll { synergies, change: change.clone() };
            let done = self
                .follow(Signed::by(programme, account.name()).in_form(account.form()), command, Beside::default())
                .await?;
            count += done.iter().filter(|entry| matches!(entry.event, Event::Moved { .. })).count();
        }
        Ok(count)
    }
}
