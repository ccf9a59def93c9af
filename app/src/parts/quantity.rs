//! A quantity as people said it, and what it makes in a year.

use domain::resource::{Frequency, Quantity};
use leptos::prelude::*;

use crate::format;
use crate::locale::language;

/// `500 kg par semaine`, and beside it `26 t/an` where that says something new.
pub fn quantity_text(quantity: Quantity) -> AnyView {
    let language = language();
    let says_more = !matches!(quantity.frequency, Frequency::Year | Frequency::Once) || quantity.unit.base().1 < 1.0;
    let annual = says_more.then(|| ["\u{2248}\u{a0}", &format::annual(language, &quantity.annual())].concat());
    view! {
        <span class="quantity">{format::quantity(language, &quantity)}</span>
        {annual.map(|annual| view! { <span class="annual">{annual}</span> }.into_any())}
    }
    .into_any()
}
