//! The room beside: people who tap during an attack on something else, and how long they wait.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tokio::task::JoinHandle;

use super::client::{Client, Credentials};
use super::hall::Hall;

/// A wait below this is not noticed by people, however many times the quiet room's wait it is.
pub const UNNOTICED: Duration = Duration::from_millis(100);
/// The pause between two taps of the people in the room.
const PAUSE: Duration = Duration::from_millis(40);

/// How long the posts of a room waited.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    pub posts: usize,
    pub refused: usize,
    pub p99: Duration,
    pub longest: Duration,
}

impl Waits {
    /// Whether the waits are at most three times those of a quiet room, or too short to be noticed.
    pub fn is_bearable(&self, quiet: &Self) -> bool {
        self.p99 <= quiet.p99 * 3 || self.p99 <= UNNOTICED
    }

    pub fn told(&self, quiet: &Self) -> String {
        let ratio = self.p99.as_secs_f64() / quiet.p99.as_secs_f64().max(1e-6);
        format!(
            "p99 {} ms ({ratio:.1} × quiet, {} ms), longest {} ms of {} posts",
            self.p99.as_millis(),
            quiet.p99.as_millis(),
            self.longest.as_millis(),
            self.posts
        )
    }
}

/// A workshop whose people tap all the time, and whose waits are measured while another one is flooded.
pub struct LiveRoom {
    address: SocketAddr,
    workshop: String,
    phones: Vec<(u64, Credentials)>,
}

impl LiveRoom {
    /// Forty people: none of them taps more than a person would.
    ///
    /// # Errors
    /// When they are not let in.
    pub async fn fill(hall: &Hall, at: usize) -> Result<Self> {
        let people = hall
            .let_in(at, (0..40).map(|number| (format!("Convive {number:02}"), format!("Table {number:02}"))))
            .await?;
        let phones = people.into_values().map(|(token, number)| (number, Credentials::bearer(&token))).collect();
        Ok(Self { address: hall.address, workshop: hall.room(at)?.id.clone(), phones })
    }

    /// They tap until they are told to stop.
    pub fn begin(&self) -> Tapping {
        let stop = Arc::new(AtomicBool::new(false));
        let (address, workshop, phones, stopped) =
            (self.address, self.workshop.clone(), self.phones.clone(), Arc::clone(&stop));
        let task = tokio::spawn(async move {
            let mut client = Client::new(address);
            let (mut waits, mut refused) = (Vec::new(), 0);
            for turn in 0.. {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                let (number, phone) = &phones[turn % phones.len()];
                let table = (2 + turn / phones.len() % 2).to_string();
                let command = json!({"type": "move_to", "participant": number, "table": table});
                let begin = Instant::now();
                let answer = client.command(&workshop, phone, command).await?;
                waits.push(begin.elapsed());
                refused += usize::from(answer.status != 200);
                tokio::time::sleep(PAUSE).await;
            }
            waits.sort();
            let p99 = *waits.get((waits.len() * 99).div_ceil(100).saturating_sub(1)).context("nobody tapped")?;
            Ok(Waits { posts: waits.len(), refused, p99, longest: waits.last().copied().unwrap_or_default() })
        });
        Tapping { task, stop }
    }

    /// How long they wait while nothing happens.
    ///
    /// # Errors
    /// When they cannot tap.
    pub async fn quiet(&self, long: Duration) -> Result<Waits> {
        let tapping = self.begin();
        tokio::time::sleep(long).await;
        let waits = tapping.end().await?;
        ensure!(waits.refused == 0, "{} posts of a quiet room were refused", waits.refused);
        Ok(waits)
    }
}

/// The tapping, while it goes on.
pub struct Tapping {
    task: JoinHandle<Result<Waits>>,
    stop: Arc<AtomicBool>,
}

impl Tapping {
    /// # Errors
    /// When one of them got no answer.
    pub async fn end(self) -> Result<Waits> {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await?
    }
}
