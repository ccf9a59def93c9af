//! What the console shows, and how it sends.

use domain::ids::{CardId, MatchId, ParticipantId, WorkshopId};
use domain::problem::FieldProblem;
use domain::workshop::{Command, Participant, Phase, Workshop};
use leptos::prelude::*;
use live::answer::Refused;

use super::{DeskBoot, Panel};
use crate::Language;
use crate::live::Live;
use crate::locale::{common, desk as texts, problems::sentence, running, words};
use crate::parts::focus::focus_soon;

/// What is being edited beside the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Editor {
    NewCard,
    Card(CardId),
    Merge(CardId),
    Interest(CardId),
    Synergy(MatchId),
    Person,
}

/// What became of the last thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Done(String),
    Refused(String),
}

/// The workshop as this console follows it, and what the console shows. A handle: copies are the same console.
#[derive(Clone, Copy)]
pub(super) struct DeskState {
    pub(super) live: Live,
    pub(super) language: Language,
    pub(super) id: WorkshopId,
    pub(super) panel: RwSignal<Panel>,
    pub(super) editor: RwSignal<Option<Editor>>,
    pub(super) said: RwSignal<Option<Said>>,
}

impl DeskState {
    pub(super) fn new(boot: &DeskBoot) -> Self {
        Self {
            live: Live::new(boot.snapshot.clone()),
            language: boot.language,
            id: boot.snapshot.workshop_id,
            panel: RwSignal::new(boot.panel),
            editor: RwSignal::new(None),
            said: RwSignal::new(None),
        }
    }

    /// To be called once the browser has taken the page over.
    #[cfg(feature = "hydrate")]
    pub(super) fn wake(self) {
        let owner = Owner::current();
        leptos::task::spawn_local(async move {
            match owner {
                Some(owner) => owner.with(|| self.live.connect()),
                None => self.live.connect(),
            }
        });
    }

    /// Reads something of the workshop; what reads it is run again when the workshop changes.
    pub(super) fn read<T>(self, read: impl FnOnce(&Workshop) -> T) -> T {
        self.live.replica.with(|replica| read(replica.workshop()))
    }

    pub(super) fn phase(self) -> Phase {
        self.read(|workshop| workshop.phase)
    }

    /// Shows a panel; the address says which, so that a reload comes back to it.
    pub(super) fn show(self, panel: Panel) {
        self.close();
        self.panel.set(panel);
        #[cfg(feature = "hydrate")]
        if let (Ok(history), Some((_, name))) =
            (window().history(), Panel::ALL.iter().find(|(known, _)| *known == panel))
        {
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&format!("?panel={name}")));
        }
    }

    /// Opens an editor beside the list and puts the focus on its heading.
    pub(super) fn open(self, editor: Editor) {
        self.said.set(None);
        self.editor.set(Some(editor));
        focus_soon("#editor-heading");
    }

    /// Closes the editor and gives the focus back to the panel.
    pub(super) fn close(self) {
        let was_open = self.editor.try_update(Option::take).flatten().is_some();
        if was_open {
            focus_soon(".panel h2");
        }
    }

    /// Sends a command, and says on the page what became of it.
    pub(super) fn send(self, command: Command) {
        self.send_from(command, None);
    }

    /// Sends from a row that is drawn anew when something of it has changed: the focus goes back to it.
    pub(super) fn send_from(self, command: Command, row: Option<String>) {
        self.said.set(None);
        let done = self.done(&command);
        self.live.send(command, move |outcome| {
            let said = match outcome {
                Ok(_) => Said::Done(done.clone()),
                Err(refused) => Said::Refused(self.sentence(&refused)),
            };
            self.said.try_set(Some(said));
            if let Some(row) = row.clone() {
                focus_soon(row);
            }
        });
    }

    /// The sentence that says that this command was carried out.
    fn done(self, command: &Command) -> String {
        let language = self.language;
        let (label, what) = match command {
            Command::ChangePhase { phase, .. } => {
                (texts::now_phase(language), words::phase(language, *phase).to_owned())
            }
            Command::BeginStep { step, .. } => {
                let name = self
                    .live
                    .replica
                    .with_untracked(|replica| running::step_name(language, &replica.workshop().steps, *step));
                (texts::step_begun(language), name)
            }
            Command::PostCard { card, .. } => (texts::card_posted(language), card.title.clone()),
            _ => return texts::done(language).to_owned(),
        };
        common::labelled(language, label, &what) + "."
    }

    /// Sends a form: what is wrong goes to its fields; when all is well, the editor closes.
    pub(super) fn send_form(self, command: Command, problems: RwSignal<Vec<FieldProblem>>) {
        self.said.set(None);
        let done = self.done(&command);
        self.live.send(command, move |outcome| match outcome {
            Ok(_) => {
                self.close();
                self.said.try_set(Some(Said::Done(done.clone())));
            }
            Err(refused) => self.refuse(problems, refused.problems),
        });
    }

    /// Shows what is wrong with a form, and goes there.
    pub(super) fn refuse(self, problems: RwSignal<Vec<FieldProblem>>, found: Vec<FieldProblem>) {
        problems.try_set(found);
        focus_soon(".problems");
    }

    fn sentence(self, refused: &Refused) -> String {
        if refused.message.is_empty() {
            sentence(self.language, refused.code).to_owned()
        } else {
            refused.message.clone()
        }
    }

    /// `Nadia Benhassi, Laiterie du Val · table 2`.
    pub(super) fn person(self, workshop: &Workshop, who: Option<ParticipantId>) -> String {
        let person = who.and_then(|who| workshop.participants.get(&who));
        person.map_or_else(|| texts::unknown_person(self.language).to_owned(), |person| self.name(person))
    }

    pub(super) fn name(self, person: &Participant) -> String {
        let table = person
            .table
            .map(|table| format!(" · {}", crate::locale::phone::table_number(self.language, table)))
            .unwrap_or_default();
        format!("{}, {}{table}", person.name, person.organisation)
    }

    /// Everyone, to choose from, by organisation.
    pub(super) fn people(self) -> Vec<crate::parts::field::Choice> {
        self.live.replica.with_untracked(|replica| {
            let mut people: Vec<_> = replica.workshop().present().collect();
            people.sort_by_key(|person| (domain::text::organisation_key(&person.organisation), person.id));
            people
                .into_iter()
                .map(|person| (person.id.to_string(), format!("{} – {}", person.organisation, person.name)))
                .collect()
        })
    }
}

/// A participant's number as a form sends it.
pub(super) fn participant(code: &str) -> Option<ParticipantId> {
    code.trim().parse().ok()
}
