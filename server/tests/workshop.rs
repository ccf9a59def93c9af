//! A workshop by HTTP alone, as phones, board and desk live through it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use domain::ids::{CardId, CommandId};
use domain::workshop::Command;
use serde_json::{Value, json};
use support::office::office;
use support::{Person, Server};

#[tokio::test]
async fn two_companies_find_each_other_and_become_a_synergy() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let one = server.join(&created, "Léa", "Scierie").await;
    let other = server.join(&created, "Karim", "Élevage").await;
    server.card(&one, "have", "Sciure de résineux").await;
    server.card(&other, "want", "Cherche sciures pour litière").await;

    let state = server.until(&one, |workshop| !workshop["matches"].as_object().unwrap().is_empty()).await;
    let found = &state["workshop"]["matches"]["1"];
    assert_eq!((found["card"].as_u64(), found["counterpart"]["card"].as_u64()), (Some(1), Some(2)));
    assert_eq!(found["reasons"][0]["fr"], "en commun\u{a0}: sciure");
    assert_eq!(found["reasons"][0]["en"], "in common: sawdust");

    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    for person in [&one, &other] {
        server.done(person, json!({"type": "answer_match", "match_id": 1, "answer": {"answer": "interested"}})).await;
    }
    let event = server.done(&desk, json!({
        "type": "confirm_synergy", "match_id": 1, "synergy": {"next_step": "Visite", "next_step_due": "2026-12-08"},
    })).await;
    assert_eq!(event["synergy"]["title"], "Sciure de résineux");
    assert_eq!((&event["synergy"]["giver"], &event["synergy"]["receiver"]), (&json!(one.number), &json!(other.number)));
    assert_eq!(
        server.command(&desk, json!({"type": "confirm_synergy", "match_id": 1, "synergy": {}})).await.refusal().1,
        "already_synergy"
    );

    // What a follower gets adds up to what the snapshot says, for everyone.
    let board = format!("/api/workshops/{}/state?board={}", desk.workshop, created.board_key);
    let seen = server.get(&board, "").await.json();
    assert_eq!(seen["seq"], server.state(&desk).await["seq"]);
    let numbers: Vec<u64> = server.events(&one).await.iter().map(|entry| entry["seq"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=seen["seq"].as_u64().unwrap()).collect::<Vec<_>>());
}

#[tokio::test]
async fn two_people_who_tap_make_a_match_without_a_want() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let one = server.join(&created, "A", "Alpha").await;
    let other = server.join(&created, "B", "Beta").await;
    let card = server.card(&one, "have", "Nacelle").await;
    server.done(&other, json!({"type": "show_interest", "card_id": card, "interested": true})).await;
    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    server.done(&one, json!({"type": "answer_match", "match_id": 1, "answer": {"answer": "interested"}})).await;
    let found = server.state(&desk).await["workshop"]["matches"]["1"].clone();
    assert_eq!(found["counterpart"], json!({"participant": other.number}));
    assert_eq!(
        (&found["first_answer"]["type"], &found["second_answer"]["type"]),
        (&json!("interested"), &json!("interested"))
    );
}

/// Everything that the room, and one person in it, is ever told.
async fn all_that_is_told(
    server: &Server,
    created: &backend::workshops::CreatedWorkshop,
    who: &support::Person,
) -> String {
    let mut told = String::new();
    for path in ["state", "events"] {
        told += &server.get(&format!("/api/workshops/{}/{path}", who.workshop), &who.token).await.text;
        told +=
            &server.get(&format!("/api/workshops/{}/{path}?board={}", who.workshop, created.board_key), "").await.text;
    }
    // And what the sources of the pages hold.
    for path in ["", "/room", "/matches"] {
        told += &server.page(&format!("/w/{}{path}", who.workshop), 'p', who).await.text;
    }
    told += &server.get(&format!("/b/{}", created.board_key), "").await.text;
    told
}

#[tokio::test]
async fn what_is_hidden_from_the_room_reaches_nobody_in_it() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let join = json!({
        "token": created.join_token, "name": "N", "organisation": "Acme", "email": "secret@acme.example",
        "consent": "yes",
    });
    let body = server.post("/api/join", "", &join).await.json();
    let acme = support::Person {
        workshop: desk.workshop.clone(),
        token: body["token"].as_str().unwrap().into(),
        number: body["participant"].as_u64().unwrap(),
    };
    let other = server.join(&created, "B", "Beta").await;
    let post = |title: &str, visibility: &str| {
        json!({
            "type": "post_card",
            "card": {"kind": "have", "title": title, "category": "material", "visibility": visibility},
        })
    };
    server.done(&acme, post("poussières suspectes", "facilitators")).await;
    server.done(&acme, post("fin de stock", "anonymous")).await;
    let room_card = server.card(&acme, "have", "palettes").await;
    server.done(&other, json!({"type": "show_interest", "card_id": room_card, "interested": true})).await;
    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    server
        .done(
            &acme,
            json!({
                "type": "answer_match", "match_id": 1,
                "answer": {"answer": "not_for_us", "reason": "price", "note": "trop chers chez eux"},
            }),
        )
        .await;

    let told = all_that_is_told(&server, &created, &other).await;
    for secret in ["poussières suspectes", "secret@acme.example", "trop chers chez eux"] {
        assert!(!told.contains(secret), "the room was told: {secret}");
    }
    let state = server.state(&other).await;
    let anonymous = state["workshop"]["cards"]
        .as_object()
        .unwrap()
        .values()
        .find(|card| card["resource"]["title"] == "fin de stock")
        .unwrap();
    assert_eq!(anonymous.get("author"), None);

    // Its author and the desk see what they should.
    let own = server.state(&acme).await.to_string();
    assert!(own.contains("poussières suspectes"));
    let desk_sees = server.state(&desk).await.to_string();
    assert!(desk_sees.contains("poussières suspectes") && desk_sees.contains("trop chers chez eux"));
    assert!(!desk_sees.contains("secret@acme.example"), "addresses stand beside the log");
}

#[tokio::test]
async fn what_was_taken_back_or_hidden_is_in_no_log_that_others_read_also_from_its_beginning() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let (author, other) = (server.join(&created, "A", "Alpha").await, server.join(&created, "B", "Beta").await);
    let hidden = server.card(&author, "have", "propos injurieux").await;
    let withdrawn = server.card(&author, "have", "mot de trop").await;
    let rewritten = server.card(&author, "have", "ancienne tournure").await;
    server.done(&other, json!({"type": "show_interest", "card_id": hidden, "interested": true})).await;
    server.done(&desk, json!({"type": "hide_card", "card_id": hidden, "hidden": true})).await;
    server.done(&author, json!({"type": "withdraw_card", "card_id": withdrawn})).await;
    let anew = json!({"kind": "have", "title": "palettes", "category": "material"});
    server.done(&author, json!({"type": "edit_card", "card_id": rewritten, "card": anew})).await;

    let words = ["propos injurieux", "mot de trop", "ancienne tournure"];
    let check = async |server: &Server| {
        let told = all_that_is_told(server, &created, &other).await;
        for word in words {
            assert!(!told.contains(word), "the room was told: {word}");
        }
        assert!(told.contains("palettes"));
        let own = all_that_is_told(server, &created, &author).await;
        assert!(
            own.contains("propos injurieux") && own.contains("mot de trop"),
            "its author still sees what became of it"
        );
        let log = server.get(&format!("/api/workshops/{}/events?after=0", desk.workshop), &desk.token).await.text;
        assert!(words.iter().all(|word| log.contains(word)), "the desk reads all of it");
    };
    check(&server).await;
    // A log that is played again after a restart tells no more.
    let server = server.restart().await;
    check(&server).await;
}

#[tokio::test]
async fn the_table_of_cards_says_what_became_of_each() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    let desk = server.backend.caller_by_account(office.workshop, &office.account).await.unwrap();
    let hidden = server.card(&office.participant, "have", "propos injurieux").await;
    let withdrawn = server.card(&office.participant, "have", "mot de trop").await;
    let hide = Command::HideCard { card_id: CardId(u32::try_from(hidden).unwrap()), hidden: true };
    server.backend.command(&desk, CommandId(uuid::Uuid::new_v4()), hide).await.unwrap();
    server.done(&office.participant, json!({"type": "withdraw_card", "card_id": withdrawn})).await;
    let table = office.get(&server, "/programme/export/cards.csv").await.text;
    for (title, status) in [("Sciure sèche", "open"), ("propos injurieux", "hidden"), ("mot de trop", "withdrawn")] {
        let line = table.lines().find(|line| line.contains(title)).unwrap();
        assert!(line.split([';', ',']).any(|cell| cell == status), "{line}");
    }
}

#[tokio::test]
async fn nothing_that_people_write_becomes_markup() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let hostile = "</script><img src=x onerror=alert(1)>";
    let person = server.join(&created, hostile, hostile).await;
    server
        .done(
            &person,
            json!({
                "type": "post_card",
                "card": {
                    "kind": "have", "title": hostile, "category": "material",
                    "description": format!("</textarea>{hostile}"),
                },
            }),
        )
        .await;
    let board = server.get(&format!("/b/{}", created.board_key), "").await;
    let phone = server.page(&format!("/w/{}", person.workshop), 'p', &person).await;
    let card = server.page(&format!("/w/{}/cards/1", person.workshop), 'p', &person).await;
    let console = server.page(&format!("/desk/{}", desk.workshop), 'f', &desk).await;
    for page in [board, phone, card, console] {
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(!page.text.contains("<img src=x"), "{}", page.text);
        assert!(page.text.contains("&lt;img src=x"), "shown as it was written");
    }
}

#[tokio::test]
async fn a_command_that_is_sent_again_is_done_once_also_after_a_restart() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let person = server.join(&created, "A", "Alpha").await;
    let id = uuid::Uuid::new_v4().to_string();
    let post = json!({"type": "post_card", "card": {"kind": "have", "title": "Palettes", "category": "material"}});
    let first = server.command_as(&person, &id, post.clone()).await.json();
    assert_eq!(server.command_as(&person, &id, post.clone()).await.json(), first);
    let other = json!({"type": "post_card", "card": {"kind": "have", "title": "Autre", "category": "material"}});
    assert_eq!(server.command_as(&person, &id, other).await.refusal(), (409, "command_id_reused".into(), None));

    let server = server.restart().await;
    assert_eq!(server.command_as(&person, &id, post).await.json(), first);
    let state = server.state(&person).await;
    assert_eq!(state["workshop"]["cards"].as_object().unwrap().len(), 1);
    assert_eq!(state["seq"], first["seq"]);
}

#[tokio::test]
async fn a_join_that_is_sent_again_makes_no_second_person() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("welcome").await;
    let id = uuid::Uuid::new_v4().to_string();
    let join =
        json!({"code": created.join_code.to_lowercase(), "name": "A", "organisation": "Alpha", "command_id": id});
    let (first, second) =
        (server.post("/api/join", "", &join).await.json(), server.post("/api/join", "", &join).await.json());
    assert_eq!(first["participant"], second["participant"]);
    assert_eq!(server.state(&desk).await["workshop"]["participants"].as_object().unwrap().len(), 1);
    let again =
        support::Person { workshop: desk.workshop.clone(), token: second["token"].as_str().unwrap().into(), number: 1 };
    assert_eq!(server.state(&again).await["me"], Value::from(1));
}

#[tokio::test]
async fn examples_on_the_form_are_in_the_words_of_ones_own_branch() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    for (sector, example) in [("16", "sciure sèche"), ("62", "mobilier de bureau"), ("", "palettes EUR usagées")] {
        let body = json!({"token": created.join_token, "name": "Léa", "organisation": "Val", "sector": sector});
        let joined = server.post("/api/join", "", &body).await.json();
        let me =
            Person { workshop: created.id.to_string(), token: joined["token"].as_str().unwrap().to_owned(), number: 0 };
        let page = server.page(&format!("/w/{}", created.id), 'p', &me).await.text;
        assert!(page.contains(example), "{sector}: {example}");
    }
}
