//! What Maillage is made of besides its own code: [`licences`] of third parties, the bill of materials ([`sbom`]),
//! known [`advisories`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

pub mod advisories;
pub mod licences;
pub mod sbom;

/// A package that ends in the binary or in the wasm of the screens.
#[derive(Clone, Debug)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// As the package says it; SPDX, with `/` for `OR` in old ones.
    pub licence: String,
    pub repository: String,
    pub description: String,
    /// Whether it is a crate of this repository.
    pub is_own: bool,
    /// The folder with its files.
    pub folder: PathBuf,
    /// The packages that it uses, each as `name version`.
    pub uses: BTreeSet<String>,
}

impl Package {
    pub fn key(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// What is shipped: the server for this machine, and the screens as wasm. What builds and tests need alone is left out.
///
/// # Errors
/// When cargo cannot tell.
pub fn shipped() -> Result<BTreeMap<String, Package>> {
    let mut all = BTreeMap::new();
    for (root, target) in [("server", "x86_64-unknown-linux-gnu"), ("frontend", "wasm32-unknown-unknown")] {
        let text = process::output(process::cargo().args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            target,
        ]))?;
        collect(&serde_json::from_str(&text)?, root, &mut all)?;
    }
    Ok(all)
}

fn collect(metadata: &Value, root: &str, all: &mut BTreeMap<String, Package>) -> Result<()> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, &Value> =
        metadata["packages"].as_array().into_iter().flatten().map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<String, &Value> =
        metadata["resolve"]["nodes"].as_array().into_iter().flatten().map(|node| (text(&node["id"]), node)).collect();
    let key =
        |id: &str| packages.get(id).map(|package| format!("{} {}", text(&package["name"]), text(&package["version"])));
    let mut waiting: Vec<String> =
        packages.iter().filter(|(_, package)| package["name"] == root).map(|(id, _)| id.clone()).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let package = packages.get(&id).with_context(|| format!("no package {id}"))?;
        let mut uses = BTreeSet::new();
        for dependency in nodes.get(&id).into_iter().flat_map(|node| node["deps"].as_array().into_iter().flatten()) {
            // Without a kind: used by the program itself, not by its build or its tests.
            if dependency["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null()) {
                let used = text(&dependency["pkg"]);
                uses.extend(key(&used));
                waiting.push(used);
            }
        }
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        let made = Package {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]),
            repository: text(&package["repository"]),
            description: text(&package["description"]).split_whitespace().collect::<Vec<_>>().join(" "),
            is_own: package["source"].is_null(),
            folder: manifest.parent().map(PathBuf::from).unwrap_or_default(),
            uses,
        };
        all.entry(made.key()).or_insert(made);
    }
    Ok(())
}
