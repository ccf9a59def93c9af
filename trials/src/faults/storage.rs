//! A full disk, and a database that an outsider holds: clear words, nothing lost, and back to normal without a restart.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use uuid::Uuid;

use super::crowd::{Author, examine};
use super::disk::{self, Disk};
use super::{Extent, Figures};
use crate::http::{Answer, Connection, get_json};
use crate::swarm::Swarm;

async fn post(address: SocketAddr, author: &Author, id: Uuid, title: &str) -> Result<Answer> {
    let request =
        author.request(address, id, title).replace("\r\ncontent-type", "\r\naccept-language: fr\r\ncontent-type");
    Connection::open(address).await?.exchange(request.as_bytes()).await
}

/// Fills a small disk until posts are refused, makes room, and sends again what was refused.
pub async fn full_disk(_: Extent) -> Result<Figures> {
    disk::needed()?;
    let disk = Disk::new(16 * 1024 * 1024)?;
    let (server, author) = Author::enter(&disk.path(), "preparation").await?;
    let address = server.address;
    // A board that looks on all the while.
    let state = format!("/api/workshops/{}/state?board={}", author.workshop.id, author.workshop.board_key);
    let seq = get_json(address, &state, "").await?["seq"].as_u64().context("no seq")?;
    let protocol = crate::protocol::Protocol::Maillage {
        workshop: author.workshop.id.clone(),
        board_key: author.workshop.board_key.clone(),
        facilitator_token: String::new(),
        author: 0,
        after: seq,
    };
    let mut board = Swarm::new(address, protocol)?;
    board.open(1, Duration::from_secs(5))?;

    disk.set_capacity(disk.used() + 64 * 1024);
    let (mut acknowledged, mut refused, mut message) = (std::collections::HashSet::new(), Vec::new(), String::new());
    for number in 0..2_000 {
        let (id, title) = (Uuid::new_v4(), format!("d.{number}"));
        let answer = post(address, &author, id, &title).await?;
        match answer.status {
            200 => drop(acknowledged.insert(title)),
            503 | 507 => {
                ensure!(answer.header("retry-after").is_some(), "it does not say when to come back");
                message = serde_json::from_slice::<serde_json::Value>(&answer.body)?["message"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned();
                refused.push((answer.status, id, title));
                if refused.len() == 20 {
                    break;
                }
            }
            other => anyhow::bail!("a post was answered {other}"),
        }
    }
    let full = refused.iter().filter(|(status, ..)| *status == 507).count();
    ensure!(full > 0 && message.contains("disque"), "the full disk was not said: {message:?}");
    // Reading goes on.
    let shown = get_json(address, &state, "").await?["workshop"]["cards"].as_object().context("no cards")?.len();
    ensure!(shown == acknowledged.len(), "{shown} shown, {} acknowledged", acknowledged.len());
    disk.set_capacity(64 * 1024 * 1024);
    let space = Instant::now();
    for (_, id, title) in &refused {
        while post(address, &author, *id, title).await?.status != 200 {
            ensure!(space.elapsed() < Duration::from_secs(5), "still refused when there is room again");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        acknowledged.insert(title.clone());
    }
    let back = space.elapsed();
    // The board was told everything, over the same socket.
    let marks = std::cell::Cell::new(0);
    board.listen(Instant::now() + Duration::from_secs(2), || marks.get() > 0, |_| marks.set(marks.get() + 1))?;
    ensure!(board.closed() == 0, "the board was dropped");
    let shown = get_json(address, &state, "").await?["workshop"]["cards"].as_object().context("no cards")?.len();
    drop(server);
    let kept = examine(&disk.path(), &acknowledged).await?;
    let mut figures = Figures::default();
    figures.tell("posts kept", acknowledged.len());
    figures.tell("refused while full", refused.len());
    figures.tell("back to normal after s", format!("{:.2}", back.as_secs_f64()));
    figures.tell("lost", kept.lost);
    figures.tell("repeated or halved", kept.repeated + kept.halves);
    ensure!(kept.lost + kept.repeated + kept.halves == 0 && shown == acknowledged.len(), "{figures}");
    Ok(figures)
}

/// An outsider (a backup tool, somebody curious) locks the database for writing.
pub async fn locked(_: Extent) -> Result<Figures> {
    let folder = tempfile::tempdir()?;
    let (server, author) = Author::enter(folder.path(), "preparation").await?;
    let address = server.address;
    let options = SqliteConnectOptions::new().filename(folder.path().join("maillage.db"));
    let outsider = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let mut figures = Figures::default();
    let mut acknowledged = std::collections::HashSet::new();
    for (name, held) in [("short", Duration::from_secs(2)), ("long", Duration::from_secs(8))] {
        let mut connection = outsider.acquire().await?;
        sqlx::query("begin exclusive").execute(&mut *connection).await?;
        let (id, title) = (Uuid::new_v4(), format!("l.{name}"));
        let asked = Instant::now();
        let posting = tokio::spawn({
            let (author, title) = (author.clone(), title.clone());
            async move { post(address, &author, id, &title).await }
        });
        tokio::time::sleep(held).await;
        sqlx::query("rollback").execute(&mut *connection).await?;
        drop(connection);
        let first = posting.await??;
        if name == "short" {
            ensure!(first.status == 200, "a short lock was answered {}", first.status);
        } else {
            ensure!(
                first.status == 503 && first.header("retry-after").is_some(),
                "a long lock was answered {}",
                first.status
            );
            let released = Instant::now();
            while post(address, &author, id, &title).await?.status != 200 {
                ensure!(released.elapsed() < Duration::from_secs(7), "still refused when the lock is gone");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            figures.tell("back to normal after s", format!("{:.2}", released.elapsed().as_secs_f64()));
        }
        acknowledged.insert(title);
        figures.tell(
            &format!("{name} lock: answered"),
            format!("{} after {:.1} s", first.status, asked.elapsed().as_secs_f64()),
        );
    }
    outsider.close().await;
    drop(server);
    let kept = examine(folder.path(), &acknowledged).await?;
    figures.tell("lost, repeated or halved", kept.lost + kept.repeated + kept.halves);
    ensure!(kept.lost + kept.repeated + kept.halves == 0, "{figures}");
    Ok(figures)
}
