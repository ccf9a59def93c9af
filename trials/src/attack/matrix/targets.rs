//! What an address names, with its places filled in: one's own, somebody else's, or nothing.

use anyhow::{Context, Result};

use super::super::marks::Realm;
use super::super::world::{Room, World};
use super::callers::Caller;

/// What the ids in an address name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ids {
    /// What belongs to the caller; for a stranger, what they are after.
    Own,
    /// Something of the other programme.
    Another,
    /// The other workshop's of the same programme.
    Second,
    /// Something that does not exist, inside what belongs to the caller.
    AbsentInside,
    /// Something that does not exist at all.
    Absent,
    /// Something of somebody else, inside what belongs to the caller.
    ForeignInside,
}

pub(super) const IDS: [Ids; 6] =
    [Ids::Own, Ids::Another, Ids::Second, Ids::AbsentInside, Ids::Absent, Ids::ForeignInside];

const NOTHING: &str = "01a20d85-c737-73c9-a378-07be75f5ffff";

/// An address with its places filled in; and whether one of them is somebody else's.
pub(super) struct Target {
    pub(super) path: String,
    pub(super) realm: Option<Realm>,
    pub(super) inside: bool,
    /// The address holds the key by which the caller may be there.
    pub(super) opened: bool,
}

pub(super) fn fill(world: &World, caller: &Caller, address: &str, ids: Ids) -> Result<Option<Target>> {
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
