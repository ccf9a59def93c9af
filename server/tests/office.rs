//! The programme manager's half: what is entered comes out in reports and files; who has no business there gets
//! nothing.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use calamine::{Data, Reader, Xlsx};
use domain::ids::SynergyId;
use support::Server;
use support::office::{office, post_as};

#[tokio::test]
async fn what_is_declared_counts_once_and_comes_out_in_page_pdf_and_workbook() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    let figures = [
        ("tonnes_reused", "120,5", "Scierie du Val"),
        ("tonnes_reused", "120,5", "Élevage des Prés"),
        ("savings", "3000", "Scierie du Val"),
        ("savings", "1000", "Élevage des Prés"),
        ("savings", "9999", "Mairie"),
    ];
    office.realise(&server, &figures).await;
    let id = office.programme(&server).await.id;
    let page = office.get(&server, &format!("/programme/report?programme={id}")).await;
    assert!(page.text.contains("4\u{202f}000"), "the companies' savings, without the town hall's estimate");
    let pdf = office.file(&server, &format!("/programme/report.pdf?programme={id}")).await;
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("/StructTreeRoot") && text.contains("pdfuaid:part"), "a tagged PDF");
    let workbook = office.file(&server, &format!("/programme/report.xlsx?programme={id}")).await;
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(workbook)).unwrap();
    let names = workbook.sheet_names();
    assert_eq!(names.len(), 7);
    for name in &names {
        assert_eq!(
            workbook.worksheet_formula(name).unwrap().cells().filter(|(_, _, formula)| !formula.is_empty()).count(),
            0,
            "{name}"
        );
    }
    let results = workbook.worksheet_range(&names[0]).unwrap();
    let column =
        |head: &str| results.rows().next().unwrap().iter().position(|cell| cell.to_string().starts_with(head)).unwrap();
    let last = results.rows().next_back().unwrap();
    assert_eq!(
        (&last[1], &last[column("Matières réutilisées")], &last[column("Économies")]),
        (&Data::Float(1.0), &Data::Float(120.5), &Data::Float(4000.0))
    );
}

#[tokio::test]
async fn every_figure_opens_down_to_its_factor_and_a_withdrawn_one_counts_no_more() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    office.realise(&server, &[]).await;
    let synergy = office.synergy();
    let factor = "2025%7Csteel%7CDESNZ+2025%7Crecycling";
    let refused = office
        .post(
            &server,
            &format!("{synergy}/co2"),
            "tonnes=x&factor=&year=2026&verification=estimated&declared_by=Scierie",
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("value=\"x\""), "what was typed comes back");
    let form = format!(
        "tonnes=10&factor={factor}&year=2026&verification=estimated&declared_by=Scierie+du+Val&with_tonnes=yes"
    );
    assert_eq!(office.post(&server, &format!("{synergy}/co2"), &form).await.status, 303);
    let page = office.get(&server, &synergy).await;
    assert!(
        page.text.contains("10,4") && page.text.contains("DESNZ 2025") && page.text.contains("1\u{202f}040"),
        "amount, source and factor"
    );
    let id = office.programme(&server).await.id;
    let tonnes = async || {
        let report = server.backend.report(&office.account, id, None).await.unwrap().report;
        report.all.sums.get(&domain::synergy::Indicator::TonnesReused).map(|sum| sum.amount)
    };
    assert_eq!(tonnes().await, Some(10.0));
    assert_eq!(office.post(&server, &format!("{synergy}/withdraw"), "figure=2&reason=").await.status, 422, "why?");
    assert_eq!(office.post(&server, &format!("{synergy}/withdraw"), "figure=2&reason=Doublon").await.status, 303);
    assert_eq!(tonnes().await, None);
    assert!(office.get(&server, &synergy).await.text.contains("Doublon"), "it stays readable");
    assert_eq!(office.post(&server, &format!("{synergy}/withdraw"), "figure=2&reason=Encore").await.status, 404);
}

#[tokio::test]
async fn two_records_of_one_synergy_count_once_and_a_circle_is_refused() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    office.realise(&server, &[("tonnes_reused", "100", "Scierie du Val")]).await;
    let synergy = office.synergy();
    let split = office.post(&server, &format!("{synergy}/split"), "title=Sciure+fine").await;
    let part = split.headers["location"].to_str().unwrap().to_owned();
    assert!(part.ends_with("/synergies/1000001"), "{part}");
    office
        .post(
            &server,
            &format!("{part}/figures"),
            "year=2026&indicator=tonnes_reused&amount=90&verification=one_side&declared_by=Scierie+du+Val",
        )
        .await;
    let id = office.programme(&server).await.id;
    let known = async || {
        let all = server.backend.report(&office.account, id, None).await.unwrap().report.all.clone();
        (all.realised, all.sums[&domain::synergy::Indicator::TonnesReused].amount)
    };
    assert_eq!(known().await, (2, 190.0));
    assert_eq!(
        office.post(&server, &format!("{part}/join"), &format!("into={synergy}&reason=La+m%C3%AAme")).await.status,
        303
    );
    assert_eq!(known().await, (1, 90.0), "one synergy, the figure recorded last");
    assert_eq!(
        office.post(&server, &format!("{synergy}/join"), &format!("into={part}&reason=Encore")).await.status,
        409
    );
    assert_eq!(office.post(&server, &format!("{part}/join"), "reason=Non").await.status, 303);
    assert_eq!(known().await, (2, 190.0), "apart again");
}

#[tokio::test]
async fn files_come_back_to_be_saved_and_only_harmless_kinds_are_taken() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    let upload = async |name: &str, content: Vec<u8>| {
        let head = format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: \
                text/html\r\n\r\n"
        );
        let body = [head.into_bytes(), content, b"\r\n--b--\r\n".to_vec()].concat();
        let request = Request::post(format!("{}/evidence", office.synergy()))
            .header(header::COOKIE, format!("maillage_session={}", office.session))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        server.send(request.body(Body::from(body)).unwrap()).await
    };
    assert_eq!(upload("bon de pesée.pdf", b"%PDF-1.7 x".to_vec()).await.status, 303);
    assert_eq!(upload("page.html", b"<script>alert(1)</script>".to_vec()).await.status, 422);
    assert_eq!(upload("faux.pdf", b"<script>alert(1)</script>".to_vec()).await.status, 422);
    let large = upload("grand.pdf", [b"%PDF-".to_vec(), vec![0; 5 * 1024 * 1024]].concat()).await;
    assert!(large.status == 413 && large.text.contains("trop volumineux"), "said on the page: {}", large.text);
    let file = office.get(&server, &format!("{}/evidence/1", office.synergy())).await;
    assert_eq!((file.status.as_u16(), file.text.as_str()), (200, "%PDF-1.7 x"));
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    assert_eq!(
        office.post(&server, &format!("{}/links", office.synergy()), "link=javascript%3Aalert(1)").await.status,
        422
    );
    assert_eq!(
        office.post(&server, &format!("{}/links", office.synergy()), "link=https%3A%2F%2Fexemple.fr").await.status,
        303
    );
}

#[tokio::test]
async fn a_whole_programme_moves_to_another_server_without_loss() {
    let here = Server::start().await;
    let mine = office(&here, "claire", "Démarche du Val").await;
    mine.realise(
        &here,
        &[("tonnes_reused", "120", "Scierie du Val"), ("sales", "=1+1", "x"), ("sales", "5", "Scierie du Val")][..1],
    )
    .await;
    mine.post(
        &here,
        &format!("{}/figures", mine.synergy()),
        "year=2025&indicator=sales&amount=12&verification=evidenced&declared_by=Scierie+du+Val&note=%3D1%2B1",
    )
    .await;
    mine.post(&here, &format!("{}/withdraw", mine.synergy()), "figure=2&reason=Erreur").await;
    mine.post(
        &here,
        &format!("{}/assumptions", mine.synergy()),
        "lifetime_years=3&retention=90&attribution=50&reason=Contrat",
    )
    .await;
    let caller = here.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
    here.backend.add_file(&mine.account, &caller, SynergyId(1), "pesee.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
    mine.post(&here, &format!("{}/links", mine.synergy()), "link=https%3A%2F%2Fexemple.fr").await;
    let id = mine.programme(&here).await.id;
    let link = here.backend.asked(&mine.account, id).await.unwrap().remove(0).link;
    let token = link.token.unwrap();
    post_as(&here, &format!("/s/{token}"), "", "state=done&savings=50&note=Bien").await;
    here.backend.asked_by_hand(&mine.account, &link.handle).await.unwrap();
    let pages = format!("/programme/programmes/{id}");
    mine.post(&here, &format!("{pages}/evaluation"), "value-steering_body=3&note-steering_body=Comit%C3%A9").await;
    mine.post(&here, &format!("{pages}/funding"), "name=Appel&funder=R%C3%A9gion&kind=study&closes=2027-01-01").await;
    mine.post(&here, &format!("{pages}/funding/1/attach"), &format!("synergy={}", mine.synergy())).await;
    mine.post(&here, &format!("{pages}/targets"), "aim=sales&year=2027&amount=7000").await;
    let document = here.backend.export_programme(&mine.account, id).await.unwrap();
    let told: serde_json::Value = serde_json::from_slice(&document).unwrap();
    for list in told.as_object().unwrap().keys() {
        assert!(
            include_str!("../../docs/http-api.md").contains(&format!("\"{list}\": ")),
            "docs/http-api.md does not name {list}"
        );
    }
    assert_eq!(told["workshops"][0]["phase"], "matching", "as the workshop stands, however busy its room was");
    assert_eq!(
        here.backend.import_programme(&mine.account, &document).await.unwrap_err().refusal().first().code(),
        "name_taken"
    );

    let there = Server::start().await;
    let (account, _) =
        there.backend.create_account("Paul", "paul@maillage.example", "une phrase assez longue".into()).await.unwrap();
    assert_eq!(there.backend.import_programme(&account, &document).await.unwrap(), id);
    assert_eq!(
        there.backend.export_programme(&account, id).await.unwrap(),
        document,
        "what comes out again is the same, byte for byte"
    );
    let reports = (
        here.backend.report(&mine.account, id, None).await.unwrap().report,
        there.backend.report(&account, id, None).await.unwrap().report,
    );
    assert_eq!(reports.0, reports.1);
    let caller = there.backend.caller_by_account(mine.workshop, &account).await.unwrap();
    assert_eq!(there.backend.snapshot(&caller).await.unwrap().workshop.synergies.len(), 1, "the log plays here too");
    for broken in [&b"{}"[..], b"nonsense", &document[..document.len() / 2]] {
        assert!(there.backend.import_programme(&account, broken).await.is_err());
    }
    assert!(!String::from_utf8_lossy(&document).contains(&token), "what opens a door stays behind");
    let text = String::from_utf8(document).unwrap();
    let third = Server::start().await;
    let (account, _) =
        third.backend.create_account("Zoé", "zoe@maillage.example", "une phrase assez longue".into()).await.unwrap();
    for (what, by) in [
        ("\"realised\"", "\"anything\""),
        ("https://exemple.fr", "javascript:alert(1)"),
        ("application/pdf", "text/html"),
        ("\"amount\":120.0", "\"amount\":1e300"),
        ("\"lifetime_years\":3", "\"lifetime_years\":-3"),
    ] {
        assert!(text.contains(what), "{what}");
        let refused =
            third.backend.import_programme(&account, text.replace(what, by).as_bytes()).await.unwrap_err().refusal();
        assert_eq!(refused.first().code(), "malformed", "{what} as {by}");
    }
}

#[tokio::test]
async fn a_table_shows_what_would_happen_before_anything_is_kept() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    let id = office.programme(&server).await.id;
    let send = async |fields: &[(&str, &str)]| {
        let part = |(name, value): &(&str, &str)| {
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = fields.iter().map(part).collect::<String>() + "--b--\r\n";
        let request = Request::post(format!("/programme/programmes/{id}/import"))
            .header(header::COOKIE, format!("maillage_session={}", office.session))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        server.send(request.body(Body::from(body)).unwrap()).await
    };
    let count = async || server.backend.synergies(&office.account).await.unwrap().len();
    let wrong =
        "titre;donneur;receveur;étape;année;tonnes_reused\n=1+1;A;B;réalisée;2024;12\nBois;C;;réalisée;2024;beaucoup\n";
    let preview = send(&[("text", wrong), ("confirm", "yes")]).await;
    assert!(
        preview.status == 200
            && preview.text.contains("beaucoup")
            && preview.text.contains("class=\"problem\">receveur"),
        "{}",
        preview.status
    );
    assert_eq!(count().await, 1, "nothing was kept");
    let right = "titre;donneur;receveur;étape;année;tonnes_reused\n=1+1;A;B;réalisée;2024;12\n=1+1;A;B;réalisée;2025;\
        13\nSciure de claire;Scierie du Val;Élevage des Prés;idée;;\n";
    assert_eq!(send(&[("text", right)]).await.status, 200);
    assert_eq!(count().await, 1);
    assert_eq!(send(&[("text", right), ("confirm", "yes")]).await.status, 303);
    assert_eq!(count().await, 2, "one is new, one was there");
    let all = server.backend.report(&office.account, id, None).await.unwrap().report.all.clone();
    assert_eq!((all.realised, all.sums[&domain::synergy::Indicator::TonnesReused].amount), (1, 25.0));
    let csv = office.get(&server, "/programme/export/synergies.csv").await.text;
    assert!(csv.contains("'=1+1"), "a formula stays text in CSV");
}

#[tokio::test]
async fn exports_come_whole_also_when_they_are_compressed() {
    use tower::ServiceExt as _;
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    office.realise(&server, &[("tonnes_reused", "1200", "Scierie du Val")]).await;
    for (what, lines) in [("figures", 2), ("history", 3), ("synergies", 2), ("workshops", 2)] {
        let plain = office.get(&server, &format!("/programme/export/{what}.csv")).await;
        assert_eq!(plain.text.lines().count(), lines, "{what}: {}", plain.text);
        let request = Request::get(format!("/programme/export/{what}.csv"))
            .header(header::COOKIE, format!("maillage_session={}", office.session))
            .header(header::ACCEPT_ENCODING, "br");
        let response = server.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.headers()["content-encoding"], "br");
        assert!(axum::body::to_bytes(response.into_body(), 1 << 20).await.is_ok(), "{what}");
    }
}

#[tokio::test]
async fn what_flows_and_how_far_is_corrected_found_kept_in_the_history_and_moves_along() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    let (id, synergy) = (office.programme(&server).await.id, office.synergy());
    let flow = |distance: &str| {
        format!(
            "what=Sciure+de+sapin&amount=12%2C5&unit=t&frequency=month&distance_km={distance}&giver_owner=Zo%C3%A9\
             &receiver_owner=B"
        )
    };
    assert_eq!(office.post(&server, &format!("{synergy}/flow"), &flow("loin")).await.status, 422);
    assert_eq!(office.post(&server, &format!("{synergy}/flow"), &flow("8")).await.status, 303);
    assert_eq!(office.post(&server, &format!("{synergy}/flow"), &flow("8")).await.status, 422, "nothing would change");
    office.post(&server, &format!("{synergy}/flow"), &flow("45")).await;
    office.post(&server, &format!("{synergy}/stage"), "stage=idea&next_step=Visite&next_step_due=2027-01-15").await;
    office.realise(&server, &[("tonnes_reused", "120", "Scierie du Val")]).await;
    office.post(&server, &format!("{synergy}/withdraw"), "figure=1&reason=Erreur").await;
    office
        .post(&server, &format!("{synergy}/assumptions"), "lifetime_years=3&retention=90&attribution=50&reason=Contrat")
        .await;
    office.post(&server, &format!("{synergy}/links"), "link=https%3A%2F%2Fexemple.fr").await;
    let token = server.backend.asked(&office.account, id).await.unwrap().remove(0).link.token.unwrap();
    post_as(&server, &format!("/s/{token}"), "", "state=talking&note=Bient%C3%B4t").await;
    let page = office.get(&server, &synergy).await.text;
    let said = [
        "Sciure de sapin",
        "150\u{a0}t/an",
        "8\u{a0}km → 45\u{a0}km",
        "A → Zoé",
        "rien → 15\u{a0}janvier 2027",
        "Chiffre retiré",
        "Contrat",
        "exemple.fr",
        "on en parle encore",
    ];
    for words in said {
        assert!(page.contains(words), "{words}");
    }
    // The list finds it by its flow and by its distance.
    for (asks, found) in [("search=sapin", true), ("near=100", true), ("near=30", false), ("near=unknown", false)] {
        let list = office.get(&server, &format!("/programme/synergies?{asks}")).await.text;
        assert_eq!(list.contains("Sciure de claire"), found, "{asks}");
    }
    let workbook = office.file(&server, &format!("/programme/report.xlsx?programme={id}")).await;
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(workbook)).unwrap();
    let sheet = |workbook: &mut Xlsx<_>, at: usize| {
        workbook.worksheet_range_at(at).unwrap().unwrap().rows().map(<[Data]>::to_vec).collect::<Vec<_>>()
    };
    let (synergies, figures, history) = (2, 3, 4);
    let rows = sheet(&mut workbook, synergies);
    let column = rows[0].iter().position(|head| *head == "km").unwrap();
    assert_eq!((&rows[1][column], &rows[1][column - 2]), (&Data::Float(45.0), &Data::Float(150.0)));
    let rows = sheet(&mut workbook, history);
    assert!(rows.iter().any(|row| row[5] == "8\u{a0}km → 45\u{a0}km"), "{rows:?}");
    // A report of a day before it all knows nothing of it.
    let past = office.file(&server, &format!("/programme/report.xlsx?programme={id}&as_of=2020-01-01")).await;
    let mut past: Xlsx<_> = Xlsx::new(std::io::Cursor::new(past)).unwrap();
    for at in [synergies, figures, history] {
        assert_eq!(sheet(&mut past, at).len(), 1, "sheet {at}: the head only");
    }
    // And it moves to another server.
    let document = server.backend.export_programme(&office.account, id).await.unwrap();
    let there = Server::start().await;
    let (account, _) =
        there.backend.create_account("Paul", "paul@maillage.example", "une phrase assez longue".into()).await.unwrap();
    there.backend.import_programme(&account, &document).await.unwrap();
    let (here, there) = (
        server.backend.synergy(&office.account, office.workshop, SynergyId(1)).await.unwrap(),
        there.backend.synergy(&account, office.workshop, SynergyId(1)).await.unwrap(),
    );
    assert_eq!((here.record.flow, here.trail), (there.record.flow, there.trail));
}

#[tokio::test]
async fn a_form_that_comes_twice_on_a_slow_line_notes_its_figure_once() {
    let server = Server::start().await;
    let office = office(&server, "claire", "Démarche du Val").await;
    office.realise(&server, &[]).await;
    let synergy = office.synergy();
    // As a browser sends it: to the address of the form on the page.
    let address = async || {
        let page = office.get(&server, &synergy).await.text;
        let begin = page.find(&format!("{synergy}/figures?once=")).expect("the form has a number");
        page[begin..].split('"').next().unwrap().to_owned()
    };
    let figure = "year=2026&indicator=savings&amount=3000&verification=one_side&declared_by=Scierie+du+Val";
    let first = address().await;
    for _ in 0..2 {
        assert_eq!(office.post(&server, &first, figure).await.status, 303, "both times as if it was done now");
    }
    let figures = async || office.get(&server, "/programme/export/figures.csv").await.text.matches("savings").count();
    assert_eq!(figures().await, 1);
    let other = "year=2026&indicator=savings&amount=3001&verification=one_side&declared_by=Scierie+du+Val";
    assert_eq!(office.post(&server, &first, other).await.status, 303);
    assert_eq!(figures().await, 2, "gone back to and filled in differently, it is another figure");
    let second = address().await;
    assert_ne!(first, second);
    assert_eq!(office.post(&server, &second, figure).await.status, 303);
    assert_eq!(figures().await, 3, "the same once more on purpose, on a new page");
}
