//! Identities at a provider: which account each is joined to, and what a session that began there keeps of it.

use domain::identity::JoinedIdentity;
use domain::ids::AccountId;
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::accounts::{NewAccount, account_id, insert};
use super::members::{InvitationRow, answer};
use super::sign_in::{Guard, NewSession, insert_session};
use super::{Db, audit};
use crate::audit::Entry;
use crate::error::Result;

/// Who somebody is at a provider: issuer and subject together, never an address.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub issuer: String,
    pub subject: String,
    /// By what its owner knows it again.
    pub shown: String,
}

/// A session that began at a provider, with the sealed ID token that ends it there, and the try that led to it.
#[derive(Clone, Debug)]
pub(crate) struct Came {
    pub session: NewSession,
    pub id_token_sealed: Vec<u8>,
    /// In which the try was counted.
    pub guards: Vec<Guard>,
}

/// What came of joining an identity to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joining {
    Done,
    /// It is joined to another account.
    IdentityTaken,
    /// The address has an account.
    EmailTaken,
    /// Somebody answered the invitation meanwhile.
    InvitationOver,
}

impl Db {
    /// The open account to which this identity is joined, and its name.
    pub(crate) async fn account_by_identity(&self, known: &Known) -> Result<Option<(AccountId, String)>> {
        let select = "select a.id, a.name from identity i join account a on a.id = i.account_id where i.issuer = $1 \
            and i.subject = $2 and a.closed_at is null";
        let row: Option<(String, String)> =
            sqlx::query_as(select).bind(&known.issuer).bind(&known.subject).fetch_optional(&self.readers).await?;
        row.map(|(id, name)| Ok((account_id(&id)?, name))).transpose()
    }

    /// Begins a session by an identity.
    pub(crate) async fn begin_session_by_identity(
        &self,
        came: &Came,
        known: &Known,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("update identity set used_at = $1 where issuer = $2 and subject = $3")
            .bind(now.0)
            .bind(&known.issuer)
            .bind(&known.subject)
            .execute(&mut *tx)
            .await?;
        insert_came(tx, came, known, now).await?;
        audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// Creates an account for an identity, accepts the invitation that it came by, and begins its first session.
    pub(crate) async fn create_account_by_identity(
        &self,
        account: &NewAccount,
        known: &Known,
        invitation: &InvitationRow,
        came: &Came,
        [created, joined, accepted]: &[Entry; 3],
        now: Timestamp,
    ) -> Result<Joining> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        if !insert(tx, account, now).await? {
            return Ok(Joining::EmailTaken);
        }
        audit::write(tx, created).await?;
        if !join(tx, account.id, known, Some(now), now).await? {
            return Ok(Joining::IdentityTaken);
        }
        audit::write(tx, joined).await?;
        if !answer(tx, invitation, account.id, true, accepted.at).await? {
            return Ok(Joining::InvitationOver);
        }
        audit::write(tx, accepted).await?;
        insert_came(tx, came, known, now).await?;
        transaction.commit().await?;
        Ok(Joining::Done)
    }

    /// Joins an identity to an account; that it is joined to it already is as well. The try that led to it was counted
    /// in these guards.
    pub(crate) async fn join_identity(
        &self,
        account: AccountId,
        known: &Known,
        guards: &[Guard],
        entry: &Entry,
        now: Timestamp,
    ) -> Result<Joining> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let owner: Option<(String,)> =
            sqlx::query_as("select account_id from identity where issuer = $1 and subject = $2")
                .bind(&known.issuer)
                .bind(&known.subject)
                .fetch_optional(&mut *tx)
                .await?;
        match owner {
            Some((owner,)) if owner != account.to_string() => return Ok(Joining::IdentityTaken),
            Some(_) => {}
            None => {
                join(tx, account, known, None, now).await?;
                audit::write(tx, entry).await?;
            }
        }
        was_right(tx, guards).await?;
        transaction.commit().await?;
        Ok(Joining::Done)
    }

    /// The identities of an account, the newest first.
    pub(crate) async fn identities(&self, account: AccountId) -> Result<Vec<JoinedIdentity>> {
        let rows: Vec<(i64, String, String, i64, Option<i64>)> = sqlx::query_as(
            "select number, issuer, shown, joined_at, used_at from identity where account_id = $1 order by number desc",
        )
        .bind(account.to_string())
        .fetch_all(&self.readers)
        .await?;
        let listed = rows.into_iter().map(|(number, issuer, shown, joined_at, used_at)| JoinedIdentity {
            number,
            issuer,
            shown,
            joined_at: Timestamp(joined_at),
            used_at: used_at.map(Timestamp),
        });
        Ok(listed.collect())
    }

    /// Whether an account has a password.
    pub(crate) async fn has_password(&self, account: AccountId) -> Result<bool> {
        let row: Option<(i64,)> = sqlx::query_as("select 1 from account where id = $1 and password_hash <> ''")
            .bind(account.to_string())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.is_some())
    }

    /// Separates an identity from an account. False, and nothing is changed, when the account has
    /// no such identity, or nothing else to sign in with.
    pub(crate) async fn remove_identity(&self, account: AccountId, number: i64, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let done = sqlx::query(
            "delete from identity where number = $1 and account_id = $2
             and (exists (select 1 from account where id = $2 and password_hash <> '') or (select count(*) from \
             identity where account_id = $2) > 1)",
        )
        .bind(number)
        .bind(account.to_string())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// What a session keeps of the provider at which it began: issuer, and the sealed ID token.
    pub(crate) async fn session_identity(&self, token_hash: &[u8]) -> Result<Option<(String, Vec<u8>)>> {
        let select = "select issuer, id_token_sealed from session_identity where token_hash = $1";
        Ok(sqlx::query_as(select).bind(token_hash).fetch_optional(&self.readers).await?)
    }
}

/// False when the identity is joined already.
async fn join(
    tx: &mut SqliteConnection,
    account: AccountId,
    known: &Known,
    used: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool> {
    let done = sqlx::query(
        "insert into identity (issuer, subject, account_id, shown, joined_at, used_at) values ($1, $2, $3, $4, $5, \
            $6) on conflict (issuer, subject) do nothing",
    )
    .bind(&known.issuer)
    .bind(&known.subject)
    .bind(account.to_string())
    .bind(&known.shown)
    .bind(now.0)
    .bind(used.map(|used| used.0))
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The try was right, so it does not count.
async fn was_right(tx: &mut SqliteConnection, guards: &[Guard]) -> Result<()> {
    for guard in guards {
        sqlx::query("update sign_in_attempt set tries = tries - 1 where subject = $1 and tries > 0")
            .bind(&guard.subject)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

async fn insert_came(tx: &mut SqliteConnection, came: &Came, known: &Known, now: Timestamp) -> Result<()> {
    was_right(tx, &came.guards).await?;
    insert_session(tx, &came.session, now).await?;
    sqlx::query("insert into session_identity (token_hash, issuer, id_token_sealed) values ($1, $2, $3)")
        .bind(&came.session.token_hash)
        .bind(&known.issuer)
        .bind(&came.id_token_sealed)
        .execute(&mut *tx)
        .await?;
    Ok(())
}
