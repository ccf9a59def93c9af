//! The running order and the seating plan of a workshop, as forms.

use app::locale::{running as order_texts, seating as seating_texts};
use app::pages::Form;
use app::pages::desk::{Quality, RunningOrder, SeatingForm, SeatingPlan, SeatingSheets};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use backend::error::{Error, Result};
use backend::seating::SeatingReport;
use domain::ids::{CommandId, WorkshopId};
use domain::problem::{Problem, Refusal};
use domain::text::Line;
use domain::workshop::{Command, STEPS_MAX, Step, StepDraft, Template, Workshop};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::App;
use crate::answers::{see_other, turned_away};
use crate::extract::{Asked, Place};
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::RUNNING_ORDER, get(order).post(set_order))
        .route(routes::SEATING, get(seating).post(work_out))
        .route(routes::SEATING_PRINT, get(sheets))
}

pub(super) async fn workshop_of(app: &App, visitor: &Visitor, id: WorkshopId) -> Result<Workshop> {
    let caller = visitor.facilitator(app, id).await?;
    Ok(app.backend.snapshot(&caller).await?.workshop)
}

/// What the form is to be filled with.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Start {
    template: String,
    from: String,
}

fn drafts(steps: &[Step]) -> Vec<StepDraft> {
    steps.iter().map(StepDraft::from).collect()
}

async fn order(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(start): Asked<Start>,
) -> Response {
    let read = async {
        let workshop = workshop_of(&app, &visitor, id).await?;
        if let Some(template) = Template::from_code(&start.template) {
            return Ok((drafts(&template.steps()), true));
        }
        match start.from.parse() {
            Ok(past) => Ok((drafts(&workshop_of(&app, &visitor, past).await?.steps), true)),
            Err(_) => Ok((drafts(&workshop.steps), false)),
        }
    };
    match read.await {
        Ok((draft, loaded)) => {
            order_page(&app, &visitor, StatusCode::OK, id, Form { draft, problems: Vec::new() }, loaded).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn order_page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    id: WorkshopId,
    form: Form<Vec<StepDraft>>,
    loaded: bool,
) -> Response {
    // Whoever has a workshop's key alone knows no other workshops.
    let known = match visitor.account(app).await {
        Ok(account) => app.backend.workshops(&account).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    let others = known.into_iter().filter(|summary| summary.id != id);
    let pasts: Vec<_> = others
        .map(|summary| {
            (summary.id.to_string(), format!("{} – {}", summary.description.date, summary.description.title))
        })
        .collect();
    let view = move || view! { <RunningOrder id form=form.clone() pasts=pasts.clone() loaded /> }.into_any();
    render::page(app, visitor, status, Screen::Office, order_texts::order_title(visitor.language), view).await
}

/// The steps of the form, in order: fields are sent line by line, each line beginning with its kind. Lines without a
/// kind are left out.
fn steps_of(body: &Bytes) -> Vec<StepDraft> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    let mut steps: Vec<StepDraft> = Vec::new();
    for (name, value) in fields {
        if name == "kind" {
            steps.push(StepDraft { kind: value, ..StepDraft::default() });
        } else if let Some(step) = steps.last_mut() {
            match name.as_str() {
                "title" => step.title = value,
                "minutes" => step.minutes = value,
                "phase" => step.phase = value,
                "scene" => step.scene = value,
                _ => {}
            }
        }
    }
    steps.retain(|step| !step.kind.trim().is_empty());
    steps.truncate(STEPS_MAX);
    steps
}

async fn set_order(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let steps = steps_of(&body);
    let done = async {
        let caller = visitor.facilitator(&app, id).await?;
        app.backend.command(&caller, CommandId(Uuid::new_v4()), Command::SetRunningOrder { steps: steps.clone() }).await
    };
    match done.await {
        Ok(_) => see_other(&routes::desk(id)),
        Err(Error::Refused(refusal)) if refusal.problems().iter().all(|problem| problem.field.is_some()) => {
            let form = Form { draft: steps, problems: refusal.problems().to_vec() };
            order_page(&app, &visitor, status(refusal.first()), id, form, false).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

/// The form of the seating plan, as it is sent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asks {
    rounds: String,
    apart: String,
}

fn quality(report: &SeatingReport) -> Quality {
    let SeatingReport { score, bounds, likely_pairs } = report;
    Quality {
        repeats: (score.repeats, bounds.repeats),
        together: (score.together, bounds.together),
        likely: (score.likely_pairs, *likely_pairs),
        share: if bounds.likely > 0.0 { score.likely / bounds.likely } else { 1.0 },
    }
}

async fn seating_page(
    app: &App,
    visitor: &Visitor,
    id: WorkshopId,
    asked: Option<(Asks, Refusal)>,
) -> Result<Response> {
    let caller = visitor.facilitator(app, id).await?;
    let workshop = app.backend.snapshot(&caller).await?.workshop;
    let quality = app.backend.seating_report(&caller).await?.as_ref().map(quality);
    let code = asked.as_ref().map_or(StatusCode::OK, |(_, refusal)| status(refusal.first()));
    let form = match asked {
        Some((asks, refusal)) => {
            SeatingForm { rounds: asks.rounds, apart: asks.apart, problems: refusal.problems().to_vec() }
        }
        None => {
            let planned = workshop.seating.as_ref().map(|seating| seating.rounds.len());
            let of_order =
                workshop.steps.iter().filter(|step| step.kind == domain::workshop::StepKind::TableRound).count();
            let rounds = planned.unwrap_or(if of_order > 0 { of_order } else { 3 });
            let lines = workshop.seating.iter().flat_map(|seating| seating.apart.iter().map(ToString::to_string));
            SeatingForm {
                rounds: rounds.to_string(),
                apart: lines.collect::<Vec<_>>().join("\n"),
                problems: Vec::new(),
            }
        }
    };
    let view = move || view! { <SeatingPlan id workshop=workshop.clone() form=form.clone() quality /> }.into_any();
    Ok(render::page(app, visitor, code, Screen::Office, seating_texts::title(visitor.language), view).await)
}

async fn seating(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match seating_page(&app, &visitor, id, None).await {
        Ok(page) => page,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn work_out(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let asks: Asks = read_form(&body);
    let done = async {
        let caller = visitor.facilitator(&app, id).await?;
        let rounds: usize = asks.rounds.trim().parse().map_err(|_| Refusal::at("rounds", Problem::NotANumber))?;
        let lines = asks
            .apart
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(Line::parse)
            .collect::<std::result::Result<Vec<_>, _>>();
        let apart = lines.map_err(|problem| Refusal::at("apart", problem))?;
        app.backend.work_out_seating(&caller, rounds, apart).await
    };
    match done.await {
        Ok(()) => see_other(&routes::seating(id)),
        Err(Error::Refused(refused)) if refused.first() != Problem::NotSignedIn => {
            match seating_page(&app, &visitor, id, Some((asks, refused))).await {
                Ok(page) => page,
                Err(error) => turned_away(&app, &visitor, &error).await,
            }
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn sheets(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match workshop_of(&app, &visitor, id).await {
        Ok(workshop) => {
            let view = move || view! { <SeatingSheets id workshop=workshop.clone() /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, seating_texts::print(visitor.language), view)
                .await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_a_kind_is_no_step() {
        let body = Bytes::from_static(b"kind=pause&title=Caf%C3%A9&minutes=15&phase=&scene=&kind=&title=&minutes=&phase=&scene=&kind=wrap_up&minutes=20");
        let steps = steps_of(&body);
        assert_eq!(
            steps.iter().map(|step| (step.kind.as_str(), step.minutes.as_str())).collect::<Vec<_>>(),
            [("pause", "15"), ("wrap_up", "20")]
        );
        assert_eq!(steps[0].title, "Café");
    }
}
