//! The people of a company and how they are reached; and what was said with them, the last first.

use std::collections::BTreeMap;

use domain::NaiveDate;
use domain::programme::companies::{Part, Shown, ShownConversation, ShownPerson};
use leptos::prelude::*;

use super::{Of, part_code};
use crate::Language;
use crate::locale::{common, companies as company_texts, company_people as texts, language, office};
use crate::parts::apart::Apart;
use crate::{format, routes};

/// People, then visits and calls: for members who may see people.
#[component]
pub(super) fn PeopleSections(of: Of, shown: Shown, today: NaiveDate) -> impl IntoView {
    let language = language();
    let names: BTreeMap<u64, String> =
        shown.people.iter().map(|known| (known.entry, known.person.name.to_string())).collect();
    let (people, gone): (Vec<ShownPerson>, Vec<ShownPerson>) =
        shown.people.into_iter().partition(|known| known.ended.is_none());
    let (nobody, nobody_gone, nothing) = (people.is_empty(), gone.is_empty(), shown.conversations.is_empty());
    let items =
        |people: Vec<ShownPerson>| people.into_iter().map(|known| view! { <PersonItem of known /> }).collect_view();
    let (people, gone) = (items(people), items(gone));
    let told = shown.conversations.into_iter().map(|known| {
        let met = known.conversation.met.iter().filter_map(|person| names.get(person).cloned()).collect::<Vec<_>>();
        view! { <ConversationItem of known met=met.join(", ") today /> }
    });
    let told = told.collect_view();
    view! {
        <section class="stack">
            <div class="section-head">
                <h2>{texts::people(language)}</h2>
                {of.opens("person", texts::add_person(language))}
            </div>
            {if nobody {
                view! { <p class="empty">{texts::no_person(language)}</p> }.into_any()
            } else {
                view! { <ul class="company-parts">{people}</ul> }.into_any()
            }}
            {(!nobody_gone).then(|| view! {
                <details class="fold">
                    <summary>{texts::gone_people(language)}</summary>
                    <ul class="company-parts">{gone}</ul>
                </details>
            })}
        </section>
        <section class="stack">
            <div class="section-head">
                <h2>{texts::conversations(language)}</h2>
                {of.opens("conversation", texts::add_conversation(language))}
            </div>
            {if nothing {
                view! { <p class="empty">{texts::no_conversation(language)}</p> }.into_any()
            } else {
                view! { <ol class="timeline conversations" reversed>{told}</ol> }.into_any()
            }}
        </section>
    }
    .into_any()
}

/// A person, with what can be done.
#[component]
fn PersonItem(of: Of, known: ShownPerson) -> impl IntoView {
    let language = language();
    let ShownPerson { entry, person, ended } = known;
    let is_gone = ended.is_some();
    let code = part_code(Part::Person(entry));
    let email = person.email.as_ref().map(ToString::to_string);
    let telephone = person.telephone.as_ref().map(|telephone| (telephone.dialled(), telephone.to_string()));
    let no_way = email.is_none() && telephone.is_none();
    let consent = match &person.consent {
        Some(consent) => texts::consent_told(language, consent),
        None => common::labelled(language, texts::consent(language), &texts::not_asked(language).to_lowercase()),
    };
    let ended = ended.map(|ended| {
        let reason = ended.reason.map(|reason| format!(" – {reason}"));
        view! {
            <p class="soft">{texts::gone(language)} " · " {format::date(language, ended.day)} {reason}</p>
        }
    });
    let actions = of.keeps.then(|| {
        let end = if is_gone {
            of.button(
                routes::end_part(of.programme, of.company, &code),
                vec![("goes_on", "yes".to_owned())],
                company_texts::goes_on(language),
            )
        } else {
            of.opens(&format!("end-{code}"), texts::gone(language))
        };
        view! {
            <div class="actions">
                {of.opens(&code, company_texts::correct(language))}
                {end}
                {of.opens(&format!("erase-{entry}"), texts::erase(language))}
            </div>
        }
    });
    view! {
        <li class="panel stack" id=code.clone()>
            <p>
                <strong>{person.name.to_string()}</strong>
                {person.function.as_ref().map(|function| view! { " · " <span>{function.to_string()}</span> })}
            </p>
            {(!no_way).then(|| view! {
                <ul class="reached">
                    {email.map(|email| view! { <li><a href=format!("mailto:{email}")>{email.clone()}</a></li> })}
                    {telephone.map(|(dialled, written)| view! {
                        <li><a href=format!("tel:{dialled}")>{written}</a></li>
                    })}
                </ul>
            })}
            <p class="soft">{consent}</p>
            {ended}
            {actions}
        </li>
    }
    .into_any()
}

/// The day by which a next step is to be done, after the step; marked where it is late.
pub(in crate::pages::office) fn due_by(language: Language, due: NaiveDate, late: bool) -> impl IntoView {
    view! {
        " · " {texts::next_step_due(language)} " " {format::date(language, due)}
        {late.then(|| view! { " " <strong>{office::overdue(language)}</strong> })}
    }
}

/// A visit, a call, a letter or a meeting, with its next step.
#[component]
fn ConversationItem(of: Of, known: ShownConversation, met: String, today: NaiveDate) -> impl IntoView {
    let language = language();
    let ShownConversation { entry, conversation, done } = known;
    let with = (!met.is_empty()).then(|| format!(" {} {met}", texts::with(language)));
    let step = conversation.next_step.map(|next| {
        let due = next.due.map(|due| due_by(language, due, done.is_none() && due < today));
        let done_on = done.map(|day| {
            view! { <span class="soft">" · " {texts::done(language)} " " {format::date(language, day)}</span> }
        });
        let (ticked, words) = match done {
            Some(_) => ("no", texts::reopen(language)),
            None => ("yes", texts::tick_off(language)),
        };
        let button =
            of.button(routes::step_done(of.programme, of.company, entry), vec![("done", ticked.to_owned())], words);
        view! {
            <div class="with-button">
                <span>
                    {common::labelled(language, texts::next_step(language), &next.what)}
                    {due}
                    {done_on}
                </span>
                {button}
            </div>
        }
    });
    view! {
        <li id=format!("conversation-{entry}")>
            <p class="timeline-head">
                <strong>{texts::way_name(language, conversation.way)}</strong>
                <Apart />
                <span>{format::date(language, conversation.day)}</span>
                <Apart />
                <span class="soft">{conversation.by.to_string()} {with}</span>
            </p>
            {conversation.words.map(|words| view! { <p class="words">{words.to_string()}</p> })}
            {step}
            {of.opens(&format!("conversation-{entry}"), company_texts::correct(language))}
        </li>
    }
    .into_any()
}
