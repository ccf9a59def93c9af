//! Typed codes: whoever guesses gets nowhere, and keeps nobody out.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::Range;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use serde_json::json;
use tokio::task::JoinSet;

use super::client::{Client, Credentials};
use super::hall::Hall;
use super::{Extent, Row};

/// How many guesses are on their way at the same time.
const AT_ONCE: usize = 50;

/// A code of the right form that opens nothing.
fn wrong(number: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    let mut rest = number * 7_919 + 13;
    (0..7)
        .map(|_| {
            let letter = LETTERS[rest % LETTERS.len()];
            rest = rest / LETTERS.len() + 3;
            char::from(letter)
        })
        .collect()
}

/// How a typed code is answered, with these headers: 200 lets in, 404 knows no such code, 429 asks to wait.
async fn type_in(client: &mut Client, code: &str, headers: &str) -> Result<u16> {
    let form = json!({"code": code, "name": "A", "organisation": "B"}).to_string();
    Ok(client
        .send("POST", "/api/join", &Credentials::default(), headers, super::client::Body::Json(&form))
        .await?
        .status)
}

/// What so many guesses are answered, as many at once as a guesser would send: each of them is held back for a while.
/// The headers are those of each guess.
async fn guess(
    address: SocketAddr,
    numbers: Range<usize>,
    headers: fn(usize) -> String,
) -> Result<BTreeMap<u16, usize>> {
    let (mut guessers, each) = (JoinSet::new(), numbers.len().div_ceil(AT_ONCE).max(1));
    for from in numbers.clone().step_by(each) {
        let until = numbers.end.min(from + each);
        guessers.spawn(async move {
            let (mut client, mut answers) = (Client::new(address), Vec::new());
            for number in from..until {
                answers.push(type_in(&mut client, &wrong(number), &headers(number)).await?);
            }
            anyhow::Ok(answers)
        });
    }
    let mut counts = BTreeMap::new();
    while let Some(answers) = guessers.join_next().await {
        answers.context("a guesser fell")??.into_iter().for_each(|status| *counts.entry(status).or_default() += 1);
    }
    Ok(counts)
}

/// How many requests were answered with this status.
fn so_many(counts: &BTreeMap<u16, usize>, status: u16) -> usize {
    counts.get(&status).copied().unwrap_or_default()
}

/// A thousand wrong ones from one hall, then the right one.
async fn one_hall(extent: Extent) -> Result<Row> {
    let tries = if extent == Extent::Short { 1_000 } else { 10_000 };
    let hall = Hall::open(1, &[], None).await?;
    let mut client = Client::new(hall.address);
    let begin = Instant::now();
    let answers = guess(hall.address, 0..tries, |_| String::new()).await?;
    let (opened, refused) = (so_many(&answers, 200), so_many(&answers, 429));
    let took = begin.elapsed().as_secs_f64();
    let door = hall.room(0)?;
    let right = type_in(&mut client, &door.join_code, "").await?;
    let typed = client.post("/j", &Credentials::default(), &format!("code={}", door.join_code)).await?.status;
    let page = client.get(&format!("/j/{}", door.join_code), &Credentials::default()).await?.status;
    let token = client.get(&format!("/j/{}", door.join_token), &Credentials::default()).await?.status;
    let mut row = Row::new("typed codes: one hall");
    row.tell("wrong codes", format!("{tries} in {took:.1} s"));
    row.tell("opened by chance", opened);
    row.tell("turned away with 429", refused);
    row.tell("then the right one", right);
    row.expect(opened == 0, "a wrong code opened");
    row.expect(refused > tries / 2, "wrong codes are not slowed");
    row.expect(
        right == 200 && typed == 303 && page == 200 && token == 200,
        format!("the right code: {right}, typed at home {typed}, as an address {page}, its QR code {token}"),
    );
    Ok(row)
}

/// Behind a proxy: who writes their own forwarded header is counted where the proxy saw them.
async fn forwarded() -> Result<Row> {
    let hall = Hall::open(1, &["--behind-proxy", "--public-url", "https://maillage.example"], None).await?;
    let door = hall.room(0)?;
    let mut client = Client::new(hall.address);
    let mut row = Row::new("typed codes: forwarded addresses");
    type Header = fn(usize) -> String;
    let ways: [(&str, Header); 4] = [
        ("one IPv6 /64", |number| {
            format!("x-forwarded-for: 2001:db8:1:2:{:x}:{:x}::{:x}\r\n", number % 9_000, number % 77, number)
        }),
        ("a line of the caller's before the proxy's", |number| {
            format!("x-forwarded-for: 10.{}.{}.9\r\nx-forwarded-for: 203.0.113.9\r\n", number / 200, number % 200)
        }),
        ("an entry of the caller's before the proxy's", |number| {
            format!("x-forwarded-for: 10.{}.{}.9, 203.0.113.10\r\n", number / 200, number % 200)
        }),
        ("with a port", |number| format!("x-forwarded-for: 203.0.113.11:{}\r\n", 1_024 + number)),
    ];
    for (way, header) in ways {
        let tries = 120;
        let refused = so_many(&guess(hall.address, 0..tries, header).await?, 429);
        let right = type_in(&mut client, &door.join_code, &header(500)).await?;
        row.tell(way, format!("{refused} of {tries} turned away, the right one {right}"));
        row.expect(refused > 0, format!("{way}: counted apart, so that guesses cost nothing"));
        row.expect(right == 200, format!("{way}: the right code is answered {right}"));
    }
    // Many halls at once do not shut the server for another.
    guess(hall.address, 0..1_200, |number| {
        format!("x-forwarded-for: 198.{}.{}.1\r\n", 18 + number / 250, number % 250)
    })
    .await?;
    let newcomer = type_in(&mut client, &wrong(9), "x-forwarded-for: 192.0.2.77\r\n").await?;
    let right = type_in(&mut client, &door.join_code, "x-forwarded-for: 192.0.2.78\r\n").await?;
    row.tell("after 1,200 from as many halls", format!("a mistyped one elsewhere {newcomer}, the right one {right}"));
    row.expect(right == 200, format!("after many wrong ones elsewhere the right code is answered {right}"));
    row.expect(newcomer != 429, "one wrong code elsewhere is refused for what others did");
    Ok(row)
}

/// A proxy without the address that people use is a mistake, and is said at the start.
fn careless() -> Result<Row> {
    let folder = tempfile::tempdir()?;
    let mut child = Command::new(crate::process::binary()?)
        .args(["serve", "--listen", "127.0.0.1:0", "--behind-proxy", "--data"])
        .arg(folder.path())
        .env("MAILLAGE_LOG", "error")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()?;
    let late = Instant::now() + Duration::from_secs(15);
    let mut ended = child.try_wait()?;
    while ended.is_none() && Instant::now() < late {
        std::thread::sleep(Duration::from_millis(50));
        ended = child.try_wait()?;
    }
    if ended.is_none() {
        child.kill()?;
        child.wait()?;
    }
    let mut row = Row::new("behind a proxy without a public address");
    row.tell("the server", ended.map_or_else(|| "starts".to_owned(), |status| format!("refuses to start ({status})")));
    row.expect(
        ended.is_some_and(|status| !status.success()),
        "it starts, and would put a forged host into its QR codes",
    );
    Ok(row)
}

pub async fn run(extent: Extent) -> Result<Vec<Row>> {
    Ok(vec![one_hall(extent).await?, forwarded().await?, careless()?])
}
