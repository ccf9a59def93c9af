//! Photos of cards: put to one's own, and shown to everybody who sees the card.

use app::locale::photo as texts;
use app::pages::phone::Photo;
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use backend::error::{Error, Result};
use domain::ids::{CardId, CommandId, WorkshopId};
use domain::problem::Problem;
use domain::workshop::Command;
use leptos::prelude::*;
use uuid::Uuid;

use crate::App;
use crate::answers::{failed, see_other};
use crate::api::Reading;
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;
use crate::uploads::first_file;

/// What a camera makes and a phone without script sends as it is: taken in whole, so that the answer can say that it is
/// too much.
const BODY_MAX: usize = 8 * 1024 * 1024;

pub(super) fn routes() -> Router<App> {
    let upload = Router::new().route(routes::PHOTO, get(page).post(put)).layer(DefaultBodyLimit::max(BODY_MAX));
    upload.route(routes::REMOVE_PHOTO, post(remove)).route(routes::CARD_PHOTO, get(photo))
}

type Where = (WorkshopId, CardId);

async fn page(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>) -> Response {
    match photo_page(&app, &visitor, place, None).await {
        Ok(page) => page,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn photo_page(app: &App, visitor: &Visitor, (id, card): Where, problem: Option<Problem>) -> Result<Response> {
    let caller = visitor.caller(app, id).await?;
    let snapshot = app.backend.snapshot(&caller).await?;
    let card = snapshot
        .workshop
        .cards
        .get(&card)
        .filter(|card| card.author.is_some() && card.author == snapshot.me)
        .cloned()
        .ok_or(Problem::UnknownCard)?;
    let view = move || view! { <Photo id card=card.clone() problem /> }.into_any();
    Ok(render::page(
        app,
        visitor,
        problem.map_or(StatusCode::OK, status),
        Screen::Phone,
        texts::title(visitor.language),
        view,
    )
    .await)
}

async fn put(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, form: Multipart) -> Response {
    let put = async {
        let caller = visitor.caller(&app, place.0).await?;
        let (_, content) = first_file(form).await?;
        app.backend.put_photo(&caller, place.1, CommandId(Uuid::new_v4()), content).await
    };
    match put.await {
        Ok(()) => see_other(&routes::phone(place.0)),
        Err(Error::Refused(refusal))
            if refusal.problems().iter().any(|problem| problem.field.as_deref() == Some("file")) =>
        {
            match photo_page(&app, &visitor, place, Some(refusal.first())).await {
                Ok(page) => page,
                Err(error) => failed(&app, &visitor, &error).await,
            }
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn remove(State(app): State<App>, visitor: Visitor, Place((id, card_id)): Place<Where>) -> Response {
    let removed = async {
        let caller = visitor.caller(&app, id).await?;
        app.backend.command(&caller, CommandId(Uuid::new_v4()), Command::ChangePhoto { card_id, taken: false }).await
    };
    match removed.await {
        Ok(_) => see_other(&routes::phone(id)),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn photo(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, card)): Place<Where>,
    Asked(reading): Asked<Reading>,
) -> Response {
    let content = async {
        let caller = reading.caller(&app, &visitor, id).await?;
        app.backend.photo(&caller, card).await
    };
    match content.await {
        // Its address names the moment at which it came, so another photo has another address.
        Ok(content) => (
            [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=86400, immutable")],
            content,
        )
            .into_response(),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}
