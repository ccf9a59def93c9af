//! The form for a new card, or for changing one.

use element::{Element, element};
use leptos::prelude::*;

use super::header::link_to;
use super::place::Place;
use super::state::PhoneState;
use crate::locale::{common, language, phone as texts};
use crate::parts::resource_fields::{CardFields, resource_fields};
use crate::routes;

/// The form for a new card, or for changing one.
pub(super) fn card_form(phone: PhoneState) -> Element {
    let language = language();
    let form = phone.form;
    let changed = Callback::new(move |()| form.was_changed());
    let fields = CardFields { draft: form.draft, problems: form.problems, examples: phone.examples, changed, form: "" };
    let editing = phone.place.get().editing;
    let (action, heading, save) = match editing {
        None => (routes::cards(phone.workshop_id), texts::new_card(language).to_owned(), texts::post(language)),
        Some(card) => (
            routes::card(phone.workshop_id, card),
            [texts::change_card(language), " ", &card.to_string()].concat(),
            common::save(language),
        ),
    };
    let cancel =
        editing.map(|_| link_to(phone, Place::default()).class("button quiet").child(common::cancel(language)));
    let sent = form
        .sent
        .get()
        .then(|| element("div").class("notice good").attr("tabindex", "-1").child(texts::card_sent(language)));
    let card_form = element("form")
        .attr("id", "card-form")
        .class("stack")
        .attr("method", "post")
        .attr("action", action)
        .attr("novalidate", "")
        .on_submit(move |_| phone.submit())
        .child(
            element("input")
                .attr("type", "hidden")
                .attr("name", "command_id")
                .attr("value", form.command_id.to_string()),
        )
        .children(resource_fields(fields, editing.is_some()))
        .child(
            element("div")
                .class("actions")
                .child(element("button").attr("type", "submit").class("primary").child(save))
                .child(cancel),
        );
    element("section")
        .attr("aria-labelledby", "form-heading")
        .child(element("h2").attr("id", "form-heading").child(heading))
        .child(sent)
        .child(card_form)
}
