//! A phone's first visit in a real browser: `end2end/bench/page.mjs` measures, this puts it into the table.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::http;
use crate::process::{self, Process, Workshop};
use crate::table::{Goal, Line};

/// How many cards the room has.
const CARDS: usize = 500;
/// How many people posted them.
const PEOPLE: usize = 25;

/// Measures the first visit of a phone to a full room, in Chromium.
pub async fn rows(rounds: usize) -> Result<Vec<Line>> {
    let folder = process::root().join("end2end");
    ensure!(
        folder.join("node_modules").is_dir(),
        "the browser is not driven by anything: cargo xtask bench installs what does"
    );
    let (server, workshop, participant) = full_room().await?;
    let output = Command::new("node")
        .arg("bench/page.mjs")
        .args([
            "--server",
            &format!("http://{}", server.address),
            "--workshop",
            &workshop.id,
            "--join",
            &workshop.join_token,
        ])
        .args([
            "--participant",
            &participant,
            "--facilitator",
            &workshop.facilitator_token,
            "--rounds",
            &rounds.to_string(),
        ])
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "bench/page.mjs ended with {}", output.status);
    let measured: Value = serde_json::from_slice(&output.stdout)?;
    let number = |path: &str| measured.pointer(path).and_then(Value::as_f64).with_context(|| format!("no {path}"));
    let single =
        |what: &str, unit, value: f64, goal| Line { ours: vec![value], ..Line::new(what, unit, "–", Some(goal)) };
    let mut paint = Line::new(
        "first visit: largest paint (1.6 Mbit/s, 150 ms, processor ÷ 4)",
        "ms",
        "a static page",
        Some(Goal::RatioAtMost(1.3)),
    );
    paint.round(number("/lcp/join")?, number("/lcp/static")?);
    Ok(vec![
        single(
            "first visit: HTML, CSS, JS and wasm transferred",
            "kB",
            number("/bytes/total")? / 1_000.0,
            Goal::AtMost(120.0),
        ),
        single("first visit: until the form can be sent", "kB", number("/form")? / 1_000.0, Goal::AtMost(30.0)),
        paint,
        single("the same, of ours alone", "ms", number("/lcp/join")?, Goal::AtMost(2_500.0)),
        single(
            &format!("longest wait for a paint after an input, {CARDS} cards"),
            "ms",
            number("/inp/worst")?,
            Goal::AtMost(200.0),
        ),
    ])
}

/// A server with a room full of cards, and the token of somebody in it.
async fn full_room() -> Result<(Process, Workshop, String)> {
    let (server, _, workshop) = process::maillage_with_room().await?;
    let mut token = String::new();
    for person in 0..PEOPLE {
        let who = json!({
            "token": workshop.join_token, "name": format!("Personne {person}"),
            "organisation": format!("Entreprise {person}"),
        });
        let joined = http::post_json(server.address, "/api/join", "", &who).await?;
        token = joined["token"].as_str().context("no token")?.to_owned();
        for at in 0..CARDS / PEOPLE {
            let (kind, title, category) = CONTENT[(person + at) % CONTENT.len()];
            let card = json!({"kind": kind, "title": format!("{title}, lot {person}-{at}"), "category": category});
            let body = json!({"command_id": Uuid::new_v4(), "command": {"type": "post_card", "card": card}});
            http::post_json(server.address, &format!("/api/workshops/{}/commands", workshop.id), &token, &body).await?;
        }
    }
    // What others posted is shown from here on.
    let open = json!({"command_id": Uuid::new_v4(), "command": {"type": "change_phase", "phase": "haves_wants"}});
    http::post_json(
        server.address,
        &format!("/api/workshops/{}/commands", workshop.id),
        &workshop.facilitator_token,
        &open,
    )
    .await?;
    Ok((server, workshop, token))
}

const CONTENT: [(&str, &str, &str); 6] = [
    ("have", "Palettes bois 80 × 120, une centaine par mois", "material"),
    ("want", "Chutes de bois non traité pour chaufferie", "material"),
    ("have", "Vapeur à 6 bar perdue la nuit et le week-end", "energy"),
    ("have", "Laitier broyé, 3 bennes par mois", "material"),
    ("want", "Eau de rinçage pour laver nos camions", "water"),
    ("want", "Chariot élévateur deux jours par semaine", "equipment"),
];
