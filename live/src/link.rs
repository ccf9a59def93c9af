//! The link of a page with its server, as a machine without a browser: what happens goes in, what is to be done comes
//! out. Time and chance are arguments, so that the same code runs on a phone, in a simulation of a hundred thousand bad
//! networks, and in a load of thousands of screens.
//!
//! - A socket that has not spoken within the time for it is dead, whatever it says of itself.
//! - After a lost socket the next one is tried after a time chosen by chance: within what the server said its room
//!   needs, then within a bound that doubles (full jitter). A board, of which there are few, never waits long.
//! - A second failure in a row, or a socket that opened and stayed mute, means that something between here and there
//!   does not let sockets through: the page polls, and tries a socket again now and then.

use std::time::Duration;

use crate::backoff::{CAP_MS, full_jitter_within};
use crate::replica::Frame;

/// The code with which a feed closes whose reader has no right to it any more: a key was ended or made anew, somebody
/// signed out or left. 4000–4999 are for applications (RFC 6455).
pub const ENDED: u16 = 4_403;

/// How the page stands with the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// The page has just opened and has not heard from the server yet.
    #[default]
    Connecting,
    /// The page follows the server: what it shows is up to date.
    Live,
    /// The connection was lost and is being taken up again: what is shown may be old.
    Stale,
    /// The device says that it has no network.
    Offline,
    /// The server does not know this page any more: what it shows stays as it was, and trying again is in vain.
    Ended,
}

/// Who waits: a phone among many, or a board that everybody looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// One of hundreds: it must not come back at the same moment as the others.
    Phone,
    /// One of a few: it must be right within two seconds after a break.
    Board,
}

/// What happened, to the link or to the page: its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happened {
    /// The page is ready: the link begins.
    Started,
    /// The socket brought a message; the server's heartbeat also says how far its room spreads.
    Heard {
        /// Over how many milliseconds the screens of this room are to spread when they come back.
        spread_ms: Option<u32>,
    },
    /// The server stops and wants its screens back within this time.
    Dismissed {
        /// The most milliseconds until the next attempt; the moment within them is drawn by chance.
        retry_ms: u32,
    },
    /// The socket closed, or could not be opened.
    Lost,
    /// The server does not know us any more: the key, the session or the place by which this page follows has ended.
    Ended,
    /// A timer that was asked for has run out.
    Due(Timer),
    /// A poll came back; whether it brought an answer.
    Polled(bool),
    /// The page is visible again, or back from the browser's cache.
    Woken,
    /// The device says that it has a network again.
    Online,
    /// The device says that it has no network any more.
    Offline,
    /// The page goes away, or into the browser's cache.
    Hidden,
}

impl From<&Frame> for Happened {
    fn from(frame: &Frame) -> Self {
        match frame {
            Frame::Bye { retry_ms } => Self::Dismissed { retry_ms: *retry_ms },
            Frame::Beat { spread_ms, .. } => Self::Heard { spread_ms: Some(*spread_ms) },
            Frame::Events { .. } | Frame::Resync => Self::Heard { spread_ms: None },
        }
    }
}

/// The timers, one of each kind at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// When it runs out, a new socket is opened.
    Retry,
    /// When it runs out, the socket has been silent for too long and counts as dead.
    Silence,
    /// When it runs out, the next poll is sent.
    Poll,
}

/// What the page has to do now: the output of the link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// Open a socket; there is none at this moment.
    Open,
    /// Close the socket, if there is one, and forget what it may still say.
    Close,
    /// Start this timer, or start it again if it runs; it is due after this time.
    Set(Timer, Duration),
    /// Stop this timer.
    Stop(Timer),
    /// Fetch what is missing, and tell with [`Happened::Polled`] how that went.
    Poll,
    /// Show how the page stands with the server.
    Say(Connection),
}

/// Silence of this length means a dead connection: two signs of life and a little.
const SILENCE: Duration = Duration::from_secs(12);
/// A board shows sooner that it may be stale: after one missed sign.
const SILENCE_OF_BOARD: Duration = Duration::from_millis(7_500);
/// An opened socket speaks at once; one that does not is held up on the way.
const FIRST_WORD: Duration = Duration::from_secs(6);
/// As for [`FIRST_WORD`], on a board: it must be right within two seconds after a break.
const FIRST_WORD_ON_BOARD: Duration = Duration::from_millis(1_500);
/// A page that wakes up believes its socket only if it was heard this recently, in milliseconds.
const FRESH_MS: f64 = 6_000.0;
/// The longest wait of a board between two attempts, in milliseconds.
const CAP_OF_BOARD_MS: f64 = 1_000.0;
/// Failures in a row before the page polls.
const FAILURES_BEFORE_POLLING: u32 = 2;

/// The state of one page's link. [`Link::take`] is its only step.
#[derive(Clone, Debug)]
pub struct Link {
    patience: Patience,
    /// A socket is open or being opened.
    socket: bool,
    /// Sockets that failed since one last spoke.
    failures: u32,
    polling: bool,
    /// The last poll was answered.
    polling_works: bool,
    poll_failures: u32,
    offline: bool,
    hidden: bool,
    ended: bool,
    heard_at_ms: f64,
    spread_ms: f64,
    said: Option<Connection>,
}

impl Link {
    /// A link that does nothing before [`Happened::Started`].
    #[must_use]
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            socket: false,
            failures: 0,
            polling: false,
            polling_works: false,
            poll_failures: 0,
            offline: false,
            hidden: false,
            ended: false,
            heard_at_ms: f64::NEG_INFINITY,
            spread_ms: 0.0,
            said: None,
        }
    }

    /// Takes in what happened at this moment (milliseconds on any clock that runs forward); `chance` lies in 0..1.
    #[must_use]
    pub fn take(&mut self, happened: Happened, now_ms: f64, chance: f64) -> Vec<Act> {
        let mut acts = Vec::new();
        // Nothing brings it back but opening the page anew.
        if self.ended {
            return acts;
        }
        match happened {
            Happened::Started => self.open(&mut acts),
            Happened::Heard { spread_ms } => self.heard(spread_ms, now_ms, &mut acts),
            Happened::Dismissed { retry_ms } => {
                self.close(&mut acts);
                let bound = f64::from(retry_ms).min(self.cap_ms());
                acts.push(Act::Set(Timer::Retry, milliseconds(bound * chance)));
                self.say(Connection::Stale, &mut acts);
            }
            Happened::Lost if self.socket => self.failed(1, chance, &mut acts),
            Happened::Due(Timer::Silence) if self.socket => {
                // Mute from the beginning: it was let through and then held up, which trying again will not change.
                let mute = self.heard_at_ms == f64::NEG_INFINITY || self.failures > 0;
                self.failed(if mute { FAILURES_BEFORE_POLLING } else { 1 }, chance, &mut acts);
            }
            Happened::Due(Timer::Retry) if !self.socket && !self.hidden => self.open(&mut acts),
            Happened::Due(Timer::Poll) if self.polling && !self.hidden => acts.push(Act::Poll),
            Happened::Polled(answered) if self.polling => self.polled(answered, now_ms, chance, &mut acts),
            Happened::Woken => {
                self.hidden = false;
                let believed = self.socket && now_ms - self.heard_at_ms < FRESH_MS;
                if !believed {
                    self.start_over(Duration::ZERO, &mut acts);
                }
            }
            Happened::Online => {
                self.offline = false;
                let believed = self.socket && now_ms - self.heard_at_ms < FRESH_MS;
                if !believed {
                    // The whole room hears it at once.
                    self.start_over(milliseconds(self.spread_ms.min(self.cap_ms()) * chance), &mut acts);
                }
            }
            Happened::Ended => {
                self.ended = true;
                self.close(&mut acts);
                self.stop_polling(&mut acts);
                acts.push(Act::Stop(Timer::Retry));
                self.say(Connection::Ended, &mut acts);
            }
            Happened::Offline => {
                self.offline = true;
                self.say(Connection::Offline, &mut acts);
            }
            Happened::Hidden => {
                self.hidden = true;
                self.close(&mut acts);
                self.stop_polling(&mut acts);
                acts.push(Act::Stop(Timer::Retry));
            }
            Happened::Lost | Happened::Due(_) | Happened::Polled(_) => {}
        }
        acts
    }

    /// When the server was last heard, on the clock of [`Link::take`].
    #[must_use]
    pub fn heard_at_ms(&self) -> Option<f64> {
        self.heard_at_ms.is_finite().then_some(self.heard_at_ms)
    }

    fn cap_ms(&self) -> f64 {
        match self.patience {
            Patience::Phone => CAP_MS,
            Patience::Board => CAP_OF_BOARD_MS,
        }
    }

    fn open(&mut self, acts: &mut Vec<Act>) {
        self.socket = true;
        let first_word = if self.patience == Patience::Board { FIRST_WORD_ON_BOARD } else { FIRST_WORD };
        acts.extend([Act::Open, Act::Set(Timer::Silence, first_word)]);
    }

    fn close(&mut self, acts: &mut Vec<Act>) {
        self.socket = false;
        acts.extend([Act::Close, Act::Stop(Timer::Silence)]);
    }

    fn start_over(&mut self, wait: Duration, acts: &mut Vec<Act>) {
        self.close(acts);
        self.stop_polling(acts);
        self.failures = 0;
        if wait.is_zero() {
            acts.push(Act::Stop(Timer::Retry));
            self.open(acts);
        } else {
            acts.push(Act::Set(Timer::Retry, wait));
        }
    }

    fn stop_polling(&mut self, acts: &mut Vec<Act>) {
        self.polling = false;
        self.polling_works = false;
        self.poll_failures = 0;
        acts.push(Act::Stop(Timer::Poll));
    }

    fn heard(&mut self, spread_ms: Option<u32>, now_ms: f64, acts: &mut Vec<Act>) {
        if !self.socket {
            return;
        }
        self.failures = 0;
        self.heard_at_ms = now_ms;
        self.offline = false;
        if let Some(spread_ms) = spread_ms {
            self.spread_ms = f64::from(spread_ms);
        }
        if self.polling {
            self.stop_polling(acts);
        }
        let silence = if self.patience == Patience::Board { SILENCE_OF_BOARD } else { SILENCE };
        acts.push(Act::Set(Timer::Silence, silence));
        self.say(Connection::Live, acts);
    }

    fn failed(&mut self, by: u32, chance: f64, acts: &mut Vec<Act>) {
        self.close(acts);
        self.failures = self.failures.saturating_add(by);
        if !self.polling_works {
            self.say(if self.offline { Connection::Offline } else { Connection::Stale }, acts);
        }
        let wait = if self.polling_works {
            // Something between here and there lets no socket through: it is tried only now and then.
            milliseconds(30_000.0 + 30_000.0 * chance)
        } else {
            self.jitter(self.failures, chance)
        };
        acts.push(Act::Set(Timer::Retry, wait));
        if self.failures >= FAILURES_BEFORE_POLLING && !self.polling {
            self.polling = true;
            acts.push(Act::Set(Timer::Poll, self.jitter(1, chance)));
        }
    }

    /// The wait before the next try: as long as the room needs to come back one after the other, at least.
    fn jitter(&self, failures: u32, chance: f64) -> Duration {
        full_jitter_within(failures, self.spread_ms, self.cap_ms(), chance)
    }

    fn polled(&mut self, answered: bool, now_ms: f64, chance: f64, acts: &mut Vec<Act>) {
        if answered {
            self.heard_at_ms = now_ms;
        }
        self.polling_works = answered;
        self.poll_failures = if answered { 0 } else { self.poll_failures.saturating_add(1) };
        let status = match (answered, self.offline) {
            (true, _) => Connection::Live,
            (false, true) => Connection::Offline,
            (false, false) => Connection::Stale,
        };
        self.say(status, acts);
        let wait = match (answered, self.patience) {
            (false, _) => self.jitter(self.poll_failures, chance),
            (true, Patience::Board) => milliseconds(1_000.0 + 500.0 * chance),
            (true, Patience::Phone) => milliseconds(2_000.0 + 1_000.0 * chance),
        };
        acts.push(Act::Set(Timer::Poll, wait));
    }

    fn say(&mut self, connection: Connection, acts: &mut Vec<Act>) {
        if self.said.replace(connection) != Some(connection) {
            acts.push(Act::Say(connection));
        }
    }
}

fn milliseconds(milliseconds: f64) -> Duration {
    Duration::from_secs_f64(milliseconds.max(0.0) / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(acts: &[Act], timer: Timer) -> Option<Duration> {
        acts.iter().rev().find_map(|act| match act {
            Act::Set(set, wait) if *set == timer => Some(*wait),
            _ => None,
        })
    }

    fn live(patience: Patience, spread_ms: u32) -> Link {
        let mut link = Link::new(patience);
        let acts = link.take(Happened::Started, 0.0, 0.5);
        assert!(acts.contains(&Act::Open));
        let acts = link.take(Happened::Heard { spread_ms: Some(spread_ms) }, 10.0, 0.5);
        assert!(acts.contains(&Act::Say(Connection::Live)));
        link
    }

    /// Loses every socket at once; gives the waits.
    fn failures(link: &mut Link, count: usize, chance: f64) -> Vec<u128> {
        let mut waits_ms = Vec::new();
        for _ in 0..count {
            let acts = link.take(Happened::Lost, 100.0, chance);
            waits_ms.push(waits(&acts, Timer::Retry).expect("tried again").as_millis());
            assert!(link.take(Happened::Due(Timer::Retry), 200.0, chance).contains(&Act::Open));
        }
        waits_ms
    }

    #[test]
    fn waits_double_up_to_a_cap_and_are_spread_over_the_whole_range() {
        assert_eq!(
            failures(&mut live(Patience::Phone, 250), 7, 1.0),
            [500, 1_000, 2_000, 4_000, 8_000, 12_000, 12_000]
        );
        assert_eq!(failures(&mut live(Patience::Phone, 250), 3, 0.0), [0, 0, 0]);
        assert_eq!(failures(&mut live(Patience::Phone, 250), 3, 0.5), [250, 500, 1_000]);
    }

    #[test]
    fn a_large_room_spreads_its_return_and_a_board_never_waits_long() {
        assert_eq!(failures(&mut live(Patience::Phone, 10_000), 3, 1.0), [10_000, 10_000, 10_000]);
        assert_eq!(failures(&mut live(Patience::Board, 10_000), 4, 1.0), [1_000, 1_000, 1_000, 1_000]);
        let mut phone = live(Patience::Phone, 10_000);
        let acts = phone.take(Happened::Online, 60_000.0, 0.5);
        assert_eq!(
            waits(&acts, Timer::Retry),
            Some(Duration::from_secs(5)),
            "a room whose Wi-Fi is back hears it all at once"
        );
    }

    #[test]
    fn silence_means_death_and_a_board_notices_sooner() {
        for (patience, silence) in [(Patience::Phone, 12_000), (Patience::Board, 7_500)] {
            let mut link = live(patience, 250);
            let acts = link.take(Happened::Heard { spread_ms: None }, 20.0, 0.5);
            assert_eq!(waits(&acts, Timer::Silence).expect("armed").as_millis(), silence);
            let acts = link.take(Happened::Due(Timer::Silence), 13_000.0, 0.5);
            assert!(acts.contains(&Act::Close) && acts.contains(&Act::Say(Connection::Stale)));
        }
    }

    #[test]
    fn a_socket_that_is_refused_twice_or_stays_mute_leads_to_polling() {
        let mut refused = Link::new(Patience::Phone);
        let _ = refused.take(Happened::Started, 0.0, 0.5);
        assert_eq!(waits(&refused.take(Happened::Lost, 1.0, 0.5), Timer::Poll), None);
        let _ = refused.take(Happened::Due(Timer::Retry), 2.0, 0.5);
        assert!(waits(&refused.take(Happened::Lost, 3.0, 0.5), Timer::Poll).is_some());

        let mut mute = Link::new(Patience::Phone);
        let _ = mute.take(Happened::Started, 0.0, 0.5);
        assert!(waits(&mute.take(Happened::Due(Timer::Silence), 4_000.0, 0.5), Timer::Poll).is_some());
        assert_eq!(mute.take(Happened::Due(Timer::Poll), 4_100.0, 0.5), [Act::Poll]);
        let acts = mute.take(Happened::Polled(true), 4_200.0, 0.5);
        assert!(acts.contains(&Act::Say(Connection::Live)));
        assert!(waits(&acts, Timer::Poll).expect("polls on") <= Duration::from_secs(3));
        // The next socket is mute too: what is shown stays live, and it is tried only now and then.
        let _ = mute.take(Happened::Due(Timer::Retry), 5_000.0, 0.5);
        let acts = mute.take(Happened::Due(Timer::Silence), 9_000.0, 0.5);
        assert!(waits(&acts, Timer::Retry).expect("later") >= Duration::from_secs(30));
        assert!(!acts.iter().any(|act| matches!(act, Act::Say(_))));
        // A socket that speaks ends it.
        let _ = mute.take(Happened::Due(Timer::Retry), 50_000.0, 0.5);
        assert!(mute.take(Happened::Heard { spread_ms: None }, 50_010.0, 0.5).contains(&Act::Stop(Timer::Poll)));
    }

    #[test]
    fn a_page_that_wakes_up_believes_only_a_socket_it_has_just_heard() {
        let mut link = live(Patience::Phone, 10_000);
        assert_eq!(link.take(Happened::Woken, 3_000.0, 0.5), []);
        let acts = link.take(Happened::Woken, 60_000.0, 0.5);
        assert!(acts.contains(&Act::Close) && acts.contains(&Act::Open), "at once: it is one person who looks");
    }

    #[test]
    fn a_hidden_page_holds_nothing_and_does_nothing() {
        let mut link = live(Patience::Phone, 250);
        let acts = link.take(Happened::Hidden, 20.0, 0.5);
        assert!(acts.contains(&Act::Close));
        for happened in [
            Happened::Due(Timer::Retry),
            Happened::Due(Timer::Poll),
            Happened::Lost,
            Happened::Heard { spread_ms: None },
        ] {
            assert_eq!(link.take(happened, 30.0, 0.5), []);
        }
    }

    #[test]
    fn whoever_may_not_follow_any_more_is_told_so_and_tries_no_more() {
        let mut link = live(Patience::Board, 250);
        let acts = link.take(Happened::Ended, 20.0, 0.5);
        assert!(acts.contains(&Act::Say(Connection::Ended)) && acts.contains(&Act::Close), "{acts:?}");
        assert!(acts.contains(&Act::Stop(Timer::Retry)) && waits(&acts, Timer::Retry).is_none());
        // Whatever comes: the socket that was on its way, a network that is back, a page that wakes up.
        for happened in [
            Happened::Lost,
            Happened::Online,
            Happened::Woken,
            Happened::Due(Timer::Retry),
            Happened::Due(Timer::Poll),
            Happened::Started,
        ] {
            assert_eq!(link.take(happened, 60_000.0, 0.5), []);
        }
        assert_eq!(link.take(Happened::Dismissed { retry_ms: 10 }, 60_010.0, 0.5), []);
    }

    #[test]
    fn a_clean_stop_brings_everyone_back_within_the_time_it_told() {
        let mut link = live(Patience::Phone, 250);
        let acts = link.take(Happened::Dismissed { retry_ms: 4_000 }, 20.0, 0.25);
        assert_eq!(waits(&acts, Timer::Retry), Some(Duration::from_secs(1)));
        let mut board = live(Patience::Board, 250);
        assert_eq!(
            waits(&board.take(Happened::Dismissed { retry_ms: 12_000 }, 20.0, 1.0), Timer::Retry),
            Some(Duration::from_secs(1))
        );
    }
}
