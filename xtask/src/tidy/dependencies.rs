//! `domain` holds rules and nothing else, `live` what follows from them at the far end of a feed: what they may depend
//! on is listed here.

use super::{Breach, Source};

/// The manifest, what the crate may use, and what its tests may use beside that.
const PURE: [(&str, &[&str], &[&str]); 2] = [
    ("domain/Cargo.toml", &["chrono", "serde", "thiserror", "uuid", "wire"], &["proptest", "serde_json"]),
    ("live/Cargo.toml", &["domain", "serde", "wire"], &["proptest", "serde_json", "uuid"]),
];

pub fn check(source: &Source) -> Vec<Breach> {
    let Some((_, allowed, allowed_in_tests)) = PURE.iter().find(|(manifest, ..)| source.path == *manifest) else {
        return Vec::new();
    };
    let Ok(manifest) = source.text.parse::<toml::Table>() else {
        return vec![source.breach(1, "cannot be read: correct its form")];
    };
    let mut breaches = Vec::new();
    let mut tables = vec![&manifest];
    // `[target.'cfg(…)'.dependencies]` counts as well.
    if let Some(targets) = manifest.get("target").and_then(toml::Value::as_table) {
        tables.extend(targets.values().filter_map(toml::Value::as_table));
    }
    for table in tables {
        for (kind, in_tests) in [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)] {
            let Some(dependencies) = table.get(kind).and_then(toml::Value::as_table) else { continue };
            for name in dependencies.keys() {
                let is_allowed =
                    allowed.contains(&name.as_str()) || (in_tests && allowed_in_tests.contains(&name.as_str()));
                if !is_allowed {
                    let cure = format!(
                        "`{name}` is not for rules: move the code that needs it to `backend` or `app`, or hand its \
                            result in as an argument"
                    );
                    breaches.push(source.breach(line_of(&source.text, name), cure));
                }
            }
        }
    }
    breaches
}

fn line_of(text: &str, name: &str) -> usize {
    text.lines().position(|line| line.trim_start().starts_with(name)).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn breaches(text: &str) -> Vec<Breach> {
        check(&example("domain/Cargo.toml", text))
    }

    #[test]
    fn the_rules_depend_on_little() {
        assert_eq!(
            breaches("[dependencies]\nchrono.workspace = true\nserde = \"1\"\n[dev-dependencies]\nproptest = \"1\"\n"),
            []
        );
        let found = breaches("[dependencies]\nchrono.workspace = true\ntokio = \"1\"\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 3);
        assert_eq!(breaches("[dependencies]\nserde_json = \"1\"\n").len(), 1);
        assert_eq!(breaches("[target.'cfg(unix)'.dependencies]\nlibc = \"1\"\n").len(), 1);
        assert_eq!(check(&example("live/Cargo.toml", "[dependencies]\ndomain = \"1\"\nleptos = \"1\"\n")).len(), 1);
        assert_eq!(check(&example("backend/Cargo.toml", "[dependencies]\ntokio = \"1\"\n")), []);
    }
}
