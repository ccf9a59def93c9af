//! Companies as they stand, out of the rows that are made of the log.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{CompanyId, ProgrammeId, WorkshopId};
use domain::programme::SynergyRecord;
use domain::programme::companies::{
    Confirmation, Ending, Identity, Listed, MetIn, Shown, ShownFlow, ShownSite, Told, Way, told,
};
use domain::resource::Kind;
use domain::text::Line;
use domain::time::Timestamp;
use domain::workshop::Description;

use super::super::numbers::loaded;
use super::super::synergies::SynergyRow;
use super::super::{Db, programme_log};
use crate::error::{Error, Result};

/// What companies are narrowed down to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Narrowed {
    /// Every one of these, folded, stands in names, identifier, places or flows.
    pub words: Vec<String>,
    /// The NACE division.
    pub division: Option<String>,
    /// Only those with a standing flow of this kind that is not over.
    pub open: Option<Kind>,
    /// Only those that may be the same as another.
    pub alike: bool,
    /// Only those with which a next step is to be done; what is due first comes first.
    pub due: bool,
}

/// Of how many words a search takes note.
const WORDS: usize = 4;

type ListedRow = (u32, String, i64, i64, i64, i64, Option<String>);

pub(super) fn corrupt(what: &str) -> Error {
    Error::Corrupt(format!("{what} of a company cannot be read"))
}

pub(super) fn ending(day: Option<String>, reason: Option<String>) -> Result<Option<Ending>> {
    let Some(day) = day else { return Ok(None) };
    let reason = reason.as_deref().map(Line::parse).transpose().map_err(|_| corrupt("a reason"))?;
    Ok(Some(Ending { day: day.parse().map_err(|_| corrupt("a day"))?, reason }))
}

macro_rules! narrowed {
    ($what:literal, $end:literal) => {
        concat!(
            $what,
            " from company c where c.programme_id = $1 and c.number = c.shown_as
               and ($2 is null or c.division = $2)
               and ($3 is null or exists (select 1 from standing_flow f join company m on m.programme_id = \
               f.programme_id and m.number = f.company
                    where f.programme_id = c.programme_id and m.shown_as = c.number and f.kind = $3 and f.ended_on is \
                    null))
               and ($4 = 0 or exists (select 1 from company_proposal p where p.programme_id = c.programme_id and \
               c.number in (p.one, p.other)))
               and ($5 is null or c.search like $5 escape '!') and ($6 is null or c.search like $6 escape '!')
               and ($7 is null or c.search like $7 escape '!') and ($8 is null or c.search like $8 escape '!')
               and ($9 = 0 or exists (select 1 from company_conversation v join company m on m.programme_id = \
               v.programme_id and m.number = v.company
                    where v.programme_id = c.programme_id and m.shown_as = c.number and v.step is not null and \
                    v.done_on is null)) ",
            $end
        )
    };
}

macro_rules! bind {
    ($query:expr, $programme:expr, $narrowed:expr) => {{
        let mut words = $narrowed.words.iter().take(WORDS).map(|word| pattern(word));
        $query
            .bind($programme.to_string())
            .bind($narrowed.division.as_deref())
            .bind($narrowed.open.map(Kind::code))
            .bind(i32::from($narrowed.alike))
            .bind(words.next())
            .bind(words.next())
            .bind(words.next())
            .bind(words.next())
            .bind(i32::from($narrowed.due))
    }};
}

/// What a word is looked for with: its own signs mean nothing.
fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

impl Db {
    /// One page of them, by name, and how many there are.
    pub(crate) async fn companies(
        &self,
        programme: ProgrammeId,
        narrowed: &Narrowed,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<Listed>, u32)> {
        const COUNT: &str = narrowed!("select count(*)", "");
        const SQL: &str = narrowed!(
            "select c.number, c.identity,
                (select count(*) from standing_flow f join company m on m.programme_id = f.programme_id and m.number = \
                f.company
                    where f.programme_id = c.programme_id and m.shown_as = c.number and f.kind = 'have' and f.ended_on \
                    is null),
                (select count(*) from standing_flow f join company m on m.programme_id = f.programme_id and m.number = \
                f.company
                    where f.programme_id = c.programme_id and m.shown_as = c.number and f.kind = 'want' and f.ended_on \
                    is null),
                (select count(distinct s.workshop_id) from company_source s join company m on m.programme_id = \
                s.programme_id and m.number = s.company
                    where s.programme_id = c.programme_id and m.shown_as = c.number),
                (select count(*) from (select y.workshop_id, y.id from company_source s join company m on \
                m.programme_id = s.programme_id and m.number = s.company
                        join synergy y on y.workshop_id = s.workshop_id and y.giver_organisation = s.spelling
                        where s.programme_id = c.programme_id and m.shown_as = c.number
                    union select y.workshop_id, y.id from company_source s join company m on m.programme_id = \
                    s.programme_id and m.number = s.company
                        join synergy y on y.workshop_id = s.workshop_id and y.receiver_organisation = s.spelling
                        where s.programme_id = c.programme_id and m.shown_as = c.number) of_company),
                c.ended_on",
            "order by case when $9 = 0 then '' else coalesce((select min(v.due) from company_conversation v join \
            company m on m.programme_id = v.programme_id and m.number = v.company
                where v.programme_id = c.programme_id and m.shown_as = c.number and v.step is not null and v.done_on \
                is null), '9999') end, c.search, c.number limit $10 offset $11"
        );
        let (total,): (i64,) = bind!(sqlx::query_as(COUNT), programme, narrowed).fetch_one(&self.readers).await?;
        let rows: Vec<ListedRow> =
            bind!(sqlx::query_as(SQL), programme, narrowed).bind(limit).bind(offset).fetch_all(&self.readers).await?;
        let shown = rows.iter().map(|row| row.0).collect();
        let mut communes = self.communes(programme, &shown).await?;
        let mut steps = self.next_steps(programme, &shown).await?;
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let listed = |(number, identity, haves, wants, workshops, synergies, ended): ListedRow| {
            Ok(Listed {
                id: CompanyId(number),
                identity: serde_json::from_str(&identity)?,
                communes: communes.remove(&number).unwrap_or_default(),
                haves: count(haves),
                wants: count(wants),
                workshops: count(workshops),
                synergies: count(synergies),
                next_step: steps.remove(&number),
                ended: ended.is_some(),
            })
        };
        Ok((rows.into_iter().map(listed).collect::<Result<_>>()?, count(total)))
    }

    /// The communes in which these companies have sites.
    async fn communes(&self, programme: ProgrammeId, of: &BTreeSet<u32>) -> Result<BTreeMap<u32, Vec<String>>> {
        let rows: Vec<(u32, String)> = sqlx::query_as(
            "select c.shown_as, s.commune from site s join company c on c.programme_id = s.programme_id and c.number = \
                s.company where s.programme_id = $1 and s.commune is not null and s.ended_on is null order by s.entry",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut communes: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (company, commune) in rows.into_iter().filter(|(company, _)| of.contains(company)) {
            let known = communes.entry(company).or_default();
            if !known.contains(&commune) {
                known.push(commune);
            }
        }
        Ok(communes)
    }

    /// The divisions of a programme's companies, each once.
    pub(crate) async fn divisions(&self, programme: ProgrammeId) -> Result<Vec<String>> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "select distinct division from company where programme_id = $1 and division is not null and number = \
                shown_as order by division",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(division,)| division).collect())
    }

    /// Every name of the companies that stand by themselves, with whose it is.
    pub(crate) async fn company_names(&self, programme: ProgrammeId) -> Result<Vec<(CompanyId, String)>> {
        let rows: Vec<(u32, String)> = sqlx::query_as(
            "select number, name from company where programme_id = $1 and number = shown_as order by search, number",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(number, name)| (CompanyId(number), name)).collect())
    }

    /// The company that this one is after all mergers; none where the programme has no such company.
    pub(crate) async fn company_shown(&self, programme: ProgrammeId, company: CompanyId) -> Result<Option<CompanyId>> {
        let row: Option<(u32,)> =
            sqlx::query_as("select shown_as from company where programme_id = $1 and number = $2")
                .bind(programme.to_string())
                .bind(company.0)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|(shown,)| CompanyId(shown)))
    }

    /// A company that stands by itself, with everything that was merged into it.
    pub(crate) async fn company(&self, programme: ProgrammeId, company: CompanyId) -> Result<Option<Shown>> {
        type Row = (String, String, i64, Option<String>, Option<String>);
        let id = programme.to_string();
        let row: Option<Row> = sqlx::query_as(
            "select identity, way, noted_at, ended_on, ended_reason from company where programme_id = $1 and number = \
                $2 and shown_as = number",
        )
        .bind(&id)
        .bind(company.0)
        .fetch_optional(&self.readers)
        .await?;
        let Some((identity, way, noted_at, day, reason)) = row else { return Ok(None) };
        let merged: Vec<(u32, String)> = sqlx::query_as(
            "select number, name from company where programme_id = $1 and shown_as = $2 and number <> $2 order by \
                number",
        )
        .bind(&id)
        .bind(company.0)
        .fetch_all(&self.readers)
        .await?;
        Ok(Some(Shown {
            id: company,
            identity: serde_json::from_str::<Identity>(&identity)?,
            way: Way::from_code(&way).ok_or_else(|| corrupt("the way"))?,
            noted_at: Timestamp(noted_at),
            ended: ending(day, reason)?,
            sites: self.sites(&id, company).await?,
            flows: self.standing_flows(&id, company).await?,
            people: self.people_of_company(&id, company).await?,
            conversations: self.conversations(&id, company).await?,
            merged: merged.into_iter().map(|(number, name)| (CompanyId(number), name)).collect(),
        }))
    }

    async fn sites(&self, programme: &str, company: CompanyId) -> Result<Vec<ShownSite>> {
        let rows: Vec<(i64, String, Option<String>, Option<String>)> = sqlx::query_as(
            "select s.entry, s.content, s.ended_on, s.ended_reason from site s join company c on c.programme_id = \
                s.programme_id and c.number = s.company where s.programme_id = $1 and c.shown_as = $2 order by s.entry",
        )
        .bind(programme)
        .bind(company.0)
        .fetch_all(&self.readers)
        .await?;
        let site = |(entry, content, day, reason): (i64, String, Option<String>, Option<String>)| {
            let site = serde_json::from_str(&content)?;
            Ok(ShownSite { entry: loaded(entry)?, site, ended: ending(day, reason)? })
        };
        rows.into_iter().map(site).collect()
    }

    async fn standing_flows(&self, programme: &str, company: CompanyId) -> Result<Vec<ShownFlow>> {
        type Row = (i64, String, Option<String>, Option<String>, Option<String>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(
            "select f.entry, f.content, f.confirmed_on, f.confirmed_by, f.ended_on, f.ended_reason from standing_flow \
            f join company c on c.programme_id = f.programme_id and c.number = f.company where f.programme_id = $1 and \
            c.shown_as = $2 order by f.entry",
        )
        .bind(programme)
        .bind(company.0)
        .fetch_all(&self.readers)
        .await?;
        let flow = |(entry, content, confirmed, by, day, reason): Row| {
            let by = by.as_deref().map(Line::parse).transpose().map_err(|_| corrupt("a name"))?;
            let confirmed = match confirmed {
                Some(day) => Some(Confirmation { day: day.parse().map_err(|_| corrupt("a day"))?, by }),
                None => None,
            };
            let flow = serde_json::from_str(&content)?;
            Ok(ShownFlow { entry: loaded(entry)?, flow, confirmed, ended: ending(day, reason)? })
        };
        rows.into_iter().map(flow).collect()
    }

    /// Where a company was met, last first.
    pub(crate) async fn met(&self, programme: ProgrammeId, company: CompanyId) -> Result<Vec<MetIn>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "select s.workshop_id, s.spelling, w.description from company_source s join company c on c.programme_id = \
                s.programme_id and c.number = s.company join workshop w on w.id = s.workshop_id where s.programme_id = \
                $1 and c.shown_as = $2",
        )
        .bind(programme.to_string())
        .bind(company.0)
        .fetch_all(&self.readers)
        .await?;
        let met = |(workshop, spelling, description): (String, String, String)| {
            let description: Description = serde_json::from_str(&description)?;
            let workshop = workshop.parse().map_err(|_| corrupt("a workshop"))?;
            Ok(MetIn { workshop, title: description.title.to_string(), date: description.date, spelling })
        };
        let mut met: Vec<MetIn> = rows.into_iter().map(met).collect::<Result<_>>()?;
        met.sort_by(|one, other| {
            (other.date, &one.title, &one.spelling).cmp(&(one.date, &other.title, &other.spelling))
        });
        Ok(met)
    }

    /// The synergies of a company, last changed first.
    pub(crate) async fn synergies_of_company(
        &self,
        programme: ProgrammeId,
        company: CompanyId,
    ) -> Result<Vec<SynergyRecord>> {
        let rows: Vec<SynergyRow> = sqlx::query_as(
            "select y.*, w.description, w.programme_id from synergy y join workshop w on w.id = y.workshop_id
             where w.programme_id = $1 and exists (select 1 from company_source s join company c on c.programme_id = \
             s.programme_id and c.number = s.company
                 where s.programme_id = $1 and c.shown_as = $2 and s.workshop_id = y.workshop_id and s.spelling in \
                 (y.giver_organisation, y.receiver_organisation))
             order by y.changed_at desc, y.workshop_id, y.id",
        )
        .bind(programme.to_string())
        .bind(company.0)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(SynergyRow::into_record).collect()
    }

    /// Companies that may be the same as this one.
    pub(crate) async fn alike(&self, programme: ProgrammeId, company: CompanyId) -> Result<Vec<(CompanyId, String)>> {
        let rows: Vec<(u32, String)> = sqlx::query_as(
            "select c.number, c.name from company_proposal p join company c on c.programme_id = p.programme_id and \
                c.number = case when p.one = $2 then p.other else p.one end where p.programme_id = $1 and $2 in \
                (p.one, p.other) order by c.number",
        )
        .bind(programme.to_string())
        .bind(company.0)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(number, name)| (CompanyId(number), name)).collect())
    }

    /// What was done to a company and those that were merged into it, oldest first.
    pub(crate) async fn told_of_company(&self, programme: ProgrammeId, group: &[CompanyId]) -> Result<Vec<Told>> {
        let mut reader = self.readers.acquire().await?;
        Ok(told(&programme_log::entries_of_companies(&mut reader, &programme.to_string(), group).await?))
    }

    /// Spellings in the synergies of a programme of which nobody has said yet whose they are.
    pub(crate) async fn unmet(&self, programme: ProgrammeId) -> Result<Vec<(WorkshopId, String)>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select y.workshop_id, y.giver_organisation from synergy y join workshop w on w.id = y.workshop_id where \
                w.programme_id = $1 and not exists (select 1 from company_source s where s.programme_id = $1 and \
                s.workshop_id = y.workshop_id and s.spelling = y.giver_organisation)
             union select y.workshop_id, y.receiver_organisation from synergy y join workshop w on w.id = \
             y.workshop_id where w.programme_id = $1 and not exists (select 1 from company_source s where \
             s.programme_id = $1 and s.workshop_id = y.workshop_id and s.spelling = y.receiver_organisation)
             order by 1, 2",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let unmet = |(workshop, spelling): (String, String)| {
            Ok((workshop.parse().map_err(|_| corrupt("a workshop"))?, spelling))
        };
        rows.into_iter().map(unmet).collect()
    }

    /// The workshops of a programme, as far as the list says, that are over; `all`, or those of which nobody was
    /// recognised yet.
    pub(crate) async fn ended_workshops(&self, programme: ProgrammeId, all: bool) -> Result<Vec<WorkshopId>> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "select w.id from workshop w where w.programme_id = $1 and w.phase = 'closed' and ($2 = 1 or not exists \
                (select 1 from company_source s where s.programme_id = $1 and s.workshop_id = w.id)) order by w.id",
        )
        .bind(programme.to_string())
        .bind(i32::from(all))
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(|(id,)| id.parse().map_err(|_| corrupt("a workshop"))).collect()
    }
}
