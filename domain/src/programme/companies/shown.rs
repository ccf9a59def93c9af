//! Companies as they are shown: each with everything that was merged into it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::recognition::{Known, Likeness, key};
use super::{
    Companies, Company, Confirmation, Conversation, Ending, Identity, Person, Site, StandingFlow, Told, Way, pair,
};
use crate::ids::{CompanyId, WorkshopId};
use crate::programme::SynergyRecord;
use crate::resource::Kind;
use crate::synergy::NextStep;
use crate::text::folded;
use crate::time::Timestamp;

/// A site as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownSite {
    /// The entry that noted it.
    pub entry: u64,
    pub site: Site,
    /// That it is given up.
    pub ended: Option<Ending>,
}

/// A standing flow as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownFlow {
    /// The entry that noted it.
    pub entry: u64,
    pub flow: StandingFlow,
    /// When, and by whom, it was last confirmed.
    pub confirmed: Option<Confirmation>,
    /// That it is over.
    pub ended: Option<Ending>,
}

/// A person of a company as they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPerson {
    /// The entry that noted them.
    pub entry: u64,
    pub person: Person,
    /// That they do not work there any more.
    pub ended: Option<Ending>,
}

/// A conversation with a company as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownConversation {
    /// The entry that noted it.
    pub entry: u64,
    pub conversation: Conversation,
    /// The day on which its next step was done.
    pub done: Option<NaiveDate>,
}

/// A company as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The number that it goes by.
    pub id: CompanyId,
    /// What it is known by; what it leaves open is filled in from the companies that were merged into it.
    pub identity: Identity,
    /// How it came to be known.
    pub way: Way,
    /// When it was first noted.
    pub noted_at: Timestamp,
    /// That it is no more.
    pub ended: Option<Ending>,
    /// Its sites, oldest first.
    pub sites: Vec<ShownSite>,
    /// Its standing flows, oldest first.
    pub flows: Vec<ShownFlow>,
    /// Its people, by name.
    pub people: Vec<ShownPerson>,
    /// Conversations with it, the last first.
    pub conversations: Vec<ShownConversation>,
    /// Those that were merged into it, by the name that each had.
    pub merged: Vec<(CompanyId, String)>,
}

impl Shown {
    /// As much of it as somebody may see who sees no contacts: without people, conversations, notes, access, who told
    /// what and how it is dealt with today, which often names somebody.
    #[must_use]
    pub fn without_contacts(mut self) -> Self {
        self.identity.notes = None;
        self.people.clear();
        self.conversations.clear();
        for site in &mut self.sites {
            site.site.access = None;
        }
        for flow in &mut self.flows {
            (flow.flow.told_by, flow.flow.today) = (None, None);
            if let Some(confirmed) = &mut flow.confirmed {
                confirmed.by = None;
            }
        }
        let endings = std::iter::once(&mut self.ended)
            .chain(self.sites.iter_mut().map(|site| &mut site.ended))
            .chain(self.flows.iter_mut().map(|flow| &mut flow.ended));
        endings.flatten().for_each(|ending| ending.reason = None);
        self
    }
}

/// Companies that were looked for and found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// This page of them, by name.
    pub page: Vec<Listed>,
    /// How many companies a page shows at most.
    pub per_page: u32,
    /// How many were found.
    pub total: u32,
    /// The NACE divisions of the programme's companies, to choose from.
    pub divisions: Vec<String>,
}

/// A company in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The number that it goes by.
    pub id: CompanyId,
    /// What it is known by.
    pub identity: Identity,
    /// Where its sites are, each commune once.
    pub communes: Vec<String>,
    /// How many standing haves it has that are not over.
    pub haves: u32,
    /// How many standing wants it has that are not over.
    pub wants: u32,
    /// In how many workshops it was met.
    pub workshops: u32,
    /// In how many synergies it stands.
    pub synergies: u32,
    /// What comes next with it, of everything that was said: what is due first.
    pub next_step: Option<NextStep>,
    /// It is no more.
    pub ended: bool,
}

/// A workshop in which a company was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetIn {
    pub workshop: WorkshopId,
    /// The workshop's title.
    pub title: String,
    /// The workshop's day.
    pub date: NaiveDate,
    /// As the company was written there.
    pub spelling: String,
}

/// A card of a company, in a workshop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOf {
    /// The workshop in which it was posted.
    pub workshop: WorkshopId,
    /// That workshop's title.
    pub workshop_title: String,
    /// That workshop's day.
    pub date: NaiveDate,
    /// What the card is.
    pub kind: Kind,
    /// The title of the card.
    pub title: String,
}

/// A company with everything known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The company as it stands.
    pub shown: Shown,
    /// In how many synergies it stands: told also to readers who may see none of them.
    pub synergy_count: u32,
    /// What only those see who may see people.
    pub inside: Option<Inside>,
}

/// What is known of a company inside its programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inside {
    /// Where it was met, last first.
    pub met: Vec<MetIn>,
    /// Its cards in these workshops, last workshop first.
    pub cards: Vec<CardOf>,
    /// Its synergies, last changed first.
    pub synergies: Vec<SynergyRecord>,
    /// Companies that may be the same.
    pub alike: Vec<(CompanyId, String)>,
    /// What was done, oldest first.
    pub history: Vec<Told>,
    /// Names of the other companies of the programme, for whoever merges.
    pub others: Vec<String>,
}

impl Companies {
    /// The companies that stand by themselves, with what they are known again by.
    #[must_use]
    pub fn roots(&self) -> Vec<(CompanyId, Known)> {
        let mut spellings: BTreeMap<CompanyId, Vec<&str>> = BTreeMap::new();
        for ((_, spelling), company) in &self.met {
            spellings.entry(self.root(*company)).or_default().push(spelling);
        }
        let mut groups: BTreeMap<CompanyId, Vec<&Company>> = BTreeMap::new();
        for (id, company) in &self.all {
            groups.entry(self.root(*id)).or_default().push(company);
        }
        let known = |(root, group): (CompanyId, Vec<&Company>)| {
            let names = group.iter().flat_map(|one| std::iter::once(&one.identity.name).chain(&one.identity.former));
            let met = spellings.remove(&root).unwrap_or_default();
            let names = names.map(|name| &**name).chain(met);
            let numbers = group.iter().filter_map(|one| one.identity.identifier.clone());
            (root, Known::by(names, numbers))
        };
        groups.into_iter().map(known).collect()
    }

    /// Pairs that may be one company, and how sure that is; without those of which somebody said that they are two.
    #[must_use]
    pub fn proposals(&self) -> Vec<(CompanyId, CompanyId, Likeness)> {
        let roots = self.roots();
        let mut by_mark: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, (_, known)) in roots.iter().enumerate() {
            known.marks().for_each(|mark| by_mark.entry(mark).or_default().push(at));
        }
        let apart: BTreeSet<(CompanyId, CompanyId)> =
            self.apart.iter().map(|(one, other)| pair(self.root(*one), self.root(*other))).collect();
        let mut pairs = BTreeSet::new();
        for same in by_mark.values() {
            for (place, one) in same.iter().enumerate() {
                pairs.extend(same[place + 1..].iter().map(|other| (*one.min(other), *one.max(other))));
            }
        }
        let proposal = |(one, other): (usize, usize)| {
            let likeness = roots[one].1.likeness(&roots[other].1);
            let (one, other) = (roots[one].0, roots[other].0);
            let open = one != other && likeness != Likeness::Other && !apart.contains(&pair(one, other));
            open.then_some((one, other, likeness))
        };
        pairs.into_iter().filter_map(proposal).collect()
    }

    /// What a company is known by, with what those say that were merged into it where it says nothing itself.
    #[must_use]
    pub fn identity(&self, root: CompanyId) -> Option<Identity> {
        let mut identity = self.all.get(&root)?.identity.clone();
        for other in self.group(root).into_iter().skip(1).filter_map(|other| self.all.get(&other)) {
            let Identity { identifier, activity, size, .. } = &other.identity;
            identity.identifier = identity.identifier.or_else(|| identifier.clone());
            identity.activity = identity.activity.or_else(|| activity.clone());
            identity.size = identity.size.or(*size);
        }
        Some(identity)
    }

    /// Every name that a company has or had, each once, the present one first.
    #[must_use]
    pub fn names(&self, root: CompanyId) -> Vec<String> {
        let group = self.group(root);
        let own = group.iter().filter_map(|one| self.all.get(one));
        let own = own.flat_map(|one| std::iter::once(&one.identity.name).chain(&one.identity.former));
        let met = self.met.iter().filter(|(_, company)| group.contains(company)).map(|((_, spelling), _)| spelling);
        let mut seen = BTreeSet::new();
        own.map(std::string::ToString::to_string).chain(met.cloned()).filter(|name| seen.insert(key(name))).collect()
    }

    /// What a company is looked for by: its names, identifier, places and flows; lower case, without accents.
    #[must_use]
    pub fn search_text(&self, root: CompanyId) -> String {
        let mut words = self.names(root);
        for company in self.group(root).iter().filter_map(|one| self.all.get(one)) {
            words.extend(company.identity.identifier.as_ref().map(ToString::to_string));
            for known in company.sites.values() {
                words.extend(
                    [&known.site.name, &known.site.commune].into_iter().flatten().map(std::string::ToString::to_string),
                );
            }
            words.extend(company.flows.values().map(|flow| flow.flow.what.to_string()));
        }
        folded(&words.join(" "))
    }
}
