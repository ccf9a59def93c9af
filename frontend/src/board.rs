//! The live pages of the projector.

fn main() {
    #[cfg(target_arch = "wasm32")]
    app::pages::board::hydrate();
}
