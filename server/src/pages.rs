//! Pages and the forms on them: this file names them all. A page imports no other page; what they share stands beside
//! this folder ([`crate::answers`], [`crate::forms`] and their neighbours).

mod account;
mod administration;
mod board;
mod facilitator;
mod follow_up;
mod invitation;
mod invited;
mod keys;
mod leads;
mod minutes;
mod oidc;
mod own_account;
mod participant;
mod personal;
mod photo;
mod privacy;
mod programme;
mod registration;
mod running;
mod table;
mod way_back;
mod who;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use domain::problem::Problem;

use crate::App;
use crate::answers::failed;
use crate::identity::Visitor;

/// The routes of all pages. The table of addresses stands in `app::routes`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(account::routes())
        .merge(own_account::routes())
        .merge(way_back::routes())
        .merge(administration::routes())
        .merge(invited::routes())
        .merge(oidc::routes())
        .merge(participant::routes())
        .merge(personal::routes())
        .merge(privacy::routes())
        .merge(photo::routes())
        .merge(board::routes())
        .merge(facilitator::routes())
        .merge(running::routes())
        .merge(keys::routes())
        .merge(leads::routes())
        .merge(minutes::routes())
        .merge(invitation::routes())
        .merge(registration::routes())
        .merge(table::routes())
        .merge(who::routes())
        .merge(programme::routes())
        .merge(follow_up::routes())
}

/// Anything that no route takes.
pub(crate) async fn not_found(State(app): State<App>, visitor: Visitor, uri: axum::http::Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return crate::respond::refuse(visitor.headers(), &Problem::NotFound.into());
    }
    failed(&app, &visitor, &Problem::NotFound.into()).await
}
