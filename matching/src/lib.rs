//! Who fits whom.

pub mod amount;
pub mod encoder;
pub mod eval;
pub mod knowledge;
pub mod language;
pub mod model;
pub mod reading;
pub mod score;
pub mod text;

/// Temporary: a number from the environment, for trying out.
pub fn tune(name: &str, default: f32) -> f32 {
    use std::collections::HashMap;
    use std::sync::{LazyLock, Mutex};
    static SEEN: LazyLock<Mutex<HashMap<String, f32>>> = LazyLock::new(Mutex::default);
    let mut seen = SEEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    *seen.entry(name.to_owned()).or_insert_with(|| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default))
}
