//! The far end of a workshop's feed, without a browser: what travels, the copy that folds it, the link that stays up,
//! the outbox that loses nothing.
//!
//! - [`replica`]: what the server sends ([`replica::Frame`], [`replica::Snapshot`]), and the [`replica::Replica`] that
//!   folds it and says what it lacks.
//! - [`link`]: when to open, close, wait and poll. What happens goes into [`link::Link::take`], what is to be done
//!   comes out.
//! - [`outbox`]: a phone's commands until the server has them, and what of it may go off when; [`sending`]: one after
//!   the other, and again after a failure.
//! - [`answer`]: what the server says to a request, and what that means; [`backoff`]: how long to wait before the next.
//! - [`replay`]: a past workshop as a board plays it.
//!
//! Nothing here knows a browser, a network, a clock or chance: moments (milliseconds) and chance (0..1) are arguments.
//! So the same code runs on phones, boards and desks (`app::live` ties it to signals, timers and sockets), in a
//! simulation of a hundred thousand bad networks and in a load of thousands of screens (`trials`). The server writes
//! what travels with the types of here.
//!
//! One card, from beginning to end: a tap puts a command into the [`outbox::Queue`]. [`sending::Sending`] hands it out,
//! the page posts it, and [`answer::outcome`] reads what comes back. Meanwhile the [`link::Link`] asks for a socket; a
//! frame brings the same card as an event, and [`replica::Replica::receive`] folds it, or asks for what lies between.

pub mod answer;
pub mod backoff;
pub mod link;
pub mod outbox;
pub mod replay;
pub mod replica;
pub mod sending;
