//! What flows in a synergy, who takes care of it, and the changes of both.

use domain::ids::{SynergyId, WorkshopId};
use domain::programme::SynergyRecord;
use domain::synergy::{Detail, Flow, NextStep};
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::Db;
use crate::error::Result;

/// A change of one detail: what stood before, and what stands since.
type Change = (Detail, Option<String>, Option<String>);

/// A quantity as it is stored.
pub(super) fn stored(flow: &Flow) -> Result<Option<String>> {
    Ok(flow.quantity.as_ref().map(serde_json::to_string).transpose()?)
}

/// Keeps the changes that are some.
async fn keep(
    tx: &mut SqliteConnection,
    workshop: WorkshopId,
    id: SynergyId,
    author: &str,
    now: Timestamp,
    changes: Vec<Change>,
) -> Result<()> {
    for (detail, before, after) in changes.into_iter().filter(|(_, before, after)| before != after) {
        sqlx::query(
            "insert into synergy_change (workshop_id, synergy_id, at, author, detail, before, after) values \
            ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(workshop.to_string())
        .bind(id.0)
        .bind(now.0)
        .bind(author)
        .bind(detail.code())
        .bind(before)
        .bind(after)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Keeps how the next step changes, before it does.
pub(super) async fn note_next_step(
    tx: &mut SqliteConnection,
    workshop: WorkshopId,
    id: SynergyId,
    author: &str,
    now: Timestamp,
    next: Option<&NextStep>,
) -> Result<()> {
    let (what, due): (Option<String>, Option<String>) =
        sqlx::query_as("select next_step, next_step_due from synergy where workshop_id = $1 and id = $2")
            .bind(workshop.to_string())
            .bind(id.0)
            .fetch_one(&mut *tx)
            .await?;
    let changes = vec![
        (Detail::NextStep, what, next.map(|next| next.what.to_string())),
        (Detail::Due, due, next.and_then(|next| next.due).map(|due| due.to_string())),
    ];
    keep(tx, workshop, id, author, now, changes).await
}

/// Something happened to a synergy: it is silent no longer.
pub(super) async fn touch(
    tx: &mut SqliteConnection,
    workshop: WorkshopId,
    id: SynergyId,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update synergy set changed_at = max(changed_at, $1) where workshop_id = $2 and id = $3")
        .bind(now.0)
        .bind(workshop.to_string())
        .bind(id.0)
        .execute(tx)
        .await?;
    Ok(())
}

impl Db {
    /// Sets flow and owners, in one transaction with what they were before.
    pub(crate) async fn set_flow(
        &self,
        record: &SynergyRecord,
        flow: &Flow,
        owners: (&str, &str),
        author: &str,
        now: Timestamp,
    ) -> Result<()> {
        let some = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
        let number = |km: f64| km.to_string();
        let changes = vec![
            (
                Detail::Flow,
                record.flow.what.as_ref().map(ToString::to_string),
                flow.what.as_ref().map(ToString::to_string),
            ),
            (Detail::Quantity, stored(&record.flow)?, stored(flow)?),
            (Detail::Distance, record.flow.distance_km.map(number), flow.distance_km.map(number)),
            (Detail::GiverOwner, some(&record.giver.name), some(owners.0)),
            (Detail::ReceiverOwner, some(&record.receiver.name), some(owners.1)),
        ];
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let (description,): (String,) = sqlx::query_as("select description from workshop where id = $1")
            .bind(record.workshop_id.to_string())
            .fetch_one(&mut *tx)
            .await?;
        let names = [
            &*record.title,
            &record.giver.organisation,
            owners.0,
            &record.receiver.organisation,
            owners.1,
            flow.what.as_deref().unwrap_or_default(),
        ];
        let search = super::synergies::search_text(&names, &serde_json::from_str(&description)?);
        keep(tx, record.workshop_id, record.id, author, now, changes).await?;
        sqlx::query(
            "update synergy set flow = $1, quantity = $2, distance_km = $3, giver_name = $4, receiver_name = $5, search = $6, changed_at = max(changed_at, $7)
             where workshop_id = $8 and id = $9",
        )
        .bind(flow.what.as_ref().map(ToString::to_string))
        .bind(stored(flow)?)
        .bind(flow.distance_km)
        .bind(owners.0)
        .bind(owners.1)
        .bind(search)
        .bind(now.0)
        .bind(record.workshop_id.to_string())
        .bind(record.id.0)
        .execute(&mut *tx)
        .await?;
        transaction.commit().await
    }
}
