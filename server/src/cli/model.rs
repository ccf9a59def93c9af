//! The language model, as the host sets it.

use std::error::Error;
use std::path::PathBuf;

use backend::model::{Model, QUESTIONS_MOST, Settings};
use clap::Args;

/// A language model that judges pairs of cards beside the built-in matcher. See `docs/model.md`.
// The names are long because options of one command share them.
#[derive(Clone, Debug, Args)]
#[allow(clippy::struct_field_names)]
pub(super) struct ModelOptions {
    /// An OpenAI-compatible server, up to and with `/v1`: `https://api.mistral.ai/v1`. The cards of workshops are sent
    /// there, without names.
    #[arg(long = "model-url", env = "MAILLAGE_MODEL_URL", value_name = "URL")]
    model_url: Option<String>,
    /// What that server calls the model.
    #[arg(long = "model-name", env = "MAILLAGE_MODEL_NAME", value_name = "NAME")]
    model_name: Option<String>,
    /// File that holds the key for that server, and nothing else. Left out where none is needed.
    #[arg(long = "model-key-file", env = "MAILLAGE_MODEL_KEY_FILE", value_name = "FILE")]
    model_key_file: Option<PathBuf>,
    /// Questions of one workshop at most, each about five cards: what it may cost is bounded by this.
    #[arg(
        long = "model-questions",
        env = "MAILLAGE_MODEL_QUESTIONS",
        value_name = "NUMBER",
        default_value_t = QUESTIONS_MOST
    )]
    model_questions: u32,
}

impl ModelOptions {
    /// The model, where one is set. It is not asked for anything yet.
    pub(super) fn model(&self) -> Result<Option<Model>, Box<dyn Error>> {
        let Some(url) = &self.model_url else {
            if self.model_name.is_some() || self.model_key_file.is_some() {
                return Err("--model-name and --model-key-file need --model-url: which server is asked?".into());
            }
            return Ok(None);
        };
        let name =
            self.model_name.clone().ok_or("--model-url needs --model-name: what does that server call the model?")?;
        let key = self.model_key_file.as_ref().map(|file| {
            std::fs::read_to_string(file)
                .map(|key| key.trim().to_owned())
                .map_err(|error| format!("cannot read the key {}: {error}", file.display()))
        });
        Ok(Some(Model::new(Settings {
            url: url.clone(),
            name,
            key: key.transpose()?,
            questions_most: self.model_questions,
        })?))
    }
}
