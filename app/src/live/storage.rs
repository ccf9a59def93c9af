//! Texts kept on the device. Storage may be missing, full or forbidden (captive portals, private windows): then a page
//! works from memory, and only forgets on reload.

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

/// The text under this key.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text.
pub fn write(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage is no reason to stop: see above.
        let _ = storage.set_item(key, text);
    }
}

/// Forgets a text.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}
