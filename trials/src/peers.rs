//! Who is measured: Maillage and its peers, each in a fresh process, each with its own protocol and the same bytes to deliver.

use std::net::SocketAddr;

use crate::swarm::{MARK, frame, upgrade};

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

    /// What a screen says first.
    pub fn opening(&self, address: SocketAddr) -> Vec<u8> {
        match self {
            Self::Maillage { workshop, board_key, after, .. } => upgrade(address, &format!("/api/workshops/{workshop}/feed?after={after}&board={board_key}")),
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
            (Self::WebSocket | Self::Nchan, _) => true,
            (Self::Maillage { .. }, Some(_)) => true,
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
