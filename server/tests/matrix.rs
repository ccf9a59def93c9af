//! Every role at every address: what `domain::access` gives leave to opens, and nothing else does.
//!
//! The addresses are read out of the source. What each asks for stands in [`asks`]: a new address below a workshop, a programme or the
//! administration is held to the right of its neighbours until it is given one of its own.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use domain::access::{Right, Role};
use domain::ids::SynergyId;
use serde_json::json;
use support::addresses::addresses;
use support::office::{get_as, member, office, post_as};
use support::{Answer, Server};

/// Which rights open an address for reading and for writing: one of them is enough. None: it is not about a programme, a workshop or the host.
fn asks(address: &str) -> Option<(&'static [Right], &'static [Right])> {
    use Right::*;
    let under = |place: &str| address.strip_prefix(place);
    if let Some(rest) = under("/programme/workshops/{id}/synergies/{synergy}") {
        return Some(match rest {
            "/figures" | "/co2" => (&[SeePeople], &[RecordFigures, AuditFigures]),
            "/assumptions" | "/withdraw" => (&[SeePeople], &[RecordFigures]),
            _ => (&[SeePeople], &[FollowUp]),
        });
    }
    if let Some(rest) = under("/programme/programmes/{id}") {
        return Some(match rest {
            "" | "/evaluation" | "/funding" => (&[SeeResults], &[Describe]),
            "/import" => (&[ImportTables], &[ImportTables]),
            "/export.json" => (&[ExportWhole], &[ExportWhole]),
            "/audit" | "/audit.csv" => (&[ReadAudit], &[ReadAudit]),
            "/leave" => return None,
            rest if rest.starts_with("/members") || rest.starts_with("/invitations") => (&[ManageMembers], &[ManageMembers]),
            rest if rest.ends_with("export.xlsx") => (&[SeeResults], &[Describe]),
            _ => (&[Describe], &[Describe]),
        });
    }
    if let Some(rest) = under("/admin") {
        return Some(match rest {
            rest if rest.starts_with("/audit") => (&[ReadHostAudit], &[ReadHostAudit]),
            rest if rest.starts_with("/programmes") => (&[ManageProgrammes], &[ManageProgrammes]),
            "" => (&[ManageAccounts], &[ManageAccounts]),
            rest if rest.starts_with("/accounts") => (&[ManageAccounts], &[ManageAccounts]),
            _ => (&[ManageHost], &[ManageHost]),
        });
    }
    match address {
        "/programme/workshops/{id}" => Some((&[SeePeople], &[FollowUp])),
        "/programme/report" | "/programme/report.pdf" | "/programme/report.xlsx" => Some((&[SeeResults], &[SeeResults])),
        "/programme/export/{file}" => Some((&[ExportTables], &[ExportTables])),
        "/programme/follow-up" | "/programme/follow-up.ics" | "/programme/synergies/bulk" => Some((&[FollowUp], &[FollowUp])),
        _ if address.starts_with("/programme/answers/") => Some((&[FollowUp], &[FollowUp])),
        _ if address.starts_with("/desk/{id}") || address.starts_with("/api/workshops/{id}") => Some((&[RunWorkshops], &[RunWorkshops])),
        _ => None,
    }
}

/// Turned away, or told that there is nothing to be done this way here.
fn refused(answer: &Answer) -> bool {
    matches!(answer.status.as_u16(), 401 | 403 | 404 | 405)
}

#[tokio::test]
async fn every_role_opens_what_the_table_says_and_nothing_else() {
    let server = Server::start().await;
    let admin = server.backend.create_account("Administratrice", "admin@maillage.example", "une phrase assez longue".into()).await.unwrap();
    let mine = office(&server, "claire", "Démarche du Val").await;
    mine.realise(&server, &[("tonnes_reused", "7777", "Scierie du Val")]).await;
    let programme = mine.programme(&server).await.id;
    let caller = server.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
    server.backend.add_file(&mine.account, &caller, SynergyId(1), "pesee.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
    let token = server.backend.asked(&mine.account, programme).await.unwrap()[0].link.token.clone();
    mine.post(&server, &format!("/programme/programmes/{programme}/funding"), "name=Appel&funder=R%C3%A9gion&kind=study").await;
    let mut roles = vec![(Role::Administrator, admin.1), (Role::Manager, mine.session.clone())];
    for role in [Role::Facilitator, Role::Reader, Role::Auditor] {
        roles.push((role, member(&server, &mine, role.code(), role.code()).await.1));
    }
    // What a person would be known by.
    let person = json!({"token": mine_door(&server, &mine).await, "name": "Nadia Personne", "organisation": "Laiterie du Val",
                        "email": "nadia.personne@laiterie.example", "consent": "yes"});
    let joined = server.post("/api/join", "", &person).await;
    assert_eq!(joined.status, 200, "{}", joined.text);
    let manager = server.backend.members(&mine.account, programme).await.unwrap().into_iter().find(|member| member.role == Role::Manager).unwrap();
    let before = server.backend.export_programme(&mine.account, programme).await.unwrap();

    let fill = |address: &str| {
        let id = if address.contains("/programmes/{id}") { programme.to_string() } else { mine.workshop.to_string() };
        let places = [
            ("{id}", id),
            ("{synergy}", "1".into()),
            ("{number}", "1".into()),
            ("{funding}", "1".into()),
            ("{card}", "1".into()),
            ("{found}", "1".into()),
            ("{table}", "1".into()),
            ("{token}", token.clone().unwrap()),
            ("{account}", manager.account.to_string()),
            ("{deed}", "close".into()),
            ("{file}", "figures.csv".into()),
            ("{key}", "x".into()),
            ("{code}", "x".into()),
            ("{kind}", "board".into()),
        ];
        places.iter().fold(address.to_owned(), |address, (place, value)| address.replace(place, value))
    };
    let form = format!(
        "synergies={}%3A1&stage=lost&lost_reason=legal&note=x&name=Vol%C3%A9e&email=p%40x.example&role=reader&state=done&reason=x&title=xx&into=&figure=1&year=2026&indicator=sales\
         &amount=1&verification=estimated&declared_by=X&lifetime_years=1&retention=1&attribution=1&link=https%3A%2F%2Fx.example&funder=X&kind=study&what=X&distance_km=3\
         &tonnes=1&value-steering_body=4&keep=yes&text=titre%3Bdonneur%3Breceveur%0AX%3BA%3BB&date=2026-01-01&programme=P&language=fr&interested=true&answer=interested&lines=X",
        mine.workshop
    );
    let upload = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ntitre;donneur;receveur\nV;A;B\n\r\n--b--\r\n";
    let mut cells = 0;
    let addresses = addresses();
    for (role, session) in &roles {
        let cookie = format!("maillage_session={session}");
        let multipart = async |path: &str, body: &str| {
            let request = Request::post(path).header(header::COOKIE, &cookie).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
            server.send(request.body(Body::from(body.to_owned())).unwrap()).await
        };
        for address in &addresses {
            let path = fill(address);
            let asked = if address.contains("{id}") { path.clone() } else { format!("{path}?programme={programme}") };
            let answer = get_as(&server, &asked, &cookie).await;
            assert!(answer.status.as_u16() < 500, "{} {asked}: {}", role.code(), answer.status);
            cells += 1;
            if !role.may(Right::SeePeople) {
                for secret in ["Nadia Personne", "nadia.personne", "Sciure de claire", "Sciure sèche", "pesee", token.as_deref().unwrap()] {
                    let echoes = asked.contains(secret) && !address.starts_with("/s/");
                    let opened_by_key = address.starts_with("/s/") || address.starts_with("/invited/");
                    assert!(echoes || opened_by_key || !answer.text.contains(secret), "{} learns {secret} from {asked}", role.code());
                }
            }
            let Some((reads, writes)) = asks(address) else { continue };
            let reads = reads.iter().any(|right| role.may(*right));
            // A feed wants a WebSocket before it looks who calls.
            let feed = address.ends_with("/feed") && answer.status == 400;
            if reads {
                assert!(!matches!(answer.status.as_u16(), 401 | 403), "{} may read {asked}: {}", role.code(), answer.status);
            } else {
                assert!(refused(&answer) || feed, "{} may not read {asked}: {}", role.code(), answer.status);
            }
            if writes.iter().any(|right| role.may(*right)) {
                continue;
            }
            let command = json!({"command_id": uuid::Uuid::new_v4(), "command": {"type": "change_phase", "phase": "closed"}}).to_string();
            let as_json = Request::post(&path).header(header::COOKIE, &cookie).header(header::CONTENT_TYPE, "application/json");
            let answers =
                [post_as(&server, &path, &cookie, &form).await, multipart(&path, upload).await, server.send(as_json.body(Body::from(command)).unwrap()).await];
            cells += 3;
            for answer in &answers {
                let unread = matches!(answer.status.as_u16(), 400 | 415);
                assert!(refused(answer) || unread, "{} may not write {path}: {} {}", role.code(), answer.status, answer.text.len());
            }
            assert!(answers.iter().any(refused), "{} is turned away from {path}", role.code());
        }
    }
    let after = server.backend.export_programme(&mine.account, programme).await.unwrap();
    assert!(after == before, "nothing was changed, byte for byte");
    assert!(cells > 1_000, "{cells} cells");

    // What the table gives leave to is not refused. Deeds that would send somebody away are tried elsewhere.
    for (role, session) in &roles {
        let cookie = format!("maillage_session={session}");
        for address in &addresses {
            let Some((_, writes)) = asks(address) else { continue };
            if !writes.iter().any(|right| role.may(*right)) || address.starts_with("/admin/accounts") || address.contains("/hand-over") {
                continue;
            }
            let answer = post_as(&server, &fill(address), &cookie, "").await;
            assert!(!matches!(answer.status.as_u16(), 401 | 403), "{} may write {address}: {}", role.code(), answer.status);
        }
    }
}

async fn mine_door(server: &Server, mine: &support::office::Office) -> String {
    let caller = server.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
    server.backend.doors(&caller).await.unwrap().join_token
}
