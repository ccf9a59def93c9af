//! Plays a workshop back from its log, on a board.

use std::time::Duration;

use leptos::prelude::*;
use live::replay::{wait, without_names};
use live::replica::{Frame, Replica};

use super::{Live, request};

/// How often it is looked whether the replay was stopped or goes on.
const LOOK: Duration = Duration::from_millis(250);

/// Plays from where the replica stands to the end of the log, `speed` times faster than it was. While `held` says so,
/// it stands still.
pub(super) async fn play(live: Live, speed: f64, hidden: bool, held: impl Fn() -> bool) {
    let mut before = None;
    while let Some(seq) = live.replica.try_with_untracked(Replica::seq) {
        let Ok(Frame::Events { epoch, events }) =
            request::get::<Frame>(&live.address(crate::routes::api_events, Some(seq))).await
        else {
            return;
        };
        if events.is_empty() {
            return;
        }
        for recorded in events {
            let wait = before.map_or(Duration::ZERO, |before| wait(before, recorded.at, speed));
            before = Some(recorded.at);
            if !wait.is_zero() {
                request::pause(wait).await;
            }
            while held() {
                request::pause(LOOK).await;
            }
            live.now.try_set(Some(recorded.at));
            live.receive(&Frame::Events {
                epoch: epoch.clone(),
                events: vec![if hidden { without_names(recorded) } else { recorded }],
            });
        }
    }
}
