//! A feed that somebody follows, frame by frame (RFC 6455), to see when and why it ends.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::client::{Body, Client, Credentials};
use crate::http::Connection;

/// The headers by which a request asks for a WebSocket.
pub const UPGRADE: &str = "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: \
    13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
/// The code with which the server says that a right has ended.
pub const RIGHT_ENDED: u16 = 4_403;
const CLOSE: u8 = 8;

/// How an open feed came to its end.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    pub after: Duration,
    /// None where the connection ended without a word.
    pub code: Option<u16>,
}

pub struct Feed {
    connection: Connection,
    held: Vec<u8>,
}

impl Feed {
    /// Follows a workshop from its beginning.
    ///
    /// # Errors
    /// When it is not let follow.
    pub async fn open(address: std::net::SocketAddr, workshop: &str, who: &Credentials) -> Result<Self> {
        let request = Client::new(address).request(
            "GET",
            &format!("/api/workshops/{workshop}/feed?after=0"),
            who,
            UPGRADE,
            Body::Nothing,
        );
        let mut connection = Connection::open(address).await?;
        let answer = connection.exchange(&request).await?;
        ensure!(answer.status == 101, "the feed is answered {}", answer.status);
        Ok(Self { connection, held: Vec::new() })
    }

    /// How it is cut after something was done at this moment; nothing when it goes on for so long.
    ///
    /// # Errors
    /// When the connection fails otherwise.
    pub async fn cut(&mut self, since: Instant, within: Duration) -> Result<Option<Cut>> {
        loop {
            let heard = self.connection.overhear(Duration::from_millis(10)).await?;
            self.held.extend(heard.bytes);
            while let Some((kind, content)) = self.frame() {
                if kind == CLOSE {
                    let code = content.first_chunk().map(|code| u16::from_be_bytes(*code));
                    return Ok(Some(Cut { after: since.elapsed(), code }));
                }
            }
            if heard.ended {
                return Ok(Some(Cut { after: since.elapsed(), code: None }));
            }
            if since.elapsed() > within {
                return Ok(None);
            }
        }
    }

    /// The next whole frame; a server masks none.
    fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let (length, from) = match *self.held.get(1)? & 0x7f {
            126 => (usize::from(u16::from_be_bytes(*self.held.get(2..)?.first_chunk()?)), 4),
            127 => (usize::try_from(u64::from_be_bytes(*self.held.get(2..)?.first_chunk()?)).ok()?, 10),
            short => (usize::from(short), 2),
        };
        let content = self.held.get(from..from + length)?.to_vec();
        let kind = self.held[0] & 0x0f;
        self.held.drain(..from + length);
        Some((kind, content))
    }
}
