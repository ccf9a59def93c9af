//! Asking companies how a synergy stands, and what their answers change.
//!
//! A company answers in ten seconds: one of four states, and one or two figures where there are some. An answer moves
//! the synergy on, never back, and is kept with its author like any other change. Questions come at the interval that
//! the programme sets, stop as soon as one is answered, stop after [`IN_A_ROW`] without an answer, and stop for ever
//! when they are refused.

use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::ids::{SynergyId, WorkshopId};
use crate::problem::{Findings, Problem, Refusal};
use crate::programme::SynergyRecord;
use crate::synergy::{LostReason, Stage};
use crate::text::{Paragraph, parse_number};
use crate::time::Timestamp;

/// How many questions are asked without an answer before the programme is left to phone.
pub const IN_A_ROW: u32 = 3;
/// After an answer about an open synergy the next question waits for so many intervals.
pub const AFTER_ANSWER: i64 = 3;
/// A realised synergy is asked for its year's figures once a year.
const YEAR_DAYS: i64 = 365;
const DAY_MS: i64 = 86_400_000;
/// A link by which nothing was asked or answered for so many days opens nothing any more: a mailbox changes hands.
const LINK_DAYS: i64 = 3 * YEAR_DAYS;
/// An answer that gave a synergy up can be corrected for so many days.
const CORRECTED_DAYS: i64 = 30;
/// So many answers a day come by one link; a company that corrects itself needs two or three.
pub const ANSWERS_A_DAY: u32 = 10;

coded! {
    /// What a company says of a synergy.
    Answer {
        /// The companies still talk.
        Talking = "talking",
        /// They agreed: it is being set up.
        Agreed = "agreed",
        /// The synergy is realised: it runs.
        Done = "done",
        /// It stopped, and why.
        Stopped = "stopped",
    }
}

coded! {
    /// The two sides of a synergy.
    SideOfSynergy {
        /// Who gives, or shares first.
        Giver = "giver",
        /// Who receives, or shares as well.
        Receiver = "receiver",
    }
}

impl SideOfSynergy {
    /// The side opposite.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Giver => Self::Receiver,
            Self::Receiver => Self::Giver,
        }
    }
}

impl Answer {
    /// Where the synergy stands after this answer. An answer never takes it back along the chain; what is realised
    /// stays realised.
    #[must_use]
    pub fn stage_after(self, now: Stage) -> Stage {
        let at_least =
            |stage: Stage| if now == Stage::OnHold || now == Stage::Lost || now < stage { stage } else { now };
        match self {
            Self::Talking => at_least(Stage::Discussion),
            Self::Agreed => at_least(Stage::Implementation),
            Self::Done => Stage::Realised,
            Self::Stopped if now == Stage::Realised => now,
            Self::Stopped => Stage::Lost,
        }
    }
}

/// An answer as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerDraft {
    /// Code of an [`Answer`].
    pub state: String,
    /// Code of a [`LostReason`], when it stopped.
    pub reason: String,
    /// Tonnes reused or recycled this year, or blank.
    pub tonnes: String,
    /// Euros saved this year, or blank.
    pub savings: String,
    /// What else they say, in their own words, or blank.
    pub note: String,
}

/// An answer, read and valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// How the synergy stands, as they say.
    pub state: Answer,
    /// Why it stopped; none where it did not.
    pub reason: Option<LostReason>,
    /// Tonnes reused or recycled this year, where they said so.
    pub tonnes: Option<f64>,
    /// Euros saved this year, where they said so.
    pub savings: Option<f64>,
    /// What else they say, in their own words.
    pub note: Option<String>,
}

impl AnswerDraft {
    /// The answer.
    ///
    /// # Errors
    /// Every problem, each at its field: no state, a synergy that stopped without a reason, figures that are none.
    pub fn parse(&self) -> Result<Answered, Refusal> {
        let mut findings = Findings::default();
        let state = findings.check("state", Answer::from_code(self.state.trim()).ok_or(Problem::Missing));
        let reason = findings.check(
            "reason",
            match (state, self.reason.trim()) {
                (Some(Answer::Stopped), "") => Err(Problem::ReasonMissing),
                (Some(Answer::Stopped), code) => LostReason::from_code(code).map(Some).ok_or(Problem::UnknownChoice),
                _ => Ok(None),
            },
        );
        let amount = |typed: &str| match typed.trim() {
            "" => Ok(None),
            typed => parse_number(typed).and_then(|amount| match amount {
                amount if amount < 0.0 => Err(Problem::NotPositive),
                amount if amount > 1e9 => Err(Problem::Absurd),
                amount => Ok(Some(amount)),
            }),
        };
        let tonnes = findings.check("tonnes", amount(&self.tonnes));
        let savings = findings.check("savings", amount(&self.savings));
        let note = findings.check("note", Paragraph::parse_optional(&self.note));
        let read = (|| {
            Some(Answered {
                state: state?,
                reason: reason?,
                tonnes: tonnes?,
                savings: savings?,
                note: note?.map(|note| note.to_string()),
            })
        })();
        findings.into_result(read)
    }
}

/// One side's link, with what was asked and answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What names it among all links; it opens nothing.
    pub handle: String,
    /// What opens it. It allows to answer for this side, and nothing else. None where it cannot be read any more: then
    /// a new one is made.
    pub token: Option<String>,
    /// The workshop that the synergy came from.
    pub workshop: WorkshopId,
    /// The number of the synergy in that workshop.
    pub synergy: SynergyId,
    /// The side whose company answers by this link.
    pub side: SideOfSynergy,
    /// The address to which the question is mailed; none: it is asked by other ways.
    pub email: Option<String>,
    /// The language in which it is asked.
    pub language: crate::workshop::Language,
    /// Since when this side can be asked.
    pub created_at: Timestamp,
    /// When the link that opens now was made.
    pub made_at: Option<Timestamp>,
    /// When it was last opened, to the minute.
    pub used_at: Option<Timestamp>,
    /// When the programme ended it.
    pub ended_at: Option<Timestamp>,
    /// When they asked not to be asked any more.
    pub refused_at: Option<Timestamp>,
    /// How many questions were asked since the last answer.
    pub asked: u32,
    /// When the last question was asked.
    pub last_asked: Option<Timestamp>,
    /// When the last answer came, and what it was.
    pub last_answer: Option<(Timestamp, Answer)>,
}

/// Why a link opens nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// They asked not to be asked any more.
    Refused,
    /// The programme ended it.
    Ended,
    /// The synergy is given up: there is no question any more.
    GivenUp,
    /// Nothing was asked or answered by it for three years.
    Old,
}

/// Whether something is expected from a company, and from whom the next move is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// They do not want to be asked any more.
    Refused,
    /// The programme ended the link: nobody is asked until one is made anew.
    Ended,
    /// Nothing to ask: the synergy is given up, or the interval is not over.
    Later,
    /// It is time to ask.
    Ask,
    /// They were asked and have time left.
    Waiting,
    /// They were asked and have not answered within the interval; another question goes out.
    Remind,
    /// Asked often enough: the programme phones.
    Late,
}

impl Link {
    /// Why this link opens nothing, of a synergy at this stage; none while it opens its question.
    #[must_use]
    pub fn closed(&self, stage: Stage, now: Timestamp) -> Option<Closed> {
        let within = |since: Timestamp, days: i64| now.0 - since.0 < days * DAY_MS;
        if self.refused_at.is_some() {
            return Some(Closed::Refused);
        }
        if self.ended_at.is_some() {
            return Some(Closed::Ended);
        }
        let answered = self.last_answer.map(|(at, _)| at);
        if stage == Stage::Lost
            && !self.last_answer.is_some_and(|(at, answer)| answer == Answer::Stopped && within(at, CORRECTED_DAYS))
        {
            return Some(Closed::GivenUp);
        }
        let last =
            [Some(self.made_at.unwrap_or(self.created_at)), self.last_asked, answered].into_iter().flatten().max();
        if last.is_some_and(|last| within(last, LINK_DAYS)) { None } else { Some(Closed::Old) }
    }

    /// What is to be done for this side at this moment, of a synergy at this stage, in a programme that asks every
    /// `interval_days`.
    #[must_use]
    pub fn due(&self, stage: Stage, interval_days: u32, now: Timestamp) -> Due {
        if self.refused_at.is_some() {
            return Due::Refused;
        }
        if self.ended_at.is_some() {
            return Due::Ended;
        }
        if stage == Stage::Lost || interval_days == 0 {
            return Due::Later;
        }
        let interval = i64::from(interval_days) * DAY_MS;
        let passed = |since: Timestamp, wait: i64| now.0 - since.0 >= wait;
        match (self.last_asked, self.last_answer) {
            (Some(asked), answer) if answer.is_none_or(|(answered, _)| answered < asked) => {
                match (passed(asked, interval), self.asked) {
                    (false, _) => Due::Waiting,
                    (true, count) if count >= IN_A_ROW => Due::Late,
                    (true, _) => Due::Remind,
                }
            }
            (_, Some((answered, _))) => {
                let wait = if stage == Stage::Realised { YEAR_DAYS * DAY_MS } else { interval * AFTER_ANSWER };
                if passed(answered, wait) { Due::Ask } else { Due::Later }
            }
            (_, None) => {
                if passed(self.created_at, interval) {
                    Due::Ask
                } else {
                    Due::Later
                }
            }
        }
    }
}

/// One side of a synergy, with what is expected of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The link of this side, with what was asked and answered.
    pub link: Link,
    /// The synergy that is asked about.
    pub record: SynergyRecord,
    /// What is to be done for this side now.
    pub due: Due,
}

impl Asked {
    /// The key of the synergy.
    #[must_use]
    pub const fn synergy(&self) -> crate::ledger::SynergyKey {
        (self.link.workshop, self.link.synergy)
    }

    /// The company of this side, and the one of the other.
    #[must_use]
    pub fn companies(&self) -> (&str, &str) {
        let (giver, receiver) = (self.record.giver.organisation.as_str(), self.record.receiver.organisation.as_str());
        match self.link.side {
            SideOfSynergy::Giver => (giver, receiver),
            SideOfSynergy::Receiver => (receiver, giver),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link {
            handle: String::new(),
            token: None,
            workshop: WorkshopId(uuid::Uuid::nil()),
            synergy: SynergyId(1),
            side: SideOfSynergy::Giver,
            email: None,
            language: crate::workshop::Language::French,
            created_at: Timestamp(0),
            made_at: None,
            used_at: None,
            ended_at: None,
            refused_at: None,
            asked: 0,
            last_asked: None,
            last_answer: None,
        }
    }

    fn day(day: i64) -> Timestamp {
        Timestamp(day * DAY_MS)
    }

    #[test]
    fn questions_come_at_intervals_and_stop_when_answered_refused_or_in_vain() {
        let at = |link: &Link, on: i64| link.due(Stage::Discussion, 30, day(on));
        assert_eq!((at(&link(), 29), at(&link(), 30)), (Due::Later, Due::Ask));
        let asked = Link { asked: 1, last_asked: Some(day(30)), ..link() };
        assert_eq!((at(&asked, 59), at(&asked, 60)), (Due::Waiting, Due::Remind));
        let in_vain = Link { asked: IN_A_ROW, ..asked.clone() };
        assert_eq!(at(&in_vain, 60), Due::Late);
        let answered = Link { last_answer: Some((day(40), Answer::Talking)), ..asked.clone() };
        assert_eq!((at(&answered, 100), at(&answered, 130)), (Due::Later, Due::Ask));
        let refused = Link { refused_at: Some(day(31)), ..asked };
        assert_eq!(at(&refused, 500), Due::Refused);
    }

    #[test]
    fn a_link_opens_its_question_while_there_is_one() {
        let closed = |link: &Link, stage: Stage, on: i64| link.closed(stage, day(on));
        assert_eq!((closed(&link(), Stage::Discussion, 0), closed(&link(), Stage::Discussion, 1_094)), (None, None));
        assert_eq!(closed(&link(), Stage::Discussion, 1_095), Some(Closed::Old));
        let asked = Link { asked: 1, last_asked: Some(day(1_000)), ..link() };
        assert_eq!(
            (closed(&asked, Stage::Realised, 2_094), closed(&asked, Stage::Realised, 2_095)),
            (None, Some(Closed::Old))
        );
        assert_eq!(closed(&asked, Stage::Lost, 1_001), Some(Closed::GivenUp), "by others");
        let stopped = Link { last_answer: Some((day(1_001), Answer::Stopped)), ..asked.clone() };
        assert_eq!(
            (closed(&stopped, Stage::Lost, 1_030), closed(&stopped, Stage::Lost, 1_031)),
            (None, Some(Closed::GivenUp)),
            "by themselves"
        );
        assert_eq!(closed(&Link { refused_at: Some(day(2)), ..link() }, Stage::Discussion, 3), Some(Closed::Refused));
        let ended = Link { ended_at: Some(day(2)), ..link() };
        assert_eq!(
            (closed(&ended, Stage::Discussion, 3), ended.due(Stage::Discussion, 30, day(300))),
            (Some(Closed::Ended), Due::Ended)
        );
    }

    #[test]
    fn a_realised_synergy_is_asked_once_a_year_a_lost_one_never_and_nobody_where_the_programme_asks_nothing() {
        let done = Link { asked: 1, last_asked: Some(day(30)), last_answer: Some((day(31), Answer::Done)), ..link() };
        assert_eq!(
            (done.due(Stage::Realised, 30, day(395)), done.due(Stage::Realised, 30, day(396))),
            (Due::Later, Due::Ask)
        );
        assert_eq!(link().due(Stage::Lost, 30, day(900)), Due::Later);
        assert_eq!(link().due(Stage::Idea, 0, day(900)), Due::Later);
    }

    #[test]
    fn an_answer_moves_on_and_never_back() {
        assert_eq!(Answer::Talking.stage_after(Stage::Idea), Stage::Discussion);
        assert_eq!(Answer::Talking.stage_after(Stage::Implementation), Stage::Implementation);
        assert_eq!(Answer::Talking.stage_after(Stage::OnHold), Stage::Discussion);
        assert_eq!(Answer::Agreed.stage_after(Stage::Realised), Stage::Realised);
        assert_eq!(Answer::Done.stage_after(Stage::Lost), Stage::Realised);
        assert_eq!(Answer::Stopped.stage_after(Stage::Realised), Stage::Realised);
        assert_eq!(Answer::Stopped.stage_after(Stage::Negotiation), Stage::Lost);
    }

    #[test]
    fn who_stopped_says_why_and_figures_are_numbers() {
        let draft =
            AnswerDraft { state: "stopped".into(), tonnes: "x".into(), savings: "-3".into(), ..Default::default() };
        let problems = draft.parse().err().map(|refusal| {
            refusal.problems().iter().map(|problem| problem.field.clone().unwrap_or_default()).collect::<Vec<_>>()
        });
        assert_eq!(problems, Some(vec!["reason".to_owned(), "tonnes".to_owned(), "savings".to_owned()]));
        let answered = AnswerDraft {
            state: "done".into(),
            tonnes: "12,5".into(),
            reason: "technical".into(),
            ..Default::default()
        }
        .parse()
        .ok();
        assert_eq!(answered.map(|answered| (answered.tonnes, answered.reason)), Some((Some(12.5), None)));
    }
}
