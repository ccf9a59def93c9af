//! The screens: one module for each audience (`phone`, `desk`, `board`, `office`), and those for everybody.

pub mod account;
#[cfg(feature = "ssr")]
pub mod administration;
pub mod board;
pub mod desk;
#[cfg(feature = "ssr")]
pub mod follow_up;
#[cfg(feature = "ssr")]
pub mod invited;
pub mod office;
pub mod phone;
#[cfg(feature = "ssr")]
pub mod privacy;
#[cfg(feature = "hydrate")]
mod take_over;

use domain::problem::{FieldProblem, Problem};
use serde::{Deserialize, Serialize};
use wire::Wire;

/// On `<html>` while a keyboard composes a word: the script of the shell keeps it.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub(crate) const COMPOSING: &str = "data-composing";
/// On `<html>` once the browser has taken the page over.
#[cfg(feature = "hydrate")]
pub(crate) const AWAKE: &str = "data-hydrated";

/// A form as it stands: what was typed, and what is wrong with it. Nothing typed is ever lost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Wire)]
pub struct Form<Draft> {
    /// What was typed, to be shown again when the form comes back.
    pub draft: Draft,
    /// What is wrong with it, each problem with its field; empty for a fresh form.
    pub problems: Vec<FieldProblem>,
}

impl<Draft> Form<Draft> {
    /// The problem of the field with this name, if it has one.
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
