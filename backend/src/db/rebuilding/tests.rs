//! After a long history of everything that can be done, the tables that are made anew from the log are those that were
//! written while it happened.
#![allow(clippy::unwrap_used)]

use domain::evaluation::Given;
use domain::follow_up::{Answer, Answered, SideOfSynergy};
use domain::funding::FundingDraft;
use domain::ids::{CompanyId, ProgrammeId, SynergyId, WorkshopId};
use domain::ledger::SynergyKey;
use domain::programme::companies::{self, CompanyDraft};
use domain::programme::{Beginning, Command, Owner, TableLine};
use domain::resource::{Frequency, Quantity, Unit};
use domain::synergy::{
    Assumptions, Figure, Flow, Indicator, LostReason, NextStep, Stage, StageChange, SynergyKind, Verification,
};
use domain::targets::{Aim, Target};
use domain::text::Line;
use domain::workshop::WorkshopDraft;

use crate::Backend;
use crate::clock::Clock;
use crate::db::Beside;
use crate::db::earlier::tests::{assert_same, rows, rows_of};
use crate::people::Account;
use crate::programme_log::Signed;

/// What is made of companies and of targets, and in which order it is compared.
const ALSO: &[(&str, &str, &[&str])] = &[
    ("company", "number", &[]),
    ("company_source", "workshop_id, spelling", &[]),
    ("company_proposal", "one, other", &[]),
    ("site", "entry", &[]),
    ("standing_flow", "entry", &[]),
    ("target", "entry", &[]),
    ("company_person", "entry", &[]),
    ("company_conversation", "entry", &[]),
];

/// Numbers without chance: a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    fn amount(&mut self) -> f64 {
        f64::from(u32::try_from(self.roll(100_000)).unwrap()) / 7.0
    }
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn figure(dice: &mut Dice) -> Figure {
    Figure {
        year: 2020 + i32::try_from(dice.roll(8)).unwrap(),
        indicator: dice.one_of(Indicator::ALL),
        amount: dice.amount(),
        verification: dice.one_of(Verification::ALL),
        declared_by: dice.one_of(&["Scierie", "Ferme", "Mairie"]).to_owned(),
        uncertainty: (dice.roll(3) == 0).then_some(0.1),
        basis: None,
    }
}

fn beginning(dice: &mut Dice) -> Beginning {
    let owner = |name: &str, organisation: &str| Owner { name: name.into(), organisation: organisation.into() };
    Beginning {
        title: format!("Sciure {}", dice.roll(1_000)),
        kind: dice.one_of(SynergyKind::ALL),
        stage: dice.one_of(Stage::ALL),
        lost_reason: None,
        giver: owner("Aline", "Scierie"),
        receiver: owner("", "Ferme"),
        cards: Vec::new(),
        flow: flow(dice),
        next_step: None,
    }
}

fn flow(dice: &mut Dice) -> Flow {
    Flow {
        what: (dice.roll(2) == 0).then(|| line("Copeaux")),
        quantity: Quantity::new(dice.amount() + 0.1, Unit::Tonne, dice.one_of(Frequency::ALL)).ok(),
        distance_km: (dice.roll(2) == 0).then(|| dice.amount()),
    }
}

/// What there is: all synergies, those of which companies have links, figures by their entries; people and
/// conversations of companies by theirs.
struct Known {
    keys: Vec<SynergyKey>,
    linked: Vec<SynergyKey>,
    figures: Vec<(SynergyKey, u64)>,
    people: Vec<(CompanyId, u64)>,
    conversations: Vec<(CompanyId, u64)>,
}

/// Something that somebody does to one of these.
fn command(dice: &mut Dice, workshop: WorkshopId, known: &Known) -> Command {
    let Known { keys, linked, figures, .. } = known;
    let kind = if linked.is_empty() { 0 } else { dice.roll(26) };
    if kind == 0 {
        let lines = (0..3).map(|_| {
            let figures = (0..dice.roll(3)).map(|_| figure(dice)).collect();
            TableLine { workshop, beginning: beginning(dice), figures }
        });
        return Command::Import { lines: lines.collect() };
    }
    let synergy = dice.one_of(keys);
    let side = dice.one_of(SideOfSynergy::ALL);
    let change = StageChange {
        stage: dice.one_of(Stage::ALL),
        lost_reason: Some(dice.one_of(LostReason::ALL)),
        note: (dice.roll(2) == 0).then(|| "Rappelé".to_owned()),
        next_step: (dice.roll(2) == 0).then(|| NextStep { what: line("Peser"), due: "2027-01-31".parse().ok() }),
    };
    match kind {
        1 => Command::Split { synergy, title: line("Une part") },
        2 | 3 => Command::Move { synergy, change },
        4 => Command::MoveAll { synergies: keys.iter().take(3).copied().collect(), change },
        5 => Command::SetFlow { synergy, flow: flow(dice), giver: Some(line("Zoé")), receiver: None },
        6..=8 => Command::RecordFigures { synergy, figures: vec![figure(dice), figure(dice)], note: None },
        9 if !figures.is_empty() => {
            let (synergy, figure) = dice.one_of(figures);
            Command::WithdrawFigure { synergy, figure, reason: line("Doublon") }
        }
        10 => {
            let assumptions = Assumptions { lifetime_years: 3, retention: 0.9, attribution: 1.0 / 3.0 };
            Command::Assume { synergy, assumptions, reason: line("Contrat") }
        }
        11 => {
            let into = (dice.roll(3) > 0).then(|| dice.one_of(keys));
            Command::Join { synergy, into, reason: line("La même") }
        }
        12 => {
            let synergy = dice.one_of(linked);
            let failed = (dice.roll(2) == 0).then(|| "refusé".to_owned());
            Command::NoteQuestion { synergy, side, way: "mail".into(), failed }
        }
        13 => {
            let synergy = dice.one_of(linked);
            let state = dice.one_of(Answer::ALL);
            let reason = (state == Answer::Stopped).then_some(LostReason::Legal);
            let (tonnes, savings) = (Some(dice.amount()), (dice.roll(2) == 0).then(|| dice.amount()));
            let answer = Answered { state, reason, tonnes, savings, note: Some("Bien".into()) };
            Command::Answer { synergy, side, answer, by_manager: dice.roll(2) == 0 }
        }
        14 => Command::Fund { synergy, call: 1 + u32::try_from(dice.roll(3)).unwrap() },
        15 => Command::Attach {
            synergy,
            name: "pesee.pdf".into(),
            media_type: "application/pdf".into(),
            size: 10,
            link: None,
        },
        17..=21 => Command::Company(company_command(dice, workshop, known)),
        22..=25 => whole_command(dice),
        16 if dice.roll(4) == 0 => Command::TakeBack { synergies: vec![synergy] },
        _ => Command::RefuseQuestions { synergy: dice.one_of(linked), side },
    }
}

/// Something that somebody does to the programme as a whole.
fn whole_command(dice: &mut Dice) -> Command {
    let year = (dice.roll(4) > 0).then(|| 2024 + i32::try_from(dice.roll(3)).unwrap());
    let aim = dice.one_of(&[Aim::Realised, Aim::Brought(Indicator::Sales)]);
    match dice.roll(8) {
        0 => Command::AddCall { terms: call(&format!("Appel {}", dice.roll(100)), dice.roll(2) == 0).parse().unwrap() },
        1 => Command::ImportReferential {
            referential: serde_json::from_str(include_str!("../../../referentials/example.json")).unwrap(),
        },
        2 => Command::TakeBackTarget { aim, year },
        3..=5 => {
            let value = (dice.roll(3) > 0).then(|| dice.amount());
            let given = Given { value, note: (dice.roll(2) == 0).then(|| "Comité".to_owned()) };
            let indicator = dice.one_of(&["tonnes", "steering_body"]).to_owned();
            Command::Evaluate { year: year.unwrap_or(2026), answers: [(indicator, given)].into() }
        }
        _ => Command::SetTarget { target: Target { aim, year, amount: dice.amount() + 1.0, note: None } },
    }
}

fn call(name: &str, whole: bool) -> FundingDraft {
    FundingDraft {
        name: name.into(),
        funder: "Région".into(),
        kind: "study".into(),
        amount: "50 000,5".into(),
        whole: if whole { "yes" } else { "" }.into(),
        ..FundingDraft::default()
    }
}

/// Something that somebody does to a company, by numbers that there may be.
fn company_command(dice: &mut Dice, workshop: WorkshopId, known: &Known) -> companies::Command {
    use companies::Command;
    let names = ["Scierie", "Ferme", "SARL Ferme", "SCIERIE", "Mairie de Val", "La Ferme"];
    let number = |dice: &mut Dice| u32::try_from(1 + dice.roll(6)).unwrap();
    let (company, other) = (CompanyId(number(dice)), CompanyId(number(dice)));
    let entry = u64::from(number(dice)) * 20;
    let name = dice.one_of(&names).to_owned();
    let draft = CompanyDraft { name: name.clone(), activity: "16.10".into(), ..CompanyDraft::default() };
    let flow = companies::FlowDraft {
        kind: dice.one_of(&["have", "want"]).into(),
        what: format!("Sciure {}", dice.roll(100)),
        told_by: "Aline".into(),
        ..companies::FlowDraft::default()
    };
    let site = companies::SiteDraft { commune: format!("Val {}", dice.roll(9)), ..companies::SiteDraft::default() };
    let day = "2026-11-24".parse().unwrap();
    let person = companies::PersonDraft {
        person_name: dice.one_of(&["Aline", "Bachir", "Chloé"]).into(),
        email: "aline@scierie.example".into(),
        ..companies::PersonDraft::default()
    };
    match dice.roll(18) {
        0 => Command::Note { identity: draft.parse().unwrap() },
        1 => Command::Correct { company, identity: draft.parse().unwrap() },
        2 => {
            let met = names.map(|name| companies::Meeting {
                workshop,
                spelling: name.to_owned(),
                way: companies::Way::Workshop,
                activity: None,
            });
            Command::Recognise { met: met.into_iter().take(dice.roll(7)).collect() }
        }
        3 => Command::Attribute { workshop, spelling: name, to: (dice.roll(2) == 0).then_some(company) },
        4 => Command::NoteSite { company, site: site.parse().unwrap() },
        5 => Command::CorrectSite { company, entry, site: site.parse().unwrap() },
        6 => Command::NoteFlow { company, flow: flow.parse().unwrap() },
        7 => Command::CorrectFlow { company, entry, flow: flow.parse().unwrap() },
        8 => Command::End {
            company,
            part: companies::Part::Company,
            ending: (dice.roll(2) == 0).then_some(companies::Ending { day, reason: None }),
        },
        12 | 13 => Command::NotePerson { company, person: person.parse().unwrap() },
        14 if !known.people.is_empty() => {
            let (company, entry) = dice.one_of(&known.people);
            let (gone, part) = (companies::Ending { day, reason: None }, companies::Part::Person(entry));
            match dice.roll(2) {
                0 => Command::CorrectPerson { company, entry, person: person.parse().unwrap() },
                _ => Command::End { company, part, ending: (dice.roll(3) > 0).then_some(gone) },
            }
        }
        15 if !known.people.is_empty() => {
            let (company, met) = dice.one_of(&known.people);
            Command::NoteConversation { company, conversation: conversation(dice, &[met]) }
        }
        16 | 17 if !known.conversations.is_empty() => {
            let (company, entry) = dice.one_of(&known.conversations);
            match dice.roll(2) {
                0 => Command::CorrectConversation { company, entry, conversation: conversation(dice, &[]) },
                _ => Command::TickOff { company, entry, day: (dice.roll(3) > 0).then_some(day) },
            }
        }
        9 | 10 => Command::Merge { company, into: other, reason: None },
        _ => Command::Unmerge { company, reason: None },
    }
}

fn conversation(dice: &mut Dice, met: &[u64]) -> companies::Conversation {
    let draft = companies::ConversationDraft {
        day: "2026-11-24".into(),
        way: dice.one_of(&["visit", "call"]).into(),
        spoke: "Claire".into(),
        words: "Aline rappelle".into(),
        next_step: dice.one_of(&["", "Rappeler Aline"]).into(),
        ticks: met.iter().map(|entry| (companies::ConversationDraft::tick(*entry), "yes".into())).collect(),
        ..companies::ConversationDraft::default()
    };
    draft.parse().unwrap()
}

async fn begun(backend: &Backend) -> (Account, ProgrammeId, WorkshopId) {
    let (account, _) =
        backend.create_account("Claire", "claire@maillage.example", "une phrase assez longue".into()).await.unwrap();
    let draft = WorkshopDraft {
        title: "Atelier".into(),
        programme: "Val".into(),
        language: "fr".into(),
        date: "2026-11-24".into(),
        ..WorkshopDraft::default()
    };
    let workshop = backend.create_workshop(draft, Some(&account)).await.unwrap().id;
    let programme = backend.programmes(&account).await.unwrap().remove(0).id;
    for name in ["Appel", "Autre appel"] {
        backend.add_call(&account, programme, &call(name, true)).await.unwrap();
    }
    (account, programme, workshop)
}

async fn known(backend: &Backend) -> Known {
    let readers = &backend.db().readers;
    let key = |(workshop, id): (String, u32)| (workshop.parse().unwrap(), SynergyId(id));
    let keys = sqlx::query_as("select workshop_id, id from synergy order by id").fetch_all(readers).await.unwrap();
    let linked =
        sqlx::query_as("select workshop_id, synergy_id from follow_up where side = 'giver' order by synergy_id");
    let linked = linked.fetch_all(readers).await.unwrap();
    let figures: Vec<(String, u32, i64)> =
        sqlx::query_as("select workshop_id, synergy_id, entry from figure").fetch_all(readers).await.unwrap();
    let of_companies = async |table: &'static str| -> Vec<(CompanyId, u64)> {
        let select = format!("select company, entry from {table} order by entry");
        let rows: Vec<(u32, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(select)).fetch_all(readers).await.unwrap();
        rows.into_iter().map(|(company, entry)| (CompanyId(company), u64::try_from(entry).unwrap())).collect()
    };
    Known {
        people: of_companies("company_person").await,
        conversations: of_companies("company_conversation").await,
        keys: keys.into_iter().map(key).collect(),
        linked: linked.into_iter().map(key).collect(),
        figures: figures
            .into_iter()
            .map(|(workshop, id, entry)| (key((workshop, id)), u64::try_from(entry).unwrap()))
            .collect(),
    }
}

#[tokio::test]
async fn tables_made_anew_are_those_that_were_written_while_it_happened() {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::open(&folder.path().join("maillage.db"), Clock::system()).await.unwrap();
    let (account, programme, workshop) = begun(&backend).await;
    let (mut dice, mut done) = (Dice(14), 0);
    for _ in 0..400 {
        // Links are made when somebody looks who is to be asked.
        backend.asked(&account, programme).await.unwrap();
        let known = known(&backend).await;
        let command = command(&mut dice, workshop, &known);
        let content = matches!(command, Command::Attach { .. }).then(|| b"%PDF-1.7 x".to_vec());
        let beside = Beside { content, ..Beside::default() };
        done += usize::from(backend.follow(Signed::by(programme, "Claire"), command, beside).await.is_ok());
    }
    assert!(done > 200, "{done} were done");
    // Somebody is erased: what is left adds up to what is read.
    let (company, person) = known(&backend).await.people[0];
    backend.erase_person_of_company(&account, programme, company, person).await.unwrap();
    assert!(!known(&backend).await.people.contains(&(company, person)));
    let read = async || {
        let mut reader = backend.db().readers.acquire().await.unwrap();
        let mut all = rows(&mut reader).await;
        all.extend(rows_of(&mut reader, ALSO).await);
        all
    };
    let written = read().await;
    for table in [
        "synergy_join",
        "figure_withdrawal",
        "follow_up_answer",
        "funding_use",
        "evidence",
        "synergy_change",
        "company",
        "company_source",
        "company_proposal",
        "site",
        "standing_flow",
        "funding",
        "referential",
        "evaluation",
        "target",
        "company_person",
        "company_conversation",
    ] {
        assert!(written.iter().any(|row| row.starts_with(&format!("{table}: "))), "{table} was written");
    }
    backend.rebuild(|_, _| {}).await.unwrap();
    assert_same(&read().await, &written);
}
