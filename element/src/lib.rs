//! Elements of one type: the builder of the live screens, which browsers download: phone, board and desk.
//!
//! `view!` gives every element, attribute and list a type of its own, and a wasm carries the code of each. Here an
//! element is plain data, so a screen is a few calls, and what draws it (`browser`) or writes it as HTML (`server`)
//! is there once. Signals, memos, effects and owners are those of Leptos. What this saves stands in
//! `docs/decisions/0006-small-wasm.md`.
//!
//! # Writing a screen
//! A screen is a function that gives an [`Element`] or a [`Child`]: built by [`element`], [`attr`](Element::attr) and
//! [`child`](Element::child), with listeners where people act.
//!
//! What changes stands in a [`live`] block: a closure that reads signals. It is drawn again as a whole when one of them
//! has changed, and compared with what stands, so that the document changes only where the two differ: the field that
//! somebody types in, and the focus, stay. Elements are compared by their place among their siblings. Hence five
//! rules:
//!
//! - Live blocks stand side by side, each around little. What stands inside one, live blocks and lists too, is drawn
//!   afresh or compared whenever that one is drawn again: around them, read only what makes another screen (a tab).
//! - Screens that take each other's place stand in [`afresh`]: nothing that people opened, chose or typed in one is
//!   taken over into the next.
//! - An attribute that changes around much is a [`live_attr`](Element::live_attr): what stands inside stays untouched.
//! - A part that may be missing keeps its place: `Option<Element>` becomes [`Child::None`]. So its siblings stay.
//! - A list whose rows come, go or change places is [`rows`] with [`keys`], a long one [`rows_of`]: a row is its key,
//!   wherever it stands. A row reads signals and makes none: they would end when another row comes.
//!
//! ```
//! use element::{Child, Element, Key, children, element, keys, live, rows};
//! use reactive_graph::owner::Owner;
//! use reactive_graph::signal::RwSignal;
//! use reactive_graph::traits::{Get, Update, With};
//! use tachys::view::RenderHtml;
//!
//! /// The cards of a room, with a button that adds one.
//! fn room(cards: RwSignal<Vec<&'static str>>) -> Element {
//!     let count = live(move || {
//!         let count = cards.with(Vec::len);
//!         children![count.to_string(), (count > 1).then(|| element("b").child("!"))]
//!     });
//!     let all = keys(move || (0..cards.with(Vec::len)).map(|at| at as Key).collect());
//!     let card = move |at: Key| cards.get().get(at as usize).map(|title| element("li").child(*title));
//!     element("section")
//!         .attr("aria-live", "polite")
//!         .child(count)
//!         .child(element("ul").child(rows(all, card)))
//!         .child(element("button").on_click(move |_| cards.update(|all| all.push("Palettes"))).child("+"))
//! }
//!
//! let html = Owner::new().with(|| Child::from(room(RwSignal::new(vec!["Sciure", "A & B"]))).to_html());
//! assert_eq!(
//!     html,
//!     "<section aria-live=\"polite\">2<b>!</b><ul><li>Sciure</li><li>A &amp; B</li></ul><button>+</button></section>"
//! );
//! ```
//!
//! # Two halves
//! Without features an element is written as HTML: texts and values are escaped, live blocks and lists are what they
//! are at that moment, listeners are dropped. There a [`Child`] is a view of Leptos, and may stand in `view!`. With the
//! feature `hydrate` it is drawn in a document, by `draw`; nothing is taken over from the server's HTML, a screen
//! replaces it.

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use reactive_graph::computed::Memo;
use tachys::dom::{event_target_checked, event_target_value};

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod server;

#[cfg(feature = "hydrate")]
pub use browser::draw;

/// A text or the value of an attribute.
type Text = Cow<'static, str>;

/// An element. A handle to plain data: passed around, it costs a pointer.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    /// It is drawn as SVG.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    svg: bool,
    /// Name and value; no value: the attribute is not there now.
    attributes: Vec<(&'static str, Option<Text>)>,
    /// Attributes that follow signals by themselves.
    live_attributes: Vec<(&'static str, LiveValue)>,
    control: Option<Control>,
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Child>,
    /// What stands in it instead of children, as HTML of our own making.
    markup: Option<String>,
}

type LiveValue = Box<dyn FnMut() -> Option<Text> + Send>;

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
    /// A part that is drawn again when a signal that it reads has changed. See [`live`] and [`afresh`].
    Live(Live),
    /// A list whose rows come and go one by one. See [`rows`].
    Rows(Rows),
}

/// A part that is drawn again when a signal that it reads has changed.
pub struct Live {
    drawn: Box<dyn FnMut() -> Vec<Child> + Send>,
    /// What is drawn takes the place of what stood, and is not compared with it.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    afresh: bool,
}

/// What names a row: the number of a card or a match, or a part of a command's id.
pub type Key = u64;

/// Rows that come, go and change one by one.
pub struct Rows {
    keys: Memo<Vec<Key>>,
    row: Row,
}

/// Draws a row; may keep beside it what it drew it from.
type Row = Arc<dyn Fn(Key, &mut Seen) -> Option<Element> + Send + Sync>;

type Seen = Option<Box<dyn Any>>;

/// An element with this tag.
#[must_use]
pub fn element(tag: &'static str) -> Element {
    Element(Box::new(Parts {
        tag,
        svg: false,
        attributes: Vec::new(),
        live_attributes: Vec::new(),
        control: None,
        listeners: Vec::new(),
        children: Vec::new(),
        markup: None,
    }))
}

/// An element of a drawing: `svg` itself, or what stands inside of one.
#[must_use]
pub fn svg(tag: &'static str) -> Element {
    let mut element = element(tag);
    element.0.svg = true;
    element
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

    /// An attribute that follows signals by itself, on an element around much: its inside is not drawn again with it.
    /// Without a value the attribute is not there.
    #[must_use]
    pub fn live_attr<T: Into<Text>>(
        mut self,
        name: &'static str,
        mut value: impl FnMut() -> Option<T> + Send + 'static,
    ) -> Self {
        self.0.live_attributes.push((name, Box::new(move || value().map(Into::into))));
        self
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

    /// Calls this when a box has been ticked (true) or cleared.
    #[must_use]
    pub fn on_tick(self, mut heard: impl FnMut(bool) + Send + 'static) -> Self {
        self.on("change", Box::new(move |event| heard(event_target_checked(&event))))
    }

    /// HTML of our own making in the place of children, such as a drawing by the server. Nothing that people wrote: it
    /// is not escaped.
    #[must_use]
    pub fn markup(mut self, markup: String) -> Self {
        self.0.markup = Some(markup);
        self
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
    Child::Live(Live { drawn: Box::new(move || drawn().content()), afresh: false })
}

/// As [`live`], for screens that have nothing in common: what is drawn takes the place of what stood.
pub fn afresh<C: Content>(mut drawn: impl FnMut() -> C + Send + 'static) -> Child {
    Child::Live(Live { drawn: Box::new(move || drawn().content()), afresh: true })
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
    Child::Rows(Rows { keys, row: Arc::new(move |key, _| row(key)) })
}

/// As [`rows`], for long lists: `read` tells what a row shows, and only when that has changed the row is drawn anew.
/// What draws it reads no signals.
pub fn rows_of<Shown: PartialEq + 'static>(
    keys: Memo<Vec<Key>>,
    read: impl Fn(Key) -> Option<Shown> + Send + Sync + 'static,
    drawn: impl Fn(&Shown) -> Element + Send + Sync + 'static,
) -> Child {
    let row = move |key, seen: &mut Seen| {
        let now = read(key)?;
        if seen.as_ref().and_then(|seen| seen.downcast_ref()) == Some(&now) {
            return None;
        }
        let element = drawn(&now);
        *seen = Some(Box::new(now));
        Some(element)
    };
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
#[macro_export]
macro_rules! children {
    ($($child:expr),* $(,)?) => { vec![$($crate::Child::from($child)),*] };
}
