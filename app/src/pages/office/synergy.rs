//! One synergy: where it stands, who takes care of it, what happens next, how it got there, and what it brought.

use chrono::Datelike as _;
use domain::NaiveDate;
use domain::access::{Right, Role};
use domain::programme::{HistoryEntry, SynergyDossier, SynergyRecord};
use domain::resource::Kind;
use domain::synergy::{
    self, AssumptionsDraft, Co2Draft, Factor, FigureDraft, FlowDraft, Stage, StageDraft, Verification,
};
use leptos::prelude::*;

use super::RecordDraft;
use super::charts::{CHAIN, StageTag};
use super::follow_up::is_overdue;
use crate::locale::{common, dossier as words_of, language, office as texts, words};
use crate::pages::Form;
use crate::pages::office::workshop::KindTag;
use crate::parts::apart::Apart;
use crate::parts::codes::{SuggestedCodes, SuggestedRow};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::{format, routes};

mod assumptions;
mod co2_form;
mod evidence;
mod figures;
mod flow;
mod records;
mod stage_form;
mod timeline;

use assumptions::AssumptionsForm;
use co2_form::Co2Form;
use evidence::Evidence;
use figures::{FigureForm, FigureTable};
use flow::{FlowForm, Parties};
use records::Records;
use stage_form::StageForm;
use timeline::Timeline;

/// The forms of the page, each as it was sent and refused, or empty.
#[derive(Clone, Debug, Default)]
pub struct SynergyForms {
    /// The stage, the reason when given up, and the next step.
    pub stage: Form<StageDraft>,
    /// What flows, how far, and who owns the synergy on each side.
    pub flow: Form<FlowDraft>,
    /// A figure of one indicator for one year.
    pub figure: Form<FigureDraft>,
    /// Emissions avoided, computed from a mass and a factor.
    pub co2: Form<Co2Draft>,
    /// The assumptions: lifetime in years, retention, and the share attributed to the programme.
    pub assume: Form<AssumptionsDraft>,
    /// Joining with another synergy, splitting in two, withdrawing a figure.
    pub records: Form<RecordDraft>,
    /// What is wrong with a file or a link.
    pub attach: Vec<domain::problem::FieldProblem>,
}

/// One synergy with its history and figures.
#[component]
pub fn Synergy(
    dossier: SynergyDossier,
    /// What the reader is in the programme.
    role: Role,
    forms: SynergyForms,
    factors: Vec<Factor>,
    evidence: Vec<synergy::Evidence>,
    codes: Vec<SuggestedRow>,
    today: NaiveDate,
) -> impl IntoView {
    let language = language();
    let SynergyDossier { record, cards, history, trail, figures, standing, assumptions, joined } = dossier;
    let SynergyForms { stage, flow, figure, co2, assume, records, attach } = forms;
    let of = (record.workshop_id, record.id);
    let address = routes::synergy(of.0, of.1);
    let reached = reached(record.stage, &history);
    let (follows, records_figures, audits) =
        (role.may(Right::FollowUp), role.may(Right::RecordFigures), role.may(Right::AuditFigures));
    let levels: Vec<Verification> =
        Verification::ALL.iter().copied().filter(|level| role.may(Right::to_record(*level))).collect();
    let may_count_later = !figures.is_empty() && record.stage.is_open();
    view! {
        <Masthead section=Section::Synergies back=address.clone() />
        <main id="content" class="page">
            <nav class="trail" aria-label=common::back(language)>
                <a href=routes::SYNERGIES>{common::synergies(language)}</a>
                <a href=routes::programme_workshop(record.workshop_id)>{record.workshop_title.clone()}</a>
            </nav>
            <div class="page-head">
                <div>
                    <p class="eyebrow">
                        {words::synergy_kind(language, record.kind)} " · "
                        {texts::born_on(language, record.workshop_date)}
                    </p>
                    <h1>{record.title.clone()}</h1>
                </div>
            </div>
            <Problems problems=stage.problems.clone() label=texts::stage_label form="stage" />
            <Problems problems=flow.problems.clone() label=crate::locale::flow::label form="flow" />
            <Problems problems=figure.problems.clone() label=words_of::figure_label form="figure" />
            <Problems problems=co2.problems.clone() label=words_of::label form="co2" />
            <Problems problems=assume.problems.clone() label=words_of::label form="assumptions" />
            <Problems problems=records.problems.clone() label=words_of::label form="records" />
            <Problems problems=attach.clone() label=crate::locale::exchange::label form="evidence" />
            <Chain record=record.clone() reached />
            <div class=if follows { "columns" } else { "stack loose" }>
                <div class="stack loose">
                    <Parties record=record.clone() />
                    {follows.then(|| view! {
                        <FlowForm address=routes::synergy_flow(of.0, of.1) form=flow kind=record.kind />
                    })}
                    <Next record=record.clone() today />
                    <section class="stack">
                        <h2>{texts::came_from(language)}</h2>
                        <CardList cards />
                        <details>
                            <summary>{crate::locale::leads::codes(language)}</summary>
                            <p class="soft">{crate::locale::leads::codes_help(language)}</p>
                            <SuggestedCodes rows=codes />
                        </details>
                    </section>
                    <section class="stack">
                        <h2>{texts::figures(language)}</h2>
                        <FigureTable of role figures standing this_year=today.year() />
                        {may_count_later.then(|| view! { <p class="soft">{texts::not_counted_yet(language)}</p> })}
                        {(records_figures || audits)
                            .then(|| {
                                let organisations =
                                        [record.giver.organisation.clone(), record.receiver.organisation.clone()];
                                view! {
                                    <FigureForm
                                        address=routes::synergy_figures(of.0, of.1)
                                        form=figure
                                        levels=levels.clone()
                                        this_year=today.year()
                                    />
                                    <Co2Form
                                        address=routes::synergy_co2(of.0, of.1)
                                        form=co2
                                        factors
                                        organisations
                                        levels
                                        this_year=today.year()
                                    />
                                }
                            })}
                        <AssumptionsForm
                            address=records_figures.then(|| routes::assumptions(of.0, of.1))
                            form=assume
                            entries=assumptions
                        />
                    </section>
                    <Evidence of evidence adds=follows />
                    <section class="stack">
                        <h2>{texts::history(language)}</h2>
                        <Timeline trail record=record.clone() />
                    </section>
                    <Records of=follows.then_some(of) form=records joined />
                </div>
                {follows.then(|| view! { <StageForm address=routes::synergy_stage(of.0, of.1) form=stage /> })}
            </div>
        </main>
    }
    .into_any()
}

/// How far along the chain the synergy got: its stage, or, beside the chain, the last stage on it before.
fn reached(stage: Stage, history: &[HistoryEntry]) -> Option<usize> {
    let place = |stage: Stage| CHAIN.iter().position(|of_chain| *of_chain == stage);
    place(stage).or_else(|| history.iter().rev().find_map(|entry| place(entry.stage)))
}

#[component]
fn Chain(record: SynergyRecord, reached: Option<usize>) -> impl IntoView {
    let language = language();
    let on_chain = CHAIN.contains(&record.stage);
    let step = |(at, stage): (usize, &Stage)| {
        let is_current = on_chain && reached == Some(at);
        let (class, words) = match reached {
            _ if is_current => ("now", texts::current(language)),
            Some(reached) if at <= reached => ("done", texts::done(language)),
            _ => ("to-come", texts::to_come(language)),
        };
        view! {
            <li class=class aria-current=is_current.then_some("step")>
                <span class="chain-name">{words::stage(language, *stage)}</span>
                <span class="visually-hidden">"\u{a0}– " {words}</span>
            </li>
        }
    };
    let reason = record.lost_reason.map(|reason| texts::because(language, words::lost_reason(language, reason)));
    view! {
        <div class="chain-box">
            <ol class="chain" class:beside=!on_chain aria-label=texts::chain(language)>
                {CHAIN.iter().enumerate().map(step).collect_view()}
            </ol>
            {(!on_chain)
                .then(|| {
                    view! {
                        <p class="beside-state">
                            <StageTag stage=record.stage />
                            <Apart />
                            {reason.map(|reason| view! { <span>{reason}</span> })}
                        </p>
                    }
                })}
        </div>
    }
    .into_any()
}

#[component]
fn Next(record: SynergyRecord, today: NaiveDate) -> impl IntoView {
    let language = language();
    let late = is_overdue(&record, today);
    record.stage.is_open().then(|| {
        let what = record
            .next_step
            .as_ref()
            .map_or_else(|| texts::no_next_step(language).to_owned(), |next| next.what.to_string());
        let due = record.next_step.and_then(|next| next.due).map(|due| {
            view! {
                <p class="due" class:late=late>
                    {texts::due_by(language)} " " <time datetime=due.to_string()>{format::date(language, due)}</time>
                    {late.then(|| view! { <strong>" " {texts::overdue(language)}</strong> })}
                </p>
            }
        });
        view! {
            <section class="next" class:late=late>
                <h2 class="eyebrow">{texts::next_step(language)}</h2>
                <p class="next-what">{what}</p>
                {due}
            </section>
        }
        .into_any()
    })
}

#[component]
fn CardList(cards: Vec<(Kind, String)>) -> impl IntoView {
    let card = |(kind, title)| {
        view! {
            <li>
                <KindTag kind />
                <Apart />
                <span>{title}</span>
            </li>
        }
    };
    view! { <ul class="origin">{cards.into_iter().map(card).collect_view()}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;

    #[test]
    fn beside_the_chain_a_synergy_keeps_the_stage_it_had_reached() {
        let entry =
            |stage| HistoryEntry { at: Timestamp(0), author: "A".to_owned(), stage, lost_reason: None, note: None };
        assert_eq!(reached(Stage::Negotiation, &[]), Some(2));
        assert_eq!(
            reached(
                Stage::Lost,
                &[entry(Stage::Idea), entry(Stage::Discussion), entry(Stage::OnHold), entry(Stage::Lost)]
            ),
            Some(1)
        );
        assert_eq!(reached(Stage::Lost, &[]), None);
    }
}
