//! Running other programs.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::repository;

/// A program, started in the root of the repository.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(repository::root());
    command
}

/// Cargo by its name and not by `$CARGO`, so that `RUSTUP_TOOLCHAIN` still has a say.
pub fn cargo() -> Command {
    command("cargo")
}

/// Runs to the end; an unsuccessful end is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let program = name(command);
    let status = command.status().with_context(|| format!("cannot start `{program}`: is it installed?"))?;
    if !status.success() {
        bail!("`{program}` failed ({status})");
    }
    Ok(())
}

/// Runs to the end and gives what was written to standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let program = name(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{program}`: is it installed?"))?;
    if !output.status.success() {
        bail!("`{program}` failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)
        .with_context(|| format!("`{program}` wrote something else than text"))?
        .trim()
        .to_owned())
}

/// `npm ci`, unless what is installed is exactly what the lock file asks for.
pub fn install_packages(folder: &Path) -> Result<()> {
    let wanted = std::fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("no package-lock.json in {}", folder.display()))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(command("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder))
        .context("the packages of Node could not be installed; Node.js 20.19 or later with npm is needed")?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}

fn name(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().take(4).map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}
