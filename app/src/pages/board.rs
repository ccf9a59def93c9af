//! The shared board on the projector.

use domain::replica::Snapshot;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Language;

/// From what the server and the browser render the same board.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BoardBoot {
    /// The room's language.
    pub language: Language,
    /// The workshop as the room may see it.
    pub snapshot: Snapshot,
    /// The board's own key: its feed is `/api/workshops/{id}/feed?board={key}`.
    pub key: String,
    /// The typed code, as shown.
    pub join_code: String,
    /// The short address to type, without the code.
    pub join_host: String,
    /// The QR code of the join address, as SVG.
    pub join_qr: String,
}

/// The board.
#[component]
pub fn Board(boot: BoardBoot) -> impl IntoView {
    view! { <h1>{boot.snapshot.workshop.title().to_owned()}</h1> }
}

/// Wakes the board up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {}
