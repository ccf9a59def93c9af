//! Links to a new password.

use domain::ids::AccountId;
use domain::time::Timestamp;

use super::accounts::account_id;
use super::sign_in::{Guard, NewSession, insert_session};
use super::{Db, audit};
use crate::audit::Entry;
use crate::error::{Error, Result};

impl Db {
    /// Keeps a link; those of the same account before it end.
    pub(crate) async fn insert_password_link(&self, hash: &[u8], account: AccountId, now: i64, until: i64, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from password_link where account_id = $1 or expires_at <= $2").bind(account.to_string()).bind(now).execute(&mut *tx).await?;
        sqlx::query("insert into password_link (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)")
            .bind(hash)
            .bind(account.to_string())
            .bind(now)
            .bind(until)
            .execute(&mut *tx)
            .await?;
        audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// The open account to which a link leads, while it works.
    pub(crate) async fn account_by_password_link(&self, hash: &[u8], now: i64) -> Result<Option<AccountId>> {
        let select =
            "select a.id from password_link l join account a on a.id = l.account_id where l.token_hash = $1 and l.expires_at > $2 and a.closed_at is null";
        let row: Option<(String,)> = sqlx::query_as(select).bind(hash).bind(now).fetch_optional(&self.readers).await?;
        row.map(|(id,)| account_id(&id)).transpose()
    }

    /// Address and name of an account.
    pub(crate) async fn account_address(&self, account: AccountId) -> Result<(String, String)> {
        let row = sqlx::query_as("select email, name from account where id = $1").bind(account.to_string()).fetch_optional(&self.readers).await?;
        row.ok_or_else(|| Error::Corrupt(format!("account {account}")))
    }

    /// Sets a password by a link and begins the only session of the account. False, and nothing is changed, when the link works no more.
    pub(crate) async fn reset_password(
        &self,
        link: &[u8],
        password_hash: &str,
        session: &NewSession,
        guard: &Guard,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<bool> {
        let account = session.account.to_string();
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let used = sqlx::query("delete from password_link where token_hash = $1 and account_id = $2 and expires_at > $3")
            .bind(link)
            .bind(&account)
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        if used.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("update account set password_hash = $1 where id = $2").bind(password_hash).bind(&account).execute(&mut *tx).await?;
        sqlx::query("delete from session where account_id = $1").bind(&account).execute(&mut *tx).await?;
        // Whoever had the old password may have had the browser as well.
        sqlx::query("delete from known_browser where account_id = $1").bind(&account).execute(&mut *tx).await?;
        sqlx::query("delete from sign_in_attempt where subject = $1").bind(&guard.subject).execute(&mut *tx).await?;
        insert_session(tx, session, now).await?;
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
