//! The addresses of a participant's phone.

use domain::ids::{CardId, MatchId, WorkshopId};

addresses! {
    /// The join form behind a QR token or a typed code.
    JOIN "/j/{code}" => join(code: &str);
    /// A participant's own cards and the form for new ones. POST to [`cards`].
    PHONE "/w/{id}" => phone(id: WorkshopId);
    /// The cards of the room.
    ROOM "/w/{id}/room" => room(id: WorkshopId);
    /// A participant's matches.
    MY_MATCHES "/w/{id}/matches" => my_matches(id: WorkshopId);
    /// Posts a card (POST).
    CARDS "/w/{id}/cards" => cards(id: WorkshopId);
    /// One of one's own cards in the form (GET); saves it (POST).
    CARD "/w/{id}/cards/{card}" => card(id: WorkshopId, card: CardId);
    /// Takes a card back (POST).
    WITHDRAW "/w/{id}/cards/{card}/withdraw" => withdraw(id: WorkshopId, card: CardId);
    /// Says that one is interested in a card, or no more (POST `interested`: `true` or `false`).
    INTEREST "/w/{id}/cards/{card}/interest" => interest(id: WorkshopId, card: CardId);
    /// GET: the page on which a photo is put to one's own card; POST: the photo.
    PHOTO "/w/{id}/cards/{card}/photo" => photo(id: WorkshopId, card: CardId);
    /// Removes the photo of a card (POST).
    REMOVE_PHOTO "/w/{id}/cards/{card}/photo/remove" => remove_photo(id: WorkshopId, card: CardId);
    /// The photo of a card, as JPEG; `?at=` names it, `board=` and `desk=` say who reads as for the JSON surface.
    CARD_PHOTO "/w/{id}/cards/{card}/photo.jpg" => card_photo(id: WorkshopId, card: CardId);
    /// Answers a match (POST `answer`, `reason`, `note`).
    ANSWER "/w/{id}/matches/{found}/answer" => answer(id: WorkshopId, found: MatchId);
    /// A participant's own page: their place, whom to meet. POST to [`my_link`] and [`leave`].
    ME "/w/{id}/me" => me(id: WorkshopId);
    /// Makes a new personal link and shows it (POST).
    MY_LINK "/w/{id}/me/link" => my_link(id: WorkshopId);
    /// Signs this phone out, or with `all=true` all phones of this person; nothing is erased (POST).
    SIGN_PHONE_OUT "/w/{id}/me/sign-out" => sign_phone_out(id: WorkshopId);
    /// Leaves the workshop, and erases what one brought (POST).
    LEAVE "/w/{id}/me/leave" => leave(id: WorkshopId);
    /// The dates of next steps of one's synergies, as `.ics`.
    MY_CALENDAR "/w/{id}/me.ics" => my_calendar(id: WorkshopId);
    /// A copy of a participant's data, to read.
    MY_COPY "/w/{id}/me/copy" => my_copy(id: WorkshopId);
    /// A copy of a participant's data, as JSON.
    MY_COPY_FILE "/w/{id}/me/copy.json" => my_copy_file(id: WorkshopId);
    /// The personal link: comes back as the same participant.
    COME_BACK "/w/{id}/as/{token}" => come_back(id: WorkshopId, token: &str);
    /// With whom a participant is here: colleagues who let one another in, the same person on another phone.
    WHO "/w/{id}/who" => with_whom(id: WorkshopId);
    /// POST `with`, `same` (`true`: as the same person): asks to be let in.
    ASK_TO_BE_LET_IN "/w/{id}/who/ask" => ask_to_be_let_in(id: WorkshopId);
    /// POST `participant`, `yes`, `back`: answers such a question, or takes one's own back.
    LET_IN "/w/{id}/who/answer" => let_in(id: WorkshopId);
    /// POST `participant`: acts together no more.
    END_COLLEAGUE "/w/{id}/who/end" => end_colleague(id: WorkshopId);
    /// What one thinks of the workshop. POST says it.
    MY_SATISFACTION "/w/{id}/satisfaction" => my_satisfaction(id: WorkshopId);
}

/// A list of the phone with all its rows, for phones without script.
#[must_use]
pub fn whole_list(address: &str) -> String {
    [address, "?all=true"].concat()
}

/// With whom a participant is here. `new`: right after the door.
#[must_use]
pub fn who(id: WorkshopId, new: bool) -> String {
    with_whom(id) + if new { "?new=true" } else { "" }
}
