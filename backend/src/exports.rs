//! Everything as CSV. French spreadsheets expect semicolons, English ones commas; both get a byte-order mark, and no
//! cell can start a formula.

use domain::access::Right;
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::matches::{Answer, Counterpart, Match, Side};
use domain::problem::Problem;
use domain::programme::{FigureRecord, HistoryEntry, SynergyRecord, WorkshopSummary};
use domain::synergy::{LostReason, Stage};
use domain::workshop::{CardStatus, Language, Workshop};

use crate::Backend;
use crate::audit::{Deed, Record};
use crate::db::Of;
use crate::error::{Error, Result};
use crate::people::Account;

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// Workshops with their counts.
    Workshops,
    /// Participants (without their e-mail addresses).
    Participants,
    /// Cards.
    Cards,
    /// Matches with their answers.
    Matches,
    /// Synergies.
    Synergies,
    /// Every change of stage.
    History,
    /// Figures by year.
    Figures,
}

impl Export {
    /// Every export, with its name in addresses and file names.
    pub const ALL: &'static [(&'static str, Export)] = &[
        ("workshops", Export::Workshops),
        ("participants", Export::Participants),
        ("cards", Export::Cards),
        ("matches", Export::Matches),
        ("synergies", Export::Synergies),
        ("history", Export::History),
        ("figures", Export::Figures),
    ];
}

type Row = Vec<String>;

/// Where an export goes on. Begins with `Cursor::default()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    begun: bool,
    synergy: Option<(WorkshopId, SynergyId)>,
    number: i64,
}

impl Backend {
    /// The next part of an export of an account's programmes, or of one of them, and where it goes on; none at its end.
    /// However long an export is, one part is in memory. Column names and choices are stable codes; numbers follow the
    /// language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn export_part(
        &self,
        account: &Account,
        export: Export,
        programme: Option<ProgrammeId>,
        language: Language,
        cursor: Cursor,
    ) -> Result<(Vec<u8>, Option<Cursor>)> {
        let within = self.within(account, Right::ExportTables).await?;
        if let Some(id) = programme {
            self.member(account, id, Right::ExportTables).await?;
        } else if within.programmes().is_empty() {
            return Err(Problem::NotAllowed.into());
        }
        if !cursor.begun {
            for id in within.programmes().iter().filter(|id| programme.is_none_or(|wanted| wanted == **id)) {
                let name = Export::ALL.iter().find(|(_, known)| *known == export).map_or("", |(name, _)| name);
                self.record(&self.entry(Deed::TableExported, account.author()).of(*id).to(name)).await?;
            }
        }
        let of = Of { within, programme };
        let write = Numbers(language);
        let mut next = Cursor { begun: true, ..cursor };
        let (head, rows): (&[&str], Vec<Row>) = match export {
            Export::Workshops => {
                (WORKSHOPS, self.workshops_of(&of).await?.iter().map(|summary| workshop_row(summary, &write)).collect())
            }
            Export::Participants => (PARTICIPANTS, self.rows_of_workshops(&of, participant_rows).await?),
            Export::Cards => {
                (CARDS, self.rows_of_workshops(&of, |id, workshop| card_rows(id, workshop, &write)).await?)
            }
            Export::Matches => {
                (MATCHES, self.rows_of_workshops(&of, |id, workshop| match_rows(id, workshop, &write)).await?)
            }
            Export::Synergies => {
                let records = self.db().synergies_after(&of, cursor.synergy).await?;
                next.synergy = records.last().map(|record| (record.workshop_id, record.id));
                (SYNERGIES, records.into_iter().map(|record| synergy_row(record, &write)).collect())
            }
            Export::History => {
                let entries = self.db().history_after(&of, cursor.number).await?;
                next.number = entries.last().map_or(cursor.number, |(number, ..)| *number);
                (
                    HISTORY,
                    entries
                        .into_iter()
                        .map(|(_, workshop, synergy, title, entry)| history_row(workshop, synergy, title, entry))
                        .collect(),
                )
            }
            Export::Figures => {
                let records = self.db().figures_after(&of, cursor.number).await?;
                next.number = records.last().map_or(cursor.number, |(.., record)| record.id);
                (
                    FIGURES,
                    records
                        .into_iter()
                        .map(|(workshop, synergy, title, record)| {
                            figure_row((workshop, synergy), title, record, &write)
                        })
                        .collect(),
                )
            }
        };
        let by_pages = matches!(export, Export::Synergies | Export::History | Export::Figures);
        let goes_on = by_pages && !rows.is_empty();
        Ok((to_csv((!cursor.begun).then_some(head), &rows, language)?, goes_on.then_some(next)))
    }

    async fn workshops_of(&self, of: &Of) -> Result<Vec<WorkshopSummary>> {
        let mut all = self.workshops_within(&of.within).await?;
        all.retain(|summary| of.programme.is_none_or(|programme| summary.programme_id == programme));
        Ok(all)
    }

    async fn rows_of_workshops(&self, of: &Of, rows: impl Fn(WorkshopId, &Workshop) -> Vec<Row>) -> Result<Vec<Row>> {
        let mut all = Vec::new();
        for summary in self.workshops_of(of).await? {
            let view = self.view(summary.id).await?;
            all.extend(rows(summary.id, &view.workshop));
        }
        Ok(all)
    }
}

fn synergy_row(record: SynergyRecord, write: &Numbers) -> Row {
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

fn history_row(workshop: WorkshopId, synergy: SynergyId, title: String, entry: HistoryEntry) -> Row {
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

fn figure_row(
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

const WORKSHOPS: &[&str] = &[
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
const PARTICIPANTS: &[&str] =
    &["workshop_id", "participant", "name", "organisation", "table", "nace_division", "by_facilitator"];
const CARDS: &[&str] = &[
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
    "description",
    "form",
    "packaging",
    "quality",
    "available_from",
    "available_until",
    "site",
    "max_km",
    "transport",
    "price",
    "current_route",
    "cost_per_tonne",
    "legal_status",
    "waste_code",
];
const MATCHES: &[&str] = &[
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
    "mutual",
    "synergy",
];
const SYNERGIES: &[&str] = &[
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
const HISTORY: &[&str] = &["workshop_id", "synergy", "title", "at", "author", "stage", "lost_reason", "note"];
const FIGURES: &[&str] = &[
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

fn workshop_row(summary: &WorkshopSummary, write: &Numbers) -> Row {
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

fn participant_rows(id: WorkshopId, workshop: &Workshop) -> Vec<Row> {
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

fn card_rows(id: WorkshopId, workshop: &Workshop, write: &Numbers) -> Vec<Row> {
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
        vec![
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
            text(details.description.as_ref()),
            text(details.form.as_ref()),
            text(details.packaging.as_ref()),
            text(details.quality.as_ref()),
            text(details.available_from.as_ref()),
            text(details.available_until.as_ref()),
            text(details.site.as_ref()),
            details.max_km.map(|km| write.number(km)).unwrap_or_default(),
            details.transport.map(domain::resource::Transport::code).unwrap_or_default().to_owned(),
            details.price.map(domain::resource::Price::code).unwrap_or_default().to_owned(),
            details.current_route.map(domain::resource::Route::code).unwrap_or_default().to_owned(),
            details.cost_per_tonne.map(|cost| write.number(cost)).unwrap_or_default(),
            details.status.map(domain::resource::Status::code).unwrap_or_default().to_owned(),
            text(details.waste_code.as_ref()),
        ]
    };
    workshop.cards.values().map(row).collect()
}

fn match_rows(id: WorkshopId, workshop: &Workshop, write: &Numbers) -> Vec<Row> {
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
            found.is_mutual().to_string(),
            text(found.synergy.as_ref()),
        ]
    };
    // What the matcher found between an anonymous card and another of its own author is a match of nobody.
    workshop.matches.values().filter(|found| !workshop.is_of_one_person(found)).map(row).collect()
}

/// Writes numbers with the decimal mark of the language and nothing else, so that spreadsheets read them as numbers.
struct Numbers(Language);

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

/// Rows as CSV. The first part, with the head, begins with a byte-order mark.
fn to_csv(head: Option<&[&str]>, rows: &[Row], language: Language) -> Result<Vec<u8>> {
    let failed = |cause: csv::Error| Error::Corrupt(cause.to_string());
    let delimiter = if language == Language::French { b';' } else { b',' };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(head.map(|_| "\u{feff}".as_bytes().to_vec()).unwrap_or_default());
    if let Some(head) = head {
        writer.write_record(head).map_err(failed)?;
    }
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell).into_owned())).map_err(failed)?;
    }
    writer.into_inner().map_err(|cause| Error::Corrupt(cause.to_string()))
}

const AUDIT: &[&str] =
    &["number", "at", "kind", "who", "address", "deed", "programme_id", "workshop_id", "subject", "detail"];

/// Entries of the audit log as CSV. Codes are stable, whatever the language; moments are in UTC.
///
/// # Errors
/// When it cannot be written.
pub fn audit_csv(records: &[Record], language: Language) -> Result<Vec<u8>> {
    let row = |record: &Record| {
        let at =
            chrono::DateTime::from_timestamp_millis(record.at.0).map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string());
        vec![
            record.number.to_string(),
            at.unwrap_or_default(),
            record.kind.code().to_owned(),
            record.who.clone(),
            record.address.clone().unwrap_or_default(),
            record.deed.code().to_owned(),
            record.programme.map(|id| id.to_string()).unwrap_or_default(),
            record.workshop.map(|id| id.to_string()).unwrap_or_default(),
            record.subject.clone(),
            record.detail.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; "),
        ]
    };
    to_csv(Some(AUDIT), &records.iter().map(row).collect::<Vec<_>>(), language)
}

/// A spreadsheet takes a cell that starts like a formula for one. Numbers stay numbers.
fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    let is_number =
        cell.strip_prefix('-').unwrap_or(cell).bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_starts_a_formula_and_numbers_stay_numbers() {
        let rows = vec![vec![
            "=1+1".to_owned(),
            "-5".to_owned(),
            "@x".to_owned(),
            "a;b \"c\"".to_owned(),
            "-5+cmd".to_owned(),
        ]];
        let csv =
            String::from_utf8(to_csv(Some(&["a", "b", "c", "d", "e"]), &rows, Language::French).expect("written"))
                .expect("text");
        assert_eq!(csv, "\u{feff}a;b;c;d;e\r\n'=1+1;-5;'@x;\"a;b \"\"c\"\"\";'-5+cmd\r\n");
    }
}
