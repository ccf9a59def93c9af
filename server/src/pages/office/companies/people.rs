//! The forms of a company's people, and of visits and calls.

use app::pages::office::Open;
use app::routes;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use backend::people::Account;
use domain::programme::companies::{ConversationDraft, PersonDraft};
use serde::Deserialize;

use super::{Where, WhereIn, form, press};
use crate::App;
use crate::extract::Place;
use crate::forms::read_form;
use crate::identity::Visitor;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::COMPANY_PEOPLE, post(note_person))
        .route(routes::COMPANY_PERSON, post(correct_person))
        .route(routes::ERASE_COMPANY_PERSON, post(erase_person))
        .route(routes::CONVERSATIONS, post(note_conversation))
        .route(routes::CONVERSATION, post(correct_conversation))
        .route(routes::STEP_DONE, post(tick_off))
}

async fn note_person(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, draft: &PersonDraft| {
        app.backend.keep_person(account, place.0, place.1, None, draft).await
    };
    form(&app, &visitor, place, &body, deed, Open::NewPerson, |forms| &mut forms.person).await
}

async fn correct_person(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, company, entry)): Place<WhereIn>,
    body: Bytes,
) -> Response {
    let deed = async |account: &Account, draft: &PersonDraft| {
        app.backend.keep_person(account, id, company, Some(entry), draft).await
    };
    form(&app, &visitor, (id, company), &body, deed, Open::Person(entry), |forms| &mut forms.person).await
}

async fn erase_person(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, company, entry)): Place<WhereIn>,
) -> Response {
    let deed = async |account: &Account| app.backend.erase_person_of_company(account, id, company, entry).await;
    press(&app, &visitor, (id, company), deed).await
}

async fn note_conversation(
    State(app): State<App>,
    visitor: Visitor,
    Place(place): Place<Where>,
    body: Bytes,
) -> Response {
    let deed = async |account: &Account, draft: &ConversationDraft| {
        app.backend.keep_conversation(account, place.0, place.1, None, draft).await
    };
    form(&app, &visitor, place, &body, deed, Open::NewConversation, |forms| &mut forms.conversation).await
}

async fn correct_conversation(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, company, entry)): Place<WhereIn>,
    body: Bytes,
) -> Response {
    let deed = async |account: &Account, draft: &ConversationDraft| {
        app.backend.keep_conversation(account, id, company, Some(entry), draft).await
    };
    form(&app, &visitor, (id, company), &body, deed, Open::Conversation(entry), |forms| &mut forms.conversation).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ticked {
    done: String,
}

async fn tick_off(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, company, entry)): Place<WhereIn>,
    body: Bytes,
) -> Response {
    let is_done = read_form::<Ticked>(&body).done == "yes";
    let deed = async |account: &Account| app.backend.tick_off(account, id, company, entry, is_done).await;
    press(&app, &visitor, (id, company), deed).await
}
