//! The language model, as the host sets it.

use std::error::Error;
use std::path::PathBuf;

use backend::model::{Model, QUESTIONS_MOST, Settings};
use clap::Args;

/// A language model that judges pairs of cards beside the built-in matcher. See `docs/model.md`.
#[derive(Clone, Debug, Args)]
pub(super) struct ModelOptions {
    /// An OpenAI-compatible server, up to and with `/v1`: `https://api.mistral.ai/v1`. The cards of workshops are sent there, without names.
    #[arg(long = "model-url", env = "MAILLAGE_MODEL_URL", value_name = "URL")]
    url: Option<String>,
    /// What that server calls the model.
    #[arg(long = "model-name", env = "MAILLAGE_MODEL_NAME", value_name = "NAME")]
    name: Option<String>,
    /// File that holds the key for that server, and nothing else. Left out where none is needed.
    #[arg(long = "model-key-file", env = "MAILLAGE_MODEL_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Questions of one workshop at most, each about five cards: what it may cost is bounded by this.
    #[arg(long = "model-questions", env = "MAILLAGE_MODEL_QUESTIONS", value_name = "NUMBER", default_value_t = QUESTIONS_MOST)]
    questions: u32,
}

impl ModelOptions {
    /// The model, where one is set. It is not asked for anything yet.
    pub(super) fn model(&self) -> Result<Option<Model>, Box<dyn Error>> {
        let Some(url) = &self.url else {
            if self.name.is_some() || self.key_file.is_some() {
                return Err("--model-name and --model-key-file need --model-url: which server is asked?".into());
            }
            return Ok(None);
        };
        let name = self.name.clone().ok_or("--model-url needs --model-name: what does that server call the model?")?;
        let key = self.key_file.as_ref().map(|file| {
            std::fs::read_to_string(file).map(|key| key.trim().to_owned()).map_err(|error| format!("cannot read the key {}: {error}", file.display()))
        });
        Ok(Some(Model::new(Settings { url: url.clone(), name, key: key.transpose()?, questions_most: self.questions })?))
    }
}
