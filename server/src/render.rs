//! Renders a page of `app` into the answer to a request.

use std::sync::Arc;

use app::locale::common;
use app::pages::account::ErrorPage;
use app::shell::{Files, Head, Renewal, Screen, document};
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::problem::Problem;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use serde::Serialize;

use crate::App;
use crate::identity::Visitor;

/// A page without wasm.
pub(crate) async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    screen: Screen,
    title: &str,
    view: impl Fn() -> AnyView + Send + Sync + 'static,
) -> Response {
    let mut head = head(app, visitor.language, screen, &told(visitor, status, title), false);
    if let (Some(moves), StatusCode::OK, Screen::Office) = (visitor.moves, status, screen) {
        head.renewal = Some(Renewal { moves, script: app.assets.url("office.js") });
    }
    respond(status, head, None, Arc::new(view)).await
}

/// The title of the window, which screen readers say first: that a form was refused stands before the page's name.
fn told(visitor: &Visitor, status: StatusCode, title: &str) -> String {
    if status.is_client_error() { format!("{} – {title}", common::error(visitor.language)) } else { title.to_owned() }
}

/// The door of the phone: a still page that is there at once, and fetches meanwhile what the live page behind it will
/// need.
pub(crate) async fn door(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    title: &str,
    view: impl Fn() -> AnyView + Send + Sync + 'static,
) -> Response {
    let mut head = head(app, visitor.language, Screen::Phone, &told(visitor, status, title), false);
    head.files.css_inside = app.assets.text("phone.css");
    head.files.soon = ["phone.js", "phone.wasm", "phone.css"].map(|file| app.assets.url(file)).to_vec();
    respond(status, head, None, Arc::new(view)).await
}

/// A live page: the browser renders the same again from `boot` and goes on from there.
pub(crate) async fn live_page<Boot: Serialize + Clone + Send + Sync + 'static>(
    app: &App,
    language: app::Language,
    status: StatusCode,
    screen: Screen,
    title: &str,
    boot: Boot,
    view: impl Fn(Boot) -> AnyView + Send + Sync + 'static,
) -> Response {
    let data = serde_json::to_string(&boot).unwrap_or_default();
    respond(status, head(app, language, screen, title, true), Some(data), Arc::new(move || view(boot.clone()))).await
}

/// A page that says what went wrong, in the reader's language.
pub(crate) async fn error(app: &App, visitor: &Visitor, status: StatusCode, problem: Problem) -> Response {
    let title = app::locale::problems::sentence(visitor.language, problem).trim_end_matches('.').to_owned();
    let head = head(app, visitor.language, Screen::Office, &title, false);
    respond(status, head, None, Arc::new(move || view! { <ErrorPage problem /> }.into_any())).await
}

fn head(app: &App, language: app::Language, screen: Screen, title: &str, live: bool) -> Head {
    let file = |name: &str| app.assets.url(name);
    let files = Files {
        css: file(&format!("{}.css", screen.name())),
        js: if live { file(&format!("{}.js", screen.name())) } else { String::new() },
        wasm: if live { file(&format!("{}.wasm", screen.name())) } else { String::new() },
        icon: file("favicon.svg"),
        manifest: file("manifest.webmanifest"),
        ..Files::default()
    };
    let form = uuid::Uuid::new_v4().to_string();
    Head { language, title: title.to_owned(), screen, files, host: app.host.clone(), renewal: None, form }
}

/// Not generic, on purpose: the compiler makes Leptos' rendering once, and not anew for each page.
async fn respond(
    status: StatusCode,
    head: Head,
    boot: Option<String>,
    view: Arc<dyn Fn() -> AnyView + Send + Sync>,
) -> Response {
    let answer = move || {
        let options = expect_context::<ResponseOptions>();
        options.set_status(status);
        let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        if let Ok(policy) = HeaderValue::from_str(&content_security_policy(&nonce)) {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    };
    let page = move || {
        let view = Arc::clone(&view);
        document(&head, boot.clone(), Box::new(move || view())).into_any()
    };
    without_marks(leptos_axum::render_app_async_with_context(answer, page)(Request::new(Body::empty())).await).await
}

/// Takes out the marks by which a browser that hydrates would find texts again: ours draws live pages anew, and a page
/// of the office has some fifteen hundred. What people typed never looks like one: its `<` is written `&lt;`, in JSON
/// `\u003c`.
async fn without_marks(answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    match axum::body::to_bytes(body, usize::MAX).await {
        Ok(html) => Response::from_parts(parts, Body::from(String::from_utf8_lossy(&html).replace("<!>", ""))),
        Err(error) => {
            tracing::error!(%error, "a page could not be put together");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Only our own files, only scripts with this response's nonce, forms only to ourselves, in nobody's frame.
/// Inline styles are allowed for the few measured values (bars, sizes) that pages set as custom properties.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' \
         'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )
}
