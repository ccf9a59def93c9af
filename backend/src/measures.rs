//! What the server counts and times of its own work, for whoever watches over it. Nothing here says who did what, or in
//! which workshop.

use std::time::Duration;

use domain::audience::Audience;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use crate::Backend;

/// One label with one of a few values.
type Label = [(&'static str, &'static str); 1];

/// Counted and timed since the program started. Cheap to clone; all clones count together.
#[derive(Clone, Debug)]
pub struct Measures {
    commands: Family<Label, Counter>,
    commit: Histogram,
    publish: Histogram,
    screens: Family<Label, Gauge>,
    mails: Family<Label, Counter>,
    answers: Family<[(&'static str, String); 1], Counter>,
}

/// What came of a command to a room.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Came {
    Done,
    Repeated,
    Refused,
    Failed,
}

/// A screen that follows a room, counted until this is dropped.
#[derive(Debug)]
pub struct Following(Gauge);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Default for Measures {
    fn default() -> Self {
        // From a quarter of a millisecond to eight seconds.
        let seconds = || Histogram::new(exponential_buckets(0.000_25, 2.0, 16));
        Self {
            commands: Family::default(),
            commit: seconds(),
            publish: seconds(),
            screens: Family::default(),
            mails: Family::default(),
            answers: Family::default(),
        }
    }
}

impl Measures {
    pub(crate) fn command(&self, came: Came) {
        let outcome = match came {
            Came::Done => "done",
            Came::Repeated => "repeated",
            Came::Refused => "refused",
            Came::Failed => "failed",
        };
        self.commands.get_or_create(&[("outcome", outcome)]).inc();
    }

    /// A transaction of the rooms is on disk, or has failed, after so long.
    pub(crate) fn committed(&self, after: Duration) {
        self.commit.observe(after.as_secs_f64());
    }

    /// Entries were made ready for every audience, which took so long.
    pub(crate) fn published(&self, took: Duration) {
        self.publish.observe(took.as_secs_f64());
    }

    /// Counts a screen that follows a room until what this gives is dropped.
    #[must_use]
    pub fn follows(&self, audience: Audience) -> Following {
        let whose = match audience {
            Audience::Room => "board or door",
            Audience::Participant(_) => "phone",
            Audience::Scribe { .. } => "table",
            Audience::Desk => "desk",
        };
        let screens = self.screens.get_or_create_owned(&[("whose", whose)]);
        screens.inc();
        Following(screens)
    }

    /// A mail that the relay took, or did not.
    pub fn mailed(&self, taken: bool) {
        self.mails.get_or_create(&[("relay", if taken { "took it" } else { "refused it" })]).inc();
    }

    /// A request that was answered with this status.
    pub fn answered(&self, status: &str) {
        self.answers.get_or_create(&[("status", status.to_owned())]).inc();
    }
}

impl Backend {
    /// Where this server's work is counted.
    #[must_use]
    pub fn measures(&self) -> &Measures {
        &self.inner.measures
    }

    /// What was counted, and how things stand at this moment, in the text form of `OpenMetrics` 1.0, which Prometheus
    /// reads (<https://prometheus.io/docs/specs/om/open_metrics_spec/>).
    #[must_use]
    pub fn measured(&self) -> String {
        let mut all = Registry::with_prefix("maillage");
        let Measures { commands, commit, publish, screens, mails, answers } = self.measures().clone();
        all.register("commands", "Commands to rooms, by what came of them", commands);
        let about = "From the moment at which waiting commands are written until they are on disk";
        all.register_with_unit("commit", about, Unit::Seconds, commit);
        all.register_with_unit("publish", "Making entries ready for every audience", Unit::Seconds, publish);
        all.register("screens", "Screens that follow a room", screens);
        all.register("mails", "Mails given to the relay", mails);
        all.register("answers", "Requests, by the status of their answer", answers);
        let (rooms, waiting) = self.inner.rooms.open_and_waiting();
        let gauge = |number: usize| ConstGauge::new(i64::try_from(number).unwrap_or(i64::MAX));
        all.register("rooms", "Rooms that are open", gauge(rooms));
        all.register("waiting", "Commands that wait for their room", gauge(waiting));
        let mut text = String::new();
        if encode(&mut text, &all).is_err() {
            // Writing into a string does not fail; half a text must not look like a whole one.
            text.clear();
            text.push_str("# EOF\n");
        }
        text
    }
}
