//! The pages that say what is done with people's data, what the host sets, and the copy that a person takes. Still: rendered by the server only.

use std::collections::BTreeMap;

use domain::NaiveDate;
use domain::ids::WorkshopId;
use domain::problem::FieldProblem;
use leptos::prelude::*;

use crate::Language;
use crate::locale::{administration, common, language, personal, privacy as texts};
use crate::parts::field::{TextArea, TextField};
use crate::parts::language_switch::LanguageSwitch;
use crate::parts::masthead::{Masthead, Section};
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
                " · "
                <a href=routes::LEGAL>{texts::legal(language)}</a>
                " · "
                <a href=routes::ACCESSIBILITY>{texts::accessibility(language)}</a>
            </nav>
        </footer>
    }
    .into_any()
}

fn paragraphs(text: &str) -> Vec<AnyView> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(|part| view! { <p>{part.to_owned()}</p> }.into_any()).collect()
}

/// One of the three pages of the host.
#[component]
pub fn LegalPage(title: &'static str, text: String, here: &'static str) -> impl IntoView {
    view! {
        <Masthead section=Section::Doors back=here />
        <main id="content" class="stack loose legal-page">
            <h1>{title}</h1>
            {paragraphs(&text)}
        </main>
    }
    .into_any()
}

/// What the nightly job will erase within a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueView {
    /// Workshop, people, from which day on.
    pub workshops: Vec<(String, u32, NaiveDate)>,
    /// Addresses in the log.
    pub logged_addresses: u32,
    /// Addresses at companies' links.
    pub link_addresses: u32,
}

/// What comes to its end within a month.
#[component]
pub fn Ends(due: DueView) -> impl IntoView {
    let language = language();
    let nothing = due.workshops.is_empty() && due.logged_addresses + due.link_addresses == 0;
    let rows = due.workshops.into_iter().map(move |(title, count, day)| {
        view! { <tr><th scope="row">{title}</th><td class="number">{count}</td><td>{format::date(language, day)}</td></tr> }.into_any()
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
    due: DueView,
    #[prop(optional_no_strip)] erased: Option<u32>,
) -> impl IntoView {
    let language = language();
    let value = |key: &str| typed.get(key).cloned().unwrap_or_default();
    let problem = |field: &str| problems.iter().find(|problem| problem.field.as_deref() == Some(field)).map(|problem| problem.code);
    let label = |what: &'static str, of: &'static str| format!("{what}, {of}");
    let both = |what: &'static str, french: &'static str, english: &'static str| {
        view! {
            <TextArea name=french label=label(what, texts::french(language)) value=value(french) problem=problem("texts") />
            <TextArea name=english label=label(what, texts::english(language)) value=value(english) problem=problem("texts") />
        }
        .into_any()
    };
    let period = |name: &'static str, words: &'static str| {
        view! { <TextField name=name inputmode="numeric" label=words value=value(name) problem=problem(name) /> }.into_any()
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
        <main id="content" class="page narrow stack loose">
            <Trail href=routes::ADMINISTRATION name=administration::title(language) />
            <h1>{texts::settings(language)}</h1>
            {erased.map(|count| view! { <p role="status">{common::labelled(language, texts::erased(language), &count.to_string())}</p> })}
            <section class="stack">
                <h2>{texts::next_month(language)}</h2>
                <Ends due />
            </section>
            <section class="stack">
                <h2>{texts::request(language)}</h2>
                <p>{texts::request_help(language)}</p>
                <form method="post" action=routes::HOST_COPY class="stack">
                    <TextField name="email" form="copy" kind="email" label=texts::email(language) required=true />
                    <button type="submit">{texts::make_copy(language)}</button>
                </form>
                <details class="confirm">
                    <summary>{texts::erase(language)}</summary>
                    <form method="post" action=routes::HOST_ERASE class="stack">
                        <TextField name="email" form="erase" kind="email" label=texts::email(language) required=true />
                        <button type="submit" class="danger">{texts::erase_sure(language)}</button>
                    </form>
                </details>
            </section>
            <form method="post" action=routes::HOST novalidate class="stack">
                <Problems problems=problems.clone() label=field_label />
                <h2>{texts::periods(language)}</h2>
                {periods.into_iter().collect_view()}
                <p class="hint">{texts::settings_help(language)}</p>
                {fields.into_iter().collect_view()}
                <button type="submit" class="primary">{texts::save(language)}</button>
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
    let part = |(title, lines): (String, Vec<String>)| {
        let lines = if lines.is_empty() {
            view! { <p class="empty">{texts::copy_nothing(language)}</p> }.into_any()
        } else {
            view! { <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
        };
        view! { <section class="stack"><h2>{title}</h2>{lines}</section> }.into_any()
    };
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
            <p class="no-print"><a class="button primary" href=routes::my_copy_file(id)>{texts::copy_file(language)}</a></p>
            {parts.into_iter().map(part).collect_view()}
        </main>
    }
    .into_any()
}
