//! Who may do what, for every command.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use serde_json::{Value, json};
use support::{Person, Server};

#[tokio::test]
async fn every_command_is_open_to_whom_it_should_be_and_to_nobody_else() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let owner = server.join(&created, "A", "Alpha").await;
    let other = server.join(&created, "B", "Beta").await;
    let card = server.card(&owner, "have", "Palettes").await;
    let second = server.card(&owner, "have", "Autres palettes").await;
    server.done(&other, json!({"type": "show_interest", "card_id": card, "interested": true})).await;
    let nobody = Person { workshop: desk.workshop.clone(), token: "x".into(), number: 0 };
    let third = server.join(&created, "C", "Gamma").await;
    let draft = json!({"kind": "have", "title": "Palettes EUR", "category": "material"});

    // What the facilitators alone may do; and what touches somebody else.
    let forbidden: Vec<Value> = vec![
        json!({
            "type": "describe_workshop",
            "workshop": {"title": "X", "date": "2026-11-24", "programme": "P", "language": "fr"},
        }),
        json!({"type": "change_phase", "phase": "closed"}),
        json!({"type": "switch_joining", "open": false}),
        json!({"type": "join", "participant": {"name": "X", "organisation": "Y"}}),
        json!({"type": "move_to", "participant": owner.number, "table": "1"}),
        json!({"type": "post_card", "card": draft, "on_behalf_of": owner.number}),
        json!({"type": "edit_card", "card_id": card, "card": draft}),
        json!({"type": "withdraw_card", "card_id": card}),
        json!({"type": "hide_card", "card_id": card, "hidden": true}),
        json!({"type": "merge_cards", "kept": card, "duplicate": second}),
        json!({"type": "show_interest", "card_id": second, "interested": true, "on_behalf_of": other.number}),
        json!({"type": "answer_match", "match_id": 1, "answer": {"answer": "interested"}}),
        json!({"type": "confirm_synergy", "match_id": 1, "synergy": {}}),
        json!({"type": "propose_matches", "proposals": []}),
        json!({"type": "understand_card", "card_id": card, "understood": {}}),
        json!({"type": "translate_card", "card_id": card, "translated": {"language": "en", "title": "Dust"}}),
    ];
    for command in forbidden {
        assert_eq!(
            server.command(&third, command.clone()).await.refusal(),
            (403, "not_allowed".into(), None),
            "a third person: {command}"
        );
        assert_eq!(server.command(&nobody, command.clone()).await.refusal().0, 401, "nobody: {command}");
        let path = format!("/api/workshops/{}/commands?board={}", desk.workshop, created.board_key);
        let board = server.post(&path, "", &json!({"command_id": uuid::Uuid::new_v4(), "command": command})).await;
        assert_eq!(board.refusal().0, 403, "a board: {command}");
    }
    for proposes in [
        json!({"type": "propose_matches", "proposals": []}),
        json!({"type": "understand_card", "card_id": card, "understood": {"available_from": "2026-12-15"}}),
        json!({"type": "translate_card", "card_id": card, "translated": {"language": "en", "title": "Dust"}}),
    ] {
        assert_eq!(server.command(&desk, proposes).await.refusal().1, "not_allowed", "the matcher alone proposes");
    }

    // What they may do.
    server.done(&other, json!({"type": "move_to", "table": "3"})).await;
    server.done(&owner, json!({"type": "edit_card", "card_id": card, "card": draft})).await;
    server.done(&desk, json!({"type": "post_card", "card": draft, "on_behalf_of": other.number})).await;
    server.done(&desk, json!({"type": "merge_cards", "kept": card, "duplicate": second})).await;
    server.done(&desk, json!({"type": "hide_card", "card_id": card, "hidden": true})).await;
    server
        .done(&desk, json!({"type": "join", "participant": {"name": "Sans téléphone", "organisation": "Delta"}}))
        .await;
}

#[tokio::test]
async fn a_page_of_another_site_can_write_nothing() {
    use axum::body::Body;
    use axum::http::{Request, header};
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let person = server.join(&created, "A", "Alpha").await;
    let body = json!({
        "command_id": uuid::Uuid::new_v4(),
        "command": {"type": "post_card", "card": {"kind": "have", "title": "Palettes", "category": "material"}},
    })
    .to_string();
    let cookie = format!("maillage_p_{}={}", person.workshop.replace('-', ""), person.token);
    let send = async |from: (&'static str, &'static str)| {
        let request = Request::post(format!("/api/workshops/{}/commands", person.workshop))
            .header(header::COOKIE, &cookie)
            .header(header::HOST, "maillage.local")
            .header(header::CONTENT_TYPE, "application/json")
            .header(from.0, from.1);
        server.send(request.body(Body::from(body.clone())).unwrap()).await
    };
    assert_eq!(send(("sec-fetch-site", "cross-site")).await.refusal(), (403, "cross_site".into(), None));
    assert_eq!(send(("origin", "https://elsewhere.example")).await.refusal().1, "cross_site");
    assert_eq!(send(("origin", "null")).await.refusal().1, "cross_site");
    assert_eq!(send(("sec-fetch-site", "same-origin")).await.status, 200);
}

#[tokio::test]
async fn answers_carry_their_guards_and_cookies_are_out_of_reach() {
    let server = Server::start().await;
    let (created, _) = server.workshop("welcome").await;
    let page = server.get(&format!("/j/{}", created.join_token), "").await;
    let header =
        |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    assert!(header("content-security-policy").contains("default-src 'none'"), "{}", header("content-security-policy"));
    assert!(
        !header("content-security-policy").contains("'unsafe-eval'")
            && !header("content-security-policy").contains("script-src 'unsafe-inline'")
    );
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "no-store");
    let joined =
        server.post("/api/join", "", &json!({"token": created.join_token, "name": "A", "organisation": "B"})).await;
    let cookie = joined.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
}
