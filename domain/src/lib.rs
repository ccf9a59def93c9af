//! The rules of a synergy workshop. No I/O, no clock, no randomness: what depends on them comes in as an argument,
//! so the same code runs on the server and, compiled to wasm, on every phone and board.
//!
//! - A [`workshop::Workshop`] is the fold of an ordered log of [`workshop::Event`]s. [`workshop::decide()`] turns a
//!   [`workshop::Command`] of an [`access::Actor`] into events or a [`problem::Refusal`]; [`workshop::Workshop::apply`]
//!   folds one event.
//! - A [`resource::Resource`] is what a company *has*, *wants*, or needs *together with others*: a title, a category,
//!   a [`resource::Quantity`] and details. Posted in a workshop it is a [`workshop::Card`].
//! - A [`matches::Match`] brings two sides together, with a score, the reasons for it, and what each side answered.
//! - A [`synergy`] is a match that the facilitator confirmed: it has a stage, owners, a next step, and, over the years,
//!   figures with a verification level.
//! - The years after are a second log: a [`programme::Register`] is the fold of a programme's [`programme::Event`]s,
//!   and [`programme::decide()`] turns a [`programme::Command`] into events. In it stand synergies, companies, calls
//!   ([`funding`]), answers of the [`evaluation`] and [`targets`].
//! - A [`ledger::Ledger`] is the fold of all facts about the synergies of a programme: reports that count once and can
//!   be made again.
//! - [`audit`] names the deeds of the audit log.
//! - [`audience`] says what the room and the facilitator's desk may each see of an event.
//!
//! One card, from beginning to end: a phone puts what was typed, a [`resource::ResourceDraft`], into a command.
//! `decide` asks whether this actor may ([`access::may`]) and whether the phase allows it
//! ([`workshop::Phase::allows`]), reads the draft ([`resource::ResourceDraft::parse`] names every problem at its
//! field), and answers with the event. The server writes it with its number and its time as a
//! [`workshop::Recorded`]. Each reader gets as much of it as [`audience::event_seen_by`] lets through, and folds it
//! into a copy of the workshop (`live::replica`) by the same `apply`.
//!
//! Reading order: `resource`, `workshop/event`, `workshop/state`, `workshop/command`, `workshop/decide`, `audience`,
//! `synergy`, `programme/event`, `programme/decide`.

pub mod access;
pub mod account;
pub mod administration;
pub mod archive;
pub mod audience;
pub mod audit;
pub mod branch;
pub mod codes;
pub mod disclosure;
pub mod evaluation;
pub mod follow_up;
pub mod funding;
pub mod identity;
pub mod ids;
pub mod invitation;
pub mod ledger;
pub mod matches;
pub mod meetings;
pub mod members;
pub mod model;
pub mod numbered;
pub mod problem;
pub mod programme;
pub mod quick;
pub mod resource;
pub mod retention;
pub mod satisfaction;
pub mod sign_in;
pub mod synergy;
pub mod targets;
pub mod text;
pub mod time;
pub mod workshop;

pub use chrono::NaiveDate;
