//! Today's workshop as a script: who does what at which minute, played at a chosen speed through the ordinary doors.

use std::collections::HashMap;
use std::time::Duration;

use domain::ids::{CardId, CommandId};
use domain::matches::Side;
use domain::problem::Problem;
use domain::workshop::{AnswerDraft, Command, ParticipantDraft, SynergyDraft};
use uuid::Uuid;

use super::data::{self, CardRow, Company, Tap};
use crate::Backend;
use crate::error::{Error, Result};
use crate::people::Caller;
use crate::workshops::CreatedWorkshop;

/// Minutes at which the steps of the half-day begin: arrival, opening, two rounds, a break, the third round, market
/// walk, matches, views on them, wrap-up.
const BEGINS: [f64; 10] = [0.0, 9.0, 11.5, 28.0, 42.0, 46.0, 62.0, MATCHING, 85.0, ENGAGEMENT];
const MATCHING: f64 = 76.0;
const ENGAGEMENT: f64 = 92.0;
/// How many matches become synergies at the end.
const SYNERGIES: usize = 8;

#[derive(Debug)]
enum Step {
    /// The step of the running order with this number begins.
    Begin(u32),
    Join(Company),
    Post(Box<CardRow>),
    Tap(Tap),
    /// This company answers its matches.
    Answer(String),
    /// The facilitator confirms the best match that both sides want and that is no synergy yet.
    Confirm(usize),
}

/// The afternoon, in order.
#[derive(Debug)]
pub struct Script {
    steps: Vec<(f64, Step)>,
}

impl Script {
    /// Reads the demonstration's data.
    ///
    /// # Errors
    /// When the data files are defective.
    pub fn read() -> Result<Self> {
        let companies = data::companies()?;
        let mut steps: Vec<(f64, Step)> =
            BEGINS.into_iter().zip(0..).map(|(minute, step)| (minute, Step::Begin(step))).collect();
        let answers = companies
            .iter()
            .zip(0u32..)
            .map(|(company, at)| (MATCHING + 1.0 + f64::from(at) * 0.45, Step::Answer(company.key.clone())));
        steps.extend(answers);
        steps.extend(companies.into_iter().map(|company| (company.joins_at, Step::Join(company))));
        steps.extend(data::cards()?.into_iter().map(|card| (card.minute, Step::Post(Box::new(card)))));
        steps.extend(data::interest()?.into_iter().map(|tap| (tap.minute, Step::Tap(tap))));
        #[allow(clippy::cast_precision_loss)] // eight of them
        steps.extend((0..SYNERGIES).map(|at| (ENGAGEMENT + 1.0 + at as f64, Step::Confirm(at))));
        steps.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        Ok(Self { steps })
    }
}

/// Who has come in so far and which cards they have posted. One cast plays several scripts on end.
#[derive(Debug, Default)]
pub struct Cast {
    people: HashMap<String, Caller>,
    cards: HashMap<u32, CardId>,
}

/// Plays a script. `speed` is how many times faster than the real afternoon; without one, everything happens at once.
///
/// # Errors
/// When the database fails. What a live workshop refuses meanwhile (a phase was changed by hand) is passed over.
pub async fn play(
    backend: &Backend,
    workshop: &CreatedWorkshop,
    script: Script,
    cast: &mut Cast,
    speed: Option<f64>,
) -> Result<()> {
    let desk = backend.caller_by_token(workshop.id, &workshop.facilitator_key).await?;
    let mut now = script.steps.first().map_or(0.0, |(minute, _)| *minute);
    for (minute, step) in script.steps {
        if let Some(speed) = speed {
            tokio::time::sleep(Duration::from_secs_f64(((minute - now) * 60.0 / speed).max(0.0))).await;
            now = minute;
        }
        match perform(backend, workshop, &desk, cast, step).await {
            Ok(()) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn perform(
    backend: &Backend,
    workshop: &CreatedWorkshop,
    desk: &Caller,
    cast: &mut Cast,
    step: Step,
) -> Result<()> {
    let id = CommandId(Uuid::new_v4());
    match step {
        Step::Begin(step) => drop(backend.command(desk, id, Command::BeginStep { step, from: None }).await?),
        Step::Join(company) => {
            let participant = ParticipantDraft {
                name: company.participant,
                organisation: company.name,
                table: company.table,
                sector: company.nace,
                ..Default::default()
            };
            let joined = backend.join(&workshop.join_token, "", participant, id).await?;
            cast.people.insert(company.key, backend.caller_by_token(workshop.id, &joined.token).await?);
        }
        Step::Post(row) => {
            let who = cast.person(&row.company)?;
            let done = backend.command(who, id, Command::PostCard { card: row.card, on_behalf_of: None }).await?;
            let card = done.events.iter().find_map(|recorded| match &recorded.event {
                domain::workshop::Event::CardPosted { card, .. } => Some(*card),
                _ => None,
            });
            cast.cards.extend(card.map(|card| (row.number, card)));
        }
        Step::Tap(tap) => {
            let (who, card_id) = (cast.person(&tap.company)?, *cast.cards.get(&tap.card).ok_or(Problem::UnknownCard)?);
            drop(
                backend
                    .command(who, id, Command::ShowInterest { card_id, interested: true, on_behalf_of: None })
                    .await?,
            );
        }
        Step::Answer(company) => answer_all(backend, cast.person(&company)?).await?,
        Step::Confirm(at) => confirm_best(backend, desk, at).await?,
    }
    Ok(())
}

impl Cast {
    fn person(&self, company: &str) -> Result<&Caller> {
        self.people.get(company).ok_or_else(|| Problem::UnknownParticipant.into())
    }
}

/// Answers as people do: yes to what looks good, no with a reason to some of the rest, nothing to the remainder.
async fn answer_all(backend: &Backend, who: &Caller) -> Result<()> {
    let view = backend.view(who.workshop()).await?;
    let Some(me) = who.participant() else { return Ok(()) };
    let open: Vec<_> = view
        .workshop
        .matches_of(me)
        .into_iter()
        .filter(|(found, side)| found.answer(*side).is_none())
        .take(12)
        .map(|(found, side)| (found.id, found.score, side))
        .collect();
    for (match_id, score, side) in open {
        let chance = (match_id.0 * 37 + u32::from(side == Side::Second) * 17) % 100;
        // Somebody else's tap persuades no more than a good match.
        let likes = score.min(0.7) * 100.0 > f64::from(chance / 2 + 15);
        let answer = match (likes, chance % 3) {
            (true, _) => AnswerDraft { answer: "interested".to_owned(), ..Default::default() },
            (false, 0) => AnswerDraft {
                answer: "not_for_us".to_owned(),
                reason: ["quantity", "quality", "solved"][chance as usize % 3].to_owned(),
                ..Default::default()
            },
            (false, _) => continue,
        };
        let command = Command::AnswerMatch { match_id, answer, on_behalf_of: None };
        match backend.command(who, CommandId(Uuid::new_v4()), command).await {
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn confirm_best(backend: &Backend, desk: &Caller, at: usize) -> Result<()> {
    const NEXT_STEPS: [&str; 4] =
        ["Échanger un échantillon", "Visite du site", "Appel pour préciser les volumes", "Chiffrer le transport"];
    let view = backend.view(desk.workshop()).await?;
    // One synergy for each card: an audience should see different things.
    let taken: Vec<_> =
        view.workshop.matches.values().filter(|found| found.synergy.is_some()).map(|found| found.card).collect();
    let wanted = view
        .workshop
        .open_matches()
        .filter(|found| found.is_mutual() && found.synergy.is_none() && !taken.contains(&found.card));
    let Some(best) =
        wanted.max_by(|one, other| one.score.total_cmp(&other.score).then(other.id.cmp(&one.id))).map(|found| found.id)
    else {
        return Ok(());
    };
    let due = view
        .workshop
        .description
        .as_ref()
        .and_then(|description| description.date.checked_add_days(chrono::Days::new(14 + 7 * at as u64)));
    let synergy = SynergyDraft {
        stage: if at.is_multiple_of(3) { "discussion" } else { "idea" }.to_owned(),
        next_step: NEXT_STEPS[at % NEXT_STEPS.len()].to_owned(),
        next_step_due: due.map(|due| due.to_string()).unwrap_or_default(),
        ..Default::default()
    };
    drop(backend.command(desk, CommandId(Uuid::new_v4()), Command::ConfirmSynergy { match_id: best, synergy }).await?);
    Ok(())
}
