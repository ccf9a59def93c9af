//! Everybody at every door: caller × route × method × id. A cell leaks when the answer holds a mark that its caller may
//! not read, when something changed that is not theirs, when a stranger can tell what exists from what does not, or
//! when the server fails.
#![allow(clippy::nonminimal_bool)] // as it is said

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

use super::client::{Body, Client, Credentials};
use super::feed::UPGRADE;
use super::marks::{Kind, Programme, Realm, Role, Searcher, Standing, may_write};
use super::stock::Stock;
use super::world::{Room, World};
use super::{Extent, Row, routes};
use crate::http::Connection;

/// Somebody who tries.
struct Caller {
    name: &'static str,
    credentials: Credentials,
    standing: Standing,
    /// Which realm is theirs, or the one they are after.
    home: Realm,
    /// Their participant's number, where they are one.
    me: Option<u64>,
    /// What they hold: a key that stands in addresses which begin so.
    holds: Option<(&'static str, String)>,
}

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ids {
    /// One's own, or what one is after.
    Own,
    /// The other programme's.
    Another,
    /// The other workshop's of the same programme.
    Second,
    /// Nothing, inside one's own.
    AbsentInside,
    /// Nothing at all.
    Absent,
    /// Somebody else's, inside one's own.
    ForeignInside,
}

const IDS: [Ids; 6] = [Ids::Own, Ids::Another, Ids::Second, Ids::AbsentInside, Ids::Absent, Ids::ForeignInside];

/// How it is asked.
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

const NOTHING: &str = "01a20d85-c737-73c9-a378-07be75f5ffff";

/// They end the session of whoever calls.
const SIGN_OUT: [&str; 2] = ["/account/sign-out", "/logout"];

/// A form that every address would take.
const FORM: &str = "stage=lost&lost_reason=legal&note=x&name=Vol%C3%A9e&email=p%40x.example&state=done&reason=x&title=xx&into=&figure=1&year=2026\
    &indicator=sales&amount=1&verification=audited&declared_by=X&lifetime_years=1&retention=1&attribution=1&link=https%3A%2F%2Fx.example&funder=X\
    &kind=study&what=X&distance_km=3&tonnes=1&value-steering_body=4&keep=yes&text=titre%3Bdonneur%3Breceveur%0AX%3BA%3BB&date=2026-01-01&programme=P\
    &language=fr&interested=true&answer=interested&lines=X&line=donne+palettes&role=manager&participant=1&kept=1&duplicate=2&confirm=yes&words=X\
    &password=azertyuiop&list=nom%3Borganisation%0AX%3BY&step=register&useful=agree&organised=agree&lead=yes&leave=everything&card=1&hidden=true";

fn callers(world: &World) -> Result<Vec<Caller>> {
    let target = world.room(Realm::Target)?;
    let mut callers = Vec::new();
    let mut add = |name, credentials, standing, home, me| {
        callers.push(Caller { name, credentials, standing, home, me, holds: None })
    };
    let person = |room: &Room, who: &'static str| room.people.get(who).cloned().with_context(|| format!("no {who}"));
    add("nobody", Credentials::default(), Standing::Nobody, Realm::Target, None);
    add(
        "a session that is none",
        Credentials::session("bm90aGluZyBhdCBhbGwgYmVoaW5kIHRoaXMgdG9rZW4"),
        Standing::Nobody,
        Realm::Target,
        None,
    );
    let board =
        |room: &Room| Credentials { query: Some(format!("board={}", room.board_key)), ..Credentials::default() };
    for (realm, name) in [(Realm::Target, "board"), (Realm::Second, "board of another workshop")] {
        let room = world.room(realm)?;
        let credentials = board(room);
        add(name, credentials, Standing::Board(realm), realm, None);
    }
    for who in ["karim", "twin"] {
        let karim = person(target, who)?;
        let name = if who == "karim" { "participant" } else { "participant who types another's organisation" };
        let standing = Standing::Participant(Realm::Target, who);
        add(name, Credentials::participant(&target.id, &karim.token), standing, Realm::Target, Some(karim.number));
    }
    let zoe = person(target, "zoe")?;
    let standing = Standing::Participant(Realm::Target, "zoe");
    add("participant by token", Credentials::bearer(&zoe.token), standing, Realm::Target, Some(zoe.number));
    let gone = person(target, "gone")?;
    add(
        "participant who left",
        Credentials::participant(&target.id, &gone.token),
        Standing::Nobody,
        Realm::Target,
        None,
    );
    for (realm, name) in
        [(Realm::Second, "participant of another workshop"), (Realm::Foreign, "participant of another programme")]
    {
        let (room, karim) = (world.room(realm)?, person(world.room(realm)?, "karim")?);
        let standing = Standing::Participant(realm, "karim");
        // Their token, tried as if it were one of the target's as well.
        let mut credentials = Credentials::participant(&room.id, &karim.token);
        credentials.cookies += &format!("; maillage_p_{}={}", target.id.replace('-', ""), karim.token);
        add(name, credentials, standing, realm, Some(karim.number));
    }
    let desks = [
        (Realm::Target, "facilitator's key"),
        (Realm::Second, "key of another workshop"),
        (Realm::Foreign, "key of another programme"),
    ];
    for (realm, name) in desks {
        let room = world.room(realm)?;
        let mut credentials = Credentials::facilitator(&room.id, &room.facilitator_key);
        credentials.cookies += &format!("; maillage_f_{}={}", target.id.replace('-', ""), room.facilitator_key);
        add(name, credentials, Standing::Key(realm), realm, None);
    }
    add("table's key as a token", Credentials::bearer(&target.table_key), Standing::Nobody, Realm::Target, None);
    add("board's key as a token", Credentials::bearer(&target.board_key), Standing::Nobody, Realm::Target, None);
    add("manager", world.session("manager")?, Standing::Member(Programme::A, Role::Manager), Realm::Target, None);
    add(
        "manager of another programme",
        world.session("other")?,
        Standing::Member(Programme::B, Role::Manager),
        Realm::Foreign,
        None,
    );
    for (who, name, role) in [
        ("facilitator", "facilitator", Role::Facilitator),
        ("reader", "reader", Role::Reader),
        ("auditor", "auditor", Role::Auditor),
    ] {
        add(name, world.session(who)?, Standing::Member(Programme::A, role), Realm::Target, None);
    }
    add("administrator", world.session("admin")?, Standing::Administrator, Realm::Target, None);
    add("account without programme", world.session("stranger")?, Standing::Nobody, Realm::Target, None);
    let held = [
        ("holder of a table's key", Standing::Scribe(Realm::Target), "/t/", &target.table_key),
        ("company by its link", Standing::Company(Realm::Target), "/s/", &target.company),
        ("holder of a personal link", Standing::Participant(Realm::Target, "nadia"), "/w/{id}/as/", &target.personal),
        ("holder of an invitation", Standing::Invited(Programme::A), "/invited/", &target.invitation),
        ("holder of a link to a new password", Standing::Nobody, "/password/", &world.password_link),
    ];
    for (name, standing, place, key) in held {
        let holds = Some((place, key.clone()));
        callers.push(Caller {
            name,
            credentials: Credentials::default(),
            standing,
            home: Realm::Target,
            me: None,
            holds,
        });
    }
    Ok(callers)
}

/// An address with its places filled in; and whether one of them is somebody else's.
struct Target {
    path: String,
    realm: Option<Realm>,
    inside: bool,
    /// By the key that the caller holds.
    opened: bool,
}

fn fill(world: &World, caller: &Caller, address: &str, ids: Ids) -> Result<Option<Target>> {
    let realm = match ids {
        Ids::Own | Ids::AbsentInside | Ids::ForeignInside => Some(caller.home),
        Ids::Another if caller.home == Realm::Foreign => Some(Realm::Target),
        Ids::Another => Some(Realm::Foreign),
        Ids::Second if caller.home == Realm::Second => Some(Realm::Target),
        Ids::Second => Some(Realm::Second),
        Ids::Absent => None,
    };
    let room = realm.map(|realm| world.room(realm)).transpose()?;
    let other = world.room(if caller.home == Realm::Foreign { Realm::Target } else { Realm::Foreign })?;
    if !address.contains('{') {
        // What stands in the query is an id as well.
        let query = match ids {
            Ids::Own => String::new(),
            Ids::Another | Ids::Second => room.map(|room| format!("?programme={}", room.programme)).unwrap_or_default(),
            Ids::AbsentInside => "?programme=all".to_owned(),
            Ids::Absent => format!("?programme={NOTHING}"),
            Ids::ForeignInside => format!("?programme={}&as_of=2026-12-31&workshop={}", other.programme, other.id),
        };
        let realm = if ids == Ids::Absent { None } else { realm };
        return Ok(Some(Target { path: format!("{address}{query}"), realm, inside: false, opened: false }));
    }
    let mut path = String::new();
    let (mut rest, mut places) = (address, 0);
    let absent = matches!(ids, Ids::AbsentInside | Ids::ForeignInside);
    let held = caller
        .holds
        .as_ref()
        .filter(|(place, _)| ids == Ids::Own && address.starts_with(place))
        .map(|(_, key)| key.clone());
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').context("a brace that does not close")?;
        path += before;
        let first = places == 0;
        places += 1;
        path += &match name {
            "id" if address.starts_with("/programme/programmes/") || address.starts_with("/admin/programmes/") => {
                room.map_or(NOTHING.to_owned(), |room| room.programme.clone())
            }
            "id" => room.map_or(NOTHING.to_owned(), |room| room.id.clone()),
            "file" if address.starts_with("/open/") => format!("{}.json", room.map_or(NOTHING, |room| &room.programme)),
            "file" => ["cards.csv", "participants.csv", "synergies.csv", "figures.csv", "history.csv", "workshops.csv"]
                [ids as usize]
                .to_owned(),
            "key" | "token" | "code" => {
                held.clone().map_or_else(|| wrong_key(world, address, ids, room.unwrap_or(other)), Ok)?
            }
            "handle" => of_realm(&world.questions, realm.filter(|_| !absent)).unwrap_or(NOBODYS).to_owned(),
            "account" => of_realm(&world.accounts, realm.filter(|_| !absent)).unwrap_or(NOTHING).to_owned(),
            "deed" => ["close", "open", "administrator", "end-administrator", "close", "x"][ids as usize].to_owned(),
            "which" => ["board", "desk", "door", "table-99", "x", "person-2"][ids as usize].to_owned(),
            // A path of files.
            name if name.starts_with('*') => {
                ["style.css", "../../maillage.db", "%2e%2e/maillage.db", "x", "..%2fmaillage.db", "sw.js"][ids as usize]
                    .to_owned()
            }
            "card" => match ids {
                Ids::AbsentInside | Ids::Absent => "9999".to_owned(),
                Ids::ForeignInside => {
                    room.and_then(|room| room.cards.get("secret")).map_or(2, |card| *card).to_string()
                }
                Ids::Own if caller.me.is_some() => {
                    room.and_then(|room| room.cards.get("karims")).map_or(7, |card| *card).to_string()
                }
                _ => "1".to_owned(),
            },
            _ if first && room.is_none() => NOTHING.to_owned(),
            _ => match ids {
                Ids::AbsentInside | Ids::Absent => "99".to_owned(),
                Ids::ForeignInside => "2".to_owned(),
                _ => "1".to_owned(),
            },
        };
        rest = behind;
    }
    path += rest;
    Ok(Some(Target { path, realm, inside: places > 1 && ids == Ids::ForeignInside, opened: held.is_some() }))
}

/// What is no key, no question and no account.
const NOBODYS: &str = "bm90aGluZyBhdCBhbGwgYmVoaW5kIHRoaXMgdG9rZW4";

/// What belongs to a realm: a question to a company, or the account of a member.
fn of_realm(all: &[(Realm, String)], realm: Option<Realm>) -> Option<&str> {
    all.iter().find(|(of, _)| Some(*of) == realm).map(|(_, name)| name.as_str())
}

/// A key that exists, but of another kind than this address takes.
fn wrong_key(world: &World, address: &str, ids: Ids, room: &Room) -> Result<String> {
    let keys = [
        ("/j/", &room.join_token),
        ("/b/", &room.board_key),
        ("/f/", &room.facilitator_key),
        ("/t/", &room.table_key),
        ("/w/", &room.personal),
        ("/s/", &room.company),
        ("/invited/", &room.invitation),
        ("/password/", &world.password_link),
    ];
    let takes = |taken_by: &str| address.starts_with(taken_by) || (address.starts_with("/i/") && taken_by == "/j/");
    let wrong: Vec<&String> =
        keys.into_iter().filter(|(taken_by, key)| !takes(taken_by) && !key.is_empty()).map(|(_, key)| key).collect();
    Ok(match ids {
        Ids::Absent => NOBODYS.to_owned(),
        // Another selection for each address.
        _ => wrong[(ids as usize + address.len()) % wrong.len()].clone(),
    })
}

/// What the trial counts.
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

/// Everybody at every door.
pub async fn run(world: &World, extent: Extent) -> Result<Row> {
    let (routes, searcher) = (routes::all()?, world.marks.searcher()?);
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
        "cards": workshop["cards"], "participants": workshop["participants"], "phase": workshop["phase"], "door": workshop["joining_closed"],
        "description": workshop["description"], "synergies": workshop["synergies"], "order": workshop["steps"], "scene": workshop["scene"],
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
            let own = matches!(caller.standing, Standing::Participant(own, _) | Standing::Board(own) | Standing::Key(own) if own == realm);
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
