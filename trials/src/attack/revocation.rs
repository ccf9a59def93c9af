//! Everything that opens a door can be shut: each key works, is renewed or ended, the old one opens nothing, and a feed
//! that was open by it is cut within two seconds.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::Row;
use super::client::{Client, Credentials, all_behind, behind};
use super::feed::{Cut, Feed, RIGHT_ENDED};
use super::hall::{Door, Hall, OWNER};
use super::world::PASSWORD;
use crate::http::Answer;

/// Longer than this no feed goes on after its right has ended.
const CUT_WITHIN: Duration = Duration::from_secs(2);

/// Renews or ends each kind of key, and tries the old one again.
pub async fn run() -> Result<Row> {
    let hall = Hall::open(1, &[], None).await?;
    let mut trial = Trial {
        client: Client::new(hall.address),
        door: hall.room(0)?.clone(),
        row: Row::new("revocation"),
        deed: Instant::now(),
        longest: Duration::ZERO,
        hall: &hall,
    };
    trial.board().await.context("board")?;
    trial.doors().await.context("door")?;
    trial.table().await.context("table")?;
    trial.people().await.context("phones")?;
    trial.company().await.context("company")?;
    trial.invitation().await.context("invitation")?;
    trial.member().await.context("member")?;
    trial.desk().await.context("facilitator")?;
    trial.account().await.context("account")?;
    let longest = trial.longest;
    trial.row.tell("the longest until a feed was cut", format!("{:.1} ms", longest.as_secs_f64() * 1e3));
    Ok(trial.row)
}

struct Trial<'a> {
    hall: &'a Hall,
    client: Client,
    door: Door,
    row: Row,
    /// When the last thing was done that ends something.
    deed: Instant,
    longest: Duration,
}

impl Trial<'_> {
    fn at(&self, rest: &str) -> String {
        format!("/desk/{}{rest}", self.door.id)
    }

    fn state(&self) -> String {
        format!("/api/workshops/{}/state", self.door.id)
    }

    async fn get(&mut self, target: &str, who: &Credentials) -> Result<u16> {
        Ok(self.client.get(target, who).await?.status)
    }

    async fn anybody(&mut self, target: &str) -> Result<u16> {
        self.get(target, &Credentials::default()).await
    }

    /// Something that the owner does, and that must be done.
    async fn owner(&mut self, target: &str, form: &str) -> Result<Answer> {
        self.deed = Instant::now();
        let answer = self.client.post(target, &self.hall.owner, form).await?;
        ensure!(matches!(answer.status, 200 | 303), "{target}: {}", answer.status);
        Ok(answer)
    }

    async fn feed(&self, who: &Credentials) -> Result<Feed> {
        Feed::open(self.hall.address, &self.door.id, who).await
    }

    /// Notes the status with which a key was answered before and after it ended.
    fn note(&mut self, key: &str, before: u16, after: u16) {
        self.row.tell(key, format!("{before} before, {after} after"));
        self.row.expect(matches!(before, 200 | 303), format!("{key}: answered {before} while it is good"));
        self.row.expect(
            matches!(after, 303 | 401 | 403 | 404 | 410) && after != before,
            format!("{key}: answered {after} when it has ended"),
        );
    }

    async fn note_with_feed(&mut self, key: &str, before: u16, after: u16, feed: &mut Feed) -> Result<()> {
        self.note(key, before, after);
        match feed.cut(self.deed, CUT_WITHIN + Duration::from_secs(1)).await? {
            Some(Cut { after, code }) => {
                self.longest = self.longest.max(after);
                self.row
                    .expect(after <= CUT_WITHIN, format!("{key}: the open feed went on for {} ms", after.as_millis()));
                self.row.expect(
                    code == Some(RIGHT_ENDED),
                    format!("{key}: the feed closes with {code:?}: the screen would try again"),
                );
            }
            None => self.row.fault(format!("{key}: the open feed goes on")),
        }
        Ok(())
    }

    async fn board(&mut self) -> Result<()> {
        let board = |key: &str| Credentials { query: Some(format!("board={key}")), ..Credentials::default() };
        let state = self.state();
        let (old, keys) = (board(&self.door.board_key), self.at("/keys"));
        let before = self.get(&state, &old).await?;
        let mut feed = self.feed(&old).await?;
        self.owner(&self.at("/keys/board/renew"), "").await?;
        let after = self.get(&state, &old).await?;
        self.note_with_feed("board, renewed", before, after, &mut feed).await?;
        let page = self.client.get(&keys, &self.hall.owner).await?.text();
        let renewed = behind(&page, "/b/").context("no new key of the board")?;
        let new = board(&renewed);
        let before = self.anybody(&format!("/b/{renewed}")).await?;
        let mut feed = self.feed(&new).await?;
        self.owner(&self.at("/keys/board/end"), "").await?;
        let after = self.anybody(&format!("/b/{renewed}")).await?;
        self.note_with_feed("board, ended", before, after, &mut feed).await
    }

    async fn join(&mut self, by: Value) -> Result<u16> {
        let mut form = json!({"name": "A", "organisation": "B"});
        if let (Some(form), Value::Object(by)) = (form.as_object_mut(), by) {
            form.extend(by);
        }
        Ok(self.client.json("/api/join", &Credentials::default(), &form).await?.status)
    }

    /// Who is in stays in; who comes needs the new code.
    async fn doors(&mut self) -> Result<()> {
        let old = [json!({"token": self.door.join_token}), json!({"code": self.door.join_code})];
        let mut before = Vec::new();
        for way in &old {
            before.push(self.join(way.clone()).await?);
        }
        self.owner(&self.at("/keys/door/renew"), "").await?;
        for ((way, name), before) in old.into_iter().zip(["QR code of the door", "typed code of the door"]).zip(before)
        {
            let after = self.join(way).await?;
            self.note(name, before, after);
        }
        let page = self.client.get(&self.at("/keys"), &self.hall.owner).await?.text();
        self.door.join_token = behind(&page, "/j/").context("no new door")?;
        let renewed = self.join(json!({"token": self.door.join_token})).await?;
        self.row.expect(renewed == 200, format!("the door's new code is answered {renewed}"));
        Ok(())
    }

    async fn table(&mut self) -> Result<()> {
        let make = self.at("/tables/1/key");
        let key =
            |page: &Answer| behind(&page.text(), "/t/").map(|key| format!("/t/{key}")).context("no key of a table");
        let first = key(&self.owner(&make, "").await?)?;
        let before = self.anybody(&first).await?;
        let second = key(&self.owner(&make, "").await?)?;
        let after = self.anybody(&first).await?;
        self.note("table, renewed", before, after);
        let before = self.anybody(&second).await?;
        let write = self.client.post(&second, &Credentials::default(), "line=%40+Paul+Roy%2C+Ferme").await?.status;
        self.owner(&self.at("/keys/table-1/end"), "").await?;
        let after = self.anybody(&second).await?;
        self.note("table, ended", before, after);
        let late = self.client.post(&second, &Credentials::default(), "line=%40+Luc+Roy%2C+Ferme").await?.status;
        self.note("what its holder writes", write, late);
        Ok(())
    }

    /// Personal links, phones that are signed out by their person or from the desk, and who leaves.
    async fn people(&mut self) -> Result<()> {
        let names = ["Nadia", "Karim", "Lea"].into_iter().map(|name| (name.to_owned(), format!("Maison {name}")));
        let (mut people, token) = (Vec::new(), self.door.join_token.clone());
        for (name, organisation) in names {
            let form = json!({"token": token, "name": name, "organisation": organisation});
            let joined = self.client.json("/api/join", &Credentials::default(), &form).await?.json()?;
            people.push((
                joined["token"].as_str().context("no token")?.to_owned(),
                joined["participant"].as_u64().context("no number")?,
            ));
        }
        let (id, state) = (self.door.id.clone(), self.state());
        let [nadia, karim, lea] = &people[..] else { anyhow::bail!("three people") };

        let (phone, page) = (Credentials::bearer(&nadia.0), Credentials::participant(&id, &nadia.0));
        let made = self.client.post(&format!("/w/{id}/me/link"), &page, "").await?.text();
        let link = format!("/w/{id}/as/{}", behind(&made, &format!("/w/{id}/as/")).context("no personal link")?);
        let (before, link_before) = (self.get(&state, &phone).await?, self.anybody(&link).await?);
        let mut feed = self.feed(&phone).await?;
        self.owner(&self.at(&format!("/keys/person-{}/end", nadia.1)), "").await?;
        let (after, link_after) = (self.get(&state, &phone).await?, self.anybody(&link).await?);
        self.note_with_feed("phone, from the desk", before, after, &mut feed).await?;
        self.note("personal link", link_before, link_after);

        let (phone, page) = (Credentials::bearer(&lea.0), Credentials::participant(&id, &lea.0));
        let before = self.get(&state, &phone).await?;
        let mut feed = self.feed(&phone).await?;
        self.deed = Instant::now();
        self.client.post(&format!("/w/{id}/me/sign-out"), &page, "").await?;
        let after = self.get(&state, &phone).await?;
        self.note_with_feed("phone, by its person", before, after, &mut feed).await?;

        let phone = Credentials::bearer(&karim.0);
        let before = self.get(&state, &phone).await?;
        let mut feed = self.feed(&phone).await?;
        self.deed = Instant::now();
        self.client.done(&id, &phone, json!({"type": "leave", "participant": karim.1})).await?;
        let after = self.get(&state, &phone).await?;
        self.note_with_feed("participant who leaves", before, after, &mut feed).await
    }

    /// The link by which a company says how a synergy stands.
    async fn company(&mut self) -> Result<()> {
        let (id, desk, token) = (self.door.id.clone(), self.door.desk(), self.door.join_token.clone());
        let mut phones = Vec::new();
        for name in ["Scierie", "Ferme"] {
            let form = json!({"token": token, "name": "X", "organisation": name});
            let joined = self.client.json("/api/join", &Credentials::default(), &form).await?.json()?;
            phones.push(Credentials::bearer(joined["token"].as_str().context("no token")?));
        }
        let card = json!({"kind": "have", "title": "Sciure", "category": "material"});
        let card = self.client.done(&id, &phones[0], json!({"type": "post_card", "card": card})).await?["card"].clone();
        self.client
            .done(&id, &phones[1], json!({"type": "show_interest", "card_id": card, "interested": true}))
            .await?;
        self.client.done(&id, &desk, json!({"type": "confirm_synergy", "match_id": 1, "synergy": {}})).await?;
        let programme = self.hall.programme(&mut self.client).await?;
        let list = format!("/programme/follow-up?programme={programme}");
        let page = self.client.get(&list, &self.hall.owner).await?.text();
        let handle = behind(&page, "/programme/answers/").context("no question")?;
        let question = format!("/programme/answers/{handle}");
        let tokens = all_behind(&page, "/s/");
        let first = format!("/s/{}", tokens.first().context("no link of a company")?);
        let before = self.anybody(&first).await?;
        self.owner(&format!("{question}/renew"), "").await?;
        let after = self.anybody(&first).await?;
        self.note("company's link, renewed", before, after);
        let page = self.client.get(&list, &self.hall.owner).await?.text();
        let second =
            all_behind(&page, "/s/").into_iter().find(|token| !tokens.contains(token)).context("no new link")?;
        let second = format!("/s/{second}");
        let before = self.anybody(&second).await?;
        self.owner(&format!("{question}/end"), "").await?;
        let after = self.anybody(&second).await?;
        self.note("company's link, ended", before, after);
        let late = self.client.post(&second, &Credentials::default(), "state=done").await?.status;
        self.row.expect(late == 404, format!("an answer by an ended link: {late}"));
        Ok(())
    }

    async fn invite(&mut self, email: &str, role: &str) -> Result<String> {
        let programme = self.hall.programme(&mut self.client).await?;
        let form = format!("email={}&role={role}", email.replace('@', "%40"));
        let page = self.owner(&format!("/programme/programmes/{programme}/members"), &form).await?.text();
        behind(&page, "/invited/").map(|token| format!("/invited/{token}")).context("no invitation")
    }

    async fn invitation(&mut self) -> Result<()> {
        let first = self.invite("x@region.example", "reader").await?;
        let before = self.anybody(&first).await?;
        let second = self.invite("x@region.example", "reader").await?;
        let after = self.anybody(&first).await?;
        self.note("invitation, made anew", before, after);
        let before = self.anybody(&second).await?;
        let programme = format!("/programme/programmes/{}", self.hall.programme(&mut self.client).await?);
        let page = self.client.get(&programme, &self.hall.owner).await?.text();
        let number = behind(&page, "/invitations/").context("no invitation in the list")?;
        self.owner(&format!("{programme}/invitations/{number}/end"), "").await?;
        let after = self.anybody(&second).await?;
        self.note("invitation, ended", before, after);
        Ok(())
    }

    /// Who is removed from a programme is outside its workshops at once.
    async fn member(&mut self) -> Result<()> {
        let link = self.invite("paul@region.example", "facilitator").await?;
        let form = format!("name=Paul&email=paul%40region.example&password={}", PASSWORD.replace(' ', "+"));
        let made = self.client.post(&format!("{link}/account"), &Credentials::default(), &form).await?;
        let session = Credentials::session(&behind(made.raw_head(), "maillage_session=").context("no session")?);
        let used = self.anybody(&link).await?;
        self.row.expect(used == 404, format!("an invitation that was accepted is answered {used}"));
        let state = self.state();
        let before = self.get(&state, &session).await?;
        let mut feed = self.feed(&session).await?;
        let programme = format!("/programme/programmes/{}", self.hall.programme(&mut self.client).await?);
        let page = self.client.get(&programme, &self.hall.owner).await?.text();
        self.deed = Instant::now();
        // The only manager cannot be removed; whoever else there is goes.
        for account in all_behind(&page, "/members/") {
            self.client.post(&format!("{programme}/members/{account}/remove"), &self.hall.owner, "").await?;
        }
        let after = self.get(&state, &session).await?;
        self.note_with_feed("member who is removed", before, after, &mut feed).await
    }

    /// The facilitator's key, and a browser that came with it.
    async fn desk(&mut self) -> Result<()> {
        let (desk, state, keys) = (self.door.desk(), self.state(), self.at("/keys"));
        let came = self.client.get(&format!("/f/{}", self.door.facilitator_key), &Credentials::default()).await?;
        let cookie = format!("maillage_f_{}", self.door.id.replace('-', ""));
        let browser = Credentials::facilitator(
            &self.door.id,
            &behind(came.raw_head(), &format!("{cookie}=")).context("no cookie of the desk")?,
        );
        let (before, browser_before) = (self.get(&state, &desk).await?, self.get(&keys, &browser).await?);
        let (mut feed, mut other) = (self.feed(&desk).await?, self.feed(&browser).await?);
        let renewed = self.owner(&self.at("/keys/desk/renew"), "").await?.text();
        let (after, browser_after) = (self.get(&state, &desk).await?, self.get(&keys, &browser).await?);
        self.note_with_feed("facilitator's key, renewed", before, after, &mut feed).await?;
        self.note_with_feed("a browser that came with it", browser_before, browser_after, &mut other).await?;
        let new = behind(&renewed, "/f/").context("no new key of the desk")?;
        let desk = Credentials::bearer(&new);
        let before = self.get(&state, &desk).await?;
        let mut feed = self.feed(&desk).await?;
        self.owner(&self.at("/keys/desk/end"), "").await?;
        let after = self.get(&state, &desk).await?;
        self.note_with_feed("facilitator's key, ended", before, after, &mut feed).await
    }

    async fn sign_in(&mut self, password: &str) -> Result<Credentials> {
        let form = format!("email={}&password={}", OWNER.replace('@', "%40"), password.replace(' ', "+"));
        let signed_in = self.client.post("/login", &Credentials::default(), &form).await?;
        Ok(Credentials::session(
            &behind(signed_in.raw_head(), "maillage_session=")
                .with_context(|| format!("no session: {}", signed_in.status))?,
        ))
    }

    /// Sessions: one that is signed out, and all of them by a link to a new password.
    async fn account(&mut self) -> Result<()> {
        let state = self.state();
        let browser = self.sign_in(PASSWORD).await?;
        let before = self.get(&state, &browser).await?;
        let mut feed = self.feed(&browser).await?;
        self.deed = Instant::now();
        self.client.post("/logout", &browser, "").await?;
        let after = self.get(&state, &browser).await?;
        self.note_with_feed("session, signed out", before, after, &mut feed).await?;

        let browser = self.sign_in(PASSWORD).await?;
        let before = self.get(&state, &browser).await?;
        let mut feed = self.feed(&browser).await?;
        let folder = self.hall.folder.path();
        let told = tokio::process::Command::new(crate::process::binary()?)
            .args(["account", "reset", OWNER, "--data"])
            .arg(folder)
            .output()
            .await?;
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        let link = format!(
            "/password/{}",
            behind(&told, "/password/").with_context(|| format!("no link to a new password: {told}"))?
        );
        let link_before = self.anybody(&link).await?;
        self.deed = Instant::now();
        let reset =
            self.client.post(&link, &Credentials::default(), "password=une+tout+autre+phrase+encore").await?.status;
        self.row.expect(reset == 303, format!("a new password by a link: {reset}"));
        let (after, link_after) = (self.get(&state, &browser).await?, self.anybody(&link).await?);
        self.note_with_feed("sessions before a new password", before, after, &mut feed).await?;
        self.note("link to a new password", link_before, link_after);
        Ok(())
    }
}
