//! Who works in which programme, as what, and who was invited.

use domain::access::Role;
use domain::ids::{AccountId, ProgrammeId};
use domain::members::{Invited, MemberRow};
use domain::programme::Programme;
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::accounts::{Created, NewAccount, account_id, insert};
use super::numbers::programme_id;
use super::sign_in::{NewSession, insert_session};
use super::{Db, audit};
use crate::audit::Entry;
use crate::error::{Error, Result};

fn role(code: &str) -> Result<Role> {
    Role::in_programme(code).ok_or_else(|| Error::Corrupt(format!("role {code}")))
}

/// An invitation as it is answered.
#[derive(Clone, Debug)]
pub(crate) struct InvitationRow {
    pub number: i64,
    pub programme: ProgrammeId,
    /// The address that it was meant for.
    pub email: String,
    pub role: Role,
    pub invited_by: String,
}

impl Db {
    /// What this account is in a programme.
    pub(crate) async fn membership(
        &self,
        account: AccountId,
        programme: ProgrammeId,
    ) -> Result<Option<(Role, Programme)>> {
        let row: Option<(String,)> =
            sqlx::query_as("select role from programme_member where account_id = $1 and programme_id = $2")
                .bind(account.to_string())
                .bind(programme.to_string())
                .fetch_optional(&self.readers)
                .await?;
        let Some((code,)) = row else { return Ok(None) };
        let Some(programme) = self.programme(programme).await? else { return Ok(None) };
        Ok(Some((role(&code)?, programme)))
    }

    /// Every programme of this account, with what it is there.
    pub(crate) async fn memberships(&self, account: AccountId) -> Result<Vec<(ProgrammeId, Role)>> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("select programme_id, role from programme_member where account_id = $1")
                .bind(account.to_string())
                .fetch_all(&self.readers)
                .await?;
        rows.into_iter().map(|(id, code)| Ok((programme_id(&id)?, role(&code)?))).collect()
    }

    /// Who works in a programme, by name.
    pub(crate) async fn members(&self, programme: ProgrammeId) -> Result<Vec<MemberRow>> {
        let of = "select a.id, a.name, a.email, m.role from account a join programme_member m on m.account_id = a.id \
            where m.programme_id = $1 order by a.name, a.id";
        let rows: Vec<(String, String, String, String)> =
            sqlx::query_as(of).bind(programme.to_string()).fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|(id, name, email, code)| Ok(MemberRow { account: account_id(&id)?, name, email, role: role(&code)? }))
            .collect()
    }

    /// Gives a member another role, or none: they are out. False, and nothing is changed, when there is no such member,
    /// or the programme would be left without a manager.
    pub(crate) async fn set_role(
        &self,
        programme: ProgrammeId,
        account: AccountId,
        new: Option<Role>,
        entry: &Entry,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let done = match new {
            Some(role) => {
                sqlx::query("update programme_member set role = $1 where programme_id = $2 and account_id = $3")
                    .bind(role.code())
            }
            None => sqlx::query("delete from programme_member where $1 = '' and programme_id = $2 and account_id = $3")
                .bind(""),
        };
        let done = done.bind(programme.to_string()).bind(account.to_string()).execute(&mut *tx).await?;
        let managed: Option<(i64,)> = sqlx::query_as(
            "select 1 from programme_member m join account a on a.id = m.account_id where m.programme_id = $1 and \
                m.role = 'manager' and a.closed_at is null limit 1",
        )
        .bind(programme.to_string())
        .fetch_optional(&mut *tx)
        .await?;
        if done.rows_affected() == 0 || managed.is_none() {
            return Ok(false);
        }
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Keeps an invitation. One that is open for the same address is ended: there is one way in for each.
    pub(crate) async fn insert_invitation(
        &self,
        hash: &[u8],
        programme: ProgrammeId,
        invited: &Invited,
        by: &str,
        entry: &Entry,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query(
            "update member_invitation set ended_at = $1 where programme_id = $2 and email = $3 and ended_at \
            is null and answer is null",
        )
        .bind(entry.at.0)
        .bind(programme.to_string())
        .bind(&invited.email)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "insert into member_invitation (token_hash, programme_id, email, role, invited_by, created_at, \
                expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(hash)
        .bind(programme.to_string())
        .bind(&invited.email)
        .bind(invited.role.code())
        .bind(by)
        .bind(entry.at.0)
        .bind(invited.expires_at.0)
        .execute(&mut *tx)
        .await?;
        audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// The invitations of a programme that are open at this moment, newest first.
    pub(crate) async fn open_invitations(&self, programme: ProgrammeId, now: Timestamp) -> Result<Vec<Invited>> {
        let rows: Vec<(i64, String, String, i64)> = sqlx::query_as(
            "select number, email, role, expires_at from member_invitation
             where programme_id = $1 and ended_at is null and answer is null and expires_at > $2 order by number desc",
        )
        .bind(programme.to_string())
        .bind(now.0)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(number, email, code, expires_at)| {
                Ok(Invited { number, email, role: role(&code)?, expires_at: Timestamp(expires_at) })
            })
            .collect()
    }

    /// Ends an invitation. False when the programme has no such open one.
    pub(crate) async fn end_invitation(&self, programme: ProgrammeId, number: i64, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let done = sqlx::query(
            "update member_invitation set ended_at = $1 where number = $2 and programme_id = $3 \
            and ended_at is null and answer is null",
        )
        .bind(entry.at.0)
        .bind(number)
        .bind(programme.to_string())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The open invitation behind a link.
    pub(crate) async fn invitation_by_hash(&self, hash: &[u8], now: Timestamp) -> Result<Option<InvitationRow>> {
        let row: Option<(i64, String, String, String, String)> = sqlx::query_as(
            "select number, programme_id, email, role, invited_by from member_invitation
             where token_hash = $1 and ended_at is null and answer is null and expires_at > $2",
        )
        .bind(hash)
        .bind(now.0)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|(number, programme, email, code, invited_by)| {
            let programme = programme_id(&programme)?;
            Ok(InvitationRow { number, programme, email, role: role(&code)?, invited_by })
        })
        .transpose()
    }

    /// Answers an invitation; false when it is not open any more.
    pub(crate) async fn answer_invitation(
        &self,
        invitation: &InvitationRow,
        account: AccountId,
        accepts: bool,
        entry: &Entry,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        if !answer(tx, invitation, account, accepts, entry.at).await? {
            return Ok(false);
        }
        audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Creates an account, with its first session, that accepts this invitation: all of it, or nothing.
    pub(crate) async fn create_invited_account(
        &self,
        invitation: &InvitationRow,
        account: &NewAccount,
        session: &NewSession,
        created: &Entry,
        accepted: &Entry,
        now: Timestamp,
    ) -> Result<Created> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        if !insert(tx, account, now).await? {
            return Ok(Created::EmailTaken);
        }
        if !answer(tx, invitation, account.id, true, accepted.at).await? {
            return Ok(Created::NotInvited);
        }
        insert_session(tx, session, now).await?;
        audit::write(tx, created).await?;
        audit::write(tx, accepted).await?;
        transaction.commit().await?;
        Ok(Created::Made)
    }
}

/// Answers an invitation, once: of two who answer at the same time, one does. Who accepts becomes a member; who is one
/// already gets the role of the invitation, unless they manage the programme.
pub(super) async fn answer(
    tx: &mut SqliteConnection,
    invitation: &InvitationRow,
    account: AccountId,
    accepts: bool,
    now: Timestamp,
) -> Result<bool> {
    let done = sqlx::query(
        "update member_invitation set answer = $1, answered_at = $2, account_id = $3
         where number = $4 and ended_at is null and answer is null and expires_at > $2",
    )
    .bind(if accepts { "accepted" } else { "declined" })
    .bind(now.0)
    .bind(account.to_string())
    .bind(invitation.number)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    if accepts {
        sqlx::query(
            "insert into programme_member (programme_id, account_id, role, since) values ($1, $2, $3, $4)
             on conflict (programme_id, account_id) do update set role = excluded.role where programme_member.role <> \
             'manager'",
        )
        .bind(invitation.programme.to_string())
        .bind(account.to_string())
        .bind(invitation.role.code())
        .bind(now.0)
        .execute(&mut *tx)
        .await?;
    }
    Ok(true)
}
