//! Strangers at every door: somebody of another programme, a participant, and nobody at all try every address of the
//! server.
//!
//! The addresses are those of the table in `app::routes`, so that a new one is tried without being entered anywhere;
//! only those that are open to everybody stand in a list here.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use domain::ids::SynergyId;
use support::Server;
use support::office::{get_as, office, post_as};

/// Open to everybody, or opened by a key that is in the address: what they show to a key that is none, other tests
/// tell.
const DOORS: &[&str] = &[
    "/",
    "/j",
    "/login",
    "/login/code",
    "/forgotten",
    "/logout",
    "/oidc/start",
    "/oidc/back",
    "/oidc/out",
    "/language",
    "/privacy",
    "/legal",
    "/accessibility",
    "/setup/{token}",
    "/password/{token}",
    "/healthz",
    "/readyz",
    "/sw.js",
    "/assets/{*path}",
    "/host/logo",
    "/api/join",
    "/j/{code}",
    "/i/{code}",
    "/i/{code}/calendar.ics",
    "/b/{key}",
    "/f/{key}",
    "/t/{key}",
    "/s/{token}",
    "/s/{token}/refuse",
    "/invited/{token}",
    "/invited/{token}/accept",
    "/invited/{token}/decline",
    "/invited/{token}/account",
    "/w/{id}/as/{token}",
    "/mine/{token}",
    "/mine/{token}/copy.json",
    "/mine/{token}/erase",
    // Ends the sessions of whoever calls, who would be nobody from then on.
    "/account/sign-out",
];

#[tokio::test]
async fn every_address_of_the_table_leads_somewhere() {
    let server = Server::start().await;
    for address in app::routes::all() {
        // No address takes this method: where there is one, the answer says so.
        let answer =
            server.send(Request::patch(address.replace(['{', '}', '*'], "")).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 405, "{address} is routed nowhere");
    }
}

#[tokio::test]
async fn nobody_sees_or_changes_what_is_not_theirs() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    mine.realise(&server, &[("tonnes_reused", "7777", "Scierie du Val")]).await;
    let other = office(&server, "paul", "Autre démarche").await;
    let programme = mine.programme(&server).await.id;
    let caller = server.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
    server
        .backend
        .add_file(&mine.account, &caller, SynergyId(1), "pesee.pdf", b"%PDF-1.7 secret".to_vec())
        .await
        .unwrap();
    let link = server.backend.asked(&mine.account, programme).await.unwrap().remove(0).link;
    let (token, handle) = (link.token.unwrap(), link.handle);
    mine.post(
        &server,
        &format!("/programme/programmes/{programme}/funding"),
        "name=Appel+secret&funder=R%C3%A9gion&kind=study",
    )
    .await;
    let account = server.backend.members(&mine.account, programme).await.unwrap()[0].account.to_string();
    let before = server.backend.export_programme(&mine.account, programme).await.unwrap();

    let fill = |address: &str| {
        let id = if address.starts_with("/programme/programmes/") || address.starts_with("/admin/programmes/") {
            programme.to_string()
        } else {
            mine.workshop.to_string()
        };
        let file = if address.starts_with("/open/") { format!("{programme}.csv") } else { "figures.csv".to_owned() };
        let places = [
            ("{id}", id.as_str()),
            ("{synergy}", "1"),
            ("{number}", "1"),
            ("{account}", account.as_str()),
            ("{company}", "1"),
            ("{part}", "company"),
            ("{deed}", "close"),
            ("{funding}", "1"),
            ("{card}", "1"),
            ("{found}", "1"),
            ("{table}", "1"),
            ("{token}", token.as_str()),
            ("{handle}", handle.as_str()),
            ("{which}", "board"),
            ("{file}", file.as_str()),
        ];
        let filled = places.iter().fold(address.to_owned(), |address, (place, value)| address.replace(place, value));
        assert!(!filled.contains('{'), "{address}: what stands for its place?");
        filled
    };
    // A form that every address would take.
    let form = format!(
        "synergies={}%3A1&stage=lost&lost_reason=legal&note=x&name=Vol%C3%A9e&email=p%40x.example&state=done&reason=x\
         &title=xx&into=&figure=1&year=2026&indicator=sales&amount=1&verification=audited&declared_by=X\
         &lifetime_years=1&retention=1&attribution=1&link=https%3A%2F%2Fx.example&funder=X&kind=study&what=X\
         &distance_km=3&tonnes=1&value-steering_body=4&keep=yes&text=titre%3Bdonneur%3Breceveur%0AX%3BA%3BB\
         &date=2026-01-01&programme=P&language=fr&interested=true&answer=interested&lines=X",
        mine.workshop
    );
    let table = "titre;donneur;receveur\nVolée;A;B\n";
    let upload = format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{table}\r\n--b\r\n\
         content-disposition: form-data; name=\"keep\"\r\n\r\nyes\r\n--b\r\ncontent-disposition: form-data; \
         name=\"text\"\r\n\r\n{table}\r\n--b--\r\n"
    );
    let phone = format!("maillage_p_{}={}", mine.participant.workshop.replace('-', ""), mine.participant.token);
    let strangers = [
        ("another programme", format!("maillage_session={}", other.session)),
        ("a participant", phone),
        ("nobody", "x=y".to_owned()),
    ];
    let secrets = ["Sciure de claire", "Démarche du Val", "7777", "7\u{202f}777", "secret", "pesee"];
    let addresses: Vec<&str> = app::routes::all().collect();
    for door in DOORS {
        assert!(addresses.contains(door), "{door} is in the table no more");
    }
    for (who, cookie) in &strangers {
        for address in addresses.iter().copied().filter(|address| !DOORS.contains(address)) {
            // Their own phone's pages, and what the room sees, are a participant's.
            if *who == "a participant" && (address.starts_with("/w/{id}") || address.starts_with("/api/workshops/{id}"))
            {
                continue;
            }
            let names_mine = address.contains('{') && !address.starts_with("/programme/export/");
            let path = fill(address);
            for asks in ["", &format!("?programme={programme}"), "?programme=all"] {
                let answer = get_as(&server, &(path.clone() + asks), cookie).await;
                assert!(!secrets.iter().any(|secret| answer.text.contains(secret)), "{who} learns from {path}{asks}");
                // A feed wants a WebSocket before it looks who calls.
                let closed = matches!(answer.status.as_u16(), 303 | 401 | 403 | 404 | 405)
                    || (address.ends_with("/feed") && answer.status == 400);
                assert!(
                    closed || (!names_mine && answer.status.is_success()),
                    "{who} reads {path}{asks}: {}",
                    answer.status
                );
                let names_it = asks.len() > 20 && address.starts_with("/programme/report");
                assert!(closed || !names_it, "{who} reads {path}{asks}: {}", answer.status);
            }
            let multipart = Request::post(&path)
                .header(header::COOKIE, cookie)
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
            let json =
                Request::post(&path).header(header::COOKIE, cookie).header(header::CONTENT_TYPE, "application/json");
            let command = format!(
                r#"{{"command_id":"{}","command":{{"type":"change_phase","phase":"closed"}}}}"#,
                uuid::Uuid::new_v4()
            );
            let mut turned_away = false;
            for answer in [
                post_as(&server, &path, cookie, &form).await,
                server.send(multipart.body(Body::from(upload.clone())).unwrap()).await,
                server.send(json.body(Body::from(command)).unwrap()).await,
            ] {
                assert!(
                    !secrets.iter().any(|secret| answer.text.contains(secret)),
                    "{who} learns by writing to {path}"
                );
                let away =
                    answer.status == 303 && ["/login", "/"].contains(&answer.headers["location"].to_str().unwrap());
                let refused = away || matches!(answer.status.as_u16(), 401 | 403 | 404 | 405);
                turned_away |= refused;
                // An address may say that it takes no such form before it looks who sends it.
                let unread = matches!(answer.status.as_u16(), 400 | 415);
                assert!(refused || unread || !names_mine, "{who} writes {path}: {}", answer.status);
            }
            assert!(turned_away || !names_mine, "{who} is turned away from {path} whatever they send");
        }
    }
    let after = server.backend.export_programme(&mine.account, programme).await.unwrap();
    let differs = before
        .iter()
        .zip(&after)
        .position(|(one, other)| one != other)
        .unwrap_or_else(|| before.len().min(after.len()));
    let around = |text: &[u8]| {
        String::from_utf8_lossy(&text[differs.saturating_sub(80).min(text.len())..(differs + 120).min(text.len())])
            .into_owned()
    };
    assert!(after == before, "nothing was changed, byte for byte: {} is now {}", around(&before), around(&after));

    // A company's link opens its own question and nothing else; a key that is none opens nothing.
    let question = get_as(&server, &format!("/s/{token}"), "").await;
    assert!(
        question.status == 200 && question.text.contains("Sciure de claire") && !question.text.contains("7\u{202f}777")
    );
    for path in ["/s/nonsense", "/b/nonsense", "/f/nonsense", "/t/nonsense", "/i/nonsense", "/setup/nonsense"] {
        assert!(matches!(get_as(&server, path, "").await.status.as_u16(), 303 | 403 | 404), "{path}");
    }
}
