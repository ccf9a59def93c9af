//! The frame of everything that is edited beside the list.

use element::{Child, children, element};

use super::state::DeskState;
use crate::locale::common;

/// Heading and form, with its buttons.
pub(super) fn editor_form(
    desk: DeskState,
    heading: impl Into<Child>,
    submit_words: &'static str,
    submit: impl Fn() + Send + 'static,
    fields: Vec<Child>,
) -> Vec<Child> {
    let cancel = element("button").attr("type", "button").class("quiet").on_click(move |_| desk.close());
    let buttons = element("div")
        .class("actions")
        .child(element("button").attr("type", "submit").class("primary").child(submit_words))
        .child(cancel.child(common::cancel(desk.language)));
    let form = element("form")
        .class("stack")
        .flag("novalidate", true)
        .on_submit(move |_| submit())
        .children(fields)
        .child(buttons);
    let heading = element("h2").attr("id", "editor-heading").attr("tabindex", "-1").child(heading);
    children![heading, form]
}
