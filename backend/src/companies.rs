//! Companies of a programme: looked for, read, noted and corrected, merged; and recognised where workshops and
//! synergies name them.

mod people;

use std::collections::BTreeMap;

use domain::access::Right;
use domain::ids::{CompanyId, ProgrammeId, WorkshopId};
use domain::problem::{Problem, Refusal};
use domain::programme;
use domain::programme::companies::recognition::key;
use domain::programme::companies::{
    Activity, CardOf, Command, CompanyDraft, ConfirmationDraft, Dossier, EndingDraft, Event, FlowDraft, Found, Inside,
    Meeting, Part, SiteDraft, Way,
};
use domain::resource::Kind;
use domain::text::{Line, folded};
use domain::workshop::{Phase, Workshop};

use crate::Backend;
use crate::db::{Beside, IN_ONE_TRANSACTION, NarrowedCompanies};
use crate::error::{Error, Result};
use crate::people::Account;
use crate::programme_log::Signed;

/// How many companies a page shows.
pub const PAGE: u32 = 50;
/// How many names are offered to whoever merges; others are typed.
const OFFERED: usize = 500;

/// What is looked for. What means nothing narrows nothing down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanySearch {
    /// Words, all of which must be found.
    pub words: String,
    /// The NACE division.
    pub division: Option<String>,
    /// Only those with a standing flow of this kind.
    pub open: Option<Kind>,
    /// Only those that may be the same as another.
    pub alike: bool,
    /// Only those with which a next step is to be done; what is due first comes first.
    pub due: bool,
    /// Which page, from one.
    pub page: u32,
}

impl Backend {
    /// Looks for companies of a programme.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn find_companies(
        &self,
        account: &Account,
        programme: ProgrammeId,
        search: &CompanySearch,
    ) -> Result<Found> {
        let by = self.member(account, programme, Right::SeeResults).await?;
        let narrowed = NarrowedCompanies {
            words: folded(&search.words).split_whitespace().map(str::to_owned).collect(),
            division: search.division.clone(),
            open: search.open,
            alike: search.alike && by.may(Right::SeePeople),
            due: search.due && by.may(Right::SeePeople),
        };
        let offset = search.page.saturating_sub(1).saturating_mul(PAGE);
        let (mut page, total) = self.db().companies(programme, &narrowed, offset, PAGE).await?;
        if !by.may(Right::SeePeople) {
            page.iter_mut().for_each(|listed| (listed.identity.notes, listed.next_step) = (None, None));
        }
        Ok(Found { page, per_page: PAGE, total, divisions: self.db().divisions(programme).await? })
    }

    /// The company that this one is, after all mergers.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a company that the programme does not have.
    pub async fn company_shown(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
    ) -> Result<CompanyId> {
        self.member(account, programme, Right::SeeResults).await?;
        Ok(self.db().company_shown(programme, company).await?.ok_or(Problem::NotFound)?)
    }

    /// A company with everything known of it, as far as the account's role sees it.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a company that the programme does not have, or that was merged into another.
    pub async fn company(&self, account: &Account, programme: ProgrammeId, company: CompanyId) -> Result<Dossier> {
        let by = self.member(account, programme, Right::SeeResults).await?;
        let shown = self.db().company(programme, company).await?.ok_or(Problem::NotFound)?;
        let synergies = self.db().synergies_of_company(programme, company).await?;
        let synergy_count = u32::try_from(synergies.len()).unwrap_or(u32::MAX);
        if !by.may(Right::SeePeople) {
            return Ok(Dossier { shown: shown.without_contacts(), synergy_count, inside: None });
        }
        let met = self.db().met(programme, company).await?;
        let mut cards = Vec::new();
        let mut spellings: BTreeMap<WorkshopId, Vec<&str>> = BTreeMap::new();
        let mut order = Vec::new();
        for there in &met {
            if !spellings.contains_key(&there.workshop) {
                order.push(there);
            }
            spellings.entry(there.workshop).or_default().push(&there.spelling);
        }
        for there in order {
            let view = self.read(there.workshop).await?;
            let names = spellings.get(&there.workshop).map(Vec::as_slice).unwrap_or_default();
            cards.extend(cards_of(&view.workshop, names).map(|(kind, title)| CardOf {
                workshop: there.workshop,
                workshop_title: there.title.clone(),
                date: there.date,
                kind,
                title,
            }));
        }
        let group: Vec<CompanyId> =
            std::iter::once(company).chain(shown.merged.iter().map(|(merged, _)| *merged)).collect();
        let history = self.db().told_of_company(programme, &group).await?;
        let alike = self.db().alike(programme, company).await?;
        let others = if by.may(Right::KeepCompanies) {
            let names = self.db().company_names(programme).await?.into_iter().filter(|(other, _)| *other != company);
            names.map(|(_, name)| name).take(OFFERED).collect()
        } else {
            Vec::new()
        };
        let inside = Some(Inside { met, cards, synergies, alike, history, others });
        Ok(Dossier { shown, synergy_count, inside })
    }

    /// Carries out something about companies, for whoever may keep them: what they typed is read once that is known.
    async fn carry_out_on_companies(
        &self,
        account: &Account,
        programme: ProgrammeId,
        command: impl AsyncFnOnce() -> Result<Command>,
    ) -> Result<Vec<Event>> {
        let by = self.member(account, programme, Right::KeepCompanies).await?;
        let command = programme::Command::Company(command().await?);
        let done = self.follow(by.signed(), command, Beside::default()).await?;
        Ok(done.iter().filter_map(|entry| entry.event.company().cloned()).collect())
    }

    /// Notes a company.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::CompanyKnown`].
    pub async fn note_company(
        &self,
        account: &Account,
        programme: ProgrammeId,
        draft: &CompanyDraft,
    ) -> Result<CompanyId> {
        let command = async || Ok(Command::Note { identity: draft.parse()? });
        let done = self.carry_out_on_companies(account, programme, command).await?;
        let new = done.first().map(Event::company);
        new.ok_or_else(|| Error::Corrupt("a company that was noted is not there".to_owned()))
    }

    /// Corrects what a company is known by.
    ///
    /// # Errors
    /// As [`Self::note_company`]; [`Problem::NothingToDo`].
    pub async fn correct_company(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        draft: &CompanyDraft,
    ) -> Result<()> {
        let command = async || Ok(Command::Correct { company, identity: draft.parse()? });
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Notes a site, or corrects the one of this entry.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn keep_site(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        entry: Option<u64>,
        draft: &SiteDraft,
    ) -> Result<()> {
        let command = async || {
            let site = draft.parse()?;
            Ok(match entry {
                None => Command::NoteSite { company, site },
                Some(entry) => Command::CorrectSite { company, entry, site },
            })
        };
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Notes a standing flow, or corrects the one of this entry.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn keep_flow(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        entry: Option<u64>,
        draft: &FlowDraft,
    ) -> Result<()> {
        let command = async || {
            let flow = draft.parse()?;
            Ok(match entry {
                None => Command::NoteFlow { company, flow },
                Some(entry) => Command::CorrectFlow { company, entry, flow },
            })
        };
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Notes that a flow still is as it was noted.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn confirm_flow(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        entry: u64,
        draft: &ConfirmationDraft,
    ) -> Result<()> {
        let command = async || Ok(Command::Confirm { company, entry, confirmation: draft.parse()? });
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Notes that a company, a site or a flow is over; without a draft: that it goes on after all.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn end_part(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        part: Part,
        draft: Option<&EndingDraft>,
    ) -> Result<()> {
        let command = async || Ok(Command::End { company, part, ending: draft.map(EndingDraft::parse).transpose()? });
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Merges the company that goes by this name, or this number, into another.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::UnknownCompany`], [`Problem::SeveralCompanies`], [`Problem::MergesItself`],
    /// each at its field.
    pub async fn merge_companies(
        &self,
        account: &Account,
        programme: ProgrammeId,
        into: CompanyId,
        other: &str,
        reason: &str,
    ) -> Result<()> {
        let command = async || {
            let reason = Line::parse_optional(reason).map_err(|problem| Refusal::at("reason", problem))?;
            let company = self.named(programme, "other", other).await?;
            if company == into {
                return Err(Refusal::at("other", Problem::MergesItself).into());
            }
            Ok(Command::Merge { company, into, reason })
        };
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Undoes a merger.
    ///
    /// # Errors
    /// [`Problem::NothingToDo`] for one that is not merged.
    pub async fn unmerge_company(&self, account: &Account, programme: ProgrammeId, company: CompanyId) -> Result<()> {
        let command = async || Ok(Command::Unmerge { company, reason: None });
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Notes that two companies only look alike.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub async fn keep_apart(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        other: CompanyId,
    ) -> Result<()> {
        let command = async || Ok(Command::KeepApart { company, other });
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// Says that a spelling of a workshop belongs to the company of this name or number; blank: to one of its own.
    ///
    /// # Errors
    /// [`Problem::UnknownCompany`] or [`Problem::SeveralCompanies`] at `company`.
    pub async fn attribute(
        &self,
        account: &Account,
        programme: ProgrammeId,
        workshop: WorkshopId,
        spelling: &str,
        to: &str,
    ) -> Result<()> {
        let command = async || {
            let to = if to.trim().is_empty() { None } else { Some(self.named(programme, "company", to).await?) };
            Ok(Command::Attribute { workshop, spelling: spelling.to_owned(), to })
        };
        self.carry_out_on_companies(account, programme, command).await.map(drop)
    }

    /// The one company of this name or number.
    async fn named(&self, programme: ProgrammeId, field: &str, typed: &str) -> Result<CompanyId> {
        let name = Line::parse(typed).map_err(|problem| Refusal::at(field, problem))?;
        let wanted = key(&name);
        let names = self.db().company_names(programme).await?;
        let mut found = names.iter().filter(|(_, name)| key(name) == wanted).map(|(company, _)| *company);
        let number = || names.iter().map(|(company, _)| *company).find(|company| company.to_string() == *name);
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(only),
            // Namesakes are told apart by their numbers.
            (Some(_), Some(_)) => Err(Refusal::at(field, Problem::SeveralCompanies).into()),
            (None, _) => Ok(number().ok_or_else(|| Refusal::at(field, Problem::UnknownCompany))?),
        }
    }

    /// Takes a person's name out of everything that was noted of a company.
    ///
    /// # Errors
    /// [`Problem::Missing`] without a name; [`Problem::NameNotThere`] where it stands nowhere.
    pub async fn forget_name(
        &self,
        account: &Account,
        programme: ProgrammeId,
        company: CompanyId,
        name: &str,
    ) -> Result<()> {
        self.member(account, programme, Right::KeepCompanies).await?;
        let name = Line::parse(name).map_err(|problem| Refusal::at("forgotten", problem))?;
        let forgetting = self.db().forget_name(programme, company, &name, self.clock().now());
        if self.rewrite_log(programme, forgetting).await? {
            Ok(())
        } else {
            Err(Refusal::at("forgotten", Problem::NameNotThere).into())
        }
    }

    /// Recognises the companies of all workshops of a programme that are over, and of its synergies, where somebody
    /// asks for it. Gives how many are new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recognise_companies(&self, account: &Account, programme: ProgrammeId) -> Result<usize> {
        self.member(account, programme, Right::KeepCompanies).await?;
        let workshops = self.db().ended_workshops(programme, true).await?;
        self.recognise(programme, &workshops).await
    }

    /// Recognises the companies of programmes in which nothing was recognised yet: those that were kept before there
    /// were companies. For the server alone, at its start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recognise_earlier_companies(&self) -> Result<()> {
        for programme in self.db().programme_ids().await? {
            let workshops = self.db().ended_workshops(programme, false).await?;
            let new = self.recognise(programme, &workshops).await?;
            if new > 0 {
                tracing::info!(%programme, companies = new, "companies of workshops and synergies were noted");
            }
        }
        Ok(())
    }

    /// Recognises the companies of these workshops, and of synergies of the programme whose companies nobody has
    /// recognised yet. Gives how many are new.
    pub(crate) async fn recognise(&self, programme: ProgrammeId, workshops: &[WorkshopId]) -> Result<usize> {
        let mut met = Vec::new();
        for workshop in workshops {
            met.extend(meetings(*workshop, &self.read(*workshop).await?.workshop));
        }
        let named = self.db().unmet(programme).await?;
        let of_synergy = |(workshop, spelling)| Meeting { workshop, spelling, way: Way::Synergy, activity: None };
        met.extend(named.into_iter().map(of_synergy));
        let mut noted = 0;
        for met in met.chunks(IN_ONE_TRANSACTION) {
            let command = programme::Command::Company(Command::Recognise { met: met.to_vec() });
            let done = self.follow(Signed::nobody(programme), command, Beside::default()).await?;
            noted += done.iter().filter(|entry| matches!(entry.event.company(), Some(Event::Noted { .. }))).count();
        }
        Ok(noted)
    }

    /// As [`Self::recognise`], where what was written stands whether it succeeds or not.
    pub(crate) async fn recognise_after(&self, programme: ProgrammeId, workshops: &[WorkshopId]) {
        if let Err(error) = self.recognise(programme, workshops).await {
            tracing::error!(%error, %programme, "the companies could not be recognised");
        }
    }

    /// A workshop is over, or has confirmed a synergy: its companies are recognised. Somebody has left: the programme's
    /// log, out of which they were taken, is read anew.
    pub(crate) async fn workshop_told(&self, workshop: WorkshopId, events: &[domain::workshop::Event]) {
        use domain::workshop::Event;
        let ended = events.iter().any(|event| matches!(event, Event::PhaseChanged { phase: Phase::Closed }));
        let confirmed = events.iter().any(|event| matches!(event, Event::SynergyConfirmed { .. }));
        let left = events.iter().any(|event| matches!(event, Event::ParticipantLeft { .. }));
        if !ended && !confirmed && !left {
            return;
        }
        let programme = match self.db().programme_of(workshop).await {
            Ok(Some(programme)) => programme,
            Ok(None) => return,
            Err(error) => return tracing::error!(%error, %workshop, "the companies could not be recognised"),
        };
        if left {
            // Their words were taken out of it.
            self.inner.logs.forget(programme);
        }
        if ended || confirmed {
            let ended = if ended { vec![workshop] } else { Vec::new() };
            self.recognise_after(programme, &ended).await;
        }
    }
}

/// The organisations of a workshop, each once, with the sector that most of its people gave.
fn meetings(id: WorkshopId, workshop: &Workshop) -> Vec<Meeting> {
    let mut organisations: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for participant in workshop.present() {
        let sectors = organisations.entry(&participant.organisation).or_default();
        if let Some(sector) = &participant.sector {
            *sectors.entry(sector).or_default() += 1;
        }
    }
    let meeting = |(spelling, sectors): (&str, BTreeMap<&str, usize>)| {
        let sector = sectors.into_iter().max_by_key(|(_, count)| *count).map(|(sector, _)| sector);
        let activity = sector.and_then(|sector| Activity::parse(sector).ok());
        Meeting { workshop: id, spelling: spelling.to_owned(), way: Way::Workshop, activity }
    };
    organisations.into_iter().map(meeting).collect()
}

/// The open cards of people of these organisations.
fn cards_of<'a>(workshop: &'a Workshop, spellings: &'a [&str]) -> impl Iterator<Item = (Kind, String)> + 'a {
    let theirs = |author| {
        let participant = workshop.participants.get(&author)?;
        spellings.contains(&&*participant.organisation).then_some(())
    };
    workshop
        .open_cards()
        .filter(move |card| card.author.and_then(theirs).is_some())
        .map(|card| (card.resource.kind, card.resource.title.to_string()))
}
