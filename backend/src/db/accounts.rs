//! Accounts and their sessions.

use domain::account::OpenSession;
use domain::ids::AccountId;
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::sign_in::{NewSession, insert_session};
use super::{Db, audit};
use crate::audit::Entry;
use crate::error::{Error, Result};

/// Handle, browser, address, when it began and was last used, whether it is the one that asks.
type SessionRow = (String, Option<String>, Option<String>, i64, i64, bool);

/// A session is named by the beginning of its hash, of which nobody learns the token.
const SESSIONS: &str = "select substr(lower(hex(token_hash)), 1, 16), browser, address, created_at, max(last_used_at, \
    created_at) as used, token_hash = $3
     from session where account_id = $1 and expires_at > $2 order by token_hash = $3 desc, used desc, token_hash";

/// An account to be made.
#[derive(Clone, Debug)]
pub(crate) struct NewAccount {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub password_hash: String,
    /// Only if there is no other.
    pub only_first: bool,
}

/// What came of making an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Created {
    Made,
    EmailTaken,
    NotFirst,
    /// The invitation by which it was to be made is not open any more.
    NotInvited,
}

/// False when the e-mail address is taken.
pub(super) async fn insert(tx: &mut SqliteConnection, account: &NewAccount, now: Timestamp) -> Result<bool> {
    // The first account of a server administers it.
    let statement = "insert into account (id, email, name, password_hash, created_at, host_role)
         values ($1, $2, $3, $4, $5, case when exists (select 1 from account) then null else 'administrator' end) on \
         conflict (email) do nothing";
    let inserted = sqlx::query(statement)
        .bind(account.id.to_string())
        .bind(&account.email)
        .bind(&account.name)
        .bind(&account.password_hash)
        .bind(now.0)
        .execute(tx)
        .await?;
    Ok(inserted.rows_affected() == 1)
}

/// Makes an account a member of every programme: the first account of a server sees what the command line made.
async fn join_all_programmes(tx: &mut SqliteConnection, account: AccountId) -> Result<()> {
    sqlx::query(
        "insert into programme_member (programme_id, account_id) select id, $1 from programme where true on \
        conflict do nothing",
    )
    .bind(account.to_string())
    .execute(tx)
    .await?;
    Ok(())
}

impl Db {
    /// Whether the server has any account.
    pub(crate) async fn has_accounts(&self) -> Result<bool> {
        let row: Option<(i64,)> = sqlx::query_as("select 1 from account limit 1").fetch_optional(&self.readers).await?;
        Ok(row.is_some())
    }

    /// Id and password hash of the account with this address.
    pub(crate) async fn account_by_email(&self, email: &str) -> Result<Option<(AccountId, String)>> {
        let row: Option<(String, String)> =
            sqlx::query_as("select id, password_hash from account where email = $1 and closed_at is null")
                .bind(email)
                .fetch_optional(&self.readers)
                .await?;
        row.map(|(id, hash)| Ok((account_id(&id)?, hash))).transpose()
    }

    /// Creates an account with its first session. The first one of a server is a member of every programme there is;
    /// whoever comes later sees a programme when one of its members takes them in.
    pub(crate) async fn create_account(
        &self,
        account: &NewAccount,
        session: &NewSession,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<Created> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let (is_first,): (bool,) =
            sqlx::query_as("select not exists (select 1 from account)").fetch_one(&mut *tx).await?;
        if account.only_first && !is_first {
            return Ok(Created::NotFirst);
        }
        if !insert(tx, account, now).await? {
            return Ok(Created::EmailTaken);
        }
        if is_first {
            join_all_programmes(tx, account.id).await?;
        }
        insert_session(tx, session, now).await?;
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(Created::Made)
    }

    /// The name of an account.
    pub(crate) async fn account_name(&self, id: AccountId) -> Result<String> {
        let row: Option<(String,)> = sqlx::query_as("select name from account where id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map_or_else(String::new, |(name,)| name))
    }

    /// Id and name of the account behind a session that has not expired.
    pub(crate) async fn account_by_session(&self, token_hash: &[u8], now: i64) -> Result<Option<(AccountId, String)>> {
        let row: Option<(String, String)> = sqlx::query_as(
            "select a.id, a.name from session s join account a on a.id = s.account_id where s.token_hash = $1 and \
                s.expires_at > $2 and a.closed_at is null",
        )
        .bind(token_hash)
        .bind(now)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|(id, name)| Ok((account_id(&id)?, name))).transpose()
    }

    /// Changes the name of an account.
    pub(crate) async fn rename_account(&self, id: AccountId, name: &str, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("update account set name = $1 where id = $2")
            .bind(name)
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// Where an account is signed in; `here` is the session that asks, and stands first.
    pub(crate) async fn open_sessions(
        &self,
        account: AccountId,
        here: &[u8],
        now: Timestamp,
    ) -> Result<Vec<OpenSession>> {
        let rows: Vec<SessionRow> =
            sqlx::query_as(SESSIONS).bind(account.to_string()).bind(now.0).bind(here).fetch_all(&self.readers).await?;
        let session = |(handle, browser, address, since, used_at, here)| OpenSession {
            handle,
            browser,
            address,
            since: Timestamp(since),
            used_at: Timestamp(used_at),
            here,
        };
        Ok(rows.into_iter().map(session).collect())
    }

    /// Ends a session of an account, by its handle. False when there is none such.
    pub(crate) async fn end_session(&self, account: AccountId, handle: &str, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let ended =
            sqlx::query("delete from session where account_id = $1 and substr(lower(hex(token_hash)), 1, 16) = $2")
                .bind(account.to_string())
                .bind(handle)
                .execute(&mut *tx)
                .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends every session of an account, also those that wait for a code.
    pub(crate) async fn end_sessions(&self, account: AccountId, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from session where account_id = $1").bind(account.to_string()).execute(&mut *tx).await?;
        sqlx::query("delete from half_session where account_id = $1")
            .bind(account.to_string())
            .execute(&mut *tx)
            .await?;
        audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// Ends the session that signs out.
    pub(crate) async fn delete_session(&self, token_hash: &[u8], entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from session where token_hash = $1").bind(token_hash).execute(&mut *tx).await?;
        audit::write(tx, entry).await?;
        transaction.commit().await
    }
}

/// An id as it is kept; [`Error::Corrupt`] for what is none.
pub(super) fn account_id(text: &str) -> Result<AccountId> {
    text.parse().map_err(|_| Error::Corrupt(format!("account id {text}")))
}
