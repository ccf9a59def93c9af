//! Everybody who tries: from nobody at all to the administrator.

use anyhow::{Context, Result};

use super::super::client::Credentials;
use super::super::marks::{Programme, Realm, Role, Standing};
use super::super::world::{Room, World};

/// One of those who try every address.
pub(super) struct Caller {
    pub(super) name: &'static str,
    pub(super) credentials: Credentials,
    pub(super) standing: Standing,
    /// Which realm is theirs, or the one they are after.
    pub(super) home: Realm,
    /// Their participant's number, where they are one.
    pub(super) me: Option<u64>,
    /// What they hold: a key that stands in addresses which begin so.
    pub(super) holds: Option<(&'static str, String)>,
}

pub(super) fn callers(world: &World) -> Result<Vec<Caller>> {
    let target = world.room(Realm::Target)?;
    let mut callers = Vec::new();
    let mut add = |name, credentials, standing, home, me| {
        callers.push(Caller { name, credentials, standing, home, me, holds: None });
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
