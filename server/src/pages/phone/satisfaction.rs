//! What a participant thinks of the workshop.

use app::locale::invitation as texts;
use app::pages::Form;
use app::pages::phone::SatisfactionForm;
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
use domain::satisfaction::SatisfactionDraft;
use leptos::prelude::*;

use crate::App;
use crate::answers::{failed, see_other};
use crate::extract::{Asked, Place};
use crate::forms::{Saved, is_about_fields, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::MY_SATISFACTION, get(my_view).post(say_my_view))
}

async fn my_view(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(Saved { saved }): Asked<Saved>,
) -> Response {
    let read = async {
        let caller = visitor.caller(&app, id).await?;
        let draft =
            app.backend.satisfaction_of(&caller).await?.as_ref().map(SatisfactionDraft::from).unwrap_or_default();
        view_page(&app, &visitor, StatusCode::OK, id, Form { draft, problems: Vec::new() }, saved).await
    };
    match read.await {
        Ok(page) => page,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn view_page(
    app: &App,
    visitor: &Visitor,
    code: StatusCode,
    id: WorkshopId,
    form: Form<SatisfactionDraft>,
    said: bool,
) -> Result<Response> {
    let caller = visitor.caller(app, id).await?;
    let title = app.backend.snapshot(&caller).await?.workshop.title().to_owned();
    let view = move || view! { <SatisfactionForm id title=title.clone() form=form.clone() said /> }.into_any();
    Ok(render::page(app, visitor, code, Screen::Phone, texts::your_view(visitor.language), view).await)
}

async fn say_my_view(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let draft: SatisfactionDraft = read_form(&body);
    let done = async {
        let caller = visitor.caller(&app, id).await?;
        app.backend.say_satisfaction(&caller, &draft).await
    };
    let page = match done.await {
        Ok(()) => return see_other(&format!("{}?saved=true", routes::my_satisfaction(id))),
        Err(Error::Refused(refusal)) if is_about_fields(&refusal) => {
            view_page(&app, &visitor, status(refusal.first()), id, refused_form(draft, &refusal), false).await
        }
        Err(error) => Err(error),
    };
    match page {
        Ok(page) => page,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}
