//! Who is who: participants by their phone's token, facilitators by account or by a workshop's key, boards by theirs.

mod caller;
mod member;
mod within;

use domain::access::{Actor, Right};
use domain::ids::{AccountId, CommandId, ParticipantId, WorkshopId};
use domain::problem::{Findings, Problem, Refusal};
use domain::text::Line;
use domain::workshop::{Command, Event, ParticipantDraft};
use uuid::Uuid;

use crate::audit::{Author, Circumstances, Deed};
use crate::db::{Created, NewAccount, Used};
use crate::doors::Kind;
use crate::email::read_email;
use crate::error::{Error, Result};
pub(crate) use crate::people::caller::Pass;
pub use crate::people::caller::{Account, Caller};
pub use crate::people::member::{Administrator, Member};
pub(crate) use crate::people::within::Within;
use crate::rooms::{Beside, Request};
use crate::sign_in::{Browser, SignedIn};
use crate::{Backend, secrets, to_the_end};

/// A new participant, or one who sent the same form again.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The workshop that they joined.
    pub workshop: WorkshopId,
    /// The number by which the workshop knows them.
    pub participant: ParticipantId,
    /// What their phone comes back with. Shown once, stored as a hash.
    pub token: String,
    /// Which history of the workshop's log their phone follows.
    pub epoch: String,
    /// The last entry of the log when they had joined: their phone follows from there.
    pub seq: u64,
}

impl Backend {
    /// The workshop behind a QR token or a typed code. A right one always opens; wrong ones are counted by `address`.
    ///
    /// # Errors
    /// [`Problem::UnknownCode`], or [`Problem::TooManyAttempts`] for one more wrong one after many.
    pub async fn workshop_at_door(&self, code: &str, address: &str) -> Result<WorkshopId> {
        let known = match secrets::read_typed_code(code) {
            Some(typed) => self.workshop_by_key(Kind::Code, &typed).await?,
            None => self.workshop_by_key(Kind::Join, code).await?,
        };
        match known {
            Some(workshop) => Ok(workshop),
            None => Err(self.inner.wrong_codes.answer(address, self.clock().now()).await.into()),
        }
    }

    /// Lets somebody in. The same command id with the same form gives the same participant (and a new token).
    ///
    /// # Errors
    /// What [`Self::workshop_at_door`] says, what is wrong with the form, or that the doors are closed.
    pub async fn join(
        &self,
        code: &str,
        address: &str,
        participant: ParticipantDraft,
        id: CommandId,
    ) -> Result<Joined> {
        let workshop = self.workshop_at_door(code, address).await?;
        let contact = participant.contact().ok().flatten();
        let token = secrets::bearer_token()?;
        let hash = secrets::token_hash(&token);
        let request = Request {
            actor: Actor::Visitor,
            author: String::new(),
            id: Some(id),
            command: Command::Join { participant },
            beside: Beside::Newcomer(hash.clone(), contact),
        };
        let room = self.room(workshop).await?;
        let backend = self.clone();
        to_the_end(async move {
            let done = room.command(request).await?;
            let participant = done.events.iter().find_map(|recorded| match &recorded.event {
                Event::ParticipantJoined { participant, .. } => Some(*participant),
                _ => None,
            });
            let participant = participant.ok_or_else(|| Error::Corrupt("a join without a participant".to_owned()))?;
            if done.repeated {
                backend.db().insert_participant_key(&hash, workshop, participant, backend.clock().now().0).await?;
            }
            let view = room.view().await?;
            Ok(Joined { workshop, participant, token, epoch: view.epoch.to_string(), seq: view.seq })
        })
        .await
    }

    /// Who holds this token in this workshop: a participant, or a facilitator with the workshop's key.
    ///
    /// # Errors
    /// [`Problem::NotSignedIn`].
    pub async fn caller_by_token(&self, workshop: WorkshopId, token: &str) -> Result<Caller> {
        let hash = secrets::token_hash(token);
        let actor = self.actor_by_hash(workshop, &hash).await?;
        Ok(Caller::new(workshop, Some(actor)).with_pass(Pass::Token(hash)))
    }

    /// For whom a token of this hash stands, from memory where it was asked before. A browser that came with the
    /// facilitator's key is asked for each time: its right ends by itself.
    pub(crate) async fn actor_by_hash(&self, workshop: WorkshopId, hash: &[u8]) -> Result<Actor> {
        let (now, asked_at) = (self.clock().now(), self.rights_ended());
        let actor = match self.inner.keys.get(workshop, hash) {
            Some(actor) => actor,
            None => {
                let actor = if let Some(participant) = self.db().participant_by_key(workshop, hash).await? {
                    Actor::Participant(participant)
                } else if self.db().is_desk_session(hash, workshop, self.desk_used_since()).await? {
                    self.inner.uses.note(Used::Desk, hash, now);
                    return Ok(Actor::Facilitator);
                } else {
                    let opened = self.db().workshop_by_key(Kind::Desk, hash).await?.ok_or(Problem::NotSignedIn)?;
                    if opened != workshop {
                        return Err(Problem::NotSignedIn.into());
                    }
                    Actor::Facilitator
                };
                self.inner.keys.remember(workshop, hash, actor, || self.rights_ended() == asked_at);
                actor
            }
        };
        let used = if actor == Actor::Facilitator { Used::Workshop } else { Used::Participant };
        self.inner.uses.note(used, hash, now);
        Ok(actor)
    }

    /// The workshop that this key opens, and that it was used.
    async fn workshop_by_key(&self, kind: Kind, secret: &str) -> Result<Option<WorkshopId>> {
        let hash = kind.hash(self.server_key(), secret);
        let workshop = self.db().workshop_by_key(kind, &hash).await?;
        if workshop.is_some() {
            self.inner.uses.note(Used::Workshop, &hash, self.clock().now());
        }
        Ok(workshop)
    }

    /// An account in a workshop of its programmes: a facilitator, or, with leave only to read, somebody who reads what
    /// the desk reads.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a workshop of another programme, as for one that does not exist;
    /// [`Problem::NotAllowed`] for a role that stays outside of workshops.
    pub async fn caller_by_account(&self, workshop: WorkshopId, account: &Account) -> Result<Caller> {
        let member = self.member_at(account, workshop, Right::SeePeople).await?;
        Ok(Caller::by_account(workshop, account, member.may(Right::RunWorkshops)))
    }

    /// A board by its key.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn caller_by_board_key(&self, key: &str) -> Result<Caller> {
        let workshop = self.workshop_by_key(Kind::Board, key).await?.ok_or(Problem::LinkEnded)?;
        Ok(Caller::new(workshop, None).with_pass(Pass::Board(secrets::token_hash(key))))
    }

    /// A facilitator by the workshop's key, from the link that carries it.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn caller_by_facilitator_key(&self, key: &str) -> Result<Caller> {
        let workshop = self.workshop_by_key(Kind::Desk, key).await?.ok_or(Problem::LinkEnded)?;
        Ok(Caller::new(workshop, Some(Actor::Facilitator)).with_pass(Pass::Token(secrets::token_hash(key))))
    }

    /// Whether anybody has an account yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_accounts(&self) -> Result<bool> {
        self.db().has_accounts().await
    }

    /// A secret for the one-time link of the first start.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn set_up_token(&self) -> Result<String> {
        secrets::bearer_token()
    }

    /// Creates an account and signs it in. The first one is a member of every programme there is.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn create_account(&self, name: &str, email: &str, password: String) -> Result<(Account, String)> {
        let (account, signed_in) = self.account_created(name, email, password, None, false).await?;
        Ok((account, signed_in.session))
    }

    /// Creates the first account and signs it in. Of many at once one succeeds.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NotFound`] when there is an account already.
    pub async fn set_up(&self, name: &str, email: &str, password: String, browser: &Browser) -> Result<SignedIn> {
        Ok(self.account_created(name, email, password, Some(browser), true).await?.1)
    }

    async fn account_created(
        &self,
        name: &str,
        email: &str,
        password: String,
        browser: Option<&Browser>,
        only_first: bool,
    ) -> Result<(Account, SignedIn)> {
        let mut findings = Findings::default();
        let name = findings.check("name", Line::parse(name));
        findings.check("password", domain::sign_in::check_password(&password, email));
        let email = findings.check("email", read_email(email));
        let (name, email) = findings.into_result(name.zip(email))?;
        let hash = self.hashing().turn().await?.hash(password).await?;
        let (backend, leaves_mark, browser) = (self.clone(), browser.is_some(), browser.cloned().unwrap_or_default());
        to_the_end(async move {
            let account = Account::new(AccountId(Uuid::now_v7()), name.to_string()).calling_from(browser.from.clone());
            let (mut session, signed_in) = backend.new_session(account.id(), &browser)?;
            session.mark_hash = session.mark_hash.filter(|_| leaves_mark);
            let deed = if only_first { Deed::SetUp } else { Deed::AccountCreated };
            let new = NewAccount { id: account.id(), email, name: name.to_string(), password_hash: hash, only_first };
            let entry = backend.entry(deed, account.author()).to(&new.email);
            match backend.db().create_account(&new, &session, &entry, backend.clock().now()).await? {
                Created::Made => Ok((account, signed_in)),
                Created::EmailTaken => Err(Refusal::at("email", Problem::EmailTaken).into()),
                Created::NotFirst | Created::NotInvited => Err(Problem::NotFound.into()),
            }
        })
        .await
    }

    /// Who is signed in with this session token.
    ///
    /// # Errors
    /// [`Problem::NotSignedIn`].
    pub async fn account(&self, session_token: &str) -> Result<Account> {
        let (hash, now) = (secrets::token_hash(session_token), self.clock().now());
        let account = self.db().account_by_session(&hash, now.0).await?;
        if account.is_some() {
            self.inner.uses.note(Used::Session, &hash, now);
        }
        account.map(|(id, name)| Account::new(id, name)).ok_or_else(|| Problem::NotSignedIn.into())
    }

    /// Signs out. A session that has ended already is left as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self, session_token: &str, from: &Circumstances) -> Result<()> {
        let hash = secrets::token_hash(session_token);
        if let Some((account, name)) = self.db().account_by_session(&hash, self.clock().now().0).await? {
            let entry = self.entry(Deed::SignedOut, Author::account(account, &name, from));
            let db = self.db().clone();
            to_the_end(async move { db.delete_session(&hash, &entry).await }).await?;
        }
        self.right_ended();
        Ok(())
    }
}
