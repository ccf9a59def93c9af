//! The little HTTP that trials need, kept small so that the load costs less than what is measured.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// The head in lower case, for looking things up in it.
    head: String,
    /// The head as it came, for values whose letters matter.
    raw_head: String,
    pub body: Vec<u8>,
}

/// What came in, and whether the other side has ended the connection.
#[derive(Debug)]
pub struct Overheard {
    pub bytes: Vec<u8>,
    pub ended: bool,
}

impl Answer {
    /// Status line and headers, as they came.
    pub fn raw_head(&self) -> &str {
        &self.raw_head
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of the first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    }

    /// The value of a header whose letters keep their case.
    pub fn raw_header(&self, name: &str) -> Option<&str> {
        let (line, raw) = self
            .head
            .lines()
            .zip(self.raw_head.lines())
            .find(|(line, _)| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')))?;
        raw.get(line.find(':')? + 1..).map(str::trim)
    }

    /// The body as JSON; any status but 200 is an error.
    pub fn json(&self) -> Result<Value> {
        ensure!(self.status == 200, "{} {}", self.status, String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).with_context(|| format!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }
}

/// A connection that is kept alive from one request to the next.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await.context("no connection")??;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4_096) })
    }

    /// Sends a request as it stands, and reads the answer.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        tokio::time::timeout(PATIENCE, async {
            self.stream.write_all(request).await?;
            self.answer(request.starts_with(b"HEAD ")).await
        })
        .await
        .context("no answer")?
    }

    /// Sends the beginning of a request and no more; nothing is read.
    pub async fn send(&mut self, part: &[u8]) -> Result<()> {
        Ok(tokio::time::timeout(PATIENCE, self.stream.write_all(part)).await.context("not taken")??)
    }

    /// What comes in until it is quiet for this long, or the other side ends; what came along with the last answer
    /// first.
    pub async fn overhear(&mut self, quiet: Duration) -> Result<Overheard> {
        let mut heard = std::mem::take(&mut self.buffer);
        loop {
            match tokio::time::timeout(quiet, self.stream.read_buf(&mut heard)).await {
                Err(_) => return Ok(Overheard { bytes: heard, ended: false }),
                Ok(Ok(0) | Err(_)) => return Ok(Overheard { bytes: heard, ended: true }),
                Ok(Ok(_)) => {}
            }
        }
    }

    async fn answer(&mut self, head_only: bool) -> Result<Answer> {
        self.buffer.clear();
        let end = loop {
            if let Some(end) = memchr::memmem::find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
            self.more().await?;
        };
        let raw_head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        let head = raw_head.to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        let mut answer = Answer { status, head, raw_head, body: Vec::new() };
        let from = end + 4;
        if head_only || matches!(answer.status, 100..200 | 204 | 304) {
            self.buffer.drain(..from);
            return Ok(answer);
        }
        if let Some(length) = answer.header("content-length") {
            let length: usize = length.parse()?;
            while self.buffer.len() < from + length {
                self.more().await?;
            }
            answer.body = self.buffer[from..from + length].to_vec();
            self.buffer.drain(..from + length);
        } else if answer.header("transfer-encoding") == Some("chunked") {
            while !self.buffer.ends_with(b"0\r\n\r\n") {
                self.more().await?;
            }
            answer.body = unchunked(&self.buffer[from..]);
            self.buffer.clear();
        }
        Ok(answer)
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection ended in the middle of an answer");
        }
        Ok(())
    }
}

/// A request of JSON by somebody with this token.
pub fn json_request(address: SocketAddr, method: &str, path: &str, token: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\ncontent-type: \
            application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

/// Sends JSON over a connection of its own, and gives the JSON that comes back; any status but 200 is an error.
pub async fn post_json(address: SocketAddr, path: &str, token: &str, body: &Value) -> Result<Value> {
    let request = json_request(address, "POST", path, token, &body.to_string());
    Connection::open(address).await?.exchange(request.as_bytes()).await?.json()
}

/// Asks for JSON over a connection of its own.
pub async fn get_json(address: SocketAddr, path: &str, token: &str) -> Result<Value> {
    Connection::open(address).await?.exchange(json_request(address, "GET", path, token, "").as_bytes()).await?.json()
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = memchr::memmem::find(rest, b"\r\n") {
        let size = std::str::from_utf8(&rest[..end])
            .ok()
            .and_then(|size| usize::from_str_radix(size.split(';').next()?.trim(), 16).ok())
            .unwrap_or(0);
        let from = end + 2;
        if size == 0 || rest.len() < from + size {
            break;
        }
        body.extend_from_slice(&rest[from..from + size]);
        rest = rest.get(from + size + 2..).unwrap_or_default();
    }
    body
}
