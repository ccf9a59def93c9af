//! Signing in at an identity provider: its button, the identities of an account, and the step on the way there.

use domain::identity::{JoinedIdentity, ShownProvider};
use leptos::prelude::*;

use crate::format;
use crate::locale::{language, provider as texts};
use crate::parts::masthead::{Masthead, Section};
use crate::routes;

/// The button to a provider, with the link that explains ProConnect. A link, not a form: browsers hold a form to our
/// own site, also when it is sent on.
#[component]
pub fn ProviderButton(
    provider: ShownProvider,
    /// Where it leads: [`routes::PROVIDER`].
    #[prop(into)]
    address: String,
) -> impl IntoView {
    let language = language();
    let explained = texts::explained(provider.profile);
    let class = if explained.is_some() { "button provider proconnect" } else { "button provider" };
    view! {
        <p class="provider-way">
            <a class=class href=address rel="nofollow">
                <span>{texts::sign_in_with(language)}</span>
                " "
                <strong>{provider.name}</strong>
            </a>
            {explained
                .map(|address| {
                    view! {
                        <a class="provider-explained" href=address rel="noopener external">
                            {texts::what_is_proconnect(language)}
                        </a>
                    }
                })}
        </p>
    }
    .into_any()
}

/// The ways in by a provider that an account has, and may get.
#[derive(Clone, Debug)]
pub struct IdentitiesShown {
    /// The identities that are joined to it.
    pub identities: Vec<JoinedIdentity>,
    /// Where another can be joined; none where the host has set no provider.
    pub provider: Option<ShownProvider>,
    /// The address of that provider, as the identities have it.
    pub issuer: String,
    /// Whether the account has a password: without one its last identity stays.
    pub has_password: bool,
}

/// The identities that are joined to an account, and how to join another.
#[component]
pub fn Identities(shown: IdentitiesShown) -> impl IntoView {
    let language = language();
    let IdentitiesShown { identities, provider, issuer, has_password } = shown;
    let stays = identities.len() == 1 && !has_password;
    let is_empty = identities.is_empty();
    let name_of = |identity: &JoinedIdentity| {
        let host = identity
            .issuer
            .split("://")
            .nth(1)
            .unwrap_or(&identity.issuer)
            .split('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        provider.as_ref().filter(|_| identity.issuer == issuer).map_or(host, |provider| provider.name.clone())
    };
    let rows = identities
        .iter()
        .map(|identity| {
            let used = match identity.used_at {
                Some(at) => format!("{} {}", texts::used_last(language), format::day(language, at)),
                None => texts::never_used(language).to_owned(),
            };
            view! {
                <li class="identity">
                    <div>
                        <strong>{name_of(identity)}</strong>
                        <span>{identity.shown.clone()}</span>
                        <small>
                            {texts::joined_since(language)} " " {format::day(language, identity.joined_at)} ", " {used}
                        </small>
                    </div>
                    {(!stays)
                        .then(|| {
                            view! {
                                <form method="post" action=routes::REMOVE_IDENTITY>
                                    <input type="hidden" name="number" value=identity.number.to_string() />
                                    <button
                                        type="submit"
                                        class="danger"
                                        aria-label=format!("{} {}", texts::remove(language), identity.shown)
                                    >
                                        {texts::remove(language)}
                                    </button>
                                </form>
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel stack" aria-labelledby="identities">
            <h2 id="identities">{texts::identities(language)}</h2>
            <p>{texts::identities_lead(language)}</p>
            {if is_empty { view! {
                <p class="soft">{texts::no_identity(language)}</p>
            }.into_any() } else { view! { <ul class="identities">{rows}</ul> }.into_any() }}
            {stays.then(|| view! { <p class="hint">{texts::only_way(language)}</p> })}
            {provider
                .map(|provider| {
                    view! {
                        <form method="post" action=routes::JOIN_IDENTITY>
                            <button type="submit">{texts::join(language, &provider)}</button>
                        </form>
                    }
                })}
        </section>
    }
    .into_any()
}

/// On the way to another site. Browsers go on by themselves; whoever stays presses the button.
#[component]
pub fn OnwardPage(
    #[prop(into)] lead: String,
    /// Where the browser goes on: an address at the identity provider.
    #[prop(into)]
    address: String,
) -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Doors back="" />
        <main id="content" class="door">
            <h1>{texts::onward_title(language)}</h1>
            <p class="lead">{lead}</p>
            <p class="actions">
                <a class="button primary" href=address>
                    {texts::go_on(language)}
                </a>
            </p>
        </main>
    }
    .into_any()
}
