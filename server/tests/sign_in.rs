//! Signing in: guesses wait, owners get in, floods are turned away, the set-up link works once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use backend::Backend;
use backend::clock::Clock;
use domain::time::Timestamp;
use server::App;
use support::hall::{Client, EMAIL, Hall, PASSWORD, cookies, from, retry_after};
use support::{Answer, Server};

#[tokio::test]
async fn guesses_wait_longer_and_longer_and_the_owner_still_gets_in() {
    let hall = Hall::with_account().await;
    let home = hall.sign_in(&from("192.0.2.9"), EMAIL, PASSWORD).await;
    assert_eq!(home.status, 303);
    let home = Client { address: "192.0.2.9", cookies: cookies(&home) };
    let guesser = from("203.0.113.5");
    let mut waits = Vec::new();
    for number in 0..14 {
        let answer = hall.sign_in(&guesser, EMAIL, &format!("fausse phrase {number}")).await;
        assert_eq!(answer.status, 401, "try {number}");
        if number < 2 {
            continue;
        }
        // The right password helps nobody who comes too early, from there or from elsewhere.
        let early = hall.sign_in(&guesser, EMAIL, PASSWORD).await;
        assert_eq!(early.status, 429, "try {number}");
        assert_eq!(hall.sign_in(&from("198.51.100.7"), EMAIL, PASSWORD).await.status, 429);
        // The owner's browser passes.
        assert_eq!(hall.sign_in(&home, EMAIL, PASSWORD).await.status, 303, "try {number}");
        waits.push(retry_after(&early));
        hall.wait(retry_after(&early));
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    // Whoever waited is looked at again, and the right password forgets the wrong ones.
    assert_eq!(hall.sign_in(&from("198.51.100.7"), EMAIL, PASSWORD).await.status, 303);
    assert_eq!(hall.sign_in(&guesser, EMAIL, "fausse phrase").await.status, 401);
}

#[tokio::test]
async fn waiting_is_not_forgotten_by_a_restart_and_a_mark_is_no_way_to_guess() {
    let hall = Hall::with_account().await;
    let mark = cookies(&hall.sign_in(&from("192.0.2.9"), EMAIL, PASSWORD).await);
    for _ in 0..3 {
        assert_eq!(hall.sign_in(&from("203.0.113.5"), EMAIL, "fausse phrase").await.status, 401);
    }
    let Hall { server, now } = hall;
    server.backend.stop().await;
    let hand = Arc::clone(&now);
    let clock = Clock::from_fn(move || Timestamp(hand.load(Ordering::Relaxed)));
    let backend = Backend::open(&server.folder.path().join("maillage.db"), clock).await.unwrap();
    let app = App::new(backend.clone());
    let hall =
        Hall { server: Server { router: server::router(app.clone()), backend, app, folder: server.folder }, now };
    let answer = hall.sign_in(&from("203.0.113.5"), EMAIL, "fausse phrase").await;
    assert_eq!((answer.status.as_u16(), retry_after(&answer)), (429, 1));
    assert!(answer.text.contains("Prochain essai possible dans 1\u{a0}seconde."), "{}", answer.text);
    // Whoever took the owner's mark guesses no faster.
    let thief = Client { address: "203.0.113.5", cookies: mark };
    let mut answers = Vec::new();
    for _ in 0..12 {
        answers.push(hall.sign_in(&thief, EMAIL, "fausse phrase").await.status.as_u16());
    }
    assert_eq!(answers, [[401; 10].as_slice(), &[429; 2]].concat());
}

#[tokio::test]
async fn many_guesses_at_once_are_as_few_as_one_after_the_other() {
    let hall = Hall::with_account().await;
    let guesses =
        (0..12).map(|number| {
            let hall = &hall;
            async move {
                hall.sign_in(&from("203.0.113.5"), EMAIL, &format!("fausse phrase {number}")).await.status.as_u16()
            }
        });
    let mut answers = futures::future::join_all(guesses).await;
    answers.sort_unstable();
    assert_eq!(answers, [[401; 3].as_slice(), &[429; 9]].concat(), "three slips are looked at, whatever comes at once");
}

#[tokio::test]
async fn an_address_says_nothing_of_whether_it_has_an_account() {
    let hall = Hall::with_account().await;
    for round in 0..6 {
        let known = hall.sign_in(&from("203.0.113.5"), EMAIL, "fausse phrase").await;
        let unknown = hall.sign_in(&from("203.0.113.6"), "personne@maillage.example", "fausse phrase").await;
        let told =
            |answer: &Answer, email: &str| (answer.status, retry_after(answer), answer.text.replace(email, "EMAIL"));
        let without_nonce = |(status, wait, text): (_, _, String)| {
            (
                status,
                wait,
                text.split("<body").nth(1).unwrap_or_default().split("<script").next().unwrap_or_default().to_owned(),
            )
        };
        assert_eq!(
            without_nonce(told(&known, EMAIL)),
            without_nonce(told(&unknown, "personne@maillage.example")),
            "round {round}"
        );
    }
}

#[tokio::test]
async fn a_network_that_guesses_at_many_accounts_waits() {
    let hall = Hall::with_account().await;
    let mut waited = 0;
    for number in 0..40 {
        // Neighbours in one network of 64 bits count as one.
        let address: &'static str = ["2001:db8::1", "2001:db8::2", "2001:db8::3"][number % 3];
        waited += usize::from(
            hall.sign_in(&from(address), &format!("compte{number}@maillage.example"), "fausse phrase").await.status
                == 429,
        );
    }
    assert_eq!(waited, 10);
    assert_eq!(hall.sign_in(&from("2001:db8::9"), EMAIL, PASSWORD).await.status, 429);
    assert_eq!(hall.sign_in(&from("2001:db8:0:1::1"), EMAIL, PASSWORD).await.status, 303, "the neighbour network");
}

#[tokio::test]
async fn a_flood_of_sign_ins_is_turned_away_before_it_takes_memory() {
    let hall = Hall::with_account().await;
    let floods =
        (0..100).map(|number| {
            let hall = &hall;
            async move {
                hall.sign_in(&from("203.0.113.5"), &format!("compte{number}@maillage.example"), "fausse phrase").await
            }
        });
    let answers = futures::future::join_all(floods).await;
    let turned_away: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    // Two hash and sixteen wait; how many are done before the last one has come is the machine's business.
    assert!(turned_away.len() > 40, "{}", turned_away.len());
    assert!(
        turned_away.iter().all(|answer| retry_after(answer) > 0 && answer.text.contains("connexions en même temps"))
    );
    assert_eq!(hall.sign_in(&from("192.0.2.1"), EMAIL, PASSWORD).await.status, 303, "afterwards all is as before");
    let long = hall.sign_in(&from("192.0.2.1"), EMAIL, &"a".repeat(60_000)).await;
    assert_eq!(long.status, 401, "a password longer than any is not hashed");
}

#[tokio::test]
async fn the_set_up_link_works_once_also_when_ten_requests_come_together() {
    let hall = Hall::open().await;
    let token = hall.server.app.open_set_up().await.unwrap().unwrap();
    let path = format!("/setup/{token}");
    let common =
        hall.post(&path, &Client::default(), "name=Claire&email=c%40maillage.example&password=1234567890").await;
    assert_eq!(common.status, 422);
    assert!(common.text.contains("Trop facile à deviner"), "{}", common.text);
    let tries = (0..10).map(|number| {
        let (hall, path) = (&hall, path.clone());
        async move {
            hall.post(
                &path,
                &Client::default(),
                &format!("name=Claire&email=c{number}%40maillage.example&password={PASSWORD}"),
            )
            .await
            .status
            .as_u16()
        }
    });
    let mut answers = futures::future::join_all(tries).await;
    answers.sort_unstable();
    assert_eq!(answers, [[303].as_slice(), &[404; 9]].concat());
    assert_eq!(hall.post(&path, &Client::default(), "").await.status, 404);
}

#[tokio::test]
async fn a_link_to_a_new_password_works_once_ends_the_wait_and_all_sessions() {
    let hall = Hall::with_account().await;
    let before = hall.sign_in(&from("192.0.2.1"), EMAIL, PASSWORD).await;
    let session = cookies(&before)
        .split("; ")
        .find_map(|cookie| cookie.strip_prefix("maillage_session=").map(str::to_owned))
        .unwrap();
    for _ in 0..8 {
        hall.sign_in(&from("203.0.113.5"), EMAIL, "fausse phrase").await;
    }
    assert!(hall.server.backend.make_password_link("personne@maillage.example").await.is_err());
    let first = hall.server.backend.make_password_link(EMAIL).await.unwrap();
    let path = format!("/password/{}", hall.server.backend.make_password_link(EMAIL).await.unwrap());
    assert_eq!(
        hall.post(&format!("/password/{first}"), &from("192.0.2.1"), "password=une autre phrase").await.status,
        404,
        "a later link ends it"
    );
    assert_eq!(
        hall.post(&path, &from("192.0.2.1"), "password=1234567890").await.status,
        422,
        "and works all the same afterwards"
    );
    assert_eq!(hall.post(&path, &from("192.0.2.1"), "password=une autre phrase").await.status, 303);
    assert_eq!(hall.post(&path, &from("192.0.2.1"), "password=encore une autre").await.status, 404, "it works once");
    assert!(hall.server.backend.account(&session).await.is_err(), "the session of before is over");
    assert_eq!(hall.sign_in(&from("203.0.113.9"), EMAIL, "une autre phrase").await.status, 303, "and nobody waits");
    assert_eq!(hall.sign_in(&from("203.0.113.9"), EMAIL, PASSWORD).await.status, 401);
    let late = hall.server.backend.make_password_link(EMAIL).await.unwrap();
    hall.wait(60 * 60);
    assert_eq!(
        hall.post(&format!("/password/{late}"), &from("192.0.2.1"), "password=une autre phrase").await.status,
        404,
        "after an hour"
    );
}
