//! Folding what happened to companies: total, whatever an entry says of one that is not known changes nothing.

use super::{Companies, Company, Event, KeptConversation, KeptFlow, KeptPerson, KeptSite, Part, pair};
use crate::time::Timestamp;

impl Companies {
    /// Folds one entry, which has this number and was recorded at this moment.
    pub fn apply(&mut self, seq: u64, at: Timestamp, event: &Event) {
        match event {
            Event::Noted { company, way, identity } => {
                let noted = Company {
                    identity: (**identity).clone(),
                    way: *way,
                    noted_at: at,
                    changed_at: at,
                    sites: std::collections::BTreeMap::new(),
                    flows: std::collections::BTreeMap::new(),
                    people: std::collections::BTreeMap::new(),
                    conversations: std::collections::BTreeMap::new(),
                    ended: None,
                    merged: None,
                };
                self.all.entry(*company).or_insert(noted);
                return;
            }
            Event::Met { company, workshop, spelling } if self.all.contains_key(company) => {
                self.met.insert((*workshop, spelling.clone()), *company);
            }
            Event::Merged { company, into, .. } => {
                self.apart.remove(&pair(*company, *into));
                // A log that would make a circle is no log of ours; folding it ends all the same.
                if !self.all.contains_key(into) || self.root(*into) == *company {
                    return;
                }
            }
            Event::Parted { company, from, .. } | Event::KeptApart { company, other: from } if company != from => {
                self.apart.insert(pair(*company, *from));
            }
            Event::ConversationNoted { company, conversation }
            | Event::ConversationCorrected { company, conversation, .. } => {
                for person in &conversation.met {
                    let employer = self.employer(*company, *person);
                    let known = employer.and_then(|employer| self.all.get_mut(&employer)?.people.get_mut(person));
                    if let Some(known) = known {
                        known.last_at = known.last_at.max(at);
                    }
                }
            }
            _ => {}
        }
        if let Some(company) = self.all.get_mut(&event.company()) {
            company.apply(seq, at, event);
        }
    }
}

impl Company {
    fn apply(&mut self, seq: u64, at: Timestamp, event: &Event) {
        // Who is forgotten has said nothing new.
        if !matches!(event, Event::Forgotten { .. }) {
            self.changed_at = self.changed_at.max(at);
        }
        match event {
            Event::Corrected { identity, .. } => self.identity = (**identity).clone(),
            Event::SiteNoted { site, .. } => {
                self.sites.insert(seq, KeptSite { site: (**site).clone(), ended: None });
            }
            Event::SiteCorrected { entry, site, .. } => {
                if let Some(known) = self.sites.get_mut(entry) {
                    known.site = (**site).clone();
                }
            }
            Event::FlowNoted { flow, .. } => {
                self.flows.insert(seq, KeptFlow { flow: (**flow).clone(), confirmed: None, ended: None });
            }
            Event::FlowCorrected { entry, flow, .. } => {
                if let Some(known) = self.flows.get_mut(entry) {
                    known.flow = (**flow).clone();
                }
            }
            Event::Confirmed { entry, confirmation, .. } => {
                if let Some(known) = self.flows.get_mut(entry) {
                    known.confirmed = Some(confirmation.clone());
                }
            }
            Event::PersonNoted { person, .. } => {
                self.people.insert(seq, KeptPerson { person: (**person).clone(), ended: None, last_at: at });
            }
            Event::PersonCorrected { entry, person, .. } => {
                if let Some(known) = self.people.get_mut(entry) {
                    known.person = (**person).clone();
                    known.last_at = known.last_at.max(at);
                }
            }
            Event::ConversationNoted { conversation, .. } => {
                let kept = KeptConversation { conversation: (**conversation).clone(), done: None };
                self.conversations.insert(seq, kept);
            }
            Event::ConversationCorrected { entry, conversation, .. } => {
                if let Some(known) = self.conversations.get_mut(entry) {
                    // Another step has not been done yet.
                    if known.conversation.next_step.as_ref().map(|next| &next.what)
                        != conversation.next_step.as_ref().map(|next| &next.what)
                    {
                        known.done = None;
                    }
                    known.conversation = (**conversation).clone();
                }
            }
            Event::StepDone { entry, day, .. } => {
                if let Some(known) = self.conversations.get_mut(entry) {
                    known.done = *day;
                }
            }
            Event::Ended { part: Part::Company, ending, .. } => self.ended.clone_from(ending),
            Event::Ended { part: Part::Site(entry), ending, .. } => {
                if let Some(known) = self.sites.get_mut(entry) {
                    known.ended.clone_from(ending);
                }
            }
            Event::Ended { part: Part::Flow(entry), ending, .. } => {
                if let Some(known) = self.flows.get_mut(entry) {
                    known.ended.clone_from(ending);
                }
            }
            Event::Ended { part: Part::Person(entry), ending, .. } => {
                if let Some(known) = self.people.get_mut(entry) {
                    known.ended.clone_from(ending);
                    known.last_at = known.last_at.max(at);
                }
            }
            Event::Merged { into, .. } => self.merged = Some(*into),
            Event::Parted { .. } => self.merged = None,
            Event::Forgotten { told, confirmed, people, .. } => {
                self.people.retain(|entry, _| !people.contains(entry));
                for known in self.conversations.values_mut() {
                    known.conversation.met.retain(|person| !people.contains(person));
                }
                for entry in told {
                    if let Some(known) = self.flows.get_mut(entry) {
                        known.flow.told_by = None;
                    }
                }
                for entry in confirmed {
                    if let Some(by) = self.flows.get_mut(entry).and_then(|known| known.confirmed.as_mut()) {
                        by.by = None;
                    }
                }
            }
            Event::Noted { .. } | Event::Met { .. } | Event::KeptApart { .. } => {}
        }
    }
}
