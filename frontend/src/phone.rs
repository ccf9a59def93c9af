//! The live pages of a participant.

fn main() {
    #[cfg(target_arch = "wasm32")]
    app::pages::phone::hydrate();
}
