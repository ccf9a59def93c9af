//! Who works in a programme: invited by link, accepted by the person, nobody unasked. Members leave or are removed, and
//! a programme always keeps a manager.

use domain::access::{Right, Role};
use domain::audit::Deed;
use domain::ids::{AccountId, ProgrammeId};
use domain::members::{INVITATION_DAYS, InvitationDraft, InvitationSeen, Invited, MemberRow, OPEN_INVITATIONS_MAX};
use domain::problem::{Findings, Problem, Refusal};
use domain::text::Line;
use domain::time::Timestamp;
use uuid::Uuid;

use crate::audit::Author;
use crate::db::{Created, NewAccount};
use crate::error::Result;
use crate::people::Account;
use crate::sign_in::{Browser, SignedIn};
use crate::{Backend, secrets, to_the_end};

/// A new invitation. The token goes into the link that is shown or mailed this once.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// What its link carries; kept as a hash.
    pub token: String,
    /// The e-mail address that it is meant for.
    pub email: String,
    /// The role that whoever accepts it has in the programme.
    pub role: Role,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

impl Backend {
    /// Who works in a programme.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others; [`Problem::NotAllowed`] for members who do not manage it.
    pub async fn members(&self, account: &Account, id: ProgrammeId) -> Result<Vec<MemberRow>> {
        let by = self.member(account, id, Right::ManageMembers).await?;
        self.db().members(by.id()).await
    }

    /// The invitations that wait for an answer.
    ///
    /// # Errors
    /// As [`Self::members`].
    pub async fn invitations(&self, account: &Account, id: ProgrammeId) -> Result<Vec<Invited>> {
        let by = self.member(account, id, Right::ManageMembers).await?;
        self.db().open_invitations(by.id(), self.clock().now()).await
    }

    /// Invites somebody. What comes of it says nothing of whether the address has an account here.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::TooManyAttempts`] with too many open ones; as
    /// [`Self::members`].
    pub async fn invite(&self, account: &Account, id: ProgrammeId, draft: &InvitationDraft) -> Result<NewInvitation> {
        let by = self.member(account, id, Right::ManageMembers).await?;
        let (email, role) = draft.parse()?;
        self.keep_invitation(by.id(), email, role, by.name().to_owned(), by.author(), Deed::MemberInvited).await
    }

    /// Keeps an invitation to a programme, in place of one that is open for the same address. `deed` is what the audit
    /// log calls it.
    pub(crate) async fn keep_invitation(
        &self,
        id: ProgrammeId,
        email: String,
        role: Role,
        by: String,
        author: Author,
        deed: Deed,
    ) -> Result<NewInvitation> {
        let now = self.clock().now();
        if self.db().open_invitations(id, now).await?.len() >= OPEN_INVITATIONS_MAX {
            return Err(Refusal::at("email", Problem::TooManyAttempts).into());
        }
        let token = secrets::bearer_token()?;
        let expires_at = Timestamp(now.0 + INVITATION_DAYS * 86_400_000);
        let entry = self.entry(deed, author).of(id).to(email.clone()).with("role", role.code());
        let (db, hash, invited) = (
            self.db().clone(),
            secrets::token_hash(&token),
            Invited { number: 0, email: email.clone(), role, expires_at },
        );
        to_the_end(async move { db.insert_invitation(&hash, id, &invited, &by, &entry).await }).await?;
        Ok(NewInvitation { token, email, role, expires_at })
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for one that is not open (any more); as [`Self::members`].
    pub async fn end_invitation(&self, account: &Account, id: ProgrammeId, number: i64) -> Result<()> {
        let by = self.member(account, id, Right::ManageMembers).await?;
        let known = self
            .db()
            .open_invitations(by.id(), self.clock().now())
            .await?
            .into_iter()
            .find(|invited| invited.number == number);
        let entry = self.entry(Deed::InvitationEnded, by.author()).of(id).to(known.ok_or(Problem::NotFound)?.email);
        let db = self.db().clone();
        let done = to_the_end(async move { db.end_invitation(id, number, &entry).await }).await?;
        if done { Ok(()) } else { Err(Problem::NotFound.into()) }
    }

    /// What an invitation says, to whoever holds its link.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when it was answered, ended, or is too old.
    pub async fn invitation_by_token(&self, token: &str) -> Result<InvitationSeen> {
        let row = self
            .db()
            .invitation_by_hash(&secrets::token_hash(token), self.clock().now())
            .await?
            .ok_or(Problem::NotFound)?;
        let programme = self.db().programme(row.programme).await?.ok_or(Problem::NotFound)?;
        Ok(InvitationSeen { programme: programme.name, email: row.email, role: row.role, invited_by: row.invited_by })
    }

    /// Accepts or declines an invitation, once. Gives the programme.
    ///
    /// # Errors
    /// [`Problem::NotFound`] as [`Self::invitation_by_token`].
    pub async fn answer_invitation(&self, account: &Account, token: &str, accepts: bool) -> Result<ProgrammeId> {
        let row = self
            .db()
            .invitation_by_hash(&secrets::token_hash(token), self.clock().now())
            .await?
            .ok_or(Problem::NotFound)?;
        let deed = if accepts { Deed::InvitationAccepted } else { Deed::InvitationDeclined };
        let entry =
            self.entry(deed, account.author()).of(row.programme).to(account.name()).with("role", row.role.code());
        let (db, who, programme) = (self.db().clone(), account.id(), row.programme);
        let done = to_the_end(async move { db.answer_invitation(&row, who, accepts, &entry).await }).await?;
        if done { Ok(programme) } else { Err(Problem::NotFound.into()) }
    }

    /// Makes an account for the address that was invited, signs it in, and accepts: all of it, or nothing. None when
    /// that address has an account: then nothing is done, and its owner signs in to answer. No other address can be
    /// tried with a link.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NotFound`] as [`Self::invitation_by_token`].
    pub async fn accept_with_account(
        &self,
        token: &str,
        name: &str,
        password: String,
        browser: &Browser,
    ) -> Result<Option<(ProgrammeId, SignedIn)>> {
        let row = self
            .db()
            .invitation_by_hash(&secrets::token_hash(token), self.clock().now())
            .await?
            .ok_or(Problem::NotFound)?;
        let mut findings = Findings::default();
        let name = findings.check("name", Line::parse(name));
        findings.check("password", domain::sign_in::check_password(&password, &row.email));
        let name = findings.into_result(name)?.to_string();
        // Counted out for an address that is taken, too: the time of the answer tells nothing.
        let password_hash = self.hashing().turn().await?.hash(password).await?;
        let account = Account::new(AccountId(Uuid::now_v7()), name.clone()).calling_from(browser.from.clone());
        let (session, signed_in) = self.new_session(account.id(), browser)?;
        let created = self.entry(Deed::AccountCreated, account.author()).to(&row.email);
        let accepted = self
            .entry(Deed::InvitationAccepted, account.author())
            .of(row.programme)
            .to(&name)
            .with("role", row.role.code());
        let new = NewAccount { id: account.id(), email: row.email.clone(), name, password_hash, only_first: false };
        let (db, now, programme) = (self.db().clone(), self.clock().now(), row.programme);
        match to_the_end(async move { db.create_invited_account(&row, &new, &session, &created, &accepted, now).await })
            .await?
        {
            Created::Made => Ok(Some((programme, signed_in))),
            Created::EmailTaken => Ok(None),
            Created::NotFirst | Created::NotInvited => Err(Problem::NotFound.into()),
        }
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// [`Problem::LastManager`] when nobody would be left to manage the programme; [`Problem::NotFound`] for somebody
    /// who is no member.
    pub async fn change_role(&self, account: &Account, id: ProgrammeId, whom: AccountId, role: &str) -> Result<()> {
        let by = self.member(account, id, Right::ManageMembers).await?;
        let role = Role::in_programme(role.trim()).ok_or_else(|| Refusal::at("role", Problem::UnknownChoice))?;
        let known = self.known_member(id, whom).await?;
        if known.role == role {
            return Ok(());
        }
        let entry = self
            .entry(Deed::RoleChanged, by.author())
            .of(id)
            .to(known.name)
            .with("before", known.role.code())
            .with("role", role.code());
        self.set_role(id, whom, Some(role), entry).await
    }

    /// Removes a member.
    ///
    /// # Errors
    /// As [`Self::change_role`].
    pub async fn remove_member(&self, account: &Account, id: ProgrammeId, whom: AccountId) -> Result<()> {
        let by = self.member(account, id, Right::ManageMembers).await?;
        let known = self.known_member(id, whom).await?;
        let entry =
            self.entry(Deed::MemberRemoved, by.author()).of(id).to(known.name).with("before", known.role.code());
        self.set_role(id, whom, None, entry).await
    }

    /// Leaves a programme.
    ///
    /// # Errors
    /// [`Problem::LastManager`] for its last manager; [`Problem::NotFound`] for whoever is not in it.
    pub async fn leave_programme(&self, account: &Account, id: ProgrammeId) -> Result<()> {
        let by = self.member(account, id, Right::SeeResults).await?;
        let entry = self.entry(Deed::MemberLeft, by.author()).of(id).to(by.name()).with("before", by.role().code());
        self.set_role(id, by.account(), None, entry).await
    }

    async fn known_member(&self, id: ProgrammeId, whom: AccountId) -> Result<MemberRow> {
        self.db()
            .members(id)
            .await?
            .into_iter()
            .find(|member| member.account == whom)
            .ok_or_else(|| Problem::NotFound.into())
    }

    async fn set_role(
        &self,
        id: ProgrammeId,
        whom: AccountId,
        role: Option<Role>,
        entry: crate::audit::Entry,
    ) -> Result<()> {
        let db = self.db().clone();
        let done = to_the_end(async move { db.set_role(id, whom, role, &entry).await }).await?;
        self.right_ended();
        if done { Ok(()) } else { Err(Problem::LastManager.into()) }
    }
}
