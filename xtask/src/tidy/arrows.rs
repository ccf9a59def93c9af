//! Which crate may use which: the column "uses" of the table in `ARCHITECTURE.md` is held against the manifests, both
//! ways.

use std::collections::{BTreeMap, BTreeSet};

use super::{Breach, Source};

const HOUSE: &str = "ARCHITECTURE.md";

pub fn check(sources: &[Source]) -> Vec<Breach> {
    let Some(house) = sources.iter().find(|source| source.path == HOUSE) else { return Vec::new() };
    let table = table(house);
    let manifests: Vec<(&Source, &str)> = sources
        .iter()
        .filter_map(|source| Some((source, source.path.strip_suffix("/Cargo.toml")?)))
        .filter(|(_, folder)| !folder.contains('/'))
        .collect();
    let rooms: BTreeSet<&str> = manifests.iter().map(|(_, folder)| *folder).collect();
    let mut breaches = Vec::new();
    for (manifest, folder) in manifests {
        let Some((line, told)) = table.get(folder) else {
            breaches.push(manifest.breach(1, format!("is not in the table of {HOUSE}: say there what it is for")));
            continue;
        };
        let used: BTreeSet<String> =
            dependencies(&manifest.text).into_iter().filter(|name| rooms.contains(name.as_str())).collect();
        for name in used.difference(told) {
            let at = manifest.text.lines().position(|line| line.starts_with(name)).map_or(1, |index| index + 1);
            breaches.push(manifest.breach(
                at,
                format!("`{folder}` uses `{name}`, which {HOUSE} does not say: do without, or draw the arrow there"),
            ));
        }
        for name in told.difference(&used) {
            breaches.push(house.breach(*line, format!("`{folder}` does not use `{name}`: take the arrow out")));
        }
    }
    breaches
}

/// From the rows `| `folder/` | what | uses | … |`: the line of each, and what the folder uses.
fn table(house: &Source) -> BTreeMap<&str, (usize, BTreeSet<String>)> {
    let mut table = BTreeMap::new();
    for (number, line) in house.numbered() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, folder, _, uses, ..] = cells[..]
            && let Some(folder) = folder.strip_prefix('`').and_then(|folder| folder.strip_suffix("/`"))
        {
            // What stands between two backticks: every second part.
            table.insert(folder, (number, uses.split('`').skip(1).step_by(2).map(str::to_owned).collect()));
        }
    }
    table
}

/// All of them: of builds, of tests, of one target.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let Ok(manifest) = manifest.parse::<toml::Table>() else { return BTreeSet::new() };
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables = targets.into_iter().flat_map(|targets| targets.values().filter_map(toml::Value::as_table));
    let mut names = BTreeSet::new();
    for table in std::iter::once(&manifest).chain(tables) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            names.extend(
                table.get(kind).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys).cloned(),
            );
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn breaches(uses: &str, dependencies: &str) -> Vec<String> {
        let house = format!(
            "| folder | what | uses | read first |\n|---|---|---|---|\n| `roof/` | a roof | {uses} | |\n\
                             | `wall/` | walls | | |\n"
        );
        let sources = [
            example("ARCHITECTURE.md", &house),
            example("roof/Cargo.toml", dependencies),
            example("wall/Cargo.toml", "[dependencies]\nserde = \"1\"\n"),
        ];
        check(&sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_uses_what_is_drawn() {
        let wall = "[dependencies]\nserde = \"1\"\nwall.workspace = true\n";
        assert_eq!(breaches("`wall`", wall), [""; 0]);
        assert!(breaches("", wall)[0].starts_with("roof/Cargo.toml:3: `roof` uses `wall`"));
        assert!(breaches("`wall`", "")[0].starts_with("ARCHITECTURE.md:3: `roof` does not use `wall`"));
        let only_there = "[target.'cfg(unix)'.dev-dependencies]\nwall.workspace = true\n";
        assert_eq!(breaches("", only_there).len(), 1);
    }

    #[test]
    fn every_crate_is_in_the_table() {
        let sources = [example("ARCHITECTURE.md", ""), example("roof/Cargo.toml", "")];
        assert_eq!(check(&sources).len(), 1);
    }
}
