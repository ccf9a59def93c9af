//! Plays a workshop back from its log: the entries one after the other, as far apart as they were, only faster.

use std::time::Duration;

use domain::replica::{Frame, Replica};
use domain::workshop::{Event, Participant, Recorded};
use leptos::prelude::*;

use super::{Live, request};

/// The longest wait between two entries, in milliseconds: nobody sits through a lunch break again.
const LONGEST_MS: f64 = 3_000.0;
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
            let gap = before.map_or(0, |before| recorded.at.0 - before);
            before = Some(recorded.at.0);
            #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            // milliseconds of a day
            let wait = Duration::from_millis((gap as f64 / speed).clamp(0.0, LONGEST_MS) as u64);
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

/// The same entry with numbers for names of people and companies, and without photos.
fn without_names(recorded: Recorded) -> Recorded {
    let event = match recorded.event {
        Event::ParticipantJoined { participant, table, sector, by_facilitator, .. } => {
            let Participant { name, organisation, .. } = Participant::gone(participant);
            Event::ParticipantJoined { participant, name, organisation, table, sector, by_facilitator }
        }
        // A picture may show a name.
        Event::PhotoChanged { .. } => Event::Withheld,
        other => other,
    };
    Recorded { event, ..recorded }
}
