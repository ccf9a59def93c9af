//! A copy is one only if it restores: the drill with the real binary, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use support::process::{BINARY, Process, command, create_workshop, post};

fn run(arguments: &[&str], folder: &Path) -> Output {
    Command::new(BINARY).args(arguments).arg("--data").arg(folder).env("MAILLAGE_LOG", "error").output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn titles(state: &serde_json::Value) -> Vec<String> {
    let cards = state["workshop"]["cards"].as_object().unwrap();
    let mut titles: Vec<String> =
        cards.values().map(|card| card["resource"]["title"].as_str().unwrap_or_default().to_owned()).collect();
    titles.sort();
    titles
}

#[test]
fn a_copy_of_a_place_without_a_database_is_refused_and_makes_nothing() {
    let outer = tempfile::tempdir().unwrap();
    let (typo, copy) = (outer.path().join("typo"), outer.path().join("copy.db"));
    for arguments in [&["backup", copy.to_str().unwrap()][..], &["check"][..], &["rebuild"][..]] {
        let output = run(arguments, &typo);
        assert!(!output.status.success() && said(&output).contains("there is no database"), "{}", said(&output));
    }
    assert_eq!(std::fs::read_dir(outer.path()).unwrap().count(), 0, "neither folder nor file was made");
}

#[test]
fn what_is_read_is_made_anew_from_the_logs_while_no_server_runs() {
    let folder = tempfile::tempdir().unwrap();
    create_workshop(&folder);
    let process = Process::start(&folder, "127.0.0.1:0");
    let refused = run(&["rebuild"], folder.path());
    assert!(!refused.status.success() && said(&refused).contains("a server runs on"), "{}", said(&refused));
    process.kill();
    let done = run(&["rebuild"], folder.path());
    assert!(done.status.success() && said(&done).contains("made anew"), "{}", said(&done));
}

#[test]
fn the_drill() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.db");
    let created = create_workshop(&folder);
    let workshop = created["id"].as_str().unwrap();
    let process = Arc::new(Process::start(&folder, "127.0.0.1:0"));
    let join = |name: &str| {
        let body = json!({"token": created["join_token"], "name": name, "organisation": name}).to_string();
        process.ask("POST", "/api/join", "", &body)["token"].as_str().unwrap().to_owned()
    };
    let token = join("Avant");
    let state = |process: &Process| process.ask("GET", &format!("/api/workshops/{workshop}/state"), &token, "");
    for number in 0..20 {
        command(&process, workshop, &token, &post(&format!("A{number:03}")));
    }
    // The copy is made while others post.
    let enough = Arc::new(AtomicBool::new(false));
    let load = std::thread::spawn({
        let (process, workshop, token, enough) =
            (Arc::clone(&process), workshop.to_owned(), token.clone(), Arc::clone(&enough));
        move || {
            let mut number = 0;
            while !enough.load(Ordering::Relaxed) && number < 30 {
                command(&process, &workshop, &token, &post(&format!("B{number:03}")));
                number += 1;
            }
        }
    });
    let made = run(&["backup", copy.to_str().unwrap()], folder.path());
    enough.store(true, Ordering::Relaxed);
    load.join().unwrap();
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains("1 workshops, 1 participants, "), "it says what is in it: {}", said(&made));
    assert!(
        said(&run(&["backup", copy.to_str().unwrap()], folder.path())).contains("exists"),
        "no copy is written over"
    );

    let late = join("Après");
    for number in 0..20 {
        command(&process, workshop, &token, &post(&format!("C{number:03}")));
    }
    let (before, epoch) = (titles(&state(&process)), state(&process)["epoch"].clone());
    let seq = state(&process)["seq"].as_u64().unwrap();
    let refused = run(&["restore", copy.to_str().unwrap()], folder.path());
    assert!(!refused.status.success() && said(&refused).contains("a server runs"), "{}", said(&refused));
    let second =
        Command::new(BINARY).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path()).output().unwrap();
    assert!(
        !second.status.success() && said(&second).contains("a server runs"),
        "two servers on one database lose what people say"
    );
    assert_eq!(titles(&state(&process)), before, "nothing was changed");

    let address = Arc::into_inner(process).unwrap().kill();
    let log = folder.path().join("maillage.db-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0, "the killed server left a log");

    // As people do it: the copy simply put in place. It is not opened with a log that is not its own, and nothing is
    // lost by that.
    let original = std::fs::read(folder.path().join("maillage.db")).unwrap();
    std::fs::copy(&copy, folder.path().join("maillage.db")).unwrap();
    let sizes = || ["maillage.db", "maillage.db-wal"].map(|name| std::fs::read(folder.path().join(name)).unwrap());
    let there = sizes();
    let refused =
        Command::new(BINARY).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path()).output().unwrap();
    assert!(!refused.status.success() && said(&refused).contains("maillage restore"), "{}", said(&refused));
    assert!(!run(&["check"], folder.path()).status.success());
    assert!(sizes() == there, "nothing was touched");
    std::fs::write(folder.path().join("maillage.db"), original).unwrap();

    let restored = run(&["restore", copy.to_str().unwrap()], folder.path());
    assert!(restored.status.success(), "{}", said(&restored));
    let sound = run(&["check"], folder.path());
    assert!(
        sound.status.success() && said(&sound).contains("database and logs: 1 workshops, 1 participants"),
        "{}",
        said(&sound)
    );
    let process = Process::start(&folder, &address);
    let after = state(&process);
    let kept = titles(&after);
    assert!(
        kept.iter().filter(|title| title.starts_with('A')).count() == 20
            && !kept.iter().any(|title| title.starts_with('C')),
        "{kept:?}"
    );
    assert!(kept.iter().all(|title| before.contains(title)) && kept.len() < before.len());
    assert_ne!(after["epoch"], epoch, "screens of the later time start again");
    let beat = process.ask("GET", &format!("/api/workshops/{workshop}/events?after={seq}"), &token, "");
    assert_eq!(beat["epoch"], after["epoch"], "and are told so, whatever number they ask from");
    // What a phone still holds is taken in; who came later is told to come in again, and keeps what was typed.
    assert!(command(&process, workshop, &token, &post("Depuis")).get("seq").is_some());
    assert_eq!(command(&process, workshop, &late, &post("Encore"))["code"], "not_signed_in");

    // The database of before is whole where it was set aside, with its log.
    drop(process);
    let aside =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let aside = aside.filter(|name| name.starts_with("before-restore") && name.ends_with(".db")).collect::<Vec<_>>();
    assert_eq!(aside.len(), 1, "{aside:?}");
    let again = tempfile::tempdir().unwrap();
    for end in ["", "-wal", "-generation"] {
        std::fs::copy(folder.path().join(format!("{}{end}", aside[0])), again.path().join(format!("maillage.db{end}")))
            .unwrap();
    }
    assert_eq!(titles(&state(&Process::start(&again, "127.0.0.1:0"))), before);
}

#[test]
fn a_copy_put_back_by_hand_after_a_clean_stop_begins_a_new_history() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let created = create_workshop(&folder);
    assert!(run(&["backup", copy.to_str().unwrap()], folder.path()).status.success());
    let (workshop, key) = (created["id"].as_str().unwrap(), created["facilitator_token"].as_str().unwrap());
    let epoch = || {
        Process::start(&folder, "127.0.0.1:0").ask("GET", &format!("/api/workshops/{workshop}/state"), key, "")["epoch"]
            .clone()
    };
    let mut before = epoch();
    // Killed servers leave a log: what is in it is brought home first, by a command that ends by itself.
    create_workshop(&folder);
    for turn in 0..2 {
        std::fs::copy(&copy, folder.path().join("maillage.db")).unwrap();
        let after = epoch();
        assert_ne!(after, before, "time {turn}");
        before = after;
        create_workshop(&folder);
        assert_eq!(epoch(), before, "without a copy history goes on");
        create_workshop(&folder);
    }
}

#[test]
fn what_is_no_copy_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    create_workshop(&folder);
    let wrong = tempfile::tempdir().unwrap();
    let whole = wrong.path().join("whole.db");
    assert!(run(&["backup", whole.to_str().unwrap()], folder.path()).status.success());
    let before = std::fs::read(folder.path().join("maillage.db")).unwrap();
    let mut cut = std::fs::read(&whole).unwrap();
    cut.truncate(cut.len() / 2);
    std::fs::write(wrong.path().join("cut.db"), &cut).unwrap();
    std::fs::write(wrong.path().join("letter.db"), "Bonjour").unwrap();
    std::fs::write(wrong.path().join("empty.db"), "").unwrap();
    for name in ["cut.db", "letter.db", "empty.db", "missing.db"] {
        let output = run(&["restore", wrong.path().join(name).to_str().unwrap()], folder.path());
        assert!(!output.status.success() && !said(&output).contains("panicked"), "{name}: {}", said(&output));
        assert!(std::fs::read(folder.path().join("maillage.db")).unwrap() == before, "{name} changed something");
    }
    assert!(!wrong.path().join("missing.db").exists());
}

#[test]
fn copies_and_what_was_put_back_are_in_the_audit_log_and_a_key_of_another_server_is_noticed() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    create_workshop(&folder);
    let holds = |folder: &Path, words: &str| {
        std::fs::read(folder.join("maillage.db")).unwrap().windows(words.len()).any(|part| part == words.as_bytes())
    };
    let copy = elsewhere.path().join("copy.db");
    assert!(!holds(folder.path(), "backed_up"));
    assert!(run(&["backup", copy.to_str().unwrap()], folder.path()).status.success());
    assert!(holds(folder.path(), "backed_up"));
    let other = elsewhere.path().join("other");
    assert!(run(&["restore", copy.to_str().unwrap()], &other).status.success());
    assert!(holds(&other, "restored"));
    let checked = run(&["check"], folder.path());
    assert!(said(&checked).contains("is the one of this database"), "{}", said(&checked));
    let stranger = tempfile::tempdir().unwrap();
    create_workshop(&stranger);
    std::fs::copy(stranger.path().join("maillage.key"), folder.path().join("maillage.key")).unwrap();
    let checked = run(&["check"], folder.path());
    assert!(!checked.status.success() && said(&checked).contains("another key"), "{}", said(&checked));
}

#[test]
fn the_server_makes_copies_by_itself_and_removes_old_ones() {
    let folder = tempfile::tempdir().unwrap();
    create_workshop(&folder);
    let backups = folder.path().join("backups");
    std::fs::create_dir(&backups).unwrap();
    for name in ["maillage-20200101-000000.db", "notes.txt"] {
        std::fs::write(backups.join(name), "").unwrap();
    }
    let _process = Process::start_with(&folder, "127.0.0.1:0", &["--backup-every", "1h", "--backup-keep", "35d"]);
    let late = std::time::Instant::now() + std::time::Duration::from_secs(30);
    let names = || {
        let mut names: Vec<String> = std::fs::read_dir(&backups)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    while names().len() != 2 || names()[0].contains("2020") || names()[0].contains("unfinished") {
        assert!(std::time::Instant::now() < late, "{:?}", names());
        std::thread::yield_now();
    }
    use std::os::unix::fs::PermissionsExt as _;
    let copy = backups.join(&names()[0]);
    assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o077, 0, "for nobody else");
    let elsewhere = tempfile::tempdir().unwrap();
    let restored = run(&["restore", copy.to_str().unwrap()], elsewhere.path());
    assert!(restored.status.success() && said(&restored).contains("1 workshops"), "{}", said(&restored));
}
