//! Pages of the office are told when somebody else has done something in one of the reader's programmes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::time::Duration;

use futures::StreamExt as _;
use support::Server;
use support::feeds::{Socket, closed, listen};
use support::office::{get_as, member, office, post_as};
use tokio_tungstenite::tungstenite::Message;

/// How far the logs had moved when this page was made: what it gives its script.
fn moves(page: &str) -> u64 {
    let (_, rest) = page.split_once("data-moves=\"").expect("the page follows");
    rest.split('"').next().unwrap().parse().unwrap()
}

/// Reads until a number comes that is higher than this.
async fn told_of_more(socket: &mut Socket, than: u64) -> u64 {
    let telling = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Text(text))) if text.parse::<u64>().unwrap() > than => return text.parse().unwrap(),
                Some(Ok(_)) => {}
                other => panic!("it was cut: {other:?}"),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), telling).await.expect("it is told")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleagues_deed_is_told_to_open_pages_of_the_programme_and_to_no_others() {
    let server = Server::start().await;
    let claire = office(&server, "claire", "Démarche du Val").await;
    let paul = office(&server, "paul", "Autre démarche").await;
    claire.realise(&server, &[]).await;
    let (_, session) = member(&server, &claire, "rachid", "facilitator").await;
    let colleagues_cookie = format!("maillage_session={session}");
    let socket = listen(&server);
    let page = get_as(&server, &claire.synergy(), &colleagues_cookie).await.text;
    let read = moves(&page);
    let feed = format!("/programme/feed?after={read}");
    let (mut colleague, first) = socket.open(&feed, Some(("cookie", colleagues_cookie.clone()))).await;
    assert_eq!(first, read.to_string(), "nothing has happened since");
    let theirs = Some(("cookie", format!("maillage_session={}", paul.session)));
    let (mut stranger, _) = socket.open(&feed, theirs.clone()).await;

    let form = "indicator=tonnes_reused&amount=12&year=2026&verification=one_side&declared_by=Scierie+du+Val";
    assert_eq!(claire.post(&server, &format!("{}/figures", claire.synergy()), form).await.status, 303);
    let now = told_of_more(&mut colleague, read).await;
    let page = get_as(&server, &claire.synergy(), &colleagues_cookie).await.text;
    assert!(moves(&page) >= now, "who reads again is up to date");

    // Paul hears of his own programme only: the first number that is new to him is that of his own deed.
    paul.realise(&server, &[]).await;
    let heard = told_of_more(&mut stranger, read).await;
    assert!(heard > now, "what happens in another programme is told to nobody outside of it");

    // A page from before a restart is read again.
    let (_late, first) = socket.open("/programme/feed?after=7", theirs).await;
    assert!(first.parse::<u64>().unwrap() > now);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_is_told_nothing_more_and_a_stranger_nothing_at_all() {
    let server = Server::start().await;
    let claire = office(&server, "claire", "Démarche du Val").await;
    let socket = listen(&server);
    let cookie = format!("maillage_session={}", claire.session);
    let (mut feed, _) = socket.open("/programme/feed?after=0", Some(("cookie", cookie.clone()))).await;
    assert_eq!(post_as(&server, "/logout", &cookie, "").await.status, 303);
    assert_eq!(closed(&mut feed).await, 4_403);
    assert!(!get_as(&server, "/login", "").await.text.contains("data-moves"), "nothing to follow before signing in");
}

#[tokio::test]
async fn a_form_that_came_back_does_not_follow() {
    let server = Server::start().await;
    let claire = office(&server, "claire", "Démarche du Val").await;
    claire.realise(&server, &[]).await;
    let refused = claire.post(&server, &format!("{}/figures", claire.synergy()), "amount=x").await;
    assert_eq!(refused.status, 422);
    assert!(!refused.text.contains("data-moves"), "what was typed stays as it is");
}
