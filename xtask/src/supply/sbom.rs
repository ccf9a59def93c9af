//! The bill of materials in CycloneDX 1.5: what is in the binary and the screens, each part with its version, licence,
//! origin and sum.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{Package, shipped};
use crate::repository;

/// Where the bill of materials is written: `target/maillage.cdx.json`.
pub fn file() -> PathBuf {
    repository::target().join("maillage.cdx.json")
}

/// Writes it.
///
/// # Errors
/// When cargo cannot tell.
pub fn write() -> Result<()> {
    let bill = bill()?;
    fs::create_dir_all(repository::target())?;
    fs::write(file(), serde_json::to_string_pretty(&bill)?)?;
    println!("{} components in {}", bill["components"].as_array().map_or(0, Vec::len), file().display());
    Ok(())
}

fn address(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version.replace('+', "%2B"))
}

/// The sums of Cargo.lock, by name and version.
fn sums() -> Result<BTreeMap<String, String>> {
    let lock: toml::Table = fs::read_to_string(repository::root().join("Cargo.lock"))?.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("no packages in Cargo.lock")?;
    let text = |package: &toml::Value, field: &str| package.get(field).and_then(toml::Value::as_str).map(str::to_owned);
    Ok(packages
        .iter()
        .filter_map(|package| {
            Some((format!("{} {}", text(package, "name")?, text(package, "version")?), text(package, "checksum")?))
        })
        .collect())
}

fn bill() -> Result<Value> {
    let (packages, sums) = (shipped()?, sums()?);
    let component = |package: &Package| {
        let mut component = json!({
            "type": "library",
            "bom-ref": address(package),
            "name": package.name,
            "version": package.version,
            "description": package.description,
            "scope": "required",
            "licenses": [{"expression": package.licence.replace('/', " OR ")}],
            "purl": address(package),
        });
        if let Some(sum) = sums.get(&package.key()) {
            component["hashes"] = json!([{"alg": "SHA-256", "content": sum}]);
        }
        if package.repository.starts_with("https://") {
            component["externalReferences"] = json!([{"type": "vcs", "url": package.repository}]);
        }
        component
    };
    let main = packages.values().find(|package| package.name == "server" && package.is_own).context("no server")?;
    let dependencies = packages.values().map(|package| {
        let uses: Vec<String> = package.uses.iter().filter_map(|key| packages.get(key).map(address)).collect();
        json!({"ref": address(package), "dependsOn": uses})
    });
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": address(main), "name": "maillage", "version": main.version,
                "licenses": [{"expression": "EUPL-1.2"}], "purl": address(main),
            },
            "tools": {"components": [{"type": "application", "name": "xtask", "version": env!("CARGO_PKG_VERSION")}]},
        },
        "components":
            packages.values().filter(|package| package.key() != main.key()).map(component).collect::<Vec<_>>(),
        "dependencies": dependencies.collect::<Vec<_>>(),
    }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What the schema of CycloneDX 1.5 requires of these parts, and that every reference leads somewhere.
    #[test]
    fn the_bill_is_one() -> Result<()> {
        let bill = bill()?;
        assert_eq!(
            (bill["bomFormat"].as_str(), bill["specVersion"].as_str(), bill["version"].as_u64()),
            (Some("CycloneDX"), Some("1.5"), Some(1))
        );
        let components = bill["components"].as_array().context("components")?;
        assert!(components.len() > 150, "{} components", components.len());
        let mut known: BTreeSet<&str> = bill["metadata"]["component"]["bom-ref"].as_str().into_iter().collect();
        for component in components {
            assert!(
                component["type"] == "library" && component["name"].as_str().is_some_and(|name| !name.is_empty()),
                "{component}"
            );
            assert!(
                component["licenses"][0]["expression"].as_str().is_some_and(|licence| !licence.is_empty()),
                "{component}"
            );
            let sums = component["hashes"].as_array().map(Vec::as_slice).unwrap_or_default();
            assert!(sums.iter().all(|sum| sum["content"].as_str().is_some_and(|sum| sum.len() == 64)), "{component}");
            assert!(known.insert(component["bom-ref"].as_str().context("bom-ref")?), "twice: {component}");
        }
        for dependency in bill["dependencies"].as_array().context("dependencies")? {
            let named = dependency["dependsOn"].as_array().context("dependsOn")?.iter().chain([&dependency["ref"]]);
            assert!(named.filter_map(Value::as_str).all(|name| known.contains(name)), "{dependency}");
        }
        Ok(())
    }
}
