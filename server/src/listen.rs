//! Taking connections in and letting them go: bounds on how many, how slow, how long, and a clean stop.
//!
//! HTTP/1 only: what comes from outside comes through a proxy that ends TLS, or from a browser without TLS, and neither
//! speaks HTTP/2 to us. A connection that says nothing is closed like one that says its headers too slowly.

mod patience;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How long headers may take; also how long a connection that is kept alive may wait for its next request.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Whoever takes nothing of an answer for so long is not reading, and the connection is closed.
const READ_TIMEOUT: Duration = Duration::from_secs(60);
/// What is still open this long after a stop was asked for is cut.
const STOP_TIMEOUT: Duration = Duration::from_secs(3);
/// How many connections may knock at once: a whole room scans the code in the same second.
const BACKLOG: u32 = 4_096;
/// Files that the process needs besides its connections: database, pipes, the listening socket.
const OTHER_FILES: u64 = 128;

/// A place among the connections that are open at once; given back when nobody holds it any more.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    _held: Arc<OwnedSemaphorePermit>,
    _of: Arc<Held>,
}

/// How many connections each address has open.
type HeldBy = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// One of the seats of an address; counted until it is dropped.
#[derive(Debug)]
struct Held {
    address: IpAddr,
    by: HeldBy,
}

impl Held {
    /// A seat for this address; none when seats are short and it has most of them. A whole hall may come from one
    /// address, and may fill the house, but for the last quarter while others want in.
    fn take(by: &HeldBy, address: IpAddr, most: usize, free: usize) -> Option<Self> {
        let mut held = by.lock().unwrap_or_else(PoisonError::into_inner);
        let own = held.entry(address).or_default();
        if free < most / 8 && *own >= most - most / 4 {
            return None;
        }
        *own += 1;
        Some(Self { address, by: Arc::clone(by) })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.by.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = held.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                held.remove(&self.address);
            }
        }
    }
}

/// Bounds on the connections that are open at the same time.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many connections may be open at once; beyond that, new ones wait to be accepted.
    pub most: usize,
    /// How long a reader may take nothing of an answer before the connection is closed.
    pub read: Duration,
    /// Whether one address may not take all seats. Not behind a proxy, whose address is everybody's.
    pub share: bool,
}

impl Bounds {
    /// The usual bounds for this many connections.
    #[must_use]
    pub fn seats(most: usize) -> Self {
        Self { most, read: READ_TIMEOUT, share: true }
    }
}

/// A socket that listens.
///
/// # Errors
/// When the address cannot be listened on.
pub fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// How many connections the system lets this process have: as many as it grants at most, less what else it needs.
#[must_use]
pub fn most_connections() -> usize {
    let files = rlimit::increase_nofile_limit(1 << 20).unwrap_or(1_024);
    usize::try_from(files.saturating_sub(OTHER_FILES).max(64)).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS)
}

/// Serves until `stopping` is cancelled, then lets what runs come to its end.
///
/// # Errors
/// Only when the listener itself fails for good; a failed connection is its own affair.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    stopping: CancellationToken,
) -> std::io::Result<()> {
    let Bounds { most, read, share } = bounds;
    let held_by: HeldBy = Arc::default();
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(64 * 1024);
    // Whoever hangs up right after sending wanted it done all the same.
    builder.half_close(true);
    let seats = Arc::new(Semaphore::new(most));
    loop {
        let taken_in = async {
            // Closed by nobody: an error would mean that there is no limit.
            let seat = Arc::clone(&seats).acquire_owned().await.ok();
            (seat, listener.accept().await)
        };
        let (seat, accepted) = tokio::select! {
            taken_in = taken_in => taken_in,
            () = stopping.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, or gone before we could take it in: the next one may work.
                tracing::warn!(%error, "cannot take a connection in");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        drop(stream.set_nodelay(true));
        let (most_of_one, free) = if share { (most, seats.available_permits()) } else { (usize::MAX, usize::MAX) };
        // Hung up at once: whoever it is has seats enough.
        let Some(of) = Held::take(&held_by, peer.ip().to_canonical(), most_of_one, free) else { continue };
        // Held by the service, and by the feed that it may become.
        let seat = seat.map(|seat| Seat { _held: Arc::new(seat), _of: Arc::new(of) });
        let service = router.clone().map_request(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
            if let Some(seat) = &seat {
                request.extensions_mut().insert(seat.clone());
            }
            request.map(axum::body::Body::new)
        });
        let connection = builder
            .serve_connection(TokioIo::new(patience::Patient::new(stream, read)), TowerToHyperService::new(service))
            .with_upgrades();
        let stopping = stopping.clone();
        tokio::spawn(async move {
            tokio::pin!(connection);
            let ended = tokio::select! {
                ended = &mut connection => ended,
                () = stopping.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended badly");
            }
        });
    }
    drop(listener);
    // Everyone has gone when every seat is free: requests are answered, feeds have said goodbye.
    let everyone = seats.acquire_many(u32::try_from(most).unwrap_or(u32::MAX));
    if tokio::time::timeout(STOP_TIMEOUT, everyone).await.is_err() {
        tracing::warn!("some connections were still open and are cut");
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;

    /// More bytes than the kernel keeps for a connection, so that a reader who does not read is noticed.
    const LARGE: usize = 48 << 20;

    async fn ask(address: SocketAddr, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: here\r\n\r\n").as_bytes()).await.unwrap();
        stream
    }

    async fn served(bounds: Bounds) -> (SocketAddr, CancellationToken) {
        let router = Router::new()
            .route("/large", get(|| async { vec![b'x'; LARGE] }))
            .route("/small", get(|| async { "well" }));
        let listener = bind(([127, 0, 0, 1], 0).into()).unwrap();
        let (address, stopping) = (listener.local_addr().unwrap(), CancellationToken::new());
        tokio::spawn(serve(listener, router, bounds, stopping.clone()));
        (address, stopping)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn readers_that_do_not_read_give_their_seats_up_to_those_who_do() {
        let (address, stopping) = served(Bounds { most: 4, read: Duration::from_millis(300), share: false }).await;
        let mut lazy = Vec::new();
        for _ in 0..4 {
            lazy.push(ask(address, "/large").await);
        }
        let mut answer = vec![0; 12];
        let mut reader = ask(address, "/small").await;
        tokio::time::timeout(Duration::from_secs(30), reader.read_exact(&mut answer)).await.unwrap().unwrap();
        assert_eq!(answer, b"HTTP/1.1 200");
        drop(reader);
        // Whoever reads slowly but steadily is waited for.
        let mut slow = ask(address, "/large").await;
        let mut received = 0;
        let mut buffer = vec![0; 1 << 20];
        while received < LARGE {
            received += slow.read(&mut buffer).await.unwrap();
            tokio::task::yield_now().await;
        }
        stopping.cancel();
    }

    #[test]
    fn one_address_leaves_the_last_quarter_to_others_when_seats_are_short() {
        let (by, hall, other) = (HeldBy::default(), IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let mut held = Vec::new();
        let mut taken = |address, free| Held::take(&by, address, 40, free).map(|seat| held.push(seat)).is_some();
        assert_eq!(
            (0..40).filter(|number| taken(hall, 40 - number)).count(),
            36,
            "a hall behind one address has nearly all"
        );
        assert!(taken(other, 4));
        assert!(!taken(hall, 3));
        held.truncate(10);
        assert!(Held::take(&by, hall, 40, 3).is_some());
        held.clear();
        assert!(by.lock().unwrap().is_empty(), "nobody is remembered who has gone");
    }
}
