//! Sign-in: guesses wait longer and longer, the owner still gets in, and an address says nothing of whether it has an
//! account.

use std::time::Duration;

use anyhow::{Context, Result};
use tokio::task::JoinSet;

use super::client::{Body, Client, Credentials};
use super::hall::{Hall, OWNER};
use super::world::PASSWORD;
use super::{Extent, Row};
use crate::http::Answer;

/// A wait of at least so many seconds: it is not over by the next try, however slow the machine is.
const FOR_SURE: u64 = 4;

fn form(email: &str, password: &str) -> String {
    format!("email={}&password={}", email.replace('@', "%40"), password.replace(' ', "+"))
}

async fn try_in(client: &mut Client, from: &str, cookies: &str, email: &str, password: &str) -> Result<Answer> {
    let who = Credentials { cookies: cookies.to_owned(), ..Credentials::default() };
    client
        .send("POST", "/login", &who, &format!("x-forwarded-for: {from}\r\n"), Body::Form(&form(email, password)))
        .await
}

/// All cookies that an answer sets, as a browser sends them back.
fn cookies(answer: &Answer) -> String {
    let lines = answer
        .raw_head()
        .lines()
        .filter(|line| line.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("set-cookie:")));
    lines.filter_map(|line| line[11..].trim().split(';').next()).collect::<Vec<_>>().join("; ")
}

async fn guesses(extent: Extent) -> Result<Row> {
    let tries = if extent == Extent::Short { 40 } else { 400 };
    let hall = Hall::open(1, &["--behind-proxy", "--public-url", "http://127.0.0.1"], None).await?;
    let mut client = Client::new(hall.address);
    let mut row = Row::new("guesses at a password");
    // The owner was here before, from the browser that they always use.
    let first = try_in(&mut client, "192.0.2.1", "", OWNER, PASSWORD).await?;
    row.expect(first.status == 303, format!("the owner signs in: {}", first.status));
    let browser = cookies(&first);

    let (mut refused, mut longest) = (0, 0_u64);
    for number in 0..tries {
        let answer = try_in(&mut client, "203.0.113.5", "", OWNER, &format!("une phrase fausse {number}")).await?;
        row.expect(answer.status != 303, "a wrong password opens");
        refused += usize::from(answer.status == 429);
        if answer.status == 429 {
            let wait = answer.header("retry-after").and_then(|wait| wait.parse().ok());
            row.expect(wait.is_some(), "429 without Retry-After");
            longest = longest.max(wait.unwrap_or(0));
        }
    }
    row.tell("wrong in a row", tries);
    row.tell("turned away unread", refused);
    row.expect(refused > tries / 2, "guesses are not slowed");
    row.expect(longest <= 900, "a wait above a quarter of an hour locks people out");

    // A guesser who waits as told, until the wait is long enough to be sure of being within it.
    while longest < FOR_SURE {
        let answer = try_in(&mut client, "203.0.113.5", "", OWNER, "encore une phrase fausse").await?;
        let wait: u64 = answer.header("retry-after").and_then(|wait| wait.parse().ok()).unwrap_or(0);
        longest = longest.max(wait);
        if wait < FOR_SURE {
            tokio::time::sleep(Duration::from_secs(wait)).await;
        }
    }
    row.tell("longest wait", format!("{longest} s"));
    // The right password from the guesser's own address does not help a guesser who must wait.
    let lucky = try_in(&mut client, "203.0.113.5", "", OWNER, PASSWORD).await?.status;
    row.expect(lucky != 303, "the right guess opens although it came before its time");
    let owner = try_in(&mut client, "192.0.2.1", &browser, OWNER, PASSWORD).await?.status;
    row.tell("the owner meanwhile, from their browser", owner);
    row.expect(owner == 303, format!("the owner is kept out by the guesses of another: {owner}"));

    // Many addresses against one account.
    let mut spread = 0;
    for number in 0..tries {
        let from = format!("198.51.100.{}", number % 250);
        spread +=
            usize::from(try_in(&mut client, &from, "", OWNER, &format!("autre phrase {number}")).await?.status == 429);
    }
    row.tell("from as many addresses", format!("{spread} of {tries} turned away"));
    row.expect(spread > 0, "an account can be guessed at from many addresses without a wait");

    // Known and unknown: the same words.
    let known = try_in(&mut client, "192.0.2.50", "", "owner2@maillage.example", "une phrase fausse").await?;
    let unknown = try_in(&mut client, "192.0.2.51", "", "nobody@maillage.example", "une phrase fausse").await?;
    row.expect(
        known.status == unknown.status,
        format!("an address without an account is answered {}, another {}", unknown.status, known.status),
    );
    Ok(row)
}

/// The link of the first account, opened by ten at once.
async fn set_up() -> Result<Row> {
    let folder = tempfile::tempdir()?;
    let server = super::world::serve(folder.path(), &[])?;
    let link = server.told("setup ").context("no set-up link")?;
    let path = link.split_once("/setup/").map(|(_, token)| format!("/setup/{token}")).context("no token")?;
    let mut tries = JoinSet::new();
    for number in 0..10 {
        let (path, address) = (path.clone(), server.address);
        tries.spawn(async move {
            let form = format!(
                "name=Compte+{number}&email=c{number}%40maillage.example&password=une+phrase+assez+longue+{number}"
            );
            Client::new(address).post(&path, &Credentials::default(), &form).await.map(|answer| answer.status)
        });
    }
    let mut made = 0;
    while let Some(status) = tries.join_next().await {
        made += usize::from(status?? == 303);
    }
    let again = Client::new(server.address).get(&path, &Credentials::default()).await?.status;
    let mut row = Row::new("the set-up link, ten at once");
    row.tell("accounts made", made);
    row.tell("afterwards", again);
    row.expect(made == 1, format!("{made} accounts by a link that works once"));
    row.expect(again == 404, format!("it is answered {again} afterwards"));
    Ok(row)
}

pub async fn run(extent: Extent) -> Result<Vec<Row>> {
    Ok(vec![guesses(extent).await?, set_up().await?])
}
