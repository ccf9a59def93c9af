//! Reading what was typed into a join form, an answer or a synergy form.

use super::{AnswerDraft, ParticipantDraft, SynergyDraft, Workshop};
use crate::ids::{ParticipantId, SynergyId};
use crate::matches::{Answer, Dismissal, Match, Side};
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::{Kind, parse_date};
use crate::synergy::{ConfirmedSynergy, NextStep, Stage, SynergyKind};
use crate::text::{Line, check_email, optional, parse_number};

/// A person who wants to come in, read.
pub(super) struct Newcomer {
    pub name: Line,
    pub organisation: Line,
    pub table: Option<u8>,
    pub sector: Option<String>,
}

/// How a person may be reached. Kept beside the log: no event carries it, so no room receives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The e-mail address, to the use of which they agreed.
    pub email: Line,
}

impl ParticipantDraft {
    /// The contact that goes beside the log, if one was given and its use agreed to.
    ///
    /// # Errors
    /// [`Problem::NotAnEmail`] or [`Problem::ConsentMissing`].
    pub fn contact(&self) -> Result<Option<Contact>, Problem> {
        let Some(email) = Line::parse_optional(&self.email)? else { return Ok(None) };
        check_email(&email)?;
        if self.consent.is_empty() {
            return Err(Problem::ConsentMissing);
        }
        Ok(Some(Contact { email }))
    }

    pub(super) fn parse(&self, tables: u8) -> Result<Newcomer, Refusal> {
        let mut findings = Findings::default();
        let name = findings.check("name", Line::parse(&self.name));
        let organisation = findings.check("organisation", Line::parse(&self.organisation));
        let table = findings.check("table", table(&self.table, tables));
        let sector = findings.check("sector", sector(&self.sector));
        if let Err(problem) = self.contact() {
            findings.note(if problem == Problem::ConsentMissing { "consent" } else { "email" }, problem);
        }
        let newcomer =
            (|| Some(Newcomer { name: name?, organisation: organisation?, table: table?, sector: sector? }))();
        findings.into_result(newcomer)
    }
}

/// The number of a table, or none when blank.
pub(super) fn table(typed: &str, tables: u8) -> Result<Option<u8>, Problem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let number: u8 = typed.trim().parse().map_err(|_| Problem::UnknownTable)?;
    if (1..=tables).contains(&number) { Ok(Some(number)) } else { Err(Problem::UnknownTable) }
}

/// A NACE Rev. 2 division: two digits, 01 to 99.
fn sector(typed: &str) -> Result<Option<String>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        code if code.len() == 2 && code.bytes().all(|b| b.is_ascii_digit()) && code != "00" => {
            Ok(Some(code.to_owned()))
        }
        _ => Err(Problem::UnknownChoice),
    }
}

impl AnswerDraft {
    /// None where what was said is taken back.
    pub(super) fn parse(&self) -> Result<Option<Answer>, Refusal> {
        match self.answer.trim() {
            "interested" => Ok(Some(Answer::Interested)),
            "nothing" => Ok(None),
            "not_for_us" => {
                let mut findings = Findings::default();
                let reason = optional(&self.reason, |code| Dismissal::from_code(code).ok_or(Problem::UnknownChoice));
                let reason = findings.check("reason", reason);
                let note = findings.check("note", Line::parse_optional(&self.note));
                let answer = (|| Some(Answer::NotForUs { reason: reason?, note: note? }))();
                findings.into_result(answer).map(Some)
            }
            "" => Err(Refusal::at("answer", Problem::Missing)),
            _ => Err(Refusal::at("answer", Problem::UnknownChoice)),
        }
    }
}

impl SynergyDraft {
    /// Reads the form; what was left blank follows from the match.
    pub(super) fn parse(&self, id: SynergyId, found: &Match, workshop: &Workshop) -> Result<ConfirmedSynergy, Refusal> {
        let card = workshop.cards.get(&found.card).ok_or(Problem::UnknownCard)?;
        let mut findings = Findings::default();
        let title =
            if self.title.trim().is_empty() { Line::parse(&card.resource.title) } else { Line::parse(&self.title) };
        let title = findings.check("title", title);
        let usual_kind =
            if card.resource.kind == Kind::SharedNeed { SynergyKind::Mutualisation } else { SynergyKind::Substitution };
        let kind = findings.check("kind", choice(&self.kind, SynergyKind::from_code, usual_kind));
        let stage = findings.check("stage", choice(&self.stage, Stage::from_code, Stage::Idea));
        // Who tapped on a want offers something: then the giver is the counterpart.
        let (giving, receiving) =
            if card.resource.kind == Kind::Want { (Side::Second, Side::First) } else { (Side::First, Side::Second) };
        let giver = findings.check("giver", owner(&self.giver, workshop, workshop.party(found, giving)));
        let receiver = findings.check("receiver", owner(&self.receiver, workshop, workshop.party(found, receiving)));
        let what = findings.check("next_step", Line::parse_optional(&self.next_step));
        let due = findings.check("next_step_due", parse_date(&self.next_step_due));
        if matches!((&what, &due), (Some(None), Some(Some(_)))) {
            findings.note("next_step", Problem::Missing);
        }
        let synergy = (|| {
            let next_step = what?.map(|what| NextStep { what, due: due.flatten() });
            Some(ConfirmedSynergy {
                id,
                match_id: found.id,
                title: title?,
                kind: kind?,
                stage: stage?,
                giver: giver?,
                receiver: receiver?,
                next_step,
            })
        })();
        findings.into_result(synergy)
    }
}

fn choice<T>(typed: &str, from_code: fn(&str) -> Option<T>, usual: T) -> Result<T, Problem> {
    match typed.trim() {
        "" => Ok(usual),
        code => from_code(code).ok_or(Problem::UnknownChoice),
    }
}

fn owner(typed: &str, workshop: &Workshop, usual: Option<ParticipantId>) -> Result<ParticipantId, Problem> {
    let owner = match typed.trim() {
        "" => usual.ok_or(Problem::Missing)?,
        // Through parse_number so that what a form sends and what a person types are read alike.
        number => match parse_number(number)? {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked to be a small whole number
            number if number.fract() == 0.0 && (1.0..=1e9).contains(&number) => ParticipantId(number as u32),
            _ => return Err(Problem::UnknownParticipant),
        },
    };
    if workshop.participants.contains_key(&owner) { Ok(owner) } else { Err(Problem::UnknownParticipant) }
}
