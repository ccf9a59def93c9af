//! The rules of the architecture that a program can check. `ARCHITECTURE.md` says why they are rules.

use std::fmt;
use std::fs;

use anyhow::{Result, bail};

use crate::{process, repository};

mod arrows;
mod circles;
mod contents;
mod dependencies;
mod layers;
mod publiccode;
mod textarea;

/// A file of the repository.
pub struct Source {
    /// Relative to the root, with `/`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl Source {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Lines with their numbers, without those that are comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.numbered().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    fn breach(&self, line: usize, cure: impl Into<String>) -> Breach {
        Breach { path: self.path.clone(), line, cure: cure.into() }
    }
}

/// A rule that is not kept: where, and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    path: String,
    line: usize,
    cure: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.cure)
    }
}

/// Checks the whole repository; a breach is an error.
pub fn run() -> Result<()> {
    let sources = sources()?;
    let mut breaches: Vec<Breach> = sources.iter().flat_map(check).collect();
    breaches.extend(arrows::check(&sources));
    breaches.extend(circles::check(&sources));
    breaches.sort();
    for breach in &breaches {
        eprintln!("{breach}");
    }
    if !breaches.is_empty() {
        bail!("{} of the repository's rules broken", breaches.len());
    }
    eprintln!("tidy: {} files keep the rules", sources.len());
    Ok(())
}

fn check(source: &Source) -> Vec<Breach> {
    let mut breaches = contents::check(source);
    breaches.extend(dependencies::check(source));
    breaches.extend(layers::check(source));
    breaches.extend(publiccode::check(source));
    breaches.extend(textarea::check(source));
    breaches
}

/// Every text file that is in the repository or about to be.
fn sources() -> Result<Vec<Source>> {
    let root = repository::root();
    let list = process::output(process::command("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]))?;
    let mut sources = Vec::new();
    for path in list.split('\0').filter(|path| !path.is_empty()) {
        // What is no text, or was removed without telling git yet, has no lines to check.
        if let Ok(text) = fs::read_to_string(root.join(path)) {
            sources.push(Source { path: path.to_owned(), text });
        }
    }
    Ok(sources)
}

#[cfg(test)]
pub fn example(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breach_says_where_and_what_to_do() {
        let breach = example("app/src/lib.rs", "").breach(3, "do this");
        assert_eq!(breach.to_string(), "app/src/lib.rs:3: do this");
    }
}
