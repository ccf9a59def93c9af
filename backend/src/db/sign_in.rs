//! Tries, known browsers, sessions, and links to a new password. The rules stand in `domain::sign_in`.

use domain::ids::AccountId;
use domain::sign_in::{FORGOTTEN_S, Patience};
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::{Db, audit};
use crate::audit::Entry;
use crate::error::Result;

/// Subjects whose tries are kept. Beyond, the oldest are forgotten, so that a flood fills no disk.
const SUBJECTS: i64 = 100_000;

/// Whose tries are counted, and how patiently.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// A digest of whose tries they are.
    pub subject: Vec<u8>,
    pub patience: Patience,
}

/// A session to begin.
#[derive(Clone, Debug)]
pub(crate) struct NewSession {
    pub token_hash: Vec<u8>,
    pub account: AccountId,
    pub expires_at: i64,
    pub address: Option<String>,
    pub browser: Option<String>,
    /// The mark of the browser, which the account knows from now on.
    pub mark_hash: Option<Vec<u8>>,
}

/// A browser that waits for the code of a second factor.
#[derive(Clone, Debug)]
pub(crate) struct NewHalf {
    pub token_hash: Vec<u8>,
    pub account: AccountId,
    pub expires_at: i64,
}

/// What a right password, or a link to a new one, begins.
#[derive(Clone, Debug)]
pub(crate) enum Begun {
    Session(NewSession),
    Half(NewHalf),
}

impl Begun {
    /// The account that somebody signs in to.
    pub(crate) fn account(&self) -> AccountId {
        match self {
            Self::Session(session) => session.account,
            Self::Half(half) => half.account,
        }
    }
}

async fn left(connection: &mut SqliteConnection, guards: &[Guard], now: Timestamp) -> Result<i64> {
    let mut longest = 0;
    for guard in guards {
        let row: Option<(u32, i64)> = sqlx::query_as("select tries, last_at from sign_in_attempt where subject = $1")
            .bind(&guard.subject)
            .fetch_optional(&mut *connection)
            .await?;
        longest = longest.max(row.map_or(0, |(tries, last)| guard.patience.left_s(tries, Timestamp(last), now)));
    }
    Ok(longest)
}

impl Db {
    /// How many seconds a try has to wait.
    pub(crate) async fn wait_left(&self, guards: &[Guard], now: Timestamp) -> Result<i64> {
        left(&mut *self.readers.acquire().await?, guards, now).await
    }

    /// Counts a try, unless it has to wait: then gives for how many seconds. Of many at once each counts before it is
    /// looked at.
    pub(crate) async fn count_try(&self, guards: &[Guard], now: Timestamp) -> Result<i64> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let wait = left(tx, guards, now).await?;
        if wait == 0 {
            for guard in guards {
                sqlx::query(
                    "insert into sign_in_attempt (subject, tries, last_at) values ($1, 1, $2)
                     on conflict (subject) do update set tries = case when sign_in_attempt.last_at <= $3 then 1 else \
                     min(sign_in_attempt.tries + 1, 1000) end, last_at = $2",
                )
                .bind(&guard.subject)
                .bind(now.0)
                .bind(now.0 - FORGOTTEN_S * 1_000)
                .execute(&mut *tx)
                .await?;
            }
            sqlx::query("delete from sign_in_attempt where last_at <= $1")
                .bind(now.0 - FORGOTTEN_S * 1_000)
                .execute(&mut *tx)
                .await?;
            let (kept,): (i64,) = sqlx::query_as("select count(*) from sign_in_attempt").fetch_one(&mut *tx).await?;
            if kept > SUBJECTS {
                sqlx::query(
                    "delete from sign_in_attempt where subject in (select subject from sign_in_attempt order \
                    by last_at limit $1)",
                )
                .bind(kept - SUBJECTS)
                .execute(&mut *tx)
                .await?;
            }
        }
        transaction.commit().await?;
        Ok(wait)
    }

    /// Begins a session: the try that led to it was right, so it does not count; `forgotten` are the guards whose wrong
    /// tries are forgotten with it, `others` those in which this one was counted only.
    pub(crate) async fn begin_session(
        &self,
        session: &NewSession,
        forgotten: &[Guard],
        others: &[Guard],
        entry: Option<&Entry>,
        now: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        was_right(tx, forgotten, others).await?;
        insert_session(tx, session, now).await?;
        if let Some(entry) = entry {
            audit::write(tx, entry).await?;
        }
        transaction.commit().await
    }

    /// The same where a second factor is asked for as well: the browser waits for its code, and opens nothing.
    pub(crate) async fn begin_half_session(
        &self,
        half: &NewHalf,
        forgotten: &[Guard],
        others: &[Guard],
        now: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        was_right(tx, forgotten, others).await?;
        insert_half(tx, half, now).await?;
        transaction.commit().await
    }

    /// A try was right that led to no session: it counts no more, nor do those before it.
    pub(crate) async fn forget_tries(&self, guard: &Guard) -> Result<()> {
        sqlx::query("delete from sign_in_attempt where subject = $1")
            .bind(&guard.subject)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Whether the account signed in before in the browser with this mark.
    pub(crate) async fn knows_browser(&self, account: AccountId, mark_hash: &[u8]) -> Result<bool> {
        let row: Option<(i64,)> =
            sqlx::query_as("select 1 from known_browser where token_hash = $1 and account_id = $2")
                .bind(mark_hash)
                .bind(account.to_string())
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.is_some())
    }
}

/// Forgets the tries of some, and in others the one that was right.
pub(super) async fn was_right(tx: &mut SqliteConnection, forgotten: &[Guard], others: &[Guard]) -> Result<()> {
    for guard in forgotten {
        sqlx::query("delete from sign_in_attempt where subject = $1").bind(&guard.subject).execute(&mut *tx).await?;
    }
    for guard in others {
        sqlx::query("update sign_in_attempt set tries = tries - 1 where subject = $1 and tries > 0")
            .bind(&guard.subject)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

async fn insert_half(tx: &mut SqliteConnection, half: &NewHalf, now: Timestamp) -> Result<()> {
    sqlx::query("delete from half_session where expires_at <= $1").bind(now.0).execute(&mut *tx).await?;
    sqlx::query("insert into half_session (token_hash, account_id, expires_at) values ($1, $2, $3)")
        .bind(&half.token_hash)
        .bind(half.account.to_string())
        .bind(half.expires_at)
        .execute(&mut *tx)
        .await?;
    Ok(())
}

/// Ends everything that a password opened: sessions, browsers that wait for a code, links to a new one, and browsers
/// that the account knows, which whoever had the password may have had as well.
pub(super) async fn end_what_a_password_opened(tx: &mut SqliteConnection, account: AccountId) -> Result<()> {
    let statements = [
        "delete from session where account_id = $1",
        "delete from half_session where account_id = $1",
        "delete from password_link where account_id = $1",
        "delete from known_browser where account_id = $1",
    ];
    for statement in statements {
        sqlx::query(statement).bind(account.to_string()).execute(&mut *tx).await?;
    }
    Ok(())
}

pub(super) async fn insert_begun(tx: &mut SqliteConnection, begun: &Begun, now: Timestamp) -> Result<()> {
    match begun {
        Begun::Session(session) => insert_session(tx, session, now).await,
        Begun::Half(half) => insert_half(tx, half, now).await,
    }
}

/// A browser that an account did not use for so long is a stranger again.
const BROWSER_MS: i64 = 400 * 24 * 60 * 60 * 1_000;

pub(super) async fn insert_session(tx: &mut SqliteConnection, session: &NewSession, now: Timestamp) -> Result<()> {
    sqlx::query("delete from session where expires_at < $1").bind(now.0).execute(&mut *tx).await?;
    sqlx::query(
        "insert into session (token_hash, account_id, created_at, expires_at, last_used_at, address, browser) \
        values ($1, $2, $3, $4, $3, $5, $6)",
    )
    .bind(&session.token_hash)
    .bind(session.account.to_string())
    .bind(now.0)
    .bind(session.expires_at)
    .bind(&session.address)
    .bind(&session.browser)
    .execute(&mut *tx)
    .await?;
    if let Some(mark) = &session.mark_hash {
        sqlx::query("delete from known_browser where last_used_at < $1")
            .bind(now.0 - BROWSER_MS)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "insert into known_browser (token_hash, account_id, last_used_at) values ($1, $2, $3)
             on conflict (token_hash, account_id) do update set last_used_at = $3",
        )
        .bind(mark)
        .bind(session.account.to_string())
        .bind(now.0)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
