//! Wakes up the page of one audience. Which one is chosen by feature, so that each wasm holds one audience's screens.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the module has loaded.
#[wasm_bindgen(start)]
pub fn start() {
    #[cfg(feature = "phone")]
    app::pages::phone::hydrate();
    #[cfg(feature = "board")]
    app::pages::board::hydrate();
    #[cfg(feature = "desk")]
    app::pages::desk::hydrate();
}
