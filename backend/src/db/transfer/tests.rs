//! Nothing of a programme is lost between two servers: every table of the schema is either carried, row by row and
//! column by column, or stays behind for a reason that stands here. A new table, or a new column, fails this test until
//! somebody has decided.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};

use sqlx::Row as _;
use tempfile::TempDir;

use crate::Backend;
use crate::clock::Clock;
use crate::people::Account;

/// What moves with a programme, and of each table the columns that are made anew where it arrives.
const CARRIED: &[(&str, &[&str])] = &[
    ("programme", &[]),
    ("workshop", &["epoch"]),
    ("event", &[]),
    ("contact", &[]),
    ("invitation", &[]),
    ("satisfaction", &[]),
    ("archive_leave", &[]),
    ("photo", &[]),
    ("publication", &[]),
    ("synergy", &[]),
    ("synergy_history", &["number"]),
    ("synergy_change", &["number"]),
    ("figure", &["number"]),
    ("figure_withdrawal", &["figure"]),
    ("synergy_assumptions", &["number"]),
    ("synergy_join", &["number"]),
    ("evidence", &["number"]),
    ("programme_event", &["command_id"]),
    // Made anew from the log that came.
    ("company", &[]),
    ("company_source", &[]),
    ("company_proposal", &[]),
    ("site", &[]),
    ("standing_flow", &[]),
    ("target", &[]),
    ("company_person", &[]),
    ("company_conversation", &[]),
    ("follow_up", &["handle", "link_hash", "link_sealed", "made_at", "used_at"]),
    ("follow_up_message", &["number", "handle"]),
    ("follow_up_answer", &["number", "handle"]),
    ("referential", &["number"]),
    ("evaluation", &["number"]),
    ("funding", &["id"]),
    ("funding_use", &["funding_id"]),
];

/// What stays, and why.
const LEFT_BEHIND: &[(&str, &str)] = &[
    ("account", "people sign in on each server by themselves; who brings the programme in is its first member there"),
    ("session", "opens a door of this server only"),
    ("identity", "names accounts of this server"),
    ("session_identity", "goes with a session of this server"),
    ("sign_in_attempt", "counts who tried to sign in on this server"),
    ("known_browser", "names accounts of this server"),
    ("password_link", "opens a door of this server only"),
    ("second_factor", "names accounts of this server"),
    ("recovery_code", "opens a door of this server only"),
    ("half_session", "opens a door of this server only"),
    ("programme_member", "names accounts of this server"),
    ("member_invitation", "opens a door of this server only"),
    ("programme_books", "made anew from the figures, which are carried"),
    ("programme_snapshot", "what the log comes to, which is carried; made anew from it"),
    ("model_use", "what this server paid for asking its language model"),
    ("command", "answers phones that send again what they sent here; they hold no key of the other server"),
    ("participant_key", "opens a door of this server only"),
    ("table_key", "opens a door of this server only"),
    ("workshop_key", "opens a door of this server only"),
    ("desk_session", "opens a door of this server only"),
    ("person_link", "opens a door of this server only"),
    ("server_key", "says by which key this server sealed what it keeps"),
    ("audit", "says what was done on this server, by accounts of this server"),
    ("host_settings", "the host's words and periods, for all programmes of this server"),
    ("import_under_way", "what an import that was cut has to take back, on this server"),
    ("import_line", "what an import that was cut has to take back, on this server"),
    ("factor_table", "the host's, for all programmes; a figure carries the factor it was computed with"),
];

/// What rows name by numbers of their own server still means the same rows.
const NAMED_BY_NUMBER: &[&str] = &[
    "select f.amount || d.reason from figure_withdrawal d join figure f on f.number = d.figure",
    "select f.name || u.synergy_id from funding_use u join funding f on f.id = u.funding_id",
    "select f.side || m.way from follow_up_message m join follow_up f on f.handle = m.handle",
    "select f.side || a.state from follow_up_answer a join follow_up f on f.handle = a.handle",
];

struct Server {
    backend: Backend,
    _folder: TempDir,
}

/// A server with these programmes (name and digit, see `whole.sql`).
async fn server(programmes: &[(&str, &str)]) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::open(&folder.path().join("maillage.db"), Clock::system()).await.unwrap();
    for (name, digit) in programmes {
        let script = include_str!("whole.sql").replace("NAME", name).replace("DIGIT", digit);
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&backend.db().writer).await.unwrap();
    }
    Server { backend, _folder: folder }
}

impl Server {
    /// A column of text.
    async fn texts(&self, select: String) -> Vec<String> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(select)).fetch_all(&self.backend.db().readers).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>(0)).collect()
    }

    async fn columns(&self, table: &str) -> Vec<String> {
        self.texts(format!("select name from pragma_table_info('{table}')")).await
    }

    /// Each row of a table as text, in a fixed order, without these columns.
    async fn rows(&self, table: &str, without: &[&str]) -> Vec<String> {
        let columns: Vec<String> =
            self.columns(table).await.into_iter().filter(|column| !without.contains(&column.as_str())).collect();
        let told: Vec<String> = columns.iter().map(|column| format!("'{column}=' || quote({column})")).collect();
        let mut rows = self.texts(format!("select {} from {table}", told.join(" || ' ' || "))).await;
        rows.sort();
        rows
    }

    /// The programme of this name, as its member brings it out.
    async fn document(&self, name: &str) -> Vec<u8> {
        let one = async |select: String| self.texts(select).await.remove(0);
        let member = one(format!("select id from account where email = '{name}@maillage.example'")).await;
        let programme = one(format!("select id from programme where name = '{name}'")).await;
        let account = Account::new(member.parse().unwrap(), String::new());
        self.backend.export_programme(&account, programme.parse().unwrap()).await.unwrap()
    }
}

#[tokio::test]
async fn every_table_moves_with_its_programme_or_stays_for_a_reason() {
    let (alone, both, there) =
        (server(&[("Val", "1")]).await, server(&[("Mer", "2"), ("Val", "1")]).await, server(&[]).await);
    let tables: BTreeSet<String> = alone
        .texts(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like \
            '_sqlx%'"
                .to_owned(),
        )
        .await
        .into_iter()
        .collect();
    let decided: Vec<&str> =
        CARRIED.iter().map(|(table, _)| *table).chain(LEFT_BEHIND.iter().map(|(table, _)| *table)).collect();
    assert_eq!(
        tables,
        decided.iter().map(ToString::to_string).collect(),
        "a table is either carried or left behind: decide in this test"
    );
    assert_eq!(decided.len(), tables.len(), "not both");
    for table in &tables {
        for column in alone.columns(table).await {
            let filled = alone.texts(format!("select '' from {table} where {column} is not null")).await;
            assert!(!filled.is_empty(), "whole.sql leaves {table}.{column} empty: a loss would not be seen");
        }
    }

    let document = both.document("Val").await;
    let (account, _) =
        there.backend.create_account("Paul", "paul@maillage.example", "une phrase assez longue".into()).await.unwrap();
    there.backend.import_programme(&account, &document).await.unwrap();
    for (table, anew) in CARRIED {
        assert_eq!(
            there.rows(table, anew).await,
            alone.rows(table, anew).await,
            "{table}: nothing lost, nothing of the neighbour's"
        );
        for column in *anew {
            let (here, there) = (
                both.texts(format!("select quote({column}) from {table}")).await,
                there.texts(format!("select quote({column}) from {table}")).await,
            );
            let is_secret = !matches!(*column, "number" | "figure" | "id" | "funding_id" | "command_id");
            assert!(
                !is_secret || there.iter().all(|value| !here.contains(value)),
                "{table}.{column} opens a door and is made anew"
            );
        }
    }
    for select in NAMED_BY_NUMBER {
        let named = there.texts((*select).to_owned()).await;
        assert!(!named.is_empty());
        assert_eq!(named, alone.texts((*select).to_owned()).await, "{select}");
    }
    let counts: BTreeMap<&str, usize> = [
        ("account", 1),
        ("session", 1),
        ("programme_member", 1),
        ("server_key", 1),
        ("audit", 2),
        ("programme_books", 1),
    ]
    .into();
    for (table, reason) in LEFT_BEHIND {
        assert_eq!(
            there.rows(table, &[]).await.len(),
            counts.get(table).copied().unwrap_or(0),
            "{table} stays behind: {reason}"
        );
    }
    let text = String::from_utf8(document).unwrap();
    for secret in [
        "door", "code", "board", "desk", "link", "phone", "table", "browser", "session", "subject", "identity",
        "password", "try", "command", "epoch", "hash",
    ] {
        assert!(!text.contains(&format!("{secret} of Val")), "{secret}");
    }
}

#[tokio::test]
async fn a_document_of_before_is_read_and_one_that_does_not_hold_together_is_not() {
    let here = server(&[("Val", "1")]).await;
    let document: serde_json::Value = serde_json::from_slice(&here.document("Val").await).unwrap();
    let taken = async |change: &dyn Fn(&mut serde_json::Value)| {
        let there = server(&[]).await;
        let mut document = document.clone();
        change(&mut document);
        let (account, _) = there
            .backend
            .create_account("Paul", "paul@maillage.example", "une phrase assez longue".into())
            .await
            .unwrap();
        there
            .backend
            .import_programme(&account, document.to_string().as_bytes())
            .await
            .map_err(|error| error.refusal().first().code())
    };
    let later = [
        "links",
        "messages",
        "answers",
        "referentials",
        "evaluation",
        "changes",
        "funding",
        "funding_uses",
        "invitations",
        "satisfaction",
        "leaves",
        "publications",
        "log",
    ];
    let of_before = taken(&|document| {
        later.iter().for_each(|list| assert!(document.as_object_mut().unwrap().remove(*list).is_some(), "{list}"));
    })
    .await;
    assert!(of_before.is_ok(), "{of_before:?}");
    for (list, field, value) in [
        ("contacts", "workshop_id", "elsewhere".into()),
        ("invitations", "begins_at", "midi".into()),
        ("satisfaction", "useful", "very".into()),
        ("satisfaction", "participant_id", (-1).into()),
        ("leaves", "leave", "everything".into()),
        ("publications", "content", "nothing".into()),
        ("withdrawals", "figure", 3.into()),
        ("funding_uses", "funding_id", 0.into()),
        ("messages", "side", "receiver".into()),
        ("answers", "synergy_id", 9.into()),
        ("joins", "into_workshop_id", "nonsense".into()),
        ("joins", "into_synergy_id", 9.into()),
        ("joins", "workshop_id", "nonsense".into()),
        ("events", "seq", 7.into()),
        ("workshops", "summary_seq", 9.into()),
        ("funding_uses", "synergy_id", 9.into()),
        ("history", "workshop_id", "nonsense".into()),
        ("figures", "synergy_id", (-1).into()),
        ("assumptions", "workshop_id", "nonsense".into()),
        ("evidence", "synergy_id", 9.into()),
        ("links", "workshop_id", "nonsense".into()),
        ("changes", "synergy_id", 9.into()),
        ("photos", "workshop_id", "nonsense".into()),
        ("referentials", "programme_id", "nonsense".into()),
        ("log", "company", 9.into()),
        ("evaluation", "programme_id", "nonsense".into()),
        ("evaluation", "entry", 9.into()),
        ("funding", "programme_id", "nonsense".into()),
        ("funding", "entry", serde_json::Value::Null),
        ("referentials", "entry", serde_json::Value::Null),
    ] {
        let value: serde_json::Value = value;
        let refused = taken(&|document| document[list][0][field] = value.clone()).await;
        assert_eq!(refused, Err("malformed"), "{list}.{field} = {value}");
    }
}

/// The release before entered synergies and companies, and not yet calls and the evaluation.
#[tokio::test]
async fn calls_and_the_evaluation_of_a_document_of_before_are_entered_at_the_end_of_its_log() {
    let (here, there) = (server(&[("Val", "1")]).await, server(&[]).await);
    let mut document: serde_json::Value = serde_json::from_slice(&here.document("Val").await).unwrap();
    document["log"].as_array_mut().unwrap().truncate(28);
    for list in ["referentials", "evaluation", "funding"] {
        assert!(document[list][0].as_object_mut().unwrap().remove("entry").is_some());
    }
    let (account, _) =
        there.backend.create_account("Paul", "paul@maillage.example", "une phrase assez longue".into()).await.unwrap();
    there.backend.import_programme(&account, document.to_string().as_bytes()).await.unwrap();
    let entered = async |server: &Server| {
        let select = "select seq || ' ' || at || ' ' || author || ' ' || payload from programme_event where seq \
            between 29 and 31 order by seq";
        server.texts(select.to_owned()).await
    };
    assert_eq!(entered(&there).await, entered(&here).await);
    for table in ["referential", "evaluation", "funding"] {
        let without = ["number", "id"];
        assert_eq!(there.rows(table, &without).await, here.rows(table, &without).await);
    }
}

/// As many entries as make several parts.
fn lengthened(document: &[u8]) -> Vec<u8> {
    let mut document: serde_json::Value = serde_json::from_slice(document).unwrap();
    let events = document["events"].as_array_mut().unwrap();
    let last = events.last().unwrap().clone();
    let seq = last["seq"].as_i64().unwrap();
    for more in 1..=4_000 {
        let mut event = last.clone();
        event["seq"] = (seq + more).into();
        events.push(event);
    }
    document.to_string().into_bytes()
}

#[tokio::test]
async fn others_write_between_the_parts_of_a_programme_and_nobody_sees_it_before_the_last() {
    let (here, there) = (server(&[("Val", "1")]).await, server(&[]).await);
    let document = lengthened(&here.document("Val").await);
    let (account, _) =
        there.backend.create_account("Paul", "paul@maillage.example", "une phrase assez longue".into()).await.unwrap();
    let importing = tokio::spawn({
        let (backend, account) = (there.backend.clone(), account.clone());
        async move { backend.import_programme(&account, &document).await }
    });
    let under_way = async || !there.texts("select id from import_under_way".to_owned()).await.is_empty();
    while !under_way().await {
        assert!(!importing.is_finished(), "it is under way from its first part on");
        tokio::task::yield_now().await;
    }
    // A live room would write like this.
    there
        .backend
        .record(&there.backend.entry(crate::audit::Deed::BackedUp, crate::audit::Author::server()))
        .await
        .unwrap();
    assert!(under_way().await, "its turn came before the whole was there");
    assert!(
        there.backend.programmes(&account).await.unwrap().is_empty()
            && there.backend.host_programmes(&account).await.unwrap().is_empty()
    );
    importing.await.unwrap().unwrap();
    assert!(!under_way().await);
    assert_eq!(there.backend.programmes(&account).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_programme_that_is_cut_while_it_comes_in_is_taken_back_and_can_come_again() {
    let (here, there) = (server(&[("Val", "1")]).await, server(&[]).await);
    let (account, _) =
        there.backend.create_account("Paul", "paul@maillage.example", "une phrase assez longue".into()).await.unwrap();
    let document = here.document("Val").await;
    let id = there.backend.import_programme(&account, &document).await.unwrap();
    // As after a kill between two parts.
    let writer = &there.backend.db().writer;
    sqlx::query("insert into import_under_way (id, started_at) values ($1, 0)")
        .bind(format!("programme {id}"))
        .execute(writer)
        .await
        .unwrap();
    there.backend.take_back_unfinished_imports().await.unwrap();
    for (table, _) in CARRIED {
        assert!(there.rows(table, &[]).await.is_empty(), "{table}");
    }
    assert!(there.rows("import_under_way", &[]).await.is_empty());
    there.backend.import_programme(&account, &document).await.unwrap();
    // A document that cannot be written to its end leaves nothing: two rows of one number.
    let (third, mut twice) = (server(&[]).await, serde_json::from_slice::<serde_json::Value>(&document).unwrap());
    let contact = twice["contacts"][0].clone();
    twice["contacts"].as_array_mut().unwrap().push(contact);
    let (account, _) =
        third.backend.create_account("Paul", "paul@maillage.example", "une phrase assez longue".into()).await.unwrap();
    assert!(third.backend.import_programme(&account, twice.to_string().as_bytes()).await.is_err());
    assert!(third.rows("programme", &[]).await.is_empty() && third.rows("event", &[]).await.is_empty());
}
