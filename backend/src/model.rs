//! The language model of the host's choice, reached as any OpenAI-compatible server is: the State's, a company's, or
//! one on this machine. Nothing depends on it. What is asked and how an answer is read is `matching::second_opinion`;
//! when a room asks, `rooms::judging`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::{Method, StatusCode, header};
use matching::second_opinion::Question;
use serde::Deserialize;
use url::Url;

use crate::talk::{Talk, is_private};

/// A model that thinks longer is no help while people wait.
const PATIENCE: Duration = Duration::from_secs(60);
/// So many questions a room puts at most, unless the host says otherwise: two hundred cards in fives, and as many again
/// for what is changed.
pub const QUESTIONS_MOST: u32 = 120;

/// Which model, and how far it may go.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address of the server that runs it, up to and with `/v1`.
    pub url: String,
    /// What the server calls the model.
    pub name: String,
    /// The key by which that server knows this one, where one is needed.
    pub key: Option<String>,
    /// So many questions for one workshop at most.
    pub questions_most: u32,
}

/// A language model on an OpenAI-compatible server, and how it is reached.
pub struct Model {
    address: String,
    settings: Settings,
    host: String,
    talk: Talk,
    /// The server said that it does not know schemas: it is asked for JSON, and told the schema in words.
    without_schema: AtomicBool,
}

/// What the model wrote, and what that cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its answer as it wrote it: JSON that is still to be read.
    pub content: String,
    /// Read and written pieces of words, as the server counts them.
    pub tokens: u64,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// Not reached, or broken off.
    #[error("{0}")]
    Unreached(String),
    /// Slower than a room can wait.
    #[error("no answer within {} s", PATIENCE.as_secs())]
    TooSlow,
    /// The server refuses, with its status.
    #[error("refused with status {0}")]
    Refused(StatusCode),
    /// There was an answer, but none of the shape that such servers give.
    #[error("not the answer of such a server")]
    Strange,
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Usage,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: String,
}

#[derive(Default, Deserialize)]
struct Usage {
    #[serde(default)]
    total_tokens: u64,
}

impl Model {
    /// The model at this address. It is not asked for anything yet: the server starts without it.
    ///
    /// # Errors
    /// What is wrong with the settings, in a sentence for whoever starts the server.
    pub fn new(settings: Settings) -> Result<Self, String> {
        let url = Url::parse(&settings.url).map_err(|error| format!("--model-url {}: {error}", settings.url))?;
        if !is_private(&url) {
            return Err(format!(
                "--model-url {}: what cards say goes over https only, or to this very machine",
                settings.url
            ));
        }
        if settings.key.as_deref().is_some_and(|key| key.chars().any(char::is_control)) {
            return Err("--model-key-file holds more than the key".to_owned());
        }
        let host = url.host_str().unwrap_or_default().to_owned();
        let address = format!("{}/chat/completions", settings.url.trim_end_matches('/'));
        Ok(Self { address, settings, host, talk: Talk::new()?, without_schema: AtomicBool::new(false) })
    }

    /// What the model is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// To whom cards are sent.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// So many questions for one workshop at most.
    #[must_use]
    pub const fn questions_most(&self) -> u32 {
        self.settings.questions_most
    }

    /// Puts a question.
    ///
    /// # Errors
    /// When there is no answer in time, or none of the shape that such servers give.
    pub async fn ask(&self, question: &Question) -> Result<Written, NoAnswer> {
        let mut answer = self.send(question).await?;
        if answer.status() == StatusCode::BAD_REQUEST && !self.without_schema.swap(true, Ordering::Relaxed) {
            answer = self.send(question).await?;
        }
        if !answer.status().is_success() {
            return Err(NoAnswer::Refused(answer.status()));
        }
        let completion: Completion = serde_json::from_slice(answer.body()).map_err(|_| NoAnswer::Strange)?;
        let content =
            completion.choices.into_iter().next().map(|choice| choice.message.content).ok_or(NoAnswer::Strange)?;
        Ok(Written { content, tokens: completion.usage.total_tokens })
    }

    async fn send(&self, question: &Question) -> Result<http::Response<Vec<u8>>, NoAnswer> {
        let mut body = question.request(&self.settings.name);
        if self.without_schema.load(Ordering::Relaxed) {
            body["response_format"] = serde_json::json!({ "type": "json_object" });
            // Nothing else tells it how its answer has to look.
            let told = format!("{}\nThe schema:\n{}", question.instructions(), question.schema());
            body["messages"][0]["content"] = told.into();
        }
        let mut request = http::Request::builder()
            .method(Method::POST)
            .uri(&self.address)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = &self.settings.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        let request =
            request.body(body.to_string().into_bytes()).map_err(|error| NoAnswer::Unreached(error.to_string()))?;
        let answer = tokio::time::timeout(PATIENCE, self.talk.ask(request)).await.map_err(|_| NoAnswer::TooSlow)?;
        answer.map_err(|error| NoAnswer::Unreached(error.to_string()))
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Model")
            .field("address", &self.address)
            .field("name", &self.settings.name)
            .finish_non_exhaustive()
    }
}
