//! What happened. Events are facts: valid, never edited, understood for ever. A new field needs a default.

use serde::{Deserialize, Serialize};
use wire::Wire;

use super::{Card, Description, Phase, Scene, Seating, Step, TableRole, Translated};
use crate::ids::{CardId, MatchId, ParticipantId, SynergyId};
use crate::matches::{Answer, Counterpart, Match, Reason, Side};
use crate::resource::{Resource, Understood};
use crate::synergy::ConfirmedSynergy;
use crate::text::Line;
use crate::time::Timestamp;

/// One entry of the log, as it travels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Recorded {
    /// Position in the workshop's log: 1, 2, 3… without gaps.
    pub seq: u64,
    /// When the server recorded it.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
}

/// What happened in a workshop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The workshop was created, or its description changed.
    WorkshopDescribed {
        /// The whole description.
        description: Description,
    },
    /// The facilitator went to another phase.
    PhaseChanged {
        /// The phase from then on.
        phase: Phase,
    },
    /// The facilitator closed or opened the door.
    JoiningSwitched {
        /// Whether newcomers can join.
        open: bool,
    },
    /// Somebody came in.
    ParticipantJoined {
        /// The number that they go by from now on.
        participant: ParticipantId,
        name: Line,
        organisation: Line,
        /// The number of the table where they sit; none: they sit at no table.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        table: Option<u8>,
        /// NACE division of the organisation, two digits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sector: Option<String>,
        /// Entered by the facilitator, for someone without a phone.
        #[serde(default)]
        by_facilitator: bool,
    },
    /// Somebody changed their table.
    ParticipantMoved {
        /// The person who moved.
        participant: ParticipantId,
        /// Where they sit now.
        table: Option<u8>,
    },
    /// A card was posted.
    CardPosted {
        /// The number that it goes by from now on.
        card: CardId,
        /// Whose it is; absent where the card hides it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<ParticipantId>,
        /// What it says.
        resource: Resource,
        /// Typed by the facilitator.
        #[serde(default)]
        by_facilitator: bool,
        /// Typed by the scribe of this table.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scribe: Option<u8>,
    },
    /// A card was rewritten.
    CardEdited {
        /// The card that was rewritten.
        card: CardId,
        /// Whose it is; absent where the card hides it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<ParticipantId>,
        /// What it says now.
        resource: Resource,
    },
    /// A language model read amounts and days out of the words of a card: a proposal to its author, who takes it over
    /// by rewriting the card. Nothing where what was read is gone again.
    CardUnderstood {
        /// The card that was read.
        card: CardId,
        /// What was read, for fields that are blank.
        understood: Understood,
    },
    /// A language model put the title of a card into the other language, for those who read that one.
    CardTranslated {
        /// The card whose title it is.
        card: CardId,
        /// The title in the other language; none where it is gone again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        translated: Option<Translated>,
    },
    /// Its author took a card back.
    CardWithdrawn {
        /// The card that was taken back.
        card: CardId,
    },
    /// The facilitator hid a card, or showed it again.
    CardHidden {
        /// The card that was hidden or shown.
        card: CardId,
        /// Whether it was hidden; otherwise it was shown again.
        hidden: bool,
    },
    /// A card got a photo, another photo, or none any more. The photo itself lies beside the log.
    PhotoChanged {
        /// The card that the photo belongs to.
        card: CardId,
        /// There is one now, or there is none.
        taken: bool,
    },
    /// The facilitator found that two cards are one.
    CardsMerged {
        /// The card that stays.
        kept: CardId,
        /// The card that goes; interest in it passes to the other.
        duplicate: CardId,
    },
    /// Somebody tapped "interested", or took it back.
    InterestShown {
        /// The card in question.
        card: CardId,
        /// The person who is interested.
        participant: ParticipantId,
        /// Whether they are interested; otherwise they are no more.
        interested: bool,
        /// Said by the scribe of their table, and not confirmed by themselves.
        #[serde(default, skip_serializing_if = "super::is_false")]
        by_scribe: bool,
    },
    /// Two sides may fit.
    MatchFound {
        /// The number that it goes by from now on.
        match_id: MatchId,
        /// The card: the have, or the earlier of two shared needs.
        card: CardId,
        /// The other side.
        counterpart: Counterpart,
        /// How well they are thought to fit, from 0 to 1.
        score: f64,
        /// Why they are thought to fit.
        reasons: Vec<Reason>,
    },
    /// A match is worth more or less than was thought: a card says something else now, somebody said what they think of
    /// a similar pair, or a language model has looked at it.
    MatchWeighed {
        /// The match that was weighed anew.
        match_id: MatchId,
        /// How well the two are thought to fit now, from 0 to 1.
        score: f64,
        /// Why, in the place of what was said before.
        reasons: Vec<Reason>,
    },
    /// A side of a match said what it thinks.
    MatchAnswered {
        /// The match that was answered.
        match_id: MatchId,
        /// The side that answered.
        side: Side,
        /// What it said; nothing where it took back what it had said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<Answer>,
        /// Who said it; known to the facilitators.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        participant: Option<ParticipantId>,
    },
    /// The facilitator said of a match that it makes no sense, or took that back.
    MatchDismissed {
        /// The match in question.
        match_id: MatchId,
        /// Whether it is dismissed; otherwise it stands again.
        dismissed: bool,
    },
    /// The facilitator made a match a synergy.
    SynergyConfirmed {
        /// What was agreed.
        synergy: ConfirmedSynergy,
    },
    /// The facilitator set the running order of the day.
    RunningOrderSet {
        /// All of its steps.
        steps: Vec<Step>,
    },
    /// A step began, and its clock with it.
    StepBegun {
        /// The step, counted from 0.
        step: u32,
        /// How long it is to last, in minutes.
        minutes: u32,
    },
    /// The clock was stopped, or goes on.
    ClockPaused {
        /// Whether the clock was stopped; otherwise it goes on.
        paused: bool,
    },
    /// The step under way got more time.
    StepExtended {
        /// Minutes more; fewer when below zero.
        minutes: i64,
    },
    /// The facilitator chose what the boards show.
    SceneShown {
        /// The scene; none: what goes with the phase.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scene: Option<Scene>,
        /// The match that is shown in large.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        match_id: Option<MatchId>,
    },
    /// The seating of the table rounds was worked out (for facilitators).
    SeatingSet {
        /// The whole plan.
        seating: Seating,
    },
    /// Somebody hosts their table, or writes for it, or does so no more.
    RoleGiven {
        /// Whose role it is.
        participant: ParticipantId,
        /// The role; none: neither host nor scribe any more.
        role: Option<TableRole>,
    },
    /// Somebody left and had their data erased: their name, and what they posted.
    ParticipantLeft {
        /// The person who left.
        participant: ParticipantId,
    },
    /// Somebody asked to be let in: as a colleague, or as the same person on another phone.
    LetInAsked {
        /// The person who asks.
        participant: ParticipantId,
        /// Whom they ask.
        with: ParticipantId,
        /// As the same person, on another phone.
        same_person: bool,
    },
    /// Such a question is not put any more: it was taken back, or answered with no.
    LetInEnded {
        /// Who had asked.
        participant: ParticipantId,
    },
    /// Somebody acts together with somebody from now on: both said so, or the facilitator.
    ColleagueAdmitted {
        /// Who came in.
        participant: ParticipantId,
        /// Together with whom, and with all who hold the same number.
        with: ParticipantId,
        /// The number that both hold now.
        team: u32,
    },
    /// Somebody acts alone again.
    ColleagueEnded {
        /// The person who acts alone.
        participant: ParticipantId,
    },
    /// Two records were found to be of one person: all that the second one holds passed to the first.
    ParticipantsMerged {
        /// The record that stays.
        kept: ParticipantId,
        /// The record that goes.
        duplicate: ParticipantId,
    },
    /// What this reader may see of a card from now on, and of what hangs on it, in the place of what they had. It
    /// stands in no log: [`crate::audience`] makes it where a card comes, goes, or shows its author to some no longer.
    CardShown {
        /// The card that this reader sees otherwise from now on.
        card: CardId,
        /// The card; nothing where this reader knows of none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Option<Box<Card>>,
        /// Its matches that this reader may see.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        matches: Vec<Match>,
        /// The synergies that came of these matches.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        synergies: Vec<ConfirmedSynergy>,
        /// Synergies that are to be put away.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        hidden: Vec<SynergyId>,
    },
    /// Something that this reader does not get to see. It keeps the numbering without gaps.
    Withheld,
}

impl Event {
    /// Whether screens show something no more, or otherwise than before: what they keep for when there is no network
    /// must not go on showing it.
    #[must_use]
    pub const fn takes_back(&self) -> bool {
        matches!(
            self,
            Self::CardShown { .. }
                | Self::CardEdited { .. }
                | Self::CardWithdrawn { .. }
                | Self::CardHidden { hidden: true, .. }
                | Self::CardsMerged { .. }
                | Self::PhotoChanged { .. }
                | Self::ParticipantLeft { .. }
        )
    }
}
