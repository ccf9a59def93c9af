//! What a page does: the real connection machine, replica and outbox.

use super::*;

impl World {
    pub(super) fn link(&mut self, page: usize, happened: Happened) {
        let chance = self.chance.f64();
        let now = self.now as f64;
        let acts = self.pages[page].link.take(happened, now, chance);
        for act in acts {
            match act {
                Act::Open => self.open_socket(page),
                Act::Close => drop(self.pages[page].socket.take()),
                Act::Set(timer, wait) => {
                    self.order += 1;
                    let setting = self.order;
                    self.pages[page].settings.insert(timer, setting);
                    self.at(self.now + milliseconds(wait), page, Event::Due { timer, setting });
                }
                Act::Stop(timer) => drop(self.pages[page].settings.remove(&timer)),
                Act::Poll => self.catch_up(page, true),
                Act::Say(status) => {
                    self.pages[page].status = status;
                    // As the page does: what waits for the server goes off once it is reached.
                    if status == Connection::Live {
                        self.send(page);
                    }
                }
            }
        }
    }

    pub(super) fn open_socket(&mut self, page: usize) {
        self.order += 1;
        let socket = self.order;
        self.pages[page].socket = Some(socket);
        let delay = self.delay();
        if !self.up || self.unlucky(0.1) {
            self.at(self.now + delay, page, Event::SocketBroken { socket });
            return;
        }
        self.sockets.insert(socket, Socket { page, life: self.pages[page].life });
        self.beat(socket);
        // What it missed comes at once, or the word that it has to fetch it.
        let after = self.pages[page].replica.seq();
        if after < self.ledger.seq() {
            let frame = if self.unlucky(0.3) { Frame::Resync } else { self.events_after(after, self.audience(page)) };
            self.tell(socket, frame);
        }
        if self.unlucky(0.3) {
            let at = self.now + self.chance.u64(10..20_000);
            self.at(at, page, Event::SocketBroken { socket });
        }
    }

    pub(super) fn frame(&mut self, page: usize, frame: &Frame) {
        self.link(page, frame.into());
        match self.pages[page].replica.receive(frame) {
            Need::Nothing => {}
            Need::EventsAfter(_) => self.catch_up(page, false),
            Need::Snapshot => self.ask(page, Request::State, Purpose::CatchUp { poll: false }),
        }
    }

    pub(super) fn catch_up(&mut self, page: usize, poll: bool) {
        let after = self.pages[page].replica.seq();
        self.ask(page, Request::Events(after), Purpose::CatchUp { poll });
    }

    pub(super) fn ask(&mut self, page: usize, request: Request, purpose: Purpose) {
        self.order += 1;
        let number = self.order;
        self.pages[page].purposes.insert(number, purpose);
        self.at(self.now + milliseconds(PATIENCE), page, Event::GivenUp { number });
        if self.loses() {
            return;
        }
        for _ in 0..self.copies() {
            let at = self.now + self.delay();
            self.at(at, page, Event::Arrives { number, request: request.clone() });
        }
    }

    pub(super) fn answered(&mut self, page: usize, purpose: Purpose, answer: Option<Answer>) {
        match (purpose, answer) {
            (Purpose::Deliver(id), Some(Answer::Acknowledged(acknowledged))) => {
                // As the page does: what it did is shown first.
                self.take_in(page, acknowledged);
                self.delivered(page, id, None);
            }
            (Purpose::Deliver(id), Some(Answer::Refused(refusal))) => {
                self.delivered(page, id, Some(refusal.first().into()));
            }
            (Purpose::Deliver(id), _) => {
                let chance = self.chance.f64();
                let Page { queue, sending, .. } = &mut self.pages[page];
                let (wait, _) = sending.unanswered(queue, id, chance);
                self.again_after(page, Some(wait));
            }
            (Purpose::CatchUp { poll }, Some(Answer::Events(frame))) => {
                if self.pages[page].replica.receive(&frame) == Need::Nothing {
                    self.caught_up(page, poll);
                } else {
                    self.ask(page, Request::State, Purpose::CatchUp { poll });
                }
            }
            (Purpose::CatchUp { poll }, Some(Answer::State(snapshot))) => {
                self.pages[page].replica = Replica::new(*snapshot);
                self.caught_up(page, poll);
            }
            (Purpose::CatchUp { poll: true, .. }, _) => self.link(page, Happened::Polled(false)),
            (Purpose::CatchUp { .. }, _) => {}
        }
    }

    pub(super) fn take_in(&mut self, page: usize, acknowledged: Acknowledged) {
        let epoch = self.pages[page].replica.snapshot().epoch.clone();
        if self.pages[page].replica.receive(&Frame::Events { epoch, events: acknowledged.events }) != Need::Nothing {
            self.catch_up(page, false);
        }
    }

    pub(super) fn caught_up(&mut self, page: usize, poll: bool) {
        if poll {
            self.link(page, Happened::Polled(true));
        }
    }

    fn delivered(&mut self, page: usize, id: CommandId, refused: Option<Refused>) {
        let Page { queue, sending, .. } = &mut self.pages[page];
        sending.answered(queue, id, refused, self.now);
        self.send_next(page);
    }

    pub(super) fn send(&mut self, page: usize) {
        self.pages[page].again = 0;
        if self.pages[page].sending.begin() {
            self.send_next(page);
        }
    }

    fn send_next(&mut self, page: usize) {
        let (now, chance) = (self.now, &mut self.chance);
        let Page { queue, replica, status, sending, .. } = &mut self.pages[page];
        match queue.turn(replica, *status == Connection::Live, now, || chance.f64()).post {
            Some((id, command)) => self.ask(page, Request::Command(id, Box::new(command)), Purpose::Deliver(id)),
            None => {
                let wait = sending.rest(queue, now);
                self.again_after(page, wait);
            }
        }
    }

    fn again_after(&mut self, page: usize, wait: Option<Duration>) {
        let Some(wait) = wait else { return };
        self.order += 1;
        let setting = self.order;
        self.pages[page].again = setting;
        self.at(self.now + milliseconds(wait), page, Event::SendAgain { setting });
    }

    /// The page is loaded anew: from the server where that answers, else from what the service worker kept.
    pub(super) fn reload(&mut self, page: usize) {
        self.sums.reloads += 1;
        let me = self.pages[page].me;
        if self.up && !self.unlucky(0.3) {
            self.pages[page].kept = self.snapshot(me);
        }
        let this = &mut self.pages[page];
        let mut texts: Vec<(String, String)> =
            this.queue.items().iter().map(|item| (item.key(), item.write())).collect();
        texts.sort();
        let mut queue = Queue::default();
        queue.restore(texts.iter().filter_map(|(_, text)| Item::read(text)));
        this.life += 1;
        this.link = Link::new(if me.is_some() { Patience::Phone } else { Patience::Board });
        this.replica = Replica::new(this.kept.clone());
        this.queue = queue;
        this.socket = None;
        this.settings.clear();
        this.purposes.clear();
        this.missed.clear();
        (this.sending, this.again, this.frozen) = (Sending::default(), 0, false);
        self.link(page, Happened::Started);
        self.send(page);
    }

    pub(super) fn thaw(&mut self, page: usize) {
        if !std::mem::replace(&mut self.pages[page].frozen, false) {
            return;
        }
        for event in std::mem::take(&mut self.pages[page].missed) {
            self.hears(page, event);
        }
        self.link(page, Happened::Woken);
        self.send(page);
    }

    pub(super) fn user_acts(&mut self, page: usize) {
        let Some(me) = self.pages[page].me.filter(|_| !self.pages[page].frozen) else { return };
        let cards = u32::try_from(self.ledger.workshop().cards.len()).unwrap_or(0);
        let card_id = CardId(self.chance.u32(0..=cards + 1));
        let own =
            self.pages[page].replica.workshop().cards.values().find(|card| card.author == Some(me)).map(|card| card.id);
        let command = match (self.chance.u8(0..10), own) {
            (0..=1, _) => Command::ShowInterest { card_id, interested: self.chance.bool(), on_behalf_of: None },
            (2, Some(card_id)) => {
                let title = format!("Changée {}", self.chance.u32(..));
                Command::EditCard {
                    card_id,
                    card: ResourceDraft { kind: "want".into(), title, category: "energy".into(), ..Default::default() },
                }
            }
            (3, Some(card_id)) => Command::WithdrawCard { card_id },
            (4, _) => Command::MoveTo { participant: None, table: self.chance.u8(1..5).to_string() },
            _ => {
                let title = format!("Fiche {page}.{}", self.pages[page].put.len());
                self.pages[page].put.push(title.clone());
                let visibility = ["room", "room", "anonymous", "facilitators"][self.chance.usize(0..4)].into();
                Command::PostCard {
                    card: ResourceDraft {
                        kind: "have".into(),
                        title,
                        category: "material".into(),
                        visibility,
                        ..Default::default()
                    },
                    on_behalf_of: None,
                }
            }
        };
        self.sums.commands += 1;
        let id = CommandId(Uuid::from_u128(self.chance.u128(..)));
        // A full outbox would show as a missing card.
        let _ = self.pages[page].queue.push(id, command, self.now);
        self.send(page);
    }
}
