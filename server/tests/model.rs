//! A language model beside the matcher: what it confirms, adds and lowers; what it is never told; and that nothing
//! depends on it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use backend::model::{Model, Settings};
use domain::programme::ProgrammeDraft;
use domain::workshop::WorkshopDraft;
use serde_json::{Value, json};
use support::{Person, Server};
use tokio::sync::Notify;

/// What the stub does with a question.
#[derive(Clone)]
enum Manner {
    /// Names these pairs, by the titles of their cards.
    Names(Vec<(&'static str, &'static str, u8)>),
    /// Answers with this text, whatever is asked.
    Says(String),
    /// Answers with this status.
    Refuses(u16),
    /// Does not know schemas: refuses them once, then names nothing.
    WithoutSchemas,
    /// Never answers.
    Thinks,
}

struct Stub {
    manner: Mutex<Manner>,
    asked: Mutex<Vec<Value>>,
    keys: Mutex<Vec<String>>,
    was_asked: Notify,
}

impl Stub {
    async fn start(manner: Manner) -> (Arc<Self>, String) {
        let stub = Arc::new(Self {
            manner: Mutex::new(manner),
            asked: Mutex::default(),
            keys: Mutex::default(),
            was_asked: Notify::new(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let router = Router::new().route("/v1/chat/completions", post(answer)).with_state(Arc::clone(&stub));
        tokio::spawn(async move { axum::serve(listener, router).await });
        (stub, url)
    }

    fn asked(&self) -> Vec<Value> {
        self.asked.lock().unwrap().clone()
    }

    /// Everything that the model was ever sent.
    fn heard(&self) -> String {
        self.asked().iter().map(Value::to_string).collect()
    }
}

async fn answer(State(stub): State<Arc<Stub>>, headers: HeaderMap, body: String) -> (StatusCode, String) {
    let request: Value = serde_json::from_str(&body).unwrap();
    let cards: Value = serde_json::from_str(request["messages"][1]["content"].as_str().unwrap()).unwrap();
    let id = |title: &str| {
        let all = ["new", "others"].into_iter().flat_map(|list| cards[list].as_array().unwrap().iter());
        all.filter(|card| card["what"] == title).map(|card| card["id"].clone()).next()
    };
    let has_schema = request["response_format"]["type"] == "json_schema";
    let manner = stub.manner.lock().unwrap().clone();
    let content = match manner {
        Manner::Names(pairs) => {
            let named = pairs.iter().filter_map(|(a, b, grade)| {
                Some(json!({ "a": id(a)?, "b": id(b)?, "grade": grade, "fr": "Leurs mobil-homes sont vides d’octobre \
                    à mars.", "en": "Their mobile homes are empty from October to March." }))
            });
            json!({ "pairs": named.collect::<Vec<_>>() }).to_string()
        }
        Manner::Says(words) => words,
        Manner::Refuses(status) => {
            stub.asked.lock().unwrap().push(request);
            stub.was_asked.notify_one();
            return (StatusCode::from_u16(status).unwrap(), "no".to_owned());
        }
        Manner::WithoutSchemas if has_schema => {
            stub.asked.lock().unwrap().push(request);
            return (StatusCode::BAD_REQUEST, "unknown response_format".to_owned());
        }
        Manner::WithoutSchemas => json!({ "pairs": [] }).to_string(),
        Manner::Thinks => {
            stub.asked.lock().unwrap().push(request);
            stub.was_asked.notify_one();
            std::future::pending::<()>().await;
            unreachable!("it never answers")
        }
    };
    stub.keys.lock().unwrap().extend(headers.get("authorization").map(|key| key.to_str().unwrap().to_owned()));
    stub.asked.lock().unwrap().push(request);
    stub.was_asked.notify_one();
    (
        StatusCode::OK,
        json!({ "choices": [{ "message": { "content": content } }], "usage": { "total_tokens": 321 } }).to_string(),
    )
}

async fn room(manner: Manner, questions_most: u32) -> (Server, Arc<Stub>, Person, [Person; 2]) {
    let server = Server::start().await;
    let (stub, url) = Stub::start(manner).await;
    let settings = Settings { url, name: "judge".into(), key: Some("a key".into()), questions_most };
    server.backend.set_model(Model::new(settings).unwrap());
    let (created, desk) = server.workshop("matching").await;
    let camping = server.join(&created, "Nadia Belkacem", "Camping des Pins").await;
    let orchard = server.join(&created, "Paul Martin", "Vergers Mondragon").await;
    (server, stub, desk, [camping, orchard])
}

fn matches(workshop: &Value) -> Vec<&Value> {
    workshop["matches"].as_object().map(|all| all.values().collect()).unwrap_or_default()
}

fn is_judged(found: &Value) -> bool {
    found["reasons"].as_array().unwrap().iter().any(|reason| reason["type"] == "judged")
}

#[tokio::test]
async fn a_pair_that_only_a_person_would_see_is_proposed_with_the_models_sentence_and_marked_as_its_own() {
    let (server, stub, desk, [camping, orchard]) =
        room(Manner::Names(vec![("42 mobil-homes vides en basse saison", "loger 12 cueilleurs", 2)]), 9).await;
    server.card(&camping, "have", "42 mobil-homes vides en basse saison").await;
    server.card(&orchard, "want", "loger 12 cueilleurs").await;
    let state = server.until(&desk, |workshop| matches(workshop).iter().any(|found| is_judged(found))).await;
    let all = matches(&state["workshop"]);
    let found = all.iter().find(|found| is_judged(found)).unwrap();
    assert_eq!(found["score"], 0.9);
    assert_eq!(found["reasons"][0]["fr"], "Leurs mobil-homes sont vides d’octobre à mars.");
    assert!(stub.keys.lock().unwrap().iter().all(|key| key == "Bearer a key"));

    let heard = stub.heard();
    assert!(heard.contains("loger 12 cueilleurs"));
    for private in ["Nadia", "Belkacem", "Camping des Pins", "Mondragon"] {
        assert!(!heard.contains(private), "{private}");
    }
    let page = server.page(&format!("/desk/{}/leads", desk.workshop), 'f', &desk).await;
    assert!(
        page.text.contains("judge") && page.text.contains("127.0.0.1"),
        "who reads along stands on the page of leads: {}",
        page.text
    );
}

#[tokio::test]
async fn what_the_model_does_not_name_falls_and_what_somebody_said_stays() {
    let (server, _, desk, [camping, orchard]) = room(Manner::Names(Vec::new()), 9).await;
    server.card(&camping, "have", "sciure de bois sèche").await;
    server.card(&orchard, "want", "sciure de bois sèche").await;
    let state = server.until(&desk, |workshop| matches(workshop).iter().any(|found| is_judged(found))).await;
    let all = matches(&state["workshop"]);
    assert!(all[0]["score"].as_f64().unwrap() < 0.2, "{all:?}");
}

#[tokio::test]
async fn names_addresses_and_cards_for_facilitators_never_leave_the_room() {
    let (server, stub, desk, [camping, orchard]) = room(Manner::Names(Vec::new()), 9).await;
    let secret = json!({
        "kind": "have", "title": "fermeture du site secrète", "category": "space", "visibility": "facilitators",
    });
    server.done(&camping, json!({"type": "post_card", "card": secret})).await;
    server.card(&camping, "have", "palettes, voir Nadia Belkacem 06 12 34 56 78 ou nadia@pins.example").await;
    server.card(&orchard, "want", "palettes pour Vergers Mondragon").await;
    server.until(&desk, |workshop| matches(workshop).iter().any(|found| is_judged(found))).await;
    let heard = stub.heard();
    assert!(heard.contains("palettes"));
    for private in ["secrète", "Nadia", "Belkacem", "06 12", "56 78", "pins.example", "Mondragon"] {
        assert!(!heard.contains(private), "{private}: {heard}");
    }
}

#[tokio::test]
async fn a_hostile_answer_opens_nothing_and_the_matchers_proposals_stand() {
    let hostile = json!({ "pairs": [
        { "a": 1, "b": 999, "grade": 2, "fr": "x", "en": "x" },
        { "a": 1, "b": 2, "grade": 2, "fr": "<script>alert(1)</script>", "en": "see https://example.org" },
    ], "also": "ignored" });
    let (server, _, desk, [camping, orchard]) = room(Manner::Says(hostile.to_string()), 9).await;
    server.card(&camping, "have", "sciure de bois").await;
    server.card(&orchard, "want", "litière pour chevaux").await;
    let state = server.until(&desk, |workshop| matches(workshop).iter().any(|found| is_judged(found))).await;
    let text = state["workshop"]["matches"].to_string();
    assert!(!text.contains("script") && !text.contains("example.org"), "{text}");
    assert_eq!(matches(&state["workshop"]).len(), 1);
}

#[tokio::test]
async fn a_model_that_is_silent_half_wrong_or_away_costs_the_room_nothing() {
    for manner in [
        Manner::Thinks,
        Manner::Refuses(500),
        Manner::Refuses(401),
        Manner::Says("I cannot help with that.".into()),
        Manner::Says("{\"pairs\": [".into()),
    ] {
        let (server, stub, desk, [camping, orchard]) = room(manner, 9).await;
        server.card(&camping, "have", "sciure de bois sèche").await;
        server.card(&orchard, "want", "sciure de bois sèche").await;
        let state = server.until(&desk, |workshop| !matches(workshop).is_empty()).await;
        stub.was_asked.notified().await;
        assert!(matches(&state["workshop"]).iter().all(|found| !is_judged(found)));
        assert!(
            server.until(&desk, |_| true).await["workshop"]["cards"].as_object().unwrap().len() == 2,
            "the room goes on"
        );
    }
    let server = Server::start().await;
    let away = Settings { url: "http://127.0.0.1:9/v1".into(), name: "judge".into(), key: None, questions_most: 9 };
    server.backend.set_model(Model::new(away).unwrap());
    let (created, desk) = server.workshop("matching").await;
    let (one, other) = (server.join(&created, "A", "Alpha").await, server.join(&created, "B", "Bravo").await);
    server.card(&one, "have", "sciure de bois sèche").await;
    server.card(&other, "want", "sciure de bois sèche").await;
    server.until(&desk, |workshop| !matches(workshop).is_empty()).await;
}

#[tokio::test]
async fn a_server_that_knows_no_schemas_is_asked_for_json() {
    let (server, stub, desk, [camping, orchard]) = room(Manner::WithoutSchemas, 9).await;
    server.card(&camping, "have", "sciure de bois sèche").await;
    server.card(&orchard, "want", "sciure de bois sèche").await;
    server.until(&desk, |workshop| matches(workshop).iter().any(|found| is_judged(found))).await;
    let formats: Vec<String> =
        stub.asked().iter().map(|asked| asked["response_format"]["type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(formats.iter().filter(|format| *format == "json_schema").count(), 1, "{formats:?}");
}

#[tokio::test]
async fn a_workshop_asks_no_more_than_it_may() {
    let (server, stub, desk, [camping, orchard]) = room(Manner::Names(Vec::new()), 1).await;
    server.card(&camping, "have", "sciure de bois sèche").await;
    server.card(&orchard, "want", "sciure de bois sèche").await;
    for number in 0..6 {
        server.card(&camping, "have", &format!("palettes de bois {number}")).await;
    }
    server.card(&orchard, "want", "palettes de bois").await;
    server.until(&desk, |workshop| matches(workshop).len() > 2).await;
    assert!(stub.asked().len() <= 1, "{}", stub.asked().len());
}

#[tokio::test]
async fn a_programme_that_does_not_want_it_is_never_sent_anywhere_and_the_door_says_who_reads() {
    let server = Server::start().await;
    let (stub, url) = Stub::start(Manner::Names(Vec::new())).await;
    server.backend.set_model(Model::new(Settings { url, name: "judge".into(), key: None, questions_most: 9 }).unwrap());
    let (account, _) = server
        .backend
        .create_account("Claire", "claire@maillage.example", "une phrase assez longue".into())
        .await
        .unwrap();
    let draft = WorkshopDraft {
        title: "Atelier".into(),
        date: "2026-11-24".into(),
        language: "fr".into(),
        programme: "Démarche".into(),
        ..Default::default()
    };
    let created = server.backend.create_workshop(draft, Some(&account)).await.unwrap();
    let desk = Person { workshop: created.id.to_string(), token: created.facilitator_key.clone(), number: 0 };
    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    let door = format!("/j/{}", created.join_token);
    let said = server.get(&door, "").await.text;
    assert!(said.contains("(judge, chez 127.0.0.1)"), "the door says to whom cards are sent: {said}");

    let programme = server.backend.programmes(&account).await.unwrap().remove(0);
    let forbids = ProgrammeDraft { model_forbidden: "yes".into(), ..ProgrammeDraft::of(&programme) };
    server.backend.describe_programme(&account, programme.id, &forbids).await.unwrap();
    assert!(!server.get(&door, "").await.text.contains("127.0.0.1"));
    let (one, other) = (server.join(&created, "A", "Alpha").await, server.join(&created, "B", "Bravo").await);
    server.card(&one, "have", "sciure de bois sèche").await;
    server.card(&other, "want", "sciure de bois sèche").await;
    server.until(&desk, |workshop| !matches(workshop).is_empty()).await;
    assert!(stub.asked().is_empty());
}
