//! The folder `target/site`: files, their compressed forms, and the list of what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// What compresses well; images and fonts are compressed already.
const COMPRESSED: [&str; 8] = ["css", "js", "wasm", "svg", "json", "webmanifest", "txt", "html"];

/// Twelve hexadecimal digits of the content, for names.
pub fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// `path` relative to `folder`, with `/` whatever the system.
pub fn relative_name(folder: &Path, path: &Path) -> Result<String> {
    let relative = path.strip_prefix(folder)?;
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    Ok(parts.join("/"))
}

/// The size of one file of the site, in bytes.
pub struct Size {
    /// Its name in the list of files, without a hash: `phone.wasm`.
    pub logical: String,
    /// Whether its name carries its content.
    pub hashed: bool,
    /// Uncompressed.
    pub plain: u64,
    /// Compressed with brotli.
    pub compressed: u64,
}

/// The folder while it is being filled. Nothing is written twice, and what is no longer wanted goes at the end.
pub struct Assets {
    folder: PathBuf,
    quick: bool,
    /// Compressed forms are made again when they were made with the other strength.
    compress_again: bool,
    earlier: BTreeMap<String, String>,
    list: BTreeMap<String, String>,
    wanted: BTreeSet<String>,
}

impl Assets {
    /// Starts filling `folder`; `quick` compresses lightly.
    pub fn new(folder: PathBuf, quick: bool) -> Self {
        let earlier = fs::read(folder.join("assets.json"))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default();
        let compress_again = fs::read_to_string(strength_file(&folder)).ok().as_deref() != Some(strength(quick));
        Self { folder, quick, compress_again, earlier, list: BTreeMap::new(), wanted: BTreeSet::new() }
    }

    /// A file whose name carries its content: `phone.js` becomes `pkg/phone.<hash>.js`.
    pub fn add_hashed(&mut self, logical: &str, content: &[u8]) -> Result<()> {
        let Some((stem, extension)) = logical.rsplit_once('.') else { bail!("{logical} has no extension") };
        self.place(logical, format!("pkg/{stem}.{}.{extension}", hash(content)), content)
    }

    /// Adds a file under its own name, without a hash.
    pub fn add(&mut self, name: &str, content: &[u8]) -> Result<()> {
        if name == "assets.json" || name.starts_with("pkg/") {
            bail!("public/{name} would replace a built file: rename it");
        }
        self.place(name, name.to_owned(), content)
    }

    /// Keeps what an earlier build made for `logical`, if it did.
    pub fn keep(&mut self, logical: &str) -> Result<()> {
        let Some(name) = self.earlier.get(logical).cloned() else { return Ok(()) };
        match fs::read(self.folder.join(&name)) {
            Ok(content) => self.place(logical, name, &content),
            Err(_) => Ok(()),
        }
    }

    fn place(&mut self, logical: &str, name: String, content: &[u8]) -> Result<()> {
        let path = self.folder.join(&name);
        let changed = write_if_changed(&path, content)?;
        let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
        if COMPRESSED.contains(&extension.as_str()) {
            for (suffix, compress) in [("br", brotli as fn(&[u8], bool) -> Result<Vec<u8>>), ("gz", gzip)] {
                let form = PathBuf::from(format!("{}.{suffix}", path.display()));
                if changed || self.compress_again || !form.exists() {
                    fs::write(&form, compress(content, self.quick)?)?;
                }
                self.wanted.insert(format!("{name}.{suffix}"));
            }
        }
        self.wanted.insert(name.clone());
        self.list.insert(logical.to_owned(), name);
        Ok(())
    }

    /// Removes what is no longer wanted and writes the list, last.
    pub fn finish(mut self) -> Result<Vec<Size>> {
        self.wanted.insert("assets.json".to_owned());
        remove_unwanted(&self.folder, &self.folder, &self.wanted)?;
        let list = serde_json::to_string_pretty(&self.list)? + "\n";
        // Untouched when equal: the server is built again when this file changes.
        write_if_changed(&self.folder.join("assets.json"), list.as_bytes())?;
        fs::write(strength_file(&self.folder), strength(self.quick))?;
        let weigh = |name: &str| fs::metadata(self.folder.join(name)).map_or(0, |file| file.len());
        Ok(self
            .list
            .iter()
            .map(|(logical, name)| Size {
                logical: logical.clone(),
                hashed: name.starts_with("pkg/"),
                plain: weigh(name),
                compressed: weigh(&format!("{name}.br")),
            })
            .collect())
    }
}

/// The file that notes how strongly the folder was compressed. It stands beside the folder, because the server gives
/// away whatever stands in it.
fn strength_file(folder: &Path) -> PathBuf {
    folder.with_extension("strength")
}

fn strength(quick: bool) -> &'static str {
    if quick { "quick" } else { "small" }
}

fn write_if_changed(path: &Path, content: &[u8]) -> Result<bool> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

fn remove_unwanted(root: &Path, folder: &Path, wanted: &BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_unwanted(root, &path, wanted)?;
            if fs::read_dir(&path)?.next().is_none() {
                fs::remove_dir(&path)?;
            }
        } else if !wanted.contains(&relative_name(root, &path)?) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn brotli(content: &[u8], quick: bool) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: if quick { 5 } else { 11 },
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8], quick: bool) -> Result<Vec<u8>> {
    let level = if quick { flate2::Compression::fast() } else { flate2::Compression::best() };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(current) = folders.pop() {
            for entry in fs::read_dir(current).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(relative_name(folder, &path).expect("inside"));
                }
            }
        }
        found.sort();
        found
    }

    #[test]
    fn names_carry_the_content_and_old_ones_go() {
        let place = tempfile::tempdir().expect("a folder");
        let site = place.path().join("site");
        fs::create_dir_all(&site).expect("site");
        let fill = |css: &str| {
            let mut assets = Assets::new(site.clone(), true);
            assets.add_hashed("phone.css", css.as_bytes()).expect("css");
            assets.add("icons/icon.png", b"picture").expect("icon");
            assets.finish().expect("finished");
            files(&site)
        };
        let first = fill("a{}");
        let name = format!("pkg/phone.{}.css", hash(b"a{}"));
        assert_eq!(
            first,
            ["assets.json", "icons/icon.png", &name, &format!("{name}.br"), &format!("{name}.gz")].map(str::to_owned)
        );
        let list: BTreeMap<String, String> =
            serde_json::from_slice(&fs::read(site.join("assets.json")).expect("list")).expect("json");
        assert_eq!(list["phone.css"], name);
        assert_eq!(list["icons/icon.png"], "icons/icon.png");
        let second = fill("b{}");
        assert!(!second.contains(&name));
        assert_eq!(second.len(), first.len());
    }

    #[test]
    fn an_audience_that_is_not_built_is_kept() {
        let place = tempfile::tempdir().expect("a folder");
        let site = place.path().join("site");
        fs::create_dir_all(&site).expect("site");
        let mut first = Assets::new(site.clone(), true);
        first.add_hashed("desk.js", b"desk").expect("js");
        first.finish().expect("finished");
        let before = files(&site);
        let mut second = Assets::new(site.clone(), true);
        second.keep("desk.js").expect("kept");
        second.keep("board.js").expect("never built");
        second.finish().expect("finished");
        assert_eq!(files(&site), before);
    }

    #[test]
    fn compressed_forms_hold_the_content() {
        let content = "want have want have ".repeat(100);
        for quick in [true, false] {
            let mut plain = Vec::new();
            brotli::BrotliDecompress(&mut &brotli(content.as_bytes(), quick).expect("brotli")[..], &mut plain)
                .expect("brotli back");
            assert_eq!(plain, content.as_bytes());
            let mut plain = String::new();
            std::io::Read::read_to_string(
                &mut flate2::read::GzDecoder::new(&gzip(content.as_bytes(), quick).expect("gzip")[..]),
                &mut plain,
            )
            .expect("gzip back");
            assert_eq!(plain, content);
        }
    }

    #[test]
    fn public_files_do_not_replace_built_ones() {
        let place = tempfile::tempdir().expect("a folder");
        let mut assets = Assets::new(place.path().join("site"), true);
        assert!(assets.add("assets.json", b"").is_err());
        assert!(assets.add("pkg/phone.js", b"").is_err());
    }
}
