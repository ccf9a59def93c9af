//! Lets the server compile before the site was ever built, and compile again when the site has changed.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let site = Path::new("../target/site");
    let list = site.join("assets.json");
    if !list.exists() {
        fs::create_dir_all(site)?;
        fs::write(&list, "{}\n")?;
    }
    // A debug build reads the files from disk as they are asked for; only a release build holds them.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={}", list.display());
    }
    Ok(())
}
