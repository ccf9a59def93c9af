//! A site and a standing flow, as they stand.

use domain::programme::companies::{Coordinates, Ending, Part, ShownFlow, ShownSite};
use leptos::prelude::*;

use super::super::workshop::KindTag;
use super::{Of, part_code};
use crate::locale::{companies as texts, language};
use crate::{format, routes};

/// The name of a site; where it has none its address, or else its commune.
pub(super) fn site_name(site: &domain::programme::companies::Site) -> String {
    let names = [&site.name, &site.address, &site.commune];
    names.into_iter().flatten().map(ToString::to_string).next().unwrap_or_default()
}

fn over(ended: Option<&Ending>) -> Option<AnyView> {
    let language = language();
    ended.map(|ended| {
        let reason = ended.reason.as_ref().map(|reason| format!(" – {reason}"));
        view! {
            <p class="soft">{texts::ended(language)} " " {format::date(language, ended.day)} {reason}</p>
        }
        .into_any()
    })
}

/// What can be done with a part: while it lasts, and once it is over.
fn deeds(of: Of, part: Part, is_over: bool, more: AnyView) -> Option<AnyView> {
    let language = language();
    let code = part_code(part);
    of.keeps.then(|| {
        let end = if is_over {
            of.button(
                routes::end_part(of.programme, of.company, &code),
                vec![("goes_on", "yes".to_owned())],
                texts::goes_on(language),
            )
        } else {
            of.opens(&format!("end-{code}"), texts::end(language))
        };
        view! {
            <div class="actions">
                {more}
                {of.opens(&code, texts::correct(language))}
                {end}
            </div>
        }
        .into_any()
    })
}

/// A standing flow with what can be done with it.
#[component]
pub(super) fn FlowItem(of: Of, flow: ShownFlow, sites: Vec<ShownSite>) -> impl IntoView {
    let language = language();
    let ShownFlow { entry, flow, confirmed, ended } = flow;
    let quantity = flow.quantity.map(|quantity| format::quantity(language, &quantity));
    let site = flow.site.and_then(|entry| sites.into_iter().find(|site| site.entry == entry));
    let mut known = Vec::new();
    if let Some(since) = flow.since {
        known.push(format!("{} {}", texts::since(language), format::date(language, since)));
    }
    if let Some(told_by) = &flow.told_by {
        known.push(format!("{} {told_by}", texts::told_by(language)));
    }
    match &confirmed {
        Some(confirmed) => {
            let by = confirmed.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
            let day = format::date(language, confirmed.day);
            known.push(format!("{} {day}{by}", texts::confirmed(language)));
        }
        None => known.push(texts::not_confirmed(language).to_owned()),
    }
    let confirm = of.opens(&format!("confirm-{entry}"), texts::confirm(language));
    let confirm = if ended.is_none() { confirm.into_any() } else { ().into_any() };
    let words = flow.today.as_ref().map(|today| {
        view! { <p class="words">{texts::today(language)} "\u{a0}: " {today.to_string()}</p> }
    });
    view! {
        <li class="panel stack" id=format!("flow-{entry}")>
            <p>
                <KindTag kind=flow.kind />
                " "
                <strong>{flow.what.to_string()}</strong>
                {quantity.map(|quantity| view! { " · " <span>{quantity}</span> })}
                {site.map(|site| view! { <span class="soft">" · " {site_name(&site.site)}</span> })}
            </p>
            {words}
            <p class="soft">{known.join(" · ")}</p>
            {over(ended.as_ref())}
            {deeds(of, Part::Flow(entry), ended.is_some(), confirm)}
        </li>
    }
    .into_any()
}

/// A site with what can be done with it.
#[component]
pub(super) fn SiteItem(of: Of, site: ShownSite) -> impl IntoView {
    let language = language();
    let ShownSite { entry, site, ended } = site;
    let head = site_name(&site);
    let rest = [&site.address, &site.commune].into_iter().flatten().map(ToString::to_string);
    let rest = rest.filter(|line| *line != head).collect::<Vec<_>>().join(", ");
    let map = site.place.map(|Coordinates { latitude, longitude }| {
        let href =
            format!("https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}");
        view! {
            <p class="soft">
                {format!("{latitude}, {longitude}")} " "
                <a href=href rel="noreferrer">{texts::on_map(language)}</a>
            </p>
        }
    });
    let access = site.access.as_ref().map(|access| {
        view! { <p class="words">{texts::access(language)} "\u{a0}: " {access.to_string()}</p> }
    });
    view! {
        <li class="panel stack" id=format!("site-{entry}")>
            <p><strong>{head}</strong> {(!rest.is_empty()).then(|| view! { <span>" · " {rest}</span> })}</p>
            {map}
            {access}
            {over(ended.as_ref())}
            {deeds(of, Part::Site(entry), ended.is_some(), ().into_any())}
        </li>
    }
    .into_any()
}
