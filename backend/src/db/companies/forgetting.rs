//! Taking a person's name out of what companies' entries say: who told of a flow, who confirmed it, and the words in
//! which access, notes and today's way name them.

use domain::ids::{CompanyId, ProgrammeId, WorkshopId};
use domain::programme::companies::{Companies, Event, Identity, Site, StandingFlow};
use domain::programme::{self, Recorded};
use domain::text::{Line, Paragraph};
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::super::forgetting::ERASED;
use super::super::{Db, programme_log};
use crate::error::{Error, Result};

/// Whose name goes.
#[derive(Clone, Copy)]
pub(super) enum Whose<'a> {
    /// The one of this name.
    Named(&'a str),
    /// Everybody's who told or confirmed.
    All,
}

impl Whose<'_> {
    fn is(self, name: &str) -> bool {
        match self {
            Self::Named(theirs) => theirs == name,
            Self::All => true,
        }
    }

    fn name(self, name: &mut Option<Line>) {
        if name.as_deref().is_some_and(|name| self.is(name)) {
            *name = None;
        }
    }

    /// Where a text names them, something stands for it.
    fn words(self, text: &mut Option<Paragraph>) {
        if let Self::Named(theirs) = self
            && let Some(left) = text.as_deref().and_then(|words| without(words, theirs))
        {
            *text = Paragraph::parse_optional(&left).ok().flatten();
        }
    }

    fn is_named_in(self, words: &str) -> bool {
        matches!(self, Self::Named(theirs) if without(words, theirs).is_some())
    }

    fn flow(self, flow: &mut StandingFlow) {
        self.name(&mut flow.told_by);
        self.words(&mut flow.today);
    }

    fn site(self, site: &mut Site) {
        self.words(&mut site.access);
    }

    fn identity(self, identity: &mut Identity) {
        self.words(&mut identity.notes);
    }

    fn take_out(self, event: &mut Event) {
        match event {
            Event::Noted { identity, .. } | Event::Corrected { identity, .. } => self.identity(identity),
            Event::SiteNoted { site, .. } | Event::SiteCorrected { site, .. } => self.site(site),
            Event::FlowNoted { flow, .. } | Event::FlowCorrected { flow, .. } => self.flow(flow),
            Event::Confirmed { confirmation, .. } => self.name(&mut confirmation.by),
            Event::Ended { ending: Some(ending), .. }
                if ending.reason.as_deref().is_some_and(|reason| self.is_named_in(reason)) =>
            {
                ending.reason = None;
            }
            Event::Merged { reason, .. } | Event::Parted { reason, .. }
                if reason.as_deref().is_some_and(|reason| self.is_named_in(reason)) =>
            {
                *reason = None;
            }
            _ => {}
        }
    }
}

/// These words with something in the place of a name, where it stands as words of their own; none where it does not.
fn without(words: &str, name: &str) -> Option<String> {
    let is_part = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    let mut left = String::with_capacity(words.len());
    let mut from = 0;
    for (at, found) in words.match_indices(name) {
        let end = at + found.len();
        if is_part(words[..at].chars().next_back()) || is_part(words[end..].chars().next()) {
            continue;
        }
        left.push_str(&words[from..at]);
        left.push_str(ERASED);
        from = end;
    }
    left.push_str(&words[from..]);
    (from > 0).then_some(left)
}

/// Takes a name out of the entries of these companies, which are one group, and of the rows that are made of them.
async fn forget(
    tx: &mut SqliteConnection,
    programme: &str,
    group: &[CompanyId],
    whose: Whose<'_>,
    at: Timestamp,
) -> Result<bool> {
    let entries = programme_log::entries_of_companies(tx, programme, group).await?;
    let (mut before, mut after) = (Companies::default(), Companies::default());
    let mut changed = false;
    for Recorded { seq, at, event, .. } in &entries {
        let Some(event) = event.company() else { continue };
        let mut left = event.clone();
        whose.take_out(&mut left);
        before.apply(*seq, *at, event);
        after.apply(*seq, *at, &left);
        if left != *event {
            changed = true;
            programme_log::rewrite_of_company(tx, programme, *seq, &programme::Event::Company(left)).await?;
        }
    }
    if !changed {
        return Ok(false);
    }
    let mut last = programme_log::last_of(tx, programme).await?;
    for (id, company) in &before.all {
        let told = company.flows.iter().filter(|(_, flow)| flow.flow.told_by.as_deref().is_some_and(|it| whose.is(it)));
        let confirmed = company.flows.iter().filter(|(_, flow)| {
            let by = flow.confirmed.as_ref().and_then(|confirmed| confirmed.by.as_deref());
            by.is_some_and(|by| whose.is(by))
        });
        let (told, confirmed) =
            (told.map(|(entry, _)| *entry).collect::<Vec<_>>(), confirmed.map(|(entry, _)| *entry).collect::<Vec<_>>());
        if told.is_empty() && confirmed.is_empty() {
            continue;
        }
        last += 1;
        let event = programme::Event::Company(Event::Forgotten { company: *id, told, confirmed });
        let entry = Recorded { seq: last, at, author: String::new(), command: None, event };
        if let Some(event) = entry.event.company() {
            after.apply(entry.seq, entry.at, event);
        }
        programme_log::append(tx, programme, &[entry]).await?;
    }
    for (id, company) in &after.all {
        super::write_words(tx, programme, &after, *id, company).await?;
        super::write_parts(tx, programme, *id, company).await?;
    }
    Ok(true)
}

/// The companies that this one is today.
async fn group_of(tx: &mut SqliteConnection, programme: &str, company: CompanyId) -> Result<Vec<CompanyId>> {
    let rows: Vec<(u32,)> = sqlx::query_as(
        "select m.number from company c join company m on m.programme_id = c.programme_id and m.shown_as = c.shown_as \
            where c.programme_id = $1 and c.number = $2 order by m.number",
    )
    .bind(programme)
    .bind(company.0)
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|(number,)| CompanyId(number)).collect())
}

/// Takes somebody who left a workshop out of what was noted of their company.
pub(in crate::db) async fn forget_person(
    tx: &mut SqliteConnection,
    workshop: WorkshopId,
    organisation: &str,
    name: &str,
    at: i64,
) -> Result<()> {
    let met: Option<(String, u32)> =
        sqlx::query_as("select programme_id, company from company_source where workshop_id = $1 and spelling = $2")
            .bind(workshop.to_string())
            .bind(organisation)
            .fetch_optional(&mut *tx)
            .await?;
    if let Some((programme, company)) = met {
        let group = group_of(tx, &programme, CompanyId(company)).await?;
        forget(tx, &programme, &group, Whose::Named(name), Timestamp(at)).await?;
    }
    Ok(())
}

impl Db {
    /// Takes a name out of what was noted of a company. Whether there was anything to take out.
    pub(crate) async fn forget_name(
        &self,
        programme: ProgrammeId,
        company: CompanyId,
        name: &str,
        at: Timestamp,
    ) -> Result<bool> {
        let programme = programme.to_string();
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let group = group_of(tx, &programme, company).await?;
        let done = forget(tx, &programme, &group, Whose::Named(name), at).await?;
        transaction.commit().await?;
        if done {
            self.wipe();
        }
        Ok(done)
    }

    /// Takes everybody who told or confirmed out of what was noted of a company.
    pub(crate) async fn forget_tellers(&self, programme: ProgrammeId, company: CompanyId, at: Timestamp) -> Result<()> {
        let programme = programme.to_string();
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let group = group_of(tx, &programme, company).await?;
        forget(tx, &programme, &group, Whose::All, at).await?;
        transaction.commit().await?;
        self.wipe();
        Ok(())
    }

    /// The companies, after all mergers, of which nobody has noted anything since this moment and that name somebody
    /// who told or confirmed.
    pub(crate) async fn silent_companies(&self, since: Timestamp) -> Result<Vec<(ProgrammeId, CompanyId)>> {
        let silent: Vec<(String, u32)> = sqlx::query_as(
            "select c.programme_id, c.shown_as from company c group by c.programme_id, c.shown_as
             having max(c.changed_at) < $1 and exists (select 1 from standing_flow f join company m on m.programme_id \
             = f.programme_id and m.number = f.company
                 where f.programme_id = c.programme_id and m.shown_as = c.shown_as and (f.confirmed_by is not null or \
                 f.content like '%\"told_by\"%'))",
        )
        .bind(since.0)
        .fetch_all(&self.readers)
        .await?;
        let company = |(programme, company): (String, u32)| {
            let programme = programme.parse().map_err(|_| Error::Corrupt(format!("programme id {programme}")))?;
            Ok((programme, CompanyId(company)))
        };
        silent.into_iter().map(company).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_where_it_stands_by_itself() {
        assert_eq!(without("Demander Al au quai", "Al").as_deref(), Some("Demander —— au quai"));
        assert_eq!(without("Al, puis Al.", "Al").as_deref(), Some("——, puis ——."));
        assert_eq!(without("Alu, métal, bal", "Al"), None);
        assert_eq!(without("Mme Léa Petit et Léa Petite", "Léa Petit").as_deref(), Some("Mme —— et Léa Petite"));
    }
}
