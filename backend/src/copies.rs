//! A copy of what is known of a person (articles 15 and 20 of the GDPR), in one workshop or in all where the same address is theirs; and their
//! erasure (article 17) as one act.

use domain::ids::{ParticipantId, WorkshopId};
use domain::matches::Side;
use domain::problem::Problem;
use serde_json::{Value, json};

use crate::Backend;
use crate::audit::Deed;
use crate::error::Result;
use crate::people::{Account, Caller};

impl Backend {
    /// A participant's copy of what this workshop holds of them.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than participants.
    pub async fn own_copy(&self, caller: &Caller) -> Result<Value> {
        let me = caller.participant().ok_or(Problem::NotAllowed)?;
        let copy = self.copy_of(caller.workshop(), me).await?;
        self.record(&self.entry(Deed::CopyTaken, caller.author()).at(caller.workshop())).await?;
        Ok(copy)
    }

    /// The copy of everything that hangs on an address, for the host to answer a request with.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody but the host.
    pub async fn copy_by_email(&self, account: &Account, email: &str) -> Result<Vec<Value>> {
        self.host_only(account).await?;
        let mut copies = Vec::new();
        for (workshop, who, _) in self.db().people_by_email(email.trim()).await? {
            copies.push(self.copy_of(workshop, who).await?);
        }
        // Not to whom: the log would keep what is to be erased.
        self.record(&self.entry(Deed::CopyTaken, account.author()).with("workshops", copies.len())).await?;
        Ok(copies)
    }

    /// Erases the person of this address from every workshop; gives from how many.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody but the host.
    pub async fn erase_by_email(&self, account: &Account, email: &str) -> Result<usize> {
        self.host_only(account).await?;
        let known = self.db().people_by_email(email.trim()).await?;
        for (workshop, who, _) in &known {
            self.erase_person(*workshop, *who, account.author(), Deed::PersonErased).await?;
        }
        Ok(known.len())
    }

    async fn copy_of(&self, id: WorkshopId, who: ParticipantId) -> Result<Value> {
        let workshop = self.view(id).await?.workshop;
        let person = workshop.participants.get(&who).ok_or(Problem::NotFound)?;
        let email = self.db().contact(id, who.0).await?;
        let said = self.db().satisfaction_of(id, who).await?.map(|said| json!({
            "useful": said.useful.code(), "organised": said.organised.code(), "lead": said.lead.code(), "comment": said.comment.as_ref().map(ToString::to_string),
        }));
        let cards: Vec<Value> = workshop
            .cards
            .values()
            .filter(|card| card.author == Some(who))
            .map(|card| json!({"card": card.resource, "status": card.status, "photo": card.photo.map(|_| format!("/w/{id}/cards/{}/photo.jpg", card.id))}))
            .collect();
        let interested: Vec<String> =
            workshop.cards.values().filter(|card| card.interested.contains(&who)).map(|card| card.resource.title.to_string()).collect();
        let mut answers = Vec::new();
        for found in workshop.matches.values() {
            for side in [Side::First, Side::Second].into_iter().filter(|side| workshop.party(found, *side) == Some(who)) {
                let about = workshop.cards.get(&found.card).map(|card| card.resource.title.to_string());
                answers.extend(found.answer(side).map(|answer| json!({"about": about, "answer": answer})));
            }
        }
        let synergies: Vec<Value> = workshop
            .synergies
            .values()
            .filter(|synergy| synergy.giver == who || synergy.receiver == who)
            .map(|synergy| json!({"title": synergy.title, "side": if synergy.giver == who { "giver" } else { "receiver" }}))
            .collect();
        let description = workshop.description.as_ref();
        Ok(json!({
            "workshop": {"id": id, "title": workshop.title(), "date": description.map(|about| about.date), "programme": description.map(|about| &about.programme)},
            "person": {"name": person.name, "organisation": person.organisation, "table": person.table, "sector": person.sector, "email": email},
            "cards": cards, "interested_in": interested, "answers": answers, "synergies": synergies, "satisfaction": said,
        }))
    }
}
