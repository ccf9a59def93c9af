//! Follows the feed: a WebSocket while that works, polling while it does not.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use domain::replica::{Frame, Need, Replica};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MessageEvent, PageTransitionEvent, VisibilityState, WebSocket};

use super::backoff::{self, SOCKETS_BEFORE_POLLING};
use super::{Connection, Live};

/// Two heartbeats and a little: silence of this length means a dead connection.
const SILENCE: Duration = Duration::from_secs(25);
/// A page that wakes up believes its socket only if it was heard this recently (milliseconds).
const FRESH_MS: f64 = 12_000.0;
/// The entries that a heartbeat speaks of usually follow it at once: only after this are they fetched.
const GRACE: Duration = Duration::from_millis(400);

struct Feed {
    live: Live,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    socket: Option<Socket>,
    /// Sockets that failed since one last spoke.
    failures: u32,
    poll_failures: u32,
    polling_works: bool,
    heard_at: f64,
    retry: Option<TimeoutHandle>,
    silence: Option<TimeoutHandle>,
    poll: Option<TimeoutHandle>,
    /// The page is going away, or lies in the browser's cache.
    asleep: bool,
}

/// A socket that is closed, and stays silent, once it is dropped.
struct Socket {
    socket: WebSocket,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut()>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

/// Follows the feed until the owner is cleaned up.
pub(super) fn follow(live: Live) {
    let feed = Rc::new(Feed { live, state: RefCell::default() });
    feed.open();
    let listeners = [
        listen("visibilitychange", {
            let feed = Rc::clone(&feed);
            move |_| {
                if document().visibility_state() == VisibilityState::Visible {
                    feed.wake();
                }
            }
        }),
        listen("pageshow", {
            let feed = Rc::clone(&feed);
            move |event| {
                if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
                    feed.wake();
                }
            }
        }),
        listen("online", {
            let feed = Rc::clone(&feed);
            move |_| feed.wake()
        }),
        listen("offline", move |_| {
            live.status.try_set(Connection::Offline);
        }),
        listen("pagehide", {
            let feed = Rc::clone(&feed);
            move |_| feed.sleep()
        }),
    ];
    let feed = send_wrapper(feed);
    on_cleanup(move || {
        feed.with_value(|feed| feed.sleep());
        feed.dispose();
        for listener in listeners {
            listener.remove();
        }
    });
}

/// The browser has one thread; cleanups ask for values that may move between threads all the same.
fn send_wrapper(feed: Rc<Feed>) -> StoredValue<Rc<Feed>, LocalStorage> {
    StoredValue::new_local(feed)
}

fn listen(event: &'static str, handler: impl Fn(web_sys::Event) + 'static) -> WindowListenerHandle {
    window_event_listener_untyped(event, handler)
}

impl Feed {
    fn open(self: &Rc<Self>) {
        let seq = self.live.replica.try_with_untracked(Replica::seq).unwrap_or(0);
        match self.socket(seq) {
            Some(socket) => {
                let mut state = self.state.borrow_mut();
                state.socket = Some(socket);
                drop(state);
                self.expect_a_sign();
            }
            None => self.failed(),
        }
    }

    fn socket(self: &Rc<Self>, seq: u64) -> Option<Socket> {
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let address = format!("{scheme}://{}{}", location.host().ok()?, self.live.address("feed", Some(seq)));
        let socket = WebSocket::new(&address).ok()?;
        let feed = Rc::clone(self);
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                feed.heard(&text);
            }
        });
        let feed = Rc::clone(self);
        let on_close = Closure::new(move || feed.failed());
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Socket { socket, _on_message: on_message, _on_close: on_close })
    }

    /// Arms the alarm that goes off when nothing is heard for too long.
    fn expect_a_sign(self: &Rc<Self>) {
        let feed = Rc::clone(self);
        let alarm = set_timeout_with_handle(move || feed.failed(), SILENCE).ok();
        clear(std::mem::replace(&mut self.state.borrow_mut().silence, alarm));
    }

    fn heard(self: &Rc<Self>, text: &str) {
        let Some(frame) = wire::from_str::<Frame>(text) else { return };
        if let Frame::Bye { retry_ms } = frame {
            self.close();
            self.open_in(Duration::from_secs_f64(f64::from(retry_ms) / 1000.0 * js_sys::Math::random()));
            return;
        }
        {
            let mut state = self.state.borrow_mut();
            state.failures = 0;
            state.polling_works = false;
            state.heard_at = js_sys::Date::now();
            clear(state.poll.take());
        }
        self.expect_a_sign();
        self.say(Connection::Live);
        let live = self.live;
        match live.receive(&frame) {
            Need::Nothing => {}
            Need::EventsAfter(_) => {
                let promised = if let Frame::Beat { seq, .. } = frame { seq } else { u64::MAX };
                leptos::task::spawn_local(async move {
                    if promised != u64::MAX {
                        super::request::pause(GRACE).await;
                    }
                    if live.replica.try_with_untracked(Replica::seq).is_some_and(|seq| seq < promised) {
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

    /// The socket closed, could not be opened, or fell silent.
    fn failed(self: &Rc<Self>) {
        self.close();
        let (wait, poll_now) = {
            let mut state = self.state.borrow_mut();
            state.failures = state.failures.saturating_add(1);
            let poll_now = state.failures >= SOCKETS_BEFORE_POLLING && state.poll.is_none();
            (backoff::next_socket(state.failures, state.polling_works, js_sys::Math::random()), poll_now)
        };
        if !self.state.borrow().polling_works {
            self.say(if window().navigator().on_line() { Connection::Stale } else { Connection::Offline });
        }
        self.open_in(wait);
        if poll_now {
            self.poll_in(Duration::ZERO);
        }
    }

    fn open_in(self: &Rc<Self>, wait: Duration) {
        if self.state.borrow().asleep {
            return;
        }
        let feed = Rc::clone(self);
        let timer = set_timeout_with_handle(move || feed.open(), wait).ok();
        clear(std::mem::replace(&mut self.state.borrow_mut().retry, timer));
    }

    fn poll_in(self: &Rc<Self>, wait: Duration) {
        if self.state.borrow().asleep {
            return;
        }
        let feed = Rc::clone(self);
        let timer = set_timeout_with_handle(move || leptos::task::spawn_local(async move { feed.poll().await }), wait).ok();
        clear(std::mem::replace(&mut self.state.borrow_mut().poll, timer));
    }

    async fn poll(self: &Rc<Self>) {
        let works = self.live.catch_up().await.is_ok();
        let wait = {
            let mut state = self.state.borrow_mut();
            if state.failures < SOCKETS_BEFORE_POLLING {
                // A socket spoke in the meantime.
                state.polling_works = false;
                return;
            }
            state.polling_works = works;
            state.poll_failures = if works { 0 } else { state.poll_failures.saturating_add(1) };
            backoff::next_poll(state.poll_failures, js_sys::Math::random())
        };
        self.say(if works {
            Connection::Live
        } else if window().navigator().on_line() {
            Connection::Stale
        } else {
            Connection::Offline
        });
        self.poll_in(wait);
    }

    /// The page is looked at again, or the network is back: look at once, unless the socket spoke just now.
    fn wake(self: &Rc<Self>) {
        let heard = {
            let mut state = self.state.borrow_mut();
            state.asleep = false;
            state.polling_works = false;
            state.socket.is_some() && js_sys::Date::now() - state.heard_at < FRESH_MS
        };
        if !heard {
            self.close();
            self.open();
        }
    }

    fn sleep(&self) {
        self.close();
        self.state.borrow_mut().asleep = true;
    }

    /// Closes the socket and stops every timer.
    fn close(&self) {
        let mut state = self.state.borrow_mut();
        let socket = state.socket.take();
        clear(state.retry.take());
        clear(state.silence.take());
        if state.failures < SOCKETS_BEFORE_POLLING || state.asleep {
            clear(state.poll.take());
        }
        drop(state);
        drop(socket);
    }

    fn say(&self, status: Connection) {
        self.live.status.try_maybe_update(|now| (std::mem::replace(now, status) != status, ()));
    }
}

fn clear(timer: Option<TimeoutHandle>) {
    if let Some(timer) = timer {
        timer.clear();
    }
}
