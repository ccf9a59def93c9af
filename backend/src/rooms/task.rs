//! The task of one room, and what it holds.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::access::Actor;
use domain::audience::{Audience, event_seen_by};
use domain::ids::{CardId, CommandId, ParticipantId, WorkshopId};
use domain::problem::Problem;
use domain::programme::{Beginning, Counts, Owner, cards_behind, flow_behind};
use domain::workshop::{Command, Decided, Event, Fingerprint, Ledger, Outcome, Proposal, Recorded, Verdict};
use sha2::{Digest as _, Sha256};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::feed::FeedLog;
use super::judging::{Judging, Opinion};
use super::matcher::Search;
use super::pace::{Bounds, Pace};
use super::{Beside, Done, Message, Request, Room, View};
use crate::audit::Entry;
use crate::clock::Clock;
use crate::db::{Append, Db, Group, NewSynergy, Newcomer, Summary};
use crate::error::{Error, Result};
use crate::matcher::SharedMatcher;
use crate::measures::{Came, Measures};

/// How many waiting commands one transaction takes.
const BATCH: usize = 256;
/// How many commands may wait for a room before senders wait too.
const WAITING: usize = 4_096;
/// How many entries are read from the log at once.
const PAGE: u32 = 10_000;
/// How many of the last entries an opened room has ready, so that screens that come back after a restart need no fetch.
const READY: usize = 256;
/// The counts in the list of workshops may be this old while a room is busy.
const SUMMARY_EVERY: Duration = Duration::from_secs(1);

/// The room's task and what it holds.
struct Task {
    id: WorkshopId,
    db: Db,
    group: Group,
    clock: Clock,
    epoch: Arc<str>,
    ledger: Ledger,
    /// The last entry that the feed was given.
    published: u64,
    /// Set when writing failed: what is on disk has to be read again before anything else.
    doubtful: bool,
    feed: Arc<FeedLog>,
    search: Search,
    judging: Judging,
    summary: SummaryState,
    pace: Pace,
    measures: Measures,
}

/// Whether the row of the list of workshops is behind, and since when it was last written.
struct SummaryState {
    behind: bool,
    described: bool,
    written: Instant,
}

pub(super) async fn open_room(
    db: Db,
    (group, measures): (Group, Measures),
    clock: Clock,
    matcher: Arc<SharedMatcher>,
    bounds: Bounds,
    id: WorkshopId,
) -> Result<Room> {
    let epoch: Arc<str> = db.epoch(id).await?.ok_or(Error::Refused(Problem::NotFound.into()))?.into();
    let (ledger, last) = read_log(&db, id).await?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let feed = Arc::new(FeedLog::new(Arc::clone(&epoch), clock.clone(), ledger.seq()));
    feed.publish(&last, ledger.workshop());
    let task = Task {
        id,
        search: Search::new(matcher, sender.downgrade()),
        judging: Judging::new(db.clone(), id, sender.downgrade()),
        db,
        group,
        clock,
        epoch,
        published: ledger.seq(),
        ledger,
        doubtful: false,
        feed: Arc::clone(&feed),
        summary: SummaryState { behind: false, described: false, written: Instant::now() },
        pace: Pace::new(bounds),
        measures,
    };
    tokio::spawn(task.run(receiver));
    Ok(Room { sender, feed, used: Arc::new(Mutex::new(std::time::Instant::now())) })
}

/// The state as the log has it.
pub(super) async fn read_past(db: &Db, id: WorkshopId) -> Result<View> {
    let epoch = db.epoch(id).await?.ok_or(Error::Refused(Problem::NotFound.into()))?.into();
    let mut ledger = Ledger::default();
    fold(db, id, &mut ledger).await?;
    Ok(View { epoch, seq: ledger.seq(), workshop: Arc::clone(ledger.workshop()) })
}

/// The log from its beginning, and its last entries.
async fn read_log(db: &Db, id: WorkshopId) -> Result<(Ledger, Vec<Recorded>)> {
    let mut ledger = Ledger::default();
    let mut last = fold(db, id, &mut ledger).await?;
    let from = last.len().saturating_sub(READY);
    last.drain(..from);
    for (command, decided) in db.commands(id).await? {
        ledger.remember(command, decided);
    }
    Ok((ledger, last))
}

/// Folds the log of a workshop, and gives its last page.
async fn fold(db: &Db, id: WorkshopId, ledger: &mut Ledger) -> Result<Vec<Recorded>> {
    let mut last = Vec::new();
    loop {
        let events = db.events_after(id, ledger.seq(), PAGE).await?;
        if events.is_empty() {
            return Ok(last);
        }
        for recorded in &events {
            ledger.replay(recorded);
        }
        last = events;
    }
}

/// What a batch has decided but not yet written.
#[derive(Default)]
struct Batch {
    entries: Vec<(Actor, Recorded)>,
    commands: Vec<(CommandId, Decided)>,
    newcomers: Vec<Newcomer>,
    synergies: Vec<NewSynergy>,
    merged: Vec<(ParticipantId, ParticipantId)>,
    gone: Vec<ParticipantId>,
    audited: Vec<Entry>,
    photos: Vec<(CardId, Option<Vec<u8>>)>,
    waiting: Vec<(oneshot::Sender<Result<Done>>, Result<Done>)>,
    /// Sent again: answered from the log, once this batch is on disk (the first sending may be part of it).
    repeated: Vec<(oneshot::Sender<Result<Done>>, Actor, Verdict)>,
    readers: Vec<oneshot::Sender<Result<View>>>,
}

impl Task {
    async fn run(mut self, mut receiver: mpsc::Receiver<Message>) {
        let mut messages = Vec::with_capacity(BATCH);
        loop {
            let quiet = tokio::time::timeout_at(self.summary.due(), receiver.recv_many(&mut messages, BATCH));
            match quiet.await {
                Ok(0) => break,
                Ok(_) => self.take(&mut messages).await,
                Err(_) => self.tidy_up().await,
            }
        }
        if self.summary.behind {
            self.tidy_up().await;
        }
    }

    /// Nothing came for a while: time to bring the list of workshops up to date, or to read again what is on disk.
    async fn tidy_up(&mut self) {
        let result = if self.doubtful {
            self.read_again().await
        } else {
            self.write(self.ledger.seq(), &mut Batch::default()).await
        };
        if let Err(error) = result {
            tracing::warn!(workshop = %self.id, %error, cause = ?std::error::Error::source(&error), "the database \
                does not answer; trying again");
        }
        self.summary.written = Instant::now();
    }

    async fn take(&mut self, messages: &mut Vec<Message>) {
        if self.doubtful
            && let Err(error) = self.read_again().await
        {
            tracing::error!(workshop = %self.id, %error, cause = ?std::error::Error::source(&error), "the log cannot \
                be read");
            messages.drain(..).for_each(|message| turn_away(message, &error));
            return;
        }
        let mut batch = Batch::default();
        let first_seq = self.ledger.seq();
        for message in messages.drain(..) {
            match message {
                Message::Command(request, reply) => self.take_command(&request, reply, &mut batch),
                Message::Read(reply) => batch.readers.push(reply),
                Message::Proposals(proposals) => {
                    self.search.ended();
                    self.propose(proposals, &mut batch);
                }
                Message::Judgement(judgement) => {
                    let Opinion { proposals, understood, translated } =
                        self.judging.ended(judgement, self.ledger.workshop());
                    self.propose(proposals, &mut batch);
                    for (card_id, understood) in understood {
                        self.decide_of_itself(Command::UnderstandCard { card_id, understood }, &mut batch);
                    }
                    for (card_id, translated) in translated {
                        self.decide_of_itself(Command::TranslateCard { card_id, translated }, &mut batch);
                    }
                }
            }
        }
        if (!batch.commands.is_empty() || !batch.entries.is_empty())
            && let Err(error) = self.write(first_seq, &mut batch).await
        {
            tracing::error!(workshop = %self.id, %error, cause = ?std::error::Error::source(&error), "cannot write");
            self.doubtful = true;
            let waiting = batch.waiting.into_iter().map(|(reply, _)| reply);
            for reply in waiting.chain(batch.repeated.into_iter().map(|(reply, ..)| reply)) {
                self.measures.command(Came::Failed);
                drop(reply.send(Err(error.again())));
            }
            for reader in batch.readers {
                drop(reader.send(Err(error.again())));
            }
            return;
        }
        if !batch.entries.is_empty() {
            let begun = Instant::now();
            self.feed.publish(batch.entries.iter().map(|(_, recorded)| recorded), self.ledger.workshop());
            self.measures.published(begun.elapsed());
            self.published = self.ledger.seq();
        }
        for (reply, answer) in batch.waiting {
            self.measures.command(if answer.is_ok() { Came::Done } else { Came::Refused });
            drop(reply.send(answer));
        }
        for (reply, actor, verdict) in batch.repeated {
            self.measures.command(Came::Repeated);
            self.answer_again(actor, verdict, reply);
        }
        for reader in batch.readers {
            let view = View {
                epoch: Arc::clone(&self.epoch),
                seq: self.ledger.seq(),
                workshop: Arc::clone(self.ledger.workshop()),
            };
            drop(reader.send(Ok(view)));
        }
        self.search.start(self.ledger.workshop());
        self.judging.start(&self.search, self.ledger.workshop());
    }

    /// Starts again from what is on disk. What was written although its writer was told otherwise is published now.
    async fn read_again(&mut self) -> Result<()> {
        let (ledger, _) = read_log(&self.db, self.id).await?;
        let mut missed = Vec::new();
        while self.published < ledger.seq() {
            let events = self.db.events_after(self.id, self.published, PAGE).await?;
            let Some(last) = events.last() else { break };
            self.published = last.seq;
            missed.extend(events);
        }
        self.feed.publish(&missed, ledger.workshop());
        self.ledger = ledger;
        self.doubtful = false;
        Ok(())
    }

    fn take_command(&mut self, request: &Request, reply: oneshot::Sender<Result<Done>>, batch: &mut Batch) {
        // What was decided before costs nothing, and must have its answer.
        let is_new = request.id.is_none_or(|id| self.ledger.decided(id).is_none());
        if is_new
            && let Err(problem) =
                self.pace.admit(request.actor, &request.command, self.ledger.workshop(), std::time::Instant::now())
        {
            return batch.waiting.push((reply, Err(problem.into())));
        }
        match self.decide(request, batch) {
            Outcome::Done(entries) => {
                let audience = Audience::from(request.actor);
                let events =
                    entries.iter().map(|recorded| event_seen_by(audience, recorded, self.ledger.workshop())).collect();
                batch.waiting.push((reply, Ok(Done { seq: self.ledger.seq(), events, repeated: false })));
            }
            Outcome::Refused(refusal) => batch.waiting.push((reply, Err(refusal.into()))),
            Outcome::Repeated(verdict) => batch.repeated.push((reply, request.actor, verdict)),
        }
    }

    /// Decides one command, folds what it does, and notes what has to be written.
    fn decide(&mut self, request: &Request, batch: &mut Batch) -> Outcome {
        let id = request.id.map(|id| (id, fingerprint(request)));
        let before = request.id.and_then(|id| self.ledger.decided(id)).cloned();
        let outcome = self.ledger.carry_out(request.actor, id, &request.command, self.clock.now());
        if let Outcome::Done(entries) = &outcome {
            for recorded in entries {
                self.note(request, recorded, batch);
                batch.entries.push((request.actor, recorded.clone()));
            }
        }
        if let Some(id) = request.id
            && let Some(decided) = self.ledger.decided(id)
            && Some(decided) != before.as_ref()
        {
            batch.commands.push((id, decided.clone()));
        }
        outcome
    }

    /// Has the rules of the workshop decide about proposals, whoever made them.
    fn propose(&mut self, proposals: Vec<Proposal>, batch: &mut Batch) {
        if !proposals.is_empty() {
            self.decide_of_itself(Command::ProposeMatches { proposals }, batch);
        }
    }

    /// What nobody asked for: the matcher or the model did.
    fn decide_of_itself(&mut self, command: Command, batch: &mut Batch) {
        let (actor, author, beside) = (Actor::Matcher, String::new(), Beside::Nothing);
        let request = Request { actor, author, id: None, command, beside };
        // Refused when the phase went back meanwhile: the cards are looked at again when it comes forward.
        if let Outcome::Refused(refusal) = self.decide(&request, batch) {
            tracing::debug!(workshop = %self.id, %refusal, "proposals came too late");
        }
    }

    /// Notes what an event brings with it: rows beside the log, and cards for the matcher.
    fn note(&mut self, request: &Request, recorded: &Recorded, batch: &mut Batch) {
        let workshop = self.ledger.workshop();
        self.search.note(&recorded.event, workshop);
        self.judging.note(&recorded.event, workshop);
        match &recorded.event {
            Event::ParticipantJoined { participant, .. } => {
                if let Beside::Newcomer(token_hash, contact) = request.beside.clone() {
                    batch.newcomers.push(Newcomer { participant: *participant, token_hash, contact });
                }
            }
            Event::ParticipantsMerged { kept, duplicate } => batch.merged.push((*kept, *duplicate)),
            // With all the records that were found to be theirs: the log knows those by their own numbers.
            Event::ParticipantLeft { participant } => {
                batch.gone.extend(std::iter::once(*participant).chain(workshop.merged_into(*participant)));
                if let Beside::Audited(entry) = &request.beside {
                    batch.audited.push(entry.clone());
                }
            }
            Event::PhotoChanged { card, taken } => {
                let content = if let (true, Beside::Photo(content)) = (*taken, &request.beside) {
                    Some(content.clone())
                } else {
                    None
                };
                batch.photos.push((*card, content));
            }
            Event::CardWithdrawn { card } if workshop.cards.get(card).is_some_and(|card| card.photo.is_some()) => {
                batch.photos.push((*card, None));
            }
            Event::WorkshopDescribed { .. } => self.summary.described = true,
            Event::SynergyConfirmed { synergy } => {
                let owner = |id| {
                    let participant = workshop.participants.get(id);
                    participant.map_or(Owner { name: String::new(), organisation: String::new() }, |participant| {
                        Owner { name: participant.name.to_string(), organisation: participant.organisation.to_string() }
                    })
                };
                let found = workshop.matches.get(&synergy.match_id);
                let cards = found.map(|found| cards_behind(workshop, found)).unwrap_or_default();
                let flow = found.map(|found| flow_behind(workshop, found)).unwrap_or_default();
                batch.synergies.push(NewSynergy {
                    id: synergy.id,
                    beginning: Beginning {
                        title: synergy.title.to_string(),
                        kind: synergy.kind,
                        stage: synergy.stage,
                        lost_reason: None,
                        giver: owner(&synergy.giver),
                        receiver: owner(&synergy.receiver),
                        cards,
                        flow,
                        next_step: synergy.next_step.clone(),
                    },
                    command: request.id,
                    author: request.author.clone(),
                    at: recorded.at,
                });
            }
            _ => {}
        }
    }

    async fn write(&mut self, seq: u64, batch: &mut Batch) -> Result<()> {
        self.summary.behind = true;
        let summary = self.summary.is_due().then(|| {
            let workshop = self.ledger.workshop();
            Summary {
                phase: workshop.phase,
                description: workshop.description.clone().filter(|_| self.summary.described),
                counts: Counts::of(workshop),
            }
        });
        let summed_up = summary.is_some();
        let append = Append {
            workshop: self.id,
            seq,
            entries: std::mem::take(&mut batch.entries),
            commands: std::mem::take(&mut batch.commands),
            newcomers: std::mem::take(&mut batch.newcomers),
            synergies: std::mem::take(&mut batch.synergies),
            merged: std::mem::take(&mut batch.merged),
            gone: std::mem::take(&mut batch.gone),
            audited: std::mem::take(&mut batch.audited),
            photos: std::mem::take(&mut batch.photos),
            summary,
        };
        batch.entries = self.group.append(append).await?.entries;
        if summed_up {
            self.summary = SummaryState { behind: false, described: false, written: Instant::now() };
        }
        Ok(())
    }

    /// Answers a repeated command as it was answered first: from the log, beside the room's own work.
    fn answer_again(&self, actor: Actor, verdict: Verdict, reply: oneshot::Sender<Result<Done>>) {
        let (first_seq, last_seq) = match verdict {
            Verdict::Done { first_seq, last_seq } => (first_seq, last_seq),
            Verdict::Refused(refusal) => return drop(reply.send(Err(refusal.into()))),
        };
        let (db, id, workshop, audience) =
            (self.db.clone(), self.id, Arc::clone(self.ledger.workshop()), Audience::from(actor));
        tokio::spawn(async move {
            let count = u32::try_from((last_seq + 1).saturating_sub(first_seq)).unwrap_or(u32::MAX);
            let events = if count == 0 { Ok(Vec::new()) } else { db.events_after(id, first_seq - 1, count).await };
            let done = events.map(|events| Done {
                seq: last_seq,
                events: events.iter().map(|recorded| event_seen_by(audience, recorded, &workshop)).collect(),
                repeated: true,
            });
            drop(reply.send(done));
        });
    }
}

impl SummaryState {
    /// Described anew, or not written for a while.
    fn is_due(&self) -> bool {
        self.described || self.written.elapsed() >= SUMMARY_EVERY
    }

    /// When a quiet room writes it.
    fn due(&self) -> Instant {
        // A day: in practice never, and no overflow.
        self.written + if self.behind { SUMMARY_EVERY } else { Duration::from_secs(24 * 60 * 60) }
    }
}

fn turn_away(message: Message, error: &Error) {
    match message {
        Message::Command(_, reply) => drop(reply.send(Err(error.again()))),
        Message::Read(reply) => drop(reply.send(Err(error.again()))),
        Message::Proposals(_) | Message::Judgement(_) => {}
    }
}

/// What makes two commands the same: who sent them and what they say.
fn fingerprint(request: &Request) -> Fingerprint {
    let mut hash = Sha256::new();
    // Both are plain data: serialising them cannot fail.
    hash.update(serde_json::to_vec(&request.actor).unwrap_or_default());
    hash.update(serde_json::to_vec(&request.command).unwrap_or_default());
    let digest: [u8; 32] = hash.finalize().into();
    digest.first_chunk().copied().unwrap_or_default()
}
