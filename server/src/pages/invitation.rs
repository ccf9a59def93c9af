//! The invitation to a workshop, for everybody who has the code of its door.

use app::pages::desk::InvitationPage;
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use domain::invitation::Invitation;
use domain::problem::Problem;
use domain::workshop::{Deed, Step, Workshop};
use leptos::prelude::*;

use crate::App;
use crate::answers::failed;
use crate::calendar::{calendar, download, line, stamp};
use crate::extract::Place;
use crate::identity::Visitor;
use crate::render;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::INVITATION, get(invitation)).route(routes::INVITATION_CALENDAR, get(entry))
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
