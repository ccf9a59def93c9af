//! The synergies confirmed in this workshop.

use domain::ids::SynergyId;
use leptos::prelude::*;

use super::state::DeskState;
use crate::locale::{desk as texts, words};
use crate::{format, routes};

/// The panel of synergies, the newest first.
#[component]
pub(super) fn Synergies(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let all = Memo::new(move |_| desk.read(|workshop| workshop.synergies.keys().rev().copied().collect::<Vec<_>>()));
    view! {
        <div class="toolbar">
            <h2>{texts::panel_synergies(language)}</h2>
        </div>
        {move || all.with(Vec::is_empty).then(|| view! { <p class="empty">{texts::no_synergy(language)}</p> })}
        <ul class="desk-synergies">
            <For each=move || all.get() key=|id| *id let:id>
                <Row desk id />
            </For>
        </ul>
    }
    .into_any()
}

#[component]
fn Row(desk: DeskState, id: SynergyId) -> impl IntoView {
    let language = desk.language;
    let shown = Memo::new(move |_| {
        desk.read(|workshop| {
            let synergy = workshop.synergies.get(&id)?;
            let owners = format!(
                "{} ⇄ {}",
                desk.person(workshop, Some(synergy.giver)),
                desk.person(workshop, Some(synergy.receiver))
            );
            let next = synergy.next_step.as_ref().map_or_else(
                || texts::no_next_step(language).to_owned(),
                |next| {
                    format!(
                        "{}{}",
                        next.what,
                        next.due.map(|due| format!(" · {}", format::date(language, due))).unwrap_or_default()
                    )
                },
            );
            Some((synergy.title.to_string(), owners, words::stage(language, synergy.stage), next))
        })
    });
    let row = move || {
        shown.get().map(|(title, owners, stage, next)| {
            view! {
                <article class="desk-synergy">
                    <p class="card-kind">
                        <span class="badge synergy">{stage}</span>
                    </p>
                    <h3>{title}</h3>
                    <p class="card-owner">{owners}</p>
                    <p>
                        <strong>{texts::synergy_next_step(language)}</strong>
                        " – "
                        {next}
                    </p>
                    <a href=routes::synergy(desk.id, id)>{texts::open_synergy(language)}</a>
                </article>
            }
        })
    };
    view! { <li>{row}</li> }.into_any()
}
