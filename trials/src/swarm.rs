//! Thousands of screens in one thread: non-blocking sockets, one poll, no allocation for each message.
//!
//! A screen says its opening (an HTTP upgrade, or nothing for bare sockets), waits until its server has taken it in,
//! and from then on only listens: it answers signs of life and tells when which message arrived. Messages carry a mark
//! (`bench-000042`), which is found whatever the protocol around it is.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use memchr::memmem::Finder;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::protocol::{MARK, Protocol, frame};

/// How many screens may be on their way in at once: the queue of a listening socket is bounded.
const AT_ONCE: usize = 128;

/// A message that arrived at a screen.
#[derive(Clone, Copy, Debug)]
pub struct Delivery {
    /// The number of the message.
    pub message: usize,
    /// The number of the screen.
    pub screen: usize,
    /// When it arrived.
    pub at: Instant,
}

/// A change of a screen, for those who watch more than messages.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// It has heard the first word of its server; over how many milliseconds its room spreads, where the word tells it.
    Ready(Option<u32>),
    /// Its socket is gone, or never came to be.
    Lost,
}

struct Screen {
    stream: TcpStream,
    /// Whether its socket is open, or on its way.
    open: bool,
    /// Whether the server has taken it in.
    ready: bool,
    /// Is the answer to the HTTP upgrade still to come?
    upgrading: bool,
    greeted: bool,
    reads: bool,
    rest: Vec<u8>,
}

/// Thousands of screens in one thread, each a socket that reads what its server sends.
pub struct Swarm {
    poll: Poll,
    events: Events,
    screens: Vec<Screen>,
    ready: usize,
    closed: usize,
    changes: Vec<(usize, Change)>,
    protocol: Protocol,
    address: SocketAddr,
    scratch: Vec<u8>,
    finder: Finder<'static>,
}

impl Swarm {
    /// A swarm for this server, without screens yet.
    pub fn new(address: SocketAddr, protocol: Protocol) -> Result<Self> {
        Ok(Self {
            poll: Poll::new()?,
            events: Events::with_capacity(1_024),
            screens: Vec::new(),
            ready: 0,
            closed: 0,
            changes: Vec::new(),
            protocol,
            address,
            scratch: vec![0; 256 * 1024],
            finder: Finder::new(MARK).into_owned(),
        })
    }

    /// Opens this many more screens, and waits until the server has taken all of them in.
    pub fn open(&mut self, count: usize, patience: Duration) -> Result<()> {
        let late = Instant::now() + patience;
        let wanted = self.screens.len() + count;
        while self.ready < wanted {
            while self.screens.len() < wanted && self.screens.len() - self.ready < AT_ONCE {
                self.connect()?;
            }
            self.turn(Duration::from_millis(100), &mut |_| {})?;
            if self.closed > 0 {
                bail!("{} of {} screens were turned away", self.closed, self.screens.len());
            }
            if Instant::now() > late {
                bail!("only {} of {wanted} screens were taken in", self.ready);
            }
        }
        Ok(())
    }

    fn connect(&mut self) -> Result<()> {
        let screen = self.new_screen(self.screens.len())?;
        self.screens.push(screen);
        Ok(())
    }

    fn new_screen(&self, number: usize) -> Result<Screen> {
        let mut stream = TcpStream::connect(self.address).context("no socket left")?;
        self.poll.registry().register(&mut stream, Token(number), Interest::READABLE | Interest::WRITABLE)?;
        Ok(Screen {
            stream,
            open: true,
            ready: false,
            upgrading: self.protocol.is_web_socket(),
            greeted: false,
            reads: true,
            rest: Vec::new(),
        })
    }

    /// Closes the socket of this screen: its network is gone.
    pub fn cut(&mut self, number: usize) {
        let screen = &mut self.screens[number];
        if std::mem::take(&mut screen.open) {
            let _ = self.poll.registry().deregister(&mut screen.stream);
            let _ = screen.stream.shutdown(std::net::Shutdown::Both);
        }
        self.ready -= usize::from(std::mem::take(&mut screen.ready));
    }

    /// Opens a new socket for this screen.
    pub fn reopen(&mut self, number: usize) -> Result<()> {
        self.cut(number);
        self.screens[number] = self.new_screen(number)?;
        Ok(())
    }

    /// Listens for this long at most; gives what changed.
    pub fn watch(&mut self, wait: Duration) -> Result<Vec<(usize, Change)>> {
        self.turn(wait, &mut |_| {})?;
        Ok(std::mem::take(&mut self.changes))
    }

    /// How many screens have heard the first word.
    pub fn ready(&self) -> usize {
        self.ready
    }

    /// How many the server has dropped.
    pub fn closed(&self) -> usize {
        self.closed
    }

    /// These screens stop reading: their server must not wait for them. Or they begin again.
    pub fn set_reading(&mut self, screens: std::ops::Range<usize>, reads: bool) -> Result<()> {
        for number in screens {
            self.screens[number].reads = reads;
            if reads {
                // What came meanwhile raised its flag already.
                self.read(number, Instant::now(), &mut |_| {})?;
            }
        }
        Ok(())
    }

    /// Reads what arrives until `done` says that it is enough, or the deadline has passed.
    pub fn listen(
        &mut self,
        deadline: Instant,
        mut done: impl FnMut() -> bool,
        mut arrived: impl FnMut(Delivery),
    ) -> Result<()> {
        while !done() {
            let now = Instant::now();
            if now >= deadline {
                break;
            }
            self.turn((deadline - now).min(Duration::from_millis(20)), &mut arrived)?;
        }
        Ok(())
    }

    fn turn(&mut self, wait: Duration, arrived: &mut impl FnMut(Delivery)) -> Result<()> {
        self.changes.clear();
        match self.poll.poll(&mut self.events, Some(wait)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            polled => polled?,
        }
        let ready: Vec<(usize, bool, bool)> = self
            .events
            .iter()
            .map(|event| (event.token().0, event.is_writable(), event.is_readable() || event.is_read_closed()))
            .collect();
        for (number, writable, readable) in ready {
            if writable && self.screens[number].open && !self.screens[number].greeted {
                self.greet(number)?;
            }
            if readable && self.screens[number].open && self.screens[number].reads {
                self.read(number, Instant::now(), arrived)?;
            }
        }
        Ok(())
    }

    fn greet(&mut self, number: usize) -> Result<()> {
        let screen = &mut self.screens[number];
        match screen.stream.take_error()?.map_or_else(|| screen.stream.peer_addr().map(|_| ()), Err) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotConnected => return Ok(()),
            Err(_) => {
                self.lose(number);
                return Ok(());
            }
        }
        screen.stream.set_nodelay(true)?;
        screen.greeted = true;
        let opening = self.protocol.opening(self.address);
        // A fresh socket takes these few bytes at once.
        screen.stream.write_all(&opening)?;
        if !self.protocol.is_web_socket() {
            screen.ready = true;
            self.ready += 1;
        }
        Ok(())
    }

    fn read(&mut self, number: usize, at: Instant, arrived: &mut impl FnMut(Delivery)) -> Result<()> {
        loop {
            let screen = &mut self.screens[number];
            let length = match screen.stream.read(&mut self.scratch) {
                Ok(0) => {
                    self.lose(number);
                    return Ok(());
                }
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => {
                    self.lose(number);
                    return Ok(());
                }
                Err(error) => return Err(error).context("a screen cannot read"),
            };
            if screen.rest.is_empty() {
                let scratch = std::mem::take(&mut self.scratch);
                let used = self.take(number, &scratch[..length], at, arrived)?;
                self.screens[number].rest.extend_from_slice(&scratch[used..length]);
                self.scratch = scratch;
            } else {
                screen.rest.extend_from_slice(&self.scratch[..length]);
                let rest = std::mem::take(&mut screen.rest);
                let used = self.take(number, &rest, at, arrived)?;
                self.screens[number].rest.extend_from_slice(&rest[used..]);
            }
            // A short read emptied the socket; what comes later raises a new flag.
            if length < self.scratch.len() {
                return Ok(());
            }
        }
    }

    fn lose(&mut self, number: usize) {
        self.closed += 1;
        self.cut(number);
        self.changes.push((number, Change::Lost));
    }

    /// Takes whole messages from these bytes; gives how many bytes they were.
    fn take(&mut self, number: usize, bytes: &[u8], at: Instant, arrived: &mut impl FnMut(Delivery)) -> Result<usize> {
        let mut used = 0;
        if self.screens[number].upgrading {
            let Some(end) = memchr::memmem::find(bytes, b"\r\n\r\n") else { return Ok(0) };
            if !bytes.starts_with(b"HTTP/1.1 101") {
                bail!("a screen was refused: {}", String::from_utf8_lossy(&bytes[..bytes.len().min(300)]));
            }
            used = end + 4;
            self.screens[number].upgrading = false;
            if let Some(first) = self.protocol.first_word() {
                self.screens[number].stream.write_all(&first)?;
            }
            self.welcome(number, None);
        }
        if !self.protocol.is_web_socket() {
            // Bare sockets: lines.
            let Some(end) = memchr::memrchr(b'\n', bytes) else { return Ok(0) };
            self.marks(number, &bytes[..=end], at, arrived);
            return Ok(end + 1);
        }
        while let Some(frame) = Frame::read(&bytes[used..]) {
            used += frame.length;
            match frame.kind {
                9 => self.say(number, 10, frame.payload)?,
                8 => self.lose(number),
                _ => {
                    if let Some(answer) = self.protocol.answer(frame.payload) {
                        self.say(number, frame.kind, &answer)?;
                    }
                    self.welcome(number, Some(frame.payload));
                    self.marks(number, frame.payload, at, arrived);
                }
            }
        }
        Ok(used)
    }

    fn welcome(&mut self, number: usize, message: Option<&[u8]>) {
        if !self.screens[number].ready && self.protocol.is_welcome(message) {
            self.screens[number].ready = true;
            self.ready += 1;
            self.changes.push((number, Change::Ready(message.and_then(spread))));
        }
    }

    fn marks(&self, screen: usize, payload: &[u8], at: Instant, arrived: &mut impl FnMut(Delivery)) {
        for start in self.finder.find_iter(payload) {
            let digits = &payload[start + MARK.len()..];
            let number = digits
                .iter()
                .take(6)
                .take_while(|digit| digit.is_ascii_digit())
                .fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
            arrived(Delivery { message: number, screen, at });
        }
    }

    fn say(&mut self, number: usize, kind: u8, payload: &[u8]) -> Result<()> {
        match self.screens[number].stream.write_all(&frame(kind, payload)) {
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => Ok(()),
            said => Ok(said?),
        }
    }
}

/// The spread that a sign of life of Maillage tells.
fn spread(message: &[u8]) -> Option<u32> {
    const NAME: &[u8] = b"\"spread_ms\":";
    let digits = &message[memchr::memmem::find(message, NAME)? + NAME.len()..];
    Some(
        digits
            .iter()
            .take_while(|digit| digit.is_ascii_digit())
            .fold(0, |number, digit| number * 10 + u32::from(digit - b'0')),
    )
}

/// A WebSocket frame from a server: not masked.
struct Frame<'a> {
    kind: u8,
    payload: &'a [u8],
    length: usize,
}

impl<'a> Frame<'a> {
    /// The first frame of these bytes, where it is whole.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (first, second) = (*bytes.first()?, *bytes.get(1)?);
        let (head, length) = match second & 0x7f {
            126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
            127 => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
            short => (2, usize::from(short)),
        };
        let payload = bytes.get(head..head + length)?;
        Some(Self { kind: first & 0x0f, payload, length: head + length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_length_are_read_whole_or_not_at_all() {
        for length in [0, 1, 125, 126, 300, 65_535, 65_536, 70_000] {
            let payload = vec![b'x'; length];
            // As a server writes it: without the mask.
            let mut bytes = frame(1, &payload);
            let head = bytes.len() - length - 4;
            bytes.drain(head..head + 4);
            bytes[1] &= 0x7f;
            let read = Frame::read(&bytes).expect("whole");
            assert_eq!((read.kind, read.payload, read.length), (1, &payload[..], bytes.len()));
            assert!(Frame::read(&bytes[..bytes.len() - 1]).is_none());
        }
    }
}
