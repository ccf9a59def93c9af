//! Everything that opens a door can be shut: the old key is dead at once, the new one works, and who followed by the
//! old one is cut.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::time::Duration;

use axum::http::header;
use backend::Backend;
use backend::clock::Clock;
use domain::time::Timestamp;
use futures::StreamExt as _;
use serde_json::json;
use server::App;
use support::feeds::{Socket, closed, listen};
use support::office::{get_as, office, post_as};
use support::{Answer, Person, Server};
use tokio_tungstenite::tungstenite::Message;

/// Whether a feed still speaks: after this card it does.
async fn speaks(socket: &mut Socket, title: &str) {
    let heard = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Text(text))) if text.contains(title) => return,
                Some(Ok(_)) => {}
                other => panic!("it was cut: {other:?}"),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), heard).await.expect("it speaks");
}

fn cookies(answer: &Answer) -> Vec<String> {
    answer
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned())
        .collect()
}

/// The cookie of a browser that opens a facilitator's link.
async fn enter(server: &Server, key: &str) -> String {
    let answer = server.get(&format!("/f/{key}"), "").await;
    assert_eq!(answer.status, 303);
    cookies(&answer).remove(0)
}

/// The text between the first of these that comes after `before`, and `end`.
fn between<'a>(text: &'a str, before: &str, end: char) -> &'a str {
    text.split_once(before).unwrap_or_else(|| panic!("{before} is not in {text}")).1.split(end).next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_renewed_or_ended_is_dead_at_once_and_its_screens_are_cut() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let socket = listen(&server);
    let person = server.join(&created, "A", "Alpha").await;
    let browser = enter(&server, &created.facilitator_key).await;
    let other_browser = enter(&server, &created.facilitator_key).await;
    assert!(!browser.contains(&created.facilitator_key), "the key itself stays in no browser");
    let keys = format!("/desk/{}/keys", created.id);
    let page = get_as(&server, &keys, &browser).await;
    assert!(
        page.status == 200
            && page.text.contains(&created.board_key)
            && page.text.contains(&created.join_code)
            && page.text.contains("A – Alpha")
    );
    assert!(!page.text.contains(&created.facilitator_key));

    // The board.
    let state = |key: &str| format!("/api/workshops/{}/state?board={key}", created.id);
    let mut board = socket.feed(&desk.workshop, &format!("&board={}", created.board_key), None).await;
    let mut phone = socket.feed(&desk.workshop, "", Some(("authorization", format!("Bearer {}", person.token)))).await;
    assert_eq!(post_as(&server, &format!("{keys}/board/renew"), &browser, "").await.status, 303);
    assert_eq!(closed(&mut board).await, 4_403);
    assert_eq!(server.get(&format!("/b/{}", created.board_key), "").await.status, 404);
    assert_eq!(server.get(&state(&created.board_key), "").await.refusal(), (404, "link_ended".into(), None));
    let page = get_as(&server, &keys, &browser).await.text;
    let new_board = between(&page, "/b/", '<').to_owned();
    assert_eq!(
        (
            server.get(&format!("/b/{new_board}"), "").await.status.as_u16(),
            server.get(&state(&new_board), "").await.status.as_u16()
        ),
        (200, 200)
    );
    let mut board = socket.feed(&desk.workshop, &format!("&board={new_board}"), None).await;
    server.card(&person, "have", "Palettes").await;
    speaks(&mut board, "Palettes").await;
    assert_eq!(post_as(&server, &format!("{keys}/board/end"), &browser, "").await.status, 303);
    assert_eq!(
        (closed(&mut board).await, server.get(&format!("/b/{new_board}"), "").await.status.as_u16()),
        (4_403, 404)
    );
    assert!(!get_as(&server, &keys, &browser).await.text.contains("/b/"), "there is none until one is made");
    assert_eq!(get_as(&server, &format!("/desk/{}", created.id), &browser).await.status, 200);
    speaks(&mut phone, "Palettes").await;

    // The door: who is in stays in.
    assert_eq!(post_as(&server, &format!("{keys}/door/renew"), &browser, "").await.status, 303);
    for old in [&created.join_token, &created.join_code] {
        assert_eq!(server.get(&format!("/j/{old}"), "").await.status, 404);
    }
    let page = get_as(&server, &keys, &browser).await.text;
    let (token, code) = (between(&page, "/j/", '<'), between(&page, "Code ", ' '));
    assert_eq!(
        (
            server.get(&format!("/j/{token}"), "").await.status.as_u16(),
            server.get(&format!("/j/{code}"), "").await.status.as_u16()
        ),
        (200, 200)
    );
    assert_eq!(server.get(&format!("/api/workshops/{}/state", created.id), &person.token).await.status, 200);
    assert_eq!(
        post_as(&server, &format!("{keys}/door/end"), &browser, "").await.status,
        422,
        "a door is closed, not ended"
    );

    // The facilitator's key, and the browsers that came with it. Who renews it goes on.
    let mut other_desk = socket.feed(&desk.workshop, "&desk=true", Some(("cookie", other_browser.clone()))).await;
    let renewed = post_as(&server, &format!("{keys}/desk/renew"), &browser, "").await;
    let new_key = between(&renewed.text, "/f/", '<').to_owned();
    let new_browser = cookies(&renewed).remove(0);
    assert_eq!(closed(&mut other_desk).await, 4_403);
    for old in [
        &browser,
        &other_browser,
        &format!("maillage_f_{}={}", desk.workshop.replace('-', ""), created.facilitator_key),
    ] {
        assert_eq!(get_as(&server, &keys, old).await.status, 303, "to the sign-in");
    }
    assert_eq!(server.get(&format!("/f/{}", created.facilitator_key), "").await.status, 404);
    assert_eq!(
        server.command(&desk, json!({"type": "switch_joining", "open": true})).await.refusal().1,
        "not_signed_in"
    );
    assert_eq!(get_as(&server, &keys, &new_browser).await.status, 200);
    let by_key = enter(&server, &new_key).await;
    assert_eq!(post_as(&server, &format!("{keys}/desk/end"), &new_browser, "").await.status, 303);
    assert_eq!(
        (
            get_as(&server, &keys, &by_key).await.status.as_u16(),
            server.get(&format!("/f/{new_key}"), "").await.status.as_u16()
        ),
        (303, 404)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_or_leaves_follows_no_longer() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let (created, desk) = server.workshop("haves_wants").await;
    let socket = listen(&server);
    let workshop = mine.workshop.to_string();

    // An account, and in the same browser a facilitator's key of another workshop.
    let by_key = enter(&server, &created.facilitator_key).await;
    let both = format!("maillage_session={}; {by_key}", mine.session);
    let mut own = socket.feed(&workshop, "&desk=true", Some(("cookie", both.clone()))).await;
    let mut other = socket.feed(&desk.workshop, "&desk=true", Some(("cookie", both.clone()))).await;
    let out = post_as(&server, "/logout", &both, "").await;
    assert!(
        cookies(&out).iter().any(|cookie| cookie.starts_with("maillage_f_") && cookie.ends_with('=')),
        "{:?}",
        cookies(&out)
    );
    assert_eq!((closed(&mut own).await, closed(&mut other).await), (4_403, 4_403));
    assert_eq!(
        get_as(&server, &format!("/desk/{}", created.id), &by_key).await.status,
        303,
        "also with the cookie as it was"
    );

    // A phone that is signed out: its person stays, with what they brought.
    let person = server.join(&created, "A", "Alpha").await;
    server.card(&person, "have", "Palettes").await;
    let cookie = format!("maillage_p_{}={}", person.workshop.replace('-', ""), person.token);
    let mut phone = socket.feed(&desk.workshop, "", Some(("cookie", cookie.clone()))).await;
    let link = post_as(&server, &format!("/w/{}/me/link", created.id), &cookie, "").await.text;
    let link = between(&link, &format!("/w/{}/as/", created.id), '<').to_owned();
    let out = post_as(&server, &format!("/w/{}/me/sign-out", created.id), &cookie, "").await;
    assert!(out.status == 200 && out.text.contains("localStorage") && out.headers.contains_key("clear-site-data"));
    assert!(cookies(&out).iter().any(|cookie| cookie.starts_with("maillage_p_") && cookie.ends_with('=')));
    assert_eq!(closed(&mut phone).await, 4_403);
    let events = format!("/api/workshops/{}/events?after=0", created.id);
    assert_eq!(server.get(&events, &person.token).await.refusal(), (401, "not_signed_in".into(), None));
    let again = server.get(&format!("/api/workshops/{}/state", created.id), &link).await.json();
    assert_eq!((again["me"].as_u64(), again["workshop"]["cards"].as_object().unwrap().len()), (Some(person.number), 1));

    // All phones and links at once, by their person or from the desk.
    let again = Person { token: link.clone(), ..person.clone() };
    let cookie = format!("maillage_p_{}={link}", person.workshop.replace('-', ""));
    assert_eq!(post_as(&server, &format!("/w/{}/me/sign-out", created.id), &cookie, "all=true").await.status, 200);
    assert_eq!(server.get(&events, &again.token).await.status, 401);
    let lost = server.join(&created, "B", "Beta").await;
    let mut phone = socket.feed(&desk.workshop, "", Some(("authorization", format!("Bearer {}", lost.token)))).await;
    let browser = enter(&server, &created.facilitator_key).await;
    assert_eq!(
        post_as(&server, &format!("/desk/{}/keys/person-{}/end", created.id, lost.number), &browser, "").await.status,
        303
    );
    assert_eq!((closed(&mut phone).await, server.get(&events, &lost.token).await.status.as_u16()), (4_403, 401));

    // Who leaves.
    let leaver = server.join(&created, "C", "Gamma").await;
    let mut phone = socket.feed(&desk.workshop, "", Some(("authorization", format!("Bearer {}", leaver.token)))).await;
    server.done(&leaver, json!({"type": "leave"})).await;
    assert_eq!(closed(&mut phone).await, 4_403);
}

#[tokio::test]
async fn nobody_but_a_facilitator_touches_keys() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let person = server.join(&created, "A", "Alpha").await;
    for path in ["desk/renew", "board/renew", "door/renew", "board/end", "desk/end", "table-1/end", "person-1/end"] {
        let cookie = format!("maillage_p_{}={}", person.workshop.replace('-', ""), person.token);
        let answer = post_as(&server, &format!("/desk/{}/keys/{path}", created.id), &cookie, "").await;
        assert_eq!((answer.status.as_u16(), answer.headers["location"].to_str().unwrap()), (303, "/login"), "{path}");
    }
    assert_eq!(server.get(&format!("/b/{}", created.board_key), "").await.status, 200);
}

#[tokio::test]
async fn a_table_key_ends_and_says_so() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let browser = enter(&server, &created.facilitator_key).await;
    let made = post_as(&server, &format!("/desk/{}/tables/2/key", created.id), &browser, "").await.text;
    let key = format!("/t/{}", between(&made, "/t/", '<'));
    assert_eq!(server.get(&key, "").await.status, 200);
    let keys = get_as(&server, &format!("/desk/{}/keys", created.id), &browser).await.text;
    assert!(keys.contains("Table 2") && keys.contains("/keys/table-2/end"));
    assert_eq!(post_as(&server, &format!("/desk/{}/keys/table-2/end", created.id), &browser, "").await.status, 303);
    let gone = server.get(&key, "").await;
    assert!(gone.status == 404 && gone.text.contains("plus rien"), "{}", gone.text);
}

#[tokio::test]
async fn links_for_other_phones_are_few_and_the_phone_that_makes_them_stays() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let person = server.join(&created, "A", "Alpha").await;
    let cookie = format!("maillage_p_{}={}", person.workshop.replace('-', ""), person.token);
    let mut links = Vec::new();
    for _ in 0..12 {
        let page = post_as(&server, &format!("/w/{}/me/link", created.id), &cookie, "").await.text;
        links.push(between(&page, &format!("/w/{}/as/", created.id), '<').to_owned());
    }
    let state = format!("/api/workshops/{}/state", created.id);
    let mut alive = Vec::new();
    for link in &links {
        alive.push(server.get(&state, link).await.status == 200);
    }
    assert_eq!(alive.iter().filter(|alive| **alive).count(), 5);
    assert_eq!((alive.last(), server.get(&state, &person.token).await.status.as_u16()), (Some(&true), 200));
}

#[tokio::test]
async fn a_browser_that_came_with_a_key_is_signed_out_when_it_was_not_used_for_half_a_day() {
    const HOUR: i64 = 60 * 60 * 1_000;
    let folder = tempfile::tempdir().unwrap();
    let (clock, hand) = Clock::adjustable();
    let start = clock.now().0;
    let backend = Backend::open(&folder.path().join("maillage.db"), clock).await.unwrap();
    let app = App::new(backend.clone());
    let server = Server { router: server::router(app.clone()), backend, app, folder };
    let (created, _) = server.workshop("haves_wants").await;
    let (used, idle) = (enter(&server, &created.facilitator_key).await, enter(&server, &created.facilitator_key).await);
    let keys = format!("/desk/{}/keys", created.id);
    hand.set(Timestamp(start + 11 * HOUR));
    // The page of keys writes when keys were used, so that it can show it.
    assert_eq!(get_as(&server, &keys, &used).await.status, 200);
    hand.set(Timestamp(start + 13 * HOUR));
    assert_eq!(
        (get_as(&server, &keys, &used).await.status.as_u16(), get_as(&server, &keys, &idle).await.status.as_u16()),
        (200, 303)
    );
    hand.set(Timestamp(start + 40 * HOUR));
    assert_eq!(get_as(&server, &keys, &used).await.status, 303);
    enter(&server, &created.facilitator_key).await;
}

#[tokio::test]
async fn a_companys_link_is_renewed_and_ended_and_takes_few_answers_a_day() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let id = mine.programme(&server).await.id;
    let links = async || {
        server.backend.asked(&mine.account, id).await.unwrap().into_iter().map(|asked| asked.link).collect::<Vec<_>>()
    };
    let before = links().await;
    let (handle, first) = (before[0].handle.clone(), format!("/s/{}", before[0].token.as_ref().unwrap()));
    assert_eq!(server.get(&format!("/s/{handle}"), "").await.status, 404, "what names a link opens nothing");
    let list = mine.get(&server, &format!("/programme/follow-up?programme={id}")).await.text;
    assert!(list.contains(&format!("/programme/answers/{handle}/renew")) && list.contains("/programme/follow-up/end"));

    assert_eq!(mine.post(&server, &format!("/programme/answers/{handle}/renew"), "").await.status, 303);
    let second = format!("/s/{}", links().await[0].token.as_ref().unwrap());
    assert_eq!(
        (server.get(&first, "").await.status.as_u16(), server.get(&second, "").await.status.as_u16()),
        (404, 200)
    );
    let mut answers = Vec::new();
    for _ in 0..11 {
        answers.push(post_as(&server, &second, "", "state=talking").await);
    }
    assert!(answers[..10].iter().all(|answer| answer.status == 303));
    assert!(answers[10].status == 429 && answers[10].headers.contains_key(header::RETRY_AFTER));
    assert_eq!(
        mine.post(&server, &format!("/programme/answers/{handle}"), "state=talking").await.status,
        303,
        "the manager still answers for them"
    );

    assert_eq!(mine.post(&server, &format!("/programme/answers/{handle}/end"), "").await.status, 303);
    assert_eq!(
        (
            server.get(&second, "").await.status.as_u16(),
            post_as(&server, &second, "", "state=done").await.status.as_u16()
        ),
        (404, 404)
    );
    assert!(links().await[0].ended_at.is_some() && links().await[0].token.is_none(), "and is not made anew by itself");
    let other = format!("/s/{}", links().await[1].token.as_ref().unwrap());
    let stranger = office(&server, "paul", "Autre démarche").await;
    assert_eq!(stranger.post(&server, &format!("/programme/follow-up/end?programme={id}"), "").await.status, 404);
    assert_eq!(server.get(&other, "").await.status, 200);
    assert_eq!(mine.post(&server, &format!("/programme/follow-up/end?programme={id}"), "").await.status, 303);
    assert_eq!(server.get(&other, "").await.status, 404);
}

#[tokio::test]
async fn nothing_that_opens_a_door_lies_open_in_the_database_and_a_lost_key_costs_links_but_no_data() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let id = mine.programme(&server).await.id;
    let caller = server.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
    let doors = server.backend.doors(&caller).await.unwrap();
    let board = doors.board_key.clone().unwrap();
    let table = server.backend.table_key(&caller, 1).await;
    let link = server.backend.asked(&mine.account, id).await.unwrap().remove(0).link.token.unwrap();
    server.backend.stop().await;
    let secrets = [
        doors.join_token.clone(),
        doors.join_code.clone(),
        board.clone(),
        link.clone(),
        mine.session.clone(),
        mine.participant.token.clone(),
    ];
    for entry in std::fs::read_dir(server.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for secret in secrets.iter().chain(table.as_ref().ok()) {
            assert!(
                !bytes.windows(secret.len()).any(|part| part == secret.as_bytes()),
                "{} holds {secret}",
                path.display()
            );
        }
    }
    let server = server.restart().await;
    assert_eq!(server.backend.doors(&caller).await.unwrap().join_code, doors.join_code, "shown again");
    assert_eq!(server.get(&format!("/j/{}", doors.join_code), "").await.status, 200);

    // The key file is gone: what was typed opens nothing, long links do until they are made anew, and everything is
    // shown again.
    std::fs::remove_file(server.folder.path().join("maillage.key")).unwrap();
    let server = server.restart().await;
    assert_eq!(server.get(&format!("/j/{}", doors.join_code), "").await.status, 404);
    assert_eq!(server.get(&format!("/s/{link}"), "").await.status, 200);
    let anew = server.backend.doors(&caller).await.unwrap();
    assert!(anew.join_code != doors.join_code && anew.board_key.is_some_and(|key| key != board));
    assert_eq!(server.get(&format!("/j/{}", anew.join_code), "").await.status, 200);
    let new_link = server.backend.asked(&mine.account, id).await.unwrap().remove(0).link.token.unwrap();
    assert_eq!(
        (
            server.get(&format!("/s/{link}"), "").await.status.as_u16(),
            server.get(&format!("/s/{new_link}"), "").await.status.as_u16()
        ),
        (404, 200)
    );
}
