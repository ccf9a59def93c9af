//! The facilitator's desk: list of workshops, description form, console, print sheets.

use domain::replica::Snapshot;
#[cfg(feature = "hydrate")]
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::Language;

mod cards;
mod desk;
mod editor;
mod match_list;
mod people;
#[cfg(feature = "ssr")]
mod print_sheets;
mod state;
mod synergies;
mod synergy_form;
mod way_in;
#[cfg(feature = "ssr")]
mod workshop_form;
#[cfg(feature = "ssr")]
mod workshops;

pub use desk::Desk;
#[cfg(feature = "ssr")]
pub use print_sheets::PrintSheets;
#[cfg(feature = "ssr")]
pub use workshop_form::WorkshopForm;
#[cfg(feature = "ssr")]
pub use workshops::Workshops;

/// How people get in.
#[derive(Clone, Debug, Serialize, Deserialize, Wire)]
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
#[derive(Clone, Debug, Serialize, Deserialize, Wire)]
pub struct DeskBoot {
    /// The reader's language.
    pub language: Language,
    /// The workshop with everything in it.
    pub snapshot: Snapshot,
    /// How people get in.
    pub doors: Doors,
}

/// Wakes the console up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    super::take_over::take_over(|boot: &DeskBoot| boot.language, |boot| view! { <Desk boot /> }.into_any());
}
