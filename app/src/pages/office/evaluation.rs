//! A year's evaluation by a referential: the answers, the radar, the curves over the years.

use std::collections::BTreeMap;

use domain::access::{Right, Role};
use domain::evaluation::{AnswerDraft, Axis, Evaluation, Question, Referential, Scale, Year};
use domain::problem::FieldProblem;
use domain::programme::Programme;
use domain::text::{LINE_MAX, parse_number};
use leptos::prelude::*;

use crate::locale::{evaluation as texts, language, problems::sentence};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::radar::{Curves, Radar};
use crate::parts::scroll_table::ScrollTable;
use crate::parts::trail::Trail;
use crate::shell::once;
use crate::{Language, format, routes};

/// The evaluation of a programme, with one year open.
#[component]
pub fn EvaluationPage(
    programme: Programme,
    /// The reader's role in the programme: it decides who may answer.
    role: Role,
    evaluation: Evaluation,
    /// The year whose answers are open on the page.
    year: i32,
    /// What was typed for that year and refused.
    typed: BTreeMap<String, AnswerDraft>,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let language = language();
    let Evaluation { referential, is_example, years } = evaluation;
    let describes = role.may(Right::Describe);
    let shown = years.get(&year).cloned().unwrap_or_default();
    let missing: Vec<String> = referential
        .missing(&shown.answers)
        .into_iter()
        .map(|question| question.name.get(language).to_owned())
        .collect();
    let maturity = referential.maturity(&shown.answers).map(|words| words.get(language).to_owned());
    let choices = years.keys().rev().map(|choice| {
        view! {
            <li>
                <a
                    href=routes::evaluation(programme.id, Some(*choice))
                    aria-current=(*choice == year).then_some("true")
                >
                    {*choice}
                </a>
            </li>
        }
    });
    let choices = choices.collect_view();
    let sections = referential
        .axes
        .iter()
        .map(|axis| {
            view! {
                <AxisForm
                    axis=axis.clone()
                    answers=describes
                    shown=shown.clone()
                    typed=typed.clone()
                    problems=problems.clone()
                />
            }
        })
        .collect_view();
    view! {
        <Masthead section=Section::Programme back=routes::evaluation(programme.id, Some(year)) />
        <main id="content" class="page report">
            <Trail href=routes::programme(programme.id) name=programme.name.clone() class="trail no-print" />
            <div class="page-head">
                <div>
                    <p class="eyebrow">{referential.name.get(language).to_owned()}</p>
                    <h1>{texts::title(language)} " " {year}</h1>
                    <p class="lead">{texts::lead(language)}</p>
                </div>
            </div>
            {is_example.then(|| view! { <Notice tone=Tone::Warning standing=true>{texts::example(language)}</Notice> })}
            <nav class="chooser no-print" aria-label=texts::year(language)><ul>{choices}</ul></nav>
            {match maturity {
                Some(words) => view! {
                    <Notice tone=Tone::Good standing=true>
                        <strong>{texts::maturity(language)} "\u{a0}: "</strong>
                        {words}
                    </Notice>
                }.into_any(),
                None => view! {
                    <Notice standing=true>{texts::open_year(language)} " " {missing.join(", ")} "."</Notice>
                }.into_any(),
            }}
            <Problems problems=problems label=texts::label form="evaluation" />
            <Pictures referential=referential.clone() years year />
            {if describes {
                view! {
                    <form
                        method="post"
                        action=once(routes::evaluation(programme.id, Some(year)))
                        novalidate
                        class="stack loose"
                    >
                        {sections}
                        <div class="actions no-print">
                            <button type="submit" class="primary">{texts::save(language)}</button>
                        </div>
                    </form>
                }
                    .into_any()
            } else {
                view! { <div class="stack loose">{sections}</div> }.into_any()
            }}
            <section class="stack no-print">
                <p class="soft">{texts::source(language)} "\u{a0}: " {referential.source}</p>
                {describes.then(|| view! {
                <details class="fold panel">
                    <summary>{texts::bring(language)}</summary>
                    <form
                        method="post"
                        action=routes::referential(programme.id)
                        enctype="multipart/form-data"
                        class="stack"
                    >
                        <p class="soft">{texts::bring_help(language)}</p>
                        <div class="field">
                            <label for="referential-file">{crate::locale::exchange::file(language)}</label>
                            <input type="file" id="referential-file" name="file" accept=".json" />
                        </div>
                        <div class="actions"><button type="submit">{texts::bring(language)}</button></div>
                    </form>
                </details>
                })}
            </section>
        </main>
    }
    .into_any()
}

/// The mean level of an axis: the mean of its themes, once each of them has one.
fn of_axis(axis: &Axis, referential: &Referential, answers: &BTreeMap<String, f64>) -> Option<f64> {
    let one = Referential { axes: vec![axis.clone()], ..referential.clone() };
    let levels: Vec<f64> = one.themes(answers).into_iter().map(|(_, level)| level).collect::<Option<_>>()?;
    #[allow(clippy::cast_precision_loss)] // a handful of themes
    let count = levels.len() as f64;
    (!levels.is_empty()).then(|| levels.iter().sum::<f64>() / count)
}

fn level_words(language: Language, level: Option<f64>) -> String {
    level.map_or_else(|| "–".to_owned(), |level| format::number(language, level, 1))
}

#[component]
fn Pictures(referential: Referential, years: BTreeMap<i32, Year>, year: i32) -> impl IntoView {
    let language = language();
    let answers = years.get(&year).map(|year| year.answers.clone()).unwrap_or_default();
    let themes: Vec<(String, Option<f64>)> = referential
        .themes(&answers)
        .into_iter()
        .map(|(theme, level)| (theme.name.get(language).to_owned(), level))
        .collect();
    let theme_rows = themes
        .iter()
        .map(|(name, level)| {
            view! {
                <tr><th scope="row">{name.clone()}</th> <td class="number">{level_words(language, *level)}</td></tr>
            }
        })
        .collect_view();
    let numbers: Vec<i32> = years.keys().copied().collect();
    let curves: Vec<(String, Vec<Option<f64>>)> = referential
        .axes
        .iter()
        .map(|axis| {
            (
                axis.name.get(language).to_owned(),
                years.values().map(|year| of_axis(axis, &referential, &year.answers)).collect(),
            )
        })
        .collect();
    let heads = numbers.iter().map(|year| view! { <th scope="col" class="number">{*year}</th> }).collect_view();
    let curve_rows = curves.iter().map(|(name, levels)| {
        let cells =
            levels.iter().map(|level| view! { <td class="number">{level_words(language, *level)}</td> }).collect_view();
        view! { <tr><th scope="row">{name.clone()}</th>{cells}</tr> }
    });
    let curve_rows = curve_rows.collect_view();
    // Without a level, the table says so; curves without points would be names on top of each other.
    let has_levels = curves.iter().any(|(_, levels)| levels.iter().any(Option::is_some));
    view! {
        <section class="stack">
            <h2>{texts::radar(language)}</h2>
            <div class="side-pictures">
                <Radar title=texts::radar_caption(language) spokes=themes />
                <table class="table">
                    <caption>{texts::radar_caption(language)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts::theme(language)}</th>
                            <th scope="col" class="number">{texts::level(language)}</th>
                        </tr>
                    </thead>
                    <tbody>{theme_rows}</tbody>
                </table>
            </div>
        </section>
        <section class="stack">
            <h2>{texts::curves(language)}</h2>
            {has_levels.then(|| view! { <Curves title=texts::curves_caption(language) years=numbers curves /> })}
            <ScrollTable caption=texts::curves_caption(language)>
                <thead><tr><th scope="col">{texts::axis(language)}</th>{heads}</tr></thead>
                <tbody>{curve_rows}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}

#[component]
fn AxisForm(
    axis: Axis,
    answers: bool,
    shown: Year,
    typed: BTreeMap<String, AnswerDraft>,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let language = language();
    let themes = axis.themes.into_iter().map(|theme| {
        let questions = theme
            .indicators
            .into_iter()
            .map(|question| {
                let draft = typed.get(&question.key).cloned();
                view! { <QuestionRow question answers shown=shown.clone() draft problems=problems.clone() /> }
            })
            .collect_view();
        view! {
            <fieldset class="panel stack">
                <legend>{theme.name.get(language).to_owned()}</legend>
                {questions}
            </fieldset>
        }
    });
    let themes = themes.collect_view();
    view! {
        <section class="stack">
            <h2>{axis.name.get(language).to_owned()}</h2>
            {themes}
        </section>
    }
    .into_any()
}

#[component]
fn QuestionRow(
    question: Question,
    /// Whether the reader may answer the question.
    answers: bool,
    shown: Year,
    /// What was typed and refused.
    draft: Option<AnswerDraft>,
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let language = language();
    let key = question.key.clone();
    let id = format!("answer-{key}");
    let problem =
        problems.iter().find(|problem| problem.field.as_deref() == Some(key.as_str())).map(|problem| problem.code);
    let answer = shown.answers.get(&key).copied();
    let by_data = shown.from_data.get(&key).copied();
    let noted = shown.note(&key).unwrap_or_default().to_owned();
    // With two decimals, as answers are shown (`Referential::read`).
    let as_shown = |value: f64| format::typed(language, (value * 100.0).round() / 100.0);
    let AnswerDraft { value, note } =
        draft.unwrap_or_else(|| AnswerDraft { value: answer.map(as_shown).unwrap_or_default(), note: noted.clone() });
    let level = answer.map(|value| question.level(value));
    let data_words =
        by_data.map(|value| format!("{}\u{a0}: {}", texts::from_data(language), format::number(language, value, 2)));
    let control = match &question.scale {
        Scale::Levels(descriptions) => {
            let choices = descriptions.iter().zip(0_u8..).map(|(words, level)| {
                let chosen = parse_number(&value).is_ok_and(|value| (value - f64::from(level)).abs() < 0.5);
                view! {
                    <option value=level.to_string() selected=chosen>
                        {format!("{level} – {}", words.get(language))}
                    </option>
                }
            });
            view! {
                <select id=id.clone() name=format!("value-{key}") aria-invalid=problem.map(|_| "true")>
                    <option value="">{texts::not_answered(language)}</option>
                    {choices.collect_view()}
                </select>
            }
            .into_any()
        }
        Scale::Number { unit, .. } => view! {
            <span class="with-unit">
                <input
                    id=id.clone()
                    name=format!("value-{key}")
                    inputmode="decimal"
                    autocomplete="off"
                    value=value
                    aria-invalid=problem.map(|_| "true")
                />
                <span>{unit.clone()}</span>
            </span>
        }
        .into_any(),
    };
    if !answers {
        let told = match (&question.scale, answer) {
            (_, None) => texts::not_answered(language).to_owned(),
            (Scale::Levels(descriptions), Some(value)) => descriptions
                .iter()
                .zip(0_u8..)
                .find(|(_, level)| (value - f64::from(*level)).abs() < 0.5)
                .map(|(words, _)| words.get(language).to_owned())
                .unwrap_or_default(),
            (Scale::Number { unit, .. }, Some(value)) => format!("{}\u{a0}{unit}", format::number(language, value, 2)),
        };
        return view! {
            <div class="question">
                <div>
                    <strong>{question.name.get(language).to_owned()}</strong>
                    <p>{told}</p>
                    {data_words.map(|words| view! { <p class="hint">{words}</p> })}
                </div>
                <p class="question-level">
                    <span class="soft">{texts::level(language)}</span>
                    " "
                    <strong>{level_words(language, level)}</strong>
                </p>
                <p class="soft">{noted}</p>
            </div>
        }
        .into_any();
    }
    let note_id = format!("note-{key}");
    view! {
        <div class="question">
            <div class="field">
                <label for=id>
                    {question.name.get(language).to_owned()}
                    {question.compulsory.then(|| view! {
                        <span class="soft">" – " {texts::compulsory(language)}</span>
                    })}
                </label>
                {control}
                {problem.map(|problem| view! { <p class="problem">{sentence(language, problem)}</p> })}
                {data_words.map(|words| view! { <p class="hint">{words}</p> })}
            </div>
            <p class="question-level">
                <span class="soft">{texts::level(language)}</span>
                " "
                <strong>{level_words(language, level)}</strong>
            </p>
            <div class="field">
                <label for=note_id.clone()>{texts::note(language)}</label>
                <input
                    id=note_id
                    name=format!("note-{key}")
                    autocomplete="off"
                    maxlength=LINE_MAX.to_string()
                    value=note
                />
            </div>
        </div>
    }
    .into_any()
}
