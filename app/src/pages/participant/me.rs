//! A participant's own page: their place, whom to meet, another phone, and the door out. Still: it needs no script.

use domain::ids::WorkshopId;
use domain::workshop::Participant;
use leptos::prelude::*;

use crate::locale::{language, personal as texts};
use crate::parts::language_switch::LanguageSwitch;
use crate::parts::qr::Qr;
use crate::{format, routes};

/// Somebody to meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name and organisation.
    pub who: (String, String),
    /// Their address.
    pub email: Option<String>,
    /// What it is about.
    pub about: String,
    /// What happens next, and by when.
    pub next_step: Option<(String, Option<domain::NaiveDate>)>,
}

/// The page. `link` is a new personal link with its QR code, when one was asked for.
#[component]
pub fn Me(id: WorkshopId, title: String, me: Participant, contacts: Vec<Contact>, #[prop(optional_no_strip)] link: Option<(String, String)>) -> impl IntoView {
    let language = language();
    let dated = contacts.iter().any(|contact| matches!(&contact.next_step, Some((_, Some(_)))));
    let place = me.table.map_or_else(|| texts::no_table(language).to_owned(), |table| format!("{} {table}", texts::table(language)));
    let contact = |contact: Contact| {
        let next = contact.next_step.map(|(what, due)| {
            let due = due.map(|due| format!(" · {}", format::date(language, due))).unwrap_or_default();
            view! { <p><strong>{texts::next_step(language)} "\u{a0}: "</strong> {what} {due}</p> }
        });
        let mail = match contact.email {
            Some(email) => view! { <p><a href=format!("mailto:{email}")>{email.clone()}</a></p> }.into_any(),
            None => view! { <p class="hint">{texts::no_email(language)}</p> }.into_any(),
        };
        view! {
            <li class="panel stack">
                <h3>{contact.who.0} " – " {contact.who.1}</h3>
                <p>{texts::about(language)} "\u{a0}: " {contact.about}</p>
                {mail}
                {next}
            </li>
        }
        .into_any()
    };
    let none = contacts.is_empty();
    let link = match link {
        Some((address, qr)) => view! {
            <div class="personal-link stack">
                <Qr svg=qr label=texts::qr_label(language).to_owned() />
                <p class="address">{address}</p>
            </div>
        }
        .into_any(),
        None => view! {
            <form method="post" action=routes::my_link(id)>
                <button type="submit">{texts::make_link(language)}</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <header class="phone-header">
            <div class="phone-header-line">
                <h1>{texts::title(language)}</h1>
                <LanguageSwitch back=routes::me(id) />
            </div>
            <p class="who">{format!("{} · {} · {title}", me.name, me.organisation)}</p>
        </header>
        <main id="content" class="phone-main stack loose">
            <p><a class="button" href=routes::phone(id)>{texts::back(language)}</a></p>
            <section class="stack">
                <h2>{texts::my_tables(language)}</h2>
                <p class="my-table">{place}</p>
            </section>
            <section class="stack">
                <h2>{texts::my_contacts(language)}</h2>
                {if none {
                    view! { <p class="empty">{texts::no_contacts(language)}</p> }.into_any()
                } else {
                    view! {
                        <p class="hint">{texts::contacts_help(language)} " " {texts::print(language)}</p>
                        <ul class="stack">{contacts.into_iter().map(contact).collect_view()}</ul>
                    }
                    .into_any()
                }}
                {dated.then(|| view! { <p><a class="button" href=routes::my_calendar(id)>{texts::calendar(language)}</a></p> })}
            </section>
            <section class="stack no-print">
                <h2>{texts::other_phone(language)}</h2>
                <p>{texts::other_phone_help(language)}</p>
                {link}
            </section>
            <section class="stack no-print">
                <h2>{texts::leave(language)}</h2>
                <p>{texts::leave_help(language)}</p>
                <details class="confirm">
                    <summary>{texts::leave(language)}</summary>
                    <form method="post" action=routes::leave(id)>
                        <button type="submit" class="danger">{texts::leave_sure(language)}</button>
                    </form>
                </details>
            </section>
        </main>
    }
    .into_any()
}

/// After leaving.
#[component]
pub fn Gone() -> impl IntoView {
    let language = language();
    view! {
        <main id="content" class="phone-main stack">
            <h1>{texts::gone(language)}</h1>
            <p>{texts::gone_help(language)}</p>
        </main>
    }
    .into_any()
}
