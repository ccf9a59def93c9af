//! The facilitator's desk: list of workshops, description form, console, print sheets.

use domain::ids::WorkshopId;
use domain::programme::WorkshopSummary;
use domain::replica::Snapshot;
use domain::workshop::{Description, WorkshopDraft};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Form;
use crate::Language;

mod cards;
mod desk;
mod editor;
mod match_list;
mod people;
mod state;
mod synergies;
mod synergy_form;
mod way_in;

pub use desk::Desk;

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

/// The facilitator's workshops.
#[component]
pub fn Workshops(workshops: Vec<WorkshopSummary>) -> impl IntoView {
    view! { <p>{workshops.len()}</p> }
}

/// The form for a new workshop, or for changing one (`id`). POSTs to its own address.
#[component]
pub fn WorkshopForm(#[prop(optional_no_strip)] id: Option<WorkshopId>, form: Form<WorkshopDraft>) -> impl IntoView {
    let _ = (id, form);
}

/// Sheets to print: the join sheet with its QR code, and a card for each table.
#[component]
pub fn PrintSheets(id: WorkshopId, description: Description, doors: Doors) -> impl IntoView {
    let _ = (id, description, doors);
}

/// Wakes the console up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    super::hydrate_page(|boot: &DeskBoot| boot.language, |boot| view! { <Desk boot /> }.into_any());
}
