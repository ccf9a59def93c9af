//! `maillage demo`: a workshop that comes alive by itself, and one of last year with its follow-up.

use std::error::Error;
use std::path::{Path, PathBuf};

use app::routes;
use backend::Backend;
use backend::clock::Clock;
use backend::seed::{Cast, Script, create_live, create_pilot, play, play_past};
use clap::Args;

use super::Listen;
use crate::doors::Signs;

/// The demonstration's account.
const EMAIL: &str = "demo@maillage.example";

/// Options of the demonstration.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    listen: Listen,
    /// Folder for the demonstration; its database is made anew at each start.
    #[arg(long = "data", env = "MAILLAGE_DEMO_DATA", default_value = "data/demo", value_name = "DIR")]
    folder: PathBuf,
    /// How many times faster than the real afternoon of an hour and a half; 0 puts everything in place at once.
    #[arg(long, default_value_t = 20.0, value_name = "TIMES")]
    speed: f64,
    /// Print the addresses and codes as one JSON object on the first line.
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub(super) async fn run(self) -> Result<(), Box<dyn Error>> {
        let (clock, hand) = Clock::adjustable();
        let backend = Backend::open(&fresh_database(&self.folder)?, clock).await?;
        let ready = self.listen.prepare(backend.clone()).await?;
        let password = backend.set_up_token()?.chars().filter(char::is_ascii_alphanumeric).take(12).collect::<String>();
        let (account, _) = backend.create_account("Camille Demo", EMAIL, password.clone()).await?;
        eprintln!("preparing the demonstration…");
        play_past(&backend, &hand, &account).await?;
        create_pilot(&backend, &account).await?;
        let workshop = create_live(&backend, &account, chrono::Local::now().date_naive()).await?;

        let origin = &ready.origin;
        let caller = backend.caller_by_account(workshop.id, &account).await?;
        let signs = Signs::new(origin, &backend.doors(&caller).await?);
        let desk = format!("{origin}/f/{}", workshop.facilitator_key);
        let programme = format!("{origin}{}", routes::PROGRAMME);
        if self.json {
            let answer = serde_json::json!({
                "id": workshop.id,
                "phone": signs.join_address, "join_code": signs.join_code, "join_token": workshop.join_token,
                "board": signs.board_address, "board_key": workshop.board_key,
                "desk": desk, "facilitator_token": workshop.facilitator_key,
                "programme": programme,
                "login": format!("{origin}{}", routes::LOGIN),
                "email": EMAIL,
                "password": password,
                "origin": origin,
            });
            tell!("{answer}");
        } else {
            tell!("");
            tell!("  phone      {}   (or type {} at {origin})", signs.join_address, signs.join_code);
            tell!("  board      {}", signs.board_address.unwrap_or_default());
            tell!("  desk       {desk}");
            tell!("  programme  {programme}   (sign in as {EMAIL}, password {password})");
            tell!("");
        }
        let script = Script::read()?;
        if self.speed > 0.0 {
            let speed = self.speed;
            tokio::spawn(async move {
                if let Err(error) = play(&backend, &workshop, script, &mut Cast::default(), Some(speed)).await {
                    tracing::error!(%error, "the demonstration ended early");
                }
            });
        } else {
            play(&backend, &workshop, script, &mut Cast::default(), None).await?;
        }
        tell!("listening on {origin}");
        ready.serve().await
    }
}

/// An empty place for the database. Only the demonstration's own files are removed.
fn fresh_database(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    super::private_folder(folder)?;
    for name in ["demo.db", "demo.db-wal", "demo.db-shm", "demo.db-generation"] {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(format!("cannot remove the last demonstration: {error}").into());
            }
            _ => {}
        }
    }
    Ok(folder.join("demo.db"))
}
