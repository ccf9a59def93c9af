//! Known advisories on what we use: RustSec's for the crates of the lock file, npm's for what tests and benchmarks use.
//! Where the data cannot be reached, that is said loudly and nothing is claimed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use semver::{Version, VersionReq};

use crate::{process, repository};

const DATABASE: &str = "https://github.com/RustSec/advisory-db";

/// Advisories that do not concern what we do with the package, with the reason. They are told at each run.
const LOOKED_AT: &[(&str, &str)] = &[(
    "RUSTSEC-2023-0071",
    "rsa: time tells of private keys when they are used; we only verify signatures of identity providers, with public \
        keys",
)];

/// What an advisory says of a package.
#[derive(Debug)]
struct Advisory {
    id: String,
    package: String,
    /// `unmaintained`, `unsound`, `notice`; none for a vulnerability.
    informational: Option<String>,
    withdrawn: bool,
    /// Versions to which the advisory does not apply.
    safe: Vec<VersionReq>,
}

/// Looks them all up.
///
/// # Errors
/// When something that we use is vulnerable.
pub fn check() -> Result<()> {
    let mut vulnerable = Vec::new();
    match database() {
        Ok(folder) => {
            let (advisories, packages) = (read(&folder)?, locked()?);
            let mut told = 0;
            for (name, version) in &packages {
                for advisory in
                    advisories.iter().filter(|advisory| advisory.package == *name && concerns(advisory, version))
                {
                    let line = format!("{} on {name} {version}", advisory.id);
                    let reason = LOOKED_AT.iter().find(|(id, _)| *id == advisory.id);
                    match (&advisory.informational, reason) {
                        (Some(kind), _) => println!("{kind}: {line}"),
                        (None, Some((_, reason))) => println!("looked at: {line}: {reason}"),
                        (None, None) => vulnerable.push(line),
                    }
                    told += 1;
                }
            }
            println!(
                "RustSec: {} advisories, {} packages, {told} concern us, {} of them vulnerabilities",
                advisories.len(),
                packages.len(),
                vulnerable.len()
            );
        }
        Err(error) => println!("SKIPPED the advisories of RustSec: {error:#}"),
    }
    for folder in ["end2end", "trials/peers"] {
        match npm(&repository::root().join(folder)) {
            Ok((0, all)) => println!("npm: {folder}: {all} packages, 0 vulnerabilities"),
            Ok((found, _)) => vulnerable.push(format!("{found} of npm in {folder}: `npm audit` there tells which")),
            Err(error) => println!("SKIPPED the advisories of npm for {folder}: {error:#}"),
        }
    }
    if !vulnerable.is_empty() {
        bail!("known vulnerabilities: {}", vulnerable.join(", "));
    }
    Ok(())
}

/// `MAILLAGE_ADVISORIES`, else a copy that is fetched, or brought up to date where one is there.
fn database() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("MAILLAGE_ADVISORIES") {
        return Ok(folder.into());
    }
    let folder = repository::target().join("advisory-db");
    let quiet = |command: &mut Command| -> Result<bool> {
        let limited =
            command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(limited.status().context("git is needed")?.success())
    };
    let limits = ["-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=20"];
    let fetched = if folder.join(".git").is_dir() {
        quiet(process::command("git").args(limits).arg("-C").arg(&folder).args(["pull", "--ff-only", "--depth", "1"]))?
    } else {
        quiet(process::command("git").args(limits).args(["clone", "--depth", "1", DATABASE]).arg(&folder))?
    };
    if !fetched {
        bail!("{DATABASE} cannot be reached from here; a copy can be named in MAILLAGE_ADVISORIES");
    }
    Ok(folder)
}

fn read(folder: &Path) -> Result<Vec<Advisory>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.join("crates")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("no advisories in {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(advisory(&fs::read_to_string(&path)?).with_context(|| path.display().to_string())?);
            }
        }
    }
    Ok(found)
}

/// An advisory: TOML between fences, then words.
fn advisory(text: &str) -> Result<Advisory> {
    let fenced = text.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).context("no TOML in it")?;
    let table: toml::Table = fenced.parse()?;
    let about = table.get("advisory").and_then(toml::Value::as_table).context("no [advisory]")?;
    let field = |name: &str| about.get(name).and_then(toml::Value::as_str).map(str::to_owned);
    let versions = table.get("versions").and_then(toml::Value::as_table);
    let listed = ["patched", "unaffected"].into_iter().filter_map(|kind| versions?.get(kind)?.as_array()).flatten();
    let safe =
        listed.filter_map(toml::Value::as_str).map(VersionReq::parse).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Advisory {
        id: field("id").context("no id")?,
        package: field("package").context("no package")?,
        informational: field("informational"),
        withdrawn: about.contains_key("withdrawn"),
        safe,
    })
}

fn concerns(advisory: &Advisory, version: &Version) -> bool {
    !advisory.withdrawn && !advisory.safe.iter().any(|safe| safe.matches(version))
}

/// Everything in the lock file that comes from elsewhere.
fn locked() -> Result<Vec<(String, Version)>> {
    let lock: toml::Table = fs::read_to_string(repository::root().join("Cargo.lock"))?.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("no packages in Cargo.lock")?;
    let foreign = packages.iter().filter(|package| package.get("source").is_some());
    foreign
        .map(|package| {
            let text = |field: &str| {
                package.get(field).and_then(toml::Value::as_str).context("a package without name or version")
            };
            Ok((text("name")?.to_owned(), Version::parse(text("version")?)?))
        })
        .collect()
}

/// How many vulnerabilities npm knows of, and in how many packages it looked.
fn npm(folder: &Path) -> Result<(u64, u64)> {
    let output = Command::new("npm")
        .args(["audit", "--json", "--package-lock-only", "--fetch-timeout=20000", "--fetch-retries=0"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .context("npm is needed")?;
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).context("npm gave no report")?;
    let counts = &report["metadata"]["vulnerabilities"];
    let (Some(found), Some(all)) = (counts["total"].as_u64(), report["metadata"]["dependencies"]["total"].as_u64())
    else {
        bail!("the registry gives no advisories here ({})", report["message"].as_str().unwrap_or("no reason told"));
    };
    Ok((found, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "```toml\n[advisory]\nid = \"RUSTSEC-2026-9999\"\npackage = \"paper\"\n\
        date = \"2026-01-01\"\n\n[versions]\npatched = [\">= 1.2.3\"]\nunaffected = [\"< 1.0.0\"]\n```\n\n\
        # Paper burns\n";

    #[test]
    fn versions_between_are_concerned() -> Result<()> {
        let advisory = advisory(EXAMPLE)?;
        let concerned = |version: &str| Ok::<_, anyhow::Error>(concerns(&advisory, &Version::parse(version)?));
        assert!(
            concerned("1.0.0")?
                && concerned("1.2.2")?
                && !concerned("0.9.0")?
                && !concerned("1.2.3")?
                && !concerned("2.0.0")?
        );
        Ok(())
    }

    #[test]
    fn the_lock_file_is_read() -> Result<()> {
        assert!(locked()?.iter().any(|(name, _)| name == "axum"));
        Ok(())
    }
}
