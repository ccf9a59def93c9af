//! People of companies, and conversations with companies: noted, corrected, erased.

use std::collections::BTreeSet;

use domain::access::Right;
use domain::ids::{CompanyId, ProgrammeId};
use domain::problem::Problem;
use domain::programme::companies::{Agreement, Command, ConsentWay, ConversationDraft, ConversationWay, PersonDraft};
use serde_json::{Value, json};

use crate::Backend;
use crate::audit::{Author, Deed};
use crate::error::Result;
use crate::people::Account;

impl Backend {
    /// Notes somebody who works for a company, or corrects the person of this entry.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn keep_person(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        entry: Option<u64>,
        draft: &PersonDraft,
    ) -> Result<()> {
        let command = async || {
            let person = draft.parse()?;
            Ok(match entry {
                None => Command::NotePerson { company, person },
                Some(entry) => Command::CorrectPerson { company, entry, person },
            })
        };
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Notes a conversation with a company, or corrects the one of this entry.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn keep_conversation(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        entry: Option<u64>,
        draft: &ConversationDraft,
    ) -> Result<()> {
        let command = async || {
            let conversation = draft.parse()?;
            Ok(match entry {
                None => Command::NoteConversation { company, conversation },
                Some(entry) => Command::CorrectConversation { company, entry, conversation },
            })
        };
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Notes that the next step of a conversation was done today, or that it is to be done after all.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a conversation without a next step; [`Problem::NothingToDo`].
    pub async fn tick_off(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        entry: u64,
        is_done: bool,
    ) -> Result<()> {
        let day = is_done.then(|| self.today());
        let command = async || Ok(Command::TickOff { company, entry, day });
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Erases a person from everything that was noted of their company: name, function, how they are reached, and the
    /// words that name them.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for nobody whom the company has.
    pub async fn erase_person_of_company(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        entry: u64,
    ) -> Result<()> {
        let by = self.member(account, programme, Right::KeepCompanies).await?;
        let people = BTreeSet::from([entry]);
        let forgetting = self.db().forget_people(programme, company, &people, self.clock().now());
        if !self.rewrite_log(programme, forgetting).await? {
            return Err(Problem::NotFound.into());
        }
        // Not whom: the log would keep what was erased.
        self.record(&self.entry(Deed::PersonErased, by.author()).of(programme).with("company", company)).await
    }

    /// What is known at companies of the person of this address: a document for each company.
    pub(crate) async fn copies_of_companies(&self, email: &str) -> Result<Vec<Value>> {
        let mut copies = Vec::new();
        for known in self.db().people_of_companies_by_email(email).await? {
            let told = self.db().conversations_with(known.programme, known.entry, known.company).await?;
            let told = told.iter().map(|conversation| {
                let way = ConversationWay::code(conversation.way);
                json!({"date": conversation.day, "way": way, "words": conversation.words})
            });
            let (person, consent) = (&known.person, known.person.consent.as_ref());
            copies.push(json!({
                "company": {"name": known.company_name, "programme": known.programme_name},
                "person": {
                    "name": person.name, "function": person.function, "email": person.email,
                    "telephone": person.telephone,
                    "agreed": consent.map(|consent| Agreement::code(consent.agreement)),
                    "agreed_how": consent.map(|consent| ConsentWay::code(consent.way)),
                    "agreed_on": consent.map(|consent| consent.day),
                },
                "conversations": told.collect::<Vec<_>>(),
            }));
        }
        Ok(copies)
    }

    /// Erases the person of this address from every company; gives from how many.
    pub(crate) async fn erase_from_companies(&self, email: &str, author: &Author) -> Result<usize> {
        let known = self.db().people_of_companies_by_email(email).await?;
        for person in &known {
            let people = BTreeSet::from([person.entry]);
            let forgetting = self.db().forget_people(person.programme, person.company, &people, self.clock().now());
            self.rewrite_log(person.programme, forgetting).await?;
            let entry = self.entry(Deed::PersonErased, author.clone()).of(person.programme);
            self.record(&entry.with("company", person.company)).await?;
        }
        Ok(known.len())
    }
}
