//! Durable posts in a second: each one acknowledged after its commit, sent by 64 clients at once.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::http::Connection;
use crate::protocol::Protocol;
use crate::publisher::post_card;

/// Durable posts in a second, and how many failed.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub per_second: f64,
    pub errors: usize,
}

/// Posts as fast as the server acknowledges.
pub async fn ours(address: SocketAddr, protocol: &Protocol, clients: usize, time: Duration) -> Result<Rate> {
    let Protocol::Maillage { workshop, facilitator_token, author, .. } = protocol else {
        anyhow::bail!("not Maillage")
    };
    let next = Arc::new(AtomicUsize::new(0));
    let (done, errors) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let end = Instant::now() + time;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (next, done, errors) = (Arc::clone(&next), Arc::clone(&done), Arc::clone(&errors));
        let (workshop, token, author) = (workshop.clone(), facilitator_token.clone(), *author);
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            while Instant::now() < end {
                let request =
                    post_card(address, &workshop, &token, author, next.fetch_add(1, Ordering::Relaxed) % 1_000_000);
                match connection.exchange(request.as_bytes()).await {
                    Ok(answer) if answer.status == 200 => done.fetch_add(1, Ordering::Relaxed),
                    _ => errors.fetch_add(1, Ordering::Relaxed),
                };
            }
            anyhow::Ok(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    Ok(Rate {
        per_second: done.load(Ordering::Relaxed) as f64 / time.as_secs_f64(),
        errors: errors.load(Ordering::Relaxed),
    })
}

/// The peer: one connection that inserts one row after the other, each in a transaction of its own, synchronous=FULL.
pub async fn bare_inserts(folder: &Path, time: Duration) -> Result<Rate> {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    sqlx::query(
        "create table event (workshop_id text not null, seq integer not null, at integer not null, actor text \
        not null, payload text not null, primary key (workshop_id, seq)) strict, without rowid",
    )
    .execute(&pool)
    .await?;
    let payload = serde_json::json!({
        "type": "card_posted", "card": 1, "author": 1,
        "resource": {
            "kind": "have", "title": crate::protocol::text(0), "category": "material",
            "quantity": {"amount": 2.0, "unit": "t", "frequency": "month"}, "details": {},
        },
    })
    .to_string();
    let end = Instant::now() + time;
    let mut done = 0_i64;
    while Instant::now() < end {
        sqlx::query("insert into event (workshop_id, seq, at, actor, payload) values ($1, $2, $3, $4, $5)")
            .bind("01a20d85-c737-73c9-a378-07be75f59498")
            .bind(done)
            .bind(1_795_525_200_000_i64 + done)
            .bind("\"facilitator\"")
            .bind(&payload)
            .execute(&pool)
            .await
            .context("an insert failed")?;
        done += 1;
    }
    pool.close().await;
    Ok(Rate { per_second: done as f64 / time.as_secs_f64(), errors: 0 })
}
