//! Bad Wi-Fi between phones and server: a proxy that delays, resets and, for a while, lets nothing through.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How badly the network behaves. A piece is what was read from a connection at once.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    /// The share of pieces that are held up.
    pub delayed: f64,
    /// For how long, at least and at most, in seconds.
    pub delay: (f64, f64),
    /// The share of pieces at which the connection is reset instead of passing the piece on.
    pub reset: f64,
}

impl Weather {
    pub const CLEAR: Self = Self { delayed: 0.0, delay: (0.0, 0.0), reset: 0.0 };
    pub const BAD: Self = Self { delayed: 0.2, delay: (0.2, 3.0), reset: 0.01 };
}

/// A proxy between phones and server that delays, resets and cuts like bad Wi-Fi.
#[derive(Clone)]
pub struct Wifi {
    /// The address to which phones connect instead of the server's.
    pub address: SocketAddr,
    weather: Arc<watch::Sender<Weather>>,
    /// Everything that is open ends when this changes.
    cut: Arc<watch::Sender<u64>>,
    down: Arc<AtomicBool>,
    /// How many pieces were held up so far; `resets` counts the connections that were reset.
    pub delays: Arc<AtomicUsize>,
    pub resets: Arc<AtomicUsize>,
}

impl Wifi {
    /// Starts a proxy in front of this server, which at first passes everything on at once.
    pub async fn start(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let wifi = Self {
            address: listener.local_addr()?,
            weather: Arc::new(watch::channel(Weather::CLEAR).0),
            cut: Arc::new(watch::channel(0).0),
            down: Arc::default(),
            delays: Arc::default(),
            resets: Arc::default(),
        };
        let taking = wifi.clone();
        tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                if taking.down.load(Ordering::Relaxed) {
                    continue;
                }
                let wifi = taking.clone();
                tokio::spawn(async move {
                    if let Ok(onward) = TcpStream::connect(server).await {
                        wifi.carry(phone, onward).await;
                    }
                });
            }
        });
        Ok(wifi)
    }

    /// How the network behaves from now on.
    pub fn set_weather(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    /// From now on nothing gets through and what is open is cut; or with `false`, all is well again.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::Relaxed);
        self.cut.send_modify(|times| *times += 1);
    }

    async fn carry(&self, phone: TcpStream, server: TcpStream) {
        drop(phone.set_nodelay(true));
        drop(server.set_nodelay(true));
        let mut cut = self.cut.subscribe();
        let (from_phone, to_phone) = phone.into_split();
        let (from_server, to_server) = server.into_split();
        // Whichever ends first ends both, as a reset does.
        tokio::select! {
            () = self.pump(from_phone, to_server) => {}
            () = self.pump(from_server, to_phone) => {}
            _ = cut.changed() => {}
        }
    }

    async fn pump(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        let mut piece = vec![0; 4_096];
        while let Ok(length @ 1..) = from.read(&mut piece).await {
            let weather = *self.weather.borrow();
            if fastrand::f64() < weather.reset {
                self.resets.fetch_add(1, Ordering::Relaxed);
                return;
            }
            if fastrand::f64() < weather.delayed {
                self.delays.fetch_add(1, Ordering::Relaxed);
                let (least, most) = weather.delay;
                tokio::time::sleep(Duration::from_secs_f64(least + (most - least) * fastrand::f64())).await;
            }
            if to.write_all(&piece[..length]).await.is_err() {
                return;
            }
        }
    }
}
