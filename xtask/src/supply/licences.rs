//! The licences of third parties: a file in the repository that the binary shows as `maillage licences`, and the rule
//! of which are welcome.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{Package, shipped};
use crate::repository;

/// Licences that let us pass their code on under the EUPL-1.2.
const WELCOME: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    // Of the Independent JPEG Group: permissive, asks to be named.
    "IJG",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "zlib-acknowledgement",
];

/// Where the list stands: `server/licences.txt`.
pub fn file() -> PathBuf {
    repository::root().join("server/licences.txt")
}

/// Writes the list anew.
///
/// # Errors
/// When a licence is not welcome, or cargo cannot tell.
pub fn write() -> Result<()> {
    let text = list()?;
    fs::write(file(), &text)?;
    println!("{} bytes in {}", text.len(), file().display());
    Ok(())
}

/// The text that should stand in the file.
///
/// # Errors
/// As [`write()`].
pub fn list() -> Result<String> {
    let packages = shipped()?;
    let others: Vec<&Package> = packages.values().filter(|package| !package.is_own).collect();
    let unwelcome: Vec<String> = others
        .iter()
        .filter(|package| !is_welcome(&package.licence))
        .map(|package| format!("{}: {}", package.key(), package.licence))
        .collect();
    if !unwelcome.is_empty() {
        bail!("licences that nobody has looked at yet: {}", unwelcome.join(", "));
    }
    let mut text = "Maillage is published under the European Union Public Licence 1.2. What others wrote and this \
        program holds,\neach with its licence; the texts of the licences follow.\n\n"
        .to_owned();
    // Texts that differ in nothing but who holds the copyright are shown once.
    let mut texts: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for package in others {
        let _ = writeln!(text, "{} {} – {}", package.name, package.version, package.licence.replace('/', " OR "));
        let mut holders = BTreeSet::new();
        for path in files(&package.folder, &package.licence) {
            let content = fs::read_to_string(&path).unwrap_or_default();
            holders.extend(content.lines().map(str::trim).filter(|line| is_notice(line)).map(str::to_owned));
            let rest: String = content.lines().filter(|line| !is_notice(line.trim())).collect::<Vec<_>>().join("\n");
            let folded = rest.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            texts
                .entry(folded)
                .or_insert_with(|| (rest.trim().to_owned(), BTreeSet::new()))
                .1
                .insert(package.name.clone());
        }
        for holder in holders {
            let _ = writeln!(text, "    {holder}");
        }
    }
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort_by_key(|(_, whose)| std::cmp::Reverse(whose.len()));
    for (licence, whose) in texts {
        let whose = whose.into_iter().collect::<Vec<_>>().join(", ");
        let _ = write!(text, "\n{}\nOf: {whose}\n\n{licence}\n", "=".repeat(80));
    }
    Ok(text)
}

fn is_notice(line: &str) -> bool {
    let line = line.trim_start_matches(['#', '*', '/', ' ']);
    line.len() < 200
        && (line.starts_with("Copyright") || line.starts_with("©") || line.starts_with("(c) "))
        && line.chars().any(|c| c.is_ascii_digit())
}

/// The files with the licence of a package: of several to choose from, the shortest known one that it offers.
fn files(folder: &Path, licence: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE", "COPYRIGHT"]
                .iter()
                .any(|start| name.starts_with(start))
        })
        .collect();
    found.sort();
    let has_choice = licence.contains("OR") || licence.contains('/');
    let mit: Vec<PathBuf> =
        found.iter().filter(|path| path.to_string_lossy().to_uppercase().ends_with("MIT")).cloned().collect();
    if has_choice && !licence.contains("AND") && !mit.is_empty() { mit } else { found }
}

/// Whether an expression of licences leaves us one that is welcome.
fn is_welcome(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at) && at == words.len()
}

fn either(words: &[&str], at: &mut usize) -> bool {
    let mut welcome = both(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        let other = both(words, at);
        welcome |= other;
    }
    welcome
}

fn both(words: &[&str], at: &mut usize) -> bool {
    let mut welcome = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        let other = one(words, at);
        welcome &= other;
    }
    welcome
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let welcome = either(words, at);
        *at += 1;
        return welcome;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    WELCOME.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_welcome_when_it_leaves_a_choice_that_is() {
        assert!(is_welcome("MIT") && is_welcome("MIT/Apache-2.0") && is_welcome("MIT OR LGPL-2.1-or-later"));
        assert!(
            is_welcome("(MIT OR Apache-2.0) AND Unicode-3.0") && is_welcome("Apache-2.0 WITH LLVM-exception OR MIT")
        );
        assert!(
            !is_welcome("GPL-3.0-only")
                && !is_welcome("MIT AND GPL-3.0-only")
                && !is_welcome("")
                && !is_welcome("AGPL-3.0 OR SSPL-1.0")
        );
    }

    #[test]
    fn the_list_in_the_repository_is_that_of_the_lock_file() -> Result<()> {
        let (kept, made) = (fs::read_to_string(file())?, list()?);
        let packages = |text: &str| {
            text.lines()
                .take_while(|line| !line.starts_with("===="))
                .filter(|line| line.contains(" – "))
                .map(str::to_owned)
                .collect::<BTreeSet<_>>()
        };
        let (kept, made) = (packages(&kept), packages(&made));
        let differences: Vec<&String> = kept.symmetric_difference(&made).collect();
        assert!(differences.is_empty(), "out of date, `cargo xtask licences` writes it anew: {differences:?}");
        Ok(())
    }
}
