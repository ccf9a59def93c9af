//! What the host has set for the whole server: one value for each key, and a default where it has set none.

use std::collections::BTreeMap;

use domain::access::Right;
use domain::problem::{Problem, Refusal};
use domain::retention::{Periods, PeriodsDraft};

use crate::audit::Deed;
use crate::error::Result;
use crate::people::Account;
use crate::{Backend, to_the_end};

/// Everything that is set, by key. A missing key stands at its default, which is known where it is used.
pub type Settings = BTreeMap<String, String>;

/// The texts that the host words, each in both languages (`privacy.fr`, `privacy.en`): plain paragraphs.
pub const TEXTS: &[&str] = &["notice", "privacy", "legal", "accessibility"];
/// The languages of each.
pub const LANGUAGES: &[&str] = &["fr", "en"];
/// The longest text, in characters.
const TEXT_MAX: usize = 20_000;
/// The periods, as keys.
const PERIODS: [&str; 3] = ["people_months", "addresses_months", "backup_days"];

/// The periods that are set.
#[must_use]
pub fn periods(settings: &Settings) -> Periods {
    // What is kept was checked; what somebody wrote into the file by hand and cannot be read stands at its default.
    periods_draft(settings).parse().unwrap_or_default()
}

fn periods_draft(settings: &Settings) -> PeriodsDraft {
    let [people_months, addresses_months, backup_days] =
        PERIODS.map(|key| settings.get(key).cloned().unwrap_or_default());
    PeriodsDraft { people_months, addresses_months, backup_days }
}

impl Backend {
    /// Everything that the host has set.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn host_settings(&self) -> Result<Settings> {
        self.db().host_settings().await
    }

    /// Whether this account sets things for the whole server.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody else.
    pub async fn host_only(&self, account: &Account) -> Result<()> {
        self.administrator(account, Right::ManageHost).await.map(drop)
    }

    /// Sets texts and periods as typed in one form: keys as in [`TEXTS`] with a language, and the fields of
    /// [`PeriodsDraft`]. Others are ignored.
    ///
    /// # Errors
    /// Every problem at its field; [`Problem::NotFound`] for everybody but the host.
    pub async fn set_up_host(&self, account: &Account, typed: &Settings) -> Result<()> {
        self.host_only(account).await?;
        periods_draft(typed).parse()?;
        let mut settings = Settings::new();
        let texts = TEXTS.iter().flat_map(|text| LANGUAGES.iter().map(move |language| format!("{text}.{language}")));
        for key in texts.chain(PERIODS.map(str::to_owned)) {
            let Some(value) = typed.get(&key) else { continue };
            let value = value.replace("\r\n", "\n").trim().to_owned();
            if value.chars().count() > TEXT_MAX {
                return Err(Refusal::at("texts", Problem::TooLong).into());
            }
            settings.insert(key, value);
        }
        let entry = self
            .entry(Deed::SettingsChanged, account.author())
            .with("settings", settings.keys().cloned().collect::<Vec<_>>().join(", "));
        let db = self.db().clone();
        to_the_end(async move { db.set_host_settings(&settings, &entry).await }).await
    }
}
