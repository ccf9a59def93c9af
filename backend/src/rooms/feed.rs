//! What a room has published: frames encoded once for each audience and shared by all who follow.
//!
//! A follower holds its place in the log and a handle to the shared frames, nothing else: a slow one costs no memory
//! and never holds up the others. Whoever falls behind what is kept is told to fetch. Who has a part in something that
//! the room does not see gets a frame of their own when it is about that.
//!
//! Frames were written when what they say could be said. When something is hidden, taken back, rewritten, or somebody
//! leaves, those before are dropped: who has not had them fetches the log as it is to be read by then.
//!
//! When posts come faster than screens can take them, what waits is put together: a new frame goes out when most
//! followers have taken the last one, or after [`HELD_BACK`] at the latest. A quiet room is told at once, a busy one in
//! few large frames.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use domain::audience::{Audience, concerned, event_seen_by, takes_away};
use domain::ids::ParticipantId;
use domain::workshop::{Event, Recorded, Workshop};
use live::replica::Frame;
use serde::Serialize;
use tokio::sync::watch;

use crate::clock::Clock;

/// How many frames are kept for followers at most.
const KEPT: usize = 2_048;
/// How many bytes of frames are kept at most, both audiences together.
const KEPT_BYTES: usize = 4 * 1024 * 1024;
/// No frame is larger, unless a single entry is.
const FRAME: usize = 48 * 1024;
/// Nothing waits longer for the screens to take what came before.
const HELD_BACK: Duration = Duration::from_millis(100);

#[derive(Debug)]
struct Published {
    first: u64,
    last: u64,
    room: Bytes,
    desk: Bytes,
    /// Where each entry stands in the room's frame.
    places: Vec<Range<usize>>,
    /// For those to whom an entry tells more than to the room: which, and what. By number, so that one person's are
    /// found together.
    aside: Vec<(ParticipantId, usize, Vec<u8>)>,
    /// How many followers have it on their wire.
    taken: AtomicU32,
    /// How many of them are enough for the next frame.
    enough: u32,
}

/// An entry that was not sent yet, as JSON for each audience.
#[derive(Debug)]
struct Entry {
    recorded: Recorded,
    room: Vec<u8>,
    desk: Vec<u8>,
    aside: Vec<(ParticipantId, Vec<u8>)>,
}

impl Entry {
    fn new(recorded: &Recorded, workshop: &Workshop) -> Self {
        let seen_by = |audience| json(&event_seen_by(audience, recorded, workshop));
        let aside = concerned(recorded, workshop).into_iter().map(|who| (who, seen_by(Audience::Participant(who))));
        Self { recorded: recorded.clone(), room: seen_by(Audience::Room), desk: json(recorded), aside: aside.collect() }
    }
}

/// Entries that go out in one frame.
#[derive(Debug, Default)]
struct Pending {
    first: u64,
    last: u64,
    entries: Vec<Entry>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct State {
    frames: VecDeque<Arc<Published>>,
    bytes: usize,
    pending: Vec<Pending>,
    /// A timer runs that sends what waits.
    timed: bool,
}

/// The frames, and how far they go as a signal.
#[derive(Debug)]
pub(crate) struct FeedLog {
    epoch: Arc<str>,
    clock: Clock,
    state: Mutex<State>,
    length: watch::Sender<u64>,
}

impl FeedLog {
    pub(super) fn new(epoch: Arc<str>, clock: Clock, seq: u64) -> Self {
        Self { epoch, clock, state: Mutex::default(), length: watch::channel(seq).0 }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Publishes what is on disk.
    pub(super) fn publish<'a>(self: &Arc<Self>, events: impl IntoIterator<Item = &'a Recorded>, workshop: &Workshop) {
        let mut state = self.state();
        for recorded in events {
            if state.pending.last().is_none_or(|last| last.bytes >= FRAME) {
                state.pending.push(Pending { first: recorded.seq, ..Pending::default() });
            }
            if takes_away(&recorded.event).is_some() || matches!(recorded.event, Event::ParticipantLeft { .. }) {
                state.forget(workshop);
            }
            let Some(pending) = state.pending.last_mut() else { continue };
            let entry = Entry::new(recorded, workshop);
            pending.last = recorded.seq;
            pending.bytes += entry.desk.len().max(entry.room.len()) + 1;
            pending.entries.push(entry);
        }
        if state.screens_are_free() {
            self.send(&mut state);
        } else if !std::mem::replace(&mut state.timed, true) {
            let log = Arc::clone(self);
            tokio::spawn(async move {
                tokio::time::sleep(HELD_BACK).await;
                let mut state = log.state();
                state.timed = false;
                log.send(&mut state);
            });
        }
    }

    /// Puts all that waits on the wire.
    fn send(&self, state: &mut State) {
        let Some(last) = state.pending.last().map(|pending| pending.last) else { return };
        let followers = u32::try_from(self.length.receiver_count()).unwrap_or(u32::MAX);
        for Pending { first, last, entries, .. } in std::mem::take(&mut state.pending) {
            let (room, places) = self.frame(entries.iter().map(|entry| entry.room.as_slice()));
            let (desk, _) = self.frame(entries.iter().map(|entry| entry.desk.as_slice()));
            let aside = entries
                .into_iter()
                .enumerate()
                .flat_map(|(at, entry)| entry.aside.into_iter().map(move |(who, told)| (who, at, told)));
            let mut aside: Vec<_> = aside.collect();
            aside.sort_by_key(|(who, at, _)| (*who, *at));
            let published = Published {
                first,
                last,
                room,
                desk,
                places,
                aside,
                taken: AtomicU32::new(0),
                // The last eighth may be asleep: they do not hold up the room.
                enough: followers - followers / 8,
            };
            state.bytes += published.bytes();
            state.frames.push_back(Arc::new(published));
        }
        while state.frames.len() > 1 && (state.frames.len() > KEPT || state.bytes > KEPT_BYTES) {
            let gone = state.frames.pop_front();
            state.bytes -= gone.map_or(0, |gone| gone.bytes());
        }
        self.length.send_replace(last);
    }

    /// A frame of events around these entries, as it travels: what `Frame::Events` would be written as; and where in it
    /// each of them stands.
    fn frame<'a>(&self, entries: impl Iterator<Item = &'a [u8]>) -> (Bytes, Vec<Range<usize>>) {
        let mut places = Vec::new();
        let mut frame = br#"{"type":"events","epoch":"#.to_vec();
        frame.extend(json(&*self.epoch));
        frame.extend_from_slice(br#","events":["#);
        for (at, entry) in entries.enumerate() {
            if at > 0 {
                frame.push(b',');
            }
            places.push(frame.len()..frame.len() + entry.len());
            frame.extend_from_slice(entry);
        }
        frame.extend_from_slice(b"]}");
        (frame.into(), places)
    }

    /// A follower has put a frame on its wire; when most have, what waits may go.
    fn took(&self, published: &Published) {
        if published.taken.fetch_add(1, Ordering::Relaxed) + 1 == published.enough {
            let mut state = self.state();
            if state.screens_are_free() {
                self.send(&mut state);
            }
        }
    }
}

impl Published {
    fn bytes(&self) -> usize {
        self.room.len() + self.desk.len() + self.aside.iter().map(|(.., told)| told.len()).sum::<usize>()
    }

    /// The room's frame, with what is told to this participant alone in the place of what the room is told.
    fn told_to(&self, me: ParticipantId) -> Bytes {
        let from = self.aside.partition_point(|(who, ..)| *who < me);
        let own = self.aside.iter().skip(from).take_while(|(who, ..)| *who == me);
        let (mut frame, mut copied) = (Vec::new(), 0);
        for (_, at, told) in own {
            let Some(place) = self.places.get(*at) else { continue };
            frame.extend_from_slice(&self.room[copied..place.start]);
            frame.extend_from_slice(told);
            copied = place.end;
        }
        if copied == 0 {
            return self.room.clone();
        }
        frame.extend_from_slice(&self.room[copied..]);
        frame.into()
    }
}

impl State {
    /// What was put into frames may not be said any more: nobody gets it that has not had it, and what still waits is
    /// written again.
    fn forget(&mut self, workshop: &Workshop) {
        self.frames.clear();
        self.bytes = 0;
        for entry in self.pending.iter_mut().flat_map(|pending| &mut pending.entries) {
            *entry = Entry::new(&entry.recorded, workshop);
        }
    }

    /// Whether most followers have taken the last frame.
    fn screens_are_free(&self) -> bool {
        self.frames.back().is_none_or(|last| last.taken.load(Ordering::Relaxed) >= last.enough)
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    // Plain data: serialising it cannot fail.
    serde_json::to_vec(value).unwrap_or_default()
}

/// What a follower gets.
#[derive(Debug)]
pub enum FeedItem {
    /// A frame to pass on as it is.
    Frame(Bytes),
    /// The follower is behind what is kept: it must fetch, then follow on from where it then stands.
    Behind,
    /// The room has closed.
    Ended,
}

/// One follower of a room.
#[derive(Debug)]
pub struct Feed {
    log: Arc<FeedLog>,
    length: watch::Receiver<u64>,
    audience: Audience,
    seq: u64,
    /// On its way to the wire.
    carried: Option<Arc<Published>>,
}

impl Feed {
    pub(super) fn new(log: Arc<FeedLog>, audience: Audience, after: u64) -> Self {
        let length = log.length.subscribe();
        Self { log, length, audience, seq: after, carried: None }
    }

    /// The sign of life, as a frame: the log's epoch and length, and over how long this room's screens spread their
    /// return.
    #[must_use]
    pub fn beat(&self) -> Bytes {
        let frame = Frame::Beat {
            epoch: self.log.epoch.to_string(),
            seq: *self.length.borrow(),
            spread_ms: self.spread_ms(),
            now: self.log.clock.now(),
        };
        json(&frame).into()
    }

    /// Over how many milliseconds the screens of this room should spread when all come back at once: two for each of
    /// them, a quarter of a second at least, twelve seconds at most.
    #[must_use]
    pub fn spread_ms(&self) -> u32 {
        u32::try_from(self.log.length.receiver_count()).unwrap_or(u32::MAX).saturating_mul(2).clamp(250, 12_000)
    }

    /// Waits for what comes next. Asking for the next one says that the last one is on the wire. Dropping the future
    /// loses nothing.
    pub async fn next(&mut self) -> FeedItem {
        if let Some(carried) = self.carried.take() {
            self.log.took(&carried);
        }
        loop {
            let length = *self.length.borrow_and_update();
            if length > self.seq {
                return self.frame_after(length);
            }
            if self.length.changed().await.is_err() {
                return FeedItem::Ended;
            }
        }
    }

    fn frame_after(&mut self, length: u64) -> FeedItem {
        let state = self.log.state();
        let at = state.frames.partition_point(|published| published.last <= self.seq);
        match state.frames.get(at) {
            Some(published) if published.first <= self.seq + 1 => {
                self.seq = published.last;
                self.carried = Some(Arc::clone(published));
                FeedItem::Frame(match self.audience {
                    Audience::Desk => published.desk.clone(),
                    Audience::Participant(me) => published.told_to(me),
                    // A scribe's page follows no feed.
                    Audience::Room | Audience::Scribe { .. } => published.room.clone(),
                })
            }
            _ => {
                self.seq = length;
                FeedItem::Behind
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::CardId;
    use domain::resource::ResourceDraft;
    use domain::time::Timestamp;
    use domain::workshop::Event;

    fn entry(seq: u64) -> Recorded {
        Recorded { seq, at: Timestamp(1), event: Event::JoiningSwitched { open: seq.is_multiple_of(2) } }
    }

    fn log() -> Arc<FeedLog> {
        Arc::new(FeedLog::new("une \"époque\"".into(), Clock::system(), 0))
    }

    async fn told(feed: &mut Feed) -> Vec<u64> {
        match feed.next().await {
            FeedItem::Frame(frame) => match serde_json::from_slice(&frame).expect("a frame") {
                Frame::Events { epoch, events } => {
                    assert_eq!(epoch, "une \"époque\"");
                    events.iter().map(|recorded| recorded.seq).collect()
                }
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_room_is_told_at_once_and_a_busy_one_in_large_frames() {
        let (log, workshop) = (log(), Workshop::default());
        let mut feed = Feed::new(Arc::clone(&log), Audience::Room, 0);
        log.publish([&entry(1)], &workshop);
        assert_eq!(told(&mut feed).await, [1]);
        // The first one is still on its way to the wire: what comes now waits, together.
        for seq in 2..=5 {
            log.publish([&entry(seq)], &workshop);
        }
        assert_eq!(told(&mut feed).await, [2, 3, 4, 5]);
    }

    #[tokio::test(start_paused = true)]
    async fn screens_that_take_nothing_do_not_hold_up_the_others_for_long() {
        let (log, workshop) = (log(), Workshop::default());
        let mut feed = Feed::new(Arc::clone(&log), Audience::Room, 0);
        let _asleep: Vec<Feed> = (0..9).map(|_| Feed::new(Arc::clone(&log), Audience::Room, 0)).collect();
        log.publish([&entry(1)], &workshop);
        assert_eq!(told(&mut feed).await, [1]);
        log.publish([&entry(2)], &workshop);
        // Time passes by itself while everyone waits.
        assert_eq!(told(&mut feed).await, [2]);
    }

    #[tokio::test]
    async fn who_falls_behind_what_is_kept_is_told_to_fetch_and_follows_on() {
        let (log, workshop) = (log(), Workshop::default());
        let mut slow = Feed::new(Arc::clone(&log), Audience::Room, 0);
        let mut quick = Feed::new(Arc::clone(&log), Audience::Room, 0);
        let total = KEPT as u64 + 10;
        for seq in 1..=total {
            log.publish([&entry(seq)], &workshop);
            let mut state = log.state();
            log.send(&mut state);
        }
        assert!(matches!(slow.next().await, FeedItem::Behind));
        log.publish([&entry(total + 1)], &workshop);
        {
            let mut state = log.state();
            log.send(&mut state);
        }
        assert_eq!(told(&mut slow).await, [total + 1]);
        assert!(matches!(quick.next().await, FeedItem::Behind));
    }

    #[tokio::test]
    async fn an_author_is_told_of_a_card_that_the_room_does_not_see() {
        let (log, mut workshop) = (log(), Workshop::default());
        let draft = ResourceDraft {
            kind: "have".into(),
            title: "Boues".into(),
            category: "material".into(),
            visibility: "facilitators".into(),
            ..Default::default()
        };
        let (author, resource) = (ParticipantId(2), draft.parse().expect("a card"));
        let event =
            Event::CardPosted { card: CardId(1), author: Some(author), resource, by_facilitator: false, scribe: None };
        let posted = Recorded { seq: 1, at: Timestamp(1), event };
        workshop.apply(&posted);
        let feeds =
            [Audience::Participant(author), Audience::Participant(ParticipantId(3)), Audience::Room, Audience::Desk]
                .map(|audience| Feed::new(Arc::clone(&log), audience, 0));
        log.publish([&posted], &workshop);
        let mut told = Vec::new();
        for mut feed in feeds {
            let FeedItem::Frame(frame) = feed.next().await else { panic!("a frame") };
            told.push(String::from_utf8_lossy(&frame).contains("Boues"));
        }
        assert_eq!(told, [true, false, false, true]);
    }

    #[tokio::test]
    async fn a_frame_stays_below_the_limit_of_a_message() {
        let (log, workshop) = (log(), Workshop::default());
        let mut feed = Feed::new(Arc::clone(&log), Audience::Room, 0);
        let entries: Vec<Recorded> = (1..=5_000).map(entry).collect();
        log.publish(&entries, &workshop);
        let mut seen = Vec::new();
        while seen.len() < entries.len() {
            let FeedItem::Frame(frame) = feed.next().await else { panic!("a frame") };
            assert!(frame.len() <= 64 * 1024, "{}", frame.len());
            let Frame::Events { events, .. } = serde_json::from_slice(&frame).expect("a frame") else {
                panic!("events")
            };
            seen.extend(events.iter().map(|recorded| recorded.seq));
        }
        assert_eq!(seen, (1..=5_000).collect::<Vec<_>>());
    }
}
