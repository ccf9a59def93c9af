//! The world that is attacked: two programmes, three workshops in the middle of their day, people of every kind, and
//! marked words in everything that somebody might want to keep.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use backend::Backend;
use backend::clock::Clock;
use backend::people::Account;
use domain::ids::ProgrammeId;
use domain::members::InvitationDraft;
use domain::workshop::WorkshopDraft;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Client, Credentials, behind};
use super::marks::{Kind, Marks, Realm};
use crate::process::Process;

/// The password of every account in the trial.
pub const PASSWORD: &str = "une phrase assez longue pour tous";

/// A workshop, its people and cards, and the keys that open it.
#[derive(Clone, Debug)]
pub struct Room {
    pub id: String,
    pub programme: String,
    pub join_token: String,
    pub join_code: String,
    pub board_key: String,
    pub facilitator_key: String,
    /// The key of its table 1.
    pub table_key: String,
    /// A personal link of Nadia, who is one of its people.
    pub personal: String,
    /// The personal link of a company that is asked about its synergy.
    pub company: String,
    /// An invitation to its programme that waits.
    pub invitation: String,
    pub people: BTreeMap<&'static str, Person>,
    /// The marked cards, by what they are.
    pub cards: BTreeMap<&'static str, u64>,
}

/// A participant of the workshop.
#[derive(Clone, Debug)]
pub struct Person {
    pub token: String,
    pub number: u64,
}

impl Room {
    pub fn desk(&self) -> Credentials {
        Credentials::bearer(&self.facilitator_key)
    }

    pub fn phone(&self, who: &str) -> Result<Credentials> {
        let person = self.people.get(who).with_context(|| format!("no {who}"))?;
        Ok(Credentials::bearer(&person.token))
    }
}

/// A server with two programmes, three workshops, and a marked word in everything private.
pub struct World {
    pub server: Process,
    pub address: SocketAddr,
    pub folder: TempDir,
    pub rooms: BTreeMap<Realm, Room>,
    pub marks: Marks,
    /// The sessions of signed-in accounts, by a name for each.
    pub sessions: BTreeMap<&'static str, String>,
    /// The handles by which addresses name the questions to companies, each with the workshop it belongs to.
    pub questions: Vec<(Realm, String)>,
    /// A link to a new password for somebody.
    pub password_link: String,
    /// Accounts of members, each with a workshop of the programme in which they are one.
    pub accounts: Vec<(Realm, String)>,
}

/// Starts the server on this folder, with what a trial asks for besides.
pub fn serve(folder: &std::path::Path, arguments: &[&str]) -> Result<Process> {
    let mut command = std::process::Command::new(crate::process::binary()?);
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .args(arguments)
        .env("MAILLAGE_LOG", "error");
    Process::start(&mut command)
}

/// Sets up accounts and programmes before the server runs.
struct Founder {
    backend: Backend,
}

impl Founder {
    async fn account(&self, name: &str) -> Result<(Account, String)> {
        Ok(self.backend.create_account(name, &format!("{name}@maillage.example"), PASSWORD.into()).await?)
    }

    async fn programme(&self, owner: &Account) -> Result<ProgrammeId> {
        Ok(self.backend.programmes(owner).await?.first().context("no programme")?.id)
    }

    /// Somebody who was invited as this and has accepted; gives their session.
    async fn member(&self, manager: &Account, role: &str) -> Result<String> {
        let (account, session) = self.account(role).await?;
        let draft = InvitationDraft { email: format!("{role}@maillage.example"), role: role.into() };
        let invitation = self.backend.invite(manager, self.programme(manager).await?, &draft).await?;
        self.backend.answer_invitation(&account, &invitation.token, true).await?;
        Ok(session)
    }

    async fn room(&self, owner: &Account, programme: &str, title: &str, place: &str) -> Result<Room> {
        let draft = WorkshopDraft {
            title: title.into(),
            date: "2026-11-24".into(),
            place: place.into(),
            language: "fr".into(),
            programme: programme.into(),
            territory: "Val".into(),
            tables: "4".into(),
        };
        let created = self.backend.create_workshop(draft, Some(owner)).await?;
        Ok(Room {
            id: created.id.to_string(),
            programme: String::new(),
            join_token: created.join_token,
            join_code: created.join_code,
            board_key: created.board_key,
            facilitator_key: created.facilitator_key,
            table_key: String::new(),
            personal: String::new(),
            company: String::new(),
            invitation: String::new(),
            people: BTreeMap::new(),
            cards: BTreeMap::new(),
        })
    }
}

impl World {
    /// Builds it.
    ///
    /// # Errors
    /// When the server does not do what its forms promise.
    pub async fn build() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut marks = Marks::default();
        let (mut rooms, mut sessions) = (BTreeMap::new(), BTreeMap::new());
        let founder = Founder { backend: Backend::open(&folder.path().join("maillage.db"), Clock::system()).await? };
        let (_, session) = founder.account("admin").await?;
        sessions.insert("admin", session);
        let (manager, session) = founder.account("manager").await?;
        sessions.insert("manager", session);
        let (other, session) = founder.account("other").await?;
        sessions.insert("other", session);
        let (_, session) = founder.account("stranger").await?;
        sessions.insert("stranger", session);
        for (realm, owner) in [(Realm::Target, &manager), (Realm::Second, &manager), (Realm::Foreign, &other)] {
            let programme = format!("Démarche {:?}", realm.programme());
            let (title, place) = (marks.word(realm, Kind::Door, &[]), marks.word(realm, Kind::Door, &[]));
            let room = founder.room(owner, &programme, &format!("Atelier {title}"), &format!("Halle {place}")).await?;
            marks.key(realm, Kind::JoinKey, &room.join_token);
            marks.key(realm, Kind::JoinKey, &room.join_code);
            marks.key(realm, Kind::BoardKey, &room.board_key);
            marks.key(realm, Kind::ShownOnce, &room.facilitator_key);
            rooms.insert(realm, room);
        }
        let mut accounts = Vec::new();
        for role in ["facilitator", "reader", "auditor"] {
            sessions.insert(role, founder.member(&manager, role).await?);
        }
        for (realm, owner) in [(Realm::Target, &manager), (Realm::Foreign, &other)] {
            let programme = founder.programme(owner).await?;
            let email = marks.word(realm, Kind::Invited, &[]);
            let draft = InvitationDraft { email: format!("{email}@maillage.example"), role: "reader".into() };
            let invitation = founder.backend.invite(owner, programme, &draft).await?;
            marks.key(realm, Kind::ShownOnce, &invitation.token);
            rooms.get_mut(&realm).context("no room")?.invitation = invitation.token;
            accounts.extend(
                founder
                    .backend
                    .members(owner, programme)
                    .await?
                    .iter()
                    .rev()
                    .map(|member| (realm, member.account.to_string())),
            );
            if realm == Realm::Target {
                let again = accounts.iter().map(|(_, account)| (Realm::Second, account.clone())).collect::<Vec<_>>();
                accounts.extend(again);
            }
        }
        founder.account("lost").await?;
        let password_link = founder.backend.make_password_link("lost@maillage.example").await?;
        marks.key(Realm::Target, Kind::ShownOnce, &password_link);
        founder.backend.stop().await;
        let server = serve(folder.path(), &[])?;
        let address = server.address;
        let mut world =
            Self { server, address, folder, rooms, marks, sessions, questions: Vec::new(), password_link, accounts };
        for realm in Realm::ALL {
            world.live(realm).await.with_context(|| format!("the day of {realm:?}"))?;
        }
        for (realm, owner) in [(Realm::Target, "manager"), (Realm::Second, "manager"), (Realm::Foreign, "other")] {
            world.follow(realm, owner).await.with_context(|| format!("the years of {realm:?}"))?;
        }
        Ok(world)
    }

    /// The room of this realm; all three are there from the beginning.
    pub fn room(&self, realm: Realm) -> Result<&Room> {
        self.rooms.get(&realm).with_context(|| format!("no {realm:?}"))
    }

    fn room_mut(&mut self, realm: Realm) -> Result<&mut Room> {
        self.rooms.get_mut(&realm).with_context(|| format!("no {realm:?}"))
    }

    pub fn session(&self, who: &str) -> Result<Credentials> {
        Ok(Credentials::session(self.sessions.get(who).with_context(|| format!("{who} has no session"))?))
    }

    async fn enter(
        &mut self,
        client: &mut Client,
        realm: Realm,
        name: &'static str,
        organisation: &str,
        table: &str,
    ) -> Result<()> {
        let (person, email) =
            (self.marks.word(realm, Kind::Person, &[name]), self.marks.word(realm, Kind::Contact, &[name]));
        let form = json!({
            "token": self.room(realm)?.join_token, "name": format!("{name} {person}"), "organisation": organisation,
            "table": table,
            "email": format!("{email}@maillage.example"), "consent": "yes",
        });
        let joined = client
            .json("/api/join", &Credentials::default(), &form)
            .await?
            .json()
            .with_context(|| format!("{name} joins"))?;
        let person = Person {
            token: joined["token"].as_str().context("no token")?.to_owned(),
            number: joined["participant"].as_u64().context("no participant")?,
        };
        self.marks.key(realm, Kind::ShownOnce, &person.token);
        self.room_mut(realm)?.people.insert(name, person);
        Ok(())
    }

    async fn card(
        &mut self,
        client: &mut Client,
        realm: Realm,
        who: &str,
        name: &'static str,
        card: Value,
    ) -> Result<u64> {
        let room = self.room(realm)?;
        let event = client.done(&room.id, &room.phone(who)?, json!({"type": "post_card", "card": card})).await?;
        let number = event["card"].as_u64().context("no card")?;
        self.room_mut(realm)?.cards.insert(name, number);
        Ok(number)
    }

    /// The day: people, cards of every visibility, taps, answers, a confirmed synergy, a word on the day.
    #[allow(clippy::too_many_lines)] // one day, hour by hour
    async fn live(&mut self, realm: Realm) -> Result<()> {
        let mut client = Client::new(self.address);
        let organisations: Vec<String> =
            (0..4).map(|_| format!("Maison {}", self.marks.word(realm, Kind::Organisation, &[]))).collect();
        let desk = self.room(realm)?.desk();
        let id = self.room(realm)?.id.clone();
        client.done(&id, &desk, json!({"type": "change_phase", "phase": "matching"})).await?;
        self.enter(&mut client, realm, "nadia", &organisations[0], "1").await?;
        self.enter(&mut client, realm, "karim", &organisations[1], "1").await?;
        self.enter(&mut client, realm, "zoe", &organisations[2], "2").await?;
        // Types the organisation of another.
        self.enter(&mut client, realm, "twin", &organisations[0], "2").await?;
        self.enter(&mut client, realm, "gone", &organisations[3], "3").await?;

        let draft = |kind: &str, word: &str, detail: &str, visibility: &str| {
            json!({"kind": kind, "title": format!("Palettes \
            {word}"), "description": format!("Détail {detail}"), "category": "material", "visibility": visibility})
        };
        let word = |marks: &mut Marks, kind: Kind, who: &'static str| marks.word(realm, kind, &[who]);
        let (one, two) = (word(&mut self.marks, Kind::Card, "nadia"), word(&mut self.marks, Kind::Card, "nadia"));
        let shown = self.card(&mut client, realm, "nadia", "shown", draft("have", &one, &two, "room")).await?;
        let (one, two) = (word(&mut self.marks, Kind::Secret, "nadia"), word(&mut self.marks, Kind::Secret, "nadia"));
        self.card(&mut client, realm, "nadia", "secret", draft("have", &one, &two, "facilitators")).await?;
        let (one, two) = (word(&mut self.marks, Kind::Card, "zoe"), word(&mut self.marks, Kind::Card, "zoe"));
        self.card(&mut client, realm, "zoe", "anonymous", draft("want", &one, &two, "anonymous")).await?;
        let (one, two) =
            (word(&mut self.marks, Kind::TakenBack, "nadia"), word(&mut self.marks, Kind::TakenBack, "nadia"));
        let hidden = self.card(&mut client, realm, "nadia", "hidden", draft("have", &one, &two, "room")).await?;
        let (one, two) =
            (word(&mut self.marks, Kind::TakenBack, "nadia"), word(&mut self.marks, Kind::TakenBack, "nadia"));
        let withdrawn = self.card(&mut client, realm, "nadia", "withdrawn", draft("have", &one, &two, "room")).await?;
        let (one, two) = (word(&mut self.marks, Kind::TakenBack, "zoe"), word(&mut self.marks, Kind::TakenBack, "zoe"));
        let veiled = self.card(&mut client, realm, "zoe", "veiled", draft("have", &one, &two, "room")).await?;
        let one = word(&mut self.marks, Kind::Card, "karim");
        self.card(&mut client, realm, "karim", "karims", draft("want", &one, "rien", "room")).await?;
        // What who leaves had brought is nobody's any more.
        let (one, two) = (self.marks.word(realm, Kind::TakenBack, &[]), self.marks.word(realm, Kind::TakenBack, &[]));
        self.card(&mut client, realm, "gone", "left", draft("have", &one, &two, "room")).await?;

        let room = self.room(realm)?.clone();
        let (nadia, karim, zoe, gone) =
            (room.phone("nadia")?, room.phone("karim")?, room.phone("zoe")?, room.phone("gone")?);
        client.done(&id, &desk, json!({"type": "hide_card", "card_id": hidden, "hidden": true})).await?;
        client.done(&id, &nadia, json!({"type": "withdraw_card", "card_id": withdrawn})).await?;
        let veil =
            json!({"kind": "have", "title": "Un flux discret", "category": "material", "visibility": "anonymous"});
        client.done(&id, &zoe, json!({"type": "edit_card", "card_id": veiled, "card": veil})).await?;
        client
            .done(
                &id,
                &gone,
                json!({"type": "leave", "participant": room.people["gone"].number, "with_anonymous": true}),
            )
            .await?;

        // Karim and Nadia find each other and exchange addresses; Zoé refuses with a note.
        client.done(&id, &karim, json!({"type": "show_interest", "card_id": shown, "interested": true})).await?;
        client.done(&id, &zoe, json!({"type": "show_interest", "card_id": shown, "interested": true})).await?;
        let state = client.get(&format!("/api/workshops/{id}/state"), &desk).await?.json()?;
        let of = |who: u64| {
            let matches = state["workshop"]["matches"].as_object().cloned().unwrap_or_default();
            let on_shown = || matches.iter().filter(|(_, found)| found["card"] == shown);
            // Where the matcher was faster, a tap answers what it found between the two cards that all see.
            let cards = &state["workshop"]["cards"];
            let theirs = |card: &Value| {
                cards[card.to_string()]["author"] == who
                    && cards[card.to_string()]["resource"]["details"]["visibility"] != "anonymous"
            };
            let by_tap = on_shown().find(|(_, found)| found["counterpart"]["participant"] == who);
            let found = by_tap.or_else(|| on_shown().find(|(_, found)| theirs(&found["counterpart"]["card"])));
            found.and_then(|(number, _)| number.parse::<u64>().ok()).context("a tap made no match")
        };
        let (first, second) = (of(room.people["karim"].number)?, of(room.people["zoe"].number)?);
        client
            .command(
                &id,
                &nadia,
                json!({"type": "answer_match", "match_id": first, "answer": {"answer": "interested"}}),
            )
            .await?;
        let note = self.marks.word(realm, Kind::Desk, &["zoe", "nadia"]);
        let refusal = json!({
            "type": "answer_match", "match_id": second,
            "answer": {"answer": "not_for_us", "reason": "quantity", "note": format!("trop {note}")},
        });
        client.command(&id, &zoe, refusal).await?;
        for (one, other) in [("nadia", "karim"), ("karim", "nadia")] {
            self.marks.let_read(realm, Kind::Contact, one, other);
        }
        let title = self.marks.word(realm, Kind::Card, &[]);
        client
            .done(
                &id,
                &desk,
                json!({
                    "type": "confirm_synergy", "match_id": first, "synergy": {"title": format!("Synergie {title}")},
                }),
            )
            .await?;

        // Pages of the desk and of the phone.
        let desk_page = Credentials::facilitator(&id, &room.facilitator_key);
        let phone_page = Credentials::participant(&id, &room.people["nadia"].token);
        let words = self.marks.word(realm, Kind::Door, &[]);
        client
            .post(
                &format!("/desk/{id}/invitation"),
                &desk_page,
                &format!("begins_at=09%3A00&words=Bienvenue+{words}&contact="),
            )
            .await?;
        let comment = self.marks.word(realm, Kind::Desk, &["nadia"]);
        let form = format!("useful=agree&organised=agree&lead=yes&comment=Avis+{comment}");
        client.post(&format!("/w/{id}/satisfaction"), &phone_page, &form).await?;
        let table = client.post(&format!("/desk/{id}/tables/1/key"), &desk_page, "").await?.text();
        let table_key = behind(&table, "/t/").context("no key of a table")?;
        let link = client.post(&format!("/w/{id}/me/link"), &phone_page, "").await?.text();
        let personal = behind(&link, &format!("/w/{id}/as/")).context("no personal link")?;
        self.marks.key(realm, Kind::ShownOnce, &table_key);
        self.marks.key(realm, Kind::ShownOnce, &personal);
        let room = self.room_mut(realm)?;
        (room.table_key, room.personal) = (table_key, personal);
        Ok(())
    }

    /// The years: stage, figures, evidence, funding, profile, and the links that companies were sent.
    async fn follow(&mut self, realm: Realm, owner: &'static str) -> Result<()> {
        let (mut client, who) = (Client::new(self.address), self.session(owner)?);
        let room = self.room(realm)?.clone();
        let page = client.get("/programme/synergies", &who).await?.text();
        let synergy = format!("/programme/workshops/{}/synergies/1", room.id);
        ensure!(page.contains(&synergy), "the synergy is not in the programme");
        let programme = self.programme_of(&mut client, &who).await?;
        self.room_mut(realm)?.programme.clone_from(&programme);
        let mut word = |kind: Kind| self.marks.word(realm, kind, &[]);
        let forms = [
            (format!("{synergy}/stage"), format!("stage=realised&note=Suivi+{}", word(Kind::Followed))),
            (
                format!("{synergy}/figures"),
                format!(
                    "year=2026&indicator=tonnes_reused&amount=7777&verification=one_side&declared_by=Pesee+{}\
                     &note=Note+{}",
                    word(Kind::Followed),
                    word(Kind::Followed)
                ),
            ),
            (format!("{synergy}/links"), format!("link=https%3A%2F%2F{}.example%2Fpreuve", word(Kind::Followed))),
        ];
        for (path, form) in forms {
            let answer = client.post(&path, &who, &form).await?;
            ensure!(answer.status == 303, "{path}: {}", answer.status);
        }
        let funding =
            format!("name=Appel+{}&funder=Financeur+{}&kind=study", word(Kind::Followed), word(Kind::Followed));
        let base = format!("/programme/programmes/{programme}");
        ensure!(client.post(&format!("{base}/funding"), &who, &funding).await?.status == 303, "no funding");
        let target = format!("aim=sales&year=2027&amount=7000&note=Convention+{}", word(Kind::Followed));
        ensure!(client.post(&format!("{base}/targets"), &who, &target).await?.status == 303, "no target");
        if realm != Realm::Second {
            let profile = format!(
                "name=Démarche+{:?}&territory=Val&level=&partners=Part+{}&managers=Port+{}&funders=Fin+{}&published=",
                realm.programme(),
                word(Kind::Profile),
                word(Kind::Profile),
                word(Kind::Profile)
            );
            ensure!(client.post(&base, &who, &profile).await?.status == 303, "no profile");
        }
        let list = client.get(&format!("/programme/follow-up?programme={programme}"), &who).await?.text();
        let mut found = Vec::new();
        for before in ["/programme/answers/", "/s/"] {
            for key in super::client::all_behind(&list, before) {
                if self.marks.is_new(&key) {
                    self.marks.key(realm, Kind::CompanyLink, &key);
                    found.push((before, key));
                }
            }
        }
        for (before, key) in found {
            if before == "/s/" {
                self.room_mut(realm)?.company = key;
            } else {
                self.questions.push((realm, key));
            }
        }
        Ok(())
    }

    async fn programme_of(&self, client: &mut Client, who: &Credentials) -> Result<String> {
        let page = client.get("/programme", who).await?.text();
        behind(&page, "?programme=")
            .filter(|id| id.len() == 36)
            .or_else(|| behind(&page, "/programme/programmes/").filter(|id| id.len() == 36))
            .context("no programme")
    }
}
