//! What the server counts, read by a monitor at an address of its own: whoever can reach that is one of the host's.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use tokio::net::TcpListener;

use crate::App;
use crate::listen::{self, Bounds};

/// How many monitors may ask at once.
const SEATS: usize = 16;
/// How the text is read (<https://prometheus.io/docs/specs/om/open_metrics_spec/>).
const FORM: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers at this socket until the server stops.
pub(crate) async fn serve(listener: TcpListener, app: App) {
    let stopping = app.stopping.clone();
    if let Err(error) = listen::serve(listener, router(app), Bounds::seats(SEATS), stopping).await {
        tracing::error!(%error, "nobody can read any more what is counted");
    }
}

/// This socket has one thing to say, whatever it is asked.
fn router(app: App) -> Router {
    Router::new().fallback(metrics).with_state(app)
}

async fn metrics(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, FORM)], app.backend.measured())
}
