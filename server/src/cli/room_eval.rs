//! `maillage room-eval`: how good the matcher is in a whole room, by a facilitator's labels.

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use domain::ids::CardId;
use matching::Room;
use matching::eval::whole_room::{self, Files, Judgement, PRECISION_AT, Share};
use matching::second_opinion::{Answer, Question};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::match_eval::{BAD_FILE, Wheel};

/// Play a whole room and judge what its board would show.
#[derive(Debug, Args)]
pub(super) struct RoomEval {
    /// Cards in the order of posting: comma-separated, with the columns `id`, `kind`, `organisation`, `title`; `nace`,
    /// `category`, `description`, `quantity`, `unit`, `frequency` are used where they are.
    cards: PathBuf,
    /// Pairs that a facilitator would introduce: `a`, `b`, `grade` (2 clearly, 1 worth mentioning), `note`.
    labels: PathBuf,
    /// Pairs that look alike and are none: `a`, `b`, `note`.
    traps: Option<PathBuf>,
    /// Write every question that a language model would be put, a line of JSON each: `id`, and `request` as it would be
    /// sent.
    #[arg(long, value_name = "FILE")]
    model_ask: Option<PathBuf>,
    /// Take these answers of a language model, a line of JSON each: `id` of the question, and `content` as the model
    /// wrote it. Questions that none of them answers are named: they weigh by the matcher alone.
    #[arg(long, value_name = "FILE")]
    model_answers: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// List the wrong pairs and the missed ones as well.
    #[arg(long)]
    mistakes: bool,
    #[command(flatten)]
    wheel: Wheel,
}

impl RoomEval {
    pub(super) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        let files = match whole_room::read(&self.cards, &self.labels, self.traps.as_deref()) {
            Ok(files) => files,
            Err((path, error)) => {
                eprintln!("{}: {error}", path.display());
                return Ok(ExitCode::from(BAD_FILE));
            }
        };
        let matcher = Arc::new(self.wheel.matcher()?);
        let encoder = if matcher.has_encoder() { "with" } else { "without" };
        let started = Instant::now();
        let mut model = match Recorded::open(self.model_answers.as_deref()) {
            Ok(model) => model,
            Err(error) => {
                eprintln!("{error}");
                return Ok(ExitCode::from(BAD_FILE));
            }
        };
        let workshop = match whole_room::play(Room::new(matcher), &files, &mut |question| model.answer(question)) {
            Ok(workshop) => workshop,
            Err((card, refusal)) => {
                eprintln!("{}: the workshop refuses card {card}: {refusal}", self.cards.display());
                return Ok(ExitCode::from(BAD_FILE));
            }
        };
        let seconds = started.elapsed().as_secs_f64();
        if let Some(path) = &self.model_ask {
            std::fs::write(path, model.asked.concat()).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        let judgement = whole_room::judge(&files, &workshop);
        let with_model = self.model_answers.is_some();
        if with_model {
            eprint!("{}", model.told(&files));
        }
        if self.json {
            let mut judged = as_json(&judgement, files.cards.len(), encoder == "with", seconds);
            if with_model {
                judged["model"] = model.as_json();
            }
            tell!("{judged:#}");
            return Ok(ExitCode::SUCCESS);
        }
        tell!("{} cards, {encoder} the encoder, {seconds:.1} s", files.cards.len());
        if with_model {
            tell!("{}", model.summary());
        }
        tell!("\n{}", judgement.table());
        if self.mistakes {
            tell!("{}", judgement.mistakes(&files));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn as_json(judgement: &Judgement, cards: usize, encoder: bool, seconds: f64) -> Value {
    let share = |share: Share| json!({ "share": share.value(), "count": share.of, "of": share.all });
    let precision =
        PRECISION_AT.iter().zip(judgement.precision).map(|(most, of)| json!({ "surest": most, "right": share(of) }));
    let proposed = judgement
        .proposed
        .iter()
        .map(|found| json!({ "a": found.pair.0, "b": found.pair.1, "score": found.score, "shown": found.shown }));
    json!({
        "cards": cards,
        "encoder": encoder,
        "seconds": seconds,
        "right_shown": share(judgement.right_shown),
        "clear_shown": share(judgement.clear_shown),
        "clear_proposed": share(judgement.clear_proposed),
        "traps_shown": share(judgement.traps_shown),
        "served_cards": share(judgement.served_cards),
        "categories_found": share(judgement.categories_found),
        "precision": precision.collect::<Vec<_>>(),
        "proposed": proposed.collect::<Vec<_>>(),
    })
}

/// The answers of a language model that were kept, and the questions that it is put.
#[derive(Default)]
struct Recorded {
    answers: HashMap<String, String>,
    asked: Vec<String>,
    /// Questions without an answer among them: their ids, and the new cards that they are about.
    unanswered: Vec<(String, Vec<CardId>)>,
    answered: usize,
    bad: usize,
    left_out: usize,
}

#[derive(Deserialize)]
struct Kept {
    id: String,
    content: Value,
}

impl Recorded {
    fn open(path: Option<&Path>) -> Result<Self, String> {
        let mut recorded = Self::default();
        let Some(path) = path else { return Ok(recorded) };
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let kept: Kept =
                serde_json::from_str(line).map_err(|error| format!("{}: line {number}: {error}", path.display()))?;
            let content = kept.content.as_str().map_or_else(|| kept.content.to_string(), str::to_owned);
            recorded.answers.insert(kept.id, content);
        }
        Ok(recorded)
    }

    fn answer(&mut self, question: &Question) -> Option<Answer> {
        let id = id_of(question);
        self.asked.push(format!("{}\n", json!({ "id": id, "request": question.request("") })));
        let Some(written) = self.answers.get(&id) else {
            self.unanswered.push((id, question.new.clone()));
            return None;
        };
        let Ok(answer) = Answer::read(written, question) else {
            self.bad += 1;
            return None;
        };
        self.answered += 1;
        self.left_out += answer.left_out;
        Some(answer)
    }

    /// Recorded answers that none of the questions asked for: they belong to another room, or to cards or a matcher of
    /// before.
    fn unasked(&self) -> usize {
        self.answers.len().saturating_sub(self.answered + self.bad)
    }

    /// How much of the figures is the model's: it stands where they stand.
    fn summary(&self) -> String {
        let (asked, without) = (self.asked.len(), self.unanswered.len());
        let warning = if without == 0 {
            String::new()
        } else {
            format!(
                "\nWITHOUT A RECORDED ANSWER: {without} of {asked} questions. The figures below are in part the \
                 matcher's alone; ask anew (--model-ask)."
            )
        };
        format!("{asked} questions to a model, {} of them answered{warning}", self.answered)
    }

    /// The same for whoever runs it, question by question, with the ids of the new cards.
    fn told(&self, files: &Files) -> String {
        let name = |card: &CardId| files.cards.get(card.0 as usize - 1).map_or("?", |line| line.id.as_str());
        let mut told = format!(
            "model: {} questions, {} answered, {} without a recorded answer, {} answers that are none, {} answers that \
             no question asked for, {} lines left out\n",
            self.asked.len(),
            self.answered,
            self.unanswered.len(),
            self.bad,
            self.unasked(),
            self.left_out
        );
        for (id, cards) in &self.unanswered {
            let cards = cards.iter().map(name).collect::<Vec<_>>().join(", ");
            told.push_str(&format!("model: no recorded answer to question {id}, about {cards}\n"));
        }
        told
    }

    fn as_json(&self) -> Value {
        json!({
            "questions": self.asked.len(),
            "answered": self.answered,
            "unanswered": self.unanswered.iter().map(|(id, _)| id).collect::<Vec<_>>(),
            "not_an_answer": self.bad,
            "unasked": self.unasked(),
            "lines_left_out": self.left_out,
        })
    }
}

/// The same words are the same question, and only they: an answer that was kept fits no other.
fn id_of(question: &Question) -> String {
    let digest = Sha256::digest(question.text.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
