//! The facilitator's desk: list of workshops, description form, console, print sheets.

#[cfg(feature = "ssr")]
mod print_sheets;
#[cfg(feature = "ssr")]
mod workshop_form;
#[cfg(feature = "ssr")]
mod workshops;

#[cfg(feature = "ssr")]
pub use print_sheets::PrintSheets;
#[cfg(feature = "ssr")]
pub use workshop_form::WorkshopForm;
#[cfg(feature = "ssr")]
pub use workshops::Workshops;

use domain::replica::Snapshot;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Language;

/// How people get in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Doors {
    /// The typed code.
    pub join_code: String,
    /// The whole address in the QR code.
    pub join_address: String,
    /// The short address to type, without the code.
    pub join_host: String,
    /// The QR code as SVG.
    pub join_qr: String,
    /// Address of the board.
    pub board_address: String,
}

/// From what the server and the browser render the same console.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeskBoot {
    /// The reader's language.
    pub language: Language,
    /// The workshop with everything in it.
    pub snapshot: Snapshot,
    /// How people get in.
    pub doors: Doors,
}

/// The console.
#[component]
pub fn Desk(boot: DeskBoot) -> impl IntoView {
    view! { <h1>{boot.snapshot.workshop.title().to_owned()}</h1> }
}

/// Wakes the console up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {}
