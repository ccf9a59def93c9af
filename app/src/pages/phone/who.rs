//! With whom a participant is here: who asks them, whom they ask, their colleagues, and who gave the same organisation.
//! Not live: it needs no script.

use domain::ids::{ParticipantId, WorkshopId};
use domain::workshop::{Participant, Workshop};
use leptos::prelude::*;

use super::still_header::StillHeader;
use crate::locale::{colleagues as texts, language};
use crate::routes;

fn hidden(name: &'static str, value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}

/// The page. `new`: right after the door.
#[component]
pub fn Who(id: WorkshopId, workshop: Workshop, me: ParticipantId, new: bool) -> impl IntoView {
    let language = language();
    let own = workshop.participants.get(&me).cloned();
    let about = own.as_ref().map(|own| format!("{} · {}", own.name, own.organisation)).unwrap_or_default();
    let asking = workshop.asking(me).map(|(person, ask)| {
        let words = if ask.same_person { texts::is_it_you(language) } else { texts::same_company(language) };
        view! {
            <li class="panel stack">
                <p><strong>{person.name.to_string()}</strong> {format!(" ({}), {words}", person.organisation)}</p>
                {ask.same_person.then(|| view! { <p class="hint">{texts::is_it_you_help(language)}</p> })}
                <form method="post" action=routes::let_in(id) class="actions">
                    {hidden("participant", person.id.to_string())} {hidden("back", routes::who(id, false))}
                    <button type="submit" class="primary" name="yes" value="true">{texts::yes(language)}</button>
                    <button type="submit" name="yes" value="false">{texts::no(language)}</button>
                </form>
            </li>
        }
    });
    let asking: Vec<_> = asking.collect();
    let waits_for =
        own.as_ref().and_then(|own| own.asks).and_then(|ask| Some((ask, workshop.participants.get(&ask.with)?)));
    let waiting = waits_for.map(|(ask, whom)| {
        let words = if ask.same_person { texts::as_same(language) } else { texts::as_colleague(language) };
        view! {
            <section class="stack">
                <h2>{texts::you_ask(language)}</h2>
                <div class="panel stack">
                    <p><strong>{whom.name.to_string()}</strong> {format!(" – {}", texts::waiting(language))}</p>
                    <p class="hint">{words} " " {texts::waiting_help(language)}</p>
                    <form method="post" action=routes::let_in(id)>
                        {hidden("participant", me.to_string())} {hidden("back", routes::who(id, false))}
                        <button type="submit" name="yes" value="false">{texts::take_back(language)}</button>
                    </form>
                </div>
            </section>
        }
    });
    let asked = waits_for.map(|(ask, _)| ask.with);
    let colleagues: Vec<&Participant> =
        workshop.present().filter(|person| person.id != me && workshop.act_together(person.id, me)).collect();
    let alone = colleagues.is_empty();
    let colleague = |person: &Participant| view! { <li>{format!("{} – {}", person.name, person.organisation)}</li> };
    let strangers = workshop
        .present()
        .filter(|person| workshop.same_organisation(person.id, me) && !workshop.act_together(person.id, me));
    let others = strangers.filter(|person| asked != Some(person.id));
    let other = |person: &Participant| {
        let same_person = own.as_ref().is_some_and(|own| own.same_name(person));
        let team: Vec<String> = workshop
            .present()
            .filter(|other| other.id != person.id && workshop.act_together(other.id, person.id))
            .map(|other| other.name.to_string())
            .collect();
        let ask = |same: bool, words: &'static str| {
            view! {
                <form method="post" action=routes::ask_to_be_let_in(id)>
                    {hidden("with", person.id.to_string())} {hidden("same", same.to_string())}
                    <button type="submit">{words}</button>
                </form>
            }
        };
        view! {
            <li class="panel stack">
                <p>
                    <strong>{person.name.to_string()}</strong>
                    {format!(" – {}", person.organisation)}
                    {(!team.is_empty()).then(|| format!(" (+ {})", team.join(", ")))}
                </p>
                {person.by_facilitator.then(|| view! { <p class="hint">{texts::without_phone(language)}</p> })}
                <div class="actions">
                    {same_person.then(|| ask(true, texts::ask_same(language)))}
                    {ask(false, texts::ask_colleague(language))}
                </div>
            </li>
        }
    };
    let others: Vec<_> = others.map(other).collect();
    let go_on = if new { "button primary big" } else { "button" };
    view! {
        <StillHeader title=texts::title(language) about=about here=routes::who(id, new) />
        <main id="content" class="phone-main stack loose">
            {new.then(|| view! { <p class="lead">{texts::lead_new(language)}</p> })}
            <p class="hint">{texts::lead(language)}</p>
            {(!asking.is_empty())
                .then(|| {
                    view! {
                        <section class="stack">
                            <h2>{texts::asks_you(language)}</h2>
                            <ul class="stack">{asking}</ul>
                        </section>
                    }
                })}
            {waiting}
            {(asked.is_none() || !others.is_empty())
                .then(|| {
                    let list = if others.is_empty() {
                        view! { <p class="empty">{texts::no_others(language)}</p> }.into_any()
                    } else {
                        view! { <ul class="stack">{others}</ul> }.into_any()
                    };
                    view! {
                        <section class="stack">
                            <h2>{texts::same_organisation(language)}</h2>
                            {list}
                        </section>
                    }
                })}
            <section class="stack">
                <h2>{texts::your_colleagues(language)}</h2>
                {if alone {
                    view! { <p class="empty">{texts::no_colleagues(language)}</p> }.into_any()
                } else {
                    view! {
                        <ul>{colleagues.into_iter().map(colleague).collect_view()}</ul>
                        <form method="post" action=routes::end_colleague(id)>
                            <button type="submit">{texts::end(language)}</button>
                        </form>
                    }
                    .into_any()
                }}
            </section>
            <p><a class=go_on href=routes::phone(id)>{texts::go_on(language)}</a></p>
        </main>
    }
    .into_any()
}
