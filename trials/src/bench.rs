//! Benchmarks: each row runs ours and the peer in turn, in one go, and reports the median of the ratios.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};

use crate::peers::Peer;
use crate::process::{self, Process};
use crate::protocol::Protocol;
use crate::swarm::Swarm;
use crate::table::{Goal, Line, markdown};
use fanout::{Posting, Spread};

pub mod fanout;
pub mod floor;
mod joins;
mod page;
mod posts;
mod reconnect;
pub mod start;
mod years;

/// Which rows, and how thoroughly.
#[derive(Args, Debug)]
pub struct Options {
    /// Only these rows; all when left out.
    #[arg(value_enum)]
    rows: Vec<Row>,
    /// How often ours and the peer take turns.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// One short round of each: to see that everything runs, not to quote.
    #[arg(long)]
    quick: bool,
    /// Write the figures of every round to this file as well.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// The rows of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Row {
    /// From a post to each of 200, 500 and 5,000 screens, beside ws, socket.io, y-websocket and nchan.
    Screens,
    /// From a post to the last of 20,000 screens (or as many as the system grants files for), beside a loop of write().
    Most,
    /// Memory of the server for an idle screen, beside ws.
    Memory,
    /// Durable posts in a second, beside a loop of single INSERTs.
    Posts,
    /// 200 phones join in 2 s, and 5,000 in 10 s, beside node:http and ws.
    Joins,
    /// 5,000 screens come back after a cut of 30 s, beside the same without chance in their waits.
    Reconnect,
    /// Bytes, LCP and INP of a phone's first visit, beside a static page.
    Page,
    /// From the start of the process to the first page, beside axum saying hello.
    Start,
    /// Ten years of a programme: its pages beside bare SQL, and the memory of an export.
    Years,
}

/// How thoroughly the rows are measured.
struct Plan {
    rounds: usize,
    quick: bool,
}

/// Runs the rows, and prints the table.
pub async fn run(options: Options) -> Result<()> {
    let granted = rlimit::increase_nofile_limit(1 << 20)?;
    let plan = Plan { rounds: if options.quick { 1 } else { options.rounds }, quick: options.quick };
    let rows = if options.rows.is_empty() { Row::value_variants().to_vec() } else { options.rows };
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    eprintln!(
        "{processors} processors, shared by server and load; {granted} files a process; load of the last minute {}",
        load()?
    );
    let mut lines = Vec::new();
    for row in rows {
        eprintln!("{row:?}…");
        let measured = match row {
            Row::Screens => screens(&plan).await,
            Row::Most => most(&plan, granted).await,
            Row::Memory => memory(&plan).await,
            Row::Posts => durable(&plan).await,
            Row::Joins => join_storm(&plan).await,
            Row::Reconnect => reconnect_storm(&plan).await,
            Row::Page => page::rows(plan.rounds).await,
            Row::Start => starts(&plan).await,
            Row::Years => years::rows(plan.rounds).await,
        };
        match measured {
            Ok(measured) => {
                eprint!("{}", markdown(&measured));
                lines.extend(measured);
            }
            Err(error) => eprintln!("{row:?} could not be measured: {error:#}"),
        }
    }
    println!("{}", markdown(&lines));
    if let Some(file) = options.json {
        std::fs::write(&file, serde_json::to_string_pretty(&lines)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    ensure!(!lines.is_empty(), "nothing was measured");
    Ok(())
}

fn load() -> Result<String> {
    Ok(std::fs::read_to_string("/proc/loadavg")?.split(' ').next().unwrap_or_default().to_owned())
}

async fn ours_to(screens: usize, posting: &Posting) -> Result<Spread> {
    let (server, protocol, _) = process::maillage_with_room().await?;
    fanout::measure(&server, &protocol, screens, posting, 0)
}

fn peer_to(peer: Peer, screens: usize, posting: &Posting) -> Result<Spread> {
    let (server, protocol) = peer.start()?;
    fanout::measure(&server, &protocol, screens, posting, fanout::MESSAGE)
}

async fn screens(plan: &Plan) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for count in [200, 500, 5_000] {
        let posting = Posting { posts: if plan.quick { 10 } else { 40 }, gap: Duration::from_millis(100), warm_up: 5 };
        for peer in Peer::ALL {
            let goal = |largest: f64| match peer {
                Peer::Ws if count == 5_000 => Some(Goal::RatioAtMost(largest)),
                Peer::SocketIo | Peer::YWebSocket => Some(Goal::RatioAtMost(1.0)),
                _ => None,
            };
            let mut median = Line::new(format!("post to each of {count} screens, p50"), "ms", peer.name(), None);
            let mut p99 = Line::new(format!("post to each of {count} screens, p99"), "ms", peer.name(), goal(0.8));
            let mut delivered =
                Line::new(format!("delivered to {count} screens"), "%", peer.name(), Some(Goal::AtLeast(100.0)));
            for _ in 0..plan.rounds {
                let (ours, theirs) = (ours_to(count, &posting).await?, peer_to(peer, count, &posting));
                let theirs = match theirs {
                    Ok(theirs) => theirs,
                    Err(error) => {
                        eprintln!("  {} is left out: {error:#}", peer.name());
                        break;
                    }
                };
                median.round(ours.median, theirs.median);
                p99.round(ours.p99, theirs.p99);
                delivered.round(ours.delivered * 100.0, theirs.delivered * 100.0);
            }
            lines.extend([median, p99, delivered].into_iter().filter(|line| !line.ours.is_empty()));
        }
    }
    Ok(lines)
}

async fn most(plan: &Plan, granted: u64) -> Result<Vec<Line>> {
    // The server needs a file for each screen, and some for itself.
    let count = usize::try_from(granted.saturating_sub(300))?.min(20_000);
    if count < 20_000 {
        eprintln!("  {count} screens instead of 20,000: the system grants a process no more files");
    }
    let posting = Posting { posts: if plan.quick { 3 } else { 10 }, gap: Duration::from_millis(700), warm_up: 2 };
    let mut last = Line::new(
        format!("post to the last of {count} screens"),
        "ms",
        "a loop of write()",
        Some(Goal::RatioAtMost(2.5)),
    );
    let mut delivered =
        Line::new(format!("delivered to {count} screens"), "%", "a loop of write()", Some(Goal::AtLeast(100.0)));
    for _ in 0..plan.rounds {
        let ours = ours_to(count, &posting).await?;
        let floor = {
            let server = Process::start(Command::new(std::env::current_exe()?).arg("serve-floor"))?;
            fanout::measure(&server, &Protocol::Lines, count, &posting, fanout::MESSAGE)?
        };
        last.round(ours.last, floor.last);
        delivered.round(ours.delivered * 100.0, floor.delivered * 100.0);
    }
    Ok(vec![last, delivered])
}

async fn memory(plan: &Plan) -> Result<Vec<Line>> {
    let count = 5_000;
    let mut line =
        Line::new("memory of the server for an idle screen", "kB", Peer::Ws.name(), Some(Goal::RatioAtMost(0.6)));
    let mut own = Line::new("the same, of ours alone", "kB", "–", Some(Goal::AtMost(6.0)));
    // Two signs of life, so that what they need is there.
    let idle = Duration::from_secs(if plan.quick { 1 } else { 11 });
    let grown = |server: &Process, protocol: &Protocol| -> Result<f64> {
        let before = server.memory()?;
        let mut swarm = Swarm::new(server.address, protocol.clone())?;
        swarm.open(count, Duration::from_secs(60))?;
        swarm.listen(std::time::Instant::now() + idle, || false, |_| {})?;
        Ok((server.memory()?.saturating_sub(before)) as f64 / count as f64 / 1_000.0)
    };
    for _ in 0..plan.rounds {
        let (server, protocol, _) = process::maillage_with_room().await?;
        let ours = grown(&server, &protocol)?;
        drop(server);
        let (server, protocol) = Peer::Ws.start()?;
        let theirs = grown(&server, &protocol)?;
        line.round(ours, theirs);
        own.ours.push(ours);
    }
    Ok(vec![line, own])
}

async fn durable(plan: &Plan) -> Result<Vec<Line>> {
    let time = Duration::from_secs(if plan.quick { 3 } else { 60 });
    let mut line = Line::new(
        "durable posts in a second, 64 clients",
        "",
        "a loop of single INSERTs",
        Some(Goal::RatioAtLeast(2.0)),
    );
    let mut errors = Line::new("errors among them", "", "–", Some(Goal::AtMost(0.0)));
    for _ in 0..plan.rounds {
        let (server, protocol, _) = process::maillage_with_room().await?;
        let ours = posts::ours(server.address, &protocol, 64, time).await?;
        drop(server);
        let folder = tempfile::tempdir()?;
        let bare = posts::bare_inserts(folder.path(), time).await?;
        line.round(ours.per_second, bare.per_second);
        errors.ours.push(ours.errors as f64);
    }
    Ok(vec![line, errors])
}

async fn join_storm(plan: &Plan) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (phones, over) in [(200, Duration::from_secs(2)), (5_000, Duration::from_secs(10))] {
        let what = format!("{phones} phones join in {} s", over.as_secs());
        let mut live =
            Line::new(format!("{what}: live, and on the board"), "%", "node:http + ws", Some(Goal::AtLeast(100.0)));
        let goal = (phones == 200).then_some(Goal::AtMost(1.0));
        let mut p95 = Line::new(format!("{what}: scan to live, p95"), "s", "node:http + ws", goal);
        for _ in 0..plan.rounds.min(if phones == 200 { usize::MAX } else { 3 }) {
            let (server, _, workshop) = process::maillage_with_room().await?;
            let path = joins::Path::maillage(server.address, &workshop).await?;
            let sizes = path.sizes(server.address).await?;
            let before = joins::on_the_board(server.address, &workshop).await?;
            let ours = joins::storm(server.address, &path, phones, over).await?;
            let joined = joins::on_the_board(server.address, &workshop).await? - before;
            drop(server);
            if let Some(failure) = &ours.failure {
                eprintln!("  the first that failed: {failure}");
            }
            let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
            let peer = process::node("pages.mjs", &sizes.iter().map(String::as_str).collect::<Vec<_>>())?;
            let theirs = joins::storm(peer.address, &joins::Path::of_peer(sizes.len() - 2), phones, over).await?;
            live.round(
                100.0 * ours.live.min(joined) as f64 / phones as f64,
                100.0 * theirs.live as f64 / phones as f64,
            );
            p95.round(ours.p95, theirs.p95);
        }
        lines.extend([live, p95]);
    }
    Ok(lines)
}

async fn reconnect_storm(plan: &Plan) -> Result<Vec<Line>> {
    let (screens, cut) = (if plan.quick { 1_000 } else { 5_000 }, Duration::from_secs(if plan.quick { 5 } else { 30 }));
    let mut live = Line::new(
        format!("{screens} screens after a cut of {} s: all live", cut.as_secs()),
        "s",
        "all wait alike",
        Some(Goal::AtMost(15.0)),
    );
    let mut peak =
        Line::new("most processor time within half a second", "of one", "all wait alike", Some(Goal::RatioAtMost(0.3)));
    let mut back = Line::new("came back", "%", "all wait alike", Some(Goal::AtLeast(100.0)));
    for _ in 0..plan.rounds {
        let one = async |waits| {
            let (server, protocol, _) = process::maillage_with_room().await?;
            reconnect::measure(&server, &protocol, screens, cut, waits)
        };
        let (ours, alike) = (one(reconnect::Waits::ByChance).await?, one(reconnect::Waits::AllAlike).await?);
        live.round(ours.all_live, alike.all_live);
        peak.round(ours.peak, alike.peak);
        back.round(100.0 * ours.live as f64 / screens as f64, 100.0 * alike.live as f64 / screens as f64);
    }
    Ok(vec![live, peak, back])
}

async fn starts(plan: &Plan) -> Result<Vec<Line>> {
    let (entries, times) = if plan.quick { (20_000, 3) } else { (1_000_000, 4 * plan.rounds) };
    eprintln!("  filling a database with {entries} entries");
    let full = tempfile::tempdir()?;
    let board = start::fill(full.path(), entries).await?;
    let peer = "axum hello";
    let mut new = Line::new("start to first page, new database", "ms", peer, Some(Goal::AtMost(150.0)));
    let mut old = Line::new(
        format!("start to first page, {entries} entries: more than the peer"),
        "ms",
        peer,
        Some(Goal::AtMost(50.0)),
    );
    let mut room =
        Line::new("start to the board of an afternoon of 2,000 entries there: more than the peer", "ms", peer, None);
    for _ in 0..times {
        let serve = |folder: &std::path::Path, path: &str| -> Result<f64> {
            let address = crate::process::free_address()?;
            let mut command = Command::new(process::binary()?);
            start::measure(
                command.args(["serve", "--without-bounds", "--listen", &address.to_string(), "--data"]).arg(folder),
                address,
                path,
            )
        };
        let address = crate::process::free_address()?;
        let mut hello = Command::new(std::env::current_exe()?);
        let hello = start::measure(hello.args(["serve-hello", &address.to_string()]), address, "/")?;
        let fresh = tempfile::tempdir()?;
        new.round(serve(fresh.path(), "/")?, hello);
        old.ours.push(serve(full.path(), "/")? - hello);
        room.ours.push(serve(full.path(), &format!("/b/{board}"))? - hello);
    }
    Ok(vec![new, old, room])
}
