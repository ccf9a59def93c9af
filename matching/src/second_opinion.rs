//! Asking a language model of the host's choice, as one would ask a facilitator who sees nothing but the cards: which
//! of these pairs would you introduce? The built-in matcher finds whom to ask about and keeps its vetoes; the model
//! judges. In the same question it reads amounts and days of cards whose fields for them are blank ([`Unread`]); they
//! are proposed to the author of the card and to nobody else. It also puts the titles of the new cards into the other
//! language, for those who read that one.
//!
//! Nothing here reaches a network. A question is a text, an answer is a text that is believed in nothing that it was
//! not asked: whatever does not follow the schema, names other cards than those of the question, or says more than a
//! sentence, is left out.
//!
//! What leaves the room are the words of cards that everybody in the room sees, without names of people and
//! organisations, addresses and telephone numbers as far as they can be recognised ([`redacted`]). Cards for
//! facilitators are never asked about.

mod answer;
mod plain;
mod question;
mod reading;
mod redaction;
mod titles;

pub use answer::{Answer, BadAnswer, Judged, SENTENCE_MAX};
pub use question::{INSTRUCTIONS, Question};
pub use reading::Unread;
pub use redaction::redacted;

/// How many new cards are put into one question.
pub const CARDS_A_QUESTION: usize = 5;
/// How many counterparts of a new card are asked about: those that the matcher holds for the best.
pub const BEST: usize = 40;
/// How many cards stand in one question at most.
pub const CARDS_MOST: usize = 90;

/// The score of a pair that the model would clearly introduce: of those that a second facilitator named, nine in ten
/// were right.
pub const CLEAR: f64 = 0.9;
/// The score of a pair worth mentioning: told to the two, not shown on the wall. There it brought the share of right
/// pairs of the rooms in `docs/model.md` from 0.99 to 0.84.
pub const WORTH_MENTIONING: f64 = 0.6;
/// The highest score of a pair that the model was asked about and did not name.
pub const NOT_NAMED: f64 = 0.1;
