//! The addresses of the server, read out of its source, so that a new one is tried without being entered anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every text between quotes that follows this in the source.
fn quoted_after(source: &str, before: &str) -> Vec<String> {
    source
        .split(before)
        .skip(1)
        .filter_map(|rest| rest.strip_prefix('"')?.split('"').next())
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Every address that the server routes, with its places.
pub fn addresses() -> BTreeSet<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(here.join("../app/src/routes.rs")).unwrap();
    let constants: BTreeMap<&str, &str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split_once(": &str = \""))
        .map(|(name, rest)| (name, rest.trim_end_matches("\";")))
        .collect();
    let mut files = Vec::new();
    sources(&here.join("src"), &mut files);
    let mut found = BTreeSet::new();
    let mut routed = 0;
    for source in &files {
        let plain = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        routed += plain.matches("route(").count();
        found.extend(quoted_after(&plain, ".route("));
        found.extend(
            quoted_after(&plain, ".route(&at(")
                .into_iter()
                .map(|end| format!("/programme/workshops/{{id}}/synergies/{{synergy}}{end}")),
        );
        for rest in plain.split(".route(routes::").skip(1) {
            let name = rest.split(',').next().unwrap();
            found.insert(
                (*constants
                    .get(name)
                    .unwrap_or_else(|| panic!("routes::{name} is no plain constant: write the address out")))
                .to_owned(),
            );
        }
    }
    // A way of routing that this does not read would hide addresses.
    assert_eq!(
        found.len(),
        routed,
        "each `.route(` gives one address: written out, a constant of `app::routes`, or `at(…)` of a synergy"
    );
    found
}
