//! Taking connections in and letting them go: bounds on how many, how slow, how long, and a clean stop.
//!
//! HTTP/1 only: what comes from outside comes through a proxy that ends TLS, or from a browser without TLS, and neither speaks
//! HTTP/2 to us. A connection that says nothing is closed like one that says its headers too slowly.

use std::net::SocketAddr;
use std::sync::Arc;
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

/// Headers that take longer are not waited for; nor is a next request on a connection that is kept alive.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// What is still open this long after a stop was asked for is cut.
const STOP_TIMEOUT: Duration = Duration::from_secs(3);
/// How many connections may knock at once: a whole room scans the code in the same second.
const BACKLOG: u32 = 4_096;
/// Files that the process needs besides its connections: database, pipes, the listening socket.
const OTHER_FILES: u64 = 128;

/// A connection's place among those that are let in; given back when nobody holds it any more.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    _held: Arc<OwnedSemaphorePermit>,
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

/// Serves until `stopping` is cancelled, then lets what runs come to its end. Beyond `most` connections, newcomers wait at the door.
///
/// # Errors
/// Only when the listener itself fails for good; a failed connection is its own affair.
pub async fn serve(listener: TcpListener, router: Router, most: usize, stopping: CancellationToken) -> std::io::Result<()> {
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
        // Held by the service, and by the feed that it may become.
        let seat = seat.map(|seat| Seat { _held: Arc::new(seat) });
        let service = router.clone().map_request(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
            if let Some(seat) = &seat {
                request.extensions_mut().insert(seat.clone());
            }
            request.map(axum::body::Body::new)
        });
        let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)).with_upgrades();
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
