//! Emission factors: the table that the program carries, and those that the host brought in. What each number is worth,
//! and where it comes from, stands in `backend/factors/README.md`.

use domain::ids::SynergyId;
use domain::problem::{Findings, Problem, Refusal};
use domain::synergy::{Basis, Co2Draft, Factor, Figure, Indicator, Verification};
use domain::text::{Line, parse_number};
use serde::Deserialize;

use crate::Backend;
use crate::audit::{Author, Deed};
use crate::error::{Error, Result};
use crate::people::{Account, Caller};

/// The table that the program carries.
const CARRIED: &str = include_str!("../factors/emission_factors.csv");
/// The version by which forms and figures name the table that the program carries.
const CARRIED_VERSION: &str = "2025";

/// A row of a table of factors. Blank: the source has no value.
#[derive(Debug, Deserialize)]
struct Row {
    key: String,
    fr: String,
    en: String,
    desnz2025_avoided_recycling: Option<f64>,
    desnz2025_avoided_recycling_vs_landfill: Option<f64>,
    desnz2025_avoided_reuse: Option<f64>,
    ademe_v23_6_virgin: Option<f64>,
    ademe_v23_6_recycled: Option<f64>,
    ademe_avoided_recycling: Option<f64>,
    /// Kilograms emitted by recycling a tonne: below zero where it avoids.
    warm_v16_recycling_kg_per_t: Option<f64>,
}

/// Reads a table.
///
/// # Errors
/// The line that cannot be read, in words of the library that reads it.
pub fn read(version: &str, text: &str) -> std::result::Result<Vec<Factor>, String> {
    let mut factors = Vec::new();
    for row in csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes()).deserialize::<Row>() {
        let row = row.map_err(|error| error.to_string())?;
        // Where a source gives one value for both, it has none for recycled material.
        let ademe = row
            .ademe_avoided_recycling
            .filter(|_| row.ademe_v23_6_virgin.is_none() || row.ademe_v23_6_virgin != row.ademe_v23_6_recycled);
        let of_sources = [
            ("DESNZ 2025", "recycling_vs_landfill", row.desnz2025_avoided_recycling_vs_landfill, false),
            ("DESNZ 2025", "recycling", row.desnz2025_avoided_recycling, false),
            ("DESNZ 2025", "reuse", row.desnz2025_avoided_reuse, false),
            ("ADEME Base Carbone V23.6", "recycling", ademe, false),
            ("EPA WARM v16", "recycling", row.warm_v16_recycling_kg_per_t.map(|emitted| -emitted), true),
        ];
        for (source, boundary, kg_per_tonne, secondary) in of_sources {
            let Some(kg_per_tonne) = kg_per_tonne.filter(|kg| kg.is_finite()) else { continue };
            let names = [row.fr.clone(), row.en.clone()];
            factors.push(Factor {
                table: version.to_owned(),
                material: row.key.clone(),
                names,
                source,
                boundary,
                kg_per_tonne,
                secondary,
            });
        }
    }
    Ok(factors)
}

impl Backend {
    /// The factors of the newest table.
    ///
    /// # Errors
    /// When the database fails, or holds a table that cannot be read.
    pub async fn factors(&self) -> Result<Vec<Factor>> {
        match self.db().newest_factors().await? {
            Some((version, rows)) => read(&version, &rows).map_err(Error::Corrupt),
            None => read(CARRIED_VERSION, CARRIED).map_err(Error::Corrupt),
        }
    }

    /// Brings in a table, on the command line. Gives how many factors it holds.
    ///
    /// # Errors
    /// [`Problem::NameTaken`] for a version that is there already; [`Error::Corrupt`] with the line that cannot be
    /// read.
    pub async fn import_factors(&self, version: &str, origin: &str, text: &str) -> Result<usize> {
        let count = read(version, text).map_err(Error::Corrupt)?.len();
        let entry = self.entry(Deed::FactorsImported, Author::command_line()).to(version).with("lines", count);
        if version == CARRIED_VERSION || !self.db().insert_factors(version, origin, text, &entry).await? {
            return Err(Refusal::at("version", Problem::NameTaken).into());
        }
        Ok(count)
    }

    /// Computes the emissions that a synergy avoids in a year and records them, with the factor and its source; on
    /// request the tonnes as well.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub async fn record_co2(&self, account: &Account, caller: &Caller, id: SynergyId, new: &Co2Draft) -> Result<()> {
        let by = self.may_record(account, caller).await?;
        let factors = self.factors().await?;
        let mut findings = Findings::default();
        let factor = findings.check(
            "factor",
            factors.into_iter().find(|factor| factor.key() == new.factor).ok_or(if new.factor.is_empty() {
                Problem::Missing
            } else {
                Problem::UnknownChoice
            }),
        );
        let tonnes = findings.check(
            "tonnes",
            parse_number(&new.tonnes)
                .and_then(|tonnes| if tonnes > 0.0 { Ok(tonnes) } else { Err(Problem::NotPositive) }),
        );
        let year = findings.check("year", new.year.trim().parse::<i32>().map_err(|_| Problem::NotADate));
        let verification = findings
            .check("verification", Verification::from_code(new.verification.trim()).ok_or(Problem::UnknownChoice));
        let declared_by = findings.check("declared_by", Line::parse(&new.declared_by));
        let read = (|| Some((factor?, tonnes?, year?, verification?, declared_by?.to_string())))();
        let (factor, tonnes, year, verification, declared_by) = findings.into_result(read)?;
        let basis = Basis {
            material: factor.material.clone(),
            tonnes,
            kg_per_tonne: factor.kg_per_tonne,
            source: if factor.secondary {
                format!("{} (secondary copy)", factor.source)
            } else {
                factor.source.to_owned()
            },
            boundary: factor.boundary.to_owned(),
            table: factor.table.clone(),
        };
        let figure = |indicator, amount, basis| Figure {
            year,
            indicator,
            amount,
            verification,
            declared_by: declared_by.clone(),
            uncertainty: None,
            basis,
        };
        let mut figures = vec![figure(Indicator::Co2eAvoided, basis.tonnes_co2e(), Some(basis))];
        if new.with_tonnes == "yes" {
            figures.push(figure(Indicator::TonnesReused, tonnes, None));
        }
        for figure in &figures {
            figure
                .check()
                .map_err(|(field, problem)| Refusal::at(if field == "amount" { "tonnes" } else { field }, problem))?;
        }
        self.record_figures(&by, caller, id, figures, None).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_with_its_traps() {
        let factors = read("2025", CARRIED).unwrap_or_default();
        let of = |material: &str, source: &str, boundary: &str| {
            factors
                .iter()
                .find(|factor| {
                    factor.material == material && factor.source.starts_with(source) && factor.boundary == boundary
                })
                .map(|factor| factor.kg_per_tonne)
        };
        assert_eq!(of("steel", "DESNZ", "recycling"), Some(1_040.0));
        assert_eq!(of("ps", "ADEME", "recycling"), None, "the same value for new and recycled is no value");
        assert_eq!(of("board", "ADEME", "recycling"), Some(-280.0), "a source may say that more is emitted");
        assert_eq!(of("copper", "EPA", "recycling"), Some(4_948.1), "WARM counts what is emitted");
        assert!(factors.iter().all(|factor| factor.names.iter().all(|name| !name.is_empty())));
    }
}
