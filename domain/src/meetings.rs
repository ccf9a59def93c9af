//! Whom a participant is to meet after the workshop: both sides of a match said yes, or it is a synergy.

use crate::ids::ParticipantId;
use crate::matches::Side;
use crate::synergy::NextStep;
use crate::workshop::Workshop;

/// Somebody to meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Their name.
    pub name: String,
    /// The organisation for which they came.
    pub organisation: String,
    /// Their e-mail address, where they left one for this.
    pub email: Option<String>,
    /// The title of the synergy, or of the card while there is none.
    pub about: String,
    /// What happens next, and by when, once it is a synergy.
    pub next_step: Option<NextStep>,
}

/// Whom this participant is to meet; `emails` are the addresses that people left.
#[must_use]
pub fn meetings_of(workshop: &Workshop, me: ParticipantId, emails: &[(ParticipantId, String)]) -> Vec<Meeting> {
    let mut meetings = Vec::new();
    for (found, side) in
        workshop.matches_of(me).into_iter().filter(|(found, _)| found.is_mutual() || found.synergy.is_some())
    {
        let other = if side == Side::First { Side::Second } else { Side::First };
        let Some(them) =
            workshop.party(found, other).and_then(|them| workshop.participants.get(&them)).filter(|them| !them.left)
        else {
            continue;
        };
        let synergy = found.synergy.and_then(|id| workshop.synergies.get(&id));
        let card = workshop.cards.get(&found.card).map(|card| card.resource.title.to_string()).unwrap_or_default();
        meetings.push(Meeting {
            name: them.name.to_string(),
            organisation: them.organisation.to_string(),
            email: emails.iter().find(|(who, _)| *who == them.id).map(|(_, email)| email.clone()),
            about: synergy.map_or(card, |synergy| synergy.title.to_string()),
            next_step: synergy.and_then(|synergy| synergy.next_step.clone()),
        });
    }
    meetings
}
