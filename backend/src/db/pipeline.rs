//! Synergies, narrowed down, in order, a page at a time.

use std::collections::BTreeMap;

use domain::NaiveDate;
use domain::ids::{ProgrammeId, WorkshopId};
use domain::programme::SynergyRecord;
use domain::synergy::{Stage, SynergyKind};

use super::Db;
use super::synergies::SynergyRow;
use crate::error::{Error, Result};
use crate::people::Within;

/// What synergies are narrowed down to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Narrowed {
    pub programme: Option<ProgrammeId>,
    pub workshop: Option<WorkshopId>,
    pub stage: Option<Stage>,
    pub kind: Option<SynergyKind>,
    /// Every one of these, folded, stands in title, companies, people, workshop, territory or next step.
    pub words: Vec<String>,
    /// Only those whose next step should have been done before this day.
    pub late_before: Option<NaiveDate>,
    /// Only those whose companies lie at most so many km apart; below zero: those of which that is not known.
    pub within_km: Option<f64>,
    /// Only those in which nothing has happened since this moment.
    pub silent_since: Option<i64>,
}

/// What is common to every question about narrowed synergies. A macro, because the text of a statement is fixed when it
/// is compiled.
macro_rules! narrowed {
    ($what:literal, $end:literal) => {
        concat!(
            $what,
            " from synergy s join workshop w on w.id = s.workshop_id
             where w.programme_id in (select value from json_each($1)) and ($2 is null or w.programme_id = $2) and ($3 \
             is null or s.workshop_id = $3) and ($4 is null or s.stage = $4)
               and ($5 is null or s.kind = $5)
               and not exists (select 1 from json_each($6) word where instr(s.search, word.value) = 0)
               and ($7 is null or (s.next_step_due < $7 and s.stage not in ('realised', 'lost')))
               and ($8 is null or (s.changed_at < $8 and s.stage not in ('realised', 'lost')))
               and ($9 is null or case when $9 < 0 then s.distance_km is null else s.distance_km <= $9 end) ",
            $end
        )
    };
}

/// Most pressing first: by due date, then open ones without one, then those that are done or given up.
macro_rules! pressing {
    () => {
        "s.stage in ('realised', 'lost'), s.next_step_due is null, case when s.stage in ('realised', 'lost') then \
            null else s.next_step_due end, s.changed_at desc, s.workshop_id, s.id"
    };
}

macro_rules! bind {
    ($query:expr, $within:expr, $narrowed:expr) => {
        $query
            .bind($within.json())
            .bind($narrowed.programme.map(|id| id.to_string()))
            .bind($narrowed.workshop.map(|id| id.to_string()))
            .bind($narrowed.stage.map(Stage::code))
            .bind($narrowed.kind.map(SynergyKind::code))
            .bind(serde_json::to_string(&$narrowed.words)?)
            .bind($narrowed.late_before.map(|day| day.to_string()))
            .bind($narrowed.silent_since)
            .bind($narrowed.within_km)
    };
}

impl Db {
    /// One page of them.
    pub(crate) async fn narrowed(
        &self,
        within: &Within,
        narrowed: &Narrowed,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<SynergyRecord>> {
        const SQL: &str = concat!(
            narrowed!("select s.*, w.description, w.programme_id", ""),
            "order by ",
            pressing!(),
            " limit $10 offset $11"
        );
        let rows: Vec<SynergyRow> =
            bind!(sqlx::query_as(SQL), within, narrowed).bind(limit).bind(offset).fetch_all(&self.readers).await?;
        rows.into_iter().map(SynergyRow::into_record).collect()
    }

    /// The first few of each stage.
    pub(crate) async fn first_of_stages(
        &self,
        within: &Within,
        narrowed: &Narrowed,
        most: u32,
    ) -> Result<Vec<SynergyRecord>> {
        let mut records = Vec::new();
        for stage in Stage::ALL.iter().filter(|stage| narrowed.stage.is_none_or(|wanted| wanted == **stage)) {
            let of_stage = Narrowed { stage: Some(*stage), ..narrowed.clone() };
            records.extend(self.narrowed(within, &of_stage, 0, most).await?);
        }
        Ok(records)
    }

    /// How many there are by stage, and how many of them are late before this day.
    pub(crate) async fn counted_by_stage(
        &self,
        within: &Within,
        narrowed: &Narrowed,
        today: NaiveDate,
    ) -> Result<(BTreeMap<Stage, u32>, u32)> {
        const SQL: &str = narrowed!(
            "select s.stage, count(*), sum(s.next_step_due < $10 and s.stage not in ('realised', 'lost'))",
            "group by s.stage"
        );
        let rows: Vec<(String, u32, Option<u32>)> =
            bind!(sqlx::query_as(SQL), within, narrowed).bind(today.to_string()).fetch_all(&self.readers).await?;
        let mut stages = BTreeMap::new();
        let mut late = 0;
        for (stage, count, of_these) in rows {
            stages.insert(Stage::from_code(&stage).ok_or_else(|| Error::Corrupt(format!("stage {stage}")))?, count);
            late += of_these.unwrap_or(0);
        }
        Ok((stages, late))
    }
}

impl Db {
    /// Every synergy of a programme, for what the server does by itself.
    pub(crate) async fn all_of_programme(&self, programme: ProgrammeId) -> Result<Vec<SynergyRecord>> {
        let rows: Vec<SynergyRow> = sqlx::query_as(
            "select s.*, w.description, w.programme_id from synergy s join workshop w on w.id = \
                s.workshop_id where w.programme_id = $1",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(SynergyRow::into_record).collect()
    }
}
