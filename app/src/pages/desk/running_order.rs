//! The form of the running order: one line for each step, a few blank ones below, templates and past workshops to begin
//! with.

use domain::ids::WorkshopId;
use domain::workshop::{Phase, STEPS_MAX, Scene, StepDraft, StepKind, Template};
use leptos::prelude::*;

use crate::locale::{common, language, running as texts, words};
use crate::pages::Form;
use crate::parts::field::{Choice, Field, Typing, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::routes;

/// How many blank lines stand below the steps, for new ones.
const BLANK: usize = 3;

/// The form. POSTs to its own address; `pasts` are workshops whose running order can be taken, `loaded` says that one
/// was.
#[component]
pub fn RunningOrder(id: WorkshopId, form: Form<Vec<StepDraft>>, pasts: Vec<Choice>, loaded: bool) -> impl IntoView {
    let language = language();
    let address = routes::running_order(id);
    let total: u32 = form.draft.iter().filter_map(|step| step.minutes.trim().parse::<u32>().ok()).sum();
    let lines = (form.draft.len() + BLANK).min(STEPS_MAX);
    let line = |at: usize| {
        let draft = form.draft.get(at).cloned().unwrap_or_default();
        let problem = |name: &str| form.problem(&format!("{name}-{at}"));
        // Each name carries the number of its step; the page has as many as a day has steps.
        let field = |name: &'static str, label: &'static str, value: String| Field {
            name,
            label: label.to_owned(),
            value,
            problem: problem(name),
            number: u32::try_from(at + 1).unwrap_or(0),
            ..Field::default()
        };
        let child = element::Child::from;
        view! {
            <fieldset class="order-step">
                <legend class="visually-hidden">{format!("{} {}", texts::step_number(language), at + 1)}</legend>
                {child(
                    field("kind", texts::field_kind(language), draft.kind)
                        .choice(
                            texts::no_step(language),
                            choices(StepKind::ALL, StepKind::code, |kind| words::step_kind(language, kind)),
                        ),
                )}
                {child(field("title", texts::field_title(language), draft.title).line(&Typing::default()))}
                {child(
                    field("minutes", texts::field_minutes(language), draft.minutes)
                        .line(&Typing { inputmode: "numeric", ..Typing::default() }),
                )}
                {child(
                    field("phase", texts::field_phase(language), draft.phase)
                        .choice(
                            texts::usual(language),
                            choices(Phase::ALL, Phase::code, |phase| words::phase(language, phase)),
                        ),
                )}
                {child(
                    field("scene", texts::field_scene(language), draft.scene)
                        .choice(
                            texts::usual(language),
                            choices(Scene::ALL, Scene::code, |scene| words::scene(language, scene)),
                        ),
                )}
            </fieldset>
        }
        .into_any()
    };
    let problems = (!form.problems.is_empty()).then(|| {
        let first = form.problems.first().map(|problem| crate::locale::problems::sentence(language, problem.code));
        view! { <Notice tone=Tone::Warning>{first}</Notice> }
    });
    let template =
        Field { name: "template", label: texts::from_template(language).to_owned(), form: "load", ..Field::default() }
            .choice(
                common::choose(language),
                choices(Template::ALL, Template::code, |template| words::template(language, template)),
            );
    let past = (!pasts.is_empty()).then(|| {
        let field =
            Field { name: "from", label: texts::from_past(language).to_owned(), form: "load", ..Field::default() };
        element::Child::from(field.choice(common::choose(language), pasts))
    });
    view! {
        <Masthead section=Section::Workshops back=address.clone() />
        <main id="content" class="page">
            <h1>{texts::order_title(language)}</h1>
            <p class="lead">{texts::order_help(language)}</p>
            {problems}
            {loaded.then(|| view! { <Notice tone=Tone::Good>{texts::loaded(language)}</Notice> })}
            <form method="get" action=address.clone() class="panel side-by-side">
                {element::Child::from(template)}
                {past}
                <div class="actions">
                    <button type="submit">{texts::load(language)}</button>
                </div>
            </form>
            <form method="post" action=address novalidate class="stack loose">
                <div class="order-steps">{(0..lines).map(line).collect_view()}</div>
                {(total > 0)
                    .then(|| {
                        view! {
                            <p class="order-total">
                                {format!("{}\u{a0}: {} h {:02}", texts::total(language), total / 60, total % 60)}
                            </p>
                        }
                    })}
                <div class="actions">
                    <button type="submit" class="primary">{common::save(language)}</button>
                    <a class="button quiet" href=routes::desk(id)>{common::cancel(language)}</a>
                </div>
            </form>
        </main>
    }
    .into_any()
}
