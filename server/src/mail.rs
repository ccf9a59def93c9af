//! Mails the questions that are due. The relay and the sender are the host's; without them questions stand ready in the
//! programme.

use std::sync::Arc;
use std::time::Duration;

use app::pages::follow_up::mail_to;
use backend::measures::Measures;
use lettre::message::{Mailbox, header::ContentType};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::App;

/// The mail relay, and the sender of the mails.
#[derive(Debug)]
pub struct Mailer {
    relay: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    measures: Measures,
}

/// Why mails cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The relay's address cannot be read.
    #[error("the address of the mail relay cannot be read: {0}")]
    Relay(String),
    /// The sender is no e-mail address.
    #[error("the sender cannot be read: {0}")]
    Sender(#[from] lettre::address::AddressError),
}

/// How long a relay may take for one mail.
const PATIENCE: Duration = Duration::from_secs(30);

impl Mailer {
    /// A mailer by this relay, `smtps://user:password@host` or `smtp://host:port`, from this sender.
    ///
    /// # Errors
    /// When one of them cannot be read. The relay is not asked yet.
    pub fn new(url: &str, from: &str) -> Result<Self, Error> {
        let builder =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| Error::Relay(error.to_string()))?;
        Ok(Self { relay: builder.timeout(Some(PATIENCE)).build(), from: from.parse()?, measures: Measures::default() })
    }

    /// The same, counting what it sends here.
    #[must_use]
    pub fn counted(self, measures: &Measures) -> Self {
        Self { measures: measures.clone(), ..self }
    }

    /// Whether the relay answers and takes our name and password. Nothing is sent.
    ///
    /// # Errors
    /// What it said, in its own words.
    pub async fn answers(&self) -> Result<(), String> {
        match self.relay.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("the relay hung up".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Sends one text.
    ///
    /// # Errors
    /// In words for the programme's list: an address that is none, or what the relay said.
    pub async fn send(&self, to: &str, subject: &str, body: &str) -> Result<(), String> {
        let to: Mailbox = to.parse().map_err(|error: lettre::address::AddressError| error.to_string())?;
        // Of our own making, and by chance: many relays hold a mail without one for a machine's flood.
        let id = format!("<{}@{}>", uuid::Uuid::new_v4(), self.from.email.domain());
        let message = Message::builder()
            .message_id(Some(id))
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body.to_owned());
        let message = message.map_err(|error| error.to_string())?;
        let sent = self.relay.send(message).await;
        self.measures.mailed(sent.is_ok());
        sent.map(|_| ()).map_err(|error| error.to_string())
    }
}

/// Sends every question that is due. Gives how many went out. What the relay refused is noted and comes again at the
/// next look.
///
/// # Errors
/// When the database fails.
pub async fn ask_all(app: &App, mailer: &Mailer, origin: &str) -> backend::error::Result<usize> {
    let mut sent = 0;
    for (programme, asked) in app.backend.questions_due().await? {
        let Some(email) = &asked.link.email else { continue };
        // What is over the hour's bound comes at a later look.
        if !app.backend.may_mail(programme.id) {
            continue;
        }
        let mail = mail_to(&asked, asked.link.language, origin);
        match mailer.send(email, &mail.subject, &mail.body).await {
            Ok(()) => {
                app.backend.question_sent(&asked.link.handle, None).await?;
                sent += 1;
            }
            Err(why) => {
                tracing::warn!(%why, "a question could not be mailed");
                app.backend.question_sent(&asked.link.handle, Some(&why)).await?;
            }
        }
    }
    Ok(sent)
}

/// Looks for what is due, for ever, until the server stops.
pub(crate) async fn ask_by_itself(app: App, mailer: Arc<Mailer>, origin: String, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    loop {
        tokio::select! {
            () = app.stopping.cancelled() => break,
            _ = ticks.tick() => {}
        }
        match ask_all(&app, &mailer, &origin).await {
            Ok(0) => {}
            Ok(sent) => tracing::info!(sent, "questions mailed"),
            Err(error) => tracing::error!(%error, "questions could not be sent"),
        }
    }
}
