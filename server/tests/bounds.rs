//! No guest stops the room: bombs as uploads, floods of cards and people, imports beside a live room. Memory is that of
//! this very process.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::io::Write as _;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use support::office::{Office, office};
use support::{Answer, Server};
use zip::write::SimpleFileOptions;

const MEGABYTE: u64 = 1024 * 1024;

/// The most memory this process has had, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap() * 1024
}

/// A workbook of these parts beside those that every workbook has.
fn workbook(sheet: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut file);
    let relations = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let of_book = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let book = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let parts: [(&str, &[u8]); 4] = [
        ("_rels/.rels", relations),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", of_book),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, content) in parts.iter().chain(more) {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap();
    file.into_inner()
}

/// A sheet with the head of an import, and these cells as well.
fn sheet(cells: &str) -> Vec<u8> {
    let text = |place: &str, words: &str| format!(r#"<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>"#);
    let head =
        [("A1", "titre"), ("B1", "donneur"), ("C1", "receveur")].map(|(place, words)| text(place, words)).concat();
    format!(r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">{head}</row>{cells}</sheetData></worksheet>"#)
        .into_bytes()
}

async fn upload(server: &Server, office: &Office, file: &[u8], confirm: bool) -> Answer {
    let mut body = b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n".to_vec();
    body.extend(file);
    if confirm {
        body.extend(b"\r\n--edge\r\nContent-Disposition: form-data; name=\"confirm\"\r\n\r\n1");
    }
    body.extend(b"\r\n--edge--\r\n");
    let id = office.programme(server).await.id;
    let request = Request::post(format!("/programme/programmes/{id}/import"))
        .header(header::COOKIE, format!("maillage_session={}", office.session));
    server
        .send(
            request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge").body(Body::from(body)).unwrap(),
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_that_asks_for_more_than_there_is_is_refused_within_bounds() {
    let server = Server::start().await;
    let office = office(&server, "lea", "Val").await;
    let far = |place: &str| {
        let row = place.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        sheet(&format!(r#"<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>"#))
    };
    let good = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Sciure</t></is></c><c r="B2" t="inlineStr"><is><t>Scierie</t></is></c><c r="C2" t="inlineStr"><is><t>Ferme</t></is></c></row>"#;
    let blank = format!(r#"{good}<row r="1048550"><c r="XFD1048550" s="0"/></row>"#);
    let answer = upload(&server, &office, &workbook(&sheet(&blank), &[]), false).await;
    assert!(
        answer.status == StatusCode::OK && answer.text.contains("Sciure"),
        "a forgotten cell without anything in it hinders nobody: {}",
        answer.status
    );

    let claim = |count: &str| {
        let text = format!(
            r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{count}"><si><t>a</t></si></sst>"#
        );
        workbook(&sheet(good), &[("xl/sharedStrings.xml", text.as_bytes())])
    };
    let texts = [br#"<sst uniqueCount="1">"#.as_slice(), &b"<si><t>a</t></si>".repeat(1_500_000), b"</sst>"].concat();
    let wide = (0..16_384).map(|_| "<c t=\"str\"><v>x</v></c>").collect::<String>();
    let echo = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(900_000));
    let echoes = format!(r#"<row r="2">{}</row>"#, r#"<c t="s"><v>0</v></c>"#.repeat(90));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("corners", workbook(&far("XFD1048576"), &[])),
        ("last column", workbook(&far("CV1048576"), &[])),
        ("last row", workbook(&far("A1048576"), &[])),
        ("16,384 columns", workbook(&sheet(&format!(r#"<row r="2">{wide}</row>"#)), &[])),
        ("a claim of texts", claim("549755813888")),
        ("an absurd claim", claim("18446744073709551615")),
        ("a bomb of texts", workbook(&sheet(good), &[("xl/sharedStrings.xml", &texts)])),
        ("a bomb of styles", workbook(&sheet(good), &[("xl/styles.xml", &b"<xf/>".repeat(800_000))])),
        ("a bomb beside", workbook(&sheet(good), &[("xl/media/a.bin", &vec![0; 20 * 1024 * 1024])])),
        ("echoes of one long text", workbook(&sheet(&echoes), &[("xl/sharedStrings.xml", echo.as_bytes())])),
        ("too many lines", "titre;donneur;receveur\n".repeat(20_001).into_bytes()),
        ("too wide", ["x"; 200].join(";").into_bytes()),
    ];
    let before = peak();
    for (name, file) in cases {
        let started = Instant::now();
        let answer = upload(&server, &office, &file, false).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{name}");
        assert!(answer.text.contains("Ce tableau est trop grand"), "{name}");
        assert!(started.elapsed() < Duration::from_secs(20), "{name}");
        assert!(peak() - before < 100 * MEGABYTE, "{name}: {} MB", (peak() - before) / MEGABYTE);
    }
    let entities = br#"<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c t="str"><v>&b;</v></c></row></sheetData></worksheet>"#;
    let deep = sheet(&format!("{}{}", "<row>".repeat(200_000), "</row>".repeat(200_000)));
    for (name, file) in [
        ("entities", workbook(entities, &[])),
        ("depth", workbook(&deep, &[])),
        ("cut", workbook(&sheet(good), &[])[..400].to_vec()),
    ] {
        let answer = upload(&server, &office, &file, false).await;
        assert!(!answer.status.is_server_error(), "{name}: {}", answer.status);
        assert!(peak() - before < 100 * MEGABYTE, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_floods_the_room_is_asked_to_wait_and_others_are_not() {
    let server = Server::start().await;
    let (created, _) = server.workshop("haves_wants").await;
    let (one, other) = (server.join(&created, "Léa", "Scierie").await, server.join(&created, "Karim", "Élevage").await);
    let post = |number: usize| {
        json!({
            "type": "post_card", "card": {"kind": "have", "title": format!("Fiche {number}"), "category": "material"},
        })
    };
    let (id, refused) = loop {
        let id = uuid::Uuid::new_v4().to_string();
        let answer = server.command_as(&one, &id, post(1)).await;
        if answer.status != StatusCode::OK {
            break (id, answer);
        }
    };
    assert_eq!((refused.refusal().0, refused.refusal().1.as_str()), (429, "too_fast"));
    assert!(refused.headers[header::RETRY_AFTER].to_str().unwrap().parse::<u64>().unwrap() > 0);
    let cards = server.state(&other).await["workshop"]["cards"].as_object().unwrap().len();
    assert!((30..200).contains(&cards), "{cards}: a person never meets the bound, a program does");
    assert_eq!(server.command(&other, post(2)).await.status, StatusCode::OK);
    // What was refused so was not decided: the same command goes through later.
    let late = Instant::now() + Duration::from_secs(30);
    while server.command_as(&one, &id, post(1)).await.status != StatusCode::OK {
        assert!(Instant::now() < late, "it is taken after a while");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_full_workshop_takes_nobody_more_until_somebody_leaves() {
    let server = Server::start().await;
    server.backend.set_bounds(backend::rooms::Bounds { people: 2, ..Default::default() });
    let (created, _) = server.workshop("haves_wants").await;
    let first = server.join(&created, "A", "Alpha").await;
    server.join(&created, "B", "Bêta").await;
    let ask = json!({"token": created.join_token, "name": "C", "organisation": "Gamma"});
    let refused = server.post("/api/join", "", &ask).await;
    assert_eq!((refused.refusal().0, refused.refusal().1.as_str()), (429, "room_full"));
    let form = Request::post(format!("/j/{}", created.join_token))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let page = server.send(form.body(Body::from("name=C&organisation=Gamma")).unwrap()).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers.contains_key(header::RETRY_AFTER), "pages say it as well");
    let cookie = format!("maillage_p_{}={}", first.workshop.replace('-', ""), first.token);
    let leave = Request::post(format!("/w/{}/me/leave", first.workshop)).header(header::COOKIE, cookie);
    assert_eq!(server.send(leave.body(Body::empty()).unwrap()).await.status, StatusCode::OK);
    assert_eq!(server.post("/api/join", "", &ask).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_room_goes_on_while_a_table_is_imported_all_of_it_or_nothing() {
    let server = Server::start().await;
    let office = office(&server, "lea", "Val").await;
    let lines = |count: usize| {
        (0..count).map(|number| format!("Synergie {number};Scierie {number};Ferme {number}\n")).collect::<String>()
    };
    let table = format!("titre;donneur;receveur\n{}", lines(1_500));
    let (created, _) = server.workshop("haves_wants").await;
    let one = server.join(&created, "Léa", "Scierie").await;
    let programme = office.programme(&server).await.id;
    let rows: Vec<Vec<String>> = table.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect();
    let preview = server.backend.preview_import(&office.account, programme, &rows, &[]).await.unwrap();
    let importing = tokio::spawn({
        let (backend, account) = (server.backend.clone(), office.account.clone());
        async move { backend.import_synergies(&account, programme, &preview).await }
    });
    // Posts get in between: had they waited for the whole, none would come while a part of it is there.
    let (mut meanwhile, mut between) = (0, 0);
    while !importing.is_finished() {
        if server
            .command(&one, json!({"type": "move_to", "table": if meanwhile % 2 == 0 { "1" } else { "2" }}))
            .await
            .status
            == StatusCode::OK
        {
            meanwhile += 1;
            let kept = server.backend.synergies(&office.account).await.unwrap().len();
            between += usize::from((2..1_501).contains(&kept));
        }
    }
    assert_eq!(importing.await.unwrap().unwrap(), 1_500);
    assert!(between >= 5, "{between} of {meanwhile} commands");
    let wrong =
        format!("titre;donneur;receveur;declare par;annee;tonnes_reused\nA;B;C;{};2024;1\n", "x".repeat(70_000));
    let answer = upload(&server, &office, wrong.as_bytes(), true).await;
    assert!(answer.status == StatusCode::OK && answer.text.len() < 300_000, "what is too long is said at its line");
    let many = format!(
        "titre;donneur;receveur;atelier\n{}",
        (0..201).map(|number| format!("T{number};A{number};B{number};Atelier {number}\n")).collect::<String>()
    );
    let answer = upload(&server, &office, many.as_bytes(), true).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        answer.text.contains("plus de 200 ateliers") && answer.text.contains("T200"),
        "nothing that was sent is lost"
    );
}
