//! The form for a new card, or for changing one.

use leptos::prelude::*;

use super::header::follow;
use super::phone::PhoneState;
use super::place::Place;
use crate::locale::{common, language, participant as texts};
use crate::parts::notice::{Notice, Tone};
use crate::parts::resource_fields::{CardFields, ResourceFields};
use crate::routes;

/// The form.
#[component]
pub(super) fn CardForm(phone: PhoneState) -> impl IntoView {
    let language = language();
    let form = phone.form;
    let fields = CardFields { draft: form.draft, problems: form.problems, changed: Callback::new(move |()| form.was_changed()), form: "" };
    let editing = Memo::new(move |_| phone.place.get().editing);
    let action = move || editing.get().map_or_else(|| routes::cards(phone.workshop_id), |card| routes::card(phone.workshop_id, card));
    let heading = move || editing.get().map_or_else(|| texts::new_card(language).to_owned(), |card| format!("{} {card}", texts::change_card(language)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        phone.submit();
    };
    let save = move || if editing.get().is_some() { common::save(language) } else { texts::post(language) };
    let cancel = move || {
        editing.get().is_some().then(|| {
            let home = Place::default();
            view! {
                <a class="button quiet" href=home.address(phone.workshop_id) on:click=move |event| follow(&event, phone, home)>
                    {common::cancel(language)}
                </a>
            }
        })
    };
    view! {
        <section aria-labelledby="form-heading">
            <h2 id="form-heading">{heading}</h2>
            {move || form.sent.get().then(|| view! { <Notice tone=Tone::Good>{texts::card_sent(language)}</Notice> })}
            <form id="card-form" class="stack" method="post" action=action novalidate on:submit=submit>
                <input type="hidden" name="command_id" value=form.command_id.to_string() />
                <ResourceFields fields fixed_kind=Signal::derive(move || editing.get().is_some()) />
                <div class="actions">
                    <button type="submit" class="primary">{save}</button>
                    {cancel}
                </div>
            </form>
        </section>
    }
    .into_any()
}
