//! The one who posts: a blocking connection in a thread of its own, speaking the protocol of the server it posts to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use uuid::Uuid;

use crate::protocol::{Protocol, frame, text, upgrade};

/// A connection over which messages are posted, in the protocol of the server.
pub struct Publisher {
    protocol: Protocol,
    stream: BufReader<TcpStream>,
    address: SocketAddr,
    /// How long the peers' messages are: as long as ours are on the wire.
    length: usize,
}

impl Publisher {
    /// Connects to a server; messages to peers are `length` bytes long.
    pub fn connect(address: SocketAddr, protocol: Protocol, length: usize) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut publisher = Self { protocol, stream: BufReader::new(stream), address, length };
        match publisher.protocol {
            Protocol::WebSocket | Protocol::YWebSocket => publisher.upgrade("/")?,
            Protocol::SocketIo => {
                publisher.upgrade("/socket.io/?EIO=4&transport=websocket")?;
                publisher.write(&frame(1, b"40"))?;
            }
            Protocol::Lines => publisher.write(b"publisher\n")?,
            Protocol::Maillage { .. } | Protocol::Nchan => {}
        }
        Ok(publisher)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        Ok(self.stream.get_mut().write_all(bytes)?)
    }

    fn upgrade(&mut self, path: &str) -> Result<()> {
        let path = if matches!(self.protocol, Protocol::YWebSocket) { "/bench" } else { path };
        self.write(&upgrade(self.address, path))?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        ensure!(line.contains("101"), "the publisher was refused: {line}");
        while line != "\r\n" {
            line.clear();
            ensure!(self.stream.read_line(&mut line)? > 0, "the connection ended in the middle of the head");
        }
        Ok(())
    }

    /// Posts; comes back when the server has acknowledged, where its protocol does.
    pub fn publish(&mut self, number: usize) -> Result<()> {
        let padded = format!("{:<length$}", text(number), length = self.length);
        match &self.protocol {
            Protocol::Maillage { workshop, facilitator_token, author, .. } => {
                let request = post_card(self.address, workshop, facilitator_token, *author, number);
                self.write(request.as_bytes())?;
                self.answer()
            }
            Protocol::WebSocket => self.write(&frame(1, padded.as_bytes())),
            Protocol::SocketIo => self.write(&frame(1, format!("42[\"post\",\"{padded}\"]").as_bytes())),
            Protocol::YWebSocket => self.write(&frame(2, &y_update(number, &padded))),
            Protocol::Nchan => {
                let request = format!(
                    "POST /pub/bench HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n\r\n{padded}",
                    self.address,
                    padded.len()
                );
                self.write(request.as_bytes())?;
                self.answer()
            }
            Protocol::Lines => self.write(format!("{padded}\n").as_bytes()),
        }
    }

    /// Reads one HTTP answer with a length.
    fn answer(&mut self) -> Result<()> {
        let mut status = String::new();
        self.stream.read_line(&mut status).context("no answer to a post")?;
        let (mut length, mut line) = (0, String::new());
        while line != "\r\n" {
            line.clear();
            ensure!(self.stream.read_line(&mut line)? > 0, "the connection ended in the middle of the head");
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        if !status.contains(" 20") {
            bail!("a post was refused: {status}{}", String::from_utf8_lossy(&body));
        }
        Ok(())
    }
}

/// A request that posts a card on behalf of this participant.
pub fn post_card(address: SocketAddr, workshop: &str, token: &str, author: u64, number: usize) -> String {
    let body = serde_json::json!({
        "command_id": Uuid::new_v4(),
        "command": {
            "type": "post_card",
            "on_behalf_of": author,
            "card": {
                "kind": "have", "title": text(number), "category": "material",
                "quantity": "2", "unit": "t", "frequency": "month",
            },
        },
    })
    .to_string();
    format!(
        "POST /api/workshops/{workshop}/commands HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer \
            {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// An update of Yjs (format 1) that appends a text to the array `posts`: one client, one item of one string, nothing
/// deleted.
fn y_update(number: usize, text: &str) -> Vec<u8> {
    let client = 4_711;
    let mut update = vec![0, 2];
    let mut body = Vec::new();
    // One client, one struct, whose clock is the item's number.
    var(&mut body, 1);
    var(&mut body, 1);
    var(&mut body, client);
    var(&mut body, number);
    // A value of any type (8) holding one string (119); its left neighbour is the item before.
    if number == 0 {
        body.extend([8, 1]);
        var(&mut body, 5);
        body.extend(b"posts");
    } else {
        body.push(8 | 0x80);
        var(&mut body, client);
        var(&mut body, number - 1);
    }
    var(&mut body, 1);
    body.push(119);
    var(&mut body, text.len());
    body.extend(text.as_bytes());
    // Nothing deleted.
    var(&mut body, 0);
    var(&mut update, body.len());
    update.extend(body);
    update
}

/// A number of seven bits a byte, the lowest first.
fn var(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(0x80 | (number & 0x7f) as u8);
        number >>= 7;
    }
    bytes.push(number as u8);
}
