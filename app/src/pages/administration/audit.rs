//! The audit log: of the host for administrators, of a programme for its managers and auditors.

use chrono::DateTime;
use domain::audit::{Deed, Record, Shown};
use domain::programme::Programme;
use domain::time::Timestamp;
use leptos::prelude::*;

use crate::locale::{administration as texts, audit as words, language};
use crate::parts::field::{SelectField, TextField, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::scroll_table::ScrollTable;
use crate::parts::trail::Trail;
use crate::{Language, routes};

/// Which audit log is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The log of the whole host, for its administrators.
    Host,
    /// The part that concerns this programme, for its managers and auditors.
    Programme(Box<Programme>),
}

impl Reading {
    /// The address of the page, or of the same as CSV.
    #[must_use]
    pub fn address(&self, csv: bool) -> String {
        match (self, csv) {
            (Self::Host, false) => routes::HOST_AUDIT.to_owned(),
            (Self::Host, true) => routes::HOST_AUDIT_CSV.to_owned(),
            (Self::Programme(programme), false) => routes::audit(programme.id),
            (Self::Programme(programme), true) => routes::audit_csv(programme.id),
        }
    }
}

/// `2026-11-29 17:30:05`, in UTC: a log is compared with other logs.
fn moment(at: Timestamp) -> String {
    DateTime::from_timestamp_millis(at.0).map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()
}

/// Who, as it is shown: the name, and as whom where it is no account.
fn who(language: Language, record: &Record) -> String {
    match (record.who.is_empty(), record.kind) {
        (true, kind) => words::author(language, kind).to_owned(),
        (false, domain::audit::AuthorKind::Account) => record.who.clone(),
        (false, kind) => format!("{} ({})", record.who, words::author(language, kind)),
    }
}

/// To whom or to what, with its details.
fn about(record: &Record) -> String {
    let details = record.detail.iter().map(|(name, value)| format!("{name}: {value}"));
    Some(record.subject.clone())
        .filter(|subject| !subject.is_empty())
        .into_iter()
        .chain(details)
        .collect::<Vec<_>>()
        .join(" · ")
}

/// One page of an audit log, the newest entries first.
#[component]
pub fn AuditPage(
    reading: Reading,
    shown: Shown,
    records: Vec<Record>,
    /// Where this part is to be had as CSV.
    export: String,
    /// The address of the older entries; none on the last page.
    older: Option<String>,
) -> impl IntoView {
    let language = language();
    let address = reading.address(false);
    let (section, up, name) = match &reading {
        Reading::Host => {
            (Section::Administration, routes::ADMINISTRATION.to_owned(), texts::title(language).to_owned())
        }
        Reading::Programme(programme) => {
            (Section::Programme, routes::programme_profile(programme.id), programme.name.clone())
        }
    };
    let none = records.is_empty();
    let row = |record: Record| {
        view! {
            <tr>
                <td>{moment(record.at)}</td>
                <td>{who(language, &record)}</td>
                <td>{words::deed(language, record.deed)}</td>
                <td>{about(&record)}</td>
                <td>{record.address.unwrap_or_default()}</td>
            </tr>
        }
    };
    let rows = records.into_iter().map(row).collect_view();
    let mut deeds = choices(Deed::ALL, Deed::code, |deed| words::deed(language, deed));
    deeds.sort_by(|one, other| one.1.cmp(&other.1));
    view! {
        <Masthead section back=address.clone() />
        <main id="content" class="page">
            <Trail href=up name />
            <div class="page-head">
                <div>
                    <h1>{texts::audit(language)}</h1>
                    <p class="lead">{texts::audit_lead(language)}</p>
                </div>
                <a class="button" href=export download="">{texts::as_csv(language)}</a>
            </div>
            <form method="get" action=address class="panel stack" novalidate>
                <div class="side-by-side">
                    <SelectField
                        name="deed"
                        label=texts::deed(language)
                        choices=deeds
                        blank=texts::all_deeds(language)
                        value=shown.deed.clone()
                    />
                    <TextField name="who" label=texts::who_words(language) value=shown.who.clone() maxlength=100 />
                    <TextField name="from" kind="date" label=texts::from_day(language) value=shown.from.clone() />
                    <TextField name="until" kind="date" label=texts::until_day(language) value=shown.until.clone() />
                </div>
                <div class="actions"><button type="submit">{texts::show(language)}</button></div>
            </form>
            {if none {
                view! { <p class="empty">{texts::nothing(language)}</p> }.into_any()
            } else {
                view! {
                    <ScrollTable caption=texts::audit(language)>
                        <thead>
                            <tr>
                                <th scope="col">{texts::when(language)}</th>
                                <th scope="col">{texts::who(language)}</th>
                                <th scope="col">{texts::deed(language)}</th>
                                <th scope="col">{texts::about(language)}</th>
                                <th scope="col">{texts::from_where(language)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </ScrollTable>
                }
                    .into_any()
            }}
            {older.map(|older| view! {
                <p class="actions"><a class="button" href=older rel="next">{texts::older(language)}</a></p>
            })}
        </main>
    }
    .into_any()
}
