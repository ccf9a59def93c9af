//! A copy of a workshop at the far end of a feed: a phone, a board or a desk. It starts from a [`Snapshot`] and folds
//! what comes, in order and each entry once, whatever the network did to it.

use domain::audience::{begins_anew, parts};
use domain::ids::{CardId, ParticipantId, WorkshopId};
use domain::matches::{Counterpart, Side};
use domain::resource::Visibility;
use domain::time::Timestamp;
use domain::workshop::{Command, Recorded, Workshop};
use serde::{Deserialize, Serialize};
use wire::Wire;

/// The state at one point of the log, as one reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Snapshot {
    /// The workshop's id.
    pub workshop_id: WorkshopId,
    /// Names one history of the log. Another epoch means that the log was replaced: start from a new snapshot.
    pub epoch: String,
    /// The last entry that the state holds.
    pub seq: u64,
    /// The participant for whom this was made, on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<ParticipantId>,
    /// The workshop as this reader may see it, after that entry.
    pub workshop: Workshop,
}

impl Snapshot {
    /// Without the matches that its participant has no part in, for a phone: it shows its own matches only, and those
    /// of a full room weigh as much as all cards. Matches of cards whose author is not told stay: the author may become
    /// known.
    pub fn keep_own_matches(&mut self) {
        let Some(me) = self.me else { return };
        let mut matches = std::mem::take(&mut self.workshop.matches);
        matches.retain(|_, found| {
            let unknown =
                [Side::First, Side::Second].into_iter().any(|side| self.workshop.party(found, side).is_none());
            unknown || self.workshop.side_of(found, me).is_some()
        });
        self.workshop.matches = matches;
    }
}

/// What travels over the feed: a WebSocket frame, or the answer to a poll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Frame {
    /// First frame of a connection; and, every few seconds, the sign that it is alive.
    Beat {
        /// Names the history of the log.
        epoch: String,
        /// The last entry of the log.
        seq: u64,
        /// When the connection is lost: over how many milliseconds the screens of this room spread their return.
        #[serde(default)]
        spread_ms: u32,
        /// The server's clock: what is left of a step is counted by it, whatever the phone's own clock says.
        #[serde(default)]
        now: Timestamp,
    },
    /// New entries, in order.
    Events {
        /// Names the history of the log.
        epoch: String,
        /// The entries, without gaps.
        events: Vec<Recorded>,
    },
    /// The reader fell behind, or the log is another: fetch what is missing.
    Resync,
    /// The server stops; come back after this time.
    Bye {
        /// Milliseconds to wait.
        retry_ms: u32,
    },
}

/// What a replica needs after it was shown something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: it is up to date with what it was shown.
    Nothing,
    /// The entries after this one.
    EventsAfter(u64),
    /// A new snapshot.
    Snapshot,
}

/// The copy: what its reader was told, folded.
#[derive(Clone, Debug, PartialEq)]
pub struct Replica {
    snapshot: Snapshot,
}

impl Replica {
    /// Starts from a snapshot.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self { snapshot }
    }

    /// The workshop, as far as its reader was told.
    #[must_use]
    pub fn workshop(&self) -> &Workshop {
        &self.snapshot.workshop
    }

    /// The snapshot that it started from, with every entry since folded in.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The last entry folded.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.snapshot.seq
    }

    /// The participant whose phone this is.
    #[must_use]
    pub fn me(&self) -> Option<ParticipantId> {
        self.snapshot.me
    }

    /// Whether this card is one's own; whose an anonymous card is, the room is not told.
    #[must_use]
    pub fn is_mine(&self, card: CardId) -> bool {
        self.me().is_some() && self.workshop().cards.get(&card).is_some_and(|card| card.author == self.me())
    }

    /// Whether this command of one's own does something to an anonymous card that others would see. Such a command is
    /// sent apart from those under a name: both at the same moment would tell whose the card is. A command that makes a
    /// card anonymous does not count: it must not wait, and the room has already seen whose the card was.
    #[must_use]
    pub fn concerns_anonymous(&self, command: &Command) -> bool {
        let anonymous = |id: CardId| {
            let card = self.workshop().cards.get(&id);
            card.is_some_and(|card| card.resource.visibility() == Visibility::Anonymous)
        };
        match command {
            Command::PostCard { card, .. } => card.visibility == Visibility::Anonymous.code(),
            Command::EditCard { card_id, .. } | Command::WithdrawCard { card_id } => anonymous(*card_id),
            Command::AnswerMatch { match_id, .. } => self.workshop().matches.get(match_id).is_some_and(|found| {
                let other = if let Counterpart::Card(card) = found.counterpart { Some(card) } else { None };
                std::iter::once(found.card).chain(other).any(|card| self.is_mine(card) && anonymous(card))
            }),
            _ => false,
        }
    }

    /// Folds a frame, and says what is missing.
    pub fn receive(&mut self, frame: &Frame) -> Need {
        match frame {
            Frame::Beat { epoch, .. } | Frame::Events { epoch, .. } if *epoch != self.snapshot.epoch => Need::Snapshot,
            Frame::Beat { seq, .. } if *seq > self.seq() => Need::EventsAfter(self.seq()),
            Frame::Beat { .. } | Frame::Bye { .. } => Need::Nothing,
            Frame::Resync => Need::EventsAfter(self.seq()),
            Frame::Events { events, .. } => self.fold(events),
        }
    }

    fn fold(&mut self, events: &[Recorded]) -> Need {
        for recorded in events {
            if recorded.seq <= self.seq() {
                continue;
            }
            if recorded.seq > self.seq() + 1 {
                return Need::EventsAfter(self.seq());
            }
            let parted = self.me().is_some_and(|me| parts(&recorded.event, self.workshop(), me));
            self.snapshot.workshop.apply(recorded);
            self.snapshot.seq = recorded.seq;
            if parted || self.me().is_some_and(|me| begins_anew(&recorded.event, self.workshop(), me)) {
                return Need::Snapshot;
            }
        }
        Need::Nothing
    }
}
