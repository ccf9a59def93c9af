//! Two records of one person become one, in what is stored beside the log: the phones that come back as them, how they
//! may be reached, and what they said of the workshop. The log says that it was so and stays as it is.

use domain::ids::{ParticipantId, WorkshopId};
use sqlx::SqliteConnection;

use crate::error::Result;

/// Within the transaction that says that they are one. Where both records have something, the one that stays is right.
pub(super) async fn merge(
    connection: &mut SqliteConnection,
    workshop: WorkshopId,
    kept: ParticipantId,
    duplicate: ParticipantId,
) -> Result<()> {
    let id = workshop.to_string();
    for passing in [
        "update participant_key set participant_id = $2 where workshop_id = $1 and participant_id = $3",
        "update contact set participant_id = $2 where workshop_id = $1 and participant_id = $3
             and not exists (select 1 from contact where workshop_id = $1 and participant_id = $2)",
        "update satisfaction set participant_id = $2 where workshop_id = $1 and participant_id = $3
             and not exists (select 1 from satisfaction where workshop_id = $1 and participant_id = $2)",
    ] {
        sqlx::query(passing).bind(&id).bind(kept.0).bind(duplicate.0).execute(&mut *connection).await?;
    }
    for left_over in [
        "delete from contact where workshop_id = $1 and participant_id = $2",
        "delete from satisfaction where workshop_id = $1 and participant_id = $2",
    ] {
        sqlx::query(left_over).bind(&id).bind(duplicate.0).execute(&mut *connection).await?;
    }
    Ok(())
}
