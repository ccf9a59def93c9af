//! `domain` holds rules and nothing else: what it may depend on is listed here.

use super::{Breach, Source};

const ALLOWED: [&str; 5] = ["chrono", "serde", "thiserror", "uuid", "wire"];
const ALLOWED_IN_TESTS: [&str; 2] = ["proptest", "serde_json"];

pub fn check(source: &Source) -> Vec<Breach> {
    if source.path != "domain/Cargo.toml" {
        return Vec::new();
    }
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
                let allowed =
                    ALLOWED.contains(&name.as_str()) || (in_tests && ALLOWED_IN_TESTS.contains(&name.as_str()));
                if !allowed {
                    let cure = format!(
                        "`{name}` is not for the rules: move the code that needs it to `backend`, or hand its result \
                            in as an argument"
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
        assert_eq!(check(&example("backend/Cargo.toml", "[dependencies]\ntokio = \"1\"\n")), []);
    }
}
