//! Asking companies how a synergy stands: links, questions that are due, answers. The rules stand in [`domain::follow_up`].

use std::collections::HashMap;

use domain::access::Right;
use domain::follow_up::{Answer, AnswerDraft, Asked, Due, Link, SideOfSynergy};
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::ledger::year_of;
use domain::problem::{Problem, Refusal};
use domain::programme::{HistoryEntry, Programme, SynergyRecord};
use domain::synergy::{Figure, Indicator, LostReason, Stage, Verification};
use domain::time::Timestamp;
use domain::workshop::Language;

use crate::error::Result;
use crate::people::Account;
use crate::pipeline::Search;
use crate::{Backend, secrets, to_the_end};

/// Two figures of two companies for the same thing agree when they differ by at most this share of the larger.
const AGREES_WITHIN: f64 = 0.1;

impl Backend {
    /// Every side of a programme's synergies that are not given up, with what is expected of it; links are made where they lack.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn asked(&self, account: &Account, id: ProgrammeId) -> Result<Vec<Asked>> {
        let by = self.member(account, id, Right::FollowUp).await?;
        let records = self.all_synergies(account, &Search { programme: Some(id), ..Search::default() }).await?;
        self.make_links(id).await?;
        self.asked_of(by.programme(), records).await
    }

    async fn asked_of(&self, programme: &Programme, records: Vec<SynergyRecord>) -> Result<Vec<Asked>> {
        let now = self.clock().now();
        let records: HashMap<_, _> = records.into_iter().map(|record| ((record.workshop_id, record.id), record)).collect();
        let links = self.db().links(programme.id).await?;
        let asked = links.into_iter().filter_map(|link| {
            let record = records.get(&(link.workshop, link.synergy)).filter(|record| record.stage != Stage::Lost)?.clone();
            let due = link.due(record.stage, programme.reminder_days, now);
            Some(Asked { link, record, due })
        });
        Ok(asked.collect())
    }

    /// Makes the links that lack. Where the synergy came from a workshop, the question goes to the address that its owner left there.
    async fn make_links(&self, id: ProgrammeId) -> Result<()> {
        let mut links = Vec::new();
        for (workshop, synergy, changed_at) in self.db().without_links(id).await? {
            let view = self.view(workshop).await?;
            let confirmed = view.workshop.synergies.get(&synergy);
            let language = view.workshop.description.as_ref().map_or(Language::French, |description| description.language);
            for side in SideOfSynergy::ALL {
                let owner = confirmed.map(|confirmed| match side {
                    SideOfSynergy::Giver => confirmed.giver,
                    SideOfSynergy::Receiver => confirmed.receiver,
                });
                let email = match owner {
                    Some(owner) => self.db().contact(workshop, owner.0).await?,
                    None => None,
                };
                links.push(Link {
                    token: secrets::address_token()? + &secrets::address_token()?,
                    workshop,
                    synergy,
                    side: *side,
                    email,
                    language,
                    // The first question comes an interval after the last thing that was heard.
                    created_at: changed_at,
                    refused_at: None,
                    asked: 0,
                    last_asked: None,
                    last_answer: None,
                });
            }
        }
        if links.is_empty() {
            return Ok(());
        }
        let db = self.db().clone();
        to_the_end(async move { db.insert_links(&links).await }).await
    }

    /// Every question that is due and can be sent by mail, of all programmes that ask by themselves.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn questions_due(&self) -> Result<Vec<(Programme, Asked)>> {
        let mut questions = Vec::new();
        for programme in self.db().asking_programmes().await? {
            let asked = async {
                self.make_links(programme.id).await?;
                self.asked_of(&programme, self.db().all_of_programme(programme.id).await?).await
            };
            // One programme that cannot be read keeps no other from asking.
            let asked = match asked.await {
                Ok(asked) => asked,
                Err(error) => {
                    tracing::error!(programme = %programme.id, %error, "a programme cannot ask");
                    continue;
                }
            };
            let due = asked.into_iter().filter(|asked| matches!(asked.due, Due::Ask | Due::Remind) && asked.link.email.is_some());
            questions.extend(due.map(|asked| (programme.clone(), asked)));
        }
        Ok(questions)
    }

    /// Notes that a question went out by mail, or why it did not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn question_sent(&self, token: &str, failed: Option<&str>) -> Result<()> {
        self.db().insert_message(token, "mail", failed, self.clock().now()).await
    }

    /// What the holder of a link may see: their synergy, by its names.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub async fn asked_by_token(&self, token: &str) -> Result<Asked> {
        let link = self.db().link(token).await?.ok_or(Problem::NotFound)?;
        let (record, _) = self.db().synergy(link.workshop, link.synergy).await?.ok_or(Problem::NotFound)?;
        Ok(Asked { link, record, due: Due::Waiting })
    }

    /// A company answers by its link.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NotFound`].
    pub async fn answer_by_token(&self, token: &str, draft: &AnswerDraft) -> Result<()> {
        let asked = self.asked_by_token(token).await?;
        let author = asked.companies().0.to_owned();
        self.keep_answer(&asked, draft, author, false).await
    }

    /// The manager answers for a company, after a phone call.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NotFound`] for a synergy of others.
    pub async fn answer_for(&self, account: &Account, token: &str, draft: &AnswerDraft) -> Result<()> {
        let asked = self.own_link(account, token).await?;
        let by = self.member_at(account, asked.link.workshop, Right::FollowUp).await?;
        self.keep_answer(&asked, draft, by.name().to_owned(), true).await
    }

    /// A link of a programme in which this account works.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub async fn own_link(&self, account: &Account, token: &str) -> Result<Asked> {
        let asked = self.asked_by_token(token).await?;
        self.member_at(account, asked.link.workshop, Right::FollowUp).await?;
        Ok(asked)
    }

    async fn keep_answer(&self, asked: &Asked, draft: &AnswerDraft, author: String, by_manager: bool) -> Result<()> {
        let answer = draft.parse()?;
        let now = self.clock().now();
        let stage = answer.state.stage_after(asked.record.stage);
        let lost_reason = if stage == Stage::Lost { answer.reason } else { None };
        // A synergy that runs and is said to have stopped keeps what it brought: the reason stands in the note.
        let note = match (&answer.note, answer.state, stage) {
            (note, Answer::Stopped, Stage::Realised) => {
                Some([answer.reason.map(LostReason::code).unwrap_or_default(), note.as_deref().unwrap_or_default()].join(" ").trim().to_owned())
            }
            (note, _, _) => note.clone(),
        };
        let figures = self.declared(asked, [(Indicator::TonnesReused, answer.tonnes), (Indicator::Savings, answer.savings)], now).await?;
        let entry = HistoryEntry { at: now, author, stage, lost_reason, note };
        let (db, link) = (self.db().clone(), asked.link.clone());
        to_the_end(async move { db.insert_answer(&link, &answer, by_manager, &entry, &figures).await }).await
    }

    /// The figures of an answer. Where the other company declared nearly the same flow for the same year, both have declared it.
    async fn declared(&self, asked: &Asked, amounts: [(Indicator, Option<f64>); 2], now: Timestamp) -> Result<Vec<Figure>> {
        let known = self.db().figures_of(asked.link.workshop, asked.link.synergy).await?;
        let year = year_of(now);
        let figure = |(indicator, amount): (Indicator, Option<f64>)| {
            let amount = amount?;
            let agrees = |other: &&Figure| {
                let same = other.year == year && other.indicator == indicator && other.declared_by == asked.companies().1;
                same && (other.amount - amount).abs() <= AGREES_WITHIN * other.amount.abs().max(amount.abs())
            };
            let both = !indicator.is_of_each_company()
                && known.iter().filter(|record| record.withdrawn.is_none()).map(|record| &record.figure).any(|other| agrees(&other));
            let verification = if both { Verification::BothSides } else { Verification::OneSide };
            Some(Figure { year, indicator, amount, verification, declared_by: asked.companies().0.to_owned(), uncertainty: None, basis: None })
        };
        Ok(amounts.into_iter().filter_map(figure).collect())
    }

    /// They do not want to be asked any more.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub async fn refuse_questions(&self, token: &str) -> Result<()> {
        let asked = self.asked_by_token(token).await?;
        self.db().refuse_link(&asked.link.token, self.clock().now()).await
    }

    /// Where the question is sent from now on; blank: to nobody by itself.
    ///
    /// # Errors
    /// [`Problem::NotAnEmail`] at `email`; [`Problem::NotFound`] for a synergy of others.
    pub async fn set_address(&self, account: &Account, token: &str, email: &str, language: Language) -> Result<()> {
        self.own_link(account, token).await?;
        let email = if email.trim().is_empty() { None } else { Some(crate::people::read_email(email).map_err(|problem| Refusal::at("email", problem))?) };
        self.db().set_link_address(token, email.as_deref(), language).await
    }

    /// The manager sent the question by hand.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a synergy of others.
    pub async fn asked_by_hand(&self, account: &Account, token: &str) -> Result<()> {
        self.own_link(account, token).await?;
        self.db().insert_message(token, "by_hand", None, self.clock().now()).await
    }

    /// The links of one synergy.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a synergy of others.
    pub async fn asked_of_synergy(&self, account: &Account, workshop: WorkshopId, id: SynergyId) -> Result<Vec<Asked>> {
        self.member_at(account, workshop, Right::FollowUp).await?;
        let (record, _) = self.db().synergy(workshop, id).await?.ok_or(Problem::NotFound)?;
        let asked = self.asked(account, record.programme_id).await?;
        Ok(asked.into_iter().filter(|asked| asked.link.workshop == workshop && asked.link.synergy == id).collect())
    }
}
