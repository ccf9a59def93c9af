//! A workshop as an ordered log of events, folded by [`Workshop::apply`] on the server, the phones and the board alike.

mod apply;
mod assessment;
mod command;
mod decide;
mod description;
mod event;
mod ledger;
mod merging;
mod phase;
mod reading;
mod running_order;
mod seating;
mod state;

pub use assessment::Assessment;
pub use command::{AnswerDraft, Command, ParticipantDraft, Proposal, SynergyDraft};
pub use decide::decide;
pub use description::{Description, Language, TABLES_MAX, WorkshopDraft};
pub use event::{Event, Recorded};
pub use ledger::{Decided, Fingerprint, Ledger, Outcome, Verdict};
pub use merging::Passing;
pub use phase::{Deed, Phase};
pub use reading::Contact;
pub use running_order::{
    Clock, MINUTES_MAX, STEPS_MAX, Scene, Step, StepDraft, StepKind, TableRole, Template, read_steps, round_of,
};
pub use seating::{ROUNDS_MAX, Seat, Seating};
use state::is_false;
pub use state::{Ask, Card, CardStatus, Participant, Translated, Workshop};
