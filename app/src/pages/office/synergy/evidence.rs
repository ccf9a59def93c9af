//! Files and links that support a synergy and its figures.

use domain::ids::{SynergyId, WorkshopId};
use domain::synergy;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{exchange as texts, language};
use crate::shell::once;
use crate::{format, routes};

/// The files and links that support the synergy, and the forms to add some for whoever may.
#[component]
pub(super) fn Evidence(of: (WorkshopId, SynergyId), evidence: Vec<synergy::Evidence>, adds: bool) -> impl IntoView {
    let language = language();
    let none = evidence.is_empty();
    let item = |item: synergy::Evidence| {
        let is_link = item.link.is_some();
        let to = item.link.clone().unwrap_or_else(|| routes::evidence_file(of.0, of.1, item.number));
        view! {
            <li>
                // A page elsewhere learns nothing of this one.
                <a href=to rel="noopener noreferrer nofollow">{item.name}</a>
                <span class="soft">
                    " – " {(!is_link).then(|| texts::size(language, item.size) + ", ")} {item.author} ", "
                    {format::day(language, item.at)}
                </span>
            </li>
        }
    };
    let items = evidence.into_iter().map(item).collect_view();
    view! {
        <section class="stack" id="evidence">
            <h2>{texts::evidence(language)}</h2>
            {if none { view! {
                <p class="empty">{texts::no_evidence(language)}</p>
            }.into_any() } else { view! { <ul class="rules">{items}</ul> }.into_any() }}
            {adds.then(|| view! {
            <details class="fold panel">
                <summary>{texts::add_file(language)}</summary>
                <div class="stack loose">
                    <p class="soft">{texts::evidence_help(language)}</p>
                    <form
                        method="post"
                        action=once(routes::evidence(of.0, of.1))
                        enctype="multipart/form-data"
                        class="stack"
                    >
                        <div class="field">
                            <label for="evidence-file">{texts::file(language)}</label>
                            <input
                                type="file"
                                id="evidence-file"
                                name="file"
                                accept=".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.ods,.odt,.csv,.txt"
                            />
                        </div>
                        <div class="actions"><button type="submit">{texts::add_file(language)}</button></div>
                    </form>
                    <form method="post" action=once(routes::evidence_links(of.0, of.1)) class="stack" novalidate>
                        <div class="field">
                            <label for="evidence-link">{texts::link(language)}</label>
                            <input
                                type="url"
                                id="evidence-link"
                                name="link"
                                maxlength=LINE_MAX.to_string()
                                autocomplete="off"
                                placeholder="https://"
                            />
                        </div>
                        <div class="actions"><button type="submit">{texts::add_link(language)}</button></div>
                    </form>
                </div>
            </details>
            })}
        </section>
    }
    .into_any()
}
