//! The matcher: reads texts and tells how well a have and a want fit.

use crate::cases::Cases;
use crate::encoder::Encoder;
use crate::knowledge::Knowledge;
use crate::learnt::Turned;
use crate::meaning::Meaning;
use crate::model::Model;
use crate::reading::Reading;
use crate::score::{self, Comparison};
use crate::trace::{Serving, Trace};

/// Reads and compares. Cheap to share, the same in every run.
#[derive(Debug)]
pub struct Matcher {
    pub(crate) knowledge: &'static Knowledge,
    pub(crate) model: Model,
    pub(crate) cases: &'static Cases,
    meaning: Option<Meaning>,
}

impl Matcher {
    /// Without an encoder.
    #[must_use]
    pub fn new() -> Self {
        Self::knowing(Knowledge::get(), None)
    }

    /// With an encoder. Reads all functions with it, which takes about a second.
    #[must_use]
    pub fn with_encoder(encoder: Encoder) -> Self {
        Self::knowing(Knowledge::get(), Some(encoder))
    }

    /// The same with other knowledge: for fitting and measuring.
    #[must_use]
    pub fn knowing(knowledge: &'static Knowledge, encoder: Option<Encoder>) -> Self {
        let model = if encoder.is_some() { Model::with_encoder() } else { Model::without_encoder() };
        Self {
            knowledge,
            model,
            cases: Cases::of(knowledge),
            meaning: encoder.map(|encoder| Meaning::new(encoder, knowledge)),
        }
    }

    /// Whether the encoder takes part.
    #[must_use]
    pub const fn has_encoder(&self) -> bool {
        self.meaning.is_some()
    }

    /// Reads a text for comparing.
    #[must_use]
    pub fn trace(&self, text: &str) -> Trace {
        self.trace_of(&Reading::of(text, self.knowledge), text)
    }

    /// The same, of a text that has been read.
    #[must_use]
    pub fn trace_of(&self, reading: &Reading, text: &str) -> Trace {
        self.turned(reading, text).0
    }

    /// The same with what was learnt of the encoder's vectors, where there is an encoder.
    pub(crate) fn turned(&self, reading: &Reading, text: &str) -> (Trace, Option<Turned>) {
        // A text without a word means nothing, whatever an encoder makes of it.
        let meaning = self.meaning.as_ref().filter(|_| !reading.words.is_empty());
        let (meant, turned) = meaning.map(|meaning| meaning.of(text)).unzip();
        (Trace::of(reading, meant), turned)
    }

    /// Compares haves with wants, one by one.
    #[must_use]
    pub fn comparer(&self) -> Comparer<'_> {
        Comparer { matcher: self, serving: Serving::new(self.knowledge) }
    }

    /// The score of a comparison, from 0 to 1; exactly 0 when nothing links the two.
    #[must_use]
    pub fn score(&self, comparison: &Comparison) -> f64 {
        self.logit(comparison).map_or(0.0, |logit| self.model.score(logit))
    }

    /// The same before it becomes a probability; none when nothing links the two.
    pub(crate) fn logit(&self, comparison: &Comparison) -> Option<f64> {
        let linked = comparison.signals.0.iter().any(|signal| *signal > 0.0);
        linked.then(|| self.model.logit(&comparison.signals))
    }
}

impl Default for Matcher {
    fn default() -> Self {
        Self::new()
    }
}

/// Compares one have with many wants, or many haves with one want.
#[derive(Debug)]
pub struct Comparer<'a> {
    matcher: &'a Matcher,
    serving: Serving,
}

impl Comparer<'_> {
    /// Takes a have up; the next comparisons are with it.
    pub fn take(&mut self, have: &Trace) {
        self.serving.fill(&have.concepts, self.matcher.knowledge);
    }

    /// Compares the have that was taken up with a want.
    #[must_use]
    pub fn with(&self, have: &Trace, want: &Trace) -> Comparison {
        score::compare(have.view(), &self.serving, want.view(), self.matcher.knowledge)
    }
}
