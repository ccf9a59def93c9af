//! Who was asked, who answered, who is late; messages that stand ready, and answers for those who phoned.

use domain::follow_up::{Asked, Due, Link};
use domain::programme::Programme;
use domain::text::LINE_MAX;
use domain::workshop::Language;
use leptos::prelude::*;

use super::mail_to;
use crate::locale::{common, follow_up as texts, language, words};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::scroll_table::ScrollTable;
use crate::parts::trail::Trail;
use crate::{format, routes};

/// How many sides the page shows: the most pressing ones.
const MOST: usize = 100;

/// Each side of each synergy of a programme, the most pressing first. `mails`: the server has a relay.
#[component]
pub fn FollowUpList(programme: Programme, asked: Vec<Asked>, origin: String, mails: bool) -> impl IntoView {
    let language = language();
    let mut asked = asked;
    asked.sort_by_key(|asked| (urgency(asked.due), asked.link.last_asked, asked.link.created_at));
    let none = asked.is_empty();
    let waiting: Vec<(Due, usize)> = [Due::Late, Due::Remind, Due::Ask, Due::Waiting]
        .into_iter()
        .map(|due| (due, asked.iter().filter(|asked| asked.due == due).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let counts = waiting
        .iter()
        .map(|(due, count)| view! { <li><strong>{*count}</strong> " " {texts::due(language, *due)}</li> })
        .collect_view();
    let rows =
        asked.into_iter().take(MOST).map(|asked| view! { <Row asked origin=origin.clone() mails /> }).collect_view();
    let heads = [
        texts::company(language),
        texts::synergy(language),
        texts::status(language),
        texts::last_asked(language),
        texts::last_said(language),
        texts::address(language),
    ];
    view! {
        <Masthead section=Section::Programme back=routes::follow_up(programme.id) />
        <main id="content" class="page">
            <Trail href=routes::programme(programme.id) name=programme.name.clone() />
            <div class="page-head">
                <div>
                    <h1>{texts::title(language)}</h1>
                    <p class="lead">{texts::lead(language)}</p>
                </div>
                <p class="actions">
                    <a class="button" href=routes::follow_up_calendar(programme.id) download="">
                        {texts::all_ics(language)}
                    </a>
                </p>
            </div>
            {(programme.reminder_days == 0)
                .then(|| {
                    view! {
                        <Notice tone=Tone::Warning standing=true>
                            {texts::not_asking(language)} " "
                            <a href=routes::programme_profile(programme.id)>
                                {crate::locale::report::profile(language)}
                            </a>
                        </Notice>
                    }
                })}
            <ul class="due-counts">{counts}</ul>
            {if none {
                view! { <p class="empty">{texts::nothing(language)}</p> }.into_any()
            } else {
                view! {
                    <ScrollTable caption=texts::list_caption(language) class="table roomy">
                        <thead><tr>{heads.map(|head| view! { <th scope="col">{head}</th> })}</tr></thead>
                        <tbody>{rows}</tbody>
                    </ScrollTable>
                }
                    .into_any()
            }}
            {(!none)
                .then(|| {
                    view! {
                        <details class="origin-of-figure">
                            <summary>{texts::all_links(language)}</summary>
                            <form method="post" action=routes::end_links(programme.id) class="stack">
                                <p class="hint">{texts::all_links_help(language)}</p>
                                <p class="actions">
                                    <button type="submit" class="danger">{texts::all_links_sure(language)}</button>
                                </p>
                            </form>
                        </details>
                    }
                })}
        </main>
    }
    .into_any()
}

/// When the link was made and last opened, or that it was ended.
fn link_state(language: Language, link: &Link) -> String {
    if let Some(ended) = link.ended_at {
        return format!("{} {}.", texts::link_ended(language), format::day(language, ended));
    }
    let made = format!("{} {}", texts::made(language), format::day(language, link.made_at.unwrap_or(link.created_at)));
    match link.used_at {
        Some(used) => format!("{made}. {} {}.", texts::used(language), format::day(language, used)),
        None => format!("{made}, {}.", texts::never_used(language)),
    }
}

const fn urgency(due: Due) -> u8 {
    match due {
        Due::Late => 0,
        Due::Remind => 1,
        Due::Ask => 2,
        Due::Waiting => 3,
        Due::Later => 4,
        Due::Refused | Due::Ended => 5,
    }
}

/// A text as it may stand in a `mailto:` address: letters, digits and a few signs as they are, the rest
/// percent-encoded.
fn in_address(text: &str) -> String {
    let letter = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-_.~@".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(letter).collect()
}

#[component]
fn Row(asked: Asked, origin: String, mails: bool) -> impl IntoView {
    let language = language();
    let (company, _) = asked.companies();
    let company = company.to_owned();
    let asks_in = asked.link.language;
    let mail = mail_to(&asked, asks_in, &origin);
    let handle = asked.link.handle.clone();
    let is_open = asked.link.ended_at.is_none() && asked.link.refused_at.is_none();
    let email = asked.link.email.clone();
    let to = format!(
        "mailto:{}?subject={}&body={}",
        in_address(email.as_deref().unwrap_or_default()),
        in_address(&mail.subject),
        in_address(&mail.body)
    );
    let (state, key) = (texts::due(language, asked.due), due_key(asked.due));
    let said = asked.link.last_answer.map(|(at, answer)| {
        view! {
            {texts::answer(language, answer)}
            <span class="soft">{format::day(language, at)}</span>
        }
    });
    let id = format!("email-{handle}");
    let send_now = (mails && is_open && email.is_some()).then(|| {
        view! {
            <form method="post" action=routes::mail_question(&handle)>
                <button type="submit" class="primary">{texts::mail_now(language)}</button>
            </form>
        }
    });
    let languages = [(Language::French, "Français"), (Language::English, "English")]
        .map(|(choice, name)| view! { <option value=choice.code() selected=choice == asks_in>{name}</option> });
    view! {
        <tr class:late=asked.due == Due::Late>
            <th scope="row">{company}</th>
            <td class="wide">
                <a href=routes::synergy(asked.link.workshop, asked.link.synergy)>{asked.record.title.clone()}</a>
                <span class="soft">{words::stage(language, asked.record.stage)}</span>
            </td>
            <td><span class="due-tag" data-due=key>{state}</span></td>
            <td>{asked.link.last_asked.map(|at| format::day(language, at))}</td>
            <td>{said}</td>
            <td class="wide">{email.clone().unwrap_or_else(|| texts::no_address(language).to_owned())}</td>
        </tr>
        <tr class="below">
            <td colspan="6">
                <details class="origin-of-figure">
                    <summary>{texts::ready(language)}</summary>
                    <div class="stack">
                        {is_open
                            .then(|| {
                                view! {
                                    <p><strong>{texts::subject(language)} "\u{a0}: "</strong> {mail.subject.clone()}</p>
                                    <pre class="message">{mail.body.clone()}</pre>
                                }
                            })}
                        <p class="actions">
                            {is_open.then(|| view! { <a class="button" href=to>{texts::open_mail(language)}</a> })}
                            <a href=routes::answer_for(&handle)>{texts::answer_for(language)}</a>
                        </p>
                        {send_now}
                        {is_open
                            .then(|| {
                                view! {
                                    <form method="post" action=routes::answer_sent(&handle)>
                                        <button type="submit">{texts::mark_sent(language)}</button>
                                    </form>
                                }
                            })}
                        <p class="hint">{link_state(language, &asked.link)}</p>
                        <div class="actions">
                            <form method="post" action=routes::renew_link(&handle)>
                                <button type="submit" title=texts::renew_help(language)>
                                    {texts::renew_link(language)}
                                </button>
                            </form>
                            {asked
                                .link
                                .ended_at
                                .is_none()
                                .then(|| {
                                    view! {
                                        <form method="post" action=routes::end_link(&handle)>
                                            <button type="submit" class="quiet">{texts::end_link(language)}</button>
                                        </form>
                                    }
                                })}
                        </div>
                        <form method="post" action=routes::question_address(&handle) class="address-form" novalidate>
                            <label for=id.clone()>{texts::address(language)}</label>
                            <input
                                id=id
                                name="email"
                                type="email"
                                autocomplete="off"
                                maxlength=LINE_MAX.to_string()
                                value=email.unwrap_or_default()
                            />
                            <select name="language" aria-label=common::language_name(language)>{languages}</select>
                            <button type="submit">{texts::save_address(language)}</button>
                        </form>
                    </div>
                </details>
            </td>
        </tr>
    }
    .into_any()
}

const fn due_key(due: Due) -> &'static str {
    match due {
        Due::Late => "late",
        Due::Remind | Due::Ask => "ask",
        Due::Waiting => "waiting",
        Due::Later | Due::Refused | Due::Ended => "later",
    }
}
