//! Taking a person out of what companies' entries say: who told of a flow, who confirmed it, who works there, and the
//! words in which access, notes, today's way and conversations name them.

use std::collections::BTreeSet;

use domain::ids::{CompanyId, ProgrammeId, WorkshopId};
use domain::programme::companies::{Companies, Conversation, Event, Identity, Part, Person, Site, StandingFlow};
use domain::programme::{self, Recorded};
use domain::text::{Line, Paragraph};
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::super::forgetting::ERASED;
use super::super::numbers::programme_id;
use super::super::{Db, programme_log};
use super::people;
use crate::error::Result;

/// Who goes.
#[derive(Clone, Copy)]
pub(super) enum Whose<'a> {
    /// The one of this name.
    Named(&'a str),
    /// The people of these entries.
    People(&'a BTreeSet<u64>),
    /// Everybody who told or confirmed. People have years of their own.
    Tellers,
}

/// What goes with them.
#[derive(Default)]
struct Gone {
    /// Everybody who told or confirmed, whatever their name.
    tellers: bool,
    /// The entries that noted them.
    people: BTreeSet<u64>,
    /// Their names.
    names: BTreeSet<String>,
    /// Their names, and how they are reached: taken out of all words.
    words: BTreeSet<String>,
    /// First names and family names, which conversations often say alone.
    parts: BTreeSet<String>,
}

/// A part of a name that may stand for the person alone has so many letters.
const PART: usize = 3;

impl Gone {
    fn of(whose: Whose<'_>, entries: &[Recorded]) -> Self {
        let mut gone = Self { tellers: matches!(whose, Whose::Tellers), ..Self::default() };
        if let Whose::Named(name) = whose {
            gone.name(name);
        }
        let people: Vec<(u64, &Person)> = entries
            .iter()
            .filter_map(|recorded| match recorded.event.company()? {
                Event::PersonNoted { person, .. } => Some((recorded.seq, &**person)),
                Event::PersonCorrected { entry, person, .. } => Some((*entry, &**person)),
                _ => None,
            })
            .collect();
        let entries: BTreeSet<u64> = people
            .iter()
            .filter(|(entry, person)| match whose {
                Whose::Named(name) => *person.name == *name,
                Whose::People(entries) => entries.contains(entry),
                Whose::Tellers => false,
            })
            .map(|(entry, _)| *entry)
            .collect();
        // Under every name that they had.
        for (_, person) in people.iter().filter(|(entry, _)| entries.contains(entry)) {
            gone.name(&person.name);
            gone.words.extend(person.email.as_ref().map(ToString::to_string));
            gone.words.extend(person.telephone.as_ref().map(ToString::to_string));
        }
        gone.people = entries;
        gone
    }

    fn name(&mut self, name: &str) {
        if name == ERASED {
            return;
        }
        self.names.insert(name.to_owned());
        self.words.insert(name.to_owned());
        let is_part = |part: &&str| {
            part.chars().count() >= PART && part.chars().next().is_some_and(char::is_uppercase) && *part != name
        };
        self.parts.extend(name.split_whitespace().filter(is_part).map(str::to_owned));
    }

    fn is_theirs(&self, name: &str) -> bool {
        self.tellers || self.names.contains(name)
    }

    fn clear(&self, name: &mut Option<Line>) {
        if name.as_deref().is_some_and(|name| self.is_theirs(name)) {
            *name = None;
        }
    }

    /// These words without what names them, where something does.
    fn without<'a>(&'a self, words: &str, more: impl IntoIterator<Item = &'a String>) -> Option<String> {
        let mut left: Option<String> = None;
        // The longest first: an address may begin with a name.
        let mut all: Vec<&String> = self.words.iter().chain(more).collect();
        all.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in all {
            left = without(left.as_deref().unwrap_or(words), word).or(left);
        }
        left
    }

    /// Where a text names them, something stands for it.
    fn take_out_of(&self, text: &mut Option<Paragraph>) {
        if let Some(left) = text.as_deref().and_then(|words| self.without(words, [])) {
            *text = Paragraph::parse_optional(&left).ok().flatten();
        }
    }

    fn is_named_in(&self, words: &str) -> bool {
        self.without(words, []).is_some()
    }

    fn flow(&self, flow: &mut StandingFlow) {
        self.clear(&mut flow.told_by);
        self.take_out_of(&mut flow.today);
    }

    fn site(&self, site: &mut Site) {
        self.take_out_of(&mut site.access);
    }

    fn identity(&self, identity: &mut Identity) {
        self.take_out_of(&mut identity.notes);
    }

    fn person(&self, entry: u64, person: &mut Person) {
        if self.people.contains(&entry) {
            *person = Person::erased();
        }
    }

    fn conversation(&self, conversation: &mut Conversation) {
        conversation.met.retain(|person| !self.people.contains(person));
        if let Some(left) = conversation.words.as_deref().and_then(|words| self.without(words, &self.parts)) {
            conversation.words = Paragraph::parse_optional(&left).ok().flatten();
        }
        if let Some(next) = &mut conversation.next_step
            && let Some(left) = self.without(&next.what, &self.parts)
        {
            // What is too long with the signs in it says at least that there is something to do.
            next.what = Line::parse(&left).or_else(|_| Line::parse(ERASED)).unwrap_or_else(|_| next.what.clone());
        }
    }

    fn take_out(&self, seq: u64, event: &mut Event) {
        match event {
            Event::Noted { identity, .. } | Event::Corrected { identity, .. } => self.identity(identity),
            Event::SiteNoted { site, .. } | Event::SiteCorrected { site, .. } => self.site(site),
            Event::FlowNoted { flow, .. } | Event::FlowCorrected { flow, .. } => self.flow(flow),
            Event::Confirmed { confirmation, .. } => self.clear(&mut confirmation.by),
            Event::PersonNoted { person, .. } => self.person(seq, person),
            Event::PersonCorrected { entry, person, .. } => self.person(*entry, person),
            Event::ConversationNoted { conversation, .. } | Event::ConversationCorrected { conversation, .. } => {
                self.conversation(conversation);
            }
            Event::Ended { part: Part::Person(entry), ending: Some(ending), .. } if self.people.contains(&*entry) => {
                ending.reason = None;
            }
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

/// Takes somebody out of the entries of these companies, which are one group, and of those with which they were met;
/// and of the rows that are made of them.
async fn forget(
    tx: &mut SqliteConnection,
    programme: &str,
    group: &[CompanyId],
    whose: Whose<'_>,
    at: Timestamp,
) -> Result<bool> {
    let mut group = group.to_vec();
    // Somebody may have been met with a company from which theirs was parted since.
    let leaving = match whose {
        Whose::Named(name) => people::named(tx, programme, &group, name).await?,
        Whose::People(people) => people.clone(),
        Whose::Tellers => BTreeSet::new(),
    };
    if !leaving.is_empty() {
        for company in people::companies_met_with(tx, programme, &leaving).await? {
            if !group.contains(&company) {
                group.extend(group_of(tx, programme, company).await?);
            }
        }
    }
    let entries = programme_log::entries_of_companies(tx, programme, &group).await?;
    let gone = Gone::of(whose, &entries);
    let (mut before, mut after) = (Companies::default(), Companies::default());
    let mut changed = false;
    for Recorded { seq, at, event, .. } in &entries {
        let Some(event) = event.company() else { continue };
        let mut left = event.clone();
        gone.take_out(*seq, &mut left);
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
        let told = company
            .flows
            .iter()
            .filter(|(_, flow)| flow.flow.told_by.as_deref().is_some_and(|told_by| gone.is_theirs(told_by)));
        let confirmed = company.flows.iter().filter(|(_, flow)| {
            let by = flow.confirmed.as_ref().and_then(|confirmed| confirmed.by.as_deref());
            by.is_some_and(|by| gone.is_theirs(by))
        });
        let (told, confirmed) =
            (told.map(|(entry, _)| *entry).collect::<Vec<_>>(), confirmed.map(|(entry, _)| *entry).collect::<Vec<_>>());
        let met = company.conversations.values().flat_map(|kept| &kept.conversation.met);
        let people: BTreeSet<u64> =
            company.people.keys().chain(met).copied().filter(|entry| gone.people.contains(entry)).collect();
        if told.is_empty() && confirmed.is_empty() && people.is_empty() {
            continue;
        }
        last += 1;
        let people = people.into_iter().collect();
        let event = programme::Event::Company(Event::Forgotten { company: *id, told, confirmed, people });
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
    people::write_again(tx, programme, &after, &gone.people).await?;
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
        self.forget_of_company(programme, company, Whose::Named(name), at).await
    }

    /// Takes these people out of what was noted of their company. Whether any of them was there.
    pub(crate) async fn forget_people(
        &self,
        programme: ProgrammeId,
        company: CompanyId,
        people: &BTreeSet<u64>,
        at: Timestamp,
    ) -> Result<bool> {
        self.forget_of_company(programme, company, Whose::People(people), at).await
    }

    /// Takes everybody who told or confirmed out of what was noted of a company.
    pub(crate) async fn forget_tellers(&self, programme: ProgrammeId, company: CompanyId, at: Timestamp) -> Result<()> {
        self.forget_of_company(programme, company, Whose::Tellers, at).await.map(drop)
    }

    async fn forget_of_company(
        &self,
        programme: ProgrammeId,
        company: CompanyId,
        whose: Whose<'_>,
        at: Timestamp,
    ) -> Result<bool> {
        let programme = programme.to_string();
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let group = group_of(tx, &programme, company).await?;
        let done = forget(tx, &programme, &group, whose, at).await?;
        transaction.commit().await?;
        if done {
            self.wipe();
        }
        Ok(done)
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
        let company = |(programme, company): (String, u32)| Ok((programme_id(&programme)?, CompanyId(company)));
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
