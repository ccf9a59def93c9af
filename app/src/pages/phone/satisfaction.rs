//! What a participant says of the workshop when it ends. Not live: it needs no script.

use domain::ids::WorkshopId;
use domain::problem::Problem;
use domain::satisfaction::{Agreement, Lead, SatisfactionDraft};
use leptos::prelude::*;

use super::still_header::StillHeader;
use crate::locale::{common, invitation as texts, language, problems::sentence, words};
use crate::pages::Form;
use crate::parts::field::{Choice, TextArea, choices};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::{Language, routes};

fn label(language: Language, field: &str) -> &'static str {
    match field {
        "useful" => texts::useful(language),
        "organised" => texts::organised(language),
        "lead" => texts::lead(language),
        "comment" => texts::comment(language),
        _ => "",
    }
}

/// The form. POSTs to its own address; `said` says that an answer was just kept.
#[component]
pub fn SatisfactionForm(id: WorkshopId, title: String, form: Form<SatisfactionDraft>, said: bool) -> impl IntoView {
    let language = language();
    let draft = form.draft.clone();
    let agreements = || {
        choices(Agreement::ALL, Agreement::code, |answer| words::agreement(language, answer))
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    };
    let leads = choices(Lead::ALL, Lead::code, |answer| words::lead(language, answer));
    view! {
        <StillHeader title=texts::your_view(language) about=title here=routes::my_satisfaction(id) />
        <main id="content" class="phone-main">
            {said.then(|| view! { <Notice tone=Tone::Good>{texts::thanks(language)}</Notice> })}
            <p>{texts::your_view_lead(language)}</p>
            <form method="post" action=routes::my_satisfaction(id) novalidate class="stack loose view-form">
                <Problems problems=form.problems.clone() label />
                {question("useful", texts::useful(language), agreements(), &draft.useful, form.problem("useful"))}
                {question(
                    "organised",
                    texts::organised(language),
                    agreements(),
                    &draft.organised,
                    form.problem("organised"),
                )}
                {question("lead", texts::lead(language), leads, &draft.lead, form.problem("lead"))}
                <TextArea
                    name="comment"
                    label=format!("{} ({})", texts::comment(language), common::optional(language))
                    value=draft.comment
                    problem=form.problem("comment")
                />
                <button type="submit" class="primary big">{texts::send(language)}</button>
            </form>
            <p><a href=routes::me(id)>{texts::back_to_me(language)}</a></p>
        </main>
    }
    .into_any()
}

/// One question with a large choice for each answer. The first choice carries the field's name as its id, so that the
/// summary of problems leads to it.
fn question(
    name: &'static str,
    words: &'static str,
    answers: Vec<Choice>,
    chosen: &str,
    problem: Option<Problem>,
) -> AnyView {
    let language = language();
    let answer = |(at, (code, words)): (usize, Choice)| {
        let id = if at == 0 { name.to_owned() } else { format!("{name}-{code}") };
        let checked = code == chosen;
        view! {
            <label class="big-choice" for=id.clone()>
                <input
                    type="radio"
                    name=name
                    id=id.clone()
                    value=code
                    checked=checked
                    aria-invalid=problem.map(|_| "true")
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="view-question">
            <legend>{words}</legend>
            <div class="view-answers">{answers.into_iter().enumerate().map(answer).collect_view()}</div>
            {problem.map(|problem| view! { <p class="problem">{sentence(language, problem)}</p> })}
        </fieldset>
    }
    .into_any()
}
