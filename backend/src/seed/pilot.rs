//! An example in the shape of the French national programme of 2015–2017: four pilot regions, 17 workshops, 138
//! synergies realised and 450 still at an idea or in discussion. The totals are the published ones (7 M€ of additional
//! sales, 500 k€ saved, 25,000 t reused or recycled, 2,163 tCO2e avoided; source in `backend/demo/README.md`).
//! Everything below the totals is generated: how they spread over regions, companies, years and levels of verification
//! was not published, and no company in it exists.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};
use domain::ids::{ProgrammeId, WorkshopId};
use domain::programme::Counts;
use domain::synergy::{Indicator, Stage, Verification};
use domain::text::{Line, folded};
use domain::workshop::{Description, Event, Language, Phase};
use uuid::Uuid;

use crate::Backend;
use crate::db::transfer::{EventRow, FigureRow, HistoryRow, ProgrammeRow, SynergyRow, Whole, WorkshopRow};
use crate::error::Result;
use crate::people::Account;

/// The name of the example.
pub const PILOT: &str = "Exemple : quatre régions pilotes (données générées)";

/// A region: workshops, synergies realised, and what they brought: sales, savings, tonnes, tCO2e.
struct Region {
    name: &'static str,
    workshops: u32,
    realised: usize,
    totals: [u64; 4],
}

/// The columns add up to what was published: 17 workshops, 138 synergies, 7,000,000 €, 500,000 €, 25,000 t, 2,163
/// tCO2e.
const REGIONS: [Region; 4] = [
    Region { name: "Nouvelle-Aquitaine", workshops: 5, realised: 44, totals: [2_310_000, 160_400, 8_120, 701] },
    Region { name: "Bretagne", workshops: 4, realised: 31, totals: [1_420_000, 108_700, 5_460, 472] },
    Region { name: "Normandie", workshops: 4, realised: 28, totals: [1_180_000, 94_300, 4_730, 409] },
    Region { name: "Auvergne-Rhône-Alpes", workshops: 4, realised: 35, totals: [2_090_000, 136_600, 6_690, 581] },
];
const INDICATORS: [Indicator; 4] =
    [Indicator::Sales, Indicator::Savings, Indicator::TonnesReused, Indicator::Co2eAvoided];
/// Synergies that were tracked and not realised.
const UNFINISHED: usize = 450;

const FLOWS: [(&str, &str); 16] = [
    ("Palettes remises en état", "substitution"),
    ("Chutes de carton pour calage", "substitution"),
    ("Sciure sèche pour litière", "substitution"),
    ("Gravats concassés pour remblai", "substitution"),
    ("Marc de café en méthanisation", "substitution"),
    ("Fûts reconditionnés", "substitution"),
    ("Chaleur fatale de compresseurs", "substitution"),
    ("Drêches pour alimentation animale", "substitution"),
    ("Films plastiques triés", "substitution"),
    ("Eau de rinçage réutilisée", "substitution"),
    ("Copeaux d’acier", "substitution"),
    ("Transport mutualisé vers le port", "mutualisation"),
    ("Collecte commune des déchets dangereux", "mutualisation"),
    ("Contrôles périodiques groupés", "mutualisation"),
    ("Formation sécurité partagée", "mutualisation"),
    ("Plateforme de stockage commune", "infrastructure"),
];
const TRADES: [&str; 12] = [
    "Scierie",
    "Laiterie",
    "Fonderie",
    "Imprimerie",
    "Brasserie",
    "Carrosserie",
    "Conserverie",
    "Menuiserie",
    "Plasturgie",
    "Blanchisserie",
    "Cartonnerie",
    "Ferme",
];

/// A small generator of numbers without chance: the example is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(below.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// Parts of a total, each a whole number and at least one, that add up to it.
fn parts(dice: &mut Dice, total: u64, count: usize) -> Vec<u64> {
    let count = count.max(1);
    let weights: Vec<u64> = (0..count).map(|_| 1 + u64::try_from(dice.roll(9)).unwrap_or(0)).collect();
    let sum: u64 = weights.iter().sum();
    let mut parts: Vec<u64> = weights.iter().map(|weight| (total * weight / sum).max(1)).collect();
    let rest = total.saturating_sub(parts.iter().sum());
    if let Some(first) = parts.first_mut() {
        *first += rest;
    }
    parts
}

/// Adds the example to a database in which it is not yet.
///
/// # Errors
/// When the database fails.
pub async fn create_pilot(backend: &Backend, owner: &Account) -> Result<ProgrammeId> {
    let mut dice = Dice(2015);
    let id = ProgrammeId(Uuid::now_v7());
    let start = NaiveDate::from_ymd_opt(2015, 6, 16).unwrap_or_default();
    let mut whole = Whole {
        programme: ProgrammeRow {
            id: id.to_string(),
            name: PILOT.to_owned(),
            territory: Some("Nouvelle-Aquitaine, Bretagne, Normandie, Auvergne-Rhône-Alpes".to_owned()),
            territory_level: Some("national".to_owned()),
            managers: "Équipe d’exemple".to_owned(),
            is_example: true,
            created_at: moment(start, 8),
            ..ProgrammeRow::default()
        },
        ..Whole::default()
    };
    let mut held = 0;
    for region in &REGIONS {
        let mut workshops = Vec::new();
        for number in 1..=region.workshops {
            let day = start.checked_add_days(Days::new(held * 38)).unwrap_or(start);
            held += 1;
            workshops.push((add_workshop(&mut whole, &mut dice, id, region.name, number, day)?, day));
        }
        add_realised(&mut whole, &mut dice, region, &workshops);
        let unfinished = UNFINISHED * region.realised / 138;
        for _ in 0..unfinished {
            add_unfinished(&mut whole, &mut dice, region.name, &workshops);
        }
        // Rounding leaves a few: they are the last region's.
        if region.name == REGIONS[3].name {
            let made = whole.synergies.len() - 138;
            for _ in made..UNFINISHED {
                add_unfinished(&mut whole, &mut dice, region.name, &workshops);
            }
        }
    }
    backend.take_in(owner, whole).await
}

fn moment(day: NaiveDate, hour: u32) -> i64 {
    day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()).and_utc().timestamp_millis()
}

fn add_workshop(
    whole: &mut Whole,
    dice: &mut Dice,
    programme: ProgrammeId,
    region: &str,
    number: u32,
    day: NaiveDate,
) -> Result<WorkshopId> {
    let line = |text: &str| Line::parse(text).map_err(crate::error::Error::from);
    let id = WorkshopId(Uuid::now_v7());
    let description = Description {
        title: line(&format!("Atelier {number} – {region}"))?,
        date: day,
        place: None,
        language: Language::French,
        programme: line(PILOT)?,
        territory: Some(line(region)?),
        tables: 6,
    };
    let cards = 150 + u32::try_from(dice.roll(100)).unwrap_or(0);
    let counts = Counts {
        participants: 35,
        organisations: 35,
        haves: cards * 2 / 3,
        wants: cards / 3,
        shared_needs: 6,
        matches: cards * 2,
        mutual: cards / 2,
        synergies: 0,
    };
    let events =
        [Event::WorkshopDescribed { description: description.clone() }, Event::PhaseChanged { phase: Phase::Closed }];
    for (seq, event) in (1..).zip(&events) {
        let actor = serde_json::to_string(&domain::access::Actor::Facilitator)?;
        whole.events.push(EventRow {
            workshop_id: id.to_string(),
            seq,
            at: moment(day, 9),
            actor,
            payload: serde_json::to_string(event)?,
        });
    }
    whole.workshops.push(WorkshopRow {
        id: id.to_string(),
        programme_id: programme.to_string(),
        phase: Phase::Closed.code().to_owned(),
        description: serde_json::to_string(&description)?,
        counts: serde_json::to_string(&counts)?,
        summary_seq: 2,
        created_at: moment(day, 8),
        ..WorkshopRow::default()
    });
    Ok(id)
}

/// A synergy between two made-up companies, and the stages through which it went, with the days from one to the next.
fn add_synergy(
    whole: &mut Whole,
    dice: &mut Dice,
    region: &str,
    (workshop, day): (WorkshopId, NaiveDate),
    stages: &[Stage],
) -> (i64, String, NaiveDate) {
    let id = 1_000_001 + i64::try_from(whole.synergies.len()).unwrap_or(0);
    let (flow, kind) = FLOWS[dice.roll(FLOWS.len())];
    let mut company = || format!("{} Exemple {}", TRADES[dice.roll(TRADES.len())], 1 + dice.roll(300));
    let (giver, receiver) = (company(), company());
    let mut on = day;
    for stage in stages {
        whole.history.push(HistoryRow {
            workshop_id: workshop.to_string(),
            synergy_id: id,
            at: moment(on, 15),
            author: "Équipe d’exemple".to_owned(),
            stage: stage.code().to_owned(),
            ..HistoryRow::default()
        });
        on = on.checked_add_days(Days::new(20 + u64::try_from(dice.roll(50)).unwrap_or(0))).unwrap_or(on);
    }
    let last = stages.last().copied().unwrap_or(Stage::Idea);
    whole.synergies.push(SynergyRow {
        workshop_id: workshop.to_string(),
        id,
        title: flow.to_owned(),
        kind: kind.to_owned(),
        stage: last.code().to_owned(),
        giver_name: "Personne d’exemple".to_owned(),
        receiver_name: "Personne d’exemple".to_owned(),
        cards: "[]".to_owned(),
        changed_at: whole.history.last().map_or(0, |entry| entry.at),
        search: folded(&format!("{flow} {giver} {receiver} {region}")),
        giver_organisation: giver.clone(),
        receiver_organisation: receiver,
        ..SynergyRow::default()
    });
    (id, giver, on)
}

fn add_realised(whole: &mut Whole, dice: &mut Dice, region: &Region, workshops: &[(WorkshopId, NaiveDate)]) {
    let shares = region.totals.map(|total| parts(dice, total, region.realised));
    let levels = [
        Verification::OneSide,
        Verification::OneSide,
        Verification::BothSides,
        Verification::Evidenced,
        Verification::Estimated,
    ];
    for number in 0..region.realised {
        let workshop = workshops[number % workshops.len()];
        let chain = [Stage::Idea, Stage::Discussion, Stage::Negotiation, Stage::Implementation, Stage::Realised];
        let (id, giver, realised) = add_synergy(whole, dice, region.name, workshop, &chain);
        let verification = levels[dice.roll(levels.len())];
        for (indicator, amounts) in INDICATORS.into_iter().zip(&shares) {
            #[allow(clippy::cast_precision_loss)] // whole numbers far below 2⁵³
            let amount = amounts[number] as f64;
            whole.figures.push(FigureRow {
                workshop_id: workshop.0.to_string(),
                synergy_id: id,
                year: i64::from(realised.year().clamp(2015, 2017)),
                indicator: indicator.code().to_owned(),
                amount,
                verification: verification.code().to_owned(),
                declared_by: giver.clone(),
                author: "Équipe d’exemple".to_owned(),
                recorded_at: moment(realised, 16),
                ..FigureRow::default()
            });
        }
        if let Some(synergy) = whole.synergies.last_mut() {
            synergy.changed_at = moment(realised, 16);
        }
    }
}

fn add_unfinished(whole: &mut Whole, dice: &mut Dice, region: &str, workshops: &[(WorkshopId, NaiveDate)]) {
    let workshop = workshops[dice.roll(workshops.len())];
    let stages: &[Stage] = if dice.roll(9) < 5 { &[Stage::Idea] } else { &[Stage::Idea, Stage::Discussion] };
    add_synergy(whole, dice, region, workshop, stages);
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[tokio::test]
    async fn the_published_totals_come_out_to_the_digit_by_region_and_in_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = Backend::open(&folder.path().join("pilot.db"), Clock::system()).await.expect("opened");
        let (account, _) = backend
            .create_account("Camille", "camille@maillage.example", "une phrase assez longue".to_owned())
            .await
            .expect("created");
        let id = create_pilot(&backend, &account).await.expect("created");
        let found = backend.report(&account, id, None).await.expect("a report");
        let sums = |part: &domain::ledger::Part| INDICATORS.map(|indicator| part.sums[&indicator].amount);
        assert!(found.programme.is_example);
        assert_eq!(found.report.all.realised, 138);
        assert_eq!(sums(&found.report.all), [7_000_000.0, 500_000.0, 25_000.0, 2_163.0]);
        for region in &REGIONS {
            let part = &found.report.territories[region.name];
            assert_eq!(part.realised as usize, region.realised, "{}", region.name);
            #[allow(clippy::cast_precision_loss)]
            let totals = region.totals.map(|total| total as f64);
            assert_eq!(sums(part), totals, "{}", region.name);
        }
        let now = &found.report.funnel.now;
        assert_eq!(now[&Stage::Idea] + now[&Stage::Discussion], 450);
        // As it was known at the end of the first year: less, and the same each time.
        let early = NaiveDate::from_ymd_opt(2015, 12, 31);
        let then = backend.report(&account, id, early).await.expect("a report");
        assert!(then.report.all.realised > 0 && then.report.all.realised < 138);
        assert_eq!(then.report, backend.report(&account, id, early).await.expect("a report").report);
    }
}
