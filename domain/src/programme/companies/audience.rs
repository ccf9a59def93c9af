//! What the office is told of the companies of a programme. Who sees no contacts reads nothing of the log, only how
//! companies stand ([`super::Shown::without_contacts`]); everybody else nothing at all.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Conversation, Event, Part, Site};
use crate::codes::coded;
use crate::ids::CompanyId;
use crate::programme::Recorded;
use crate::time::Timestamp;

coded! {
    /// What was done to a company.
    Deed {
        /// It was noted.
        Noted = "noted",
        /// What it is known by was corrected.
        Corrected = "corrected",
        /// It was met under a spelling.
        Met = "met",
        /// A site was noted.
        SiteNoted = "site_noted",
        /// A site was corrected.
        SiteCorrected = "site_corrected",
        /// A standing flow was noted.
        FlowNoted = "flow_noted",
        /// A standing flow was corrected.
        FlowCorrected = "flow_corrected",
        /// A standing flow was confirmed.
        Confirmed = "confirmed",
        /// Somebody who works there was noted.
        PersonNoted = "person_noted",
        /// What is known of a person was corrected.
        PersonCorrected = "person_corrected",
        /// Somebody does not work there any more.
        Gone = "gone",
        /// A conversation was noted.
        ConversationNoted = "conversation_noted",
        /// What was noted of a conversation was corrected.
        ConversationCorrected = "conversation_corrected",
        /// A next step was done.
        StepDone = "step_done",
        /// A next step is to be done after all.
        StepOpen = "step_open",
        /// Something was said to be over.
        Ended = "ended",
        /// Something was said to go on after all.
        Resumed = "resumed",
        /// It was merged into another.
        Merged = "merged",
        /// It was parted from another again.
        Parted = "parted",
        /// It was told apart from another.
        KeptApart = "kept_apart",
    }
}

/// One thing that was done to a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When it was done.
    pub at: Timestamp,
    /// Who did it; blank: the server did by itself.
    pub author: String,
    /// To which company.
    pub company: CompanyId,
    /// What was done.
    pub deed: Deed,
    /// To what: a name, a spelling, a site, a flow, a person, those who took part in a conversation, its next step.
    /// Blank where there is none of these.
    pub about: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

/// What was done, by entries in the order of the log.
#[must_use]
pub fn told(entries: &[Recorded]) -> Vec<Told> {
    let mut names: HashMap<CompanyId, String> = HashMap::new();
    let mut parts: HashMap<u64, String> = HashMap::new();
    let mut steps: HashMap<u64, String> = HashMap::new();
    let mut told = Vec::new();
    for Recorded { seq, at, author, event, .. } in entries {
        let crate::programme::Event::Company(event) = event else { continue };
        match event {
            Event::Noted { company, identity, .. } | Event::Corrected { company, identity } => {
                names.insert(*company, identity.name.to_string());
            }
            Event::SiteNoted { site, .. } => drop(parts.insert(*seq, label(site))),
            Event::SiteCorrected { entry, site, .. } => drop(parts.insert(*entry, label(site))),
            Event::FlowNoted { flow, .. } => drop(parts.insert(*seq, flow.what.to_string())),
            Event::FlowCorrected { entry, flow, .. } => drop(parts.insert(*entry, flow.what.to_string())),
            Event::PersonNoted { person, .. } => drop(parts.insert(*seq, person.name.to_string())),
            Event::PersonCorrected { entry, person, .. } => drop(parts.insert(*entry, person.name.to_string())),
            Event::ConversationNoted { conversation, .. } => drop(steps.insert(*seq, step(conversation))),
            Event::ConversationCorrected { entry, conversation, .. } => {
                drop(steps.insert(*entry, step(conversation)));
            }
            _ => {}
        }
        let name = |company: &CompanyId| names.get(company).cloned().unwrap_or_else(|| company.to_string());
        let part = |entry: &u64| parts.get(entry).cloned().unwrap_or_default();
        let with = |conversation: &Conversation| {
            conversation.met.iter().filter_map(|person| parts.get(person).cloned()).collect::<Vec<_>>().join(", ")
        };
        let (deed, about, reason) = match event {
            Event::Noted { company, .. } => (Deed::Noted, name(company), None),
            Event::Corrected { company, .. } => (Deed::Corrected, name(company), None),
            Event::Met { spelling, .. } => (Deed::Met, spelling.clone(), None),
            Event::SiteNoted { .. } => (Deed::SiteNoted, part(seq), None),
            Event::SiteCorrected { entry, .. } => (Deed::SiteCorrected, part(entry), None),
            Event::FlowNoted { .. } => (Deed::FlowNoted, part(seq), None),
            Event::FlowCorrected { entry, .. } => (Deed::FlowCorrected, part(entry), None),
            Event::Confirmed { entry, .. } => (Deed::Confirmed, part(entry), None),
            Event::PersonNoted { .. } => (Deed::PersonNoted, part(seq), None),
            Event::PersonCorrected { entry, .. } => (Deed::PersonCorrected, part(entry), None),
            Event::ConversationNoted { conversation, .. } => (Deed::ConversationNoted, with(conversation), None),
            Event::ConversationCorrected { conversation, .. } => {
                (Deed::ConversationCorrected, with(conversation), None)
            }
            Event::StepDone { entry, day, .. } => {
                let deed = if day.is_some() { Deed::StepDone } else { Deed::StepOpen };
                (deed, steps.get(entry).cloned().unwrap_or_default(), None)
            }
            Event::Ended { company, part: which, ending } => {
                let about = match which {
                    Part::Company => name(company),
                    Part::Site(entry) | Part::Flow(entry) | Part::Person(entry) => part(entry),
                };
                let reason = ending.as_ref().and_then(|ending| ending.reason.as_ref()).map(ToString::to_string);
                let deed = match (ending, which) {
                    (None, _) => Deed::Resumed,
                    (Some(_), Part::Person(_)) => Deed::Gone,
                    (Some(_), _) => Deed::Ended,
                };
                (deed, about, reason)
            }
            Event::Merged { into, reason, .. } => (Deed::Merged, name(into), reason.clone()),
            Event::Parted { from, reason, .. } => (Deed::Parted, name(from), reason.clone()),
            Event::KeptApart { other, .. } => (Deed::KeptApart, name(other), None),
            // Nobody is told who left.
            Event::Forgotten { .. } => continue,
        };
        told.push(Told { at: *at, author: author.clone(), company: event.company(), deed, about, reason });
    }
    told
}

fn step(conversation: &Conversation) -> String {
    conversation.next_step.as_ref().map(|next| next.what.to_string()).unwrap_or_default()
}

/// What a site is called in a sentence.
fn label(site: &Site) -> String {
    [&site.name, &site.address, &site.commune]
        .into_iter()
        .flatten()
        .next()
        .map_or_else(String::new, ToString::to_string)
}
