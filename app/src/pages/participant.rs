//! The participant's phone: join, own cards, the room's cards, own matches.

use domain::ids::{CardId, CommandId};
use domain::replica::Snapshot;
use domain::resource::ResourceDraft;
use domain::workshop::{Description, ParticipantDraft};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Form;
use crate::Language;

/// Where on the phone one is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tab {
    /// Own cards and the form for new ones.
    #[default]
    Mine,
    /// The room's cards.
    Room,
    /// Own matches.
    Matches,
}

/// From what the server and the browser render the same phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneBoot {
    /// The reader's language.
    pub language: Language,
    /// The workshop as this participant may see it.
    pub snapshot: Snapshot,
    /// Where on the phone one is.
    pub tab: Tab,
    /// The form: empty, or as it was sent and refused.
    pub form: Form<ResourceDraft>,
    /// The card being edited, if the form is for one.
    pub editing: Option<CardId>,
    /// For forms sent without JavaScript: so that sending twice does it once. In a hidden field `command_id`.
    pub command_id: CommandId,
}

/// The join form. Not live: works the same with and without JavaScript. POSTs to its own address.
#[component]
pub fn Join(
    /// The workshop's description.
    description: Description,
    /// The code it was reached by: the form posts to `routes::join(&code)`.
    code: String,
    /// As typed.
    form: Form<ParticipantDraft>,
) -> impl IntoView {
    let _ = (code, form);
    view! { <h1>{description.title.to_string()}</h1> }
}

/// The phone.
#[component]
pub fn Phone(boot: PhoneBoot) -> impl IntoView {
    view! { <h1>{boot.snapshot.workshop.title().to_owned()}</h1> }
}

/// Wakes the phone up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {}
