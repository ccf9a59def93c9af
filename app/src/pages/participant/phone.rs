//! What a phone holds: the live workshop, the outbox, the place, and the card form.

use domain::ids::{CardId, CommandId, ParticipantId, WorkshopId};
use domain::problem::FieldProblem;
use domain::replica::Replica;
use domain::resource::ResourceDraft;
use domain::workshop::{Command, Deed, Phase, Workshop};
use leptos::prelude::*;

use super::PhoneBoot;
use super::place::Place;
use crate::live::Live;
use crate::live::outbox::Outbox;

/// A handle: copies speak of the same phone.
#[derive(Clone, Copy)]
pub(super) struct PhoneState {
    pub(super) live: Live,
    pub(super) outbox: Outbox,
    pub(super) workshop_id: WorkshopId,
    pub(super) me: Option<ParticipantId>,
    pub(super) place: RwSignal<Place>,
    pub(super) form: CardForm,
    /// Script runs: what needs it may be shown.
    pub(super) awake: RwSignal<bool>,
}

/// The form for a new card, or for changing one.
#[derive(Clone, Copy)]
pub(super) struct CardForm {
    pub(super) draft: RwSignal<ResourceDraft>,
    pub(super) problems: RwSignal<Vec<FieldProblem>>,
    /// A card was sent from here just now.
    pub(super) sent: RwSignal<bool>,
    /// For the form sent without script.
    pub(super) command_id: CommandId,
    /// The new card that was being typed when the change of another began.
    unfinished: StoredValue<ResourceDraft>,
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    place: RwSignal<Place>,
    /// Under which the device keeps the draft.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    key: StoredValue<String>,
}

impl PhoneState {
    pub(super) fn new(boot: PhoneBoot) -> Self {
        let (workshop_id, me) = (boot.snapshot.workshop_id, boot.snapshot.me);
        let live = Live::new(boot.snapshot);
        let place = RwSignal::new(Place { tab: boot.tab, editing: boot.editing });
        let key = format!("maillage.draft.{workshop_id}.{}", me.map_or(0, |me| me.0));
        Self {
            live,
            outbox: Outbox::new(live),
            workshop_id,
            me,
            place,
            form: CardForm {
                draft: RwSignal::new(boot.form.draft),
                problems: RwSignal::new(boot.form.problems),
                sent: RwSignal::new(false),
                command_id: boot.command_id,
                unfinished: StoredValue::default(),
                place,
                key: StoredValue::new(key),
            },
            awake: RwSignal::new(false),
        }
    }

    /// Reads something of the workshop, and follows it.
    pub(super) fn read<T>(self, read: impl FnOnce(&Workshop) -> T) -> T {
        self.live.replica.with(|replica| read(replica.workshop()))
    }

    pub(super) fn phase(self) -> Phase {
        self.read(|workshop| workshop.phase)
    }

    /// Whether the phase allows it.
    pub(super) fn allows(self, deed: Deed) -> bool {
        self.phase().allows(deed).is_ok()
    }

    pub(super) fn is_mine(self, card: CardId) -> bool {
        self.live.replica.with(|replica: &Replica| replica.is_mine(card))
    }

    /// Puts a command into the outbox.
    pub(super) fn ask(self, command: Command) {
        if let Err(problem) = self.outbox.put(command) {
            self.form.problems.set(vec![FieldProblem { code: problem, field: None }]);
        }
    }

    /// Goes to a place of this phone, without loading anything.
    pub(super) fn go(self, place: Place) {
        if place == self.place.get_untracked() {
            return;
        }
        #[cfg(feature = "hydrate")]
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&place.address(self.workshop_id)));
        }
        self.arrive(place);
        #[cfg(feature = "hydrate")]
        {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            focus("#content");
        }
    }

    fn arrive(self, place: Place) {
        let from = self.place.get_untracked();
        if place.editing != from.editing {
            if from.editing.is_none() {
                self.form.unfinished.set_value(self.form.draft.get_untracked());
            }
            let card = place.editing.and_then(|card| self.live.replica.with_untracked(|replica| replica.workshop().cards.get(&card).cloned()));
            self.form.problems.set(Vec::new());
            self.form.draft.set(card.map_or_else(|| self.form.unfinished.get_value(), |card| ResourceDraft::from(&card.resource)));
        }
        self.form.sent.set(false);
        self.place.set(place);
    }

    /// Reads the form. When it is good, the card goes to the outbox and the form is empty again.
    pub(super) fn submit(self) {
        let draft = self.form.draft.get_untracked();
        let editing = self.place.get_untracked().editing;
        if let Err(refusal) = draft.parse() {
            self.form.sent.set(false);
            self.form.problems.set(refusal.problems().to_vec());
            #[cfg(feature = "hydrate")]
            request_animation_frame(|| focus(".problems"));
            return;
        }
        self.form.problems.set(Vec::new());
        match editing {
            Some(card_id) => {
                self.ask(Command::EditCard { card_id, card: draft });
                self.go(Place::default());
            }
            None => {
                self.ask(Command::PostCard { card: draft, on_behalf_of: None });
                if self.form.problems.with_untracked(Vec::is_empty) {
                    self.form.draft.set(ResourceDraft::default());
                    self.form.keep();
                }
            }
        }
        self.form.sent.set(true);
    }

    /// Takes a refused card back into the form.
    pub(super) fn correct(self, command: Command, problems: Vec<FieldProblem>) {
        let (place, draft) = match command {
            Command::PostCard { card, .. } => (Place::default(), card),
            Command::EditCard { card_id, card } => (Place::editing(card_id), card),
            _ => return,
        };
        self.go(place);
        self.form.draft.set(draft);
        self.form.problems.set(problems);
        self.form.keep();
    }
}

impl CardForm {
    /// Whether a new card has been begun.
    pub(super) fn is_begun(self) -> bool {
        self.draft.with(|draft| *draft != ResourceDraft::default())
    }

    /// Something was typed.
    pub(super) fn was_changed(self) {
        self.sent.set(false);
        self.keep();
    }

    /// Keeps what is being typed on the device, so that a reload loses nothing. Changes of a posted card are not kept: the card is.
    fn keep(self) {
        #[cfg(feature = "hydrate")]
        if self.place.with_untracked(|place| place.editing.is_none()) {
            let text = self.draft.with_untracked(|draft| wire::to_string(draft));
            self.key.with_value(|key| crate::live::storage::write(key, &text));
        }
    }
}

#[cfg(feature = "hydrate")]
mod waking {
    use domain::resource::ResourceDraft;
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue};

    use super::super::place::Place;
    use super::PhoneState;
    use crate::live::storage;

    impl PhoneState {
        /// Once the server's page has become this one: connect, send what waits, and put back what was being typed.
        pub(in super::super) fn wake(self) {
            // Before hydration writes the fields: what was typed while the wasm was loading, or what the browser put back.
            let typed = typed_in_form();
            let owner = Owner::current();
            // After hydration: nothing may differ from what the server rendered until then.
            leptos::task::spawn_local(async move {
                let start = move || {
                    self.put_back(typed);
                    self.awake.set(true);
                    self.live.connect(None);
                    self.outbox.wake();
                    let back = window_event_listener_untyped("popstate", move |_| self.arrive(here(self)));
                    on_cleanup(move || back.remove());
                };
                match owner {
                    Some(owner) => owner.with(start),
                    None => start(),
                }
            });
        }

        fn put_back(self, typed: Option<ResourceDraft>) {
            let rendered = self.form.draft.get_untracked();
            let fresh = rendered == ResourceDraft::default() && self.place.get_untracked().editing.is_none();
            let typed = typed.filter(|typed| *typed != rendered);
            let kept = || fresh.then(|| self.form.key.with_value(|key| storage::read(key))).flatten().and_then(|text| wire::from_str(&text));
            if let Some(draft) = typed.or_else(kept) {
                self.form.draft.set(draft);
            }
        }
    }

    fn here(phone: PhoneState) -> Place {
        Place::of_address(&window().location().pathname().unwrap_or_default(), phone.workshop_id)
    }

    /// The card form as it stands in the page.
    fn typed_in_form() -> Option<ResourceDraft> {
        let form = document().get_element_by_id("card-form")?;
        let mut draft = ResourceDraft::default();
        for field in ResourceDraft::FIELDS {
            let chosen = form.query_selector(&format!("[name={field}]:checked, [name={field}]:not([type=radio])")).ok().flatten();
            if let Some(text) = chosen.and_then(|control| js_sys::Reflect::get(&control, &JsValue::from_str("value")).ok()).and_then(|value| value.as_string())
            {
                draft.set(field, text);
            }
        }
        Some(draft)
    }

    /// Moves the focus, for people who cannot see that something changed.
    pub(super) fn focus(selector: &str) {
        if let Some(element) = document().query_selector(selector).ok().flatten().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }
}
#[cfg(feature = "hydrate")]
use waking::focus;
