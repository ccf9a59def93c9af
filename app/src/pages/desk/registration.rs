//! The registration list with its preview, and badges with personal codes.

use domain::ids::WorkshopId;
use element::{Child, element};
use leptos::prelude::*;

use crate::locale::{language, registration as texts};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::qr::Qr;
use crate::parts::scroll_table::ScrollTable;
use crate::routes;

/// A line of the list as it was read, before anything is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    /// Its number in the pasted list.
    pub line: usize,
    /// Name and organisation.
    pub who: (String, String),
    /// Whether this person is registered already; such a line changes nothing.
    pub known: bool,
    /// What is wrong with the line, in the reader's language; none when it can be registered.
    pub problem: Option<String>,
}

/// A badge: name, organisation, address of the personal link, its QR code.
pub type BadgeSheet = (String, String, String, String);

/// The form. POSTs `list` with `step` `preview` or `register` to its own address.
#[component]
pub fn Registrations(
    id: WorkshopId,
    list: String,
    rows: Vec<PreviewRow>,
    /// What went wrong or well, and whether it is good.
    #[prop(optional_no_strip)]
    said: Option<(bool, String)>,
) -> impl IntoView {
    let language = language();
    let some = rows.iter().any(|row| row.problem.is_none() && !row.known);
    let row = |row: PreviewRow| {
        let wrong = row.problem.is_some();
        let outcome = match (row.problem, row.known) {
            (Some(problem), _) => problem,
            (None, true) => texts::known(language).to_owned(),
            (None, false) => texts::good(language).to_owned(),
        };
        view! {
            <tr class:late=wrong>
                <td class="number">{row.line}</td>
                <th scope="row">{row.who.0}</th>
                <td>{row.who.1}</td>
                <td class:problem=wrong>{outcome}</td>
            </tr>
        }
    };
    let table = (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(row).collect_view();
        view! {
            <ScrollTable caption=texts::preview(language)>
                <thead>
                    <tr>
                        <th scope="col" class="number">{texts::line(language)}</th>
                        <th scope="col">{texts::person(language)}</th>
                        <th scope="col">{texts::organisation(language)}</th>
                        <th scope="col">{texts::outcome(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        }
    });
    view! {
        <Masthead section=Section::Workshops back=routes::registrations(id) />
        <main id="content" class="page">
            <h1>{texts::title(language)}</h1>
            <p class="lead">{texts::lead(language)}</p>
            {said.map(|(good, words)| view! {
                <Notice tone=if good { Tone::Good } else { Tone::Warning }>{words}</Notice>
            })}
            <form method="post" action=routes::registrations(id) novalidate class="panel stack">
                {list_field(language, list)}
                {table}
                <div class="actions">
                    <button type="submit" name="step" value="preview" class:primary=!some>
                        {texts::preview(language)}
                    </button>
                    {some.then(|| view! {
                        <button type="submit" name="step" value="register" class="primary">
                            {texts::register(language)}
                        </button>
                    })}
                    <a class="button quiet" href=routes::desk(id)>{texts::back(language)}</a>
                </div>
            </form>
            <form method="post" action=routes::badges(id) class="panel stack">
                <h2>{texts::badges(language)}</h2>
                <p>{texts::badges_help(language)}</p>
                <div class="actions"><button type="submit">{texts::make_badges(language)}</button></div>
            </form>
        </main>
    }
    .into_any()
}

/// The field for the pasted list: a text area without the limit of other fields.
fn list_field(language: crate::Language, list: String) -> Child {
    let area = element("textarea")
        .attr("id", "list")
        .attr("name", "list")
        .attr("rows", "10")
        .attr("aria-describedby", "list-hint")
        .attr("spellcheck", "false")
        .value(list);
    let label = element("label").attr("for", "list").child(texts::list(language));
    element("div")
        .class("field")
        .child(label)
        .child(area)
        .child(element("p").class("hint").attr("id", "list-hint").child(texts::hint(language)))
        .into()
}

/// The badges of these people, to print: each with a QR code that opens the person's place.
#[component]
pub fn Badges(id: WorkshopId, badges: Vec<BadgeSheet>) -> impl IntoView {
    let language = language();
    let badge = |(name, organisation, address, qr): &BadgeSheet| {
        view! {
            <section class="place-card badge-card">
                <p class="place-name">{name.clone()}</p>
                <p>{organisation.clone()}</p>
                <Qr svg=qr.clone() label=format!("{} – {name}", texts::qr(language)) />
                <p class="badge-address">{address.clone()}</p>
            </section>
        }
    };
    view! {
        <div class="no-print">
            <Masthead section=Section::Workshops back=routes::registrations(id) />
        </div>
        <main id="content" class="print-page">
            <div class="no-print page print-help">
                <h1>{texts::badges(language)}</h1>
                <p class="lead">{texts::badges_help(language)}</p>
                <p class="actions"><a class="button" href=routes::registrations(id)>{texts::title(language)}</a></p>
            </div>
            <div class="sheets" tabindex="0" role="region" aria-label=texts::badges(language)>
                {badges.chunks(6).map(|some| view! {
                    <section class="sheet">
                        <div class="place-cards">{some.iter().map(badge).collect_view()}</div>
                    </section>
                }).collect_view()}
            </div>
        </main>
    }
    .into_any()
}
