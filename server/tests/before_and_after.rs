//! Before a workshop and after it: the invitation, the key of a table, what participants say, and the minutes as a
//! file.
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

async fn anybody(server: &Server, path: &str) -> Answer {
    server.send(Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_invitation_tells_everybody_with_the_code_when_to_come_and_nothing_of_who_comes() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("preparation").await;
    let guest = server.join(&created, "Zénobie Quintard", "Scierie Zed").await;
    server.card(&guest, "have", "Copeaux de mélèze").await;
    let address = format!("/desk/{}/invitation", desk.workshop);
    let refused = form(&server, &address, 'f', &desk, "begins_at=midi&words=Venez+nombreux&contact=").await;
    assert!(
        refused.status == 422 && refused.text.contains("midi") && refused.text.contains("Venez nombreux"),
        "nothing typed is lost"
    );
    assert_eq!(
        form(&server, &address, 'f', &desk, "begins_at=13h30&words=Venez+nombreux&contact=Camille%2C+01+02")
            .await
            .status,
        303
    );
    assert_eq!(
        form(
            &server,
            &format!("/desk/{}/order", desk.workshop),
            'f',
            &desk,
            "kind=arrival&minutes=15&kind=table_round&minutes=40"
        )
        .await
        .status,
        303
    );
    assert_eq!(form(&server, &address, 'p', &guest, "begins_at=9").await.status, 303, "a guest is sent to sign in");

    let public = format!("/i/{}", created.join_token);
    let page = anybody(&server, &public).await;
    for words in [
        "Venez nombreux",
        "Camille, 01 02",
        "13\u{a0}h\u{a0}30",
        "13\u{a0}h\u{a0}45",
        "14\u{a0}h\u{a0}25",
        &format!("/j/{}", created.join_token),
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    for secret in ["Zénobie", "Scierie Zed", "mélèze"] {
        assert!(!page.text.contains(secret), "{secret}");
    }
    let entry = anybody(&server, &format!("{public}/calendar.ics")).await;
    for line in ["DTSTART:20261124T133000\r\n", "DURATION:PT55M\r\n", "SUMMARY:Atelier\r\n"] {
        assert!(entry.text.contains(line), "{line} {}", entry.text);
    }
    server.done(&desk, json!({"type": "change_phase", "phase": "closed"})).await;
    let late = anybody(&server, &public).await;
    assert!(
        late.status == 200 && !late.text.contains(&format!("href=\"/j/{}", created.join_token)),
        "it can be read again, and leads nowhere"
    );
    assert_eq!(anybody(&server, "/i/unknown").await.status, 404);
}

#[tokio::test]
async fn the_key_of_a_table_opens_this_table_and_nothing_else() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let elsewhere = server.join(&created, "Paul Roy", "Ferme du Bas").await;
    server.card(&elsewhere, "have", "Paille de blé").await;
    let make = format!("/desk/{}/tables/2/key", desk.workshop);
    let key_in =
        |answer: &Answer| answer.text.split("/t/").nth(1).unwrap().split(['<', '"']).next().unwrap().to_owned();
    let key = key_in(&form(&server, &make, 'f', &desk, "").await);
    let scribe = Person { workshop: desk.workshop.clone(), token: key.clone(), number: 0 };

    let address = format!("/t/{key}");
    let page = anybody(&server, &address).await;
    assert!(
        page.status == 200 && !page.text.contains("Paul Roy") && !page.text.contains("Paille"),
        "other tables are not shown"
    );
    assert!(!page.text.contains(&format!("/desk/{}", desk.workshop)), "no way to the desk");
    let seated = form(&server, &address, 'x', &scribe, "line=%40+L%C3%A9a+Martin%2C+Scierie+du+Val").await;
    assert_eq!(seated.status, 303);
    let noted = form(&server, &address, 'x', &scribe, "line=1%2B+sciure%2C+12+t%2Fsemaine").await;
    assert_eq!(noted.headers["location"].to_str().unwrap(), format!("{address}?card=2"));
    let state = server.state(&desk).await["workshop"].clone();
    assert_eq!(state["participants"]["2"]["table"], json!(2));
    assert_eq!(state["cards"]["2"]["author"], json!(2));
    let refused = form(&server, &address, 'x', &scribe, "line=2%2B+paille").await;
    assert!(refused.status == 422 && refused.text.contains("2+ paille"), "the other person is not at this table");

    for path in [
        format!("/desk/{}", desk.workshop),
        format!("/desk/{}/tables/2", desk.workshop),
        format!("/desk/{}/minutes", desk.workshop),
    ] {
        assert_eq!(server.page(&path, 'f', &scribe).await.status, 303, "{path}: sent to sign in");
    }
    assert_eq!(server.get(&format!("/api/workshops/{}/state", desk.workshop), &key).await.status, 401);

    let second = key_in(&form(&server, &make, 'f', &desk, "").await);
    assert_eq!(
        (
            anybody(&server, &address).await.status.as_u16(),
            anybody(&server, &format!("/t/{second}")).await.status.as_u16()
        ),
        (404, 200)
    );
    assert_eq!(form(&server, &make, 'x', &elsewhere, "").await.status, 303, "only facilitators make keys");
}

#[tokio::test]
async fn what_people_say_of_the_workshop_is_added_up_without_names_and_goes_when_they_leave() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let one = server.join(&created, "Zénobie Quintard", "Scierie Zed").await;
    let other = server.join(&created, "Paul Roy", "Ferme du Bas").await;
    let address = format!("/w/{}/satisfaction", one.workshop);
    let good = "useful=fully&organised=rather&lead=yes&comment=Un+peu+long";
    assert_eq!(form(&server, &address, 'p', &one, good).await.status, 409, "nothing to judge yet");
    assert!(!server.page(&format!("/w/{}/me", one.workshop), 'p', &one).await.text.contains("/satisfaction"));
    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    assert!(
        server.page(&format!("/w/{}/me", one.workshop), 'p', &one).await.text.contains(&address),
        "the way to it is on one's own page"
    );

    let refused = form(&server, &address, 'p', &one, "useful=fully&comment=Un+peu+long").await;
    assert!(
        refused.status == 422 && refused.text.contains("Un peu long") && refused.text.contains("#organised"),
        "the summary leads to what is missing"
    );
    assert_eq!(
        form(&server, &address, 'p', &one, "useful=not_at_all&organised=rather&lead=no&comment=Un+peu+long")
            .await
            .status,
        303
    );
    assert_eq!(form(&server, &address, 'p', &one, good).await.status, 303, "one can think better of it");
    assert_eq!(
        form(&server, &address, 'p', &other, "useful=fully&organised=fully&lead=perhaps&comment=").await.status,
        303
    );

    let results = server.page(&format!("/desk/{}/satisfaction", desk.workshop), 'f', &desk).await;
    assert!(results.text.contains("2\u{a0}réponses") && results.text.contains("Un peu long"), "{}", results.text);
    assert!(!results.text.contains("Zénobie") && !results.text.contains("Scierie Zed"));
    assert_eq!(
        server.page(&format!("/desk/{}/satisfaction", desk.workshop), 'p', &one).await.status,
        303,
        "for the facilitators"
    );
    let minutes = format!("/desk/{}/minutes", desk.workshop);
    assert!(server.page(&minutes, 'f', &desk).await.text.contains("Un peu long"));

    form(&server, &format!("/w/{}/me/leave", one.workshop), 'p', &one, "").await;
    let results = server.page(&format!("/desk/{}/satisfaction", desk.workshop), 'f', &desk).await;
    assert!(
        results.text.contains("1\u{a0}réponse") && !results.text.contains("Un peu long"),
        "their answer has gone with them"
    );
}

#[tokio::test]
async fn minutes_leave_as_a_tagged_pdf_also_when_there_is_next_to_nothing_in_them() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("matching").await;
    let address = format!("/desk/{}/minutes.pdf", desk.workshop);
    let empty = server.page(&address, 'f', &desk).await;
    assert!(empty.status == 200 && empty.text.starts_with("%PDF-"));
    let one = server.join(&created, "Zénobie Quintard", "Scierie Zed").await;
    server.card(&one, "have", "Copeaux de mélèze").await;
    let full = server.page(&address, 'f', &desk).await;
    assert!(
        full.text.len() > empty.text.len()
            && full.headers["content-disposition"].to_str().unwrap().contains("compte-rendu-2026-11-24.pdf")
    );
    assert_eq!(server.page(&address, 'p', &one).await.status, 303, "for the facilitators");
}

#[tokio::test]
async fn a_code_with_a_line_break_breaks_no_line_of_a_calendar() {
    let server = Server::start().await;
    let (created, _) = server.workshop("welcome").await;
    let code = format!("{}%0d%0a{}", &created.join_code[..3], &created.join_code[3..]);
    let entry = server.get(&format!("/i/{code}/calendar.ics"), "").await;
    assert_eq!(entry.status, 200);
    let lines: Vec<&str> = entry.text.split("\r\n").collect();
    assert!(!lines.iter().any(|line| line.contains(['\r', '\n'])), "{lines:?}");
    assert!(lines.contains(&format!("URL:http://localhost/i/{}", created.join_code).as_str()), "{lines:?}");
}
