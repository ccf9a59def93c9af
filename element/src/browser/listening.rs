//! What an element listens to.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::Listener;

/// Listens as long as it is kept; what it calls can be exchanged.
pub(super) struct Listening {
    element: web_sys::Element,
    event: &'static str,
    heard: Rc<RefCell<Listener>>,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listening {
    pub(super) fn new(element: &web_sys::Element, event: &'static str, heard: Listener) -> Self {
        let heard = Rc::new(RefCell::new(heard));
        let called = Rc::clone(&heard);
        let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event| {
            if let Ok(mut heard) = called.try_borrow_mut() {
                heard(event);
            }
        });
        let _ = element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self { element: element.clone(), event, heard, closure }
    }

    pub(super) fn event(&self) -> &'static str {
        self.event
    }

    /// Calls this from now on.
    pub(super) fn calling(self, heard: Listener) -> Self {
        *self.heard.borrow_mut() = heard;
        self
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let closure = self.closure.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.event, closure);
    }
}
