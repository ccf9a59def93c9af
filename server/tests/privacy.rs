//! What is promised of personal data is what happens: periods end by themselves, a person takes a copy and goes, one
//! act reaches every workshop, and the host's words stand on every page.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use backend::Backend;
use backend::clock::Clock;
use domain::time::Timestamp;
use serde_json::json;
use support::disk::{found, found_soon};
use support::office::{get_as, office, post_as};
use support::{Person, Server};

const DAY: i64 = 86_400_000;

async fn join(server: &Server, token: &str, name: &str, email: &str) -> Person {
    let form = json!({"token": token, "name": name, "organisation": "Maison", "email": email, "consent": "yes"});
    let body = server.post("/api/join", "", &form).await.json();
    Person {
        workshop: body["workshop"].as_str().unwrap().to_owned(),
        token: body["token"].as_str().unwrap().to_owned(),
        number: body["participant"].as_u64().unwrap(),
    }
}

/// The same data under a clock that shows so many days later.
async fn later(server: Server, days: i64) -> Server {
    server.backend.stop().await;
    let clock = Clock::from_fn(move || Timestamp(Clock::system().now().0 + days * DAY));
    let backend = Backend::open(&server.folder.path().join("maillage.db"), clock).await.unwrap();
    let app = server::App::new(backend.clone());
    Server { router: server::router(app.clone()), backend, app, folder: server.folder }
}

#[tokio::test]
async fn people_are_erased_three_years_after_their_own_last_act() {
    let server = Server::start().await;
    let claire = office(&server, "claire", "Démarche").await;
    let (one, desk) = server.workshop("haves_wants").await;
    let (two, _) = server.workshop("haves_wants").await;
    let lea = join(&server, &one.join_token, "Zyglomar", "lea@vrastik.example").await;
    join(&server, &one.join_token, "Silence", "silence@vrastik.example").await;
    let state = format!("/api/workshops/{}/state", lea.workshop);

    let server = later(server, 800).await;
    // The same person comes to another workshop: they are known by their address, and their years begin again.
    join(&server, &two.join_token, "Zyglomar", "lea@vrastik.example").await;
    assert_eq!(server.backend.keep_periods().await.unwrap(), 0);
    let server = later(server, 1_070).await;
    let session = format!("maillage_session={}", claire.session);
    // Sessions end long before; the page is asked for through the backend.
    let due = server.backend.due_next_month(&claire.account).await.unwrap();
    assert_eq!(due.workshops.iter().map(|(_, count, _)| count).sum::<u32>(), 3, "{due:?} (and A and B of the office)");
    assert_eq!(server.backend.keep_periods().await.unwrap(), 0, "{session}");
    let server = later(server, 1_100).await;
    let (folder, silent) = (server.folder.path().to_owned(), ["silence@vrastik.example"]);
    assert!(!found(&folder, &silent).is_empty(), "this test sees the address where it is");
    assert_eq!(server.backend.keep_periods().await.unwrap(), 3);
    assert_eq!(found_soon(&folder, &silent).await, Vec::<String>::new(), "nor in the files");
    let seen = server.get(&state, &desk.token).await.text;
    assert!(seen.contains("Zyglomar") && !seen.contains("Silence"), "{seen}");
    let server = later(server, 800 + 1_100).await;
    assert_eq!(server.backend.keep_periods().await.unwrap(), 2, "both records of the one who came again");
    assert!(!server.get(&state, &desk.token).await.text.contains("Zyglomar"));
    assert_eq!(server.backend.keep_periods().await.unwrap(), 0, "nobody twice");
}

#[tokio::test]
async fn a_participant_takes_a_copy_and_only_their_own() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let lea = join(&server, &created.join_token, "Léa", "lea@vrastik.example").await;
    let other = join(&server, &created.join_token, "Autre", "autre@krunzel.example").await;
    for (who, title) in [(&lea, "Sciure de Léa"), (&other, "Palettes de l’autre")] {
        let card = json!({"kind": "have", "title": title, "category": "material", "visibility": "anonymous"});
        server.done(who, json!({"type": "post_card", "card": card})).await;
    }
    assert!(server.page(&format!("/w/{}/me", lea.workshop), 'p', &lea).await.text.contains("/me/copy"));
    for address in ["copy", "copy.json"] {
        let copy = server.page(&format!("/w/{}/me/{address}", lea.workshop), 'p', &lea).await;
        assert_eq!(copy.status, 200);
        for word in ["Léa", "lea@vrastik.example", "Sciure de Léa"] {
            assert!(copy.text.contains(word), "{address}: {word}");
        }
        assert!(!copy.text.contains("Palettes") && !copy.text.contains("krunzel"), "{address}");
    }
    assert_eq!(get_as(&server, &format!("/w/{}/me/copy.json", lea.workshop), "x=y").await.status, 401);
}

#[tokio::test]
async fn one_act_copies_and_erases_a_person_in_all_workshops() {
    let server = Server::start().await;
    let claire = office(&server, "claire", "Démarche").await;
    let paul = office(&server, "paul", "Autre").await;
    let (one, desk) = server.workshop("haves_wants").await;
    let (two, _) = server.workshop("haves_wants").await;
    for token in [&one.join_token, &two.join_token] {
        join(&server, token, "Zyglomar", "Lea@vrastik.example").await;
    }
    let (host, other) = (format!("maillage_session={}", claire.session), format!("maillage_session={}", paul.session));
    let form = "email=lea%40vrastik.example";
    assert_eq!(post_as(&server, "/admin/host/copy", &other, form).await.status, 404, "only the host");
    let copy = post_as(&server, "/admin/host/copy", &host, form).await.json();
    assert_eq!(copy.as_array().unwrap().len(), 2, "{copy}");
    assert_eq!(post_as(&server, "/admin/host/erase", &other, form).await.status, 404);
    let done = post_as(&server, "/admin/host/erase", &host, form).await;
    assert_eq!(done.headers[header::LOCATION], "/admin/host?erased=2");
    assert!(!server.get(&format!("/api/workshops/{}/state", one.id), &desk.token).await.text.contains("Zyglomar"));
    assert_eq!(post_as(&server, "/admin/host/copy", &host, form).await.json(), json!([]));
}

#[tokio::test]
async fn by_a_link_of_the_host_a_person_reads_takes_and_erases_what_all_workshops_hold() {
    let server = Server::start().await;
    let claire = office(&server, "claire", "Démarche").await;
    let paul = office(&server, "paul", "Autre").await;
    let (one, desk) = server.workshop("haves_wants").await;
    let (two, _) = server.workshop("haves_wants").await;
    for door in [&one, &two] {
        let lea = join(&server, &door.join_token, "Zyglomar", "Lea@vrastik.example").await;
        server.card(&lea, "have", &format!("Sciure de {}", door.id)).await;
    }
    join(&server, &one.join_token, "Autre", "autre@krunzel.example").await;
    let (host, other) = (format!("maillage_session={}", claire.session), format!("maillage_session={}", paul.session));
    let form = "email=lea%40vrastik.example";
    assert_eq!(post_as(&server, "/admin/host/link", &other, form).await.status, 404, "only the host");
    let link = async |form: &str| {
        let page = post_as(&server, "/admin/host/link", &host, form).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let rest = page.text.split("/mine/").nth(1).unwrap();
        format!("/mine/{}", rest.split('"').next().unwrap())
    };
    let before = link(form).await;
    let mine = link(form).await;
    assert!(get_as(&server, &before, "").await.status.is_client_error(), "the one before ends");
    for address in [mine.clone(), format!("{mine}/copy.json")] {
        let copy = get_as(&server, &address, "").await;
        assert!(copy.status == 200 && copy.text.contains("Zyglomar") && !copy.text.contains("krunzel"), "{address}");
        assert!(
            [&one, &two].iter().all(|door| copy.text.contains(&format!("Sciure de {}", door.id))),
            "{address}: of both workshops"
        );
    }
    let nobody = get_as(&server, &link("email=personne%40vrastik.example").await, "").await;
    assert!(nobody.status == 200 && nobody.text.contains("ne garde rien de vous"), "it does not tell who is known");
    assert_eq!(post_as(&server, &format!("{mine}/erase"), "", "").await.status, 200);
    assert!(!server.get(&format!("/api/workshops/{}/state", one.id), &desk.token).await.text.contains("Zyglomar"));
    assert!(get_as(&server, &mine, "").await.status.is_client_error(), "it has served");
    // After a week it opens nothing.
    let late = link("email=autre%40krunzel.example").await;
    assert_eq!(get_as(&server, &late, "").await.status, 200);
    let server = later(server, 8).await;
    assert!(get_as(&server, &late, "").await.status.is_client_error());
}

/// The keys of every object in a document, with where they stand.
fn keys(at: &str, value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    for (key, inner) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{key}");
        if !at.ends_with(".card") {
            keys(&at, inner, found);
        }
        found.insert(at);
    }
    value.as_array().into_iter().flatten().for_each(|inner| keys(at, inner, found));
}

#[tokio::test]
async fn the_copy_is_as_documented() {
    let server = Server::start().await;
    let claire = office(&server, "claire", "Démarche").await;
    let copy = server.page(&format!("/w/{}/me/copy.json", claire.workshop), 'p', &claire.participant).await.json();
    let documented = include_str!("../../docs/http-api.md")
        .split("```json answer copy\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let documented: serde_json::Value = serde_json::from_str(documented).unwrap();
    let of = |value: &serde_json::Value| {
        let mut found = std::collections::BTreeSet::new();
        keys("", value, &mut found);
        found
    };
    let (told, real) = (of(&documented), of(&copy));
    assert!(real.is_subset(&told), "not documented: {:?}", real.difference(&told).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_hosts_words_stand_at_the_door_and_at_the_foot_of_every_page() {
    let server = Server::start().await;
    let claire = office(&server, "claire", "Démarche").await;
    let (created, _) = server.workshop("haves_wants").await;
    let door = format!("/j/{}", created.join_token);
    let french = async |path: &str| {
        server.send(Request::get(path).header(header::ACCEPT_LANGUAGE, "fr").body(Body::empty()).unwrap()).await.text
    };
    let page = french(&door).await;
    assert!(page.contains("36 mois après votre dernière action") && !page.contains("aux animateurs seulement"));
    for address in ["/", "/login", &door, "/privacy", "/legal", "/accessibility", "/nowhere"] {
        let page = french(address).await;
        for link in ["href=\"/privacy\"", "href=\"/legal\"", "href=\"/accessibility\""] {
            assert!(page.contains(link), "{address}: {link}");
        }
    }
    assert!(french("/legal").await.contains("à compléter"), "what is not filled in says so");
    let host = format!("maillage_session={}", claire.session);
    let form = "people_months=24&addresses_months=&backup_days=\
        &legal.fr=Chambre+du+Val%0D%0A%0D%0A%3Cscript%3Ealert(1)%3C%2Fscript%3E&notice.fr=Mention+maison";
    assert_eq!(post_as(&server, "/admin/host", &host, form).await.status, 303);
    let page = french("/legal").await;
    assert!(page.contains("Chambre du Val") && !page.contains("<script>alert"), "{page}");
    assert!(french(&door).await.contains("Mention maison"));
    assert!(french("/privacy").await.contains("24 mois"));
    let refused =
        post_as(&server, "/admin/host", &host, "people_months=mille&legal.fr=Tout+ce+qui+fut+tap%C3%A9").await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("mille") && refused.text.contains("Tout ce qui fut tapé"), "nothing typed is lost");
}
