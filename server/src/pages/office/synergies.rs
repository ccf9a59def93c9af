//! The list of synergies: narrowed down, moved by the board or several at once.

use app::locale::common;
use app::pages::Form;
use app::pages::office::{BulkDraft, MOVED, Synergies, SynergyFilter, SynergyPage, synergies_address};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::Result;
use backend::people::Account;
use backend::pipeline::{Near, Search};
use domain::access::Right;
use domain::ids::{SynergyId, WorkshopId};
use domain::synergy::{Stage, StageDraft, SynergyKind};
use leptos::prelude::*;

use crate::App;
use crate::answers::{answer, see_other};
use crate::calendar::today;
use crate::extract::Asked;
use crate::forms::{local_address, of_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::SYNERGIES, get(synergies)).route(routes::BULK, post(bulk))
}

/// What the filter means. What cannot be read narrows nothing down.
fn search(filter: &SynergyFilter) -> Search {
    Search {
        programme: filter.programme.parse().ok(),
        workshop: None,
        stage: Stage::from_code(filter.stage.trim()),
        kind: SynergyKind::from_code(filter.kind.trim()),
        words: filter.search.clone(),
        late: filter.late == "yes",
        near: Near::from_code(filter.near.trim()),
        silent_days: filter.silent.trim().parse().ok(),
        page: filter.page.trim().parse().unwrap_or(1),
    }
}

async fn synergies(State(app): State<App>, visitor: Visitor, Asked(filter): Asked<SynergyFilter>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        list(&app, &visitor, &account, filter, StatusCode::OK, Form::default()).await
    };
    answer(&app, &visitor, page.await).await
}

async fn list(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    mut filter: SynergyFilter,
    status: StatusCode,
    form: Form<BulkDraft>,
) -> Result<Response> {
    let programmes = app.backend.programmes(account).await?;
    // Programmes are apart: who wants to see several at once says so.
    if filter.programme.is_empty() && programmes.len() > 1 {
        filter.programme = programmes.first().map(|programme| programme.id.to_string()).unwrap_or_default();
    }
    let found = app.backend.find_synergies(account, &search(&filter)).await?;
    // An address that names what is not there, or not theirs, says nothing.
    let moved = match key(&filter.moved) {
        Some((workshop, id)) => app.backend.synergy(account, workshop, id).await.ok().map(|dossier| dossier.record),
        None => None,
    };
    let roles = app.backend.roles(account).await?;
    let follows = roles.into_iter().filter(|(_, role)| role.may(Right::FollowUp)).map(|(id, _)| id).collect();
    let page = SynergyPage { found, follows, moved };
    let view = move || {
        view! {
            <Synergies
                page=page.clone()
                filter=filter.clone()
                programmes=programmes.clone()
                form=form.clone()
                today=today()
            />
        }
        .into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, common::synergies(visitor.language), view).await)
}

/// The synergies that were ticked: `workshop:number`. What cannot be read was not made by our page.
fn ticked(body: &Bytes) -> Vec<(WorkshopId, SynergyId)> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    fields.iter().filter(|(name, _)| name == "synergies").filter_map(|(_, typed)| key(typed)).collect()
}

/// What a synergy is called in forms: `workshop:number`.
fn key(typed: &str) -> Option<(WorkshopId, SynergyId)> {
    let (workshop, number) = typed.split_once(':')?;
    Some((workshop.parse().ok()?, number.parse().ok()?))
}

/// Where a move leads: back to the list, which says of a single synergy where it went and puts the focus on it.
fn after(filter: &SynergyFilter, moved: &[(WorkshopId, SynergyId)]) -> String {
    let list = synergies_address(filter);
    match moved {
        [(workshop, id)] => {
            format!("{list}{}moved={workshop}:{id}#{MOVED}", if list.contains('?') { '&' } else { '?' })
        }
        _ => list,
    }
}

/// The filter in an address of the list.
fn filter_of(address: &str) -> SynergyFilter {
    let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
    serde_urlencoded::from_str(query).unwrap_or_default()
}

async fn bulk(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        // Read pair by pair: the ticks have one name.
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).unwrap_or_default();
        let field = |name: &str| {
            fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let draft = BulkDraft {
            stage: field("stage"),
            lost_reason: field("lost_reason"),
            note: field("note"),
            back: field("back"),
        };
        let change = StageDraft {
            stage: draft.stage.clone(),
            lost_reason: draft.lost_reason.clone(),
            note: draft.note.clone(),
            ..StageDraft::default()
        };
        let filter = filter_of(&draft.back);
        let moved = ticked(&body);
        match of_form(app.backend.move_many(&account, &moved, &change).await)? {
            Ok(_) => Ok(see_other(local_address(&after(&filter, &moved)))),
            Err(refusal) => {
                let form = refused_form(draft, &refusal);
                list(&app, &visitor, &account, filter, status(refusal.first()), form).await
            }
        }
    };
    answer(&app, &visitor, page.await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_read_one_by_one_and_nonsense_is_left_out() {
        let id = WorkshopId(uuid::Uuid::nil());
        let body = Bytes::from(format!("synergies={id}%3A1&synergies=x&synergies={id}%3A12&stage=idea"));
        assert_eq!(ticked(&body), [(id, SynergyId(1)), (id, SynergyId(12))]);
    }
}
