//! From what is asked to what happens. Pure: the same state, actor and command give the same events.

mod colleagues;
mod leaving;
mod running;

use super::{Card, CardStatus, Command, Deed, Event, Proposal, Translated, Workshop};
use crate::access::{Action, Actor, may};
use crate::audience;
use crate::ids::{CardId, MatchId, ParticipantId, SynergyId};
use crate::matches::{Answer, Counterpart, Match, Reason, Side};
use crate::problem::{Problem, Refusal};
use crate::resource::{ResourceDraft, Understood, Visibility};

/// Decides what a command does. No events means that it was done already: tapping twice is not an error.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and at which field. Nothing happened then.
pub fn decide(workshop: &Workshop, actor: Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
    if let Command::DescribeWorkshop { workshop: draft } = command {
        may(actor, Action::Facilitate)?;
        let description = draft.parse()?;
        // A workshop stays in its programme: its synergies are counted there, and who runs a workshop runs no
        // programme.
        if workshop.description.as_ref().is_some_and(|before| before.programme != description.programme) {
            return Err(Refusal::at("programme", Problem::NotAllowed));
        }
        return Ok(unless(
            workshop.description.as_ref() == Some(&description),
            Event::WorkshopDescribed { description },
        ));
    }
    if workshop.description.is_none() {
        return Err(Problem::NotFound.into());
    }
    let room = Room { workshop, actor };
    match command {
        Command::DescribeWorkshop { .. } => Ok(Vec::new()),
        Command::ChangePhase { phase, from } => {
            may(actor, Action::Facilitate)?;
            if from.is_some_and(|from| from != workshop.phase && *phase != workshop.phase) {
                return Err(Problem::PhaseChangedMeanwhile.into());
            }
            Ok(unless(workshop.phase == *phase, Event::PhaseChanged { phase: *phase }))
        }
        Command::SwitchJoining { open } => {
            may(actor, Action::Facilitate)?;
            Ok(unless(workshop.joining_closed != *open, Event::JoiningSwitched { open: *open }))
        }
        Command::Join { participant } => {
            may(actor, Action::Join)?;
            if actor != Actor::Facilitator {
                workshop.phase.allows(Deed::Join)?;
                if workshop.joining_closed {
                    return Err(Problem::JoiningClosed.into());
                }
            }
            let newcomer = participant.parse(workshop.tables())?;
            if let Actor::Scribe { table, .. } = actor
                && newcomer.table != Some(table)
            {
                return Err(Problem::NotAllowed.into());
            }
            Ok(vec![Event::ParticipantJoined {
                participant: running::next_participant(workshop),
                name: newcomer.name,
                organisation: newcomer.organisation,
                table: newcomer.table,
                sector: newcomer.sector,
                by_facilitator: matches!(actor, Actor::Facilitator | Actor::Scribe { .. }),
            }])
        }
        Command::MoveTo { participant, table } => {
            let who = room.acting_for(*participant)?;
            let table =
                super::reading::table(table, workshop.tables()).map_err(|problem| Refusal::at("table", problem))?;
            let sits_there = workshop.participants.get(&who).is_some_and(|participant| participant.table == table);
            Ok(unless(sits_there, Event::ParticipantMoved { participant: who, table }))
        }
        Command::PostCard { card, on_behalf_of } => room.post(card, *on_behalf_of),
        Command::EditCard { card_id, card } => room.edit(*card_id, card),
        Command::WithdrawCard { card_id } => {
            let card = room.own_card(*card_id)?;
            Ok(vec![Event::CardWithdrawn { card: card.id }])
        }
        Command::HideCard { card_id, hidden } => {
            may(actor, Action::Facilitate)?;
            let card =
                workshop.cards.get(card_id).filter(|card| matches!(card.status, CardStatus::Open | CardStatus::Hidden));
            let card = card.ok_or(Problem::UnknownCard)?;
            Ok(unless(
                (card.status == CardStatus::Hidden) == *hidden,
                Event::CardHidden { card: card.id, hidden: *hidden },
            ))
        }
        Command::ChangePhoto { card_id, taken } => {
            let card = room.own_card(*card_id)?;
            Ok(unless(!taken && card.photo.is_none(), Event::PhotoChanged { card: card.id, taken: *taken }))
        }
        Command::MergeCards { kept, duplicate } => room.merge(*kept, *duplicate),
        Command::ShowInterest { card_id, interested, on_behalf_of } => {
            room.show_interest(*card_id, *interested, *on_behalf_of)
        }
        Command::AnswerMatch { match_id, answer, on_behalf_of } => {
            let who = room.acting_for(*on_behalf_of)?;
            room.allows(Deed::Answer)?;
            let found = room.visible_match(*match_id)?;
            let side = workshop.side_of(found, who).ok_or(Problem::NotAllowed)?;
            // A match with oneself is none. A colleague may not know that it is one, and is not told by a refusal.
            if workshop.is_of_one_person(found) && workshop.party(found, side) == Some(who) {
                return Err(Problem::UnknownMatch.into());
            }
            let answer = answer.parse()?;
            Ok(unless(
                found.answer(side) == answer.as_ref(),
                Event::MatchAnswered { match_id: found.id, side, answer, participant: Some(who) },
            ))
        }
        Command::DismissMatch { match_id, dismissed } => {
            may(actor, Action::Facilitate)?;
            let found = room.visible_match(*match_id)?;
            if found.synergy.is_some() {
                return Err(Problem::AlreadySynergy.into());
            }
            Ok(unless(
                found.dismissed == *dismissed,
                Event::MatchDismissed { match_id: found.id, dismissed: *dismissed },
            ))
        }
        Command::ConfirmSynergy { match_id, synergy } => {
            may(actor, Action::Facilitate)?;
            workshop.phase.allows(Deed::Confirm)?;
            let found = workshop.matches.get(match_id).ok_or(Problem::UnknownMatch)?;
            if found.synergy.is_some() {
                return Err(Problem::AlreadySynergy.into());
            }
            let id = SynergyId(next(workshop.synergies.last_key_value().map(|(id, _)| id.0)));
            Ok(vec![Event::SynergyConfirmed { synergy: synergy.parse(id, found, workshop)? }])
        }
        Command::ProposeMatches { proposals } => {
            may(actor, Action::Propose)?;
            workshop.phase.allows(Deed::Propose)?;
            Ok(room.propose(proposals))
        }
        Command::UnderstandCard { card_id, understood } => {
            may(actor, Action::Propose)?;
            workshop.phase.allows(Deed::Propose)?;
            Ok(room.understand(*card_id, *understood))
        }
        Command::TranslateCard { card_id, translated } => {
            may(actor, Action::Propose)?;
            workshop.phase.allows(Deed::Propose)?;
            Ok(room.translate(*card_id, translated))
        }
        Command::SetRunningOrder { steps } => running::set_order(workshop, actor, steps),
        Command::BeginStep { step, from } => running::begin(workshop, actor, *step, *from),
        Command::PauseClock { paused } => running::pause(workshop, actor, *paused),
        Command::ExtendStep { minutes } => running::extend(workshop, actor, *minutes),
        Command::ShowScene { scene, match_id } => running::show(workshop, actor, *scene, *match_id),
        Command::SetSeating { seating } => running::seat(workshop, actor, seating),
        Command::GiveRole { participant, role } => running::give_role(workshop, actor, *participant, *role),
        Command::Leave { participant, with_anonymous } => {
            Ok(leaving::leave(workshop, room.acting_for(*participant)?, *with_anonymous))
        }
        Command::AskToBeLetIn { with, same_person } => colleagues::ask(workshop, actor, *with, *same_person),
        Command::LetIn { participant, yes } => colleagues::let_in(workshop, actor, *participant, *yes),
        Command::AdmitColleague { participant, with } => colleagues::admit(workshop, actor, *participant, *with),
        Command::EndColleague { participant } => colleagues::end(workshop, actor, *participant),
        Command::MergeParticipants { kept, duplicate } => colleagues::merge(workshop, actor, *kept, *duplicate),
    }
}

/// The state and who asks, at hand for the longer decisions.
struct Room<'a> {
    workshop: &'a Workshop,
    actor: Actor,
}

impl<'a> Room<'a> {
    /// The phase binds participants; a facilitator may post, amend and answer for someone whenever it is needed.
    fn allows(&self, deed: Deed) -> Result<(), Problem> {
        self.workshop.phase.allows(if self.actor == Actor::Facilitator { Deed::Moderate } else { deed })
    }

    /// For whom the actor acts: themselves, or (facilitators) somebody in the workshop.
    fn acting_for(&self, on_behalf_of: Option<ParticipantId>) -> Result<ParticipantId, Refusal> {
        self.speaking_for(on_behalf_of, Action::ActFor)
    }

    /// As [`Self::acting_for`]; and a scribe notes what the people of their table say.
    fn noting_for(&self, on_behalf_of: Option<ParticipantId>) -> Result<ParticipantId, Refusal> {
        let who = self.speaking_for(on_behalf_of, Action::NoteFor)?;
        match self.actor {
            Actor::Scribe { table, .. }
                if self.workshop.participants.get(&who).is_none_or(|person| person.table != Some(table)) =>
            {
                Err(Refusal::at("on_behalf_of", Problem::UnknownParticipant))
            }
            _ => Ok(who),
        }
    }

    fn speaking_for(
        &self,
        on_behalf_of: Option<ParticipantId>,
        action: fn(ParticipantId) -> Action,
    ) -> Result<ParticipantId, Refusal> {
        let who = match (on_behalf_of, self.actor) {
            (Some(who), _) | (None, Actor::Participant(who)) => who,
            (None, Actor::Facilitator | Actor::Scribe { .. }) => {
                return Err(Refusal::at("on_behalf_of", Problem::Missing));
            }
            (None, Actor::Visitor | Actor::Matcher) => return Err(Problem::NotAllowed.into()),
        };
        may(self.actor, action(who))?;
        if self.workshop.participants.get(&who).is_some_and(|person| !person.left) {
            Ok(who)
        } else {
            Err(Refusal::at("on_behalf_of", Problem::UnknownParticipant))
        }
    }

    fn post(&self, draft: &ResourceDraft, on_behalf_of: Option<ParticipantId>) -> Result<Vec<Event>, Refusal> {
        let author = self.noting_for(on_behalf_of)?;
        self.allows(Deed::Post)?;
        Ok(vec![Event::CardPosted {
            card: CardId(next(self.workshop.cards.last_key_value().map(|(id, _)| id.0))),
            author: Some(author),
            resource: draft.parse()?,
            by_facilitator: self.actor == Actor::Facilitator,
            scribe: self.scribe(),
        }])
    }

    /// The table whose scribe says it.
    fn scribe(&self) -> Option<u8> {
        if let Actor::Scribe { table, .. } = self.actor { Some(table) } else { None }
    }

    /// A card that the actor may amend.
    fn own_card(&self, id: CardId) -> Result<&'a Card, Refusal> {
        let amendable = |card: &&Card| self.sees(card) && matches!(card.status, CardStatus::Open | CardStatus::Hidden);
        let card = self.workshop.cards.get(&id).filter(amendable).ok_or(Problem::UnknownCard)?;
        let author = card.author.ok_or(Problem::NotAllowed)?;
        may(self.actor, Action::ActFor(author))?;
        self.allows(Deed::Amend)?;
        Ok(card)
    }

    fn edit(&self, id: CardId, draft: &ResourceDraft) -> Result<Vec<Event>, Refusal> {
        let card = self.own_card(id)?;
        // A have stays a have: its matches hang on it.
        let draft = ResourceDraft { kind: card.resource.kind.code().to_owned(), ..draft.clone() };
        let resource = draft.parse()?;
        let secret = |visibility| visibility == Visibility::Facilitators;
        if secret(resource.visibility()) != secret(card.resource.visibility()) {
            return Err(Refusal::at("visibility", Problem::VisibilityFixed));
        }
        Ok(unless(resource == card.resource, Event::CardEdited { card: id, author: card.author, resource }))
    }

    /// What was read out of a card is proposed beside what it says. Also of a card that is nobody's any more: an entry
    /// that is missing would tell whose anonymous card it was.
    fn understand(&self, id: CardId, understood: Understood) -> Vec<Event> {
        let Some(card) = self.workshop.cards.get(&id).filter(|card| card.is_open()) else { return Vec::new() };
        let understood = understood.beside(&card.resource);
        unless(understood == card.understood.unwrap_or_default(), Event::CardUnderstood { card: card.id, understood })
    }

    /// Who reads the other language reads what a card is called. A title that is the same in both is none.
    fn translate(&self, id: CardId, translated: &Translated) -> Vec<Event> {
        let Some(card) = self.workshop.cards.get(&id).filter(|card| card.is_open()) else { return Vec::new() };
        let translated = Some(translated).filter(|it| it.title != card.resource.title);
        unless(
            translated == card.translated.as_ref(),
            Event::CardTranslated { card: card.id, translated: translated.cloned() },
        )
    }

    fn merge(&self, kept: CardId, duplicate: CardId) -> Result<Vec<Event>, Refusal> {
        may(self.actor, Action::Facilitate)?;
        let open = |id| self.workshop.cards.get(&id).filter(|card| card.is_open()).ok_or(Problem::UnknownCard);
        let (stays, goes) = (open(kept)?, open(duplicate)?);
        // Whose interest passes on is seen by those who see the card that stays.
        let alike =
            stays.resource.kind == goes.resource.kind && stays.resource.visibility() == goes.resource.visibility();
        if kept == duplicate || !alike {
            return Err(Problem::NotMergeable.into());
        }
        // Behind an anonymous card its author's tap passes on like anybody's: one that is missing would tell whose it
        // was.
        let own = |who: ParticipantId| stays.shows_author() && stays.author == Some(who);
        let passes_on = goes.interested.iter().filter(|who| !own(**who) && !stays.interested.contains(who));
        let interest = passes_on.map(|who| Event::InterestShown {
            card: kept,
            participant: *who,
            interested: true,
            by_scribe: goes.noted.contains(who),
        });
        Ok(std::iter::once(Event::CardsMerged { kept, duplicate }).chain(interest).collect())
    }

    fn show_interest(
        &self,
        id: CardId,
        interested: bool,
        on_behalf_of: Option<ParticipantId>,
    ) -> Result<Vec<Event>, Refusal> {
        let who = self.noting_for(on_behalf_of)?;
        self.allows(Deed::ShowInterest)?;
        let by_scribe = self.scribe().is_some();
        let card = self
            .workshop
            .cards
            .get(&id)
            .filter(|card| card.is_open() && self.sees(card))
            .ok_or(Problem::UnknownCard)?;
        // Whoever notes for a whole table would learn by a refusal for whom of them it is their own.
        if by_scribe && !card.shows_author() {
            return Err(Problem::AnonymousCard.into());
        }
        // Behind an anonymous card a colleague taps like anybody else: a refusal would tell whose it is.
        let own = |author| author == who || (card.shows_author() && self.workshop.same_organisation(author, who));
        if card.author.is_some_and(own) {
            return Err(Problem::OwnCard.into());
        }
        // What a scribe noted is confirmed by whoever it is said of.
        let confirms = interested && !by_scribe && card.noted.contains(&who);
        if card.interested.contains(&who) == interested && !confirms {
            return Ok(Vec::new());
        }
        let mut events = vec![Event::InterestShown { card: id, participant: who, interested, by_scribe }];
        let answer = if interested { Answer::Interested } else { Answer::NotForUs { reason: None, note: None } };
        let answered = |found: &Match, side| Event::MatchAnswered {
            match_id: found.id,
            side,
            answer: Some(answer.clone()),
            participant: Some(who),
        };
        let mut known = false;
        for found in self.workshop.matches.values().filter(|found| found.involves(id)) {
            let side = if found.card == id { Side::Second } else { Side::First };
            // All see this tap: it says nothing of a match in which they stand unseen.
            if self.workshop.party(found, side) == Some(who) && self.workshop.shows_party(found, side) {
                known = true;
                // A scribe answers for nobody: an answer lets the other side reach them.
                if by_scribe {
                    continue;
                }
                // Taking interest back does not speak about a match of two cards: that has its own answer.
                if found.answer(side) != Some(&answer)
                    && (interested || found.counterpart == Counterpart::Participant(who))
                {
                    events.push(answered(found, side));
                }
            }
        }
        if interested && !known {
            let match_id = MatchId(next(self.workshop.matches.last_key_value().map(|(id, _)| id.0)));
            events.push(Event::MatchFound {
                match_id,
                card: id,
                counterpart: Counterpart::Participant(who),
                score: 1.0,
                reasons: vec![Reason::Interest],
            });
            if !by_scribe {
                let answer = Some(answer);
                events.push(Event::MatchAnswered { match_id, side: Side::Second, answer, participant: Some(who) });
            }
        }
        Ok(events)
    }

    /// What the actor does not see is not there for them.
    fn sees(&self, card: &Card) -> bool {
        audience::knows_of(self.actor.into(), card)
    }

    fn visible_match(&self, id: MatchId) -> Result<&'a Match, Refusal> {
        let found = self
            .workshop
            .matches
            .get(&id)
            .filter(|found| self.workshop.is_match_open(found))
            .ok_or(Problem::UnknownMatch)?;
        if audience::sees_match(self.actor.into(), found, self.workshop) {
            Ok(found)
        } else {
            Err(Problem::UnknownMatch.into())
        }
    }

    /// The new matches among the proposals, and what is to be thought of known ones now; what is gone, or within one
    /// organisation, is left out.
    fn propose(&self, proposals: &[Proposal]) -> Vec<Event> {
        let open = |id: &CardId| self.workshop.cards.get(id).filter(|card| card.is_open());
        let mut number = next(self.workshop.matches.last_key_value().map(|(id, _)| id.0));
        let mut taken: Vec<(CardId, Counterpart)> = Vec::new();
        let mut events = Vec::new();
        for proposal in proposals {
            let Counterpart::Card(other) = proposal.counterpart else { continue };
            let (Some(card), Some(other_card)) = (open(&proposal.card), open(&other)) else { continue };
            let strangers = self.workshop.are_strangers(card, other_card);
            let pair = (proposal.card, proposal.counterpart);
            let known = taken.contains(&pair) || taken.contains(&(other, Counterpart::Card(proposal.card)));
            if !strangers || known || !(0.0..=1.0).contains(&proposal.score) {
                continue;
            }
            if let Some(found) = self.workshop.match_between(pair.0, pair.1) {
                if weighs_otherwise(found, proposal) {
                    let Proposal { score, reasons, .. } = proposal.clone();
                    events.push(Event::MatchWeighed { match_id: found.id, score, reasons });
                    taken.push(pair);
                }
                continue;
            }
            if is_judged(&proposal.reasons) && proposal.score < JUDGED_WORTH_A_MATCH {
                continue;
            }
            events.push(Event::MatchFound {
                match_id: MatchId(number),
                card: proposal.card,
                counterpart: proposal.counterpart,
                score: proposal.score,
                reasons: proposal.reasons.clone(),
            });
            taken.push(pair);
            number += 1;
        }
        events
    }
}

/// So much must a score move before the room is told of it: a match whose order changes at every tap would not be read.
const WORTH_TELLING: f64 = 0.1;
/// A pair that a language model holds for none is not brought up.
const JUDGED_WORTH_A_MATCH: f64 = 0.3;

/// Whether a known match is worth more or less now. What people have answered stays as they answered it, and the
/// matcher does not contradict a language model.
fn weighs_otherwise(found: &Match, proposal: &Proposal) -> bool {
    let answered =
        found.first_answer.is_some() || found.second_answer.is_some() || found.dismissed || found.synergy.is_some();
    let outweighed = is_judged(&found.reasons) && !is_judged(&proposal.reasons);
    let quotes = |reasons: &[Reason]| (reasons.iter().any(Reason::quotes), is_judged(reasons));
    let same =
        (found.score - proposal.score).abs() < WORTH_TELLING && quotes(&found.reasons) == quotes(&proposal.reasons);
    !answered && !found.superseded && !outweighed && !same
}

fn is_judged(reasons: &[Reason]) -> bool {
    reasons.contains(&Reason::Judged)
}

fn next(last: Option<u32>) -> u32 {
    last.unwrap_or(0) + 1
}

fn unless(done: bool, event: Event) -> Vec<Event> {
    if done { Vec::new() } else { vec![event] }
}
