//! What listens to an event. Boxed, so that one piece of code in the wasm serves every listener of a kind.

/// `on:click=listener(move |_| …)`
pub fn listener<Event>(heard: impl FnMut(Event) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(heard)
}
