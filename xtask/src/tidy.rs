//! The rules of the architecture that a program can check.

use anyhow::Result;

/// Checks the whole repository.
pub fn run() -> Result<()> {
    Ok(())
}
