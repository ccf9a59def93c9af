//! What a programme says of itself, and who works in it.

use app::pages::Form;
use app::pages::programme::{MemberDraft, ProfilePage};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::people::Account;
use domain::ids::ProgrammeId;
use domain::programme::ProgrammeDraft;
use leptos::prelude::*;
use serde::Deserialize;

use super::super::{read_form, refused_form, render, see_other};
use super::answer;
use crate::App;
use crate::extract::Place;
use crate::identity::Visitor;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::PROGRAMMES, post(create))
        .route("/programme/programmes/{id}", get(profile).post(describe))
        .route("/programme/programmes/{id}/members", post(add_member))
}

async fn profile(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        page(&app, &visitor, &account, id, StatusCode::OK, None, Form::default(), None).await
    };
    answer(&app, &visitor, page.await).await
}

#[allow(clippy::too_many_arguments)] // one page, with what each of its forms may bring back
async fn page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    id: ProgrammeId,
    status: StatusCode,
    form: Option<Form<ProgrammeDraft>>,
    member: Form<MemberDraft>,
    password: Option<String>,
) -> Result<Response> {
    let programme = app.backend.programme(account, id).await?;
    let members = app.backend.members(account, id).await?;
    let form = form.unwrap_or_else(|| Form { draft: ProgrammeDraft::of(&programme), problems: Vec::new() });
    let title = programme.name.clone();
    let view = move || {
        view! { <ProfilePage programme=programme.clone() members=members.clone() form=form.clone() member=member.clone() password=password.clone() /> }
            .into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, &title, view).await)
}

async fn describe(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: ProgrammeDraft = read_form(&body);
        match app.backend.describe_programme(&account, id, &draft).await {
            Ok(()) => Ok(see_other(&routes::programme_profile(id))),
            Err(Error::Refused(refusal)) => {
                let form = Some(refused_form(draft, &refusal));
                page(&app, &visitor, &account, id, status(refusal.first()), form, Form::default(), None).await
            }
            Err(error) => Err(error),
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn add_member(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: MemberDraft = read_form(&body);
        match app.backend.add_member(&account, id, &draft.name, &draft.email).await {
            Ok(None) => Ok(see_other(&routes::programme_profile(id))),
            // Shown once: it is stored as a hash.
            Ok(password) => page(&app, &visitor, &account, id, StatusCode::OK, None, Form::default(), password).await,
            Err(Error::Refused(refusal)) => {
                let form = refused_form(draft, &refusal);
                page(&app, &visitor, &account, id, status(refusal.first()), None, form, None).await
            }
            Err(error) => Err(error),
        }
    };
    answer(&app, &visitor, page.await).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NewProgramme {
    name: String,
}

async fn create(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let new: NewProgramme = read_form(&body);
        let id = app.backend.create_programme(&account, &new.name).await?;
        Ok(see_other(&routes::programme_profile(id)))
    };
    answer(&app, &visitor, page.await).await
}
