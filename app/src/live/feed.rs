//! Follows the feed in a browser: does what the [`Link`] says, and tells it what happened.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use live::answer::NoAnswer;
use live::link::{Act, Connection, ENDED, Happened, Link, Patience, Timer};
use live::replica::{Frame, Need, Replica};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, MessageEvent, PageTransitionEvent, VisibilityState, WebSocket};

use super::Live;

/// The entries that a heartbeat speaks of usually follow it at once: only after this are they fetched.
const GRACE: Duration = Duration::from_millis(400);

struct Feed {
    live: Live,
    link: RefCell<Link>,
    socket: RefCell<Option<Socket>>,
    timers: [RefCell<Option<TimeoutHandle>>; 3],
}

/// A WebSocket. Dropping it closes it, and nothing is heard of it any more.
struct Socket {
    socket: WebSocket,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

/// Follows the feed until the owner is cleaned up.
pub(super) fn follow(live: Live, patience: Patience) {
    let feed = Rc::new(Feed {
        live,
        link: RefCell::new(Link::new(patience)),
        socket: RefCell::default(),
        timers: Default::default(),
    });
    feed.happened(Happened::Started);
    let listen = |event: &'static str, tell: fn(&web_sys::Event) -> Option<Happened>| {
        let feed = Rc::clone(&feed);
        window_event_listener_untyped(event, move |event| {
            if let Some(happened) = tell(&event) {
                feed.happened(happened);
            }
        })
    };
    let listeners = [
        listen("visibilitychange", |_| {
            (document().visibility_state() == VisibilityState::Visible).then_some(Happened::Woken)
        }),
        listen("pageshow", |event| {
            event
                .dyn_ref::<PageTransitionEvent>()
                .is_some_and(PageTransitionEvent::persisted)
                .then_some(Happened::Woken)
        }),
        listen("resume", |_| Some(Happened::Woken)),
        listen("online", |_| Some(Happened::Online)),
        listen("offline", |_| Some(Happened::Offline)),
        listen("pagehide", |_| Some(Happened::Hidden)),
    ];
    // The browser has one thread; cleanups ask for values that may move between threads all the same.
    let feed = StoredValue::new_local(feed);
    on_cleanup(move || {
        feed.with_value(|feed| feed.happened(Happened::Hidden));
        feed.dispose();
        for listener in listeners {
            listener.remove();
        }
    });
}

impl Feed {
    fn happened(self: &Rc<Self>, happened: Happened) {
        let acts = self.link.borrow_mut().take(happened, js_sys::Date::now(), js_sys::Math::random());
        for act in acts {
            self.act(act);
        }
    }

    fn act(self: &Rc<Self>, act: Act) {
        match act {
            Act::Open => {
                let socket = self.open();
                let failed = socket.is_none();
                self.socket.replace(socket);
                if failed {
                    self.happened(Happened::Lost);
                }
            }
            Act::Close => drop(self.socket.take()),
            Act::Set(timer, wait) => {
                let feed = Rc::clone(self);
                let handle = set_timeout_with_handle(move || feed.happened(Happened::Due(timer)), wait).ok();
                clear(self.timer(timer).replace(handle));
            }
            Act::Stop(timer) => clear(self.timer(timer).take()),
            Act::Poll => {
                let feed = Rc::clone(self);
                leptos::task::spawn_local(async move {
                    feed.happened(match feed.live.catch_up().await {
                        Err(NoAnswer::Ended) => Happened::Ended,
                        answered => Happened::Polled(answered.is_ok()),
                    });
                });
            }
            Act::Say(connection) => self.say(connection),
        }
    }

    fn timer(&self, timer: Timer) -> &RefCell<Option<TimeoutHandle>> {
        &self.timers[timer as usize]
    }

    fn open(self: &Rc<Self>) -> Option<Socket> {
        let seq = self.live.replica.try_with_untracked(Replica::seq)?;
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let address =
            format!("{scheme}://{}{}", location.host().ok()?, self.live.address(crate::routes::api_feed, Some(seq)));
        let socket = WebSocket::new(&address).ok()?;
        let feed = Rc::clone(self);
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(frame) = event.data().as_string().and_then(|text| wire::from_str(&text)) {
                feed.heard(&frame);
            }
        });
        let feed = Rc::clone(self);
        let on_close = Closure::new(move |event: CloseEvent| {
            feed.happened(if event.code() == ENDED { Happened::Ended } else { Happened::Lost });
        });
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Socket { socket, _on_message: on_message, _on_close: on_close })
    }

    fn heard(self: &Rc<Self>, frame: &Frame) {
        if let Frame::Beat { now, .. } = frame {
            self.live.set_clock(*now);
        }
        self.happened(frame.into());
        let live = self.live;
        match live.receive(frame) {
            Need::Nothing => {}
            Need::EventsAfter(_) => {
                let promised = if let Frame::Beat { seq, .. } = frame { Some(*seq) } else { None };
                leptos::task::spawn_local(async move {
                    if promised.is_some() {
                        super::request::pause(GRACE).await;
                    }
                    let arrived = |seq: u64| promised.is_some_and(|promised| seq >= promised);
                    if live.replica.try_with_untracked(Replica::seq).is_some_and(|seq| !arrived(seq)) {
                        // When this fails, the next heartbeat says again that something is missing.
                        let _ = live.catch_up().await;
                    }
                });
            }
            Need::Snapshot => leptos::task::spawn_local(async move {
                let _ = live.start_again().await;
            }),
        }
    }

    fn say(&self, connection: Connection) {
        // What is shown was right when the server was last heard.
        let heard_at = self.link.borrow().heard_at_ms();
        self.live.stale_since.try_set(if connection == Connection::Live { None } else { heard_at });
        self.live.status.try_set(connection);
    }
}

fn clear(timer: Option<TimeoutHandle>) {
    if let Some(timer) = timer {
        timer.clear();
    }
}
