//! The matcher beside the room: looks for matches off the room's task and proposes them through the room's queue.

use std::sync::Arc;

use domain::access::Actor;
use domain::workshop::{Command, Deed, Proposal};

use super::task::{Batch, Task};
use super::{Message, Request};

impl Task {
    /// Starts looking, unless a search runs already (then what waits is taken up when it ends) or the phase is too early.
    pub(super) fn look_for_matches(&mut self) {
        if self.matching || self.unmatched.is_empty() || self.ledger.workshop().phase.allows(Deed::Propose).is_err() {
            return;
        }
        let Some(sender) = self.sender.upgrade() else { return };
        let cards = std::mem::take(&mut self.unmatched);
        let workshop = Arc::clone(self.ledger.workshop());
        self.matching = true;
        tokio::spawn(async move {
            let search = tokio::task::spawn_blocking(move || cards.into_iter().flat_map(|card| matching::proposals_for(&workshop, card)).collect());
            let proposals: Vec<Proposal> = search.await.unwrap_or_else(|error| {
                tracing::error!(%error, "the matcher failed");
                Vec::new()
            });
            drop(sender.send(Message::Proposals(proposals)).await);
        });
    }

    /// Takes in what the search found.
    pub(super) fn take_proposals(&mut self, proposals: Vec<Proposal>, batch: &mut Batch) {
        self.matching = false;
        if proposals.is_empty() {
            return;
        }
        let request = Request { actor: Actor::Matcher, author: String::new(), id: None, command: Command::ProposeMatches { proposals }, newcomer: None };
        // Refused when the phase went back meanwhile: the cards are looked at again when it comes forward.
        if let Err(refusal) = self.decide(&request, batch) {
            tracing::debug!(workshop = %self.id, %refusal, "proposals came too late");
        }
    }
}
