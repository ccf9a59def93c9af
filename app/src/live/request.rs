//! HTTP from the browser: JSON there and back, with a time limit.

use std::time::Duration;

use domain::ids::CommandId;
use live::answer::{NoAnswer, PATIENCE, Refused, fetched, outcome};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};
use wire::Wire;

/// A new id for a command, drawn by chance on the device.
pub fn fresh_command_id() -> CommandId {
    CommandId(uuid::Uuid::new_v4())
}

/// Waits for this time; the page stays responsive.
pub async fn pause(time: Duration) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let wake = move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        leptos::prelude::set_timeout(wake, time);
    });
    let _ = JsFuture::from(promise).await;
}

/// GETs this address and reads the JSON of the answer.
pub async fn get<T: Wire>(address: &str) -> Result<T, NoAnswer> {
    let (status, body) = fetch(address, None).await?;
    fetched(status, &body)
}

/// Sends something; the answer is what came of it, or why it was refused.
pub async fn post<T: Wire>(address: &str, body: &str) -> Result<Result<T, Refused>, NoAnswer> {
    let (status, body) = fetch(address, Some(body)).await?;
    outcome(status, &body)
}

async fn fetch(address: &str, body: Option<&str>) -> Result<(u16, String), NoAnswer> {
    let abort = AbortController::new().map_err(|_| NoAnswer::Network)?;
    let init = RequestInit::new();
    init.set_signal(Some(&abort.signal()));
    let headers = Headers::new().map_err(|_| NoAnswer::Network)?;
    let _ = headers.set("accept", "application/json");
    if let Some(body) = body {
        init.set_method("POST");
        init.set_body(&JsValue::from_str(body));
        let _ = headers.set("content-type", "application/json");
    }
    init.set_headers(&headers);
    let limit = leptos::prelude::set_timeout_with_handle(move || abort.abort(), PATIENCE);
    let answer = read(address, &init).await;
    if let Ok(limit) = limit {
        limit.clear();
    }
    answer.map_err(|_| NoAnswer::Network)
}

async fn read(address: &str, init: &RequestInit) -> Result<(u16, String), JsValue> {
    let response: Response =
        JsFuture::from(leptos::prelude::window().fetch_with_str_and_init(address, init)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}
