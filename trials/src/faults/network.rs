//! A room of real clients on bad Wi-Fi: in the end every phone shows the same board as the server, and every card once.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::task::LocalSet;

use super::wifi::{Weather, Wifi};
use super::{Extent, Figures};
use crate::phone::Phone;
use crate::process;

/// Whoever does not agree with the rest after this time never will. How long it took is told.
const PATIENCE: Duration = Duration::from_secs(60);

pub async fn run(extent: Extent) -> Result<Figures> {
    let (phones, faults, cut) = match extent {
        Extent::Short => (40, Duration::from_secs(6), Duration::from_secs(4)),
        Extent::Long => (200, Duration::from_secs(60), Duration::from_secs(30)),
    };
    LocalSet::new().run_until(room(phones, faults, cut)).await
}

async fn room(count: usize, faults: Duration, cut: Duration) -> Result<Figures> {
    let (server, _, workshop) = process::maillage_with_room().await?;
    // Two access points: one of them will be cut.
    let wifis = [Wifi::start(server.address).await?, Wifi::start(server.address).await?];
    let mut phones = Vec::new();
    for number in 0..count {
        let phone = Phone::join(wifis[number % 2].address, &workshop.join_token, &format!("Personne {number}")).await?;
        phone.start();
        phones.push(phone);
    }
    for wifi in &wifis {
        wifi.set_weather(Weather::BAD);
    }
    let (begin, mut cards, mut is_cut, mut was_cut) = (Instant::now(), 0, false, false);
    while begin.elapsed() < faults {
        // Two cards a second, from anywhere.
        phones[fastrand::usize(..count)].post(&format!("Fiche {cards}"));
        cards += 1;
        tokio::time::sleep(Duration::from_millis(500).min(faults / 20)).await;
        if !was_cut && begin.elapsed() > (faults - cut) / 2 {
            wifis[1].set_down(true);
            (is_cut, was_cut) = (true, true);
        }
        if is_cut && begin.elapsed() > (faults - cut) / 2 + cut {
            wifis[1].set_down(false);
            is_cut = false;
        }
    }
    for wifi in &wifis {
        wifi.set_down(false);
        wifi.set_weather(Weather::CLEAR);
    }
    let last_fault = Instant::now();
    // What is still held up or waits for its turn after a failure is part of the last fault: outboxes first.
    let late = last_fault + Duration::from_secs(60);
    while phones.iter().any(|phone| phone.waiting() > 0) && Instant::now() < late {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let delivered = last_fault.elapsed();
    let calm = Instant::now();
    let board = async || {
        let state = crate::http::get_json(
            server.address,
            &format!("/api/workshops/{}/state?board={}", workshop.id, workshop.board_key),
            "",
        )
        .await?;
        let snapshot: live::replica::Snapshot = serde_json::from_value(state)?;
        anyhow::Ok(snapshot.workshop)
    };
    let truth = board().await?;
    let text = serde_json::to_string(&truth)?;
    let agree = || phones.iter().filter(|phone| phone.board() == text && phone.is_live()).count();
    while agree() < count && calm.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (agreeing, agreed_after) = (agree(), calm.elapsed());
    let mut shown: HashMap<String, usize> = HashMap::new();
    for card in truth.cards.values() {
        *shown.entry(card.resource.title.to_string()).or_default() += 1;
    }
    let lost = (0..cards).filter(|card| !shown.contains_key(&format!("Fiche {card}"))).count();
    let repeated = shown.values().filter(|times| **times > 1).count();
    let sum = |of: fn(&Wifi) -> usize| wifis.iter().map(of).sum::<usize>();
    let mut figures = Figures::default();
    figures.tell("phones", count);
    figures.tell("cards", cards);
    figures.tell("delayed", sum(|wifi| wifi.delays.load(std::sync::atomic::Ordering::Relaxed)));
    figures.tell("reset", sum(|wifi| wifi.resets.load(std::sync::atomic::Ordering::Relaxed)));
    figures.tell("lost", lost);
    figures.tell("repeated", repeated);
    figures.tell("refused", phones.iter().map(Phone::refused).sum::<usize>());
    figures.tell("outboxes empty after s", format!("{:.1}", delivered.as_secs_f64()));
    figures.tell("agreeing", agreeing);
    figures.tell("agreed after s", format!("{:.1}", agreed_after.as_secs_f64()));
    if let Some(other) = phones.iter().find(|phone| phone.board() != text) {
        eprintln!("  a phone stands at {} and shows another board", other.seq());
    }
    ensure!(lost == 0 && repeated == 0 && agreeing == count, "{figures}");
    Ok(figures)
}
