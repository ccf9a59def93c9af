//! Past synergies out of a table: what each line would become, before anything is kept.

use domain::NaiveDate;
use domain::access::Right;
use domain::audit::Deed;
use domain::ids::{ProgrammeId, WorkshopId};
use domain::problem::Problem;
use domain::programme::{Beginning, Command, Owner, TableLine};
use domain::resource::{Frequency, Quantity, Unit, parse_date};
use domain::synergy::{Figure, Flow, Indicator, LostReason, Stage, SynergyKind, Verification};
use domain::text::{Line, folded, organisation_key, parse_number};
use domain::workshop::WorkshopDraft;

use crate::audit::Entry;
use crate::db::{Beside, IN_ONE_TRANSACTION};
use crate::error::Result;
use crate::people::Account;
use crate::pipeline::Search;
use crate::programme_log::Signed;
use crate::{Backend, to_the_end};

/// The columns that are understood, each with the heads under which it is found (folded), French and English.
const COLUMNS: &[(&str, &[&str])] = &[
    ("title", &["title", "titre", "intitule", "synergie", "synergy"]),
    ("giver", &["giver", "donneur", "donne", "gives", "entreprise 1", "company 1"]),
    ("receiver", &["receiver", "receveur", "recoit", "receives", "entreprise 2", "company 2"]),
    ("kind", &["kind", "type", "famille"]),
    ("stage", &["stage", "etape", "statut", "status"]),
    ("lost_reason", &["lost_reason", "raison", "reason", "pourquoi abandonnee"]),
    ("workshop", &["workshop", "atelier"]),
    ("workshop_date", &["workshop_date", "date de l'atelier", "date", "jour"]),
    ("flow", &["flow", "flux", "matiere"]),
    ("flow_quantity", &["flow_quantity", "quantite par an", "quantite", "quantity"]),
    ("flow_unit", &["flow_unit", "unite", "unit"]),
    ("distance_km", &["distance_km", "distance", "distance (km)", "km"]),
    ("year", &["year", "annee"]),
    ("declared_by", &["declared_by", "declare par"]),
    ("verification_level", &["verification_level", "niveau", "niveau de verification", "level"]),
];

/// The most workshops that one table makes.
const WORKSHOPS_MAX: usize = 200;

/// A line of the table, and what it would become.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewLine {
    /// Its number in the file, the head being 1.
    pub number: usize,
    /// What would happen.
    pub outcome: Outcome,
}

/// What a line would become.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A new synergy with so many figures.
    New(Imported),
    /// Figures for the synergy of the line above with the same title and companies.
    More(Imported),
    /// There is such a synergy already: nothing.
    Known(String),
    /// The columns that are wrong, by the heads that the table gives them, each with what is wrong.
    Wrong(Vec<(String, Problem)>),
}

/// A synergy as it would be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What the synergy is called.
    pub title: Line,
    /// The organisation that gives.
    pub giver: Line,
    /// The organisation that receives.
    pub receiver: Line,
    /// What kind of synergy it is.
    pub kind: SynergyKind,
    /// How far it has come.
    pub stage: Stage,
    /// Why it was given up, where it was.
    pub lost_reason: Option<LostReason>,
    /// The title of the workshop it came from, where the table says so.
    pub workshop: Option<Line>,
    /// The day of that workshop, where the table says so.
    pub day: Option<NaiveDate>,
    /// What flows, how much, how far.
    pub flow: Flow,
    /// What it brought, by year and indicator.
    pub figures: Vec<Figure>,
}

impl Imported {
    fn key(&self) -> (String, String, String) {
        key(&self.title, &self.giver, &self.receiver)
    }
}

/// By what two lines are the same synergy: title and companies, however they are capitalised or accented.
fn key(title: &str, giver: &str, receiver: &str) -> (String, String, String) {
    (folded(title).trim().to_owned(), organisation_key(&folded(giver)), organisation_key(&folded(receiver)))
}

/// What a table would become.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// What each line would become, in the order of the table.
    pub lines: Vec<PreviewLine>,
    /// Heads that are not understood: their columns are left out.
    pub unknown: Vec<String>,
    /// Columns without which nothing can be read.
    pub missing: Vec<&'static str>,
}

impl Preview {
    /// Whether everything in it can be kept.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.missing.is_empty()
            && !self.lines.is_empty()
            && !self.lines.iter().any(|line| matches!(line.outcome, Outcome::Wrong(_)))
    }
}

/// What a head means: a column of [`COLUMNS`], or an indicator by its code or its name.
fn column(head: &str, names: &[(String, Indicator)]) -> Option<Column> {
    let head = folded(head.trim());
    let known = COLUMNS.iter().find(|(_, heads)| heads.contains(&head.as_str())).map(|(name, _)| Column::Field(name));
    let by_code = || Indicator::from_code(&head).map(Column::Figure);
    let by_name = || {
        names.iter().find(|(name, _)| head.starts_with(name.as_str())).map(|(_, indicator)| Column::Figure(*indicator))
    };
    known.or_else(by_code).or_else(by_name)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Column {
    Field(&'static str),
    Figure(Indicator),
}

fn coded<T>(
    typed: &str,
    otherwise: T,
    from_code: fn(&str) -> Option<T>,
    words: &[(&str, &str)],
) -> std::result::Result<T, Problem> {
    let typed = folded(typed.trim());
    if typed.is_empty() {
        return Ok(otherwise);
    }
    let code = words.iter().find(|(word, _)| *word == typed).map_or(typed.as_str(), |(_, code)| code);
    from_code(code).ok_or(Problem::UnknownChoice)
}

/// French words of stages and families, folded, with their codes.
const STAGES: &[(&str, &str)] = &[
    ("idee", "idea"),
    ("negociation", "negotiation"),
    ("mise en oeuvre", "implementation"),
    ("realisee", "realised"),
    ("concretisee", "realised"),
    ("completed", "realised"),
    ("en pause", "on_hold"),
    ("abandonnee", "lost"),
];

/// Reads a table, the first row being its head. `names` are the folded names of the indicators in the reader's
/// language.
#[must_use]
pub fn preview(rows: &[Vec<String>], names: &[(String, Indicator)]) -> Preview {
    let mut preview = Preview::default();
    let Some((head, rows)) = rows.split_first() else {
        preview.missing = vec!["title", "giver", "receiver"];
        return preview;
    };
    let columns: Vec<Option<Column>> = head.iter().map(|head| column(head, names)).collect();
    preview.unknown = head
        .iter()
        .zip(&columns)
        .filter(|(head, column)| column.is_none() && !head.trim().is_empty())
        .map(|(head, _)| head.clone())
        .collect();
    preview.missing = ["title", "giver", "receiver"]
        .into_iter()
        .filter(|name| !columns.contains(&Some(Column::Field(name))))
        .collect();
    if !preview.missing.is_empty() {
        return preview;
    }
    let mut seen = std::collections::BTreeSet::new();
    for (number, row) in (2..).zip(rows) {
        let as_written = |name: String| {
            let at = columns.iter().position(|column| match column {
                Some(Column::Field(field)) => *field == name,
                Some(Column::Figure(indicator)) => indicator.code() == name,
                None => false,
            });
            at.and_then(|at| head.get(at)).map_or(name, |head| head.trim().to_owned())
        };
        let outcome = match read(row, &columns) {
            Err(problems) => {
                Outcome::Wrong(problems.into_iter().map(|(name, problem)| (as_written(name), problem)).collect())
            }
            Ok(imported) if seen.insert(imported.key()) => Outcome::New(imported),
            Ok(imported) => Outcome::More(imported),
        };
        preview.lines.push(PreviewLine { number, outcome });
    }
    preview
}

fn read(row: &[String], columns: &[Option<Column>]) -> std::result::Result<Imported, Vec<(String, Problem)>> {
    let field = |name: &str| {
        columns
            .iter()
            .position(|column| {
                *column
                    == Some(Column::Field(
                        COLUMNS.iter().find(|(known, _)| *known == name).map_or("", |(known, _)| known),
                    ))
            })
            .and_then(|at| row.get(at))
            .map_or("", String::as_str)
    };
    let mut problems = Vec::new();
    macro_rules! check {
        ($name:expr, $read:expr) => {
            $read.map_err(|problem: Problem| problems.push(($name.to_owned(), problem))).ok()
        };
    }
    let title = check!("title", Line::parse(field("title")));
    let giver = check!("giver", Line::parse(field("giver")));
    let receiver = check!("receiver", Line::parse(field("receiver")));
    let kind = check!(
        "kind",
        coded(
            field("kind"),
            SynergyKind::Substitution,
            SynergyKind::from_code,
            &[("infrastructure commune", "infrastructure")]
        )
    );
    let stage = check!("stage", coded(field("stage"), Stage::Idea, Stage::from_code, STAGES));
    let lost_reason = check!(
        "lost_reason",
        match field("lost_reason").trim() {
            "" if stage == Some(Stage::Lost) => Err(Problem::ReasonMissing),
            "" => Ok(None),
            code => LostReason::from_code(code).map(Some).ok_or(Problem::UnknownChoice),
        }
    );
    let workshop = check!("workshop", Line::parse_optional(field("workshop")));
    let day = check!("workshop_date", parse_date(field("workshop_date")));
    let what = check!("flow", Line::parse_optional(field("flow")));
    let quantity = check!(
        "flow_quantity",
        match field("flow_quantity").trim() {
            "" => Ok(None),
            typed => coded(field("flow_unit"), Unit::Tonne, Unit::from_code, &[("m\u{b3}", "m3")])
                .and_then(|unit| Quantity::new(parse_number(typed)?, unit, Frequency::Year))
                .map(Some),
        }
    );
    let distance_km = check!("distance_km", domain::synergy::distance(field("distance_km")));
    let level = check!(
        "verification_level",
        match field("verification_level").trim() {
            "" => Ok(Verification::Estimated),
            typed => typed
                .split('.')
                .next()
                .and_then(|level| level.parse().ok())
                .and_then(Verification::from_level)
                .or_else(|| Verification::from_code(typed))
                .ok_or(Problem::UnknownChoice)
                // Nobody audits by a table.
                .and_then(|level| if level == Verification::Audited { Err(Problem::LevelNotYours) } else { Ok(level) }),
        }
    );
    let has_figures = columns
        .iter()
        .zip(row)
        .any(|(column, cell)| matches!(column, Some(Column::Figure(_))) && !cell.trim().is_empty());
    let year = match field("year").trim().split('.').next().unwrap_or_default() {
        "" => day.flatten().map(|day| chrono::Datelike::year(&day)).ok_or(Problem::Missing),
        typed => typed.parse::<i32>().map_err(|_| Problem::NotADate),
    };
    let year = if has_figures { check!("year", year) } else { None };
    let declared_by = check!("declared_by", Line::parse_optional(field("declared_by")));
    let declared_by = declared_by.flatten().as_ref().or(giver.as_ref()).map(ToString::to_string).unwrap_or_default();
    let mut figures = Vec::new();
    for (column, cell) in columns.iter().zip(row) {
        let (Some(Column::Figure(indicator)), false) = (column, cell.trim().is_empty()) else { continue };
        let amount = check!(indicator.code(), parse_number(cell));
        let (Some(amount), Some(year)) = (amount, year) else { continue };
        let figure = Figure {
            year,
            indicator: *indicator,
            amount,
            verification: level.unwrap_or(Verification::Estimated),
            declared_by: declared_by.clone(),
            uncertainty: None,
            basis: None,
        };
        match figure.check() {
            Ok(()) => figures.push(figure),
            Err(("year", problem)) => problems.push(("year".to_owned(), problem)),
            Err((_, problem)) => problems.push((indicator.code().to_owned(), problem)),
        }
    }
    let read = (|| {
        Some(Imported {
            title: title?,
            giver: giver?,
            receiver: receiver?,
            kind: kind?,
            stage: stage?,
            lost_reason: lost_reason?,
            workshop: workshop?,
            day: day?,
            flow: Flow { what: what?, quantity: quantity?, distance_km: distance_km? },
            figures,
        })
    })();
    match read {
        Some(imported) if problems.is_empty() => Ok(imported),
        _ => Err(problems),
    }
}

impl Backend {
    /// What a table would become in a programme: synergies that are there already are told apart.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn preview_import(
        &self,
        account: &Account,
        id: ProgrammeId,
        rows: &[Vec<String>],
        names: &[(String, Indicator)],
    ) -> Result<Preview> {
        self.member(account, id, Right::ImportTables).await?;
        let known = self.all_synergies(account, &Search { programme: Some(id), ..Search::default() }).await?;
        let known: std::collections::BTreeSet<_> = known
            .iter()
            .map(|record| key(&record.title, &record.giver.organisation, &record.receiver.organisation))
            .collect();
        let (rows, names) = (rows.to_vec(), names.to_vec());
        let read = tokio::task::spawn_blocking(move || preview(&rows, &names)).await;
        let mut preview = read.map_err(|failure| crate::error::Error::Corrupt(failure.to_string()))?;
        for line in &mut preview.lines {
            if let Outcome::New(imported) | Outcome::More(imported) = &line.outcome
                && known.contains(&imported.key())
            {
                line.outcome = Outcome::Known(imported.title.to_string());
            }
        }
        Ok(preview)
    }

    /// Keeps what the preview shows, all of it or nothing. Gives how many synergies are new.
    ///
    /// # Errors
    /// [`Problem::Malformed`] when something in it is wrong; what workshops and figures refuse.
    pub async fn import_synergies(&self, account: &Account, id: ProgrammeId, preview: &Preview) -> Result<usize> {
        let by = self.member(account, id, Right::ImportTables).await?;
        let programme = by.programme().clone();
        if !preview.is_good() {
            return Err(Problem::Malformed.into());
        }
        let titles = preview.lines.iter().filter_map(|line| match &line.outcome {
            Outcome::New(imported) => Some(imported.workshop.as_ref().map(ToString::to_string)),
            _ => None,
        });
        if titles.collect::<std::collections::BTreeSet<_>>().len() > WORKSHOPS_MAX {
            return Err(Problem::TooManyWorkshops.into());
        }
        let now = self.clock().now();
        let mut workshops: std::collections::BTreeMap<String, WorkshopId> = std::collections::BTreeMap::new();
        let mut kept: Vec<TableLine> = Vec::new();
        let mut places = std::collections::BTreeMap::new();
        for line in &preview.lines {
            match &line.outcome {
                Outcome::New(imported) => {
                    let title = imported
                        .workshop
                        .as_ref()
                        .map_or_else(|| "Synergies importées".to_owned(), ToString::to_string);
                    let workshop = match workshops.get(&title) {
                        Some(id) => *id,
                        None => {
                            let day = imported.day.unwrap_or_else(|| crate::books::day_of(now));
                            let draft = WorkshopDraft {
                                title: title.clone(),
                                date: day.to_string(),
                                language: "fr".to_owned(),
                                programme: programme.name.clone(),
                                territory: programme.territory.clone().unwrap_or_default(),
                                ..WorkshopDraft::default()
                            };
                            let created = self.create_workshop(draft, Some(account)).await?.id;
                            workshops.insert(title, created);
                            created
                        }
                    };
                    places.insert(imported.key(), kept.len());
                    let owner =
                        |organisation: &Line| Owner { name: String::new(), organisation: organisation.to_string() };
                    let beginning = Beginning {
                        title: imported.title.to_string(),
                        kind: imported.kind,
                        stage: imported.stage,
                        lost_reason: imported.lost_reason,
                        giver: owner(&imported.giver),
                        receiver: owner(&imported.receiver),
                        cards: Vec::new(),
                        flow: imported.flow.clone(),
                        next_step: None,
                    };
                    kept.push(TableLine { workshop, beginning, figures: imported.figures.clone() });
                }
                Outcome::More(imported) => {
                    if let Some(line) = places.get(&imported.key()).and_then(|place| kept.get_mut(*place)) {
                        line.figures.extend(imported.figures.iter().cloned());
                    }
                }
                Outcome::Known(_) | Outcome::Wrong(_) => {}
            }
        }
        let count = kept.len();
        let entry =
            self.entry(Deed::TableImported, by.author()).of(id).with("lines", preview.lines.len()).with("new", count);
        let (backend, author) = (self.clone(), by.name().to_owned());
        to_the_end(async move {
            let done = backend.keep_lines(id, &author, &kept, &entry).await;
            if done.is_ok() {
                backend.recognise_after(id, &[]).await;
            }
            done
        })
        .await?;
        Ok(count)
    }

    /// Keeps all lines or none, a few at a time. Others write in between; they may see a part before the whole is
    /// there.
    async fn keep_lines(&self, id: ProgrammeId, author: &str, kept: &[TableLine], entry: &Entry) -> Result<()> {
        let import = self.db().begin_import(entry.at).await?;
        for lines in kept.chunks(IN_ONE_TRANSACTION) {
            let command = Command::Import { lines: lines.to_vec() };
            let beside = Beside { import: Some(import.clone()), ..Beside::default() };
            if let Err(error) = self.follow(Signed::by(id, author), command, beside).await {
                // Where even this fails, the next start does it.
                if let Err(error) = self.db().take_back(&import, self.clock().now()).await {
                    tracing::error!(%error, "an import could not be taken back yet");
                }
                return Err(error);
            }
        }
        self.db().end_import(&import, entry).await
    }
}

#[cfg(test)]
mod tests;
