//! Elements in the document: drawn once, then compared with what stands and changed where they differ.

mod listening;

use reactive_graph::effect::RenderEffect;
use reactive_graph::owner::Owner;
use reactive_graph::traits::Get;
use tachys::dom::document;
use wasm_bindgen::JsValue;
use web_sys::Node;

use self::listening::Listening;
use crate::{Child, Control, Element, Key, Live, LiveValue, Parts, Row, Rows, Text};

/// An element as it stands in the document.
pub struct Drawn {
    element: web_sys::Element,
    tag: &'static str,
    attributes: Vec<(&'static str, Option<Text>)>,
    live_attributes: Vec<(&'static str, Running<Option<Text>>)>,
    control: Option<Control>,
    listeners: Vec<Listening>,
    children: Vec<Placed>,
    markup: Option<String>,
}

/// A child as it stands in the document.
pub enum Placed {
    /// Nothing is drawn.
    None,
    /// The text node, and what it says.
    Text(web_sys::Text, Text),
    Element(Box<Drawn>),
    /// What a live block drew last, and the effect that draws it again.
    Live(Running<Fragment>),
    /// Rows, and the effect that follows their keys.
    Rows(Running<List>),
}

/// Children that stand in front of a mark.
pub struct Fragment {
    children: Vec<Placed>,
    end: web_sys::Text,
}

/// Rows that stand in front of a mark.
pub struct List {
    rows: Vec<(Key, Running<Option<Drawn>>)>,
    end: web_sys::Text,
}

/// An effect that draws, and what it drew. Both go together.
pub struct Running<T: 'static>(RenderEffect<T>);

impl<T> Running<T> {
    fn with<U>(&self, read: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.0.with_value_mut(read)
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        // Before the effect would: what was drawn must not run once more.
        drop(self.0.take_value());
    }
}

impl Drawn {
    fn new(element: Element) -> Self {
        let parts = *element.0;
        let element = made(&parts);
        for (name, value) in &parts.attributes {
            if let Some(value) = value {
                set(&element, name, Some(value));
            }
        }
        match &parts.control {
            Some(Control::Value(value)) if parts.tag == "textarea" => element.set_text_content(Some(value)),
            Some(Control::Value(value)) => set(&element, "value", Some(value)),
            Some(Control::Checked(true)) => set(&element, "checked", Some("")),
            Some(Control::Selected(true)) => set(&element, "selected", Some("")),
            _ => {}
        }
        let listeners =
            parts.listeners.into_iter().map(|(event, heard)| Listening::new(&element, event, heard)).collect();
        let live_attributes = follow_all(&element, parts.live_attributes);
        if let Some(markup) = &parts.markup {
            element.set_inner_html(markup);
        }
        let mut children: Vec<Placed> = parts.children.into_iter().map(Placed::new).collect();
        children.iter_mut().for_each(|child| child.mount(&element, None));
        Self {
            element,
            tag: parts.tag,
            attributes: parts.attributes,
            live_attributes,
            control: parts.control,
            listeners,
            children,
            markup: parts.markup,
        }
    }

    /// Changes this element in the document into the new one. Gives the new one back when its tag or its markup is
    /// another, because then it has to be drawn afresh.
    fn update(&mut self, element: Element) -> Result<(), Element> {
        if element.0.tag != self.tag || element.0.markup != self.markup {
            return Err(element);
        }
        let parts = *element.0;
        for (name, _) in self.live_attributes.drain(..) {
            if !parts.live_attributes.iter().any(|(still, _)| *still == name) {
                set(&self.element, name, None);
            }
        }
        for (name, value) in &parts.attributes {
            let before =
                self.attributes.iter().find(|(before, _)| before == name).and_then(|(_, value)| value.as_ref());
            if before != value.as_ref() {
                set(&self.element, name, value.as_deref());
            }
        }
        for (name, _) in &self.attributes {
            if !parts.attributes.iter().any(|(still, _)| still == name) {
                set(&self.element, name, None);
            }
        }
        self.attributes = parts.attributes;
        self.live_attributes = follow_all(&self.element, parts.live_attributes);
        if parts.control != self.control {
            if let Some(control) = &parts.control {
                control.apply(&self.element);
            }
            self.control = parts.control;
        }
        let mut before = std::mem::take(&mut self.listeners);
        for (event, heard) in parts.listeners {
            let known = before.iter().position(|listening| listening.event() == event);
            self.listeners.push(match known.map(|at| before.swap_remove(at)) {
                Some(listening) => listening.calling(heard),
                None => Listening::new(&self.element, event, heard),
            });
        }
        update(&mut self.children, parts.children, &self.element, None);
        Ok(())
    }
}

/// The element itself, with nothing on it and in it.
fn made(parts: &Parts) -> web_sys::Element {
    let namespace = parts.svg.then_some("http://www.w3.org/2000/svg");
    let made = match namespace {
        Some(_) => document().create_element_ns(namespace, parts.tag),
        None => document().create_element(parts.tag),
    };
    #[allow(clippy::expect_used)] // tags are our own
    made.expect("a tag")
}

/// Starts what keeps these attributes up to date.
fn follow_all(
    element: &web_sys::Element,
    attributes: Vec<(&'static str, LiveValue)>,
) -> Vec<(&'static str, Running<Option<Text>>)> {
    let follow = |(name, mut value): (&'static str, LiveValue)| {
        let element = element.clone();
        let following = RenderEffect::new(move |before: Option<Option<Text>>| {
            let now = value();
            if before.as_ref() != Some(&now) {
                set(&element, name, now.as_deref());
            }
            now
        });
        (name, Running(following))
    };
    attributes.into_iter().map(follow).collect()
}

fn set(element: &web_sys::Element, name: &str, value: Option<&str>) {
    // Neither fails: names are our own.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

impl Control {
    fn apply(&self, element: &web_sys::Element) {
        let (name, value) = match self {
            Self::Value(value) => ("value", JsValue::from_str(value)),
            Self::Checked(checked) => ("checked", JsValue::from_bool(*checked)),
            Self::Selected(selected) => ("selected", JsValue::from_bool(*selected)),
        };
        let name = JsValue::from_str(name);
        // What was typed stands there already: setting it again would move the cursor.
        if js_sys::Reflect::get(element, &name).ok().as_ref() != Some(&value) {
            let _ = js_sys::Reflect::set(element, &name, &value);
        }
    }
}

impl Placed {
    fn new(child: Child) -> Self {
        match child {
            Child::None => Self::None,
            Child::Text(text) => Self::Text(document().create_text_node(&text), text),
            Child::Element(element) => Self::Element(Box::new(Drawn::new(element))),
            Child::Live(live) => Self::Live(Fragment::start(live)),
            Child::Rows(rows) => Self::Rows(List::start(rows)),
        }
    }

    /// Changes this child in the document into the new one. Gives the new one back when it is of another kind, because
    /// then it has to be drawn afresh.
    fn update(&mut self, child: Child) -> Result<(), Child> {
        match (self, child) {
            (Self::None, Child::None) => Ok(()),
            (Self::Text(node, before), Child::Text(text)) => {
                if *before != text {
                    node.set_node_value(Some(&text));
                    *before = text;
                }
                Ok(())
            }
            (Self::Element(standing), Child::Element(element)) => standing.update(element).map_err(Child::Element),
            (_, child) => Err(child),
        }
    }

    fn mount(&mut self, parent: &Node, before: Option<&Node>) {
        match self {
            Self::None => {}
            Self::Text(node, _) => put(parent, node, before),
            Self::Element(standing) => put(parent, &standing.element, before),
            Self::Live(live) => {
                live.with(|fragment| fragment.put(parent, before));
            }
            Self::Rows(rows) => {
                rows.with(|list| {
                    for (_, row) in &list.rows {
                        row.with(|standing| {
                            standing.iter().for_each(|standing| put(parent, &standing.element, before));
                        });
                    }
                    put(parent, &list.end, before);
                });
            }
        }
    }

    fn unmount(&mut self) {
        match self {
            Self::None => {}
            Self::Text(node, _) => take(node),
            Self::Element(standing) => take(&standing.element),
            Self::Live(live) => {
                live.with(Fragment::take);
            }
            Self::Rows(rows) => {
                rows.with(|list| {
                    list.rows.drain(..).for_each(|(_, row)| unmount_row(&row));
                    take(&list.end);
                });
            }
        }
    }

    /// The first node of it in the document.
    fn first(&self) -> Option<Node> {
        match self {
            Self::None => None,
            Self::Text(node, _) => Some(node.clone().into()),
            Self::Element(standing) => Some(standing.element.clone().into()),
            Self::Live(live) => live.with(|fragment| fragment.first()),
            Self::Rows(rows) => rows.with(|list| {
                let first = list.rows.iter().find_map(|(_, row)| {
                    row.with(|standing| standing.as_ref().map(|standing| standing.element.clone())).flatten()
                });
                first.map_or_else(|| list.end.clone().into(), Into::into)
            }),
        }
    }
}

impl Fragment {
    fn start(Live { mut drawn, afresh }: Live) -> Running<Self> {
        Running(RenderEffect::new(move |before: Option<Self>| {
            let children = drawn();
            let Some(mut fragment) = before else { return Self::new(children) };
            if afresh {
                fragment.children.drain(..).for_each(|mut gone| gone.unmount());
            }
            fragment.become_these(children);
            fragment
        }))
    }

    fn new(children: Vec<Child>) -> Self {
        Self { children: children.into_iter().map(Placed::new).collect(), end: mark() }
    }

    fn become_these(&mut self, children: Vec<Child>) {
        if let Some(parent) = self.end.parent_node() {
            update(&mut self.children, children, &parent, Some(&self.end));
        }
    }

    fn put(&mut self, parent: &Node, before: Option<&Node>) {
        self.children.iter_mut().for_each(|child| child.mount(parent, before));
        put(parent, &self.end, before);
    }

    fn take(&mut self) {
        self.children.iter_mut().for_each(Placed::unmount);
        take(&self.end);
    }

    /// The first node of it in the document.
    fn first(&self) -> Node {
        self.children.iter().find_map(Placed::first).unwrap_or_else(|| self.end.clone().into())
    }
}

/// Changes the nodes in front of `end` into these children.
fn update(placed: &mut Vec<Placed>, children: Vec<Child>, parent: &Node, end: Option<&Node>) {
    let count = children.len();
    for (at, child) in children.into_iter().enumerate() {
        let different = match placed.get_mut(at) {
            Some(there) => there.update(child).err(),
            None => Some(child),
        };
        let Some(child) = different else { continue };
        let next = placed.iter().skip(at).find_map(Placed::first);
        let mut new = Placed::new(child);
        new.mount(parent, next.as_ref().or(end));
        match placed.get_mut(at) {
            Some(there) => std::mem::replace(there, new).unmount(),
            None => placed.push(new),
        }
    }
    placed.drain(count..).for_each(|mut gone| gone.unmount());
}

impl List {
    fn start(Rows { keys, row }: Rows) -> Running<Self> {
        Running(RenderEffect::new(move |before: Option<Self>| {
            let mut list = before.unwrap_or_else(|| Self { rows: Vec::new(), end: mark() });
            list.become_these(keys.try_get().unwrap_or_default(), &row);
            list
        }))
    }

    fn become_these(&mut self, keys: Vec<Key>, row: &Row) {
        let mut before: Vec<Option<(Key, Running<Option<Drawn>>)>> =
            std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        let mut from = 0;
        for key in keys {
            // Nearly always the next one that is left.
            let is_it = |slot: &Option<(Key, _)>| slot.as_ref().is_some_and(|(known, _)| *known == key);
            let at =
                before.iter().skip(from).position(is_it).map(|at| at + from).or_else(|| before.iter().position(is_it));
            let kept = at.and_then(|at| {
                from = at + 1;
                before.get_mut(at)?.take()
            });
            self.rows.push(kept.unwrap_or_else(|| (key, start_row(key, row.clone()))));
        }
        for (_, row) in before.into_iter().flatten() {
            unmount_row(&row);
        }
        // From the end, so that each row knows what it stands in front of.
        let Some(parent) = self.end.parent_node() else { return };
        let mut next: Node = self.end.clone().into();
        for (_, row) in self.rows.iter().rev() {
            row.with(|standing| {
                if let Some(standing) = standing {
                    if standing.element.next_sibling().as_ref() != Some(&next) {
                        put(&parent, &standing.element, Some(&next));
                    }
                    next = standing.element.clone().into();
                }
            });
        }
    }
}

fn start_row(key: Key, row: Row) -> Running<Option<Drawn>> {
    let mut seen = None;
    Running(RenderEffect::new(move |before: Option<Option<Drawn>>| match (before.flatten(), row(key, &mut seen)) {
        (None, element) => element.map(Drawn::new),
        (Some(mut standing), Some(element)) => {
            // Rows of one list have one tag.
            let _ = standing.update(element);
            Some(standing)
        }
        (standing, None) => standing,
    }))
}

fn unmount_row(row: &Running<Option<Drawn>>) {
    row.with(|standing| standing.iter().for_each(|standing| take(&standing.element)));
}

/// An empty text node: the mark in front of which a block's nodes stand.
fn mark() -> web_sys::Text {
    document().create_text_node("")
}

fn put(parent: &Node, node: &Node, before: Option<&Node>) {
    let _ = parent.insert_before(node, before);
}

fn take(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

/// Draws a screen in an element of the document, after what stands in it already. It lives as long as the page.
pub fn draw(parent: &web_sys::Element, screen: impl FnOnce() -> Vec<Child>) {
    // Whatever runs effects already goes on doing so.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let mut drawn = owner.with(|| Fragment::new(screen()));
    drawn.put(parent, None);
    std::mem::forget((owner, drawn));
}
