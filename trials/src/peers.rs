//! Who is measured: Maillage and its peers, each in a fresh process, each with its own protocol and the same bytes to
//! deliver.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process::{self, Process};
use crate::protocol::Protocol;

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

    /// Starts the peer in a process of its own.
    pub fn start(self) -> Result<(Process, Protocol)> {
        match self {
            Self::Ws => Ok((process::node("ws.mjs", &[])?, Protocol::WebSocket)),
            Self::SocketIo => Ok((process::node("socketio.mjs", &[])?, Protocol::SocketIo)),
            Self::YWebSocket => {
                let address = process::free_address()?;
                let script = process::root().join("trials/peers/node_modules/y-websocket/bin/server.cjs");
                let mut command = Command::new("node");
                command.arg(script).env("HOST", "127.0.0.1").env("PORT", address.port().to_string());
                Ok((Process::start_at(&mut command, address)?, Protocol::YWebSocket))
            }
            Self::Nchan => {
                let address = process::free_address()?;
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
        "load_module /usr/lib/nginx/modules/ngx_nchan_module.so;\ndaemon off; worker_processes 1; worker_rlimit_nofile \
         20000; pid {folder}/pid; error_log {folder}/errors;\nevents {{ worker_connections 19900; }}\nhttp {{ \
         access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path \
         {folder}/fastcgi;\nuwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\nserver {{ listen {address} \
         backlog=4096; location /pub/bench {{ nchan_publisher; nchan_channel_id bench; nchan_message_buffer_length 1; \
         }}\nlocation /sub/bench {{ nchan_subscriber websocket; nchan_channel_id bench; nchan_subscriber_first_message \
         newest; }} }} }}\n"
    )
}
