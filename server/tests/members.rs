//! Invitations, roles, leaving; the administrators' pages; and what the audit log says of all of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use domain::members::InvitationDraft;
use serde_json::json;
use support::office::{get_as, member, office, post_as};
use support::{Answer, Server};

fn cookie(session: &str) -> String {
    format!("maillage_session={session}")
}

fn location(answer: &Answer) -> String {
    answer.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// The path of the invitation that a page shows.
fn link(page: &Answer) -> String {
    let rest = page.text.split("/invited/").nth(1).unwrap_or_else(|| panic!("no link: {} {}", page.status, page.text));
    format!("/invited/{}", rest.split(['"', '&', '<']).next().unwrap())
}

#[tokio::test]
async fn nobody_is_a_member_unasked_and_the_manager_learns_nothing_of_accounts() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let other = office(&server, "paul", "Autre démarche").await;
    let programme = mine.programme(&server).await.id;
    let members = format!("/programme/programmes/{programme}/members");
    let known = mine.post(&server, &members, "email=paul%40maillage.example&role=manager").await;
    let unknown = mine.post(&server, &members, "email=nobody%40maillage.example&role=manager").await;
    // The same answer, but for the address and the link themselves.
    let plain = |page: &Answer, email: &str| page.text.replace(email, "").replace(&link(page), "").len();
    let without = |page: &Answer| page.text.matches("nobody@maillage.example").count();
    assert_eq!((known.status, unknown.status), (axum::http::StatusCode::OK, axum::http::StatusCode::OK));
    assert!(without(&known) == 0 && plain(&known, "paul@maillage.example") > 0);
    assert!(known.text.contains("id=\"made-link\"") && unknown.text.contains("id=\"made-link\""));
    // Paul is in nothing that he has not accepted.
    assert!(!other.get(&server, "/programme").await.text.contains("Démarche du Val"));
    assert_eq!(other.get(&server, &format!("/programme/programmes/{programme}")).await.status, 404);

    // He sees who invites him, and accepts; a second time there is nothing to accept.
    let path = link(&known);
    let seen = other.get(&server, &path).await;
    assert!(seen.text.contains("Démarche du Val") && seen.text.contains("claire"), "{}", seen.text);
    let accepted = other.post(&server, &format!("{path}/accept"), "").await;
    assert_eq!((accepted.status.as_u16(), location(&accepted)), (303, format!("/programme?programme={programme}")));
    assert_eq!(other.get(&server, &format!("/programme/programmes/{programme}")).await.status, 200);
    assert_eq!(other.post(&server, &format!("{path}/accept"), "").await.status, 404);
    assert_eq!(get_as(&server, &path, "").await.status, 404, "an answered link is one that does not exist");

    // Who declines is no member, and the link is used up.
    let path = link(&unknown);
    let (_, session) =
        server.backend.create_account("Nora", "nora@maillage.example", "une phrase assez longue".into()).await.unwrap();
    assert_eq!(post_as(&server, &format!("{path}/decline"), &cookie(&session), "").await.status, 200);
    assert_eq!(post_as(&server, &format!("{path}/accept"), &cookie(&session), "").await.status, 404);
    assert_eq!(get_as(&server, &format!("/programme/programmes/{programme}"), &cookie(&session)).await.status, 404);
}

#[tokio::test]
async fn an_invitation_makes_an_account_comes_back_after_signing_in_and_can_be_ended() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let programme = mine.programme(&server).await.id;
    let members = format!("/programme/programmes/{programme}/members");
    let page = mine.post(&server, &members, "email=lea%40region.example&role=reader").await;
    let path = link(&page);
    // What is wrong comes back with what was typed.
    let refused = post_as(&server, &format!("{path}/account"), "", "name=L%C3%A9a&password=court").await;
    assert!(
        refused.status == 422 && refused.text.contains("value=\"Léa\"") && !refused.text.contains("court\""),
        "{}",
        refused.status
    );
    let made = post_as(&server, &format!("{path}/account"), "", "name=L%C3%A9a&password=une+phrase+assez+longue").await;
    assert_eq!(made.status, 303, "{}", made.text);
    let session = made.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let report = get_as(&server, &format!("/programme/report?programme={programme}"), &session).await;
    assert_eq!(report.status, 200);

    // The form asks whether no address has an account: it makes one for the invited address alone, whatever else is
    // sent along.
    let page = mine.post(&server, &members, "email=noe%40region.example&role=reader").await;
    let probe = post_as(
        &server,
        &format!("{}/account", link(&page)),
        "",
        "name=No%C3%A9&email=claire%40maillage.example&password=une+phrase+assez+longue",
    )
    .await;
    assert_eq!(
        (probe.status.as_u16(), location(&probe)),
        (303, format!("/programme?programme={programme}")),
        "{}",
        probe.text
    );
    assert!(mine.get(&server, &format!("/programme/programmes/{programme}")).await.text.contains("noe@region.example"));
    // An address with an account: its owner signs in and comes back; neither a second account nor a member is made.
    let page = mine.post(&server, &members, "email=lea%40region.example&role=auditor").await;
    let path = link(&page);
    let known = post_as(&server, &format!("{path}/account"), "", "name=X&password=une+autre+phrase+assez+longue").await;
    assert_eq!((known.status.as_u16(), location(&known)), (303, "/login".to_owned()));
    assert!(
        !known.text.contains("déjà") && get_as(&server, &path, "").await.status == 200,
        "nothing is told, and the invitation still waits"
    );

    // Somebody with an account who is not signed in: a cookie brings them back once they are.
    let page = mine.post(&server, &members, "email=lea%40region.example&role=auditor").await;
    let path = link(&page);
    let seen = get_as(&server, &path, "").await;
    let waiting = seen.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let back = get_as(&server, "/desk", &format!("{session}; {waiting}")).await;
    assert_eq!((back.status.as_u16(), location(&back)), (303, path.clone()));

    // Ended by the manager: nothing opens it.
    let number = mine
        .get(&server, &format!("/programme/programmes/{programme}"))
        .await
        .text
        .split("/invitations/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        mine.post(&server, &format!("/programme/programmes/{programme}/invitations/{number}/end"), "").await.status,
        303
    );
    assert_eq!(get_as(&server, &path, &session).await.status, 404);
    // A new one for the same address ends the one before.
    let first = link(&mine.post(&server, &members, "email=x%40region.example&role=reader").await);
    let second = link(&mine.post(&server, &members, "email=x%40region.example&role=reader").await);
    assert_eq!(
        (get_as(&server, &first, "").await.status.as_u16(), get_as(&server, &second, "").await.status.as_u16()),
        (404, 200)
    );
    // A form that is wrong says so and keeps what was typed.
    let wrong = mine.post(&server, &members, "email=nonsense&role=king").await;
    assert!(wrong.status == 422 && wrong.text.contains("value=\"nonsense\""));
}

#[tokio::test]
async fn members_leave_or_are_removed_and_a_programme_keeps_a_manager() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let programme = mine.programme(&server).await.id;
    let at = |rest: &str| format!("/programme/programmes/{programme}{rest}");
    let (_, paul) = member(&server, &mine, "paul", "facilitator").await;
    let desk = format!("/desk/{}", mine.workshop);
    assert_eq!(get_as(&server, &desk, &cookie(&paul)).await.status, 200);
    let last = mine.post(&server, &at("/leave"), "").await;
    assert!(last.status == 409 && last.text.contains("au moins un responsable"), "{}", last.status);
    let row = |name: &str, members: &[domain::members::MemberRow]| {
        members.iter().find(|member| member.name == name).unwrap().account
    };
    let members = server.backend.members(&mine.account, programme).await.unwrap();
    let (claire, of_paul) = (row("claire", &members), row("paul", &members));
    assert_eq!(
        mine.post(&server, &at(&format!("/members/{claire}/role")), "role=reader").await.status,
        409,
        "not by a change of role either"
    );
    assert_eq!(mine.post(&server, &at(&format!("/members/{claire}/remove")), "").await.status, 409);
    // Handed over, then left.
    assert_eq!(mine.post(&server, &at(&format!("/members/{of_paul}/role")), "role=manager").await.status, 303);
    assert_eq!(mine.post(&server, &at("/leave"), "").await.status, 303);
    assert_eq!(mine.get(&server, &at("")).await.status, 404, "who left is outside at the next request");
    assert_eq!(mine.get(&server, &desk).await.status, 404);
    // Removed: outside as well.
    let manager = server.backend.account(&paul).await.unwrap();
    let draft = InvitationDraft { email: "claire@maillage.example".into(), role: "auditor".into() };
    let invitation = server.backend.invite(&manager, programme, &draft).await.unwrap();
    server.backend.answer_invitation(&mine.account, &invitation.token, true).await.unwrap();
    assert_eq!(mine.get(&server, &at("/audit")).await.status, 200);
    assert_eq!(post_as(&server, &at(&format!("/members/{claire}/remove")), &cookie(&paul), "").await.status, 303);
    assert_eq!(mine.get(&server, &at("/audit")).await.status, 404);
}

#[tokio::test]
async fn level_four_is_the_auditors_and_a_facilitator_key_names_no_programme() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let (_, auditor) = member(&server, &mine, "anne", "auditor").await;
    let figures = format!("{}/figures", mine.synergy());
    let form = |level: &str| {
        format!("year=2026&indicator=tonnes_reused&amount=12&verification={level}&declared_by=Scierie+du+Val")
    };
    assert_eq!(mine.post(&server, &figures, &form("audited")).await.status, 422, "a manager audits nothing");
    assert_eq!(mine.post(&server, &figures, &form("evidenced")).await.status, 303);
    assert_eq!(
        post_as(&server, &figures, &cookie(&auditor), &form("evidenced")).await.status,
        422,
        "an auditor records nothing else"
    );
    assert_eq!(post_as(&server, &figures, &cookie(&auditor), &form("audited")).await.status, 303);
    let withdraw = format!("{}/withdraw", mine.synergy());
    assert_eq!(
        mine.post(&server, &withdraw, "figure=2&reason=x").await.status,
        403,
        "nor does a manager take an audited figure away"
    );
    // Not by a table either.
    let programme = mine.programme(&server).await.id;
    let table =
        "text=titre%3Bdonneur%3Breceveur%3Bann%C3%A9e%3Btonnes_reused%3Bniveau%0AX%3BA%3BB%3B2024%3B5%3B4&keep=yes";
    mine.post(&server, &format!("/programme/programmes/{programme}/import"), table).await;
    let dossier = server.backend.all_synergies(&mine.account, &backend::pipeline::Search::default()).await.unwrap();
    assert_eq!(dossier.len(), 1, "the line is refused");

    // The key of a workshop runs the workshop.
    let (created, desk) = server.workshop("welcome").await;
    let rename = json!({
        "type": "describe_workshop",
        "workshop": {"title": "Autre titre", "date": "2026-11-24", "programme": "Autre démarche", "language": "fr"},
    });
    assert_eq!(server.command(&desk, rename).await.refusal(), (403, "not_allowed".into(), Some("programme".into())));
    let retitle = json!({
        "type": "describe_workshop",
        "workshop": {"title": "Autre titre", "date": "2026-11-24", "programme": "Programme", "language": "fr"},
    });
    server.done(&desk, retitle).await;
    drop(created);
}

#[tokio::test]
async fn the_administrator_runs_accounts_and_stays_outside_of_programmes() {
    let server = Server::start().await;
    let (_, admin) =
        server.backend.create_account("Ada", "ada@maillage.example", "une phrase assez longue".into()).await.unwrap();
    let mine = office(&server, "claire", "Démarche du Val").await;
    let programme = mine.programme(&server).await.id;
    let page = get_as(&server, "/admin", &cookie(&admin)).await;
    assert!(
        page.status == 200 && page.text.contains("Démarche du Val") && page.text.contains("claire@maillage.example"),
        "{}",
        page.status
    );
    assert!(!page.text.contains("Sciure") && !page.text.contains("Atelier de claire"), "nothing of what is inside");
    for inside in [
        format!("/programme/programmes/{programme}"),
        format!("/programme/programmes/{programme}/audit"),
        format!("/desk/{}", mine.workshop),
    ] {
        assert_eq!(get_as(&server, &inside, &cookie(&admin)).await.status, 404, "{inside}");
    }
    assert_eq!(mine.get(&server, "/admin").await.status, 404);
    // A programme with a manager cannot be taken.
    let hand_over = format!("/admin/programmes/{programme}/hand-over");
    assert_eq!(post_as(&server, &hand_over, &cookie(&admin), "email=ada%40maillage.example").await.status, 403);
    // Closed: signed out at once, signs in no more; the programme has no manager left and is handed over by an
    // invitation.
    let claire = page
        .text
        .split("/admin/accounts/")
        .filter_map(|rest| rest.split('/').next())
        .find(|id| page.text.contains(&format!("{id}/administrator")))
        .unwrap();
    let claire = claire.to_owned();
    assert_eq!(post_as(&server, &format!("/admin/accounts/{claire}/close"), &cookie(&admin), "").await.status, 303);
    assert_eq!(location(&mine.get(&server, "/programme").await), "/login");
    assert!(
        !post_as(&server, "/login", "", "email=claire%40maillage.example&password=une+phrase+assez+longue")
            .await
            .headers
            .contains_key("set-cookie")
    );
    let made = post_as(&server, &hand_over, &cookie(&admin), "email=ada%40maillage.example").await;
    let path = link(&made);
    assert_eq!(post_as(&server, &format!("{path}/accept"), &cookie(&admin), "").await.status, 303);
    assert_eq!(get_as(&server, &format!("/programme/programmes/{programme}"), &cookie(&admin)).await.status, 200);
    // The last administrator stays.
    let own = get_as(&server, "/admin", &cookie(&admin)).await;
    let ada = own
        .text
        .split("/admin/accounts/")
        .filter_map(|rest| rest.split('/').next())
        .find(|id| own.text.contains(&format!("{id}/end-administrator")))
        .unwrap();
    for deed in ["close", "end-administrator"] {
        assert_eq!(
            post_as(&server, &format!("/admin/accounts/{ada}/{deed}"), &cookie(&admin), "").await.status,
            409,
            "{deed}"
        );
    }
}

#[tokio::test]
async fn the_audit_log_tells_who_did_what_and_holds_no_secret() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let other = office(&server, "=paul", "Autre démarche").await;
    let programme = mine.programme(&server).await.id;
    let page = mine
        .post(&server, &format!("/programme/programmes/{programme}/members"), "email=paul%40x.example&role=facilitator")
        .await;
    let path = link(&page);
    other.post(&server, &format!("{path}/accept"), "").await;
    mine.get(&server, &format!("/programme/export/figures.csv?programme={programme}")).await;
    mine.get(&server, &format!("/programme/report.pdf?programme={programme}")).await;
    let document = mine.get(&server, &format!("/programme/programmes/{programme}/export.json")).await;
    assert_eq!(document.status, 200);
    let csv = mine.get(&server, &format!("/programme/programmes/{programme}/audit.csv")).await;
    for deed in ["member_invited", "invitation_accepted", "table_exported", "report_taken", "programme_exported"] {
        assert!(csv.text.contains(deed), "{deed}: {}", csv.text);
    }
    assert!(csv.text.contains(";'=paul;"), "no cell starts a formula: {}", csv.text);
    assert!(!csv.text.contains(path.trim_start_matches("/invited/")) && !csv.text.contains("une phrase"), "no secret");
    assert!(!csv.text.contains("Autre démarche"), "nothing of other programmes");
    let seen = mine.get(&server, &format!("/programme/programmes/{programme}/audit?deed=programme_exported")).await;
    assert!(
        seen.text.contains("<td>Démarche entière exportée</td>") && !seen.text.contains("<td>Invitation acceptée</td>"),
        "{}",
        seen.text
    );
    let none = mine.get(&server, &format!("/programme/programmes/{programme}/audit?until=2001-01-01")).await;
    assert!(none.text.contains("Rien dans cette partie"));
    // The host's log holds all of it, for the administrator: the first account.
    let host = mine.get(&server, "/admin/audit.csv").await;
    assert!(host.status == 200 && host.text.contains("audit_exported") && host.text.contains("member_invited"));
    // But not who was invited to a programme: that is the programme's.
    assert!(csv.text.contains("paul@x.example") && !host.text.contains("paul@x.example"), "{}", host.text);
    let search = mine.get(&server, "/admin/audit.csv?who=paul%40x.example").await;
    assert!(!search.text.contains("member_invited"), "nor by searching: {}", search.text);
    assert!(host.text.contains("Démarche du Val"), "that there is a programme, an administrator knows");
}

#[tokio::test]
async fn what_is_refused_leaves_no_entry_and_what_is_done_leaves_one() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    office(&server, "paul", "Autre démarche").await;
    let programme = mine.programme(&server).await.id;
    let count = async || mine.get(&server, "/admin/audit.csv?deed=programme_described").await.text.lines().count() - 1;
    let at = format!("/programme/programmes/{programme}");
    mine.post(&server, &at, "name=Autre+d%C3%A9marche").await;
    assert_eq!(count().await, 0, "the name is taken: nothing was done");
    mine.post(&server, &at, "name=D%C3%A9marche+du+Mont").await;
    assert_eq!(count().await, 1);
}
