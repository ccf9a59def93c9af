//! Screens that stop reading, senders that never finish, and a clean stop in the middle of everything.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

use super::crowd::{Author, Crowd, examine};
use super::{Extent, Figures};
use crate::bench::fanout::{Posting, spread};
use crate::http::Connection;
use crate::process;
use crate::protocol::upgrade;
use crate::swarm::Swarm;

/// A tenth of the screens stop reading; the others must not notice, and the server must not pay for it.
pub async fn readers(extent: Extent) -> Result<Figures> {
    let (screens, asleep, posts) = match extent {
        Extent::Short => (100, 10, 300),
        Extent::Long => (500, 50, 6_000),
    };
    let posting = Posting { posts, gap: Duration::from_millis(10), warm_up: 20 };
    // Two rooms that grow alike: in the first nobody sleeps.
    let (before, own_growth) = {
        let (server, protocol, _) = process::maillage_with_room().await?;
        let mut swarm = Swarm::new(server.address, protocol.clone())?;
        swarm.open(screens, Duration::from_secs(60))?;
        let memory = server.memory()?;
        (spread(&mut swarm, &server, &protocol, &posting, 0, asleep..screens)?, server.memory()?.saturating_sub(memory))
    };
    let (server, protocol, _) = process::maillage_with_room().await?;
    let mut swarm = Swarm::new(server.address, protocol.clone())?;
    swarm.open(screens, Duration::from_secs(60))?;
    let memory = server.memory()?;
    swarm.set_reading(0..asleep, false)?;
    let during = spread(&mut swarm, &server, &protocol, &posting, 0, asleep..screens)?;
    let grown = server.memory()?.saturating_sub(memory + own_growth);
    swarm.set_reading(0..asleep, true)?;
    // Whoever slept is told what was missed, or to fetch it; nobody is left waiting for ever.
    let after = Posting { posts: 5, gap: Duration::from_millis(50), warm_up: 0 };
    let awake = spread(&mut swarm, &server, &protocol, &after, 0, 0..screens)?;
    let mut figures = Figures::default();
    figures.tell("screens", screens);
    figures.tell("of these asleep", asleep);
    figures.tell("posts meanwhile", posts);
    figures.tell("delivered to the others", format!("{:.0} %", during.delivered * 100.0));
    figures.tell("their p99 ÷ without sleepers", format!("{:.2}", during.p99 / before.p99));
    figures.tell("memory for each sleeper kB", grown / 1_000 / asleep as u64);
    figures.tell("let go", swarm.closed());
    figures.tell("delivered to all once awake", format!("{:.0} %", awake.delivered * 100.0));
    ensure!(during.delivered >= 1.0, "{figures}");
    if extent == Extent::Long {
        ensure!(during.p99 <= 1.2 * before.p99 && grown / asleep as u64 <= 64 * 1024, "{figures}");
    }
    Ok(figures)
}

/// Connections that say nothing, half a head, or a body byte by byte: all are cut, and meanwhile everybody else is
/// served.
pub async fn senders(extent: Extent) -> Result<Figures> {
    let each = if extent == Extent::Short { 30 } else { 300 };
    let folder = tempfile::tempdir()?;
    let (server, author) = Author::enter(folder.path(), "preparation").await?;
    let address = server.address;
    let begin = Instant::now();
    let whole = author.request(address, Uuid::new_v4(), "jamais");
    let body = whole.find("\r\n\r\n").context("no body")? + 4;
    let beginnings = [String::new(), whole[..body / 2].to_owned(), whole[..body + 5].to_owned()];
    let mut held = tokio::task::JoinSet::new();
    for beginning in beginnings.iter().flat_map(|beginning| std::iter::repeat_n(beginning.clone(), each)) {
        held.spawn(async move {
            let mut stream = TcpStream::connect(address).await?;
            stream.write_all(beginning.as_bytes()).await?;
            let (mut answer, mut reading) = ([0; 512], 0);
            // A byte each second, until the server has had enough.
            while begin.elapsed() < Duration::from_secs(60) {
                match tokio::time::timeout(Duration::from_secs(1), stream.read(&mut answer)).await {
                    Ok(Ok(0) | Err(_)) => return anyhow::Ok((begin.elapsed(), reading)),
                    Ok(Ok(_)) => reading += 1,
                    Err(_) if beginning.is_empty() => {}
                    Err(_) => drop(stream.write_all(b"x").await),
                }
            }
            anyhow::bail!("still open after a minute")
        });
    }
    let (mut served, mut slowest) = (0, Duration::ZERO);
    let mut connection = Connection::open(address).await?;
    let mut cut = Vec::new();
    loop {
        let asked = Instant::now();
        let answer =
            connection.exchange(author.request(address, Uuid::new_v4(), &format!("s.{served}")).as_bytes()).await?;
        ensure!(answer.status == 200, "somebody else was answered {}", answer.status);
        served += 1;
        slowest = slowest.max(asked.elapsed());
        match tokio::time::timeout(Duration::from_millis(20), held.join_next()).await {
            Ok(Some(ended)) => cut.push(ended??.0),
            Ok(None) => break,
            Err(_) => {}
        }
    }
    let last = cut.iter().max().copied().unwrap_or_default();
    let mut figures = Figures::default();
    figures.tell("slow senders", cut.len());
    figures.tell("the last was cut after s", format!("{:.1}", last.as_secs_f64()));
    figures.tell("others served meanwhile", served);
    ensure!(cut.len() == 3 * each && last <= Duration::from_secs(30), "{figures}");
    if extent == Extent::Long {
        figures.tell("the slowest of them ms", slowest.as_millis());
    }
    Ok(figures)
}

/// SIGTERM under posting clients and open feeds: all are told when to come back, nothing acknowledged is lost.
pub async fn stop(extent: Extent) -> Result<Figures> {
    let feeds = if extent == Extent::Short { 200 } else { 5_000 };
    let folder = tempfile::tempdir()?;
    let (mut server, author) = Author::enter(folder.path(), "preparation").await?;
    let address = server.address;
    let path = format!("/api/workshops/{}/feed?after=0&board={}", author.workshop.id, author.workshop.board_key);
    let mut listening = tokio::task::JoinSet::new();
    for _ in 0..feeds {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(&upgrade(address, &path)).await?;
        listening.spawn(async move {
            // The end of what was said is enough: goodbye is the last word.
            let (mut said, mut piece) = (Vec::new(), vec![0; 4_096]);
            while let Ok(length @ 1..) = stream.read(&mut piece).await {
                said.extend_from_slice(&piece[..length]);
                let from = said.len().saturating_sub(512);
                said.drain(..from);
            }
            memchr::memmem::find(&said, b"\"type\":\"bye\"").is_some()
        });
    }
    let crowd = Crowd::start(16, address, &author, "t", Duration::from_millis(1));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let took = tokio::task::spawn_blocking(move || server.stop()).await??;
    let acknowledged = crowd.stop().await;
    let mut told = 0;
    while let Some(heard) = listening.join_next().await {
        told += usize::from(heard?);
    }
    let kept = examine(folder.path(), &acknowledged).await?;
    let mut figures = Figures::default();
    figures.tell("feeds", feeds);
    figures.tell("told when to come back", told);
    figures.tell("stopped after s", format!("{:.2}", took.as_secs_f64()));
    figures.tell("cards", kept.cards);
    figures.tell("acknowledged and lost", kept.lost);
    figures.tell("repeated or halved", kept.repeated + kept.halves);
    ensure!(
        told == feeds && took <= Duration::from_secs(5) && kept.lost + kept.repeated + kept.halves == 0,
        "{figures}"
    );
    Ok(figures)
}
