//! Second factors, recovery codes, and browsers that wait for a code.

use domain::account::SecondFactor;
use domain::ids::AccountId;
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::accounts::account_id;
use super::sign_in::{Guard, NewSession, insert_session, was_right};
use super::{Db, audit};
use crate::audit::Entry;
use crate::error::Result;

/// What shows that somebody has the second factor.
#[derive(Clone, Debug)]
pub(crate) enum Proof {
    /// A right code of this time step.
    Step(i64),
    /// The digest of a recovery code.
    Recovery(Vec<u8>),
}

impl Db {
    /// The sealed secret of an account's second factor.
    pub(crate) async fn factor_secret(&self, account: AccountId) -> Result<Option<Vec<u8>>> {
        let select = "select secret_sealed from second_factor where account_id = $1 and confirmed_at is not null";
        let row: Option<(Vec<u8>,)> =
            sqlx::query_as(select).bind(account.to_string()).fetch_optional(&self.readers).await?;
        Ok(row.map(|(sealed,)| sealed))
    }

    /// The sealed secret that waits for its first code, where it was proposed since then.
    pub(crate) async fn proposed_secret(&self, account: AccountId, since: i64) -> Result<Option<Vec<u8>>> {
        let select = "select secret_sealed from second_factor where account_id = $1 and confirmed_at is null and \
            proposed_at > $2";
        let row: Option<(Vec<u8>,)> =
            sqlx::query_as(select).bind(account.to_string()).bind(since).fetch_optional(&self.readers).await?;
        Ok(row.map(|(sealed,)| sealed))
    }

    /// The second factor that is asked for.
    pub(crate) async fn second_factor(&self, account: AccountId) -> Result<Option<SecondFactor>> {
        let row: Option<(i64, u32)> = sqlx::query_as(
            "select confirmed_at, (select count(*) from recovery_code r where r.account_id = f.account_id)
             from second_factor f where account_id = $1 and confirmed_at is not null",
        )
        .bind(account.to_string())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.map(|(since, recovery_codes)| SecondFactor { since: Timestamp(since), recovery_codes }))
    }

    /// Keeps a secret that waits to be confirmed, in the place of one that waited before. False when the account has a
    /// second factor.
    pub(crate) async fn propose_factor(&self, account: AccountId, sealed: &[u8], now: Timestamp) -> Result<bool> {
        let kept = sqlx::query(
            "insert into second_factor (account_id, secret_sealed, proposed_at) values ($1, $2, $3)
             on conflict (account_id) do update set secret_sealed = $2, proposed_at = $3 where \
             second_factor.confirmed_at is null",
        )
        .bind(account.to_string())
        .bind(sealed)
        .bind(now.0)
        .execute(&self.writer)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Confirms the secret that waits, by a right code of this step, with these recovery codes. False when another one
    /// waits, or none.
    pub(crate) async fn confirm_factor(
        &self,
        account: AccountId,
        sealed: &[u8],
        step: i64,
        digests: &[Vec<u8>],
        entry: &Entry,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let confirmed = sqlx::query(
            "update second_factor set confirmed_at = $1, last_step = $2 where account_id = $3 and \
                secret_sealed = $4 and confirmed_at is null",
        )
        .bind(entry.at.0)
        .bind(step)
        .bind(account.to_string())
        .bind(sealed)
        .execute(&mut *tx)
        .await?;
        if confirmed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("delete from recovery_code where account_id = $1")
            .bind(account.to_string())
            .execute(&mut *tx)
            .await?;
        for digest in digests {
            sqlx::query("insert into recovery_code (account_id, digest) values ($1, $2)")
                .bind(account.to_string())
                .bind(digest)
                .execute(&mut *tx)
                .await?;
        }
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Takes a second factor off an account, with its recovery codes. False when there is none; one that was never
    /// confirmed is none.
    pub(crate) async fn remove_factor(&self, account: AccountId, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let removed = sqlx::query("delete from second_factor where account_id = $1 and confirmed_at is not null")
            .bind(account.to_string())
            .execute(&mut *tx)
            .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("delete from recovery_code where account_id = $1")
            .bind(account.to_string())
            .execute(&mut *tx)
            .await?;
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The open account for which a browser waits for a code.
    pub(crate) async fn account_by_half_session(&self, hash: &[u8], now: Timestamp) -> Result<Option<AccountId>> {
        let select = "select a.id from half_session h join account a on a.id = h.account_id where h.token_hash = $1 \
            and h.expires_at > $2 and a.closed_at is null";
        let row: Option<(String,)> =
            sqlx::query_as(select).bind(hash).bind(now.0).fetch_optional(&self.readers).await?;
        row.map(|(id,)| account_id(&id)).transpose()
    }

    /// Makes a session of a browser that waited for a code. False, and nothing is changed, when the code was used
    /// meanwhile, or the browser waits no more.
    pub(crate) async fn complete_half_session(
        &self,
        half: &[u8],
        proof: &Proof,
        session: &NewSession,
        (forgotten, others): (&[Guard], &[Guard]),
        entry: &Entry,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let waited =
            sqlx::query("delete from half_session where token_hash = $1 and account_id = $2 and expires_at > $3")
                .bind(half)
                .bind(session.account.to_string())
                .bind(entry.at.0)
                .execute(&mut *tx)
                .await?;
        if waited.rows_affected() == 0 || !use_up(tx, session.account, proof).await? {
            return Ok(false);
        }
        was_right(tx, forgotten, others).await?;
        insert_session(tx, session, entry.at).await?;
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// False when it was used before.
async fn use_up(tx: &mut SqliteConnection, account: AccountId, proof: &Proof) -> Result<bool> {
    let query = match proof {
        Proof::Step(step) => sqlx::query(
            "update second_factor set last_step = $2 where account_id = $1 and \
            confirmed_at is not null and last_step < $2",
        )
        .bind(account.to_string())
        .bind(*step),
        Proof::Recovery(digest) => sqlx::query("delete from recovery_code where account_id = $1 and digest = $2")
            .bind(account.to_string())
            .bind(digest),
    };
    Ok(query.execute(tx).await?.rows_affected() == 1)
}
