//! Links to a new password.

use domain::ids::AccountId;
use domain::time::Timestamp;

use super::accounts::account_id;
use super::sign_in::{Begun, Guard, end_what_a_password_opened, insert_begun, was_right};
use super::{Db, audit};
use crate::audit::Entry;
use crate::error::{Error, Result};

impl Db {
    /// Keeps a link; those of the same account before it end.
    pub(crate) async fn insert_password_link(
        &self,
        hash: &[u8],
        account: AccountId,
        now: i64,
        until: i64,
        entry: &Entry,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from password_link where account_id = $1 or expires_at <= $2")
            .bind(account.to_string())
            .bind(now)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "insert into password_link (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)",
        )
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
        let select = "select a.id from password_link l join account a on a.id = l.account_id where l.token_hash = $1 \
            and l.expires_at > $2 and a.closed_at is null";
        let row: Option<(String,)> = sqlx::query_as(select).bind(hash).bind(now).fetch_optional(&self.readers).await?;
        row.map(|(id,)| account_id(&id)).transpose()
    }

    /// The password hash of an account.
    pub(crate) async fn password_hash(&self, account: AccountId) -> Result<Option<String>> {
        let row: Option<(String,)> = sqlx::query_as("select password_hash from account where id = $1")
            .bind(account.to_string())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|(hash,)| hash))
    }

    /// Address and name of an account.
    pub(crate) async fn account_address(&self, account: AccountId) -> Result<(String, String)> {
        let row = sqlx::query_as("select email, name from account where id = $1")
            .bind(account.to_string())
            .fetch_optional(&self.readers)
            .await?;
        row.ok_or_else(|| Error::Corrupt(format!("account {account}")))
    }

    /// Sets a password and begins what is then the only session of the account, or the wait for its second factor;
    /// everything that the password before opened ends. False, and nothing is changed, when there is a link by which it
    /// is set and that works no more.
    pub(crate) async fn set_password(
        &self,
        link: Option<&[u8]>,
        password_hash: &str,
        begun: &Begun,
        forgotten: &[Guard],
        entry: &Entry,
        now: Timestamp,
    ) -> Result<bool> {
        let account = begun.account();
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        if let Some(link) = link {
            let used =
                sqlx::query("delete from password_link where token_hash = $1 and account_id = $2 and expires_at > $3")
                    .bind(link)
                    .bind(account.to_string())
                    .bind(now.0)
                    .execute(&mut *tx)
                    .await?;
            if used.rows_affected() == 0 {
                return Ok(false);
            }
        }
        sqlx::query("update account set password_hash = $1 where id = $2")
            .bind(password_hash)
            .bind(account.to_string())
            .execute(&mut *tx)
            .await?;
        end_what_a_password_opened(tx, account).await?;
        was_right(tx, forgotten, &[]).await?;
        insert_begun(tx, begun, now).await?;
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
