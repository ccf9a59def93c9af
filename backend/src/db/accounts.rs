//! Accounts and their sessions.

use domain::ids::AccountId;

use super::Db;
use crate::error::{Error, Result};

impl Db {
    pub(crate) async fn has_accounts(&self) -> Result<bool> {
        let row: Option<(i64,)> = sqlx::query_as("select 1 from account limit 1").fetch_optional(&self.readers).await?;
        Ok(row.is_some())
    }

    /// False when the e-mail address is taken.
    pub(crate) async fn insert_account(&self, id: AccountId, email: &str, name: &str, password_hash: &str, now: i64) -> Result<bool> {
        let inserted =
            // The first account of a server administers it.
            sqlx::query(
                "insert into account (id, email, name, password_hash, created_at, host_role)
                 values ($1, $2, $3, $4, $5, case when exists (select 1 from account) then null else 'administrator' end) on conflict (email) do nothing",
            )
                .bind(id.to_string())
                .bind(email)
                .bind(name)
                .bind(password_hash)
                .bind(now)
                .execute(&self.writer)
                .await?;
        Ok(inserted.rows_affected() == 1)
    }

    /// Id and password hash of the account with this address.
    pub(crate) async fn account_by_email(&self, email: &str) -> Result<Option<(AccountId, String)>> {
        let row: Option<(String, String)> =
            sqlx::query_as("select id, password_hash from account where email = $1 and closed_at is null").bind(email).fetch_optional(&self.readers).await?;
        row.map(|(id, hash)| Ok((account_id(&id)?, hash))).transpose()
    }

    pub(crate) async fn insert_session(&self, token_hash: &[u8], account: AccountId, now: i64, expires_at: i64) -> Result<()> {
        sqlx::query("delete from session where expires_at < $1").bind(now).execute(&self.writer).await?;
        sqlx::query("insert into session (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)")
            .bind(token_hash)
            .bind(account.to_string())
            .bind(now)
            .bind(expires_at)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Id and name of the account behind a session that has not expired.
    pub(crate) async fn account_by_session(&self, token_hash: &[u8], now: i64) -> Result<Option<(AccountId, String)>> {
        let row: Option<(String, String)> = sqlx::query_as(
            "select a.id, a.name from session s join account a on a.id = s.account_id where s.token_hash = $1 and s.expires_at > $2 and a.closed_at is null",
        )
        .bind(token_hash)
        .bind(now)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|(id, name)| Ok((account_id(&id)?, name))).transpose()
    }

    pub(crate) async fn delete_session(&self, token_hash: &[u8]) -> Result<()> {
        sqlx::query("delete from session where token_hash = $1").bind(token_hash).execute(&self.writer).await?;
        Ok(())
    }
}

pub(super) fn account_id(text: &str) -> Result<AccountId> {
    text.parse().map_err(|_| Error::Corrupt(format!("account id {text}")))
}
