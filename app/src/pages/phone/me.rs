//! A participant's own page: their place, whom to meet, another phone, and the door out. Not live: it needs no script.

use domain::ids::WorkshopId;
use domain::meetings::Meeting;
use domain::synergy::NextStep;
use domain::workshop::Participant;
use leptos::prelude::*;

use super::still_header::StillHeader;
use crate::locale::{colleagues, invitation, language, personal as texts, privacy};
use crate::parts::embedded::Script;
use crate::parts::qr::Qr;
use crate::{format, routes};

/// The page. `link` is a new personal link with its QR code, when one was asked for; `over` says that the workshop can
/// be judged, `anonymous` that anonymous cards of theirs are on the table.
#[component]
pub fn Me(
    id: WorkshopId,
    title: String,
    me: Participant,
    contacts: Vec<Meeting>,
    #[prop(optional_no_strip)] link: Option<(String, String)>,
    over: bool,
    anonymous: bool,
) -> impl IntoView {
    let language = language();
    let dated = contacts.iter().any(|contact| contact.next_step.as_ref().is_some_and(|next| next.due.is_some()));
    let place = me
        .table
        .map_or_else(|| texts::no_table(language).to_owned(), |table| format!("{} {table}", texts::table(language)));
    let contact = |contact: Meeting| {
        let next = contact.next_step.map(|NextStep { what, due }| {
            let due = due.map(|due| format!(" · {}", format::date(language, due))).unwrap_or_default();
            view! { <p><strong>{texts::next_step(language)} "\u{a0}: "</strong> {what.to_string()} {due}</p> }
        });
        let mail = match contact.email {
            Some(email) => view! { <p><a href=format!("mailto:{email}")>{email.clone()}</a></p> }.into_any(),
            None => view! { <p class="hint">{texts::no_email(language)}</p> }.into_any(),
        };
        view! {
            <li class="panel stack">
                <h3>{contact.name} " – " {contact.organisation}</h3>
                <p>{texts::about(language)} "\u{a0}: " {contact.about}</p>
                {mail}
                {next}
            </li>
        }
        .into_any()
    };
    let none = contacts.is_empty();
    let mail = (!none).then(|| mail_to_myself(language, &title, &contacts));
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
        <StillHeader
            title=texts::title(language)
            about=format!("{} · {} · {title}", me.name, me.organisation)
            here=routes::me(id)
        />
        <main id="content" class="phone-main stack loose">
            <p><a class="button" href=routes::phone(id)>{texts::back(language)}</a></p>
            {over
                .then(|| {
                    view! {
                        <p class="no-print">
                            <a class="button primary big" href=routes::my_satisfaction(id)>
                                {invitation::give_view(language)}
                            </a>
                        </p>
                    }
                })}
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
                {mail.map(|address| view! {
                    <p class="no-print"><a class="button" href=address>{texts::mail(language)}</a></p>
                })}
                {dated.then(|| view! {
                    <p class="no-print">
                        <a class="button" href=routes::my_calendar(id)>{texts::calendar(language)}</a>
                    </p>
                })}
            </section>
            <section class="stack no-print">
                <h2>{colleagues::title(language)}</h2>
                <p>{colleagues::lead(language)}</p>
                <p><a class="button" href=routes::who(id, false)>{colleagues::your_colleagues(language)}</a></p>
            </section>
            <section class="stack no-print">
                <h2>{texts::other_phone(language)}</h2>
                <p>{texts::other_phone_help(language)}</p>
                {link}
            </section>
            <section class="stack no-print">
                <h2>{texts::sign_out(language)}</h2>
                <p>{texts::sign_out_help(language)}</p>
                <details class="confirm">
                    <summary>{texts::sign_out(language)}</summary>
                    <form method="post" action=routes::sign_phone_out(id) class="stack">
                        <button type="submit" class="primary">{texts::sign_out_sure(language)}</button>
                        <button type="submit" name="all" value="true">{texts::sign_out_all(language)}</button>
                    </form>
                </details>
            </section>
            <section class="stack no-print">
                <h2>{privacy::copy(language)}</h2>
                <p>{privacy::copy_help(language)}</p>
                <p><a class="button" href=routes::my_copy(id)>{privacy::copy(language)}</a></p>
            </section>
            <section class="stack no-print">
                <h2>{texts::leave(language)}</h2>
                <p>{texts::leave_help(language)}</p>
                <details class="confirm">
                    <summary>{texts::leave(language)}</summary>
                    <form method="post" action=routes::leave(id) class="stack">
                        {anonymous
                            .then(|| {
                                view! {
                                    <label class="tick">
                                        <input type="checkbox" name="with_anonymous" value="yes" />
                                        <span>{texts::leave_anonymous(language)}</span>
                                    </label>
                                }
                            })}
                        <button type="submit" class="danger">{texts::leave_sure(language)}</button>
                    </form>
                </details>
            </section>
        </main>
    }
    .into_any()
}

/// The list as a mail to oneself: it leaves from the phone's own mail program.
fn mail_to_myself(language: crate::Language, title: &str, contacts: &[Meeting]) -> String {
    let mut body = String::new();
    for Meeting { name, organisation, email, about, next_step } in contacts {
        body.push_str(&format!("{name} – {organisation}\n{about}\n"));
        body.extend(email.iter().map(|email| format!("{email}\n")));
        if let Some(NextStep { what, due }) = next_step {
            let due = due.map(|due| format!(" · {}", format::date(language, due))).unwrap_or_default();
            body.push_str(&format!("{}\u{a0}: {what}{due}\n", texts::next_step(language)));
        }
        body.push('\n');
    }
    let subject = format!("{} – {title}", texts::my_contacts(language));
    format!("mailto:?subject={}&body={}", percent_encoded(&subject), percent_encoded(&body.replace('\n', "\r\n")))
}

/// A text as it may stand in an address: everything but plain letters, digits and a few marks is percent-encoded (RFC
/// 3986).
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Makes this phone forget what it kept of a workshop: unsent posts, drafts, pages for when there is no network.
/// Browsers do the same by a header, but only over HTTPS.
fn forget(id: WorkshopId) -> impl IntoView {
    let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let text = format!(
        "try{{for(const key of Object.keys(localStorage))if(key.includes(\"{id}\"))\
         localStorage.removeItem(key)}}catch(e){{}}\
         if(self.caches)caches.keys().then(all=>all.forEach(name=>caches.delete(name)))"
    );
    view! { <Script nonce text /> }
}

/// The page after signing out: it also has the browser forget what it kept.
#[component]
pub fn SignedOut(
    id: WorkshopId,
    /// All phones of this person, not only this one.
    all: bool,
) -> impl IntoView {
    let language = language();
    view! {
        <main id="content" class="phone-main stack">
            <h1>{if all { texts::signed_out_all(language) } else { texts::signed_out(language) }}</h1>
            <p>{texts::signed_out_help(language)}</p>
            {forget(id)}
        </main>
    }
    .into_any()
}

/// The page after leaving: it also has the browser forget what it kept.
#[component]
pub fn Gone(id: WorkshopId) -> impl IntoView {
    let language = language();
    view! {
        <main id="content" class="phone-main stack">
            <h1>{texts::gone(language)}</h1>
            <p>{texts::gone_help(language)}</p>
            {forget(id)}
        </main>
    }
    .into_any()
}
