//! The third scene: matches, those that both sides want first.

use domain::ids::{CardId, MatchId};
use domain::matches::{Answer, Counterpart, Match, Reason, Side};
use domain::time::Timestamp;
use domain::workshop::{StepKind, Workshop};
use leptos::prelude::*;

use super::pager::{PageNumber, Pages};
use super::state::BoardState;
use crate::Language;
use crate::live::Live;
use crate::locale::phone::{photo_of, table_number};
use crate::locale::{board as texts, language};
use crate::parts::card::Owner;
use crate::parts::reason::reasons_line;

/// How many matches stand on one page.
const PAGE: usize = 4;

/// One of the two cards of a match, as the board shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) title: String,
    pub(super) owner: String,
    pub(super) class: &'static str,
    pub(super) photo: Option<(CardId, Timestamp)>,
}

/// A match as the board shows it to the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) ends: [End; 2],
    pub(super) reasons: String,
    pub(super) interested: usize,
}

impl Line {
    /// `Sciure, Scierie du Val · table 1 – Litière, Élevage des Prés · table 2`: one text, so that screen readers say
    /// it once and in order.
    pub(super) fn sentence(&self) -> String {
        self.ends.each_ref().map(|end| format!("{}, {}", end.title, end.owner)).join(" – ")
    }
}

/// What the room sees of a match; nothing when one of its cards is not for the room.
pub(super) fn line_of(language: Language, workshop: &Workshop, found: &Match) -> Option<Line> {
    let name = |owner: Owner| {
        let table = owner.table.map(|table| format!(" · {}", table_number(language, table))).unwrap_or_default();
        format!("{}{table}", owner.organisation.unwrap_or_else(|| texts::anonymous(language).to_owned()))
    };
    let of_card = |card| {
        let card = workshop.cards.get(&card)?;
        Some(End {
            title: card.resource.title.to_string(),
            owner: name(Owner::of(card, workshop)),
            class: crate::parts::card::kind_class(card.resource.kind),
            photo: card.photo.map(|at| (card.id, at)),
        })
    };
    let second = match found.counterpart {
        Counterpart::Card(card) => of_card(card)?,
        Counterpart::Participant(who) => {
            let who = workshop.participants.get(&who)?;
            let said = Owner { organisation: Some(texts::interested_person(language).to_owned()), table: who.table };
            End { title: who.organisation.to_string(), owner: name(said), class: "card person", photo: None }
        }
    };
    let interested =
        [Side::First, Side::Second].into_iter().filter(|side| found.answer(*side) == Some(&Answer::Interested)).count();
    // That somebody is interested is said by their name already.
    let mut told: Vec<_> = found.reasons.iter().filter(|reason| **reason != Reason::Interest).cloned().collect();
    // What persuades a room first: how much there is of it.
    told.sort_by_key(|reason| {
        !matches!(reason, Reason::QuantityCovers { .. } | Reason::QuantityPart { .. } | Reason::QuantityAbout { .. })
    });
    Some(Line { ends: [of_card(found.card)?, second], reasons: reasons_line(language, &told), interested })
}

/// The scene of matches, the best first.
#[component]
pub(super) fn Matches(board: BoardState) -> impl IntoView {
    let language = language();
    let pages = Pages::new(board, PAGE, move || board.read(in_order));
    // While everybody says what they think of their matches: how far it is.
    let assessed = Memo::new(move |_| {
        board.read(|workshop| {
            workshop.step().filter(|step| step.kind == StepKind::SelfAssessment).map(|_| workshop.assessment())
        })
    });
    let progress = move || {
        assessed.get().map(|assessed| {
            #[allow(clippy::cast_precision_loss)] // matches of a day
            let share = (2 * assessed.by_both + assessed.by_one) as f64 / (2 * assessed.matches).max(1) as f64;
            view! {
                <p class="assessed">
                    <span>{crate::locale::running::assessed(language, assessed)}</span>
                    <span class="assessed-bar" aria-hidden="true">
                        <span style=format!("--share:{:.1}%", 100.0 * share)></span>
                    </span>
                </p>
            }
        })
    };
    view! {
        <section class="match-scene">
            <h2>
                {texts::matches_heading(language)} " " <PageNumber pages />
            </h2>
            {progress}
            {move || pages.is_empty().then(|| view! { <p class="nothing">{texts::no_match_yet(language)}</p> })}
            <ul>
                <For each=move || pages.shown() key=|id| *id let:id>
                    <Row board id />
                </For>
            </ul>
        </section>
    }
    .into_any()
}

/// Wanted by both sides, then by one; two cards before a card and a tap, then by score. What was dismissed or is a
/// synergy already is not shown here.
pub(super) fn in_order(workshop: &Workshop) -> Vec<MatchId> {
    let answers = |found: &Match| {
        [&found.first_answer, &found.second_answer]
            .into_iter()
            .filter(|answer| **answer == Some(Answer::Interested))
            .count()
    };
    let by_tap = |found: &Match| matches!(found.counterpart, Counterpart::Participant(_));
    let mut open: Vec<_> = workshop.told_matches().filter(|found| found.synergy.is_none()).collect();
    open.sort_by(|one, other| {
        answers(other)
            .cmp(&answers(one))
            .then(by_tap(one).cmp(&by_tap(other)))
            .then(other.score.total_cmp(&one.score))
            .then(one.id.cmp(&other.id))
    });
    open.into_iter().map(|found| found.id).collect()
}

#[component]
fn Row(board: BoardState, id: MatchId) -> impl IntoView {
    let language = language();
    let line = Memo::new(move |_| {
        board.read(|workshop| workshop.matches.get(&id).and_then(|found| line_of(language, workshop, found)))
    });
    view! { <li>{move || line.get().map(|line| view! { <MatchLine line /> })}</li> }.into_any()
}

/// Both ends, what joins them, and why; in large with their photos.
#[component]
pub(super) fn MatchLine(line: Line, #[prop(optional)] photos_of: Option<Live>) -> impl IntoView {
    let language = language();
    let [first, second] = line.ends;
    let end = |end: End| {
        let photo = photos_of.zip(end.photo).map(|(live, (card, at))| {
            view! { <img class="end-photo" src=live.photo(card, at) alt=photo_of(language, &end.title) /> }
        });
        view! {
            <div class=format!("end {}", end.class)>
                {photo}
                <p class="end-title">{end.title}</p>
                <p class="owner">{end.owner}</p>
            </div>
        }
    };
    let said = match line.interested {
        0 => None,
        1 => Some(texts::one_interested(language)),
        _ => Some(texts::both_interested(language)),
    };
    view! {
        <div class="match-line" class:mutual=line.interested == 2>
            {end(first)}
            <div class="joint" aria-hidden="true"></div>
            {end(second)}
            <p class="why">
                {said.map(|said| view! { <strong>{said}</strong> })} " " <span>{line.reasons}</span>
            </p>
        </div>
    }
    .into_any()
}
