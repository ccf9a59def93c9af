//! Folding what happened to companies: total, whatever an entry says of one that is not known changes nothing.

use super::{Companies, Company, Event, Part, Standing, StandingSite, pair};
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
                self.sites.insert(seq, StandingSite { site: (**site).clone(), ended: None });
            }
            Event::SiteCorrected { entry, site, .. } => {
                if let Some(known) = self.sites.get_mut(entry) {
                    known.site = (**site).clone();
                }
            }
            Event::FlowNoted { flow, .. } => {
                self.flows.insert(seq, Standing { flow: (**flow).clone(), confirmed: None, ended: None });
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
            Event::Merged { into, .. } => self.merged = Some(*into),
            Event::Parted { .. } => self.merged = None,
            Event::Forgotten { told, confirmed, .. } => {
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
