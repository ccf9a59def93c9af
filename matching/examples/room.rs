//! What a full room would be shown, for reading by eye, and how long one search takes:
//! `cargo run --release --package matching --example room`.
//!
//! The cards are those of the demonstration, or of the file named as argument (same columns).

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::time::Instant;

use domain::ids::{CardId, ParticipantId};
use domain::matches::{Counterpart, Reason};
use domain::numbered::Numbers;
use domain::resource::ResourceDraft;
use domain::text::Line;
use domain::time::Timestamp;
use domain::workshop::{Card, CardStatus, Participant, Proposal, Workshop};
use matching::proposals_for;
use serde::Deserialize;

#[derive(Clone, Deserialize)]
struct Row {
    company: String,
    #[serde(flatten)]
    card: ResourceDraft,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/demo/cards.csv").to_owned());
    let rows: Vec<Row> = csv::Reader::from_path(path)?.deserialize().collect::<Result<_, _>>()?;
    let workshop = room(&rows)?;
    let mut found: Vec<Proposal> = Vec::new();
    let mut pairs = BTreeSet::new();
    for card in workshop.cards.keys() {
        // Both sides propose the same pair: the workshop keeps it once.
        found.extend(proposals_for(&workshop, *card).into_iter().filter(|proposal| pairs.insert((proposal.card, proposal.counterpart))));
    }
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    for proposal in &found {
        println!("{:.2}  {}", proposal.score, described(&workshop, proposal));
    }
    println!("\n{} proposals among {} cards", found.len(), workshop.cards.len());
    let thrice = room(&rows.iter().cycle().take(3 * rows.len()).cloned().collect::<Vec<_>>())?;
    for workshop in [&workshop, &thrice] {
        let (mut slowest, started) = (0.0_f64, Instant::now());
        for card in workshop.cards.keys() {
            let one = Instant::now();
            std::hint::black_box(proposals_for(workshop, *card));
            slowest = slowest.max(one.elapsed().as_secs_f64());
        }
        #[allow(clippy::cast_precision_loss)] // hundreds
        let mean = started.elapsed().as_secs_f64() / workshop.cards.len() as f64;
        println!("{} cards: one search takes {:.1} ms, the slowest {:.1} ms", workshop.cards.len(), mean * 1e3, slowest * 1e3);
    }
    Ok(())
}

fn room(rows: &[Row]) -> Result<Workshop, Box<dyn Error>> {
    let mut workshop = Workshop::default();
    let mut companies: BTreeMap<&str, ParticipantId> = BTreeMap::new();
    for (row, number) in rows.iter().zip(1..) {
        let next = ParticipantId(u32::try_from(companies.len())? + 1);
        let author = *companies.entry(&row.company).or_insert(next);
        let name = Line::parse(&row.company).map_err(|problem| format!("{}: {problem:?}", row.company))?;
        let person =
            Participant { id: author, name: name.clone(), organisation: name, table: None, sector: None, by_facilitator: false, role: None, left: false };
        workshop.participants.insert(author, person);
        let resource = row.card.parse().map_err(|refusal| format!("{}: {refusal:?}", row.card.title))?;
        let id = CardId(number);
        let card = Card {
            id,
            author: Some(author),
            resource,
            status: CardStatus::Open,
            interested: Numbers::default(),
            posted_at: Timestamp(0),
            by_facilitator: false,
        };
        workshop.cards.insert(id, card);
    }
    Ok(workshop)
}

fn described(workshop: &Workshop, proposal: &Proposal) -> String {
    let title = |card: CardId| workshop.cards.get(&card).map_or("?", |card| &card.resource.title);
    let other = match proposal.counterpart {
        Counterpart::Card(card) => title(card),
        Counterpart::Participant(_) => "a person",
    };
    let reasons: Vec<String> = proposal.reasons.iter().map(phrase).collect();
    format!("{}  →  {other}   [{}]", title(proposal.card), reasons.join("; "))
}

fn phrase(reason: &Reason) -> String {
    match reason {
        Reason::SharedWords { words } => words.join(", "),
        Reason::SameCategory => "category".to_owned(),
        Reason::QuantityCovers { offered, wanted } => format!("{:.0} covers {:.0} {}", offered.amount, wanted.amount, wanted.unit.code()),
        Reason::QuantityPart { offered, wanted } => format!("{:.0} of {:.0} {}", offered.amount, wanted.amount, wanted.unit.code()),
        Reason::Interest => "interest".to_owned(),
        Reason::SameNeed => "same need".to_owned(),
    }
}
