//! A curious participant over the real API: reads all that a phone and a board may read, sends all that a phone may
//! send, under as many names as they like, and then says whose the anonymous cards are. They must not do better than
//! chance.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::client::{Client, Credentials};
use super::hall::Hall;
use super::{Extent, Row};

/// How many people have one anonymous card each.
const AUTHORS: usize = 20;

/// Whose each anonymous card is, as the trial knows and the curious one does not.
type Truth = BTreeMap<u64, u64>;

/// How often a way of guessing named somebody, and how often rightly.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    named: usize,
    right: usize,
}

/// The workshop of the game: somebody curious tries to name the authors of its anonymous cards.
struct Room<'a> {
    hall: &'a Hall,
    at: usize,
    /// Number and organisation of each author, and the token of their phone.
    authors: Vec<(u64, String, String)>,
    truth: Truth,
}

/// Plays the game in several workshops, and counts how often the guesses are right.
pub async fn run(extent: Extent) -> Result<Row> {
    let rooms = if extent == Extent::Short { 3 } else { 20 };
    let hall = Hall::open(rooms, &[], None).await?;
    let mut scores: BTreeMap<&'static str, Score> = BTreeMap::new();
    let mut chance = fastrand::Rng::with_seed(13);
    for at in 0..rooms {
        let room = Room::fill(&hall, at, &mut chance).await?;
        room.spy(&mut chance, &mut scores).await?;
    }
    let mut row = Row::new("curious participant");
    row.tell("rooms", rooms);
    row.tell("anonymous cards", rooms * AUTHORS);
    row.tell("one guess by chance is right", format!("1 in {AUTHORS}"));
    for (way, score) in &scores {
        row.tell(way, format!("{} right of {} named", score.right, score.named));
        let most = likely_by_chance(score.named);
        row.expect(
            score.right <= most,
            format!("{way}: {} authors named rightly of {}; chance names {most} at most", score.right, score.named),
        );
    }
    Ok(row)
}

/// The most right guesses among so many that chance alone exceeds in fewer than one of ten thousand games.
fn likely_by_chance(guesses: usize) -> usize {
    let p = 1.0 / AUTHORS as f64;
    // The binomial distribution, from its lower end.
    let mut chance_of = (1.0 - p).powi(i32::try_from(guesses).unwrap_or(i32::MAX));
    let mut below = 0.0;
    for right in 0..guesses {
        below += chance_of;
        if below > 1.0 - 1e-4 {
            return right;
        }
        chance_of *= (guesses - right) as f64 / (right + 1) as f64 * p / (1.0 - p);
    }
    guesses
}

impl<'a> Room<'a> {
    /// Authors come in, and post in an order of chance: each a room card and an anonymous one; some make theirs
    /// anonymous later.
    async fn fill(hall: &'a Hall, at: usize, chance: &mut fastrand::Rng) -> Result<Self> {
        let names = (0..AUTHORS).map(|number| (format!("Autrice {number:02}"), format!("Maison {number:02}")));
        let people = hall.let_in(at, names).await?;
        let mut room = Self { hall, at, authors: Vec::new(), truth: Truth::new() };
        for (name, (token, number)) in people {
            room.authors.push((number, name.replace("Autrice", "Maison"), token));
        }
        let mut order: Vec<usize> = (0..AUTHORS).collect();
        chance.shuffle(&mut order);
        let mut client = Client::new(hall.address);
        let id = &hall.room(at)?.id;
        let card = |kind: &str, visibility: &str| {
            json!({
                "kind": kind, "title": "Palettes en bois EUR", "category": "material", "visibility": visibility,
            })
        };
        let mut later = Vec::new();
        for author in order {
            let (number, _, token) = &room.authors[author];
            let phone = Credentials::bearer(token);
            client.done(id, &phone, json!({"type": "post_card", "card": card("have", "room")})).await?;
            let shown_first = chance.usize(0..3) == 0;
            let visibility = if shown_first { "room" } else { "anonymous" };
            let posted =
                client.done(id, &phone, json!({"type": "post_card", "card": card("want", visibility)})).await?;
            let posted = posted["card"].as_u64().context("no card")?;
            room.truth.insert(posted, *number);
            if shown_first {
                later.push((posted, phone));
            }
        }
        chance.shuffle(&mut later);
        for (posted, phone) in later {
            client
                .done(id, &phone, json!({"type": "edit_card", "card_id": posted, "card": card("want", "anonymous")}))
                .await?;
        }
        Ok(room)
    }

    /// Everything that a reader with these rights gets of the log, from its beginning.
    async fn log(&self, client: &mut Client, who: &Credentials) -> Result<Vec<Value>> {
        let mut entries: Vec<Value> = Vec::new();
        loop {
            let after = entries.last().and_then(|entry| entry["seq"].as_u64()).unwrap_or(0);
            let frame = client
                .get(&format!("/api/workshops/{}/events?after={after}", self.hall.room(self.at)?.id), who)
                .await?
                .json()?;
            match frame["events"].as_array() {
                Some(more) if !more.is_empty() => entries.extend(more.iter().cloned()),
                _ => return Ok(entries),
            }
        }
    }

    async fn spy(&self, chance: &mut fastrand::Rng, scores: &mut BTreeMap<&'static str, Score>) -> Result<()> {
        let mut client = Client::new(self.hall.address);
        let door = self.hall.room(self.at)?;
        // Twins: one under the name and organisation of everybody else, and one of nobody's.
        let twins =
            self.authors.iter().map(|(number, organisation, _)| (format!("Jumelle {number:03}"), organisation.clone()));
        let twins: Vec<_> = self.hall.let_in(self.at, twins).await?.into_values().collect();
        let twins: Vec<(u64, Credentials)> = self
            .authors
            .iter()
            .zip(twins)
            .map(|((number, ..), (token, _))| (*number, Credentials::bearer(&token)))
            .collect();
        let nobody =
            self.hall.let_in(self.at, std::iter::once(("Personne".to_owned(), "Nulle part".to_owned()))).await?;
        let nobody = Credentials::bearer(&nobody["Personne"].0);
        let board = Credentials { query: Some(format!("board={}", door.board_key)), ..Credentials::default() };
        let mut note = |way: &'static str, card: u64, guess: Option<u64>| {
            if let Some(guess) = guess {
                let score = scores.entry(way).or_default();
                score.named += 1;
                score.right += usize::from(self.truth.get(&card) == Some(&guess));
            } else {
                scores.entry(way).or_default();
            }
        };

        // Taps under each organisation: who is refused otherwise than the others?
        for card in self.truth.keys().copied() {
            let mut answers: BTreeMap<String, Vec<u64>> = BTreeMap::new();
            for (number, twin) in &twins {
                let answer = client
                    .command(&door.id, twin, json!({"type": "show_interest", "card_id": card, "interested": true}))
                    .await?;
                let code = serde_json::from_slice::<Value>(&answer.body)
                    .ok()
                    .map(|body| body["code"].to_string())
                    .unwrap_or_default();
                answers.entry(format!("{} {code}", answer.status)).or_default().push(*number);
            }
            let alone = answers.values().filter(|those| those.len() == 1).count() == 1 && answers.len() == 2;
            note("a tap refused", card, answers.values().find(|those| alone && those.len() == 1).map(|those| those[0]));
        }

        // The state and the log as they stand: does anything name an author?
        for reader in [&nobody, &board] {
            let state = client.get(&format!("/api/workshops/{}/state", door.id), reader).await?.json()?;
            let entries = self.log(&mut client, reader).await?;
            for card in self.truth.keys().copied() {
                note("named in the state", card, state["workshop"]["cards"][card.to_string()]["author"].as_u64());
                let named = entries
                    .iter()
                    .find(|entry| entry["event"]["card"].as_u64() == Some(card) && entry["event"]["author"].is_u64());
                note("named in the log", card, named.and_then(|entry| entry["event"]["author"].as_u64()));
            }
            // The silence of the matcher: with whom does a card that suits everybody have no match?
            let matches = state["workshop"]["matches"].as_object().cloned().unwrap_or_default();
            let card_of: BTreeMap<u64, u64> = state["workshop"]["cards"]
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(card, value)| Some((card.parse().ok()?, value["author"].as_u64()?)))
                .collect();
            for card in self.truth.keys().copied() {
                let mut silent: BTreeSet<u64> = self.authors.iter().map(|(number, ..)| *number).collect();
                for found in matches.values() {
                    let cards: Vec<u64> = numbers(found);
                    if cards.contains(&card) {
                        silent.retain(|author| !cards.iter().any(|other| card_of.get(other) == Some(author)));
                    }
                }
                let guess = (silent.len() < AUTHORS)
                    .then(|| silent.iter().nth(chance.usize(0..silent.len().max(1))).copied())
                    .flatten();
                note("silence of the matcher", card, guess);
            }
        }

        // Some leave: what goes with them?
        let leavers: Vec<_> = self.authors.iter().filter(|_| chance.usize(0..3) == 0).cloned().collect();
        let before = self.log(&mut client, &nobody).await?.len();
        for (number, _, token) in &leavers {
            client.done(&door.id, &Credentials::bearer(token), json!({"type": "leave", "participant": number})).await?;
        }
        let entries = self.log(&mut client, &nobody).await?;
        let later = entries.get(before..).unwrap_or_default();
        for (at, entry) in later.iter().enumerate() {
            let Some(card) = entry["event"]["card"].as_u64().filter(|card| self.truth.contains_key(card)) else {
                continue;
            };
            // The next person to leave, when that is in the same moment.
            let next = later[at..]
                .iter()
                .find(|other| other["event"]["type"] == "participant_left" && other["at"] == entry["at"]);
            note("gone in the moment of leaving", card, next.and_then(|next| next["event"]["participant"].as_u64()));
        }
        let state = client.get(&format!("/api/workshops/{}/state", door.id), &nobody).await?.json()?;
        let still = |card: u64| {
            state["workshop"]["cards"][card.to_string()].is_object()
                && state["workshop"]["cards"][card.to_string()]["withdrawn"] != true
        };
        // Those that are gone are of those who left: a guess among these.
        for card in self.truth.keys().copied().filter(|card| !still(*card)) {
            let those: Vec<u64> = leavers.iter().map(|(number, ..)| *number).collect();
            scores.entry("gone with somebody").or_default().named += usize::from(those.len() == 1);
            scores.entry("gone with somebody").or_default().right +=
                usize::from(those.len() == 1 && self.truth.get(&card) == those.first());
        }
        Ok(())
    }
}

/// Every number that names a card in a match.
fn numbers(found: &Value) -> Vec<u64> {
    match found {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match (name.as_str(), value.as_u64()) {
                ("first" | "second" | "card" | "card_id" | "one" | "other", Some(number)) => vec![number],
                _ => numbers(value),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn chance_is_given_its_due_and_no_more() {
        assert_eq!(super::likely_by_chance(0), 0);
        let most = super::likely_by_chance(60);
        assert!((5..=14).contains(&most), "{most}");
    }
}
