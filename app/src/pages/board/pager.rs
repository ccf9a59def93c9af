//! Long lists in pages: the newest first; pages turn by themselves, and something new brings the first one back.

use element::{Child, Element, Key, element, keys, live, rows};
use leptos::prelude::*;

use super::state::BoardState;
use crate::locale::{board as texts, language};

/// A list in pages, and which of them is shown. A handle.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    list: Memo<Vec<Key>>,
    size: usize,
    board: BoardState,
    /// What stands first, and the board's page counter when it came to stand there: the first page starts then.
    since: Memo<(Option<Key>, usize)>,
}

impl Pages {
    pub(super) fn new(board: BoardState, size: usize, list: impl Fn() -> Vec<Key> + Send + Sync + 'static) -> Self {
        let list = keys(list);
        let since = Memo::new(move |previous: Option<&(Option<Key>, usize)>| {
            let first = list.with(|list| list.first().copied());
            match previous {
                Some((known, since)) if *known == first => (first, *since),
                _ => (first, board.page.get_untracked()),
            }
        });
        Self { list, size, board, since }
    }

    /// How many pages there are; at least one.
    fn count(self) -> usize {
        self.list.with(|list| list.len().div_ceil(self.size)).max(1)
    }

    /// The page that is shown, from 0.
    fn at(self) -> usize {
        self.board.page.get().wrapping_sub(self.since.with(|(_, since)| *since)) % self.count()
    }

    pub(super) fn is_empty(self) -> bool {
        self.list.with(Vec::is_empty)
    }

    /// `Page 2 / 5`; nothing when there is only one.
    pub(super) fn number(self) -> Child {
        let language = language();
        live(move || {
            let number = || texts::page_of(language, self.at() + 1, self.count());
            (self.count() > 1).then(|| element("span").class("page-number").child(number()))
        })
    }

    /// These words, while the list is empty.
    pub(super) fn nothing(self, words: &'static str) -> Child {
        live(move || self.is_empty().then(|| element("p").class("nothing").child(words)))
    }

    /// The rows of the page that is shown.
    pub(super) fn rows(self, row: impl Fn(Key) -> Option<Element> + Send + Sync + 'static) -> Child {
        let shown = keys(move || {
            let at = self.at();
            self.list.with(|list| list.iter().skip(at * self.size).take(self.size).copied().collect())
        });
        rows(shown, row)
    }
}
