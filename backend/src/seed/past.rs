//! Last year's workshop and what became of it, lived through with a clock that is set to each day in turn.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use domain::ids::{CardId, CommandId, MatchId, SynergyId};
use domain::problem::Problem;
use domain::programme::ProgrammeDraft;
use domain::resource::ResourceDraft;
use domain::synergy::{FigureDraft, FlowDraft, Stage, StageDraft, Verification};
use domain::targets::TargetDraft;
use domain::time::Timestamp;
use domain::workshop::{Command, Event, ParticipantDraft, Phase, SynergyDraft, WorkshopDraft};
use uuid::Uuid;

use super::data::{self, PastFigure, PastSynergy};
use super::visits::visit;
use super::{PROGRAMME, TERRITORY};
use crate::Backend;
use crate::clock::Hand;
use crate::error::{Error, Result};
use crate::people::{Account, Caller};

/// The day of last year's workshop.
const DAY: &str = "2025-11-18";
/// How many of the demonstration's cards it had.
const CARDS: usize = 120;
/// What the programme aims at: indicator, year (blank: as a whole), amount.
const TARGETS: [(&str, &str, &str); 3] =
    [("realised", "", "10"), ("tonnes_reused", "2026", "1500"), ("tonnes_reused", "2027", "4000")];

/// Plays last year's workshop and its follow-up, then sets the clock back to now.
///
/// # Errors
/// When the database fails or the data files are defective.
pub async fn play_past(backend: &Backend, hand: &Hand, owner: &Account) -> Result<()> {
    let played = play(backend, hand, owner).await;
    hand.reset();
    played
}

async fn play(backend: &Backend, hand: &Hand, owner: &Account) -> Result<()> {
    hand.set(moment(DAY, 9)?);
    let draft = WorkshopDraft {
        title: "Premier atelier synergies".to_owned(),
        date: DAY.to_owned(),
        place: data::PLACE.to_owned(),
        language: "fr".to_owned(),
        programme: PROGRAMME.to_owned(),
        territory: TERRITORY.to_owned(),
        tables: "5".to_owned(),
    };
    let workshop = backend.create_workshop(draft, Some(owner)).await?;
    describe(backend, owner).await?;
    let desk = backend.caller_by_account(workshop.id, owner).await?;
    let phase = async |phase| command(backend, &desk, Command::ChangePhase { phase, from: None }).await;
    phase(Phase::HavesWants).await?;

    let mut people: HashMap<String, Caller> = HashMap::new();
    let mut names = HashMap::new();
    for company in data::companies()? {
        let participant = ParticipantDraft {
            name: company.participant,
            organisation: company.name.clone(),
            sector: company.nace,
            ..Default::default()
        };
        let joined = backend.join(&workshop.join_token, "", participant, CommandId(Uuid::new_v4())).await?;
        people.insert(company.key.clone(), backend.caller_by_token(workshop.id, &joined.token).await?);
        names.insert(company.key, company.name);
    }
    let who =
        |key: &str| people.get(key).ok_or_else(|| Error::Corrupt(format!("demonstration data: no company {key}")));
    for row in data::cards()?.into_iter().take(CARDS) {
        command(backend, who(&row.company)?, Command::PostCard { card: row.card, on_behalf_of: None }).await?;
    }

    let past = data::past_synergies()?;
    let mut matches = Vec::new();
    for synergy in &past {
        let kind = if synergy.kind == "mutualisation" { "shared_need" } else { "have" };
        let card = ResourceDraft {
            kind: kind.to_owned(),
            title: synergy.title.chars().take(80).collect(),
            category: "material".to_owned(),
            ..Default::default()
        };
        let events = command(backend, who(&synergy.giver)?, Command::PostCard { card, on_behalf_of: None }).await?;
        let card_id = events
            .iter()
            .find_map(|event| if let Event::CardPosted { card, .. } = event { Some(*card) } else { None })
            .ok_or(Problem::UnknownCard)?;
        let receiver = who(&synergy.receiver)?;
        command(backend, receiver, Command::ShowInterest { card_id, interested: true, on_behalf_of: None }).await?;
        matches.push(match_with(backend, receiver, card_id).await?);
    }
    phase(Phase::Engagement).await?;
    for (synergy, match_id) in past.iter().zip(matches) {
        let confirmed = SynergyDraft {
            title: synergy.title.clone(),
            kind: synergy.kind.clone(),
            stage: "idea".to_owned(),
            ..Default::default()
        };
        command(backend, &desk, Command::ConfirmSynergy { match_id, synergy: confirmed }).await?;
    }
    phase(Phase::Closed).await?;
    follow_up(backend, hand, owner, &desk, &past).await?;
    flows(backend, hand, owner, &desk, past.len()).await?;
    record_figures(backend, hand, owner, &desk, &names).await?;
    for programme in backend.programmes(owner).await?.iter().filter(|programme| programme.name == PROGRAMME) {
        let set = |day: &str| moment(day, 16).map(|moment| hand.set(moment));
        visit(backend, owner, programme.id, &names, set).await?;
    }
    Ok(())
}

/// What the demonstration's programme says of itself, and aims at.
async fn describe(backend: &Backend, owner: &Account) -> Result<()> {
    for programme in backend.programmes(owner).await?.iter().filter(|programme| programme.name == PROGRAMME) {
        let draft = ProgrammeDraft {
            territory: TERRITORY.to_owned(),
            level: "intercommunality".to_owned(),
            managers: "Communauté de communes du Val d’Aubraine\nClub des entreprises d’Aubraine".to_owned(),
            partners: "Chambre de commerce (fictive)\nSyndicat de traitement des déchets (fictif)".to_owned(),
            funders: "Région (fictive)".to_owned(),
            reminder_days: "30".to_owned(),
            ..ProgrammeDraft::of(programme)
        };
        backend.describe_programme(owner, programme.id, &draft).await?;
        for (aim, year, amount) in TARGETS {
            let target = TargetDraft {
                aim: aim.to_owned(),
                year: year.to_owned(),
                amount: amount.to_owned(),
                note: "Convention avec la Région (fictive)".to_owned(),
            };
            backend.set_target(owner, programme.id, &target).await?;
        }
    }
    Ok(())
}

/// The match of this card with this person: by their tap, or by a card of theirs that the matcher brought to it before.
async fn match_with(backend: &Backend, who: &Caller, card: CardId) -> Result<MatchId> {
    let view = backend.view(who.workshop()).await?;
    let me = who.participant().ok_or(Problem::UnknownParticipant)?;
    let own =
        view.workshop.matches_of(me).into_iter().find(|(found, _)| found.involves(card)).map(|(found, _)| found.id);
    Ok(own.ok_or(Problem::UnknownMatch)?)
}

async fn command(backend: &Backend, who: &Caller, command: Command) -> Result<Vec<Event>> {
    let done = backend.command(who, CommandId(Uuid::new_v4()), command).await?;
    Ok(done.events.into_iter().map(|recorded| recorded.event).collect())
}

/// Stage by stage, each on its day; the last one brings today's next step.
async fn follow_up(backend: &Backend, hand: &Hand, owner: &Account, desk: &Caller, past: &[PastSynergy]) -> Result<()> {
    for (synergy, number) in past.iter().zip(1..) {
        let entries: Vec<_> = synergy.history.split('|').filter_map(read_entry).skip(1).collect();
        let last = entries.len().saturating_sub(1);
        for (at, (day, stage, note)) in entries.into_iter().enumerate() {
            hand.set(moment(day, 14)?);
            let next = if at == last {
                (synergy.next_step.clone(), synergy.next_step_date.clone())
            } else {
                Default::default()
            };
            let lost_reason = if stage == Stage::Lost.code() { synergy.lost_reason.clone() } else { String::new() };
            let change = StageDraft {
                stage: stage.to_owned(),
                lost_reason,
                note: note.to_owned(),
                next_step: next.0,
                next_step_due: next.1,
            };
            backend.move_synergy(owner, desk, SynergyId(number), &change).await?;
        }
    }
    Ok(())
}

/// How far the companies lie apart: made up, like the companies. Some are not known, so that the filter has something
/// to find.
async fn flows(backend: &Backend, hand: &Hand, owner: &Account, desk: &Caller, count: usize) -> Result<()> {
    hand.set(moment("2026-11-10", 9)?);
    for (number, km) in (1..)
        .zip(["4", "12", "7,5", "", "18", "31", "9", ""].iter().cycle())
        .take(count)
        .filter(|(_, km)| !km.is_empty())
    {
        let record = backend.synergy(owner, desk.workshop(), SynergyId(number)).await?.record;
        let draft = FlowDraft {
            what: record.flow.what.as_ref().map(ToString::to_string).unwrap_or_default(),
            distance_km: (*km).to_owned(),
            giver_owner: record.giver.name,
            receiver_owner: record.receiver.name,
            ..FlowDraft::default()
        };
        backend.set_flow(owner, desk, SynergyId(number), &draft).await?;
    }
    Ok(())
}

/// `2026-01-20 discussion (premier appel)`.
fn read_entry(text: &str) -> Option<(&str, &str, &str)> {
    let (day, rest) = text.trim().split_once(' ')?;
    let (stage, note) = rest.split_once('(').map_or((rest, ""), |(stage, note)| (stage, note.trim_end_matches(')')));
    Some((day, stage.trim(), note.trim()))
}

async fn record_figures(
    backend: &Backend,
    hand: &Hand,
    owner: &Account,
    desk: &Caller,
    names: &HashMap<String, String>,
) -> Result<()> {
    hand.set(moment("2026-11-10", 10)?);
    for PastFigure { synergy, year, indicator, amount, verification, declared_by, note } in data::past_figures()? {
        let verification = Verification::from_level(verification)
            .ok_or_else(|| Error::Corrupt(format!("demonstration data: verification {verification}")))?;
        let declared_by = names.get(&declared_by).cloned().unwrap_or_else(|| owner.name().to_owned());
        let figure = FigureDraft {
            year,
            indicator,
            amount,
            verification: verification.code().to_owned(),
            declared_by,
            note,
            uncertainty: String::new(),
        };
        let id = SynergyId(u32::try_from(synergy).unwrap_or(0));
        backend.record_figure(owner, desk, id, &figure).await?;
    }
    Ok(())
}

/// A full hour of a day, in UTC.
fn moment(day: &str, hour: u32) -> Result<Timestamp> {
    let day: NaiveDate = day.trim().parse().map_err(|_| Error::Corrupt(format!("demonstration data: date {day}")))?;
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    Ok(Timestamp(day.and_time(time).and_utc().timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::read_entry;

    #[test]
    fn an_entry_of_the_history_is_read() {
        assert_eq!(
            read_entry(" 2026-01-20 discussion (premier appel) "),
            Some(("2026-01-20", "discussion", "premier appel"))
        );
        assert_eq!(read_entry("2026-01-20 idea"), Some(("2026-01-20", "idea", "")));
        assert_eq!(read_entry("rien"), None);
    }
}
