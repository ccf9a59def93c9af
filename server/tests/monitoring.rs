//! What whoever watches over a server can ask of it: whether it lives, whether people may be sent to it, what it
//! counts, and a log that programs read.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use axum::http::{Request, header};
use serde_json::{Value, json};
use support::Server;
use support::feeds::listen;
use support::mail::Sink;
use support::process::BINARY;

/// The figure of this line of what is counted; 0 where it is not told.
fn figure(text: &str, line: &str) -> f64 {
    let value = text.lines().find_map(|told| told.strip_prefix(line)?.strip_prefix(' '));
    value.map_or(0.0, |value| value.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_counted_and_nobody_is_named() {
    let server = Server::start().await;
    assert_eq!(figure(&server.backend.measured(), "maillage_rooms"), 0.0, "no room is opened to be counted");
    let (created, _desk) = server.workshop("haves_wants").await;
    let zoe = server.join(&created, "Zoé Martin", "Scierie du Lac").await;
    let before = server.backend.measured();
    server.card(&zoe, "have", "Sciure de chêne").await;
    let id = "0b6c4a3e-54b6-4f3e-8a8c-0d5d1f0f9a01";
    let card = json!({"type": "post_card", "card": {"kind": "want", "title": "Palettes", "category": "material"}});
    server.command_as(&zoe, id, card.clone()).await;
    server.command_as(&zoe, id, card).await;
    let refused = json!({"type": "post_card", "card": {"kind": "want", "title": "", "category": "material"}});
    server.command(&zoe, refused).await;
    let path = format!("/api/workshops/{}/feed?after=0", zoe.workshop);
    let listening = listen(&server);
    let feed = listening.open(&path, Some(("authorization", format!("Bearer {}", zoe.token)))).await;
    let relay = Sink::start(true).await;
    let mailer = relay.mailer().counted(server.backend.measures());
    assert!(mailer.send("nobody@maillage.example", "Sujet", "Texte").await.is_err());

    let text = server.backend.measured();
    let more = |line: &str| figure(&text, line) - figure(&before, line);
    assert_eq!(more("maillage_commands_total{outcome=\"done\"}"), 2.0, "{text}");
    assert_eq!(more("maillage_commands_total{outcome=\"repeated\"}"), 1.0);
    assert_eq!(more("maillage_commands_total{outcome=\"failed\"}"), 0.0);
    // What is published was committed before; the list of workshops is written without anything to publish.
    assert!(more("maillage_publish_seconds_count") >= 2.0, "{text}");
    assert!(more("maillage_commit_seconds_count") >= more("maillage_publish_seconds_count"), "{text}");
    assert!(more("maillage_answers_total{status=\"200\"}") >= 3.0);
    assert_eq!(more("maillage_answers_total{status=\"422\"}"), 1.0);
    assert_eq!(figure(&text, "maillage_mails_total{relay=\"refused it\"}"), 1.0);
    assert_eq!(figure(&text, "maillage_rooms"), 1.0);
    assert_eq!(figure(&text, "maillage_waiting"), 0.0);
    assert_eq!(figure(&text, "maillage_screens{whose=\"phone\"}"), 1.0);
    assert!(text.ends_with("# EOF\n"));
    for word in ["Zoé", "Martin", "Scierie", "Sciure", "nobody", zoe.workshop.as_str()] {
        assert!(!text.contains(word), "{word}");
    }

    // Whoever goes is not counted any more.
    drop(feed);
    let late = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    while figure(&server.backend.measured(), "maillage_screens{whose=\"phone\"}") > 0.0 {
        assert!(tokio::time::Instant::now() < late, "a screen that has gone is still counted");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_server_that_stops_lives_but_takes_nobody_in() {
    let server = Server::start().await;
    let ask = async |path: &str| {
        let request = Request::get(path).header(header::HOST, "some.name.of.a.proxy");
        let answer = server.send(request.body(axum::body::Body::empty()).unwrap()).await;
        (answer.status.as_u16(), answer.text)
    };
    assert_eq!(ask("/healthz").await, (200, "ok".to_owned()));
    assert_eq!(ask("/readyz").await, (200, "ready".to_owned()));
    server.app.stopping.cancel();
    assert_eq!(ask("/healthz").await, (200, "ok".to_owned()));
    assert_eq!(ask("/readyz").await, (503, "stopping".to_owned()));
    // A database that is gone: starting the program anew would not help.
    server.backend.stop().await;
    assert_eq!(ask("/healthz").await, (200, "ok".to_owned()));
}

#[test]
fn what_is_counted_is_read_at_an_address_of_its_own_and_the_log_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(BINARY)
        .args(["serve", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .env("MAILLAGE_LOG", "info")
        .env("MAILLAGE_LOG_FORM", "json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut told = |begin: &str| lines.find_map(|line| line.strip_prefix(begin).map(str::to_owned)).unwrap();
    let public = told("listening on http://");
    let address = told("metrics at http://");
    let get = |at: &str, path: &str| {
        let mut stream = TcpStream::connect(at).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let answer = get(address.trim_end_matches("/metrics"), "/metrics");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("application/openmetrics-text; version=1.0.0"));
    assert!(answer.contains("# TYPE maillage_commit_seconds histogram"));
    assert!(get(&public, "/metrics").starts_with("HTTP/1.1 404"), "not where everybody comes in");
    Command::new("kill").arg(child.id().to_string()).status().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(child.wait().unwrap().success());
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert!(lines.iter().any(|line| line["message"] == "stopping" && line["level"] == "INFO"), "{log}");
}
