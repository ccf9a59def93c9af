//! The columns of each export, and its rows.

use std::sync::LazyLock;

use domain::ids::{SynergyId, WorkshopId};
use domain::matches::{Answer, Counterpart, Dismissal, Match, Side};
use domain::programme::companies::{Conversation, Person};
use domain::programme::{FigureRecord, HistoryEntry, SynergyRecord, WorkshopSummary};
use domain::resource::{Field, Said};
use domain::synergy::{LostReason, Stage};
use domain::workshop::{CardStatus, Language, Workshop};

use super::Row;
use crate::db::NotedOfCompany as At;

pub(super) fn synergy_row(record: SynergyRecord, write: &Numbers) -> Row {
    let annual = record.flow.quantity.map(|quantity| quantity.annual());
    vec![
        record.workshop_id.to_string(),
        record.workshop_title,
        record.workshop_date.to_string(),
        record.id.to_string(),
        record.title,
        record.kind.code().to_owned(),
        record.stage.code().to_owned(),
        record.lost_reason.map(LostReason::code).unwrap_or_default().to_owned(),
        record.giver.organisation,
        record.giver.name,
        record.receiver.organisation,
        record.receiver.name,
        text(record.flow.what.as_ref()),
        annual.map(|annual| write.number(annual.amount)).unwrap_or_default(),
        annual.map(|annual| annual.unit.code()).unwrap_or_default().to_owned(),
        record.flow.distance_km.map(|km| write.number(km)).unwrap_or_default(),
        record.next_step.as_ref().map(|next| next.what.to_string()).unwrap_or_default(),
        text(record.next_step.and_then(|next| next.due).as_ref()),
        moment(record.changed_at),
    ]
}

pub(super) const PEOPLE: &[&str] = &[
    "programme_id",
    "company",
    "company_name",
    "person",
    "name",
    "function",
    "email",
    "telephone",
    "consent",
    "consent_way",
    "consent_day",
    "gone_on",
];

pub(super) fn person_row(at: At, person: Person, gone_on: Option<String>) -> Row {
    let consent = person.consent.as_ref();
    vec![
        at.programme.to_string(),
        at.company.to_string(),
        at.company_name,
        at.entry.to_string(),
        person.name.to_string(),
        text(person.function.as_ref()),
        text(person.email.as_ref()),
        text(person.telephone.as_ref()),
        consent.map(|consent| consent.agreement.code()).unwrap_or_default().to_owned(),
        consent.map(|consent| consent.way.code()).unwrap_or_default().to_owned(),
        text(consent.map(|consent| consent.day).as_ref()),
        gone_on.unwrap_or_default(),
    ]
}

pub(super) const CONVERSATIONS: &[&str] = &[
    "programme_id",
    "company",
    "company_name",
    "conversation",
    "day",
    "way",
    "by",
    "people",
    "words",
    "next_step",
    "next_step_due",
    "done_on",
];

/// `names` are those of the people who took part.
pub(super) fn conversation_row(at: At, told: Conversation, names: &[String], done_on: Option<String>) -> Row {
    let next = told.next_step.as_ref();
    vec![
        at.programme.to_string(),
        at.company.to_string(),
        at.company_name,
        at.entry.to_string(),
        told.day.to_string(),
        told.way.code().to_owned(),
        told.by.to_string(),
        names.join("; "),
        text(told.words.as_ref()),
        text(next.map(|next| &next.what)),
        text(next.and_then(|next| next.due).as_ref()),
        done_on.unwrap_or_default(),
    ]
}

pub(super) fn history_row(workshop: WorkshopId, synergy: SynergyId, title: String, entry: HistoryEntry) -> Row {
    vec![
        workshop.to_string(),
        synergy.to_string(),
        title,
        moment(entry.at),
        entry.author,
        Stage::code(entry.stage).to_owned(),
        entry.lost_reason.map(LostReason::code).unwrap_or_default().to_owned(),
        entry.note.unwrap_or_default(),
    ]
}

pub(super) fn figure_row(
    (workshop, synergy): (WorkshopId, SynergyId),
    title: String,
    record: FigureRecord,
    write: &Numbers,
) -> Row {
    vec![
        workshop.to_string(),
        synergy.to_string(),
        title,
        record.figure.year.to_string(),
        record.figure.indicator.code().to_owned(),
        write.number(record.figure.amount),
        record.figure.verification.level().to_string(),
        record.figure.verification.code().to_owned(),
        record.figure.declared_by,
        record.note.unwrap_or_default(),
        record.author,
        moment(record.recorded_at),
        record.figure.uncertainty.map(|share| write.number(share)).unwrap_or_default(),
        record
            .figure
            .basis
            .map(|basis| format!("{} {} {} kgCO2e/t", basis.source, basis.material, write.number(basis.kg_per_tonne)))
            .unwrap_or_default(),
        record.withdrawn.map(|(_, _, reason)| reason).unwrap_or_default(),
    ]
}

pub(super) const WORKSHOPS: &[&str] = &[
    "workshop_id",
    "title",
    "date",
    "place",
    "programme",
    "territory",
    "language",
    "phase",
    "participants",
    "organisations",
    "haves",
    "wants",
    "shared_needs",
    "matches",
    "mutual_matches",
    "synergies",
    "realised",
];
pub(super) const PARTICIPANTS: &[&str] =
    &["workshop_id", "participant", "name", "organisation", "table", "nace_division", "by_facilitator"];
/// The columns of cards: what every card has, then its details, each with the name that its field gives it.
pub(super) static CARDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let of_all = [
        "workshop_id",
        "card",
        "organisation",
        "participant",
        "kind",
        "title",
        "category",
        "quantity",
        "unit",
        "frequency",
        "annual_quantity",
        "annual_unit",
        "status",
        "interested",
        "visibility",
    ];
    of_all.into_iter().chain(Field::ALL.iter().filter_map(|field| field.column())).collect()
});
pub(super) const MATCHES: &[&str] = &[
    "workshop_id",
    "match",
    "score",
    "card",
    "card_title",
    "organisation",
    "other_card",
    "other_title",
    "other_organisation",
    "answer",
    "other_answer",
    "makes_no_sense",
    "mutual",
    "synergy",
];
pub(super) const SYNERGIES: &[&str] = &[
    "workshop_id",
    "workshop",
    "workshop_date",
    "synergy",
    "title",
    "kind",
    "stage",
    "lost_reason",
    "giver",
    "giver_owner",
    "receiver",
    "receiver_owner",
    "flow",
    "flow_quantity",
    "flow_unit",
    "distance_km",
    "next_step",
    "next_step_due",
    "changed_at",
];
pub(super) const HISTORY: &[&str] =
    &["workshop_id", "synergy", "title", "at", "author", "stage", "lost_reason", "note"];
pub(super) const FIGURES: &[&str] = &[
    "workshop_id",
    "synergy",
    "title",
    "year",
    "indicator",
    "amount",
    "verification_level",
    "verification",
    "declared_by",
    "note",
    "author",
    "recorded_at",
    "uncertainty",
    "factor",
    "withdrawn",
];

pub(super) fn workshop_row(summary: &WorkshopSummary, write: &Numbers) -> Row {
    let (description, counts) = (&summary.description, &summary.counts);
    let count = |number: u32| write.number(f64::from(number));
    vec![
        summary.id.to_string(),
        description.title.to_string(),
        description.date.to_string(),
        text(description.place.as_ref()),
        description.programme.to_string(),
        text(description.territory.as_ref()),
        description.language.code().to_owned(),
        summary.phase.code().to_owned(),
        count(counts.participants),
        count(counts.organisations),
        count(counts.haves),
        count(counts.wants),
        count(counts.shared_needs),
        count(counts.matches),
        count(counts.mutual),
        count(summary.synergies.values().sum()),
        count(summary.synergies.get(&Stage::Realised).copied().unwrap_or(0)),
    ]
}

pub(super) fn participant_rows(id: WorkshopId, workshop: &Workshop) -> Vec<Row> {
    let row = |participant: &domain::workshop::Participant| {
        vec![
            id.to_string(),
            participant.id.to_string(),
            participant.name.to_string(),
            participant.organisation.to_string(),
            text(participant.table.as_ref()),
            text(participant.sector.as_ref()),
            participant.by_facilitator.to_string(),
        ]
    };
    workshop.participants.values().map(row).collect()
}

pub(super) fn card_rows(id: WorkshopId, workshop: &Workshop, write: &Numbers) -> Vec<Row> {
    let row = |card: &domain::workshop::Card| {
        let author = card.author.and_then(|author| workshop.participants.get(&author));
        let (resource, details) = (&card.resource, &card.resource.details);
        let annual = resource.quantity.map(|quantity| quantity.annual());
        let status = match card.status {
            CardStatus::Open => "open".to_owned(),
            CardStatus::Withdrawn => "withdrawn".to_owned(),
            CardStatus::Hidden => "hidden".to_owned(),
            CardStatus::Merged(into) => format!("merged into {into}"),
        };
        let detail = |field: &Field| match details.said(*field) {
            None => String::new(),
            Some(Said::Number(number)) => write.number(number),
            Some(said) => said.typed(),
        };
        let of_all = [
            id.to_string(),
            card.id.to_string(),
            author.map(|author| author.organisation.to_string()).unwrap_or_default(),
            author.map(|author| author.name.to_string()).unwrap_or_default(),
            resource.kind.code().to_owned(),
            resource.title.to_string(),
            resource.category.code().to_owned(),
            resource.quantity.map(|quantity| write.number(quantity.amount)).unwrap_or_default(),
            resource.quantity.map(|quantity| quantity.unit.code()).unwrap_or_default().to_owned(),
            resource.quantity.map(|quantity| quantity.frequency.code()).unwrap_or_default().to_owned(),
            annual.map(|annual| write.number(annual.amount)).unwrap_or_default(),
            annual.map(|annual| annual.unit.code()).unwrap_or_default().to_owned(),
            status,
            card.interested.len().to_string(),
            resource.visibility().code().to_owned(),
        ];
        of_all.into_iter().chain(Field::ALL.iter().filter(|field| field.column().is_some()).map(detail)).collect()
    };
    workshop.cards.values().map(row).collect()
}

pub(super) fn match_rows(id: WorkshopId, workshop: &Workshop, write: &Numbers) -> Vec<Row> {
    let row = |found: &Match| {
        let title = |card| workshop.cards.get(&card).map(|card| card.resource.title.to_string()).unwrap_or_default();
        let organisation = |side| {
            let party = workshop.party(found, side).and_then(|party| workshop.participants.get(&party));
            party.map(|participant| participant.organisation.to_string()).unwrap_or_default()
        };
        let answer = |side| match found.answer(side) {
            None => String::new(),
            Some(Answer::Interested) => "interested".to_owned(),
            Some(Answer::NotForUs { reason, .. }) => {
                reason.map_or("not_for_us".to_owned(), |reason| format!("not_for_us: {}", reason.code()))
            }
        };
        // Who said by one tap that it makes no sense.
        let absurd =
            |side| matches!(found.answer(side), Some(Answer::NotForUs { reason: Some(Dismissal::Unrelated), .. }));
        let said = [(absurd(Side::First), "first"), (absurd(Side::Second), "second"), (found.dismissed, "facilitator")];
        let absurd_to: Vec<&str> = said.into_iter().filter(|(said, _)| *said).map(|(_, who)| who).collect();
        let (other_card, other_title) = match found.counterpart {
            Counterpart::Card(card) => (card.to_string(), title(card)),
            Counterpart::Participant(_) => Default::default(),
        };
        vec![
            id.to_string(),
            found.id.to_string(),
            write.number(found.score),
            found.card.to_string(),
            title(found.card),
            organisation(Side::First),
            other_card,
            other_title,
            organisation(Side::Second),
            answer(Side::First),
            answer(Side::Second),
            absurd_to.join(" "),
            found.is_mutual().to_string(),
            text(found.synergy.as_ref()),
        ]
    };
    // What the matcher found between an anonymous card and another of its own author is a match of nobody.
    workshop.matches.values().filter(|found| !workshop.is_of_one_person(found)).map(row).collect()
}

/// Writes numbers with the decimal mark of the language and nothing else, so that spreadsheets read them as numbers.
pub(super) struct Numbers(pub Language);

impl Numbers {
    fn number(&self, number: f64) -> String {
        let text = number.to_string();
        if self.0 == Language::French { text.replace('.', ",") } else { text }
    }
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// A moment as `2026-11-24 09:30` in UTC.
fn moment(at: domain::time::Timestamp) -> String {
    chrono::DateTime::from_timestamp_millis(at.0).map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}
