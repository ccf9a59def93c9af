//! Attacks on the real binary: what its worst guest would try. One table says what was tried and what it got.
//! `./test` runs the short form, `cargo xtask attack --long` the long one.

use std::fmt;
use std::time::Instant;

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};

mod client;
mod codes;
mod curious;
mod erased;
mod feed;
mod floods;
mod guessing;
mod hall;
mod live_room;
mod marks;
mod matrix;
mod revocation;
mod stock;
mod workbook;
mod world;

pub use crate::faults::Extent;

/// Which attacks, and how thoroughly.
#[derive(Args, Debug)]
pub struct Options {
    /// Only these; all when left out.
    #[arg(value_enum)]
    attacks: Vec<Attack>,
    /// As often as the project promises.
    #[arg(long)]
    long: bool,
}

/// The attacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Attack {
    /// Every caller at every route with every method and every kind of id.
    Matrix,
    /// A curious participant who wants to know whose the anonymous cards are.
    Curious,
    /// Words of somebody who left, looked for on the disk.
    Erased,
    /// Bombs and floods, beside a room that goes on.
    Floods,
    /// Wrong codes, and forged addresses.
    Codes,
    /// Wrong passwords, and the link of the first account.
    Guessing,
    /// Keys that are made anew or ended, and what was open by them.
    Revocation,
}

/// One line of the table.
#[derive(Debug)]
pub struct Row {
    what: String,
    figures: Vec<(String, String)>,
    faults: Vec<String>,
    skipped: Option<String>,
}

impl Row {
    pub fn new(what: &str) -> Self {
        Self { what: what.to_owned(), figures: Vec::new(), faults: Vec::new(), skipped: None }
    }

    /// A row that could not be tried here; it says so.
    pub fn skipped(what: &str, why: &str) -> Self {
        Self { skipped: Some(why.to_owned()), ..Self::new(what) }
    }

    pub fn tell(&mut self, what: &str, value: impl fmt::Display) {
        self.figures.push((what.to_owned(), value.to_string()));
    }

    pub fn fault(&mut self, what: impl Into<String>) {
        self.faults.push(what.into());
    }

    pub fn expect(&mut self, holds: bool, else_say: impl Into<String>) {
        if !holds {
            self.fault(else_say);
        }
    }
}

/// Runs them one after the other, and prints the table; an error when one of them got something.
///
/// # Errors
/// When an attack succeeded, or could not be carried out.
pub async fn run(options: Options) -> Result<()> {
    rlimit::increase_nofile_limit(1 << 20)?;
    let extent = if options.long { Extent::Long } else { Extent::Short };
    let attacks = if options.attacks.is_empty() { Attack::value_variants().to_vec() } else { options.attacks };
    let mut lines = Vec::new();
    let (mut failed, mut skipped) = (Vec::new(), Vec::new());
    for attack in attacks {
        let begin = Instant::now();
        let name = attack.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        eprintln!("{name}…");
        let rows = match carry_out(attack, extent).await {
            Ok(rows) => rows,
            Err(error) => {
                let mut row = Row::new(&name);
                row.fault(format!("{error:#}"));
                vec![row]
            }
        };
        let took = begin.elapsed().as_secs_f64();
        for row in rows {
            let figures =
                row.figures.iter().map(|(what, value)| format!("{what}: {value}")).collect::<Vec<_>>().join("; ");
            let verdict = match (&row.skipped, row.faults.is_empty()) {
                (Some(why), _) => {
                    skipped.push(row.what.clone());
                    format!("**SKIPPED**: {why}")
                }
                (_, true) => "held".to_owned(),
                (_, false) => {
                    failed.push(row.what.clone());
                    "**FAILED**".to_owned()
                }
            };
            println!("{verdict}  {} ({took:.0} s)  {figures}", row.what);
            for fault in row.faults.iter().take(40) {
                println!("        - {fault}");
            }
            if row.faults.len() > 40 {
                println!("        - and {} more", row.faults.len() - 40);
            }
            lines.push(format!("| {} | {figures} | {verdict} |", row.what));
        }
    }
    println!("\n| attack | what was tried and found | verdict |\n|---|---|---|\n{}", lines.join("\n"));
    if !skipped.is_empty() {
        println!("\nSKIPPED, so not proved here: {}", skipped.join(", "));
    }
    ensure!(failed.is_empty(), "not held: {}", failed.join(", "));
    Ok(())
}

async fn carry_out(attack: Attack, extent: Extent) -> Result<Vec<Row>> {
    Ok(match attack {
        Attack::Matrix => {
            let world = world::World::build().await?;
            vec![matrix::run(&world, extent).await?]
        }
        Attack::Curious => vec![curious::run(extent).await?],
        Attack::Erased => vec![erased::run(extent).await?],
        Attack::Floods => floods::run(extent).await?,
        Attack::Codes => codes::run(extent).await?,
        Attack::Guessing => guessing::run(extent).await?,
        Attack::Revocation => vec![revocation::run().await?],
    })
}
