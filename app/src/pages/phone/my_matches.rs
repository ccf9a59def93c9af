//! Own matches: why, who is on the other side, and what both say of it.

use domain::ids::{MatchId, ParticipantId};
use domain::matches::{Answer, Counterpart, Dismissal, Match, Reason, Side};
use domain::resource::ContactRelease;
use domain::workshop::{AnswerDraft, Card, Command, Deed, Phase, Workshop};
use element::{Child, Element, Key, children, element, live};
use leptos::prelude::*;

use super::long_list::LongList;
use super::room::toggle;
use super::state::{PhoneState, typed};
use crate::locale::colleagues::tap_noted_by_scribe;
use crate::locale::{common, language, phone as texts, words};
use crate::parts::card::{Owner, kind_colour, owner_line, told};
use crate::parts::field::{Field, Typing, choices};
use crate::parts::reason::{Introduced, introduced_line, reasons_line};
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

/// What the row of a match shows.
struct Shown<'a> {
    /// One's own card; none when one stands there by interest alone.
    own: Option<&'a Card>,
    /// The other side's card; none when somebody is there by interest alone.
    other: Option<&'a Card>,
    owner: Owner,
    reasons: String,
    we_said: Said,
    they_said: Said,
    /// Name, organisation and table of whom to meet, once it is told.
    meet: Option<String>,
    mutual: bool,
    synergy: bool,
    /// The scribe of the table said for them that they are interested, and they have said nothing yet.
    noted: bool,
}

/// How many matches wait for one's answer, while answers can be given.
pub(super) fn unanswered(phone: PhoneState) -> usize {
    if !phone.allows(Deed::Answer) {
        return 0;
    }
    let Some(me) = phone.me else { return 0 };
    phone.read(|workshop| {
        let waits = |found: &&Match| {
            let silent = workshop.side_of(found, me).is_some_and(|side| found.answer(side).is_none());
            silent && !found.is_dismissed() && found.synergy.is_none() && answering(phone, found.id).is_none()
        };
        phone
            .matches
            .with(|matches| matches.iter().filter_map(|key| workshop.matches.get(&id_of(*key)?)).filter(waits).count())
    })
}

/// The match whose row has this key.
fn id_of(key: Key) -> Option<MatchId> {
    u32::try_from(key).ok().map(MatchId)
}

/// The answer to this match that waits in the outbox, if there is one.
fn answering(phone: PhoneState, id: MatchId) -> Option<Said> {
    phone.outbox.waits_for(|command| match command {
        Command::AnswerMatch { match_id, answer, .. } if *match_id == id => Some(match &*answer.answer {
            "interested" => Said::Interested,
            "nothing" => Said::Nothing,
            _ => Said::NotForUs,
        }),
        _ => None,
    })
}

fn shown<'a>(
    phone: PhoneState,
    language: Language,
    workshop: &'a Workshop,
    found: &Match,
    me: ParticipantId,
) -> Option<Shown<'a>> {
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
                let mut meet = [&*them.name, ", ", &*them.organisation].concat();
                if let Some(table) = them.table {
                    meet.extend([", ", &texts::table_number(language, table)]);
                }
                meet
            },
        )
    });
    let noted = we_said == Said::Nothing && other.is_some_and(|card| card.noted.contains(&me));
    let owner = match (other, them) {
        (Some(card), _) => Owner::of(card, workshop),
        (None, them) => Owner {
            organisation: them.map(|them| them.organisation.to_string()),
            table: them.and_then(|them| them.table),
        },
    };
    // That somebody tapped is said in words of its own.
    let told: Vec<_> = found.reasons.iter().filter(|reason| **reason != Reason::Interest).cloned().collect();
    Some(Shown {
        own,
        other,
        owner,
        reasons: match own.zip(other) {
            Some((own, other)) => {
                let (first, second) = if side == Side::First { (own, other) } else { (other, own) };
                let cards = Introduced { first: &first.resource, second: &second.resource, reader: Some(side) };
                introduced_line(language, cards, &told)
            }
            None => reasons_line(language, &told),
        },
        we_said,
        they_said,
        meet,
        mutual,
        synergy: found.synergy.is_some(),
        noted,
    })
}

/// The third screen: the matches in which one is a party, and one's answers to them.
pub(super) fn my_matches(phone: PhoneState) -> Vec<Child> {
    let language = language();
    let mine = LongList::new(phone, move || phone.matches.get());
    let above = move || {
        let later = match phone.phase() {
            Phase::Preparation | Phase::Welcome => Some(texts::matches_come_later(language)),
            Phase::HavesWants => Some(texts::answers_come_later(language)),
            Phase::Matching | Phase::Engagement => None,
            Phase::Closed => Some(texts::answers_are_over(language)),
        };
        let nothing = mine.is_empty().then(|| element("p").class("empty").child(texts::no_match_yet(language)));
        children![later.map(|later| element("p").class("notice").child(later)), nothing]
    };
    let row = move |key| match_row(phone, id_of(key)?);
    let mut all = children![element("h2").child(texts::tab_matches(language)), live(above)];
    all.extend(mine.drawn("matches", routes::my_matches(phone.workshop_id), row));
    all
}

fn match_row(phone: PhoneState, id: MatchId) -> Option<Element> {
    phone.read(|workshop| {
        let row = shown(phone, language(), workshop, workshop.matches.get(&id)?, phone.me?)?;
        let class = match row {
            _ if row.synergy => "match synergy",
            _ if row.mutual => "match mutual",
            _ if row.we_said == Said::NotForUs || row.they_said == Said::NotForUs => "match dismissed",
            _ => "match",
        };
        let colour = row.other.as_ref().map_or("", |card| kind_colour(card.resource.kind));
        let about = row
            .other
            .map_or_else(|| row.owner.organisation.clone().unwrap_or_default(), |card| card.resource.title.to_string());
        let answered = phone.allows(Deed::Answer) && !row.synergy;
        let (no, of_cards) = (row.we_said == Said::NotForUs, row.own.is_some() && row.other.is_some());
        let told = if answered && no {
            put_away(row.we_said, &about)
        } else {
            let we_said = row.we_said;
            let mut told = said_of_it(phone, row);
            if answered {
                told.push(answers(phone, id, we_said, &about).into());
            }
            told
        };
        // At one place whatever is said above it: the focus stays where one tapped, and so does the way back.
        let absurd = (answered && (no || of_cards)).then(|| absurd(phone, id, no, &about));
        Some(element("li").child(
            element("article").class([class, colour].concat()).child(element("div").children(told)).child(absurd),
        ))
    })
}

/// A match in full: the other card, who it is from, the reasons, and what both sides said.
fn said_of_it(phone: PhoneState, row: Shown) -> Vec<Child> {
    let language = language();
    let mut said =
        children![row.synergy.then(|| element("p").class("badge synergy").child(texts::is_synergy(language)))];
    match row.other {
        Some(card) => said.extend(told(card, Some(row.owner), phone.photo(card))),
        None => said.extend(children![
            element("h3").class("card-title").child(texts::someone_is_interested(language)),
            owner_line(row.owner)
        ]),
    }
    let by_interest = if row.noted { tap_noted_by_scribe } else { texts::by_your_interest };
    let own = row
        .own
        .map_or_else(|| by_interest(language).to_owned(), |card| texts::with_your_card(language, &card.resource.title));
    let answer = |words: String| element("span").child(words);
    said.extend(children![
        element("p").class("match-own").child(own),
        (!row.reasons.is_empty()).then(|| element("p").class("reasons").child(row.reasons)),
        element("p")
            .class("said")
            .child(answer(texts::you_said(language, words_of(language, row.we_said))))
            .child(answer(texts::they_said(language, words_of(language, row.they_said)))),
        row.meet
            .map(|meet| element("p").class("meet").child(element("strong").child(texts::meet(language))).child(meet)),
    ]);
    said
}

/// A match that one does not want, in short.
fn put_away(we_said: Said, about: &str) -> Vec<Child> {
    let language = language();
    children![
        element("h3").class("card-title").child(about.to_owned()),
        element("p").class("said").child(texts::you_said(language, words_of(language, we_said))),
    ]
}

fn words_of(language: Language, said: Said) -> &'static str {
    match said {
        Said::Nothing => texts::said_nothing(language),
        Said::Interested => texts::said_interested(language),
        Said::NotForUs => texts::said_not_for_us(language),
    }
}

/// A form that gives this answer to a match; the caller adds its button and further fields.
fn saying(phone: PhoneState, id: MatchId, answer: &'static str) -> Element {
    element("form")
        .attr("method", "post")
        .attr("action", routes::answer(phone.workshop_id, id))
        .on_submit(move |event| {
            let typed = |field: &str| typed(event, field);
            let answer = AnswerDraft { answer: typed("answer"), reason: typed("reason"), note: typed("note") };
            phone.ask(Command::AnswerMatch { match_id: id, answer, on_behalf_of: None });
        })
        .child(hidden("answer", answer))
}

fn hidden(name: &'static str, value: &'static str) -> Element {
    element("input").attr("type", "hidden").attr("name", name).attr("value", value)
}

/// A control that tells those who only hear it what it is about.
fn named(control: Element, words: &'static str, about: &str) -> Element {
    control.attr("aria-label", common::labelled(language(), words, about)).child(words)
}

/// A button that says in one tap that the two cards have nothing to do with each other. After a no, it takes the no
/// back.
fn absurd(phone: PhoneState, id: MatchId, no: bool, about: &str) -> Element {
    let language = language();
    let (answer, reason, words) = if no {
        ("nothing", "", texts::take_back(language))
    } else {
        ("not_for_us", Dismissal::Unrelated.code(), texts::absurd(language))
    };
    let button = element("button").attr("type", "submit").class("quiet");
    saying(phone, id, answer).class("absurd").child(hidden("reason", reason)).child(named(button, words, about))
}

/// The two buttons. "Not for us" may say why: what is typed there stays in the page until it is sent.
fn answers(phone: PhoneState, id: MatchId, we_said: Said, about: &str) -> Element {
    let language = language();
    // The ids of the controls carry the number: there is one such form for each match.
    let field = |name: &'static str, label: &str, hint: &str| Field {
        name,
        label: label.to_owned(),
        hint: hint.to_owned(),
        form: "answer",
        number: id.0,
        ..Field::default()
    };
    let reasons = choices(Dismissal::ALL, Dismissal::code, |choice| words::dismissal(language, choice));
    let not_for_us = saying(phone, id, "not_for_us")
        .class("stack")
        .child(field("reason", texts::why(language), "").choice(texts::no_reason(language), reasons))
        .child(
            field("note", texts::note(language), texts::note_hint(language))
                .line(&Typing { enterkeyhint: "send", ..Typing::default() }),
        )
        .child(element("button").attr("type", "submit").child(texts::not_for_us(language)));
    let why = element("details")
        .class("confirm")
        .child(named(element("summary"), texts::not_for_us(language), about))
        .child(not_for_us);
    // A yes is taken back by the other button.
    let yes = we_said == Said::Interested;
    let toggle = toggle(yes).maybe("aria-disabled", yes.then_some("true"));
    let interested = saying(phone, id, "interested").child(named(toggle, texts::interested(language), about));
    element("div").class("actions").child(interested).child(why)
}
