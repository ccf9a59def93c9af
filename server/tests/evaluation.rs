//! What is said of a programme as a whole: its evaluation, its targets, and the calls that pay for it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use calamine::{Reader, Xlsx};
use support::Server;
use support::office::office;

#[tokio::test]
async fn an_evaluation_fills_itself_in_from_the_data_and_an_answer_by_hand_holds_instead() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    office.realise(&server, &[("tonnes_reused", "1200", "Scierie du Val")]).await;
    let id = office.programme(&server).await.id;
    let address = format!("/programme/programmes/{id}/evaluation");
    let year = chrono::Datelike::year(&chrono::Utc::now());
    let answers = async || server.backend.evaluation(&office.account, id).await.unwrap().years[&year].answers.clone();
    assert_eq!((answers().await["tonnes"], answers().await["realised"]), (1200.0, 1.0));
    let page = office.get(&server, &address).await;
    assert!(
        page.text.contains("ELIPSE") && page.text.contains("ni ses textes ni ses seuils"),
        "never passed off as the official one"
    );
    let wrong =
        office.post(&server, &format!("{address}?year={year}"), "value-tonnes=beaucoup&value-steering_body=3").await;
    assert!(wrong.status == 422 && wrong.text.contains("beaucoup"), "what was typed comes back");
    assert!(!answers().await.contains_key("steering_body"), "all of it or nothing");
    assert_eq!(
        office
            .post(
                &server,
                &format!("{address}?year={year}"),
                "value-tonnes=1+500&note-tonnes=Pes%C3%A9es&value-steering_body=3"
            )
            .await
            .status,
        303
    );
    assert_eq!((answers().await["tonnes"], answers().await["steering_body"]), (1500.0, 3.0));
    office.post(&server, &format!("{address}?year={year}"), "value-tonnes=&value-steering_body=3").await;
    assert_eq!(answers().await["tonnes"], 1200.0, "taken back: the data answer again");
    for broken in [&b"{}"[..], b"nonsense"] {
        assert!(server.backend.import_referential(&office.account, id, broken).await.is_err());
    }
}

#[tokio::test]
async fn who_saves_a_year_as_it_is_shown_changes_nothing_in_either_language() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    office.realise(&server, &[("tonnes_reused", "1234.567", "Scierie du Val")]).await;
    let id = office.programme(&server).await.id;
    let address = format!("/programme/programmes/{id}/evaluation");
    let year = chrono::Datelike::year(&chrono::Utc::now());
    for language in ["fr", "en"] {
        let page = String::from_utf8(office.file_in(&server, &address, language).await).unwrap();
        let field = page.split("name=\"value-tonnes\"").nth(1).expect("the field");
        let shown = field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its value");
        let saved = office.post(&server, &address, &format!("value-tonnes={shown}&note-tonnes=")).await;
        assert_eq!(saved.status, 303);
        let of_year = server.backend.evaluation(&office.account, id).await.unwrap().years[&year].clone();
        assert_eq!((of_year.answers["tonnes"], of_year.by_hand.len()), (1_234.567, 0), "{language}: {shown}");
    }
}

#[tokio::test]
async fn a_target_stands_beside_what_is_reached_on_its_page_in_the_report_and_in_the_files() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    office.realise(&server, &[("tonnes_reused", "1200", "Scierie du Val")]).await;
    let id = office.programme(&server).await.id;
    let address = format!("/programme/programmes/{id}/targets");
    let wrong = office.post(&server, &address, "aim=tonnes_reused&year=26&amount=beaucoup&note=R%C3%A9gion").await;
    assert!(wrong.status == 422 && wrong.text.contains("value=\"beaucoup\"") && wrong.text.contains("value=\"26\""));
    for target in ["aim=tonnes_reused&amount=4+800&note=Convention", "aim=water_saved&year=2026&amount=300"] {
        assert_eq!(office.post(&server, &address, target).await.status, 303);
    }
    let report = format!("/programme/report?programme={id}");
    for page in [&address, &report] {
        let page = office.get(&server, page).await.text;
        assert!(page.contains("4\u{202f}800") && page.contains("25\u{202f}%"), "1,200 of 4,800 t");
        assert!(page.contains("Convention") && page.contains("0\u{202f}%"), "of the water nothing yet, and it says so");
    }
    let workbook = office.file(&server, &format!("/programme/report.xlsx?programme={id}")).await;
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(workbook)).unwrap();
    let sheet = workbook.worksheet_range("Objectifs").unwrap();
    let rows: Vec<String> = sheet
        .rows()
        .skip(1)
        .map(|row| row[1..5].iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(rows, ["toute la démarche 4800 1200 0.25", "2026 300 0 0"]);
    // What is taken back is in the report of no day from now on, and in the history for good.
    let take_back = format!("{address}/take-back");
    assert_eq!(office.post(&server, &take_back, "aim=tonnes_reused&year=").await.status, 303);
    assert!(!office.get(&server, &report).await.text.contains("4\u{202f}800"));
    assert!(office.get(&server, &address).await.text.contains("4\u{202f}800"));
    let again = office.post(&server, &take_back, "aim=tonnes_reused&year=").await;
    assert!(again.status == 409 || again.status == 422, "{}: there is none any more", again.status);
}

#[tokio::test]
async fn a_call_pays_for_a_synergy_and_its_export_holds_that_synergy_only() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    office.realise(&server, &[("tonnes_reused", "1200", "Scierie du Val")]).await;
    office.post(&server, &format!("{}/split", office.synergy()), "title=Une+autre").await;
    let id = office.programme(&server).await.id;
    let address = format!("/programme/programmes/{id}/funding");
    let wrong =
        office.post(&server, &address, "name=Appel&funder=&kind=study&opens=2026-05-01&closes=2026-01-01").await;
    assert!(wrong.status == 422 && wrong.text.contains("value=\"Appel\""));
    assert_eq!(
        office
            .post(&server, &address, "name=Appel&funder=R%C3%A9gion&kind=study&closes=2026-12-31&amount=20+000")
            .await
            .status,
        303
    );
    assert_eq!(
        office.post(&server, &format!("{address}/1/attach"), &format!("synergy={}", office.synergy())).await.status,
        303
    );
    assert_eq!(office.post(&server, &format!("{address}/1/attach"), "synergy=nonsense").await.status, 404);
    let workbook = office.file(&server, &format!("{address}/1/export.xlsx")).await;
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(workbook)).unwrap();
    let synergies = workbook.worksheet_range(&workbook.sheet_names()[2].clone()).unwrap();
    let titles: Vec<String> = synergies.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(titles, ["Sciure de claire"]);
}
