//! Everything as CSV. French spreadsheets expect semicolons, English ones commas; both get a byte-order mark, and no
//! cell can start a formula.

mod rows;

use domain::access::Right;
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::problem::Problem;
use domain::programme::WorkshopSummary;
use domain::workshop::{Language, Workshop};

use crate::Backend;
use crate::audit::{Deed, Record};
use crate::db::Of;
use crate::error::{Error, Result};
use crate::people::Account;
use rows::{
    CARDS, CONVERSATIONS, FIGURES, HISTORY, MATCHES, Numbers, PARTICIPANTS, PEOPLE, SYNERGIES, WORKSHOPS, card_rows,
    conversation_row, figure_row, history_row, match_rows, participant_rows, person_row, synergy_row, workshop_row,
};

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// Workshops with their counts.
    Workshops,
    /// Participants (without their e-mail addresses).
    Participants,
    /// Cards of workshops, one a line.
    Cards,
    /// Matches with their answers.
    Matches,
    /// Synergies as they stand: companies, stage, what flows, what comes next.
    Synergies,
    /// Every change of a stage, with who made it and when.
    History,
    /// Figures of synergies, by year and indicator, those withdrawn as well.
    Figures,
    /// People of companies, with how they are reached and whether they agreed.
    People,
    /// Visits to companies, calls, letters and meetings, with what comes next.
    Conversations,
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
        ("people", Export::People),
        ("conversations", Export::Conversations),
    ];

    /// What it takes to have it. By addresses and telephone numbers people are reached, by names alone they are not.
    const fn right(self) -> Right {
        match self {
            Self::People => Right::ExportWhole,
            _ => Right::ExportTables,
        }
    }
}

type Row = Vec<String>;

/// Where an export goes on. Begins with `Cursor::default()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    begun: bool,
    synergy: Option<(WorkshopId, SynergyId)>,
    number: i64,
    entry: Option<(ProgrammeId, u64)>,
}

impl Backend {
    /// The next part of an export of an account's programmes, or of one of them, and where it goes on; none at its end.
    /// However long an export is, one part is in memory. Column names and choices are stable codes; numbers follow the
    /// language.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for who may have it of no programme, and when the database fails.
    pub async fn export_part(
        &self,
        account: &Account,
        export: Export,
        programme: Option<ProgrammeId>,
        language: Language,
        cursor: Cursor,
    ) -> Result<(Vec<u8>, Option<Cursor>)> {
        let within = self.within(account, export.right()).await?;
        if let Some(id) = programme {
            self.member(account, id, export.right()).await?;
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
                (&CARDS, self.rows_of_workshops(&of, |id, workshop| card_rows(id, workshop, &write)).await?)
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
            Export::People => {
                let people = self.db().people_after(&of, cursor.entry).await?;
                next.entry = people.last().map(|(at, ..)| (at.programme, at.entry));
                (PEOPLE, people.into_iter().map(|(at, person, ended)| person_row(at, person, ended)).collect())
            }
            Export::Conversations => {
                let told = self.db().conversations_after(&of, cursor.entry).await?;
                next.entry = told.last().map(|(at, ..)| (at.programme, at.entry));
                (
                    CONVERSATIONS,
                    told.into_iter().map(|(at, told, names, done)| conversation_row(at, told, &names, done)).collect(),
                )
            }
        };
        let by_pages = !matches!(export, Export::Workshops | Export::Participants | Export::Cards | Export::Matches);
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
            let view = self.read(summary.id).await?;
            all.extend(rows(summary.id, &view.workshop));
        }
        Ok(all)
    }
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
