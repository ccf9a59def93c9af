//! Members of programmes, and what their role gives them leave to do. Only this module makes a [`Member`], or
//! has a [`Within`] made: nothing of a programme is read or written without one, and each is made for one [`Right`].
//! Whoever forgets to ask has neither the programme, nor a name to sign with.

use std::collections::BTreeMap;

use domain::access::{Right, Role};
use domain::ids::{AccountId, ProgrammeId, WorkshopId};
use domain::problem::Problem;
use domain::programme::Programme;

use crate::Backend;
use crate::audit::Author;
use crate::error::Result;
use crate::people::caller::Account;
use crate::people::within::Within;
use crate::programme_log::Signed;

/// Somebody who works in a programme, and may do there what was asked for.
#[derive(Clone, Debug)]
pub struct Member {
    account: AccountId,
    name: String,
    form: Option<String>,
    author: Author,
    role: Role,
    programme: Programme,
}

impl Member {
    /// The programme in which they work.
    #[must_use]
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// Their role in it.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Whether their role gives them this right as well.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.role.may(right)
    }

    /// The programme, by its id.
    pub(crate) fn id(&self) -> ProgrammeId {
        self.programme.id
    }

    /// The account by which they work in it.
    pub(crate) fn account(&self) -> AccountId {
        self.account
    }

    /// The name with which they sign what they record.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How a command of theirs is signed.
    pub(crate) fn signed(&self) -> Signed {
        Signed::by(self.programme.id, &self.name).in_form(self.form.as_deref())
    }

    /// Who answers for what they do.
    pub(crate) fn author(&self) -> Author {
        self.author.clone()
    }
}

impl Backend {
    /// An account in a programme, for this right.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others, as for one that does not exist; [`Problem::NotAllowed`] when
    /// their role does not give the right.
    pub async fn member(&self, account: &Account, programme: ProgrammeId, right: Right) -> Result<Member> {
        let (role, programme) = self.db().membership(account.id(), programme).await?.ok_or(Problem::NotFound)?;
        if !role.may(right) {
            return Err(Problem::NotAllowed.into());
        }
        Ok(Member {
            account: account.id(),
            name: account.name().to_owned(),
            form: account.form().map(str::to_owned),
            author: account.author(),
            role,
            programme,
        })
    }

    /// An account in the programme of a workshop, for this right.
    ///
    /// # Errors
    /// As [`Self::member`].
    pub async fn member_at(&self, account: &Account, workshop: WorkshopId, right: Right) -> Result<Member> {
        let programme = self.db().programme_of(workshop).await?.ok_or(Problem::NotFound)?;
        self.member(account, programme, right).await
    }

    /// What an account is in each of its programmes, for pages that show something of several.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roles(&self, account: &Account) -> Result<BTreeMap<ProgrammeId, Role>> {
        Ok(self.db().memberships(account.id()).await?.into_iter().collect())
    }

    /// The programmes in which an account has this right; none is no error.
    pub(crate) async fn within(&self, account: &Account, right: Right) -> Result<Within> {
        let memberships = self.db().memberships(account.id()).await?;
        Ok(Within::of(memberships.into_iter().filter(|(_, role)| role.may(right)).map(|(id, _)| id).collect()))
    }

    /// An account as administrator of the host, for this right.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody else: what is behind it is none of their business.
    pub async fn administrator(&self, account: &Account, right: Right) -> Result<Administrator> {
        let role = self.db().host_role(account.id()).await?;
        if !role.is_some_and(|role| role.may(right)) {
            return Err(Problem::NotFound.into());
        }
        Ok(Administrator { author: account.author() })
    }
}

/// Somebody who administers the host.
#[derive(Clone, Debug)]
pub struct Administrator {
    author: Author,
}

impl Administrator {
    /// Who answers for what they do.
    pub(crate) fn author(&self) -> Author {
        self.author.clone()
    }
}
