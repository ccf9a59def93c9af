//! The keys of a workshop: shown, made anew, ended.

use app::locale::keys as texts;
use app::pages::desk::{HeldRow, KeyRow, KeysPage, KeysShown};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use backend::doors::{HeldKeys, Kind};
use backend::error::Result;
use domain::ids::{ParticipantId, WorkshopId};
use domain::problem::Problem;
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{see_other, turned_away};
use crate::doors::{Signs, qr_svg};
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::render;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::KEYS, get(keys)).route(routes::RENEW_KEY, post(renew)).route(routes::END_KEY, post(end))
}

/// The key that an address names: of a door, a table or a person.
#[derive(Clone, Copy)]
enum Which {
    Door(Kind),
    Table(u8),
    Person(ParticipantId),
}

impl Which {
    fn read(text: &str) -> Result<Self> {
        let which = match text {
            "desk" => Some(Self::Door(Kind::Desk)),
            "board" => Some(Self::Door(Kind::Board)),
            "door" => Some(Self::Door(Kind::Join)),
            _ => match text.split_once('-') {
                Some(("table", number)) => number.parse().ok().map(Self::Table),
                Some(("person", number)) => number.parse().ok().map(|number| Self::Person(ParticipantId(number))),
                _ => None,
            },
        };
        which.ok_or_else(|| Problem::NotFound.into())
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct After {
    done: bool,
}

async fn page(app: &App, visitor: &Visitor, id: WorkshopId, new_key: Option<String>, done: bool) -> Result<Response> {
    let caller = visitor.facilitator(app, id).await?;
    let signs = Signs::new(&visitor.origin, &app.backend.doors(&caller).await?);
    let keys = app.backend.keys(&caller).await?;
    let title = app.backend.snapshot(&caller).await?.workshop.title().to_owned();
    let language = visitor.language;
    let door = |which: &'static str, kind: Kind, shown: Option<String>| {
        let state = keys.doors.iter().find(|state| state.kind == kind);
        // Who came by typing the code came through the same door.
        let typed = keys.doors.iter().find(|state| kind == Kind::Join && state.kind == Kind::Code);
        KeyRow {
            which,
            made_at: state.map(|state| state.made_at),
            used_at: state.and_then(|state| state.used_at).max(typed.and_then(|state| state.used_at)),
            ended_at: state.and_then(|state| state.ended_at),
            shown,
        }
    };
    let browsers = (keys.desks > 0).then(|| {
        app::format::count(language, keys.desks as usize, texts::one_browser(language), texts::many_browsers(language))
    });
    let code = format!("{} {} · {}", texts::code(language), signs.join_code, signs.join_address);
    let held = |which: &str, keys: HeldKeys, name: String| HeldRow {
        which: format!("{which}-{}", keys.whose),
        name,
        count: keys.count,
        made_at: keys.made_at,
        used_at: keys.used_at,
    };
    let shown = KeysShown {
        doors: vec![
            door("desk", Kind::Desk, browsers),
            door("board", Kind::Board, signs.board_address),
            door("door", Kind::Join, Some(code)),
        ],
        tables: keys
            .tables
            .iter()
            .cloned()
            .map(|table| (format!("{} {}", texts::table(language), table.whose), table))
            .map(|(name, table)| held("table", table, name))
            .collect(),
        people: keys
            .people
            .iter()
            .cloned()
            .map(|person| (person.name.clone(), person))
            .map(|(name, person)| held("person", person, name))
            .collect(),
        new_key: new_key.map(|key| {
            let address = format!("{}{}", visitor.origin, routes::desk_by_key(&key));
            let qr = qr_svg(&address);
            (address, qr)
        }),
        done,
    };
    let view = move || view! { <KeysPage id title=title.clone() shown=shown.clone() /> }.into_any();
    Ok(render::page(app, visitor, StatusCode::OK, Screen::Office, texts::title(language), view).await)
}

async fn keys(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(After { done }): Asked<After>,
) -> Response {
    match page(&app, &visitor, id, None, done).await {
        Ok(page) => page,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn renew(State(app): State<App>, visitor: Visitor, Place((id, which)): Place<(WorkshopId, String)>) -> Response {
    let done = async {
        let caller = visitor.facilitator(&app, id).await?;
        let Which::Door(kind) = Which::read(&which)? else { return Err(Problem::NotFound.into()) };
        let Some(key) = app.backend.renew_key(&caller, kind).await? else {
            return Ok(see_other(&format!("{}?done=true", routes::keys(id))));
        };
        // Whoever came by the old key goes on by the new one; it is shown on the page that answers.
        if visitor.account(&app).await.is_ok() {
            return page(&app, &visitor, id, Some(key), true).await;
        }
        let (_, token) = app.backend.enter_desk(&key).await?;
        let mut answer = page(&app, &visitor.with_facilitator(id, &token), id, Some(key), true).await?;
        answer.headers_mut().append(header::SET_COOKIE, visitor.remember_facilitator(id, &token));
        Ok(answer)
    };
    match done.await {
        Ok(answer) => answer,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn end(State(app): State<App>, visitor: Visitor, Place((id, which)): Place<(WorkshopId, String)>) -> Response {
    let done = async {
        let caller = visitor.facilitator(&app, id).await?;
        match Which::read(&which)? {
            Which::Door(kind) => app.backend.end_key(&caller, kind).await,
            Which::Table(table) => app.backend.end_table_key(&caller, table).await,
            Which::Person(who) => app.backend.end_phones(&caller, who).await,
        }
    };
    match done.await {
        Ok(()) => see_other(&format!("{}?done=true", routes::keys(id))),
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}
