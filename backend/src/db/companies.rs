//! Companies of programmes as they are read: rows made from the programme's log, a company at a time.

mod forgetting;
mod people;
mod reading;

pub(super) use forgetting::forget_person;
pub(crate) use people::NotedOfCompany;
pub(crate) use reading::Narrowed;

use std::collections::BTreeSet;

use domain::ids::{CompanyId, WorkshopId};
use domain::programme::Recorded;
use domain::programme::companies::{Companies, Company, Ending, Event, Identity, Size};
use sqlx::SqliteConnection;

use super::numbers::stored;
use crate::error::Result;

/// The tables that are made from the log, for whoever empties them.
pub(super) const MADE: [&str; 7] = [
    "delete from company where programme_id = $1",
    "delete from company_source where programme_id = $1",
    "delete from company_proposal where programme_id = $1",
    "delete from site where programme_id = $1",
    "delete from standing_flow where programme_id = $1",
    "delete from company_person where programme_id = $1",
    "delete from company_conversation where programme_id = $1",
];

/// Makes rows of what these entries say of companies. `companies` is what the log adds up to after them.
pub(super) async fn project(
    tx: &mut SqliteConnection,
    programme: &str,
    companies: &Companies,
    entries: &[Recorded],
) -> Result<()> {
    let mut touched: BTreeSet<CompanyId> = BTreeSet::new();
    let mut met: BTreeSet<(WorkshopId, &str)> = BTreeSet::new();
    for event in entries.iter().filter_map(|entry| entry.event.company()) {
        touched.insert(event.company());
        match event {
            Event::Met { workshop, spelling, .. } => drop(met.insert((*workshop, spelling))),
            Event::Merged { into: other, .. } | Event::Parted { from: other, .. } => drop(touched.insert(*other)),
            _ => {}
        }
    }
    if touched.is_empty() {
        return Ok(());
    }
    // What is shown of a company depends on those that were merged into it; they are told whom they are shown as.
    let groups: BTreeSet<CompanyId> =
        touched.iter().flat_map(|one| companies.group(companies.root(*one))).chain(touched.iter().copied()).collect();
    for (id, company) in groups.iter().filter_map(|id| Some((*id, companies.all.get(id)?))) {
        write_company(tx, programme, companies, id, company).await?;
    }
    for (id, company) in touched.iter().filter_map(|id| Some((*id, companies.all.get(id)?))) {
        write_parts(tx, programme, id, company).await?;
    }
    people::project(tx, programme, companies, entries).await?;
    for (workshop, spelling) in met {
        let Some(company) = companies.met.get(&(workshop, spelling.to_owned())) else { continue };
        sqlx::query(
            "insert into company_source (programme_id, workshop_id, spelling, company) values ($1, $2, $3, $4)
             on conflict (programme_id, workshop_id, spelling) do update set company = excluded.company",
        )
        .bind(programme)
        .bind(workshop.to_string())
        .bind(spelling)
        .bind(company.0)
        .execute(&mut *tx)
        .await?;
    }
    write_proposals(tx, programme, companies).await
}

async fn write_company(
    tx: &mut SqliteConnection,
    programme: &str,
    companies: &Companies,
    id: CompanyId,
    company: &Company,
) -> Result<()> {
    let identity = shown_identity(companies, id, company);
    let (day, reason) = ending(company.ended.as_ref());
    sqlx::query(
        "insert into company (programme_id, number, shown_as, merged_into, name, identifier, division, size, identity, \
            way, noted_at, changed_at, ended_on, ended_reason, search)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         on conflict (programme_id, number) do update set shown_as = excluded.shown_as, merged_into = \
            excluded.merged_into, name = excluded.name, identifier = excluded.identifier, division = \
            excluded.division, size = excluded.size, identity = excluded.identity, changed_at = excluded.changed_at, \
            ended_on = excluded.ended_on, ended_reason = excluded.ended_reason, search = excluded.search",
    )
    .bind(programme)
    .bind(id.0)
    .bind(companies.root(id).0)
    .bind(company.merged.map(|into| into.0))
    .bind(&*identity.name)
    .bind(identity.identifier.as_ref().map(ToString::to_string))
    .bind(identity.activity.as_ref().map(|activity| activity.division().to_owned()))
    .bind(identity.size.map(Size::code))
    .bind(serde_json::to_string(&identity)?)
    .bind(company.way.code())
    .bind(company.noted_at.0)
    .bind(company.changed_at.0)
    .bind(day)
    .bind(reason)
    .bind(companies.search_text(id))
    .execute(tx)
    .await?;
    Ok(())
}

/// The words of a company that stands there already, where some were taken out.
async fn write_words(
    tx: &mut SqliteConnection,
    programme: &str,
    companies: &Companies,
    id: CompanyId,
    company: &Company,
) -> Result<()> {
    let sql = "update company set identity = $3, ended_reason = $4 where programme_id = $1 and number = $2";
    sqlx::query(sql)
        .bind(programme)
        .bind(id.0)
        .bind(serde_json::to_string(&shown_identity(companies, id, company))?)
        .bind(ending(company.ended.as_ref()).1)
        .execute(tx)
        .await?;
    Ok(())
}

/// Of one that stands by itself, with what those say that were merged into it.
fn shown_identity(companies: &Companies, id: CompanyId, company: &Company) -> Identity {
    let whole = companies.identity(id).filter(|_| company.merged.is_none());
    whole.unwrap_or_else(|| company.identity.clone())
}

/// Sites and flows: few of each company, so all of them.
async fn write_parts(tx: &mut SqliteConnection, programme: &str, id: CompanyId, company: &Company) -> Result<()> {
    for gone in [
        "delete from site where programme_id = $1 and company = $2",
        "delete from standing_flow where programme_id = $1 and company = $2",
    ] {
        sqlx::query(gone).bind(programme).bind(id.0).execute(&mut *tx).await?;
    }
    for (entry, known) in &company.sites {
        let (day, reason) = ending(known.ended.as_ref());
        sqlx::query(
            "insert into site (programme_id, entry, company, commune, content, ended_on, ended_reason) values ($1, \
                $2, $3, $4, $5, $6, $7)",
        )
        .bind(programme)
        .bind(stored(*entry)?)
        .bind(id.0)
        .bind(known.site.commune.as_deref())
        .bind(serde_json::to_string(&known.site)?)
        .bind(day)
        .bind(reason)
        .execute(&mut *tx)
        .await?;
    }
    for (entry, known) in &company.flows {
        let (day, reason) = ending(known.ended.as_ref());
        sqlx::query(
            "insert into standing_flow (programme_id, entry, company, kind, content, confirmed_on, confirmed_by, \
                ended_on, ended_reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(programme)
        .bind(stored(*entry)?)
        .bind(id.0)
        .bind(known.flow.kind.code())
        .bind(serde_json::to_string(&known.flow)?)
        .bind(known.confirmed.as_ref().map(|confirmed| confirmed.day.to_string()))
        .bind(known.confirmed.as_ref().and_then(|confirmed| confirmed.by.as_deref()))
        .bind(day)
        .bind(reason)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Any name that comes or goes may make a likeness, or end one.
async fn write_proposals(tx: &mut SqliteConnection, programme: &str, companies: &Companies) -> Result<()> {
    sqlx::query("delete from company_proposal where programme_id = $1").bind(programme).execute(&mut *tx).await?;
    for (one, other, _) in companies.proposals() {
        sqlx::query("insert into company_proposal (programme_id, one, other) values ($1, $2, $3)")
            .bind(programme)
            .bind(one.0)
            .bind(other.0)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

fn ending(ended: Option<&Ending>) -> (Option<String>, Option<&str>) {
    (ended.map(|ended| ended.day.to_string()), ended.and_then(|ended| ended.reason.as_deref()))
}
