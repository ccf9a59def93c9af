//! One synergy: its page and the forms on it.

mod evidence;

use app::pages::Form;
use app::pages::office::{RecordDraft, Synergy, SynergyForms};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::Caller;
use backend::error::Result;
use backend::people::Account;
use domain::access::Right;
use domain::ids::{SynergyId, WorkshopId};
use domain::problem::{Problem, Refusal};
use domain::resource::{Frequency, Unit};
use domain::synergy::{AssumptionsDraft, Co2Draft, FigureDraft, FlowDraft, StageDraft};
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::App;
use crate::answers::{answer, see_other};
use crate::calendar::today;
use crate::extract::Place;
use crate::forms::{of_form, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

type Where = (WorkshopId, SynergyId);

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::SYNERGY, get(synergy))
        .route(routes::SYNERGY_STAGE, post(change_stage))
        .route(routes::SYNERGY_FLOW, post(set_flow))
        .route(routes::SYNERGY_FIGURES, post(record_figure))
        .route(routes::SYNERGY_CO2, post(record_co2))
        .route(routes::WITHDRAW_FIGURE, post(withdraw))
        .route(routes::ASSUMPTIONS, post(assume))
        .route(routes::JOIN_SYNERGY, post(join))
        .route(routes::SPLIT_SYNERGY, post(split))
        .merge(evidence::routes())
}

async fn synergy(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        synergy_page(&app, &visitor, &account, place, StatusCode::OK, SynergyForms::default()).await
    };
    answer(&app, &visitor, page.await).await
}

async fn synergy_page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    (id, number): Where,
    status: StatusCode,
    mut forms: SynergyForms,
) -> Result<Response> {
    let dossier = app.backend.synergy(account, id, number).await?;
    let role = app.backend.member_at(account, id, Right::SeePeople).await?.role();
    let record = &dossier.record;
    if forms.stage.problems.is_empty() {
        forms.stage.draft = StageDraft {
            stage: record.stage.code().to_owned(),
            lost_reason: record.lost_reason.map(|reason| reason.code().to_owned()).unwrap_or_default(),
            note: String::new(),
            next_step: record.next_step.as_ref().map(|next| next.what.to_string()).unwrap_or_default(),
            next_step_due: record
                .next_step
                .as_ref()
                .and_then(|next| next.due)
                .map(|due| due.to_string())
                .unwrap_or_default(),
        };
    }
    if forms.flow.problems.is_empty() {
        let quantity = record.flow.quantity;
        forms.flow.draft = FlowDraft {
            what: record.flow.what.as_ref().map(ToString::to_string).unwrap_or_default(),
            amount: quantity.map(|quantity| app::format::typed(visitor.language, quantity.amount)).unwrap_or_default(),
            unit: quantity.map_or(Unit::Tonne, |quantity| quantity.unit).code().to_owned(),
            frequency: quantity.map_or(Frequency::Year, |quantity| quantity.frequency).code().to_owned(),
            distance_km: record.flow.distance_km.map(|km| app::format::typed(visitor.language, km)).unwrap_or_default(),
            giver_owner: record.giver.name.clone(),
            receiver_owner: record.receiver.name.clone(),
        };
    }
    let language = visitor.language;
    let factors = app.backend.factors().await?;
    let caller = app.backend.caller_by_account(id, account).await?;
    let evidence = app.backend.evidence(&caller, number).await?;
    let title = record.title.clone();
    let codes = crate::knowledge::suggested(language, backend::leads::suggest_codes(dossier.cards.clone()).await?);
    let view = move || {
        view! {
            <Synergy
                dossier=dossier.clone()
                role
                forms=forms.clone()
                factors=factors.clone()
                evidence=evidence.clone()
                codes=codes.clone()
                today=today()
            />
        }
        .into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, &title, view).await)
}

/// Does what a form asks for, and goes to the synergy that it gives; what is refused comes back in its form.
async fn form<D: Default + DeserializeOwned>(
    app: &App,
    visitor: &Visitor,
    place: Where,
    body: &Bytes,
    deed: impl AsyncFnOnce(&Account, &Caller, &D) -> Result<SynergyId>,
    of: fn(&mut SynergyForms) -> &mut Form<D>,
) -> Response {
    let draft: D = read_form(body);
    let page = async {
        let account = visitor.account(app).await?;
        let caller = app.backend.caller_by_account(place.0, &account).await?;
        match of_form(deed(&account, &caller, &draft).await)? {
            Ok(synergy) => Ok(see_other(&routes::synergy(place.0, synergy))),
            Err(refusal) => {
                let mut forms = SynergyForms::default();
                *of(&mut forms) = refused_form(draft, &refusal);
                synergy_page(app, visitor, &account, place, status(refusal.first()), forms).await
            }
        }
    };
    answer(app, visitor, page.await).await
}

async fn change_stage(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, caller: &Caller, change: &StageDraft| {
        app.backend.move_synergy(account, caller, place.1, change).await.map(|()| place.1)
    };
    form(&app, &visitor, place, &body, deed, |forms| &mut forms.stage).await
}

async fn set_flow(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, caller: &Caller, flow: &FlowDraft| {
        app.backend.set_flow(account, caller, place.1, flow).await.map(|()| place.1)
    };
    form(&app, &visitor, place, &body, deed, |forms| &mut forms.flow).await
}

async fn record_figure(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, caller: &Caller, figure: &FigureDraft| {
        app.backend.record_figure(account, caller, place.1, figure).await.map(|()| place.1)
    };
    form(&app, &visitor, place, &body, deed, |forms| &mut forms.figure).await
}

async fn record_co2(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, caller: &Caller, new: &Co2Draft| {
        app.backend.record_co2(account, caller, place.1, new).await.map(|()| place.1)
    };
    form(&app, &visitor, place, &body, deed, |forms| &mut forms.co2).await
}

async fn withdraw(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, caller: &Caller, draft: &RecordDraft| {
        let figure = draft.figure.parse().unwrap_or(0);
        app.backend.withdraw_figure(account, caller, place.1, figure, &draft.reason).await.map(|()| place.1)
    };
    form(&app, &visitor, place, &body, deed, |forms| &mut forms.records).await
}

async fn assume(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, caller: &Caller, new: &AssumptionsDraft| {
        app.backend.assume(account, caller, place.1, new).await.map(|()| place.1)
    };
    form(&app, &visitor, place, &body, deed, |forms| &mut forms.assume).await
}

async fn join(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, caller: &Caller, draft: &RecordDraft| {
        app.backend.member_at(account, place.0, Right::FollowUp).await?;
        let is_joined = app.backend.synergy(account, place.0, place.1).await?.joined.is_some();
        let into = if is_joined {
            None
        } else {
            Some(routes::synergy_at(&draft.into).ok_or_else(|| {
                Refusal::at(
                    "into",
                    if draft.into.trim().is_empty() { Problem::Missing } else { Problem::UnknownSynergy },
                )
            })?)
        };
        app.backend.join_synergy(account, caller, place.1, into, &draft.reason).await.map(|()| place.1)
    };
    form(&app, &visitor, place, &body, deed, |forms| &mut forms.records).await
}

async fn split(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, caller: &Caller, draft: &RecordDraft| {
        app.backend.split_synergy(account, caller, place.1, &draft.title).await
    };
    form(&app, &visitor, place, &body, deed, |forms| &mut forms.records).await
}
