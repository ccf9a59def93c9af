//! A small server with an account, a programme and rooms in it, for attacks that want to break something.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use backend::Backend;
use backend::clock::Clock;
use domain::workshop::WorkshopDraft;
use serde_json::json;
use tempfile::TempDir;

use super::client::{Client, Credentials};
use super::world::PASSWORD;
use crate::process::Process;

/// A workshop and the keys that open it.
#[derive(Clone, Debug)]
pub struct Door {
    pub id: String,
    pub join_token: String,
    pub join_code: String,
    pub board_key: String,
    pub facilitator_key: String,
}

impl Door {
    pub fn desk(&self) -> Credentials {
        Credentials::bearer(&self.facilitator_key)
    }
}

/// A running server with its workshops and its owner.
pub struct Hall {
    pub server: Process,
    pub address: SocketAddr,
    pub folder: TempDir,
    pub rooms: Vec<Door>,
    /// The session of the account that manages the programme.
    pub owner: Credentials,
}

/// The e-mail address of the owner.
pub const OWNER: &str = "owner@maillage.example";

impl Hall {
    /// Starts a server with this many workshops, all in the phase of matching; `memory` bounds its address space in
    /// MiB.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn open(rooms: usize, arguments: &[&str], memory: Option<u64>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let backend = Backend::open(&folder.path().join("maillage.db"), Clock::system()).await?;
        let (account, session) = backend.create_account("owner", OWNER, PASSWORD.into()).await?;
        let mut doors = Vec::new();
        for number in 0..rooms {
            let draft = WorkshopDraft {
                title: format!("Salle {number}"),
                date: "2026-11-24".into(),
                place: String::new(),
                language: "fr".into(),
                programme: "Démarche".into(),
                territory: "Val".into(),
                tables: "12".into(),
            };
            let made = backend.create_workshop(draft, Some(&account)).await?;
            doors.push(Door {
                id: made.id.to_string(),
                join_token: made.join_token,
                join_code: made.join_code,
                board_key: made.board_key,
                facilitator_key: made.facilitator_key,
            });
        }
        backend.stop().await;
        let server = start(folder.path(), arguments, memory)?;
        let address = server.address;
        let mut client = Client::new(address);
        for door in &doors {
            client.done(&door.id, &door.desk(), json!({"type": "change_phase", "phase": "matching"})).await?;
        }
        Ok(Self { server, address, folder, rooms: doors, owner: Credentials::session(&session) })
    }

    pub fn room(&self, at: usize) -> Result<&Door> {
        self.rooms.get(at).context("no such room")
    }

    /// The owner's programme.
    ///
    /// # Errors
    /// When its page names none.
    pub async fn programme(&self, client: &mut Client) -> Result<String> {
        let page = client.get("/programme", &self.owner).await?.text();
        super::client::all_behind(&page, "programme=").into_iter().find(|id| id.len() == 36).context("no programme")
    }

    /// Lets people in; gives their tokens and numbers by name.
    ///
    /// # Errors
    /// When one of them is refused.
    pub async fn let_in(
        &self,
        at: usize,
        names: impl Iterator<Item = (String, String)>,
    ) -> Result<BTreeMap<String, (String, u64)>> {
        let (mut client, mut people) = (Client::new(self.address), BTreeMap::new());
        for (name, organisation) in names {
            let form =
                json!({"token": self.room(at)?.join_token, "name": name, "organisation": organisation, "table": "1"});
            let joined = client.json("/api/join", &Credentials::default(), &form).await?.json()?;
            let (token, number) = (
                joined["token"].as_str().context("no token")?.to_owned(),
                joined["participant"].as_u64().context("no number")?,
            );
            people.insert(name, (token, number));
        }
        Ok(people)
    }
}

/// Starts the server on a folder.
///
/// # Errors
/// When it does not start.
pub fn start(folder: &Path, arguments: &[&str], memory: Option<u64>) -> Result<Process> {
    let binary = crate::process::binary()?;
    let mut command = match memory {
        // The shell bounds itself and becomes the server.
        Some(mebibytes) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("ulimit -v {} && exec \"$0\" \"$@\"", mebibytes * 1024)]).arg(binary);
            shell
        }
        None => Command::new(binary),
    };
    // A server that is told by which address people reach it says that one, and not on which port it listens.
    let hidden =
        arguments.contains(&"--public-url").then(|| TcpListener::bind("127.0.0.1:0")?.local_addr()).transpose()?;
    let listen = hidden.map_or_else(|| "127.0.0.1:0".to_owned(), |address| address.to_string());
    command.args(["serve", "--listen", &listen, "--data"]).arg(folder).args(arguments).env("MAILLAGE_LOG", "error");
    match hidden {
        Some(address) => Process::start_at(&mut command, address),
        None => Process::start(&mut command),
    }
}
