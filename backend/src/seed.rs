//! The demonstration: one believable territory, a workshop of last year with its follow-up, and a workshop of today
//! that comes alive by itself. Used by `maillage demo`, by tests and for screenshots. Everything goes through the same
//! doors as in real life: nothing is written behind the back of the rules.

mod data;
mod past;
mod pilot;
mod script;
mod visits;

pub use past::play_past;
pub use pilot::create_pilot;
pub use script::{Cast, Script, play};

use domain::ids::CommandId;
use domain::workshop::{Command, StepDraft, Template, WorkshopDraft};
use uuid::Uuid;

use crate::Backend;
use crate::error::Result;
use crate::people::Account;
use crate::workshops::CreatedWorkshop;

/// The name of the demonstration's programme.
pub const PROGRAMME: &str = "Démarche d’écologie industrielle – démonstration";
/// The fictional territory.
pub const TERRITORY: &str = data::TERRITORY;

/// Creates today's workshop, in preparation, with the running order of a half-day.
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
    let created = backend.create_workshop(draft, Some(owner)).await?;
    let desk = backend.caller_by_token(created.id, &created.facilitator_key).await?;
    let steps = Template::HalfDay.steps().iter().map(StepDraft::from).collect();
    drop(backend.command(&desk, CommandId(Uuid::new_v4()), Command::SetRunningOrder { steps }).await?);
    Ok(created)
}

#[cfg(test)]
mod tests {
    use domain::workshop::Phase;

    use super::*;
    use crate::clock::Clock;

    #[tokio::test]
    #[allow(clippy::expect_used)]
    async fn the_demonstration_plays_to_its_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let (clock, hand) = Clock::adjustable();
        let backend = Backend::open(&folder.path().join("demo.db"), clock).await.expect("opened");
        let (account, _) = backend
            .create_account("Camille", "camille@maillage.example", "une phrase assez longue".to_owned())
            .await
            .expect("created");
        play_past(&backend, &hand, &account).await.expect("last year");
        let today = domain::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
        let workshop = create_live(&backend, &account, today).await.expect("today");
        play(&backend, &workshop, Script::read().expect("read"), &mut Cast::default(), None).await.expect("played");

        let workshops = backend.workshops(&account).await.expect("listed");
        let live = workshops.iter().find(|summary| summary.id == workshop.id).expect("today's");
        assert_eq!(
            (live.counts.organisations, live.counts.haves, live.counts.wants + live.counts.shared_needs),
            (30, 150, 60)
        );
        assert_eq!((live.phase, live.counts.synergies), (Phase::Engagement, 8));
        let synergies = backend.synergies(&account).await.expect("listed");
        assert_eq!(synergies.len(), 24);
        assert_eq!(synergies.iter().filter(|record| record.stage == domain::synergy::Stage::Realised).count(), 4);
    }
}
