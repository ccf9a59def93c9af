//! `maillage match-eval`: how good the matcher is on a file of pairs that are known to fit.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use matching::Matcher;
use matching::encoder::{Encoder, WHEEL};
use matching::eval::{self, Band, Pair, RANKINGS, Recall, Report, Scores};
use matching::score::Signals;
use serde_json::{Value, json};

/// A file that cannot be used ends with this.
pub(super) const BAD_FILE: u8 = 2;

/// Measure the matcher on a file of pairs of a have and a want, beside BM25 and character trigrams.
#[derive(Debug, Args)]
pub(super) struct MatchEval {
    /// Comma-separated file with the columns `have` and `want`; `id`, `lang`, `level`, `group`, `relaxed_group` are
    /// used where they are.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write `have_id,want_id,rank,score` for all pairs that are ranked.
    #[arg(long, value_name = "OUT.csv")]
    ranks: Option<PathBuf>,
    #[command(flatten)]
    wheel: Wheel,
    /// Score each pair by weights that were fitted without its group (and help to fit with these files).
    #[arg(long)]
    cross_validate: bool,
    /// With --cross-validate: another file of pairs to fit with.
    #[arg(long, value_name = "FILE", requires = "cross_validate")]
    with: Vec<PathBuf>,
    /// With --cross-validate: leave these signals out.
    #[arg(long, value_name = "SIGNAL", requires = "cross_validate", value_parser = signal)]
    without: Vec<usize>,
}

/// Which encoder a measurement runs with.
#[derive(Debug, Args)]
pub(super) struct Wheel {
    /// The encoder's package (a wheel). Without it, the one in the data folder, if it is there.
    #[arg(long, env = "MAILLAGE_ENCODER", value_name = "WHEEL")]
    encoder: Option<PathBuf>,
    /// Folder that holds the database and the encoder.
    #[arg(long = "data", env = "MAILLAGE_DATA", default_value = "data", value_name = "DIR")]
    folder: PathBuf,
    /// Run without the encoder.
    #[arg(long)]
    no_encoder: bool,
}

impl Wheel {
    /// The encoder's package: as told, or as the start command leaves it in the data folder.
    fn path(&self) -> Option<PathBuf> {
        match &self.encoder {
            _ if self.no_encoder => None,
            Some(wheel) => Some(wheel.clone()),
            None => Some(self.folder.join(WHEEL)).filter(|wheel| wheel.exists()),
        }
    }

    /// The matcher as a server would run it.
    pub(super) fn matcher(&self) -> Result<Matcher, Box<dyn Error>> {
        Ok(self.path().as_deref().map(Encoder::load).transpose()?.map_or_else(Matcher::new, Matcher::with_encoder))
    }
}

fn signal(name: &str) -> Result<usize, String> {
    Signals::NAMES
        .iter()
        .position(|known| *known == name)
        .ok_or_else(|| format!("there is no such signal; there are {}", Signals::NAMES.join(", ")))
}

impl MatchEval {
    pub(super) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        let started = Instant::now();
        let mut files = Vec::new();
        for path in std::iter::once(&self.file).chain(&self.with) {
            match eval::read(path) {
                Ok(pairs) => files.push(pairs),
                Err(error) => {
                    eprintln!("{}: {error}", path.display());
                    return Ok(ExitCode::from(BAD_FILE));
                }
            }
        }
        let wheel = self.wheel.path();
        let matcher = self.wheel.matcher()?;
        let scores = if self.cross_validate {
            eval::cross_validated(&matcher, &eval::matchers_to_fit(wheel.as_deref())?, &files, &self.without)
        } else {
            eval::ranked(&matcher, &files[0])
        };
        let pairs = &files[0];
        if let Some(path) = &self.ranks {
            write_ranks(path, pairs, &scores).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        }
        let report = Report::of(pairs, &scores);
        let seconds = started.elapsed().as_secs_f64();
        if self.json {
            tell!("{:#}", as_json(&report, matcher.has_encoder(), self.cross_validate, seconds));
        } else {
            let encoder = if matcher.has_encoder() { "with" } else { "without" };
            let fitted = if self.cross_validate {
                "weights fitted without the group of each pair"
            } else {
                "weights as they are"
            };
            tell!("{} pairs, {encoder} the encoder, {fitted}, {seconds:.1} s\n\n{}", report.pairs, report.table());
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn write_ranks(path: &Path, pairs: &[Pair], scores: &Scores) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["have_id", "want_id", "rank", "score"])?;
    for (have, row) in scores.iter().enumerate() {
        let mut order: Vec<usize> = (0..row.len()).filter(|want| row[*want] > 0.0).collect();
        order.sort_by(|one, other| row[*other].total_cmp(&row[*one]).then(one.cmp(other)));
        for (rank, want) in (1..).zip(order) {
            writer.write_record([&pairs[have].id, &pairs[want].id, &rank.to_string(), &format!("{:.6}", row[want])])?;
        }
    }
    writer.flush()?;
    Ok(())
}

fn as_json(report: &Report, encoder: bool, cross_validated: bool, seconds: f64) -> Value {
    let recall = |recall: &Recall| {
        json!({
            "recall_at_1": recall.at_1,
            "recall_at_3": recall.at_3,
            "recall_at_10": recall.at_10,
            "mrr": recall.reciprocal,
        })
    };
    let row = |row: &eval::Row| {
        let mut value = json!({ "name": row.name, "asked": row.recalls[0].asked });
        for (name, of) in RANKINGS.iter().zip(&row.recalls) {
            value[*name] = recall(of);
        }
        value
    };
    let band =
        |band: &Band| json!({ "from": band.from, "pairs": band.pairs, "mean_score": band.said, "right": band.right });
    json!({
        "pairs": report.pairs,
        "encoder": encoder,
        "cross_validated": cross_validated,
        "seconds": seconds,
        "rows": report.rows.iter().map(row).collect::<Vec<_>>(),
        "calibration": report.calibration.iter().map(band).collect::<Vec<_>>(),
    })
}
