//! One tap says that a match makes no sense: what the phones, the boards and the desk see of it, and of pairs like it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use domain::ids::{CommandId, MatchId, ParticipantId};
use domain::resource::ResourceDraft;
use domain::workshop::Command;
use serde_json::{Value, json};
use support::office::{office, post_as};
use support::{Person, Server};

/// Two pairs of the same things between four companies; everybody, the givers first, and the desk.
async fn room(server: &Server) -> (backend::workshops::CreatedWorkshop, Person, Vec<Person>) {
    let (created, desk) = server.workshop("matching").await;
    let mut people = Vec::new();
    let cards = [
        ("have", "sciure de bois"),
        ("have", "sciure de sapin"),
        ("want", "sciure pour litière"),
        ("want", "sciure pour litière de chevaux"),
    ];
    for (at, (kind, title)) in cards.into_iter().enumerate() {
        let person = server.join(&created, "N", &format!("Société {at}")).await;
        server.card(&person, kind, title).await;
        people.push(person);
    }
    server.until(&desk, |workshop| found(workshop, 1, 3).is_some() && found(workshop, 2, 4).is_some()).await;
    (created, desk, people)
}

fn found(workshop: &Value, card: u64, other: u64) -> Option<&Value> {
    let mut all = workshop["matches"].as_object()?.values();
    all.find(|found| found["card"] == card && found["counterpart"]["card"] == other)
}

fn score(workshop: &Value, card: u64, other: u64) -> f64 {
    found(workshop, card, other).and_then(|found| found["score"].as_f64()).unwrap()
}

#[tokio::test]
async fn a_pair_like_one_that_makes_no_sense_sinks_at_once_and_only_the_desk_learns_who_said_so() {
    let server = Server::start().await;
    let (created, desk, people) = room(&server).await;
    let before = server.state(&desk).await["workshop"].clone();
    let match_id = found(&before, 1, 3).unwrap()["id"].clone();
    let alike = score(&before, 2, 4);
    let absurd = json!({
        "type": "answer_match", "match_id": match_id, "answer": {"answer": "not_for_us", "reason": "unrelated"},
    });
    server.done(&people[0], absurd).await;
    server.until(&desk, |workshop| score(workshop, 2, 4) < alike - 0.1).await;

    let desk_reads = server.get(&format!("/api/workshops/{}/events", desk.workshop), &desk.token).await.text;
    assert!(desk_reads.contains("unrelated"));
    let board = format!("/api/workshops/{}/events?board={}", desk.workshop, created.board_key);
    for (who, reads) in [
        ("the board", server.get(&board, "").await.text),
        (
            "the other side",
            server.get(&format!("/api/workshops/{}/events", desk.workshop), &people[2].token).await.text,
        ),
    ] {
        assert!(reads.contains("not_for_us") && !reads.contains("unrelated"), "{who}: {reads}");
    }

    // Taken back, it is as it was.
    let back = json!({"type": "answer_match", "match_id": match_id, "answer": {"answer": "nothing"}});
    server.done(&people[0], back).await;
    server.until(&desk, |workshop| score(workshop, 2, 4) > alike - 0.05).await;
}

#[tokio::test]
async fn the_facilitators_tap_does_the_same_and_the_room_sees_that_the_match_is_put_away() {
    let server = Server::start().await;
    let (_, desk, people) = room(&server).await;
    let before = server.state(&desk).await["workshop"].clone();
    let alike = score(&before, 2, 4);
    let match_id = found(&before, 1, 3).unwrap()["id"].clone();
    let dismiss = |dismissed: bool| json!({"type": "dismiss_match", "match_id": match_id, "dismissed": dismissed});
    assert_eq!(server.command(&people[0], dismiss(true)).await.refusal().1, "not_allowed");
    server.done(&desk, dismiss(true)).await;
    server.until(&desk, |workshop| score(workshop, 2, 4) < alike - 0.1).await;
    assert_eq!(found(&server.state(&people[2]).await["workshop"], 1, 3).unwrap()["dismissed"], true);
    server.done(&desk, dismiss(false)).await;
    server.until(&desk, |workshop| score(workshop, 2, 4) > alike - 0.05).await;
}

#[tokio::test]
async fn without_script_a_form_says_it_and_a_form_at_the_same_place_takes_it_back() {
    let server = Server::start().await;
    let (_, desk, people) = room(&server).await;
    let list = format!("/w/{}/matches", desk.workshop);
    let cookie = format!("maillage_p_{}={}", desk.workshop.replace('-', ""), people[0].token);
    let read = || async { server.page(&list, 'p', &people[0]).await.text };
    assert!(!read().await.contains("Annuler ma réponse"));
    let workshop = server.state(&desk).await["workshop"].clone();
    let answer = format!("/w/{}/matches/{}/answer", desk.workshop, found(&workshop, 1, 3).unwrap()["id"]);
    assert!(read().await.contains(&format!("action=\"{answer}\"")), "the form goes there");
    post_as(&server, &answer, &cookie, "answer=not_for_us&reason=unrelated").await;
    assert!(read().await.contains("Annuler ma réponse"));
    post_as(&server, &answer, &cookie, "answer=nothing").await;
    assert!(!read().await.contains("Annuler ma réponse"));
}

#[tokio::test]
async fn the_export_of_matches_says_who_found_it_absurd() {
    let server = Server::start().await;
    let office = office(&server, "ada", "Val").await;
    let workshop = office.workshop.to_string();
    let caller = server.backend.caller_by_account(office.workshop, &office.account).await.unwrap();
    for (kind, title) in [("have", "Copeaux de hêtre"), ("want", "Copeaux de bois pour litière")] {
        let card =
            ResourceDraft { kind: kind.into(), title: title.into(), category: "material".into(), ..Default::default() };
        let on_behalf_of = Some(ParticipantId(if kind == "have" { 1 } else { 2 }));
        let id = CommandId(uuid::Uuid::new_v4());
        server.backend.command(&caller, id, Command::PostCard { card, on_behalf_of }).await.unwrap();
    }
    let giver = Person { workshop, ..office.participant.clone() };
    let state = server.until(&giver, |workshop| found(workshop, 2, 3).is_some()).await;
    let match_id = MatchId(found(&state["workshop"], 2, 3).unwrap()["id"].as_u64().unwrap().try_into().unwrap());
    server
        .done(
            &giver,
            json!({
                "type": "answer_match", "match_id": match_id,
                "answer": {"answer": "not_for_us", "reason": "unrelated"},
            }),
        )
        .await;
    let id = CommandId(uuid::Uuid::new_v4());
    server.backend.command(&caller, id, Command::DismissMatch { match_id, dismissed: true }).await.unwrap();
    let csv = office.get(&server, "/programme/export/matches.csv").await.text;
    let mut lines = csv.lines().map(|line| line.split(';').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let column = head.iter().position(|name| *name == "makes_no_sense").unwrap();
    let said: Vec<&str> = lines.map(|line| line[column]).filter(|said| !said.is_empty()).collect();
    assert_eq!(said, ["first facilitator"], "{csv}");
}
