//! What a programme says of itself, and who works in it.

use app::pages::Form;
use app::pages::office::{MadeLink, ProfilePage, Staff};
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
use domain::access::Right;
use domain::ids::{AccountId, ProgrammeId};
use domain::members::InvitationDraft;
use domain::problem::{FieldProblem, Problem};
use domain::programme::ProgrammeDraft;
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{answer, see_other};
use crate::extract::Place;
use crate::forms::{of_form, read_form, refused_form};
use crate::identity::Visitor;
use crate::invitations::deliver;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::PROGRAMMES, post(create))
        .route(routes::PROGRAMME_PROFILE, get(profile).post(describe))
        .route(routes::MEMBERS, post(invite))
        .route(routes::MEMBER_ROLE, post(change_role))
        .route(routes::REMOVE_MEMBER, post(remove))
        .route(routes::LEAVE_PROGRAMME, post(leave))
        .route(routes::END_INVITATION, post(end_invitation))
}

/// What the forms of the page bring back.
#[derive(Default)]
struct Brought {
    described: Option<Form<ProgrammeDraft>>,
    invited: Form<InvitationDraft>,
    made: Option<MadeLink>,
    problems: Vec<FieldProblem>,
}

async fn profile(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        page(&app, &visitor, &account, id, StatusCode::OK, Brought::default()).await
    };
    answer(&app, &visitor, page.await).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    id: ProgrammeId,
    status: StatusCode,
    brought: Brought,
) -> Result<Response> {
    let member = app.backend.member(account, id, Right::SeeResults).await?;
    let (programme, role) = (member.programme().clone(), member.role());
    let Brought { described, invited, made, problems } = brought;
    let form = member
        .may(Right::Describe)
        .then(|| described.unwrap_or_else(|| Form { draft: ProgrammeDraft::of(&programme), problems: Vec::new() }));
    let staff = if member.may(Right::ManageMembers) {
        let members = app.backend.members(account, id).await?;
        Some(Staff { members, invited: app.backend.invitations(account, id).await?, form: invited, made })
    } else {
        None
    };
    let due = if member.may(Right::Describe) { Some(app.backend.due_next_month_of(account, id).await?) } else { None };
    let title = programme.name.clone();
    let view = move || {
        view! {
            <ProfilePage
                programme=programme.clone()
                role
                form=form.clone()
                staff=staff.clone()
                due=due.clone()
                problems=problems.clone()
            />
        }
        .into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, &title, view).await)
}

async fn describe(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: ProgrammeDraft = read_form(&body);
        match of_form(app.backend.describe_programme(&account, id, &draft).await)? {
            Ok(()) => Ok(see_other(&routes::programme_profile(id))),
            Err(refusal) => {
                let brought = Brought { described: Some(refused_form(draft, &refusal)), ..Brought::default() };
                page(&app, &visitor, &account, id, status(refusal.first()), brought).await
            }
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn invite(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: InvitationDraft = read_form(&body);
        match of_form(app.backend.invite(&account, id, &draft).await)? {
            Ok(new) => {
                let programme = app.backend.programme(&account, id).await?;
                let made = Some(deliver(&app, &visitor, account.name(), &programme.name, new).await);
                page(&app, &visitor, &account, id, StatusCode::OK, Brought { made, ..Brought::default() }).await
            }
            Err(refusal) => {
                let brought = Brought { invited: refused_form(draft, &refusal), ..Brought::default() };
                page(&app, &visitor, &account, id, status(refusal.first()), brought).await
            }
        }
    };
    answer(&app, &visitor, page.await).await
}

/// Back to the page; that the last manager cannot go is said there.
async fn done(app: &App, visitor: &Visitor, account: &Account, id: ProgrammeId, done: Result<()>) -> Result<Response> {
    match done {
        Ok(()) => Ok(see_other(&routes::programme_profile(id))),
        Err(Error::Refused(refusal)) if refusal.first() == Problem::LastManager => {
            let brought = Brought { problems: refusal.problems().to_vec(), ..Brought::default() };
            page(app, visitor, account, id, status(refusal.first()), brought).await
        }
        Err(error) => Err(error),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    role: String,
}

async fn change_role(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, whom)): Place<(ProgrammeId, AccountId)>,
    body: Bytes,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let chosen: Chosen = read_form(&body);
        done(&app, &visitor, &account, id, app.backend.change_role(&account, id, whom, &chosen.role).await).await
    };
    answer(&app, &visitor, page.await).await
}

async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, whom)): Place<(ProgrammeId, AccountId)>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        done(&app, &visitor, &account, id, app.backend.remove_member(&account, id, whom).await).await
    };
    answer(&app, &visitor, page.await).await
}

async fn leave(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        match app.backend.leave_programme(&account, id).await {
            Ok(()) => Ok(see_other(routes::PROGRAMME)),
            refused => done(&app, &visitor, &account, id, refused).await,
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn end_invitation(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, number)): Place<(ProgrammeId, i64)>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        done(&app, &visitor, &account, id, app.backend.end_invitation(&account, id, number).await).await
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
