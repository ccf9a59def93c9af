//! Who appends second reads what came meanwhile and decides again; a commit that fails leaves nothing in memory.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::Log;
use domain::programme::companies::FlowDraft;
use domain::synergy::FigureDraft;

use crate::Backend;
use crate::clock::Clock;
use crate::companies::CompanySearch;
use crate::people::Account;

pub(in crate::db) async fn open(file: &Path) -> Backend {
    Backend::open(file, Clock::system()).await.unwrap()
}

/// A synergy out of a table.
pub(in crate::db) async fn begun(backend: &Backend) -> (Account, ProgrammeId, WorkshopId, SynergyId) {
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

/// How many entries the log has, and the number of the last.
async fn length(backend: &Backend, programme: ProgrammeId) -> (i64, i64) {
    sqlx::query_as("select count(*), max(seq) from programme_event where programme_id = $1")
        .bind(programme.to_string())
        .fetch_one(&backend.db().readers)
        .await
        .unwrap()
}

pub(in crate::db) fn figure() -> FigureDraft {
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
    assert_eq!(
        length(&one, programme).await,
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
    let log = folded(&backend, programme).await;
    assert_eq!((log.seq(), log.register().synergies[&(workshop, id)].figures.len()), (6, 1));
}

#[tokio::test]
async fn what_a_form_asks_for_is_done_once_however_often_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("maillage.db");
    let backend = open(&file).await;
    let (account, _, workshop, id) = begun(&backend).await;
    let caller = backend.caller_by_account(workshop, &account).await.unwrap();
    let by = |number: &str| account.clone().sending(Some(number.to_owned()));
    let figures = async |backend: &Backend| backend.synergy(&account, workshop, id).await.unwrap().figures.len();
    for _ in 0..3 {
        backend.record_figure(&by("one"), &caller, id, &figure()).await.unwrap();
    }
    assert_eq!(figures(&backend).await, 1, "the same form");
    let other = FigureDraft { amount: "13".into(), ..figure() };
    backend.record_figure(&by("one"), &caller, id, &other).await.unwrap();
    assert_eq!(figures(&backend).await, 2, "filled in differently");
    backend.record_figure(&by("two"), &caller, id, &figure()).await.unwrap();
    assert_eq!(figures(&backend).await, 3, "the form of another page");
    let part = backend.split_synergy(&by("three"), &caller, id, "Copeaux").await.unwrap();
    assert_eq!(backend.split_synergy(&by("three"), &caller, id, "Copeaux").await.unwrap(), part);
    // After a restart as well.
    let again = open(&file).await;
    again.record_figure(&by("two"), &caller, id, &figure()).await.unwrap();
    assert_eq!(figures(&again).await, 3);
    assert_eq!(again.split_synergy(&by("three"), &caller, id, "Copeaux").await.unwrap(), part);
}

#[tokio::test]
async fn what_comes_at_once_is_written_together_and_what_fails_takes_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let backend = open(&folder.path().join("maillage.db")).await;
    let (account, programme, workshop, id) = begun(&backend).await;
    let caller = backend.caller_by_account(workshop, &account).await.unwrap();
    let writer = &backend.db().writer;
    sqlx::raw_sql(
        "create trigger full before insert on figure when new.amount = 7 begin select raise(abort, 'no room'); end",
    )
    .execute(writer)
    .await
    .unwrap();
    // Another writer holds the file: all wait for it together.
    let mut held = writer.acquire().await.unwrap();
    let all = futures::future::join_all((1..=40).map(|amount| {
        let draft = FigureDraft { amount: amount.to_string(), ..figure() };
        let (backend, account, caller) = (&backend, &account, &caller);
        async move { backend.record_figure(account, caller, id, &draft).await.is_ok() }
    }));
    let release = async {
        tokio::task::yield_now().await;
        sqlx::raw_sql("begin immediate; commit").execute(&mut *held).await.unwrap();
        drop(held);
    };
    let (done, ()) = tokio::join!(all, release);
    let failed: Vec<usize> =
        done.iter().enumerate().filter(|(_, done)| !**done).map(|(amount, _)| amount + 1).collect();
    assert_eq!(failed, [7]);
    let figures = backend.synergy(&account, workshop, id).await.unwrap().figures;
    let mut amounts: Vec<f64> = figures.iter().map(|record| record.figure.amount).collect();
    amounts.sort_by(f64::total_cmp);
    assert_eq!(amounts, (1..=40).filter(|amount| *amount != 7).map(f64::from).collect::<Vec<_>>());
    let (entries, last) = length(&backend, programme).await;
    assert_eq!(entries, last, "without gaps");
}

/// The log as all its entries fold, from the first.
async fn folded(backend: &Backend, programme: ProgrammeId) -> Log {
    let mut log = Log::default();
    let mut reader = backend.db().readers.acquire().await.unwrap();
    let entries = super::entries_after(&mut reader, &programme.to_string(), 0).await.unwrap();
    entries.iter().for_each(|entry| log.replay(entry));
    log
}

/// The log as somebody comes to it who opens it.
async fn opened(backend: &Backend, programme: ProgrammeId) -> Log {
    let mut log = Log::default();
    let mut reader = backend.db().readers.acquire().await.unwrap();
    super::read_on(&mut reader, &programme.to_string(), &mut log).await.unwrap();
    log
}

#[tokio::test]
async fn a_log_is_opened_from_what_it_came_to_which_goes_when_words_are_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let backend = open(&folder.path().join("maillage.db")).await;
    let (account, programme, workshop, id) = begun(&backend).await;
    let caller = backend.caller_by_account(workshop, &account).await.unwrap();
    let by = account.clone().sending(Some("one".to_owned()));
    backend.record_figure(&by, &caller, id, &figure()).await.unwrap();
    let kept = async || {
        let mut reader = backend.db().readers.acquire().await.unwrap();
        super::kept(&mut reader, &programme.to_string()).await.unwrap()
    };
    backend.db().keep_log(programme, &mut Log::default(), 100).await.unwrap();
    assert_eq!(kept().await, None, "few entries are soon read");
    backend.db().keep_log(programme, &mut Log::default(), 1).await.unwrap();
    assert_eq!(kept().await, Some(folded(&backend, programme).await));
    // What comes after it is read on, and the form that comes once more is known again.
    backend.record_figure(&account, &caller, id, &figure()).await.unwrap();
    assert_eq!(opened(&backend, programme).await, folded(&backend, programme).await);
    let again = open(&folder.path().join("maillage.db")).await;
    again.record_figure(&by, &caller, id, &figure()).await.unwrap();
    assert_eq!(again.synergy(&account, workshop, id).await.unwrap().figures.len(), 2);
    // One that another program made is passed over.
    let sql = "update programme_snapshot set content = replace(content, '\"fold\":', '\"fold\":9')";
    sqlx::raw_sql(sql).execute(&backend.db().writer).await.unwrap();
    assert_eq!(kept().await, None);
    assert_eq!(opened(&backend, programme).await, folded(&backend, programme).await);
    // Erased words are in none.
    let company = backend
        .find_companies(&account, programme, &CompanySearch { page: 1, ..CompanySearch::default() })
        .await
        .unwrap()
        .page[0]
        .id;
    let told = FlowDraft {
        kind: "have".into(),
        what: "Sciure".into(),
        told_by: "Odile Renard".into(),
        ..FlowDraft::default()
    };
    backend.keep_flow(&account, programme, company, None, &told).await.unwrap();
    backend.db().keep_log(programme, &mut Log::default(), 1).await.unwrap();
    let snapshots = async || {
        let rows: Vec<(String,)> =
            sqlx::query_as("select content from programme_snapshot").fetch_all(&backend.db().readers).await.unwrap();
        rows
    };
    assert!(snapshots().await[0].0.contains("Odile Renard"));
    backend.forget_name(&account, programme, company, "Odile Renard").await.unwrap();
    assert_eq!(snapshots().await, []);
}
