//! The real binary, its feed, and a power cut.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures::StreamExt as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};

const BINARY: &str = env!("CARGO_BIN_EXE_maillage");

struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(folder: &TempDir, listen: &str) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--listen", listen, "--data"])
            .arg(folder.path())
            .env("MAILLAGE_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned)).unwrap();
        Self { child, address }
    }

    /// Pulls the plug.
    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::take(&mut self.address)
    }

    /// Asks it to stop, and gives how it ended.
    fn stop(&mut self) -> bool {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        asked.success() && self.child.wait().unwrap().success()
    }

    fn ask(&self, method: &str, path: &str, token: &str, body: &str) -> Value {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}",
            self.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        // A short answer comes in one chunk or with its length; either way the JSON stands between the outer braces.
        let (from, to) = (body.find('{').unwrap(), body.rfind('}').unwrap());
        serde_json::from_str(&body[from..=to]).unwrap_or_else(|_| panic!("{answer}"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn create_workshop(folder: &TempDir) -> Value {
    let output = Command::new(BINARY)
        .args(["workshop", "create", "--title", "Atelier", "--phase", "haves_wants", "--json", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn command(process: &Process, workshop: &str, token: &str, command: &Value) -> Value {
    let body = json!({"command_id": uuid::Uuid::new_v4(), "command": command}).to_string();
    process.ask("POST", &format!("/api/workshops/{workshop}/commands"), token, &body)
}

fn post(title: &str) -> Value {
    json!({"type": "post_card", "card": {"kind": "have", "title": title, "category": "material"}})
}

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
        let message = tokio::time::timeout(Duration::from_secs(15), socket.next()).await.expect("a frame").expect("open").expect("good");
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
    for word in ["serve", "demo", "workshop", "backup"] {
        assert!(help.contains(word), "{help}");
    }
    let folder = tempfile::tempdir().unwrap();
    let wrong = Command::new(BINARY).args(["workshop", "create", "--title", "", "--data"]).arg(folder.path()).output().unwrap();
    assert!(!wrong.status.success());
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(said.contains("title") && !said.contains("panicked"), "{said}");
}
