//! From the start of the process to the first page.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// Starts a program that will listen at this address, and asks for this page each millisecond until it comes.
/// Milliseconds.
pub fn measure(command: &mut Command, address: SocketAddr, path: &str) -> Result<f64> {
    let begin = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let answered = loop {
        if let Ok(page) = ask(address, path) {
            break Ok(page);
        }
        if begin.elapsed() > Duration::from_secs(60) {
            break Err(anyhow::anyhow!("no page within a minute"));
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let took = begin.elapsed().as_secs_f64() * 1_000.0;
    child.kill()?;
    child.wait()?;
    ensure!(answered?.starts_with("HTTP/1.1 200"), "the first page is an error");
    Ok(took)
}

fn ask(address: SocketAddr, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes())?;
    let mut page = String::new();
    stream.read_to_string(&mut page)?;
    if page.is_empty() {
        bail!("nothing came");
    }
    Ok(page)
}

/// The peer: axum saying hello, at this address.
pub async fn hello(address: SocketAddr) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, axum::Router::new().route("/", axum::routing::get(async || "hello")))
        .await
        .context("axum failed")
}

/// Fills a database with this many entries, in workshops of two thousand: as many afternoons as a region holds in
/// years. Gives the board's key of the last one.
pub async fn fill(folder: &Path, entries: usize) -> Result<String> {
    const AFTERNOON: usize = 2_000;
    let workshop = crate::process::Workshop::create(folder, "haves_wants")?;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(folder.join("maillage.db"))
        .synchronous(sqlx::sqlite::SqliteSynchronous::Off);
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    // The cards of one afternoon, then copies of it under other names.
    sqlx::query(
        "with recursive n(i) as (select 3 union all select i + 1 from n where i < $2)
         insert into event (workshop_id, seq, at, actor, payload)
         select $1, i, 1795525200000 + i, '\"facilitator\"',
           json_object('type', 'card_posted', 'card', i, 'author', 1, 'by_facilitator', json('true'),
             'resource', json_object('kind', case i % 2 when 0 then 'have' else 'want' end, 'title', 'Fiche ' || i || ' ' || hex(randomblob(6)), 'category', 'material'))
         from n",
    )
    .bind(&workshop.id)
    .bind(i64::try_from(AFTERNOON)?)
    .execute(&pool)
    .await?;
    sqlx::query("update workshop set summary_seq = $2 where id = $1")
        .bind(&workshop.id)
        .bind(i64::try_from(AFTERNOON)?)
        .execute(&pool)
        .await?;
    for copy in 1..entries / AFTERNOON {
        let id = uuid::Uuid::new_v4().to_string();
        let mut tx = pool.begin().await?;
        sqlx::query(
            "insert into workshop (id, programme_id, epoch, join_token, join_code, board_key, facilitator_key, phase, description, counts, created_at, summary_seq)
             select $2, programme_id, $2, $2, $2, $2, cast($2 as blob), phase, description, counts, created_at, summary_seq from workshop where id = $1",
        )
        .bind(&workshop.id)
        .bind(&id)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "insert into event (workshop_id, seq, at, actor, payload) select $2, seq, at, actor, payload from \
            event where workshop_id = $1",
        )
        .bind(&workshop.id)
        .bind(&id)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        if copy % 100 == 0 {
            eprintln!("  {} entries", copy * AFTERNOON);
        }
    }
    pool.close().await;
    Ok(workshop.board_key)
}
