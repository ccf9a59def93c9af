//! The screens, one module for each audience.

pub mod account;
pub mod board;
pub mod facilitator;
pub mod participant;
pub mod programme;

use domain::problem::{FieldProblem, Problem};
use serde::{Deserialize, Serialize};
use wire::Wire;

/// A form as it stands: what was typed, and what is wrong with it. Nothing typed is ever lost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Wire)]
pub struct Form<Draft> {
    /// What was typed.
    pub draft: Draft,
    /// What is wrong.
    pub problems: Vec<FieldProblem>,
}

impl<Draft> Form<Draft> {
    /// The problem at this field.
    #[must_use]
    pub fn problem(&self, field: &str) -> Option<Problem> {
        self.problems.iter().find(|problem| problem.field.as_deref() == Some(field)).map(|problem| problem.code)
    }

    /// The problem that belongs to no field.
    #[must_use]
    pub fn general_problem(&self) -> Option<Problem> {
        self.problems.iter().find(|problem| problem.field.is_none()).map(|problem| problem.code)
    }
}

/// Renders in the browser what the server rendered, from the same boot data, and takes it over.
#[cfg(feature = "hydrate")]
fn hydrate_page<Boot: wire::Wire + 'static>(language: fn(&Boot) -> crate::Language, page: fn(Boot) -> leptos::prelude::AnyView) {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    let document = document();
    let boot = document.get_element_by_id("boot").and_then(|data| data.text_content()).and_then(|text| wire::from_str::<Boot>(&text));
    let screen = document.get_element_by_id("screen").and_then(|screen| screen.dyn_into::<web_sys::HtmlElement>().ok());
    // Without them the page stays what the server sent.
    let (Some(boot), Some(screen)) = (boot, screen) else { return };
    let Some(fresh) = document.create_element("div").ok().and_then(|fresh| fresh.dyn_into::<web_sys::HtmlElement>().ok()) else { return };
    fresh.set_id("screen");
    let handle = leptos::mount::mount_to(fresh.clone(), move || {
        provide_context(language(&boot));
        page(boot)
    });
    handle.forget();
    let _ = screen.replace_with_with_node_1(&fresh);
    if let Some(root) = document.document_element() {
        // Tests and style sheets may wait for it.
        let _ = root.set_attribute("data-hydrated", "true");
    }
}
