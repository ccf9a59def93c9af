//! `maillage room-eval`: how good the matcher is in a whole room, by a facilitator's labels.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use matching::Room;
use matching::eval::whole_room::{self, Judgement, PRECISION_AT, Share};
use serde_json::{Value, json};

use super::match_eval::{BAD_FILE, Wheel};

/// Play a whole room and judge what its board would show.
#[derive(Debug, Args)]
pub(super) struct RoomEval {
    /// Cards in the order of posting: comma-separated, with the columns `id`, `kind`, `organisation`, `title`; `nace`, `category`, `description`,
    /// `quantity`, `unit`, `frequency` are used where they are.
    cards: PathBuf,
    /// Pairs that a facilitator would introduce: `a`, `b`, `grade` (2 clearly, 1 worth mentioning), `note`.
    labels: PathBuf,
    /// Pairs that look alike and are none: `a`, `b`, `note`.
    traps: Option<PathBuf>,
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
        let workshop = match whole_room::play(Room::new(matcher), &files) {
            Ok(workshop) => workshop,
            Err((card, refusal)) => {
                eprintln!("{}: the workshop refuses card {card}: {refusal}", self.cards.display());
                return Ok(ExitCode::from(BAD_FILE));
            }
        };
        let seconds = started.elapsed().as_secs_f64();
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
    let precision = PRECISION_AT.iter().zip(judgement.precision).map(|(most, of)| json!({ "surest": most, "right": share(of) }));
    let proposed = judgement.proposed.iter().map(|found| json!({ "a": found.pair.0, "b": found.pair.1, "score": found.score, "shown": found.shown }));
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
