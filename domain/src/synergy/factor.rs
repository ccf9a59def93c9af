//! Emission factors, as forms offer them.

use crate::workshop::Language;

/// A factor: how much is avoided when a tonne of this material is used again.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The version of its table.
    pub table: String,
    /// The material's key.
    pub material: String,
    /// The material in French and in English.
    pub names: [String; 2],
    /// Who published it, and when.
    pub source: &'static str,
    /// What it counts: `recycling`, `recycling_vs_landfill`, `reuse`.
    pub boundary: &'static str,
    /// Kilograms of CO2e avoided for each tonne. Below zero: more is emitted than avoided.
    pub kg_per_tonne: f64,
    /// Taken from a copy of the source and not from the source itself.
    pub secondary: bool,
}

impl Factor {
    /// What it is called in forms.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}|{}|{}|{}", self.table, self.material, self.source, self.boundary)
    }

    /// The material in this language.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        let [french, english] = &self.names;
        match language {
            Language::French => french,
            Language::English => english,
        }
    }
}
