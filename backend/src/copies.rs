//! A copy of what is known of a person (articles 15 and 20 of the GDPR), in one workshop, or in all workshops and at
//! all companies where the same address is theirs; and their erasure (article 17) as one act.

use domain::ids::{ParticipantId, WorkshopId};
use domain::matches::Side;
use domain::problem::{Problem, Refusal};
use domain::time::Timestamp;
use serde_json::{Value, json};

use crate::audit::{Author, Circumstances, Deed};
use crate::error::Result;
use crate::people::{Account, Caller};
use crate::{Backend, secrets, to_the_end};

/// How long a person's link to all of their data works, in days.
pub const PERSON_LINK_DAYS: i64 = 7;

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
        self.copies_of(email, account.author()).await
    }

    async fn copies_of(&self, email: &str, author: Author) -> Result<Vec<Value>> {
        let mut copies = Vec::new();
        for (workshop, who, _) in self.db().people_by_email(email.trim()).await? {
            copies.push(self.copy_of(workshop, who).await?);
        }
        let workshops = copies.len();
        copies.extend(self.copies_of_companies(email).await?);
        // Not to whom: the log would keep what is to be erased.
        self.record(&self.entry(Deed::CopyTaken, author).with("workshops", workshops)).await?;
        Ok(copies)
    }

    /// A link by which the person of this address reads, takes and erases what all workshops hold of them, for
    /// [`PERSON_LINK_DAYS`]. It is made for an address that nobody left as well: that there is one tells nothing. The
    /// one before ends.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody but the host; [`Problem::NotAnEmail`] at `email`.
    pub async fn person_link(&self, account: &Account, email: &str) -> Result<String> {
        self.host_only(account).await?;
        let email = crate::email::read_email(email).map_err(|problem| Refusal::at("email", problem))?;
        let token = secrets::bearer_token()?;
        let entry = self.entry(Deed::KeyMade, account.author()).with("kind", "person_everywhere");
        let expires_at = Timestamp(self.clock().now().0 + PERSON_LINK_DAYS * 86_400_000);
        let (db, hash) = (self.db().clone(), secrets::token_hash(&token));
        to_the_end(async move { db.set_person_link(&hash, &email, expires_at, &entry).await }).await?;
        Ok(token)
    }

    /// The copies of everything that hangs on the address of such a link.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn copies_by_link(&self, token: &str, from: &Circumstances) -> Result<Vec<Value>> {
        let email = self.person_of(token).await?;
        self.copies_of(&email, Author::nobody(from)).await
    }

    /// Erases the person of such a link from every workshop and company; gives from how many. The link ends with it.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn erase_by_link(&self, token: &str, from: &Circumstances) -> Result<usize> {
        let email = self.person_of(token).await?;
        let count = self.erase_everywhere(&email, &Author::nobody(from)).await?;
        self.db().end_person_links(&email, self.clock().now()).await?;
        Ok(count)
    }

    async fn person_of(&self, token: &str) -> Result<String> {
        self.db()
            .person_by_link(&secrets::token_hash(token), self.clock().now())
            .await?
            .ok_or_else(|| Problem::LinkEnded.into())
    }

    /// Erases the person of this address from every workshop and company; gives from how many.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody but the host.
    pub async fn erase_by_email(&self, account: &Account, email: &str) -> Result<usize> {
        self.host_only(account).await?;
        self.erase_everywhere(email, &account.author()).await
    }

    async fn erase_everywhere(&self, email: &str, author: &Author) -> Result<usize> {
        let known = self.db().people_by_email(email.trim()).await?;
        for (workshop, who, _) in &known {
            self.erase_person(*workshop, *who, author.clone(), Deed::PersonErased).await?;
        }
        Ok(known.len() + self.erase_from_companies(email, author).await?)
    }

    async fn copy_of(&self, id: WorkshopId, who: ParticipantId) -> Result<Value> {
        let workshop = self.view(id).await?.workshop;
        let person = workshop.participants.get(&who).ok_or(Problem::NotFound)?;
        let email = self.db().contact(id, who.0).await?;
        let said = self.db().satisfaction_of(id, who).await?.map(|said| {
            json!({
                "useful": said.useful.code(), "organised": said.organised.code(), "lead": said.lead.code(),
                "comment": said.comment.as_ref().map(ToString::to_string),
            })
        });
        let cards: Vec<Value> = workshop
            .cards
            .values()
            .filter(|card| card.author == Some(who))
            .map(|card| {
                let photo = card.photo.map(|_| format!("/w/{id}/cards/{}/photo.jpg", card.id));
                json!({"card": card.resource, "status": card.status, "photo": photo})
            })
            .collect();
        let interested: Vec<String> = workshop
            .cards
            .values()
            .filter(|card| card.interested.contains(&who))
            .map(|card| card.resource.title.to_string())
            .collect();
        let mut answers = Vec::new();
        for found in workshop.matches.values() {
            for side in [Side::First, Side::Second].into_iter().filter(|side| workshop.party(found, *side) == Some(who))
            {
                let about = workshop.cards.get(&found.card).map(|card| card.resource.title.to_string());
                answers.extend(found.answer(side).map(|answer| json!({"about": about, "answer": answer})));
            }
        }
        let synergies: Vec<Value> = workshop
            .synergies
            .values()
            .filter(|synergy| synergy.giver == who || synergy.receiver == who)
            .map(|synergy| {
                let side = if synergy.giver == who { "giver" } else { "receiver" };
                json!({"title": synergy.title, "side": side})
            })
            .collect();
        let description = workshop.description.as_ref();
        Ok(json!({
            "workshop": {
                "id": id, "title": workshop.title(), "date": description.map(|about| about.date),
                "programme": description.map(|about| &about.programme),
            },
            "person": {
                "name": person.name, "organisation": person.organisation, "table": person.table,
                "sector": person.sector, "email": email,
            },
            "cards": cards, "interested_in": interested, "answers": answers, "synergies": synergies,
            "satisfaction": said,
        }))
    }
}
