//! The participant's phone: join, own cards, the room's cards, own matches.

use domain::ids::{CardId, CommandId};
use domain::resource::ResourceDraft;
use element::{Child, children, element, live};
use leptos::prelude::*;
use live::replica::Snapshot;
use serde::{Deserialize, Serialize};
use wire::Wire;

use super::Form;
use crate::Language;
use crate::locale::phone as texts;

mod card_form;
#[cfg(feature = "ssr")]
mod come_back;
mod header;
#[cfg(feature = "ssr")]
mod join;
mod long_list;
#[cfg(feature = "ssr")]
mod me;
mod mine;
mod my_matches;
mod outbox_list;
#[cfg(feature = "ssr")]
mod photo;
mod place;
mod questions;
mod room;
#[cfg(feature = "ssr")]
mod satisfaction;
mod state;
#[cfg(feature = "ssr")]
mod still_header;
#[cfg(feature = "ssr")]
mod who;

#[cfg(feature = "ssr")]
pub use come_back::ComeBack;
#[cfg(feature = "ssr")]
pub use join::Join;
#[cfg(feature = "ssr")]
pub use me::{Gone, Me, SignedOut};
#[cfg(feature = "ssr")]
pub use photo::Photo;
#[cfg(feature = "ssr")]
pub use satisfaction::SatisfactionForm;
use state::PhoneState;
#[cfg(feature = "ssr")]
pub use who::Who;

/// The three screens of the phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub enum Tab {
    /// Own cards and the form for new ones.
    #[default]
    Mine,
    /// The cards of the room.
    Room,
    /// The matches in which one is a party.
    Matches,
}

impl Tab {
    /// The name on the tab.
    #[must_use]
    pub const fn words(self, language: Language) -> &'static str {
        match self {
            Self::Mine => texts::tab_mine(language),
            Self::Room => texts::tab_room(language),
            Self::Matches => texts::tab_matches(language),
        }
    }

    /// What the window is called: where on the phone one is, and the workshop.
    #[must_use]
    pub fn window_title(self, language: Language, workshop: &str) -> String {
        [self.words(language), " – ", workshop].concat()
    }
}

/// From what the server and the browser render the same phone.
#[derive(Clone, Debug, Serialize, Deserialize, Wire)]
pub struct PhoneBoot {
    /// The reader's language.
    pub language: Language,
    /// The workshop as this participant may see it.
    pub snapshot: Snapshot,
    /// The screen with which the page opens.
    pub tab: Tab,
    /// Long lists are shown at once, instead of a page at a time.
    pub whole_lists: bool,
    /// The form: empty, or as it was sent and refused.
    pub form: Form<ResourceDraft>,
    /// An example of a title for each kind of card, in the words of the reader's branch.
    pub examples: Vec<String>,
    /// The card being edited, if the form is for one.
    pub editing: Option<CardId>,
    /// For forms sent without JavaScript: so that sending twice does it once. In a hidden field `command_id`.
    pub command_id: CommandId,
}

/// The whole phone: its head, the screen that is chosen, and the tabs.
#[must_use]
pub fn phone(boot: PhoneBoot) -> Vec<Child> {
    let phone = PhoneState::new(boot);
    #[cfg(feature = "hydrate")]
    phone.wake();
    let screen = move || match phone.tab.get() {
        Tab::Mine => mine::mine(phone),
        Tab::Room => room::room(phone),
        Tab::Matches => my_matches::my_matches(phone),
    };
    let main = element("main").class("phone-main").attr("id", "content").attr("tabindex", "-1");
    let main = main
        .child(outbox_list::refused_taps(phone))
        .child(header::forgetful_window(phone))
        .child(questions::questions(phone))
        .child(live(screen));
    let spoken = |words: RwSignal<String>| {
        element("p").class("visually-hidden").attr("role", "status").child(live(move || words.get()))
    };
    children![header::header(phone), spoken(phone.spoken), spoken(phone.matched), main, header::tabs(phone)]
}

/// Wakes the phone up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    super::take_over::take_over(|boot: &PhoneBoot| boot.language, phone);
}
