//! People of companies, and what was said with them: noted and corrected by hand, shown to members who may see people,
//! and gone from everything that is kept when they are erased, by the page, by rule, or by their address.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use backend::Backend;
use backend::clock::Clock;
use backend::companies::CompanySearch;
use domain::ids::{CompanyId, ProgrammeId};
use domain::programme::companies::Shown;
use domain::time::Timestamp;
use serde_json::json;
use support::disk::{found, found_soon};
use support::office::{Office, get_as, member, office, post_as};
use support::{Answer, Server};

const DAY: i64 = 86_400_000;

/// What stands in these forms and nowhere else.
const ZYGLOMAR: &str = "person_name=Zyglomar+Quint&function=Krunzelier&email=Vrastik%40quunde.example\
    &telephone=%2B33+(0)3.53.01.98.76&consent=given&consent_way=visit&consent_day=2026-11-24";
const VISIT: &str = "day=2026-11-24&way=visit&spoke=Claire&words=Zyglomar+garde+le+frimbellage.+M.+Quint+rappelle\
    &next_step=Rappeler+Zyglomar+Quint&next_step_due=2026-12-01";
const WORDS: [&str; 5] = ["zyglomar", "krunzelier", "vrastik", "3.53.01.98.76", "quint"];

struct Sawmill {
    server: Server,
    mine: Office,
    programme: ProgrammeId,
    id: CompanyId,
    /// The list of companies, and the page of the one with whom all this happens.
    list: String,
    page: String,
}

impl Sawmill {
    async fn new() -> Self {
        let server = Server::start().await;
        let mine = office(&server, "claire", "Démarche du Val").await;
        let programme = mine.programme(&server).await.id;
        let list = format!("/programme/programmes/{programme}/companies");
        let search = CompanySearch { words: "scierie".into(), ..Default::default() };
        let id = server.backend.find_companies(&mine.account, programme, &search).await.unwrap().page[0].id;
        Self { page: format!("{list}/{id}"), server, mine, programme, id, list }
    }

    async fn post(&self, place: &str, form: &str) -> Answer {
        self.mine.post(&self.server, &format!("{}{place}", self.page), form).await
    }

    /// The page after a form that was taken.
    async fn after(&self, place: &str, form: &str) -> String {
        let answer = self.post(place, form).await;
        assert_eq!(answer.status, 303, "{place}: {}", answer.text);
        self.mine.get(&self.server, &self.page).await.text
    }

    async fn shown(&self) -> Shown {
        self.server.backend.company(&self.mine.account, self.programme, self.id).await.unwrap().shown
    }

    /// Zyglomar, and a visit to them: their entries.
    async fn visited(&self) -> (u64, u64) {
        self.after("/people", ZYGLOMAR).await;
        let person = self.shown().await.people[0].entry;
        self.after("/conversations", &format!("{VISIT}&met-{person}=yes")).await;
        (person, self.shown().await.conversations[0].entry)
    }
}

#[tokio::test]
async fn a_person_and_a_visit_are_noted_and_nothing_typed_is_lost() {
    let sawmill = Sawmill::new().await;
    let open = sawmill.mine.get(&sawmill.server, &format!("{}?form=person", sawmill.page)).await.text;
    assert!(open.contains(&format!("action=\"{}/people?once=", sawmill.page)), "the form is open");
    let refused = sawmill.post("/people", "person_name=L%C3%A9a&email=lea&telephone=demain&consent=refused").await;
    assert_eq!(refused.status, 422);
    for kept in ["value=\"Léa\"", "value=\"lea\"", "value=\"demain\"", "numéro de téléphone", "nom@exemple.fr"] {
        assert!(refused.text.contains(kept), "{kept}: {}", refused.text);
    }
    let (person, visit) = sawmill.visited().await;
    let page = sawmill.mine.get(&sawmill.server, &sawmill.page).await.text;
    for shown in [
        "Zyglomar Quint",
        "Krunzelier",
        "href=\"mailto:vrastik@quunde.example\"",
        "href=\"tel:+33353019876\"",
        "D’accord pour être contacté (lors d’une visite, 24\u{a0}novembre 2026)",
        "Zyglomar garde le frimbellage. M. Quint rappelle",
        "Rappeler Zyglomar Quint",
        "1ᵉʳ\u{a0}décembre 2026",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }

    // Who did not agree has no address; what was typed stays.
    let place = format!("/people/{person}");
    let refused = sawmill.post(&place, &ZYGLOMAR.replace("given", "refused")).await;
    assert!(refused.status == 422 && refused.text.contains("n’a pas donné son accord"), "{}", refused.text);
    assert!(refused.text.contains("value=\"+33 (0)3.53.01.98.76\""));
    let page = sawmill.after(&place, "person_name=Zyglomar+Quint&function=Direction").await;
    assert!(page.contains("Direction") && !page.contains("mailto:"), "{page}");

    // The last visit stands first; its form comes back with its ticks.
    let refused = sawmill.post("/conversations", &format!("day=hier&way=call&spoke=Claire&met-{person}=yes")).await;
    assert!(refused.status == 422 && refused.text.contains("value=\"hier\""), "{}", refused.text);
    let tick = refused.text.split(&format!("id=\"met-{person}\"")).nth(1).unwrap().split('>').next().unwrap();
    assert!(tick.contains("checked"), "{tick}");
    let page = sawmill.after("/conversations", "day=2026-11-26&way=call&spoke=Claire&words=Second+mot").await;
    assert!(page.find("Second mot").unwrap() < page.find("frimbellage").unwrap(), "{page}");
    let corrected = VISIT.replace("frimbellage", "registre");
    let page = sawmill.after(&format!("/conversations/{visit}"), &format!("{corrected}&met-{person}=yes")).await;
    assert!(page.contains("garde le registre") && !page.contains("garde le frimbellage"), "{page}");
    assert_eq!(sawmill.post("/conversations/9999", VISIT).await.status, 404);

    // Somebody of another company took no part.
    let other = sawmill.post("/conversations", &format!("{VISIT}&met-1=yes")).await;
    assert!(other.status == 422 && other.text.contains("Choisissez dans la liste"), "{}", other.text);

    // Who works there no more is told so, and comes back.
    let page = sawmill.after(&format!("/end/person-{person}"), "day=2026-11-30&reason=Retraite").await;
    assert!(page.contains("Ne travaillent plus ici") && page.contains("Retraite"), "{page}");
    let page = sawmill.after(&format!("/end/person-{person}"), "goes_on=yes").await;
    assert!(!page.contains("Ne travaillent plus ici"), "{page}");
}

#[tokio::test]
async fn what_comes_next_is_on_the_list_until_it_is_done() {
    let sawmill = Sawmill::new().await;
    let (_, visit) = sawmill.visited().await;
    let listed = async || sawmill.mine.get(&sawmill.server, &format!("{}?due=yes", sawmill.list)).await.text;
    let page = listed().await;
    assert!(page.contains("Rappeler Zyglomar Quint") && page.contains("1ᵉʳ\u{a0}décembre 2026"), "{page}");
    assert!(!page.contains("Élevage des Prés"), "only those with a next step: {page}");
    let done = format!("/conversations/{visit}/done");
    let page = sawmill.after(&done, "done=yes").await;
    assert!(page.contains("Fait le") && page.contains("Pas encore fait"), "{page}");
    assert!(!listed().await.contains("Rappeler Zyglomar Quint"));
    assert_eq!(sawmill.post(&done, "done=yes").await.status, 303, "who does it twice has nothing to correct");
    let page = sawmill.after(&done, "done=no").await;
    assert!(!page.contains("Fait le"), "{page}");
    assert!(listed().await.contains("Rappeler Zyglomar Quint"));
}

#[tokio::test]
async fn who_sees_no_contacts_sees_nobody_and_who_only_reads_writes_nothing() {
    let sawmill = Sawmill::new().await;
    let (person, visit) = sawmill.visited().await;
    let server = &sawmill.server;
    for (role, sees) in [("reader", false), ("auditor", true)] {
        let (_, session) = member(server, &sawmill.mine, role, role).await;
        let cookie = format!("maillage_session={session}");
        for page in [&sawmill.page, &sawmill.list, &format!("{}?due=yes&search=zyglomar", sawmill.list)] {
            let page = get_as(server, page, &cookie).await;
            assert_eq!(page.status, 200);
            for word in ["Zyglomar", "Krunzelier", "vrastik", "frimbellage", "Visites et appels"] {
                assert!(sees || !page.text.contains(word), "{role} reads {word}: {}", page.text);
            }
        }
        let page = get_as(server, &sawmill.page, &cookie).await.text;
        assert_eq!((page.contains("Krunzelier"), page.contains("form=person")), (sees, false), "{role}");
        for place in [
            "/people".to_owned(),
            format!("/people/{person}"),
            format!("/people/{person}/erase"),
            "/conversations".to_owned(),
            format!("/conversations/{visit}"),
            format!("/conversations/{visit}/done"),
            format!("/end/person-{person}"),
        ] {
            let answer = post_as(server, &format!("{}{place}", sawmill.page), &cookie, ZYGLOMAR).await;
            assert_eq!(answer.status, 403, "{role} {place}");
        }
    }
}

#[tokio::test]
async fn a_merger_shows_both_companies_people_and_moves_nobody() {
    let sawmill = Sawmill::new().await;
    sawmill.visited().await;
    let noted = sawmill.mine.post(&sawmill.server, &sawmill.list, "name=Fonderie").await;
    let other = noted.headers["location"].to_str().unwrap().to_owned();
    sawmill.mine.post(&sawmill.server, &format!("{other}/people"), "person_name=Bachir").await;
    let page = sawmill.after("/merge", "other=Fonderie").await;
    let person = page.split("id=\"person-").find(|part| part.contains("Bachir")).unwrap().split('"').next().unwrap();
    let page = sawmill.after("/conversations", &format!("{VISIT}&met-{person}=yes")).await;
    assert!(page.contains("avec Bachir"), "{page}");
    let merged = other.rsplit('/').next().unwrap();
    let page = sawmill.after("/unmerge", &format!("merged={merged}")).await;
    assert!(page.contains("Zyglomar Quint") && !page.contains("<strong>Bachir"), "{page}");
    assert!(sawmill.mine.get(&sawmill.server, &other).await.text.contains("<strong>Bachir"));
    // Whoever is erased where they work goes from what was said elsewhere, too.
    let corrected = VISIT.replace("frimbellage", "registre+de+Bachir");
    let visit = sawmill.shown().await.conversations[0].entry;
    sawmill.after(&format!("/conversations/{visit}"), &format!("{corrected}&met-{person}=yes")).await;
    let erase = format!("{other}/people/{person}/erase");
    assert_eq!(sawmill.mine.post(&sawmill.server, &erase, "").await.status, 303);
    let page = sawmill.mine.get(&sawmill.server, &sawmill.page).await.text;
    assert!(page.contains("registre de ——") && page.contains("Zyglomar Quint"), "{page}");
}

#[tokio::test]
async fn who_is_erased_is_nowhere_on_the_disk_and_what_was_said_stays() {
    let sawmill = Sawmill::new().await;
    let (person, _) = sawmill.visited().await;
    sawmill.after("/flows", "kind=have&what=Sciure&told_by=Zyglomar+Quint&today=Voir+Zyglomar+Quint").await;
    // Somebody else of the same family name, and an older address of the same person.
    sawmill.after("/people", "person_name=Nadia+Reste").await;
    let again = ZYGLOMAR.replace("Krunzelier", "Direction").replace("Vrastik", "Zyglo");
    sawmill.after(&format!("/people/{person}"), &again).await;
    let folder = sawmill.server.folder.path().to_owned();
    for word in WORDS {
        assert!(!found(&folder, &[word]).is_empty(), "this test sees {word} where it is");
    }
    let open = sawmill.mine.get(&sawmill.server, &format!("{}?form=erase-{person}", sawmill.page)).await.text;
    assert!(
        open.contains(&format!("action=\"{}/people/{person}/erase?once=", sawmill.page)) && open.contains("Zyglomar")
    );
    let page = sawmill.after(&format!("/people/{person}/erase"), "").await;
    for word in ["Zyglomar", "Krunzelier", "vrastik", "Quint"] {
        assert!(!page.contains(word), "{word}: {page}");
    }
    for left in ["—— garde le frimbellage. M. —— rappelle", "Rappeler ——", "Nadia Reste"] {
        assert!(page.contains(left), "{left}: {page}");
    }
    assert_eq!(found_soon(&folder, &WORDS).await, Vec::<String>::new(), "while it runs");
    let twice = sawmill.post(&format!("/people/{person}/erase"), "").await;
    assert_eq!(twice.status, 404, "nobody twice");

    // The log adds up to the same without them.
    let before = sawmill.shown().await;
    sawmill.server.backend.rebuild(|_, _| {}).await.unwrap();
    assert_eq!(sawmill.shown().await, before);
    let Sawmill { server, mine, programme, id, .. } = sawmill;
    let server = server.restart().await;
    let again = server.backend.company(&mine.account, programme, id).await.unwrap().shown;
    assert_eq!(again, before);
    let person = domain::programme::companies::PersonDraft { person_name: "Omar".into(), ..Default::default() };
    server.backend.keep_person(&mine.account, programme, id, None, &person).await.unwrap();
    server.backend.stop().await;
    assert_eq!(found(&folder, &WORDS), Vec::<String>::new(), "after a clean stop");
}

#[tokio::test]
async fn a_name_that_is_erased_takes_the_person_with_it() {
    let sawmill = Sawmill::new().await;
    sawmill.visited().await;
    let page = sawmill.after("/forget", "forgotten=Zyglomar+Quint").await;
    for word in ["Zyglomar", "Krunzelier", "vrastik"] {
        assert!(!page.contains(word), "{word}: {page}");
    }
    let folder = sawmill.server.folder.path().to_owned();
    assert_eq!(found_soon(&folder, &WORDS).await, Vec::<String>::new());
}

/// The same data under a clock that shows so many days later.
async fn later(server: Server, days: i64) -> Server {
    server.backend.stop().await;
    let clock = Clock::from_fn(move || Timestamp(Clock::system().now().0 + days * DAY));
    let backend = Backend::open(&server.folder.path().join("maillage.db"), clock).await.unwrap();
    let app = server::App::new(backend.clone());
    Server { router: server::router(app.clone()), backend, app, folder: server.folder }
}

#[tokio::test]
async fn people_of_companies_go_three_years_after_anything_was_noted_of_them() {
    let sawmill = Sawmill::new().await;
    let (person, _) = sawmill.visited().await;
    sawmill.after("/people", "person_name=Silence+Vrille").await;
    let Sawmill { server, mine, programme, id, .. } = sawmill;
    let of = async |server: &Server| {
        let people = server.backend.company(&mine.account, programme, id).await.unwrap().shown.people;
        people.iter().map(|known| known.person.name.to_string()).collect::<Vec<_>>()
    };
    let server = later(server, 800).await;
    assert_eq!(server.backend.keep_periods().await.unwrap(), 0);
    // Whoever is called is known on.
    let call = domain::programme::companies::ConversationDraft {
        day: "2029-01-01".into(),
        way: "call".into(),
        spoke: "Claire".into(),
        ticks: [(format!("met-{person}"), "yes".to_owned())].into(),
        ..Default::default()
    };
    server.backend.keep_conversation(&mine.account, programme, id, None, &call).await.unwrap();
    let server = later(server, 1_070).await;
    assert_eq!(server.backend.due_next_month(&mine.account).await.unwrap().people_of_companies, 1);
    let server = later(server, 1_100).await;
    server.backend.keep_periods().await.unwrap();
    assert_eq!(of(&server).await, ["Zyglomar Quint"]);
    let folder = server.folder.path().to_owned();
    assert_eq!(found_soon(&folder, &["silence vrille"]).await, Vec::<String>::new());
    let server = later(server, 800 + 1_100).await;
    server.backend.keep_periods().await.unwrap();
    assert_eq!(of(&server).await, [""; 0]);
    assert_eq!(found_soon(&folder, &WORDS).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_host_answers_who_asks_for_their_data_at_companies_as_well() {
    let sawmill = Sawmill::new().await;
    sawmill.visited().await;
    let host = format!("maillage_session={}", sawmill.mine.session);
    let form = "email=VRASTIK%40quunde.example";
    let copy = post_as(&sawmill.server, "/admin/host/copy", &host, form).await.json();
    assert_eq!(
        copy,
        json!([{
            "company": {"name": "Scierie du Val", "programme": "Démarche du Val"},
            "person": {
                "name": "Zyglomar Quint", "function": "Krunzelier", "email": "vrastik@quunde.example",
                "telephone": "+33 (0)3.53.01.98.76", "agreed": "given", "agreed_how": "visit",
                "agreed_on": "2026-11-24",
            },
            "conversations": [{
                "date": "2026-11-24", "way": "visit",
                "words": "Zyglomar garde le frimbellage. M. Quint rappelle",
            }],
        }])
    );
    let page = post_as(&sawmill.server, "/admin/host/link", &host, form).await;
    let token = page.text.split("/mine/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mine = get_as(&sawmill.server, &format!("/mine/{token}"), "").await;
    for shown in ["Krunzelier", "Scierie du Val", "Lors d’une visite", "frimbellage"] {
        assert!(mine.status == 200 && mine.text.contains(shown), "{shown}: {}", mine.text);
    }
    assert_eq!(post_as(&sawmill.server, &format!("/mine/{token}/erase"), "", "").await.status, 200);
    assert_eq!(post_as(&sawmill.server, "/admin/host/copy", &host, form).await.json(), json!([]));
    let folder = sawmill.server.folder.path().to_owned();
    assert_eq!(found_soon(&folder, &WORDS[..4]).await, Vec::<String>::new());
}

#[tokio::test]
async fn both_lists_are_taken_as_tables_and_the_one_with_addresses_by_managers_alone() {
    let sawmill = Sawmill::new().await;
    sawmill.visited().await;
    let (server, programme) = (&sawmill.server, sawmill.programme);
    let people = format!("/programme/export/people.csv?programme={programme}");
    let told = format!("/programme/export/conversations.csv?programme={programme}");
    let table = sawmill.mine.get(server, &people).await.text;
    let row = "Scierie du Val;";
    for cell in [row, ";Zyglomar Quint;Krunzelier;vrastik@quunde.example;", ";given;visit;2026-11-24;"] {
        assert!(table.contains(cell), "{cell}: {table}");
    }
    let table = sawmill.mine.get(server, &told).await.text;
    for cell in [row, ";2026-11-24;visit;Claire;Zyglomar Quint;", ";Rappeler Zyglomar Quint;2026-12-01;"] {
        assert!(table.contains(cell), "{cell}: {table}");
    }
    let audit = sawmill.mine.get(server, &format!("/programme/programmes/{programme}/audit")).await.text;
    assert!(audit.contains("people") && audit.contains("conversations"), "{audit}");
    let (_, session) = member(server, &sawmill.mine, "auditor", "auditor").await;
    let auditor = format!("maillage_session={session}");
    assert_eq!(get_as(server, &people, &auditor).await.status, 403);
    assert_eq!(get_as(server, &told, &auditor).await.status, 200);
    let page = get_as(server, &format!("/programme?programme={programme}"), &auditor).await.text;
    assert!(!page.contains("people.csv") && page.contains("conversations.csv"), "{page}");
}
