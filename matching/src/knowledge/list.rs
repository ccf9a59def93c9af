//! The files of `matching/knowledge/`, compiled in, and their lines.

use crate::eval::Chance;
use crate::language::Both;

/// Concepts, by family.
pub(crate) const CONCEPTS: &[&str] = &[
    include_str!("../../knowledge/concepts/minerals.csv"),
    include_str!("../../knowledge/concepts/metals.csv"),
    include_str!("../../knowledge/concepts/wood_paper.csv"),
    include_str!("../../knowledge/concepts/organic.csv"),
    include_str!("../../knowledge/concepts/daily.csv"),
    include_str!("../../knowledge/concepts/hosting.csv"),
    include_str!("../../knowledge/concepts/purchases.csv"),
    include_str!("../../knowledge/concepts/food_garden.csv"),
    include_str!("../../knowledge/concepts/repair.csv"),
    include_str!("../../knowledge/concepts/trades.csv"),
    include_str!("../../knowledge/concepts/upkeep.csv"),
    include_str!("../../knowledge/concepts/courses.csv"),
    include_str!("../../knowledge/concepts/advice.csv"),
    include_str!("../../knowledge/concepts/plastics_textiles.csv"),
    include_str!("../../knowledge/concepts/chemicals.csv"),
    include_str!("../../knowledge/concepts/energy_water.csv"),
    include_str!("../../knowledge/concepts/goods_services.csv"),
    include_str!("../../knowledge/concepts/space.csv"),
    include_str!("../../knowledge/concepts/equipment.csv"),
    include_str!("../../knowledge/concepts/people.csv"),
    include_str!("../../knowledge/concepts/expertise.csv"),
    include_str!("../../knowledge/concepts/services.csv"),
    include_str!("../../knowledge/concepts/logistics.csv"),
    include_str!("../../knowledge/concepts/supplies.csv"),
    include_str!("../../knowledge/concepts/machines.csv"),
    include_str!("../../knowledge/concepts/sites.csv"),
    include_str!("../../knowledge/concepts/farms_food.csv"),
    include_str!("../../knowledge/concepts/transport_places.csv"),
    include_str!("../../knowledge/concepts/utilities.csv"),
    include_str!("../../knowledge/concepts/reclaimed.csv"),
    include_str!("../../knowledge/concepts/more_goods.csv"),
    include_str!("../../knowledge/concepts/more_help.csv"),
];
/// Functions, by field.
pub(crate) const FUNCTIONS: &[&str] = &[
    include_str!("../../knowledge/functions/minerals_building.csv"),
    include_str!("../../knowledge/functions/metals_chemicals.csv"),
    include_str!("../../knowledge/functions/land_food.csv"),
    include_str!("../../knowledge/functions/daily.csv"),
    include_str!("../../knowledge/functions/hosting.csv"),
    include_str!("../../knowledge/functions/purchases.csv"),
    include_str!("../../knowledge/functions/food_garden.csv"),
    include_str!("../../knowledge/functions/repair.csv"),
    include_str!("../../knowledge/functions/trades.csv"),
    include_str!("../../knowledge/functions/upkeep.csv"),
    include_str!("../../knowledge/functions/courses.csv"),
    include_str!("../../knowledge/functions/advice.csv"),
    include_str!("../../knowledge/functions/fuel_energy_water.csv"),
    include_str!("../../knowledge/functions/fibres_plastics_reuse.csv"),
    include_str!("../../knowledge/functions/sharing.csv"),
    include_str!("../../knowledge/functions/space.csv"),
    include_str!("../../knowledge/functions/equipment.csv"),
    include_str!("../../knowledge/functions/people.csv"),
    include_str!("../../knowledge/functions/expertise.csv"),
    include_str!("../../knowledge/functions/services.csv"),
    include_str!("../../knowledge/functions/logistics.csv"),
    include_str!("../../knowledge/functions/supplies.csv"),
    include_str!("../../knowledge/functions/machines.csv"),
    include_str!("../../knowledge/functions/sites.csv"),
    include_str!("../../knowledge/functions/farms_food.csv"),
    include_str!("../../knowledge/functions/transport_places.csv"),
    include_str!("../../knowledge/functions/utilities.csv"),
    include_str!("../../knowledge/functions/reclaimed.csv"),
    include_str!("../../knowledge/functions/more_goods.csv"),
    include_str!("../../knowledge/functions/more_help.csv"),
];
/// Uses, by field.
pub(super) const USES: &[&str] = &[
    include_str!("../../knowledge/uses/minerals_building.csv"),
    include_str!("../../knowledge/uses/metals_chemicals.csv"),
    include_str!("../../knowledge/uses/land_food.csv"),
    include_str!("../../knowledge/uses/daily.csv"),
    include_str!("../../knowledge/uses/hosting.csv"),
    include_str!("../../knowledge/uses/purchases.csv"),
    include_str!("../../knowledge/uses/food_garden.csv"),
    include_str!("../../knowledge/uses/repair.csv"),
    include_str!("../../knowledge/uses/trades.csv"),
    include_str!("../../knowledge/uses/upkeep.csv"),
    include_str!("../../knowledge/uses/courses.csv"),
    include_str!("../../knowledge/uses/advice.csv"),
    include_str!("../../knowledge/uses/fuel_energy_water.csv"),
    include_str!("../../knowledge/uses/fibres_plastics_reuse.csv"),
    include_str!("../../knowledge/uses/sharing.csv"),
    include_str!("../../knowledge/uses/space.csv"),
    include_str!("../../knowledge/uses/equipment.csv"),
    include_str!("../../knowledge/uses/people.csv"),
    include_str!("../../knowledge/uses/expertise.csv"),
    include_str!("../../knowledge/uses/services.csv"),
    include_str!("../../knowledge/uses/logistics.csv"),
    include_str!("../../knowledge/uses/supplies.csv"),
    include_str!("../../knowledge/uses/machines.csv"),
    include_str!("../../knowledge/uses/sites.csv"),
    include_str!("../../knowledge/uses/farms_food.csv"),
    include_str!("../../knowledge/uses/transport_places.csv"),
    include_str!("../../knowledge/uses/utilities.csv"),
    include_str!("../../knowledge/uses/reclaimed.csv"),
    include_str!("../../knowledge/uses/more_goods.csv"),
    include_str!("../../knowledge/uses/more_help.csv"),
];
/// Industries as people name them, with their NACE divisions.
pub(super) const SECTORS: &str = include_str!("../../knowledge/sectors.csv");
/// Words that show a category.
pub(crate) const CATEGORIES: &str = include_str!("../../knowledge/categories.csv");
const WASTE_LIST: &str = include_str!("../../knowledge/low.csv");
const NACE: &str = include_str!("../../knowledge/nace.csv");

/// A code of the List of Waste.
#[derive(Clone, Debug)]
pub struct Code {
    /// Six digits, without blanks.
    pub code: String,
    /// Whether it stands with an asterisk.
    pub is_hazardous: bool,
    /// Its label in the European List of Waste.
    pub name: Both<&'static str>,
}

/// A NACE division.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Two digits, from 01 to 99.
    pub division: &'static str,
    /// Its label, and those of its groups and classes.
    pub name: Both<String>,
}

/// The lines of a file with `;` between its columns, without the first; lines with another number of columns are left
/// out (a test makes sure that there are none).
pub(crate) fn lines(text: &'static str, columns: usize) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split(';').collect::<Vec<_>>()).filter(move |line| line.len() == columns)
}

/// What stands between bars, without what is blank.
pub(crate) fn cells(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').filter(|one| !one.is_empty())
}

/// The first of what stands between bars.
pub(super) fn first(cell: &'static str) -> &'static str {
    cell.split('|').next().unwrap_or(cell)
}

/// The fields of a line with commas, some of them in quotes.
fn quoted(line: &'static str) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let end = if let Some(inside) = rest.strip_prefix('"') {
            let end = inside.find('"').unwrap_or(inside.len());
            fields.push(&inside[..end]);
            end + 2
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            fields.push(&rest[..end]);
            end
        };
        match rest.get(end + 1..) {
            Some(next) => rest = next,
            None => return fields,
        }
    }
}

pub(super) fn waste_list() -> Vec<Code> {
    let line = |line: &'static str| {
        let fields = quoted(line);
        let [code, digits, hazardous, french, english] = fields.get(..5)? else { return None };
        (*digits == "6").then(|| Code {
            code: code.replace(' ', ""),
            is_hazardous: *hazardous == "1",
            name: Both { french, english },
        })
    };
    WASTE_LIST.lines().skip(1).filter_map(line).collect()
}

pub(super) fn nace() -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    for line in NACE.lines().skip(1) {
        let fields = quoted(line);
        let [code, level, _, english, french] = fields[..] else { continue };
        if level == "2" {
            headings.push(Heading {
                division: code,
                name: Both { french: french.to_owned(), english: english.to_owned() },
            });
        } else if level == "3" || level == "4" {
            let Some(heading) = headings.iter_mut().find(|heading| code.starts_with(heading.division)) else {
                continue;
            };
            heading.name.french.push_str(". ");
            heading.name.french.push_str(french);
            heading.name.english.push_str(". ");
            heading.name.english.push_str(english);
        }
    }
    headings
}

/// The same lines with a share of what stands between bars in some columns left out by chance, at least one left in
/// each.
pub(super) fn thin(lines: &mut [Vec<&'static str>], columns: &[usize], share: f64, chance: &mut Chance) {
    for line in lines {
        for column in columns {
            let all: Vec<&str> = cells(line[*column]).collect();
            let kept: Vec<&str> = all.iter().copied().filter(|_| !chance.is_within(share)).collect();
            let left =
                if kept.is_empty() { all.first().copied().unwrap_or_default().to_owned() } else { kept.join("|") };
            // For the few that fit and measure: they end soon after.
            line[*column] = Box::leak(left.into_boxed_str());
        }
    }
}
