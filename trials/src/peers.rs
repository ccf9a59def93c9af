//! Who is measured: Maillage and its peers, each in a fresh process, each with its own protocol and the same bytes to
//! deliver.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process::{self, Process};
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

/// The servers that Maillage is measured beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// `ws`: sends from memory, stores nothing.
    Ws,
    /// Socket.IO.
    SocketIo,
    /// y-websocket with one shared array.
    YWebSocket,
    /// nchan, in nginx.
    Nchan,
}

impl Peer {
    pub const ALL: [Self; 4] = [Self::Ws, Self::SocketIo, Self::YWebSocket, Self::Nchan];

    pub fn name(self) -> &'static str {
        match self {
            Self::Ws => "ws",
            Self::SocketIo => "socket.io",
            Self::YWebSocket => "y-websocket",
            Self::Nchan => "nchan",
        }
    }

    /// A fresh process.
    pub fn start(self) -> Result<(Process, Protocol)> {
        match self {
            Self::Ws => Ok((process::node("ws.mjs", &[])?, Protocol::WebSocket)),
            Self::SocketIo => Ok((process::node("socketio.mjs", &[])?, Protocol::SocketIo)),
            Self::YWebSocket => {
                let address = crate::bench::start::free_address()?;
                let script = process::root().join("trials/peers/node_modules/y-websocket/bin/server.cjs");
                let mut command = Command::new("node");
                command.arg(script).env("HOST", "127.0.0.1").env("PORT", address.port().to_string());
                Ok((Process::start_at(&mut command, address)?, Protocol::YWebSocket))
            }
            Self::Nchan => {
                let address = crate::bench::start::free_address()?;
                let folder = tempfile::tempdir()?;
                let configuration = folder.path().join("nginx.conf");
                std::fs::write(&configuration, nchan(folder.path(), address))?;
                let mut command = Command::new("nginx");
                command.arg("-c").arg(&configuration).arg("-p").arg(folder.path());
                let process = Process::start_at(&mut command, address)
                    .context("nginx with nchan: apt-get install nginx-light libnginx-mod-nchan")?;
                Ok((process.keeping(folder), Protocol::Nchan))
            }
        }
    }
}

/// One worker, everything in its own folder, the last message only.
fn nchan(folder: &Path, address: SocketAddr) -> String {
    let folder = folder.display();
    format!(
        "load_module /usr/lib/nginx/modules/ngx_nchan_module.so;\n\
         daemon off; worker_processes 1; worker_rlimit_nofile 20000; pid {folder}/pid; error_log {folder}/errors;\n\
         events {{ worker_connections 19900; }}\n\
         http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;\n\
         uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n\
         server {{ listen {address} backlog=4096; location /pub/bench {{ nchan_publisher; nchan_channel_id bench; nchan_message_buffer_length 1; }}\n\
         location /sub/bench {{ nchan_subscriber websocket; nchan_channel_id bench; nchan_subscriber_first_message newest; }} }} }}\n"
    )
}
