//! The real binary, its feed, and a power cut.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::process::Command;
use std::time::Duration;

use futures::StreamExt as _;
use serde_json::{Value, json};
use support::process::{BINARY, Process, command, create_workshop, post};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};

#[test]
fn what_was_acknowledged_outlives_a_power_cut() {
    let folder = tempfile::tempdir().unwrap();
    let created = create_workshop(&folder);
    let workshop = created["id"].as_str().unwrap();
    let mut listen = "127.0.0.1:0".to_owned();
    let mut token = String::new();
    let mut epoch = Value::Null;
    for round in 0..3 {
        let process = Process::start(&folder, &listen);
        if round == 0 {
            let join = json!({"token": created["join_token"], "name": "A", "organisation": "Alpha"}).to_string();
            token = process.ask("POST", "/api/join", "", &join)["token"].as_str().unwrap().to_owned();
        }
        let mut last = 0;
        for card in 0..10 {
            let answer = command(&process, workshop, &token, &post(&format!("Carte {round}.{card}")));
            last = answer["seq"].as_u64().unwrap_or_else(|| panic!("{answer}"));
        }
        // Killed right after the last acknowledgement.
        listen = process.kill();
        let process = Process::start(&folder, &listen);
        let state = process.ask("GET", &format!("/api/workshops/{workshop}/state"), &token, "");
        assert_eq!(state["workshop"]["cards"].as_object().unwrap().len(), 10 * (round + 1));
        assert!(state["seq"].as_u64().unwrap() >= last);
        if round > 0 {
            assert_eq!(state["epoch"], epoch, "the same history");
        }
        epoch = state["epoch"].clone();
        listen = process.kill();
    }
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn next(socket: &mut Socket) -> Value {
    loop {
        let message = tokio::time::timeout(Duration::from_secs(15), socket.next())
            .await
            .expect("a frame")
            .expect("open")
            .expect("good");
        if let Message::Text(text) = message {
            return serde_json::from_str(&text).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_tells_everything_in_order_from_where_one_was_and_says_goodbye() {
    let folder = tempfile::tempdir().unwrap();
    let created = create_workshop(&folder);
    let (workshop, key) = (created["id"].as_str().unwrap(), created["facilitator_token"].as_str().unwrap());
    let mut process = Process::start(&folder, "127.0.0.1:0");
    let join = json!({"token": created["join_token"], "name": "A", "organisation": "Alpha"}).to_string();
    let joined = process.ask("POST", "/api/join", "", &join);
    let token = joined["token"].as_str().unwrap();
    command(&process, workshop, token, &post("Avant"));

    let open = async |after: u64, origin: Option<&str>| {
        let address = format!("ws://{}/api/workshops/{workshop}/feed?after={after}", process.address);
        let mut request = address.into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        tokio_tungstenite::connect_async(request).await.map(|(socket, _)| socket)
    };
    match open(0, Some("https://elsewhere.example")).await {
        Err(Error::Http(response)) => assert_eq!(response.status(), 403, "another site's page may not listen"),
        other => panic!("{other:?}"),
    }

    let joined_at = joined["seq"].as_u64().unwrap();
    let mut socket = open(joined_at, None).await.unwrap();
    let beat = next(&mut socket).await;
    assert_eq!(beat["type"], "beat");
    for title in ["Un", "Deux", "Trois"] {
        command(&process, workshop, token, &post(title));
    }
    command(&process, workshop, key, &json!({"type": "change_phase", "phase": "matching"}));
    let mut told: Vec<Value> = Vec::new();
    while told.len() < 5 {
        let frame = next(&mut socket).await;
        if frame["type"] == "events" {
            assert_eq!(frame["epoch"], beat["epoch"]);
            told.extend(frame["events"].as_array().unwrap().iter().cloned());
        }
    }
    let numbers: Vec<u64> = told.iter().map(|entry| entry["seq"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (joined_at + 1..=joined_at + 5).collect::<Vec<_>>(), "without gaps, from where one was");
    assert_eq!(told[4]["event"]["phase"], "matching");

    // A clean stop tells everyone when to come back.
    let goodbye = tokio::spawn(async move {
        loop {
            let frame = next(&mut socket).await;
            if frame["type"] == "bye" {
                return frame;
            }
        }
    });
    let stopped = tokio::task::spawn_blocking(move || process.stop());
    assert!(goodbye.await.unwrap()["retry_ms"].as_u64().unwrap() > 0);
    assert!(stopped.await.unwrap(), "it ended well");
}

#[test]
fn help_and_mistakes_on_the_command_line_read_well() {
    let help = String::from_utf8(Command::new(BINARY).arg("--help").output().unwrap().stdout).unwrap();
    for word in ["serve", "demo", "workshop", "backup", "restore", "check"] {
        assert!(help.contains(word), "{help}");
    }
    let folder = tempfile::tempdir().unwrap();
    let wrong =
        Command::new(BINARY).args(["workshop", "create", "--title", "", "--data"]).arg(folder.path()).output().unwrap();
    assert!(!wrong.status.success());
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(said.contains("title") && !said.contains("panicked"), "{said}");
}

/// Figures of a room that was judged by answers to other questions would be the matcher's, and pass for the model's.
#[test]
fn a_room_that_is_judged_by_recorded_answers_names_the_questions_that_have_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(
        path("cards.csv"),
        "id,kind,organisation,title\nK1,have,Scierie,sciure de bois\nK2,want,Haras,litière pour chevaux\n",
    )
    .unwrap();
    std::fs::write(path("labels.csv"), "a,b,grade,note\nK1,K2,2,sciure en litière\n").unwrap();
    let judge = |options: &[&str]| {
        let output = Command::new(BINARY)
            .arg("room-eval")
            .args([path("cards.csv"), path("labels.csv")])
            .arg("--no-encoder")
            .args(options)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        (String::from_utf8(output.stdout).unwrap(), said)
    };
    let (asked, answers) = (path("asked.jsonl"), path("answers.jsonl"));
    let answers = answers.to_str().unwrap();
    judge(&["--model-ask", asked.to_str().unwrap()]);
    let question: Value = serde_json::from_str(&std::fs::read_to_string(&asked).unwrap()).unwrap();
    let id = question["id"].as_str().unwrap();
    let line = |id: &str| json!({ "id": id, "content": { "pairs": [] } }).to_string();

    std::fs::write(answers, line("0123456789abcdef")).unwrap();
    let (figures, said) = judge(&["--model-answers", answers]);
    assert!(said.contains(&format!("no recorded answer to question {id}, about K1, K2")), "{said}");
    assert!(said.contains("1 answers that no question asked for"), "{said}");
    assert!(figures.contains("WITHOUT A RECORDED ANSWER: 1 of 1 questions"), "{figures}");
    let json: Value = serde_json::from_str(&judge(&["--model-answers", answers, "--json"]).0).unwrap();
    assert_eq!(json["model"]["unanswered"], json!([id]));

    std::fs::write(answers, line(id)).unwrap();
    let (figures, said) = judge(&["--model-answers", answers]);
    assert!(!figures.contains("WITHOUT") && !said.contains("no recorded answer to"), "{figures}{said}");
    assert!(figures.contains("1 questions to a model, 1 of them answered"), "{figures}");
}
