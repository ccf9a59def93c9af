//! Sheets to print: a poster for the door, and a card for each table. Both speak both languages, the room's first.

use domain::ids::WorkshopId;
use domain::workshop::{Description, Language};
use leptos::prelude::*;

use super::Doors;
use crate::host::HostMark;
use crate::locale::{language, preparation as texts};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::qr::Qr;
use crate::{format, routes};

/// Sheets to print: the join sheet with its QR code, and a card for each table.
#[component]
pub fn PrintSheets(id: WorkshopId, description: Description, doors: Doors) -> impl IntoView {
    let language = language();
    let first = description.language;
    let second = if first == Language::French { Language::English } else { Language::French };
    let place = description.place.as_ref().map(|place| format!(" · {place}")).unwrap_or_default();
    let when = format!("{}{place}", format::date(first, description.date));
    let title = description.title.to_string();
    let tables: Vec<u8> = (1..=description.tables).collect();
    let spreads = tables
        .chunks(2)
        .map(|pair| {
            let cards = pair.iter().map(|table| table_card(*table, (first, second), &title, &doors)).collect_view();
            view! { <div class="sheet spread">{cards}</div> }.into_any()
        })
        .collect_view();
    view! {
        <div class="no-print">
            <Masthead section=Section::Workshops back=routes::print_sheets(id) />
        </div>
        <main id="content" class="print-page">
            <div class="no-print page print-help">
                <h1>{texts::open_print(language)}</h1>
                <p class="lead">{texts::print_help(language)}</p>
                <p class="actions">
                    <a class="button" href=routes::registrations(id)>
                        {crate::locale::registration::title(language)}
                    </a>
                    <a class="button" href=routes::desk(id)>
                        {texts::back_to_desk(language)}
                    </a>
                </p>
            </div>
            <div class="sheets" tabindex="0" role="region" aria-label=texts::preview(language)>
            <section class="sheet poster" lang=first.code()>
                <header>
                    <p class="poster-host"><HostMark /></p>
                    <p class="poster-when">{when}</p>
                    <p class="poster-title">{title.clone()}</p>
                </header>
                <div class="poster-join">
                    <h2>
                        {texts::join_the_workshop(first)} <span class="second" lang=second.code()>
                            {texts::join_the_workshop(second)}
                        </span>
                    </h2>
                    <Qr svg=doors.join_qr.clone() label=texts::qr_opens(language).to_owned() />
                    <Typed doors=doors.clone() first second />
                </div>
                <ol class="steps">
                    {[texts::step_scan, texts::step_name, texts::step_post]
                        .map(|step| {
                            view! {
                                <li>
                                    <span>{step(first)}</span>
                                    <span class="second" lang=second.code()>
                                        {step(second)}
                                    </span>
                                </li>
                            }
                        })
                        .collect_view()}
                </ol>
            </section>
            {spreads}
            </div>
        </main>
    }
    .into_any()
}

/// What to type where nothing can be scanned.
#[component]
fn Typed(doors: Doors, first: Language, second: Language) -> impl IntoView {
    view! {
        <p class="typed">
            <span class="typed-words">
                {texts::or_type(first)} <span class="second" lang=second.code()>
                    {texts::or_type(second)}
                </span>
            </span>
            <strong class="typed-host">{doors.join_host}</strong>
            <span class="typed-words">
                {texts::and_the_code(first)} <span class="second" lang=second.code()>
                    {texts::and_the_code(second)}
                </span>
            </span>
            <strong class="typed-code">{doors.join_code}</strong>
        </p>
    }
    .into_any()
}

fn table_card(table: u8, (first, second): (Language, Language), title: &str, doors: &Doors) -> AnyView {
    view! {
        <section class="table-card" lang=first.code() data-digits=table.to_string().len().to_string()>
            <h2>
                <span class="table-word">{texts::table(first)}</span>
                <span class="table-number">{table}</span>
            </h2>
            <div class="table-door">
                <Qr svg=doors.join_qr.clone() label=texts::qr_opens(language()).to_owned() />
                <p class="table-how">
                    <strong>{texts::join_the_workshop(first)}</strong>
                    <span class="second" lang=second.code()>
                        {texts::join_the_workshop(second)}
                    </span>
                </p>
                <p class="table-typed">
                    <span>{doors.join_host.clone()}</span>
                    <strong>{doors.join_code.clone()}</strong>
                </p>
            </div>
            <p class="table-title">{title.to_owned()}</p>
        </section>
    }
    .into_any()
}
