//! Lists of the phone, a page at a time: drawing hundreds of cards at once keeps a small phone from answering.

use element::{Child, Element, Key, children, element, keys, live, rows};
use leptos::prelude::*;

use super::state::PhoneState;
use crate::locale::{language, phone as texts};
use crate::routes;

/// Rows that are shown at first, and added by each tap on "more". Several screens full.
const PAGE: usize = 20;

/// A list and how much of it is shown. A handle.
#[derive(Clone, Copy)]
pub(super) struct LongList {
    all: Memo<Vec<Key>>,
    limit: RwSignal<usize>,
}

impl LongList {
    /// A list of these rows, of which the first page is shown.
    pub(super) fn new(phone: PhoneState, all: impl Fn() -> Vec<Key> + Send + Sync + 'static) -> Self {
        Self { all: keys(all), limit: RwSignal::new(if phone.whole_lists { usize::MAX } else { PAGE }) }
    }

    /// How many rows there are, shown or not.
    pub(super) fn len(self) -> usize {
        self.all.with(Vec::len)
    }

    /// Whether there are no rows at all.
    pub(super) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Goes back to the first page, because other rows are about to be shown.
    pub(super) fn begin_again(self) {
        self.limit.update(|limit| *limit = (*limit).min(PAGE));
    }

    /// The rows, and below them the way to more. Without script that is a link to the whole list.
    pub(super) fn drawn(
        self,
        class: &'static str,
        address: String,
        row: impl Fn(Key) -> Option<Element> + Send + Sync + 'static,
    ) -> Vec<Child> {
        let shown = keys(move || self.all.with(|all| all.iter().take(self.limit.get()).copied().collect()));
        let more = move || {
            (self.len() > self.limit.get()).then(|| {
                element("a")
                    .class("button more")
                    .attr("href", routes::whole_list(&address))
                    .on_click(move |event| {
                        event.prevent_default();
                        self.limit.update(|limit| *limit += PAGE);
                    })
                    .child(texts::show_more(language()))
            })
        };
        children![element("ul").class(class).child(rows(shown, row)), live(more)]
    }
}
