//! The people of the demonstration's companies, and how they were visited and called after last year's workshop.

use std::collections::{BTreeMap, HashMap};

use domain::ids::{CompanyId, ProgrammeId};
use domain::programme::companies::ConversationDraft;

use super::data::{self, PersonRow, VisitRow};
use crate::Backend;
use crate::companies::CompanySearch;
use crate::error::{Error, Result};
use crate::people::Account;

/// Notes people and visits, each on its day. `names` are the companies' names by their keys.
pub(super) async fn visit(
    backend: &Backend,
    owner: &Account,
    programme: ProgrammeId,
    names: &HashMap<String, String>,
    set_day: impl Fn(&str) -> Result<()>,
) -> Result<()> {
    let mut companies: HashMap<String, CompanyId> = HashMap::new();
    for PersonRow { company, person } in data::people()? {
        let id = match companies.get(&company) {
            Some(id) => *id,
            None => find(backend, owner, programme, names, &company).await?,
        };
        companies.insert(company, id);
        if !person.consent_day.is_empty() {
            set_day(&person.consent_day)?;
        }
        backend.keep_person(owner, programme, id, None, &person).await?;
    }
    let mut visits = data::visits()?;
    visits.sort_by(|one, other| one.day.cmp(&other.day));
    for VisitRow { company, day, way, met, words, next_step, next_step_due, done } in visits {
        let id = *companies.get(&company).ok_or_else(|| missing(&company))?;
        set_day(&day)?;
        let people = backend.company(owner, programme, id).await?.shown.people;
        let ticks: BTreeMap<String, String> = people
            .iter()
            .filter(|known| met.split('|').any(|name| *known.person.name == *name))
            .map(|known| (ConversationDraft::tick(known.entry), "yes".to_owned()))
            .collect();
        let spoke = owner.name().to_owned();
        let draft = ConversationDraft { day, way, spoke, words, next_step, next_step_due, ticks };
        backend.keep_conversation(owner, programme, id, None, &draft).await?;
        if done == "yes" {
            set_day(&draft.next_step_due)?;
            let told = backend.company(owner, programme, id).await?.shown.conversations;
            let entry = told.first().ok_or_else(|| missing(&company))?.entry;
            backend.tick_off(owner, programme, id, entry, true).await?;
        }
    }
    Ok(())
}

/// The company that was recognised in the workshop.
async fn find(
    backend: &Backend,
    owner: &Account,
    programme: ProgrammeId,
    names: &HashMap<String, String>,
    key: &str,
) -> Result<CompanyId> {
    let name = names.get(key).ok_or_else(|| missing(key))?;
    let search = CompanySearch { words: name.clone(), ..CompanySearch::default() };
    let found = backend.find_companies(owner, programme, &search).await?.page;
    found.iter().find(|listed| *listed.identity.name == **name).map(|listed| listed.id).ok_or_else(|| missing(key))
}

fn missing(company: &str) -> Error {
    Error::Corrupt(format!("demonstration data: no company {company}"))
}
