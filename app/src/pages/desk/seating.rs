//! The seating plan: worked out for all rounds, shown round by round, and printed as place cards and lists.

use domain::ids::WorkshopId;
use domain::problem::FieldProblem;
use domain::workshop::{Participant, Seating, Workshop};
use leptos::prelude::*;

use crate::format;
use crate::locale::{language, problems::sentence, seating as texts, words};
use crate::parts::field::{TextArea, TextField};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::routes;

/// How good a plan is, and what no plan can beat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// How often a pair meets again, summed over all pairs, and the fewest possible.
    pub repeats: (usize, usize),
    /// Pairs to keep apart that share a table, and the fewest possible.
    pub together: (usize, usize),
    /// How many of the likely pairs meet, and how many likely pairs there are.
    pub likely: (usize, usize),
    /// The weight of the likely pairs that meet, as a share (0 to 1) of the upper bound.
    pub share: f64,
}

/// The form of the seating plan as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatingForm {
    pub rounds: String,
    /// The groups of companies that shall not share a table, as typed: one group a line.
    pub apart: String,
    /// What is wrong, each problem with its field.
    pub problems: Vec<FieldProblem>,
}

/// The plan and its form. POSTs to its own address.
#[component]
pub fn SeatingPlan(
    id: WorkshopId,
    workshop: Workshop,
    form: SeatingForm,
    #[prop(optional_no_strip)] quality: Option<Quality>,
) -> impl IntoView {
    let language = language();
    let address = routes::seating(id);
    let begun = workshop.rounds_begun() as usize;
    let problem = |field: &str| {
        form.problems.iter().find(|problem| problem.field.as_deref() == Some(field)).map(|problem| problem.code)
    };
    let others = form.problems.iter().find(|problem| !matches!(problem.field.as_deref(), Some("rounds" | "apart")));
    let others = others
        .map(|problem| problem.code)
        .map(|code| view! { <Notice tone=Tone::Warning>{sentence(language, code)}</Notice> });
    let some = workshop.seating.is_some();
    let rounds = workshop.seating.as_ref().map(|seating| {
        (0..seating.rounds.len())
            .map(|round| {
                let tables = (1..=workshop.tables())
                    .map(|table| table_of(language, &workshop, seating, round, table))
                    .collect_view();
                view! {
                    <section>
                        <h2>
                            {format!("{} {}", texts::round(language), round + 1)}
                            {(round < begun).then(|| view! { " " <span class="badge">{texts::begun(language)}</span> })}
                        </h2>
                        <div class="seat-tables">{tables}</div>
                    </section>
                }
            })
            .collect_view()
    });
    view! {
        <Masthead section=Section::Workshops back=address.clone() />
        <main id="content" class="page">
            <h1>{texts::title(language)}</h1>
            <p class="lead">{texts::lead(language)}</p>
            {others}
            <form method="post" action=address novalidate class="panel stack">
                <TextField
                    name="rounds"
                    label=texts::rounds(language)
                    inputmode="numeric"
                    value=form.rounds.clone()
                    problem=problem("rounds")
                    maxlength=2
                />
                <TextArea
                    name="apart"
                    label=texts::apart(language)
                    hint=texts::apart_hint(language)
                    value=form.apart.clone()
                    problem=problem("apart")
                />
                {(begun > 0).then(|| view! { <p class="hint">{texts::held_stay(language)}</p> })}
                <div class="actions">
                    <button type="submit" class="primary">
                        {if begun > 0 { texts::work_out_again(language) } else { texts::work_out(language) }}
                    </button>
                    {some.then(|| view! {
                        <a class="button" href=routes::seating_print(id)>{texts::print(language)}</a>
                    })}
                    <a class="button quiet" href=routes::desk(id)>
                        {crate::locale::preparation::back_to_desk(language)}
                    </a>
                </div>
            </form>
            {(!some).then(|| view! { <p class="empty">{texts::none(language)}</p> })}
            {quality.map(|quality| view! { <QualityOf quality /> })}
            <div class="seat-rounds">{rounds}</div>
        </main>
    }
    .into_any()
}

#[component]
fn QualityOf(quality: Quality) -> impl IntoView {
    let language = language();
    let least = |(reached, bound): (usize, usize)| format!("{reached} ({} {bound})", texts::at_best(language));
    view! {
        <section aria-label=texts::quality(language)>
            <dl class="fixed">
                <dt>{texts::repeats(language)}</dt>
                <dd>{least(quality.repeats)}</dd>
                <dt>{texts::together(language)}</dt>
                <dd>{least(quality.together)}</dd>
                {(quality.likely.1 > 0).then(|| view! { <dt>{texts::likely(language)}</dt> })}
                {(quality.likely.1 > 0).then(|| view! {
                    <dd>
                        {format!(
                            "{} / {} ({})",
                            quality.likely.0,
                            quality.likely.1,
                            format::percent(language, quality.share),
                        )}
                    </dd>
                })}
            </dl>
        </section>
    }
    .into_any()
}

fn people_at<'a>(workshop: &'a Workshop, seating: &Seating, round: usize, table: u8) -> Vec<&'a Participant> {
    let seats = seating.rounds.get(round).map(Vec::as_slice).unwrap_or_default();
    let here = seats.iter().filter(|seat| seat.table == table);
    here.filter_map(|seat| workshop.participants.get(&seat.participant)).filter(|person| !person.left).collect()
}

fn table_of(language: crate::Language, workshop: &Workshop, seating: &Seating, round: usize, table: u8) -> AnyView {
    let person = |person: &Participant| {
        view! {
            <li>
                {person.name.to_string()}
                {person.role.map(|role| view! { " " <span class="badge">{words::table_role(language, role)}</span> })}
                <span class="hint">{person.organisation.to_string()}</span>
            </li>
        }
    };
    view! {
        <section class="seat-table">
            <h3>{format!("{} {table}", texts::table(language))}</h3>
            <ul>{people_at(workshop, seating, round, table).into_iter().map(person).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// Place cards, a list by name and a list by table.
#[component]
pub fn SeatingSheets(id: WorkshopId, workshop: Workshop) -> impl IntoView {
    let language = language();
    let seating = workshop.seating.clone().unwrap_or_default();
    let rounds = u32::try_from(seating.rounds.len()).unwrap_or(0);
    let mut people: Vec<&Participant> = workshop.present().collect();
    people.sort_by_key(|person| {
        (domain::text::organisation_key(&person.organisation), domain::text::organisation_key(&person.name))
    });
    let tables_of =
        |person: &Participant| (1..=rounds).map(|round| (round, seating.table(round, person.id))).collect::<Vec<_>>();
    let table_words = |table: Option<u8>| table.map_or_else(|| "–".to_owned(), |table| table.to_string());
    let card = |person: &&Participant| {
        let tables = tables_of(person).into_iter().map(|(round, table)| {
            view! {
                <span>
                    {format!("{} {round} → {} {}", texts::round(language), texts::table(language), table_words(table))}
                </span>
            }
        });
        view! {
            <section class="place-card">
                <p class="place-name">{person.name.to_string()}</p>
                <p>{person.organisation.to_string()}</p>
                {person.role.map(|role| view! { <p>{words::table_role(language, role)}</p> })}
                <p class="place-tables">{tables.collect_view()}</p>
            </section>
        }
    };
    let row = |person: &&Participant| {
        let tables =
            tables_of(person).into_iter().map(|(_, table)| view! { <td class="number">{table_words(table)}</td> });
        view! {
            <tr>
                <th scope="row">{person.name.to_string()}</th>
                <td>{person.organisation.to_string()}</td>
                {tables.collect_view()}
            </tr>
        }
    };
    let by_table = (0..rounds as usize).map(|round| {
        let tables =
            (1..=workshop.tables()).map(|table| table_of(language, &workshop, &seating, round, table)).collect_view();
        view! {
            <section class="sheet">
                <h2>{format!("{} – {} {}", texts::list_by_table(language), texts::round(language), round + 1)}</h2>
                <div class="seat-tables">{tables}</div>
            </section>
        }
    });
    let heads = (1..=rounds)
        .map(|round| view! { <th scope="col" class="number">{format!("{} {round}", texts::round(language))}</th> });
    view! {
        <div class="no-print">
            <Masthead section=Section::Workshops back=routes::seating_print(id) />
        </div>
        <main id="content" class="print-page">
            <div class="no-print page print-help">
                <h1>{texts::print(language)}</h1>
                <p class="actions"><a class="button" href=routes::seating(id)>{texts::back(language)}</a></p>
            </div>
            <div class="sheets" tabindex="0" role="region" aria-label=texts::preview(language)>
                <section class="sheet">
                    <h2>{texts::list_by_name(language)}</h2>
                    <table class="table place-list">
                        <caption class="visually-hidden">{texts::list_by_name(language)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{texts::person(language)}</th>
                                <th scope="col">{texts::organisation(language)}</th>
                                {heads.collect_view()}
                            </tr>
                        </thead>
                        <tbody>{people.iter().map(row).collect_view()}</tbody>
                    </table>
                </section>
                {by_table.collect_view()}
                {people
                    .chunks(8)
                    .map(|some| view! {
                        <section class="sheet">
                            <h2 class="visually-hidden">{texts::place_cards(language)}</h2>
                            <div class="place-cards">{some.iter().map(card).collect_view()}</div>
                        </section>
                    })
                    .collect_view()}
            </div>
        </main>
    }
    .into_any()
}
