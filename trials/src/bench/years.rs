//! Ten years of a programme: 10,000 synergies with 400,000 figures. Pages of the programme beside a bare SQL query for
//! the same sums, and the memory of the server while everything is exported.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::http::Connection;
use crate::process::{self, Process, Workshop};
use crate::table::{Goal, Line};

const SYNERGIES: u32 = 10_000;
const SESSION: &str = "a-session-of-the-trial";

/// What was filled in.
struct Years {
    pool: sqlx::SqlitePool,
    programme: String,
    workshop: String,
}

/// Writes the log of ten years into the folder.
async fn fill(folder: &Path) -> Result<Years> {
    let workshop = Workshop::create(folder, "closed")?;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(folder.join("maillage.db"))
        .synchronous(sqlx::sqlite::SqliteSynchronous::Off);
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    sqlx::query(
        "insert into account (id, email, name, password_hash, created_at) values \
        ('00000000-0000-4000-8000-000000000001', 'a@b.c', 'Essai', 'x', 0)",
    )
    .execute(&pool)
    .await?;
    sqlx::query(
        "insert into programme_member (programme_id, account_id) select id, \
        '00000000-0000-4000-8000-000000000001' from programme",
    )
    .execute(&pool)
    .await?;
    sqlx::query(
        "insert into session (token_hash, account_id, created_at, expires_at) values ($1, \
            '00000000-0000-4000-8000-000000000001', 0, 9223372036854775807)",
    )
    .bind(Sha256::digest(SESSION.as_bytes()).to_vec())
    .execute(&pool)
    .await?;
    // Each synergy as its log tells it: begun, discussed, realised, and four figures a year.
    sqlx::query(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < $2),
             y(year) as (select 2016 union all select year + 1 from y where year < 2025),
             said(i, at, step, payload) as (
         select i, 1420070400000 + (i % 3650) * 86400000, 0, json_object('type', 'began', 'synergy', json_array($1,
             1000000 + i), 'origin', 'table', 'beginning', json_object('title', 'Sciure ' || i, 'kind', case i % 3 when
             0 then 'mutualisation' else 'substitution' end, 'stage', 'idea', 'giver', json_object('name', 'A',
             'organisation', 'Scierie ' || (i % 700)), 'receiver', json_object('name', 'B', 'organisation', 'Ferme ' ||
             (i % 900)), 'next_step', json_object('what', 'Appeler', 'due', date(1735689600 + i * 7200, 'unixepoch'))))
             from n
         union all
         select i, 1420070400000 + (i % 3650 + v.days) * 86400000, v.days, json_object('type', 'moved', 'synergy',
             json_array($1, 1000000 + i), 'stage', v.stage, 'lost_reason', null, 'note', null) from n,
             (select 'discussion' as stage, 30 as days, 1 as least union all select 'realised', 200, 2) v
             where i % 4 >= v.least
         union all
         select i, 1420070400000 + (y.year - 2015) * 31536000000, 1000 + y.year, json_object('type', 'figure_recorded',
             'synergy', json_array($1, 1000000 + i), 'figure', json_object('year', y.year,
             'indicator', k.code,
             'amount', (i * 31 + y.year * 17) % 1000, 'verification', case i % 3 when 0 then 'estimated'
             when 1 then 'one_side' else 'evidenced' end, 'declared_by', 'Scierie ' || (i % 700)), 'note',
             null) from n, y,
             (select 'tonnes_reused' as code union all select 'co2e_avoided' union all select 'savings' union all
                 select 'sales') k)
         insert into programme_event (programme_id, seq, at, author, workshop_id, synergy_id, payload)
         select p.id, row_number() over (order by s.i, s.step), s.at, 'Essai', $1, 1000000 + s.i, s.payload
             from said s, programme p",
    )
    .bind(&workshop.id)
    .bind(SYNERGIES)
    .execute(&pool)
    .await?;
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&pool).await?;
    let (programme,): (String,) = sqlx::query_as("select id from programme limit 1").fetch_one(&pool).await?;
    Ok(Years { pool, programme, workshop: workshop.id })
}

async fn page(server: &Process, path: &str) -> Result<(f64, usize)> {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: maillage_session={SESSION}\r\naccept-encoding: identity\r\n\r\n",
        server.address
    );
    let mut connection = Connection::open(server.address).await?;
    let begin = Instant::now();
    let answer = connection.exchange(request.as_bytes()).await?;
    ensure!(answer.status == 200, "{path} is answered with {}", answer.status);
    Ok((begin.elapsed().as_secs_f64() * 1_000.0, answer.body.len()))
}

/// How long one more figure takes, as a manager notes it.
async fn note_figure(server: &Process, workshop: &str, amount: usize) -> Result<f64> {
    let form = format!("year=2025&indicator=sales&amount={amount}&verification=one_side&declared_by=Scierie+1");
    let request = format!(
        "POST /programme/workshops/{workshop}/synergies/1000001/figures HTTP/1.1\r\nhost: {}\r\ncookie: \
            maillage_session={SESSION}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: \
            {}\r\n\r\n{form}",
        server.address,
        form.len()
    );
    let mut connection = Connection::open(server.address).await?;
    let begin = Instant::now();
    let answer = connection.exchange(request.as_bytes()).await?;
    ensure!(answer.status == 303, "a figure is answered with {}", answer.status);
    Ok(begin.elapsed().as_secs_f64() * 1_000.0)
}

/// The sums of the report, asked of SQLite alone: one figure a synergy, year and indicator, of realised synergies.
async fn bare(pool: &sqlx::SqlitePool) -> Result<f64> {
    let begin = Instant::now();
    let rows: Vec<(String, f64)> = sqlx::query_as(
        "select f.indicator, sum(f.amount) from figure f join synergy s on s.workshop_id = f.workshop_id and s.id = \
            f.synergy_id where s.stage = 'realised' group by f.indicator",
    )
    .fetch_all(pool)
    .await?;
    ensure!(rows.len() == 4, "four sums");
    Ok(begin.elapsed().as_secs_f64() * 1_000.0)
}

/// Measures the pages of a programme of ten years, and the same sums in bare SQL.
pub async fn rows(rounds: usize) -> Result<Vec<Line>> {
    let folder = tempfile::tempdir()?;
    let peer = "bare SQL";
    let Years { pool, programme, workshop } = fill(folder.path()).await?;
    let begin = Instant::now();
    let rebuilt = Command::new(process::binary()?).arg("rebuild").arg("--data").arg(folder.path()).output()?;
    ensure!(rebuilt.status.success(), "rebuild: {}", String::from_utf8_lossy(&rebuilt.stderr));
    let mut rebuild =
        Line::new("10,000 synergies, 400,000 figures: all tables made anew from the log", "s", peer, None);
    rebuild.round(begin.elapsed().as_secs_f64(), bare(&pool).await? / 1_000.0);
    let server = process::maillage(folder.path(), "127.0.0.1:0")?;
    let mut first = Line::new("10,000 synergies: first dashboard after a start", "ms", peer, None);
    first.round(page(&server, &format!("/programme?programme={programme}")).await?.0, bare(&pool).await?);
    let mut first_figure = Line::new("10,000 synergies: first figure noted after a start", "ms", peer, None);
    first_figure.round(note_figure(&server, &workshop, 1).await?, bare(&pool).await?);
    let pages = [
        ("dashboard", format!("/programme?programme={programme}")),
        ("report", format!("/programme/report?programme={programme}")),
        ("pipeline", format!("/programme/synergies?programme={programme}")),
        ("pipeline, searched", format!("/programme/synergies?programme={programme}&search=scierie+123")),
        ("pipeline, page 100", format!("/programme/synergies?programme={programme}&page=100")),
    ];
    let mut lines = vec![rebuild, first, first_figure];
    for (name, path) in pages {
        let mut line = Line::new(format!("10,000 synergies: {name}"), "ms", peer, Some(Goal::AtMost(200.0)));
        for _ in 0..rounds.max(3) * 3 {
            line.round(page(&server, &path).await?.0, bare(&pool).await?);
        }
        lines.push(line);
    }
    let mut changed =
        Line::new("10,000 synergies: dashboard right after a figure came", "ms", peer, Some(Goal::AtMost(200.0)));
    let mut noted = Line::new("10,000 synergies: a figure noted", "ms", peer, Some(Goal::AtMost(200.0)));
    for at in 0..rounds.max(3) {
        noted.round(note_figure(&server, &workshop, at + 2).await?, bare(&pool).await?);
        changed.round(page(&server, &format!("/programme?programme={programme}")).await?.0, bare(&pool).await?);
    }
    lines.push(noted);
    lines.push(changed);
    lines.push(exports(&server).await?);
    Ok(lines)
}

/// What the server's memory grows by while it exports every figure, as a share of what is exported.
async fn exports(server: &Process) -> Result<Line> {
    let mut line = Line::new(
        "memory that 400,000 figures as CSV take, against the file",
        "MB",
        "the file",
        Some(Goal::RatioAtMost(0.5)),
    );
    page(server, "/programme/export/synergies.csv").await?;
    let before = server.memory()?;
    let request = format!(
        "GET /programme/export/figures.csv HTTP/1.1\r\nhost: {}\r\ncookie: \
            maillage_session={SESSION}\r\naccept-encoding: identity\r\nconnection: close\r\n\r\n",
        server.address
    );
    let mut stream = tokio::net::TcpStream::connect(server.address).await?;
    tokio::io::AsyncWriteExt::write_all(&mut stream, request.as_bytes()).await?;
    let (mut size, mut most, mut buffer) = (0_u64, before, vec![0_u8; 1 << 16]);
    loop {
        let read = tokio::io::AsyncReadExt::read(&mut stream, &mut buffer).await?;
        if read == 0 {
            break;
        }
        size += read as u64;
        most = most.max(server.memory().context("memory")?);
    }
    ensure!(size > 10 << 20, "a short export: {size} bytes");
    #[allow(clippy::cast_precision_loss)] // megabytes
    line.round((most - before) as f64 / 1e6, size as f64 / 1e6);
    Ok(line)
}
