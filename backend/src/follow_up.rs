//! Asking companies how a synergy stands: links, questions that are due, answers. The rules stand in
//! [`domain::follow_up`], what an answer changes in [`domain::programme`].

use std::collections::HashMap;

use domain::access::Right;
use domain::follow_up::{ANSWERS_A_DAY, AnswerDraft, Asked, Closed, Due, Link, SideOfSynergy};
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::problem::{Problem, Refusal};
use domain::programme::{Command, Programme, SynergyRecord};
use domain::synergy::Stage;
use domain::workshop::Language;

use crate::audit::{Deed, Entry};
use crate::db::Beside;
use crate::db::Used;
use crate::doors::key::link_place;
use crate::error::Result;
use crate::people::Account;
use crate::pipeline::Search;
use crate::programme_log::Signed;
use crate::{Backend, secrets, to_the_end};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl Backend {
    /// Every side of a programme's synergies that are not given up, with what is expected of it; links are made where
    /// they lack.
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
        let records: HashMap<_, _> =
            records.into_iter().map(|record| ((record.workshop_id, record.id), record)).collect();
        let links = self.db().links(programme.id).await?;
        let asked = links.into_iter().filter_map(|(link, sealed)| {
            let record =
                records.get(&(link.workshop, link.synergy)).filter(|record| record.stage != Stage::Lost)?.clone();
            let due = link.due(record.stage, programme.reminder_days, now);
            Some(Asked { link: self.opened(link, sealed.as_deref()), record, due })
        });
        self.with_tokens(asked.collect()).await
    }

    /// The link with its token, where that can be read.
    fn opened(&self, mut link: Link, sealed: Option<&[u8]>) -> Link {
        link.token = sealed.and_then(|sealed| self.server_key().unseal_text(&link_place(&link.handle), sealed));
        link
    }

    /// Gives a new token to every link that has none which can be read (it came from another server, or the server's
    /// key was lost), or whose own opens nothing any more by its age although there is a question to ask.
    async fn with_tokens(&self, mut asked: Vec<Asked>) -> Result<Vec<Asked>> {
        let now = self.clock().now();
        let mut tokens = Vec::new();
        for Asked { link, record, due } in &mut asked {
            let closed = link.closed(record.stage, now);
            let is_due = matches!(due, Due::Ask | Due::Remind | Due::Late);
            if (link.token.is_none() && matches!(closed, None | Some(Closed::Old)))
                || (is_due && closed == Some(Closed::Old))
            {
                tokens.push(self.new_link(link)?);
            }
        }
        if !tokens.is_empty() {
            let db = self.db().clone();
            to_the_end(async move { db.set_link_tokens(&tokens, now, None).await }).await?;
        }
        Ok(asked)
    }

    /// Puts a new token into a link; gives what is to be kept of it.
    fn new_link(&self, link: &mut Link) -> Result<(String, Vec<u8>, Vec<u8>)> {
        let token = secrets::address_token()? + &secrets::address_token()?;
        let kept = (
            link.handle.clone(),
            secrets::token_hash(&token),
            self.server_key().seal(&link_place(&link.handle), token.as_bytes())?,
        );
        link.token = Some(token);
        link.made_at = Some(self.clock().now());
        Ok(kept)
    }

    /// Makes the links that lack. Where the synergy came from a workshop, the question goes to the address that its
    /// owner left there.
    async fn make_links(&self, id: ProgrammeId) -> Result<()> {
        let mut links = Vec::new();
        for (workshop, synergy, changed_at) in self.db().without_links(id).await? {
            let view = self.read(workshop).await?;
            let confirmed = view.workshop.synergies.get(&synergy);
            let language =
                view.workshop.description.as_ref().map_or(Language::French, |description| description.language);
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
                    handle: secrets::address_token()?,
                    token: None,
                    made_at: None,
                    used_at: None,
                    ended_at: None,
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
            let due = asked
                .into_iter()
                .filter(|asked| matches!(asked.due, Due::Ask | Due::Remind) && asked.link.email.is_some());
            questions.extend(due.map(|asked| (programme.clone(), asked)));
        }
        Ok(questions)
    }

    /// Notes that a question went out by mail, or why it did not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn question_sent(&self, handle: &str, failed: Option<&str>) -> Result<()> {
        let (link, _) = self.db().link(handle).await?.ok_or(Problem::NotFound)?;
        let programme = self.db().programme_of(link.workshop).await?.ok_or(Problem::NotFound)?;
        self.note_question(programme, &link, "mail", failed).await
    }

    /// What the holder of a link may see: their synergy, by its names.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`] for a link that opens nothing (any more); one whose questions were refused still says so.
    pub async fn asked_by_token(&self, token: &str) -> Result<Asked> {
        let hash = secrets::token_hash(token);
        let link = self.db().link_by_hash(&hash).await?.ok_or(Problem::LinkEnded)?;
        let (record, _) = self.db().synergy(link.workshop, link.synergy).await?.ok_or(Problem::LinkEnded)?;
        if link.closed(record.stage, self.clock().now()).is_some_and(|closed| closed != Closed::Refused) {
            return Err(Problem::LinkEnded.into());
        }
        self.inner.uses.note(Used::Company, &hash, self.clock().now());
        Ok(Asked { link: Link { token: Some(token.to_owned()), ..link }, record, due: Due::Waiting })
    }

    /// A company answers by its link.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::LinkEnded`]; [`Problem::TooManyAnswers`] after as many
    /// as nobody gives in a day.
    pub async fn answer_by_token(&self, token: &str, draft: &AnswerDraft, form: Option<&str>) -> Result<()> {
        let asked = self.asked_by_token(token).await?;
        if asked.link.refused_at.is_some() {
            return Err(Problem::LinkEnded.into());
        }
        if self.db().answers_since(&asked.link.handle, self.clock().now().0 - DAY_MS).await? >= ANSWERS_A_DAY {
            return Err(Problem::TooManyAnswers.into());
        }
        let by = Signed::by(asked.record.programme_id, asked.companies().0).in_form(form);
        self.keep_answer(&asked, draft, by, false).await
    }

    /// The manager answers for a company, after a phone call.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NotFound`] for a synergy of others.
    pub async fn answer_for(&self, account: &Account, handle: &str, draft: &AnswerDraft) -> Result<()> {
        let asked = self.own_link(account, handle).await?;
        let by = self.member_at(account, asked.link.workshop, Right::FollowUp).await?;
        self.keep_answer(&asked, draft, by.signed(), true).await
    }

    /// A link of a programme in which this account works, by its handle.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub async fn own_link(&self, account: &Account, handle: &str) -> Result<Asked> {
        let (link, sealed) = self.db().link(handle).await?.ok_or(Problem::NotFound)?;
        self.member_at(account, link.workshop, Right::FollowUp).await?;
        let (record, _) = self.db().synergy(link.workshop, link.synergy).await?.ok_or(Problem::NotFound)?;
        Ok(Asked { link: self.opened(link, sealed.as_deref()), record, due: Due::Waiting })
    }

    /// Makes a link anew: the one before opens nothing any more, and who had refused or was ended can be asked again.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a synergy of others.
    pub async fn renew_link(&self, account: &Account, handle: &str) -> Result<()> {
        let mut asked = self.own_link(account, handle).await?;
        let tokens = [self.new_link(&mut asked.link)?];
        let entry = self.about_link(Deed::KeyRenewed, account, &asked);
        let (db, now) = (self.db().clone(), self.clock().now());
        to_the_end(async move { db.set_link_tokens(&tokens, now, Some(&entry)).await }).await
    }

    /// Ends a link; its side is not asked until one is made anew.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a synergy of others.
    pub async fn end_link(&self, account: &Account, handle: &str) -> Result<()> {
        let asked = self.own_link(account, handle).await?;
        let entry = self.about_link(Deed::KeyEnded, account, &asked);
        let (db, now, by, programme, handle) = (
            self.db().clone(),
            self.clock().now(),
            account.name().to_owned(),
            asked.record.programme_id,
            handle.to_owned(),
        );
        to_the_end(async move { db.end_links(programme, Some(&handle), &by, now, &entry).await.map(drop) }).await
    }

    /// Ends all links of a programme; gives how many were open.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn end_links(&self, account: &Account, id: ProgrammeId) -> Result<u64> {
        self.member(account, id, Right::FollowUp).await?;
        let entry = self.entry(Deed::KeyEnded, account.author()).of(id).with("kind", "company_links");
        let (db, now, by) = (self.db().clone(), self.clock().now(), account.name().to_owned());
        to_the_end(async move { db.end_links(id, None, &by, now, &entry).await }).await
    }

    fn about_link(&self, deed: Deed, account: &Account, asked: &Asked) -> Entry {
        self.entry(deed, account.author()).at(asked.link.workshop).with("kind", "company_link").to(asked.companies().0)
    }

    async fn keep_answer(&self, asked: &Asked, draft: &AnswerDraft, by: Signed, by_manager: bool) -> Result<()> {
        let (synergy, side) = (asked.synergy(), asked.link.side);
        let command = Command::Answer { synergy, side, answer: draft.parse()?, by_manager };
        self.follow(by, command, Beside::default()).await.map(drop)
    }

    /// They do not want to be asked any more. Their link opens nothing from then on but the word that it is so.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn refuse_questions(&self, token: &str) -> Result<()> {
        let asked = self.asked_by_token(token).await?;
        if asked.link.refused_at.is_some() {
            return Ok(());
        }
        let command = Command::RefuseQuestions { synergy: asked.synergy(), side: asked.link.side };
        self.follow(Signed::nobody(asked.record.programme_id), command, Beside::default()).await.map(drop)
    }

    /// Where the question is sent from now on; blank: to nobody by itself.
    ///
    /// # Errors
    /// [`Problem::NotAnEmail`] at `email`; [`Problem::NotFound`] for a synergy of others.
    pub async fn set_address(&self, account: &Account, handle: &str, email: &str, language: Language) -> Result<()> {
        self.own_link(account, handle).await?;
        let email = if email.trim().is_empty() {
            None
        } else {
            Some(crate::email::read_email(email).map_err(|problem| Refusal::at("email", problem))?)
        };
        self.db().set_link_address(handle, email.as_deref(), language).await
    }

    /// The manager sent the question by hand.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a synergy of others.
    pub async fn asked_by_hand(&self, account: &Account, handle: &str) -> Result<()> {
        let asked = self.own_link(account, handle).await?;
        self.note_question(asked.record.programme_id, &asked.link, "by_hand", None).await
    }

    async fn note_question(&self, programme: ProgrammeId, link: &Link, way: &str, failed: Option<&str>) -> Result<()> {
        let command = Command::NoteQuestion {
            synergy: (link.workshop, link.synergy),
            side: link.side,
            way: way.to_owned(),
            failed: failed.map(str::to_owned),
        };
        self.follow(Signed::nobody(programme), command, Beside::default()).await.map(drop)
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
