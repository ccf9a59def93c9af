//! A QR code of our own making.

use leptos::prelude::*;

/// The QR code as an image with a name. `svg` comes from the server's own renderer, never from people.
#[component]
pub fn Qr(svg: String, label: String) -> impl IntoView {
    view! { <div class="qr" role="img" aria-label=label inner_html=svg></div> }.into_any()
}
