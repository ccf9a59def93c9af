//! Every address of the product, in one place: pages link with these, the server routes by the same table.
//!
//! | address | page | for |
//! |---|---|---|
//! | `/` | type a code, sign in | everyone |
//! | `/j/{code}` | join form; `code` is the QR token or the typed code | participant |
//! | `/w/{id}` `/w/{id}/room` `/w/{id}/matches` | own cards, the room's cards, own matches; `?all=true`: long lists at once | participant |
//! | `/w/{id}/cards/{n}` | edit one's own card | participant |
//! | `/b/{key}` | the board | the room |
//! | `/desk` `/desk/new` `/desk/{id}` `/desk/{id}/edit` `/desk/{id}/print` | workshops, console, print sheets | facilitator |
//! | `/f/{key}` | exchanges a facilitator key for a session, goes to the desk | facilitator |
//! | `/programme` `/programme/workshops/{id}` `/programme/synergies` `/programme/workshops/{id}/synergies/{n}` | follow-up | programme manager |
//! | `/programme/export/{what}.csv` | exports | programme manager |
//! | `/login` `/logout` `/setup/{token}` `/language` | doors | everyone |

use domain::ids::{CardId, MatchId, SynergyId, WorkshopId};

/// Home: type a code.
pub const HOME: &str = "/";
/// Where the home page's code form goes.
pub const TYPED_CODE: &str = "/j";
/// Sign in.
pub const LOGIN: &str = "/login";
/// Sign out (POST).
pub const LOGOUT: &str = "/logout";
/// Choose the language (POST `language`, `back`).
pub const LANGUAGE: &str = "/language";
/// The facilitator's workshops.
pub const DESK: &str = "/desk";
/// Create a workshop.
pub const NEW_WORKSHOP: &str = "/desk/new";
/// The programme manager's workshops.
pub const PROGRAMME: &str = "/programme";
/// All synergies.
pub const SYNERGIES: &str = "/programme/synergies";
/// What can be exported as CSV: `/programme/export/{name}.csv`.
pub const EXPORTS: &[&str] = &["workshops", "participants", "cards", "matches", "synergies", "history", "figures"];

/// The join form behind a QR token or a typed code.
#[must_use]
pub fn join(code: &str) -> String {
    format!("/j/{code}")
}

/// A participant's own cards and the form for new ones. POST to [`cards`].
#[must_use]
pub fn phone(id: WorkshopId) -> String {
    format!("/w/{id}")
}

/// A list of the phone with all its rows, for phones without script.
#[must_use]
pub fn whole_list(address: &str) -> String {
    [address, "?all=true"].concat()
}

/// The room's cards.
#[must_use]
pub fn room(id: WorkshopId) -> String {
    format!("/w/{id}/room")
}

/// A participant's matches.
#[must_use]
pub fn my_matches(id: WorkshopId) -> String {
    format!("/w/{id}/matches")
}

/// POST: a new card.
#[must_use]
pub fn cards(id: WorkshopId) -> String {
    format!("/w/{id}/cards")
}

/// GET: edit one's own card; POST: save it.
#[must_use]
pub fn card(id: WorkshopId, card: CardId) -> String {
    format!("/w/{id}/cards/{card}")
}

/// POST: take a card back.
#[must_use]
pub fn withdraw(id: WorkshopId, card: CardId) -> String {
    format!("/w/{id}/cards/{card}/withdraw")
}

/// POST `interested=true|false`.
#[must_use]
pub fn interest(id: WorkshopId, card: CardId) -> String {
    format!("/w/{id}/cards/{card}/interest")
}

/// POST `answer`, `reason`, `note`.
#[must_use]
pub fn answer(id: WorkshopId, found: MatchId) -> String {
    format!("/w/{id}/matches/{found}/answer")
}

/// The board.
#[must_use]
pub fn board(key: &str) -> String {
    format!("/b/{key}")
}

/// The facilitator's console of one workshop.
#[must_use]
pub fn desk(id: WorkshopId) -> String {
    format!("/desk/{id}")
}

/// Change a workshop's description.
#[must_use]
pub fn edit_workshop(id: WorkshopId) -> String {
    format!("/desk/{id}/edit")
}

/// QR sheet and table cards, to print.
#[must_use]
pub fn print_sheets(id: WorkshopId) -> String {
    format!("/desk/{id}/print")
}

/// One workshop as the programme manager sees it.
#[must_use]
pub fn programme_workshop(id: WorkshopId) -> String {
    format!("/programme/workshops/{id}")
}

/// One synergy. POST to its `/stage`, `/next-step` and `/figures`.
#[must_use]
pub fn synergy(id: WorkshopId, synergy: SynergyId) -> String {
    format!("/programme/workshops/{id}/synergies/{synergy}")
}

/// A CSV export; one of [`EXPORTS`].
#[must_use]
pub fn export(what: &str) -> String {
    format!("/programme/export/{what}.csv")
}

/// The JSON surface of one workshop: `commands`, `state`, `events`, `feed`. Documented in `docs/http-api.md`.
#[must_use]
pub fn api(id: WorkshopId, what: &str) -> String {
    format!("/api/workshops/{id}/{what}")
}
