//! What a phone holds: the live workshop, the outbox, the place, and the card form.

use domain::ids::{CardId, CommandId, ParticipantId, WorkshopId};
use domain::problem::FieldProblem;
use domain::resource::ResourceDraft;
use domain::workshop::{Card, Command, Deed, Phase, Workshop};
use element::{Key, keys};
use leptos::prelude::*;
use live::replica::Replica;

use super::place::Place;
use super::{PhoneBoot, Tab};
use crate::live::Live;
use crate::live::outbox::Outbox;
#[cfg(feature = "hydrate")]
use crate::locale::language;
use crate::parts::focus::focus_soon;

/// A handle: copies speak of the same phone.
#[derive(Clone, Copy)]
pub(super) struct PhoneState {
    pub(super) live: Live,
    pub(super) outbox: Outbox,
    pub(super) workshop_id: WorkshopId,
    pub(super) me: Option<ParticipantId>,
    /// Long lists are shown at once, instead of a page at a time.
    pub(super) whole_lists: bool,
    pub(super) place: RwSignal<Place>,
    /// The tab of the place: only another tab makes another screen.
    pub(super) tab: Memo<Tab>,
    pub(super) form: CardForm,
    /// Own matches, best first: worked out once for all that count or list them.
    pub(super) matches: Memo<Vec<Key>>,
    /// An example of a title for each kind of card.
    pub(super) examples: StoredValue<Vec<String>>,
    /// A sentence for screen readers about what has changed on the screen by itself.
    pub(super) spoken: RwSignal<String>,
    /// The same for new matches. They come a moment after a card, so in one place the one sentence would cut the other
    /// short.
    pub(super) matched: RwSignal<String>,
    /// Whether script runs: what needs it is shown only then.
    pub(super) awake: RwSignal<bool>,
    /// The address to open elsewhere, in a window that keeps nothing (of a captive portal).
    pub(super) forgetful: RwSignal<Option<String>>,
}

/// The form for a new card, or for changing one.
#[derive(Clone, Copy)]
pub(super) struct CardForm {
    pub(super) draft: RwSignal<ResourceDraft>,
    pub(super) problems: RwSignal<Vec<FieldProblem>>,
    /// A card was sent from here just now.
    pub(super) sent: RwSignal<bool>,
    /// The id for the form when it is sent without script: sent twice, it is carried out once.
    pub(super) command_id: CommandId,
    /// What the device kept has been put back: from then on it keeps what is typed.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    put_back: RwSignal<bool>,
    /// The new card that was being typed when the change of another began.
    unfinished: RwSignal<ResourceDraft>,
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    place: RwSignal<Place>,
    /// For which workshop and whom the device keeps the draft.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    of: (WorkshopId, Option<ParticipantId>),
}

impl PhoneState {
    pub(super) fn new(boot: PhoneBoot) -> Self {
        let (workshop_id, me) = (boot.snapshot.workshop_id, boot.snapshot.me);
        let live = Live::new(boot.snapshot);
        let place = RwSignal::new(Place { tab: boot.tab, editing: boot.editing });
        Self {
            live,
            outbox: Outbox::new(live),
            workshop_id,
            me,
            whole_lists: boot.whole_lists,
            place,
            tab: Memo::new(move |_| place.get().tab),
            form: CardForm {
                draft: RwSignal::new(boot.form.draft),
                problems: RwSignal::new(boot.form.problems),
                sent: RwSignal::new(false),
                command_id: boot.command_id,
                put_back: RwSignal::new(false),
                unfinished: RwSignal::default(),
                place,
                of: (workshop_id, me),
            },
            matches: keys(move || {
                let Some(me) = me else { return Vec::new() };
                live.replica.with(|replica| {
                    replica.workshop().matches_of(me).into_iter().map(|(found, _)| Key::from(found.id.0)).collect()
                })
            }),
            examples: StoredValue::new(boot.examples),
            spoken: RwSignal::default(),
            matched: RwSignal::default(),
            awake: RwSignal::new(false),
            forgetful: RwSignal::new(None),
        }
    }

    /// Reads something of the workshop; what reads it is run again when the workshop changes.
    pub(super) fn read<T>(self, read: impl FnOnce(&Workshop) -> T) -> T {
        self.live.replica.with(|replica| read(replica.workshop()))
    }

    pub(super) fn phase(self) -> Phase {
        self.read(|workshop| workshop.phase)
    }

    /// Whether the phase of the workshop allows this.
    pub(super) fn allows(self, deed: Deed) -> bool {
        self.phase().allows(deed).is_ok()
    }

    /// Where the photo of a card is, if it has one.
    pub(super) fn photo(self, card: &Card) -> Option<String> {
        card.photo.map(|at| self.live.photo(card.id, at))
    }

    pub(super) fn is_mine(self, card: CardId) -> bool {
        self.live.replica.with(|replica: &Replica| replica.is_mine(card))
    }

    /// Puts a command into the outbox, which sends it; an outbox that is full says so at the form.
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
            let _ =
                history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&place.address(self.workshop_id)));
        }
        self.arrive(place);
        #[cfg(feature = "hydrate")]
        {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            let title = self.read(|workshop| place.tab.window_title(language(), workshop.title()));
            document().set_title(&[&*title, " – Maillage"].concat());
        }
        focus_soon("#content h2");
    }

    fn arrive(self, place: Place) {
        let from = self.place.get_untracked();
        if place.editing != from.editing {
            if from.editing.is_none() {
                self.form.unfinished.set(self.form.draft.get_untracked());
            }
            let card = place.editing.and_then(|card| {
                self.live.replica.with_untracked(|replica| replica.workshop().cards.get(&card).cloned())
            });
            self.form.problems.set(Vec::new());
            self.form.draft.set(
                card.map_or_else(|| self.form.unfinished.get_untracked(), |card| ResourceDraft::from(&card.resource)),
            );
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
            focus_soon(".problems");
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
        // The button that was pressed is not shown any more.
        focus_soon(".notice.good");
    }

    /// Withdraws a card. The focus goes to the heading of the list, because the card's row is about to go.
    pub(super) fn withdraw(self, card_id: CardId) {
        self.ask(Command::WithdrawCard { card_id });
        focus_soon("#mine-heading");
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
    /// Whether anything has been filled in.
    pub(super) fn is_begun(self) -> bool {
        self.draft.with(|draft| *draft != ResourceDraft::default())
    }

    /// To be called after every change: the draft is kept on the device, and *sent* is no longer shown.
    pub(super) fn was_changed(self) {
        self.sent.set(false);
        self.keep();
    }

    /// Keeps what is being typed on the device, so that a reload loses nothing. Changes of a posted card are not kept:
    /// the card is.
    fn keep(self) {
        #[cfg(feature = "hydrate")]
        if self.put_back.get_untracked() && self.place.with_untracked(|place| place.editing.is_none()) {
            let text = self.draft.with_untracked(wire::to_string);
            // Where nothing can be kept, the page says so.
            let _ = crate::live::storage::write(&self.key(), &text);
        }
    }

    /// The key under which the device keeps the draft.
    #[cfg(feature = "hydrate")]
    fn key(self) -> String {
        let (workshop, me) = self.of;
        ["maillage.draft.", &workshop.to_string(), ".", &me.map_or(0, |me| me.0).to_string()].concat()
    }
}

/// What stands in a field of the form that is being sent.
#[cfg(feature = "hydrate")]
pub(super) fn typed(event: &web_sys::Event, field: &str) -> String {
    use wasm_bindgen::JsCast;
    let form = event.target().and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
    let data = form.and_then(|form| web_sys::FormData::new_with_form(&form).ok());
    data.and_then(|data| data.get(field).as_string()).unwrap_or_default()
}

/// On the server nothing is sent.
#[cfg(not(feature = "hydrate"))]
pub(super) fn typed(_: &web_sys::Event, _: &str) -> String {
    String::new()
}

#[cfg(feature = "hydrate")]
mod waking {
    use domain::ids::CardId;
    use domain::resource::ResourceDraft;
    use leptos::prelude::*;

    use super::super::place::Place;
    use super::PhoneState;
    use crate::live::storage;
    use crate::locale::{language, phone as texts};

    impl PhoneState {
        /// Once this page has taken the place of the server's: connect, send what waits, and put back what was being
        /// typed.
        pub(in super::super) fn wake(self) {
            let owner = Owner::current();
            // Until then nothing may differ from what the server rendered.
            leptos::task::spawn_local(async move {
                let start = move || {
                    self.put_back();
                    self.awake.set(true);
                    if !storage::works() {
                        self.forgetful.set(window().location().origin().ok());
                    }
                    self.tell_changes();
                    self.live.connect();
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

        /// Says what changed on the screen by itself: the phase, the step and one's table in it, a card of one's own
        /// that has arrived, a new match.
        pub(in super::super) fn tell_changes(self) {
            Effect::new(move |before: Option<(String, Option<CardId>, usize)>| {
                let language = language();
                let now = self.live.replica.with(|replica| {
                    let workshop = replica.workshop();
                    let newest = workshop.cards.keys().rev().copied().find(|card| replica.is_mine(*card));
                    (super::super::header::where_one_is(language, workshop, self.me), newest)
                });
                let now = (now.0, now.1, self.matches.with(Vec::len));
                if let Some(before) = before {
                    let mut told = String::new();
                    if now.0 != before.0 {
                        told.extend([&*now.0, ". "]);
                    }
                    if let Some(card) = now.1.filter(|card| before.1 < Some(*card)) {
                        told.extend([&*texts::card_arrived(language, card), ". "]);
                    }
                    if now.2 > before.2 {
                        self.matched.set(texts::new_match_of(language, now.2));
                    }
                    if !told.is_empty() {
                        self.spoken.set(told);
                    }
                }
                now
            });
        }

        /// A form that came back with mistakes holds what was typed. In a new one, what was typed before the page woke,
        /// or what the browser put back itself (it does so for choices, not for text), stays, and the rest is as the
        /// device kept it.
        fn put_back(self) {
            let fresh =
                self.form.problems.with_untracked(Vec::is_empty) && self.place.get_untracked().editing.is_none();
            let kept = || storage::read(&self.form.key()).and_then(|text| wire::from_str::<ResourceDraft>(&text));
            if let Some(kept) = fresh.then(kept).flatten() {
                self.form.draft.update(|draft| {
                    for field in domain::resource::Field::ALL {
                        if draft.get(*field).is_empty() {
                            draft.set(*field, kept.get(*field).to_owned());
                        }
                    }
                });
            }
            self.form.put_back.set(true);
            self.form.keep();
        }
    }

    fn here(phone: PhoneState) -> Place {
        Place::of_address(&window().location().pathname().unwrap_or_default(), phone.workshop_id)
    }
}
