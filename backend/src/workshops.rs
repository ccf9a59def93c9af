//! Creating workshops, and everything that goes through an open room: commands, snapshots, events, feeds.

use domain::access::Right;
use domain::audience::{event_seen_by, workshop_seen_by};
use domain::ids::{CommandId, ParticipantId, WorkshopId};
use domain::problem::Problem;
use domain::programme::{Counts, WorkshopSummary};
use domain::workshop::{Command, Event, Recorded, WorkshopDraft};
use live::replica::{Frame, Snapshot};
use uuid::Uuid;

use crate::audit::{Deed, Entry};
use crate::db::NewWorkshop;
use crate::doors::Kind;
use crate::error::Result;
use crate::people::{Account, Caller, Within};
use crate::rooms::{Beside, Feed, Request, View};
use crate::{Backend, secrets, to_the_end};

/// How many entries one answer of [`Backend::events`] holds at most.
const PAGE: u32 = 1_000;

/// A new workshop with its keys. The facilitator's key is shown here once and stored as a hash.
#[derive(Clone, Debug)]
pub struct CreatedWorkshop {
    /// By what it is named in addresses.
    pub id: WorkshopId,
    /// What the QR code carries: opens the form by which people join.
    pub join_token: String,
    /// What is typed instead of that.
    pub join_code: String,
    /// What opens its board.
    pub board_key: String,
    /// What lets a program or a link facilitate it.
    pub facilitator_key: String,
}

/// What a command wrote.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// The number of the last entry it wrote.
    pub seq: u64,
    /// What it wrote, as its sender may see it.
    pub events: Vec<Recorded>,
}

impl Backend {
    /// Creates a workshop, in a programme of this name. Without an owner (command line) it can be run with its
    /// facilitator key; the members of its programme see it.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn create_workshop(&self, draft: WorkshopDraft, owner: Option<&Account>) -> Result<CreatedWorkshop> {
        let description = draft.parse()?;
        let id = WorkshopId(Uuid::now_v7());
        let ([facilitator_key, board_key, join_token, join_code], keys) =
            self.draw_keys(id, [Kind::Desk, Kind::Board, Kind::Join, Kind::Code])?;
        let new = NewWorkshop {
            id,
            programme: description.programme.to_string(),
            owner: owner.map(Account::id),
            epoch: secrets::address_token()?,
            keys,
            description,
            created_at: self.clock().now().0,
        };
        let created = CreatedWorkshop { id, join_token, join_code, board_key, facilitator_key };
        let request = Request {
            actor: domain::access::Actor::Facilitator,
            author: owner.map(|account| account.name().to_owned()).unwrap_or_default(),
            id: None,
            command: Command::DescribeWorkshop { workshop: draft },
            beside: Beside::Nothing,
        };
        let backend = self.clone();
        to_the_end(async move {
            backend.db().insert_workshop(&new).await?;
            backend.room(new.id).await?.command(request).await?;
            Ok(created)
        })
        .await
    }

    /// Carries out a command of this caller. The same id with the same command gives the first answer again.
    ///
    /// # Errors
    /// The refusal of the rules, or [`Problem::CommandIdReused`].
    pub async fn command(&self, caller: &Caller, id: CommandId, command: Command) -> Result<Acknowledged> {
        // A photo is stored with its command (`crate::photos`): without one there is nothing to show.
        if let Command::ChangePhoto { taken: true, .. } = command {
            return Err(Problem::Malformed.into());
        }
        let beside = match &command {
            Command::Leave { participant, .. } => Beside::Audited(self.leaving(caller, *participant)),
            _ => Beside::Nothing,
        };
        self.command_with(caller, id, command, beside).await
    }

    /// Hides every card of one author: one act at the desk against somebody who floods the room. Each can be shown
    /// again.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators, [`Problem::UnknownParticipant`] for nobody of this
    /// workshop.
    pub async fn hide_cards_of(&self, caller: &Caller, who: ParticipantId) -> Result<usize> {
        if !caller.is_facilitator() {
            return Err(Problem::NotAllowed.into());
        }
        let workshop = self.view(caller.workshop()).await?.workshop;
        if !workshop.participants.contains_key(&who) {
            return Err(Problem::UnknownParticipant.into());
        }
        let cards: Vec<_> = workshop.open_cards().filter(|card| card.author == Some(who)).map(|card| card.id).collect();
        for card_id in &cards {
            self.command(caller, CommandId(Uuid::new_v4()), Command::HideCard { card_id: *card_id, hidden: true })
                .await?;
        }
        Ok(cards.len())
    }

    /// As [`Self::command`], with what is stored beside the log.
    pub(crate) async fn command_with(
        &self,
        caller: &Caller,
        id: CommandId,
        command: Command,
        beside: Beside,
    ) -> Result<Acknowledged> {
        let request =
            Request { actor: caller.actor()?, author: caller.name().to_owned(), id: Some(id), command, beside };
        self.carry_out(caller.workshop(), request).await
    }

    /// What the audit log says of somebody's leaving: by themselves, or taken out by a facilitator.
    fn leaving(&self, caller: &Caller, whom: Option<ParticipantId>) -> Entry {
        let who = whom.or_else(|| caller.participant()).map(|who| who.to_string()).unwrap_or_default();
        self.entry(Deed::PersonErased, caller.author()).at(caller.workshop()).to(who)
    }

    /// Takes a request to its room; then, rights of people who left end, and the programme hears of it.
    pub(crate) async fn carry_out(&self, workshop: WorkshopId, request: Request) -> Result<Acknowledged> {
        let done = self.room(workshop).await?.command(request).await?;
        for recorded in &done.events {
            // Their tokens stand for nobody any more, or for the other record.
            if let Event::ParticipantLeft { participant } | Event::ParticipantsMerged { duplicate: participant, .. } =
                recorded.event
            {
                self.person_ended(workshop, participant);
            }
        }
        let events: Vec<Event> = done.events.iter().map(|recorded| recorded.event.clone()).collect();
        self.workshop_told(workshop, &events).await;
        Ok(Acknowledged { seq: done.seq, events: done.events })
    }

    /// The whole state, for facilitators and for what the server renders itself. Narrow it with [`Self::snapshot`] for
    /// others.
    pub(crate) async fn view(&self, workshop: WorkshopId) -> Result<View> {
        self.room(workshop).await?.view().await
    }

    /// As [`Self::view`], for reading alone: no room is opened for it.
    pub(crate) async fn read(&self, workshop: WorkshopId) -> Result<View> {
        self.inner.rooms.read(self.db(), workshop).await
    }

    /// The workshop as this caller may see it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn snapshot(&self, caller: &Caller) -> Result<Snapshot> {
        let view = self.view(caller.workshop()).await?;
        let workshop = workshop_seen_by(caller.audience(), &view.workshop);
        Ok(Snapshot {
            workshop_id: caller.workshop(),
            epoch: view.epoch.to_string(),
            seq: view.seq,
            me: caller.participant(),
            workshop,
        })
    }

    /// The entries after this one, as this caller may see them; at most a thousand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn events(&self, caller: &Caller, after: u64) -> Result<Frame> {
        let view = self.view(caller.workshop()).await?;
        let events =
            if after >= view.seq { Vec::new() } else { self.db().events_after(caller.workshop(), after, PAGE).await? };
        let seen = events.iter().map(|recorded| event_seen_by(caller.audience(), recorded, &view.workshop));
        Ok(Frame::Events { epoch: view.epoch.to_string(), events: seen.collect() })
    }

    /// Follows the workshop from after this entry.
    ///
    /// # Errors
    /// When the room cannot be opened.
    pub async fn feed(&self, caller: &Caller, after: u64) -> Result<Feed> {
        Ok(self.room(caller.workshop()).await?.feed(caller.audience(), after))
    }

    /// What is on the door: the title and tables that a join form shows.
    ///
    /// # Errors
    /// As [`Self::workshop_at_door`]; [`Problem::JoiningClosed`] when nobody can come in any more.
    pub async fn door_sign(&self, code: &str, address: &str) -> Result<(WorkshopId, domain::workshop::Description)> {
        let id = self.workshop_at_door(code, address).await?;
        let view = self.view(id).await?;
        view.workshop.phase.allows(domain::workshop::Deed::Join)?;
        if view.workshop.joining_closed {
            return Err(Problem::JoiningClosed.into());
        }
        Ok((id, view.workshop.description.clone().ok_or(Problem::NotFound)?))
    }

    /// The workshops of an account's programmes, newest day first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workshops(&self, account: &Account) -> Result<Vec<WorkshopSummary>> {
        self.workshops_within(&self.within(account, Right::SeeResults).await?).await
    }

    /// Of these, the ones that the account may run.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workshops_to_run(&self, account: &Account) -> Result<Vec<WorkshopSummary>> {
        self.workshops_within(&self.within(account, Right::RunWorkshops).await?).await
    }

    /// The workshops of these programmes, newest day first; of a busy room, the counts as they are now.
    pub(crate) async fn workshops_within(&self, within: &Within) -> Result<Vec<WorkshopSummary>> {
        let mut summaries = Vec::new();
        for (mut summary, current) in self.db().summaries(within).await? {
            // A busy room writes its row of this list only now and then; what it holds is always right.
            if !current {
                match self.read(summary.id).await {
                    Ok(View { workshop, .. }) => {
                        summary.phase = workshop.phase;
                        summary.counts = Counts::of(&workshop);
                    }
                    // A log that cannot be read is seen when it is opened; the others are listed all the same.
                    Err(error) => tracing::error!(workshop = %summary.id, %error, "a workshop cannot be read"),
                }
            }
            summaries.push(summary);
        }
        Ok(summaries)
    }
}
