//! What a wasm was made of, so that it is not made again from the same.
//!
//! Cargo would see by itself that nothing changed, if there were one wasm. There is one for each audience, from the
//! same crate under the same file name, and building one makes cargo forget the others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::repository;

/// What decides over a build beside the sources that cargo lists.
const SETTINGS: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "app/Cargo.toml",
    "domain/Cargo.toml",
    "frontend/Cargo.toml",
    "wire/Cargo.toml",
    "wire/derive/Cargo.toml",
    "xtask/package-lock.json",
];

/// The files that a build has read, to know whether it has to be done again.
#[derive(Debug, PartialEq, Eq)]
pub struct Inputs {
    files: BTreeSet<PathBuf>,
    /// Whether one of them changed while the build ran: then nobody knows which form was built.
    uncertain: bool,
}

impl Inputs {
    /// Reads the list that cargo wrote beside its output (`frontend.d`).
    pub fn read(list: &Path, started: SystemTime) -> Result<Self> {
        let text = fs::read_to_string(list).with_context(|| format!("cannot read {}", list.display()))?;
        let mut files = sources(&text);
        files.extend(SETTINGS.map(|name| repository::root().join(name)));
        let changed_since = |file: &PathBuf| {
            fs::metadata(file).and_then(|file| file.modified()).is_ok_and(|changed| changed >= started)
        };
        let uncertain = files.iter().any(changed_since);
        Ok(Self { files, uncertain })
    }

    /// Remembers the files with their content and `recipe`, everything else that decides over the result.
    pub fn record(&self, record: &Path, recipe: &str) -> Result<()> {
        if self.uncertain {
            return fs::remove_file(record).or_else(|error| {
                if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error.into()) }
            });
        }
        let mut text = self.digest(recipe);
        for file in &self.files {
            text.push('\n');
            text.push_str(&file.to_string_lossy());
        }
        fs::write(record, text).with_context(|| format!("cannot write {}", record.display()))
    }

    /// Whether everything is as it was when `record` was written.
    pub fn unchanged(record: &Path, recipe: &str) -> bool {
        let Ok(text) = fs::read_to_string(record) else { return false };
        let mut lines = text.lines();
        let digest = lines.next();
        let inputs = Self { files: lines.map(PathBuf::from).collect(), uncertain: false };
        digest == Some(&inputs.digest(recipe))
    }

    fn digest(&self, recipe: &str) -> String {
        let mut digest = Sha256::new();
        digest.update(recipe);
        for file in &self.files {
            // A file that is missing is a state like any other.
            let content = fs::read(file).map(Sha256::digest).unwrap_or_default();
            digest.update(content);
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The sources in a list of the form `output: source source …`, in which a space inside a name is `\ `.
fn sources(list: &str) -> BTreeSet<PathBuf> {
    let Some((_, sources)) = list.lines().next().and_then(|line| line.split_once(": ")) else { return BTreeSet::new() };
    let spaces_kept = sources.replace("\\ ", "\0");
    spaces_kept.split_whitespace().map(|source| PathBuf::from(source.replace('\0', " "))).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn names_with_spaces_are_one_name() {
        let files = sources("/a\\ b/out.wasm: /a\\ b/one.rs /two.rs\n\n/two.rs:\n");
        assert_eq!(files, BTreeSet::from([PathBuf::from("/a b/one.rs"), PathBuf::from("/two.rs")]));
        assert_eq!(sources(""), BTreeSet::new());
    }

    #[test]
    fn a_changed_file_or_recipe_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, list, record) =
            (folder.path().join("lib.rs"), folder.path().join("out.d"), folder.path().join("record"));
        fs::write(&source, "one").expect("source");
        fs::write(&list, format!("out: {}\n", source.display())).expect("list");
        let after = SystemTime::now() + Duration::from_secs(60);
        assert!(!Inputs::unchanged(&record, "recipe"));
        Inputs::read(&list, after).expect("inputs").record(&record, "recipe").expect("recorded");
        assert!(Inputs::unchanged(&record, "recipe"));
        assert!(!Inputs::unchanged(&record, "other recipe"));
        fs::write(&source, "two").expect("source");
        assert!(!Inputs::unchanged(&record, "recipe"));
    }

    #[test]
    fn a_file_that_changed_during_the_build_is_not_trusted() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, list, record) =
            (folder.path().join("lib.rs"), folder.path().join("out.d"), folder.path().join("record"));
        fs::write(&source, "one").expect("source");
        fs::write(&list, format!("out: {}\n", source.display())).expect("list");
        Inputs::read(&list, SystemTime::UNIX_EPOCH)
            .expect("inputs")
            .record(&record, "recipe")
            .expect("nothing to record");
        assert!(!Inputs::unchanged(&record, "recipe"));
    }
}
