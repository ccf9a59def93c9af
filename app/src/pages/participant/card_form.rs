//! The form for a new card, or for changing one.

use leptos::prelude::*;

use super::header::follow;
use super::phone::PhoneState;
use super::place::Place;
use crate::locale::{common, language, participant as texts};
use crate::parts::listener::listener;
use crate::parts::notice::{Notice, Tone};
use crate::parts::resource_fields::{CardFields, resource_fields};
use crate::routes;

/// The form as it stands.
pub(super) fn card_form(phone: PhoneState) -> AnyView {
    let language = language();
    let form = phone.form;
    let fields = CardFields { draft: form.draft, problems: form.problems, changed: Callback::new(move |()| form.was_changed()), form: "" };
    let submit = listener(move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        phone.submit();
    });
    let editing = phone.place.get().editing;
    let (action, heading, save) = match editing {
        None => (routes::cards(phone.workshop_id), texts::new_card(language).to_owned(), texts::post(language)),
        Some(card) => (routes::card(phone.workshop_id, card), [texts::change_card(language), " ", &card.to_string()].concat(), common::save(language)),
    };
    let cancel = editing.map(|_| {
        let home = Place::default();
        view! {
            <a class="button quiet" href=home.address(phone.workshop_id) on:click=listener(move |event| follow(&event, phone, home))>
                {common::cancel(language)}
            </a>
        }
        .into_any()
    });
    view! {
        <section aria-labelledby="form-heading">
            <h2 id="form-heading">{heading}</h2>
            {form.sent.get().then(|| view! { <Notice tone=Tone::Good>{texts::card_sent(language)}</Notice> }.into_any())}
            <form id="card-form" class="stack" method="post" action=action novalidate on:submit=submit>
                <input type="hidden" name="command_id" value=form.command_id.to_string() />
                {resource_fields(fields, editing.is_some())}
                <div class="actions">
                    <button type="submit" class="primary">{save}</button>
                    {cancel}
                </div>
            </form>
        </section>
    }
    .into_any()
}
