//! Whatever comes in, the answer is clear, in the reader's language, with the right status; and the server goes on.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};
use support::Server;

fn card(changes: Value) -> Value {
    let mut card = json!({"kind": "have", "title": "Palettes", "category": "material"});
    card.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    json!({"type": "post_card", "card": card})
}

#[tokio::test]
async fn every_bad_field_of_a_card_is_named() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let person = server.join(&created, "A", "Alpha").await;
    let quantity = |amount: &str, unit: &str| json!({"quantity": amount, "unit": unit, "frequency": "week"});
    let table = [
        (json!({"title": ""}), "missing", "title"),
        (json!({"title": " \u{200b} "}), "missing", "title"),
        (json!({"title": "x".repeat(10_000)}), "too_long", "title"),
        (json!({"kind": "gift"}), "unknown_choice", "kind"),
        (json!({"category": "magic"}), "unknown_choice", "category"),
        (quantity("-3", "t"), "not_positive", "quantity"),
        (quantity("0", "t"), "not_positive", "quantity"),
        (quantity("1e12", "t"), "absurd", "quantity"),
        (quantity("NaN", "t"), "not_a_number", "quantity"),
        (quantity("beaucoup", "t"), "not_a_number", "quantity"),
        (quantity("3", "stone"), "unknown_unit", "unit"),
        (json!({"quantity": "3"}), "incomplete", "unit"),
        (json!({"description": "x".repeat(5_000)}), "too_long", "description"),
        (json!({"available_from": "demain"}), "not_a_date", "available_from"),
        (
            json!({"available_from": "2026-12-01", "available_until": "2026-11-01"}),
            "ends_before_start",
            "available_until",
        ),
        (json!({"max_km": "-1"}), "not_positive", "max_km"),
        (json!({"visibility": "world"}), "unknown_choice", "visibility"),
    ];
    for (changes, code, field) in table {
        let answer = server.command(&person, card(changes.clone())).await;
        assert_eq!(answer.refusal(), (422, code.to_owned(), Some(field.to_owned())), "{changes}");
    }
    // Markup is text.
    server.done(&person, card(json!({"title": "<b>Palettes</b>"}))).await;
    assert_eq!(server.state(&person).await["workshop"]["cards"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn every_problem_of_a_form_is_told_at_once_in_the_readers_language() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let person = server.join(&created, "A", "Alpha").await;
    let body = json!({"command_id": uuid::Uuid::new_v4(), "command": {"type": "post_card", "card": {}}}).to_string();
    let told = async |language: &str| {
        let request = Request::post(format!("/api/workshops/{}/commands", person.workshop))
            .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT_LANGUAGE, language);
        server.send(request.body(Body::from(body.clone())).unwrap()).await.json()
    };
    let (french, english) = (told("fr-FR").await, told("en-GB").await);
    let fields: Vec<&str> =
        french["problems"].as_array().unwrap().iter().map(|problem| problem["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["kind", "title"]);
    assert_ne!(french["message"], english["message"]);
}

#[tokio::test]
async fn a_category_that_nobody_chose_is_found_from_the_words() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let person = server.join(&created, "A", "Alpha").await;
    let category = async |command: Value| server.done(&person, command).await["resource"]["category"].clone();
    assert_eq!(
        category(json!({"type": "post_card", "card": {"kind": "have", "title": "Chaleur fatale à 60 °C"}})).await,
        "energy"
    );
    assert_eq!(
        category(json!({
            "type": "post_card", "card": {"kind": "have", "title": "Chaleur fatale à 60 °C", "category": "water"},
        }))
        .await,
        "water"
    );
    assert_eq!(
        category(json!({"type": "post_card", "card": {"kind": "want", "title": "Xyzzy"}})).await,
        "material",
        "what most cards are"
    );
    assert_eq!(
        category(json!({"type": "edit_card", "card_id": 2, "card": {"kind": "have", "title": "Camion qui rentre à \
            vide", "category": " "}}))
        .await,
        "logistics"
    );
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused_and_the_server_goes_on() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let person = server.join(&created, "A", "Alpha").await;
    let path = format!("/api/workshops/{}/commands", person.workshop);
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    for body in [
        "",
        "{",
        "null",
        "[]",
        "{\"command_id\":1}",
        "\u{0}",
        "{\"command_id\":\"x\",\"command\":{\"type\":\"explode\"}}",
        deep.as_str(),
    ] {
        let answer = server.post_text(&path, &person.token, body.to_owned()).await;
        assert_eq!(answer.refusal(), (400, "malformed".into(), None), "{}", &body[..body.len().min(40)]);
    }
    let unknown = json!({"command_id": uuid::Uuid::new_v4(), "command": {"type": "explode"}});
    assert_eq!(server.post(&path, &person.token, &unknown).await.refusal().1, "malformed");
    let form = Request::post(&path)
        .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
        .header(header::CONTENT_TYPE, "text/plain");
    assert_eq!(server.send(form.body(Body::from("{}")).unwrap()).await.refusal().1, "malformed");
    for kind in ["application/jsonx", "application/json-patch+json", "x-application/json"] {
        let other = Request::post(&path)
            .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
            .header(header::CONTENT_TYPE, kind);
        let good = json!({
            "command_id": uuid::Uuid::new_v4(),
            "command": {"type": "post_card", "card": {"kind": "have", "title": "X", "category": "material"}},
        });
        assert_eq!(
            server.send(other.body(Body::from(good.to_string())).unwrap()).await.refusal().1,
            "malformed",
            "{kind}"
        );
    }
    assert_eq!(server.post_text(&path, &person.token, "x".repeat(70_000)).await.status, 413);
    assert_eq!(server.get("/healthz", "").await.text, "ok");
    server.card(&person, "have", "Encore là").await;
}

#[tokio::test]
async fn doors_open_to_good_codes_only() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("welcome").await;
    let join = async |code: &str, name: &str| {
        server.post("/api/join", "", &json!({"code": code, "name": name, "organisation": "Alpha"})).await
    };
    assert_eq!(join("ZZZZZZZ", "A").await.refusal(), (404, "unknown_code".into(), None));
    assert_eq!(join("", "A").await.refusal().1, "unknown_code");
    assert_eq!(join(&created.join_code, "").await.refusal(), (422, "missing".into(), Some("name".into())));
    let email = json!({"code": created.join_code, "name": "A", "organisation": "Alpha", "email": "a@b.example"});
    assert_eq!(
        server.post("/api/join", "", &email).await.refusal(),
        (422, "consent_missing".into(), Some("consent".into()))
    );
    let table = json!({"code": created.join_code, "name": "A", "organisation": "Alpha", "table": "9"});
    assert_eq!(
        server.post("/api/join", "", &table).await.refusal(),
        (422, "unknown_table".into(), Some("table".into()))
    );
    let spaced = format!("{}-{}", &created.join_code[..3].to_lowercase(), &created.join_code[3..]);
    assert_eq!(join(&spaced, "A").await.status, 200, "as people type it");

    server.done(&desk, json!({"type": "switch_joining", "open": false})).await;
    assert_eq!(join(&created.join_code, "B").await.refusal(), (403, "joining_closed".into(), None));
    server.done(&desk, json!({"type": "switch_joining", "open": true})).await;
    server.done(&desk, json!({"type": "change_phase", "phase": "closed"})).await;
    assert_eq!(join(&created.join_code, "B").await.refusal(), (403, "joining_closed".into(), None));
}

#[tokio::test]
async fn guessing_codes_is_slow_but_a_right_code_opens_however_many_wrong_ones_came_from_the_same_hall() {
    let server = Server::start().await;
    let (created, _) = server.workshop("welcome").await;
    for person in 0..60 {
        server.join(&created, "N", &format!("Organisation {person}")).await;
    }
    let guess =
        async || server.post("/api/join", "", &json!({"code": "AAAAAAA", "name": "A", "organisation": "Alpha"})).await;
    let mut answers = Vec::new();
    for _ in 0..25 {
        answers.push(guess().await.status.as_u16());
    }
    assert_eq!(answers.first(), Some(&404));
    assert_eq!(answers.last(), Some(&429));
    assert!(guess().await.headers.contains_key(header::RETRY_AFTER));
    let page = server.get("/j/AAAAAAA", "").await;
    assert!(
        page.status == 429 && page.headers.contains_key(header::RETRY_AFTER),
        "pages say as well when to try again"
    );
    // Others of the same hall type the right one, or scan it.
    let typed = json!({"code": created.join_code, "name": "A", "organisation": "Alpha"});
    assert_eq!(server.post("/api/join", "", &typed).await.status, 200);
    assert_eq!(server.get(&format!("/i/{}", created.join_code), "").await.status, 200);
    server.join(&created, "N", "Tard venu").await;
    // Also when a QR code with a letter too many was opened over and over.
    for _ in 0..5 {
        assert_eq!(server.get(&format!("/j/{}x", created.join_token), "").await.status, 429);
    }
    assert_eq!(server.get(&format!("/j/{}", created.join_token), "").await.status, 200);
}

#[tokio::test]
async fn phases_and_other_workshops_are_respected() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("welcome").await;
    let (elsewhere, _) = server.workshop("haves_wants").await;
    let one = server.join(&created, "A", "Alpha").await;
    let stranger = server.join(&elsewhere, "B", "Beta").await;
    let card = server.card(&one, "have", "Palettes").await;
    assert_eq!(
        server.command(&one, json!({"type": "show_interest", "card_id": card, "interested": true})).await.refusal().1,
        "wrong_phase"
    );
    assert_eq!(
        server
            .command(&one, json!({"type": "answer_match", "match_id": 1, "answer": {"answer": "interested"}}))
            .await
            .refusal()
            .0,
        409
    );

    // A token of one workshop opens no other; its numbers mean nothing there.
    let intruder = support::Person { workshop: desk.workshop.clone(), ..stranger.clone() };
    assert_eq!(
        server.command(&intruder, json!({"type": "withdraw_card", "card_id": card})).await.refusal(),
        (401, "not_signed_in".into(), None)
    );
    assert_eq!(server.get(&format!("/api/workshops/{}/state", desk.workshop), &stranger.token).await.status, 401);
    assert_eq!(
        server
            .command(&stranger, json!({"type": "show_interest", "card_id": card, "interested": true}))
            .await
            .refusal(),
        (404, "unknown_card".into(), None)
    );
    let board = format!("/api/workshops/{}/state?board={}", desk.workshop, elsewhere.board_key);
    assert_eq!(server.get(&board, "").await.status, 404);
    assert_eq!(server.get("/api/workshops/nonsense/state", &one.token).await.status, 404);
    assert_eq!(
        server.get(&format!("/api/workshops/{}/events?after=-1", desk.workshop), &one.token).await.refusal().1,
        "malformed"
    );
}
