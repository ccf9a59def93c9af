//! The third scene: matches, those that both sides want first.

use domain::ids::{CardId, MatchId};
use domain::matches::{Answer, Counterpart, Match, Reason, Side};
use domain::time::Timestamp;
use domain::workshop::{StepKind, Workshop};
use element::{Child, Element, Key, children, element, live};

use super::pager::Pages;
use super::state::BoardState;
use crate::Language;
use crate::live::Live;
use crate::locale::phone::{photo_of, table_number};
use crate::locale::{board as texts, language, running};
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
pub(super) fn matches(board: BoardState) -> Vec<Child> {
    let language = language();
    let pages = Pages::new(board, PAGE, move || board.read(in_order).into_iter().map(key_of).collect());
    // While everybody says what they think of their matches: how far it is.
    let progress = move || {
        let assessed = board.read(|workshop| {
            workshop.step().filter(|step| step.kind == StepKind::SelfAssessment).map(|_| workshop.assessment())
        })?;
        #[allow(clippy::cast_precision_loss)] // matches of a day
        let share = (2 * assessed.by_both + assessed.by_one) as f64 / (2 * assessed.matches).max(1) as f64;
        let bar = element("span").attr("style", format!("--share:{:.1}%", 100.0 * share));
        Some(
            element("p")
                .class("assessed")
                .child(element("span").child(running::assessed(language, assessed)))
                .child(element("span").class("assessed-bar").attr("aria-hidden", "true").child(bar)),
        )
    };
    let heading = element("h2").child(texts::matches_heading(language)).child(" ").child(pages.number());
    children![
        element("section")
            .class("match-scene")
            .child(heading)
            .child(live(progress))
            .child(pages.nothing(texts::no_match_yet(language)))
            .child(element("ul").child(pages.rows(move |key| row(board, key))))
    ]
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

/// The key of a match's row.
pub(super) fn key_of(found: MatchId) -> Key {
    Key::from(found.0)
}

/// A match in a list.
pub(super) fn row(board: BoardState, key: Key) -> Option<Element> {
    let id = MatchId(u32::try_from(key).ok()?);
    let line = board.read(|workshop| line_of(language(), workshop, workshop.matches.get(&id)?));
    Some(element("li").child(line.map(|line| match_line(line, None))))
}

/// Both ends, what joins them, and why; in large with their photos.
pub(super) fn match_line(line: Line, photos_of: Option<Live>) -> Element {
    let language = language();
    let [first, second] = line.ends;
    let end = |end: End| {
        let photo = photos_of.zip(end.photo).map(|(live, (card, at))| {
            element("img")
                .class("end-photo")
                .attr("src", live.photo(card, at))
                .attr("alt", photo_of(language, &end.title))
        });
        element("div")
            .class(["end ", end.class].concat())
            .child(photo)
            .child(element("p").class("end-title").child(end.title))
            .child(element("p").class("owner").child(end.owner))
    };
    let said = match line.interested {
        0 => None,
        1 => Some(texts::one_interested(language)),
        _ => Some(texts::both_interested(language)),
    };
    let why = element("p")
        .class("why")
        .child(said.map(|said| element("strong").child(said)))
        .child(" ")
        .child(element("span").child(line.reasons));
    element("div")
        .class(if line.interested == 2 { "match-line mutual" } else { "match-line" })
        .child(end(first))
        .child(element("div").class("joint").attr("aria-hidden", "true"))
        .child(end(second))
        .child(why)
}
