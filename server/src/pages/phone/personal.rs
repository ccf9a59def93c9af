//! A participant's own page: whom to meet, a link for another phone, a calendar, and the door out.

use app::locale::{colleagues, personal as texts};
use app::pages::phone::{ComeBack, Gone, Me, SignedOut};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::Result;
use domain::ids::WorkshopId;
use domain::meetings::Meeting;
use domain::problem::Problem;
use domain::resource::Visibility;
use domain::synergy::NextStep;
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{failed, see_other_with};
use crate::calendar::{calendar as written, download, line, stamp};
use crate::extract::Place;
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::render;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::ME, get(me))
        .route(routes::MY_LINK, post(link))
        .route(routes::SIGN_PHONE_OUT, post(sign_out))
        .route(routes::LEAVE, post(leave))
        .route(routes::MY_CALENDAR, get(calendar))
        .route(routes::COME_BACK, get(come_back).post(come_back_sure))
}

async fn page(app: &App, visitor: &Visitor, id: WorkshopId, with_link: bool) -> Result<Response> {
    let caller = visitor.caller(app, id).await?;
    let workshop = app.backend.snapshot(&caller).await?.workshop;
    let me = caller.participant().and_then(|me| workshop.participants.get(&me)).cloned().ok_or(Problem::NotFound)?;
    let contacts = app.backend.meetings(&caller).await?;
    let link = if with_link {
        let address =
            format!("{}{}", visitor.origin, routes::come_back(id, &app.backend.personal_token(&caller).await?));
        let qr = crate::doors::qr_svg(&address);
        Some((address, qr))
    } else {
        None
    };
    let (title, over) = (workshop.title().to_owned(), backend::invitation::can_be_judged(&workshop));
    let anonymous = workshop
        .open_cards()
        .any(|card| card.author == Some(me.id) && card.resource.visibility() == Visibility::Anonymous);
    let view = move || {
        view! { <Me id title=title.clone() me=me.clone() contacts=contacts.clone() link=link.clone() over anonymous /> }
            .into_any()
    };
    Ok(render::page(app, visitor, StatusCode::OK, Screen::Phone, texts::title(visitor.language), view).await)
}

async fn me(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match page(&app, &visitor, id, false).await {
        Ok(page) => page,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn link(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match page(&app, &visitor, id, true).await {
        Ok(page) => page,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

/// The personal link: the token leaves the address at once, and this browser is the participant's from now on. A link
/// may come from anybody: where the browser stands for another participant, the page asks first.
async fn come_back(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, token)): Place<(WorkshopId, String)>,
) -> Response {
    match come_back_page(&app, &visitor, id, &token).await {
        Ok(response) => response,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn come_back_page(app: &App, visitor: &Visitor, id: WorkshopId, token: &str) -> Result<Response> {
    let coming = app.backend.caller_by_token(id, token).await?;
    let them = coming.participant().ok_or(Problem::NotFound)?;
    let now = visitor.caller(app, id).await.ok().and_then(|caller| caller.participant()).filter(|now| *now != them);
    let Some(now) = now else {
        return Ok(see_other_with(&routes::phone(id), visitor.remember_participant(id, token)));
    };
    let workshop = app.backend.snapshot(&coming).await?.workshop;
    let name = |who| {
        workshop
            .participants
            .get(&who)
            .map(|person| format!("{} – {}", person.name, person.organisation))
            .unwrap_or_default()
    };
    let (now, coming, title, token) = (name(now), name(them), workshop.title().to_owned(), token.to_owned());
    let view = move || {
        view! { <ComeBack id title=title.clone() now=now.clone() coming=coming.clone() token=token.clone() /> }
            .into_any()
    };
    Ok(render::page(app, visitor, StatusCode::OK, Screen::Phone, colleagues::replace(visitor.language), view).await)
}

/// Comes back by the personal link on a phone that was somebody else's, after they said that they are sure.
async fn come_back_sure(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, token)): Place<(WorkshopId, String)>,
) -> Response {
    match app.backend.caller_by_token(id, &token).await {
        Ok(caller) if caller.participant().is_some() => {
            see_other_with(&routes::phone(id), visitor.remember_participant(id, &token))
        }
        Ok(_) => failed(&app, &visitor, &Problem::NotFound.into()).await,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Leaving {
    with_anonymous: String,
}

async fn leave(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let left = async {
        let caller = visitor.caller(&app, id).await?;
        app.backend.leave(&caller, !read_form::<Leaving>(&body).with_anonymous.is_empty()).await
    };
    match left.await {
        Ok(()) => {
            let view = move || view! { <Gone id /> }.into_any();
            forgotten(
                &visitor,
                id,
                render::page(&app, &visitor, StatusCode::OK, Screen::Phone, texts::gone(visitor.language), view).await,
            )
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

/// The answer, with which this phone forgets what it kept: its cookie, and beside it drafts, outbox and cached pages.
fn forgotten(visitor: &Visitor, id: WorkshopId, mut response: Response) -> Response {
    response.headers_mut().append(header::SET_COOKIE, visitor.forget_participant(id));
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    response
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SigningOut {
    /// All phones and links of this person.
    all: bool,
}

async fn sign_out(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let SigningOut { all } = read_form(&body);
    let done = async {
        let caller = visitor.caller(&app, id).await?;
        let me = caller.participant().ok_or(Problem::NotAllowed)?;
        if all { app.backend.end_phones(&caller, me).await } else { app.backend.sign_phone_out(&caller).await }
    };
    match done.await {
        Ok(()) => {
            let title = if all { texts::signed_out_all(visitor.language) } else { texts::signed_out(visitor.language) };
            let view = move || view! { <SignedOut id all /> }.into_any();
            forgotten(&visitor, id, render::page(&app, &visitor, StatusCode::OK, Screen::Phone, title, view).await)
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

/// The dates of one's synergies, as a calendar (RFC 5545).
async fn calendar(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    let meetings = async {
        let caller = visitor.caller(&app, id).await?;
        app.backend.meetings(&caller).await
    };
    match meetings.await {
        Ok(meetings) => download("maillage", calendar_of(id, &meetings)),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

fn calendar_of(id: WorkshopId, meetings: &[Meeting]) -> String {
    let event = |(at, meeting): (usize, &Meeting)| {
        let NextStep { what, due: Some(due) } = meeting.next_step.as_ref()? else { return None };
        Some(vec![
            format!("UID:{id}-{at}@maillage"),
            stamp(),
            format!("DTSTART;VALUE=DATE:{}", due.format("%Y%m%d")),
            line("SUMMARY", &format!("{what} – {}", meeting.organisation)),
            line(
                "DESCRIPTION",
                &format!("{} – {} {}", meeting.about, meeting.name, meeting.email.as_deref().unwrap_or_default()),
            ),
        ])
    };
    written("meetings", meetings.iter().enumerate().filter_map(event).collect())
}

#[cfg(test)]
mod tests {
    use domain::text::Line;

    use super::*;

    #[test]
    fn a_calendar_holds_what_has_a_date_and_breaks_no_line() {
        let meeting = |due: Option<&str>| Meeting {
            name: "Léa, Martin".to_owned(),
            organisation: "é".repeat(80),
            email: None,
            about: "Sciure".to_owned(),
            next_step: Line::parse("Visite; puis essai")
                .ok()
                .map(|what| NextStep { what, due: due.and_then(|day| day.parse().ok()) }),
        };
        let text = calendar_of(WorkshopId(uuid::Uuid::nil()), &[meeting(Some("2026-12-08")), meeting(None)]);
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
        assert!(text.contains("DTSTART;VALUE=DATE:20261208\r\n") && text.contains("Visite\\; puis essai"));
        assert!(text.lines().all(|line| line.len() <= 75));
    }
}
