//! The summary of what is wrong, above a form.

use domain::problem::FieldProblem;
use element::{Child, Element, element};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

use super::field::control_id;
use crate::Language;
use crate::locale::{common, language, problems::sentence};

/// Everything that is wrong, with links to the fields; nothing when nothing is wrong. `label` gives the label of a
/// field by its name, `form` is the form's name where a page has several.
pub fn problem_summary(
    problems: &[FieldProblem],
    label: fn(Language, &str) -> &'static str,
    form: &str,
) -> Option<Element> {
    let language = language();
    let mut list = element("ul");
    for problem in problems {
        let text = sentence(language, problem.code);
        let field = problem.field.as_deref().unwrap_or_default();
        let item: Child = match label(language, field) {
            "" => text.into(),
            label => {
                let address = ["#", &control_id(form, field)].concat();
                element("a")
                    .attr("href", address)
                    .child(if label.ends_with('?') {
                        [label, " ", text].concat()
                    } else {
                        common::labelled(language, label, text)
                    })
                    .into()
            }
        };
        list = list.child(element("li").child(item));
    }
    let summary = element("div").class("problems").attr("role", "alert").attr("tabindex", "-1");
    (!problems.is_empty()).then(|| summary.child(element("p").child(common::check_the_form(language))).child(list))
}

/// [`problem_summary`] for `view!`, in pages of the server. It has the focus once the page is there: nobody reads it
/// from the top again.
#[cfg(feature = "ssr")]
#[component]
pub fn Problems(
    /// All problems of the form; for none of them nothing is shown.
    problems: Vec<FieldProblem>,
    /// Gives the label of the field of this name, so that the problem says where it is.
    label: fn(Language, &str) -> &'static str,
    /// The form's name, where a page has several.
    #[prop(optional)]
    form: &'static str,
) -> impl IntoView {
    Child::from(problem_summary(&problems, label, form).map(|summary| summary.flag("autofocus", true)))
}
