//! Whole afternoons in a microsecond: a server with the real rules and ledger, phones and a board with the real
//! replica, outbox and link, and between them a network that loses, repeats, delays and reorders, while pages are
//! reloaded and frozen and the server is restarted. Everything follows from a seed, so that a failure can be looked at
//! again: `trials simulate SEED`.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::Duration;

use anyhow::{Result, bail};
use domain::access::Actor;
use domain::audience::{Audience, event_seen_by, workshop_seen_by};
use domain::ids::{CardId, CommandId, ParticipantId, WorkshopId};
use domain::problem::Refusal;
use domain::resource::ResourceDraft;
use domain::time::Timestamp;
use domain::workshop::{
    Command, Decided, Fingerprint, Ledger, Outcome, ParticipantDraft, Phase, Recorded, Verdict, WorkshopDraft,
};
use live::answer::{Acknowledged, PATIENCE, Refused};
use live::link::{Act, Connection, Happened, Link, Patience, Timer};
use live::outbox::{Fate, Item, Queue};
use live::replica::{Frame, Need, Replica, Snapshot};
use live::sending::Sending;
use uuid::Uuid;

use super::{Extent, Figures};

mod page;
mod server;

/// Faults happen during this time, in milliseconds.
const AFTERNOON: u64 = 120_000;
/// Then all is well, and within this time everything has to come right.
const EVENING: u64 = 600_000;
/// A feed's sign of life, as the server gives it.
const BEAT: u64 = 5_000;

/// Plays an afternoon for each seed, and adds up what happened.
pub fn run(extent: Extent) -> Result<Figures> {
    let seeds = if extent == Extent::Short { 2_000 } else { 100_000 };
    let mut sums = Sums::default();
    for seed in 0..seeds {
        sums.add(&afternoon(seed)?);
        if extent == Extent::Long && seed % 10_000 == 9_999 {
            eprintln!("  {} seeds", seed + 1);
        }
    }
    let mut figures = Figures::default();
    figures.tell("rooms", seeds);
    figures.tell("commands", sums.commands);
    figures.tell("frames and answers lost", sums.lost);
    figures.tell("repeated", sums.repeated);
    figures.tell("server restarts", sums.restarts);
    figures.tell("reloads", sums.reloads);
    figures.tell("refused", sums.refused);
    figures.tell("rooms that diverged", 0);
    Ok(figures)
}

/// What happened in a room, so that one sees that something did.
#[derive(Debug, Default)]
struct Sums {
    commands: usize,
    lost: usize,
    repeated: usize,
    restarts: usize,
    reloads: usize,
    refused: usize,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.commands += other.commands;
        self.lost += other.lost;
        self.repeated += other.repeated;
        self.restarts += other.restarts;
        self.reloads += other.reloads;
        self.refused += other.refused;
    }
}

#[derive(Clone, Debug)]
enum Request {
    Command(CommandId, Box<Command>),
    Events(u64),
    State,
}

#[derive(Clone, Debug)]
enum Answer {
    Acknowledged(Acknowledged),
    Refused(Refusal),
    Events(Frame),
    State(Box<Snapshot>),
}

/// Why a page sent a request.
#[derive(Clone, Debug)]
enum Purpose {
    Deliver(CommandId),
    /// To fold what is missing; perhaps as a poll.
    CatchUp {
        poll: bool,
    },
}

#[derive(Clone, Debug)]
enum Event {
    Frame {
        socket: u64,
        frame: Frame,
    },
    SocketBroken {
        socket: u64,
    },
    Beat {
        socket: u64,
    },
    Due {
        timer: Timer,
        setting: u64,
    },
    Arrives {
        number: u64,
        request: Request,
    },
    Answered {
        number: u64,
        answer: Answer,
    },
    GivenUp {
        number: u64,
    },
    /// A wait is over after which the outbox may have something to send.
    SendAgain {
        setting: u64,
    },
    UserActs,
    FacilitatorActs,
    Reload,
    Freeze(u64),
    Thaw,
    ServerDies,
    ServerStarts,
}

/// When, in which order among the same moment, whose page, which life of that page.
type Appointment = (u64, u64, usize, u64);

struct Page {
    me: Option<ParticipantId>,
    /// Counts reloads: what was meant for an earlier life is not heard.
    life: u64,
    link: Link,
    replica: Replica,
    /// The page as the service worker kept it when the server last gave it.
    kept: Snapshot,
    queue: Queue,
    socket: Option<u64>,
    settings: HashMap<Timer, u64>,
    purposes: HashMap<u64, Purpose>,
    sending: Sending,
    /// Names the wait after which sending begins again.
    again: u64,
    frozen: bool,
    /// What happened while it was frozen: a frozen page hears it all at once afterwards.
    missed: Vec<Event>,
    /// The titles of the cards that its person posted.
    put: Vec<String>,
    status: Connection,
}

struct Socket {
    page: usize,
    life: u64,
}

struct World {
    chance: fastrand::Rng,
    now: u64,
    /// How bad the network is now: 0 in the evening.
    trouble: f64,
    appointments: BinaryHeap<Reverse<Appointment>>,
    events: HashMap<u64, Event>,
    order: u64,
    pages: Vec<Page>,
    ledger: Ledger,
    log: Vec<Recorded>,
    decided: HashMap<CommandId, Decided>,
    up: bool,
    sockets: HashMap<u64, Socket>,
    sums: Sums,
}

/// One room, from its opening to the evening.
fn afternoon(seed: u64) -> Result<Sums> {
    let mut world = World::open(seed);
    while let Some(Reverse((at, order, page, life))) = world.appointments.pop() {
        if at > AFTERNOON + EVENING {
            break;
        }
        if world.now < AFTERNOON && at >= AFTERNOON {
            world.calm();
        }
        world.now = at;
        if let Some(event) = world.events.remove(&order) {
            world.happens(page, life, event);
        }
    }
    world.judge(seed)?;
    Ok(world.sums)
}

impl World {
    fn open(seed: u64) -> Self {
        let mut world = Self {
            chance: fastrand::Rng::with_seed(seed),
            now: 0,
            trouble: 1.0,
            appointments: BinaryHeap::new(),
            events: HashMap::new(),
            order: 0,
            pages: Vec::new(),
            ledger: Ledger::default(),
            log: Vec::new(),
            decided: HashMap::new(),
            up: true,
            sockets: HashMap::new(),
            sums: Sums::default(),
        };
        let workshop = WorkshopDraft {
            title: "Atelier".into(),
            date: "2026-11-24".into(),
            language: "fr".into(),
            programme: "Démarche".into(),
            tables: "4".into(),
            ..Default::default()
        };
        world.act_on_server(Actor::Facilitator, Command::DescribeWorkshop { workshop });
        world.act_on_server(Actor::Facilitator, Command::ChangePhase { phase: Phase::HavesWants, from: None });
        let phones = world.chance.u32(2..6);
        for number in 1..=phones {
            let participant = ParticipantDraft {
                name: format!("Personne {number}"),
                organisation: format!("Entreprise {number}"),
                ..Default::default()
            };
            world.act_on_server(Actor::Visitor, Command::Join { participant });
        }
        // A board, then the phones.
        for number in 0..=phones {
            let me = (number > 0).then_some(ParticipantId(number));
            let page = Page {
                me,
                life: 0,
                link: Link::new(if me.is_some() { Patience::Phone } else { Patience::Board }),
                replica: Replica::new(world.snapshot(me)),
                kept: world.snapshot(me),
                queue: Queue::default(),
                socket: None,
                settings: HashMap::new(),
                purposes: HashMap::new(),
                sending: Sending::default(),
                again: 0,
                frozen: false,
                missed: Vec::new(),
                put: Vec::new(),
                status: Connection::Connecting,
            };
            world.pages.push(page);
            let page = number as usize;
            world.link(page, Happened::Started);
            for _ in 0..if me.is_some() { 8 } else { 0 } {
                let at = world.chance.u64(0..AFTERNOON);
                world.at(at, page, Event::UserActs);
            }
            for (times, event) in [(2, Event::Reload), (2, Event::Freeze(world.chance.u64(1_000..40_000)))] {
                for _ in 0..world.chance.u32(0..=times) {
                    let at = world.chance.u64(0..AFTERNOON);
                    world.at(at, page, event.clone());
                }
            }
        }
        for (times, event) in [(6, Event::FacilitatorActs), (3, Event::ServerDies)] {
            for _ in 0..world.chance.u32(0..=times) {
                let at = world.chance.u64(0..AFTERNOON);
                world.at(at, 0, event.clone());
            }
        }
        world
    }

    fn at(&mut self, at: u64, page: usize, event: Event) {
        self.order += 1;
        let life = self.pages.get(page).map_or(0, |page| page.life);
        self.events.insert(self.order, event);
        self.appointments.push(Reverse((at, self.order, page, life)));
    }

    /// The evening: nothing goes wrong any more.
    fn calm(&mut self) {
        self.trouble = 0.0;
        if !self.up {
            self.at(self.now + 1, 0, Event::ServerStarts);
        }
        for page in 0..self.pages.len() {
            if self.pages[page].frozen {
                self.at(self.now + 1, page, Event::Thaw);
            }
        }
    }

    fn happens(&mut self, page: usize, life: u64, event: Event) {
        match event {
            Event::ServerDies => self.server_dies(),
            Event::ServerStarts => self.server_starts(),
            Event::FacilitatorActs => self.facilitator_acts(),
            Event::Arrives { number, request } => self.arrives(page, life, number, &request),
            Event::Beat { socket } => self.beat(socket),
            // These are for the page, in whichever life.
            Event::Reload => self.reload(page),
            Event::Freeze(time) => {
                self.pages[page].frozen = true;
                self.at(self.now + time, page, Event::Thaw);
            }
            Event::Thaw => self.thaw(page),
            Event::UserActs => self.user_acts(page),
            other if life == self.pages[page].life => {
                if self.pages[page].frozen {
                    self.pages[page].missed.push(other);
                } else {
                    self.hears(page, other);
                }
            }
            _ => {}
        }
    }

    fn hears(&mut self, page: usize, event: Event) {
        match event {
            Event::Frame { socket, frame } if self.pages[page].socket == Some(socket) => self.frame(page, &frame),
            Event::SocketBroken { socket } if self.pages[page].socket == Some(socket) => {
                self.pages[page].socket = None;
                self.link(page, Happened::Lost);
            }
            Event::Due { timer, setting } if self.pages[page].settings.get(&timer) == Some(&setting) => {
                self.link(page, Happened::Due(timer));
            }
            Event::Answered { number, answer } => {
                if let Some(purpose) = self.pages[page].purposes.remove(&number) {
                    self.answered(page, purpose, Some(answer));
                }
            }
            Event::GivenUp { number } => {
                if let Some(purpose) = self.pages[page].purposes.remove(&number) {
                    self.answered(page, purpose, None);
                }
            }
            Event::SendAgain { setting } if self.pages[page].again == setting => self.send(page),
            _ => {}
        }
    }

    fn unlucky(&mut self, share: f64) -> bool {
        self.chance.f64() < share * self.trouble
    }

    fn loses(&mut self) -> bool {
        let loses = self.unlucky(0.15);
        self.sums.lost += usize::from(loses);
        loses
    }

    fn copies(&mut self) -> usize {
        let twice = self.unlucky(0.1);
        1 + usize::from(twice)
    }

    fn delay(&mut self) -> u64 {
        if self.unlucky(0.2) { self.chance.u64(200..3_000) } else { self.chance.u64(1..40) }
    }

    // The end.

    fn judge(&mut self, seed: u64) -> Result<()> {
        for (number, page) in self.pages.iter().enumerate() {
            let audience = page.me.map_or(Audience::Room, Audience::Participant);
            if page.replica.workshop() != &workshop_seen_by(audience, self.ledger.workshop()) {
                let (shown, wanted) = (page.replica.workshop(), workshop_seen_by(audience, self.ledger.workshop()));
                let unlike = wanted
                    .cards
                    .values()
                    .filter(|card| shown.cards.get(&card.id) != Some(card))
                    .map(|card| (card, shown.cards.get(&card.id)));
                let too_many = shown.cards.keys().filter(|card| !wanted.cards.contains_key(card));
                bail!(
                    "seed {seed}: page {number} stands at {} of {} and shows something else: cards {:?}, too many \
                        {:?}, phase {:?} instead of {:?}",
                    page.replica.seq(),
                    self.ledger.seq(),
                    unlike.collect::<Vec<_>>(),
                    too_many.collect::<Vec<_>>(),
                    shown.phase,
                    wanted.phase
                );
            }
            if page.status != Connection::Live {
                bail!("seed {seed}: page {number} is {:?} when all is well", page.status);
            }
            if page.queue.items().iter().any(|item| item.fate == Fate::Waiting) {
                bail!("seed {seed}: page {number} still holds {:?}", page.queue.items());
            }
            let refused: Vec<&str> = page
                .queue
                .items()
                .iter()
                .filter_map(|item| {
                    if let Command::PostCard { card, .. } = &item.command { Some(card.title.as_str()) } else { None }
                })
                .collect();
            self.sums.refused += page.queue.items().len();
            for title in &page.put {
                let posted = self
                    .log
                    .iter()
                    .filter(|recorded| match &recorded.event {
                        domain::workshop::Event::CardPosted { resource, .. } => *resource.title == **title,
                        _ => false,
                    })
                    .count();
                if posted != usize::from(!refused.contains(&title.as_str())) {
                    bail!("seed {seed}: {title} was posted {posted} times");
                }
            }
        }
        Ok(())
    }
}

fn milliseconds(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}

fn fingerprint(actor: Actor, command: &Command) -> Fingerprint {
    // Any digest will do that tells the few commands of a room apart.
    let text = format!("{actor:?} {command:?}");
    let (mut one, mut other) = (0xcbf2_9ce4_8422_2325_u64, 0x1000_0000_01b3_u64);
    for byte in text.bytes() {
        one = (one ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        other = other.rotate_left(7) ^ u64::from(byte).wrapping_mul(one);
    }
    let mut fingerprint = [0; 16];
    fingerprint[..8].copy_from_slice(&one.to_le_bytes());
    fingerprint[8..].copy_from_slice(&other.to_le_bytes());
    fingerprint
}

/// Plays the afternoon of one seed alone, to look at a failure.
pub fn one(seed: u64) -> Result<()> {
    let sums = afternoon(seed)?;
    println!("{sums:?}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_tells_the_same_story_each_time() {
        let tell = |seed| format!("{:?}", afternoon(seed).expect("no divergence"));
        assert_eq!(tell(7), tell(7));
        assert_ne!(tell(7), tell(8));
    }
}
