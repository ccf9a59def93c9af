//! A start reads on from the books that were kept, and comes to what it would come to from the beginning.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use domain::ids::ProgrammeId;
use domain::ledger::Ledger;

use crate::Backend;
use crate::books::Books;
use crate::db::programme_log::tests::{begun, figure, open};

/// The books as a program that has just started reads them.
async fn opened(backend: &Backend, programme: ProgrammeId) -> Arc<Ledger> {
    Books::default().ledger(backend.db(), programme).await.unwrap()
}

/// The books from their beginning.
async fn from_the_beginning(backend: &Backend, programme: ProgrammeId) -> Arc<Ledger> {
    let kept = backend.db().kept_books(programme).await.unwrap();
    sqlx::query("update programme_books set content = null").execute(&backend.db().writer).await.unwrap();
    let ledger = opened(backend, programme).await;
    sqlx::query("update programme_books set content = $1").bind(kept).execute(&backend.db().writer).await.unwrap();
    ledger
}

#[tokio::test]
async fn books_are_read_on_from_where_they_were_kept() {
    let folder = tempfile::tempdir().unwrap();
    let backend = open(&folder.path().join("maillage.db")).await;
    let (account, programme, workshop, id) = begun(&backend).await;
    let caller = backend.caller_by_account(workshop, &account).await.unwrap();
    backend.record_figure(&account, &caller, id, &figure()).await.unwrap();
    let kept = async || backend.db().kept_books(programme).await.unwrap();
    backend.books().keep(backend.db(), programme, 100).await.unwrap();
    assert_eq!(kept().await, None, "few figures are soon read");
    backend.books().keep(backend.db(), programme, 1).await.unwrap();
    let first = kept().await.unwrap();
    // That they are read at all: figures that are no longer there are in them.
    sqlx::query("delete from figure").execute(&backend.db().writer).await.unwrap();
    let figures = |ledger: &Ledger| ledger.books.values().map(|book| book.figures.len()).sum::<usize>();
    assert_eq!(figures(&*opened(&backend, programme).await), 1);
    backend.rebuild(|_, _| ()).await.unwrap();
    assert_eq!(kept().await, None, "tables that are made anew begin another epoch");
    assert_eq!(opened(&backend, programme).await, from_the_beginning(&backend, programme).await);
    // What comes later is read on: figures, one withdrawn, a stage.
    backend.books().keep(backend.db(), programme, 1).await.unwrap();
    backend.record_figure(&account, &caller, id, &figure()).await.unwrap();
    let number = backend.synergy(&account, workshop, id).await.unwrap().figures[0].id;
    backend.withdraw_figure(&account, &caller, id, number, "Doublon").await.unwrap();
    let ledger = opened(&backend, programme).await;
    assert_eq!(ledger, from_the_beginning(&backend, programme).await);
    assert_eq!(figures(&ledger), 2);
    // Who read before the epoch changed keeps nothing of it.
    let before = backend.db().news(programme, crate::db::Marks::default()).await.unwrap().marks.epoch;
    backend.rebuild(|_, _| ()).await.unwrap();
    backend.db().keep_books(programme, before, &first).await.unwrap();
    assert_eq!(kept().await, None);
}

#[tokio::test]
async fn books_in_memory_are_read_anew_when_an_import_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("maillage.db");
    let (backend, other) = (open(&file).await, open(&file).await);
    let (_, programme, ..) = begun(&backend).await;
    let read = other.books().ledger(other.db(), programme).await.unwrap();
    assert_eq!(read.books.len(), 1);
    let mut tx = backend.db().writer.acquire().await.unwrap();
    sqlx::query("delete from synergy").execute(&mut *tx).await.unwrap();
    super::begin_epoch(&mut tx, &programme.to_string()).await.unwrap();
    drop(tx);
    assert_eq!(other.books().ledger(other.db(), programme).await.unwrap().books.len(), 0);
}
