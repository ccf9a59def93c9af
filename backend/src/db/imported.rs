//! Synergies out of a table, and what becomes of imports that were cut (whole programmes, `db::transfer`, too).
//! Thousands of lines are written a few at a time, so that a live room never waits for them; what belongs to an import
//! that did not come to its end is known, and is taken back.

use std::collections::BTreeMap;

use domain::ids::{ProgrammeId, SynergyId};
use domain::ledger::SynergyKey;
use domain::programme::{Command, Log};
use domain::time::Timestamp;
use uuid::Uuid;

use super::transaction::IN_ONE_TRANSACTION;
use super::transfer::programme_under_way;
use super::{Beside, Db, Order};
use crate::audit::Entry;
use crate::error::{Error, Result};

impl Db {
    /// Notes that an import is under way; gives what it is called.
    pub(crate) async fn begin_import(&self, now: Timestamp) -> Result<String> {
        let import = Uuid::now_v7().to_string();
        sqlx::query("insert into import_under_way (id, started_at) values ($1, $2)")
            .bind(&import)
            .bind(now.0)
            .execute(&self.writer)
            .await?;
        Ok(import)
    }

    /// From this transaction on, what an import brought is there for good.
    pub(crate) async fn end_import(&self, import: &str, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from import_under_way where id = $1").bind(import).execute(&mut *tx).await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await?;
        if let Err(error) = self.forget_lines(import).await {
            tracing::warn!(%error, "notes of an import stay until the next start");
        }
        Ok(())
    }

    /// Takes out what an import has written so far, last of all that it was under way.
    pub(crate) async fn take_back(&self, import: &str, now: Timestamp) -> Result<()> {
        if let Some(programme) = programme_under_way(import) {
            return self.take_back_whole(programme).await;
        }
        let lines: Vec<(String, String, u32)> = sqlx::query_as(
            "select w.programme_id, l.workshop_id, l.synergy_id from import_line l join workshop w on w.id = \
                l.workshop_id where l.import = $1",
        )
        .bind(import)
        .fetch_all(&self.writer)
        .await?;
        let mut programmes: BTreeMap<ProgrammeId, Vec<SynergyKey>> = BTreeMap::new();
        for (programme, workshop, id) in lines {
            let unreadable = |_| Error::Corrupt("a line of an import cannot be read".to_owned());
            let key = (workshop.parse().map_err(unreadable)?, SynergyId(id));
            programmes.entry(programme.parse().map_err(unreadable)?).or_default().push(key);
        }
        for (programme, synergies) in programmes {
            let mut log = Log::default();
            for some in synergies.chunks(IN_ONE_TRANSACTION) {
                let command = Command::TakeBack { synergies: some.to_vec() };
                let order = Order { author: String::new(), id: None, at: now, command, beside: Beside::default() };
                self.carry_out(programme, &mut log, &order).await?;
            }
        }
        self.forget_lines(import).await?;
        sqlx::query("delete from import_under_way where id = $1").bind(import).execute(&self.writer).await?;
        Ok(())
    }

    /// Removes the notes of an import that came to its end.
    async fn forget_lines(&self, import: &str) -> Result<()> {
        let some = "delete from import_line where import = $1 and (workshop_id, synergy_id) in
            (select workshop_id, synergy_id from import_line where import = $1 limit 500)";
        while sqlx::query(some).bind(import).execute(&self.writer).await?.rows_affected() > 0 {}
        Ok(())
    }

    /// Takes back what a server that was killed in the middle of an import had written of it.
    pub(crate) async fn take_back_unfinished_imports(&self, now: Timestamp) -> Result<()> {
        let unfinished: Vec<(String,)> =
            sqlx::query_as("select id from import_under_way").fetch_all(&self.writer).await?;
        for (import,) in unfinished {
            tracing::warn!("an import did not come to its end; it is taken back");
            self.take_back(&import, now).await?;
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
