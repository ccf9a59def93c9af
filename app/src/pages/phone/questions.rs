//! What the phone asks beside the workshop itself: whether somebody is let in. Plain forms: they are rare.

use domain::workshop::{Ask, Participant};
use element::{Child, Element, children, element, live};
use leptos::prelude::*;

use super::state::PhoneState;
use crate::locale::{colleagues as texts, language};
use crate::routes;

/// Questions to this person, and their own that waits.
pub(super) fn questions(phone: PhoneState) -> Child {
    live(move || {
        let me = phone.me?;
        phone.read(|workshop| {
            let mut shown: Vec<Child> =
                workshop.asking(me).map(|(person, ask)| question(phone, person, ask).into()).collect();
            let whom = workshop
                .participants
                .get(&me)
                .and_then(|me| me.asks)
                .and_then(|ask| workshop.participants.get(&ask.with));
            shown.extend(whom.map(|whom| waiting(phone, whom).into()));
            (!shown.is_empty()).then(|| element("div").class("questions stack").attr("role", "status").children(shown))
        })
    })
}

fn question(phone: PhoneState, person: &Participant, ask: Ask) -> Element {
    let language = language();
    let words = if ask.same_person { texts::is_it_you } else { texts::same_company };
    let hidden = |name: &'static str, value: String| {
        element("input").attr("type", "hidden").attr("name", name).attr("value", value)
    };
    let button = |yes: bool| {
        let button = element("button")
            .attr("type", "submit")
            .attr("name", "yes")
            .attr("value", if yes { "true" } else { "false" });
        button.child(if yes { texts::yes(language) } else { texts::no(language) })
    };
    let form = element("form")
        .attr("method", "post")
        .attr("action", routes::let_in(phone.workshop_id))
        .child(hidden("participant", person.id.to_string()))
        .child(hidden("back", phone.place.get().address(phone.workshop_id)))
        .child(element("div").class("actions").child(button(true)).child(button(false)));
    let asked = element("p")
        .child(element("strong").child([&*person.name, " (", &*person.organisation, ")"].concat()))
        .child([", ", words(language)].concat());
    let help = ask.same_person.then(|| element("p").class("hint").child(texts::is_it_you_help(language)));
    element("div").class("notice").children(children![asked, help, form])
}

fn waiting(phone: PhoneState, whom: &Participant) -> Element {
    let words = [&*whom.name, "\u{a0}: ", texts::waiting(language())].concat();
    element("p").class("notice").child(element("a").attr("href", routes::who(phone.workshop_id, false)).child(words))
}
