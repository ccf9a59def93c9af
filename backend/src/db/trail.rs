//! Everything that happened to synergies, in one row, out of the tables that keep it.

use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::TrailEntry;
use domain::time::Timestamp;

use super::Db;
use crate::error::{Error, Result};

/// Every fact as its moment, its author, its synergy, and the JSON of [`domain::programme::Fact`]. A macro, because the
/// text of a statement is fixed when it is compiled.
macro_rules! trail {
    ($of:literal) => {
        concat!(
            "select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'stage', 'stage', x.stage, 'lost_reason', x.lost_reason, 'note', x.note) as fact, 1 as rank, x.number as place
               from synergy_history x join workshop w on w.id = x.workshop_id where ", $of,
            " union all
             select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'changed', 'detail', x.detail, 'before', x.before, 'after', x.after), 2, x.number
               from synergy_change x join workshop w on w.id = x.workshop_id where ", $of,
            " union all
             select x.recorded_at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'figure', 'note', x.note, 'figure',
                    json_object('year', x.year, 'indicator', x.indicator, 'amount', x.amount, 'verification', x.verification, 'declared_by', x.declared_by, 'uncertainty', x.uncertainty, 'basis', json(x.basis))), 3, x.number
               from figure x join workshop w on w.id = x.workshop_id where ", $of,
            " union all
             select d.at, d.author, x.workshop_id, x.synergy_id, json_object('type', 'withdrawn', 'reason', d.reason, 'figure',
                    json_object('year', x.year, 'indicator', x.indicator, 'amount', x.amount, 'verification', x.verification, 'declared_by', x.declared_by)), 4, x.number
               from figure_withdrawal d join figure x on x.number = d.figure join workshop w on w.id = x.workshop_id where ", $of,
            " union all
             select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'assumed', 'reason', x.reason, 'assumptions',
                    json_object('lifetime_years', x.lifetime_years, 'retention', x.retention, 'attribution', x.attribution)), 5, x.number
               from synergy_assumptions x join workshop w on w.id = x.workshop_id where ", $of,
            " union all
             select m.at, '', x.workshop_id, x.synergy_id, json_object('type', 'asked', 'side', x.side, 'failed', m.failed), 6, m.number
               from follow_up_message m join follow_up x on x.handle = m.handle join workshop w on w.id = x.workshop_id where ", $of,
            " union all
             select a.at, a.author, x.workshop_id, x.synergy_id, json_object('type', 'answered', 'side', x.side, 'state', a.state, 'by_manager', json(case when a.by_manager then 'true' else 'false' end)), 0, a.number
               from follow_up_answer a join follow_up x on x.handle = a.handle join workshop w on w.id = x.workshop_id where ", $of,
            " union all
             select x.refused_at, '', x.workshop_id, x.synergy_id, json_object('type', 'refused', 'side', x.side), 7, 0
               from follow_up x join workshop w on w.id = x.workshop_id where x.refused_at is not null and ", $of,
            " union all
             select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'evidence', 'name', x.name), 8, x.number
               from evidence x join workshop w on w.id = x.workshop_id where ", $of,
            " union all
             select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'joined', 'reason', x.reason, 'into', o.title), 9, x.number
               from synergy_join x join workshop w on w.id = x.workshop_id
               left join synergy o on o.workshop_id = x.into_workshop_id and o.id = x.into_synergy_id where ", $of,
            " union all
             select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'funded', 'call', f.name), 10, f.id
               from funding_use x join funding f on f.id = x.funding_id join workshop w on w.id = x.workshop_id where ", $of,
            " order by 1, 6, 7"
        )
    };
}

type Row = (i64, String, String, u32, String);

fn entry((at, author, workshop, synergy, fact): Row) -> Result<TrailEntry> {
    let workshop: WorkshopId = workshop.parse().map_err(|_| Error::Corrupt(format!("workshop id {workshop}")))?;
    Ok(TrailEntry {
        at: Timestamp(at),
        author,
        workshop,
        synergy: SynergyId(synergy),
        fact: serde_json::from_str(&fact)?,
    })
}

impl Db {
    /// What happened to one synergy, oldest first.
    pub(crate) async fn trail(&self, workshop: WorkshopId, id: SynergyId) -> Result<Vec<TrailEntry>> {
        let sql = trail!("x.workshop_id = $1 and x.synergy_id = $2");
        let rows: Vec<(i64, String, String, u32, String, i64, i64)> =
            sqlx::query_as(sql).bind(workshop.to_string()).bind(id.0).fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|(at, author, workshop, synergy, fact, ..)| entry((at, author, workshop, synergy, fact)))
            .collect()
    }

    /// What happened to the synergies of a programme by this moment, oldest first.
    pub(crate) async fn trail_of_programme(&self, programme: ProgrammeId, as_of: Timestamp) -> Result<Vec<TrailEntry>> {
        let sql = concat!(
            "select at, author, workshop_id, synergy_id, fact from (",
            trail!("w.programme_id = $1"),
            ") where at <= $2"
        );
        let rows: Vec<Row> =
            sqlx::query_as(sql).bind(programme.to_string()).bind(as_of.0).fetch_all(&self.readers).await?;
        rows.into_iter().map(entry).collect()
    }
}
