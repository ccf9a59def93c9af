//! Playing a room by the rules of the workshop.

use std::collections::BTreeMap;

use domain::access::Actor;
use domain::ids::{CardId, ParticipantId};
use domain::problem::Refusal;
use domain::time::Timestamp;
use domain::workshop::{Command, ParticipantDraft, Phase, Recorded, Workshop, WorkshopDraft, decide};

use super::Files;
use crate::Room;
use crate::second_opinion::{Answer, CARDS_A_QUESTION, Question};

/// Somebody who is asked about pairs, and may have no answer.
pub type AskedModel<'a> = &'a mut dyn FnMut(&Question) -> Option<Answer>;

/// Plays a room, into an empty one: its organisations come in, post card after card, each without a category where the
/// file's draft has none, and the matcher proposes after each. Card number n is line n of the file. A model is asked
/// about a few cards at a time, as a server asks it while cards come in.
///
/// # Errors
/// The id of the card (blank for the room itself) and what the rules of the workshop say of it.
pub fn play(mut room: Room, files: &Files, model: AskedModel<'_>) -> Result<Workshop, (String, Refusal)> {
    let mut workshop = Workshop::default();
    let mut seq = 0;
    let mut act = |workshop: &mut Workshop, actor: Actor, command: &Command| -> Result<(), Refusal> {
        for event in decide(workshop, actor, command)? {
            seq += 1;
            workshop.apply(&Recorded { seq, at: Timestamp(0), event });
        }
        Ok(())
    };
    let of_room = |refusal| (String::new(), refusal);
    let description = WorkshopDraft {
        title: "Room".into(),
        date: "2026-11-24".into(),
        language: "fr".into(),
        programme: "Rooms".into(),
        ..WorkshopDraft::default()
    };
    act(&mut workshop, Actor::Facilitator, &Command::DescribeWorkshop { workshop: description }).map_err(of_room)?;
    act(&mut workshop, Actor::Facilitator, &Command::ChangePhase { phase: Phase::Matching, from: None })
        .map_err(of_room)?;
    let mut people: BTreeMap<&str, ParticipantId> = BTreeMap::new();
    let mut to_ask: Vec<CardId> = Vec::new();
    for (line, number) in files.cards.iter().zip(1..) {
        let of_line = |refusal| (line.id.clone(), refusal);
        let author = match people.get(line.organisation.as_str()) {
            Some(known) => *known,
            None => {
                let participant = ParticipantDraft {
                    name: "N".into(),
                    organisation: line.organisation.clone(),
                    sector: line.sector.clone(),
                    ..ParticipantDraft::default()
                };
                act(&mut workshop, Actor::Facilitator, &Command::Join { participant }).map_err(of_line)?;
                let newcomer = workshop.participants.last_key_value().map_or(ParticipantId(0), |(id, _)| *id);
                people.insert(&line.organisation, newcomer);
                newcomer
            }
        };
        let mut card = line.draft.clone();
        if card.category.is_empty()
            && let Some(category) = crate::category::category(&card)
        {
            category.code().clone_into(&mut card.category);
        }
        act(&mut workshop, Actor::Facilitator, &Command::PostCard { card, on_behalf_of: Some(author) })
            .map_err(of_line)?;
        let proposals = room.proposals(&workshop, [CardId(number)]);
        act(&mut workshop, Actor::Matcher, &Command::ProposeMatches { proposals }).map_err(of_line)?;
        to_ask.push(CardId(number));
        if to_ask.len() < CARDS_A_QUESTION && number as usize != files.cards.len() {
            continue;
        }
        if let Some(question) = Question::about(&mut room, &workshop, &std::mem::take(&mut to_ask))
            && let Some(answer) = model(&question)
        {
            let proposals = room.weighed(&workshop, &question, &answer);
            act(&mut workshop, Actor::Matcher, &Command::ProposeMatches { proposals }).map_err(of_line)?;
        }
    }
    Ok(workshop)
}
