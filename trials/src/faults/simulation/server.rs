//! What the server does: the real ledger, audiences and snapshots.

use super::*;

impl World {
    pub(super) fn act_on_server(&mut self, actor: Actor, command: Command) {
        // Refused ones are part of life: two phase changes, a card that is gone.
        if let Outcome::Done(entries) =
            self.ledger.carry_out(actor, None, &command, Timestamp(i64::try_from(self.now).unwrap_or(0)))
        {
            self.publish(&entries);
        }
    }

    pub(super) fn publish(&mut self, entries: &[Recorded]) {
        self.log.extend_from_slice(entries);
        let mut sockets: Vec<(u64, usize)> =
            self.sockets.iter().map(|(number, socket)| (*number, socket.page)).collect();
        sockets.sort_unstable();
        for (socket, page) in sockets {
            let audience = self.audience(page);
            let events =
                entries.iter().map(|recorded| event_seen_by(audience, recorded, self.ledger.workshop())).collect();
            self.tell(socket, Frame::Events { epoch: "e".into(), events });
        }
    }

    pub(super) fn audience(&self, page: usize) -> Audience {
        self.pages[page].me.map_or(Audience::Room, Audience::Participant)
    }

    pub(super) fn tell(&mut self, socket: u64, frame: Frame) {
        let Some(Socket { page, life }) = self.sockets.get(&socket).map(|socket| Socket { ..*socket }) else { return };
        if life != self.pages[page].life || self.loses() {
            return;
        }
        for _ in 0..self.copies() {
            let at = self.now + self.delay();
            self.at(at, page, Event::Frame { socket, frame: frame.clone() });
        }
    }

    pub(super) fn beat(&mut self, socket: u64) {
        let Some(followed) = self.sockets.get(&socket) else { return };
        let (page, life) = (followed.page, followed.life);
        if life != self.pages[page].life || self.pages[page].socket != Some(socket) {
            // The other end has gone.
            self.sockets.remove(&socket);
            return;
        }
        self.tell(socket, Frame::Beat { epoch: "e".into(), seq: self.ledger.seq(), spread_ms: 250, now: Timestamp(0) });
        self.at(self.now + BEAT, page, Event::Beat { socket });
    }

    pub(super) fn arrives(&mut self, page: usize, life: u64, number: u64, request: &Request) {
        if !self.up {
            return;
        }
        let me = self.pages[page].me;
        let audience = self.audience(page);
        let answer = match request {
            Request::State => Answer::State(Box::new(self.snapshot(me))),
            Request::Events(after) => Answer::Events(self.events_after(*after, audience)),
            Request::Command(id, command) => {
                let Some(me) = me else { return };
                let actor = Actor::Participant(me);
                let fingerprint = fingerprint(actor, command);
                let outcome = self.ledger.carry_out(
                    actor,
                    Some((*id, fingerprint)),
                    command,
                    Timestamp(i64::try_from(self.now).unwrap_or(0)),
                );
                if let Some(decided) = self.ledger.decided(*id) {
                    self.decided.insert(*id, decided.clone());
                }
                let seen = |world: &Self, entries: &[Recorded]| {
                    entries.iter().map(|recorded| event_seen_by(audience, recorded, world.ledger.workshop())).collect()
                };
                match outcome {
                    Outcome::Refused(refusal) | Outcome::Repeated(Verdict::Refused(refusal)) => {
                        Answer::Refused(refusal)
                    }
                    Outcome::Done(entries) => {
                        self.publish(&entries);
                        Answer::Acknowledged(Acknowledged { seq: self.ledger.seq(), events: seen(self, &entries) })
                    }
                    Outcome::Repeated(Verdict::Done { first_seq, last_seq }) => {
                        self.sums.repeated += 1;
                        let entries: Vec<Recorded> = self
                            .log
                            .iter()
                            .filter(|recorded| (first_seq..=last_seq).contains(&recorded.seq))
                            .cloned()
                            .collect();
                        Answer::Acknowledged(Acknowledged { seq: last_seq, events: seen(self, &entries) })
                    }
                }
            }
        };
        if life != self.pages[page].life || self.loses() {
            return;
        }
        let at = self.now + self.delay();
        self.at(at, page, Event::Answered { number, answer });
    }

    pub(super) fn events_after(&self, after: u64, audience: Audience) -> Frame {
        let events = self
            .log
            .iter()
            .filter(|recorded| recorded.seq > after)
            .map(|recorded| event_seen_by(audience, recorded, self.ledger.workshop()));
        Frame::Events { epoch: "e".into(), events: events.collect() }
    }

    pub(super) fn snapshot(&self, me: Option<ParticipantId>) -> Snapshot {
        let audience = me.map_or(Audience::Room, Audience::Participant);
        let workshop = workshop_seen_by(audience, self.ledger.workshop());
        Snapshot { workshop_id: WorkshopId(Uuid::nil()), epoch: "e".into(), seq: self.ledger.seq(), me, workshop }
    }

    pub(super) fn facilitator_acts(&mut self) {
        if !self.up {
            return;
        }
        let command = match self.chance.u8(0..4) {
            0 | 1 => {
                let phase =
                    [Phase::HavesWants, Phase::Matching, Phase::Engagement, Phase::HavesWants][self.chance.usize(0..4)];
                Command::ChangePhase { phase, from: None }
            }
            _ => Command::HideCard { card_id: CardId(self.chance.u32(1..8)), hidden: self.chance.bool() },
        };
        self.act_on_server(Actor::Facilitator, command);
    }

    pub(super) fn server_dies(&mut self) {
        if !std::mem::replace(&mut self.up, false) {
            return;
        }
        self.sums.restarts += 1;
        let mut sockets: Vec<(u64, Socket)> = self.sockets.drain().collect();
        sockets.sort_by_key(|(number, _)| *number);
        for (socket, Socket { page, life }) in sockets {
            if life == self.pages[page].life {
                let at = self.now + self.delay();
                self.at(at, page, Event::SocketBroken { socket });
            }
        }
        let at = self.now + self.chance.u64(10..20_000);
        self.at(at, 0, Event::ServerStarts);
    }

    /// The server starts again, and folds its rooms from the log.
    pub(super) fn server_starts(&mut self) {
        if std::mem::replace(&mut self.up, true) {
            return;
        }
        let mut ledger = Ledger::default();
        for recorded in &self.log {
            ledger.replay(recorded);
        }
        for (id, decided) in &self.decided {
            ledger.remember(*id, decided.clone());
        }
        self.ledger = ledger;
    }

    // The network.
}
