//! People of companies, and conversations with companies: rows made of the log, an entry at a time, and read again.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{CompanyId, ProgrammeId};
use domain::programme::Recorded;
use domain::programme::companies::{
    Companies, Conversation, Event, KeptConversation, KeptPerson, Part, Person, ShownConversation, ShownPerson,
};
use domain::synergy::NextStep;
use domain::text::{Line, folded};
use domain::time::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use super::super::numbers::{loaded, programme_id, stored};
use super::super::{Db, Of};
use super::ending as ended;
use super::reading::{corrupt, ending};
use crate::error::Result;

/// How many a part of an export has.
const PAGE: i64 = 500;

/// What was noted of companies after an entry, from this table, with the day in this column.
macro_rules! noted_after {
    ($table:literal, $day:literal) => {
        concat!(
            "select t.programme_id, c.shown_as, s.name, t.entry, t.content, t.",
            $day,
            " from ",
            $table,
            " t
             join company c on c.programme_id = t.programme_id and c.number = t.company
             join company s on s.programme_id = c.programme_id and s.number = c.shown_as
             where t.programme_id in (select value from json_each($1)) and ($2 is null or t.programme_id = $2) and \
             (t.programme_id, t.entry) > ($3, $4) order by t.programme_id, t.entry limit $5"
        )
    };
}

/// Where something was noted of a company.
pub(crate) struct NotedOfCompany {
    pub programme: ProgrammeId,
    /// The company after all mergers.
    pub company: CompanyId,
    /// What that company is called.
    pub company_name: String,
    /// The entry that noted it.
    pub entry: u64,
}

/// A person where they are known.
pub(crate) struct KnownPerson {
    pub programme: ProgrammeId,
    /// What that programme is called.
    pub programme_name: String,
    /// The company that noted them, before all mergers.
    pub company: CompanyId,
    /// What that company is called.
    pub company_name: String,
    /// The entry that noted them.
    pub entry: u64,
    pub person: Person,
}

/// Makes rows of what these entries say of people and conversations. `companies` is what the log adds up to after them.
pub(super) async fn project(
    tx: &mut SqliteConnection,
    programme: &str,
    companies: &Companies,
    entries: &[Recorded],
) -> Result<()> {
    let (mut people, mut conversations) = (BTreeSet::new(), BTreeSet::new());
    for Recorded { seq, event, .. } in entries {
        match event.company() {
            Some(Event::PersonNoted { company, .. }) => drop(people.insert((*company, *seq))),
            Some(
                Event::PersonCorrected { company, entry, .. } | Event::Ended { company, part: Part::Person(entry), .. },
            ) => drop(people.insert((*company, *entry))),
            Some(
                event @ (Event::ConversationNoted { company, conversation }
                | Event::ConversationCorrected { company, conversation, .. }),
            ) => {
                let entry = if let Event::ConversationCorrected { entry, .. } = event { *entry } else { *seq };
                conversations.insert((*company, entry));
                let met = conversation.met.iter().map(|person| Some((companies.employer(*company, *person)?, *person)));
                people.extend(met.flatten());
            }
            Some(Event::StepDone { company, entry, .. }) => drop(conversations.insert((*company, *entry))),
            _ => {}
        }
    }
    for (company, entry) in people {
        if let Some(known) = companies.all.get(&company).and_then(|company| company.people.get(&entry)) {
            write_person(tx, programme, company, entry, known).await?;
        }
    }
    for (company, entry) in conversations {
        if let Some(known) = companies.all.get(&company).and_then(|company| company.conversations.get(&entry)) {
            write_conversation(tx, programme, company, entry, known).await?;
        }
    }
    Ok(())
}

/// The rows of these companies' people and conversations, where words were taken out of them; without the people who
/// are gone.
pub(super) async fn write_again(
    tx: &mut SqliteConnection,
    programme: &str,
    companies: &Companies,
    gone: &BTreeSet<u64>,
) -> Result<()> {
    for entry in gone {
        let sql = "delete from company_person where programme_id = $1 and entry = $2";
        sqlx::query(sql).bind(programme).bind(stored(*entry)?).execute(&mut *tx).await?;
    }
    for (id, company) in &companies.all {
        for (entry, known) in &company.people {
            // Nothing else of whoever stays was touched.
            let sql = "update company_person set ended_reason = $3 where programme_id = $1 and entry = $2";
            let reason = ended(known.ended.as_ref()).1;
            sqlx::query(sql).bind(programme).bind(stored(*entry)?).bind(reason).execute(&mut *tx).await?;
        }
        for (entry, known) in &company.conversations {
            write_conversation(tx, programme, *id, *entry, known).await?;
        }
    }
    Ok(())
}

/// The people of this name at these companies.
pub(super) async fn named(
    tx: &mut SqliteConnection,
    programme: &str,
    companies: &[CompanyId],
    name: &str,
) -> Result<BTreeSet<u64>> {
    let mut people = BTreeSet::new();
    for company in companies {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("select entry, content from company_person where programme_id = $1 and company = $2")
                .bind(programme)
                .bind(company.0)
                .fetch_all(&mut *tx)
                .await?;
        for (entry, content) in rows {
            if *serde_json::from_str::<Person>(&content)?.name == *name {
                people.insert(loaded(entry)?);
            }
        }
    }
    Ok(people)
}

/// The companies with which there was a conversation in which one of these people took part.
pub(super) async fn companies_met_with(
    tx: &mut SqliteConnection,
    programme: &str,
    people: &BTreeSet<u64>,
) -> Result<BTreeSet<CompanyId>> {
    let rows: Vec<(u32, String)> =
        sqlx::query_as("select company, content from company_conversation where programme_id = $1")
            .bind(programme)
            .fetch_all(&mut *tx)
            .await?;
    let mut companies = BTreeSet::new();
    for (company, content) in rows {
        if !serde_json::from_str::<Conversation>(&content)?.met.is_disjoint(people) {
            companies.insert(CompanyId(company));
        }
    }
    Ok(companies)
}

async fn write_person(
    tx: &mut SqliteConnection,
    programme: &str,
    company: CompanyId,
    entry: u64,
    known: &KeptPerson,
) -> Result<()> {
    let (day, reason) = ended(known.ended.as_ref());
    sqlx::query(
        "insert into company_person (programme_id, entry, company, email, content, last_at, ended_on, ended_reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (programme_id, entry) do update set email = excluded.email, content = excluded.content, last_at = \
            excluded.last_at, ended_on = excluded.ended_on, ended_reason = excluded.ended_reason",
    )
    .bind(programme)
    .bind(stored(entry)?)
    .bind(company.0)
    .bind(known.person.email.as_ref().map(ToString::to_string))
    .bind(serde_json::to_string(&known.person)?)
    .bind(known.last_at.0)
    .bind(day)
    .bind(reason)
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_conversation(
    tx: &mut SqliteConnection,
    programme: &str,
    company: CompanyId,
    entry: u64,
    known: &KeptConversation,
) -> Result<()> {
    let next = known.conversation.next_step.as_ref();
    sqlx::query(
        "insert into company_conversation (programme_id, entry, company, day, content, step, due, done_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (programme_id, entry) do update set day = excluded.day, content = excluded.content, step = \
            excluded.step, due = excluded.due, done_on = excluded.done_on",
    )
    .bind(programme)
    .bind(stored(entry)?)
    .bind(company.0)
    .bind(known.conversation.day.to_string())
    .bind(serde_json::to_string(&known.conversation)?)
    .bind(next.map(|next| next.what.to_string()))
    .bind(next.and_then(|next| next.due).map(|due| due.to_string()))
    .bind(known.done.map(|day| day.to_string()))
    .execute(tx)
    .await?;
    Ok(())
}

impl Db {
    /// The people of a company and of those that were merged into it, by name.
    pub(super) async fn people_of_company(&self, programme: &str, company: CompanyId) -> Result<Vec<ShownPerson>> {
        let rows: Vec<(i64, String, Option<String>, Option<String>)> = sqlx::query_as(
            "select p.entry, p.content, p.ended_on, p.ended_reason from company_person p join company c on \
                c.programme_id = p.programme_id and c.number = p.company where p.programme_id = $1 and c.shown_as = $2 \
                order by p.entry",
        )
        .bind(programme)
        .bind(company.0)
        .fetch_all(&self.readers)
        .await?;
        let person = |(entry, content, day, reason): (i64, String, Option<String>, Option<String>)| {
            let person = serde_json::from_str(&content)?;
            Ok(ShownPerson { entry: loaded(entry)?, person, ended: ending(day, reason)? })
        };
        let mut people: Vec<ShownPerson> = rows.into_iter().map(person).collect::<Result<_>>()?;
        people.sort_by_cached_key(|known| folded(&known.person.name));
        Ok(people)
    }

    /// What was said with a company and with those that were merged into it, the last first.
    pub(super) async fn conversations(&self, programme: &str, company: CompanyId) -> Result<Vec<ShownConversation>> {
        let rows: Vec<(i64, String, Option<String>)> = sqlx::query_as(
            "select v.entry, v.content, v.done_on from company_conversation v join company c on c.programme_id = \
                v.programme_id and c.number = v.company where v.programme_id = $1 and c.shown_as = $2 order by v.day \
                desc, v.entry desc",
        )
        .bind(programme)
        .bind(company.0)
        .fetch_all(&self.readers)
        .await?;
        let conversation = |(entry, content, done): (i64, String, Option<String>)| {
            let done = done.map(|day| day.parse().map_err(|_| corrupt("a day"))).transpose()?;
            Ok(ShownConversation { entry: loaded(entry)?, conversation: serde_json::from_str(&content)?, done })
        };
        rows.into_iter().map(conversation).collect()
    }

    /// What comes next with each of these companies: of what is not done yet, what is due first.
    pub(super) async fn next_steps(
        &self,
        programme: ProgrammeId,
        of: &BTreeSet<u32>,
    ) -> Result<BTreeMap<u32, NextStep>> {
        let rows: Vec<(u32, String, Option<String>)> = sqlx::query_as(
            "select c.shown_as, v.step, v.due from company_conversation v join company c on c.programme_id = \
                v.programme_id and c.number = v.company where v.programme_id = $1 and v.step is not null and v.done_on \
                is null order by case when v.due is null then 1 else 0 end, v.due, v.entry",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut steps = BTreeMap::new();
        for (company, what, due) in rows.into_iter().filter(|(company, ..)| of.contains(company)) {
            if let Entry::Vacant(first) = steps.entry(company) {
                let what = Line::parse(&what).map_err(|_| corrupt("a next step"))?;
                let due = due.map(|due| due.parse().map_err(|_| corrupt("a day"))).transpose()?;
                first.insert(NextStep { what, due });
            }
        }
        Ok(steps)
    }

    /// The people of companies of whom nothing was noted since this moment, and who took part in nothing since: by
    /// programme and company.
    pub(crate) async fn people_of_companies_silent_since(
        &self,
        moment: Timestamp,
    ) -> Result<BTreeMap<(ProgrammeId, CompanyId), BTreeSet<u64>>> {
        let rows: Vec<(String, u32, i64)> = sqlx::query_as(
            "select programme_id, company, entry from company_person where last_at < $1 order by programme_id, entry",
        )
        .bind(moment.0)
        .fetch_all(&self.readers)
        .await?;
        let mut people: BTreeMap<(ProgrammeId, CompanyId), BTreeSet<u64>> = BTreeMap::new();
        for (programme, company, entry) in rows {
            people.entry((programme_id(&programme)?, CompanyId(company))).or_default().insert(loaded(entry)?);
        }
        Ok(people)
    }

    /// Whoever has this address at a company, whatever the programme.
    pub(crate) async fn people_of_companies_by_email(&self, email: &str) -> Result<Vec<KnownPerson>> {
        type Row = (String, String, u32, String, i64, String);
        let rows: Vec<Row> = sqlx::query_as(
            "select p.programme_id, g.name, p.company, c.name, p.entry, p.content from company_person p join \
                programme g on g.id = p.programme_id join company c on c.programme_id = p.programme_id and \
                c.number = p.company where p.email = $1 order by p.programme_id, p.entry",
        )
        .bind(email.trim().to_lowercase())
        .fetch_all(&self.readers)
        .await?;
        let known = |(programme, programme_name, company, company_name, entry, content): Row| {
            Ok(KnownPerson {
                programme: programme_id(&programme)?,
                programme_name,
                company: CompanyId(company),
                company_name,
                entry: loaded(entry)?,
                person: serde_json::from_str(&content)?,
            })
        };
        rows.into_iter().map(known).collect()
    }

    /// What was said with this person of a company, the last first.
    pub(crate) async fn conversations_with(
        &self,
        programme: ProgrammeId,
        person: u64,
        company: CompanyId,
    ) -> Result<Vec<Conversation>> {
        let Some(company) = self.company_shown(programme, company).await? else { return Ok(Vec::new()) };
        let told = self.conversations(&programme.to_string(), company).await?;
        Ok(told.into_iter().map(|told| told.conversation).filter(|told| told.met.contains(&person)).collect())
    }

    /// People after this one, by programme and entry, each with the day from which they do not work there any more.
    pub(crate) async fn people_after(
        &self,
        of: &Of,
        after: Option<(ProgrammeId, u64)>,
    ) -> Result<Vec<(NotedOfCompany, Person, Option<String>)>> {
        const PEOPLE: &str = noted_after!("company_person", "ended_on");
        self.noted_after(PEOPLE, of, after).await
    }

    /// Conversations after this one, by programme and entry, each with the names of those who took part, and the day on
    /// which its next step was done.
    pub(crate) async fn conversations_after(
        &self,
        of: &Of,
        after: Option<(ProgrammeId, u64)>,
    ) -> Result<Vec<(NotedOfCompany, Conversation, Vec<String>, Option<String>)>> {
        const CONVERSATIONS: &str = noted_after!("company_conversation", "done_on");
        let told: Vec<(NotedOfCompany, Conversation, Option<String>)> =
            self.noted_after(CONVERSATIONS, of, after).await?;
        let mut met: BTreeMap<ProgrammeId, BTreeSet<u64>> = BTreeMap::new();
        for (at, conversation, _) in &told {
            met.entry(at.programme).or_default().extend(&conversation.met);
        }
        let mut names = BTreeMap::new();
        for (programme, people) in met {
            let rows: Vec<(i64, String)> = sqlx::query_as(
                "select entry, content from company_person where programme_id = $1 and entry in (select value from \
                    json_each($2))",
            )
            .bind(programme.to_string())
            .bind(serde_json::to_string(&people)?)
            .fetch_all(&self.readers)
            .await?;
            for (entry, content) in rows {
                names.insert((programme, loaded(entry)?), serde_json::from_str::<Person>(&content)?.name.to_string());
            }
        }
        let with_names = |(at, conversation, done_on): (NotedOfCompany, Conversation, Option<String>)| {
            let names = conversation.met.iter().filter_map(|person| names.get(&(at.programme, *person)).cloned());
            let names = names.collect();
            (at, conversation, names, done_on)
        };
        Ok(told.into_iter().map(with_names).collect())
    }

    /// A part of an export of what was noted of companies, by a statement of [`noted_after`].
    async fn noted_after<Noted: DeserializeOwned>(
        &self,
        sql: &'static str,
        of: &Of,
        after: Option<(ProgrammeId, u64)>,
    ) -> Result<Vec<(NotedOfCompany, Noted, Option<String>)>> {
        type Row = (String, u32, String, i64, String, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(sql)
            .bind(of.within.json())
            .bind(of.programme.map(|id| id.to_string()))
            .bind(after.map(|(programme, _)| programme.to_string()).unwrap_or_default())
            .bind(stored(after.map_or(0, |(_, entry)| entry))?)
            .bind(PAGE)
            .fetch_all(&self.readers)
            .await?;
        let noted = |(programme, company, company_name, entry, content, day): Row| {
            let (programme, company, entry) = (programme_id(&programme)?, CompanyId(company), loaded(entry)?);
            let at = NotedOfCompany { programme, company, company_name, entry };
            Ok((at, serde_json::from_str(&content)?, day))
        };
        rows.into_iter().map(noted).collect()
    }
}
