//! The header of the office pages: skip link, mark, navigation, language, sign out.

use leptos::prelude::*;

use crate::host::HostMark;
use crate::locale::{common, language, preparation as texts};
use crate::parts::language_switch::LanguageSwitch;
use crate::routes;

/// The part of the office in which a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Workshops,
    /// The programme and its workshops.
    Programme,
    Synergies,
    /// One's own account.
    Account,
    /// The host, for its administrators.
    Administration,
    /// Before signing in: no navigation.
    Doors,
}

/// The mark of the product: three cards, tied together.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="7" fill="#0b5260"></rect>
            <path
                d="M9 22 16 9l7 13zM9 22 5 11M23 22l4-11M16 9 5 11M16 9l11 2"
                fill="none"
                stroke="#f6f1e7"
                stroke-width="2"
                stroke-linejoin="round"
            ></path>
            <circle cx="9" cy="22" r="3.6" fill="#f5b851"></circle>
            <circle cx="23" cy="22" r="3.6" fill="#74c4e6"></circle>
            <circle cx="16" cy="9" r="3.6" fill="#8fd59d"></circle>
        </svg>
    }
    .into_any()
}

/// The header. The page's `<main>` has the id `content`.
#[component]
pub fn Masthead(
    /// The part that the navigation marks as the current one.
    section: Section,
    /// The page's own address, to which the language switch comes back; none where it cannot be known.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let language = language();
    let signed_in = section != Section::Doors;
    let links = [
        (Section::Workshops, routes::DESKS, common::workshops(language)),
        (Section::Programme, routes::PROGRAMME, common::programme(language)),
        (Section::Synergies, routes::SYNERGIES, common::synergies(language)),
        (Section::Account, routes::ACCOUNT, common::my_account(language)),
    ];
    let link = |(of, address, words)| {
        view! {
            <li>
                <a href=address aria-current=(of == section).then_some("true")>
                    {words}
                </a>
            </li>
        }
    };
    view! {
        <a class="skip visually-hidden" href="#content">{common::skip_to_content(language)}</a>
        <header class="masthead">
            <div class="masthead-line">
                <a class="home" href=if signed_in { routes::DESKS } else { routes::HOME }>
                    <Mark />
                    <span>{common::product(language)}</span>
                </a>
                <HostMark />
                {signed_in.then(|| view! {
                    <nav class="masthead-places" aria-label=texts::places(language)>
                        <ul>{links.into_iter().map(link).collect_view()}</ul>
                    </nav>
                })}
                <div class="masthead-tools">
                    {(!back.is_empty()).then(|| view! { <LanguageSwitch back=back /> })}
                    {signed_in.then(|| view! {
                        <form method="post" action=routes::LOGOUT>
                            <button type="submit" class="quiet">{common::sign_out(language)}</button>
                        </form>
                    })}
                </div>
            </div>
        </header>
    }
    .into_any()
}
