//! What a programme aims at: the targets as they stand with what is reached, a form that sets one, and how they came to
//! be.

use domain::access::{Right, Role};
use domain::ids::ProgrammeId;
use domain::programme::Programme;
use domain::targets::{Aim, Progress, Setting, Target, TargetDraft};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{flow, language, targets as texts};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextField};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::parts::scroll_table::ScrollTable;
use crate::parts::trail::Trail;
use crate::shell::once;
use crate::{format, routes};

/// The page of a programme's targets.
#[component]
pub fn TargetsPage(
    programme: Programme,
    /// The reader's role in the programme: it decides what is offered.
    role: Role,
    /// The targets that hold today, and how much of each is reached.
    standing: Vec<Progress>,
    /// Everything that was set and taken back, oldest first.
    settings: Vec<Setting>,
    form: Form<TargetDraft>,
) -> impl IntoView {
    let language = language();
    let describes = role.may(Right::Describe);
    let address = routes::targets(programme.id);
    let none = standing.is_empty();
    let take_back = describes.then_some(programme.id);
    view! {
        <Masthead section=Section::Programme back=address />
        <main id="content" class="page">
            <Trail href=routes::programme(programme.id) name=programme.name.clone() />
            <div class="page-head">
                <div>
                    <h1>{texts::targets(language)}</h1>
                    <p class="lead">{texts::lead(language)}</p>
                </div>
            </div>
            <Problems problems=form.problems.clone() label=texts::label form="target" />
            {if none {
                view! { <p class="empty">{texts::none(language)}</p> }.into_any()
            } else {
                view! {
                    <TargetTable targets=standing take_back />
                    <p class="soft">{texts::counting(language)}</p>
                }
                    .into_any()
            }}
            {describes.then(|| view! { <TargetForm programme=programme.id form=form.clone() /> })}
            {(!settings.is_empty()).then(|| view! { <History settings /> })}
        </main>
    }
    .into_any()
}

/// Targets beside what is reached; with a way to take each back, of this programme, for whoever may.
#[component]
pub(super) fn TargetTable(
    targets: Vec<Progress>,
    #[prop(default = None)] take_back: Option<ProgrammeId>,
) -> impl IntoView {
    let language = language();
    let [aim, year, amount, reached, share] = texts::heads(language);
    let rows = targets
        .into_iter()
        .map(|progress| {
            let [about, when, amount, reached, share] = texts::row(language, &progress);
            let Target { aim, year, note, .. } = progress.target;
            let undo = take_back.map(|id| {
                let named = format!("{} – {about}, {when}", texts::take_back(language));
                view! {
                    <td>
                        <form method="post" action=once(routes::take_back_target(id))>
                            <input type="hidden" name="aim" value=aim.code() />
                            <input
                                type="hidden"
                                name="year"
                                value=year.map(|year| year.to_string()).unwrap_or_default()
                            />
                            <button type="submit" class="quiet" aria-label=named>{texts::take_back(language)}</button>
                        </form>
                    </td>
                }
            });
            view! {
                <tr>
                    <th scope="row">{about}</th>
                    <td>{when}</td>
                    <td class="number">{amount}</td>
                    <td class="number">{reached}</td>
                    <td class="number">{share}</td>
                    <td>{note}</td>
                    {undo}
                </tr>
            }
        })
        .collect_view();
    view! {
        <ScrollTable caption=texts::caption(language)>
            <thead>
                <tr>
                    <th scope="col">{aim}</th>
                    <th scope="col">{year}</th>
                    <th scope="col" class="number">{amount}</th>
                    <th scope="col" class="number">{reached}</th>
                    <th scope="col" class="number">{share}</th>
                    <th scope="col">{texts::source(language)}</th>
                    {take_back.map(|_| view! { <th scope="col">{texts::action(language)}</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}

#[component]
fn TargetForm(programme: ProgrammeId, form: Form<TargetDraft>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let TargetDraft { aim, year, amount, note } = form.draft.clone();
    let aims: Vec<_> = Aim::all().map(|aim| (aim.code().to_owned(), texts::about(language, aim))).collect();
    view! {
        <form method="post" action=once(routes::targets(programme)) novalidate class="panel stack">
            <h2>{texts::set_or_change(language)}</h2>
            <p class="soft">{texts::replaces(language)}</p>
            <div class="side-by-side">
                <SelectField
                    form="target"
                    name="aim"
                    label=texts::aim(language)
                    choices=aims
                    value=aim
                    problem=problem("aim")
                />
                <TextField
                    form="target"
                    name="year"
                    inputmode="numeric"
                    label=texts::year(language)
                    hint=texts::year_hint(language)
                    value=year
                    problem=problem("year")
                    maxlength=4
                />
                <TextField
                    form="target"
                    name="amount"
                    inputmode="decimal"
                    label=texts::amount(language)
                    hint=texts::amount_hint(language)
                    value=amount
                    problem=problem("amount")
                    maxlength=20
                />
            </div>
            <TextField
                form="target"
                name="note"
                label=texts::note(language)
                hint=texts::note_hint(language)
                value=note
                problem=problem("note")
                maxlength=LINE_MAX
            />
            <div class="actions"><button type="submit" class="primary">{texts::set(language)}</button></div>
        </form>
    }
    .into_any()
}

/// What was set and taken back, when and by whom, newest first.
#[component]
fn History(settings: Vec<Setting>) -> impl IntoView {
    let language = language();
    let names_authors = settings.iter().any(|setting| !setting.author.is_empty());
    let rows = settings
        .into_iter()
        .rev()
        .map(|Setting { at, author, aim, year, amount, note }| {
            let amount = amount
                .map_or_else(|| texts::taken_back(language).to_owned(), |amount| format::amount(language, amount));
            view! {
                <tr>
                    <td>{format::day(language, at)}</td>
                    <th scope="row">{texts::about(language, aim)}</th>
                    <td>{texts::when(language, year)}</td>
                    <td class="number">{amount}</td>
                    <td>{note}</td>
                    {names_authors.then(|| view! { <td>{author}</td> })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="fold">
            <summary>{texts::history(language)}</summary>
            <ScrollTable caption=texts::history(language)>
                <thead>
                    <tr>
                        <th scope="col">{flow::moment(language)}</th>
                        <th scope="col">{texts::aim(language)}</th>
                        <th scope="col">{texts::year(language)}</th>
                        <th scope="col" class="number">{texts::amount(language)}</th>
                        <th scope="col">{texts::source(language)}</th>
                        {names_authors.then(|| view! { <th scope="col">{flow::author(language)}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </details>
    }
    .into_any()
}
