//! The administrators' pages, and the audit log.

use app::locale::administration as texts;
use app::pages::administration::{AdministrationPage, AuditPage, BackupShown, Reading};
use app::pages::office::MadeLink;
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::administration::AUDIT_PAGE;
use backend::error::{Error, Result};
use backend::exports::audit_csv;
use backend::people::Account;
use domain::audit::{Record, Shown};
use domain::ids::{AccountId, ProgrammeId};
use domain::problem::{FieldProblem, Problem};
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{answer, see_other};
use crate::calendar::today;
use crate::downloads::file;
use crate::extract::{Asked, Place};
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::invitations::deliver;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::ADMINISTRATION, get(administration))
        .route(routes::ADMINISTER_ACCOUNT, post(account_deed))
        .route(routes::HAND_OVER, post(hand_over))
        .route(routes::HOST_AUDIT, get(host_audit))
        .route(routes::HOST_AUDIT_CSV, get(host_audit_csv))
        .route(routes::AUDIT, get(audit))
        .route(routes::AUDIT_CSV, get(programme_audit_csv))
}

async fn administration(State(app): State<App>, visitor: Visitor) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        page(&app, &visitor, &account, StatusCode::OK, Vec::new(), None).await
    };
    answer(&app, &visitor, page.await).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    status: StatusCode,
    problems: Vec<FieldProblem>,
    made: Option<MadeLink>,
) -> Result<Response> {
    let accounts = app.backend.host_accounts(account).await?;
    let programmes = app.backend.host_programmes(account).await?;
    let backup =
        app.backend.last_backup().map(|last| BackupShown { at: last.at, failed: last.failed, newest: last.newest });
    let view = move || {
        view! { <AdministrationPage accounts=accounts.clone() programmes=programmes.clone() backup=backup.clone() problems=problems.clone() made=made.clone() /> }.into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, texts::title(visitor.language), view).await)
}

/// Back to the page; what is refused is said there.
async fn done(app: &App, visitor: &Visitor, account: &Account, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(see_other(routes::ADMINISTRATION)),
        Err(Error::Refused(refusal)) if refusal.first() != Problem::NotFound => {
            page(app, visitor, account, status(refusal.first()), refusal.problems().to_vec(), None).await
        }
        Err(error) => Err(error),
    }
}

async fn account_deed(
    State(app): State<App>,
    visitor: Visitor,
    Place((whom, deed)): Place<(AccountId, String)>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let backend = &app.backend;
        let deed = match deed.as_str() {
            "close" => backend.close_account(&account, whom, true).await,
            "open" => backend.close_account(&account, whom, false).await,
            "administrator" => backend.name_administrator(&account, whom, true).await,
            "end-second-factor" => backend.take_second_factor(&account, whom).await,
            "end-administrator" => backend.name_administrator(&account, whom, false).await,
            _ => Err(Problem::NotFound.into()),
        };
        done(&app, &visitor, &account, deed).await
    };
    answer(&app, &visitor, page.await).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ToWhom {
    email: String,
}

async fn hand_over(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let to: ToWhom = read_form(&body);
        match app.backend.hand_over(&account, id, &to.email).await {
            Ok(new) => {
                let name = app
                    .backend
                    .host_programmes(&account)
                    .await?
                    .into_iter()
                    .find(|known| known.id == id)
                    .map(|known| known.name);
                let made = deliver(&app, &visitor, account.name(), &name.unwrap_or_default(), new).await;
                page(&app, &visitor, &account, StatusCode::OK, Vec::new(), Some(made)).await
            }
            Err(error) => done(&app, &visitor, &account, Err(error)).await,
        }
    };
    answer(&app, &visitor, page.await).await
}

/// The same part of the log, as it stands in an address.
fn query(shown: &Shown, before: &str) -> String {
    serde_urlencoded::to_string(Shown { before: before.to_owned(), ..shown.clone() }).unwrap_or_default()
}

async fn log_page(app: &App, visitor: &Visitor, reading: Reading, shown: Shown, records: Vec<Record>) -> Response {
    let export = format!("{}?{}", reading.address(true), query(&shown, ""));
    let full = records.len() >= usize::try_from(AUDIT_PAGE).unwrap_or(usize::MAX);
    let older = records
        .last()
        .filter(|_| full)
        .map(|last| format!("{}?{}", reading.address(false), query(&shown, &last.number.to_string())));
    let view = move || {
        view! { <AuditPage reading=reading.clone() shown=shown.clone() records=records.clone() export=export.clone() older=older.clone() /> }.into_any()
    };
    render::page(app, visitor, StatusCode::OK, Screen::Office, texts::audit(visitor.language), view).await
}

fn log_file(visitor: &Visitor, records: &[Record]) -> Result<Response> {
    Ok(file(
        "text/csv; charset=utf-8",
        &format!("maillage-audit-{}.csv", today()),
        audit_csv(records, visitor.language)?,
    ))
}

async fn host_audit(State(app): State<App>, visitor: Visitor, Asked(shown): Asked<Shown>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let records = app.backend.host_audit(&account, &shown).await?;
        Ok(log_page(&app, &visitor, Reading::Host, shown, records).await)
    };
    answer(&app, &visitor, page.await).await
}

async fn host_audit_csv(State(app): State<App>, visitor: Visitor, Asked(shown): Asked<Shown>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        log_file(&visitor, &app.backend.export_host_audit(&account, &shown).await?)
    };
    answer(&app, &visitor, page.await).await
}

async fn audit(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<ProgrammeId>,
    Asked(shown): Asked<Shown>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let records = app.backend.audit(&account, id, &shown).await?;
        let programme = app.backend.programme(&account, id).await?;
        Ok(log_page(&app, &visitor, Reading::Programme(Box::new(programme)), shown, records).await)
    };
    answer(&app, &visitor, page.await).await
}

async fn programme_audit_csv(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<ProgrammeId>,
    Asked(shown): Asked<Shown>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        log_file(&visitor, &app.backend.export_audit(&account, id, &shown).await?)
    };
    answer(&app, &visitor, page.await).await
}
