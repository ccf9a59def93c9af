//! What sort of resource a card is about: so that nobody who posts a card has to choose it. Found by weights of what
//! its words show ([`marks`]), learnt on the cases, the names of the knowledge and the rooms that people labelled
//! (`examples/fit_category.rs`). No encoder is needed.

mod cues;
pub mod marks;

use std::sync::LazyLock;

use domain::resource::{Category, ResourceDraft, Unit};

use crate::knowledge::Knowledge;
use marks::{Mark, PLACES};

/// How many categories there are.
pub const CATEGORIES: usize = Category::ALL.len();
/// A weight for each place and category, each as a byte, after the size of a step as four bytes.
const FILE: &[u8] = include_bytes!("../knowledge/category.bin");

/// The category of a card; none when it says nothing known.
#[must_use]
pub fn category(card: &ResourceDraft) -> Option<Category> {
    let unit = Unit::from_code(card.unit.trim()).filter(|_| !card.quantity.trim().is_empty());
    if matches!(unit, Some(Unit::KilowattHour | Unit::MegawattHour)) {
        return Some(Category::Energy);
    }
    let marks = marks::marks(card, Knowledge::get());
    (!marks.is_empty()).then(|| Weights::get().category(&marks))
}

/// How much each mark speaks for each category.
#[derive(Clone, Debug)]
pub struct Weights(pub Vec<f32>);

impl Weights {
    /// The weights of the file.
    #[must_use]
    pub fn get() -> &'static Self {
        static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::read(FILE));
        &WEIGHTS
    }

    fn read(file: &[u8]) -> Self {
        let (step, numbers) = file.split_at(file.len().min(4));
        let step = step.try_into().map_or(0.0, f32::from_le_bytes);
        let mut weights: Vec<f32> = numbers.iter().map(|byte| f32::from(byte.cast_signed()) * step).collect();
        weights.resize(PLACES * CATEGORIES, 0.0);
        Self(weights)
    }

    /// The weights as `knowledge/category.bin` holds them: the size of a step (four bytes), then a signed byte for
    /// each.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        let step = self.0.iter().fold(0.0f32, |most, weight| most.max(weight.abs())) / 127.0;
        let mut file = step.to_le_bytes().to_vec();
        #[allow(clippy::cast_possible_truncation)]
        file.extend(self.0.iter().map(|weight| ((weight / step.max(1e-12)).round() as i8).cast_unsigned()));
        file
    }

    /// What these marks add up to, for each category in the order of [`Category::ALL`].
    #[must_use]
    pub fn sums(&self, marks: &[Mark]) -> [f32; CATEGORIES] {
        let mut sums = [0.0f32; CATEGORIES];
        for (place, clear) in marks {
            let weights = self.0.chunks_exact(CATEGORIES).nth(usize::from(*place)).unwrap_or_default();
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * clear);
        }
        sums
    }

    /// The category for which these marks speak most.
    #[must_use]
    pub fn category(&self, marks: &[Mark]) -> Category {
        let sums = self.sums(marks);
        let most = Category::ALL.iter().zip(sums).max_by(|one, other| one.1.total_cmp(&other.1));
        most.map_or(Category::Material, |(category, _)| *category)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(title: &str) -> Option<&'static str> {
        category(&ResourceDraft { kind: "have".into(), title: title.to_owned(), ..ResourceDraft::default() })
            .map(Category::code)
    }

    #[test]
    fn the_words_of_either_language_show_the_category() {
        for (title, category) in [
            ("palettes", "material"),
            ("12 t de sciure de résineux", "material"),
            ("marc de café de 40 machines", "material"),
            ("waste heat from our kilns", "energy"),
            ("Surplus photovoltaïque le week-end", "energy"),
            ("eau de rinçage peu chargée", "water"),
            ("camion qui revient à vide de Lyon", "logistics"),
            ("lorry half empty on Fridays", "logistics"),
            ("presse plieuse libre deux jours", "equipment"),
            ("400 m2 d’entrepôt", "space"),
            ("meeting room for 20", "space"),
            ("audit énergie par un expert", "expertise"),
            ("gardiennage de la zone à plusieurs", "services"),
            ("deux caristes en mars", "people"),
        ] {
            assert_eq!(said(title), Some(category), "{title}");
        }
        assert_eq!(said("xyzzy"), None);
        assert_eq!(said(""), None);
    }

    #[test]
    fn a_want_has_the_category_of_what_would_serve_it() {
        for (title, category) in
            [("où coucher 20 monteurs pendant l’arrêt", "space"), ("nappes et serviettes à laver", "services")]
        {
            let card = ResourceDraft { kind: "want".into(), title: title.into(), ..ResourceDraft::default() };
            assert_eq!(super::category(&card).map(Category::code), Some(category), "{title}");
        }
    }

    #[test]
    fn a_unit_of_energy_is_said_before_any_word_and_the_description_counts_too() {
        let card = ResourceDraft {
            title: "palettes".into(),
            quantity: "3".into(),
            unit: "mwh".into(),
            ..ResourceDraft::default()
        };
        assert_eq!(category(&card), Some(Category::Energy));
        let card = ResourceDraft {
            kind: "have".into(),
            title: "xyzzy".into(),
            description: "vapeur à 6 bar".into(),
            ..ResourceDraft::default()
        };
        assert_eq!(category(&card), Some(Category::Energy));
    }

    #[test]
    fn the_file_holds_a_weight_for_each_place_and_category() {
        assert_eq!(FILE.len(), 4 + PLACES * CATEGORIES);
        assert_eq!(Weights::get().file(), FILE, "read and written again");
    }
}
