//! Everything that happened to a synergy, newest first: what happened last is what one looks for.

use domain::programme::{Fact, SynergyRecord, TrailEntry};
use leptos::prelude::*;

use super::super::charts::StageTag;
use super::super::trail_words;
use crate::format;
use crate::locale::{flow as words_of, language, office as texts, words};
use crate::parts::apart::Apart;

#[component]
pub(super) fn Timeline(trail: Vec<TrailEntry>, record: SynergyRecord) -> impl IntoView {
    let language = language();
    let entry = move |entry: TrailEntry| {
        let author =
            if entry.author.is_empty() { words_of::by_itself(language).to_owned() } else { entry.author.clone() };
        let when = view! { <span class="soft">{format::day(language, entry.at)} " · " {author}</span> };
        match entry.fact {
            Fact::Stage { stage, lost_reason, note } => {
                let reason = lost_reason.map(|reason| texts::because(language, words::lost_reason(language, reason)));
                view! {
                    <li>
                        <p class="timeline-head"><StageTag stage /> <Apart /> {when}</p>
                        {reason.map(|reason| view! { <p>{reason}</p> })}
                        {note.map(|note| view! { <p class="words">{note}</p> })}
                    </li>
                }
                .into_any()
            }
            fact => {
                let (what, detail) = trail_words(language, &record, &fact);
                view! {
                    <li class="minor">
                        <p class="timeline-head"><span>{what}</span> <Apart /> {when}</p>
                        {(!detail.is_empty()).then(|| view! { <p>{detail}</p> })}
                    </li>
                }
                .into_any()
            }
        }
    };
    view! { <ol class="timeline" reversed>{trail.into_iter().rev().map(entry).collect_view()}</ol> }.into_any()
}
