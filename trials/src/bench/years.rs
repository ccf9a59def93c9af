//! Ten years of a programme: 10,000 synergies with 400,000 figures. Pages of the programme beside a bare SQL query for
//! the same sums, and the memory of the server while everything is exported.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::http::Connection;
use crate::process::{self, Process, Workshop};
use crate::table::{Goal, Line};

const SYNERGIES: u32 = 10_000;
const SESSION: &str = "a-session-of-the-trial";

/// Fills the folder, and gives the programme's id.
async fn fill(folder: &Path) -> Result<(sqlx::SqlitePool, String)> {
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
    sqlx::query(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < $2)
         insert into synergy (workshop_id, id, title, kind, stage, giver_name, giver_organisation, receiver_name,
             receiver_organisation, next_step, next_step_due, changed_at, search)
         select $1, 1000000 + i, 'Sciure ' || i, case i % 3 when 0 then 'mutualisation' else 'substitution' end,
             case i % 4 when 0 then 'idea' when 1 then 'discussion' else 'realised' end, 'A', 'Scierie ' || (i % 700),
                 'B', 'Ferme ' || (i % 900),
             'Appeler', date(1735689600 + i * 7200, 'unixepoch'), 1735689600000 + i * 1000, 'sciure ' || i ||
                 ' scierie ' || (i % 700) || ' ferme ' || (i % 900) from n",
    )
    .bind(&workshop.id)
    .bind(SYNERGIES)
    .execute(&pool)
    .await?;
    sqlx::query(
        "insert into synergy_history (workshop_id, synergy_id, at, author, stage)
         select s.workshop_id, s.id, 1420070400000 + (s.id % 3650) * 86400000 + v.at * 86400000, 'Essai', v.stage from
             synergy s
         join (select 'idea' as stage, 0 as at, 1 as least union all select 'discussion', 30, 1 union all select
             'realised', 200, 2) v
         where v.stage = 'idea' or (v.stage = 'discussion' and s.stage <> 'idea') or (v.stage = 'realised' and s.stage
             = 'realised')",
    )
    .execute(&pool)
    .await?;
    sqlx::query(
        "with recursive y(year) as (select 2016 union all select year + 1 from y where year < 2025)
         insert into figure (workshop_id, synergy_id, year, indicator, amount, verification, declared_by, author,
             recorded_at)
         select s.workshop_id, s.id, y.year, i.code, (s.id * 31 + y.year * 17) % 1000, case s.id % 3 when 0 then
             'estimated' when 1 then 'one_side' else 'evidenced' end,
             s.giver_organisation, 'Essai', 1420070400000 + (y.year - 2015) * 31536000000 from synergy s, y,
             (select 'tonnes_reused' as code union all select 'co2e_avoided' union all select 'savings' union all
                 select 'sales') i",
    )
    .execute(&pool)
    .await?;
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&pool).await?;
    let (programme,): (String,) = sqlx::query_as("select id from programme limit 1").fetch_one(&pool).await?;
    Ok((pool, programme))
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
    let (pool, programme) = fill(folder.path()).await?;
    let server = process::maillage(folder.path(), "127.0.0.1:0")?;
    let peer = "bare SQL";
    let mut first = Line::new("10,000 synergies: first dashboard after a start", "ms", peer, None);
    first.round(page(&server, &format!("/programme?programme={programme}")).await?.0, bare(&pool).await?);
    let pages = [
        ("dashboard", format!("/programme?programme={programme}")),
        ("report", format!("/programme/report?programme={programme}")),
        ("pipeline", format!("/programme/synergies?programme={programme}")),
        ("pipeline, searched", format!("/programme/synergies?programme={programme}&search=scierie+123")),
        ("pipeline, page 100", format!("/programme/synergies?programme={programme}&page=100")),
    ];
    let mut lines = vec![first];
    for (name, path) in pages {
        let mut line = Line::new(format!("10,000 synergies: {name}"), "ms", peer, Some(Goal::AtMost(200.0)));
        for _ in 0..rounds.max(3) * 3 {
            line.round(page(&server, &path).await?.0, bare(&pool).await?);
        }
        lines.push(line);
    }
    let mut changed =
        Line::new("10,000 synergies: dashboard right after a figure came", "ms", peer, Some(Goal::AtMost(200.0)));
    for at in 0..rounds.max(3) {
        let add = "insert into figure (workshop_id, synergy_id, year, indicator, amount, verification, declared_by, \
            author, recorded_at) select workshop_id, id, 2025, 'sales', $1, 'audited', giver_organisation, 'Essai', \
            1767225600000 from synergy limit 1";
        sqlx::query(add).bind(i64::try_from(at).unwrap_or(0)).execute(&pool).await?;
        changed.round(page(&server, &format!("/programme?programme={programme}")).await?.0, bare(&pool).await?);
    }
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
