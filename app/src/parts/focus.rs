//! Moves the focus, for people who cannot see that something changed.

use std::borrow::Cow;

/// Gives the focus to the first element of this selector, once what has just changed is drawn. On the server nothing
/// has a focus.
pub fn focus_soon(selector: impl Into<Cow<'static, str>>) {
    let selector = selector.into();
    #[cfg(feature = "hydrate")]
    leptos::prelude::request_animation_frame(move || {
        use wasm_bindgen::JsCast as _;
        let found = leptos::prelude::document().query_selector(&selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Headings and rows take the focus only when it is given to them.
            let _ = element.set_attribute("tabindex", "-1");
            let _ = element.focus();
        }
    });
    #[cfg(not(feature = "hydrate"))]
    drop(selector);
}
