//! Past synergies out of a table, with what each line would become; and a whole programme from another server.

use domain::problem::{FieldProblem, Problem};
use domain::programme::Programme;
use element::{Child, element};
use leptos::prelude::*;

use crate::Language;
use crate::locale::{exchange as texts, language, problems::sentence};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::trail::Trail;
use crate::routes;

/// A line of the table, and what importing it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownLine {
    /// Its number in the file; the head of the table is line 1.
    pub number: usize,
    /// Its title, as far as it could be read.
    pub title: String,
    /// `new` (a synergy that is not there yet), `more` (figures for one that is), `known` (nothing new) or `wrong`.
    pub outcome: &'static str,
    /// What is wrong with the line, each problem with its column.
    pub problems: Vec<(String, Problem)>,
}

/// A table as it was read, before anything is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The table as text, to be corrected and sent again.
    pub text: String,
    pub lines: Vec<ShownLine>,
    /// Headings of columns that were not understood; these columns are left out.
    pub unknown: Vec<String>,
    /// Columns without which nothing can be imported, and that are not there.
    pub missing: Vec<&'static str>,
    /// Whether the table can be kept as it is.
    pub good: bool,
}

/// The most lines that are shown one by one; those with an error are always shown.
const MOST: usize = 300;

/// The page on which past synergies are imported from a table: first a preview, then the import.
#[component]
pub fn ImportPage(programme: Programme, shown: Option<Shown>, problems: Vec<FieldProblem>) -> impl IntoView {
    let language = language();
    let address = routes::import(programme.id);
    view! {
        <Masthead section=Section::Programme back=address.clone() />
        <main id="content" class="page">
            <Trail href=routes::programme(programme.id) name=programme.name.clone() />
            <div class="page-head">
                <div>
                    <h1>{texts::import_title(language)}</h1>
                    <p class="lead">{texts::import_lead(language)}</p>
                </div>
            </div>
            <Problems problems label=texts::label form="import" />
            <form method="post" action=address.clone() enctype="multipart/form-data" class="panel stack">
                <div class="field">
                    <label for="import-file">{texts::file(language)}</label>
                    <input type="file" id="import-file" name="file" accept=".csv,.txt,.xlsx" />
                    <p class="hint">{texts::import_columns(language)}</p>
                </div>
                <div class="actions"><button type="submit" class="primary">{texts::look(language)}</button></div>
            </form>
            {shown.map(|shown| view! { <Preview shown address=address.clone() /> })}
            <section class="stack">
                <h2>{texts::whole_title(language)}</h2>
                <form method="post" action=routes::IMPORT_WHOLE enctype="multipart/form-data" class="panel stack">
                    <p class="soft">{texts::whole_lead(language)}</p>
                    <div class="field">
                        <label for="whole-file">{texts::file(language)}</label>
                        <input type="file" id="whole-file" name="file" accept=".json" />
                    </div>
                    <div class="actions"><button type="submit">{texts::take_over(language)}</button></div>
                </form>
            </section>
        </main>
    }
    .into_any()
}

/// What is wrong with a cell, in words that fit a table, where there is no list to choose from.
fn said(language: Language, problem: Problem) -> &'static str {
    if problem == Problem::UnknownChoice { texts::not_a_known_word(language) } else { sentence(language, problem) }
}

#[component]
fn Preview(shown: Shown, address: String) -> impl IntoView {
    let language = language();
    let Shown { text, lines, unknown, missing, good } = shown;
    let words = |outcome: &str| match outcome {
        "new" => texts::is_new(language),
        "more" => texts::is_more(language),
        "known" => texts::is_known(language),
        _ => "",
    };
    let row = |line: ShownLine| {
        let problems = line
            .problems
            .iter()
            .map(|(column, problem)| {
                view! {
                    <span class="problem">
                        {texts::column(language, column).to_owned()} "\u{a0}: " {said(language, *problem)}
                    </span>
                }
            })
            .collect_view();
        view! {
            <tr class:late=line.outcome == "wrong">
                <td class="number">{line.number}</td>
                <th scope="row" class="wide">{line.title}</th>
                <td class="wide">{words(line.outcome)} {problems}</td>
            </tr>
        }
    };
    let rows = lines
        .into_iter()
        .enumerate()
        .filter(|(at, line)| *at < MOST || line.outcome == "wrong")
        .map(|(_, line)| row(line))
        .collect_view();
    let area = element("textarea")
        .attr("id", "import-text")
        .attr("name", "text")
        .attr("rows", "12")
        .attr("spellcheck", "false")
        .class("table-text")
        .value(text);
    view! {
        <section class="stack" id="preview">
            <h2>{texts::preview(language)}</h2>
            {(!unknown.is_empty()).then(|| view! {
                <Notice>{texts::unknown_columns(language)} " " {unknown.join(", ")}</Notice>
            })}
            {(!missing.is_empty()).then(|| view! {
                <Notice tone=Tone::Warning>
                    {texts::missing_columns(language)} " "
                    {missing.iter().map(|column| texts::column(language, column)).collect::<Vec<_>>().join(", ")}
                </Notice>
            })}
            <div class="table-scroll tall" tabindex="0" role="region" aria-label=texts::preview(language)>
                <table class="table">
                    <caption class="visually-hidden">{texts::preview(language)}</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="number">{texts::line(language)}</th>
                            <th scope="col">{crate::locale::office::synergy(language)}</th>
                            <th scope="col">{texts::outcome(language)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <form method="post" action=address class="panel stack" enctype="multipart/form-data">
                <div class="field">
                    <label for="import-text">{texts::text(language)}</label>
                    {Child::from(area)}
                </div>
                <div class="actions">
                    <button type="submit" name="again" value="yes">{texts::look_again(language)}</button>
                    {good.then(|| view! {
                        <button type="submit" name="confirm" value="yes" class="primary">
                            {texts::confirm(language)}
                        </button>
                    })}
                </div>
            </form>
        </section>
    }
    .into_any()
}
