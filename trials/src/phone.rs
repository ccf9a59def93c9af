//! A phone without a screen: the very replica, outbox and link that run in a browser, over sockets of this process.
//!
//! Runs on a `LocalSet`: one thread, like a page.

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use domain::audience::{Audience, workshop_seen_by};
use domain::ids::{CommandId, WorkshopId};
use domain::workshop::Command;
use live::answer::{Acknowledged, NoAnswer, PATIENCE, Refused, fetched, outcome};
use live::link::{Act, Connection as Standing, Happened, Link, Patience, Timer};
use live::outbox::{Fate, Queue};
use live::replica::{Frame, Need, Replica, Snapshot};
use live::sending::Sending;
use tokio::task::{AbortHandle, spawn_local};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use uuid::Uuid;

use crate::http::{Connection, json_request};

/// A phone. A handle: copies are the same phone.
#[derive(Clone)]
pub struct Phone {
    inner: Rc<Inner>,
}

struct Inner {
    address: SocketAddr,
    workshop: WorkshopId,
    token: String,
    replica: RefCell<Replica>,
    queue: RefCell<Queue>,
    link: RefCell<Link>,
    standing: RefCell<Standing>,
    begin: Instant,
    socket: RefCell<Option<AbortHandle>>,
    timers: RefCell<HashMap<Timer, AbortHandle>>,
    sending: RefCell<Sending>,
    /// The wait after which sending begins again.
    again: RefCell<Option<AbortHandle>>,
}

impl Phone {
    /// Lets somebody in through the door, and opens their phone at this address (which may be a proxy's).
    pub async fn join(address: SocketAddr, join_token: &str, name: &str) -> Result<Self> {
        let form =
            serde_json::json!({"token": join_token, "name": name, "organisation": format!("Entreprise de {name}")});
        let joined = crate::http::post_json(address, "/api/join", "", &form).await?;
        let token = joined["token"].as_str().context("no token")?.to_owned();
        let workshop: WorkshopId = serde_json::from_value(joined["workshop"].clone())?;
        let snapshot: Snapshot = serde_json::from_value(
            crate::http::get_json(address, &format!("/api/workshops/{workshop}/state"), &token).await?,
        )?;
        Ok(Self {
            inner: Rc::new(Inner {
                address,
                workshop,
                token,
                replica: RefCell::new(Replica::new(snapshot)),
                queue: RefCell::default(),
                link: RefCell::new(Link::new(Patience::Phone)),
                standing: RefCell::default(),
                begin: Instant::now(),
                socket: RefCell::default(),
                timers: RefCell::default(),
                sending: RefCell::default(),
                again: RefCell::default(),
            }),
        })
    }

    /// Starts the link: the phone connects and follows its feed.
    pub fn start(&self) {
        self.happened(Happened::Started);
    }

    /// Posts a card: into the outbox, and off.
    pub fn post(&self, title: &str) {
        let card = domain::resource::ResourceDraft {
            kind: "have".into(),
            title: title.into(),
            category: "material".into(),
            ..Default::default()
        };
        let command = Command::PostCard { card, on_behalf_of: None };
        let now = self.now();
        // A full outbox is the trial's mistake, and shows as a missing card.
        let _ = self.inner.queue.borrow_mut().push(CommandId(Uuid::new_v4()), command, now);
        self.send();
    }

    fn now(&self) -> u64 {
        u64::try_from(self.inner.begin.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// How many commands wait in the outbox.
    pub fn waiting(&self) -> usize {
        self.inner.queue.borrow().items().iter().filter(|item| item.fate == Fate::Waiting).count()
    }

    /// How many commands were refused.
    pub fn refused(&self) -> usize {
        self.inner.queue.borrow().items().len() - self.waiting()
    }

    /// Whether it believes to be up to date.
    pub fn is_live(&self) -> bool {
        *self.inner.standing.borrow() == Standing::Live
    }

    /// What the room may see of what this phone shows, as text: the same on all phones that are up to date.
    pub fn board(&self) -> String {
        let replica = self.inner.replica.borrow();
        serde_json::to_string(&workshop_seen_by(Audience::Room, replica.workshop())).unwrap_or_default()
    }

    /// The number of the last entry of the log that it has folded.
    pub fn seq(&self) -> u64 {
        self.inner.replica.borrow().seq()
    }

    fn happened(&self, happened: Happened) {
        let now = self.inner.begin.elapsed().as_secs_f64() * 1_000.0;
        let acts = self.inner.link.borrow_mut().take(happened, now, fastrand::f64());
        for act in acts {
            self.act(act);
        }
    }

    fn act(&self, act: Act) {
        let phone = self.clone();
        match act {
            Act::Open => {
                let socket = spawn_local(async move {
                    // However it ends, it is lost.
                    drop(phone.listen().await);
                    phone.happened(Happened::Lost);
                });
                replace(&mut self.inner.socket.borrow_mut(), Some(socket.abort_handle()));
            }
            Act::Close => replace(&mut self.inner.socket.borrow_mut(), None),
            Act::Set(timer, wait) => {
                let task = spawn_local(async move {
                    tokio::time::sleep(wait).await;
                    phone.happened(Happened::Due(timer));
                });
                if let Some(before) = self.inner.timers.borrow_mut().insert(timer, task.abort_handle()) {
                    before.abort();
                }
            }
            Act::Stop(timer) => {
                if let Some(running) = self.inner.timers.borrow_mut().remove(&timer) {
                    running.abort();
                }
            }
            Act::Poll => drop(spawn_local(async move {
                let answered = phone.catch_up().await.is_ok();
                phone.happened(Happened::Polled(answered));
            })),
            Act::Say(standing) => {
                self.inner.standing.replace(standing);
                // As the page does: what waits for the server goes off once it is reached.
                if standing == Standing::Live {
                    self.send();
                }
            }
        }
    }

    async fn listen(&self) -> Result<()> {
        let after = self.seq();
        let mut request =
            format!("ws://{}/api/workshops/{}/feed?after={after}", self.inner.address, self.inner.workshop)
                .into_client_request()?;
        request.headers_mut().insert("authorization", format!("Bearer {}", self.inner.token).parse()?);
        let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
        use futures::StreamExt as _;
        while let Some(message) = socket.next().await {
            if let Message::Text(text) = message? {
                self.heard(&serde_json::from_str(&text)?);
            }
        }
        Ok(())
    }

    fn heard(&self, frame: &Frame) {
        self.happened(frame.into());
        let need = self.inner.replica.borrow_mut().receive(frame);
        let phone = self.clone();
        match need {
            Need::Nothing => {}
            Need::EventsAfter(_) => drop(spawn_local(async move { drop(phone.catch_up().await) })),
            Need::Snapshot => drop(spawn_local(async move { drop(phone.start_again().await) })),
        }
    }

    async fn catch_up(&self) -> Result<(), NoAnswer> {
        let (status, body) = self.ask("GET", &format!("events?after={}", self.seq()), "").await?;
        let frame: Frame = fetched(status, &body)?;
        let need = self.inner.replica.borrow_mut().receive(&frame);
        if need == Need::Nothing { Ok(()) } else { self.start_again().await }
    }

    async fn start_again(&self) -> Result<(), NoAnswer> {
        let (status, body) = self.ask("GET", "state", "").await?;
        *self.inner.replica.borrow_mut() = Replica::new(fetched(status, &body)?);
        Ok(())
    }

    /// Sends what waits, one after the other, unless that is going on already.
    fn send(&self) {
        replace(&mut self.inner.again.borrow_mut(), None);
        if !self.inner.sending.borrow_mut().begin() {
            return;
        }
        let phone = self.clone();
        spawn_local(async move {
            while let Some((id, command)) = phone.next() {
                let outcome = phone.deliver(id, &command).await;
                let (mut sending, mut queue) = (phone.inner.sending.borrow_mut(), phone.inner.queue.borrow_mut());
                match outcome {
                    Ok(outcome) => drop(sending.answered(&mut queue, id, outcome.err(), phone.now())),
                    Err(_) => return phone.again_after(sending.unanswered(&mut queue, id, fastrand::f64()).0),
                }
            }
            let wait = phone.inner.sending.borrow_mut().rest(&phone.inner.queue.borrow(), phone.now());
            if let Some(wait) = wait {
                phone.again_after(wait);
            }
        });
    }

    fn next(&self) -> Option<(CommandId, Command)> {
        let (is_reached, replica) = (self.is_live(), self.inner.replica.borrow());
        self.inner.queue.borrow_mut().turn(&replica, is_reached, self.now(), fastrand::f64).post
    }

    fn again_after(&self, wait: Duration) {
        let phone = self.clone();
        let waiting = spawn_local(async move {
            tokio::time::sleep(wait).await;
            phone.send();
        });
        replace(&mut self.inner.again.borrow_mut(), Some(waiting.abort_handle()));
    }

    async fn deliver(
        &self,
        command_id: CommandId,
        command: &Command,
    ) -> Result<Result<Acknowledged, Refused>, NoAnswer> {
        let body = serde_json::json!({"command_id": command_id, "command": command}).to_string();
        let (status, answer) = self.ask("POST", "commands", &body).await?;
        let outcome = outcome::<Acknowledged>(status, &answer)?;
        if let Ok(acknowledged) = &outcome {
            self.take_in(acknowledged).await;
        }
        Ok(outcome)
    }

    /// Shows at once what one's own command did.
    async fn take_in(&self, acknowledged: &Acknowledged) {
        let epoch = self.inner.replica.borrow().snapshot().epoch.clone();
        let need =
            self.inner.replica.borrow_mut().receive(&Frame::Events { epoch, events: acknowledged.events.clone() });
        if need != Need::Nothing {
            drop(self.catch_up().await);
        }
    }

    async fn ask(&self, method: &str, what: &str, body: &str) -> Result<(u16, String), NoAnswer> {
        let inner = &self.inner;
        let request = json_request(
            inner.address,
            method,
            &format!("/api/workshops/{}/{what}", inner.workshop),
            &inner.token,
            body,
        );
        let asked = async { Connection::open(inner.address).await?.exchange(request.as_bytes()).await };
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => Ok((answer.status, String::from_utf8_lossy(&answer.body).into_owned())),
            _ => Err(NoAnswer::Network),
        }
    }
}

fn replace(running: &mut Option<AbortHandle>, next: Option<AbortHandle>) {
    if let Some(before) = std::mem::replace(running, next) {
        before.abort();
    }
}
