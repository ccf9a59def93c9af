//! Rooms that nobody uses close, and nothing is lost with them; who only reads opens none.
#![allow(clippy::unwrap_used)]

use domain::ids::CommandId;
use domain::workshop::{Command, Phase, WorkshopDraft};

use super::*;
use crate::Backend;

const AT_ONCE: Duration = Duration::ZERO;

async fn begun(backend: &Backend) -> (crate::Caller, WorkshopId) {
    let draft = WorkshopDraft {
        title: "Atelier".into(),
        programme: "Val".into(),
        language: "fr".into(),
        date: "2026-11-24".into(),
        ..WorkshopDraft::default()
    };
    let created = backend.create_workshop(draft, None).await.unwrap();
    (backend.caller_by_facilitator_key(&created.facilitator_key).await.unwrap(), created.id)
}

#[tokio::test]
async fn a_room_that_nobody_uses_closes_and_goes_on_from_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::open(&folder.path().join("maillage.db"), Clock::system()).await.unwrap();
    let rooms = &backend.inner.rooms;
    let (desk, id) = begun(&backend).await;
    rooms.close_unused(AT_ONCE);
    assert_eq!(rooms.open_and_waiting(), (0, 0));

    let once = CommandId(uuid::Uuid::from_u128(1));
    let welcome = Command::ChangePhase { phase: Phase::Welcome, from: None };
    let first = backend.command(&desk, once, welcome.clone()).await.unwrap();
    let feed = backend.feed(&desk, 0).await.unwrap();
    rooms.close_unused(AT_ONCE);
    assert_eq!(rooms.open_and_waiting().0, 1, "somebody follows");
    drop(feed);
    rooms.close_unused(UNUSED);
    assert_eq!(rooms.open_and_waiting().0, 1, "it was used a moment ago");
    rooms.close_unused(AT_ONCE);
    assert_eq!(rooms.open_and_waiting().0, 0);

    // What was sent before is known again, and what comes now goes on from there.
    let again = backend.command(&desk, once, welcome).await.unwrap();
    assert_eq!((again.seq, again.events), (first.seq, first.events));
    let next = Command::ChangePhase { phase: Phase::HavesWants, from: None };
    let next = backend.command(&desk, CommandId(uuid::Uuid::from_u128(2)), next).await.unwrap();
    assert!(next.seq > first.seq);
    assert_eq!(backend.read(id).await.unwrap().workshop.phase, Phase::HavesWants);
}

#[tokio::test]
async fn who_only_reads_opens_no_room_and_sees_what_an_open_one_has() {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::open(&folder.path().join("maillage.db"), Clock::system()).await.unwrap();
    let rooms = &backend.inner.rooms;
    let (desk, id) = begun(&backend).await;
    let welcome = Command::ChangePhase { phase: Phase::Welcome, from: None };
    backend.command(&desk, CommandId(uuid::Uuid::from_u128(1)), welcome).await.unwrap();
    let open = backend.read(id).await.unwrap();
    rooms.close_unused(AT_ONCE);
    let past = backend.read(id).await.unwrap();
    assert_eq!(rooms.open_and_waiting().0, 0);
    assert_eq!((&past.epoch, past.seq, &past.workshop), (&open.epoch, open.seq, &open.workshop));
    let nowhere = backend.read(WorkshopId(uuid::Uuid::nil())).await;
    assert!(matches!(nowhere, Err(Error::Refused(_))), "{:?}", nowhere.map(|view| view.seq));
}

/// People come and go while rooms are closed under them as often as possible: each command is carried out once, in one
/// order.
#[tokio::test(flavor = "multi_thread")]
async fn closing_at_any_moment_loses_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::open(&folder.path().join("maillage.db"), Clock::system()).await.unwrap();
    let (desk, id) = begun(&backend).await;
    let before = backend.read(id).await.unwrap().seq;
    let stop = std::sync::atomic::AtomicBool::new(false);
    let closing = async {
        while !stop.load(std::sync::atomic::Ordering::Relaxed) {
            backend.inner.rooms.close_unused(AT_ONCE);
            tokio::task::yield_now().await;
        }
    };
    let working = async {
        for round in 0..100_u128 {
            let phase = if round % 2 == 0 { Phase::Welcome } else { Phase::Preparation };
            let done = backend.command(
                &desk,
                CommandId(uuid::Uuid::from_u128(round)),
                Command::ChangePhase { phase, from: None },
            );
            let read = backend.read(id);
            let (done, read) = tokio::join!(done, read);
            assert_eq!(done.unwrap().events.len(), 1, "round {round}");
            read.unwrap();
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    };
    tokio::join!(working, closing);
    assert_eq!(backend.read(id).await.unwrap().seq, before + 100);
}
