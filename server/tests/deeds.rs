//! What a person, a facilitator or the command line does to keys and people is in the audit log, with who did it; and
//! the link of a company ends with the person who held it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use domain::synergy::StageDraft;
use serde_json::json;
use support::office::{Office, get_as, office};
use support::{Answer, Server};

/// The lines of the programme's audit log of this deed.
async fn entered(server: &Server, office: &Office, deed: &str) -> Vec<String> {
    let programme = office.programme(server).await.id;
    let csv = office.get(server, &format!("/programme/programmes/{programme}/audit.csv?deed={deed}")).await;
    csv.text.lines().skip(1).filter(|line| line.contains(deed)).map(str::to_owned).collect()
}

/// A form that a participant's phone sends.
async fn from_phone(server: &Server, office: &Office, path: &str, form: &str) -> Answer {
    let cookie = format!("maillage_p_{}={}", office.participant.workshop.replace('-', ""), office.participant.token);
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    server.send(request.body(Body::from(form.to_owned())).unwrap()).await
}

#[tokio::test]
async fn whoever_leaves_and_every_link_and_badge_that_is_made_is_entered() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let me = format!("/w/{}/me", mine.workshop);
    assert_eq!(from_phone(&server, &mine, &format!("{me}/link"), "").await.status, 200);
    let made = entered(&server, &mine, "key_made").await;
    assert!(made.len() == 1 && made[0].contains("person") && !made[0].contains(&mine.participant.token), "{made:?}");
    let desk = server.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
    server.backend.register(&desk, "nom;organisation\nZoé Petit;Ferme\nLuc Roy;Ferme\n").await.unwrap();
    assert_eq!(server.backend.badges(&desk).await.unwrap().len(), 2);
    let made = entered(&server, &mine, "key_made").await;
    assert!(
        made.len() == 2 && made.iter().any(|line| line.contains("badge") && line.contains("claire")),
        "one entry for all badges: {made:?}"
    );

    // Refused: no entry. Done: one, as the participant, without a name.
    assert!(entered(&server, &mine, "person_erased").await.is_empty());
    assert_eq!(from_phone(&server, &mine, &format!("{me}/leave"), "").await.status, 200);
    let left = entered(&server, &mine, "person_erased").await;
    assert!(left.len() == 1 && left[0].contains("participant") && !left[0].contains("claire"), "{left:?}");
    assert_eq!(
        from_phone(&server, &mine, &format!("{me}/leave"), "").await.status,
        401,
        "their phone opens nothing any more"
    );
    assert_eq!(entered(&server, &mine, "person_erased").await.len(), 1);
    // A facilitator takes somebody out by a command.
    let out = json!({
        "command_id": uuid::Uuid::new_v4(), "command": {"type": "leave", "participant": 2, "with_anonymous": false},
    })
    .to_string();
    let request = Request::post(format!("/api/workshops/{}/commands", mine.workshop))
        .header(header::CONTENT_TYPE, "application/json");
    let request =
        request.header(header::COOKIE, format!("maillage_session={}", mine.session)).body(Body::from(out)).unwrap();
    assert_eq!(server.send(request).await.status, 200);
    let left = entered(&server, &mine, "person_erased").await;
    assert!(left.len() == 2 && left.iter().any(|line| line.contains("claire")), "{left:?}");
}

#[tokio::test]
async fn the_link_of_a_company_ends_when_its_person_leaves_or_is_erased() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let programme = mine.programme(&server).await.id;
    let links = async || {
        let asked = server.backend.asked(&mine.account, programme).await.unwrap();
        asked.into_iter().map(|asked| (asked.link.side.code(), asked.link.token, asked.link.handle)).collect::<Vec<_>>()
    };
    let before = links().await;
    let path = |token: &Option<String>| format!("/s/{}", token.as_deref().unwrap_or("none"));
    for (side, token, _) in &before {
        assert_eq!(get_as(&server, &path(token), "").await.status, 200, "{side}");
    }
    let of = |links: &[(&'static str, Option<String>, String)], side: &str| {
        links.iter().find(|(of, ..)| *of == side).unwrap().clone()
    };
    from_phone(&server, &mine, &format!("/w/{}/me/leave", mine.workshop), "").await;
    let giver = of(&before, "giver");
    assert!(get_as(&server, &path(&giver.1), "").await.status.is_client_error(), "the giver's person left");
    assert_eq!(get_as(&server, &path(&of(&before, "receiver").1), "").await.status, 200, "the other company goes on");
    assert_eq!(of(&links().await, "giver").1, None, "and no link is made anew by itself");
    // The manager makes one for somebody else of that company.
    server.backend.renew_link(&mine.account, &giver.2).await.unwrap();
    let anew = of(&links().await, "giver").1;
    assert_eq!(get_as(&server, &path(&anew), "").await.status, 200);
    // What runs is not touched by it.
    let desk = server.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
    let change = StageDraft { stage: "discussion".into(), ..Default::default() };
    server.backend.move_synergy(&mine.account, &desk, domain::ids::SynergyId(1), &change).await.unwrap();
}

#[tokio::test]
async fn factors_and_copies_are_entered_and_a_copy_goes_after_the_days_that_are_promised() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let host = async |deed: &str| {
        mine.get(&server, &format!("/admin/audit.csv?deed={deed}"))
            .await
            .text
            .lines()
            .filter(|line| line.contains(deed))
            .count()
    };
    let factors = include_str!("../../backend/factors/emission_factors.csv");
    server.backend.import_factors("2027", "table.csv", factors).await.unwrap();
    assert!(server.backend.import_factors("2027", "table.csv", factors).await.is_err());
    assert_eq!(host("factors_imported").await, 1, "once done, once refused");

    assert!(mine.get(&server, "/admin").await.text.contains("aucune sauvegarde de lui-même"));
    let folder = server.folder.path().join("backups");
    server.backend.back_up_by_itself(&folder, None).await.unwrap();
    assert_eq!(host("backed_up").await, 1);
    let page = mine.get(&server, "/admin").await.text;
    assert!(page.contains("La plus récente (UTC)") && !page.contains("aucune sauvegarde de lui-même"), "{page}");
    // An old one goes after the host's own days; one that is young enough stays.
    let made_on = |days: i64| {
        let day = chrono::Utc::now() - chrono::Duration::days(days);
        let file = folder.join(day.format("maillage-%Y%m%d-%H%M%S.db").to_string());
        std::fs::write(&file, "old").unwrap();
        file
    };
    let (old, young) = (made_on(9), made_on(3));
    assert_eq!(
        mine.post(&server, "/admin/host", "people_months=36&addresses_months=12&backup_days=7").await.status,
        303
    );
    server.backend.back_up_by_itself(&folder, None).await.unwrap();
    assert!(!old.exists() && young.exists());
    // What cannot be made is said to the administrator.
    let blocked = server.folder.path().join("file");
    std::fs::write(&blocked, "x").unwrap();
    assert!(server.backend.back_up_by_itself(&blocked, None).await.is_err());
    assert!(mine.get(&server, "/admin").await.text.contains("La dernière tentative a échoué"));
}

#[tokio::test]
async fn all_cards_of_one_author_are_hidden_in_one_act_and_nobody_elses() {
    let server = Server::start().await;
    let (created, desk) = server.workshop("haves_wants").await;
    let flood = server.join(&created, "Flot", "Bavard").await;
    let other = server.join(&created, "Autre", "Calme").await;
    for number in 0..12 {
        server.card(&flood, "have", &format!("Réclame {number}")).await;
    }
    server.card(&other, "have", "Palettes").await;
    let hide = async |who: char, person: &support::Person, whom: &str| {
        let cookie = format!("maillage_{who}_{}={}", person.workshop.replace('-', ""), person.token);
        support::office::post_as(
            &server,
            &format!("/desk/{}/people/hide", desk.workshop),
            &cookie,
            &format!("participant={whom}"),
        )
        .await
        .status
        .as_u16()
    };
    assert_eq!(hide('p', &other, "1").await, 303, "a participant is sent to the sign-in");
    assert_eq!(hide('f', &desk, "99").await, 422);
    let seen = async |who: &support::Person| server.state(who).await["workshop"]["cards"].to_string();
    assert!(seen(&other).await.contains("Réclame 11"));
    assert_eq!(hide('f', &desk, "1").await, 303);
    assert!(!seen(&other).await.contains("Réclame") && seen(&other).await.contains("Palettes"));
}
