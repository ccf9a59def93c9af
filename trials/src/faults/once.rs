//! Exactly once: the same post sent again and again, requests cut off in the middle, and two facilitators at the same
//! button.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use uuid::Uuid;

use super::crowd::{Author, examine};
use super::{Extent, Figures};
use crate::http::{Connection, get_json};

/// Each post three times under one id, from two sockets at once; then another body under the same id.
pub async fn repeated(extent: Extent) -> Result<Figures> {
    let posts: usize = if extent == Extent::Short { 1_000 } else { 10_000 };
    let folder = tempfile::tempdir()?;
    let (server, author) = Author::enter(folder.path(), "preparation").await?;
    let address = server.address;
    let (mut one, mut other) = (Connection::open(address).await?, Connection::open(address).await?);
    let (mut acknowledged, mut unlike, mut taken) = (HashSet::new(), 0, 0);
    for number in 0..posts {
        let (id, title) = (Uuid::new_v4(), format!("r.{number}"));
        let request = author.request(address, id, &title);
        let twice = async {
            let first = one.exchange(request.as_bytes()).await?;
            let second = one.exchange(request.as_bytes()).await?;
            anyhow::Ok([first, second])
        };
        let (twice, once) = tokio::join!(twice, other.exchange(request.as_bytes()));
        let [first, second] = twice?;
        let third = once?;
        ensure!(first.status == 200, "{}", String::from_utf8_lossy(&first.body));
        unlike += usize::from(first.body != second.body || first.body != third.body);
        acknowledged.insert(title);
        if number.is_multiple_of(10) {
            let answer = other.exchange(author.request(address, id, "autre chose").as_bytes()).await?;
            taken += usize::from(answer.status == 409);
        }
    }
    drop(server);
    let kept = examine(folder.path(), &acknowledged).await?;
    let mut figures = Figures::default();
    figures.tell("posts, each sent three times", posts);
    figures.tell("cards", kept.cards);
    figures.tell("answers unlike the first", unlike);
    figures.tell("another body under a used id: refused", format!("{taken} of {}", posts / 10));
    ensure!(kept.cards == posts && kept.repeated == 0 && unlike == 0 && taken == posts / 10, "{figures}");
    Ok(figures)
}

/// Requests whose sender hangs up at a random byte, at once or a little later: each is there as a whole or not at all.
pub async fn cut(extent: Extent) -> Result<Figures> {
    let requests = if extent == Extent::Short { 1_000 } else { 10_000 };
    let folder = tempfile::tempdir()?;
    let (server, author) = Author::enter(folder.path(), "preparation").await?;
    let address = server.address;
    let mut whole = 0;
    for number in 0..requests {
        let request = author.request(address, Uuid::new_v4(), &format!("c.{number}"));
        let length = fastrand::usize(0..=request.len());
        whole += usize::from(length == request.len());
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(&request.as_bytes()[..length]).await?;
        if fastrand::bool() {
            tokio::time::sleep(Duration::from_micros(fastrand::u64(0..2_000))).await;
        }
        drop(stream);
    }
    // Half of them whole, and hung up on right after: their writes go on by themselves.
    for number in requests..requests + requests / 10 {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(author.request(address, Uuid::new_v4(), &format!("c.{number}")).as_bytes()).await?;
        whole += 1;
    }
    let (mut healthy, after) = (0, 1_000);
    let mut connection = Connection::open(address).await?;
    let mut acknowledged = HashSet::new();
    for number in 0..after {
        let title = format!("h.{number}");
        if connection.exchange(author.request(address, Uuid::new_v4(), &title).as_bytes()).await?.status == 200 {
            healthy += 1;
            acknowledged.insert(title);
        }
    }
    drop(server);
    let kept = examine(folder.path(), &acknowledged).await?;
    let mut figures = Figures::default();
    figures.tell("requests cut", requests + requests / 10);
    figures.tell("of these whole", whole);
    figures.tell("cards of them", kept.cards - healthy);
    figures.tell("repeated or halved", kept.repeated + kept.halves);
    figures.tell("afterwards: carried out", format!("{healthy} of {after}"));
    ensure!(
        kept.repeated + kept.halves + kept.lost == 0 && healthy == after && kept.cards - healthy <= whole,
        "{figures}"
    );
    Ok(figures)
}

/// Two facilitators press different phases at the same moment: one wins, the other is told.
pub async fn phases(extent: Extent) -> Result<Figures> {
    const PHASES: [&str; 4] = ["welcome", "haves_wants", "matching", "engagement"];
    let pairs = if extent == Extent::Short { 100 } else { 1_000 };
    let folder = tempfile::tempdir()?;
    let (server, author) = Author::enter(folder.path(), "preparation").await?;
    let address = server.address;
    let (mut one, mut other) = (Connection::open(address).await?, Connection::open(address).await?);
    let (mut won, mut told, mut now) = (0, 0, "preparation".to_owned());
    for _ in 0..pairs {
        let open: Vec<&str> = PHASES.iter().copied().filter(|phase| *phase != now).collect();
        let first = fastrand::usize(0..open.len());
        let second = (first + 1 + fastrand::usize(0..open.len() - 1)) % open.len();
        let ask = |phase: &str| {
            author.command(
                address,
                Uuid::new_v4(),
                &serde_json::json!({"type": "change_phase", "phase": phase, "from": now}),
            )
        };
        let (a, b) = (ask(open[first]), ask(open[second]));
        let (a, b) = tokio::join!(one.exchange(a.as_bytes()), other.exchange(b.as_bytes()));
        let (a, b) = (a?, b?);
        won += usize::from((a.status == 200) != (b.status == 200));
        let loser = if a.status == 200 { &b } else { &a };
        told += usize::from(
            loser.status == 409 && String::from_utf8_lossy(&loser.body).contains("phase_changed_meanwhile"),
        );
        now = if a.status == 200 { open[first] } else { open[second] }.to_owned();
    }
    let mut events = Vec::new();
    loop {
        // An answer holds a thousand entries at most.
        let path = format!("/api/workshops/{}/events?after={}", author.workshop.id, events.len());
        let more = get_json(address, &path, &author.workshop.facilitator_token).await?;
        match more["events"].as_array() {
            Some(more) if !more.is_empty() => events.extend(more.iter().cloned()),
            _ => break,
        }
    }
    let linear = events.iter().zip(1..).all(|(event, seq)| event["seq"].as_u64() == Some(seq));
    let changes = events.iter().filter(|event| event["event"]["type"] == "phase_changed").count();
    let mut figures = Figures::default();
    figures.tell("pairs", pairs);
    figures.tell("one of the two won", won);
    figures.tell("the other was told", told);
    figures.tell("changes in the log", changes);
    ensure!(won == pairs && told == pairs && linear && changes == pairs, "{figures}");
    Ok(figures)
}
