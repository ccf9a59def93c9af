//! What the long lists of the office share: the address with what they are narrowed down to, and the way from page to
//! page.

use leptos::prelude::*;

use crate::locale::{language, pipeline as texts};

/// An address with those of these fields that are filled in.
pub(super) fn narrowed(address: &str, fields: &[(&str, &str)]) -> String {
    let given: Vec<String> = fields
        .iter()
        .filter(|(_, typed)| !typed.is_empty())
        .map(|(name, typed)| format!("{name}={}", in_query(typed)))
        .collect();
    if given.is_empty() { address.to_owned() } else { format!("{address}?{}", given.join("&")) }
}

/// A text as it may stand in an address.
fn in_query(text: &str) -> String {
    let letter =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(letter).collect()
}

/// Links to the page before and the page after; nothing when there is one page only.
#[component]
pub(super) fn Pages(
    /// The page that was asked for, as typed in the address.
    page: String,
    /// How many items the whole list has.
    total: u32,
    /// How many items a page shows at most.
    per_page: u32,
    /// Makes the address of the page with this number.
    to: impl Fn(u32) -> String,
) -> impl IntoView {
    let language = language();
    let pages = total.div_ceil(per_page.max(1)).max(1);
    let page = page.trim().parse::<u32>().unwrap_or(1).clamp(1, pages);
    (pages > 1).then(|| {
        view! {
            <nav class="pages" aria-label=texts::pages(language)>
                {(page > 1).then(|| view! { <a href=to(page - 1) rel="prev">{texts::previous(language)}</a> })}
                <span>{texts::page_of(language, page, pages)}</span>
                {(page < pages).then(|| view! { <a href=to(page + 1) rel="next">{texts::next(language)}</a> })}
            </nav>
        }
        .into_any()
    })
}
