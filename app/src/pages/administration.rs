//! The pages of the host's administrators, and the audit log, which managers read of their programme as well.

mod audit;

pub use audit::{AuditPage, Reading};

use domain::administration::{HostAccount, HostProgramme};
use domain::problem::FieldProblem;
use domain::time::Timestamp;
use leptos::prelude::*;

use crate::locale::{administration as texts, common, language, members, privacy};
use crate::pages::office::{MadeLink, MadeLinkNotice};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::scroll_table::ScrollTable;
use crate::{format, routes};

/// What became of the copies that the server makes by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupShown {
    /// When the last copy was tried; none before the first.
    pub at: Option<Timestamp>,
    /// Why the last copy failed; none when it worked.
    pub failed: Option<String>,
    /// When the newest that is there was made.
    pub newest: Option<Timestamp>,
}

/// The host's page: accounts, programmes, and the copies of the database.
#[component]
pub fn AdministrationPage(
    accounts: Vec<HostAccount>,
    programmes: Vec<HostProgramme>,
    /// None where the server makes none by itself.
    backup: Option<BackupShown>,
    problems: Vec<FieldProblem>,
    made: Option<MadeLink>,
) -> impl IntoView {
    let language = language();
    let account_rows = accounts.into_iter().map(|account| view! { <AccountRow account /> }).collect_view();
    let programme_rows = programmes.into_iter().map(|programme| view! { <ProgrammeRow programme /> }).collect_view();
    view! {
        <Masthead section=Section::Administration back=routes::ADMINISTRATION />
        <main id="content" class="page">
            <div class="page-head">
                <div>
                    <h1>{texts::title(language)}</h1>
                    <p class="lead">{texts::lead(language)}</p>
                </div>
                <p class="actions">
                    <a class="button" href=routes::HOST>{privacy::settings(language)}</a>
                    <a class="button" href=routes::HOST_AUDIT>{texts::audit(language)}</a>
                </p>
            </div>
            {made.map(|made| view! { <MadeLinkNotice made /> })}
            <Problems problems label=members::label />
            <section class="stack">
                <h2>{texts::accounts(language)}</h2>
                <ScrollTable caption=texts::accounts(language)>
                    <thead>
                        <tr>
                            <th scope="col">{members::name(language)}</th>
                            <th scope="col">{texts::since(language)}</th>
                            <th scope="col">{texts::programmes_of(language)}</th>
                            <th scope="col">{texts::state(language)}</th>
                            <th scope="col">{members::what(language)}</th>
                        </tr>
                    </thead>
                    <tbody>{account_rows}</tbody>
                </ScrollTable>
            </section>
            <section class="stack">
                <h2>{texts::programmes(language)}</h2>
                <ScrollTable caption=texts::programmes(language)>
                    <thead>
                        <tr>
                            <th scope="col">{members::name(language)}</th>
                            <th scope="col">{texts::managers(language)}</th>
                            <th scope="col">{texts::members(language)}</th>
                        </tr>
                    </thead>
                    <tbody>{programme_rows}</tbody>
                </ScrollTable>
            </section>
            <section class="stack">
                <h2>{texts::backups(language)}</h2>
                <Backups backup />
            </section>
        </main>
    }
    .into_any()
}

#[component]
fn Backups(backup: Option<BackupShown>) -> impl IntoView {
    let language = language();
    let Some(BackupShown { at, failed, newest }) = backup else {
        return view! { <Notice tone=Tone::Warning standing=true>{texts::no_backups(language)}</Notice> }.into_any();
    };
    let newest =
        newest.map_or_else(|| texts::none_there(language).to_owned(), |newest| format::moment(language, newest));
    let failed = failed.zip(at).map(|(why, at)| {
        view! {
            <Notice tone=Tone::Warning standing=true>
                {common::labelled(language, texts::backup_failed(language), &format::moment(language, at))} " – " {why}
            </Notice>
        }
    });
    view! {
        {failed}
        <p>{common::labelled(language, texts::newest_backup(language), &newest)}</p>
    }
    .into_any()
}

#[component]
fn AccountRow(account: HostAccount) -> impl IntoView {
    let language = language();
    let closed = account.closed_at.is_some();
    let state = if closed { texts::closed(language) } else { texts::open(language) };
    let deed = |what: &str, words: &'static str| {
        let name = account.name.clone();
        view! {
            <form method="post" action=routes::administer_account(account.id, what) class="inline-form">
                <button type="submit" class="quiet">{words}<span class="visually-hidden">" – " {name}</span></button>
            </form>
        }
    };
    let close = if closed { deed("open", texts::open_again(language)) } else { deed("close", texts::close(language)) };
    let host = if account.administers {
        deed("end-administrator", texts::end_administrator(language))
    } else {
        deed("administrator", texts::make_administrator(language))
    };
    // One's own is taken off with one's password, at `/account`.
    let factor =
        (account.second_factor && !account.own).then(|| deed("end-second-factor", texts::end_second_factor(language)));
    view! {
        <tr>
            <th scope="row">{account.name.clone()}<br /><span class="soft">{account.email.clone()}</span></th>
            <td>{format::day(language, account.created_at)}</td>
            <td>{account.programmes}</td>
            <td>{state}{account.administers.then(|| view! { <br /><strong>{texts::administrator(language)}</strong> })}
                {account.second_factor.then(|| view! {
                    <br />
                    <span class="soft">{texts::second_factor(language)}</span>
                })}</td>
            <td><div class="actions">{close}{host}{factor}</div></td>
        </tr>
    }
    .into_any()
}

#[component]
fn ProgrammeRow(programme: HostProgramme) -> impl IntoView {
    let language = language();
    let field = format!("email-{}", programme.id);
    let managers = if programme.managers.is_empty() {
        view! {
            <p>{texts::no_manager(language)}</p>
            <form method="post" action=routes::hand_over(programme.id) class="address-form" novalidate>
                <label for=field.clone()>{texts::hand_over(language)}</label>
                <input id=field name="email" type="email" autocomplete="off" maxlength="200" />
                <button type="submit">{texts::hand_over_do(language)}</button>
            </form>
        }
        .into_any()
    } else {
        programme.managers.join(", ").into_any()
    };
    view! {
        <tr>
            <th scope="row">{programme.name.clone()}</th>
            <td>{managers}</td>
            <td>{programme.members}</td>
        </tr>
    }
    .into_any()
}
