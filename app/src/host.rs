//! Whose server it is: a chamber of commerce, a local authority. Its name, colour and logo stand on doors, boards,
//! printed sheets and invitations.

use leptos::prelude::*;

/// The host. Made and checked by the server when it starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// The host's name as visitors read it, for example `CCI du Val`; empty where none was set.
    pub name: String,
    /// Its colours, as tokens of the style sheet; empty for those of the product.
    pub colours: String,
    /// Address of the host's logo on this server; without one the name stands in its place.
    pub logo: Option<String>,
}

/// The host of this server, from the context that every page provides.
#[must_use]
pub fn host() -> Host {
    use_context().unwrap_or_default()
}

/// The host's logo, or its name where there is none; nothing on a server without a host.
#[component]
pub fn HostMark() -> impl IntoView {
    let Host { name, logo, .. } = host();
    match logo {
        Some(logo) => view! { <img class="host-logo" src=logo alt=name /> }.into_any(),
        None if name.is_empty() => ().into_any(),
        None => view! { <span class="host-name">{name}</span> }.into_any(),
    }
}
