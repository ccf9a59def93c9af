//! The matches: what both sides want is waiting for the facilitator and stands first.

use domain::audience::{self, Audience};
use domain::ids::MatchId;
use domain::matches::{Answer, Counterpart, Match, Reason, Side};
use domain::resource::Kind;
use domain::workshop::{AnswerDraft, Command, Deed, Scene, Workshop};
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
fn on_shelf(workshop: &Workshop, shelf: Shelf, put_away: Option<MatchId>) -> Vec<MatchId> {
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
    found.into_iter().map(|found| found.id).collect()
}

/// The panel of matches, by what is to be done with them.
#[component]
pub(super) fn MatchList(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let some_wait = desk
        .live
        .replica
        .with_untracked(|replica| replica.workshop().open_matches().any(|found| Shelf::ToConfirm.holds(found)));
    let shelf = RwSignal::new(if some_wait { Shelf::ToConfirm } else { Shelf::Waiting });
    let put_away = RwSignal::new(None);
    let shown = Memo::new(move |_| desk.read(|workshop| on_shelf(workshop, shelf.get(), put_away.get())));
    let early = Memo::new(move |_| desk.phase().allows(Deed::Confirm).is_err());
    let chip = move |of: Shelf| {
        let count =
            Memo::new(move |_| desk.read(|workshop| workshop.open_matches().filter(|found| of.holds(found)).count()));
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (shelf.get() == of).to_string()
                on:click=move |_| {
                    shelf.set(of);
                    put_away.set(None);
                }
            >
                {of.words(language)}
                <span class="badge">{count}</span>
            </button>
        }
    };
    view! {
        <div class="toolbar">
            <h2>{texts::panel_matches(language)}</h2>
            <div class="chips">{Shelf::ALL.map(chip).collect_view()}</div>
        </div>
        {move || early.get().then(|| view! { <p class="notice">{texts::phase_too_early(language)}</p> })}
        {move || shown.with(Vec::is_empty).then(|| view! { <p class="empty">{texts::no_match(language)}</p> })}
        <ul class="desk-matches">
            <For each=move || shown.get() key=|id| *id let:id>
                <Row desk id early put_away />
            </For>
        </ul>
    }
    .into_any()
}

/// One end of a match, and what it said.
#[derive(Clone, PartialEq)]
struct End {
    side: Side,
    kind: Option<Kind>,
    title: String,
    person: String,
    answer: Option<Answer>,
    /// Whom an answer can be given for.
    party: Option<domain::ids::ParticipantId>,
}

#[derive(Clone, PartialEq)]
struct Shown {
    ends: [End; 2],
    /// Why, and how close; nothing where a tap alone brought them together.
    reasons: String,
    mutual: bool,
    dismissed: bool,
    /// Two cards, brought together by a program.
    of_cards: bool,
    synergy: bool,
    /// Whether a board can show it: whose cards are not all the room's, it cannot.
    for_boards: bool,
}

fn shown(desk: DeskState, workshop: &Workshop, id: MatchId) -> Option<Shown> {
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
        ends: [end(Side::First), end(Side::Second)],
        reasons: why(desk.language, workshop, found),
        mutual: found.is_mutual(),
        dismissed: found.dismissed,
        of_cards: matches!(found.counterpart, Counterpart::Card(_)),
        synergy: found.synergy.is_some(),
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
    format!("{} {} · {line}", texts::score(language), format::percent(language, found.score))
}

#[component]
fn Row(desk: DeskState, id: MatchId, early: Memo<bool>, put_away: RwSignal<Option<MatchId>>) -> impl IntoView {
    let row = Memo::new(move |_| desk.read(|workshop| shown(desk, workshop, id)));
    view! {
        <li id=format!("match-{id}")>
            {move || row.get().map(|row| view! { <ShownMatch desk id early put_away shown=row /> })}
        </li>
    }
    .into_any()
}

#[component]
fn ShownMatch(
    desk: DeskState,
    id: MatchId,
    early: Memo<bool>,
    put_away: RwSignal<Option<MatchId>>,
    shown: Shown,
) -> impl IntoView {
    let language = desk.language;
    let Shown { ends, reasons, mutual, dismissed, of_cards, synergy, for_boards } = shown;
    // For who hears a button without seeing beside what it stands.
    let pair = StoredValue::new(format!("{} – {}", ends[0].title, ends[1].title));
    let about = move || view! { <span class="visually-hidden">{pair.get_value()}</span> };
    let confirm = move || {
        let view = view! {
            <button type="button" class="small" class:primary=mutual on:click=move |_| desk.open(Editor::Synergy(id))>
                {texts::confirm_synergy(language)} {about()}
            </button>
        };
        (!synergy && !early.get()).then(|| view.into_any())
    };
    let show_large = for_boards.then(|| {
        let show = move |_| desk.send(Command::ShowScene { scene: Some(Scene::Spotlight), match_id: Some(id) });
        view! { <button type="button" class="small" on:click=show>{running::show_large(language)} {about()}</button> }
            .into_any()
    });
    let absurd = (of_cards && !synergy).then(|| {
        let say = move |_| {
            put_away.set((!dismissed).then_some(id));
            desk.send_from(Command::DismissMatch { match_id: id, dismissed: !dismissed }, Some(format!("#match-{id}")));
        };
        let words = if dismissed { texts::take_absurd_back(language) } else { texts::absurd(language) };
        view! { <button type="button" class="small" on:click=say>{words} {about()}</button> }.into_any()
    });
    let [first, second] = ends;
    let answers = [answer_buttons(desk, id, &first), answer_buttons(desk, id, &second)];
    view! {
        <article class="desk-match" class:mutual=mutual>
            <div class="ends">
                <MatchEnd desk end=first />
                <MatchEnd desk end=second />
            </div>
            {(!reasons.is_empty()).then(|| view! { <p class="hint">{reasons}</p> })}
            <div class="actions">
                {synergy.then(|| view! { <span class="badge synergy">{texts::is_synergy(language)}</span> })}
                {dismissed.then(|| view! { <span class="badge">{texts::said_absurd(language)}</span> })}
                {confirm}
                {show_large}
                {absurd}
                <details class="answer-for">
                    <summary>{texts::answer_for(language)} {about()}</summary>
                    {answers}
                </details>
            </div>
        </article>
    }
    .into_any()
}

#[component]
fn MatchEnd(desk: DeskState, end: End) -> impl IntoView {
    let language = desk.language;
    let said = match end.answer {
        None => texts::no_answer(language).to_owned(),
        Some(Answer::Interested) => texts::says_yes(language).to_owned(),
        Some(Answer::NotForUs { reason, note }) => {
            let reason = reason.map(|reason| format!(" ({})", words::dismissal(language, reason))).unwrap_or_default();
            let note = note.map(|note| format!(" – {note}")).unwrap_or_default();
            format!("{}{reason}{note}", texts::says_no(language))
        }
    };
    view! {
        <div class=format!("end {}", end.kind.map_or("card", kind_class))>
            <p class="card-kind">
                {end.kind.map(|kind| view! { <span class="kind">{words::kind(language, kind)}</span> })}
            </p>
            <p class="end-title">{end.title}</p>
            <p class="card-owner">{end.person}</p>
            <p class="said">{said}</p>
        </div>
    }
    .into_any()
}

/// The buttons by which the facilitator answers for somebody who said yes or no aloud.
fn answer_buttons(desk: DeskState, id: MatchId, end: &End) -> Option<AnyView> {
    let language = desk.language;
    let party = end.party?;
    let answer = move |answer: &'static str| {
        let answer = AnswerDraft { answer: answer.to_owned(), ..AnswerDraft::default() };
        desk.send_from(
            Command::AnswerMatch { match_id: id, answer, on_behalf_of: Some(party) },
            Some(format!("#match-{id}")),
        );
    };
    let view = view! {
        <p class="actions">
            <span>{end.person.clone()}</span>
            <button type="button" class="small" on:click=move |_| answer("interested")>
                {texts::says_yes(language)}
            </button>
            <button type="button" class="small" on:click=move |_| answer("not_for_us")>
                {texts::says_no(language)}
            </button>
        </p>
    };
    Some(view.into_any())
}
