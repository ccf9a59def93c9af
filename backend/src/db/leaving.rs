//! Taking somebody out of what is stored: how they may be reached, their keys, their words in the log, and their name
//! wherever it stands beside it.
//!
//! The log is rewritten in place, entry by entry, so that its numbers stay. What was said after
//! (`domain::workshop::decide`) makes the log add up to the same before and after: screens that follow it notice
//! nothing. A synergy stays with its two organisations, its title and what flows, which both agreed on; who took care
//! of it does not.

use std::collections::BTreeSet;

use domain::ids::{CardId, MatchId, ParticipantId, SynergyId, WorkshopId};
use domain::matches::{Answer, Counterpart, Reason};
use domain::programme::search_text;
use domain::resource::{Kind, Resource, Understood, Visibility};
use domain::workshop::{Description, Event, Participant};
use sqlx::SqliteConnection;

use super::Db;
use super::forgetting::{ERASED, Forgotten, forget};
use crate::error::Result;

/// What the log knows of somebody, gathered before it forgets.
#[derive(Default)]
struct Known {
    name: Option<String>,
    organisation: Option<String>,
    cards: BTreeSet<CardId>,
    /// The matches of these cards.
    matches: BTreeSet<MatchId>,
    /// Their anonymous cards that stay on the table as nobody's.
    staying: BTreeSet<CardId>,
    titles: BTreeSet<String>,
    /// The synergies they took care of, and whether on the giving side.
    synergies: BTreeSet<(SynergyId, bool)>,
    /// Their organisation stands in no plan of seats any more: nobody else is there from it.
    gone_from_seating: bool,
}

/// Erases within the transaction that says, at this moment, that they left.
pub(super) async fn erase(
    connection: &mut SqliteConnection,
    workshop: WorkshopId,
    who: ParticipantId,
    at: i64,
) -> Result<()> {
    let id = workshop.to_string();
    for table in [
        "delete from contact where workshop_id = $1 and participant_id = $2",
        "delete from participant_key where workshop_id = $1 and participant_id = $2",
        "delete from satisfaction where workshop_id = $1 and participant_id = $2",
    ] {
        sqlx::query(table).bind(&id).bind(who.0).execute(&mut *connection).await?;
    }
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select seq, payload from event where workshop_id = $1 and (payload ->> 'author' = $2 or payload ->> \
        'participant' = $2
             or payload ->> 'type' in ('match_found', 'match_weighed', 'card_understood', 'card_translated', \
             'seating_set', 'synergy_confirmed')) order by seq",
    )
    .bind(&id)
    .bind(who.0)
    .fetch_all(&mut *connection)
    .await?;
    let events: Vec<(i64, Event)> =
        rows.into_iter().map(|(seq, payload)| Ok((seq, serde_json::from_str(&payload)?))).collect::<Result<_>>()?;
    let known = Known::of(&events, who, &withdrawn(connection, &id).await?);
    for (seq, event) in events {
        let Some(event) = without(event, who, &known) else { continue };
        sqlx::query("update event set payload = $3 where workshop_id = $1 and seq = $2")
            .bind(&id)
            .bind(seq)
            .bind(serde_json::to_string(&event)?)
            .execute(&mut *connection)
            .await?;
        // A digest of what they sent lets a guess be checked.
        sqlx::query(
            "update command set fingerprint = zeroblob(16) where workshop_id = $1 and $2 between first_seq \
            and last_seq",
        )
        .bind(&id)
        .bind(seq)
        .execute(&mut *connection)
        .await?;
    }
    for card in &known.cards {
        super::photos::change(connection, workshop, *card, None).await?;
    }
    if let (Some(name), Some(organisation)) = (&known.name, &known.organisation) {
        super::companies::forget_person(connection, workshop, organisation, name, at).await?;
    }
    erase_from_synergies(connection, workshop, &known, at).await
}

/// Their name at synergies they took care of, and how they were asked about them.
async fn erase_from_synergies(connection: &mut SqliteConnection, of: WorkshopId, known: &Known, at: i64) -> Result<()> {
    let workshop = &of.to_string();
    type Row = (u32, String, String, String, String, String, Option<String>, String, String);
    let rows: Vec<Row> = sqlx::query_as(
        "select s.id, s.title, s.giver_name, s.giver_organisation, s.receiver_name, s.receiver_organisation, s.flow, \
        s.cards, w.description
         from synergy s join workshop w on w.id = s.workshop_id where s.workshop_id = $1",
    )
    .bind(workshop)
    .fetch_all(&mut *connection)
    .await?;
    for (id, title, giver, giver_organisation, receiver, receiver_organisation, flow, cards, description) in rows {
        let is_theirs = |name: &str, organisation: &str, is_giver: bool| {
            // A part that was split off has a number of its own, and the names of the whole.
            let named = known.name.as_deref() == Some(name) && known.organisation.as_deref() == Some(organisation);
            named || known.synergies.contains(&(SynergyId(id), is_giver))
        };
        let (gives, receives) =
            (is_theirs(&giver, &giver_organisation, true), is_theirs(&receiver, &receiver_organisation, false));
        let mut titles: Vec<(Kind, String)> = serde_json::from_str(&cards)?;
        let mut had_title = false;
        for (_, title) in titles.iter_mut().filter(|(_, title)| known.titles.contains(title)) {
            had_title = true;
            ERASED.clone_into(title);
        }
        if !gives && !receives && !had_title {
            continue;
        }
        let (giver_left, receiver_left) = (if gives { "" } else { &giver }, if receives { "" } else { &receiver });
        let names = [
            &title,
            &giver_organisation,
            giver_left,
            &receiver_organisation,
            receiver_left,
            flow.as_deref().unwrap_or_default(),
        ];
        let description: Description = serde_json::from_str(&description)?;
        sqlx::query(
            "update synergy set giver_name = $3, receiver_name = $4, search = $5, cards = $6 where \
            workshop_id = $1 and id = $2",
        )
        .bind(workshop)
        .bind(id)
        .bind(giver_left)
        .bind(receiver_left)
        .bind(search_text(&names, &description))
        .bind(serde_json::to_string(&titles)?)
        .execute(&mut *connection)
        .await?;
        for (theirs, side, detail, name) in
            [(gives, "giver", "giver_owner", &giver), (receives, "receiver", "receiver_owner", &receiver)]
        {
            if theirs {
                for name in std::iter::once(name.as_str()).chain(known.name.as_deref()) {
                    erase_side(connection, workshop, id, side, detail, name).await?;
                }
                end_link(connection, workshop, id, side, at).await?;
            }
        }
        let names = |theirs: bool, name| {
            let all = std::iter::once(name).chain(known.name.as_deref());
            if theirs { all.collect() } else { Vec::new() }
        };
        let forgotten = Forgotten {
            names: [names(gives, giver.as_str()), names(receives, receiver.as_str())],
            titles: &known.titles,
            cards: titles,
        };
        forget(connection, of, SynergyId(id), at, forgotten).await?;
    }
    Ok(())
}

/// One side of a synergy: where questions were sent, what was written in answer, and earlier changes that name them.
async fn erase_side(
    connection: &mut SqliteConnection,
    workshop: &str,
    synergy: u32,
    side: &str,
    detail: &str,
    name: &str,
) -> Result<()> {
    // The words of an answer came by their own link; what was answered is the organisation's and stays.
    for statement in [
        "update synergy_history set note = null where workshop_id = $1 and synergy_id = $2 and note is not null and \
        (at, author) in
             (select a.at, a.author from follow_up_answer a join follow_up f on f.handle = a.handle
              where f.workshop_id = $1 and f.synergy_id = $2 and f.side = $3 and a.by_manager = 0)",
        "update follow_up_answer set note = null where by_manager = 0 and handle in
             (select handle from follow_up where workshop_id = $1 and synergy_id = $2 and side = $3)",
        // A relay's refusal often repeats the address.
        "update follow_up_message set failed = '' where failed is not null and handle in
             (select handle from follow_up where workshop_id = $1 and synergy_id = $2 and side = $3)",
        "update follow_up set email = null where workshop_id = $1 and synergy_id = $2 and side = $3",
    ] {
        sqlx::query(statement).bind(workshop).bind(synergy).bind(side).execute(&mut *connection).await?;
    }
    for statement in [
        "update synergy_change set before = '' where workshop_id = $1 and synergy_id = $2 and detail = $3 and before \
            = $4",
        "update synergy_change set after = '' where workshop_id = $1 and synergy_id = $2 and detail = $3 and after = \
            $4",
    ] {
        sqlx::query(statement).bind(workshop).bind(synergy).bind(detail).bind(name).execute(&mut *connection).await?;
    }
    Ok(())
}

/// The link that they held opens nothing any more. Their company is asked again once its manager makes one anew, for
/// somebody else.
async fn end_link(connection: &mut SqliteConnection, workshop: &str, synergy: u32, side: &str, at: i64) -> Result<()> {
    sqlx::query(
        "update follow_up set ended_at = coalesce(ended_at, $4), link_hash = null, link_sealed = null
         where workshop_id = $1 and synergy_id = $2 and side = $3",
    )
    .bind(workshop)
    .bind(synergy)
    .bind(side)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}

impl Known {
    fn of(events: &[(i64, Event)], who: ParticipantId, withdrawn: &BTreeSet<CardId>) -> Self {
        let mut known = Self::default();
        let mut last_seating = None;
        for (_, event) in events {
            match event {
                Event::ParticipantJoined { participant, name, organisation, .. } if *participant == who => {
                    (known.name, known.organisation) = (Some(name.to_string()), Some(organisation.to_string()));
                }
                Event::CardPosted { card, author, .. } | Event::CardEdited { card, author, .. }
                    if *author == Some(who) && !withdrawn.contains(card) =>
                {
                    known.staying.insert(*card);
                }
                Event::CardPosted { card, author, resource, .. } | Event::CardEdited { card, author, resource }
                    if *author == Some(who) =>
                {
                    known.cards.insert(*card);
                    known.titles.insert(resource.title.to_string());
                }
                Event::SynergyConfirmed { synergy } => {
                    known.synergies.extend((synergy.giver == who).then_some((synergy.id, true)));
                    known.synergies.extend((synergy.receiver == who).then_some((synergy.id, false)));
                }
                Event::SeatingSet { seating } => last_seating = Some(seating),
                _ => {}
            }
        }
        for (_, event) in events {
            if let Event::MatchFound { match_id, card, counterpart, .. } = event
                && (known.cards.contains(card)
                    || matches!(counterpart, Counterpart::Card(other) if known.cards.contains(other)))
            {
                known.matches.insert(*match_id);
            }
        }
        let still = last_seating
            .zip(known.organisation.as_deref())
            .is_some_and(|(seating, name)| seating.without(name).is_some());
        known.gone_from_seating = !still;
        known
    }

    /// What is left of the reasons of a match when their words go; none where nothing goes.
    fn left_of(&self, found: MatchId, reasons: &[Reason]) -> Option<Vec<Reason>> {
        let left: Vec<Reason> = reasons.iter().filter(|reason| !reason.quotes()).cloned().collect();
        (self.matches.contains(&found) && left.len() < reasons.len()).then_some(left)
    }
}

/// The cards that were taken off the table: with them when they left, or before.
async fn withdrawn(connection: &mut SqliteConnection, workshop: &str) -> Result<BTreeSet<CardId>> {
    let cards: Vec<(u32,)> = sqlx::query_as(
        "select payload ->> 'card' from event where workshop_id = $1 and payload ->> 'type' = 'card_withdrawn'",
    )
    .bind(workshop)
    .fetch_all(&mut *connection)
    .await?;
    Ok(cards.into_iter().map(|(card,)| CardId(card)).collect())
}

/// The entry without their words; none where it holds none. Of a card that stays, what was said without a name, and
/// nothing that leads to them.
fn without(event: Event, who: ParticipantId, known: &Known) -> Option<Event> {
    let stays = |card: &CardId| known.staying.contains(card);
    let left = |card: &CardId, resource: Resource| {
        if stays(card) && resource.visibility() == Visibility::Anonymous {
            resource
        } else {
            Resource::erased(&resource)
        }
    };
    match event {
        Event::ParticipantJoined { participant, by_facilitator, .. } if participant == who => {
            let Participant { name, organisation, .. } = Participant::gone(who);
            Some(Event::ParticipantJoined {
                participant,
                name,
                organisation,
                table: None,
                sector: None,
                by_facilitator,
            })
        }
        Event::CardPosted { card, author, resource, by_facilitator, scribe } if author == Some(who) => {
            let (author, scribe) = (author.filter(|_| !stays(&card)), scribe.filter(|_| !stays(&card)));
            Some(Event::CardPosted { card, author, resource: left(&card, resource), by_facilitator, scribe })
        }
        Event::CardEdited { card, author, resource } if author == Some(who) => {
            Some(Event::CardEdited { card, author: author.filter(|_| !stays(&card)), resource: left(&card, resource) })
        }
        // It was read out of their words.
        Event::CardUnderstood { card, .. } if known.cards.contains(&card) => {
            Some(Event::CardUnderstood { card, understood: Understood::default() })
        }
        Event::CardTranslated { card, .. } if known.cards.contains(&card) => {
            Some(Event::CardTranslated { card, translated: None })
        }
        Event::MatchAnswered {
            match_id,
            side,
            answer: Some(Answer::NotForUs { reason, note: Some(_) }),
            participant,
        } if participant == Some(who) => {
            let answer = Some(Answer::NotForUs { reason, note: None });
            Some(Event::MatchAnswered { match_id, side, answer, participant })
        }
        Event::MatchFound { match_id, card, counterpart, score, reasons } => {
            let reasons = known.left_of(match_id, &reasons)?;
            Some(Event::MatchFound { match_id, card, counterpart, score, reasons })
        }
        Event::MatchWeighed { match_id, score, reasons } => {
            let reasons = known.left_of(match_id, &reasons)?;
            Some(Event::MatchWeighed { match_id, score, reasons })
        }
        Event::SeatingSet { seating } if known.gone_from_seating => {
            Some(Event::SeatingSet { seating: seating.without(known.organisation.as_deref()?)? })
        }
        _ => None,
    }
}

impl Db {
    /// The addresses of those who left one.
    pub(crate) async fn emails(&self, workshop: WorkshopId) -> Result<Vec<(ParticipantId, String)>> {
        let rows: Vec<(u32, String)> =
            sqlx::query_as("select participant_id, email from contact where workshop_id = $1 order by participant_id")
                .bind(workshop.to_string())
                .fetch_all(&self.readers)
                .await?;
        Ok(rows.into_iter().map(|(who, email)| (ParticipantId(who), email)).collect())
    }
}
