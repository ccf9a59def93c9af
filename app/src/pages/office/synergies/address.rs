//! The address of the page with what it is narrowed down to.

use super::super::SynergyFilter;
use super::super::list::narrowed;
use crate::routes;

/// The address of the list that is narrowed down like this.
pub fn address(filter: &SynergyFilter) -> String {
    let fields = [
        ("stage", filter.stage.as_str()),
        ("search", filter.search.as_str()),
        ("programme", filter.programme.as_str()),
        ("kind", filter.kind.as_str()),
        ("late", filter.late.as_str()),
        ("silent", filter.silent.as_str()),
        ("near", filter.near.as_str()),
        ("page", filter.page.as_str()),
    ];
    narrowed(routes::SYNERGIES, &fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_search_survives_any_text() {
        let filter =
            SynergyFilter { stage: "idea".to_owned(), search: "bois & é".to_owned(), ..SynergyFilter::default() };
        assert_eq!(address(&filter), "/programme/synergies?stage=idea&search=bois%20%26%20%C3%A9");
    }
}
