//! Texts kept on the device. Storage may be missing, full or forbidden (captive portals, private windows): then a page
//! works from memory, and only forgets on reload.

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

/// The text that is kept under this key, if there is one and storage works.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// All texts whose key begins like this, in the order of their keys.
#[must_use]
pub fn read_all(beginning: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let mut keys: Vec<String> = Vec::new();
    for key in (0..count).filter_map(|at| storage.key(at).ok().flatten()).filter(|key| key.starts_with(beginning)) {
        // One by one into its place: phones carry no sorting for the few that there are.
        keys.insert(keys.partition_point(|other| *other < key), key);
    }
    keys.iter().filter_map(|key| storage.get_item(key).ok().flatten()).collect()
}

/// Keeps a text under this key, and says whether that worked. A full or forbidden storage is no reason to stop (see the
/// head of this file).
pub fn write(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Whether this window keeps anything at all. That of a captive portal does not.
#[must_use]
pub fn works() -> bool {
    const TRIAL: &str = "maillage.trial";
    let works = write(TRIAL, "1");
    remove(TRIAL);
    works
}

/// Removes the text under this key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}
