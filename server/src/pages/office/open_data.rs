//! The sums that a programme publishes, for everybody: CSV and JSON.

use app::routes;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use backend::error::Result;
use backend::open_data::Row;
use domain::ids::ProgrammeId;
use domain::problem::Problem;

use crate::App;
use crate::answers::failed;
use crate::extract::Place;
use crate::identity::Visitor;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::OPEN_DATA, get(published))
}

async fn published(State(app): State<App>, visitor: Visitor, Place(file): Place<String>) -> Response {
    match found(&app, &file).await {
        Ok(response) => response,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn found(app: &App, file: &str) -> Result<Response> {
    let (id, kind) = file.rsplit_once('.').ok_or(Problem::NotFound)?;
    let id: ProgrammeId = id.parse().map_err(|_| Problem::NotFound)?;
    let rows = app.backend.open_data(id).await?;
    let (kind, text) = match kind {
        "csv" => ("text/csv; charset=utf-8", csv(&rows)),
        "json" => ("application/json", serde_json::json!({ "rows": rows }).to_string()),
        _ => return Err(Problem::NotFound.into()),
    };
    Ok((
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        ],
        text,
    )
        .into_response())
}

/// One line for each row; a hidden amount is an empty cell.
fn csv(rows: &[Row]) -> String {
    let mut text = "\u{feff}programme;territory;year;indicator;amount;synergies;organisations;as_of\r\n".to_owned();
    let cell = |text: &str| {
        // A text that a spreadsheet would compute stays a text.
        let guarded = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
        if guarded.contains([';', '"', '\n']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
    };
    let number = |value: Option<f64>| value.map(|value| value.to_string().replace('.', ",")).unwrap_or_default();
    let count = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    for row in rows {
        let year = row.year.map(|year| year.to_string()).unwrap_or_default();
        let cells = [
            cell(&row.programme),
            cell(&row.territory),
            year,
            row.indicator.to_owned(),
            number(row.amount),
            count(row.synergies),
            count(row.organisations),
            row.as_of.clone(),
        ];
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    text
}
