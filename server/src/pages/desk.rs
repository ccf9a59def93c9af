//! The facilitator's desk.

mod invitation;
mod keys;
mod leads;
mod minutes;
mod people;
mod registration;
mod running;
mod table;

use app::locale::common;
use app::pages::Form;
use app::pages::desk::{self as screen, DeskBoot, Doors, Panel, PrintSheets, WorkshopForm, Workshops};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use backend::error::{Error, Result};
use domain::ids::{CommandId, WorkshopId};
use domain::problem::Problem;
use domain::workshop::{Command, WorkshopDraft};
use leptos::prelude::*;
use live::replica::Snapshot;
use uuid::Uuid;

use crate::App;
use crate::answers::{failed, see_other, see_other_with, turned_away};
use crate::doors::Signs;
use crate::extract::{Asked, Place};
use crate::forms::{read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::{refusal, status};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::DESKS, get(workshops))
        .route(routes::NEW_WORKSHOP, get(new_workshop).post(create_workshop))
        .route(routes::CONSOLE, get(desk))
        .route(routes::EDIT_WORKSHOP, get(edit_workshop).post(describe_workshop))
        .route(routes::PRINT_SHEETS, get(print_sheets))
        .route(routes::DESK_BY_KEY, get(enter_with_key))
        .merge(invitation::routes())
        .merge(keys::routes())
        .merge(leads::routes())
        .merge(minutes::routes())
        .merge(people::routes())
        .merge(registration::routes())
        .merge(running::routes())
        .merge(table::routes())
}

async fn workshops(State(app): State<App>, visitor: Visitor) -> Response {
    let list = async {
        let account = visitor.account(&app).await?;
        Ok((app.backend.workshops_to_run(&account).await?, app.backend.administers(&account).await?))
    };
    match list.await {
        Ok((workshops, administers)) => {
            if let Some(response) = crate::sessions::waiting_invitation(&app, &visitor).await {
                return response;
            }
            let view = move || view! { <Workshops workshops=workshops.clone() administers /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, common::workshops(visitor.language), view)
                .await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn form_page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    id: Option<WorkshopId>,
    form: Form<WorkshopDraft>,
) -> Response {
    let title =
        if id.is_some() { common::edit_workshop(visitor.language) } else { common::new_workshop(visitor.language) };
    render::page(app, visitor, status, Screen::Office, title, move || {
        view! { <WorkshopForm id form=form.clone() /> }.into_any()
    })
    .await
}

async fn new_workshop(State(app): State<App>, visitor: Visitor) -> Response {
    let known = async { app.backend.workshops_to_run(&visitor.account(&app).await?).await };
    match known.await {
        Ok(workshops) => {
            let mut draft = WorkshopDraft {
                language: visitor.language.code().to_owned(),
                tables: "6".to_owned(),
                ..WorkshopDraft::default()
            };
            if let Some(last) = workshops.first() {
                draft.programme = last.description.programme.to_string();
                draft.territory = last.description.territory.as_ref().map(ToString::to_string).unwrap_or_default();
            }
            form_page(&app, &visitor, StatusCode::OK, None, Form { draft, problems: Vec::new() }).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn create_workshop(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let account = match visitor.account(&app).await {
        Ok(account) => account,
        Err(error) => return turned_away(&app, &visitor, &error).await,
    };
    let draft: WorkshopDraft = read_form(&body);
    match app.backend.create_workshop(draft.clone(), Some(&account)).await {
        Ok(created) => see_other(&routes::desk(created.id)),
        Err(error) => {
            let refusal = refusal(&error);
            form_page(&app, &visitor, status(refusal.first()), None, refused_form(draft, &refusal)).await
        }
    }
}

async fn seen_from_desk(app: &App, visitor: &Visitor, id: WorkshopId) -> Result<(Snapshot, Doors)> {
    let caller = visitor.facilitator(app, id).await?;
    let doors = app.backend.doors(&caller).await?;
    let signs = Signs::new(&visitor.origin, &doors);
    let doors = Doors {
        join_code: signs.join_code,
        join_address: signs.join_address,
        join_host: signs.join_host,
        join_qr: signs.join_qr,
        board_address: signs.board_address.unwrap_or_default(),
        keys_address: routes::keys(id),
    };
    Ok((app.backend.snapshot(&caller).await?, doors))
}

/// The panel that the address asks for, by its name; blank for the first.
#[derive(serde::Deserialize)]
struct Wish {
    #[serde(default)]
    panel: String,
}

async fn desk(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(wish): Asked<Wish>,
) -> Response {
    match seen_from_desk(&app, &visitor, id).await {
        Ok((snapshot, doors)) => {
            let title = snapshot.workshop.title().to_owned();
            let wished = Panel::ALL.into_iter().find(|(_, name)| *name == wish.panel).map(|(panel, _)| panel);
            let panel = wished.unwrap_or_else(|| Panel::first(&snapshot.workshop));
            let boot = DeskBoot { language: visitor.language, snapshot, panel, doors };
            render::live_page(&app, visitor.language, StatusCode::OK, Screen::Desk, &title, boot, |boot| {
                screen::desk(boot).into_any()
            })
            .await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn edit_workshop(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match seen_from_desk(&app, &visitor, id).await {
        Ok((snapshot, _)) => {
            let draft = snapshot.workshop.description.as_ref().map(WorkshopDraft::from).unwrap_or_default();
            form_page(&app, &visitor, StatusCode::OK, Some(id), Form { draft, problems: Vec::new() }).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn describe_workshop(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    body: Bytes,
) -> Response {
    let mut draft: WorkshopDraft = read_form(&body);
    let done = async {
        let (snapshot, _) = seen_from_desk(&app, &visitor, id).await?;
        // A workshop stays in its programme: its synergies are counted there.
        draft.programme =
            snapshot.workshop.description.map(|description| description.programme.to_string()).unwrap_or_default();
        let caller = visitor.facilitator(&app, id).await?;
        app.backend
            .command(&caller, CommandId(Uuid::new_v4()), Command::DescribeWorkshop { workshop: draft.clone() })
            .await
    };
    match done.await {
        Ok(_) => see_other(&routes::desk(id)),
        Err(error @ Error::Refused(_)) if !error.refusal().problems().iter().any(|problem| problem.field.is_none()) => {
            let refusal = error.refusal();
            form_page(&app, &visitor, status(refusal.first()), Some(id), refused_form(draft, &refusal)).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn print_sheets(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    let (snapshot, doors) = match seen_from_desk(&app, &visitor, id).await {
        Ok(seen) => seen,
        Err(error) => return turned_away(&app, &visitor, &error).await,
    };
    let Some(description) = snapshot.workshop.description else {
        return failed(&app, &visitor, &Problem::NotFound.into()).await;
    };
    let title = description.title.to_string();
    let view = move || view! { <PrintSheets id description=description.clone() doors=doors.clone() /> }.into_any();
    render::page(&app, &visitor, StatusCode::OK, Screen::Office, &title, view).await
}

/// The key leaves the address at once, and the browser keeps another one in its place, which ends by itself: neither
/// its history nor its cookies hold the workshop's key.
async fn enter_with_key(State(app): State<App>, visitor: Visitor, Place(key): Place<String>) -> Response {
    match app.backend.enter_desk(&key).await {
        Ok((caller, token)) => {
            see_other_with(&routes::desk(caller.workshop()), visitor.remember_facilitator(caller.workshop(), &token))
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}
