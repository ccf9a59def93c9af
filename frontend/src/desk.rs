//! The live pages of the facilitator.

fn main() {
    #[cfg(target_arch = "wasm32")]
    app::pages::desk::hydrate();
}
