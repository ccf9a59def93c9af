//! Elements of one type: Leptos' builder syntax for screens that a phone has to download.
//!
//! `view!` gives every element, attribute and list a type of its own, and a wasm carries the code of each. Here an
//! element is plain data, so a screen is a few calls, and what draws it (`browser`) or writes it as HTML (`server`)
//! is there once. Signals, memos, effects and owners are those of Leptos. What this saves stands in
//! `docs/decisions/0006-small-wasm.md`.
//!
//! ```ignore
//! element("p").class("count").attr("role", "status").child(words)
//! ```
//!
//! What changes stands in a [`live`] block, drawn again as a whole and compared with what stands: so put no live block
//! into another. Lists whose rows come and go are [`rows`].

use std::borrow::Cow;
use std::sync::Arc;

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "ssr")]
mod server;

/// A text or the value of an attribute.
type Text = Cow<'static, str>;

/// An element. A handle to plain data: passed around, it costs a pointer.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    /// Name and value; no value: the attribute is not there now.
    attributes: Vec<(&'static str, Option<Text>)>,
    control: Option<Control>,
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Child>,
}

/// The state of a control, which people change by themselves. An attribute says how it begins, a property how it
/// stands.
#[derive(PartialEq)]
enum Control {
    Value(String),
    Checked(bool),
    Selected(bool),
}

type Listener = Box<dyn FnMut(web_sys::Event) + Send>;

/// What stands inside an element.
pub enum Child {
    /// Nothing: stands for a part that is left out.
    None,
    Text(Text),
    Element(Element),
    /// A part that is drawn again when a signal that it reads has changed. See [`live`].
    Live(Box<dyn FnMut() -> Vec<Child> + Send>),
    /// A list whose rows come and go one by one. See [`rows`].
    Rows(Rows),
}

/// What names a row: the number of a card or a match, or a part of a command's id.
pub type Key = u64;

/// Rows that come, go and change one by one.
pub struct Rows {
    keys: Memo<Vec<Key>>,
    row: Row,
}

type Row = Arc<dyn Fn(Key) -> Option<Element> + Send + Sync>;

/// An element with this tag.
#[must_use]
pub fn element(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), control: None, listeners: Vec::new(), children: Vec::new() }))
}

impl Element {
    /// Gives it an attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.with(name, Some(value.into()))
    }

    /// An attribute that is not always there.
    #[must_use]
    pub fn maybe<T: Into<Text>>(self, name: &'static str, value: Option<T>) -> Self {
        self.with(name, value.map(Into::into))
    }

    /// Gives it an attribute without a value, such as `checked`, when `on`.
    #[must_use]
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        self.with(name, on.then_some(Cow::Borrowed("")))
    }

    /// Sets the attribute `class`.
    #[must_use]
    pub fn class(self, class: impl Into<Text>) -> Self {
        self.with("class", Some(class.into()))
    }

    fn with(mut self, name: &'static str, value: Option<Text>) -> Self {
        self.0.attributes.push((name, value));
        self
    }

    /// What stands in an input or a text area; it follows this value.
    #[must_use]
    pub fn value(self, value: String) -> Self {
        self.controlled(Control::Value(value))
    }

    /// Whether a box is ticked or a choice made; it follows this value.
    #[must_use]
    pub fn checked(self, checked: bool) -> Self {
        self.controlled(Control::Checked(checked))
    }

    /// Whether an option is chosen; it follows this value.
    #[must_use]
    pub fn selected(self, selected: bool) -> Self {
        self.controlled(Control::Selected(selected))
    }

    fn controlled(mut self, control: Control) -> Self {
        self.0.control = Some(control);
        self
    }

    fn on(mut self, event: &'static str, heard: Listener) -> Self {
        self.0.listeners.push((event, heard));
        self
    }

    /// Calls this at every click. On the server nothing is heard.
    #[must_use]
    pub fn on_click(self, mut heard: impl FnMut(&web_sys::MouseEvent) + Send + 'static) -> Self {
        use wasm_bindgen::JsCast as _;
        self.on("click", Box::new(move |event| heard(event.unchecked_ref())))
    }

    /// A form that is sent by script: the browser does not send it then.
    #[must_use]
    pub fn on_submit(self, mut heard: impl FnMut(&web_sys::Event) + Send + 'static) -> Self {
        self.on(
            "submit",
            Box::new(move |event| {
                event.prevent_default();
                heard(&event);
            }),
        )
    }

    /// Calls this with the whole text at every key that is typed in the field.
    #[must_use]
    pub fn on_input(self, mut heard: impl FnMut(String) + Send + 'static) -> Self {
        self.on("input", Box::new(move |event| heard(event_target_value(&event))))
    }

    /// Calls this with the new value when a choice has been made.
    #[must_use]
    pub fn on_change(self, mut heard: impl FnMut(String) + Send + 'static) -> Self {
        self.on("change", Box::new(move |event| heard(event_target_value(&event))))
    }

    /// What stands in it, after what stands in it already.
    #[must_use]
    pub fn child(mut self, child: impl Into<Child>) -> Self {
        self.0.children.push(child.into());
        self
    }

    /// Several of them, in their order, after what stands in it already.
    #[must_use]
    pub fn children(mut self, children: Vec<Child>) -> Self {
        self.0.children.extend(children);
        self
    }
}

/// Part of a screen that is drawn again when something that it reads has changed.
pub fn live<C: Content>(mut drawn: impl FnMut() -> C + Send + 'static) -> Child {
    Child::Live(Box::new(move || drawn().content()))
}

/// The keys of rows, worked out again when something that they depend on has changed.
pub fn keys(keys: impl Fn() -> Vec<Key> + Send + Sync + 'static) -> Memo<Vec<Key>> {
    // Boxed: one kind of memo serves every list.
    fn memo(keys: Box<dyn Fn() -> Vec<Key> + Send + Sync>) -> Memo<Vec<Key>> {
        Memo::new(move |_| keys())
    }
    memo(Box::new(keys))
}

/// One row for each key. A row keeps its place in the document as long as its key is in the list, and is drawn again
/// when something that it reads has changed. Where `row` gives none, the row stays as it was until its key goes.
pub fn rows(keys: Memo<Vec<Key>>, row: impl Fn(Key) -> Option<Element> + Send + Sync + 'static) -> Child {
    Child::Rows(Rows { keys, row: Arc::new(row) })
}

/// What the closure of a live block may return: one element, several, or perhaps none.
pub trait Content {
    /// The same as a list of children.
    fn content(self) -> Vec<Child>;
}

impl Content for Vec<Child> {
    fn content(self) -> Vec<Child> {
        self
    }
}

impl<T: Into<Child>> Content for T {
    fn content(self) -> Vec<Child> {
        vec![self.into()]
    }
}

impl From<Element> for Child {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<&'static str> for Child {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Child {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<T: Into<Self>> From<Option<T>> for Child {
    fn from(child: Option<T>) -> Self {
        child.map_or(Self::None, Into::into)
    }
}

/// Children of different kinds: `children![heading, words, button]`.
macro_rules! children {
    ($($child:expr),* $(,)?) => { vec![$($crate::parts::element::Child::from($child)),*] };
}
pub(crate) use children;
