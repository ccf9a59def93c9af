//! The matches: what both sides want is waiting for the facilitator and stands first.

use domain::audience::{self, Audience};
use domain::ids::MatchId;
use domain::matches::{Answer, Counterpart, Match, Reason, Side};
use domain::resource::Kind;
use domain::workshop::{AnswerDraft, Command, Deed, Scene, Workshop};
use element::{Child, Element, Key, children, element, keys, live, rows_of};
use leptos::prelude::*;

use super::state::{DeskState, Editor};
use crate::Language;
use crate::format;
use crate::locale::{desk as texts, running, words};
use crate::parts::card::kind_class;
use crate::parts::reason::{Introduced, introduced_line, reasons_line};

/// What the list is narrowed to: one shelf at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shelf {
    ToConfirm,
    Waiting,
    Guesses,
    Dismissed,
    Confirmed,
    All,
}

impl Shelf {
    const ALL: [Self; 6] = [Self::ToConfirm, Self::Waiting, Self::Guesses, Self::Dismissed, Self::Confirmed, Self::All];

    fn holds(self, found: &Match) -> bool {
        let confirmed = found.synergy.is_some();
        match self {
            Self::ToConfirm => found.is_mutual() && !confirmed,
            Self::Waiting => !found.is_mutual() && !found.is_dismissed() && !confirmed && !found.is_guess(),
            Self::Guesses => found.is_guess() && !found.is_dismissed(),
            Self::Dismissed => found.is_dismissed() && !confirmed,
            Self::Confirmed => confirmed,
            Self::All => true,
        }
    }

    const fn words(self, language: Language) -> &'static str {
        match self {
            Self::ToConfirm => texts::to_confirm(language),
            Self::Waiting => texts::waiting(language),
            Self::Guesses => texts::guesses(language),
            Self::Dismissed => texts::dismissed(language),
            Self::Confirmed => texts::confirmed(language),
            Self::All => texts::all(language),
        }
    }
}

/// The matches of a shelf, and the one that was put away from there just now: it stays in the list until another one is
/// put away, so that a slip can be taken back where it was made.
fn on_shelf(workshop: &Workshop, shelf: Shelf, put_away: Option<MatchId>) -> Vec<Key> {
    let answers = |found: &Match| {
        [&found.first_answer, &found.second_answer]
            .into_iter()
            .filter(|answer| **answer == Some(Answer::Interested))
            .count()
    };
    let by_tap = |found: &Match| matches!(found.counterpart, Counterpart::Participant(_));
    let mut found: Vec<_> =
        workshop.open_matches().filter(|found| shelf.holds(found) || put_away == Some(found.id)).collect();
    found.sort_by(|one, other| {
        answers(other)
            .cmp(&answers(one))
            .then(by_tap(one).cmp(&by_tap(other)))
            .then(other.score.total_cmp(&one.score))
            .then(one.id.cmp(&other.id))
    });
    found.into_iter().map(|found| Key::from(found.id.0)).collect()
}

/// The panel of matches, by what is to be done with them.
pub(super) fn match_list(desk: DeskState) -> Vec<Child> {
    let language = desk.language;
    let some_wait = desk
        .live
        .replica
        .with_untracked(|replica| replica.workshop().open_matches().any(|found| Shelf::ToConfirm.holds(found)));
    let shelf = RwSignal::new(if some_wait { Shelf::ToConfirm } else { Shelf::Waiting });
    let put_away = RwSignal::new(None);
    let all = keys(move || desk.read(|workshop| on_shelf(workshop, shelf.get(), put_away.get())));
    let chip = move |of: Shelf| {
        let count = desk.read(|workshop| workshop.open_matches().filter(|found| of.holds(found)).count());
        element("button")
            .attr("type", "button")
            .class("chip")
            .attr("aria-pressed", if shelf.get() == of { "true" } else { "false" })
            .on_click(move |_| {
                shelf.set(of);
                put_away.set(None);
            })
            .child(of.words(language))
            .child(element("span").class("badge").child(count.to_string()))
    };
    let chips = move || Shelf::ALL.map(|of| Child::from(chip(of))).into_iter().collect::<Vec<_>>();
    let early = move || {
        let is_early = desk.phase().allows(Deed::Confirm).is_err();
        is_early.then(|| element("p").class("notice").child(texts::phase_too_early(language)))
    };
    let empty = move || all.with(Vec::is_empty).then(|| element("p").class("empty").child(texts::no_match(language)));
    let toolbar = element("div")
        .class("toolbar")
        .child(element("h2").child(texts::panel_matches(language)))
        .child(element("div").class("chips").child(live(chips)));
    let list = rows_of(
        all,
        move |key| desk.read(|workshop| shown(desk, workshop, key)),
        move |shown| element("li").attr("id", row_id(shown.id)).child(shown_match(desk, put_away, shown)),
    );
    children![toolbar, live(early), live(empty), element("ul").class("desk-matches").child(list)]
}

/// The id of the row of a match, in the document.
fn row_id(found: MatchId) -> String {
    ["match-", &found.to_string()].concat()
}

/// One end of a match, and what it said.
#[derive(PartialEq)]
struct End {
    side: Side,
    kind: Option<Kind>,
    title: String,
    person: String,
    answer: Option<Answer>,
    /// Whom an answer can be given for.
    party: Option<domain::ids::ParticipantId>,
}

/// What the row of a match shows.
#[derive(PartialEq)]
struct Shown {
    id: MatchId,
    ends: [End; 2],
    /// Why, and how close; nothing where a tap alone brought them together.
    reasons: String,
    mutual: bool,
    dismissed: bool,
    /// Two cards, brought together by a program.
    of_cards: bool,
    synergy: bool,
    /// Whether it can be made a synergy now.
    confirmable: bool,
    /// Whether a board can show it: whose cards are not all the room's, it cannot.
    for_boards: bool,
}

fn shown(desk: DeskState, workshop: &Workshop, key: Key) -> Option<Shown> {
    let id = MatchId(u32::try_from(key).ok()?);
    let found = workshop.matches.get(&id)?;
    let end = |side: Side| {
        let card = match (side, found.counterpart) {
            (Side::First, _) => workshop.cards.get(&found.card),
            (Side::Second, Counterpart::Card(card)) => workshop.cards.get(&card),
            (Side::Second, Counterpart::Participant(_)) => None,
        };
        let party = workshop.party(found, side);
        End {
            side,
            kind: card.map(|card| card.resource.kind),
            title: card
                .map_or_else(|| texts::by_interest(desk.language).to_owned(), |card| card.resource.title.to_string()),
            person: desk.person(workshop, party),
            answer: found.answer(side).cloned(),
            party,
        }
    };
    Some(Shown {
        id,
        ends: [end(Side::First), end(Side::Second)],
        reasons: why(desk.language, workshop, found),
        mutual: found.is_mutual(),
        dismissed: found.dismissed,
        of_cards: matches!(found.counterpart, Counterpart::Card(_)),
        synergy: found.synergy.is_some(),
        confirmable: found.synergy.is_none() && workshop.phase.allows(Deed::Confirm).is_ok(),
        for_boards: audience::sees_match(Audience::Room, found, workshop),
    })
}

fn why(language: Language, workshop: &Workshop, found: &Match) -> String {
    let told: Vec<_> = found.reasons.iter().filter(|reason| **reason != Reason::Interest).cloned().collect();
    if told.is_empty() {
        return String::new();
    }
    let second = match found.counterpart {
        Counterpart::Card(card) => workshop.cards.get(&card),
        Counterpart::Participant(_) => None,
    };
    let line = match workshop.cards.get(&found.card).zip(second) {
        Some((first, second)) => {
            let cards = Introduced { first: &first.resource, second: &second.resource, reader: None };
            introduced_line(language, cards, &told)
        }
        None => reasons_line(language, &told),
    };
    [texts::score(language), " ", &format::percent(language, found.score), " · ", &line].concat()
}

fn shown_match(desk: DeskState, put_away: RwSignal<Option<MatchId>>, shown: &Shown) -> Element {
    let language = desk.language;
    let (id, dismissed) = (shown.id, shown.dismissed);
    let [first, second] = &shown.ends;
    // For who hears a button without seeing beside what it stands.
    let pair = [&*first.title, " – ", &second.title].concat();
    let about = || element("span").class("visually-hidden").child(pair.clone());
    let button = || element("button").attr("type", "button");
    let confirm = shown.confirmable.then(|| {
        button()
            .class(if shown.mutual { "small primary" } else { "small" })
            .on_click(move |_| desk.open(Editor::Synergy(id)))
            .child(texts::confirm_synergy(language))
            .child(about())
    });
    let show_large = shown.for_boards.then(|| {
        let show = move || desk.send(Command::ShowScene { scene: Some(Scene::Spotlight), match_id: Some(id) });
        button().class("small").on_click(move |_| show()).child(running::show_large(language)).child(about())
    });
    let absurd = (shown.of_cards && !shown.synergy).then(|| {
        let say = move || {
            put_away.set((!dismissed).then_some(id));
            let row = ["#", &row_id(id)].concat();
            desk.send_from(Command::DismissMatch { match_id: id, dismissed: !dismissed }, Some(row));
        };
        let words = if dismissed { texts::take_absurd_back(language) } else { texts::absurd(language) };
        button().class("small").on_click(move |_| say()).child(words).child(about())
    });
    let said = |class: &'static str, words: &'static str| element("span").class(class).child(words);
    let answers = element("details")
        .class("answer-for")
        .child(element("summary").child(texts::answer_for(language)).child(about()))
        .child(answer_buttons(desk, id, first))
        .child(answer_buttons(desk, id, second));
    let actions = element("div")
        .class("actions")
        .child(shown.synergy.then(|| said("badge synergy", texts::is_synergy(language))))
        .child(dismissed.then(|| said("badge", texts::said_absurd(language))))
        .child(confirm)
        .child(show_large)
        .child(absurd)
        .child(answers);
    let reasons = (!shown.reasons.is_empty()).then(|| element("p").class("hint").child(shown.reasons.clone()));
    element("article")
        .class(if shown.mutual { "desk-match mutual" } else { "desk-match" })
        .child(element("div").class("ends").child(match_end(desk, first)).child(match_end(desk, second)))
        .child(reasons)
        .child(actions)
}

fn match_end(desk: DeskState, end: &End) -> Element {
    let language = desk.language;
    let said = match &end.answer {
        None => texts::no_answer(language).to_owned(),
        Some(Answer::Interested) => texts::says_yes(language).to_owned(),
        Some(Answer::NotForUs { reason, note }) => {
            let reason =
                reason.map(|reason| [" (", words::dismissal(language, reason), ")"].concat()).unwrap_or_default();
            let note = note.as_ref().map(|note| [" – ", &**note].concat()).unwrap_or_default();
            [texts::says_no(language), &reason, &note].concat()
        }
    };
    let kind = end.kind.map(|kind| element("span").class("kind").child(words::kind(language, kind)));
    element("div")
        .class(["end ", end.kind.map_or("card", kind_class)].concat())
        .child(element("p").class("card-kind").child(kind))
        .child(element("p").class("end-title").child(end.title.clone()))
        .child(element("p").class("card-owner").child(end.person.clone()))
        .child(element("p").class("said").child(said))
}

/// The buttons by which the facilitator answers for somebody who said yes or no aloud.
fn answer_buttons(desk: DeskState, id: MatchId, end: &End) -> Option<Element> {
    let language = desk.language;
    let party = end.party?;
    let button = |answer: &'static str, words: &'static str| {
        let say = move || {
            let answer = AnswerDraft { answer: answer.to_owned(), ..AnswerDraft::default() };
            let row = ["#", &row_id(id)].concat();
            desk.send_from(Command::AnswerMatch { match_id: id, answer, on_behalf_of: Some(party) }, Some(row));
        };
        element("button").attr("type", "button").class("small").on_click(move |_| say()).child(words)
    };
    Some(
        element("p")
            .class("actions")
            .child(element("span").child(end.person.clone()))
            .child(button("interested", texts::says_yes(language)))
            .child(button("not_for_us", texts::says_no(language))),
    )
}
