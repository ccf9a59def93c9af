//! The facilitator's desk: list of workshops, description form, console, print sheets.

use domain::replica::Snapshot;
#[cfg(feature = "hydrate")]
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::Language;

mod cards;
mod course;
mod desk;
mod editor;
#[cfg(feature = "ssr")]
mod invitation;
#[cfg(feature = "ssr")]
mod leads;
mod match_list;
#[cfg(feature = "ssr")]
mod minutes;
mod people;
#[cfg(feature = "ssr")]
mod print_sheets;
#[cfg(feature = "ssr")]
mod registration;
#[cfg(feature = "ssr")]
mod running_order;
#[cfg(feature = "ssr")]
mod satisfaction;
#[cfg(feature = "ssr")]
mod seating;
mod state;
mod synergies;
mod synergy_form;
#[cfg(feature = "ssr")]
mod table;
mod way_in;
#[cfg(feature = "ssr")]
mod workshop_form;
#[cfg(feature = "ssr")]
mod workshops;

pub use desk::Desk;
#[cfg(feature = "ssr")]
pub use invitation::{InvitationForm, InvitationPage, PaperCards};
#[cfg(feature = "ssr")]
pub use leads::{ArchiveRow, CheckRow, FamilyRow, Leads, LeadsShown};
#[cfg(feature = "ssr")]
pub use minutes::{Minutes, MinutesSheet};
#[cfg(feature = "ssr")]
pub use print_sheets::PrintSheets;
#[cfg(feature = "ssr")]
pub use registration::{BadgeSheet, Badges, PreviewRow, Registrations};
#[cfg(feature = "ssr")]
pub use running_order::RunningOrder;
#[cfg(feature = "ssr")]
pub use satisfaction::{SatisfactionPage, answers_of, questions_of};
#[cfg(feature = "ssr")]
pub use seating::{Quality, SeatingForm, SeatingPlan, SeatingSheets};
#[cfg(feature = "ssr")]
pub use table::{Door, FastEntry};
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
