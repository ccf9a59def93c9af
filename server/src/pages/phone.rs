//! The phone: joining, one's own cards, the room's cards, one's own matches; and the same as forms without JavaScript.

mod personal;
mod photo;
mod satisfaction;
mod who;

use app::locale::examples::of_branch;
use app::pages::Form;
use app::pages::phone::{self as screen, Join, PhoneBoot, Tab};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use domain::branch::Branch;
use domain::ids::{CardId, CommandId, MatchId, WorkshopId};
use domain::problem::Problem;
use domain::resource::ResourceDraft;
use domain::workshop::{AnswerDraft, Command, ParticipantDraft};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::App;
use crate::answers::{failed, see_other, see_other_with};
use crate::extract::{Asked, Place};
use crate::forms::{read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::{refusal, status};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::JOIN, get(join_form).post(join))
        .route(routes::PHONE, get(mine))
        .route(routes::ROOM, get(room))
        .route(routes::MY_MATCHES, get(my_matches))
        .route(routes::CARDS, post(post_card))
        .route(routes::CARD, get(edit_form).post(edit_card))
        .route(routes::WITHDRAW, post(withdraw))
        .route(routes::INTEREST, post(interest))
        .route(routes::ANSWER, post(answer))
        .merge(personal::routes())
        .merge(photo::routes())
        .merge(satisfaction::routes())
        .merge(who::routes())
}

async fn join_form(State(app): State<App>, visitor: Visitor, Place(code): Place<String>) -> Response {
    match app.backend.workshop_at_door(&code, &visitor.address).await {
        // Whoever comes back with the same phone is in already.
        Ok(id) if visitor.caller(&app, id).await.is_ok_and(|caller| caller.participant().is_some()) => {
            see_other(&routes::phone(id))
        }
        Ok(_) => join_page(&app, &visitor, StatusCode::OK, code, Form::default()).await,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn join_page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    code: String,
    form: Form<ParticipantDraft>,
) -> Response {
    let (id, description) = match app.backend.door_sign(&code, &visitor.address).await {
        Ok(found) => found,
        Err(error) => return failed(app, visitor, &error).await,
    };
    let title = description.title.to_string();
    let notice = crate::data_notice::notice(app, visitor, id).await;
    let view = move || {
        view! { <Join description=description.clone() code=code.clone() notice=notice.clone() form=form.clone() /> }
            .into_any()
    };
    render::door(app, visitor, status, &title, view).await
}

/// The command id that a page put into its form, so that sending the form twice does it once.
#[derive(Default, Deserialize)]
#[serde(default)]
struct FormId {
    command_id: String,
}

fn command_id(body: &Bytes) -> CommandId {
    read_form::<FormId>(body).command_id.parse().unwrap_or_else(|_| CommandId(Uuid::new_v4()))
}

async fn join(State(app): State<App>, visitor: Visitor, Place(code): Place<String>, body: Bytes) -> Response {
    let draft: ParticipantDraft = read_form(&body);
    match app.backend.join(&code, &visitor.address, draft.clone(), command_id(&body)).await {
        Ok(joined) => {
            let asks = app.backend.meets_others_of_their_organisation(&joined).await.unwrap_or(false);
            let then = if asks { routes::who(joined.workshop, true) } else { routes::phone(joined.workshop) };
            see_other_with(&then, visitor.remember_participant(joined.workshop, &joined.token))
        }
        Err(error) => {
            let refusal = refusal(&error);
            join_page(&app, &visitor, status(refusal.first()), code, refused_form(draft, &refusal)).await
        }
    }
}

async fn mine(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    phone(&app, &visitor, id, Tab::Mine, ListLength::default()).await
}

/// Whether a phone without script asks for long lists as a whole.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ListLength {
    all: bool,
}

async fn room(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(length): Asked<ListLength>,
) -> Response {
    phone(&app, &visitor, id, Tab::Room, length).await
}

async fn my_matches(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(length): Asked<ListLength>,
) -> Response {
    phone(&app, &visitor, id, Tab::Matches, length).await
}

async fn phone(app: &App, visitor: &Visitor, id: WorkshopId, tab: Tab, length: ListLength) -> Response {
    match phone_page(app, visitor, id, (tab, length), Form::default(), None).await {
        Ok(response) => response,
        Err(error) => failed(app, visitor, &error).await,
    }
}

async fn phone_page(
    app: &App,
    visitor: &Visitor,
    id: WorkshopId,
    (tab, length): (Tab, ListLength),
    form: Form<ResourceDraft>,
    editing: Option<CardId>,
) -> Result<Response> {
    let caller = visitor.caller(app, id).await?;
    if caller.participant().is_none() {
        return Ok(see_other(&routes::desk(id)));
    }
    let mut snapshot = app.backend.snapshot(&caller).await?;
    snapshot.keep_own_matches();
    let status = form.problems.first().map_or(StatusCode::OK, |problem| status(problem.code));
    let title = tab.window_title(visitor.language, snapshot.workshop.title());
    let command_id = CommandId(Uuid::new_v4());
    let sector = snapshot.me.and_then(|me| snapshot.workshop.participants.get(&me)).and_then(|me| me.sector.as_deref());
    let examples = of_branch(visitor.language, Branch::of(sector)).map(str::to_owned).to_vec();
    let boot = PhoneBoot {
        language: visitor.language,
        snapshot,
        tab,
        whole_lists: length.all,
        form,
        examples,
        editing,
        command_id,
    };
    Ok(render::live_page(app, visitor.language, status, Screen::Phone, &title, boot, |boot| {
        screen::phone(boot).into_any()
    })
    .await)
}

async fn edit_form(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, card)): Place<(WorkshopId, CardId)>,
) -> Response {
    let page = async {
        let caller = visitor.caller(&app, id).await?;
        let snapshot = app.backend.snapshot(&caller).await?;
        let own = snapshot.workshop.cards.get(&card).filter(|card| card.author.is_some() && card.author == snapshot.me);
        let draft = own.map(|card| ResourceDraft::from(&card.resource)).ok_or(Problem::UnknownCard)?;
        phone_page(
            &app,
            &visitor,
            id,
            (Tab::Mine, ListLength::default()),
            Form { draft, problems: Vec::new() },
            Some(card),
        )
        .await
    };
    match page.await {
        Ok(response) => response,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn post_card(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let card: ResourceDraft = read_form(&body);
    let command = Command::PostCard { card: card.clone(), on_behalf_of: None };
    card_form(&app, &visitor, id, &body, command, card, None).await
}

async fn edit_card(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, card_id)): Place<(WorkshopId, CardId)>,
    body: Bytes,
) -> Response {
    let card: ResourceDraft = read_form(&body);
    let command = Command::EditCard { card_id, card: card.clone() };
    card_form(&app, &visitor, id, &body, command, card, Some(card_id)).await
}

/// Posts or edits a card from a form; what is refused comes back in the form.
async fn card_form(
    app: &App,
    visitor: &Visitor,
    id: WorkshopId,
    body: &Bytes,
    command: Command,
    draft: ResourceDraft,
    editing: Option<CardId>,
) -> Response {
    match carry_out(app, visitor, id, command_id(body), command).await {
        Ok(()) => see_other(&routes::phone(id)),
        Err(error @ Error::Refused(_)) => {
            match phone_page(
                app,
                visitor,
                id,
                (Tab::Mine, ListLength::default()),
                refused_form(draft, &error.refusal()),
                editing,
            )
            .await
            {
                Ok(response) => response,
                Err(error) => failed(app, visitor, &error).await,
            }
        }
        Err(error) => failed(app, visitor, &error).await,
    }
}

async fn carry_out(
    app: &App,
    visitor: &Visitor,
    id: WorkshopId,
    command_id: CommandId,
    command: Command,
) -> Result<()> {
    let caller = visitor.caller(app, id).await?;
    app.backend.command(&caller, command_id, command).await.map(|_| ())
}

async fn tap(app: &App, visitor: &Visitor, id: WorkshopId, body: &Bytes, command: Command, then: String) -> Response {
    match carry_out(app, visitor, id, command_id(body), command).await {
        Ok(()) => see_other(&then),
        Err(error) => failed(app, visitor, &error).await,
    }
}

async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, card_id)): Place<(WorkshopId, CardId)>,
    body: Bytes,
) -> Response {
    tap(&app, &visitor, id, &body, Command::WithdrawCard { card_id }, routes::phone(id)).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Interest {
    interested: String,
}

async fn interest(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, card_id)): Place<(WorkshopId, CardId)>,
    body: Bytes,
) -> Response {
    let interested = read_form::<Interest>(&body).interested != "false";
    tap(&app, &visitor, id, &body, Command::ShowInterest { card_id, interested, on_behalf_of: None }, routes::room(id))
        .await
}

async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, match_id)): Place<(WorkshopId, MatchId)>,
    body: Bytes,
) -> Response {
    let answer: AnswerDraft = read_form(&body);
    tap(
        &app,
        &visitor,
        id,
        &body,
        Command::AnswerMatch { match_id, answer, on_behalf_of: None },
        routes::my_matches(id),
    )
    .await
}
