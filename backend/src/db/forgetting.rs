//! Taking somebody out of a programme's log, entry by entry, as they are taken out of their workshop's
//! (`super::leaving`). A last entry says that it was so, and the log adds up to the same before and after.

use std::collections::BTreeSet;

use domain::follow_up::SideOfSynergy;
use domain::ids::{SynergyId, WorkshopId};
use domain::programme::{Change, Event, Recorded};
use domain::resource::Kind;
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::programme_log;
use crate::error::Result;

/// What is to be forgotten of one synergy.
pub(super) struct Forgotten<'a> {
    /// The names under which they took care of the giving side, of the receiving side; none where they did not.
    pub names: [Vec<&'a str>; 2],
    /// Titles of their cards.
    pub titles: &'a BTreeSet<String>,
    /// What is left of the synergy's cards.
    pub cards: Vec<(Kind, String)>,
}

/// What stands for an erased title where a list of titles keeps its length.
pub(super) const ERASED: &str = "——";

const SIDES: [SideOfSynergy; 2] = [SideOfSynergy::Giver, SideOfSynergy::Receiver];

impl Forgotten<'_> {
    fn names_of(&self, side: SideOfSynergy) -> &[&str] {
        let [giver, receiver] = &self.names;
        match side {
            SideOfSynergy::Giver => giver,
            SideOfSynergy::Receiver => receiver,
        }
    }

    fn is_theirs(&self, side: SideOfSynergy) -> bool {
        !self.names_of(side).is_empty()
    }

    fn clear(&self, side: SideOfSynergy, name: &mut String) {
        if self.names_of(side).contains(&name.as_str()) {
            name.clear();
        }
    }

    /// Takes their words out of an event. `is_said`: it came with an answer by their own link.
    fn take_out(&self, event: &mut Event, is_said: bool) {
        match event {
            Event::Began { beginning, .. } => {
                self.clear(SideOfSynergy::Giver, &mut beginning.giver.name);
                self.clear(SideOfSynergy::Receiver, &mut beginning.receiver.name);
                for (_, title) in beginning.cards.iter_mut().filter(|(_, title)| self.titles.contains(title)) {
                    ERASED.clone_into(title);
                }
            }
            Event::Changed { change: Change::GiverOwner { before, after }, .. } => {
                [before, after].into_iter().flatten().for_each(|name| self.clear(SideOfSynergy::Giver, name));
            }
            Event::Changed { change: Change::ReceiverOwner { before, after }, .. } => {
                [before, after].into_iter().flatten().for_each(|name| self.clear(SideOfSynergy::Receiver, name));
            }
            // The words of an answer came by their own link; what was answered is the organisation's and stays.
            Event::Answered { side, note, by_manager: false, .. } if self.is_theirs(*side) => *note = None,
            Event::Moved { note, .. } if is_said => *note = None,
            // A relay's refusal often repeats the address.
            Event::Asked { side, failed: Some(failed), .. } if self.is_theirs(*side) => failed.clear(),
            _ => {}
        }
    }
}

/// Rewrites the log of one synergy, within the transaction that says that they left.
pub(super) async fn forget(
    tx: &mut SqliteConnection,
    workshop: WorkshopId,
    synergy: SynergyId,
    at: i64,
    forgotten: Forgotten<'_>,
) -> Result<()> {
    let entries = programme_log::entries_of(tx, workshop, synergy).await?;
    let said: BTreeSet<(Timestamp, &str)> = entries
        .iter()
        .filter(
            |entry| matches!(entry.event, Event::Answered { side, by_manager: false, .. } if forgotten.is_theirs(side)),
        )
        .map(|entry| (entry.at, entry.author.as_str()))
        .collect();
    for Recorded { seq, at, author, event, .. } in &entries {
        let mut left = event.clone();
        forgotten.take_out(&mut left, said.contains(&(*at, author.as_str())));
        if left != *event {
            programme_log::rewrite(tx, workshop, synergy, *seq, &left).await?;
        }
    }
    let (programme, last) = programme_log::end_of(tx, workshop).await?;
    let [giver, receiver] = SIDES.map(|side| forgotten.is_theirs(side));
    let event = Event::Forgotten { synergy: (workshop, synergy), giver, receiver, cards: forgotten.cards };
    let entry = Recorded { seq: last + 1, at: Timestamp(at), author: String::new(), command: None, event };
    programme_log::append(tx, &programme, &[entry]).await
}
