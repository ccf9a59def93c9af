//! From the crate `frontend` to a wasm and its script: cargo, silence, wasm-bindgen, wasm-opt, short names, terser.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, thread};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::Audience;
use super::{folder, names, panics};
use crate::{process, repository};

const TARGET: &str = "wasm32-unknown-unknown";
/// The profile of what is served.
const SMALL: &str = "wasm-release";

/// What Rust emits for this target today; wasm-opt refuses what it has not been told of.
const OPTIMISE: [&str; 8] = [
    "-Oz",
    // What would trap is a bug anyway: it may be assumed not to happen.
    "--traps-never-happen",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// For the script: short names, and nothing that no code reaches.
const MINIFY: [&str; 4] = ["--module", "--mangle", "--compress", "passes=3"];

/// What a browser loads for one audience.
pub struct Module {
    pub wasm: Vec<u8>,
    /// Its ES module; it does not know the name of the wasm and is told by the page.
    pub script: Vec<u8>,
}

/// Checks and installs what a build needs; gives the name of the toolchain that knows the target.
pub fn prepare(dev: bool) -> Result<String> {
    let root = repository::root();
    let lock = fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    check_version(&lock)?;
    if !dev {
        process::install_packages(&root.join("xtask"))?;
    }
    process::output(&mut process::command(&root.join("xtask/wasm-target").to_string_lossy()))
}

/// Builds the wasm of these audiences. What is made of the same wasm in the same way is not made again.
pub fn build(audiences: &[Audience], toolchain: &str, dev: bool) -> Result<Vec<Module>> {
    let profile = if dev { "wasm-dev" } else { SMALL };
    let target_folder = target_folder();
    eprintln!("site: compiling for browsers ({profile})");
    process::run(&mut cargo("build", audiences, toolchain, profile))?;
    // With what this program does itself: who changes it gets new files.
    let own = [include_str!("bindings.rs"), include_str!("names.rs"), include_str!("panics.rs")].concat();
    let made_by = format!("{} {}", bindings_version(), fs::read_to_string(packages())?);
    let module = |audience: Audience| {
        let built = target_folder.join(TARGET).join(profile).join(format!("{}.wasm", audience.name()));
        let compiled = fs::read(&built).with_context(|| format!("cannot read {}", built.display()))?;
        let recipe = folder::hash(&[&compiled, own.as_bytes(), made_by.as_bytes()].concat());
        let kind = if dev { "quick" } else { "small" };
        let done = target_folder.join("finished").join(format!("{}-{kind}-{recipe}", audience.name()));
        if !done.is_dir() {
            clear(&target_folder.join("finished"), &format!("{}-{kind}-", audience.name()))?;
            finish(compiled, &done, audience, dev)?;
        }
        read(&done, audience)
    };
    // The optimiser works on one processor: as many at once as there are wasms.
    thread::scope(|scope| {
        let working: Vec<_> = audiences.iter().map(|audience| scope.spawn(|| module(*audience))).collect();
        working
            .into_iter()
            .map(|work| work.join().unwrap_or_else(|_| bail!("making the bindings of a wasm failed")))
            .collect()
    })
}

/// Runs the lints over what every wasm is made of; a warning is an error.
pub fn lint(toolchain: &str) -> Result<()> {
    // As the small build: what both need at compile time (macros, build scripts) is compiled once.
    process::run(cargo("clippy", &Audience::ALL, toolchain, SMALL).args(["--", "-D", "warnings"]))
        .context("the browser's half has lints")
}

/// Whether this toolchain brings the lints at all; one that was put together for the target alone does not.
pub fn can_lint(toolchain: &str) -> bool {
    let mut asked = process::cargo();
    asked.env("RUSTUP_TOOLCHAIN", toolchain).args(["clippy", "--version"]);
    asked.output().is_ok_and(|answer| answer.status.success())
}

fn cargo(task: &str, audiences: &[Audience], toolchain: &str, profile: &str) -> Command {
    let mut cargo = process::cargo();
    cargo
        .env("RUSTUP_TOOLCHAIN", toolchain)
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags().join("\x1f"))
        .args([task, "--quiet", "--package", "frontend", "--target", TARGET, "--profile", profile])
        .args(["--features", "browser", "--target-dir"])
        .arg(target_folder());
    for audience in audiences {
        cargo.args(["--bin", audience.name()]);
    }
    cargo
}

/// A target folder of its own: the native builds keep theirs warm.
fn target_folder() -> PathBuf {
    repository::root().join("target/wasm")
}

/// What the optimiser and the minifier are.
fn packages() -> PathBuf {
    repository::root().join("xtask/package-lock.json")
}

/// Removes what was made of earlier states of a wasm.
fn clear(folder: &Path, prefix: &str) -> Result<()> {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Flags for the compiler: those of the environment, and such that what a panic says of its place carries no folder of
/// this machine. Some hundred paths stand in a wasm.
fn compiler_flags() -> Vec<String> {
    let given = env::var("RUSTFLAGS").unwrap_or_default();
    let mut flags: Vec<String> = given.split_whitespace().map(str::to_owned).collect();
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registries =
        cargo_home.and_then(|home| fs::read_dir(home.join("registry/src")).ok()).into_iter().flatten().flatten();
    let folders = registries.map(|registry| registry.path()).chain([repository::root()]);
    flags.extend(folders.map(|folder| format!("--remap-path-prefix={}/=", folder.display())));
    flags
}

fn read(done: &Path, audience: Audience) -> Result<Module> {
    let read = |extension: &str| {
        let path = done.join(format!("{}.{extension}", audience.name()));
        fs::read(&path)
            .with_context(|| format!("cannot read {}: remove target/wasm/finished and build again", path.display()))
    };
    Ok(Module { wasm: read("wasm")?, script: read("js")? })
}

/// Makes the bindings, then lets the optimiser work, and writes both results to `done`.
fn finish(compiled: Vec<u8>, done: &Path, audience: Audience, dev: bool) -> Result<()> {
    // Made aside and moved at the end: a folder that exists is complete.
    let work = done.with_extension("work");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let module = if dev { compiled } else { panics::silence(&compiled)? };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(audience.name(), module)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .out_name(audience.name())
                .omit_default_module_path(true)
                .typescript(false)
                .keep_debug(dev)
                .generate(&work)
        })
        .context("wasm-bindgen could not make the bindings")?;
    if work.join("snippets").exists() {
        bail!("a crate brings JavaScript snippets of its own, which the site does not serve: do without that crate");
    }
    let wasm = work.join(format!("{}.wasm", audience.name()));
    fs::rename(work.join(format!("{}_bg.wasm", audience.name())), &wasm)?;
    if !dev {
        eprintln!("site: optimising the wasm of the {}", audience.name());
        let optimiser = repository::root().join("xtask/node_modules/binaryen/bin/wasm-opt");
        process::run(process::command("node").arg(optimiser).args(OPTIMISE).arg(&wasm).arg("-o").arg(&wasm))?;
        let script = work.join(format!("{}.js", audience.name()));
        let (short, renamed) = names::shorten(&fs::read(&wasm)?, &fs::read_to_string(&script)?)?;
        fs::write(&wasm, short)?;
        fs::write(&script, renamed)?;
        let minifier = repository::root().join("xtask/node_modules/terser/bin/terser");
        process::run(process::command("node").arg(minifier).arg(&script).args(MINIFY).arg("-o").arg(&script))?;
    }
    fs::rename(&work, done)?;
    Ok(())
}

fn bindings_version() -> String {
    version_in(include_str!("../../Cargo.toml"), "wasm-bindgen-cli-support").unwrap_or_default()
}

fn version_in(manifest: &str, dependency: &str) -> Option<String> {
    let manifest: toml::Table = manifest.parse().ok()?;
    Some(manifest.get("dependencies")?.get(dependency)?.as_str()?.trim_start_matches('=').to_owned())
}

/// The bindings only understand a wasm made with the same version of `wasm-bindgen`.
fn check_version(lock: &str) -> Result<()> {
    let lock: toml::Table = lock.parse().context("Cargo.lock cannot be read")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists no packages")?;
    let locked = packages
        .iter()
        .find(|package| package.get("name").and_then(toml::Value::as_str) == Some("wasm-bindgen"))
        .and_then(|package| package.get("version"))
        .and_then(toml::Value::as_str)
        .context("Cargo.lock has no wasm-bindgen")?;
    let ours = bindings_version();
    if locked != ours {
        bail!(
            "Cargo.lock has wasm-bindgen {locked}, but the bindings are made by wasm-bindgen-cli-support {ours}: write \
             `wasm-bindgen-cli-support = \"={locked}\"` in xtask/Cargo.toml, or `cargo update -p wasm-bindgen \
             --precise {ours}`"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_must_be_ours() {
        let lock = |version: &str| format!("[[package]]\nname = \"wasm-bindgen\"\nversion = \"{version}\"\n");
        assert!(check_version(&lock(&bindings_version())).is_ok());
        let error = check_version(&lock("0.2.1")).expect_err("another version").to_string();
        assert!(error.contains("wasm-bindgen-cli-support = \"=0.2.1\""), "{error}");
        assert!(check_version("version = 4\n").is_err());
    }
}
