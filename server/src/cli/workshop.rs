//! `maillage workshop`: workshops from the command line, for programs and for whoever keeps the server.

use std::error::Error;

use app::routes;
use clap::Subcommand;
use domain::ids::CommandId;
use domain::workshop::{Command, Phase, WorkshopDraft};

use super::{Data, readable};
use crate::doors::Signs;

/// What can be done with workshops from the command line.
#[derive(Debug, Subcommand)]
pub(super) enum Workshop {
    /// Create a workshop and print how to get in.
    Create {
        #[command(flatten)]
        data: Data,
        /// What the workshop is called.
        #[arg(long)]
        title: String,
        /// The day, as 2026-11-24; today when left out.
        #[arg(long)]
        date: Option<String>,
        /// Where it takes place.
        #[arg(long, default_value = "")]
        place: String,
        /// Language of the room.
        #[arg(long, default_value = "fr", value_parser = ["fr", "en"])]
        language: String,
        /// Programme (démarche) it belongs to; created where it is new.
        #[arg(long, default_value = "Maillage")]
        programme: String,
        /// Territory.
        #[arg(long, default_value = "")]
        territory: String,
        /// Number of tables.
        #[arg(long, default_value = "0")]
        tables: String,
        /// Phase to start in.
        #[arg(
            long,
            default_value = "preparation",
            value_parser = ["preparation", "welcome", "haves_wants", "matching", "engagement", "closed"]
        )]
        phase: String,
        /// Address at which people reach the server.
        #[arg(long, env = "MAILLAGE_PUBLIC_URL", default_value = "http://127.0.0.1:3000", value_name = "URL")]
        public_url: String,
        /// Print one JSON object instead of lines to read.
        #[arg(long)]
        json: bool,
    },
}

impl Workshop {
    pub(super) async fn run(self) -> Result<(), Box<dyn Error>> {
        let Self::Create { data, title, date, place, language, programme, territory, tables, phase, public_url, json } =
            self;
        let public_url = crate::public_url::parse(&public_url)?;
        let date = date.unwrap_or_else(|| chrono::Local::now().date_naive().to_string());
        let draft = WorkshopDraft { title, date, place, language, programme, territory, tables };
        let backend = data.open().await?;
        let created = backend.create_workshop(draft, None).await.map_err(readable)?;
        if let Some(phase) = Phase::from_code(&phase) {
            let caller = backend.caller_by_token(created.id, &created.facilitator_key).await?;
            let id = CommandId(uuid::Uuid::new_v4());
            backend.command(&caller, id, Command::ChangePhase { phase, from: None }).await?;
        }
        let signs = Signs::new(
            &public_url,
            &backend::doors::Doors {
                join_token: created.join_token.clone(),
                join_code: created.join_code.clone(),
                board_key: Some(created.board_key.clone()),
            },
        );
        let desk = format!("{public_url}{}", routes::desk_by_key(&created.facilitator_key));
        backend.stop().await;
        if json {
            let answer = serde_json::json!({
                "id": created.id,
                "join_code": created.join_code,
                "join_token": created.join_token,
                "join_address": signs.join_address,
                "board_key": created.board_key,
                "board_address": signs.board_address,
                "facilitator_token": created.facilitator_key,
                "desk_address": desk,
            });
            tell!("{answer}");
        } else {
            tell!("workshop   {}", created.id);
            tell!("join code  {}", created.join_code);
            tell!("join       {}", signs.join_address);
            tell!("board      {}", signs.board_address.unwrap_or_default());
            tell!("desk       {desk}");
            tell!("The desk address holds the facilitator's key and is shown only now: keep it.");
        }
        Ok(())
    }
}
