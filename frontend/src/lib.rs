//! The entry of the wasm in the browser: wakes up the live page of one audience.
//!
//! The crate is compiled to wasm three times by `cargo xtask site`, each time with one feature: `phone`, `board` or
//! `desk`. So each wasm holds the screens of one audience and no others. For any other target than wasm the crate is
//! empty. It holds no screens and no rules: those are in `app` (feature `hydrate`) and in `domain`. The office and the
//! doors are pages without wasm and do not need it.
//!
//! What happens: the script in the page (`app::shell`) loads the wasm, which runs `start`; that calls `hydrate` of the
//! audience, which reads the boot data in the page, renders the same screen from it and goes on from there. Why the
//! wasm has to be small, and what keeps it so, stands in `docs/decisions/0006-small-wasm.md`; how it is built, in
//! `xtask/src/site.rs`.
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
