//! What the matcher knows of a workshop beyond its matches, for facilitators and managers: needs that several share,
//! families that find no counterpart, codes to choose from, rules to check, and cards of past workshops that gave
//! leave.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::NaiveDate;
use domain::archive::Leave;
use domain::audience::{Audience, workshop_seen_by};
use domain::ids::{CardId, MatchId, WorkshopId};
use domain::matches::{Flag, Reason};
use domain::problem::Problem;
use domain::resource::{Category, Kind, Resource};
use domain::workshop::{Card, Phase, Workshop};
use matching::knowledge::{Code, Heading};
use matching::needs::{self, Family};
use matching::past::Past;
use matching::text::text_of;
use matching::{Matcher, Room, codes};

use crate::Backend;
use crate::db::Source;
use crate::error::{Error, Result};
use crate::people::Caller;

/// So many cards of past workshops are shown for one card.
const FROM_ARCHIVE: usize = 3;
/// The length of one page of a log.
const PAGE: u32 = 10_000;

/// Codes that a card's words point to. A person chooses; nothing is assigned.
#[derive(Clone, Debug)]
pub struct CardCodes {
    /// The title of the card.
    pub title: String,
    /// Codes of the List of Waste, the likeliest first.
    pub waste: Vec<&'static Code>,
    /// The NACE division that its words point to, where they point to one.
    pub division: Option<&'static Heading>,
}

/// A card of a past workshop that goes with a card of this one.
#[derive(Clone, Debug)]
pub struct FromArchive {
    /// The card of this workshop.
    pub card: CardId,
    /// What was had or wanted then.
    pub resource: Resource,
    /// Whose it was, where the leave goes so far.
    pub organisation: Option<String>,
    /// Title and day of the workshop.
    pub workshop: (String, NaiveDate),
    /// How well they fit, from 0 to 1.
    pub score: f64,
    /// Why they fit, for people to read.
    pub reasons: Vec<Reason>,
}

/// Everything on the page of leads.
#[derive(Clone, Debug, Default)]
pub struct Leads {
    /// Needs of three organisations and more.
    pub shared_needs: Vec<Family>,
    /// Families of haves, and of wants, of which several find no counterpart.
    pub gaps: Vec<Family>,
    /// For each card in the room.
    pub codes: Vec<CardCodes>,
    /// Rules, with the matches that they may concern, the likeliest first.
    pub checks: Vec<(Flag, Vec<MatchId>)>,
    /// Cards of past workshops that go with cards of this one, where leave was given.
    pub archive: Vec<FromArchive>,
}

/// Codes that these titles point to, in their order.
///
/// # Errors
/// When the work was broken off.
pub async fn suggest_codes(cards: Vec<(Kind, String)>) -> Result<Vec<CardCodes>> {
    let suggest = move || {
        let of = |(kind, title): (Kind, String)| suggested(kind == Kind::Have, title.clone(), &title);
        cards.into_iter().map(of).collect()
    };
    tokio::task::spawn_blocking(suggest).await.map_err(|failure| Error::Corrupt(failure.to_string()))
}

/// The cards of the past workshops that one workshop may see.
#[derive(Debug)]
struct Archived {
    sources: Vec<Source>,
    workshops: Vec<(String, NaiveDate)>,
    /// For each card whose it was, where the leave goes so far, and the place of its workshop.
    origins: Vec<(Option<String>, usize)>,
    cards: Past,
}

/// Archives as they were last read: read again when a workshop ends, gives leave, or takes it back.
#[derive(Debug, Default)]
pub(crate) struct Archives {
    read: Mutex<HashMap<WorkshopId, Arc<Archived>>>,
}

impl Backend {
    /// What this workshop lets later ones see.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn archive_leave(&self, caller: &Caller) -> Result<Leave> {
        facilitator(caller)?;
        self.db().leave(caller.workshop()).await
    }

    /// Gives leave, or takes it back: from then on nothing of this workshop is shown elsewhere.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn give_archive_leave(&self, caller: &Caller, leave: Leave) -> Result<()> {
        facilitator(caller)?;
        self.db().set_leave(caller.workshop(), leave, caller.name(), self.clock().now().0).await
    }

    /// What the matcher knows of the workshop beyond its matches.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn leads(&self, caller: &Caller) -> Result<Leads> {
        facilitator(caller)?;
        let workshop = self.view(caller.workshop()).await?.workshop;
        let past = self.past(caller.workshop()).await?;
        let shared = Arc::clone(&self.inner.matcher);
        let found = tokio::task::spawn_blocking(move || find(&workshop, &shared.get(), &past));
        found.await.map_err(|failure| Error::Corrupt(failure.to_string()))
    }

    /// The cards of past workshops that this one may see.
    async fn past(&self, workshop: WorkshopId) -> Result<Arc<Archived>> {
        let sources = self.db().archive_sources(workshop).await?;
        let known = self.inner.archives.read.lock().unwrap_or_else(PoisonError::into_inner).get(&workshop).cloned();
        if let Some(known) = known.filter(|known| known.sources == sources) {
            return Ok(known);
        }
        let mut workshops = Vec::new();
        for source in &sources {
            workshops.push((self.folded(source.workshop).await?, source.leave));
        }
        let shared = Arc::clone(&self.inner.matcher);
        let read = tokio::task::spawn_blocking(move || Arc::new(read(sources, &workshops, shared.get())));
        let past = read.await.map_err(|failure| Error::Corrupt(failure.to_string()))?;
        self.inner.archives.read.lock().unwrap_or_else(PoisonError::into_inner).insert(workshop, Arc::clone(&past));
        Ok(past)
    }

    /// A past workshop as its room saw it, from its log: no room is opened for it.
    async fn folded(&self, id: WorkshopId) -> Result<Workshop> {
        let mut workshop = Workshop::default();
        let mut after = 0;
        loop {
            let page = self.db().events_after(id, after, PAGE).await?;
            page.iter().for_each(|recorded| workshop.apply(recorded));
            match page.last() {
                Some(last) => after = last.seq,
                None => return Ok(workshop_seen_by(Audience::Room, &workshop)),
            }
        }
    }
}

fn facilitator(caller: &Caller) -> Result<()> {
    if caller.is_facilitator() { Ok(()) } else { Err(Problem::NotAllowed.into()) }
}

/// Reads the cards of past workshops.
fn read(sources: Vec<Source>, workshops: &[(Workshop, Leave)], matcher: Arc<Matcher>) -> Archived {
    let mut cards = Past::new(matcher);
    let mut origins = Vec::new();
    let mut names = Vec::new();
    for (at, (workshop, leave)) in workshops.iter().filter(|(workshop, _)| workshop.phase == Phase::Closed).enumerate()
    {
        names.push(workshop.description.as_ref().map(|told| (told.title.to_string(), told.date)).unwrap_or_default());
        for card in workshop.open_cards() {
            cards.add(&card.resource);
            let author = card.author.and_then(|author| workshop.participants.get(&author));
            let organisation =
                author.filter(|_| *leave == Leave::Organisations).map(|author| author.organisation.to_string());
            origins.push((organisation, at));
        }
    }
    cards.finish();
    Archived { sources, workshops: names, origins, cards }
}

fn find(workshop: &Workshop, matcher: &Arc<Matcher>, past: &Archived) -> Leads {
    let mut room = Room::new(Arc::clone(matcher));
    let of_card = |card: &Card| {
        let resource = &card.resource;
        let may_be_waste = resource.kind == Kind::Have && resource.category == Category::Material;
        suggested(may_be_waste, resource.title.to_string(), &text_of(resource))
    };
    // What one company alone leaves over is no opportunity for somebody in between.
    let mut gaps = needs::gaps(&mut room, workshop);
    gaps.retain(|family| family.organisations > 1);
    Leads {
        shared_needs: needs::shared(&mut room, workshop),
        gaps,
        codes: workshop.open_cards().map(of_card).collect(),
        checks: checks(workshop),
        archive: from_archive(workshop, past),
    }
}

/// Machines, rooms and skills are no waste.
fn suggested(may_be_waste: bool, title: String, text: &str) -> CardCodes {
    let waste = if may_be_waste { codes::waste_codes(text) } else { Vec::new() };
    CardCodes { title, waste: waste.into_iter().map(|one| one.code).collect(), division: codes::division(text) }
}

fn checks(workshop: &Workshop) -> Vec<(Flag, Vec<MatchId>)> {
    let concerned = |flag: &Flag| -> Vec<MatchId> {
        let told = |reason: &Reason| matches!(reason, Reason::Check { flag: told } if told == flag);
        let mut concerned: Vec<_> =
            workshop.open_matches().filter(|found| !found.is_dismissed() && found.reasons.iter().any(told)).collect();
        concerned.sort_by(|one, other| other.score.total_cmp(&one.score));
        concerned.into_iter().map(|found| found.id).collect()
    };
    Flag::ALL.iter().map(|flag| (*flag, concerned(flag))).filter(|(_, matches)| !matches.is_empty()).collect()
}

fn from_archive(workshop: &Workshop, past: &Archived) -> Vec<FromArchive> {
    let mut leads = Vec::new();
    if past.cards.is_empty() {
        return leads;
    }
    for card in workshop.open_cards() {
        for found in past.cards.search(&card.resource, FROM_ARCHIVE) {
            let (Some(resource), Some((organisation, at))) =
                (past.cards.resource(found.number), past.origins.get(found.number as usize))
            else {
                continue;
            };
            leads.push(FromArchive {
                card: card.id,
                resource: resource.clone(),
                organisation: organisation.clone(),
                workshop: past.workshops[*at].clone(),
                score: found.score,
                reasons: found.reasons,
            });
        }
    }
    leads.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.card.cmp(&other.card)));
    leads
}
