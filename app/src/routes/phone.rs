//! The addresses of a participant's phone.

use domain::ids::{CardId, MatchId, WorkshopId};

addresses! {
    /// The join form behind a QR token or a typed code.
    JOIN "/j/{code}" => join(code: &str);
    /// A participant's own cards and the form for new ones. POST to [`cards`].
    PHONE "/w/{id}" => phone(id: WorkshopId);
    /// The room's cards.
    ROOM "/w/{id}/room" => room(id: WorkshopId);
    /// A participant's matches.
    MY_MATCHES "/w/{id}/matches" => my_matches(id: WorkshopId);
    /// POST: a new card.
    CARDS "/w/{id}/cards" => cards(id: WorkshopId);
    /// GET: edit one's own card; POST: save it.
    CARD "/w/{id}/cards/{card}" => card(id: WorkshopId, card: CardId);
    /// POST: take a card back.
    WITHDRAW "/w/{id}/cards/{card}/withdraw" => withdraw(id: WorkshopId, card: CardId);
    /// POST `interested=true|false`.
    INTEREST "/w/{id}/cards/{card}/interest" => interest(id: WorkshopId, card: CardId);
    /// GET: the page on which a photo is put to one's own card; POST: the photo.
    PHOTO "/w/{id}/cards/{card}/photo" => photo(id: WorkshopId, card: CardId);
    /// POST: the card has no photo any more.
    REMOVE_PHOTO "/w/{id}/cards/{card}/photo/remove" => remove_photo(id: WorkshopId, card: CardId);
    /// The photo of a card, as JPEG; `?at=` names it, `board=` and `desk=` say who reads as for the JSON surface.
    CARD_PHOTO "/w/{id}/cards/{card}/photo.jpg" => card_photo(id: WorkshopId, card: CardId);
    /// POST `answer`, `reason`, `note`.
    ANSWER "/w/{id}/matches/{found}/answer" => answer(id: WorkshopId, found: MatchId);
    /// A participant's own page: their place, whom to meet. POST to [`my_link`] and [`leave`].
    ME "/w/{id}/me" => me(id: WorkshopId);
    /// POST: shows a new personal link.
    MY_LINK "/w/{id}/me/link" => my_link(id: WorkshopId);
    /// POST: signs this phone out; nothing is erased. With `all=true`, all phones of this person.
    SIGN_PHONE_OUT "/w/{id}/me/sign-out" => sign_phone_out(id: WorkshopId);
    /// POST: leaves, and erases what one brought.
    LEAVE "/w/{id}/me/leave" => leave(id: WorkshopId);
    /// The dates of one's synergies.
    MY_CALENDAR "/w/{id}/me.ics" => my_calendar(id: WorkshopId);
    /// A copy of a participant's data, to read.
    MY_COPY "/w/{id}/me/copy" => my_copy(id: WorkshopId);
    /// The same as a file.
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
