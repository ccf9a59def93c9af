//! Money for programmes and synergies: calls for projects with their dates, amounts and conditions, and what is
//! attached to them.

use domain::access::Right;
use domain::funding::{FundingDraft, KINDS};
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::problem::{Findings, Problem, Refusal};
use domain::programme::Command;
use domain::resource::parse_date;
use domain::text::{Line, Paragraph, parse_number};

use crate::db::Beside;
pub use crate::db::Funding;
use crate::error::Result;
use crate::people::Account;
use crate::{Backend, to_the_end};

impl Backend {
    /// The calls of a programme.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn fundings(&self, account: &Account, id: ProgrammeId) -> Result<Vec<Funding>> {
        let by = self.member(account, id, Right::SeeResults).await?;
        self.db().fundings(by.id()).await
    }

    /// Keeps a call.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NotFound`] for a programme of others.
    pub async fn add_funding(&self, account: &Account, id: ProgrammeId, new: &FundingDraft) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        let mut findings = Findings::default();
        let name = findings.check("name", Line::parse(&new.name));
        let funder = findings.check("funder", Line::parse(&new.funder));
        let kind =
            findings.check("kind", KINDS.iter().find(|kind| **kind == new.kind).copied().ok_or(Problem::UnknownChoice));
        let opens = findings.check("opens", parse_date(&new.opens));
        let closes = findings.check("closes", parse_date(&new.closes));
        if let (Some(Some(opens)), Some(Some(closes))) = (opens, closes)
            && closes < opens
        {
            findings.note("closes", Problem::EndsBeforeStart);
        }
        let amount = findings.check(
            "amount",
            match new.amount.trim() {
                "" => Ok(None),
                typed => parse_number(typed)
                    .and_then(|amount| if amount > 0.0 { Ok(Some(amount)) } else { Err(Problem::NotPositive) }),
            },
        );
        let conditions = findings.check("conditions", Paragraph::parse_optional(&new.conditions));
        let read = (|| {
            Some(Funding {
                id: 0,
                name: name?.to_string(),
                funder: funder?.to_string(),
                kind: kind?.to_owned(),
                opens: opens?,
                closes: closes?,
                amount: amount?,
                conditions: conditions?.map(|text| text.to_string()),
                whole: new.whole == "yes",
                synergies: Vec::new(),
            })
        })();
        let funding = findings.into_result(read)?;
        let (db, author, now) = (self.db().clone(), by.name().to_owned(), self.clock().now());
        to_the_end(async move { db.insert_funding(id, &funding, &author, now).await }).await
    }

    /// Attaches a synergy to a call of its programme.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a call or a synergy of another programme.
    pub async fn attach_to_funding(
        &self,
        account: &Account,
        id: ProgrammeId,
        funding: i64,
        synergy: (WorkshopId, SynergyId),
    ) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        let unknown = || Refusal::at("synergy", Problem::UnknownSynergy);
        let calls = self.db().fundings(by.id()).await?;
        let name = calls.iter().find(|call| call.id == funding).ok_or_else(unknown)?.name.clone();
        let place = calls.iter().filter(|call| call.id <= funding).count();
        let call = u32::try_from(place).map_err(|_| unknown())?;
        let command = Command::Fund { synergy, call, name };
        self.follow(by.id(), by.name(), command, Beside::default()).await.map(drop)
    }
}
