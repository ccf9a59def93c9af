//! The invitation for everybody who has the code of the door; its form, the paper cards, and what participants say at
//! the end.

use app::locale::invitation as texts;
use app::pages::Form;
use app::pages::facilitator::{InvitationForm, InvitationPage, PaperCards, SatisfactionPage};
use app::pages::participant::SatisfactionForm;
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
use domain::invitation::{Invitation, InvitationDraft};
use domain::problem::{Problem, Refusal};
use domain::satisfaction::SatisfactionDraft;
use domain::workshop::{Deed, Step, Workshop};
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{failed, see_other, turned_away};
use crate::calendar::{calendar, download, line, stamp};
use crate::extract::{Asked, Place};
use crate::forms::{read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::INVITATION, get(invitation))
        .route(routes::INVITATION_CALENDAR, get(entry))
        .route(routes::INVITATION_FORM, get(form).post(save))
        .route(routes::PAPER_CARDS, get(paper))
        .route(routes::SATISFACTION, get(results))
        .route(routes::MY_SATISFACTION, get(my_view).post(say_my_view))
}

async fn invitation(State(app): State<App>, visitor: Visitor, Place(code): Place<String>) -> Response {
    let found = app.backend.invitation_at_door(&code, &visitor.address).await;
    let (invitation, workshop, description) = match found.and_then(|(invitation, workshop)| {
        let description = workshop.description.clone().ok_or(Problem::NotFound)?;
        Ok((invitation, workshop, description))
    }) {
        Ok(found) => found,
        Err(error) => return failed(&app, &visitor, &error).await,
    };
    let open = workshop.phase.allows(Deed::Join).is_ok() && !workshop.joining_closed;
    let (title, steps) = (description.title.to_string(), workshop.steps);
    let view = move || {
        view! { <InvitationPage code=code.clone() description=description.clone() invitation=invitation.clone() steps=steps.clone() open /> }.into_any()
    };
    render::page(&app, &visitor, StatusCode::OK, Screen::Office, &title, view).await
}

async fn entry(State(app): State<App>, visitor: Visitor, Place(code): Place<String>) -> Response {
    match app.backend.invitation_at_door(&code, &visitor.address).await {
        Ok((invitation, workshop)) => {
            // Typed codes may come with blanks and dashes; an address in a calendar has to be one without.
            let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
            let address = format!("{}{}", visitor.origin, routes::invitation(&code));
            download("atelier", entry_of(&invitation, &workshop, &address))
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

/// One event: with its hours where they are known, in the local time of the place, else for the whole day.
fn entry_of(invitation: &Invitation, workshop: &Workshop, address: &str) -> String {
    let Some(description) = &workshop.description else { return calendar("invitation", Vec::new()) };
    let day = description.date.to_string().replace('-', "");
    let minutes: u32 = workshop.steps.iter().map(|step: &Step| step.minutes).sum();
    let uid = format!("UID:{}@maillage", address.rsplit('/').next().unwrap_or_default());
    let mut event = vec![uid, stamp()];
    match invitation.begins_at {
        Some(begin) => {
            let (hours, past) = begin.parts();
            event.push(format!("DTSTART:{day}T{hours:02}{past:02}00"));
            // Half a day, where there is no running order yet.
            event.push(format!("DURATION:PT{}M", if minutes == 0 { 240 } else { minutes }));
        }
        None => event.push(format!("DTSTART;VALUE=DATE:{day}")),
    }
    event.push(line("SUMMARY", &description.title));
    event.extend(description.place.as_ref().map(|place| line("LOCATION", place)));
    event.push(line(
        "DESCRIPTION",
        &invitation.words.as_ref().map_or_else(|| address.to_owned(), |words| format!("{words}\n{address}")),
    ));
    event.push(format!("URL:{address}"));
    calendar("invitation", vec![event])
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Saved {
    saved: bool,
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
        Err(Error::Refused(refusal)) if is_about_the_form(&refusal) => {
            form_page(&app, &visitor, status(refusal.first()), id, refused_form(draft, &refusal), false).await
        }
        Err(error) => Err(error),
    };
    match page {
        Ok(page) => page,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

fn is_about_the_form(refusal: &Refusal) -> bool {
    refusal.problems().iter().all(|problem| problem.field.is_some())
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
        Err(Error::Refused(refusal)) if is_about_the_form(&refusal) => {
            view_page(&app, &visitor, status(refusal.first()), id, refused_form(draft, &refusal), false).await
        }
        Err(error) => Err(error),
    };
    match page {
        Ok(page) => page,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}
