//! Keeping no longer than promised: the periods of [`domain::retention`], carried out every night and foretold a month
//! ahead.

use std::collections::BTreeMap;

use domain::access::{Actor, Right};
use domain::ids::{CommandId, ParticipantId, ProgrammeId, WorkshopId};
use domain::retention::{Due, months_before};
use domain::time::Timestamp;
use domain::workshop::Command;
use uuid::Uuid;

use crate::Backend;
use crate::audit::{Author, Deed};
use crate::error::Result;
use crate::host::periods;
use crate::people::Account;
use crate::rooms::{Beside, Request};

const DAY_MS: i64 = 86_400_000;
/// How far ahead the page looks, in days.
pub const AHEAD_DAYS: i64 = 31;

impl Backend {
    /// The day it is (UTC).
    #[must_use]
    pub fn today(&self) -> domain::NaiveDate {
        crate::books::day_of(self.clock().now())
    }

    /// Erases what has been kept for its full time; gives how many people. What fails is tried again next time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_periods(&self) -> Result<u32> {
        let (now, periods) = (self.clock().now(), periods(&self.host_settings().await?));
        let silent_since = months_before(now, periods.people_months);
        let mut erased = 0;
        for (workshop, who, _) in self.db().people_silent_since(silent_since).await? {
            match self.erase_person(workshop, who, Author::server(), Deed::PeriodErased).await {
                Ok(()) => erased += 1,
                Err(error) => tracing::error!(%error, %workshop, "somebody whose time has come could not be erased"),
            }
        }
        for (programme, company) in self.db().silent_companies(silent_since).await? {
            self.rewrite_log(programme, self.db().forget_tellers(programme, company, now)).await?;
        }
        for ((programme, company), people) in self.db().people_of_companies_silent_since(silent_since).await? {
            self.rewrite_log(programme, self.db().forget_people(programme, company, &people, now)).await?;
            let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
            self.record(&self.entry(Deed::PeriodErased, Author::server()).of(programme).with("people", count)).await?;
            erased += count;
        }
        self.db().end_person_links("", now).await?;
        let entry = self.entry(Deed::PeriodErased, Author::server());
        self.db().erase_addresses(months_before(now, periods.addresses_months), silent_since, &entry).await?;
        Ok(erased)
    }

    /// What the nightly job will have erased a month from now.
    ///
    /// # Errors
    /// [`domain::problem::Problem::NotFound`] for everybody but the host.
    pub async fn due_next_month(&self, account: &Account) -> Result<Due> {
        self.host_only(account).await?;
        self.due(None).await
    }

    /// As [`Self::due_next_month`], of one programme, for those who answer for it.
    ///
    /// # Errors
    /// [`domain::problem::Problem::NotFound`] for a programme of others; [`domain::problem::Problem::NotAllowed`] for
    /// who does not manage it.
    pub async fn due_next_month_of(&self, account: &Account, id: ProgrammeId) -> Result<Due> {
        let by = self.member(account, id, Right::Describe).await?;
        self.due(Some(by.id())).await
    }

    async fn due(&self, only: Option<ProgrammeId>) -> Result<Due> {
        let (periods, then) =
            (periods(&self.host_settings().await?), Timestamp(self.clock().now().0 + AHEAD_DAYS * DAY_MS));
        let silent_since = months_before(then, periods.people_months);
        let mut workshops: BTreeMap<WorkshopId, (u32, Timestamp)> = BTreeMap::new();
        for (workshop, _, last) in self.db().people_silent_since(silent_since).await? {
            if only.is_none() || self.db().programme_of(workshop).await? == only {
                workshops.entry(workshop).or_insert((0, last)).0 += 1;
            }
        }
        let (logged_addresses, link_addresses) =
            self.db().addresses_due(months_before(then, periods.addresses_months), silent_since, only).await?;
        let people = self.db().people_of_companies_silent_since(silent_since).await?;
        let of = people.iter().filter(|((programme, _), _)| only.is_none_or(|only| only == *programme));
        let people_of_companies = u32::try_from(of.map(|(_, people)| people.len()).sum::<usize>()).unwrap_or(u32::MAX);
        let mut due = Due { people_of_companies, logged_addresses, link_addresses, ..Due::default() };
        for (id, (count, last)) in workshops {
            let title = self.read(id).await?.workshop.title().to_owned();
            // The last act and the period tell the day: so long after it as silence is counted back from now.
            let when = Timestamp(last.0 + (then.0 - silent_since.0));
            due.workshops.push((title, count, when));
        }
        due.workshops.sort_by_key(|(_, _, when)| *when);
        Ok(due)
    }

    /// Erases somebody from a workshop, as if they had left.
    pub(crate) async fn erase_person(
        &self,
        workshop: WorkshopId,
        who: ParticipantId,
        author: Author,
        deed: Deed,
    ) -> Result<()> {
        let entry = self.entry(deed, author).at(workshop).to(who.to_string());
        let request = Request {
            actor: Actor::Facilitator,
            author: String::new(),
            id: Some(CommandId(Uuid::new_v4())),
            command: Command::Leave { participant: Some(who), with_anonymous: true },
            beside: Beside::Audited(entry),
        };
        self.carry_out(workshop, request).await.map(drop)
    }
}
