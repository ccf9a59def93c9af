//! Accounts and programmes as the administrators of the host see them.

use domain::access::Role;
use domain::administration::{HostAccount, HostProgramme};
use domain::ids::AccountId;
use domain::time::Timestamp;

use super::Db;
use super::accounts::account_id;
use super::numbers::programme_id;
use crate::audit::Entry;
use crate::error::Result;

type AccountRow = (String, String, String, i64, Option<i64>, Option<String>, bool, u32);

impl Db {
    /// What this account is on the host.
    pub(crate) async fn host_role(&self, account: AccountId) -> Result<Option<Role>> {
        let row: Option<(Option<String>,)> =
            sqlx::query_as("select host_role from account where id = $1 and closed_at is null")
                .bind(account.to_string())
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.and_then(|(role,)| role).as_deref().and_then(Role::from_code))
    }

    /// Every account, by name.
    pub(crate) async fn host_accounts(&self) -> Result<Vec<HostAccount>> {
        let rows: Vec<AccountRow> = sqlx::query_as(
            "select a.id, a.name, a.email, a.created_at, a.closed_at, a.host_role,
                    exists (select 1 from second_factor f where f.account_id = a.id and f.confirmed_at is not null),
                    (select count(*) from programme_member m where m.account_id = a.id)
             from account a order by a.closed_at is not null, a.name, a.id",
        )
        .fetch_all(&self.readers)
        .await?;
        let account = |(id, name, email, created_at, closed_at, role, second_factor, programmes): AccountRow| {
            Ok(HostAccount {
                id: account_id(&id)?,
                name,
                email,
                created_at: Timestamp(created_at),
                closed_at: closed_at.map(Timestamp),
                administers: role.as_deref() == Some(Role::Administrator.code()),
                own: false,
                second_factor,
                programmes,
            })
        };
        rows.into_iter().map(account).collect()
    }

    /// Every programme, by name.
    pub(crate) async fn host_programmes(&self) -> Result<Vec<HostProgramme>> {
        let rows: Vec<(String, String, String, u32)> = sqlx::query_as(
            "select p.id, p.name,
                    (select json_group_array(a.name) from programme_member m join account a on a.id = m.account_id
                     where m.programme_id = p.id and m.role = 'manager' and a.closed_at is null),
                    (select count(*) from programme_member m where m.programme_id = p.id)
             from programme p where not exists (select 1 from import_under_way i where i.id = 'programme ' || p.id) \
             order by p.name",
        )
        .fetch_all(&self.readers)
        .await?;
        let programme = |(id, name, managers, members): (String, String, String, u32)| {
            let id = programme_id(&id)?;
            Ok(HostProgramme { id, name, managers: serde_json::from_str(&managers)?, members })
        };
        rows.into_iter().map(programme).collect()
    }

    /// Closes an account and ends its sessions, or opens it again. False, and nothing is changed, when no administrator
    /// would be left.
    pub(crate) async fn close_account(&self, account: AccountId, closed: bool, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("update account set closed_at = $1 where id = $2")
            .bind(closed.then_some(entry.at.0))
            .bind(account.to_string())
            .execute(&mut *tx)
            .await?;
        sqlx::query("delete from session where account_id = $1").bind(account.to_string()).execute(&mut *tx).await?;
        if !is_administered(tx).await? {
            return Ok(false);
        }
        super::audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Makes an account an administrator, or one no more. False, and nothing is changed, when none would be left.
    pub(crate) async fn set_administrator(&self, account: AccountId, administers: bool, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("update account set host_role = $1 where id = $2")
            .bind(administers.then_some(Role::Administrator.code()))
            .bind(account.to_string())
            .execute(&mut *tx)
            .await?;
        if !is_administered(tx).await? {
            return Ok(false);
        }
        super::audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn is_administered(tx: &mut sqlx::SqliteConnection) -> Result<bool> {
    let row: Option<(i64,)> =
        sqlx::query_as("select 1 from account where host_role = 'administrator' and closed_at is null limit 1")
            .fetch_optional(tx)
            .await?;
    Ok(row.is_some())
}
