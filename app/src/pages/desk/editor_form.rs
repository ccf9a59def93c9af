//! The frame of everything that is edited beside the list.

use leptos::prelude::*;

use super::state::DeskState;
use crate::locale::common;

/// Heading and form, with its buttons.
#[component]
pub(super) fn EditorForm(
    desk: DeskState,
    heading: String,
    submit_words: &'static str,
    submit: Callback<()>,
    children: Children,
) -> impl IntoView {
    let language = desk.language;
    view! {
        <h2 id="editor-heading" tabindex="-1">{heading}</h2>
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit.run(());
            }
        >
            {children()}
            <div class="actions">
                <button type="submit" class="primary">{submit_words}</button>
                <button type="button" class="quiet" on:click=move |_| desk.close()>{common::cancel(language)}</button>
            </div>
        </form>
    }
    .into_any()
}
