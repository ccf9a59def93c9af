//! The demonstration: one believable territory, a workshop of last year with its follow-up, and a workshop of today that
//! comes alive by itself. Used by `maillage demo`, by tests and for screenshots. Everything goes through the same doors
//! as in real life: nothing is written behind the back of the rules.

mod data;
mod past;
mod script;

pub use past::play_past;
pub use script::{Cast, Script, play};

use domain::workshop::WorkshopDraft;

use crate::Backend;
use crate::error::Result;
use crate::people::Account;
use crate::workshops::CreatedWorkshop;

/// The name of the demonstration's programme.
pub const PROGRAMME: &str = "Démarche d’écologie industrielle – démonstration";
/// The fictional territory.
pub const TERRITORY: &str = data::TERRITORY;

/// Creates today's workshop, in preparation.
///
/// # Errors
/// When the database fails.
pub async fn create_live(backend: &Backend, owner: &Account, date: domain::NaiveDate) -> Result<CreatedWorkshop> {
    let draft = WorkshopDraft {
        title: "Atelier synergies inter-entreprises".to_owned(),
        date: date.to_string(),
        place: data::PLACE.to_owned(),
        language: "fr".to_owned(),
        programme: PROGRAMME.to_owned(),
        territory: TERRITORY.to_owned(),
        tables: "6".to_owned(),
    };
    backend.create_workshop(draft, Some(owner)).await
}
