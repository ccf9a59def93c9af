//! The tasks of this repository: `cargo xtask --help` explains each of them.
//!
//! - [`site`]: what browsers load: wasm, bindings, style sheets, static files.
//! - [`tidy`]: the rules of the architecture that a program can check.
//! - [`supply`]: licences of third parties, bill of materials, known advisories.
//! - [`trials`]: benchmarks, faults and attacks, on what they need.
//! - [`process`]: running other programs; [`repository`]: where things are.
//!
//! What is built goes to `target/`. No task changes sources, save `licences`, which writes `server/licences.txt` anew.
//! Nothing of this crate is part of the product.
//!
//! The site from beginning to end: [`site::build`] compiles the binaries of `frontend`, one for each audience, makes
//! the bindings, optimises, shortens names, joins the style sheets, and writes everything with its compressed forms to
//! `target/site`.
//! `server::assets` reads that folder; a release build takes it into the binary.
//!
//! Each variant of [`Task`] is one command, and [`main`] says which module does it. Why the rules that [`tidy`] checks
//! are rules stands in `ARCHITECTURE.md`.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

mod process;
mod repository;
mod site;
mod supply;
mod tidy;
mod trials;

/// Builds and checks Maillage.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build what browsers load into target/site: wasm, bindings, style sheets, static files, each with its compressed
    /// forms.
    Site(site::Options),
    /// Run the lints over the browser's half, each audience's wasm; `cargo clippy` sees the server's half.
    BrowserLints,
    /// Check the rules of the architecture that a program can check; each breach is named with its file, line and cure.
    Tidy,
    /// Write the list of third-party licences anew (`server/licences.txt`, shown by `maillage licences`); a licence
    /// that nobody has looked at is an error.
    Licences,
    /// Write the bill of materials, CycloneDX 1.5, into target/maillage.cdx.json. `cargo xtask site` does it as well.
    Sbom,
    /// Look up known advisories on what we use; where they cannot be reached, say so.
    Advisories,
    /// Build the site quickly and start the demonstration from a debug build.
    Dev {
        /// Arguments for `maillage demo`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run the browser tests against a debug build (site and binary are built first).
    E2e {
        /// Build the site as phones get it instead of the quick form.
        #[arg(long)]
        release_site: bool,
        /// Arguments for Playwright, for example `tests/phone` or `--project desk`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure a release build beside its peers; one table, and JSON with `--json FILE`. Hours at full length;
    /// `--quick` shows that all runs.
    Bench(trials::Options),
    /// Do to a release build what should not happen, and count what is lost; `--long` for the figures that the project
    /// promises.
    Faults(trials::Options),
    /// The short faults on a debug build: what `./test` runs.
    QuickFaults,
    /// Try on a release build what its worst guest would; one table of what was tried and what it got. `--long` for
    /// more of it.
    Attack(trials::Options),
    /// The short attacks on a debug build: what `./test` runs.
    QuickAttack,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Site(options) => {
            site::build(&options).and_then(|()| if options.dev { Ok(()) } else { supply::sbom::write() })
        }
        Task::BrowserLints => site::lint(),
        Task::Licences => supply::licences::write(),
        Task::Sbom => supply::sbom::write(),
        Task::Advisories => supply::advisories::check(),
        Task::Tidy => tidy::run(),
        Task::Dev { arguments } => dev(&arguments),
        Task::Bench(options) => trials::bench(&options),
        Task::Faults(options) => trials::faults(&options),
        Task::QuickFaults => trials::quick_faults(),
        Task::Attack(options) => trials::attack(&options),
        Task::QuickAttack => trials::quick_attack(),
        Task::E2e { release_site, arguments } => e2e(release_site, &arguments),
    };
    if let Err(error) = result {
        // The causes in one line; where in this program it happened helps nobody.
        eprintln!("xtask: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn dev(arguments: &[String]) -> Result<()> {
    site::build(&site::Options::quick())?;
    process::run(
        process::cargo().args(["run", "--package", "server", "--bin", "maillage", "--", "demo"]).args(arguments),
    )
}

fn e2e(release_site: bool, arguments: &[String]) -> Result<()> {
    site::build(&if release_site { site::Options::default() } else { site::Options::quick() })?;
    process::run(process::cargo().args(["build", "--quiet"]))?;
    let folder = repository::root().join("end2end");
    process::install_packages(&folder)?;
    process::run(
        process::command("npx").args(["--no-install", "playwright", "test"]).args(arguments).current_dir(folder),
    )
}
