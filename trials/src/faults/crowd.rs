//! Clients that post without end and remember what was acknowledged: a server may be killed under them at any moment.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::http::{Connection, json_request};
use crate::process::{Process, Workshop};

/// A participant who may post, and the workshop.
#[derive(Clone, Debug)]
pub struct Author {
    pub workshop: Workshop,
    pub participant: u64,
}

impl Author {
    /// Makes a workshop in this folder and lets somebody in.
    pub async fn enter(folder: &Path, phase: &str) -> Result<(Process, Self)> {
        let workshop = Workshop::create(folder, phase)?;
        let process = crate::process::maillage(folder, "127.0.0.1:0")?;
        let author = Self::join(process.address, workshop).await?;
        Ok((process, author))
    }

    pub async fn join(address: SocketAddr, workshop: Workshop) -> Result<Self> {
        let form = serde_json::json!({"token": workshop.join_token, "name": "Essai", "organisation": "Scierie du Val"});
        let joined = crate::http::post_json(address, "/api/join", "", &form).await?;
        Ok(Self { workshop, participant: joined["participant"].as_u64().context("no participant")? })
    }

    /// A request that posts a card of this title under this id.
    pub fn request(&self, address: SocketAddr, id: Uuid, title: &str) -> String {
        let command = serde_json::json!({
            "type": "post_card", "on_behalf_of": self.participant,
            "card": {"kind": "have", "title": title, "category": "material"},
        });
        self.command(address, id, &command)
    }

    /// A request with a command of the facilitator.
    pub fn command(&self, address: SocketAddr, id: Uuid, command: &serde_json::Value) -> String {
        let body = serde_json::json!({"command_id": id, "command": command}).to_string();
        json_request(
            address,
            "POST",
            &format!("/api/workshops/{}/commands", self.workshop.id),
            &self.workshop.facilitator_token,
            &body,
        )
    }
}

/// Clients that post all the time, and remember which cards were acknowledged.
pub struct Crowd {
    tasks: JoinSet<()>,
    stop: Arc<AtomicBool>,
    acknowledged: Arc<Mutex<HashSet<String>>>,
    tries: Arc<AtomicUsize>,
}

impl Crowd {
    /// This many clients, each of which posts, waits for the answer however often it has to send the same again, and
    /// posts the next.
    pub fn start(clients: usize, address: SocketAddr, author: &Author, name: &str, pause: Duration) -> Self {
        let mut crowd =
            Self { tasks: JoinSet::new(), stop: Arc::default(), acknowledged: Arc::default(), tries: Arc::default() };
        for client in 0..clients {
            let (author, name, stop) = (author.clone(), format!("{name}.{client}"), Arc::clone(&crowd.stop));
            let (acknowledged, tries) = (Arc::clone(&crowd.acknowledged), Arc::clone(&crowd.tries));
            crowd.tasks.spawn(async move {
                let mut connection = None;
                for number in 0.. {
                    let title = format!("{name}.{number}");
                    let request = author.request(address, Uuid::new_v4(), &title);
                    loop {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        tries.fetch_add(1, Ordering::Relaxed);
                        if send(&mut connection, address, &request).await.is_some_and(|status| status == 200) {
                            break;
                        }
                        connection = None;
                        tokio::time::sleep(Duration::from_millis(2)).await;
                    }
                    acknowledged.lock().unwrap_or_else(PoisonError::into_inner).insert(title);
                    tokio::time::sleep(pause).await;
                }
            });
        }
        crowd
    }

    /// Stops all clients; gives the titles of the cards that were acknowledged.
    pub async fn stop(mut self) -> HashSet<String> {
        self.stop.store(true, Ordering::Relaxed);
        while self.tasks.join_next().await.is_some() {}
        std::mem::take(&mut *self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn send(connection: &mut Option<Connection>, address: SocketAddr, request: &str) -> Option<u16> {
    if connection.is_none() {
        *connection = Some(Connection::open(address).await.ok()?);
    }
    Some(connection.as_mut()?.exchange(request.as_bytes()).await.ok()?.status)
}

/// What a database holds after it was left alone.
pub struct Kept {
    /// How many cards the database holds.
    pub cards: usize,
    /// How many cards were acknowledged and are not there.
    pub lost: usize,
    /// How many cards are there more than once.
    pub repeated: usize,
    /// Cards without the note that their command was carried out, or the other way round.
    pub halves: usize,
}

/// Opens the file as the next start would, checks its integrity, and compares.
pub async fn examine(folder: &Path, acknowledged: &HashSet<String>) -> Result<Kept> {
    let options = SqliteConnectOptions::new().filename(folder.join("maillage.db"));
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let (verdict,): (String,) = sqlx::query_as("pragma integrity_check").fetch_one(&pool).await?;
    ensure!(verdict == "ok", "the file is damaged: {verdict}");
    let titles: Vec<(String, i64)> = sqlx::query_as(
        "select json_extract(payload, '$.resource.title'), count(*) from event where json_extract(payload, '$.type') \
            = 'card_posted' group by 1",
    )
    .fetch_all(&pool)
    .await?;
    let (halves,): (i64,) = sqlx::query_as(
        // One workshop stands in the file, so numbers alone tell.
        "select (select count(*) from event where json_extract(payload, '$.type') = 'card_posted' and seq not in
            (select first_seq from command))
              + (select count(*) from command where last_seq >= first_seq and first_seq not in (select seq from
                  event))",
    )
    .fetch_one(&pool)
    .await?;
    pool.close().await;
    let present: HashSet<&str> = titles.iter().map(|(title, _)| title.as_str()).collect();
    Ok(Kept {
        cards: titles.len(),
        lost: acknowledged.iter().filter(|title| !present.contains(title.as_str())).count(),
        repeated: titles.iter().filter(|(_, times)| *times > 1).count(),
        halves: usize::try_from(halves)?,
    })
}
