//! From a mail in the company's inbox to the manager's page: the questions that go out by themselves, and what the
//! answers change.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use backend::Backend;
use backend::clock::{Clock, Hand};
use backend::people::Account;
use backend::sign_in::{Browser, Entered};
use domain::ids::SynergyId;
use domain::programme::ProgrammeDraft;
use domain::synergy::{Stage, Verification};
use domain::time::Timestamp;
use domain::workshop::WorkshopDraft;
use serde_json::json;
use server::mail::{Mailer, ask_all};
use support::mail::Sink;
use support::{Answer, Person, Server};

/// A server whose clock can be set, a programme that asks every 30 days, and a synergy whose giver left an address.
struct World {
    server: Server,
    hand: Hand,
    account: Account,
    workshop: domain::ids::WorkshopId,
    start: i64,
}

impl World {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, hand) = Clock::adjustable();
        let backend = Backend::open(&folder.path().join("maillage.db"), clock).await.unwrap();
        let app = server::App::new(backend.clone());
        let server = Server { router: server::router(app.clone()), backend, app, folder };
        let start = 1_795_000_000_000;
        hand.set(Timestamp(start));
        let (account, _) = server
            .backend
            .create_account("Claire", "claire@maillage.example", "une phrase assez longue".into())
            .await
            .unwrap();
        let draft = WorkshopDraft {
            title: "Atelier du val".into(),
            date: "2026-11-18".into(),
            language: "fr".into(),
            programme: "Démarche".into(),
            ..Default::default()
        };
        let created = server.backend.create_workshop(draft, Some(&account)).await.unwrap();
        let programme = server.backend.programmes(&account).await.unwrap().remove(0);
        let asks = ProgrammeDraft { reminder_days: "30".into(), ..ProgrammeDraft::of(&programme) };
        server.backend.describe_programme(&account, programme.id, &asks).await.unwrap();
        let desk = Person { workshop: created.id.to_string(), token: created.facilitator_key.clone(), number: 0 };
        server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
        let joined = json!({
            "token": created.join_token, "name": "A", "organisation": "Scierie du Val",
            "email": "scierie@maillage.example", "consent": "yes",
        });
        let answer = server.post("/api/join", "", &joined).await.json();
        let giver =
            Person { workshop: desk.workshop.clone(), token: answer["token"].as_str().unwrap().to_owned(), number: 1 };
        let receiver = server.join(&created, "B", "Élevage des Prés").await;
        let card = server.card(&giver, "have", "Sciure sèche").await;
        server.done(&receiver, json!({"type": "show_interest", "card_id": card, "interested": true})).await;
        server.done(&desk, json!({"type": "confirm_synergy", "match_id": 1, "synergy": {}})).await;
        Self { server, hand, account, workshop: created.id, start }
    }

    fn day(&self, day: i64) {
        // Each later day is a minute later, so that what took milliseconds in between does not matter.
        self.hand.set(Timestamp(self.start + day * (86_400_000 + 60_000)));
    }

    async fn ask(&self, mailer: &Mailer) -> usize {
        ask_all(&self.server.app, mailer, "https://maillage.example").await.unwrap()
    }

    async fn post(&self, path: &str, form: &str, cookie: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.server.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// A cookie of the manager, signed in today.
    async fn session(&self) -> String {
        format!(
            "maillage_session={}",
            match self
                .server
                .backend
                .sign_in("claire@maillage.example", "une phrase assez longue".into(), &Browser::default())
                .await
                .unwrap()
            {
                Entered::SignedIn(signed_in) => signed_in.session,
                Entered::Half(_) => panic!("no second factor was added"),
            }
        )
    }

    async fn dossier(&self) -> domain::programme::SynergyDossier {
        self.server.backend.synergy(&self.account, self.workshop, SynergyId(1)).await.unwrap()
    }
}

fn message_id(mail: &str) -> String {
    mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default().to_owned()
}

/// The link in a mail, whatever its encoding made of the lines.
fn link_in(mail: &str) -> String {
    let plain = mail.replace("=\n", "").replace("=3D", "=");
    let text = if plain.contains("/s/") {
        plain
    } else {
        use base64::Engine as _;
        let body: String =
            mail.split_once("\n\n").unwrap().1.chars().filter(|letter| !letter.is_whitespace()).collect();
        String::from_utf8(base64::engine::general_purpose::STANDARD.decode(body).unwrap()).unwrap()
    };
    let start = text.find("https://maillage.example/s/").expect("a link") + "https://maillage.example".len();
    text[start..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn questions_leave_by_themselves_and_stop_when_they_are_answered() {
    let (world, sink) = (World::start().await, Sink::start(false).await);
    let mailer = sink.mailer();
    world.day(29);
    assert_eq!(world.ask(&mailer).await, 0, "not yet");
    world.day(30);
    assert_eq!((world.ask(&mailer).await, world.ask(&mailer).await), (1, 0), "once, and only to who left an address");
    world.day(60);
    assert_eq!(world.ask(&mailer).await, 1, "a reminder");
    let first = sink.mails.lock().unwrap()[0].clone();
    assert!(first.contains("scierie@maillage.example"), "{first}");
    let ids: std::collections::BTreeSet<String> =
        sink.mails.lock().unwrap().iter().map(|mail| message_id(mail)).collect();
    assert!(ids.len() == 2 && ids.iter().all(|id| id.ends_with("@maillage.example>")), "{ids:?}");
    let link = link_in(&first);
    let page = world.server.get(&link, "").await;
    assert!(page.status == 200 && page.text.contains("Sciure sèche") && page.text.contains("Élevage des Prés"));

    let refused = world.post(&link, "state=stopped&note=Parti", "").await;
    assert!(refused.status == 422 && refused.text.contains("Parti"), "a reason is missing, and nothing typed is lost");
    let done = world.post(&link, "state=done&tonnes=12%2C5&savings=3000&note=Deux+camions", "").await;
    assert_eq!(done.status, 303);
    let dossier = world.dossier().await;
    assert_eq!(dossier.record.stage, Stage::Realised);
    let entry = dossier.history.last().unwrap();
    assert_eq!((entry.author.as_str(), entry.note.as_deref()), ("Scierie du Val", Some("Deux camions")));
    let figures: Vec<_> = dossier
        .figures
        .iter()
        .map(|record| (record.figure.amount, record.figure.verification, record.figure.declared_by.as_str()))
        .collect();
    assert!(figures.contains(&(12.5, Verification::OneSide, "Scierie du Val")) && figures.len() == 2, "{figures:?}");
    world.day(90);
    assert_eq!(world.ask(&mailer).await, 0, "answered: no more reminders");
    world.day(60 + 366);
    assert_eq!((world.ask(&mailer).await, sink.count()), (1, 3), "next year's figures");
}

#[tokio::test]
async fn both_sides_saying_nearly_the_same_is_a_level_more_and_the_manager_answers_for_who_phones() {
    let world = World::start().await;
    let programme = world.server.backend.programmes(&world.account).await.unwrap().remove(0);
    let asked = world.server.backend.asked(&world.account, programme.id).await.unwrap();
    let (giver, receiver) = (asked[0].link.token.as_ref().unwrap(), &asked[1].link.handle);
    world.post(&format!("/s/{giver}"), "state=done&tonnes=100", "").await;
    let session = world.session().await;
    let by_phone = world.post(&format!("/programme/answers/{receiver}"), "state=done&tonnes=95", &session).await;
    assert_eq!(by_phone.status, 303);
    let dossier = world.dossier().await;
    let last = dossier.figures.iter().max_by_key(|record| record.id).unwrap();
    assert_eq!(
        (last.figure.verification, last.figure.declared_by.as_str(), last.author.as_str()),
        (Verification::BothSides, "Élevage des Prés", "Claire")
    );
    let report = world.server.backend.report(&world.account, programme.id, None).await.unwrap().report;
    assert_eq!(
        report.all.sums[&domain::synergy::Indicator::TonnesReused].levels,
        [0.0, 0.0, 95.0, 0.0, 0.0],
        "one flow, once, at level 2"
    );
}

#[tokio::test]
async fn who_refuses_is_never_asked_again_and_a_mail_that_fails_is_seen() {
    let (world, deaf) = (World::start().await, Sink::start(true).await);
    world.day(31);
    assert_eq!(world.ask(&deaf.mailer()).await, 0);
    let sink = Sink::start(false).await;
    assert_eq!(world.ask(&sink.mailer()).await, 1, "what failed comes again");
    let link = link_in(&sink.mails.lock().unwrap()[0].clone());
    assert_eq!(world.post(&format!("{link}/refuse"), "", "").await.status, 303);
    for day in [61, 91, 400, 800] {
        world.day(day);
        assert_eq!(world.ask(&sink.mailer()).await, 0, "day {day}");
    }
    assert_eq!(world.post(&link, "state=talking", "").await.status, 404, "the link opens nothing any more");
    let page = world.server.get(&link, "").await;
    assert!(page.status == 200 && !page.text.contains("name=\"state\""), "and says why");
}

#[tokio::test]
async fn messages_stand_ready_and_calendars_can_be_read() {
    let world = World::start().await;
    world.day(40);
    let programme = world.server.backend.programmes(&world.account).await.unwrap().remove(0);
    let session = world.session().await;
    let get = async |path: String| {
        let request = Request::get(path).header(header::COOKIE, &session).header(header::HOST, "maillage.local");
        world.server.send(request.body(Body::empty()).unwrap()).await
    };
    let list = get(format!("/programme/follow-up?programme={}", programme.id)).await;
    assert!(
        list.text.contains("mailto:")
            && list.text.contains("http://maillage.local/s/")
            && list.text.contains("scierie@maillage.example")
    );
    let calendar = get(format!("/programme/follow-up.ics?programme={}", programme.id)).await;
    assert_eq!(calendar.text.matches("BEGIN:VEVENT").count(), 2, "also who left no address is to be asked");
    assert!(calendar.text.starts_with("BEGIN:VCALENDAR\r\n") && calendar.text.ends_with("END:VCALENDAR\r\n"));
}
