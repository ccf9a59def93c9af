//! A personal link on a phone that holds somebody else already: asks before it replaces them.

use domain::ids::WorkshopId;
use leptos::prelude::*;

use super::still_header::StillHeader;
use crate::locale::{colleagues as texts, language};
use crate::routes;

/// The question. `now` and `coming` are names with their organisations; POSTs to the link itself.
#[component]
pub fn ComeBack(id: WorkshopId, title: String, now: String, coming: String, token: String) -> impl IntoView {
    let language = language();
    let address = routes::come_back(id, &token);
    view! {
        <StillHeader title=texts::replace(language) about=title here=address.clone() />
        <main id="content" class="phone-main stack loose">
            <p>{texts::replace_help(language)}</p>
            <dl class="stack">
                <div>
                    <dt class="soft">{texts::now_here(language)}</dt>
                    <dd><strong>{now}</strong></dd>
                </div>
                <div>
                    <dt class="soft">{texts::would_come(language)}</dt>
                    <dd><strong>{coming}</strong></dd>
                </div>
            </dl>
            <form method="post" action=address class="actions">
                <a class="button primary" href=routes::phone(id)>{texts::replace_not(language)}</a>
                <button type="submit">{texts::replace_sure(language)}</button>
            </form>
        </main>
    }
    .into_any()
}
