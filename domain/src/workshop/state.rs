//! The state of a workshop: what its log adds up to.

use serde::{Deserialize, Serialize};
use wire::Wire;

use super::{Clock, Description, Language, Phase, Scene, Seating, Step, TableRole};
use crate::ids::{CardId, MatchId, ParticipantId, SynergyId};
use crate::matches::{Answer, Counterpart, Match, Side};
use crate::numbered::{Numbered, Numbers};
use crate::resource::{Resource, Understood, Visibility};
use crate::synergy::ConfirmedSynergy;
use crate::text::{Line, Title, organisation_key};
use crate::time::Timestamp;

/// A person in the workshop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Participant {
    /// The number that they go by in this workshop.
    pub id: ParticipantId,
    pub name: Line,
    pub organisation: Line,
    /// The number of the table where they sit; none: they sit at no table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<u8>,
    /// NACE division of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Entered by the facilitator: has no phone in the workshop.
    #[serde(default)]
    pub by_facilitator: bool,
    /// What they do for their table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<TableRole>,
    /// They left and had their data erased.
    #[serde(default, skip_serializing_if = "is_false")]
    pub left: bool,
    /// Those who hold the same number act together: they let one another in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<u32>,
    /// They ask to be let in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<Ask>,
    /// This was a second record of that person; nothing hangs on it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ParticipantId>,
}

/// The question of a newcomer to somebody who is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Ask {
    /// The person who is asked.
    pub with: ParticipantId,
    /// *Am I you, on another phone?* Otherwise: *are we of one company?*
    #[serde(default, skip_serializing_if = "is_false")]
    pub same_person: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde asks
pub(super) fn is_false(value: &bool) -> bool {
    !*value
}

impl Participant {
    /// Whether two people typed the same name, for the same organisation. It proves nothing: it is a reason to ask.
    #[must_use]
    pub fn same_name(&self, other: &Self) -> bool {
        organisation_key(&self.name) == organisation_key(&other.name)
            && organisation_key(&self.organisation) == organisation_key(&other.organisation)
    }

    /// What is kept of somebody who left: their number, nothing else.
    #[must_use]
    pub fn gone(id: ParticipantId) -> Self {
        Self {
            id,
            name: Line::erased(id.0),
            organisation: Line::erased(id.0),
            table: None,
            sector: None,
            by_facilitator: false,
            role: None,
            left: true,
            team: None,
            asks: None,
            merged_into: None,
        }
    }
}

/// What became of a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(rename_all = "snake_case")]
pub enum CardStatus {
    /// On the table.
    #[default]
    Open,
    /// Taken back by its author.
    Withdrawn,
    /// Hidden by the facilitator.
    Hidden,
    /// Merged into another card.
    Merged(CardId),
}

/// A have, want or shared need, posted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Card {
    /// The number that people call it by: "card 12".
    pub id: CardId,
    /// Whose it is; absent where the card hides it from this reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<ParticipantId>,
    /// What it says.
    pub resource: Resource,
    /// What became of it.
    #[serde(default)]
    pub status: CardStatus,
    /// Who is interested.
    #[serde(default)]
    pub interested: Numbers<ParticipantId>,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// Whose interest the scribe of their table noted; they have not confirmed it themselves.
    #[serde(default, skip_serializing_if = "Numbers::is_empty")]
    pub noted: Numbers<ParticipantId>,
    /// Typed by the facilitator.
    #[serde(default)]
    pub by_facilitator: bool,
    /// The table whose scribe typed it; none for other cards, and once it was rewritten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scribe: Option<u8>,
    /// When its photo came, which also names that photo; none without a photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Timestamp>,
    /// What a language model read out of its words for fields that are blank: a proposal to its author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub understood: Option<Understood>,
    /// Its title as a language model put it for those who read the other language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translated: Option<Translated>,
}

/// The title of a card in the language in which it was not written, as a language model put it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Translated {
    /// The language of this title.
    pub language: Language,
    /// What the card is called in it.
    pub title: Title,
}

impl Card {
    /// The title in this language, where it was written in the other and a language model translated it.
    #[must_use]
    pub fn title_in(&self, language: Language) -> Option<&str> {
        self.translated.as_ref().filter(|it| it.language == language).map(|it| &*it.title)
    }

    /// Whether everybody who sees the card also sees whose it is.
    #[must_use]
    pub fn shows_author(&self) -> bool {
        self.resource.visibility() == Visibility::Room
    }

    /// Whether it is on the table: neither taken back, hidden nor merged.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == CardStatus::Open
    }
}

/// The fold of a workshop's log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Wire)]
pub struct Workshop {
    /// None before the first event.
    #[serde(default)]
    pub description: Option<Description>,
    #[serde(default)]
    pub phase: Phase,
    /// Since when the workshop is in this phase.
    #[serde(default)]
    pub phase_since: Timestamp,
    /// The facilitator closed the door.
    #[serde(default)]
    pub joining_closed: bool,
    /// Everyone who joined.
    #[serde(default)]
    pub participants: Numbered<ParticipantId, Participant>,
    /// Every card ever posted (that this reader may see).
    #[serde(default)]
    pub cards: Numbered<CardId, Card>,
    /// Every match ever found.
    #[serde(default)]
    pub matches: Numbered<MatchId, Match>,
    /// Every synergy confirmed.
    #[serde(default)]
    pub synergies: Numbered<SynergyId, ConfirmedSynergy>,
    /// The running order of the day; empty where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// The clock of the step under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// What the boards show, when the facilitator chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<Scene>,
    /// The match that the boards show in large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spotlight: Option<MatchId>,
    /// The seating of the table rounds, for facilitators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seating: Option<Seating>,
}

#[allow(clippy::derivable_impls)] // `coded!` derives the same for all
impl Default for Phase {
    fn default() -> Self {
        Self::Preparation
    }
}

impl Workshop {
    /// The title, or nothing before the first event.
    #[must_use]
    pub fn title(&self) -> &str {
        self.description.as_ref().map_or("", |description| &description.title)
    }

    /// The step under way.
    #[must_use]
    pub fn step(&self) -> Option<&Step> {
        self.steps.get(self.clock.as_ref()?.step as usize)
    }

    /// The table round that is under way, or was last, counted from 1; 0 before the first.
    #[must_use]
    pub fn rounds_begun(&self) -> u32 {
        let begun = self.clock.as_ref().map_or(0, |clock| clock.step as usize + 1).min(self.steps.len());
        let rounds = self.steps.iter().take(begun).filter(|step| step.kind == super::StepKind::TableRound).count();
        u32::try_from(rounds).unwrap_or(u32::MAX)
    }

    /// Who is there: everybody but those who left.
    pub fn present(&self) -> impl DoubleEndedIterator<Item = &Participant> {
        self.participants.values().filter(|participant| !participant.left)
    }

    /// How many tables there are.
    #[must_use]
    pub fn tables(&self) -> u8 {
        self.description.as_ref().map_or(0, |description| description.tables)
    }

    /// The people of a table, in the order of their numbers: their seats are counted from 1.
    #[must_use]
    pub fn at_table(&self, table: u8) -> Vec<&Participant> {
        self.present().filter(|person| person.table == Some(table)).collect()
    }

    /// The cards on the table, in the order in which they came.
    pub fn open_cards(&self) -> impl DoubleEndedIterator<Item = &Card> {
        self.cards.values().filter(|card| card.is_open())
    }

    /// Matches whose cards are all on the table, between two people as far as this reader may know.
    pub fn open_matches(&self) -> impl DoubleEndedIterator<Item = &Match> {
        self.matches.values().filter(|found| self.is_match_open(found) && !self.is_of_one_person(found))
    }

    /// Whether both sides are one person, whose two records were made one.
    #[must_use]
    pub fn is_of_one_person(&self, found: &Match) -> bool {
        let [first, second] = [Side::First, Side::Second].map(|side| self.party(found, side));
        first.is_some() && first == second
    }

    /// Those of them that a whole room is shown: neither dismissed nor mere guesses.
    pub fn told_matches(&self) -> impl DoubleEndedIterator<Item = &Match> {
        self.open_matches().filter(|found| !found.is_dismissed() && !found.is_guess())
    }

    /// Whether all cards of this match are on the table, and no other record says the same.
    #[must_use]
    pub fn is_match_open(&self, found: &Match) -> bool {
        let open = |card: &CardId| self.cards.get(card).is_some_and(Card::is_open);
        !found.superseded
            && open(&found.card)
            && match &found.counterpart {
                Counterpart::Card(card) => open(card),
                Counterpart::Participant(_) => true,
            }
    }

    /// The participant on this side of a match, where this reader may know it.
    #[must_use]
    pub fn party(&self, found: &Match, side: Side) -> Option<ParticipantId> {
        let author = |card: &CardId| self.cards.get(card).and_then(|card| card.author);
        match (side, &found.counterpart) {
            (Side::First, _) => author(&found.card),
            (Side::Second, Counterpart::Card(card)) => author(card),
            (Side::Second, Counterpart::Participant(participant)) => Some(*participant),
        }
    }

    /// The side on which this participant stands: their own, or that of somebody who let them in.
    #[must_use]
    pub fn side_of(&self, found: &Match, participant: ParticipantId) -> Option<Side> {
        let stands = |who: &dyn Fn(Side) -> bool| [Side::First, Side::Second].into_iter().find(|side| who(*side));
        let own = |side| self.party(found, side) == Some(participant);
        // Colleagues stand where all may see whom: an anonymous card is its author's alone.
        let colleagues = |side| {
            self.shows_party(found, side)
                && self.party(found, side).is_some_and(|party| self.act_together(party, participant))
        };
        stands(&own).or_else(|| stands(&colleagues))
    }

    /// Whether the room may know who stands on this side.
    pub(super) fn shows_party(&self, found: &Match, side: Side) -> bool {
        let shows =
            |card: &CardId| self.cards.get(card).is_some_and(|card| card.resource.visibility() == Visibility::Room);
        match (side, &found.counterpart) {
            (Side::First, _) => shows(&found.card),
            (Side::Second, Counterpart::Card(card)) => shows(card),
            (Side::Second, Counterpart::Participant(_)) => true,
        }
    }

    /// Whether two participants are one person, or colleagues who let one another in. A typed name makes nobody a
    /// colleague.
    #[must_use]
    pub fn act_together(&self, one: ParticipantId, other: ParticipantId) -> bool {
        let team = |who| self.participants.get(&who).and_then(|person: &Participant| person.team);
        one == other || team(one).is_some_and(|number| team(other) == Some(number))
    }

    /// Whether two participants are one person or typed the same organisation. It proves nothing: it is a reason not to
    /// propose a match between the two, and to ask whether they belong together.
    #[must_use]
    pub fn same_organisation(&self, one: ParticipantId, other: ParticipantId) -> bool {
        one == other
            || match (self.participants.get(&one), self.participants.get(&other)) {
                (Some(one), Some(other)) => {
                    organisation_key(&one.organisation) == organisation_key(&other.organisation)
                }
                _ => false,
            }
    }

    /// Whether a match may be proposed between these two cards: not within what typed one organisation. Whose an
    /// anonymous card is counts for nothing: a match that is missing, and an entry that is missing in the log, would
    /// tell of which company it is. A match with oneself is shown to nobody ([`Self::is_of_one_person`]).
    #[must_use]
    pub fn are_strangers(&self, one: &Card, other: &Card) -> bool {
        let anonymous = [one, other].iter().any(|card| card.resource.visibility() == Visibility::Anonymous);
        anonymous || one.author.zip(other.author).is_some_and(|(one, other)| !self.same_organisation(one, other))
    }

    /// Who asks this participant, or a colleague of theirs, to be let in.
    pub fn asking(&self, participant: ParticipantId) -> impl Iterator<Item = (&Participant, Ask)> {
        let to_them =
            move |ask: &Ask| ask.with == participant || (!ask.same_person && self.act_together(ask.with, participant));
        self.present().filter_map(move |person| Some((person, person.asks.filter(to_them)?)))
    }

    /// The matches of one participant, best first: synergies and mutual ones, then unanswered by score, those that
    /// others dismissed last. What they refused themselves stays where it was: there it is taken back.
    #[must_use]
    pub fn matches_of(&self, participant: ParticipantId) -> Vec<(&Match, Side)> {
        let refused = |(found, side): (&Match, Side)| matches!(found.answer(side), Some(Answer::NotForUs { .. }));
        let rank = |one: (&Match, Side)| {
            let found = one.0;
            (found.is_dismissed() && !refused(one), !(found.synergy.is_some() || found.is_mutual()))
        };
        let comes_first = |one: (&Match, Side), other: (&Match, Side)| {
            let by_rank = rank(one).cmp(&rank(other));
            by_rank.then(other.0.score.total_cmp(&one.0.score)).then(one.0.id.cmp(&other.0.id)).is_lt()
        };
        let mut own: Vec<(&Match, Side)> = Vec::new();
        for found in self.open_matches() {
            if let Some(side) = self.side_of(found, participant) {
                // One by one into their place: nobody has many, and phones carry no sorting for it.
                own.insert(own.partition_point(|other| comes_first(*other, (found, side))), (found, side));
            }
        }
        own
    }

    /// The match between these two sides, if it was found.
    #[must_use]
    pub fn match_between(&self, card: CardId, counterpart: Counterpart) -> Option<&Match> {
        self.matches.values().find(|found| {
            (found.card == card && found.counterpart == counterpart)
                || (Counterpart::Card(found.card) == counterpart && found.counterpart == Counterpart::Card(card))
        })
    }
}
