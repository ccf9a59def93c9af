//! Long lists in pages: the newest first; pages turn by themselves, and something new brings the first one back.

use leptos::prelude::*;

use super::state::BoardState;
use crate::locale::{board as texts, language};

/// A list in pages, and which of them is shown. A handle.
pub(super) struct Pages<Id: Send + Sync + 'static> {
    list: Memo<Vec<Id>>,
    size: usize,
    board: BoardState,
    /// What stands first, and the board's page counter when it came to stand there: the first page starts then.
    since: Memo<(Option<Id>, usize)>,
}

// Derived ones would ask the same of `Id`.
impl<Id: Send + Sync + 'static> Clone for Pages<Id> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Id: Send + Sync + 'static> Copy for Pages<Id> {}

impl<Id: Clone + PartialEq + Send + Sync + 'static> Pages<Id> {
    pub(super) fn new(board: BoardState, size: usize, list: impl Fn() -> Vec<Id> + Send + Sync + 'static) -> Self {
        let list = Memo::new(move |_| list());
        let since = Memo::new(move |previous: Option<&(Option<Id>, usize)>| {
            let first = list.with(|list| list.first().cloned());
            match previous {
                Some((known, since)) if *known == first => (first, *since),
                _ => (first, board.page.get_untracked()),
            }
        });
        Self { list, size, board, since }
    }

    /// How many pages there are; at least one.
    pub(super) fn count(self) -> usize {
        self.list.with(|list| list.len().div_ceil(self.size)).max(1)
    }

    /// The page that is shown, from 0.
    pub(super) fn at(self) -> usize {
        self.board.page.get().wrapping_sub(self.since.with(|(_, since)| *since)) % self.count()
    }

    /// The items of the page that is shown.
    pub(super) fn shown(self) -> Vec<Id> {
        let at = self.at();
        self.list.with(|list| list.iter().skip(at * self.size).take(self.size).cloned().collect())
    }

    pub(super) fn is_empty(self) -> bool {
        self.list.with(Vec::is_empty)
    }
}

/// `Page 2 / 5`; nothing when there is only one.
#[component]
pub(super) fn PageNumber<Id: Clone + PartialEq + Send + Sync + 'static>(pages: Pages<Id>) -> impl IntoView {
    let language = language();
    move || {
        (pages.count() > 1).then(
            || view! { <span class="page-number">{texts::page_of(language, pages.at() + 1, pages.count())}</span> },
        )
    }
}
