//! Synergies out of a table, and what becomes of imports that were cut (whole programmes, `db::transfer`, too).
//! Thousands of lines are written a few at a time, so that a live room never waits for them; what belongs to an import
//! that did not come to its end is known, and is taken back.

use domain::ids::WorkshopId;
use domain::synergy::{Figure, LostReason};
use domain::time::Timestamp;
use uuid::Uuid;

use super::synergies::{insert, insert_figure, next_beside_log};
use super::transfer::programme_under_way;
use super::{Db, NewSynergy};
use crate::audit::Entry;
use crate::error::Result;

/// How many lines one transaction writes: a few milliseconds.
const AT_ONCE: usize = 25;

/// A line as it is kept: its workshop, the synergy, why it was given up, its figures.
pub(crate) type Line = (WorkshopId, NewSynergy, Option<LostReason>, Vec<Figure>);

impl Db {
    /// Keeps all of them or none. Others write in between; they may see a part before the whole is there.
    pub(crate) async fn insert_imported(
        &self,
        kept: &[Line],
        author: &str,
        now: Timestamp,
        entry: &Entry,
    ) -> Result<()> {
        let import = Uuid::now_v7().to_string();
        sqlx::query("insert into import_under_way (id, started_at) values ($1, $2)")
            .bind(&import)
            .bind(now.0)
            .execute(&self.writer)
            .await?;
        for lines in kept.chunks(AT_ONCE) {
            if let Err(error) = self.insert_lines(&import, lines, author, now).await {
                // Where even this fails, the next start does it.
                if let Err(error) = self.take_back(&import).await {
                    tracing::error!(%error, "an import could not be taken back yet");
                }
                return Err(error);
            }
        }
        // From this transaction on they are there for good.
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from import_under_way where id = $1").bind(&import).execute(&mut *tx).await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await?;
        if let Err(error) = self.forget_lines(&import).await {
            tracing::warn!(%error, "notes of an import stay until the next start");
        }
        Ok(())
    }

    async fn insert_lines(&self, import: &str, lines: &[Line], author: &str, now: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        for (workshop, new, lost_reason, figures) in lines {
            let id = next_beside_log(tx, *workshop).await?;
            let mut new = new.clone();
            new.synergy.id = id;
            insert(tx, *workshop, &new).await?;
            sqlx::query("insert into import_line (import, workshop_id, synergy_id) values ($1, $2, $3)")
                .bind(import)
                .bind(workshop.to_string())
                .bind(id.0)
                .execute(&mut *tx)
                .await?;
            if let Some(reason) = lost_reason {
                let set = "update synergy set lost_reason = $1 where workshop_id = $2 and id = $3";
                sqlx::query(set).bind(reason.code()).bind(workshop.to_string()).bind(id.0).execute(&mut *tx).await?;
            }
            for figure in figures {
                insert_figure(tx, *workshop, id, figure, None, author, now).await?;
            }
        }
        transaction.commit().await
    }

    /// Removes what an import has written so far, last of all that it was under way.
    async fn take_back(&self, import: &str) -> Result<()> {
        if let Some(programme) = programme_under_way(import) {
            return self.take_back_whole(programme).await;
        }
        loop {
            let mut transaction = self.begin().await?;
            let tx = transaction.connection()?;
            let lines: Vec<(String, u32)> =
                sqlx::query_as("select workshop_id, synergy_id from import_line where import = $1 limit 25")
                    .bind(import)
                    .fetch_all(&mut *tx)
                    .await?;
            for (workshop, synergy) in &lines {
                sqlx::query("delete from synergy where workshop_id = $1 and id = $2")
                    .bind(workshop)
                    .bind(synergy)
                    .execute(&mut *tx)
                    .await?;
                sqlx::query("delete from import_line where import = $1 and workshop_id = $2 and synergy_id = $3")
                    .bind(import)
                    .bind(workshop)
                    .bind(synergy)
                    .execute(&mut *tx)
                    .await?;
            }
            if lines.is_empty() {
                sqlx::query("delete from import_under_way where id = $1").bind(import).execute(&mut *tx).await?;
            }
            transaction.commit().await?;
            if lines.is_empty() {
                return Ok(());
            }
        }
    }

    /// Removes the notes of an import that came to its end.
    async fn forget_lines(&self, import: &str) -> Result<()> {
        let some = "delete from import_line where import = $1 and (workshop_id, synergy_id) in
            (select workshop_id, synergy_id from import_line where import = $1 limit 500)";
        while sqlx::query(some).bind(import).execute(&self.writer).await?.rows_affected() > 0 {}
        Ok(())
    }

    /// Takes back what a server that was killed in the middle of an import had written of it.
    pub(crate) async fn take_back_unfinished_imports(&self) -> Result<()> {
        let unfinished: Vec<(String,)> =
            sqlx::query_as("select id from import_under_way").fetch_all(&self.writer).await?;
        for (import,) in unfinished {
            tracing::warn!("an import did not come to its end; it is taken back");
            self.take_back(&import).await?;
        }
        let finished = "select distinct import from import_line where import not in (select id from import_under_way)";
        let finished: Vec<(String,)> = sqlx::query_as(finished).fetch_all(&self.writer).await?;
        for (import,) in finished {
            self.forget_lines(&import).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::Backend;
    use crate::clock::Clock;
    use crate::imports::preview;

    #[tokio::test]
    async fn an_import_that_is_cut_is_taken_back_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let backend = Backend::open(&folder.path().join("maillage.db"), Clock::system()).await.unwrap();
        let (account, _) =
            backend.create_account("Léa", "lea@maillage.example", "une phrase assez longue".into()).await.unwrap();
        let draft = domain::workshop::WorkshopDraft {
            title: "Atelier".into(),
            programme: "Val".into(),
            language: "fr".into(),
            date: "2026-11-24".into(),
            ..Default::default()
        };
        backend.create_workshop(draft, Some(&account)).await.unwrap();
        let programme = backend.programmes(&account).await.unwrap().remove(0).id;
        let table = |name: &str| {
            let rows = [["titre", "donneur", "receveur"].map(str::to_owned)].into_iter();
            let rows = rows.chain(
                (0..60).map(|number| [format!("{name} {number}"), format!("A {number}"), format!("B {number}")]),
            );
            preview(&rows.map(Vec::from).collect::<Vec<_>>(), &[])
        };
        let count = async || backend.db().counted().await.unwrap().0;
        assert_eq!(backend.import_synergies(&account, programme, &table("Entier")).await.unwrap(), 60);
        // As after a kill between two parts: some lines are there, and the note that it is under way.
        assert_eq!(backend.import_synergies(&account, programme, &table("Coupé")).await.unwrap(), 60);
        let writer = &backend.db().writer;
        sqlx::query("insert into import_under_way (id, started_at) values ('cut', 0)").execute(writer).await.unwrap();
        sqlx::query(
            "insert into import_line (import, workshop_id, synergy_id) select 'cut', workshop_id, id from \
            synergy where title like 'Coupé%'",
        )
        .execute(writer)
        .await
        .unwrap();
        backend.take_back_unfinished_imports().await.unwrap();
        assert_eq!(count().await, 60, "what was cut is gone, what was whole is there");
        let (notes,): (i64,) =
            sqlx::query_as("select (select count(*) from import_line) + (select count(*) from import_under_way)")
                .fetch_one(writer)
                .await
                .unwrap();
        assert_eq!(notes, 0);
    }
}
