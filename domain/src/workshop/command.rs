//! What people ask for. Everything in a command comes from outside and is read by [`super::decide()`].

use serde::{Deserialize, Serialize};
use wire::Wire;

use super::{Phase, Scene, Seating, StepDraft, TableRole, Translated, WorkshopDraft};
use crate::ids::{CardId, MatchId, ParticipantId};
use crate::matches::{Counterpart, Reason};
use crate::resource::{ResourceDraft, Understood, text};

/// What somebody asks the workshop to do. A phone reads back from its outbox what a participant may ask for; nothing
/// else is ever read by a browser (`unread`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Create the workshop, or change its description (facilitator).
    #[wire(unread)]
    DescribeWorkshop {
        /// The whole description, as typed.
        workshop: WorkshopDraft,
    },
    /// Go to another phase (facilitator).
    #[wire(unread)]
    ChangePhase {
        /// The phase to go to.
        phase: Phase,
        /// The phase that whoever asks believes the workshop to be in: of two who change it at once, the second is
        /// told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Phase>,
    },
    /// Close or open the door for newcomers (facilitator).
    #[wire(unread)]
    SwitchJoining {
        /// Whether newcomers can join.
        open: bool,
    },
    /// Come in; or, by the facilitator, enter somebody without a phone.
    #[wire(unread)]
    Join {
        /// The person, as typed.
        participant: ParticipantDraft,
    },
    /// Sit at another table.
    MoveTo {
        /// Who; oneself when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        participant: Option<ParticipantId>,
        /// The table's number, or blank for none.
        #[serde(default, deserialize_with = "text")]
        table: String,
    },
    /// Post a have, a want or a shared need.
    PostCard {
        /// The card, as typed.
        card: ResourceDraft,
        /// For whom, when a facilitator posts for someone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<ParticipantId>,
    },
    /// Rewrite one's own card (or any, as facilitator).
    EditCard {
        /// The card to rewrite.
        card_id: CardId,
        /// All of its fields as they are to be, as typed.
        card: ResourceDraft,
    },
    /// Take one's own card back.
    WithdrawCard {
        /// The card to take back.
        card_id: CardId,
    },
    /// Hide a card from the room, or show it again (facilitator).
    #[wire(unread)]
    HideCard {
        /// The card to hide or to show.
        card_id: CardId,
        /// Whether it is to be hidden; otherwise it is shown again.
        hidden: bool,
    },
    /// Put a photo to one's own card, or take it away (or to any, as facilitator). The photo itself comes beside the
    /// command: see `backend::photos`.
    #[wire(unread)]
    ChangePhoto {
        /// The card that the photo belongs to.
        card_id: CardId,
        /// There is one now, or there is none.
        taken: bool,
    },
    /// Make two cards one (facilitator).
    #[wire(unread)]
    MergeCards {
        /// The card that stays.
        kept: CardId,
        /// The card that goes.
        duplicate: CardId,
    },
    /// Say that one is interested in a card, or not any more.
    ShowInterest {
        /// The card in question.
        card_id: CardId,
        /// Whether they are interested; otherwise they are no more.
        interested: bool,
        /// For whom, when a facilitator taps for someone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<ParticipantId>,
    },
    /// Say what one thinks of a match.
    AnswerMatch {
        /// The match that is answered.
        match_id: MatchId,
        /// The answer, as typed.
        answer: AnswerDraft,
        /// For whom, when a facilitator answers for someone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<ParticipantId>,
    },
    /// Say of a match that it makes no sense, or take that back (facilitator).
    #[wire(unread)]
    DismissMatch {
        /// The match in question.
        match_id: MatchId,
        /// Whether it is dismissed; otherwise it stands again.
        dismissed: bool,
    },
    /// Make a match a synergy (facilitator).
    #[wire(unread)]
    ConfirmSynergy {
        /// The match that becomes a synergy.
        match_id: MatchId,
        /// What was agreed, as typed.
        synergy: SynergyDraft,
    },
    /// Propose matches (the matcher only).
    #[wire(unread)]
    ProposeMatches {
        /// New matches, and known ones with what they are worth now.
        proposals: Vec<Proposal>,
    },
    /// Propose to the author of a card what a language model read out of its words (the matcher only).
    #[wire(unread)]
    UnderstandCard {
        /// The card that was read.
        card_id: CardId,
        /// What was read.
        understood: Understood,
    },
    /// Give a card its title in the other language, as a language model put it (the matcher only).
    #[wire(unread)]
    TranslateCard {
        /// The card whose title it is.
        card_id: CardId,
        /// The title in the other language.
        translated: Translated,
    },
    /// Set the running order of the day (facilitator).
    #[wire(unread)]
    SetRunningOrder {
        /// Its steps, as typed.
        steps: Vec<StepDraft>,
    },
    /// Begin a step: the next, or any other (facilitator).
    #[wire(unread)]
    BeginStep {
        /// The step, counted from 0.
        step: u32,
        /// The step that whoever asks believes to be under way: of two who go on at once, the second is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<u32>,
    },
    /// Stop the clock, or let it go on (facilitator).
    #[wire(unread)]
    PauseClock {
        /// Whether the clock is to stop; otherwise it goes on.
        paused: bool,
    },
    /// Give the step under way more time (facilitator).
    #[wire(unread)]
    ExtendStep {
        /// Minutes more; fewer when below zero.
        minutes: i64,
    },
    /// Choose what the boards show (facilitator).
    #[wire(unread)]
    ShowScene {
        /// The scene; none: what goes with the phase.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scene: Option<Scene>,
        /// The match to show in large.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        match_id: Option<MatchId>,
    },
    /// Set who sits where in each table round (facilitator).
    #[wire(unread)]
    SetSeating {
        /// The whole plan.
        seating: Seating,
    },
    /// Make somebody host or scribe of their table, or neither (facilitator).
    #[wire(unread)]
    GiveRole {
        /// Whose role it is.
        participant: ParticipantId,
        /// The role; none: neither host nor scribe.
        role: Option<TableRole>,
    },
    /// Leave, and have one's data erased.
    #[wire(unread)]
    Leave {
        /// Who; oneself when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        participant: Option<ParticipantId>,
        /// Take anonymous cards off the table as well: whoever watches may then guess whose they were. Otherwise they
        /// stay as nobody's.
        #[serde(default, skip_serializing_if = "super::is_false")]
        with_anonymous: bool,
    },
    /// Ask somebody who is in to be let in as their colleague, or as themselves on another phone.
    #[wire(unread)]
    AskToBeLetIn {
        /// The person who is asked.
        with: ParticipantId,
        /// As the same person, on another phone.
        same_person: bool,
    },
    /// Answer such a question: whoever was asked, and the facilitator; a no also takes one's own question back.
    #[wire(unread)]
    LetIn {
        /// The person who asked.
        participant: ParticipantId,
        /// Whether they are let in.
        yes: bool,
    },
    /// Make somebody the colleague of somebody else (facilitator).
    #[wire(unread)]
    AdmitColleague {
        /// Who comes in.
        participant: ParticipantId,
        /// With whom they act together from then on, and with that person's colleagues.
        with: ParticipantId,
    },
    /// Act alone again.
    #[wire(unread)]
    EndColleague {
        /// Who; oneself when left out. Colleagues and the facilitator may say so of somebody else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        participant: Option<ParticipantId>,
    },
    /// Make two records of one person one (facilitator).
    #[wire(unread)]
    MergeParticipants {
        /// The record that stays.
        kept: ParticipantId,
        /// The record that goes; all that it holds passes to the other.
        duplicate: ParticipantId,
    },
}

macro_rules! typed_texts {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_meta])*
            #[serde(deserialize_with = "text", skip_serializing_if = "String::is_empty")]
            pub $field: String),+
        }
    };
}

typed_texts! {
    /// A person at the door, as typed.
    ParticipantDraft {
        /// Their name, which the room sees.
        name,
        /// Their organisation, which the room sees.
        organisation,
        /// The number of their table, or blank.
        table,
        /// NACE division, two digits.
        sector,
        /// E-mail address; kept beside the log and never sent to the room.
        email,
        /// `yes` when they agreed to the use of their e-mail address.
        consent,
    }
}

typed_texts! {
    /// What a side says of a match, as typed.
    AnswerDraft {
        /// `interested`, `not_for_us`, or `nothing` to take back what was said.
        answer,
        /// Code of the [`crate::matches::Dismissal`], when it is not for them.
        reason,
        /// In their own words.
        note,
    }
}

typed_texts! {
    /// What the facilitator says of a new synergy, as typed. Blank fields are filled from the match.
    SynergyDraft {
        /// What it is; the card's title when blank.
        title,
        /// Code of the [`crate::synergy::SynergyKind`].
        kind,
        /// Code of the first [`crate::synergy::Stage`]; an idea when blank.
        stage,
        /// Participant number of the owner on the giving side.
        giver,
        /// Participant number of the owner on the receiving side.
        receiver,
        /// What happens next.
        next_step,
        /// The day by which it is to be done: an ISO date (`2026-11-24`), or blank.
        next_step_due,
    }
}

/// A match as the matcher proposes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Proposal {
    /// The card: the have, or the earlier of two shared needs.
    pub card: CardId,
    /// The other side.
    pub counterpart: Counterpart,
    /// How well they are thought to fit, from 0 to 1.
    pub score: f64,
    /// Why they are thought to fit.
    pub reasons: Vec<Reason>,
}

impl Command {
    /// The card that is posted or rewritten, as it is typed.
    #[must_use]
    pub const fn card(&self) -> Option<&ResourceDraft> {
        match self {
            Self::PostCard { card, .. } | Self::EditCard { card, .. } => Some(card),
            _ => None,
        }
    }

    /// The same, to fill in what was left open.
    #[must_use]
    pub const fn card_mut(&mut self) -> Option<&mut ResourceDraft> {
        match self {
            Self::PostCard { card, .. } | Self::EditCard { card, .. } => Some(card),
            _ => None,
        }
    }
}
