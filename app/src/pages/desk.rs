//! The facilitator's desk: list of workshops, description form, console, print sheets.

use domain::workshop::{Phase, Workshop};
use live::replica::Snapshot;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::Language;

mod cards;
mod console;
mod course;
mod editor;
mod editor_form;
#[cfg(feature = "ssr")]
mod invitation;
#[cfg(feature = "ssr")]
mod keys;
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
mod who_is_who;
#[cfg(feature = "ssr")]
mod workshop_form;
#[cfg(feature = "ssr")]
mod workshops;

pub use console::desk;
#[cfg(feature = "ssr")]
pub use invitation::{InvitationForm, InvitationPage, PaperCards};
#[cfg(feature = "ssr")]
pub use keys::{HeldRow, KeyRow, KeysPage, KeysShown};
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
pub use who_is_who::{MergePreview, WhoIsWho};
#[cfg(feature = "ssr")]
pub use workshop_form::WorkshopForm;
#[cfg(feature = "ssr")]
pub use workshops::Workshops;

/// How people get in, as [`Panel::WayIn`] shows it.
#[derive(Clone, Debug, Serialize, Deserialize, Wire)]
pub struct Doors {
    /// The code to type at the door, written as people read it.
    pub join_code: String,
    /// The whole address in the QR code.
    pub join_address: String,
    /// The short address to type, without the code.
    pub join_host: String,
    /// The QR code as SVG.
    pub join_qr: String,
    /// Address of the board; empty while it has no key.
    pub board_address: String,
    /// Where keys are made anew and ended.
    pub keys_address: String,
}

/// A part of the console. One is shown at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub enum Panel {
    /// The running order, its clock, and what the boards show.
    Course,
    /// Code, address and door.
    WayIn,
    /// Participants with their tables, roles, and who asks to act for whom.
    People,
    /// The cards of all, hidden and withdrawn ones on request.
    Cards,
    /// The matches by what is to be done with them.
    Matches,
    /// The synergies confirmed so far.
    Synergies,
}

impl Panel {
    /// All of them, as they stand side by side, with what the address calls them.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Course, "course"),
        (Self::WayIn, "way-in"),
        (Self::People, "people"),
        (Self::Cards, "cards"),
        (Self::Matches, "matches"),
        (Self::Synergies, "synergies"),
    ];

    /// What is needed first: the running order where there is one, until the workshop is over.
    #[must_use]
    pub fn first(workshop: &Workshop) -> Self {
        match workshop.phase {
            Phase::Closed => Self::Synergies,
            _ if !workshop.steps.is_empty() => Self::Course,
            Phase::Preparation | Phase::Welcome => Self::WayIn,
            _ => Self::Cards,
        }
    }
}

/// From what the server and the browser render the same console.
#[derive(Clone, Debug, Serialize, Deserialize, Wire)]
pub struct DeskBoot {
    /// The reader's language.
    pub language: Language,
    /// The workshop with everything in it.
    pub snapshot: Snapshot,
    /// The panel with which the page opens.
    pub panel: Panel,
    /// Codes and addresses by which people get in.
    pub doors: Doors,
}

/// Wakes the console up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    super::take_over::take_over(|boot: &DeskBoot| boot.language, desk);
}
