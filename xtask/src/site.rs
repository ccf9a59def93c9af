//! What browsers load, made in `target/site`:
//!
//! ```text
//! assets.json               {"phone.js": "pkg/phone.<hash>.js", …, "icon.svg": "icon.svg"}
//! pkg/phone.<hash>.wasm     one wasm, one script and one style sheet for each audience, named by their content,
//! pkg/phone.<hash>.js       so that browsers may keep them for ever
//! pkg/phone.<hash>.css
//! …                         everything in public/, under its own name
//! *.br, *.gz                compressed forms beside what compresses well
//! ```
//!
//! The order of work: `cargo build` to wasm, silence ([`panics`]), bindings ([`bindings`]), optimisation, short names
//! ([`names`]), style sheets ([`styles`]), folder ([`folder`]).

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::repository;

mod bindings;
mod folder;
mod names;
mod panics;
mod styles;

/// How to build the site.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// Quick instead of small: no optimisation, light compression.
    #[arg(long)]
    pub dev: bool,
    /// Build the wasm of these audiences only; what was built for others stays.
    #[arg(long, value_delimiter = ',', value_enum)]
    pub only: Vec<Audience>,
}

impl Options {
    /// A quick build, for trying things out.
    pub fn quick() -> Self {
        Self { dev: true, only: Vec::new() }
    }
}

/// Whose screen it is, when that screen is live and therefore has a wasm. The names are binaries of `frontend`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Audience {
    /// Participants.
    Phone,
    /// The projector.
    Board,
    /// The facilitator.
    Desk,
}

impl Audience {
    const ALL: [Self; 3] = [Self::Phone, Self::Board, Self::Desk];

    fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Board => "board",
            Self::Desk => "desk",
        }
    }
}

/// Every style sheet: those of the live screens, and `office` for everything else.
const STYLE_SHEETS: [&str; 4] = ["phone", "board", "desk", "office"];

/// Builds the site into `target/site`; what has not changed since the last build is left as it is.
pub fn build(options: &Options) -> Result<()> {
    let started = Instant::now();
    let root = repository::root();
    let site = root.join("target/site");
    fs::create_dir_all(&site)?;
    // Two builds at once (a test run beside a developer's) would remove each other's files.
    let lock = fs::File::create(root.join("target/site.lock"))?;
    lock.lock().context("another site build cannot be waited for")?;

    let mut assets = folder::Assets::new(site, options.dev);
    let wanted: &[Audience] = if options.only.is_empty() { &Audience::ALL } else { &options.only };
    let toolchain = bindings::prepare(options.dev)?;
    let modules = bindings::build(wanted, &toolchain, options.dev)?;
    for audience in Audience::ALL {
        if let Some(module) = wanted.iter().position(|it| *it == audience).and_then(|index| modules.get(index)) {
            assets.add_hashed(&format!("{}.js", audience.name()), &module.script)?;
            assets.add_hashed(&format!("{}.wasm", audience.name()), &module.wasm)?;
        } else {
            assets.keep(&format!("{}.js", audience.name()))?;
            assets.keep(&format!("{}.wasm", audience.name()))?;
        }
    }
    for name in STYLE_SHEETS {
        assets.add_hashed(&format!("{name}.css"), styles::sheet(&root.join("style"), name)?.as_bytes())?;
    }
    for (name, path) in public_files(&root.join("public"))? {
        assets.add(&name, &fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?)?;
    }
    let sizes = assets.finish()?;
    report(&sizes, started);
    Ok(())
}

/// Runs the lints over the browser's half: what only stands there, a native build does not see.
pub fn lint() -> Result<()> {
    let toolchain = bindings::prepare(true)?;
    if !bindings::can_lint(&toolchain) {
        println!("SKIPPED lints of the browser's half: the toolchain {toolchain} brings no clippy");
        return Ok(());
    }
    bindings::lint(&toolchain)
}

/// Files of `public`, with their names relative to it.
fn public_files(public: &std::path::Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![public.to_path_buf()];
    while let Some(current) = folders.pop() {
        let Ok(entries) = fs::read_dir(&current) else { continue };
        for entry in entries {
            let path = entry?.path();
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() {
                folders.push(path);
            } else if !hidden {
                files.insert(folder::relative_name(public, &path)?, path);
            }
        }
    }
    Ok(files)
}

fn report(sizes: &[folder::Size], started: Instant) {
    for size in sizes.iter().filter(|size| size.hashed) {
        eprintln!("site: {:<11} {:>8} bytes, {:>7} compressed", size.logical, size.plain, size.compressed);
    }
    eprintln!("site: target/site is ready ({:.1} s)", started.elapsed().as_secs_f32());
}
