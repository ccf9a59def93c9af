//! Photos of cards: whose they are, who sees them, and that they go with their card and with their author.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use support::{Answer, Person, Server};

const POINT: &[u8] = include_bytes!("../../backend/tests/data/point.jpg");

async fn put(server: &Server, who: &Person, card: u64, content: &[u8]) -> Answer {
    let mut body = b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"IMG_1.jpg\"\r\nContent-Type: \
        image/jpeg\r\n\r\n"
        .to_vec();
    body.extend(content);
    body.extend(b"\r\n--edge--\r\n");
    let cookie = format!("maillage_p_{}={}", who.workshop.replace('-', ""), who.token);
    let request = Request::post(format!("/w/{}/cards/{card}/photo", who.workshop)).header(header::COOKIE, cookie);
    server
        .send(
            request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge").body(Body::from(body)).unwrap(),
        )
        .await
}

async fn seen(server: &Server, who: &Person, card: u64, more: &str) -> u16 {
    let answer = server.get(&format!("/w/{}/cards/{card}/photo.jpg?at=1{more}", who.workshop), &who.token).await;
    if answer.status == StatusCode::OK {
        assert_eq!(answer.headers[header::CONTENT_TYPE], "image/jpeg");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(answer.headers[header::CACHE_CONTROL].to_str().unwrap().starts_with("private"));
    }
    answer.status.as_u16()
}

#[tokio::test]
async fn a_photo_is_put_by_its_author_and_seen_by_whoever_sees_the_card() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let (one, other) = (server.join(&created, "Léa", "Scierie").await, server.join(&created, "Karim", "Élevage").await);
    let nobody = Person { token: String::new(), ..one.clone() };
    let board = format!("&board={}", created.board_key);
    let card = server.card(&one, "have", "Sciure").await;
    let secret = json!({
        "type": "post_card",
        "card": {"kind": "have", "title": "Chutes", "category": "material", "visibility": "facilitators"},
    });
    let secret = server.done(&one, secret).await["card"].as_u64().unwrap();

    assert_eq!(put(&server, &other, card, POINT).await.status, StatusCode::FORBIDDEN, "only to one's own");
    for card in [card, secret] {
        assert_eq!(put(&server, &one, card, POINT).await.status, StatusCode::SEE_OTHER);
    }
    assert!(server.state(&other).await["workshop"]["cards"]["1"]["photo"].is_i64(), "{}", server.state(&other).await);
    for (who, card, more, status) in [
        (&one, card, "", 200),
        (&other, card, "", 200),
        (&desk, card, "", 200),
        (&nobody, card, board.as_str(), 200),
        (&nobody, card, "", 401),
        (&nobody, card, "&board=guessed", 404),
        (&one, secret, "", 200),
        (&desk, secret, "", 200),
        (&other, secret, "", 404),
        (&nobody, secret, board.as_str(), 404),
    ] {
        assert_eq!(seen(&server, who, card, more).await, status, "card {card} {more}");
    }
    let told = server.get(&format!("/api/workshops/{}/events?after=0", other.workshop), &other.token).await.text;
    assert_eq!(told.matches("photo_changed").count(), 1, "the room does not hear of a photo of what it does not see");

    // What the facilitator hides is hidden with its photo, and comes back with it.
    server.done(&desk, json!({"type": "hide_card", "card_id": card, "hidden": true})).await;
    assert_eq!((seen(&server, &other, card, "").await, seen(&server, &one, card, "").await), (404, 200));
    server.done(&desk, json!({"type": "hide_card", "card_id": card, "hidden": false})).await;
    assert_eq!(seen(&server, &other, card, "").await, 200);
    server.done(&desk, json!({"type": "change_photo", "card_id": card, "taken": false})).await;
    assert_eq!(seen(&server, &one, card, "").await, 404);
}

#[tokio::test]
async fn what_is_no_photo_is_refused_on_the_page_with_a_reason() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let one = server.join(&created, "Léa", "Scierie").await;
    let card = server.card(&one, "have", "Sciure").await;
    for (content, said) in [
        (&b"<svg onload=alert(1)>"[..], "n’est pas une photo"),
        (b"", "Choisissez d’abord"),
        (&[0xff; 2_000_000], "trop lourde"),
    ] {
        let answer = put(&server, &one, card, content).await;
        assert!(
            answer.status.is_client_error() && answer.text.contains(said) && answer.text.contains("type=\"file\""),
            "{} {said}",
            answer.status
        );
    }
    let command = json!({"type": "change_photo", "card_id": card, "taken": true});
    assert_eq!(server.command(&one, command).await.refusal().1, "malformed", "a photo without a photo");
    assert!(server.state(&one).await["workshop"]["cards"]["1"]["photo"].is_null());
}

#[tokio::test]
async fn a_photo_goes_with_its_card_and_with_its_author_and_outlives_a_restart_until_then() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let one = server.join(&created, "Léa", "Scierie").await;
    let (first, second) = (server.card(&one, "have", "Sciure").await, server.card(&one, "have", "Chutes").await);
    for card in [first, second] {
        put(&server, &one, card, POINT).await;
    }
    let server = server.restart().await;
    assert_eq!((seen(&server, &one, first, "").await, seen(&server, &one, second, "").await), (200, 200));
    server.done(&one, json!({"type": "withdraw_card", "card_id": first})).await;
    assert_eq!((seen(&server, &one, first, "").await, seen(&server, &one, second, "").await), (404, 200));
    let holds_photo = |server: &Server| {
        let files = ["maillage.db", "maillage.db-wal"]
            .map(|name| std::fs::read(server.folder.path().join(name)).unwrap_or_default());
        files.iter().any(|file| file.windows(6).any(|bytes| bytes == b"JFIF\0\x01"))
    };
    assert!(holds_photo(&server));
    let cookie = format!("maillage_p_{}={}", one.workshop.replace('-', ""), one.token);
    let leave = Request::post(format!("/w/{}/me/leave", one.workshop)).header(header::COOKIE, cookie);
    assert_eq!(server.send(leave.body(Body::empty()).unwrap()).await.status, StatusCode::OK);
    let board = format!("&board={}", created.board_key);
    assert_eq!(seen(&server, &Person { token: String::new(), ..one.clone() }, second, &board).await, 404);
}
