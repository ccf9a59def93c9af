//! The address of the page with what it is narrowed down to.

use super::super::SynergyFilter;
use crate::routes;

/// The page's own address.
pub fn address(filter: &SynergyFilter) -> String {
    let fields = [
        ("stage", &filter.stage),
        ("search", &filter.search),
        ("programme", &filter.programme),
        ("kind", &filter.kind),
        ("late", &filter.late),
        ("silent", &filter.silent),
        ("near", &filter.near),
        ("page", &filter.page),
    ];
    let given: Vec<String> = fields
        .into_iter()
        .filter(|(_, typed)| !typed.is_empty())
        .map(|(name, typed)| format!("{name}={}", in_query(typed)))
        .collect();
    if given.is_empty() { routes::SYNERGIES.to_owned() } else { format!("{}?{}", routes::SYNERGIES, given.join("&")) }
}

/// A text as it may stand in an address.
pub(in crate::pages::office) fn in_query(text: &str) -> String {
    let letter =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(letter).collect()
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
