//! A quantity as people said it, and what it makes in a year.

use domain::resource::{Frequency, Quantity};
use element::{Child, children, element};

use crate::format;
use crate::locale::language;

/// `500 kg par semaine`, and beside it `26 t/an` where that says something new.
#[must_use]
pub fn quantity_text(quantity: Quantity) -> Vec<Child> {
    let language = language();
    let says_more = !matches!(quantity.frequency, Frequency::Year | Frequency::Once) || quantity.unit.base().1 < 1.0;
    let annual = says_more.then(|| {
        element("span")
            .class("annual")
            .child(["\u{2248}\u{a0}", &format::annual(language, &quantity.annual())].concat())
    });
    children![element("span").class("quantity").child(format::quantity(language, &quantity)), annual]
}
