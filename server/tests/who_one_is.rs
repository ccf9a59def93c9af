//! Who one is in the room: a typed name opens nothing, colleagues let one another in, two records of a person become
//! one, and a scribe is nobody but the scribe of their table.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use backend::workshops::CreatedWorkshop;
use serde_json::{Value, json};
use support::{Answer, Person, Server};

async fn form(server: &Server, path: &str, kind: char, who: &Person, body: &str) -> Answer {
    let cookie = format!("maillage_{kind}_{}={}", who.workshop.replace('-', ""), who.token);
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    server.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

/// Comes in with an address for those with whom both sides are interested.
async fn reachable(server: &Server, created: &CreatedWorkshop, name: &str, organisation: &str, email: &str) -> Person {
    let person = json!({
        "token": created.join_token, "name": name, "organisation": organisation, "email": email, "consent": "yes",
    });
    let body = server.post("/api/join", "", &person).await.json();
    Person {
        workshop: body["workshop"].as_str().unwrap().into(),
        token: body["token"].as_str().unwrap().into(),
        number: body["participant"].as_u64().unwrap(),
    }
}

async fn me(server: &Server, who: &Person) -> String {
    server.page(&format!("/w/{}/me", who.workshop), 'p', who).await.text
}

fn interested(found: u64) -> Value {
    json!({"type": "answer_match", "match_id": found, "answer": {"answer": "interested"}})
}

async fn card(server: &Server, who: &Person, title: &str, visibility: &str) -> u64 {
    let card = json!({"kind": "have", "title": title, "category": "material", "visibility": visibility});
    server.done(who, json!({"type": "post_card", "card": card})).await["card"].as_u64().unwrap()
}

#[tokio::test]
async fn who_types_the_name_of_an_organisation_neither_answers_nor_reads_nor_withdraws_for_it() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let victim = reachable(&server, &created, "Nadia Benhassi", "Laiterie du Val", "nadia@laiterie.example").await;
    let other = reachable(&server, &created, "Paul Roy", "Ferme du Bas", "paul@ferme.example").await;
    let shown = card(&server, &victim, "Lactosérum", "room").await;
    let hidden = card(&server, &victim, "Boues", "anonymous").await;
    for card in [shown, hidden] {
        server.done(&other, json!({"type": "show_interest", "card_id": card, "interested": true})).await;
    }
    let impostor = server.join(&created, "X", "laiterie du val").await;
    for found in [1, 2] {
        // The second is about an anonymous card: it is unknown to whoever has no part in it.
        let refused = if found == 1 { "not_allowed" } else { "unknown_match" };
        assert_eq!(server.command(&impostor, interested(found)).await.refusal().1, refused);
        let no = json!({"type": "answer_match", "match_id": found, "answer": {"answer": "not_for_us"}});
        assert_eq!(server.command(&impostor, no).await.refusal().1, refused);
    }
    assert_eq!(
        server.command(&impostor, json!({"type": "withdraw_card", "card_id": shown})).await.refusal().1,
        "not_allowed"
    );
    assert!(!me(&server, &other).await.contains("nadia@"), "nobody has said yes but whoever tapped");

    server.done(&victim, interested(1)).await;
    assert!(me(&server, &other).await.contains("nadia@") && me(&server, &victim).await.contains("paul@"));
    assert!(!me(&server, &impostor).await.contains("paul@"), "the addresses are for the two");
    let calendar = server.page(&format!("/w/{}/me.ics", impostor.workshop), 'p', &impostor).await.text;
    assert!(!calendar.contains("paul@"));

    // Asking gives nothing; only an answer does, and not that of whoever asks.
    server.done(&impostor, json!({"type": "ask_to_be_let_in", "with": victim.number, "same_person": false})).await;
    let yes = json!({"type": "let_in", "participant": impostor.number, "yes": true});
    for who in [&impostor, &other] {
        assert_eq!(server.command(who, yes.clone()).await.refusal().1, "not_allowed");
    }
    assert_eq!(
        server
            .command(
                &impostor,
                json!({"type": "admit_colleague", "participant": impostor.number, "with": victim.number})
            )
            .await
            .refusal()
            .1,
        "not_allowed"
    );
    assert_eq!(
        server
            .command(
                &impostor,
                json!({"type": "merge_participants", "kept": impostor.number, "duplicate": victim.number})
            )
            .await
            .refusal()
            .1,
        "not_allowed"
    );
    assert!(!me(&server, &impostor).await.contains("paul@"));
    server.done(&victim, json!({"type": "let_in", "participant": impostor.number, "yes": false})).await;
    assert_eq!(server.command(&victim, yes).await.refusal().1, "nothing_to_do", "a no ends the question");
    assert!(!me(&server, &impostor).await.contains("paul@"));
    drop(desk);
}

#[tokio::test]
async fn a_colleague_who_is_let_in_answers_and_reads_and_an_anonymous_card_stays_its_authors() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let nadia = server.join(&created, "Nadia", "Laiterie du Val").await;
    let other = reachable(&server, &created, "Paul Roy", "Ferme du Bas", "paul@ferme.example").await;
    let (shown, hidden) =
        (card(&server, &nadia, "Lactosérum", "room").await, card(&server, &nadia, "Boues", "anonymous").await);
    for card in [shown, hidden] {
        server.done(&other, json!({"type": "show_interest", "card_id": card, "interested": true})).await;
    }
    let karim = server.join(&created, "Karim", "laiterie du val").await;
    assert_eq!(
        server
            .command(&other, json!({"type": "ask_to_be_let_in", "with": nadia.number, "same_person": false}))
            .await
            .refusal()
            .1,
        "not_allowed",
        "one company asks nothing of another"
    );
    server.done(&karim, json!({"type": "ask_to_be_let_in", "with": nadia.number, "same_person": false})).await;
    server.done(&nadia, json!({"type": "let_in", "participant": karim.number, "yes": true})).await;
    server.done(&karim, interested(1)).await;
    assert!(me(&server, &karim).await.contains("paul@"), "colleagues see whom to meet");
    assert_eq!(
        server.command(&karim, interested(2)).await.refusal().1,
        "unknown_match",
        "whose an anonymous card is, a colleague does not learn either"
    );

    server.done(&nadia, json!({"type": "end_colleague", "participant": karim.number})).await;
    assert!(!me(&server, &karim).await.contains("paul@"), "and it can be ended");
    // The facilitator lets in whoever spelt it another way.
    let lea = server.join(&created, "Léa", "L. du Val SA").await;
    server.done(&desk, json!({"type": "admit_colleague", "participant": lea.number, "with": nadia.number})).await;
    assert!(me(&server, &lea).await.contains("paul@"));
    server.done(&nadia, json!({"type": "leave"})).await;
    assert!(!me(&server, &lea).await.contains("paul@"), "what left is nobody's");
}

#[tokio::test]
async fn the_same_person_on_another_phone_is_no_twin_and_brings_all_that_they_had() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let first = server.join(&created, "Nadia Benhassi", "Laiterie du Val").await;
    let other = server.join(&created, "Paul Roy", "Ferme du Bas").await;
    let theirs = card(&server, &other, "Paille", "room").await;
    let second = reachable(&server, &created, "nadia  benhassi", "Laiterie du Val", "nadia@laiterie.example").await;
    let cards =
        [card(&server, &second, "Boues", "anonymous").await, card(&server, &second, "Secret", "facilitators").await];
    server.done(&second, json!({"type": "show_interest", "card_id": theirs, "interested": true})).await;
    let log_before = server.events(&other).await.len();

    server.done(&second, json!({"type": "ask_to_be_let_in", "with": first.number, "same_person": true})).await;
    server.done(&first, json!({"type": "let_in", "participant": second.number, "yes": true})).await;
    assert_eq!(server.events(&other).await.len(), log_before + 2, "the room is not told how many cards passed");
    for phone in [&first, &second] {
        let state = server.state(phone).await;
        assert_eq!(state["me"].as_u64(), Some(first.number), "both phones are theirs");
        for card in cards {
            assert_eq!(state["workshop"]["cards"][card.to_string()]["author"].as_u64(), Some(first.number));
        }
        server
            .done(
                phone,
                json!({"type": "edit_card", "card_id": cards[0], "card": {"kind": "have", "title": format!("Boues \
            {}", phone.token.len()), "category": "material", "visibility": "anonymous"}}),
            )
            .await;
    }
    server.done(&other, interested(1)).await;
    assert!(me(&server, &other).await.contains("nadia@"), "the tap and the address passed on");
    let room = server.state(&other).await["workshop"].clone();
    assert!(
        room["cards"][cards[0].to_string()]["author"].is_null() && room["cards"][cards[1].to_string()].is_null(),
        "anonymous stays anonymous"
    );

    // The desk merges what nobody asked for; the log read again says the same; and leaving takes all of them out.
    let third = server.join(&created, "N. Benhassi", "Laiterie").await;
    card(&server, &third, "Palettes très rares", "room").await;
    server.done(&desk, json!({"type": "merge_participants", "kept": first.number, "duplicate": third.number})).await;
    let before = server.state(&desk).await["workshop"].clone();
    let server = server.restart().await;
    assert_eq!(server.state(&desk).await["workshop"], before);
    assert_eq!(server.state(&third).await["me"].as_u64(), Some(first.number));
    server.done(&third, json!({"type": "leave"})).await;
    for phone in [&first, &second, &third] {
        assert_eq!(
            server.get(&format!("/api/workshops/{}/state", first.workshop), &phone.token).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let before = server.state(&desk).await["workshop"].clone();
    let log = serde_json::to_string(&server.events(&desk).await).unwrap();
    for trace in ["enhassi", "rares", "Secret"] {
        assert!(!log.contains(trace), "{trace} is still there");
    }
    let server = server.restart().await;
    assert_eq!(server.state(&desk).await["workshop"], before, "the log read again adds up to the same");
}

async fn table_key(server: &Server, desk: &Person, table: u8) -> String {
    let made = form(server, &format!("/desk/{}/tables/{table}/key", desk.workshop), 'f', desk, "").await;
    format!("/t/{}", made.text.split("/t/").nth(1).unwrap().split(['<', '"']).next().unwrap())
}

async fn anybody(server: &Server, path: &str, body: Option<&str>) -> Answer {
    let request = match body {
        None => Request::get(path).body(Body::empty()),
        Some(body) => Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned())),
    };
    server.send(request.unwrap()).await
}

#[tokio::test]
async fn a_tables_key_shows_what_the_room_may_see_and_what_it_noted_itself() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let here = server.join(&created, "Paul Roy", "Ferme du Bas").await;
    let away = reachable(&server, &created, "Nadia Benhassi", "Laiterie du Val", "nadia@laiterie.example").await;
    server.done(&here, json!({"type": "move_to", "table": "2"})).await;
    card(&server, &here, "Foin de luxe", "facilitators").await;
    card(&server, &here, "Lisier discret", "anonymous").await;
    let secret_away = card(&server, &away, "Boues secrètes", "facilitators").await;
    let shown_away = card(&server, &away, "Lactosérum", "room").await;
    let neighbour = server.join(&created, "Luc Roy", "Ferme du Haut").await;
    server.done(&neighbour, json!({"type": "move_to", "table": "2"})).await;
    let key = table_key(&server, &desk, 2).await;
    let page = anybody(&server, &format!("{key}?turn=1"), None).await.text;
    assert!(
        page.contains("Paul Roy") && !page.contains("Foin de luxe") && !page.contains("Lisier discret"),
        "neither secret cards nor whose an anonymous one is"
    );

    let (secret, absent) = (
        anybody(&server, &key, Some(&format!("line=1*{secret_away}"))).await,
        anybody(&server, &key, Some("line=1*99")).await,
    );
    assert_eq!((secret.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let words =
        |answer: &Answer| answer.text.split("class=\"notice").nth(1).unwrap().split("</").next().unwrap().to_owned();
    assert_eq!(words(&secret), words(&absent), "a secret card answers as one that is not there");
    let (own, others) =
        (anybody(&server, &key, Some("line=1*2")).await, anybody(&server, &key, Some("line=2*2")).await);
    assert_eq!(
        (own.status, words(&own)),
        (others.status, words(&others)),
        "an interest noted for each of a table does not find the author of an anonymous card"
    );
    assert!(own.status == StatusCode::UNPROCESSABLE_ENTITY && words(&own).contains("anonyme"), "{}", words(&own));

    // A tap for a neighbour: their contact and the other's stay where they are until they say so themselves.
    assert_eq!(anybody(&server, &key, Some(&format!("line=1*{shown_away}"))).await.status, 303);
    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    server.done(&away, interested(1)).await;
    assert!(
        !me(&server, &here).await.contains("nadia@") && !me(&server, &away).await.contains("Paul Roy"),
        "nothing is released"
    );
    let matches = server.page(&format!("/w/{}/matches", here.workshop), 'p', &here).await.text;
    assert!(matches.contains("scribe"), "the person sees who said it");
    server.done(&here, interested(1)).await;
    assert!(me(&server, &here).await.contains("nadia@"));

    // What it noted itself it sees, as such, and the person sees it as well.
    assert_eq!(anybody(&server, &key, Some("line=1%2B+paille+en+trop")).await.status, 303);
    let state = server.state(&here).await["workshop"]["cards"].clone();
    assert!(
        state.as_object().unwrap().values().any(|card| card["scribe"] == 2 && card["author"] == here.number),
        "{state}"
    );
    assert!(anybody(&server, &format!("{key}?turn=1"), None).await.text.contains("paille en trop"));
    assert!(server.page(&format!("/w/{}", here.workshop), 'p', &here).await.text.contains("scribe"));
}

#[tokio::test]
async fn a_tables_key_is_bound_by_its_table_the_phase_and_the_door() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let away = server.join(&created, "Nadia Benhassi", "Laiterie du Val").await;
    server.done(&away, json!({"type": "move_to", "table": "1"})).await;
    let key = table_key(&server, &desk, 2).await;
    assert_eq!(anybody(&server, &key, Some("line=1%2B+paille")).await.status, 422, "nobody sits at its table");
    assert_eq!(anybody(&server, &key, Some("line=%40+Paul+Roy%2C+Ferme+du+Bas")).await.status, 303);
    server.done(&desk, json!({"type": "switch_joining", "open": false})).await;
    assert_eq!(
        anybody(&server, &key, Some("line=%40+Luc+Roy%2C+Ferme+du+Bas")).await.status,
        403,
        "the door is closed for it too"
    );
    server.done(&desk, json!({"type": "change_phase", "phase": "closed"})).await;
    assert_eq!(anybody(&server, &key, Some("line=1%2B+paille")).await.status, 409, "and the workshop over");
    let desk_page = form(&server, &format!("/desk/{}/tables/2", desk.workshop), 'f', &desk, "line=1%2B+paille").await;
    assert_eq!(desk_page.status, 303, "the facilitators' own page keeps its rights");
}

#[tokio::test]
async fn a_link_from_outside_replaces_nobody_without_asking() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let (mine, theirs) =
        (server.join(&created, "Nadia", "Laiterie").await, server.join(&created, "Paul", "Ferme").await);
    let link = form(&server, &format!("/w/{}/me/link", theirs.workshop), 'p', &theirs, "").await;
    let address = format!(
        "/w/{}/as/{}",
        mine.workshop,
        link.text.split("/as/").nth(1).unwrap().split(['<', '"']).next().unwrap()
    );
    let asked = server.page(&address, 'p', &mine).await;
    assert!(asked.status == 200 && asked.headers.get("set-cookie").is_none(), "{}", asked.status);
    assert!(asked.text.contains("Nadia") && asked.text.contains("Paul"), "it says who goes and who comes");
    let sure = form(&server, &address, 'p', &mine, "").await;
    assert!(sure.status == 303 && sure.headers["set-cookie"].to_str().unwrap().starts_with("maillage_p_"));
    // A phone that holds nobody, or the same one, is let in at once.
    assert_eq!(server.page(&address, 'x', &desk).await.status, 303);
    assert_eq!(server.page(&address, 'p', &theirs).await.status, 303);
}

#[tokio::test]
async fn at_the_door_a_second_of_one_organisation_is_asked_and_a_form_answers_on_the_other_phone() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let karim = server.join(&created, "Karim", "Laiterie du Val").await;
    let door = format!("/j/{}", created.join_token);
    let alone = anybody(&server, &door, Some("name=Paul&organisation=Ferme")).await;
    assert_eq!(
        alone.headers["location"].to_str().unwrap(),
        format!("/w/{}", desk.workshop),
        "who is alone goes straight in"
    );
    let second = anybody(&server, &door, Some("name=Nadia+%3Cb%3E&organisation=laiterie+DU+val")).await;
    assert_eq!(second.headers["location"].to_str().unwrap(), format!("/w/{}/who?new=true", desk.workshop));
    let token = second.headers["set-cookie"].to_str().unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
    let nadia = Person { workshop: desk.workshop.clone(), token, number: 3 };
    let who = format!("/w/{}/who", desk.workshop);
    let asked = server.page(&format!("{who}?new=true"), 'p', &nadia).await;
    assert!(asked.status == 200 && asked.text.contains("Karim") && !asked.text.contains("Paul"));
    assert_eq!(form(&server, &format!("{who}/ask"), 'p', &nadia, "with=1&same=false").await.status, 303);
    assert!(server.page(&who, 'p', &nadia).await.text.contains("en attente"), "who asked sees that they wait");

    // The phone that is in shows the question on every screen, with or without script; and the desk does.
    for screen in ["", "/room", "/matches", "/who"] {
        let page = server.page(&format!("/w/{}{screen}", desk.workshop), 'p', &karim).await.text;
        assert!(page.contains("Nadia &lt;b&gt;") && page.contains("même entreprise"), "{screen}");
    }
    let people = format!("/desk/{}/people", desk.workshop);
    assert!(server.page(&people, 'f', &desk).await.text.contains("comme collègue"));
    let back = format!("participant=3&yes=true&back=%2Fw%2F{}%2Froom", desk.workshop);
    let yes = form(&server, &format!("{who}/answer"), 'p', &karim, &back).await;
    assert_eq!(
        (yes.status.as_u16(), yes.headers["location"].to_str().unwrap()),
        (303, format!("/w/{}/room", desk.workshop).as_str())
    );
    assert_eq!(
        form(&server, &format!("{who}/answer"), 'p', &karim, &back).await.status,
        303,
        "a second tap finds it done"
    );
    assert!(server.page(&who, 'p', &nadia).await.text.contains("Ne plus agir ensemble"));
    assert!(server.page(&people, 'f', &desk).await.text.contains("Séparer"));
    assert_eq!(form(&server, &format!("{people}/end"), 'f', &desk, "participant=3").await.status, 303);
    assert_eq!(form(&server, &format!("{people}/admit"), 'f', &desk, "participant=3&with=1").await.status, 303);
    assert_eq!(form(&server, &format!("{people}/admit"), 'f', &desk, "participant=3&with=99").await.status, 422);
    assert_eq!(
        form(&server, &format!("{people}/admit"), 'p', &nadia, "participant=3&with=2").await.status,
        303,
        "a participant is sent to sign in"
    );
    assert!(server.state(&desk).await["workshop"]["participants"]["2"]["team"].is_null());
}

#[tokio::test]
async fn the_desk_sees_what_passes_before_two_records_become_one() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let first = server.join(&created, "Nadia", "Laiterie du Val").await;
    let second = reachable(&server, &created, "Nadia", "Laiterie du Val", "nadia@laiterie.example").await;
    card(&server, &second, "Boues", "anonymous").await;
    let people = format!("/desk/{}/people", desk.workshop);
    assert!(
        server.page(&people, 'f', &desk).await.text.contains("Même nom et même organisation"),
        "doubles are pointed out"
    );
    let merge = format!("{people}/merge?kept={}&duplicate={}", first.number, second.number);
    let preview = server.page(&merge, 'f', &desk).await;
    assert!(
        preview.status == 200 && preview.text.contains("Fiches") && !preview.text.contains("nadia@"),
        "what passes, and no address"
    );
    assert_eq!(server.page(&format!("{people}/merge?kept=1&duplicate=1"), 'f', &desk).await.status, 422);
    let sent = format!("kept={}&duplicate={}", first.number, second.number);
    assert_eq!(form(&server, &format!("{people}/merge"), 'f', &desk, &sent).await.status, 303);
    assert_eq!(server.state(&second).await["me"].as_u64(), Some(first.number));
    assert_eq!(
        form(&server, &format!("{people}/merge"), 'f', &desk, &sent).await.status,
        422,
        "the second time there is nobody to merge"
    );
}
