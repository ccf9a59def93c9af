//! A quantity as people said it, and what it makes in a year.

use domain::resource::{Frequency, Quantity};
use leptos::prelude::*;

use crate::format;
use crate::locale::language;

/// `500 kg par semaine`, and beside it `26 t/an` where that says something new.
#[component]
pub fn QuantityText(quantity: Quantity) -> impl IntoView {
    let language = language();
    let annual = quantity.annual();
    let says_more = !matches!(quantity.frequency, Frequency::Year | Frequency::Once) || quantity.unit.base().1 < 1.0;
    view! {
        <span class="quantity">{format::quantity(language, &quantity)}</span>
        {says_more.then(|| view! { <span class="annual">{format!("\u{2248}\u{a0}{}", format::annual(language, &annual))}</span> })}
    }
    .into_any()
}
