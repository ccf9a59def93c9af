//! Who leaves is gone: no word of theirs stands in the database's files, while the server runs and when it has stopped.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;

use super::client::{Client, Credentials};
use super::hall::Hall;
use super::marks::{Kind, Marks, Realm, Searcher};
use super::{Extent, Row};

/// How many of these words stand in the files of this folder, and in which.
fn found(folder: &Path, words: &Searcher) -> Result<(usize, Vec<String>)> {
    let (mut all, mut places) = (0, Vec::new());
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // A journal may go away between the list and the look.
            let count = std::fs::read(&path).map_or(0, |bytes| words.count(&bytes));
            if count > 0 {
                places.push(format!("{count} in {}", path.file_name().unwrap_or_default().to_string_lossy()));
            }
            all += count;
        }
    }
    Ok((all, places))
}

/// Several people leave much behind, and go.
pub async fn run(extent: Extent) -> Result<Row> {
    let people = if extent == Extent::Short { 3 } else { 30 };
    let mut hall = Hall::open(1, &[], None).await?;
    let (mut marks, mut client) = (Marks::default(), Client::new(hall.address));
    let door = hall.room(0)?.clone();
    let mut word = || marks.word(Realm::Target, Kind::Contact, &[]);
    // Somebody stays, so that the room goes on.
    hall.let_in(0, std::iter::once(("Reste".to_owned(), "Maison".to_owned()))).await?;
    let mut leavers = Vec::new();
    for _ in 0..people {
        let form = json!({
            "token": door.join_token, "name": format!("Nom {}", word()), "organisation": format!("Maison {}", word()),
            "table": "1",
            "email": format!("{}@maillage.example", word()), "consent": "yes",
        });
        let joined = client.json("/api/join", &Credentials::default(), &form).await?.json()?;
        let (token, number) = (
            joined["token"].as_str().context("no token")?.to_owned(),
            joined["participant"].as_u64().context("no number")?,
        );
        let phone = Credentials::bearer(&token);
        for visibility in ["room", "anonymous", "facilitators"] {
            let card = json!({
                "kind": "have", "title": format!("Titre {}", word()), "description": format!("Détail {}", word()),
                "site": format!("Lieu {}", word()),
                "category": "material", "visibility": visibility,
            });
            let posted = client.done(&door.id, &phone, json!({"type": "post_card", "card": card})).await?;
            let edited = json!({
                "kind": "have", "title": format!("Autre {}", word()), "category": "material", "visibility": visibility,
            });
            client
                .done(&door.id, &phone, json!({"type": "edit_card", "card_id": posted["card"], "card": edited}))
                .await?;
        }
        let page = Credentials::participant(&door.id, &token);
        let form = format!("useful=agree&organised=agree&lead=yes&comment=Avis+{}", word());
        client.post(&format!("/w/{}/satisfaction", door.id), &page, &form).await?;
        leavers.push((phone, number));
    }
    let words = marks.searcher()?;
    let (before, _) = found(hall.folder.path(), &words)?;
    for (phone, number) in leavers {
        client.done(&door.id, &phone, json!({"type": "leave", "participant": number, "with_anonymous": true})).await?;
    }
    // What follows the answer may take its moment.
    let late = Instant::now() + Duration::from_secs(10);
    let mut running = found(hall.folder.path(), &words)?;
    while running.0 > 0 && Instant::now() < late {
        tokio::time::sleep(Duration::from_millis(200)).await;
        running = found(hall.folder.path(), &words)?;
    }
    hall.server.stop()?;
    let stopped = found(hall.folder.path(), &words)?;
    let mut row = Row::new("erased words on disk");
    row.tell("people who leave", people);
    row.tell("words of theirs", marks.len());
    row.tell("on disk before", before);
    row.tell("after, while it runs", running.0);
    row.tell("after a clean stop", stopped.0);
    row.expect(before > 0, "the words were not found before either: this test sees nothing");
    row.expect(running.0 == 0, format!("while it runs: {}", running.1.join(", ")));
    row.expect(stopped.0 == 0, format!("after a clean stop: {}", stopped.1.join(", ")));
    Ok(row)
}
