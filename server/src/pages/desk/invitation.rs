//! What the invitation says, the paper cards, and what participants said at the end.

use app::locale::invitation as texts;
use app::pages::Form;
use app::pages::desk::{InvitationForm, PaperCards, SatisfactionPage};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use backend::error::{Error, Result};
use domain::ids::WorkshopId;
use domain::invitation::InvitationDraft;
use leptos::prelude::*;

use crate::App;
use crate::answers::{see_other, turned_away};
use crate::extract::{Asked, Place};
use crate::forms::{Saved, is_about_fields, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::INVITATION_FORM, get(form).post(save))
        .route(routes::PAPER_CARDS, get(paper))
        .route(routes::SATISFACTION, get(results))
}

async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(Saved { saved }): Asked<Saved>,
) -> Response {
    let read = async {
        let caller = visitor.facilitator(&app, id).await?;
        let draft = InvitationDraft::from(&app.backend.invitation(&caller).await?);
        form_page(&app, &visitor, StatusCode::OK, id, Form { draft, problems: Vec::new() }, saved).await
    };
    match read.await {
        Ok(page) => page,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn form_page(
    app: &App,
    visitor: &Visitor,
    code: StatusCode,
    id: WorkshopId,
    form: Form<InvitationDraft>,
    saved: bool,
) -> Result<Response> {
    let caller = visitor.facilitator(app, id).await?;
    let doors = app.backend.doors(&caller).await?;
    let has_order = !app.backend.snapshot(&caller).await?.workshop.steps.is_empty();
    let address = format!("{}{}", visitor.origin, routes::invitation(&doors.join_token));
    let view =
        move || view! { <InvitationForm id form=form.clone() address=address.clone() has_order saved /> }.into_any();
    Ok(render::page(app, visitor, code, Screen::Office, texts::form_title(visitor.language), view).await)
}

async fn save(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let draft: InvitationDraft = read_form(&body);
    let done = async {
        let caller = visitor.facilitator(&app, id).await?;
        app.backend.set_invitation(&caller, &draft).await
    };
    let page = match done.await {
        Ok(()) => return see_other(&format!("{}?saved=true", routes::invitation_form(id))),
        Err(Error::Refused(refusal)) if is_about_fields(&refusal) => {
            form_page(&app, &visitor, status(refusal.first()), id, refused_form(draft, &refusal), false).await
        }
        Err(error) => Err(error),
    };
    match page {
        Ok(page) => page,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn paper(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    let read = async {
        let caller = visitor.facilitator(&app, id).await?;
        Ok(app.backend.snapshot(&caller).await?.workshop)
    };
    match read.await {
        Ok(workshop) => {
            let view = move || view! { <PaperCards id workshop=workshop.clone() /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::paper_title(visitor.language), view)
                .await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn results(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    let read = async {
        let caller = visitor.facilitator(&app, id).await?;
        let participants = app.backend.snapshot(&caller).await?.workshop.present().count();
        Ok((app.backend.satisfaction(&caller).await?, participants))
    };
    match read.await {
        Ok((results, participants)) => {
            let view = move || view! { <SatisfactionPage id results=results.clone() participants /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::results(visitor.language), view).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}
