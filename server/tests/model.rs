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
    /// Names no pair, and reads these amounts and days in the card with this title.
    Reads(&'static str, Value, Value),
    /// Names no pair, and calls the card with this title so in English.
    Translates(&'static str, &'static str),
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
        Manner::Reads(title, mut amount, mut days) => {
            let card = id(title);
            for line in [&mut amount, &mut days] {
                line["id"] = card.clone().unwrap_or_default();
            }
            let lines = |line: Value| if card.is_some() { vec![line] } else { Vec::new() };
            json!({ "pairs": [], "amounts": lines(amount), "days": lines(days) }).to_string()
        }
        Manner::Translates(title, english) => {
            let line = |id: Value| json!({ "id": id, "language": "en", "title": english });
            json!({ "pairs": [], "titles": id(title).map(line).into_iter().collect::<Vec<_>>() }).to_string()
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

const SKIP: &str = "une bonne benne de plâtre par semaine, dès la mi-décembre";

/// A model that reads [`SKIP`] as a person would.
fn reads_the_skip() -> Manner {
    Manner::Reads(
        SKIP,
        json!({ "amount": 15, "unit": "m3", "frequency": "week", "words": "Une bonne benne de plâtre par semaine" }),
        json!({ "from": "2026-12-15", "until": "", "words": "dès la mi-décembre" }),
    )
}

fn understood(workshop: &Value, card: u64) -> &Value {
    &workshop["cards"][card.to_string()]["understood"]
}

/// The fields of the form with this address, as a browser would send them.
fn form_of(page: &str, action: &str) -> String {
    let (_, form) = page.split_once(&format!("action=\"{action}\"")).expect("the form");
    let (form, _) = form.split_once("</form>").expect("its end");
    let value = |text: &str, name: &str| {
        let (_, rest) = text.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let inputs = form.split("<input").skip(1).filter_map(|input| {
        let typed = value(input, "value").unwrap_or_default();
        Some((value(input, "name")?, typed))
    });
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(inputs).finish()
}

#[tokio::test]
async fn what_the_model_reads_is_proposed_to_author_and_desk_alone_and_one_tap_takes_it_over() {
    let (server, _, desk, [camping, orchard]) = room(reads_the_skip(), 9).await;
    let anonymous = json!({ "kind": "have", "title": SKIP, "visibility": "anonymous" });
    let posted = server.done(&camping, json!({ "type": "post_card", "card": anonymous })).await;
    let card = posted["card"].as_u64().unwrap();
    let state = server.until(&desk, |workshop| !understood(workshop, card).is_null()).await;
    let read = json!({
        "quantity": { "amount": 15.0, "unit": "m3", "frequency": "week" }, "available_from": "2026-12-15",
    });
    assert_eq!(understood(&state["workshop"], card), &read);
    let said = &state["workshop"]["cards"][card.to_string()]["resource"];
    assert!(said["quantity"].is_null() && said["details"]["available_from"].is_null(), "the card says it not: {said}");

    assert_eq!(understood(&server.state(&camping).await["workshop"], card), &read);
    let others = (server.state(&orchard).await, server.events(&orchard).await);
    assert!(!format!("{others:?}").contains("understood"), "{others:?}");
    assert_eq!(others.1.last().unwrap()["event"]["type"], "withheld");

    let phone = format!("/w/{}", camping.workshop);
    let page = server.page(&phone, 'p', &camping).await.text;
    assert!(page.contains("Un modèle de langage a lu"), "{page}");
    assert!(page.contains("15\u{a0}m³ par semaine") && page.contains("À partir du 15\u{a0}décembre 2026"), "{page}");
    assert!(!server.page(&phone, 'p', &orchard).await.text.contains("Un modèle de langage a lu"));

    let action = format!("{phone}/cards/{card}");
    let cookie = format!("maillage_p_{}={}", camping.workshop.replace('-', ""), camping.token);
    let tap = axum::http::Request::post(&action)
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(form_of(&page, &action)))
        .unwrap();
    assert_eq!(server.send(tap).await.status, StatusCode::SEE_OTHER);
    let state = server.state(&orchard).await;
    let told = &state["workshop"]["cards"][card.to_string()];
    assert_eq!(told["resource"]["quantity"], read["quantity"]);
    assert_eq!(told["resource"]["details"]["available_from"], "2026-12-15");
    assert_eq!(told["resource"]["title"], SKIP, "nothing else has changed");
    assert_eq!(told["resource"]["details"]["visibility"], "anonymous");
    assert!(understood(&server.state(&desk).await["workshop"], card).is_null(), "nothing is left to propose");
}

#[tokio::test]
async fn what_somebody_typed_is_never_read_otherwise() {
    let (server, _, desk, [camping, _]) = room(reads_the_skip(), 9).await;
    let typed = json!({ "kind": "have", "title": SKIP, "quantity": "2", "unit": "t", "frequency": "month" });
    let card = server.done(&camping, json!({ "type": "post_card", "card": typed })).await["card"].as_u64().unwrap();
    let state = server.until(&desk, |workshop| !understood(workshop, card).is_null()).await;
    assert_eq!(understood(&state["workshop"], card), &json!({ "available_from": "2026-12-15" }));
    assert_eq!(state["workshop"]["cards"][card.to_string()]["resource"]["quantity"]["amount"], 2.0);
}

#[tokio::test]
async fn what_a_model_makes_up_of_a_card_is_proposed_to_nobody() {
    let days = |from: &str, words: &str| json!({ "from": from, "until": "", "words": words });
    let amount = |amount: f64, unit: &str, words: &str| {
        let frequency = "week";
        json!({ "amount": amount, "unit": unit, "frequency": frequency, "words": words })
    };
    for (amount, days) in [
        (amount(15.0, "m3", "huit bennes"), days("2026-12-15", "dès janvier")),
        (amount(15.0, "bennes", "une bonne benne"), days("2026-12-32", "dès la mi-décembre")),
        (amount(-1.0, "m3", "une bonne benne"), json!({ "from": ["2026-12-15"] })),
        (json!({ "amount": "<script>" }), days("<script>", "dès la mi-décembre")),
    ] {
        let (server, _, desk, [camping, orchard]) = room(Manner::Reads(SKIP, amount, days), 9).await;
        server.card(&camping, "have", SKIP).await;
        server.card(&orchard, "want", "plâtre").await;
        let state = server.until(&desk, |workshop| matches(workshop).iter().any(|found| is_judged(found))).await;
        assert!(!state.to_string().contains("understood"), "{state}");
    }
}

#[tokio::test]
async fn what_was_read_goes_with_whoever_leaves() {
    let (server, _, desk, [camping, _]) = room(reads_the_skip(), 9).await;
    for visibility in ["room", "anonymous"] {
        let card = json!({ "kind": "have", "title": SKIP, "visibility": visibility });
        let card = server.done(&camping, json!({ "type": "post_card", "card": card })).await["card"].as_u64().unwrap();
        server.until(&desk, |workshop| !understood(workshop, card).is_null()).await;
    }
    server.done(&camping, json!({ "type": "leave" })).await;
    let read: Vec<Value> = server
        .events(&desk)
        .await
        .into_iter()
        .filter(|recorded| recorded["event"]["type"] == "card_understood")
        .map(|recorded| recorded["event"]["understood"].clone())
        .collect();
    assert_eq!(read.len(), 2);
    assert_eq!(read[0], json!({}), "the log holds nothing of what was read in their words");
    assert_ne!(read[1], json!({}), "an anonymous card stays as it is");
    let before = server.state(&desk).await["workshop"].clone();
    assert!(understood(&before, 1).is_null(), "{before}");
    let server = server.restart().await;
    assert_eq!(server.state(&desk).await["workshop"], before, "a log read again adds up to the same");
}

fn translated(workshop: &Value, card: u64) -> &Value {
    &workshop["cards"][card.to_string()]["translated"]
}

#[tokio::test]
async fn who_reads_the_other_language_sees_under_the_title_what_a_card_is_called_in_theirs() {
    let (server, stub, desk, [camping, orchard]) = room(Manner::Translates("sciure sèche", "Dry sawdust"), 9).await;
    let anonymous = json!({ "kind": "have", "title": "sciure sèche", "visibility": "anonymous" });
    let card = server.done(&camping, json!({ "type": "post_card", "card": anonymous })).await["card"].as_u64().unwrap();
    let state = server.until(&orchard, |workshop| !translated(workshop, card).is_null()).await;
    assert_eq!(translated(&state["workshop"], card), &json!({ "language": "en", "title": "Dry sawdust" }));
    let said = &state["workshop"]["cards"][card.to_string()];
    assert_eq!((&said["resource"]["title"], &said["author"]), (&json!("sciure sèche"), &Value::Null), "{said}");

    let page = async |language: &str| {
        let cookie = format!("maillage_p_{}={}", orchard.workshop.replace('-', ""), orchard.token);
        let request = axum::http::Request::get(format!("/w/{}/room", orchard.workshop))
            .header("cookie", format!("{cookie}; maillage_language={language}"));
        server.send(request.body(axum::body::Body::empty()).unwrap()).await.text
    };
    let english = page("en").await;
    assert!(english.contains("sciure sèche") && english.contains("Machine translation: Dry sawdust"), "{english}");
    assert!(!page("fr").await.contains("Traduction automatique"), "who reads the title needs no other");

    *stub.manner.lock().unwrap() = Manner::Names(Vec::new());
    let edit = json!({ "kind": "have", "title": "copeaux", "visibility": "anonymous" });
    server.done(&camping, json!({ "type": "edit_card", "card_id": card, "card": edit })).await;
    let log = server.events(&orchard).await;
    assert!(!format!("{log:?}").contains("Dry sawdust"), "words that were taken back are told to nobody: {log:?}");
    assert!(translated(&server.state(&desk).await["workshop"], card).is_null());
}

#[tokio::test]
async fn a_translated_title_goes_with_whoever_leaves() {
    let (server, _, desk, [camping, _]) = room(Manner::Translates("sciure sèche", "Dry sawdust"), 9).await;
    let card = server.card(&camping, "have", "sciure sèche").await;
    server.until(&desk, |workshop| !translated(workshop, card).is_null()).await;
    server.done(&camping, json!({ "type": "leave" })).await;
    let before = server.state(&desk).await["workshop"].clone();
    let log = server.events(&desk).await;
    assert!(!format!("{log:?}").contains("Dry sawdust") && !before.to_string().contains("Dry sawdust"), "{log:?}");
    let server = server.restart().await;
    assert_eq!(server.state(&desk).await["workshop"], before, "a log read again adds up to the same");
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
    let last = stub.asked().pop().unwrap();
    let told = last["messages"][0]["content"].as_str().unwrap();
    assert!(told.contains(r#""required":["pairs","titles","amounts","days"]"#), "it is told how to answer: {told}");
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
