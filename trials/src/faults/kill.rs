//! `kill -9` at any moment, under clients that post without end: what was acknowledged is there, once, and the file is
//! sound.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::crowd::{Author, Crowd, examine};
use super::{Extent, Figures};
use crate::process;

/// A new file after so many cycles: checking a file takes longer the more it holds.
const CYCLES_A_FILE: usize = 20;
const CLIENTS: usize = 64;

pub async fn run(extent: Extent) -> Result<Figures> {
    let (cycles, longest) = match extent {
        Extent::Short => (20, 0.4),
        Extent::Long => (1_000, 2.0),
    };
    let (mut done, mut cards, mut lost, mut repeated, mut slowest) = (0, 0, 0, 0, Duration::ZERO);
    while done < cycles {
        let folder = tempfile::tempdir()?;
        let (mut server, author) = Author::enter(folder.path(), "preparation").await?;
        let address = server.address;
        let crowd = Crowd::start(CLIENTS, address, &author, "k", Duration::from_millis(10));
        let mut in_file = 0;
        while in_file < CYCLES_A_FILE && done + in_file < cycles {
            tokio::time::sleep(Duration::from_secs_f64(0.05 + (longest - 0.05) * fastrand::f64())).await;
            server.kill()?;
            in_file += 1;
            let started = Instant::now();
            server = process::maillage(folder.path(), &address.to_string())?;
            slowest = slowest.max(started.elapsed());
            // Sound after each kill: looked at while the next server runs, as any reader may.
            examine(folder.path(), &HashSet::new()).await?;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        server.kill()?;
        let acknowledged = crowd.stop().await;
        let kept = examine(folder.path(), &acknowledged).await?;
        (cards, lost, repeated) = (cards + kept.cards, lost + kept.lost, repeated + kept.repeated + kept.halves);
        done += in_file;
        if extent == Extent::Long {
            eprintln!("  {done} cycles, {cards} cards, {lost} lost, {repeated} repeated");
        }
    }
    let mut figures = Figures::default();
    figures.tell("cycles", done);
    figures.tell("cards", cards);
    figures.tell("acknowledged and lost", lost);
    figures.tell("repeated or halved", repeated);
    figures.tell("slowest restart s", format!("{:.2}", slowest.as_secs_f64()));
    ensure!(lost == 0 && repeated == 0 && cards > 0, "{figures}");
    Ok(figures)
}
