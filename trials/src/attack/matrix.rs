//! Everybody at every door: caller × route × method × id. A cell leaks when the answer holds a mark that its caller may
//! not read, when something changed that is not theirs, when a stranger can tell what exists from what does not, or
//! when the server fails.
#![allow(clippy::nonminimal_bool)] // as it is said

mod callers;
mod targets;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde_json::Value;

use self::callers::{Caller, callers};
use self::targets::{IDS, Ids, Target, fill};
use super::client::{Body, Client};
use super::feed::UPGRADE;
use super::marks::{Kind, Realm, Searcher, Standing, may_write};
use super::stock::Stock;
use super::world::World;
use super::{Extent, Row};
use crate::http::Connection;

/// The method of a request, and for a POST what its body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Method {
    Get,
    Head,
    Form,
    Json,
    Multipart,
    Put,
    Patch,
    Delete,
    Options,
    Upgrade,
}

const METHODS: [Method; 9] = [
    Method::Get,
    Method::Head,
    Method::Form,
    Method::Json,
    Method::Multipart,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Options,
];

/// Addresses that end the session of whoever calls them, and are therefore tried last.
const SIGN_OUT: [&str; 2] = ["/account/sign-out", "/logout"];

/// A form with the fields of all forms, so that every address finds its own in it.
const FORM: &str = "stage=lost&lost_reason=legal&note=x&name=Vol%C3%A9e&email=p%40x.example&state=done&reason=x\
    &title=xx&into=&figure=1&year=2026&indicator=sales&amount=1&verification=audited&declared_by=X&lifetime_years=1\
    &retention=1&attribution=1&link=https%3A%2F%2Fx.example&funder=X&kind=study&what=X&distance_km=3&tonnes=1\
    &value-steering_body=4&keep=yes&text=titre%3Bdonneur%3Breceveur%0AX%3BA%3BB&date=2026-01-01&programme=P&language=fr\
    &interested=true&answer=interested&lines=X&line=donne+palettes&role=manager&participant=1&kept=1&duplicate=2\
    &confirm=yes&words=X&password=azertyuiop&list=nom%3Borganisation%0AX%3BY&step=register&useful=agree&organised=agree\
    &lead=yes&leave=everything&card=1&hidden=true";

/// What the trial counts: a cell is one caller at one address with one method and one kind of id.
#[derive(Default)]
struct Count {
    cells: usize,
    by_status: BTreeMap<u16, usize>,
    /// Each kind of leak, and how often it was met.
    leaks: BTreeMap<String, usize>,
}

impl Count {
    fn leak(&mut self, told: String) {
        *self.leaks.entry(told).or_default() += 1;
    }
}

/// Sends every caller to every address, and counts what leaked.
pub async fn run(world: &World, extent: Extent) -> Result<Row> {
    let routes: BTreeSet<String> = app::routes::all().map(str::to_owned).collect();
    let searcher = world.marks.searcher()?;
    let mut stock = Stock::open(world.folder.path()).await?;
    stock.until_quiet().await?;
    let callers = callers(world)?;
    let mut count = Count::default();
    for caller in &callers {
        eprintln!("  {}…", caller.name);
        one(world, caller, &routes, &searcher, &mut stock, &mut count, extent)
            .await
            .with_context(|| caller.name.to_owned())?;
    }
    let mut row = Row::new("caller × route × method × id");
    row.tell("callers", callers.len());
    row.tell("routes", routes.len());
    row.tell("methods", METHODS.len());
    row.tell("ids", IDS.len());
    row.tell("marks", world.marks.len());
    row.tell("cells", count.cells);
    row.tell(
        "answers",
        count.by_status.iter().map(|(status, times)| format!("{status} × {times}")).collect::<Vec<_>>().join(" "),
    );
    row.tell("peak memory", format!("{} MiB", world.server.peak_memory()? >> 20));
    row.tell("leaks", count.leaks.values().sum::<usize>());
    row.expect(count.cells >= 40_000, "fewer than 40,000 cells");
    for (leak, times) in count.leaks {
        row.fault(format!("{leak} × {times}"));
    }
    Ok(row)
}

async fn one(
    world: &World,
    caller: &Caller,
    routes: &BTreeSet<String>,
    searcher: &Searcher,
    stock: &mut Stock,
    count: &mut Count,
    extent: Extent,
) -> Result<()> {
    let mut client = Client::new(world.address);
    let mut before = stock.content().await?;
    let mut others_before = others(world, caller).await?;
    // Who has signed out is nobody at every address after it.
    let (last, first): (Vec<&String>, Vec<&String>) =
        routes.iter().partition(|address| SIGN_OUT.contains(&address.as_str()));
    for address in first.into_iter().chain(last) {
        // What each id was answered, to compare what exists with what does not.
        let mut statuses: BTreeMap<(Method, Ids), u16> = BTreeMap::new();
        let upgrade = address.ends_with("/feed").then_some(Method::Upgrade);
        for ids in IDS {
            let Some(target) = fill(world, caller, address, ids)? else { continue };
            for method in METHODS.into_iter().chain(upgrade) {
                // No route has these methods, reads a HEAD otherwise than a GET, or takes files where it takes no form:
                // what they are answered does not depend on the id, and one of them shows it.
                let by_id = matches!(method, Method::Get | Method::Form | Method::Json | Method::Upgrade);
                if extent == Extent::Short && ids != Ids::Own && !by_id {
                    continue;
                }
                let status = cell(world, caller, address, &target, method, &mut client, searcher, count).await?;
                statuses.insert((method, ids), status);
            }
        }
        tells_apart(caller, address, &statuses, count);
        if stock.has_changed().await? {
            let after = stock.content().await?;
            for (table, owner) in before.differences(&after) {
                // One's own name: these addresses name no account.
                if table == "account" && address.starts_with("/account/") {
                    continue;
                }
                let realm = Realm::ALL.into_iter().find(|realm| {
                    world.rooms.get(realm).is_some_and(|room| room.id == owner || room.programme == owner)
                });
                if !realm.is_some_and(|realm| may_write(&caller.standing, realm, address)) {
                    count.leak(format!(
                        "{} changes {table} of {} by {address}",
                        caller.name,
                        realm.map_or(owner, |realm| format!("{realm:?}"))
                    ));
                }
            }
            before = after;
            let others_after = others(world, caller).await?;
            if others_after != others_before {
                count.leak(format!("{} changes what is others' in their room by {address}", caller.name));
                others_before = others_after;
            }
        }
    }
    Ok(())
}

/// What is not this participant's in their room, as the desk sees it.
async fn others(world: &World, caller: &Caller) -> Result<Value> {
    let (Some(me), room) = (caller.me, world.room(caller.home)?) else { return Ok(Value::Null) };
    let state =
        Client::new(world.address).get(&format!("/api/workshops/{}/state", room.id), &room.desk()).await?.json()?;
    let mut workshop = state["workshop"].clone();
    let keep = |of: &mut Value, test: &dyn Fn(&Value) -> bool| {
        if let Some(of) = of.as_object_mut() {
            of.retain(|_, value| test(value));
        }
    };
    keep(&mut workshop["cards"], &|card| card["author"].as_u64() != Some(me));
    keep(&mut workshop["participants"], &|person| person["id"].as_u64() != Some(me));
    if let Some(cards) = workshop["cards"].as_object_mut() {
        cards.values_mut().filter_map(Value::as_object_mut).for_each(|card| drop(card.remove("interested")));
    }
    Ok(serde_json::json!({
        "cards": workshop["cards"], "participants": workshop["participants"], "phase": workshop["phase"],
        "door": workshop["joining_closed"],
        "description": workshop["description"], "synergies": workshop["synergies"], "order": workshop["steps"],
        "scene": workshop["scene"],
    }))
}

/// A stranger is answered the same for what is there and for what is not.
fn tells_apart(caller: &Caller, address: &str, statuses: &BTreeMap<(Method, Ids), u16>, count: &mut Count) {
    // An address with one key in it opens by that key; what is asked in a query has its own rule.
    if !address.contains("{id}") || address.contains("{token}") {
        return;
    }
    for method in METHODS {
        let Some(absent) = statuses.get(&(method, Ids::Absent)) else { continue };
        for ids in [Ids::Own, Ids::Another, Ids::Second] {
            let realm = match ids {
                Ids::Own => caller.home,
                Ids::Another if caller.home == Realm::Foreign => Realm::Target,
                Ids::Another => Realm::Foreign,
                _ if caller.home == Realm::Second => Realm::Target,
                _ => Realm::Second,
            };
            let member = matches!(caller.standing, Standing::Member(programme, _) if programme == realm.programme());
            let own = match caller.standing {
                Standing::Participant(own, _) | Standing::Board(own) | Standing::Key(own) => own == realm,
                _ => false,
            };
            let sister = matches!(caller.standing, Standing::Key(own) if own.programme() == realm.programme());
            if member || own || sister {
                continue;
            }
            let there = statuses.get(&(method, ids)).copied().unwrap_or(*absent);
            if there != *absent {
                count.leak(format!(
                    "{} can tell by {method:?} {address} that it exists: {there}, and {absent} where \
                    it does not ({ids:?})",
                    caller.name
                ));
            }
        }
    }
}

#[allow(clippy::too_many_arguments)] // one cell, with all that it is made of
async fn cell(
    world: &World,
    caller: &Caller,
    address: &str,
    target: &Target,
    method: Method,
    client: &mut Client,
    searcher: &Searcher,
    count: &mut Count,
) -> Result<u16> {
    count.cells += 1;
    let writes = !matches!(method, Method::Get | Method::Head | Method::Options | Method::Upgrade);
    // Where somebody may write, a page of another site tries to write in their name; elsewhere they try it themselves.
    let signed_in = caller.credentials.cookies.contains("maillage_session");
    let administers = caller.standing == Standing::Administrator && address.starts_with("/admin");
    let entitled = administers
        || target.opened
        || (target.realm.is_some_and(|realm| may_write(&caller.standing, realm, address)) && !target.inside);
    let forged = writes && (entitled || (!address.contains('{') && signed_in));
    let headers = match method {
        Method::Upgrade => UPGRADE,
        _ if forged => "sec-fetch-site: cross-site\r\n",
        _ => "",
    };
    let json =
        r#"{"command_id":"8a9d7c36-14f2-4a3b-8f55-3b8c1c0a9d99","command":{"type":"change_phase","phase":"closed"}}"#;
    let file = super::client::upload(
        "a.csv",
        "titre;donneur;receveur\nVolée;A;B\n".as_bytes(),
        &[("keep", "yes"), ("text", "titre;donneur\nX;Y\n")],
    );
    let (verb, body) = match method {
        Method::Get | Method::Upgrade => ("GET", Body::Nothing),
        Method::Head => ("HEAD", Body::Nothing),
        Method::Form => ("POST", Body::Form(FORM)),
        Method::Json => ("POST", Body::Json(json)),
        Method::Multipart => ("POST", Body::Multipart(&file)),
        Method::Put => ("PUT", Body::Form(FORM)),
        Method::Patch => ("PATCH", Body::Json("{}")),
        Method::Delete => ("DELETE", Body::Nothing),
        Method::Options => ("OPTIONS", Body::Nothing),
    };
    let request = client.request(verb, &target.path, &caller.credentials, headers, body);
    let (status, head, content) = if method == Method::Upgrade {
        let mut connection = Connection::open(world.address).await?;
        let answer = connection.exchange(&request).await?;
        let heard = if answer.status == 101 {
            connection.overhear(std::time::Duration::from_millis(150)).await?.bytes
        } else {
            answer.body.clone()
        };
        (answer.status, answer.raw_head().to_owned(), heard)
    } else {
        match client.exchange(&request).await {
            Ok(answer) => (answer.status, answer.raw_head().to_owned(), answer.body),
            Err(error) => {
                count.leak(format!("{} gets no answer to {verb} {address}: {error:#}", caller.name));
                return Ok(0);
            }
        }
    };
    *count.by_status.entry(status).or_default() += 1;
    if status >= 500 {
        count.leak(format!("{} makes the server fail with {status} by {verb} {}", caller.name, target.path));
    }
    if forged && !matches!(status, 403..=405) {
        count.leak(format!(
            "another site's page writes in the name of {} by {method:?} {address}: {status}",
            caller.name
        ));
    }
    for bytes in [head.as_bytes(), &content] {
        for mark in searcher.leaks(&caller.standing, bytes) {
            // What they sent themselves may come back to them.
            if !target.path.contains(&mark.text)
                && !(mark.kind == Kind::ShownOnce && is_own_key(world, caller, &mark.text))
            {
                count.leak(format!(
                    "{} reads {:?} of {:?} by {verb} {address} ({status})",
                    caller.name, mark.kind, mark.realm
                ));
            }
        }
    }
    Ok(status)
}

fn is_own_key(world: &World, caller: &Caller, key: &str) -> bool {
    let credentials = &caller.credentials;
    let sent = credentials.cookies.contains(key) || credentials.bearer.as_deref() == Some(key);
    sent && world.rooms.contains_key(&caller.home)
}
