//! How screens and publishers speak with each server that is measured, down to the bytes.

use std::net::SocketAddr;

/// How the mark of a message begins; six digits follow.
pub const MARK: &str = "bench-";

/// How screens and publishers speak with a server.
#[derive(Clone, Debug)]
pub enum Protocol {
    /// Maillage: the feed of a board.
    Maillage { workshop: String, board_key: String, facilitator_token: String, author: u64, after: u64 },
    /// A plain WebSocket server that sends what one says to all.
    WebSocket,
    /// Socket.IO 4 over its WebSocket transport.
    SocketIo,
    /// y-websocket: one shared array.
    YWebSocket,
    /// nchan: publish by HTTP, subscribe by WebSocket.
    Nchan,
    /// Bare sockets and lines: what the kernel can do.
    Lines,
}

impl Protocol {
    pub fn is_web_socket(&self) -> bool {
        !matches!(self, Self::Lines)
    }

    /// The bytes that a screen sends first: for most the request for a WebSocket.
    pub fn opening(&self, address: SocketAddr) -> Vec<u8> {
        match self {
            Self::Maillage { workshop, board_key, after, .. } => {
                upgrade(address, &format!("/api/workshops/{workshop}/feed?after={after}&board={board_key}"))
            }
            Self::WebSocket => upgrade(address, "/"),
            Self::SocketIo => upgrade(address, "/socket.io/?EIO=4&transport=websocket"),
            Self::YWebSocket => upgrade(address, "/bench"),
            Self::Nchan => upgrade(address, "/sub/bench"),
            Self::Lines => b"screen\n".to_vec(),
        }
    }

    /// What a screen says once the upgrade is through.
    pub fn first_word(&self) -> Option<Vec<u8>> {
        match self {
            Self::SocketIo => Some(frame(1, b"40")),
            // "Sync, step 1", with an empty state vector.
            Self::YWebSocket => Some(frame(2, &[0, 0, 1, 0])),
            _ => None,
        }
    }

    /// What a screen answers to a message.
    pub fn answer(&self, message: &[u8]) -> Option<Vec<u8>> {
        match (self, message) {
            (Self::SocketIo, b"2") => Some(b"3".to_vec()),
            // "Sync, step 1" of the server: answered with an empty update.
            (Self::YWebSocket, [0, 0, ..]) => Some(vec![0, 1, 2, 0, 0]),
            _ => None,
        }
    }

    /// Whether with this message the server has taken the screen in. `None` is the answer to the upgrade itself.
    pub fn is_welcome(&self, message: Option<&[u8]>) -> bool {
        match (self, message) {
            (Self::WebSocket | Self::Nchan, _) | (Self::Maillage { .. }, Some(_)) => true,
            (Self::SocketIo, Some(message)) => message.starts_with(b"40"),
            (Self::YWebSocket, Some(message)) => message.starts_with(&[0, 1]),
            _ => false,
        }
    }
}

/// The text of a message: a mark, then something to read, as long as a card is on the wire.
pub fn text(number: usize) -> String {
    format!("{MARK}{number:06} chutes de panneaux de bois, deux bennes par mois")
}

/// A whole WebSocket frame from a client. The mask is all zeroes: it hides nothing on loopback, and costs nothing.
pub fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | kind];
    match payload.len() {
        length @ 0..=125 => frame.push(0x80 | u8::try_from(length).unwrap_or(0)),
        length @ 126..=0xffff => {
            frame.push(0x80 | 126);
            frame.extend(u16::try_from(length).unwrap_or(0).to_be_bytes());
        }
        length => {
            frame.push(0x80 | 127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

/// What a client says to have a WebSocket opened.
pub fn upgrade(address: SocketAddr, path: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\nupgrade: \
            websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .into_bytes()
}
