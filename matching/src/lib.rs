//! Who fits whom: which cards of a workshop a facilitator would introduce to each other, and why.
//!
//! - [`Matcher`] holds what all rooms share: the [`knowledge`] of the trade (readable files in `knowledge/`, with their
//!   sources), the [`cases`], the weights, and an [`encoder::Encoder`] where one is installed.
//! - [`Room`] keeps the cards of one workshop, each read once; [`Room::proposals`] says who could help some of them.
//! - [`reading::Reading`] is what a text says, [`score::Comparison`] what two readings have in common, and
//!   [`judge::Judge`] makes of that the probability that a facilitator would introduce the two.
//! - [`past::Past`] looks among the cards of past workshops, [`needs`] for what several companies need; [`category`]
//!   and [`codes`] say what a card is about; [`flags`] and [`law`] what is to be checked, and what is forbidden.
//! - [`second_opinion`] writes the question to a language model, and says what of its answer may be believed.
//! - [`eval`] measures all of this, and fits the weights, on pairs and rooms that people labelled (`tests/data/`).
//!
//! One card, from beginning to end: [`text`] makes words in a normal form of what was typed, [`amount`] takes the
//! quantities out, and a reading names the things, what is asked for and on which conditions. It is compared with every
//! other card of the room: the law first, then the judge, who also weighs where the pair stands among all pairs of its
//! two cards ([`standing`]) and what people said of similar ones. The best, with their reasons ([`explain`]), come out
//! as [`domain::workshop::Proposal`]s: at most [`room::AT_MOST`] for a card, none below [`room::THRESHOLD`].
//!
//! The crate only proposes: the workshop's rules decide on a proposal as on any command, and people on a match. It
//! sends nothing, keeps nothing on disk, gives no advice in law, and comes to the same result in every run. It is never
//! in the wasm.
//!
//! Read on in `docs/matching.md` (how good it is, how to teach it more), then `room.rs`, `reading.rs`, `judge.rs`.

pub mod amount;
pub mod archive;
mod byte;
pub mod cases;
pub mod category;
pub mod codes;
pub mod encoder;
pub mod eval;
pub mod explain;
mod feedback;
pub mod flags;
pub mod judge;
pub mod knowledge;
pub mod language;
pub mod law;
pub mod learnt;
pub mod matcher;
pub mod meaning;
pub mod model;
pub mod needs;
mod pairing;
pub mod past;
mod pool;
pub mod reading;
pub mod room;
pub mod score;
pub mod second_opinion;
pub mod standing;
pub mod text;
pub mod trace;

pub use matcher::Matcher;
pub use room::Room;
