//! A list whose rows come, go and change one by one.

use std::sync::Arc;

use leptos::prelude::*;

/// What names a row: the number of a card or a match, or a part of a command's id.
pub type Key = u64;

/// The keys of a list, worked out again when something that they depend on has changed.
pub fn keys(keys: impl Fn() -> Vec<Key> + Send + Sync + 'static) -> Memo<Vec<Key>> {
    // Boxed, as everything here: there is one kind of list, whatever it holds, for a wasm pays for each kind.
    fn memo(keys: Box<dyn Fn() -> Vec<Key> + Send + Sync>) -> Memo<Vec<Key>> {
        Memo::new(move |_| keys())
    }
    memo(Box::new(keys))
}

/// One row for each key. A row stays in its place in the document as long as its key is in the list, and is drawn again when
/// something that it reads has changed.
pub fn rows(keys: Memo<Vec<Key>>, row: impl Fn(Key) -> AnyView + Send + Sync + 'static) -> AnyView {
    fn list(keys: Memo<Vec<Key>>, row: Arc<dyn Fn(Key) -> AnyView + Send + Sync>) -> AnyView {
        let drawn = move |key: Key| {
            let row = Arc::clone(&row);
            view! { {move || row(key)} }.into_any()
        };
        view! { <For each=move || keys.get() key=|key| *key children=drawn /> }.into_any()
    }
    list(keys, Arc::new(row))
}
