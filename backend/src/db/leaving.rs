//! Taking somebody out of what is stored: their row of contact, their keys, and their words in the log.
//!
//! The log is rewritten in place, entry by entry, so that its numbers stay. What was said after (`domain::workshop::decide`) makes the log add up
//! to the same before and after: screens that follow it notice nothing.

use domain::ids::{ParticipantId, WorkshopId};
use domain::matches::Answer;
use domain::resource::Resource;
use domain::workshop::{Event, Participant};
use sqlx::SqliteConnection;

use super::Db;
use crate::error::Result;

/// Erases within the transaction that says that they left.
pub(super) async fn erase(connection: &mut SqliteConnection, workshop: WorkshopId, who: ParticipantId) -> Result<()> {
    let id = workshop.to_string();
    for table in [
        "delete from contact where workshop_id = $1 and participant_id = $2",
        "delete from participant_key where workshop_id = $1 and participant_id = $2",
        "delete from satisfaction where workshop_id = $1 and participant_id = $2",
    ] {
        sqlx::query(table).bind(&id).bind(who.0).execute(&mut *connection).await?;
    }
    let rows: Vec<(i64, String)> =
        sqlx::query_as("select seq, payload from event where workshop_id = $1 and (payload ->> 'author' = $2 or payload ->> 'participant' = $2)")
            .bind(&id)
            .bind(who.0)
            .fetch_all(&mut *connection)
            .await?;
    for (seq, payload) in rows {
        let Some(event) = without(serde_json::from_str(&payload)?, who) else { continue };
        sqlx::query("update event set payload = $3 where workshop_id = $1 and seq = $2")
            .bind(&id)
            .bind(seq)
            .bind(serde_json::to_string(&event)?)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The entry without their words; none where it holds none.
fn without(event: Event, who: ParticipantId) -> Option<Event> {
    match event {
        Event::ParticipantJoined { participant, by_facilitator, .. } if participant == who => {
            let Participant { name, organisation, .. } = Participant::gone(who);
            Some(Event::ParticipantJoined { participant, name, organisation, table: None, sector: None, by_facilitator })
        }
        Event::CardPosted { card, author, resource, by_facilitator, scribe } if author == Some(who) => {
            Some(Event::CardPosted { card, author, resource: Resource::erased(&resource), by_facilitator, scribe })
        }
        Event::CardEdited { card, author, resource } if author == Some(who) => Some(Event::CardEdited { card, author, resource: Resource::erased(&resource) }),
        Event::MatchAnswered { match_id, side, answer: Answer::NotForUs { reason, note: Some(_) }, participant } if participant == Some(who) => {
            Some(Event::MatchAnswered { match_id, side, answer: Answer::NotForUs { reason, note: None }, participant })
        }
        _ => None,
    }
}

impl Db {
    /// The addresses of those who left one.
    pub(crate) async fn emails(&self, workshop: WorkshopId) -> Result<Vec<(ParticipantId, String)>> {
        let rows: Vec<(u32, String)> = sqlx::query_as("select participant_id, email from contact where workshop_id = $1 order by participant_id")
            .bind(workshop.to_string())
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.into_iter().map(|(who, email)| (ParticipantId(who), email)).collect())
    }
}
