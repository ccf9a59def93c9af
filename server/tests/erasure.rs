//! Who leaves is gone from everything that is kept: the words that only they brought are not in the database's files,
//! while the server runs and when it has stopped, however far they had come.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use domain::follow_up::AnswerDraft;
use domain::workshop::WorkshopDraft;
use serde_json::json;
use support::disk::{found, found_soon};
use support::{Person, Server};

async fn form(server: &Server, path: &str, kind: char, who: &Person, body: &str) -> u16 {
    let cookie = format!("maillage_{kind}_{}={}", who.workshop.replace('-', ""), who.token);
    let request = axum::http::Request::post(path)
        .header(axum::http::header::COOKIE, cookie)
        .header(axum::http::header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    server.send(request.body(axum::body::Body::from(body.to_owned())).unwrap()).await.status.as_u16()
}

#[tokio::test]
async fn who_leaves_after_a_synergy_is_nowhere_on_the_disk() {
    let server = Server::start().await;
    let (account, _) = server
        .backend
        .create_account("Claire", "claire@maillage.example", "une phrase assez longue".into())
        .await
        .unwrap();
    let draft = WorkshopDraft {
        title: "Atelier".into(),
        date: "2026-11-24".into(),
        language: "fr".into(),
        programme: "Programme".into(),
        ..Default::default()
    };
    let created = server.backend.create_workshop(draft, Some(&account)).await.unwrap();
    let desk = Person { workshop: created.id.to_string(), token: created.facilitator_key.clone(), number: 0 };
    server.done(&desk, json!({"type": "change_phase", "phase": "haves_wants"})).await;
    let other = server.join(&created, "Reste", "Maison du lac").await;
    let joined = server
        .post(
            "/api/join",
            "",
            &json!({
                "token": created.join_token, "name": "Zyglomar Quint", "organisation": "Brelonex",
                "email": "vrastik@quunde.example", "consent": "yes",
            }),
        )
        .await
        .json();
    let me = Person {
        workshop: other.workshop.clone(),
        token: joined["token"].as_str().unwrap().to_owned(),
        number: joined["participant"].as_u64().unwrap(),
    };
    let card =
        json!({"kind": "have", "title": "Plomvaste broyé", "description": "Détail krunzel", "category": "material"});
    let card = server.done(&me, json!({"type": "post_card", "card": card})).await["card"].as_u64().unwrap();
    let wanted = json!({"kind": "want", "title": "Plomvaste broyé en sacs", "category": "material"});
    server.done(&other, json!({"type": "post_card", "card": wanted})).await;
    server.done(&other, json!({"type": "show_interest", "card_id": card, "interested": true})).await;
    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    let matches = server.get(&format!("/api/workshops/{}/state", me.workshop), &desk.token).await.json();
    let found_match = matches["workshop"]["matches"]
        .as_object()
        .into_iter()
        .flatten()
        .next()
        .map(|(id, _)| id.parse::<u64>().unwrap())
        .unwrap();
    let note = json!({
        "type": "answer_match", "match_id": found_match,
        "answer": {"answer": "not_for_us", "reason": "other", "note": "Raison frimbelle"},
    });
    server.done(&me, note).await;
    server
        .done(&me, json!({"type": "answer_match", "match_id": found_match, "answer": {"answer": "interested"}}))
        .await;
    server
        .done(&other, json!({"type": "answer_match", "match_id": found_match, "answer": {"answer": "interested"}}))
        .await;
    server
        .done(&desk, json!({"type": "confirm_synergy", "match_id": found_match, "synergy": {"title": "Un échange"}}))
        .await;
    server
        .done(
            &desk,
            json!({
                "type": "set_seating",
                "seating": {"rounds": [], "apart": ["Brelonex, Tiers", "Brelonex, Maison du lac, Tiers"]},
            }),
        )
        .await;
    form(
        &server,
        &format!("/w/{}/satisfaction", me.workshop),
        'p',
        &me,
        "useful=agree&organised=agree&lead=yes&comment=Avis+dravolu",
    )
    .await;
    // The programme asks both companies: the link of a side keeps where its question goes.
    let programme = server.backend.programmes(&account).await.unwrap()[0].id;
    let asked = server.backend.asked(&account, programme).await.unwrap();
    assert!(asked.iter().any(|asked| asked.link.email.is_some()), "the address is with the link");
    // They answer by it, in their words.
    let token = asked.iter().find(|asked| asked.link.email.is_some()).and_then(|asked| asked.link.token.clone());
    let answer = AnswerDraft { state: "talking".into(), note: "On en parle à Pliskand".into(), ..Default::default() };
    server.backend.answer_by_token(&token.unwrap(), &answer, None).await.unwrap();

    let folder = server.folder.path().to_owned();
    let words = ["zyglomar", "brelonex", "vrastik", "krunzel", "frimbelle", "dravolu", "pliskand"];
    assert!(!found(&folder, &words[..1]).is_empty(), "this test sees the words where they are");
    let before = server.get(&format!("/api/workshops/{}/state", me.workshop), &desk.token).await.json();
    server.done(&me, json!({"type": "leave", "participant": me.number, "with_anonymous": true})).await;
    // The organisation stays with the synergy; everything else of theirs is gone.
    let gone: Vec<&str> = words.iter().copied().filter(|word| *word != "brelonex").collect();
    assert_eq!(found_soon(&folder, &gone).await, Vec::<String>::new(), "while it runs");
    let after = server.get(&format!("/api/workshops/{}/state", me.workshop), &desk.token).await.json();
    assert_ne!(before, after);
    assert!(!after["workshop"]["seating"].to_string().contains("Brelonex"), "{}", after["workshop"]["seating"]);
    assert!(
        !after["workshop"]["matches"].to_string().to_lowercase().contains("plomvaste"),
        "{}",
        after["workshop"]["matches"]
    );
    let followed = server.backend.synergies(&account).await.unwrap();
    assert!(followed.iter().all(|record| record.giver.name.is_empty() || record.receiver.name.is_empty()));
    server.backend.rebuild(|_, _| {}).await.unwrap();
    assert_eq!(server.backend.synergies(&account).await.unwrap(), followed, "the programme's log does so, too");
    let server = server.restart().await;
    let again = server.get(&format!("/api/workshops/{}/state", me.workshop), &desk.token).await.json();
    assert_eq!(again["workshop"], after["workshop"], "the log adds up to the same without them");
    server.backend.stop().await;
    assert_eq!(found(&folder, &gone), Vec::<String>::new(), "after a clean stop");
}
