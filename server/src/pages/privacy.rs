//! What is done with people's data: the host's pages and settings, and the copy that a person takes.

use std::collections::BTreeMap;

use app::locale::{privacy as texts, words};
use app::pages::privacy::{CopyPage, ErasedEverywhere, HostSettings, LegalPage, MineEverywhere};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use backend::error::Result;
use backend::host::{Settings, periods};
use domain::ids::WorkshopId;
use domain::problem::FieldProblem;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::App;
use crate::answers::{failed, see_other};
use crate::extract::Place;
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::render;
use crate::respond::{refusal, status};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::PRIVACY, get(privacy))
        .route(routes::LEGAL, get(legal))
        .route(routes::ACCESSIBILITY, get(accessibility))
        .route(routes::HOST, get(settings).post(set))
        .route(routes::HOST_COPY, post(copy_by_email))
        .route(routes::HOST_LINK, post(link_for_person))
        .route(routes::HOST_ERASE, post(erase_by_email))
        .route(routes::MINE_EVERYWHERE, get(mine))
        .route(routes::MINE_EVERYWHERE_FILE, get(mine_file))
        .route(routes::ERASE_MINE, post(erase_mine))
        .route(routes::MY_COPY, get(copy))
        .route(routes::MY_COPY_FILE, get(copy_file))
}

/// The host's text of this name in the visitor's language, or the default.
fn text(app: &App, visitor: &Visitor, settings: &Settings, which: &str) -> String {
    let set = settings.get(&format!("{which}.{}", visitor.language.code())).filter(|text| !text.is_empty());
    let kept = periods(settings);
    set.cloned().unwrap_or_else(|| {
        texts::default_text(
            visitor.language,
            which,
            &app.host.name,
            kept.people_months,
            kept.addresses_months,
            kept.backup_days,
        )
    })
}

async fn page(app: &App, visitor: &Visitor, which: &'static str, title: &'static str, here: &'static str) -> Response {
    let settings = match app.backend.host_settings().await {
        Ok(settings) => settings,
        Err(error) => return failed(app, visitor, &error).await,
    };
    let text = text(app, visitor, &settings, which);
    render::page(app, visitor, StatusCode::OK, Screen::Office, title, move || {
        view! { <LegalPage title text=text.clone() here /> }.into_any()
    })
    .await
}

async fn privacy(State(app): State<App>, visitor: Visitor) -> Response {
    page(&app, &visitor, "privacy", texts::privacy(visitor.language), routes::PRIVACY).await
}

async fn legal(State(app): State<App>, visitor: Visitor) -> Response {
    page(&app, &visitor, "legal", texts::legal(visitor.language), routes::LEGAL).await
}

async fn accessibility(State(app): State<App>, visitor: Visitor) -> Response {
    page(&app, &visitor, "accessibility", texts::accessibility(visitor.language), routes::ACCESSIBILITY).await
}

/// What was done just before, for the notice on the page.
#[derive(Clone, Default)]
struct Just {
    erased: Option<u32>,
    made: Option<String>,
}

#[derive(Deserialize, Default)]
struct Done {
    erased: Option<u32>,
}

async fn settings(State(app): State<App>, visitor: Visitor, Query(done): Query<Done>) -> Response {
    let typed = app.backend.host_settings().await.unwrap_or_default();
    settings_page(&app, &visitor, StatusCode::OK, typed, Vec::new(), Just { erased: done.erased, made: None }).await
}

async fn settings_page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    typed: Settings,
    problems: Vec<FieldProblem>,
    just: Just,
) -> Response {
    let due = async {
        let account = visitor.account(app).await?;
        app.backend.due_next_month(&account).await
    };
    let due = match due.await {
        Ok(due) => due,
        Err(error) => return failed(app, visitor, &error).await,
    };
    let view = move || {
        view! {
            <HostSettings
                typed=typed.clone()
                problems=problems.clone()
                due=due.clone()
                erased=just.erased
                made=just.made.clone()
            />
        }
        .into_any()
    };
    render::page(app, visitor, status, Screen::Office, texts::settings(visitor.language), view).await
}

async fn set(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let typed: BTreeMap<String, String> = read_form(&body);
    let done = async {
        let account = visitor.account(&app).await?;
        app.backend.set_up_host(&account, &typed).await
    };
    match done.await {
        Ok(()) => see_other(routes::HOST),
        Err(error) => {
            let refusal = refusal(&error);
            settings_page(&app, &visitor, status(refusal.first()), typed, refusal.problems().to_vec(), Just::default())
                .await
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Request {
    email: String,
}

async fn copy_by_email(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let request: Request = read_form(&body);
    let copy = async {
        let account = visitor.account(&app).await?;
        app.backend.copy_by_email(&account, &request.email).await
    };
    match copy.await {
        Ok(copies) => file(&Value::from(copies)),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

/// The link is shown on the page that answers, and nowhere again.
async fn link_for_person(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let request: Request = read_form(&body);
    let made = async {
        let account = visitor.account(&app).await?;
        app.backend.person_link(&account, &request.email).await
    };
    match made.await {
        Ok(token) => {
            let made = Some(format!("{}{}", visitor.origin, routes::mine_everywhere(&token)));
            let typed = app.backend.host_settings().await.unwrap_or_default();
            settings_page(&app, &visitor, StatusCode::OK, typed, Vec::new(), Just { erased: None, made }).await
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn mine(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    match app.backend.copies_by_link(&token, &visitor.circumstances()).await {
        Ok(copies) => {
            let workshops: Vec<_> = copies.iter().map(|copy| parts(visitor.language, copy)).collect();
            let view = move || view! { <MineEverywhere token=token.clone() workshops=workshops.clone() /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::mine_everywhere(visitor.language), view)
                .await
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn mine_file(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    match app.backend.copies_by_link(&token, &visitor.circumstances()).await {
        Ok(copies) => file(&Value::from(copies)),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn erase_mine(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    match app.backend.erase_by_link(&token, &visitor.circumstances()).await {
        Ok(_) => {
            let title = app::locale::personal::gone(visitor.language);
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, title, || {
                view! { <ErasedEverywhere /> }.into_any()
            })
            .await
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn erase_by_email(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let request: Request = read_form(&body);
    let erased = async {
        let account = visitor.account(&app).await?;
        app.backend.erase_by_email(&account, &request.email).await
    };
    match erased.await {
        Ok(count) => see_other(&format!("{}?erased={count}", routes::HOST)),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn own(app: &App, visitor: &Visitor, id: WorkshopId) -> Result<Value> {
    let caller = visitor.caller(app, id).await?;
    app.backend.own_copy(&caller).await
}

async fn copy(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match own(&app, &visitor, id).await {
        Ok(copy) => {
            let parts = parts(visitor.language, &copy);
            let view = move || view! { <CopyPage id parts=parts.clone() /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Phone, texts::copy(visitor.language), view).await
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn copy_file(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match own(&app, &visitor, id).await {
        Ok(copy) => file(&copy),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

fn file(copy: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"maillage-copy.json\"")),
    ];
    (headers, serde_json::to_string_pretty(copy).unwrap_or_default()).into_response()
}

/// Each part of the copy with its lines, as a person reads them.
fn parts(language: app::Language, copy: &Value) -> Vec<(String, Vec<String>)> {
    let of = |key: &str| {
        let value = copy.get(key).unwrap_or(&Value::Null);
        let lines = match value {
            Value::Array(items) => items.iter().filter_map(|item| line(language, item)).collect(),
            Value::Object(fields) => fields.iter().filter_map(|(name, value)| field(language, name, value)).collect(),
            other => line(language, other).into_iter().collect(),
        };
        (texts::copy_key(language, key), lines)
    };
    if copy.get("company").is_some() {
        return ["person", "company", "conversations"].map(of).into();
    }
    ["person", "workshop", "cards", "interested_in", "answers", "synergies", "satisfaction"].map(of).into()
}

/// A value in a line; none where there is nothing. What only a program reads (ids) stays in the file.
fn line(language: app::Language, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Array(items) => {
            Some(items.iter().filter_map(|item| line(language, item)).collect::<Vec<_>>().join(", "))
                .filter(|text| !text.is_empty())
        }
        Value::Object(fields) => {
            let told = fields.iter().filter_map(|(name, value)| field(language, name, value));
            Some(told.collect::<Vec<_>>().join(" · ")).filter(|text| !text.is_empty())
        }
        Value::Bool(is) => Some(texts::yes_no(language, *is).to_owned()),
        Value::Number(number) => {
            Some(number.as_f64().map_or_else(|| number.to_string(), |number| app::format::typed(language, number)))
        }
    }
}

fn field(language: app::Language, name: &str, value: &Value) -> Option<String> {
    let said = match (name, value) {
        ("id", _) => return None,
        // What a card says, and an answer, need no name of their own; a card begins with its title.
        ("card", Value::Object(card)) => {
            let title = card.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
            let others = card
                .iter()
                .filter(|(name, _)| *name != "title")
                .filter_map(|(name, value)| field(language, name, value));
            return Some(std::iter::once(title).chain(others).collect::<Vec<_>>().join(" · "));
        }
        ("quantity", Value::Object(quantity)) => ["amount", "unit", "frequency"]
            .into_iter()
            .filter_map(|part| match quantity.get(part)? {
                Value::String(code) => code_in_words(language, part, code),
                amount => line(language, amount),
            })
            .collect::<Vec<_>>()
            .join(" "),
        ("answer", Value::Object(_)) => return line(language, value),
        (name, Value::String(code)) => code_in_words(language, name, code).unwrap_or_else(|| code.clone()),
        (_, value) => line(language, value)?,
    };
    (!said.is_empty()).then(|| app::locale::common::labelled(language, &texts::copy_key(language, name), &said))
}

/// What a code says, in words; none for what is no code.
fn code_in_words(language: app::Language, name: &str, code: &str) -> Option<String> {
    use app::locale::company_people as people;
    use domain::programme::companies;
    use domain::resource::{Category, Frequency, Kind, Price, Unit, Visibility};
    use domain::satisfaction::{Agreement, Lead};
    let words = match name {
        "kind" => words::kind(language, Kind::from_code(code)?),
        "category" => words::category(language, Category::from_code(code)?),
        "unit" => words::unit(language, Unit::from_code(code)?),
        "frequency" => words::frequency(language, Frequency::from_code(code)?),
        "price" => words::price(language, Price::from_code(code)?),
        "visibility" => words::visibility(language, Visibility::from_code(code)?),
        "useful" | "organised" => words::agreement(language, Agreement::from_code(code)?),
        "lead" => words::lead(language, Lead::from_code(code)?),
        "agreed" => people::agreement(language, companies::Agreement::from_code(code)?),
        "agreed_how" => people::consent_way_name(language, companies::ConsentWay::from_code(code)?),
        "way" => people::way_name(language, companies::ConversationWay::from_code(code)?),
        "date" | "agreed_on" => return Some(app::format::date(language, code.parse().ok()?)),
        _ => return texts::copy_value(language, name, code).map(str::to_owned),
    };
    Some(words.to_owned())
}
