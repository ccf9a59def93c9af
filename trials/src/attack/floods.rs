//! Bombs and floods: what one guest may do to stop everybody. The server lives, its memory stays bounded, and the
//! people of another room hardly notice.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;
use tokio::task::JoinSet;

use super::client::{Body, Client, Credentials, upload};
use super::hall::Hall;
use super::live_room::{LiveRoom, UNNOTICED, Waits};
use super::{Extent, Row, workbook};
use crate::http::Connection;

/// What the server may address while it is attacked, in MiB.
const MEMORY: u64 = 4_096;
/// What it may use at most of that, in MiB: a room for 1,000 people on a small machine.
const RESIDENT: u64 = 768;

/// How many people the plan of seats is asked for.
const SEATED: usize = 600;
/// After this time the server gives every request up.
const REQUEST_TIME: Duration = Duration::from_secs(20);
/// After a flood the server must use less processor time than this, in seconds within three seconds.
const BURNT_MOST: f64 = 2.0;

/// One thing to try. Each gives what it noticed.
#[derive(Clone, Copy, Debug)]
enum Flood {
    SignIns,
    Corners,
    Stray,
    Bomb,
    Fields,
    DeepJson,
    Cards,
    Joins,
    Seating,
    Unread,
    Import,
}

const FLOODS: [(Flood, &str); 11] = [
    (Flood::SignIns, "100 sign-ins at once"),
    (Flood::Corners, "a workbook with a cell in each corner"),
    (Flood::Stray, "a workbook with a stray cell"),
    (Flood::Bomb, "a workbook of 300 MB, packed"),
    (Flood::Fields, "a form of 60,000 fields"),
    (Flood::DeepJson, "JSON 30,000 levels deep"),
    (Flood::Cards, "1,500 cards of one participant"),
    (Flood::Joins, "1,000 joins"),
    (Flood::Seating, "seating of 600"),
    (Flood::Unread, "sockets that never read"),
    (Flood::Import, "an import of thousands of lines"),
];

/// All of them, one after the other, against one server.
pub async fn run(extent: Extent) -> Result<Vec<Row>> {
    let mut hall = Hall::open(3, &[], Some(MEMORY)).await?;
    let live = LiveRoom::fill(&hall, 0).await?;
    live.quiet(Duration::from_secs(1)).await?;
    let mut rows = Vec::new();
    for (flood, name) in FLOODS {
        if !hall.server.is_alive() {
            rows.push(Row::skipped(&format!("flood: {name}"), "the server had ended before it"));
            continue;
        }
        let mut row = tried(&mut hall, &live, flood, name, extent).await?;
        // Few posts tell little: what a busy machine did, it does not do twice.
        if extent == Extent::Short && !row.faults.is_empty() && hall.server.is_alive() {
            row = tried(&mut hall, &live, flood, name, extent).await?;
        }
        rows.push(row);
    }
    Ok(rows)
}

async fn tried(hall: &mut Hall, live: &LiveRoom, flood: Flood, name: &str, extent: Extent) -> Result<Row> {
    let mut row = Row::new(&format!("flood: {name}"));
    // Measured beside each: the machine has moods.
    let quiet = live.quiet(Duration::from_secs(if extent == Extent::Short { 3 } else { 20 })).await?;
    let tapping = live.begin();
    let begin = Instant::now();
    let noticed = tokio::time::timeout(Duration::from_secs(120), carry_out(flood, hall, extent)).await;
    // Long enough to be measured.
    tokio::time::sleep(Duration::from_secs(2).saturating_sub(begin.elapsed())).await;
    let waits = tapping.end().await;
    match noticed {
        Ok(Ok(noticed)) => row.tell("noticed", noticed),
        Ok(Err(error)) => row.fault(format!("{error:#}")),
        Err(_) => row.fault("it took more than two minutes"),
    }
    row.tell("took", format!("{:.1} s", begin.elapsed().as_secs_f64()));
    if let (Flood::Import, Extent::Long, Ok(waits)) = (flood, extent, &waits) {
        let longest = waits.longest.as_millis();
        row.expect(waits.longest <= UNNOTICED, format!("a post of the room beside waited {longest} ms for an import"));
    }
    judge(&mut row, waits, &quiet);
    if hall.server.is_alive() {
        let peak = hall.server.peak_memory()? >> 20;
        row.tell("peak memory so far", format!("{peak} MiB"));
        row.expect(peak <= RESIDENT, format!("it used {peak} MiB; {RESIDENT} are enough for a full hall"));
    } else {
        row.fault("the server has ended");
    }
    Ok(row)
}

fn judge(row: &mut Row, waits: Result<Waits>, quiet: &Waits) {
    match waits {
        Ok(waits) => {
            row.tell("the room beside", waits.told(quiet));
            row.expect(waits.refused == 0, format!("{} posts of the room beside were refused", waits.refused));
            row.expect(
                waits.is_bearable(quiet),
                format!("p99 of the room beside: {} ms, quiet {} ms", waits.p99.as_millis(), quiet.p99.as_millis()),
            );
        }
        Err(error) => row.fault(format!("the room beside: {error:#}")),
    }
}

/// How often each status came, in words.
fn tally(statuses: impl IntoIterator<Item = u16>) -> String {
    let mut counts = std::collections::BTreeMap::new();
    for status in statuses {
        *counts.entry(status).or_insert(0_usize) += 1;
    }
    counts.iter().fold(String::new(), |mut text, (status, count)| {
        let _ = write!(text, "{status} × {count} ");
        text
    })
}

async fn carry_out(flood: Flood, hall: &Hall, extent: Extent) -> Result<String> {
    match flood {
        Flood::SignIns => sign_ins(hall).await,
        Flood::Corners => table(hall, "corners.xlsx", &workbook::corners()?).await,
        Flood::Stray => table(hall, "stray.xlsx", &workbook::stray()?).await,
        Flood::Bomb => table(hall, "bomb.xlsx", &workbook::bomb(300)?).await,
        Flood::Fields => {
            let fields = vec![("x", "y"); 60_000];
            table_with(hall, "a.csv", b"titre;donneur;receveur\n", &fields).await
        }
        Flood::DeepJson => deep_json(hall).await,
        Flood::Cards => cards(hall).await,
        Flood::Joins => joins(hall).await,
        Flood::Seating => seating(hall, extent).await,
        Flood::Unread => unread(hall).await,
        Flood::Import => import(hall, extent).await,
    }
}

/// That the status is one that the server gives on purpose.
fn answered(status: u16) -> Result<()> {
    ensure!(status < 500 || status == 503, "answered with {status}");
    Ok(())
}

async fn sign_ins(hall: &Hall) -> Result<String> {
    let mut tries = JoinSet::new();
    for number in 0..100 {
        let address = hall.address;
        tries.spawn(async move {
            let form = format!("email=nobody{number}%40maillage.example&password=une+phrase+assez+fausse");
            Client::new(address).post("/login", &Credentials::default(), &form).await.map(|answer| answer.status)
        });
    }
    let mut statuses = Vec::new();
    while let Some(status) = tries.join_next().await {
        let status = status??;
        answered(status)?;
        statuses.push(status);
    }
    Ok(tally(statuses))
}

async fn table(hall: &Hall, name: &str, content: &[u8]) -> Result<String> {
    table_with(hall, name, content, &[]).await
}

async fn table_with(hall: &Hall, name: &str, content: &[u8], fields: &[(&str, &str)]) -> Result<String> {
    let mut client = Client::new(hall.address);
    let path = format!("/programme/programmes/{}/import", hall.programme(&mut client).await?);
    let body = upload(name, content, fields);
    let answer = client.send("POST", &path, &hall.owner, "", Body::Multipart(&body)).await?;
    answered(answer.status)?;
    Ok(format!("{} bytes sent, answered {}", body.len(), answer.status))
}

async fn deep_json(hall: &Hall) -> Result<String> {
    let (mut client, mut statuses) = (Client::new(hall.address), Vec::new());
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = open.repeat(10_000) + "1" + &close.repeat(10_000);
        for path in ["/api/join".to_owned(), format!("/api/workshops/{}/commands", hall.room(1)?.id)] {
            let status = client.send("POST", &path, &hall.room(1)?.desk(), "", Body::Json(&text)).await?.status;
            answered(status)?;
            statuses.push(status);
        }
    }
    let mut whole = client
        .send(
            "POST",
            "/programme/programmes/import",
            &hall.owner,
            "",
            Body::Multipart(&upload("a.json", "[".repeat(30_000).as_bytes(), &[])),
        )
        .await?;
    statuses.push(std::mem::take(&mut whole.status));
    Ok(tally(statuses))
}

async fn cards(hall: &Hall) -> Result<String> {
    let people = hall.let_in(1, std::iter::once(("Inondeur".to_owned(), "Déluge".to_owned()))).await?;
    let phone = Credentials::bearer(&people["Inondeur"].0);
    let (mut client, mut statuses, mut told) = (Client::new(hall.address), Vec::new(), None);
    let id = hall.room(1)?.id.clone();
    for number in 0..1_500 {
        let card = json!({
            "kind": "have", "title": format!("Carte {number}"), "description": "x".repeat(900), "category": "material",
        });
        let answer = client.command(&id, &phone, json!({"type": "post_card", "card": card})).await?;
        answered(answer.status)?;
        if answer.status == 429 {
            told = told.or_else(|| answer.header("retry-after").map(str::to_owned));
        }
        statuses.push(answer.status);
    }
    let taken = statuses.iter().filter(|status| **status == 200).count();
    let page = client.get(&format!("/api/workshops/{id}/state"), &phone).await?.body.len();
    ensure!(taken <= 300, "{taken} of 1,500 cards were taken; the state has {page} bytes now");
    Ok(format!(
        "{}; told to come back after {} s; the state has {page} bytes",
        tally(statuses),
        told.unwrap_or_default()
    ))
}

async fn joins(hall: &Hall) -> Result<String> {
    let (mut client, mut statuses) = (Client::new(hall.address), Vec::new());
    for number in 0..1_000 {
        let form = json!({
            "token": hall.room(2)?.join_token, "name": format!("Foule {number}"),
            "organisation": format!("Maison {}", number % 200), "table": format!("{}", 1 + number % 12),
        });
        let answer = client.json("/api/join", &Credentials::default(), &form).await?;
        answered(answer.status)?;
        statuses.push(answer.status);
    }
    Ok(tally(statuses))
}

/// In the room that the joins before have begun to fill. Somebody asks and waits; then somebody asks and goes away:
/// what they asked for ends with the time that every request has.
async fn seating(hall: &Hall, extent: Extent) -> Result<String> {
    let (mut client, door) = (Client::new(hall.address), hall.room(2)?);
    let state = client.get(&format!("/api/workshops/{}/state", door.id), &door.desk()).await?.json()?;
    let there = state["workshop"]["participants"].as_object().map_or(0, serde_json::Map::len);
    for number in there..SEATED {
        let person = json!({"name": format!("Convive {number}"), "organisation": format!("Maison {}", number % 200)});
        client.done(&door.id, &door.desk(), json!({"type": "join", "participant": person})).await?;
    }
    let desk = Credentials::facilitator(&door.id, &door.facilitator_key);
    let (path, form) = (format!("/desk/{}/seating", door.id), "rounds=6&apart=");
    let begin = Instant::now();
    let answer = client.post(&path, &desk, form).await?;
    answered(answer.status)?;
    let waited = begin.elapsed();
    let after_answer = burnt(hall).await?;
    ensure!(after_answer < BURNT_MOST, "{after_answer:.1} s of processor time in the 3 s after the answer");
    let told = format!(
        "{} people, answered {} after {:.1} s; processor time in the 3 s after it {after_answer:.1} s",
        there.max(SEATED),
        answer.status,
        waited.as_secs_f64()
    );
    if extent == Extent::Short {
        return Ok(told);
    }
    let mut gone = Connection::open(hall.address).await?;
    gone.send(&client.request("POST", &path, &desk, "", Body::Form(form))).await?;
    drop(gone);
    tokio::time::sleep(REQUEST_TIME).await;
    let after_going = burnt(hall).await?;
    ensure!(after_going < BURNT_MOST, "{after_going:.1} s of processor time in 3 s, long after somebody hung up");
    Ok(format!("{told}, {after_going:.1} s when somebody has hung up and the time of a request is over"))
}

/// What the server computes in three seconds, in seconds of processor time: what goes on for nobody burns the machine.
async fn burnt(hall: &Hall) -> Result<f64> {
    let before = hall.server.processor_seconds()?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    Ok(hall.server.processor_seconds()? - before)
}

async fn unread(hall: &Hall) -> Result<String> {
    let mut open = Vec::new();
    let client = Client::new(hall.address);
    let state = client.request(
        "GET",
        &format!("/api/workshops/{}/state", hall.room(2)?.id),
        &hall.room(2)?.desk(),
        "",
        Body::Nothing,
    );
    for _ in 0..200 {
        let mut connection = Connection::open(hall.address).await?;
        for _ in 0..4 {
            connection.send(&state).await?;
        }
        open.push(connection);
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let still = Client::new(hall.address).get("/", &Credentials::default()).await?.status;
    ensure!(still == 200, "a newcomer is answered {still}");
    Ok(format!("{} sockets that never read; a newcomer is answered {still}", open.len()))
}

/// An import of many lines, all of which are kept.
async fn import(hall: &Hall, extent: Extent) -> Result<String> {
    let lines = if extent == Extent::Short { 1_000 } else { 19_000 };
    let mut text = "titre;donneur;receveur\n".to_owned();
    for number in 0..lines {
        let _ = writeln!(text, "Flux {number};Donneur {};Receveur {}", number % 500, number % 700);
    }
    let mut client = Client::new(hall.address);
    let path = format!("/programme/programmes/{}/import", hall.programme(&mut client).await?);
    let body = upload("a.csv", text.as_bytes(), &[("confirm", "yes")]);
    let kept = client.send("POST", &path, &hall.owner, "", Body::Multipart(&body)).await?.status;
    ensure!(kept == 303, "an import is answered {kept}");
    Ok(format!("{lines} lines kept"))
}
