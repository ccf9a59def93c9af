//! Benchmarks, faults and attacks: builds what the crate `trials` needs beside it, then runs it.

use anyhow::Result;
use clap::Args;

use crate::{process, repository, site};

/// What goes to the program as it is.
#[derive(Args)]
pub struct Options {
    /// Arguments for the program; `--help` among them lists its rows or faults.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Measures a release build beside the peers.
pub fn bench(options: &Options) -> Result<()> {
    site::build(&site::Options::default())?;
    build()?;
    process::install_packages(&repository::root().join("trials/peers"))?;
    process::install_packages(&repository::root().join("end2end"))?;
    start("release", "bench", &options.arguments)
}

/// Does what should not happen to a release build.
pub fn faults(options: &Options) -> Result<()> {
    build()?;
    start("release", "faults", &options.arguments)
}

/// Attacks a release build.
pub fn attack(options: &Options) -> Result<()> {
    build()?;
    start("release", "attack", &options.arguments)
}

/// The short attacks on the debug build that the other tests use as well.
pub fn quick_attack() -> Result<()> {
    process::run(process::cargo().arg("build"))?;
    start("debug", "attack", &[])
}

/// The short faults against the debug build that the other tests use as well.
pub fn quick_faults() -> Result<()> {
    // Everything at once: with the features that all other tests have, nothing is compiled twice.
    process::run(process::cargo().arg("build"))?;
    start("debug", "faults", &[])
}

fn build() -> Result<()> {
    process::run(process::cargo().args(["build", "--release", "--package", "server", "--package", "trials"]))
}

fn start(profile: &str, trial: &str, arguments: &[String]) -> Result<()> {
    process::run(
        process::command(&repository::target().join(profile).join("trials").to_string_lossy())
            .arg(trial)
            .args(arguments),
    )
}
