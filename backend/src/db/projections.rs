//! What is read of a programme, made from its log: a row for each synergy as it stands, and a row for each fact (of
//! companies: `super::companies`; of calls, the evaluation and targets: in the file of each). Written in the
//! transaction that appends, and made anew by `maillage rebuild`.
//!
//! What opens a door or weighs much lies beside the log and is no projection: links of companies, and what files hold.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use domain::ids::WorkshopId;
use domain::ledger::SynergyKey;
use domain::programme::{Event, Followed, Recorded, Register};
use domain::synergy::{Figure, LostReason, Stage};
use domain::workshop::Description;
use sqlx::SqliteConnection;

use super::books::begin_epoch;
use super::numbers::stored;
use super::{companies, evaluation, funding, targets};
use crate::error::Result;

/// How entries become rows.
pub(super) enum How<'a> {
    /// For the first time; with what a file holds that is attached.
    Live(Option<&'a [u8]>),
    /// Once more. Figures keep the numbers that they had (by entry), links and files are left as they are.
    Again(HashMap<u64, i64>),
}

/// Makes rows of these entries. `register` is what the log adds up to after them.
pub(super) async fn project(
    tx: &mut SqliteConnection,
    programme: &str,
    register: &Register,
    entries: &[Recorded],
    how: &How<'_>,
) -> Result<()> {
    // Calls come before what they pay for: logs of before say of a call that it pays before they say that it is there.
    funding::project(tx, programme, entries).await?;
    let touched: BTreeSet<SynergyKey> = entries.iter().filter_map(|entry| entry.event.synergy()).collect();
    // An import brings thousands of one workshop.
    let mut described: HashMap<WorkshopId, Description> = HashMap::new();
    for key in touched {
        match register.synergies.get(&key) {
            Some(followed) => {
                let description = match described.entry(key.0) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(description_of(tx, key.0).await?),
                };
                write_synergy(tx, key, followed, description).await?;
            }
            None => {
                begin_epoch(tx, programme).await?;
                for gone in [
                    "delete from synergy where workshop_id = $1 and id = $2",
                    "delete from funding_use where workshop_id = $1 and synergy_id = $2",
                ] {
                    sqlx::query(gone).bind(key.0.to_string()).bind(key.1.0).execute(&mut *tx).await?;
                }
            }
        }
    }
    for entry in entries {
        if let Some(key) = entry.event.synergy().filter(|key| register.synergies.contains_key(key)) {
            write_fact(tx, programme, key, entry, how).await?;
        }
    }
    evaluation::project(tx, programme, entries).await?;
    targets::project(tx, programme, entries).await?;
    companies::project(tx, programme, &register.companies, entries).await
}

/// Title, place and territory of a workshop, by which its synergies are found.
async fn description_of(tx: &mut SqliteConnection, workshop: WorkshopId) -> Result<Description> {
    let (description,): (String,) = sqlx::query_as("select description from workshop where id = $1")
        .bind(workshop.to_string())
        .fetch_one(tx)
        .await?;
    Ok(serde_json::from_str(&description)?)
}

/// A synergy as it stands.
async fn write_synergy(
    tx: &mut SqliteConnection,
    (workshop, id): SynergyKey,
    followed: &Followed,
    description: &Description,
) -> Result<()> {
    let Followed { title, kind, stage, lost_reason, giver, receiver, cards, flow, next_step, changed_at, .. } =
        followed;
    sqlx::query(
        "insert into synergy (workshop_id, id, title, kind, stage, lost_reason, giver_name, giver_organisation, \
            receiver_name, receiver_organisation, next_step, next_step_due, cards, changed_at, search, flow, quantity, \
            distance_km)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         on conflict (workshop_id, id) do update set title = excluded.title, kind = excluded.kind, stage = \
            excluded.stage, lost_reason = excluded.lost_reason, giver_name = excluded.giver_name, giver_organisation = \
            excluded.giver_organisation, receiver_name = excluded.receiver_name, receiver_organisation = \
            excluded.receiver_organisation, next_step = excluded.next_step, next_step_due = excluded.next_step_due, \
            cards = excluded.cards, changed_at = excluded.changed_at, search = excluded.search, flow = excluded.flow, \
            quantity = excluded.quantity, distance_km = excluded.distance_km",
    )
    .bind(workshop.to_string())
    .bind(id.0)
    .bind(title)
    .bind(kind.code())
    .bind(stage.code())
    .bind(lost_reason.map(LostReason::code))
    .bind(&giver.name)
    .bind(&giver.organisation)
    .bind(&receiver.name)
    .bind(&receiver.organisation)
    .bind(next_step.as_ref().map(|next| next.what.to_string()))
    .bind(next_step.as_ref().and_then(|next| next.due).map(|due| due.to_string()))
    .bind(serde_json::to_string(cards)?)
    .bind(changed_at.0)
    .bind(followed.search_text(description))
    .bind(flow.what.as_deref())
    .bind(flow.quantity.as_ref().map(serde_json::to_string).transpose()?)
    .bind(flow.distance_km)
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_fact(
    tx: &mut SqliteConnection,
    programme: &str,
    (workshop, id): SynergyKey,
    entry: &Recorded,
    how: &How<'_>,
) -> Result<()> {
    let of = Of { workshop: workshop.to_string(), id: id.0, at: entry.at.0, author: &entry.author };
    match &entry.event {
        Event::Began { beginning, .. } => history(tx, &of, beginning.stage, beginning.lost_reason, None).await,
        Event::Moved { stage, lost_reason, note, .. } => history(tx, &of, *stage, *lost_reason, note.as_deref()).await,
        Event::FigureRecorded { figure, note, .. } => {
            write_figure(tx, &of, entry.seq, figure, note.as_deref(), how).await
        }
        Event::EvidenceAttached { name, media_type, size, link, .. } => {
            write_evidence(tx, &of, entry.seq, (name, media_type, *size, link.as_deref()), how).await
        }
        event => write_other(tx, programme, &of, event, how).await,
    }
}

/// Of which synergy, when, by whom.
struct Of<'a> {
    workshop: String,
    id: u32,
    at: i64,
    author: &'a str,
}

async fn history(
    tx: &mut SqliteConnection,
    of: &Of<'_>,
    stage: Stage,
    lost_reason: Option<LostReason>,
    note: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "insert into synergy_history (workshop_id, synergy_id, at, author, stage, lost_reason, note) values \
            ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&of.workshop)
    .bind(of.id)
    .bind(of.at)
    .bind(of.author)
    .bind(stage.code())
    .bind(lost_reason.map(LostReason::code))
    .bind(note)
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_figure(
    tx: &mut SqliteConnection,
    of: &Of<'_>,
    seq: u64,
    figure: &Figure,
    note: Option<&str>,
    how: &How<'_>,
) -> Result<()> {
    let number = if let How::Again(numbers) = how { numbers.get(&seq) } else { None };
    sqlx::query(
        "insert into figure (number, workshop_id, synergy_id, year, indicator, amount, verification, declared_by, \
            note, author, recorded_at, uncertainty, basis, entry)
         values (coalesce($14, (select coalesce(max(number), 0) + 1 from figure)), $1, $2, $3, $4, $5, $6, $7, $8, \
            $9, $10, $11, $12, $13)",
    )
    .bind(&of.workshop)
    .bind(of.id)
    .bind(figure.year)
    .bind(figure.indicator.code())
    .bind(figure.amount)
    .bind(figure.verification.code())
    .bind(&figure.declared_by)
    .bind(note)
    .bind(of.author)
    .bind(of.at)
    .bind(figure.uncertainty)
    .bind(figure.basis.as_ref().map(serde_json::to_string).transpose()?)
    .bind(stored(seq)?)
    .bind(number)
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_evidence(
    tx: &mut SqliteConnection,
    of: &Of<'_>,
    seq: u64,
    (name, media_type, size, link): (&str, &str, u64, Option<&str>),
    how: &How<'_>,
) -> Result<()> {
    let content = match how {
        How::Live(content) => *content,
        How::Again(_) => {
            let done = sqlx::query(
                "update evidence set at = $4, author = $5, name = $6, media_type = $7, size = $8, link = $9 where \
                    workshop_id = $1 and synergy_id = $2 and entry = $3",
            )
            .bind(&of.workshop)
            .bind(of.id)
            .bind(stored(seq)?)
            .bind(of.at)
            .bind(of.author)
            .bind(name)
            .bind(media_type)
            .bind(stored(size)?)
            .bind(link)
            .execute(&mut *tx)
            .await?;
            if done.rows_affected() > 0 {
                return Ok(());
            }
            None
        }
    };
    sqlx::query(
        "insert into evidence (workshop_id, synergy_id, at, author, name, media_type, size, content, link, entry) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&of.workshop)
    .bind(of.id)
    .bind(of.at)
    .bind(of.author)
    .bind(name)
    .bind(media_type)
    .bind(stored(size)?)
    .bind(content)
    .bind(link)
    .bind(stored(seq)?)
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_other(
    tx: &mut SqliteConnection,
    programme: &str,
    of: &Of<'_>,
    event: &Event,
    how: &How<'_>,
) -> Result<()> {
    macro_rules! run {
        ($sql:literal, $($value:expr),+ $(,)?) => {
            sqlx::query($sql)$(.bind($value))+.execute(&mut *tx).await.map(drop)?
        };
    }
    let Of { workshop, id, at, author } = of;
    match event {
        Event::Changed { change, .. } => {
            let (detail, before, after) = change.as_texts();
            run!(
                "insert into synergy_change (workshop_id, synergy_id, at, author, detail, before, after) values \
                    ($1, $2, $3, $4, $5, $6, $7)",
                workshop,
                id,
                at,
                author,
                detail.code(),
                before,
                after
            );
        }
        Event::FigureWithdrawn { figure, reason, .. } => {
            run!(
                "insert into figure_withdrawal (figure, at, author, reason) select number, $3, $4, $6 from figure \
                    where workshop_id = $1 and synergy_id = $2 and entry = $5",
                workshop,
                id,
                at,
                author,
                stored(*figure)?,
                reason
            );
        }
        Event::Assumed { assumptions, reason, .. } => {
            run!(
                "insert into synergy_assumptions (workshop_id, synergy_id, at, author, lifetime_years, retention, \
                    attribution, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                workshop,
                id,
                at,
                author,
                assumptions.lifetime_years,
                assumptions.retention,
                assumptions.attribution,
                reason
            );
        }
        Event::Joined { into, reason, .. } => {
            let into = into.as_ref().map(|(other, _)| *other);
            run!(
                "insert into synergy_join (workshop_id, synergy_id, at, author, into_workshop_id, into_synergy_id, \
                    reason) values ($1, $2, $3, $4, $5, $6, $7)",
                workshop,
                id,
                at,
                author,
                into.map(|(workshop, _)| workshop.to_string()),
                into.map(|(_, id)| id.0),
                reason
            );
        }
        Event::Asked { side, way, failed, .. } => {
            run!(
                "insert into follow_up_message (handle, at, way, failed) select handle, $4, $5, $6 from follow_up \
                    where workshop_id = $1 and synergy_id = $2 and side = $3",
                workshop,
                id,
                side.code(),
                at,
                way,
                failed
            );
        }
        Event::Answered { side, state, reason, note, by_manager, .. } => {
            run!(
                "insert into follow_up_answer (handle, at, state, reason, note, author, by_manager) select handle, \
                    $4, $5, $6, $7, $8, $9 from follow_up where workshop_id = $1 and synergy_id = $2 and side = $3",
                workshop,
                id,
                side.code(),
                at,
                state.code(),
                reason.map(LostReason::code),
                note,
                author,
                by_manager
            );
        }
        // A link that was made anew since asks again.
        Event::Refused { side, .. } if matches!(how, How::Live(_)) => {
            run!(
                "update follow_up set refused_at = coalesce(refused_at, $4) where workshop_id = $1 and synergy_id = \
                    $2 and side = $3",
                workshop,
                id,
                side.code(),
                at
            );
        }
        Event::Funded { call, .. } => {
            run!(
                "insert into funding_use (funding_id, workshop_id, synergy_id, at, author) select id, $1, $2, $3, $4 \
                    from funding where programme_id = $5 and number = $6",
                workshop,
                id,
                at,
                author,
                programme,
                call
            );
        }
        Event::Refused { .. }
        | Event::Forgotten { .. }
        | Event::Company(_)
        | Event::CallAdded { .. }
        | Event::ReferentialImported { .. }
        | Event::Evaluated { .. }
        | Event::TargetSet { .. }
        | Event::TargetTakenBack { .. }
        | Event::TakenBack { .. }
        | Event::Began { .. }
        | Event::Moved { .. }
        | Event::FigureRecorded { .. }
        | Event::EvidenceAttached { .. } => {}
    }
    Ok(())
}
