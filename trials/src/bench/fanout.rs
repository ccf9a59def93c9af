//! From a post to every screen: the time from sending the post to its arrival at each screen.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::process::Process;
use crate::protocol::Protocol;
use crate::publisher::Publisher;
use crate::swarm::Swarm;

/// How many bytes the peers' messages have: as many as the frame of one posted card.
pub const MESSAGE: usize = 400;

/// What one run measured, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub median: f64,
    pub p99: f64,
    /// The median, over the posts, of the time to the last screen.
    pub last: f64,
    /// The share of what should have arrived that did.
    pub delivered: f64,
}

/// How many posts are made, and how long apart.
pub struct Posting {
    pub posts: usize,
    pub gap: Duration,
    /// How many posts come before those, uncounted, to warm everything up.
    pub warm_up: usize,
}

/// Opens the screens, posts, and listens until everything has arrived or nothing more comes.
pub fn measure(
    server: &Process,
    protocol: &Protocol,
    screens: usize,
    posting: &Posting,
    message_length: usize,
) -> Result<Spread> {
    let mut swarm = Swarm::new(server.address, protocol.clone())?;
    swarm.open(screens, Duration::from_secs(120))?;
    spread(&mut swarm, server, protocol, posting, message_length, 0..screens)
}

/// As [`measure`], with screens that are open already; only these of them count.
pub fn spread(
    swarm: &mut Swarm,
    server: &Process,
    protocol: &Protocol,
    posting: &Posting,
    message_length: usize,
    counted: std::ops::Range<usize>,
) -> Result<Spread> {
    let total = posting.warm_up + posting.posts;
    let begin = Instant::now();
    let sent: Arc<Vec<AtomicU64>> = Arc::new((0..total).map(|_| AtomicU64::new(0)).collect());
    let mut publisher = Publisher::connect(server.address, protocol.clone(), message_length)?;
    let (posts, gap, times) = (total, posting.gap, Arc::clone(&sent));
    let posting_thread = std::thread::spawn(move || -> Result<()> {
        std::thread::sleep(Duration::from_millis(200));
        for number in 0..posts {
            times[number].store(nanoseconds(begin), Ordering::Release);
            publisher.publish(number)?;
            std::thread::sleep(gap);
        }
        Ok(())
    });
    let expected = total * counted.len();
    let mut latencies: Vec<u32> = Vec::with_capacity(posting.posts * counted.len());
    let mut last = vec![0_u64; total];
    let seen = std::cell::Cell::new(0_usize);
    // A post takes its time too: the next one waits for its acknowledgement.
    let deadline = begin + (gap + Duration::from_millis(10)) * u32::try_from(total)? + Duration::from_secs(20);
    swarm.listen(
        deadline,
        || seen.get() >= expected,
        |delivery| {
            if delivery.message >= total || !counted.contains(&delivery.screen) {
                return;
            }
            seen.set(seen.get() + 1);
            let arrived = u64::try_from((delivery.at - begin).as_nanos()).unwrap_or(u64::MAX);
            let took = arrived.saturating_sub(sent[delivery.message].load(Ordering::Acquire));
            last[delivery.message] = last[delivery.message].max(took);
            if delivery.message >= posting.warm_up {
                latencies.push(u32::try_from(took / 1_000).unwrap_or(u32::MAX));
            }
        },
    )?;
    posting_thread.join().map_err(|_| anyhow::anyhow!("the publisher failed"))??;
    latencies.sort_unstable();
    let mut last: Vec<u64> = last.split_off(posting.warm_up);
    last.sort_unstable();
    let at = |share: f64| {
        latencies.get(((latencies.len() as f64 * share) as usize).min(latencies.len().saturating_sub(1))).copied()
    };
    Ok(Spread {
        median: f64::from(at(0.5).context("nothing arrived")?) / 1_000.0,
        p99: f64::from(at(0.99).context("nothing arrived")?) / 1_000.0,
        last: last[last.len() / 2] as f64 / 1e6,
        delivered: seen.get() as f64 / expected as f64,
    })
}

fn nanoseconds(begin: Instant) -> u64 {
    u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
