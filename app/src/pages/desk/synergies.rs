//! The synergies confirmed in this workshop.

use domain::ids::SynergyId;
use element::{Child, Element, Key, children, element, keys, live, rows};
use leptos::prelude::*;

use super::state::DeskState;
use crate::locale::{desk as texts, words};
use crate::{format, routes};

/// The panel of synergies, the newest first.
pub(super) fn synergies(desk: DeskState) -> Vec<Child> {
    let language = desk.language;
    let all = keys(move || desk.read(|workshop| workshop.synergies.keys().rev().map(|id| Key::from(id.0)).collect()));
    let empty = move || all.with(Vec::is_empty).then(|| element("p").class("empty").child(texts::no_synergy(language)));
    children![
        element("div").class("toolbar").child(element("h2").child(texts::panel_synergies(language))),
        live(empty),
        element("ul").class("desk-synergies").child(rows(all, move |key| row(desk, key))),
    ]
}

fn row(desk: DeskState, key: Key) -> Option<Element> {
    let language = desk.language;
    let id = SynergyId(u32::try_from(key).ok()?);
    desk.read(|workshop| {
        let synergy = workshop.synergies.get(&id)?;
        let person = |who| desk.person(workshop, Some(who));
        let owners = [&person(synergy.giver), " ⇄ ", &person(synergy.receiver)].concat();
        let next = synergy.next_step.as_ref().map_or_else(
            || texts::no_next_step(language).to_owned(),
            |next| {
                let due = next.due.map(|due| [" · ", &format::date(language, due)].concat()).unwrap_or_default();
                [&*next.what, &due].concat()
            },
        );
        let stage = element("span").class("badge synergy").child(words::stage(language, synergy.stage));
        let next =
            element("p").child(element("strong").child(texts::synergy_next_step(language))).child(" – ").child(next);
        let article = element("article")
            .class("desk-synergy")
            .child(element("p").class("card-kind").child(stage))
            .child(element("h3").child(synergy.title.to_string()))
            .child(element("p").class("card-owner").child(owners))
            .child(next)
            .child(element("a").attr("href", routes::synergy(desk.id, id)).child(texts::open_synergy(language)));
        Some(element("li").child(article))
    })
}
