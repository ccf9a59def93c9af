//! The power fails: what the disk had not flushed is gone. What was acknowledged is there all the same; and with the
//! weaker setting that many programs use, the very same trial finds losses, which proves that it sees them.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::crowd::{Author, Crowd, examine};
use super::disk::{self, Disk};
use super::{Extent, Figures};
use crate::process::{Process, Workshop, binary};

const CLIENTS: usize = 16;
const CAPACITY: usize = 256 * 1024 * 1024;

pub async fn run(extent: Extent) -> Result<Figures> {
    disk::needed()?;
    let cycles = match extent {
        Extent::Short => 15,
        Extent::Long => 200,
    };
    let (cards, lost, wrong) = cut(cycles, false, usize::MAX).await?;
    // The weaker setting loses soon; one loss is proof enough.
    let (_, lost_when_weak, _) = cut(cycles, true, 1).await?;
    let mut figures = Figures::default();
    figures.tell("cuts", cycles);
    figures.tell("cards", cards);
    figures.tell("acknowledged and lost", lost);
    figures.tell("repeated or halved", wrong);
    figures.tell("lost with synchronous=NORMAL", lost_when_weak);
    ensure!(lost == 0 && wrong == 0 && cards > 0, "{figures}");
    ensure!(lost_when_weak > 0, "this trial would not have noticed a loss: {figures}");
    Ok(figures)
}

/// Cuts the power this often, or until so many cards are lost; gives cards, losses, and what is there twice or by half.
async fn cut(cycles: usize, weak: bool, enough: usize) -> Result<(usize, usize, usize)> {
    let mut chance = fastrand::Rng::new();
    let (mut cards, mut lost, mut wrong) = (0, 0, 0);
    for cycle in 0..cycles {
        let mut disk = Disk::new(CAPACITY)?;
        let workshop = Workshop::create(&disk.path(), "preparation")?;
        let mut server = start(&disk, weak)?;
        let author = Author::join(server.address, workshop).await?;
        let crowd = Crowd::start(CLIENTS, server.address, &author, "p", Duration::from_millis(1));
        tokio::time::sleep(Duration::from_millis(chance.u64(50..400))).await;
        server.kill()?;
        let acknowledged = crowd.stop().await;
        disk.cut_power(&mut chance)?;
        let kept = examine(&disk.path(), &acknowledged).await.with_context(|| format!("after cut {cycle}"));
        let kept = match kept {
            Ok(kept) => kept,
            // Without flushes the file may even be damaged, which is a loss of everything.
            Err(_) if weak => return Ok((cards, lost + acknowledged.len(), wrong)),
            Err(error) => return Err(error),
        };
        (cards, lost, wrong) = (cards + kept.cards, lost + kept.lost, wrong + kept.repeated + kept.halves);
        if lost >= enough {
            break;
        }
    }
    Ok((cards, lost, wrong))
}

fn start(disk: &Disk, weak: bool) -> Result<Process> {
    let mut command = Command::new(binary()?);
    command
        .args(["serve", "--without-bounds", "--listen", "127.0.0.1:0", "--data"])
        .arg(disk.path())
        .env("MAILLAGE_LOG", "error");
    if weak {
        command.arg("--without-flushing");
    }
    Process::start(&mut command)
}
