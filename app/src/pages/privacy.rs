//! The pages that say what is done with people's data, what the host sets, and the copy that a person takes. Still:
//! rendered by the server only.

use std::collections::BTreeMap;

use domain::ids::WorkshopId;
use domain::problem::FieldProblem;
use domain::retention::Due;
use leptos::prelude::*;

use crate::Language;
use crate::locale::{administration, common, language, personal, privacy as texts};
use crate::parts::field::{TextArea, TextField};
use crate::parts::language_switch::LanguageSwitch;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::scroll_table::ScrollTable;
use crate::parts::trail::Trail;
use crate::{format, routes};

/// At the foot of every page but the board's.
#[component]
pub fn Foot() -> impl IntoView {
    let language = language();
    view! {
        <footer class="site-foot no-print">
            <nav aria-label=texts::about(language)>
                <a href=routes::PRIVACY>{texts::privacy(language)}</a>
                " "
                <a href=routes::LEGAL>{texts::legal(language)}</a>
                " "
                <a href=routes::ACCESSIBILITY>{texts::accessibility(language)}</a>
            </nav>
        </footer>
    }
    .into_any()
}

fn paragraphs(text: &str) -> Vec<AnyView> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| view! { <p>{part.to_owned()}</p> }.into_any())
        .collect()
}

/// One of the three pages of the host.
#[component]
pub fn LegalPage(title: &'static str, text: String, here: &'static str) -> impl IntoView {
    view! {
        <Masthead section=Section::Doors back=here />
        <main id="content" class="page narrow stack loose legal-page">
            <h1>{title}</h1>
            {paragraphs(&text)}
        </main>
    }
    .into_any()
}

/// The list of what will be erased within a month.
#[component]
pub fn Ends(due: Due) -> impl IntoView {
    let language = language();
    let nothing = due.workshops.is_empty() && due.people_of_companies + due.logged_addresses + due.link_addresses == 0;
    let rows = due.workshops.into_iter().map(move |(title, count, at)| {
        view! {
            <tr><th scope="row">{title}</th> <td class="number">{count}</td> <td>{format::day(language, at)}</td></tr>
        }
        .into_any()
    });
    if nothing {
        view! { <p class="empty">{texts::next_month_none(language)}</p> }.into_any()
    } else {
        view! {
            <ScrollTable caption=texts::next_month(language)>
                    <thead>
                        <tr>
                            <th scope="col">{texts::workshop(language)}</th>
                            <th scope="col" class="number">{texts::people(language)}</th>
                            <th scope="col">{texts::from_day(language)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
            </ScrollTable>
            <p>{common::labelled(language, texts::due_people(language), &due.people_of_companies.to_string())}</p>
            <p>{common::labelled(language, texts::due_addresses(language), &due.logged_addresses.to_string())}</p>
            <p>{common::labelled(language, texts::due_links(language), &due.link_addresses.to_string())}</p>
        }
        .into_any()
    }
}

/// The host's texts and periods, what comes to its end, and requests of people.
#[component]
pub fn HostSettings(
    typed: BTreeMap<String, String>,
    problems: Vec<FieldProblem>,
    due: Due,
    #[prop(optional_no_strip)] erased: Option<u32>,
    /// A person's link that was just made.
    #[prop(optional_no_strip)]
    made: Option<String>,
) -> impl IntoView {
    let language = language();
    let value = |key: &str| typed.get(key).cloned().unwrap_or_default();
    let problem = |field: &str| {
        problems.iter().find(|problem| problem.field.as_deref() == Some(field)).map(|problem| problem.code)
    };
    let label = |what: &'static str, of: &'static str| format!("{what}, {of}");
    let both = |what: &'static str, french: &'static str, english: &'static str| {
        view! {
            <div class="side-by-side">
            <TextArea
                name=french
                label=label(what, texts::french(language))
                value=value(french)
                problem=problem("texts")
            />
            <TextArea
                name=english
                label=label(what, texts::english(language))
                value=value(english)
                problem=problem("texts")
            />
            </div>
        }
        .into_any()
    };
    let period = |name: &'static str, words: &'static str| {
        view! { <TextField name=name inputmode="numeric" label=words value=value(name) problem=problem(name) /> }
            .into_any()
    };
    let fields = [
        both(texts::notice(language), "notice.fr", "notice.en"),
        both(texts::privacy(language), "privacy.fr", "privacy.en"),
        both(texts::legal(language), "legal.fr", "legal.en"),
        both(texts::accessibility(language), "accessibility.fr", "accessibility.en"),
    ];
    let periods = [
        period("people_months", texts::people_months(language)),
        period("addresses_months", texts::addresses_months(language)),
        period("backup_days", texts::backup_days(language)),
    ];
    view! {
        <Masthead section=Section::Administration back=routes::HOST />
        <main id="content" class="page stack loose">
            <Trail href=routes::ADMINISTRATION name=administration::title(language) />
            <h1>{texts::settings(language)}</h1>
            {erased.map(|count| view! {
                <p role="status">{common::labelled(language, texts::erased(language), &count.to_string())}</p>
            })}
            <section class="stack">
                <h2>{texts::next_month(language)}</h2>
                <Ends due />
            </section>
            <section class="stack">
                <h2>{texts::request(language)}</h2>
                <p>{texts::request_help(language)}</p>
                {made.map(|link| view! {
                    <Notice tone=Tone::Good>
                        <p>{texts::person_link_made(language)}</p>
                        <p class="field">
                            <label for="person-link">{texts::person_link(language)}</label>
                            <input id="person-link" type="text" readonly=true value=link />
                        </p>
                    </Notice>
                })}
                <form method="post" action=routes::HOST_LINK class="panel stack">
                    <TextField name="email" form="link" kind="email" label=texts::email(language) required=true />
                    <div class="actions"><button type="submit">{texts::make_person_link(language)}</button></div>
                </form>
                <form method="post" action=routes::HOST_COPY class="panel stack">
                    <TextField name="email" form="copy" kind="email" label=texts::email(language) required=true />
                    <div class="actions"><button type="submit">{texts::make_copy(language)}</button></div>
                </form>
                <details class="confirm">
                    <summary>{texts::erase(language)}</summary>
                    <form method="post" action=routes::HOST_ERASE class="stack">
                        <TextField name="email" form="erase" kind="email" label=texts::email(language) required=true />
                        <div class="actions">
                            <button type="submit" class="danger">{texts::erase_sure(language)}</button>
                        </div>
                    </form>
                </details>
            </section>
            <form method="post" action=routes::HOST novalidate class="panel stack">
                <Problems problems=problems.clone() label=field_label />
                <h2>{texts::periods(language)}</h2>
                <div class="side-by-side">{periods.into_iter().collect_view()}</div>
                <p class="hint">{texts::settings_help(language)}</p>
                {fields.into_iter().collect_view()}
                <div class="actions"><button type="submit" class="primary">{texts::save(language)}</button></div>
            </form>
        </main>
    }
    .into_any()
}

fn field_label(language: Language, field: &str) -> &'static str {
    match field {
        "people_months" => texts::people_months(language),
        "addresses_months" => texts::addresses_months(language),
        "backup_days" => texts::backup_days(language),
        _ => "",
    }
}

/// A participant's copy, to read: parts, each with its lines.
#[component]
pub fn CopyPage(id: WorkshopId, parts: Vec<(String, Vec<String>)>) -> impl IntoView {
    let language = language();
    view! {
        <header class="phone-header">
            <div class="phone-header-line">
                <h1>{texts::copy(language)}</h1>
                <LanguageSwitch back=routes::my_copy(id) />
            </div>
        </header>
        <main id="content" class="phone-main stack loose">
            <p class="no-print"><a class="button" href=routes::me(id)>{personal::title(language)}</a></p>
            <p>{texts::copy_help(language)}</p>
            <p class="no-print">
                <a class="button primary" href=routes::my_copy_file(id)>{texts::copy_file(language)}</a>
            </p>
            {parts.into_iter().map(|part| part_of_copy(language, part)).collect_view()}
        </main>
    }
    .into_any()
}

/// One part of a copy of personal data: its title, and one line for each thing.
fn part_of_copy(language: Language, (title, lines): (String, Vec<String>)) -> AnyView {
    let lines = if lines.is_empty() {
        view! { <p class="empty">{texts::copy_nothing(language)}</p> }.into_any()
    } else {
        view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
    };
    view! { <section class="stack"><h2>{title}</h2>{lines}</section> }.into_any()
}

/// What all workshops hold of a person: each workshop with its parts. To read, to take, to erase.
#[component]
pub fn MineEverywhere(token: String, workshops: Vec<Vec<(String, Vec<String>)>>) -> impl IntoView {
    let language = language();
    let none = workshops.is_empty();
    let workshop = |parts: Vec<(String, Vec<String>)>| {
        view! {
            <article class="panel stack">
                {parts.into_iter().map(|part| part_of_copy(language, part)).collect_view()}
            </article>
        }
        .into_any()
    };
    let acts = (!none).then(|| {
        view! {
            <p class="no-print">
                <a class="button primary" href=routes::mine_everywhere_file(&token)>{texts::copy_file(language)}</a>
            </p>
            <details class="confirm no-print">
                <summary>{texts::erase_me(language)}</summary>
                <form method="post" action=routes::erase_mine(&token) class="stack">
                    <p>{personal::leave_help(language)}</p>
                    <button type="submit" class="danger">{texts::erase_sure(language)}</button>
                </form>
            </details>
        }
    });
    view! {
        <Masthead section=Section::Doors back=routes::mine_everywhere(&token) />
        <main id="content" class="page narrow stack loose">
            <h1>{texts::mine_everywhere(language)}</h1>
            <p class="lead">{if none { texts::mine_nothing(language) } else { texts::mine_help(language) }}</p>
            {acts}
            {workshops.into_iter().map(workshop).collect_view()}
        </main>
    }
    .into_any()
}

/// The page after everything kept of an e-mail address was erased by a personal link.
#[component]
pub fn ErasedEverywhere() -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Doors back=routes::HOME />
        <main id="content" class="door">
            <h1>{personal::gone(language)}</h1>
            <p>{texts::mine_erased(language)}</p>
        </main>
    }
    .into_any()
}
