//! Everything that opens a door can be shut: each key works, is renewed or ended, the old one opens nothing, and a feed that was open by it
//! is cut within two seconds.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Row;
use super::client::{Body, Client, Credentials, behind};
use super::hall::{Hall, OWNER};
use super::world::PASSWORD;
use crate::http::Connection;

/// Longer than this no feed goes on after its right has ended.
const CUT_WITHIN: Duration = Duration::from_secs(2);
const UPGRADE: &str = "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// A feed that somebody follows.
struct Feed(Connection);

impl Feed {
    async fn open(hall: &Hall, who: &Credentials) -> Result<Self> {
        let client = Client::new(hall.address);
        let target = format!("/api/workshops/{}/feed?after=0", hall.room(0)?.id);
        let mut connection = Connection::open(hall.address).await?;
        let answer = connection.exchange(&client.request("GET", &target, who, UPGRADE, Body::Nothing)).await?;
        ensure!(answer.status == 101, "the feed is answered {}", answer.status);
        Ok(Self(connection))
    }

    /// Until it was cut; nothing when it goes on.
    async fn cut(&mut self) -> Result<Option<Duration>> {
        let begin = Instant::now();
        while begin.elapsed() < CUT_WITHIN + Duration::from_secs(1) {
            let heard = self.0.overhear(Duration::from_millis(50)).await?;
            // A close frame of the server, or the end of the connection.
            if heard.ended || heard.bytes.contains(&0x88) {
                return Ok(Some(begin.elapsed()));
            }
        }
        Ok(None)
    }
}

/// What became of a key.
struct Ended {
    before: u16,
    after: u16,
    cut: Option<Option<Duration>>,
}

impl Ended {
    fn note(&self, row: &mut Row, key: &str) {
        let cut = match self.cut {
            None => String::new(),
            Some(None) => ", its feed goes on".to_owned(),
            Some(Some(after)) => format!(", its feed cut after {} ms", after.as_millis()),
        };
        row.tell(key, format!("{} before, {} after{cut}", self.before, self.after));
        row.expect(matches!(self.before, 200 | 303), format!("{key}: answered {} while it is good", self.before));
        row.expect(matches!(self.after, 303 | 401 | 403 | 404 | 410) && self.after != self.before, format!("{key}: answered {} when it has ended", self.after));
        row.expect(self.cut.is_none_or(|cut| cut.is_some_and(|after| after <= CUT_WITHIN)), format!("{key}: the open feed goes on"));
    }
}

/// Each kind of key.
pub async fn run() -> Result<Row> {
    let hall = Hall::open(1, &[], None).await?;
    let door = hall.room(0)?.clone();
    let id = &door.id;
    let (mut client, owner) = (Client::new(hall.address), hall.owner.clone());
    let mut row = Row::new("revocation");
    let state = format!("/api/workshops/{id}/state");
    let people = hall.let_in(0, ["Nadia", "Karim"].into_iter().map(|name| (name.to_owned(), format!("Maison {name}")))).await?;
    let nobody = Credentials::default();
    let acted = |status: u16, what: &str| -> Result<()> {
        ensure!(matches!(status, 200 | 303), "{what}: {status}");
        Ok(())
    };

    // The board's key, and a board that is open by it.
    let board = Credentials { query: Some(format!("board={}", door.board_key)), ..Credentials::default() };
    let before = client.get(&state, &board).await?.status;
    let mut feed = Feed::open(&hall, &board).await?;
    acted(client.post(&format!("/desk/{id}/keys/board/renew"), &owner, "").await?.status, "renewing the board's key")?;
    let cut = feed.cut().await?;
    Ended { before, after: client.get(&state, &board).await?.status, cut: Some(cut) }.note(&mut row, "board");
    let page = client.get(&format!("/desk/{id}/keys"), &owner).await?.text();
    let renewed = behind(&page, "/b/").context("no new key of the board")?;
    let opens = client.get(&format!("/b/{renewed}"), &nobody).await?.status;
    row.expect(opens == 200 && renewed != door.board_key, format!("the board's new key is answered {opens}"));

    // The doors of the room.
    let join = |token: &str| json!({"token": token, "name": "A", "organisation": "B"});
    let before = client.json("/api/join", &nobody, &join(&door.join_token)).await?.status;
    acted(client.post(&format!("/desk/{id}/keys/door/renew"), &owner, "").await?.status, "renewing the door")?;
    Ended { before, after: client.json("/api/join", &nobody, &join(&door.join_token)).await?.status, cut: None }.note(&mut row, "QR code of the door");
    let typed = client.json("/api/join", &nobody, &json!({"code": door.join_code, "name": "A", "organisation": "B"})).await?.status;
    row.expect(typed == 404, format!("the old typed code is answered {typed}"));

    // A table's key.
    let made = client.post(&format!("/desk/{id}/tables/1/key"), &owner, "").await?.text();
    let table = format!("/t/{}", behind(&made, "/t/").context("no key of a table")?);
    let before = client.get(&table, &nobody).await?.status;
    acted(client.post(&format!("/desk/{id}/keys/table-1/end"), &owner, "").await?.status, "ending a table's key")?;
    Ended { before, after: client.get(&table, &nobody).await?.status, cut: None }.note(&mut row, "table");

    // A personal link and the phone that follows by it.
    let (token, number) = people["Nadia"].clone();
    let phone = Credentials::bearer(&token);
    let page = Credentials::participant(id, &token);
    let made = client.post(&format!("/w/{id}/me/link"), &page, "").await?.text();
    let link = behind(&made, &format!("/w/{id}/as/")).context("no personal link")?;
    let before = client.get(&state, &phone).await?.status;
    let by_link = client.get(&format!("/w/{id}/as/{link}"), &nobody).await?.status;
    let mut feed = Feed::open(&hall, &phone).await?;
    acted(client.post(&format!("/desk/{id}/keys/person-{number}/end"), &owner, "").await?.status, "ending somebody's phones")?;
    let cut = feed.cut().await?;
    Ended { before, after: client.get(&state, &phone).await?.status, cut: Some(cut) }.note(&mut row, "phone");
    let followed = client.get(&format!("/w/{id}/as/{link}"), &nobody).await?;
    let asks = followed.status == 200 || super::client::behind(followed.raw_head(), "maillage_p_").is_some();
    row.expect(matches!(by_link, 200 | 303) && !asks, format!("the personal link: {by_link} before, {} after", followed.status));

    // Who leaves is followed by nobody.
    let (token, number) = people["Karim"].clone();
    let phone = Credentials::bearer(&token);
    let before = client.get(&state, &phone).await?.status;
    let mut feed = Feed::open(&hall, &phone).await?;
    client.done(id, &phone, json!({"type": "leave", "participant": number})).await?;
    let cut = feed.cut().await?;
    Ended { before, after: client.get(&state, &phone).await?.status, cut: Some(cut) }.note(&mut row, "participant who leaves");

    // The facilitator's key, and a desk that is open by it.
    let desk = door.desk();
    let before = client.get(&state, &desk).await?.status;
    let mut feed = Feed::open(&hall, &desk).await?;
    acted(client.post(&format!("/desk/{id}/keys/desk/renew"), &owner, "").await?.status, "renewing the facilitator's key")?;
    let cut = feed.cut().await?;
    Ended { before, after: client.get(&state, &desk).await?.status, cut: Some(cut) }.note(&mut row, "facilitator");

    // A session, and a desk that is open by it.
    let form = format!("email={}&password={}", OWNER.replace('@', "%40"), PASSWORD.replace(' ', "+"));
    let signed_in = client.post("/login", &nobody, &form).await?;
    let session = behind(signed_in.raw_head(), "maillage_session=").context("no session")?;
    let browser = Credentials::session(&session);
    let before = client.get("/programme", &browser).await?.status;
    let mut feed = Feed::open(&hall, &browser).await?;
    acted(client.post("/logout", &browser, "").await?.status, "signing out")?;
    let cut = feed.cut().await?;
    Ended { before, after: client.get("/programme", &browser).await?.status, cut: Some(cut) }.note(&mut row, "session");
    Ok(row)
}
