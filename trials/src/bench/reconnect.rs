//! A room of thousands loses its network for half a minute. Every screen runs the phone's own machine
//! (`live::link`), so what is measured is the return that real phones make; beside it, the same without chance:
//! everybody waits for the same time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use live::link::{Act, Happened, Link, Patience, Timer};

use crate::process::Process;
use crate::protocol::Protocol;
use crate::swarm::{Change, Swarm};

/// What one storm of returning screens measured.
#[derive(Clone, Copy, Debug)]
pub struct Return {
    /// Seconds from the end of the cut until the last screen has heard its server again.
    pub all_live: f64,
    /// The most processor time the server used within half a second, as a share of one processor.
    pub peak: f64,
    pub live: usize,
}

/// How the waits of the screens are drawn.
#[derive(Clone, Copy, Debug)]
pub enum Waits {
    /// Each screen draws its own: as the product does it.
    ByChance,
    /// All the same, and nobody is told a spread.
    AllAlike,
}

/// When something is due, with the screen, its timer, and the number of that timer's setting.
type Alarm = Reverse<(Instant, usize, usize, u64)>;

struct Room<'a> {
    swarm: &'a mut Swarm,
    links: Vec<Link>,
    waits: Waits,
    begin: Instant,
    alarms: BinaryHeap<Alarm>,
    /// Which setting of a screen's timer counts: an earlier one that runs out means nothing.
    settings: HashMap<(usize, usize), u64>,
    setting: u64,
    cut: bool,
}

const TIMERS: [Timer; 3] = [Timer::Retry, Timer::Silence, Timer::Poll];

impl Room<'_> {
    fn happened(&mut self, screen: usize, happened: Happened) -> Result<()> {
        let now = Instant::now();
        let chance = match self.waits {
            Waits::ByChance => fastrand::f64(),
            Waits::AllAlike => 1.0,
        };
        let acts = self.links[screen].take(happened, (now - self.begin).as_secs_f64() * 1_000.0, chance);
        for act in acts {
            match act {
                Act::Open if self.cut => {
                    // No route: browsers say so at once.
                    self.happened(screen, Happened::Lost)?;
                }
                Act::Open => self.swarm.reopen(screen)?,
                Act::Close => self.swarm.cut(screen),
                Act::Set(timer, wait) => {
                    self.setting += 1;
                    self.settings.insert((screen, timer as usize), self.setting);
                    self.alarms.push(Reverse((now + wait, screen, timer as usize, self.setting)));
                }
                Act::Stop(timer) => drop(self.settings.remove(&(screen, timer as usize))),
                // A poll fails while the network is gone; after it, sockets come first.
                Act::Poll if self.cut => self.happened(screen, Happened::Polled(false))?,
                Act::Poll | Act::Say(_) => {}
            }
        }
        Ok(())
    }

    fn turn(&mut self, until: Instant) -> Result<()> {
        let now = Instant::now();
        while let Some(Reverse((at, screen, timer, setting))) = self.alarms.peek().copied() {
            if at > now {
                break;
            }
            self.alarms.pop();
            if self.settings.get(&(screen, timer)) == Some(&setting) {
                self.settings.remove(&(screen, timer));
                self.happened(screen, Happened::Due(TIMERS[timer]))?;
            }
        }
        let next = self.alarms.peek().map_or(until, |Reverse((at, ..))| (*at).min(until));
        for (screen, change) in
            self.swarm.watch(next.saturating_duration_since(Instant::now()).min(Duration::from_millis(50)))?
        {
            let happened = match (change, self.waits) {
                (Change::Ready(spread_ms), Waits::ByChance) => Happened::Heard { spread_ms },
                (Change::Ready(_), Waits::AllAlike) => Happened::Heard { spread_ms: None },
                (Change::Lost, _) => Happened::Lost,
            };
            self.happened(screen, happened)?;
        }
        Ok(())
    }
}

/// Opens the screens, takes their network away for this long, and watches them come back.
pub fn measure(server: &Process, protocol: &Protocol, screens: usize, cut: Duration, waits: Waits) -> Result<Return> {
    let mut swarm = Swarm::new(server.address, protocol.clone())?;
    swarm.open(screens, Duration::from_secs(120))?;
    let begin = Instant::now();
    let mut room = Room {
        swarm: &mut swarm,
        links: (0..screens).map(|_| Link::new(Patience::Phone)).collect(),
        waits,
        begin,
        alarms: BinaryHeap::new(),
        settings: HashMap::new(),
        setting: 0,
        cut: false,
    };
    // All are live, and know how large their room is.
    let spread_ms =
        matches!(waits, Waits::ByChance).then(|| u32::try_from(screens * 2).unwrap_or(u32::MAX).clamp(250, 12_000));
    for screen in 0..screens {
        for acts in [Happened::Started, Happened::Heard { spread_ms }] {
            // Their sockets are open already: only the machine is told.
            drop(room.links[screen].take(acts, 0.0, 0.5));
        }
    }
    room.cut = true;
    for screen in 0..screens {
        room.swarm.cut(screen);
        room.happened(screen, Happened::Lost)?;
    }
    let back = Instant::now() + cut;
    while Instant::now() < back {
        room.turn(back)?;
    }
    room.cut = false;
    let (mut peak, mut before, mut looked) = (0.0_f64, server.processor_seconds()?, Instant::now());
    let late = back + Duration::from_secs(60);
    while room.swarm.ready() < screens && Instant::now() < late {
        room.turn(looked + Duration::from_millis(500))?;
        if looked.elapsed() >= Duration::from_millis(500) {
            let now = server.processor_seconds()?;
            peak = peak.max((now - before) / looked.elapsed().as_secs_f64());
            (before, looked) = (now, Instant::now());
        }
    }
    let all_live = back.elapsed().as_secs_f64();
    let now = server.processor_seconds()?;
    peak = peak.max((now - before) / looked.elapsed().as_secs_f64().max(0.1));
    ensure!(room.swarm.ready() > 0, "nobody came back");
    Ok(Return { all_live, peak, live: room.swarm.ready() })
}
