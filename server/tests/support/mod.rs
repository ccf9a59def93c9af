//! A server without a socket, with a database of its own, and people who talk to it in JSON.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

pub mod disk;
pub mod feeds;
pub mod hall;
pub mod mail;
pub mod office;
pub mod process;
pub mod provider;
pub mod signing_in;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use backend::Backend;
use backend::clock::Clock;
use backend::workshops::CreatedWorkshop;
use domain::workshop::WorkshopDraft;
use serde_json::{Value, json};
use server::App;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

pub struct Server {
    pub router: Router,
    pub backend: Backend,
    pub app: App,
    pub folder: TempDir,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {} {}", self.status, self.text))
    }

    /// Status, code of the problem, its field.
    pub fn refusal(&self) -> (u16, String, Option<String>) {
        let body = self.json();
        assert!(!body["message"].as_str().unwrap_or_default().is_empty(), "a refusal has words: {body}");
        (
            self.status.as_u16(),
            body["code"].as_str().unwrap_or_default().to_owned(),
            body["field"].as_str().map(str::to_owned),
        )
    }
}

/// Somebody with a token.
#[derive(Clone)]
pub struct Person {
    pub workshop: String,
    pub token: String,
    pub number: u64,
}

impl Server {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let backend = Backend::open(&folder.path().join("maillage.db"), Clock::system()).await.unwrap();
        let app = App::new(backend.clone());
        Self { router: server::router(app.clone()), backend, app, folder }
    }

    /// The server started again on the same data.
    pub async fn restart(self) -> Self {
        self.backend.stop().await;
        let backend = Backend::open(&self.folder.path().join("maillage.db"), Clock::system()).await.unwrap();
        let app = App::new(backend.clone());
        Self { router: server::router(app.clone()), backend, app, folder: self.folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = axum::body::to_bytes(response.into_body(), 16 << 20).await.unwrap();
        Answer { status, headers, text: String::from_utf8_lossy(&body).into_owned() }
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.send(
            Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty()).unwrap(),
        )
        .await
    }

    /// A page, as the browser of this person opens it. `kind` is `p` for a phone, `f` for a facilitator.
    pub async fn page(&self, path: &str, kind: char, who: &Person) -> Answer {
        let cookie = format!("maillage_{kind}_{}={}", who.workshop.replace('-', ""), who.token);
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.post_text(path, token, body.to_string()).await
    }

    pub async fn post_text(&self, path: &str, token: &str, body: String) -> Answer {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A workshop with four tables, in this phase.
    pub async fn workshop(&self, phase: &str) -> (CreatedWorkshop, Person) {
        let draft = WorkshopDraft {
            title: "Atelier".into(),
            date: "2026-11-24".into(),
            language: "fr".into(),
            programme: "Programme".into(),
            tables: "4".into(),
            ..WorkshopDraft::default()
        };
        let created = self.backend.create_workshop(draft, None).await.unwrap();
        let desk = Person { workshop: created.id.to_string(), token: created.facilitator_key.clone(), number: 0 };
        if phase != "preparation" {
            self.done(&desk, json!({"type": "change_phase", "phase": phase})).await;
        }
        (created, desk)
    }

    pub async fn join(&self, created: &CreatedWorkshop, name: &str, organisation: &str) -> Person {
        let answer = self
            .post("/api/join", "", &json!({"token": created.join_token, "name": name, "organisation": organisation}))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let body = answer.json();
        Person {
            workshop: body["workshop"].as_str().unwrap().to_owned(),
            token: body["token"].as_str().unwrap().to_owned(),
            number: body["participant"].as_u64().unwrap(),
        }
    }

    /// Sends a command under a fresh id.
    pub async fn command(&self, who: &Person, command: Value) -> Answer {
        self.command_as(who, &Uuid::new_v4().to_string(), command).await
    }

    pub async fn command_as(&self, who: &Person, id: &str, command: Value) -> Answer {
        self.post(
            &format!("/api/workshops/{}/commands", who.workshop),
            &who.token,
            &json!({"command_id": id, "command": command}),
        )
        .await
    }

    /// A command that must be accepted; gives its first event.
    pub async fn done(&self, who: &Person, command: Value) -> Value {
        let answer = self.command(who, command.clone()).await;
        assert_eq!(answer.status, StatusCode::OK, "{command}: {}", answer.text);
        answer.json()["events"][0]["event"].clone()
    }

    /// Posts a card, and gives its number.
    pub async fn card(&self, who: &Person, kind: &str, title: &str) -> u64 {
        let event = self
            .done(who, json!({"type": "post_card", "card": {"kind": kind, "title": title, "category": "material"}}))
            .await;
        event["card"].as_u64().unwrap()
    }

    pub async fn state(&self, who: &Person) -> Value {
        self.get(&format!("/api/workshops/{}/state", who.workshop), &who.token).await.json()
    }

    pub async fn events(&self, who: &Person) -> Vec<Value> {
        let frame = self.get(&format!("/api/workshops/{}/events?after=0", who.workshop), &who.token).await.json();
        frame["events"].as_array().unwrap().clone()
    }

    /// Looks at the state until it shows what is waited for.
    pub async fn until(&self, who: &Person, shown: impl Fn(&Value) -> bool) -> Value {
        // A busy machine takes seconds to read what the matcher knows.
        let late = tokio::time::Instant::now() + std::time::Duration::from_secs(60);
        loop {
            let state = self.state(who).await;
            if shown(&state["workshop"]) {
                return state;
            }
            assert!(tokio::time::Instant::now() < late, "it never came: {state}");
            tokio::task::yield_now().await;
        }
    }
}
