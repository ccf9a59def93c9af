//! Past synergies out of a table, and whole programmes from other servers.

use std::sync::Arc;
use std::time::Duration;

use app::locale::{exchange as texts, words};
use app::pages::office::{ImportPage, Shown, ShownLine};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::imports::{Outcome, Preview};
use backend::people::Account;
use domain::access::Right;
use domain::ids::ProgrammeId;
use domain::problem::{FieldProblem, Problem, Refusal};
use domain::synergy::Indicator;
use domain::text::folded;
use domain::workshop::Language;
use leptos::prelude::*;

use crate::App;
use crate::answers::{answer, see_other};
use crate::extract::Place;
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;
use crate::uploads::first_file;

/// The most bytes of a table that is imported.
const TABLE_MAX: usize = 8 * 1024 * 1024;
/// How long a table waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest document of a whole programme.
const WHOLE_MAX: usize = 256 * 1024 * 1024;

pub(super) fn routes() -> Router<App> {
    let table = Router::new().route(routes::IMPORT, get(form).post(import)).layer(DefaultBodyLimit::max(TABLE_MAX));
    let whole = Router::new().route(routes::IMPORT_WHOLE, post(take_over)).layer(DefaultBodyLimit::max(WHOLE_MAX));
    table.merge(whole)
}

async fn form(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let shown = async {
        let account = visitor.account(&app).await?;
        page(&app, &visitor, &account, id, StatusCode::OK, None, Vec::new()).await
    };
    answer(&app, &visitor, shown.await).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    id: ProgrammeId,
    status: StatusCode,
    shown: Option<Shown>,
    problems: Vec<FieldProblem>,
) -> Result<Response> {
    app.backend.member(account, id, Right::ImportTables).await?;
    let programme = app.backend.programme(account, id).await?;
    let view = move || {
        view! { <ImportPage programme=programme.clone() shown=shown.clone() problems=problems.clone() /> }.into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, texts::import_title(visitor.language), view).await)
}

/// What came with the form: a file, or the text of the table, and whether it is to be kept.
#[derive(Default)]
struct Sent {
    file: Vec<u8>,
    text: Option<String>,
    confirm: bool,
}

async fn sent(mut form: Multipart) -> std::result::Result<Sent, Refusal> {
    let too_large = || Refusal::at("file", Problem::TooLarge);
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        let name = field.name().unwrap_or_default().to_owned();
        let content = field.bytes().await.map_err(|_| too_large())?;
        match name.as_str() {
            "file" => sent.file = content.to_vec(),
            "text" => sent.text = Some(String::from_utf8_lossy(&content).into_owned()),
            "confirm" => sent.confirm = true,
            _ => {}
        }
    }
    Ok(sent)
}

/// The names of the indicators in both languages: a table may come from either.
fn names() -> Vec<(String, Indicator)> {
    let name = |language| {
        Indicator::ALL.iter().map(move |indicator| (folded(words::indicator(language, *indicator)), *indicator))
    };
    name(Language::French).chain(name(Language::English)).collect()
}

/// The table as CSV text that can be corrected by hand.
fn as_text(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| {
        if cell.contains([';', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(";") + "\n").collect()
}

fn shown(rows: &[Vec<String>], preview: &Preview) -> Shown {
    let line = |line: &backend::imports::PreviewLine| {
        let first = rows.get(line.number - 1).and_then(|row| row.first()).cloned().unwrap_or_default();
        let (outcome, title, problems) = match &line.outcome {
            Outcome::New(imported) => ("new", imported.title.to_string(), Vec::new()),
            Outcome::More(imported) => ("more", imported.title.to_string(), Vec::new()),
            Outcome::Known(title) => ("known", title.clone(), Vec::new()),
            Outcome::Wrong(problems) => ("wrong", first, problems.clone()),
        };
        ShownLine { number: line.number, title, outcome, problems }
    };
    Shown {
        text: as_text(rows),
        lines: preview.lines.iter().map(line).collect(),
        unknown: preview.unknown.clone(),
        missing: preview.missing.clone(),
        good: preview.is_good(),
    }
}

/// The rows of a table, read off the async threads, a few tables at once.
async fn read(app: &App, table: Vec<u8>) -> std::result::Result<Vec<Vec<String>>, Problem> {
    let turn = Arc::clone(&app.uploads).acquire_owned();
    let turn =
        tokio::time::timeout(PATIENCE, turn).await.map_err(|_| Problem::Busy)?.map_err(|_| Problem::Unavailable)?;
    let read = tokio::task::spawn_blocking(move || {
        let read = documents::table::read(&table);
        drop(turn);
        read
    });
    match read.await {
        Ok(Ok(rows)) if rows.is_empty() => Err(Problem::Missing),
        Ok(Ok(rows)) => Ok(rows),
        Ok(Err(documents::Error::TooLarge)) => Err(Problem::TableTooLarge),
        Ok(Err(error)) => {
            tracing::info!(%error, "a table cannot be read");
            Err(Problem::Malformed)
        }
        Err(error) => {
            tracing::warn!(%error, "reading a table broke off");
            Err(Problem::Malformed)
        }
    }
}

async fn import(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, form: Multipart) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        app.backend.member(&account, id, Right::ImportTables).await?;
        let refused = |problem: Problem| (status(problem), Refusal::at("file", problem).problems().to_vec());
        let sent = match sent(form).await {
            Ok(sent) => sent,
            Err(refusal) => {
                let (status, problems) = refused(refusal.first());
                return page(&app, &visitor, &account, id, status, None, problems).await;
            }
        };
        let table = sent.text.as_ref().map_or(sent.file, |text| text.clone().into_bytes());
        let rows = match read(&app, table).await {
            Ok(rows) => rows,
            Err(problem) => {
                let (status, problems) = refused(problem);
                // What was typed comes back.
                let typed = sent.text.map(|text| Shown { text, ..Shown::default() });
                return page(&app, &visitor, &account, id, status, typed, problems).await;
            }
        };
        let preview = app.backend.preview_import(&account, id, &rows, &names()).await?;
        if sent.confirm && preview.is_good() {
            match app.backend.import_synergies(&account, id, &preview).await {
                Err(Error::Refused(refusal)) if refusal.first() == Problem::TooManyWorkshops => {
                    let (status, problems) = refused(refusal.first());
                    return page(&app, &visitor, &account, id, status, Some(shown(&rows, &preview)), problems).await;
                }
                done => drop(done?),
            }
            return Ok(see_other(&routes::synergies_of(id)));
        }
        page(&app, &visitor, &account, id, StatusCode::OK, Some(shown(&rows, &preview)), Vec::new()).await
    };
    answer(&app, &visitor, done.await).await
}

async fn take_over(State(app): State<App>, visitor: Visitor, form: Multipart) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        let (_, document) = first_file(form).await.map_err(Error::from)?;
        let id = app.backend.import_programme(&account, &document).await?;
        Ok(see_other(&routes::programme(id)))
    };
    answer(&app, &visitor, done.await).await
}
