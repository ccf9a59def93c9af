//! What the demonstration's room would be shown: every proposal among the cards of `backend/demo/cards.csv`, best
//! first, with its reasons. For reading by eye: `cargo run --release --package matching --example demo [WHEEL]`.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use domain::access::Actor;
use domain::ids::CardId;
use domain::matches::{Counterpart, Reason};
use domain::resource::ResourceDraft;
use domain::time::Timestamp;
use domain::workshop::{Command, ParticipantDraft, Phase, Recorded, Workshop, WorkshopDraft, decide};
use matching::encoder::Encoder;
use matching::{Matcher, Room};

fn act(workshop: &mut Workshop, actor: Actor, command: &Command) -> Result<(), Box<dyn Error>> {
    let events = decide(workshop, actor, command).map_err(|refusal| format!("{refusal:?}"))?;
    for (event, seq) in events.into_iter().zip(1..) {
        workshop.apply(&Recorded { seq, at: Timestamp(0), event });
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut workshop = Workshop::default();
    let description = WorkshopDraft {
        title: "Demo".into(),
        date: "2026-11-24".into(),
        language: "fr".into(),
        programme: "P".into(),
        ..Default::default()
    };
    act(&mut workshop, Actor::Facilitator, &Command::DescribeWorkshop { workshop: description })?;
    act(&mut workshop, Actor::Facilitator, &Command::ChangePhase { phase: Phase::HavesWants, from: None })?;
    let mut companies = HashMap::new();
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/demo/cards.csv"));
    for row in csv::Reader::from_path(path)?.deserialize::<HashMap<String, String>>() {
        let row = row?;
        let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
        let company = cell("company");
        if !companies.contains_key(&company) {
            let participant =
                ParticipantDraft { name: "N".into(), organisation: company.clone(), ..Default::default() };
            act(&mut workshop, Actor::Visitor, &Command::Join { participant })?;
            companies.insert(company.clone(), *workshop.participants.keys().next_back().ok_or("joined")?);
        }
        let card = ResourceDraft {
            kind: cell("kind"),
            title: cell("title"),
            category: cell("category"),
            quantity: cell("quantity"),
            unit: cell("unit"),
            frequency: cell("frequency"),
            description: cell("description"),
            ..Default::default()
        };
        act(&mut workshop, Actor::Participant(companies[&company]), &Command::PostCard { card, on_behalf_of: None })?;
    }
    let matcher = match std::env::args().nth(1) {
        Some(wheel) => Matcher::with_encoder(Encoder::load(Path::new(&wheel))?),
        None => Matcher::new(),
    };
    let mut room = Room::new(Arc::new(matcher));
    let cards: Vec<CardId> = workshop.cards.keys().copied().collect();
    let mut found = BTreeMap::new();
    for proposal in room.proposals(&workshop, cards.clone()) {
        if let Counterpart::Card(other) = proposal.counterpart {
            found.insert((proposal.card, other), proposal);
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    println!("{} cards, {} proposals", cards.len(), found.len());
    for (number, proposal) in (1..).zip(&found) {
        let Counterpart::Card(other) = proposal.counterpart else { continue };
        let title = |id| workshop.cards.get(&id).map_or("", |card| &*card.resource.title);
        let told: Vec<&str> = proposal
            .reasons
            .iter()
            .filter_map(|reason| match reason {
                Reason::Told { fr, .. } => Some(fr.as_str()),
                _ => None,
            })
            .collect();
        println!(
            "{number:>3} {:.2}  {}  →  {}   [{}]",
            proposal.score,
            title(proposal.card),
            title(other),
            told.join(" · ")
        );
    }
    Ok(())
}
