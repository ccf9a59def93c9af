//! The addresses of a participant's phone.

use domain::ids::{CardId, MatchId, WorkshopId};

/// A participant's own cards and the form for new ones. POST to [`cards`].
#[must_use]
pub fn phone(id: WorkshopId) -> String {
    format!("/w/{id}")
}

/// A copy of a participant's data, to read.
#[must_use]
pub fn my_copy(id: WorkshopId) -> String {
    format!("/w/{id}/me/copy")
}

/// The same as a file.
#[must_use]
pub fn my_copy_file(id: WorkshopId) -> String {
    format!("/w/{id}/me/copy.json")
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

/// A participant's own page. POST to [`my_link`] and [`leave`].
#[must_use]
pub fn me(id: WorkshopId) -> String {
    format!("/w/{id}/me")
}

/// POST: shows a new personal link.
#[must_use]
pub fn my_link(id: WorkshopId) -> String {
    format!("/w/{id}/me/link")
}

/// POST: leaves, and erases what one brought.
#[must_use]
pub fn leave(id: WorkshopId) -> String {
    format!("/w/{id}/me/leave")
}

/// The dates of one's synergies.
#[must_use]
pub fn my_calendar(id: WorkshopId) -> String {
    format!("/w/{id}/me.ics")
}

/// With whom a participant is here. `new`: right after the door.
#[must_use]
pub fn who(id: WorkshopId, new: bool) -> String {
    phone(id) + if new { "/who?new=true" } else { "/who" }
}

/// POST `with`, `same` (`true`: as the same person): asks to be let in.
#[must_use]
pub fn ask_to_be_let_in(id: WorkshopId) -> String {
    phone(id) + "/who/ask"
}

/// POST `participant`, `yes`, `back`: answers such a question, or takes one's own back.
#[must_use]
pub fn let_in(id: WorkshopId) -> String {
    phone(id) + "/who/answer"
}

/// POST `participant`: acts together no more.
#[must_use]
pub fn end_colleague(id: WorkshopId) -> String {
    phone(id) + "/who/end"
}

/// The personal link.
#[must_use]
pub fn come_back(id: WorkshopId, token: &str) -> String {
    format!("/w/{id}/as/{token}")
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

/// GET: the page on which a photo is put to one's own card; POST: the photo, and with `/remove` behind it, none any
/// more.
#[must_use]
pub fn photo(id: WorkshopId, card: CardId) -> String {
    format!("/w/{id}/cards/{card}/photo")
}

/// The photo of a card, as JPEG; `?at=` names it, `board=` and `desk=` say who reads as for the JSON surface.
#[must_use]
pub fn card_photo(id: WorkshopId, card: CardId) -> String {
    format!("/w/{id}/cards/{card}/photo.jpg")
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

/// POST: signs this phone out; nothing is erased. With `all=true`, all phones of this person.
#[must_use]
pub fn sign_phone_out(id: WorkshopId) -> String {
    format!("/w/{id}/me/sign-out")
}

/// What one thinks of the workshop. POST says it.
#[must_use]
pub fn my_satisfaction(id: WorkshopId) -> String {
    format!("/w/{id}/satisfaction")
}

/// What all workshops hold of a person, by their link; with `copy.json` as a file. POST to `erase`.
#[must_use]
pub fn mine_everywhere(token: &str, what: &str) -> String {
    let what = if what.is_empty() { String::new() } else { format!("/{what}") };
    format!("/mine/{token}{what}")
}
