//! What is read of a programme, made anew from its log.

use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::Log;

use super::books::begin_epoch;
use super::numbers::loaded;
use super::programme_log::{entries_after, forget_kept};
use super::projections::{How, project};
use super::{Db, companies, evaluation, targets};
use crate::error::Result;

impl Db {
    /// Makes what is read of a programme anew from its log, in one transaction. Gives how many entries it has.
    pub(crate) async fn rebuild(&self, programme: ProgrammeId) -> Result<u64> {
        let programme = programme.to_string();
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let mut log = Log::default();
        let mut entries = Vec::new();
        loop {
            let page = entries_after(tx, &programme, log.seq()).await?;
            if page.is_empty() {
                break;
            }
            page.iter().for_each(|entry| log.replay(entry));
            entries.extend(page);
        }
        let numbers: Vec<(i64, i64)> = sqlx::query_as(
            "select f.entry, f.number from figure f join workshop w on w.id = f.workshop_id where w.programme_id = $1 \
                and f.entry is not null",
        )
        .bind(&programme)
        .fetch_all(&mut *tx)
        .await?;
        let numbers = numbers.into_iter().map(|(entry, number)| Ok((loaded(entry)?, number)));
        forget_kept(tx, &programme).await?;
        begin_epoch(tx, &programme).await?;
        let how = How::Again(numbers.collect::<Result<_>>()?);
        for made in [
            "delete from synergy_history where workshop_id in (select id from workshop where programme_id = $1)",
            "delete from synergy_change where workshop_id in (select id from workshop where programme_id = $1)",
            "delete from figure where workshop_id in (select id from workshop where programme_id = $1)",
            "delete from synergy_assumptions where workshop_id in (select id from workshop where programme_id = $1)",
            "delete from synergy_join where workshop_id in (select id from workshop where programme_id = $1)",
            "delete from follow_up_message where handle in (select handle from follow_up where workshop_id in \
                (select id from workshop where programme_id = $1))",
            "delete from follow_up_answer where handle in (select handle from follow_up where workshop_id in \
                (select id from workshop where programme_id = $1))",
            "delete from funding_use where funding_id in (select id from funding where programme_id = $1)",
        ] {
            sqlx::query(made).bind(&programme).execute(&mut *tx).await?;
        }
        let rows: Vec<(String, u32)> = sqlx::query_as(
            "select s.workshop_id, s.id from synergy s join workshop w on w.id = s.workshop_id where w.programme_id = \
                $1",
        )
        .bind(&programme)
        .fetch_all(&mut *tx)
        .await?;
        for (workshop, id) in rows {
            let known = workshop
                .parse()
                .is_ok_and(|workshop: WorkshopId| log.register().synergies.contains_key(&(workshop, SynergyId(id))));
            if !known {
                let gone = "delete from synergy where workshop_id = $1 and id = $2";
                sqlx::query(gone).bind(&workshop).bind(id).execute(&mut *tx).await?;
            }
        }
        // Calls keep their rows, and are written over.
        let calls = log.register().calls.last_key_value().map_or(0, |(last, _)| *last);
        let gone = "delete from funding where programme_id = $1 and number > $2";
        sqlx::query(gone).bind(&programme).bind(calls).execute(&mut *tx).await?;
        for made in companies::MADE.into_iter().chain(evaluation::MADE).chain([targets::MADE]) {
            sqlx::query(made).bind(&programme).execute(&mut *tx).await?;
        }
        project(tx, &programme, log.register(), &entries, &how).await?;
        transaction.commit().await?;
        Ok(log.seq())
    }
}

#[cfg(test)]
mod tests;
