//! A whole programme as one JSON document, which another server takes in without loss: profile, workshops with their
//! logs, invitations, opinions and leave for later workshops, synergies with history, figures, assumptions, joins,
//! evidence, questions and answers, evaluation and funding. What opens doors (tokens, codes, keys) and accounts are not
//! in it: they are made anew where it arrives. Which table is carried and which stays behind, and why, is told by the
//! test of `db::transfer`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::access::Right;
use domain::ids::{ProgrammeId, WorkshopId};
use domain::problem::{Problem, Refusal};
use domain::programme::{Counts, Event, Log, Recorded};
use domain::synergy::{Figure, Verification};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::audit::Deed;
use crate::db::Whole;
use crate::db::transfer::{InvitationRow, SatisfactionRow};
use crate::error::Result;
use crate::people::Account;
use crate::{Backend, secrets, to_the_end};

/// What the document says it is.
const FORMAT: &str = "maillage-programme";
/// Raised when a document can no longer be read as before.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Document {
    format: String,
    version: u32,
    #[serde(flatten)]
    whole: Whole,
}

impl Backend {
    /// A whole programme as JSON.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn export_programme(&self, account: &Account, id: ProgrammeId) -> Result<Vec<u8>> {
        let by = self.member(account, id, Right::ExportWhole).await?;
        let mut whole = self.db().whole(id).await?.ok_or(Problem::NotFound)?;
        self.sum_up(&mut whole).await?;
        self.record(&self.entry(Deed::ProgrammeExported, by.author()).of(id).to(&by.programme().name)).await?;
        Ok(serde_json::to_vec(&Document { format: FORMAT.to_owned(), version: VERSION, whole })?)
    }

    /// A busy room writes what the list says of it only now and then; a document says how the workshop stands at the
    /// end of its log.
    async fn sum_up(&self, whole: &mut Whole) -> Result<()> {
        let ends: HashMap<&str, i64> =
            whole.events.iter().map(|event| (event.workshop_id.as_str(), event.seq)).collect();
        for row in &mut whole.workshops {
            let end = ends.get(row.id.as_str()).copied().unwrap_or_default();
            let Some(id) = row.id.parse().ok().filter(|_| row.summary_seq != end) else { continue };
            let view = self.read(id).await?;
            // Where more was said meanwhile, the row stays what it was: it names the entry that it sums up.
            if i64::try_from(view.seq).is_ok_and(|seq| seq == end) {
                row.phase = view.workshop.phase.code().to_owned();
                row.counts = serde_json::to_string(&Counts::of(&view.workshop))?;
                row.summary_seq = end;
            }
        }
        Ok(())
    }

    /// Takes in a programme from another server. Its author becomes its first member.
    ///
    /// # Errors
    /// [`Problem::Malformed`] at `file` for what is no such document; [`Problem::NameTaken`] for a programme or a
    /// workshop that is here already.
    pub async fn import_programme(&self, account: &Account, document: &[u8]) -> Result<ProgrammeId> {
        let malformed = || Refusal::at("file", Problem::Malformed);
        let document: Document = serde_json::from_slice(document).map_err(|error| {
            tracing::info!(%error, "a document of a programme cannot be read");
            malformed()
        })?;
        if document.format != FORMAT || document.version != VERSION {
            return Err(malformed().into());
        }
        self.take_in(account, document.whole).await
    }

    /// Checks what a programme from elsewhere holds, gives its workshops new doors, and keeps it.
    pub(crate) async fn take_in(&self, account: &Account, mut whole: Whole) -> Result<ProgrammeId> {
        let malformed = || Refusal::at("file", Problem::Malformed);
        let id: ProgrammeId = whole.programme.id.parse().map_err(|_| malformed())?;
        check(&whole).ok_or_else(malformed)?;
        // Nobody here has audited what was audited elsewhere (`docs/roles.md`).
        let mut lowered = 0_usize;
        for figure in whole.figures.iter_mut().filter(|figure| figure.verification == Verification::Audited.code()) {
            figure.verification = Verification::Evidenced.code().to_owned();
            lowered += 1;
        }
        let audited = |figure: &mut Figure| {
            if figure.verification == Verification::Audited {
                figure.verification = Verification::Evidenced;
            }
        };
        for row in &mut whole.log {
            let mut event: Event = serde_json::from_str(&row.payload)?;
            if let Event::FigureRecorded { figure, .. } = &mut event {
                audited(figure);
                row.payload = serde_json::to_string(&event)?;
            }
        }
        if whole.log.is_empty() {
            // It is made of the rows, and gives them entries of its own.
            whole.funding.iter_mut().for_each(|row| row.entry = None);
            whole.referentials.iter_mut().for_each(|row| row.entry = None);
            whole.evaluation.iter_mut().for_each(|row| row.entry = None);
        }
        for workshop in &mut whole.workshops {
            workshop.epoch = secrets::address_token()?;
        }
        for link in &mut whole.links {
            link.handle = secrets::address_token()?;
        }
        let (db, member) = (self.db().clone(), account.id());
        let entry = self
            .entry(Deed::ProgrammeImported, account.author())
            .of(id)
            .to(&whole.programme.name)
            .with("lowered", lowered);
        let backend = self.clone();
        let done = to_the_end(async move {
            let done = db.insert_whole(&whole, member, &entry).await;
            // What somebody read meanwhile was a part.
            backend.inner.logs.forget(id);
            // A document of before has no companies.
            if matches!(done, Ok(true)) && whole.log.iter().all(|row| row.company.is_none()) {
                let ended = backend.db().ended_workshops(id, false).await?;
                backend.recognise_after(id, &ended).await;
            }
            done
        })
        .await?;
        if done { Ok(id) } else { Err(Refusal::at("file", Problem::NameTaken).into()) }
    }
}

/// Whether everything in it can be read back: a document may have been made by hand.
fn check(whole: &Whole) -> Option<()> {
    use domain::synergy::{Assumptions, Basis, Indicator, LostReason, Stage, SynergyKind};
    domain::text::Line::parse(&whole.programme.name).ok()?;
    u32::try_from(whole.programme.reminder_days).ok().filter(|days| *days <= 730)?;
    let workshops: std::collections::BTreeSet<&str> = whole.workshops.iter().map(|row| row.id.as_str()).collect();
    for row in &whole.workshops {
        row.id.parse::<WorkshopId>().ok().filter(|_| row.programme_id == whole.programme.id)?;
        domain::workshop::Phase::from_code(&row.phase)?;
        serde_json::from_str::<domain::workshop::Description>(&row.description).ok()?;
        serde_json::from_str::<domain::programme::Counts>(&row.counts).ok()?;
    }
    for row in &whole.events {
        workshops.get(row.workshop_id.as_str())?;
        serde_json::from_str::<domain::workshop::Event>(&row.payload).ok()?;
        serde_json::from_str::<domain::access::Actor>(&row.actor).ok()?;
    }
    // A log counts its entries without gaps; what sums it up names one of them.
    let mut lengths: HashMap<&str, i64> = HashMap::new();
    for row in &whole.events {
        let length = lengths.entry(row.workshop_id.as_str()).or_default();
        *length += 1;
        (row.seq == *length).then_some(())?;
    }
    for row in &whole.workshops {
        (0..=lengths.get(row.id.as_str()).copied().unwrap_or_default()).contains(&row.summary_seq).then_some(())?;
    }
    for row in &whole.contacts {
        workshops.get(row.workshop_id.as_str())?;
        u32::try_from(row.participant_id).ok()?;
    }
    for InvitationRow { workshop_id, begins_at, words, contact } in whole.invitations.iter().cloned() {
        workshops.get(workshop_id.as_str())?;
        domain::invitation::InvitationDraft { begins_at, words, contact }.parse().ok()?;
    }
    for SatisfactionRow { workshop_id, participant_id, useful, organised, lead, comment } in
        whole.satisfaction.iter().cloned()
    {
        workshops.get(workshop_id.as_str())?;
        u32::try_from(participant_id).ok()?;
        domain::satisfaction::SatisfactionDraft { useful, organised, lead, comment }.parse().ok()?;
    }
    for row in &whole.leaves {
        workshops.get(row.workshop_id.as_str())?;
        domain::archive::Leave::from_code(&row.leave)?;
    }
    for row in &whole.synergies {
        workshops.get(row.workshop_id.as_str())?;
        SynergyKind::from_code(&row.kind)?;
        Stage::from_code(&row.stage)?;
        row.lost_reason.as_deref().is_none_or(|code| LostReason::from_code(code).is_some()).then_some(())?;
        serde_json::from_str::<Vec<(domain::resource::Kind, String)>>(&row.cards).ok()?;
        u32::try_from(row.id).ok()?;
        row.next_step
            .as_deref()
            .is_none_or(|text| domain::text::Line::parse(text).is_ok_and(|line| *line == *text))
            .then_some(())?;
        row.flow
            .as_deref()
            .is_none_or(|text| domain::text::Line::parse(text).is_ok_and(|line| *line == *text))
            .then_some(())?;
        row.quantity
            .as_deref()
            .is_none_or(|quantity| serde_json::from_str::<domain::resource::Quantity>(quantity).is_ok())
            .then_some(())?;
        row.next_step_due.as_deref().is_none_or(|day| day.parse::<domain::NaiveDate>().is_ok()).then_some(())?;
    }
    let synergies: std::collections::BTreeSet<(&str, i64)> =
        whole.synergies.iter().map(|row| (row.workshop_id.as_str(), row.id)).collect();
    let known = |workshop: &str, synergy: i64| synergies.contains(&(workshop, synergy)).then_some(());
    for row in &whole.changes {
        known(&row.workshop_id, row.synergy_id)?;
        domain::synergy::Detail::from_code(&row.detail)?;
    }
    for row in &whole.photos {
        workshops.get(row.workshop_id.as_str())?;
        // A photo that we would have taken from a phone; written as it came, and it came clean.
        crate::photos::is_photo(&row.content).then_some(())?;
    }
    for row in &whole.history {
        known(&row.workshop_id, row.synergy_id)?;
        Stage::from_code(&row.stage)?;
        row.lost_reason.as_deref().is_none_or(|code| LostReason::from_code(code).is_some()).then_some(())?;
    }
    for row in &whole.figures {
        known(&row.workshop_id, row.synergy_id)?;
        row.basis.as_deref().is_none_or(|basis| serde_json::from_str::<Basis>(basis).is_ok()).then_some(())?;
        let figure = Figure {
            year: i32::try_from(row.year).ok()?,
            indicator: Indicator::from_code(&row.indicator)?,
            amount: row.amount,
            verification: Verification::from_code(&row.verification)?,
            declared_by: String::new(),
            uncertainty: row.uncertainty,
            basis: None,
        };
        figure.check().ok()?;
    }
    let place_among = |place: i64, rows: usize| usize::try_from(place).ok().filter(|place| (1..=rows).contains(place));
    for row in &whole.withdrawals {
        place_among(row.figure, whole.figures.len())?;
    }
    for row in &whole.assumptions {
        known(&row.workshop_id, row.synergy_id)?;
        let assumptions = Assumptions {
            lifetime_years: u8::try_from(row.lifetime_years).ok()?,
            retention: row.retention,
            attribution: row.attribution,
        };
        assumptions.check().ok()?;
    }
    for row in &whole.joins {
        known(&row.workshop_id, row.synergy_id)?;
        match (&row.into_workshop_id, row.into_synergy_id) {
            (None, None) => {}
            (Some(workshop), Some(synergy)) => known(workshop, synergy)?,
            _ => return None,
        }
    }
    for row in &whole.links {
        known(&row.workshop_id, row.synergy_id)?;
        domain::follow_up::SideOfSynergy::from_code(&row.side)?;
        domain::workshop::Language::from_code(&row.language)?;
    }
    let links: std::collections::BTreeSet<(&str, i64, &str)> =
        whole.links.iter().map(|row| (row.workshop_id.as_str(), row.synergy_id, row.side.as_str())).collect();
    for row in &whole.messages {
        links.get(&(row.workshop_id.as_str(), row.synergy_id, row.side.as_str()))?;
    }
    for row in &whole.answers {
        links.get(&(row.workshop_id.as_str(), row.synergy_id, row.side.as_str()))?;
        domain::follow_up::Answer::from_code(&row.state)?;
    }
    let of_programme = |id: &str| (id == whole.programme.id).then_some(());
    for row in &whole.referentials {
        of_programme(&row.programme_id)?;
        serde_json::from_str::<domain::evaluation::Referential>(&row.content)
            .ok()
            .filter(|frame| frame.defect().is_none())?;
    }
    for row in &whole.publications {
        of_programme(&row.programme_id)?;
        serde_json::from_str::<domain::disclosure::release::Publication>(&row.content).ok()?;
    }
    for row in &whole.evaluation {
        of_programme(&row.programme_id)?;
        i32::try_from(row.year).ok()?;
    }
    for row in &whole.funding {
        of_programme(&row.programme_id)?;
        let days = [&row.opens, &row.closes].into_iter().flatten();
        days.map(|day| day.parse::<domain::NaiveDate>().ok()).collect::<Option<Vec<_>>>()?;
    }
    for row in &whole.funding_uses {
        place_among(row.funding_id, whole.funding.len())?;
        match (&row.workshop_id, row.synergy_id) {
            (None, None) => {}
            (Some(workshop), Some(synergy)) => known(workshop, synergy)?,
            _ => return None,
        }
    }
    for row in &whole.evidence {
        known(&row.workshop_id, row.synergy_id)?;
        // What opens safely is told by its kind: one that we would not have taken is not taken from elsewhere either.
        crate::evidence::is_known(&row.media_type).then_some(())?;
        row.link.as_deref().is_none_or(crate::evidence::is_web_address).then_some(())?;
    }
    log_holds(whole)
}

/// Whether the log tells of the same calls, referentials and answers as the rows do that it was entered in: documents
/// of before have rows without an entry. Targets are made of the log alone, and must be such as could be set.
fn whole_holds(whole: &Whole, events: &[(u64, Event)]) -> Option<()> {
    let entries = |is_one: fn(&Event) -> bool| -> Vec<i64> {
        events.iter().filter(|(_, event)| is_one(event)).filter_map(|(seq, _)| i64::try_from(*seq).ok()).collect()
    };
    let is_set = |event: &Event| match event {
        Event::TargetSet { target } => target.check().is_ok(),
        _ => true,
    };
    let calls = (1_u32..).zip(&whole.funding).filter_map(|(number, row)| Some((row.entry?, number)));
    let told = events.iter().filter_map(|(seq, event)| match event {
        Event::CallAdded { call, .. } => Some((i64::try_from(*seq).ok()?, *call)),
        _ => None,
    });
    let holds = events.iter().all(|(_, event)| is_set(event))
        && told.collect::<BTreeMap<_, _>>() == calls.collect()
        && entries(|event| matches!(event, Event::ReferentialImported { .. }))
            == whole.referentials.iter().filter_map(|row| row.entry).collect::<Vec<_>>()
        && entries(|event| matches!(event, Event::Evaluated { .. }))
            == whole.evaluation.iter().filter_map(|row| row.entry).collect::<Vec<_>>();
    holds.then_some(())
}

/// Whether the log tells of the same synergies, with as many facts of each kind and the same figures, as the rows do.
/// Documents of before have none.
fn log_holds(whole: &Whole) -> Option<()> {
    if whole.log.is_empty() {
        return Some(());
    }
    let mut log = Log::default();
    let mut events = Vec::with_capacity(whole.log.len());
    for (seq, row) in (1..).zip(&whole.log) {
        let event: Event = serde_json::from_str(&row.payload).ok()?;
        let of_synergy = match event.synergy() {
            Some((workshop, id)) => row.workshop_id == workshop.to_string() && row.synergy_id == i64::from(id.0),
            None => row.workshop_id.is_empty() && row.synergy_id == 0,
        };
        let of_company = row.company == event.company().map(|event| i64::from(event.company().0));
        (row.programme_id == whole.programme.id && row.seq == seq && of_synergy && of_company).then_some(())?;
        let (seq, at) = (u64::try_from(seq).ok()?, Timestamp(row.at));
        log.replay(&Recorded { seq, at, author: row.author.clone(), command: None, event: event.clone() });
        events.push((seq, event));
    }
    whole_holds(whole, &events)?;
    let register = log.register();
    let known: BTreeSet<(String, i64)> =
        register.synergies.keys().map(|(workshop, id)| (workshop.to_string(), i64::from(id.0))).collect();
    let rows: BTreeSet<(String, i64)> = whole.synergies.iter().map(|row| (row.workshop_id.clone(), row.id)).collect();
    events.retain(|(_, event)| event.synergy().is_some_and(|key| register.synergies.contains_key(&key)));
    let count = |is_one: fn(&Event) -> bool| events.iter().filter(|(_, event)| is_one(event)).count();
    let entries = |is_one: fn(&Event) -> bool| -> BTreeSet<Option<i64>> {
        let all = events.iter().filter(|(_, event)| is_one(event));
        all.map(|(seq, _)| i64::try_from(*seq).ok()).collect()
    };
    let holds = known == rows
        && count(|event| matches!(event, Event::Began { .. } | Event::Moved { .. })) == whole.history.len()
        && count(|event| matches!(event, Event::Changed { .. })) == whole.changes.len()
        && entries(|event| matches!(event, Event::FigureRecorded { .. }))
            == whole.figures.iter().map(|row| row.entry).collect()
        && count(|event| matches!(event, Event::FigureWithdrawn { .. })) == whole.withdrawals.len()
        && count(|event| matches!(event, Event::Assumed { .. })) == whole.assumptions.len()
        && count(|event| matches!(event, Event::Joined { .. })) == whole.joins.len()
        && count(|event| matches!(event, Event::Asked { .. })) == whole.messages.len()
        && count(|event| matches!(event, Event::Answered { .. })) == whole.answers.len()
        && entries(|event| matches!(event, Event::EvidenceAttached { .. }))
            == whole.evidence.iter().map(|row| row.entry).collect()
        && count(|event| matches!(event, Event::Funded { .. }))
            == whole.funding_uses.iter().filter(|row| row.synergy_id.is_some()).count();
    holds.then_some(())
}
