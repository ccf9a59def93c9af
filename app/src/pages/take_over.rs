//! From the server's page to one that lives: the browser draws the same screen from the same data and lets it take the
//! place of the server's in one task, so that nobody sees it happen. What was typed, opened, chosen and focused in the
//! meantime moves over; the keyboard of a phone stays up.

use element::Child;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, NodeList};
use wire::Wire;

use super::{AWAKE, COMPOSING};
use crate::Language;

/// The elements that a person can change or focus, as a selector: their state moves over to the new page.
const TOUCHABLE: &str = "a,button,details,input,select,summary,textarea,[tabindex]";

/// Takes the page over as soon as no keyboard is in the middle of composing a word.
pub(super) fn take_over<Boot: Wire + 'static>(language: fn(&Boot) -> Language, page: fn(Boot) -> Vec<Child>) {
    let is_composing = document().document_element().is_some_and(|root| root.has_attribute(COMPOSING));
    if !is_composing {
        take_over_now(language, page);
        return;
    }
    // Keyboards that compose words (most of Android's, and those of many scripts) lose the word when its field goes.
    // The word ends at the next space, or when another field is touched.
    let again =
        Closure::once_into_js(move || set_timeout(move || take_over(language, page), std::time::Duration::ZERO));
    let once = web_sys::AddEventListenerOptions::new();
    once.set_once(true);
    let _ = document().add_event_listener_with_callback_and_add_event_listener_options(
        "compositionend",
        again.unchecked_ref(),
        &once,
    );
}

fn take_over_now<Boot: Wire + 'static>(language: fn(&Boot) -> Language, page: fn(Boot) -> Vec<Child>) {
    let document = document();
    let boot = document
        .get_element_by_id("boot")
        .and_then(|data| data.text_content())
        .and_then(|text| wire::from_str::<Boot>(&text));
    let served = document.get_element_by_id("screen");
    let fresh = document.create_element("div").ok().and_then(|fresh| fresh.dyn_into::<HtmlElement>().ok());
    // Without them the page stays what the server sent.
    let (Some(boot), Some(served), Some(fresh)) = (boot, served, fresh) else { return };
    fresh.set_id("screen");
    element::draw(&fresh, move || {
        provide_context(language(&boot));
        page(boot)
    });
    // Both stand there for a moment, for a focus that goes straight from field to field keeps the keyboard; the fresh
    // one below, so that nothing moves that the browser would scroll after.
    if let Some(parent) = served.parent_node() {
        let _ = parent.insert_before(&fresh, served.next_sibling().as_ref());
    }
    hand_over(&served, &fresh);
    served.remove();
    if let Some(root) = document.document_element() {
        // Tests and style sheets may wait for it.
        let _ = root.set_attribute(AWAKE, "true");
    }
}

/// Does to the fresh screen what people did to the one from the server: what they typed, chose and opened.
fn hand_over(served: &web_sys::Element, fresh: &HtmlElement) {
    let all = |within: &web_sys::Element| within.query_selector_all(TOUCHABLE).ok();
    let (Some(old), Some(new)) = (all(served), all(fresh)) else { return };
    // Both were drawn from the same data, so they have the same elements in the same order; a test compares them.
    let active = document().active_element();
    for (old, new) in pairs(&old, &new) {
        let tag = old.tag_name();
        if tag == "DETAILS" {
            copy(&old, &new, "open");
        }
        if ["INPUT", "SELECT", "TEXTAREA"].contains(&&*tag) && (copy(&old, &new, "checked") | copy(&old, &new, "value"))
        {
            tell(&new);
        }
        if active.as_ref() == Some(&old) {
            focus(&old, &new);
        }
    }
}

fn pairs(old: &NodeList, new: &NodeList) -> impl Iterator<Item = (web_sys::Element, web_sys::Element)> {
    (0..old.length()).map_while(|at| Some((old.item(at)?.unchecked_into(), new.item(at)?.unchecked_into())))
}

/// Copies a property that differs; says whether it did.
fn copy(old: &JsValue, new: &JsValue, name: &str) -> bool {
    let name = JsValue::from_str(name);
    let (Ok(was), Ok(is)) = (Reflect::get(old, &name), Reflect::get(new, &name)) else { return false };
    was != is && Reflect::set(new, &name, &was).is_ok()
}

/// Lets the page know what stands in a control, as if it had just been typed or chosen.
fn tell(control: &web_sys::Element) {
    for name in ["input", "change"] {
        if let Ok(event) = web_sys::Event::new(name) {
            let _ = control.dispatch_event(&event);
        }
    }
}

/// Moves the focus with its cursor, and does not scroll.
fn focus(old: &web_sys::Element, new: &web_sys::Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = new.unchecked_ref::<HtmlElement>().focus_with_options(&options);
    // Fields without a cursor (dates, choices) say so by `null`, or refuse.
    for end in ["selectionStart", "selectionEnd", "selectionDirection", "scrollTop"] {
        copy(old, new, end);
    }
}
