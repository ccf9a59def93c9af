//! Faults on purpose, against the real binary: what was acknowledged is never lost, nothing happens twice, and
//! everybody sees the same board in the end. `./test` runs the short form, `cargo xtask faults --long` the long one.

use std::fmt;
use std::time::Instant;

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};

mod crowd;
mod disk;
mod kill;
mod network;
mod once;
mod power;
mod simulation;
mod slow;
mod storage;
mod wifi;

pub use simulation::one as simulate;

/// How thoroughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A few minutes for all of them.
    Short,
    /// The figures that the project promises; hours.
    Long,
}

/// Which faults, and how thoroughly.
#[derive(Args, Debug)]
pub struct Options {
    /// Only these; all when left out.
    #[arg(value_enum)]
    faults: Vec<Fault>,
    /// As often and as long as the project promises.
    #[arg(long)]
    long: bool,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Fault {
    /// Thousands of simulated rooms whose messages are lost, repeated, late and out of order.
    Simulation,
    /// Posts sent three times, from two sockets at once.
    Repeated,
    /// Requests cut off in the middle.
    Cut,
    /// Two facilitators press different phases at once.
    Phases,
    /// `kill -9` under posting clients.
    Kill,
    /// The power fails, and the disk forgets what it had not flushed.
    Power,
    /// The disk is full.
    FullDisk,
    /// An outsider locks the database.
    Locked,
    /// Real clients on bad Wi-Fi.
    Network,
    /// Screens that stop reading.
    Readers,
    /// Senders that never finish.
    Senders,
    /// A clean stop under load.
    Stop,
}

/// What a trial counted: names and values, in the order of the table.
#[derive(Clone, Debug, Default)]
pub struct Figures(Vec<(String, String)>);

impl Figures {
    pub fn tell(&mut self, what: &str, value: impl fmt::Display) {
        self.0.push((what.to_owned(), value.to_string()));
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (what, value)) in self.0.iter().enumerate() {
            write!(formatter, "{}{what}: {value}", if at == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

/// Why a trial cannot run on this machine. In the short form it is skipped, and says so; the long form promises figures
/// and fails.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CannotRun(String);

/// Runs them one after the other; an error when one of them found something.
pub async fn run(options: Options) -> Result<()> {
    rlimit::increase_nofile_limit(1 << 20)?;
    let extent = if options.long { Extent::Long } else { Extent::Short };
    let faults = if options.faults.is_empty() { Fault::value_variants().to_vec() } else { options.faults };
    let (mut failed, mut skipped) = (Vec::new(), Vec::new());
    for fault in faults {
        let begin = Instant::now();
        let name = fault.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        eprintln!("{name}…");
        let result = match fault {
            Fault::Simulation => simulation::run(extent),
            Fault::Repeated => once::repeated(extent).await,
            Fault::Cut => once::cut(extent).await,
            Fault::Phases => once::phases(extent).await,
            Fault::Kill => kill::run(extent).await,
            Fault::Power => power::run(extent).await,
            Fault::FullDisk => storage::full_disk(extent).await,
            Fault::Locked => storage::locked(extent).await,
            Fault::Network => network::run(extent).await,
            Fault::Readers => slow::readers(extent).await,
            Fault::Senders => slow::senders(extent).await,
            Fault::Stop => slow::stop(extent).await,
        };
        let took = begin.elapsed().as_secs_f64();
        match result {
            Ok(figures) => println!("ok      {name} ({took:.0} s)  {figures}"),
            Err(error) if extent == Extent::Short && error.is::<CannotRun>() => {
                println!("SKIPPED {name}: {error}");
                skipped.push(name);
            }
            Err(error) => {
                println!("FAILED  {name} ({took:.0} s)  {error:#}");
                failed.push(name);
            }
        }
    }
    if !skipped.is_empty() {
        println!("\nSKIPPED, so not proved here: {}", skipped.join(", "));
    }
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}
