//! What the matcher knows beyond matches reaches facilitators, in both languages; and past workshops show what they
//! gave leave for, no more.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use backend::workshops::CreatedWorkshop;
use domain::workshop::WorkshopDraft;
use serde_json::json;
use support::{Answer, Person, Server};

fn cookie(kind: char, who: &Person) -> String {
    format!("maillage_{kind}_{}={}", who.workshop.replace('-', ""), who.token)
}

async fn leads(server: &Server, who: &Person, language: &str) -> Answer {
    let request = Request::get(format!("/desk/{}/leads", who.workshop))
        .header(header::COOKIE, cookie('f', who))
        .header(header::ACCEPT_LANGUAGE, language);
    server.send(request.body(Body::empty()).unwrap()).await
}

async fn give(server: &Server, who: &Person, leave: &str) -> u16 {
    let request = Request::post(format!("/desk/{}/leads", who.workshop))
        .header(header::COOKIE, cookie('f', who))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    server.send(request.body(Body::from(format!("leave={leave}"))).unwrap()).await.status.as_u16()
}

#[tokio::test]
async fn shared_needs_gaps_codes_and_rules_are_shown_in_both_languages() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let mut people = Vec::new();
    for name in ["Alpha", "Bravo", "Charlie", "Delta"] {
        people.push(server.join(&created, name, name).await);
    }
    for (person, title) in people.iter().zip(["litière pour chevaux", "bedding for cows", "litière volailles"]) {
        server.card(person, "want", title).await;
    }
    for (person, title) in people.iter().zip(["mousse de polyuréthane", "chutes de mousse", "foam offcuts"]) {
        server.card(person, "have", title).await;
    }
    let solvent = json!({"kind": "have", "title": "solvants usés", "category": "material", "waste_code": "14 06 03*"});
    server.done(&people[3], json!({"type": "post_card", "card": solvent})).await;
    server.card(&people[0], "want", "solvant à régénérer").await;
    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    server.until(&desk, |workshop| workshop["matches"].as_object().is_some_and(|matches| !matches.is_empty())).await;

    let french = leads(&server, &desk, "fr").await;
    assert_eq!(french.status, 200);
    for words in [
        "Besoins partagés",
        "bedding for cows (Bravo)",
        "litière",
        "foam offcuts (Charlie)",
        "14\u{a0}06\u{a0}03*",
        "art. R541-43",
        "lue le",
        "Trackdéchets",
    ] {
        assert!(french.text.contains(words), "{words}: {}", french.text);
    }
    let english = leads(&server, &desk, "en").await;
    for words in ["Shared needs", "Suggested codes", "Hazardous waste: electronic consignment note", "no legal advice"]
    {
        assert!(english.text.contains(words), "{words}");
    }
    let stranger = server.page(&format!("/desk/{}/leads", desk.workshop), 'p', &people[0]).await;
    assert!(stranger.status != 200, "participants do not see the page");
}

async fn other_programme(server: &Server) -> CreatedWorkshop {
    let draft = WorkshopDraft {
        title: "Ailleurs".into(),
        date: "2026-11-25".into(),
        language: "fr".into(),
        programme: "Un autre".into(),
        ..WorkshopDraft::default()
    };
    server.backend.create_workshop(draft, None).await.unwrap()
}

#[tokio::test]
async fn a_past_workshop_shows_what_it_gave_leave_for_and_nothing_when_it_takes_it_back() {
    let server = Server::start().await;
    let (past, past_desk) = server.workshop("haves_wants").await;
    let giver = server.join(&past, "Hélène Dubreuil", "Centrale du Port").await;
    server.card(&giver, "have", "cendres volantes en silo").await;
    let hidden = json!({
        "kind": "have", "title": "laitier moulu confidentiel", "category": "material", "visibility": "facilitators",
    });
    server.done(&giver, json!({"type": "post_card", "card": hidden})).await;
    let anonymous =
        json!({"kind": "have", "title": "pouzzolane naturelle", "category": "material", "visibility": "anonymous"});
    server.done(&giver, json!({"type": "post_card", "card": anonymous})).await;

    let (here, desk) = server.workshop("haves_wants").await;
    let asker = server.join(&here, "Marc", "Bétons du Val").await;
    server.card(&asker, "want", "ajout cimentaire pour baisser le clinker").await;
    let shows = async |words: &str| leads(&server, &desk, "fr").await.text.contains(words);

    assert_eq!(give(&server, &past_desk, "organisations").await, 303);
    assert!(!shows("cendres volantes en silo").await, "a workshop that is not over is no past one");
    for phase in ["matching", "engagement", "closed"] {
        server.done(&past_desk, json!({"type": "change_phase", "phase": phase})).await;
    }
    assert!(shows("cendres volantes en silo").await && shows("Centrale du Port").await);
    assert!(shows("pouzzolane naturelle").await, "anonymous cards are shown without their owner");
    assert!(!shows("confidentiel").await, "cards for facilitators stay with their workshop");
    assert!(!shows("Dubreuil").await, "persons are never named");

    assert_eq!(give(&server, &past_desk, "cards").await, 303);
    assert!(shows("cendres volantes en silo").await && !shows("Centrale du Port").await);
    assert_eq!(give(&server, &past_desk, "everything").await, 422, "an unknown leave changes nothing");
    assert!(shows("cendres volantes en silo").await);

    let elsewhere = other_programme(&server).await;
    let far = Person { workshop: elsewhere.id.to_string(), token: elsewhere.facilitator_key.clone(), number: 0 };
    server.done(&far, json!({"type": "change_phase", "phase": "haves_wants"})).await;
    let stranger = server.join(&elsewhere, "Zoé", "Cimenterie").await;
    server.card(&stranger, "want", "ajout cimentaire pour baisser le clinker").await;
    assert!(
        !leads(&server, &far, "fr").await.text.contains("cendres volantes en silo"),
        "other programmes see nothing"
    );

    assert_eq!(give(&server, &past_desk, "nothing").await, 303);
    assert!(!shows("cendres volantes en silo").await);
}

#[tokio::test]
async fn what_was_moderated_or_taken_back_is_in_no_archive_also_when_that_was_after_the_workshop() {
    let server = Server::start().await;
    let (past, past_desk) = server.workshop("haves_wants").await;
    let giver = server.join(&past, "Hélène Dubreuil", "Centrale du Port").await;
    let (moderated, taken_back) = (
        server.card(&giver, "have", "cendres volantes du Nord").await,
        server.card(&giver, "have", "cendres volantes du Sud").await,
    );
    for phase in ["matching", "engagement", "closed"] {
        server.done(&past_desk, json!({"type": "change_phase", "phase": phase})).await;
    }
    assert_eq!(give(&server, &past_desk, "organisations").await, 303);
    let (here, desk) = server.workshop("haves_wants").await;
    let asker = server.join(&here, "Marc", "Bétons du Val").await;
    server.card(&asker, "want", "ajout cimentaire pour baisser le clinker").await;
    let shows = async |words: &str| leads(&server, &desk, "fr").await.text.contains(words);
    assert!(shows("cendres volantes du Nord").await && shows("cendres volantes du Sud").await);
    server.done(&past_desk, json!({"type": "hide_card", "card_id": moderated, "hidden": true})).await;
    server.done(&past_desk, json!({"type": "withdraw_card", "card_id": taken_back})).await;
    assert!(!shows("cendres volantes").await);
}
