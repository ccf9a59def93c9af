//! What participants said of the workshop, added up.

use domain::ids::WorkshopId;
use domain::satisfaction::{Agreement, Lead, Results};
use leptos::prelude::*;

use crate::locale::{invitation as texts, language, words};
use crate::parts::masthead::{Masthead, Section};
use crate::{Language, format, routes};

/// What participants said of the workshop: sums, and words without names.
#[component]
pub fn SatisfactionPage(id: WorkshopId, results: Results, participants: usize) -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Workshops back=routes::satisfaction(id) />
        <main id="content" class="page">
            <h1>{texts::results(language)}</h1>
            <p class="lead">{texts::results_lead(language)}</p>
            <section class="panel stack">{results_view(language, &results, participants)}</section>
            <p class="actions">
                <a class="button" href=routes::minutes(id)>{crate::locale::minutes::title(language)}</a>
                <a class="button quiet" href=routes::desk(id)>{texts::back(language)}</a>
            </p>
        </main>
    }
    .into_any()
}

/// How many of the participants answered, in words.
#[must_use]
pub fn answers_of(language: Language, results: &Results, participants: usize) -> String {
    let answers = format::count(language, results.answers, texts::answer(language), texts::answers(language));
    let people =
        format::count(language, participants, texts::of_participant(language), texts::of_participants(language));
    format!("{answers} · {people}")
}

/// The three questions, each with its answers and how many gave them, best first.
#[must_use]
pub fn questions_of(language: Language, results: &Results) -> Vec<(&'static str, Vec<(&'static str, usize)>)> {
    let agreement = |counts: [usize; 4]| {
        Agreement::ALL.iter().map(|answer| words::agreement(language, *answer)).zip(counts).rev().collect()
    };
    let lead = Lead::ALL.iter().map(|answer| words::lead(language, *answer)).zip(results.lead).collect();
    vec![
        (texts::useful_short(language), agreement(results.useful)),
        (texts::organised_short(language), agreement(results.organised)),
        (texts::lead_short(language), lead),
    ]
}

/// The answers as bars with their numbers, then the words of those who wrote some.
pub(super) fn results_view(language: Language, results: &Results, participants: usize) -> AnyView {
    if results.answers == 0 {
        return view! { <p class="empty">{texts::no_answers(language)}</p> }.into_any();
    }
    #[allow(clippy::cast_precision_loss)] // people in a room
    let share = |count: usize| count as f64 / results.answers as f64 * 100.0;
    let question = |(title, answers): (&'static str, Vec<(&'static str, usize)>)| {
        let answer = |(words, count): (&'static str, usize)| {
            view! {
                <li>
                    <span>{words}</span>
                    <span class="share-track" aria-hidden="true">
                        <span style=format!("--share:{:.1}%", share(count))></span>
                    </span>
                    <strong>{count}</strong>
                </li>
            }
        };
        view! {
            <div class="stack">
                <h3>{title}</h3>
                <ul class="share-bars">{answers.into_iter().map(answer).collect_view()}</ul>
            </div>
        }
    };
    let comments = (!results.comments.is_empty()).then(|| {
        let comment = |words: &String| view! { <li><blockquote>{words.clone()}</blockquote></li> };
        view! {
            <div class="stack">
                <h3>{texts::comments(language)}</h3>
                <ul class="stack">{results.comments.iter().map(comment).collect_view()}</ul>
            </div>
        }
    });
    view! {
        <p>{answers_of(language, results, participants)}</p>
        <div class="share-questions">{questions_of(language, results).into_iter().map(question).collect_view()}</div>
        {comments}
    }
    .into_any()
}
