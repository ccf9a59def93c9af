//! A database that the release before there was a log has filled (`before/README.md`) opens, and everything that is
//! read of it is as it was; made anew from the log, it is so once more.
#![allow(clippy::unwrap_used)]

use std::io::Read as _;
use std::path::Path;

use domain::evaluation::Referential;
use domain::ids::ProgrammeId;
use domain::programme::{Fact, TrailEntry};
use domain::time::Timestamp;
use domain::workshop::Language;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection as _, Row as _};

use crate::Backend;
use crate::clock::Clock;
use crate::exports::{Cursor, Export};
use crate::people::Account;

/// The tables that are made from the log, and what names their rows: columns that may differ when they are made anew.
const MADE: &[(&str, &str, &[&str])] = &[
    // What the example of four regions is looked for by was written by hand.
    ("synergy", "workshop_id, id", &["search"]),
    ("synergy_history", "workshop_id, synergy_id, number", &["number"]),
    ("synergy_change", "workshop_id, synergy_id, number", &["number"]),
    ("figure", "number", &["entry"]),
    ("figure_withdrawal", "figure", &[]),
    ("synergy_assumptions", "workshop_id, synergy_id, number", &["number"]),
    ("synergy_join", "workshop_id, synergy_id, number", &["number"]),
    ("follow_up", "workshop_id, synergy_id, side", &[]),
    ("follow_up_message", "handle, number", &["number"]),
    ("follow_up_answer", "handle, number", &["number"]),
    ("evidence", "number", &["entry"]),
    ("funding", "id", &["number", "entry"]),
    ("funding_use", "funding_id, workshop_id, synergy_id", &[]),
    ("referential", "programme_id, number", &["number", "entry"]),
    ("evaluation", "programme_id, number", &["number", "entry"]),
];

fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    text
}

/// The database as it was left, in this file.
async fn left_by_release_before(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let script = unpacked(include_bytes!("before/whole.sql.gz"));
    sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&mut connection).await.unwrap();
    connection
}

/// Beside the call that it holds: another one that pays for the whole, a referential, and answers of which one was
/// taken back; the clock was set back between them.
async fn evaluated_before(connection: &mut SqliteConnection) {
    let script = "
        insert into funding (programme_id, at, author, name, funder, kind, amount) select programme_id, at - 5, \
            author, 'Aide', 'Région', 'animation', 12.5 from funding;
        insert into funding_use (funding_id, at, author) select id, at, author from funding where name = 'Aide';
        insert into referential (programme_id, at, author, content) select programme_id, at + 3, 'Camille', \
            'REFERENTIAL' from funding where name = 'Aide';
        insert into evaluation (programme_id, at, author, year, indicator, value, note) select programme_id, at, \
            'Camille', 2026, 'tonnes', 5.5, 'Pesées' from funding where name = 'Aide';
        insert into evaluation (programme_id, at, author, year, indicator, value) select programme_id, at - 9, \
            'Camille', 2026, 'tonnes', null from funding where name = 'Aide';
        insert into evaluation (programme_id, at, author, year, indicator, value) select programme_id, at + 9, \
            'Camille', 2026, 'steering_body', 3 from funding where name = 'Aide';";
    let referential: Referential = serde_json::from_str(include_str!("../../../referentials/example.json")).unwrap();
    let script = script.replace("REFERENTIAL", &serde_json::to_string(&referential).unwrap().replace('\'', "''"));
    sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(connection).await.unwrap();
}

/// Every row of the tables that are made from the log, as text.
pub(in crate::db) async fn rows(connection: &mut SqliteConnection) -> Vec<String> {
    rows_of(connection, MADE).await
}

/// Every row of these tables, in this order and without these columns, as text.
pub(in crate::db) async fn rows_of(connection: &mut SqliteConnection, tables: &[(&str, &str, &[&str])]) -> Vec<String> {
    let mut all = Vec::new();
    for (table, order, without) in tables {
        let columns = format!("select name from pragma_table_info('{table}')");
        let columns = sqlx::query(sqlx::AssertSqlSafe(columns)).fetch_all(&mut *connection).await.unwrap();
        let told: Vec<String> = columns
            .iter()
            .map(|row| row.get::<String, _>(0))
            .filter(|column| !without.contains(&column.as_str()))
            .map(|column| format!("'{column}=' || quote({column})"))
            .collect();
        let select = format!("select '{table}: ' || {} from {table} order by {order}", told.join(" || ' ' || "));
        let rows = sqlx::query(sqlx::AssertSqlSafe(select)).fetch_all(&mut *connection).await.unwrap();
        all.extend(rows.iter().map(|row| row.get::<String, _>(0)));
    }
    all
}

/// What happened, as the release before told it.
async fn told_before(connection: &mut SqliteConnection, programme: &str) -> Vec<TrailEntry> {
    type Row = (i64, String, String, u32, String, i64, i64);
    let rows: Vec<Row> =
        sqlx::query_as(include_str!("before/trail.sql")).bind(programme).fetch_all(connection).await.unwrap();
    let entry = |(at, author, workshop, synergy, fact, ..): Row| TrailEntry {
        at: Timestamp(at),
        author,
        workshop: workshop.parse().unwrap(),
        synergy: domain::ids::SynergyId(synergy),
        fact: serde_json::from_str::<Fact>(&fact).unwrap(),
    };
    rows.into_iter().map(entry).collect()
}

/// The statement of before told amounts with 15 digits.
fn as_told_before(mut entry: TrailEntry) -> TrailEntry {
    if let Fact::Figure { figure, .. } | Fact::Withdrawn { figure, .. } = &mut entry.fact {
        figure.amount = format!("{:.14e}", figure.amount).parse().unwrap();
    }
    entry
}

/// Somebody who works in all programmes: the first account of a server.
async fn member(backend: &Backend) -> Account {
    let (account, _) =
        backend.create_account("Claire", "claire@maillage.example", "une phrase assez longue".into()).await.unwrap();
    account
}

async fn exported(backend: &Backend, account: &Account, export: Export) -> String {
    let (mut all, mut cursor) = (Vec::new(), Some(Cursor::default()));
    while let Some(at) = cursor {
        let (part, next) = backend.export_part(account, export, None, Language::French, at).await.unwrap();
        all.extend(part);
        cursor = next;
    }
    String::from_utf8(all).unwrap()
}

/// Reports of today and of several past days.
async fn reports(backend: &Backend, account: &Account, programmes: &[ProgrammeId]) -> Vec<String> {
    let mut all = Vec::new();
    for programme in programmes {
        for day in
            [None, Some("2015-12-31"), Some("2016-09-30"), Some("2017-12-31"), Some("2025-12-31"), Some("2026-06-30")]
        {
            let day = day.map(|day| day.parse().unwrap());
            all.push(format!("{:?}", backend.report(account, *programme, day).await.unwrap().report));
        }
    }
    all
}

/// What stands for each past synergy, looked for in several ways.
async fn pipeline(backend: &Backend, account: &Account) -> Vec<String> {
    let mut all = Vec::new();
    for words in ["", "palettes", "scierie z"] {
        for late in [false, true] {
            let search = crate::pipeline::Search { words: words.into(), late, ..crate::pipeline::Search::default() };
            all.push(format!("{:?}", backend.all_synergies(account, &search).await.unwrap()));
        }
    }
    all
}

#[tokio::test]
async fn what_was_kept_before_there_was_a_log_is_read_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("maillage.db");
    let mut before = left_by_release_before(&file).await;
    evaluated_before(&mut before).await;
    let kept = rows(&mut before).await;
    let programmes: Vec<(String,)> =
        sqlx::query_as("select id from programme order by id").fetch_all(&mut before).await.unwrap();
    let mut told = Vec::new();
    for (programme,) in &programmes {
        told.push(told_before(&mut before, programme).await);
    }
    assert!(kept.len() > 3_000 && told.iter().map(Vec::len).sum::<usize>() > 2_000, "{}", kept.len());
    before.close().await.unwrap();

    let backend = Backend::open(&file, Clock::system()).await.unwrap();
    let account = member(&backend).await;
    let programmes: Vec<ProgrammeId> = programmes.iter().map(|(id,)| id.parse().unwrap()).collect();
    let read = async |backend: &Backend| {
        let mut connection = backend.db().readers.acquire().await.unwrap();
        let rows = rows(&mut connection).await;
        drop(connection);
        let mut trails = Vec::new();
        for programme in &programmes {
            trails.push(backend.trail(&account, *programme, Timestamp(i64::MAX)).await.unwrap());
        }
        let mut exports = Vec::new();
        for export in [Export::Synergies, Export::History, Export::Figures] {
            exports.push(exported(backend, &account, export).await);
        }
        let sums = reports(backend, &account, &programmes).await;
        (rows, trails, exports, sums, pipeline(backend, &account).await)
    };
    let opened = read(&backend).await;
    assert_same(&opened.0, &kept);
    let entered: Vec<(String, i64)> = sqlx::query_as(
        "select json_extract(payload, '$.type') || coalesce(' ' || json_extract(payload, '$.call'), ''), at from \
            programme_event where workshop_id = '' and company is null order by seq",
    )
    .fetch_all(&backend.db().readers)
    .await
    .unwrap();
    let (kinds, moments): (Vec<&str>, Vec<i64>) = entered.iter().map(|(kind, at)| (kind.as_str(), *at)).unzip();
    let expected = ["evaluated", "evaluated", "referential_imported", "call_added 1", "call_added 2", "evaluated"];
    assert_eq!(kinds, expected, "in order of moment, of one kind as they were written");
    assert!(moments[1] < moments[0] && moments[4] < moments[3], "each with the moment that it had: {moments:?}");
    for (now, before) in opened.1.iter().zip(&told) {
        let now: Vec<TrailEntry> = now.iter().cloned().map(as_told_before).collect();
        assert_same(&now, before);
    }
    let exported_then = [
        unpacked(include_bytes!("before/synergies.csv.gz")),
        unpacked(include_bytes!("before/history.csv.gz")),
        unpacked(include_bytes!("before/figures.csv.gz")),
    ];
    for (now, before) in opened.2.iter().zip(&exported_then) {
        assert_same(&now.lines().collect::<Vec<_>>(), &before.lines().collect::<Vec<_>>());
    }

    // Opened once more, nothing is made twice.
    let length = async |backend: &Backend| -> i64 {
        sqlx::query_as::<_, (i64,)>("select count(*) from programme_event")
            .fetch_one(&backend.db().readers)
            .await
            .unwrap()
            .0
    };
    let entries = length(&backend).await;
    backend.stop().await;
    let backend = Backend::open(&file, Clock::system()).await.unwrap();
    assert_eq!(length(&backend).await, entries);

    // Made anew from the log, everything is as it was. The example of four regions was written by hand: its synergies
    // had last changed before their figures came.
    sqlx::query(
        "update synergy set changed_at = max(changed_at, coalesce((select max(f.recorded_at) from figure f where \
            f.workshop_id = synergy.workshop_id and f.synergy_id = synergy.id), 0))
         where workshop_id in (select w.id from workshop w join programme p on p.id = w.programme_id where \
            p.is_example = 1 and p.name like 'Exemple%')",
    )
    .execute(&backend.db().writer)
    .await
    .unwrap();
    let opened = read(&backend).await;
    backend.rebuild(|_, _| {}).await.unwrap();
    let rebuilt = read(&backend).await;
    assert_same(&rebuilt.0, &opened.0);
    assert_eq!(rebuilt.1, opened.1);
    // The history is exported in the order of the log, which is that of time; before, in the order in which it was
    // written.
    for (now, before) in rebuilt.2.iter().zip(&opened.2) {
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_same(&sorted(now), &sorted(before));
    }
    assert_same(&rebuilt.3, &opened.3);
    assert_same(&rebuilt.4, &opened.4);
}

/// Tells of the first that differs; whole lists would fill the screen.
pub(in crate::db) fn assert_same<T: PartialEq + std::fmt::Debug>(now: &[T], before: &[T]) {
    for (place, (now, before)) in now.iter().zip(before).enumerate() {
        assert!(now == before, "{place}: now {now:?}, before {before:?}");
    }
    assert_eq!(now.len(), before.len());
}
