//! The summary of what is wrong, above a form.

use domain::problem::FieldProblem;
use leptos::prelude::*;

use super::field::control_id;
use crate::locale::{common, language, problems::sentence};

/// Everything that is wrong, with links to the fields. Shows nothing when nothing is wrong.
#[component]
pub fn Problems(
    /// What is wrong.
    problems: Vec<FieldProblem>,
    /// The label of a field, by its name.
    label: fn(crate::Language, &str) -> &'static str,
    /// The form's name, where a page has several.
    #[prop(optional)]
    form: &'static str,
) -> impl IntoView {
    let language = language();
    let item = move |problem: FieldProblem| {
        let text = sentence(language, problem.code);
        match problem.field {
            Some(field) if !label(language, &field).is_empty() => {
                let separator = if language == crate::Language::French { "\u{a0}: " } else { ": " };
                let line = [label(language, &field), separator, text].concat();
                view! { <li><a href=["#", &control_id(form, &field)].concat()>{line}</a></li> }.into_any()
            }
            _ => view! { <li>{text}</li> }.into_any(),
        }
    };
    let summary = (!problems.is_empty()).then(|| {
        view! {
            <div class="problems" role="alert" tabindex="-1">
                <p>{common::check_the_form(language)}</p>
                <ul>{problems.into_iter().map(item).collect_view()}</ul>
            </div>
        }
        .into_any()
    });
    summary.into_any()
}
