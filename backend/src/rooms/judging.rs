//! Asking the language model beside the room. The matcher proposes at once; the model confirms, adds and lowers within
//! seconds, a few cards at a time: what is posted while it thinks goes into the next question. What it reads of amounts
//! and days in these cards is proposed to their authors, and their titles are shown in the other language as well. When
//! it does not answer, the proposals stand as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::ids::{CardId, WorkshopId};
use domain::matches::Counterpart;
use domain::resource::{Resource, Understood};
use domain::workshop::{Deed, Event, Proposal, Translated, Workshop};
use matching::second_opinion::{Answer, CARDS_A_QUESTION, Question};
use tokio::sync::mpsc;

use super::Message;
use super::matcher::{Cards, Search};
use crate::db::Db;
use crate::model::Model;

/// After one question without an answer; twice as long after each further one.
const REST: Duration = Duration::from_secs(5);
/// The longest rest after questions without an answer.
const REST_MOST: Duration = Duration::from_secs(300);

/// What a room needs for asking.
pub(super) struct Judging {
    db: Db,
    id: WorkshopId,
    /// Where judgements go; weak, so that a room without doors ends.
    room: mpsc::WeakSender<Message>,
    /// Cards that are to be asked about.
    waiting: BTreeSet<CardId>,
    /// Cards that were asked about.
    asked: BTreeSet<CardId>,
    is_running: bool,
    /// Questions in a row that had no answer.
    failed: u32,
}

/// What the model makes of a question.
#[derive(Default)]
pub(crate) struct Opinion {
    /// The pairs, as they weigh now.
    pub(super) proposals: Vec<Proposal>,
    /// How much and when cards say whose fields are blank.
    pub(super) understood: BTreeMap<CardId, Understood>,
    /// What cards are called in the other language.
    pub(super) translated: BTreeMap<CardId, Translated>,
}

/// What came of a question.
pub(crate) enum Judgement {
    /// What the model makes of it, and what the cards said that it was asked about.
    Said(Opinion, Vec<(CardId, Resource)>),
    /// No answer: these cards are asked about later.
    Nothing(Vec<CardId>),
    /// The workshop has put all its questions, or its programme does not want the model: what waits is not asked about.
    Over,
}

impl Judging {
    pub(super) fn new(db: Db, id: WorkshopId, room: mpsc::WeakSender<Message>) -> Self {
        Self { db, id, room, waiting: BTreeSet::new(), asked: BTreeSet::new(), is_running: false, failed: 0 }
    }

    /// Notes which cards an event makes worth asking about: new and changed ones.
    pub(super) fn note(&mut self, event: &Event, workshop: &Workshop) {
        match event {
            Event::CardPosted { card, .. } | Event::CardEdited { card, .. } => {
                self.waiting.insert(*card);
            }
            Event::PhaseChanged { .. } => {
                self.waiting
                    .extend(workshop.open_cards().map(|card| card.id).filter(|card| !self.asked.contains(card)));
            }
            _ => {}
        }
    }

    fn rest(&self) -> Duration {
        if self.failed == 0 {
            Duration::ZERO
        } else {
            REST.saturating_mul(1 << (self.failed - 1).min(10)).min(REST_MOST)
        }
    }

    /// Puts the next question, unless one is open, the phase is too early, or there is no model. The matcher comes
    /// first: what it proposes is then there to be confirmed or lowered.
    pub(super) fn start(&mut self, search: &Search, workshop: &Arc<Workshop>) {
        let Some(model) = search.model() else { return };
        if search.is_looking()
            || self.is_running
            || self.waiting.is_empty()
            || workshop.phase.allows(Deed::Propose).is_err()
        {
            return;
        }
        let room = self.room.clone();
        let cards: Vec<CardId> = self.waiting.iter().copied().take(CARDS_A_QUESTION).collect();
        for card in &cards {
            self.waiting.remove(card);
            self.asked.insert(*card);
        }
        self.is_running = true;
        let asking = Asking {
            db: self.db.clone(),
            id: self.id,
            rest: self.rest(),
            model,
            read: search.cards(),
            workshop: Arc::clone(workshop),
            cards,
        };
        tokio::spawn(async move {
            let judgement = asking.carry_out().await;
            // A room that nobody looks at any more has ended meanwhile.
            if let Some(room) = room.upgrade() {
                drop(room.send(Message::Judgement(judgement)).await);
            }
        });
    }

    /// What the model said has come: gives what it proposes. Of cards that say something else by now, it said nothing.
    pub(super) fn ended(&mut self, judgement: Judgement, workshop: &Workshop) -> Opinion {
        self.is_running = false;
        let (mut opinion, read) = match judgement {
            Judgement::Said(opinion, read) => (opinion, read),
            Judgement::Nothing(cards) => {
                self.failed += 1;
                self.waiting.extend(cards);
                return Opinion::default();
            }
            Judgement::Over => {
                self.waiting.clear();
                return Opinion::default();
            }
        };
        self.failed = 0;
        let stands = |card: &CardId| {
            let said = read.iter().find(|(id, _)| id == card).map(|(_, resource)| resource);
            said.is_some() && said == workshop.cards.get(card).map(|card| &card.resource)
        };
        opinion.proposals.retain(|found| {
            stands(&found.card) && matches!(found.counterpart, Counterpart::Card(other) if stands(&other))
        });
        opinion.understood.retain(|card, _| stands(card));
        opinion.translated.retain(|card, _| stands(card));
        opinion
    }
}

/// One question, from asking to weighing.
struct Asking {
    db: Db,
    id: WorkshopId,
    rest: Duration,
    model: Arc<Model>,
    read: Cards,
    workshop: Arc<Workshop>,
    cards: Vec<CardId>,
}

impl Asking {
    async fn carry_out(self) -> Judgement {
        tokio::time::sleep(self.rest).await;
        let (id, cards) = (self.id, self.cards.clone());
        match self.ask().await {
            Ok(judgement) => judgement,
            Err(error) => {
                tracing::warn!(workshop = %id, %error, "the language model gave no answer; the matcher's proposals \
                    stand");
                Judgement::Nothing(cards)
            }
        }
    }

    async fn ask(self) -> Result<Judgement, String> {
        let told = |error: crate::error::Error| error.to_string();
        if self.db.model_is_forbidden(self.id).await.map_err(told)?
            || self.db.model_use(self.id).await.map_err(told)?.questions >= self.model.questions_most()
        {
            return Ok(Judgement::Over);
        }
        let (cards, workshop) = (self.cards, Arc::clone(&self.workshop));
        let about = self.read.with(move |room| Question::about(room, &workshop, &cards));
        let Some(question) = about.await.map_err(|error| error.to_string())? else {
            return Ok(Judgement::Said(Opinion::default(), Vec::new()));
        };
        let written = self.model.ask(&question).await;
        // What was asked is paid for, whatever came of it.
        self.db.count_model_use(self.id, written.as_ref().map_or(0, |written| written.tokens)).await.map_err(told)?;
        let written = written.map_err(|error| error.to_string())?;
        let answer = Answer::read(&written.content, &question).map_err(|_| "what it wrote is no answer".to_owned())?;
        if answer.left_out > 0 {
            tracing::info!(workshop = %self.id, lines = answer.left_out, "the language model named cards that it was \
                not asked about, or read what they do not say; left out");
        }
        let workshop = self.workshop;
        let read = question
            .new
            .iter()
            .chain(&question.others)
            .filter_map(|id| Some((*id, workshop.cards.get(id)?.resource.clone())))
            .collect();
        let (understood, translated) = (answer.understood.clone(), answer.translated.clone());
        let weighed = self.read.with(move |room| room.weighed(&workshop, &question, &answer));
        let proposals = weighed.await.map_err(|error| error.to_string())?;
        Ok(Judgement::Said(Opinion { proposals, understood, translated }, read))
    }
}
