//! The demonstration's data files, read. They are ours and tested: a defect in them is a defect of the program.

use domain::programme::companies::PersonDraft;
use domain::resource::ResourceDraft;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// The fictional territory.
pub(super) const TERRITORY: &str = "Val d’Aubraine";
/// Where its workshops take place.
pub(super) const PLACE: &str = "Halle aux Laines, Saint-Évroy-sur-Aubraine";

/// A company and the person it sends.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Company {
    pub key: String,
    pub name: String,
    pub nace: String,
    pub table: String,
    pub participant: String,
    pub joins_at: f64,
}

/// A card, when it is posted, and by whom.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct CardRow {
    pub number: u32,
    pub company: String,
    pub minute: f64,
    #[serde(flatten)]
    pub card: ResourceDraft,
}

/// Somebody of a company shows interest in a card, at this minute of the afternoon.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Tap {
    pub card: u32,
    pub company: String,
    pub minute: f64,
}

/// A synergy of last year's workshop.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PastSynergy {
    pub title: String,
    pub giver: String,
    pub receiver: String,
    pub kind: String,
    pub lost_reason: String,
    pub next_step: String,
    pub next_step_date: String,
    pub history: String,
}

/// A figure of last year's workshop.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PastFigure {
    pub synergy: usize,
    pub year: String,
    pub indicator: String,
    pub amount: String,
    pub verification: u8,
    pub declared_by: String,
    pub note: String,
}

/// A person of a company, for the years after the workshop.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PersonRow {
    pub company: String,
    #[serde(flatten)]
    pub person: PersonDraft,
}

/// A visit, a call or a meeting.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct VisitRow {
    pub company: String,
    pub day: String,
    pub way: String,
    pub met: String,
    pub words: String,
    pub next_step: String,
    pub next_step_due: String,
    pub done: String,
}

pub(super) fn companies() -> Result<Vec<Company>> {
    read(include_str!("../../demo/companies.csv"))
}

pub(super) fn cards() -> Result<Vec<CardRow>> {
    read(include_str!("../../demo/cards.csv"))
}

pub(super) fn interest() -> Result<Vec<Tap>> {
    read(include_str!("../../demo/interest.csv"))
}

pub(super) fn past_synergies() -> Result<Vec<PastSynergy>> {
    read(include_str!("../../demo/synergies.csv"))
}

pub(super) fn past_figures() -> Result<Vec<PastFigure>> {
    read(include_str!("../../demo/figures.csv"))
}

pub(super) fn people() -> Result<Vec<PersonRow>> {
    read(include_str!("../../demo/people.csv"))
}

pub(super) fn visits() -> Result<Vec<VisitRow>> {
    read(include_str!("../../demo/visits.csv"))
}

fn read<Row: DeserializeOwned>(text: &str) -> Result<Vec<Row>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, csv::Error>>()
        .map_err(|error| Error::Corrupt(format!("demonstration data: {error}")))
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use domain::resource::{Kind, Visibility};
    use domain::synergy::{Indicator, LostReason, Stage, SynergyKind, Verification};

    use super::*;

    #[test]
    fn the_files_read_and_refer_to_each_other() {
        let companies: HashMap<_, _> =
            companies().expect("companies").into_iter().map(|company| (company.key.clone(), company)).collect();
        let mut cards = HashMap::new();
        for row in cards_by_minute() {
            let resource = row.card.parse().unwrap_or_else(|refusal| panic!("card {}: {refusal:?}", row.number));
            assert!(row.minute > companies[&row.company].joins_at, "card {} before its company", row.number);
            cards.insert(row.number, (row, resource));
        }
        let haves = cards.values().filter(|(_, resource)| resource.kind == Kind::Have).count();
        assert_eq!((companies.len(), haves, cards.len() - haves), (30, 150, 60));

        let mut taps = HashSet::new();
        for tap in interest().expect("interest") {
            let (row, resource) = &cards[&tap.card];
            assert!(companies.contains_key(&tap.company) && row.company != tap.company, "{tap:?}");
            assert!(tap.minute > row.minute && resource.visibility() != Visibility::Facilitators, "{tap:?}");
            assert!(taps.insert((tap.card, tap.company.clone())), "{tap:?} twice");
        }

        let synergies = past_synergies().expect("synergies");
        for synergy in &synergies {
            assert!(
                companies.contains_key(&synergy.giver)
                    && companies.contains_key(&synergy.receiver)
                    && synergy.giver != synergy.receiver,
                "{synergy:?}"
            );
            assert!(SynergyKind::from_code(&synergy.kind).is_some(), "{synergy:?}");
            let stages: Vec<_> =
                synergy.history.split('|').filter_map(|entry| Stage::from_code(entry.split(' ').nth(1)?)).collect();
            assert_eq!((stages.len(), stages[0]), (synergy.history.split('|').count(), Stage::Idea), "{synergy:?}");
            assert!(stages.windows(2).all(|pair| pair[0] != pair[1]), "{synergy:?}");
            assert_eq!(
                stages.contains(&Stage::Lost),
                LostReason::from_code(&synergy.lost_reason).is_some(),
                "{synergy:?}"
            );
        }
        for figure in past_figures().expect("figures") {
            let synergy = &synergies[figure.synergy - 1];
            assert!(
                ["manager", &synergy.giver, &synergy.receiver].contains(&figure.declared_by.as_str()),
                "{figure:?}"
            );
            assert!(
                Indicator::from_code(&figure.indicator).is_some()
                    && Verification::from_level(figure.verification).is_some(),
                "{figure:?}"
            );
            assert!(domain::text::parse_number(&figure.amount).is_ok(), "{figure:?}");
        }
    }

    fn cards_by_minute() -> Vec<CardRow> {
        let cards = cards().expect("cards");
        assert!(
            cards.windows(2).all(|pair| pair[0].number + 1 == pair[1].number && pair[0].minute <= pair[1].minute),
            "in the order of posting"
        );
        cards
    }
}
