//! A day in its steps: clock, phases, scenes, tables; and who leaves, leaves nothing.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;
use support::{Answer, Person, Server};

async fn form(server: &Server, path: &str, kind: char, who: &Person, body: &'static str) -> Answer {
    let cookie = format!("maillage_{kind}_{}={}", who.workshop.replace('-', ""), who.token);
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    server.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_step_brings_its_phase_its_scene_and_everybody_to_their_table() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("preparation").await;
    let mut people = Vec::new();
    for at in 0..12 {
        people.push(server.join(&created, &format!("Nom {at}"), &format!("Entreprise {at}")).await);
    }
    let order = format!("/desk/{}/order", desk.workshop);
    let filled = server.page(&format!("{order}?template=half_day"), 'f', &desk).await;
    assert!(filled.text.contains("value=\"table_round\" selected"), "a template fills the form");
    let refused = form(&server, &order, 'f', &desk, "kind=arrival&minutes=beaucoup&title=Caf%C3%A9").await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("beaucoup") && refused.text.contains("Café"), "nothing typed is lost");
    assert_eq!(
        form(
            &server,
            &order,
            'f',
            &desk,
            "kind=arrival&minutes=15&kind=table_round&minutes=30&kind=table_round&minutes=30"
        )
        .await
        .status,
        303
    );

    let seating = format!("/desk/{}/seating", desk.workshop);
    assert_eq!(form(&server, &seating, 'f', &desk, "rounds=2&apart=Entreprise+0%2C+Entreprise+1").await.status, 303);
    let told = server.page(&seating, 'f', &desk).await;
    assert!(told.text.contains("Rencontres répétées"), "the page says how good the plan is");
    let room = server.state(&people[0]).await;
    assert!(room["workshop"]["seating"].is_null(), "the plan is for the facilitators");

    server.done(&desk, json!({"type": "begin_step", "step": 1, "from": null})).await;
    let state = server.state(&desk).await["workshop"].clone();
    assert_eq!((state["phase"].as_str(), state["scene"].as_str()), (Some("haves_wants"), Some("cards")));
    let tables = |state: &serde_json::Value| {
        (1..=12).map(|who| state["participants"][who.to_string()]["table"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let first = tables(&state);
    assert!((1..=4).all(|table| first.iter().filter(|at| **at == table).count() == 3), "{first:?}");
    assert_ne!(first[0], first[1], "those to keep apart are");

    // Somebody comes late: the rest of the day is worked out again, and they sit down now.
    let late = server.join(&created, "Tard", "Retard").await;
    assert_eq!(form(&server, &seating, 'f', &desk, "rounds=2").await.status, 303);
    let state = server.state(&desk).await["workshop"].clone();
    assert_eq!(tables(&state), first, "the round under way stays as it is");
    assert!(state["participants"][late.number.to_string()]["table"].is_u64());
    server.done(&desk, json!({"type": "begin_step", "step": 2, "from": 1})).await;
    let second = tables(&server.state(&desk).await["workshop"]);
    let again = (0..12).flat_map(|one| (one + 1..12).map(move |other| (one, other)));
    let repeats = again.filter(|(one, other)| first[*one] == first[*other] && second[*one] == second[*other]).count();
    assert_eq!(repeats, 0, "nobody meets twice: {first:?} {second:?}");

    let stale = server.command(&desk, json!({"type": "begin_step", "step": 0, "from": 1})).await;
    assert_eq!(stale.refusal().1, "phase_changed_meanwhile", "of two who go on at once, the second is told");
    assert_eq!(server.command(&people[0], json!({"type": "pause_clock", "paused": true})).await.status, 403);
}

#[tokio::test]
async fn who_leaves_leaves_nothing_behind_and_the_log_adds_up_to_the_same() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let one = server.join(&created, "Zénobie Quintard", "Scierie Zed").await;
    let other = server.join(&created, "Paul Roy", "Ferme du Bas").await;
    let card = server.card(&one, "have", "Copeaux de mélèze rarissimes").await;
    let theirs = server.card(&other, "want", "Paille").await;
    server.done(&other, json!({"type": "show_interest", "card_id": card, "interested": true})).await;
    server.done(&one, json!({"type": "show_interest", "card_id": theirs, "interested": true})).await;
    let address = format!("/w/{}/me", one.workshop);
    let own = server.page(&address, 'p', &one).await;
    assert!(own.text.contains("Zénobie Quintard"));

    let link = form(&server, &format!("{address}/link"), 'p', &one, "").await;
    let token = link
        .text
        .split(&format!("/w/{}/as/", one.workshop))
        .nth(1)
        .unwrap()
        .split(['<', '"'])
        .next()
        .unwrap()
        .to_owned();
    let back = server.page(&format!("/w/{}/as/{token}", one.workshop), 'x', &desk).await;
    assert_eq!(back.status, 303, "the personal link comes back as the same person");

    let left = form(&server, &format!("{address}/leave"), 'p', &one, "").await;
    assert!(left.status == 200 && left.text.contains("effacées"), "{}", left.text);
    let before = server.state(&desk).await["workshop"].clone();
    for token in [&one.token, &token] {
        assert_eq!(
            server.get(&format!("/api/workshops/{}/state", one.workshop), token).await.status,
            401,
            "no key of theirs opens anything"
        );
    }
    let log = serde_json::to_string(&server.events(&desk).await).unwrap();
    for trace in ["Zénobie", "Scierie Zed", "mélèze"] {
        assert!(!log.contains(trace) && !before.to_string().contains(trace), "{trace} is still there");
    }
    let server = server.restart().await;
    assert_eq!(server.state(&desk).await["workshop"], before, "the log read again adds up to the same");
}

#[tokio::test]
async fn a_scribe_notes_cards_and_interest_line_by_line() {
    let server = Server::start().await;
    let (_, desk) = server.workshop("haves_wants").await;
    for (name, organisation) in [("Paul Roy", "Ferme du Bas"), ("Léa Martin", "Scierie du Val")] {
        server
            .done(
                &desk,
                json!({"type": "join", "participant": {"name": name, "organisation": organisation, "table": "2"}}),
            )
            .await;
    }
    let address = format!("/desk/{}/tables/2", desk.workshop);
    let noted = form(&server, &address, 'f', &desk, "line=2%2B+sciure+de+r%C3%A9sineux%2C+12+t%2Fsemaine").await;
    assert_eq!(
        (noted.status.as_u16(), noted.headers["location"].to_str().unwrap()),
        (303, format!("{address}?card=1").as_str())
    );
    assert_eq!(form(&server, &address, 'f', &desk, "line=1*1").await.status, 303);
    let state = server.state(&desk).await["workshop"].clone();
    assert_eq!(
        (state["cards"]["1"]["author"].as_u64(), state["cards"]["1"]["resource"]["quantity"]["amount"].as_f64()),
        (Some(2), Some(12.0))
    );
    assert_eq!(state["cards"]["1"]["interested"], json!([1]));
    let refused = form(&server, &address, 'f', &desk, "line=9%2B+paille").await;
    assert!(refused.status == 422 && refused.text.contains("9+ paille"), "what was typed is still there");
    assert_eq!(server.page(&format!("/desk/{}/tables/9", desk.workshop), 'f', &desk).await.status, 404);
}

#[tokio::test]
async fn a_list_is_looked_at_before_it_is_registered_and_badges_open_the_places() {
    let server = Server::start().await;
    let (_, desk) = server.workshop("preparation").await;
    let address = format!("/desk/{}/registrations", desk.workshop);
    let list = "list=Nom%3BOrganisation%3BTable%0AL%C3%A9a+Martin%3BScierie+du+Val%3B2%0ASans+Table%3BVerrerie%3B99\
        %0AL%C3%A9a+Martin%3BScierie+du+Val%3B2&step=";
    let preview = form(&server, &address, 'f', &desk, list).await;
    for words in ["sera inscrite", "déjà inscrite", "Sans Table"] {
        assert!(preview.text.contains(words), "{words}");
    }
    assert_eq!(server.state(&desk).await["workshop"]["participants"], json!({}), "nothing is written by looking");
    let done = form(
        &server,
        &address,
        'f',
        &desk,
        "list=Nom%3BOrganisation%3BTable%0AL%C3%A9a+Martin%3BScierie+du+Val%3B2%0ASans+Table%3BVerrerie%3B99\
         &step=register",
    )
    .await;
    assert!(done.text.contains("Personnes inscrites\u{a0}: 1"));
    assert_eq!(form(&server, &address, 'f', &desk, "list=bonjour&step=preview").await.status, 400);
    let badges = form(&server, &format!("/desk/{}/badges", desk.workshop), 'f', &desk, "").await;
    let token =
        badges.text.split(&format!("/w/{}/as/", desk.workshop)).nth(1).unwrap().split(['<', '"']).next().unwrap();
    let place = server.get(&format!("/api/workshops/{}/state", desk.workshop), token).await.json();
    assert_eq!(place["me"].as_u64(), Some(1));
}
