//! What is on its way to the server, and what it refused.

use domain::ids::CommandId;
use domain::problem::FieldProblem;
use domain::resource::{Kind, ResourceDraft};
use domain::workshop::Command;
use leptos::prelude::*;

use super::phone::PhoneState;
use crate::live::outbox::{Fate, Hold, Item};
use crate::locale::{language, participant as texts, problems::sentence, words};
use crate::parts::card::kind_class;

/// Cards on their way, each with its state.
#[component]
pub(super) fn CardsOnTheirWay(phone: PhoneState) -> impl IntoView {
    let ids = Memo::new(move |_| ids(phone, |command| card(command).is_some()));
    view! {
        <For each=move || ids.get() key=|id| *id let:id>
            <CardOnItsWay phone id />
        </For>
    }
    .into_any()
}

fn ids(phone: PhoneState, wanted: impl Fn(&Command) -> bool) -> Vec<CommandId> {
    phone.outbox.queue.with(|queue| queue.items().iter().rev().filter(|item| wanted(&item.command)).map(|item| item.command_id).collect())
}

fn card(command: &Command) -> Option<&ResourceDraft> {
    match command {
        Command::PostCard { card, .. } | Command::EditCard { card, .. } => Some(card),
        _ => None,
    }
}

fn item(phone: PhoneState, id: CommandId) -> Memo<Option<Item>> {
    Memo::new(move |_| phone.outbox.queue.with(|queue| queue.items().iter().find(|item| item.command_id == id).cloned()))
}

/// The server's sentence, or the page's own.
fn message(language: crate::Language, message: &str, problems: &[FieldProblem]) -> String {
    if message.is_empty() { problems.first().map(|problem| sentence(language, problem.code).to_owned()).unwrap_or_default() } else { message.to_owned() }
}

#[component]
fn CardOnItsWay(phone: PhoneState, id: CommandId) -> impl IntoView {
    let language = language();
    let item = item(phone, id);
    move || {
        let item = item.get()?;
        let draft = card(&item.command)?.clone();
        let kind = Kind::from_code(&draft.kind).unwrap_or(Kind::Have);
        let foot = match item.fate.clone() {
            Fate::Waiting => {
                let text = move || match phone.outbox.hold.get() {
                    None => texts::sending(language).to_owned(),
                    Some(Hold::Network) => texts::waiting_for_network(language).to_owned(),
                    Some(Hold::Server(sentence)) => sentence,
                };
                view! { <p class="fate waiting" role="status">{text}</p> }.into_any()
            }
            Fate::Refused { message: said, problems } => {
                let said = message(language, &said, &problems);
                let command = item.command.clone();
                let correct = move |_| {
                    phone.outbox.discard(id);
                    phone.correct(command.clone(), problems.clone());
                };
                view! {
                    <p class="fate refused" role="alert">
                        <strong>{texts::refused(language)}</strong>
                        {said}
                    </p>
                    <div class="actions">
                        <button type="button" on:click=correct disabled=move || phone.form.is_begun()>
                            {texts::correct(language)}
                        </button>
                        <button type="button" class="quiet" on:click=move |_| phone.outbox.discard(id)>
                            {texts::delete(language)}
                        </button>
                    </div>
                    {move || phone.form.is_begun().then(|| view! { <p class="hint">{texts::finish_the_form_first(language)}</p> })}
                }
                .into_any()
            }
        };
        let view = view! {
            <li>
                <article class=format!("{} on-its-way", kind_class(kind))>
                    <p class="card-kind">
                        <span class="kind">{words::kind(language, kind)}</span>
                    </p>
                    <h3 class="card-title">{draft.title}</h3>
                    <div class="card-foot">{foot}</div>
                </article>
            </li>
        };
        Some(view.into_any())
    }
}

/// Taps that were refused (an interest, an answer, a withdrawal): said once, then put away.
#[component]
pub(super) fn RefusedTaps(phone: PhoneState) -> impl IntoView {
    let language = language();
    let refused = Memo::new(move |_| {
        phone.outbox.queue.with(|queue| {
            let taps = queue.items().iter().filter(|item| card(&item.command).is_none());
            taps.filter_map(|item| match &item.fate {
                Fate::Refused { message: said, problems } => Some((item.command_id, message(language, said, problems))),
                Fate::Waiting => None,
            })
            .collect::<Vec<_>>()
        })
    });
    view! {
        <For each=move || refused.get() key=|(id, _)| *id let((id, said))>
            <div class="notice warning" role="alert">
                <p>{said}</p>
                <button type="button" class="quiet" on:click=move |_| phone.outbox.discard(id)>
                    {texts::understood(language)}
                </button>
            </div>
        </For>
    }
    .into_any()
}
