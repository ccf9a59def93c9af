//! Evaluating a programme by a referential: axes, themes and indicators with their levels, all of them data.
//!
//! The structure follows what is public of ELIPSE (2022): three axes (governance, economic model, activities and
//! results), 29 indicators, 19 of them compulsory to close a year, quantitative or qualitative, maturity levels, radar
//! and curves. The official texts are not public: the referential that comes with the program is an example of that
//! structure and says so.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ledger::Report;
use crate::problem::{FieldProblem, Problem, Refusal};
use crate::synergy::{Indicator as Counted, Stage, SynergyKind};
use crate::text::{Line, optional, parse_number};
use crate::workshop::Language;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub fr: String,
    pub en: String,
}

impl Words {
    /// In this language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::French => &self.fr,
            Language::English => &self.en,
        }
    }
}

/// A referential: a frame by which a programme is evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Referential {
    /// Its name, which says what it is.
    pub name: Words,
    /// Where it comes from, in words.
    pub source: String,
    /// Its axes, in the order in which they are shown.
    pub axes: Vec<Axis>,
    /// Levels of maturity, from the lowest: each begins at this mean of the levels of all indicators.
    pub maturity: Vec<(f64, Words)>,
}

/// A main part of the referential: governance, say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What the axis is called, in both languages.
    pub name: Words,
    /// Its themes: the spokes of the radar.
    pub themes: Vec<Theme>,
}

/// A theme within an axis: a spoke of the radar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Theme {
    /// What the theme is called, in both languages.
    pub name: Words,
    /// The indicators that make up its level.
    pub indicators: Vec<Question>,
}

/// An indicator: what is asked each year, and how the answer becomes a level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its key, unique in the referential.
    pub key: String,
    /// What is asked.
    pub name: Words,
    /// Whether a year cannot be closed without it.
    #[serde(default)]
    pub compulsory: bool,
    /// How it is answered, and how the answer becomes a level.
    pub scale: Scale,
    /// What of the programme's own data answers it, by its code ([`answered_by_data`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

/// How an indicator is answered, and what level from 0 to 4 an answer stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// One of five descriptions, from level 0 to 4.
    Levels([Words; 5]),
    /// A number; level 1 to 4 from these values on.
    Number {
        /// The unit of the number, as it is shown beside it.
        unit: String,
        /// The values from which levels 1 to 4 begin.
        from: [f64; 4],
    },
}

impl Question {
    /// The level, from 0 to 4, of this answer.
    #[must_use]
    pub fn level(&self, value: f64) -> f64 {
        match &self.scale {
            Scale::Levels(_) => value.clamp(0.0, 4.0),
            Scale::Number { from, .. } => {
                let reached = from.iter().filter(|start| value >= **start).count();
                f64::from(u8::try_from(reached).unwrap_or(4))
            }
        }
    }
}

impl Referential {
    /// Every indicator of all axes and themes, in their order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.axes.iter().flat_map(|axis| &axis.themes).flat_map(|theme| &theme.indicators)
    }

    /// What is wrong with it, if anything: something without a name, a key twice, thresholds that fall, no maturity
    /// from zero on.
    #[must_use]
    pub fn defect(&self) -> Option<String> {
        let mut keys = std::collections::BTreeSet::new();
        for question in self.questions() {
            if question.name.fr.trim().is_empty()
                || question.name.en.trim().is_empty()
                || question.key.trim().is_empty()
            {
                return Some(question.key.clone());
            }
            if !keys.insert(&question.key) {
                return Some(question.key.clone());
            }
            if let Scale::Number { from, .. } = &question.scale
                && from.windows(2).any(|pair| pair[0] > pair[1])
            {
                return Some(question.key.clone());
            }
            if question.data.as_deref().is_some_and(|code| !DATA.contains(&code)) {
                return Some(question.key.clone());
            }
        }
        if keys.is_empty() || self.maturity.first().is_none_or(|(from, _)| *from > 0.0) {
            Some("maturity".to_owned())
        } else {
            None
        }
    }

    /// The mean level of each theme, from 0 to 4; none while something compulsory of it is missing: one good answer
    /// does not make a good theme.
    #[must_use]
    pub fn themes(&self, answers: &BTreeMap<String, f64>) -> Vec<(&Theme, Option<f64>)> {
        let mean = |theme: &Theme| {
            let levels: Vec<f64> = theme
                .indicators
                .iter()
                .filter_map(|question| answers.get(&question.key).map(|value| question.level(*value)))
                .collect();
            #[allow(clippy::cast_precision_loss)] // a handful of indicators
            let count = levels.len() as f64;
            let complete =
                theme.indicators.iter().all(|question| !question.compulsory || answers.contains_key(&question.key));
            (complete && !levels.is_empty()).then(|| levels.iter().sum::<f64>() / count)
        };
        self.axes.iter().flat_map(|axis| &axis.themes).map(|theme| (theme, mean(theme))).collect()
    }

    /// The compulsory indicators that are not answered.
    #[must_use]
    pub fn missing(&self, answers: &BTreeMap<String, f64>) -> Vec<&Question> {
        self.questions().filter(|question| question.compulsory && !answers.contains_key(&question.key)).collect()
    }

    /// The level of maturity; none while something compulsory is missing.
    #[must_use]
    pub fn maturity(&self, answers: &BTreeMap<String, f64>) -> Option<&Words> {
        if !self.missing(answers).is_empty() {
            return None;
        }
        let means: Vec<f64> = self.themes(answers).into_iter().filter_map(|(_, mean)| mean).collect();
        #[allow(clippy::cast_precision_loss)]
        let mean = means.iter().sum::<f64>() / (means.len().max(1) as f64);
        self.maturity.iter().rev().find(|(from, _)| mean >= *from).map(|(_, words)| words)
    }
}

/// An answer given by hand for a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The answer; none: there is none, or it was taken back, and the data answer.
    pub value: Option<f64>,
    /// Why it is so, in words of whoever gave it.
    pub note: Option<String>,
}

/// A year of evaluation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    /// Every answer, by hand or from the data, by the key of its indicator.
    pub answers: BTreeMap<String, f64>,
    /// What the data answer.
    pub from_data: BTreeMap<String, f64>,
    /// What was answered by hand, and holds instead.
    pub by_hand: BTreeMap<String, Given>,
}

impl Year {
    /// The year, from what the data answer and what was answered by hand.
    #[must_use]
    pub fn of(from_data: BTreeMap<String, f64>, by_hand: BTreeMap<String, Given>) -> Self {
        let mut answers = from_data.clone();
        answers.extend(by_hand.iter().filter_map(|(key, given)| Some((key.clone(), given.value?))));
        Self { answers, from_data, by_hand }
    }

    /// What was noted beside an answer.
    #[must_use]
    pub fn note(&self, key: &str) -> Option<&str> {
        self.by_hand.get(key)?.note.as_deref()
    }
}

/// An evaluation: the frame, and its years.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The questions, their scales and their texts.
    pub referential: Referential,
    /// Whether it is the example that comes with the program.
    pub is_example: bool,
    /// The years, up to this one.
    pub years: BTreeMap<i32, Year>,
}

/// An answer, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerDraft {
    /// The number, or the level; blank: the data answer.
    pub value: String,
    /// Why it is so, or blank.
    pub note: String,
}

/// Answers are shown with two decimals: who sends back what is shown has changed nothing.
const AS_SHOWN: f64 = 0.005_1;

impl Referential {
    /// Reads what was typed for a year: an answer by hand for each of these indicators. What the data say anyway needs
    /// none.
    ///
    /// # Errors
    /// Every problem, each at the key of its indicator.
    pub fn read(
        &self,
        typed: &BTreeMap<String, AnswerDraft>,
        before: &Year,
    ) -> Result<BTreeMap<String, Given>, Refusal> {
        let mut problems = Vec::new();
        let mut read = BTreeMap::new();
        for Question { key, .. } in self.questions() {
            let Some(draft) = typed.get(key) else { continue };
            let value =
                optional(&draft.value, parse_number).map(|value| value.and_then(|value| before.meant(key, value)));
            match (value, Line::parse_optional(&draft.note)) {
                (Ok(value), Ok(note)) => {
                    read.insert(key.clone(), Given { value, note: note.map(|note| note.to_string()) });
                }
                (value, note) => {
                    let code = value.err().or(note.err()).unwrap_or(Problem::Malformed);
                    problems.push(FieldProblem { code, field: Some(key.clone()) });
                }
            }
        }
        Refusal::of(problems).map_or(Ok(read), Err)
    }
}

impl Year {
    /// What whoever typed this value wants to stand by hand.
    fn meant(&self, key: &str, typed: f64) -> Option<f64> {
        let is_typed = |shown: Option<&f64>| shown.is_some_and(|shown| (shown - typed).abs() < AS_SHOWN);
        if is_typed(self.answers.get(key)) {
            self.by_hand.get(key).and_then(|given| given.value)
        } else {
            Some(typed).filter(|_| !is_typed(self.from_data.get(key)))
        }
    }
}

/// Codes of what the programme's own data can answer.
pub const DATA: [&str; 10] = [
    "workshops",
    "organisations",
    "synergies",
    "discussed",
    "realised",
    "mutualised",
    "tonnes_reused",
    "co2e_avoided",
    "euros",
    "jobs",
];

/// What the data say for this code.
#[must_use]
pub fn answered_by_data(code: &str, report: &Report, workshops: u32, organisations: u32) -> Option<f64> {
    let sum = |indicator: Counted| report.all.sums.get(&indicator).map_or(0.0, |sum| sum.amount);
    let reached = |stage: Stage| f64::from(report.funnel.reached.get(&stage).copied().unwrap_or(0));
    Some(match code {
        "workshops" => f64::from(workshops),
        "organisations" => f64::from(organisations),
        "synergies" => reached(Stage::Idea),
        "discussed" => reached(Stage::Discussion),
        "realised" => f64::from(report.all.realised),
        "mutualised" => f64::from(
            report
                .kinds
                .iter()
                .filter(|(kind, _)| **kind != SynergyKind::Substitution)
                .map(|(_, part)| part.realised)
                .sum::<u32>(),
        ),
        "tonnes_reused" => sum(Counted::TonnesReused),
        "co2e_avoided" => sum(Counted::Co2eAvoided),
        "euros" => sum(Counted::Savings) + sum(Counted::Sales),
        "jobs" => sum(Counted::JobsCreated) + sum(Counted::JobsKept),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn referential() -> Referential {
        let name = Words { fr: "Tonnes".into(), en: "Tonnes".into() };
        let scale = Scale::Number { unit: "t".into(), from: [1.0, 2.0, 3.0, 4.0] };
        let question = Question { key: "tonnes".into(), name: name.clone(), compulsory: false, scale, data: None };
        let themes = vec![Theme { name: name.clone(), indicators: vec![question] }];
        Referential {
            name: name.clone(),
            source: String::new(),
            axes: vec![Axis { name, themes }],
            maturity: Vec::new(),
        }
    }

    /// What stands by hand once this was typed.
    fn read(value: &str, before: &Year) -> Option<f64> {
        let draft = AnswerDraft { value: value.into(), note: String::new() };
        let read = referential().read(&[("tonnes".to_owned(), draft)].into(), before);
        read.ok().and_then(|mut read| read.remove("tonnes")).and_then(|given| given.value)
    }

    #[test]
    fn who_sends_back_what_is_shown_changes_nothing() {
        let data = || [("tonnes".to_owned(), 1_234.567)].into();
        let from_data = Year::of(data(), BTreeMap::new());
        assert_eq!(read("1 234,57", &from_data), None, "the data go on answering");
        assert_eq!(read("", &from_data), None);
        assert_eq!(read("1 500", &from_data), Some(1_500.0));
        let given = Given { value: Some(1_500.126), note: None };
        let by_hand = Year::of(data(), [("tonnes".to_owned(), given)].into());
        assert_eq!(by_hand.answers["tonnes"], 1_500.126);
        assert_eq!(read("1 500,13", &by_hand), Some(1_500.126), "the answer by hand stays as it was given");
        assert_eq!(read("1 234,57", &by_hand), None, "what the data say anyway needs none");
        assert_eq!(read("", &by_hand), None, "taken back");
    }
}
