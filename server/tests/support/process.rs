//! The real binary, as a process that can be killed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

pub const BINARY: &str = env!("CARGO_BIN_EXE_maillage");

pub struct Process {
    child: Child,
    pub address: String,
}

impl Process {
    pub fn start(folder: &TempDir, listen: &str) -> Self {
        Self::start_with(folder, listen, &[])
    }

    pub fn start_with(folder: &TempDir, listen: &str, options: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--listen", listen, "--data"])
            .arg(folder.path())
            .args(options)
            .env("MAILLAGE_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned))
            .unwrap();
        Self { child, address }
    }

    /// Ends the process at once, as a power cut would; gives the address at which it listened.
    pub fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::take(&mut self.address)
    }

    /// Asks it to stop, and gives how it ended.
    pub fn stop(&mut self) -> bool {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        asked.success() && self.child.wait().unwrap().success()
    }

    pub fn ask(&self, method: &str, path: &str, token: &str, body: &str) -> Value {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\ncontent-type: \
                application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}",
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

pub fn create_workshop(folder: &TempDir) -> Value {
    let output = Command::new(BINARY)
        .args(["workshop", "create", "--title", "Atelier", "--phase", "haves_wants", "--json", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

pub fn command(process: &Process, workshop: &str, token: &str, command: &Value) -> Value {
    let body = json!({"command_id": uuid::Uuid::new_v4(), "command": command}).to_string();
    process.ask("POST", &format!("/api/workshops/{workshop}/commands"), token, &body)
}

pub fn post(title: &str) -> Value {
    json!({"type": "post_card", "card": {"kind": "have", "title": title, "category": "material"}})
}
