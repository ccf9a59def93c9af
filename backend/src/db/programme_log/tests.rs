//! Who appends second reads what came meanwhile and decides again; a commit that fails leaves nothing in memory.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::Log;
use domain::synergy::FigureDraft;

use crate::Backend;
use crate::clock::Clock;
use crate::people::Account;

async fn open(file: &Path) -> Backend {
    Backend::open(file, Clock::system()).await.unwrap()
}

/// A synergy out of a table.
async fn begun(backend: &Backend) -> (Account, ProgrammeId, WorkshopId, SynergyId) {
    let (account, _) =
        backend.create_account("Claire", "claire@maillage.example", "une phrase assez longue".into()).await.unwrap();
    let programme = backend.create_programme(&account, "Val").await.unwrap();
    let rows = [["titre", "donneur", "receveur"], ["Sciure", "Scierie", "Ferme"]];
    let rows: Vec<Vec<String>> = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
    let preview = backend.preview_import(&account, programme, &rows, &[]).await.unwrap();
    backend.import_synergies(&account, programme, &preview).await.unwrap();
    let record = backend.synergies(&account).await.unwrap().remove(0);
    (account, programme, record.workshop_id, record.id)
}

fn figure() -> FigureDraft {
    FigureDraft {
        year: "2026".into(),
        indicator: "savings".into(),
        amount: "12,5".into(),
        verification: "one_side".into(),
        declared_by: "Scierie".into(),
        ..FigureDraft::default()
    }
}

#[tokio::test]
async fn two_servers_on_one_log_decide_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("maillage.db");
    let one = open(&file).await;
    let (account, programme, workshop, id) = begun(&one).await;
    let other = open(&file).await;
    let record = async |backend: &Backend| {
        let caller = backend.caller_by_account(workshop, &account).await.unwrap();
        for _ in 0..10 {
            backend.record_figure(&account, &caller, id, &figure()).await.unwrap();
        }
    };
    tokio::join!(record(&one), record(&other));
    let numbers: Vec<i64> =
        one.synergy(&account, workshop, id).await.unwrap().figures.iter().map(|figure| figure.id).collect();
    assert_eq!(numbers.len(), 20);
    for number in numbers {
        let withdraw = async |backend: &Backend| {
            let caller = backend.caller_by_account(workshop, &account).await.unwrap();
            backend.withdraw_figure(&account, &caller, id, number, "Doublon").await.is_ok()
        };
        let (here, there) = tokio::join!(withdraw(&one), withdraw(&other));
        assert!(here != there, "a figure is withdrawn once");
    }
    let length: (i64, i64) = sqlx::query_as("select count(*), max(seq) from programme_event where programme_id = $1")
        .bind(programme.to_string())
        .fetch_one(&one.db().readers)
        .await
        .unwrap();
    assert_eq!(
        length,
        (45, 45),
        "without gaps: a synergy, two companies and their spellings, what was done to 20 figures"
    );
}

#[tokio::test]
async fn what_could_not_be_written_is_not_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let backend = open(&folder.path().join("maillage.db")).await;
    let (account, programme, workshop, id) = begun(&backend).await;
    let caller = backend.caller_by_account(workshop, &account).await.unwrap();
    let writer = &backend.db().writer;
    sqlx::raw_sql("create trigger full before insert on figure begin select raise(abort, 'no room'); end")
        .execute(writer)
        .await
        .unwrap();
    assert!(backend.record_figure(&account, &caller, id, &figure()).await.is_err());
    sqlx::raw_sql("drop trigger full").execute(writer).await.unwrap();
    backend.record_figure(&account, &caller, id, &figure()).await.unwrap();
    let mut log = Log::default();
    let entries =
        super::entries_after(&mut backend.db().readers.acquire().await.unwrap(), &programme.to_string(), log.seq())
            .await
            .unwrap();
    entries.iter().for_each(|entry| log.replay(entry));
    assert_eq!((log.seq(), log.register().synergies[&(workshop, id)].figures.len()), (6, 1));
}
