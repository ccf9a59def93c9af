//! The running order: the steps of the day, each with its length, what people may do in it, and what the boards show;
//! and the clock of the step that is under way.

use serde::{Deserialize, Serialize};
use wire::Wire;

use super::Phase;
use crate::codes::coded;
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::text;
use crate::text::{Line, parse_number};
use crate::time::Timestamp;

/// The most steps of a running order.
pub const STEPS_MAX: usize = 40;
/// The longest step, in minutes.
pub const MINUTES_MAX: u32 = 600;

coded! {
    /// What kind of step it is.
    StepKind {
        /// People arrive and find a seat.
        Arrival = "arrival",
        /// Everybody listens to one person.
        Plenary = "plenary",
        /// The tables, each at its own; people change tables from one such step to the next.
        TableRound = "table_round",
        /// People walk along the cards and say what interests them.
        MarketWalk = "market_walk",
        /// Matches are looked at, and met.
        Matching = "matching",
        /// Both sides of each match say what they think of it.
        SelfAssessment = "self_assessment",
        /// A break, for coffee or a meal.
        Pause = "pause",
        /// What came of it, and what happens next.
        WrapUp = "wrap_up",
    }
}

coded! {
    /// What fills a board.
    Scene {
        /// How to get in, and who is there.
        Welcome = "welcome",
        /// Haves and wants as they come.
        Cards = "cards",
        /// Who could give what to whom.
        Map = "map",
        /// The most wanted cards, and those that nobody has taken up.
        Plenary = "plenary",
        /// The matches, best first.
        Matches = "matches",
        /// One match, in large.
        Spotlight = "spotlight",
        /// How much there is of everything.
        Figures = "figures",
        /// The time that is left.
        Timer = "timer",
        /// What came of the day.
        Outcome = "outcome",
    }
}

coded! {
    /// What somebody does for their table.
    TableRole {
        /// Leads the table's talk, and stays at it.
        Host = "host",
        /// Writes down for the table, and stays at it.
        Scribe = "scribe",
    }
}

impl StepKind {
    /// The phase that usually goes with it: what people may do.
    #[must_use]
    pub const fn usual_phase(self) -> Phase {
        match self {
            Self::Arrival => Phase::Welcome,
            Self::Plenary | Self::TableRound | Self::MarketWalk | Self::Pause => Phase::HavesWants,
            Self::Matching | Self::SelfAssessment => Phase::Matching,
            Self::WrapUp => Phase::Engagement,
        }
    }

    /// What boards usually show in it.
    #[must_use]
    pub const fn usual_scene(self) -> Scene {
        match self {
            Self::Arrival => Scene::Welcome,
            Self::Plenary => Scene::Plenary,
            Self::TableRound => Scene::Cards,
            Self::MarketWalk => Scene::Map,
            Self::Matching | Self::SelfAssessment => Scene::Matches,
            Self::Pause => Scene::Timer,
            Self::WrapUp => Scene::Outcome,
        }
    }
}

/// A step of the running order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Step {
    /// What kind of step.
    pub kind: StepKind,
    /// What it is called, where its kind does not say enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Line>,
    /// How long it lasts, in minutes.
    pub minutes: u32,
    /// What people may do in it.
    pub phase: Phase,
    /// What boards show.
    pub scene: Scene,
}

impl Step {
    /// A step as its kind usually is.
    #[must_use]
    pub fn usual(kind: StepKind, minutes: u32) -> Self {
        Self { kind, title: None, minutes, phase: kind.usual_phase(), scene: kind.usual_scene() }
    }
}

/// The clock of the step under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Clock {
    /// The step, counted from 0.
    pub step: u32,
    /// When it ends, if nothing stops the clock.
    pub ends_at: Timestamp,
    /// When the clock was stopped; none while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_at: Option<Timestamp>,
}

impl Clock {
    /// Milliseconds that are left at this moment (of the server's clock); below zero when the step has run over.
    #[must_use]
    pub fn left_ms(&self, now: Timestamp) -> i64 {
        self.ends_at.0 - self.paused_at.unwrap_or(now).0
    }

    /// Goes on after a stop, which took until `now`.
    pub(super) fn resume(&mut self, now: Timestamp) {
        if let Some(paused_at) = self.paused_at.take() {
            self.ends_at.0 += now.0 - paused_at.0;
        }
    }
}

/// The number of a table round among the table rounds, from 1; none for another step.
#[must_use]
pub fn round_of(steps: &[Step], step: u32) -> Option<u32> {
    let is_round = |step: &&Step| step.kind == StepKind::TableRound;
    let at = step as usize;
    steps.get(at).as_ref().filter(|step| is_round(step))?;
    u32::try_from(steps[..=at].iter().filter(is_round).count()).ok()
}

/// A step as it is typed. Blank phase and scene follow from the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(default)]
pub struct StepDraft {
    /// Code of the [`StepKind`].
    #[serde(deserialize_with = "text")]
    pub kind: String,
    /// What it is called.
    #[serde(deserialize_with = "text", skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How long it is to last, in minutes.
    #[serde(deserialize_with = "text")]
    pub minutes: String,
    /// Code of the [`Phase`].
    #[serde(deserialize_with = "text", skip_serializing_if = "String::is_empty")]
    pub phase: String,
    /// Code of the [`Scene`].
    #[serde(deserialize_with = "text", skip_serializing_if = "String::is_empty")]
    pub scene: String,
}

impl From<&Step> for StepDraft {
    fn from(step: &Step) -> Self {
        Self {
            kind: step.kind.code().to_owned(),
            title: step.title.as_ref().map(ToString::to_string).unwrap_or_default(),
            minutes: step.minutes.to_string(),
            phase: step.phase.code().to_owned(),
            scene: step.scene.code().to_owned(),
        }
    }
}

/// Reads a running order.
///
/// # Errors
/// Every problem, each at its field: `kind-0`, `minutes-0`, … by the number of the step.
pub fn read_steps(drafts: &[StepDraft]) -> Result<Vec<Step>, Refusal> {
    if drafts.len() > STEPS_MAX {
        return Err(Problem::TooLong.into());
    }
    let mut findings = Findings::default();
    let mut steps = Vec::with_capacity(drafts.len());
    for (at, draft) in drafts.iter().enumerate() {
        let field = |name: &str| format!("{name}-{at}");
        let kind = findings.check(&field("kind"), StepKind::from_code(draft.kind.trim()).ok_or(Problem::UnknownChoice));
        let title = findings.check(&field("title"), Line::parse_optional(&draft.title));
        let minutes = findings.check(&field("minutes"), minutes(&draft.minutes));
        let Some(kind) = kind else { continue };
        let phase = findings.check(&field("phase"), choice(&draft.phase, Phase::from_code, kind.usual_phase()));
        let scene = findings.check(&field("scene"), choice(&draft.scene, Scene::from_code, kind.usual_scene()));
        let step = (|| Some(Step { kind, title: title?, minutes: minutes?, phase: phase?, scene: scene? }))();
        steps.extend(step);
    }
    findings.into_result(Some(steps))
}

fn minutes(typed: &str) -> Result<u32, Problem> {
    if typed.trim().is_empty() {
        return Err(Problem::Missing);
    }
    let number = parse_number(typed)?;
    if number < 1.0 {
        return Err(Problem::NotPositive);
    }
    if number > f64::from(MINUTES_MAX) {
        return Err(Problem::Absurd);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and MINUTES_MAX
    Ok(number.round() as u32)
}

fn choice<T>(typed: &str, from_code: fn(&str) -> Option<T>, usual: T) -> Result<T, Problem> {
    match typed.trim() {
        "" => Ok(usual),
        code => from_code(code).ok_or(Problem::UnknownChoice),
    }
}

coded! {
    /// A running order to begin with.
    Template {
        /// A synergy workshop of half a day, in three table rounds (NISP method, without its names).
        HalfDay = "half_day",
        /// Two hours: one round at the tables, then the matches.
        Short = "short",
        /// A day: four rounds, a market walk, matches met twice.
        WholeDay = "whole_day",
    }
}

impl Template {
    /// The steps, each with the phase and the scene that usually go with it.
    #[must_use]
    pub fn steps(self) -> Vec<Step> {
        use StepKind::{Arrival, MarketWalk, Matching, Pause, Plenary, SelfAssessment, TableRound, WrapUp};
        let steps: &[(StepKind, u32)] = match self {
            Self::HalfDay => &[
                (Arrival, 30),
                (Plenary, 20),
                (TableRound, 30),
                (TableRound, 30),
                (Pause, 15),
                (TableRound, 30),
                (MarketWalk, 20),
                (Matching, 25),
                (SelfAssessment, 15),
                (WrapUp, 25),
            ],
            Self::Short => &[
                (Arrival, 15),
                (Plenary, 10),
                (TableRound, 40),
                (MarketWalk, 15),
                (Matching, 20),
                (SelfAssessment, 10),
                (WrapUp, 15),
            ],
            Self::WholeDay => &[
                (Arrival, 30),
                (Plenary, 30),
                (TableRound, 35),
                (TableRound, 35),
                (Pause, 20),
                (TableRound, 35),
                (TableRound, 35),
                (Pause, 75),
                (MarketWalk, 40),
                (Matching, 45),
                (Pause, 15),
                (SelfAssessment, 30),
                (WrapUp, 40),
            ],
        };
        let mut steps: Vec<Step> = steps.iter().map(|(kind, minutes)| Step::usual(*kind, *minutes)).collect();
        // While people are greeted nobody has posted anything: late comers need the code.
        if let Some(opening) = steps.iter_mut().find(|step| step.kind == Plenary) {
            opening.scene = Scene::Welcome;
        }
        steps
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_counted_among_the_rounds() {
        let steps = Template::HalfDay.steps();
        let rounds: Vec<Option<u32>> = (0..steps.len() as u32 + 1).map(|step| round_of(&steps, step)).collect();
        assert_eq!(rounds, [None, None, Some(1), Some(2), None, Some(3), None, None, None, None, None]);
    }

    #[test]
    fn what_was_read_can_be_written_and_read_again() {
        for template in Template::ALL {
            let steps = template.steps();
            let drafts: Vec<StepDraft> = steps.iter().map(StepDraft::from).collect();
            assert_eq!(read_steps(&drafts).expect("a template is good"), steps);
        }
    }

    #[test]
    fn mistakes_stand_at_their_step() {
        let good = StepDraft { kind: "pause".into(), minutes: "10".into(), ..StepDraft::default() };
        let bad = StepDraft { kind: "siesta".into(), minutes: "-3".into(), ..StepDraft::default() };
        let refusal = read_steps(&[good, bad]).expect_err("two mistakes");
        let at: Vec<_> = refusal.problems().iter().filter_map(|problem| problem.field.as_deref()).collect();
        assert_eq!(at, ["kind-1", "minutes-1"]);
    }
}
