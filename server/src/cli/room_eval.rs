//! `maillage room-eval`: how good the matcher is in a whole room, by a facilitator's labels.

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use matching::Room;
use matching::eval::whole_room::{self, Judgement, PRECISION_AT, Share};
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
    /// wrote it.
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
        if self.model_answers.is_some() {
            eprintln!(
                "model: {} questions, {} answered, {} answers that are none, {} lines left out",
                model.asked.len(),
                model.answered,
                model.bad,
                model.left_out
            );
        }
        let judgement = whole_room::judge(&files, &workshop);
        if self.json {
            tell!("{:#}", as_json(&judgement, files.cards.len(), encoder == "with", seconds));
            return Ok(ExitCode::SUCCESS);
        }
        tell!("{} cards, {encoder} the encoder, {seconds:.1} s\n\n{}", files.cards.len(), judgement.table());
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
        let Ok(answer) = Answer::read(self.answers.get(&id)?, question) else {
            self.bad += 1;
            return None;
        };
        self.answered += 1;
        self.left_out += answer.left_out;
        Some(answer)
    }
}

/// The same words are the same question, and only they: an answer that was kept fits no other.
fn id_of(question: &Question) -> String {
    let digest = Sha256::digest(question.text.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
