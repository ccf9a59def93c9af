//! Own matches: why, who is on the other side, and what both say of it.

use domain::ids::{MatchId, ParticipantId};
use domain::matches::{Answer, Counterpart, Dismissal, Match, Reason, Side};
use domain::resource::{ContactRelease, Resource};
use domain::workshop::{AnswerDraft, Command, Deed, Phase, Workshop};
use leptos::prelude::*;

use super::phone::PhoneState;
use crate::locale::{language, participant as texts, words};
use crate::parts::card::{DetailsFold, Owner, OwnerLine, kind_class};
use crate::parts::field::{SelectField, TextField, choices};
use crate::parts::quantity::QuantityText;
use crate::parts::reason::reasons_line;
use crate::{Language, routes};

/// What one side said, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Nothing,
    Interested,
    NotForUs,
}

impl Said {
    fn of(answer: Option<&Answer>) -> Self {
        match answer {
            None => Self::Nothing,
            Some(Answer::Interested) => Self::Interested,
            Some(Answer::NotForUs { .. }) => Self::NotForUs,
        }
    }
}

/// A match as its row shows it.
#[derive(Clone, PartialEq)]
struct Shown {
    /// Title of one's own card; none when one stands there by interest alone.
    own_title: Option<String>,
    /// The other side's card; none when somebody is there by interest alone.
    other: Option<Resource>,
    owner: Owner,
    reasons: String,
    we_said: Said,
    they_said: Said,
    /// Name, organisation and table of whom to meet, once it is told.
    meet: Option<String>,
    mutual: bool,
    synergy: bool,
}

/// How many matches wait for one's answer, while answers can be given.
pub(super) fn unanswered(phone: PhoneState) -> usize {
    if !phone.allows(Deed::Answer) {
        return 0;
    }
    let Some(me) = phone.me else { return 0 };
    phone.read(|workshop| {
        let waits = |found: &Match, side| found.answer(side).is_none() && !found.is_dismissed() && found.synergy.is_none();
        workshop.matches_of(me).into_iter().filter(|(found, side)| waits(found, *side) && answering(phone, found.id).is_none()).count()
    })
}

/// An answer that is on its way.
fn answering(phone: PhoneState, id: MatchId) -> Option<Said> {
    phone.outbox.waits_for(|command| match command {
        Command::AnswerMatch { match_id, answer, .. } if *match_id == id => Some(if answer.answer == "interested" { Said::Interested } else { Said::NotForUs }),
        _ => None,
    })
}

fn shown(phone: PhoneState, language: Language, workshop: &Workshop, found: &Match, me: ParticipantId) -> Option<Shown> {
    let side = workshop.side_of(found, me)?;
    let other_side = if side == Side::First { Side::Second } else { Side::First };
    let card_on = |side| match (side, found.counterpart) {
        (Side::First, _) => workshop.cards.get(&found.card),
        (Side::Second, Counterpart::Card(card)) => workshop.cards.get(&card),
        (Side::Second, Counterpart::Participant(_)) => None,
    };
    let (own, other) = (card_on(side), card_on(other_side));
    let we_said = answering(phone, found.id).unwrap_or_else(|| Said::of(found.answer(side)));
    let they_said = Said::of(found.answer(other_side));
    let mutual = we_said == Said::Interested && they_said == Said::Interested;
    let them = workshop.party(found, other_side).and_then(|party| workshop.participants.get(&party));
    let at_once = other.is_some_and(|card| card.resource.details.contact_release == Some(ContactRelease::Immediate));
    let told = mutual || found.synergy.is_some() || (at_once && we_said == Said::Interested);
    let meet = told.then(|| {
        them.map_or_else(
            || texts::ask_the_facilitator(language).to_owned(),
            |them| {
                let table = them.table.map(|table| format!(", {} {table}", texts::table_word(language))).unwrap_or_default();
                format!("{}, {}{table}", them.name, them.organisation)
            },
        )
    });
    let owner = match (other, them) {
        (Some(card), _) => Owner::of(card, workshop),
        (None, them) => Owner { organisation: them.map(|them| them.organisation.to_string()), table: them.and_then(|them| them.table) },
    };
    // That somebody tapped is said in words of its own.
    let told: Vec<_> = found.reasons.iter().filter(|reason| **reason != Reason::Interest).cloned().collect();
    Some(Shown {
        own_title: own.map(|card| card.resource.title.to_string()),
        other: other.map(|card| card.resource.clone()),
        owner,
        reasons: reasons_line(language, &told),
        we_said,
        they_said,
        meet,
        mutual,
        synergy: found.synergy.is_some(),
    })
}

/// The third screen.
#[component]
pub(super) fn MyMatches(phone: PhoneState) -> impl IntoView {
    let language = language();
    let mine = Memo::new(move |_| {
        let Some(me) = phone.me else { return Vec::new() };
        phone.read(|workshop| workshop.matches_of(me).into_iter().map(|(found, _)| found.id).collect::<Vec<_>>())
    });
    let later = Memo::new(move |_| match phone.phase() {
        Phase::Preparation | Phase::Welcome => Some(texts::matches_come_later(language)),
        Phase::HavesWants => Some(texts::answers_come_later(language)),
        Phase::Matching | Phase::Engagement => None,
        Phase::Closed => Some(texts::answers_are_over(language)),
    });
    view! {
        <h2>{texts::tab_matches(language)}</h2>
        {move || later.get().map(|later| view! { <p class="notice">{later}</p> })}
        {move || mine.with(Vec::is_empty).then(|| view! { <p class="empty">{texts::no_match_yet(language)}</p> })}
        <ul class="matches">
            <For each=move || mine.get() key=|id| *id let:id>
                <MatchRow phone id />
            </For>
        </ul>
    }
    .into_any()
}

#[component]
fn MatchRow(phone: PhoneState, id: MatchId) -> impl IntoView {
    let language = language();
    let row = Memo::new(move |_| phone.read(|workshop| workshop.matches.get(&id).and_then(|found| shown(phone, language, workshop, found, phone.me?))));
    let may_answer = Memo::new(move |_| phone.allows(Deed::Answer) && row.with(|row| row.as_ref().is_some_and(|row| !row.synergy)));
    let we_said = Memo::new(move |_| row.with(|row| row.as_ref().map_or(Said::Nothing, |row| row.we_said)));
    let class = move || {
        row.with(|row| match row {
            Some(row) if row.synergy => "match synergy",
            Some(row) if row.mutual => "match mutual",
            Some(row) if row.we_said == Said::NotForUs || row.they_said == Said::NotForUs => "match dismissed",
            _ => "match",
        })
    };
    view! {
        <li>
            <article class=class>
                {move || row.get().map(|row| view! { <Told row /> })}
                {move || may_answer.get().then(|| view! { <Answers phone id we_said /> })}
            </article>
        </li>
    }
    .into_any()
}

/// Everything of a match that one reads.
#[component]
fn Told(row: Shown) -> impl IntoView {
    let language = language();
    let other = match row.other {
        Some(resource) => view! {
            <p class=format!("card-kind {}", kind_class(resource.kind))>
                <span class="kind">{words::kind(language, resource.kind)}</span>
                <span class="category">{words::category(language, resource.category)}</span>
            </p>
            <h3 class="card-title">{resource.title.to_string()}</h3>
            <OwnerLine owner=row.owner />
            {resource.quantity.map(|quantity| view! { <p class="card-quantity"><QuantityText quantity /></p> })}
            <DetailsFold details=resource.details />
        }
        .into_any(),
        None => view! {
            <h3 class="card-title">{texts::someone_is_interested(language)}</h3>
            <OwnerLine owner=row.owner />
        }
        .into_any(),
    };
    let own = row.own_title.map_or_else(|| texts::by_your_interest(language).to_owned(), |title| texts::with_your_card(language, &title));
    view! {
        {row.synergy.then(|| view! { <p class="badge synergy">{texts::is_synergy(language)}</p> })}
        {other}
        <p class="match-own">{own}</p>
        {(!row.reasons.is_empty()).then(|| view! { <p class="reasons">{row.reasons}</p> })}
        <p class="said">
            <span>{texts::you_said(language, said(language, row.we_said))}</span>
            <span>{texts::they_said(language, said(language, row.they_said))}</span>
        </p>
        {row
            .meet
            .map(|meet| {
                view! {
                    <p class="meet">
                        <strong>{texts::meet(language)}</strong>
                        {meet}
                    </p>
                }
            })}
    }
    .into_any()
}

fn said(language: Language, said: Said) -> &'static str {
    match said {
        Said::Nothing => texts::said_nothing(language),
        Said::Interested => texts::said_interested(language),
        Said::NotForUs => texts::said_not_for_us(language),
    }
}

/// The two buttons. "Not for us" may say why.
#[component]
fn Answers(phone: PhoneState, id: MatchId, we_said: Memo<Said>) -> impl IntoView {
    let language = language();
    let (reason, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let action = routes::answer(phone.workshop_id, id);
    let send = move |answer: &str, reason: String, note: String| {
        let answer = AnswerDraft { answer: answer.to_owned(), reason, note };
        phone.ask(Command::AnswerMatch { match_id: id, answer, on_behalf_of: None });
    };
    let interested = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send("interested", String::new(), String::new());
    };
    let not_for_us = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send("not_for_us", reason.get_untracked(), note.get_untracked());
    };
    // The ids of the controls: there is one such form for each match.
    let form: &'static str = "answer";
    view! {
        <div class="actions">
            <form method="post" action=action.clone() on:submit=interested>
                <input type="hidden" name="answer" value="interested" />
                <button type="submit" class="toggle" aria-pressed=move || (we_said.get() == Said::Interested).to_string()>
                    {texts::interested(language)}
                </button>
            </form>
            <details class="confirm">
                <summary>{texts::not_for_us(language)}</summary>
                <form method="post" action=action class="stack" on:submit=not_for_us>
                    <input type="hidden" name="answer" value="not_for_us" />
                    <SelectField
                        form
                        number=id.0
                        name="reason"
                        label=texts::why(language)
                        choices=choices(Dismissal::ALL, Dismissal::code, |choice| words::dismissal(language, choice))
                        blank=texts::no_reason(language)
                        value=reason
                        on_input=Callback::new(move |code| reason.set(code))
                    />
                    <TextField
                        form
                        number=id.0
                        name="note"
                        label=texts::note(language)
                        hint=texts::note_hint(language)
                        value=note
                        on_input=Callback::new(move |text| note.set(text))
                        enterkeyhint="send"
                    />
                    <button type="submit">{texts::not_for_us(language)}</button>
                </form>
            </details>
        </div>
        {move || (we_said.get() == Said::NotForUs).then(|| view! { <p class="hint">{texts::may_change(language)}</p> })}
    }
    .into_any()
}
