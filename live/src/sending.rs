//! How what waits in a phone's outbox goes off: one command after the other, each under its id for ever, again after a
//! failure. A machine without a browser, as the [link](crate::link) is: the page posts what it is told to, keeps on the
//! device what has changed, and tells what came of it.
//!
//! Whenever there may be a chance (a command was given, the server is reached, a wait is over), the page asks to
//! [begin](Sending::begin), then for a [turn](Queue::turn). What that gives is posted, and what came of it is told:
//! after [an answer](Sending::answered) the next turn follows at once, [without one](Sending::unanswered) it has to
//! wait. When nothing may go off, sending [rests](Sending::rest).

use std::time::Duration;

use domain::ids::CommandId;

use crate::answer::Refused;
use crate::backoff::full_jitter;
use crate::outbox::{Item, Queue};

/// The state of sending: at most one command is on its way.
#[derive(Clone, Debug, Default)]
pub struct Sending {
    busy: bool,
    /// Commands in a row that came back without an answer.
    failures: u32,
}

impl Sending {
    /// Begins to send; not when that is going on already.
    #[must_use]
    pub fn begin(&mut self) -> bool {
        !std::mem::replace(&mut self.busy, true)
    }

    /// Notes the answer to the command that was posted: done, or refused for these reasons. What was done leaves the
    /// outbox, and is given; what was refused stays there for its author.
    pub fn answered(
        &mut self,
        queue: &mut Queue,
        id: CommandId,
        refused: Option<Refused>,
        now_ms: u64,
    ) -> Option<Item> {
        self.failures = 0;
        match refused {
            Some(refused) => {
                queue.refuse(id, refused);
                None
            }
            None => queue.arrived(id, now_ms),
        }
    }

    /// Notes that no answer came, and ends sending. Gives how long to wait before it begins again, drawn by chance
    /// (0..1), and whether the command has changed: its moment has passed by this.
    pub fn unanswered(&mut self, queue: &mut Queue, id: CommandId, chance: f64) -> (Duration, bool) {
        self.busy = false;
        self.failures = self.failures.saturating_add(1);
        (full_jitter(self.failures, chance), queue.missed(id))
    }

    /// Ends sending: nothing may go off now. Gives how long to wait before it begins again; none when that needs
    /// something to happen.
    pub fn rest(&mut self, queue: &Queue, now_ms: u64) -> Option<Duration> {
        self.busy = false;
        queue.apart_at().map(|at| Duration::from_millis(at.saturating_sub(now_ms)))
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{CardId, WorkshopId};
    use domain::problem::Problem;
    use domain::resource::ResourceDraft;
    use domain::workshop::{Command, Workshop};
    use uuid::Uuid;

    use super::*;
    use crate::outbox::{Fate, Turn};
    use crate::replica::{Replica, Snapshot};

    fn id(number: u128) -> CommandId {
        CommandId(Uuid::from_u128(number))
    }

    fn phone() -> Replica {
        Replica::new(Snapshot {
            workshop_id: WorkshopId(Uuid::nil()),
            epoch: "1".into(),
            seq: 0,
            me: None,
            workshop: Workshop::default(),
        })
    }

    fn card(visibility: &str) -> Command {
        let card = ResourceDraft {
            kind: "have".into(),
            title: "Sciure".into(),
            category: "material".into(),
            visibility: visibility.into(),
            ..ResourceDraft::default()
        };
        Command::PostCard { card, on_behalf_of: None }
    }

    fn turn(queue: &mut Queue, is_reached: bool, now_ms: u64) -> Turn {
        queue.turn(&phone(), is_reached, now_ms, || 0.5)
    }

    fn posted(queue: &mut Queue, now_ms: u64) -> Option<CommandId> {
        turn(queue, true, now_ms).post.map(|(id, _)| id)
    }

    #[test]
    fn one_command_is_on_its_way_at_a_time() {
        let (mut sending, mut queue) = (Sending::default(), Queue::default());
        for number in [1, 2] {
            queue.push(id(number), card("room"), 1_000).expect("room");
        }
        assert!(sending.begin());
        assert_eq!(posted(&mut queue, 1_000), Some(id(1)));
        assert!(!sending.begin(), "the first is on its way");
        assert!(sending.answered(&mut queue, id(1), None, 1_100).is_some());
        assert_eq!(posted(&mut queue, 1_100), Some(id(2)));
        assert_eq!(sending.answered(&mut queue, id(2), Some(Problem::WrongPhase.into()), 1_200), None);
        assert!(matches!(queue.get(id(2)).map(|item| &item.fate), Some(Fate::Refused { .. })));
        assert_eq!(posted(&mut queue, 1_200), None);
        assert_eq!(sending.rest(&queue, 1_200), None);
        assert!(sending.begin());
    }

    #[test]
    fn without_an_answer_the_same_is_sent_again_after_waits_that_double() {
        let (mut sending, mut queue) = (Sending::default(), Queue::default());
        queue.push(id(1), card("room"), 1_000).expect("room");
        let mut waits = Vec::new();
        for _ in 0..3 {
            assert!(sending.begin());
            assert_eq!(posted(&mut queue, 1_000), Some(id(1)));
            waits.push(sending.unanswered(&mut queue, id(1), 1.0).0.as_millis());
        }
        assert_eq!(waits, [500, 1_000, 2_000]);
        assert!(sending.begin());
        assert!(sending.answered(&mut queue, id(1), None, 1_000).is_some());
        queue.push(id(2), card("room"), 1_000).expect("room");
        assert_eq!(sending.unanswered(&mut queue, id(2), 1.0).0.as_millis(), 500, "an answer ends the row");
    }

    #[test]
    fn what_changed_is_told_so_that_the_device_keeps_it() {
        let mut queue = Queue::default();
        queue.push(id(1), card("room"), 1_000).expect("room");
        assert!(turn(&mut queue, true, 1_000).sets_out);
        assert_eq!(queue.get(id(1)).and_then(|item| item.newest_card), Some(CardId(0)));
        assert!(!turn(&mut queue, true, 1_000).sets_out, "that was told");
    }

    #[test]
    fn what_goes_apart_gets_its_moment_once_the_server_is_reached_and_is_waited_for() {
        let (mut sending, mut queue) = (Sending::default(), Queue::default());
        queue.push(id(1), card("anonymous"), 1_000).expect("room");
        let later = 100_000;
        assert!(sending.begin());
        assert_eq!(turn(&mut queue, false, later), Turn::default());
        assert_eq!(sending.rest(&queue, later), None);
        assert!(sending.begin());
        let reached = turn(&mut queue, true, later);
        assert_eq!(reached, Turn { drawn: vec![id(1)], ..Turn::default() });
        assert_eq!(sending.rest(&queue, later), Some(Duration::from_secs(105)));
        assert!(sending.begin());
        assert_eq!(posted(&mut queue, later + 105_000), Some(id(1)));
        assert!(sending.unanswered(&mut queue, id(1), 1.0).1);
        assert_eq!(queue.get(id(1)).map(|item| item.apart_at), Some(None), "its moment has passed");
    }
}
