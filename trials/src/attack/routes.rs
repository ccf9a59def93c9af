//! Every address that the server routes, read out of its source: a new one is attacked without being entered anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// Every text between quotes that follows this in the source.
fn quoted_after(source: &str, before: &str) -> Vec<String> {
    source
        .split(before)
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path, into: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("no source at {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, into)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(std::fs::read_to_string(path)?);
        }
    }
    Ok(())
}

/// Every address, with its places in braces.
///
/// # Errors
/// When a way of routing is met that this does not read: it would hide addresses.
pub fn all() -> Result<BTreeSet<String>> {
    let root = crate::process::root();
    let table = std::fs::read_to_string(root.join("app/src/routes.rs")).context("app/src/routes.rs")?;
    let constants: BTreeMap<&str, &str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split_once(": &str = \""))
        .map(|(name, rest)| (name, rest.trim_end_matches("\";")))
        .collect();
    let mut files = Vec::new();
    sources(&root.join("server/src"), &mut files)?;
    let (mut found, mut routed) = (BTreeSet::new(), 0);
    for source in &files {
        let plain = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        routed += plain.matches(".route(").count();
        found.extend(quoted_after(&plain, ".route("));
        found.extend(
            quoted_after(&plain, ".route(&at(")
                .into_iter()
                .map(|end| format!("/programme/workshops/{{id}}/synergies/{{synergy}}{end}")),
        );
        for rest in plain.split(".route(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix("routes::")) {
            let name = rest.split(',').next().unwrap_or_default();
            let address = constants
                .get(name)
                .with_context(|| format!("routes::{name} is no plain constant: write the address out"))?;
            found.insert((*address).to_owned());
        }
    }
    ensure!(found.len() == routed, "{routed} routes, but {} addresses could be read: {found:?}", found.len());
    Ok(found)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_route_is_read() {
        let routes = super::all().unwrap_or_else(|error| panic!("{error:#}"));
        assert!(
            routes.len() > 90 && routes.contains("/api/workshops/{id}/feed") && routes.contains("/programme/report")
        );
    }
}
