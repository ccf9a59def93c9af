//! Codes that the words of a card point to: of the List of Waste, and a NACE division. Suggested, never assigned.

use leptos::prelude::*;

use crate::locale::{language, leads as texts};
use crate::parts::scroll_table::ScrollTable;

/// The codes to which the words of one card point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedRow {
    /// The title of the card.
    pub card: String,
    /// Code (as it is written: `10 01 02`, with an asterisk where hazardous) and label.
    pub waste: Vec<(String, String)>,
    /// The NACE division: its number and its label.
    pub division: Option<String>,
}

/// A table with one card in each row.
#[component]
pub fn SuggestedCodes(rows: Vec<SuggestedRow>) -> impl IntoView {
    let language = language();
    let code = |(code, label): (String, String)| view! { <li><span class="code">{code}</span> " " {label}</li> };
    let row = |row: SuggestedRow| {
        let none = || view! { <span class="soft">{texts::no_code(language)}</span> }.into_any();
        let mut waste = row.waste.into_iter();
        let first: Vec<_> = waste.by_ref().take(3).map(code).collect();
        let rest: Vec<_> = waste.map(code).collect();
        let more = (!rest.is_empty())
            .then(|| view! { <details><summary>{format!("+ {}", rest.len())}</summary><ul>{rest}</ul></details> });
        view! {
            <tr>
                <th scope="row">{row.card}</th>
                <td>{if first.is_empty() { none() } else { view! { <ul>{first}</ul> {more} }.into_any() }}</td>
                <td>{row.division.map_or_else(none, |division| view! { {division} }.into_any())}</td>
            </tr>
        }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <ScrollTable caption=texts::codes_caption(language) class="table codes-table">
            <thead>
                <tr>
                    <th scope="col">{texts::card(language)}</th>
                    <th scope="col">{texts::waste_codes(language)}</th>
                    <th scope="col">{texts::division(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}
