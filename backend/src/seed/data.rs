//! The demonstration's data files, read. They are ours and tested: a defect in them is a defect of the program.

use domain::resource::ResourceDraft;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// The fictional territory.
pub(super) const TERRITORY: &str = "TERRITORY_NAME";
/// Where its workshops take place.
pub(super) const PLACE: &str = "PLACE_NAME";

/// A company and the person it sends.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Company {
    pub key: String,
    pub name: String,
    pub nace: String,
    pub commune: String,
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

/// A tap.
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

fn read<Row: DeserializeOwned>(text: &str) -> Result<Vec<Row>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, csv::Error>>()
        .map_err(|error| Error::Corrupt(format!("demonstration data: {error}")))
}
