//! Small charts of plain elements. Every number in them stands there as text.

use std::collections::BTreeMap;

use domain::ids::ProgrammeId;
use domain::ledger::Sum;
use domain::synergy::{Indicator, Stage, Verification};
use leptos::prelude::*;

use crate::locale::{language, office as texts, words};
use crate::pages::office::SynergyFilter;
use crate::parts::apart::Apart;
use crate::{Language, format, routes};

/// The stages from idea to realised, in the order in which a synergy goes through them.
pub(super) const CHAIN: [Stage; 5] =
    [Stage::Idea, Stage::Discussion, Stage::Negotiation, Stage::Implementation, Stage::Realised];
/// The stages beside that order: on hold, and given up.
pub(super) const ASIDE: [Stage; 2] = [Stage::OnHold, Stage::Lost];

/// The list of synergies at one stage, of one programme where it is one programme that is looked at.
pub(super) fn at_stage(stage: Stage, programme: Option<ProgrammeId>) -> String {
    let of = programme.map(|id| format!("&programme={id}")).unwrap_or_default();
    format!("{}?stage={}{of}", routes::SYNERGIES, stage.code())
}

/// How many synergies stand at each stage, as bars that lead to them.
#[component]
pub(super) fn Funnel(
    counts: BTreeMap<Stage, u32>,
    #[prop(optional_no_strip)] programme: Option<ProgrammeId>,
    /// Whether each stage leads to its synergies.
    leads: bool,
) -> impl IntoView {
    let language = language();
    let most = counts.values().copied().max().unwrap_or(0).max(1);
    let bar = move |stage: Stage| {
        let count = counts.get(&stage).copied().unwrap_or(0);
        let width = format!("--share:{:.1}%", 100.0 * f64::from(count) / f64::from(most));
        view! {
            <li data-stage=stage.code()>
                <a href=leads.then(|| at_stage(stage, programme))>
                    <span class="funnel-stage">{words::stage(language, stage)}</span>
                    <Apart />
                    <span class="funnel-track" aria-hidden="true">
                        <span class="funnel-bar" style=width></span>
                    </span>
                    <strong class="funnel-count">{count}</strong>
                </a>
            </li>
        }
        .into_any()
    };
    view! {
        <div class="funnel">
            <ol>{CHAIN.into_iter().map(&bar).collect_view()}</ol>
            <div>
                <p class="eyebrow">{texts::side_states(language)}</p>
                <ul>{ASIDE.into_iter().map(&bar).collect_view()}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// A headline: the sum, the years it covers, and how far it is verified.
#[component]
pub(super) fn Headline(indicator: Indicator, sum: Sum) -> impl IntoView {
    let language = language();
    let unit = texts::total_unit(language, indicator);
    // Best verified first, levels without anything left out.
    let levels: Vec<(Verification, f64)> = Verification::ALL
        .iter()
        .rev()
        .map(|level| (*level, level_of(&sum, *level)))
        .filter(|(_, amount)| *amount != 0.0)
        .collect();
    let meaningful = sum.share_from(Verification::Estimated).is_some();
    let bar = meaningful.then(|| {
        let part = |(level, amount): &(Verification, f64)| {
            view! {
                <span data-level=level.level().to_string() style=format!("--share:{:.2}%", amount / sum.amount * 100.0)>
                </span>
            }
        };
        view! {
            <div class="shares" aria-hidden="true">
                {levels.iter().map(part).collect_view()}
            </div>
        }
        .into_any()
    });
    let level = |(level, amount): &(Verification, f64)| {
        let part = if meaningful {
            share_words(language, amount / sum.amount)
        } else {
            format!("{}\u{a0}{unit}", format::amount(language, *amount))
        };
        view! {
            <li data-level=level.level().to_string()>
                <span>{words::verification(language, *level)}</span>
                <Apart />
                <strong>{part}</strong>
            </li>
        }
    };
    let years = sum
        .years
        .first_key_value()
        .zip(sum.years.last_key_value())
        .map(|((first, _), (last, _))| texts::years(language, *first, *last));
    view! {
        <li class="headline">
            <h3>{words::indicator(language, indicator)}</h3>
            <p class="headline-number">
                {format::amount(language, sum.amount)} <span class="headline-unit">"\u{a0}" {unit}</span>
            </p>
            <p class="headline-years">{years}</p>
            {bar}
            <ul class="levels" aria-label=texts::how_verified(language)>
                {levels.iter().map(level).collect_view()}
            </ul>
        </li>
    }
    .into_any()
}

/// What of a sum is verified at this level.
pub(super) fn level_of(sum: &Sum, level: Verification) -> f64 {
    sum.levels.get(usize::from(level.level())).copied().unwrap_or(0.0)
}

/// A share as a percentage that neither hides a small part nor makes a large one the whole.
fn share_words(language: Language, share: f64) -> String {
    if (f64::EPSILON..0.005).contains(&share) {
        format!("<\u{a0}{}", format::percent(language, 0.01))
    } else if (0.995..1.0 - f64::EPSILON).contains(&share) {
        format!(">\u{a0}{}", format::percent(language, 0.99))
    } else {
        format::percent(language, share)
    }
}

/// The name of a stage, in its colour.
#[component]
pub(super) fn StageTag(stage: Stage) -> impl IntoView {
    let language = language();
    view! {
        <span class="stage-tag" data-stage=stage.code()>
            {words::stage(language, stage)}
        </span>
    }
    .into_any()
}

/// Whether the filter narrows anything down.
pub(super) fn narrows(filter: &SynergyFilter) -> bool {
    [&filter.stage, &filter.search, &filter.kind, &filter.late, &filter.silent]
        .into_iter()
        .any(|typed| !typed.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_is_rounded_away_and_no_part_becomes_the_whole() {
        let shares = [0.0, 0.004, 0.25, 0.996, 1.0].map(|share| share_words(Language::English, share));
        assert_eq!(shares, ["0%", "<\u{a0}1%", "25%", ">\u{a0}99%", "100%"]);
    }
}
