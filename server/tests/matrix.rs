//! Every role at every address: what `domain::access` gives leave to opens, and nothing else does; and no page leads
//! its reader to a door that is shut to them.
//!
//! The addresses are those of the table in `app::routes`. What each asks for stands in [`asks`]: a new address below a
//! workshop, a programme or the administration is held to the right of its neighbours until it is given one of its own.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, header};
use domain::access::{Right, Role};
use domain::ids::{ProgrammeId, SynergyId};
use serde_json::json;
use support::office::{Office, get_as, member, office, post_as};
use support::{Answer, Server};

/// Which rights open an address for reading and for writing: one of them is enough. None: it is not about a programme,
/// a workshop or the host.
fn asks(address: &str) -> Option<(&'static [Right], &'static [Right])> {
    use Right::*;
    let under = |place: &str| address.strip_prefix(place);
    if let Some(rest) = under("/programme/workshops/{id}/synergies/{synergy}") {
        return Some(match rest {
            "/figures" | "/co2" | "/withdraw" => (&[SeePeople], &[RecordFigures, AuditFigures]),
            "/assumptions" => (&[SeePeople], &[RecordFigures]),
            _ => (&[SeePeople], &[FollowUp]),
        });
    }
    if let Some(rest) = under("/programme/programmes/{id}") {
        return Some(match rest {
            "" | "/evaluation" | "/funding" | "/targets" => (&[SeeResults], &[Describe]),
            "/import" => (&[ImportTables], &[ImportTables]),
            "/export.json" => (&[ExportWhole], &[ExportWhole]),
            "/audit" | "/audit.csv" => (&[ReadAudit], &[ReadAudit]),
            "/leave" => return None,
            rest if rest.starts_with("/members") || rest.starts_with("/invitations") => {
                (&[ManageMembers], &[ManageMembers])
            }
            "/companies" | "/companies/{company}" => (&[SeeResults], &[KeepCompanies]),
            rest if rest.starts_with("/companies/") => (&[KeepCompanies], &[KeepCompanies]),
            rest if rest.ends_with("export.xlsx") => (&[SeeResults], &[Describe]),
            _ => (&[Describe], &[Describe]),
        });
    }
    if let Some(rest) = under("/admin") {
        return Some(match rest {
            rest if rest.starts_with("/audit") => (&[ReadHostAudit], &[ReadHostAudit]),
            rest if rest.starts_with("/programmes") => (&[ManageProgrammes], &[ManageProgrammes]),
            rest if rest.is_empty() || rest.starts_with("/accounts") => (&[ManageAccounts], &[ManageAccounts]),
            _ => (&[ManageHost], &[ManageHost]),
        });
    }
    match address {
        "/programme/workshops/{id}" => Some((&[SeePeople], &[FollowUp])),
        "/programme/report" | "/programme/report.pdf" | "/programme/report.xlsx" => {
            Some((&[SeeResults], &[SeeResults]))
        }
        "/programme/export/{file}" => Some((&[ExportTables], &[ExportTables])),
        "/programme/synergies/bulk" => Some((&[FollowUp], &[FollowUp])),
        _ if address.starts_with("/programme/follow-up") || address.starts_with("/programme/answers/") => {
            Some((&[FollowUp], &[FollowUp]))
        }
        _ if address.starts_with("/desk/{id}") || address.starts_with("/api/workshops/{id}") => {
            Some((&[RunWorkshops], &[RunWorkshops]))
        }
        _ => None,
    }
}

/// Turned away, or told that there is nothing to be done this way here.
fn refused(answer: &Answer) -> bool {
    matches!(answer.status.as_u16(), 401 | 403 | 404 | 405)
}

/// Somebody with an account.
struct Who {
    name: String,
    cookie: String,
    /// Their role where it opens something: in the programme that is tried, or on the host.
    role: Option<Role>,
}

impl Who {
    fn new(name: impl Into<String>, session: &str, role: Option<Role>) -> Self {
        Self { name: name.into(), cookie: format!("maillage_session={session}"), role }
    }

    fn may(&self, rights: &[Right]) -> bool {
        self.role.is_some_and(|role| rights.iter().any(|right| role.may(*right)))
    }
}

/// A programme with everything in it, and everybody who may come.
struct World {
    server: Server,
    mine: Office,
    programme: ProgrammeId,
    callers: Vec<Who>,
    /// Places of addresses, filled with what is there.
    places: Vec<(&'static str, String)>,
    token: String,
}

impl World {
    async fn new() -> Self {
        let server = Server::start().await;
        let admin = server
            .backend
            .create_account("Administratrice", "admin@maillage.example", "une phrase assez longue".into())
            .await
            .unwrap();
        let mine = office(&server, "claire", "Démarche du Val").await;
        let other = office(&server, "paul", "Autre démarche").await;
        mine.realise(&server, &[("tonnes_reused", "7777", "Scierie du Val")]).await;
        let programme = mine.programme(&server).await.id;
        let caller = server.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
        server
            .backend
            .add_file(&mine.account, &caller, SynergyId(1), "pesee.pdf", b"%PDF-1.7 x".to_vec())
            .await
            .unwrap();
        let link = server.backend.asked(&mine.account, programme).await.unwrap().remove(0).link;
        let funding = format!("/programme/programmes/{programme}/funding");
        mine.post(&server, &funding, "name=Appel&funder=R%C3%A9gion&kind=study").await;
        assert_eq!(
            mine.post(&server, &format!("{funding}/1/attach"), &format!("synergy={}", mine.synergy())).await.status,
            303
        );
        let mut callers = vec![
            Who::new("the administrator", &admin.1, Some(Role::Administrator)),
            Who::new("the manager", &mine.session, Some(Role::Manager)),
            Who::new("another programme's manager", &other.session, None),
        ];
        for role in [Role::Facilitator, Role::Reader, Role::Auditor] {
            let name = role.code();
            callers.push(Who::new(format!("the {name}"), &member(&server, &mine, name, name).await.1, Some(role)));
            callers.push(Who::new(
                format!("another programme's {name}"),
                &member(&server, &other, &format!("other-{name}"), name).await.1,
                None,
            ));
        }
        let stranger = server
            .backend
            .create_account("Personne", "personne@maillage.example", "une phrase assez longue".into())
            .await
            .unwrap();
        callers.push(Who::new("a stranger", &stranger.1, None));
        // What a person would be known by.
        let door = server.backend.doors(&caller).await.unwrap().join_token;
        let person = json!({
            "token": door, "name": "Nadia Personne", "organisation": "Laiterie du Val",
            "email": "nadia.personne@laiterie.example", "consent": "yes",
        });
        let joined = server.post("/api/join", "", &person).await;
        assert_eq!(joined.status, 200, "{}", joined.text);
        let members = server.backend.members(&mine.account, programme).await.unwrap();
        let manager = members.into_iter().find(|member| member.role == Role::Manager).unwrap().account;
        let token = link.token.clone().unwrap();
        let places = vec![
            ("{synergy}", "1".into()),
            ("{number}", "1".into()),
            ("{funding}", "1".into()),
            ("{card}", "1".into()),
            ("{found}", "1".into()),
            ("{table}", "1".into()),
            ("{token}", token.clone()),
            ("{handle}", link.handle),
            ("{account}", manager.to_string()),
            ("{company}", "1".into()),
            ("{part}", "company".into()),
            ("{deed}", "close".into()),
            ("{key}", "x".into()),
            ("{code}", "x".into()),
            ("{which}", "board".into()),
            ("{*path}", "x".into()),
        ];
        Self { server, mine, programme, callers, places, token }
    }

    /// An address with its places filled, and with the programme's name where it has no place for it.
    fn fill(&self, address: &str) -> String {
        let id = if address.contains("/programmes/{id}") {
            self.programme.to_string()
        } else {
            self.mine.workshop.to_string()
        };
        let file =
            if address.starts_with("/open/") { format!("{}.csv", self.programme) } else { "figures.csv".to_owned() };
        let places = [("{id}", id), ("{file}", file)];
        let filled = places
            .iter()
            .chain(&self.places)
            .fold(address.to_owned(), |address, (place, value)| address.replace(place, value));
        assert!(!filled.contains('{'), "{address}: what stands for its place?");
        if address.contains("{id}") { filled } else { format!("{filled}?programme={}", self.programme) }
    }

    /// Everything that somebody may send to an address: forms whole, blank and of nonsense, files, a command.
    async fn written(&self, who: &Who, path: &str) -> Vec<Answer> {
        let form = format!(
            "synergies={}%3A1&stage=lost&lost_reason=legal&note=x&name=Vol%C3%A9e&email=p%40x.example&role=reader\
             &state=done&reason=x&title=xx&into=&figure=1&year=2026&indicator=sales&amount=1&verification=estimated\
             &declared_by=X&lifetime_years=1&retention=1&attribution=1&link=https%3A%2F%2Fx.example&funder=X&kind=study\
             &what=X&distance_km=3&tonnes=1&value-steering_body=4&keep=yes&text=titre%3Bdonneur%3Breceveur%0AX%3BA%3BB\
             &date=2026-01-01&programme=P&language=fr&interested=true&answer=interested&lines=X",
            self.mine.workshop
        );
        let upload = "--b\r\ncontent-disposition: form-data; name=\"file\"; \
            filename=\"a.csv\"\r\n\r\ntitre;donneur;receveur\nV;A;B\n\r\n--b--\r\n";
        let command =
            json!({"command_id": uuid::Uuid::new_v4(), "command": {"type": "change_phase", "phase": "closed"}})
                .to_string();
        let send = async |kind: &str, body: String| {
            let request = Request::post(path).header(header::COOKIE, &who.cookie).header(header::CONTENT_TYPE, kind);
            self.server.send(request.body(Body::from(body)).unwrap()).await
        };
        const FORM: &str = "application/x-www-form-urlencoded";
        vec![
            send(FORM, form).await,
            send(FORM, String::new()).await,
            send(
                FORM,
                format!(
                    "synergies={}%3A1&stage=x&year=x&amount=x&figure=x&into=x&synergy=x&email=x&rounds=x&link=x",
                    self.mine.workshop
                ),
            )
            .await,
            send("multipart/form-data; boundary=b", upload.to_owned()).await,
            send("multipart/form-data; boundary=b", "--b--\r\n".to_owned()).await,
            send("application/json", command).await,
        ]
    }
}

#[tokio::test]
async fn every_role_opens_what_the_table_says_and_nothing_else() {
    let world = World::new().await;
    let World { server, mine, .. } = &world;
    let before = server.backend.export_programme(&mine.account, world.programme).await.unwrap();
    let addresses: BTreeSet<String> = app::routes::all().map(str::to_owned).collect();
    let mut cells = 0;
    let mut wrong = Vec::new();
    for who in &world.callers {
        let name = &who.name;
        for address in &addresses {
            let path = world.fill(address);
            let answer = get_as(server, &path, &who.cookie).await;
            assert!(answer.status.as_u16() < 500, "{name} {path}: {}", answer.status);
            cells += 1;
            if !who.may(&[Right::SeePeople]) {
                for secret in
                    ["Nadia Personne", "nadia.personne", "Sciure de claire", "Sciure sèche", "pesee", &world.token]
                {
                    let echoes = path.contains(secret) && !address.starts_with("/s/");
                    let opened_by_key = address.starts_with("/s/") || address.starts_with("/invited/");
                    if !echoes && !opened_by_key && answer.text.contains(secret) {
                        wrong.push(format!("{name} learns {secret} from {path}"));
                    }
                }
            }
            let Some((reads, writes)) = asks(address) else { continue };
            // A feed wants a WebSocket before it looks who calls.
            let feed = address.ends_with("/feed") && answer.status == 400;
            if who.may(reads) && matches!(answer.status.as_u16(), 401 | 403) {
                wrong.push(format!("{name} may read {path}: {}", answer.status));
            }
            if !who.may(reads) && !refused(&answer) && !feed {
                wrong.push(format!("{name} may not read {path}: {}", answer.status));
            }
            if who.may(writes) {
                continue;
            }
            let answers = world.written(who, &path).await;
            cells += answers.len();
            for (sent, answer) in answers.iter().enumerate() {
                // Several synergies are named in the form alone: one that names none is about no programme.
                if address == "/programme/synergies/bulk" && !matches!(sent, 0 | 2) {
                    continue;
                }
                // An address may say that it takes no such form before it looks who sends it.
                if !refused(answer) && !matches!(answer.status.as_u16(), 400 | 415) {
                    wrong.push(format!("{name} may not write {path} (body {sent}): {}", answer.status));
                }
            }
            if !answers.iter().any(refused) {
                wrong.push(format!("{name} is never turned away from {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
    let after = server.backend.export_programme(&mine.account, world.programme).await.unwrap();
    assert!(after == before, "nothing was changed, byte for byte");
    assert!(cells > 5_000, "{cells} cells");

    // What the table gives leave to is not refused. Deeds that would send somebody away are tried elsewhere.
    for who in &world.callers {
        for address in &addresses {
            let Some((_, writes)) = asks(address) else { continue };
            if !who.may(writes) || address.starts_with("/admin/accounts") || address.contains("/hand-over") {
                continue;
            }
            let answer = post_as(server, &world.fill(address), &who.cookie, "").await;
            assert!(
                !matches!(answer.status.as_u16(), 401 | 403),
                "{} may write {address}: {}",
                who.name,
                answer.status
            );
        }
    }
}

/// The address in the source that this path goes to: the one with the fewest places.
fn routed<'a>(addresses: &'a BTreeSet<String>, path: &str) -> Option<&'a String> {
    let parts: Vec<&str> = path.split(['?', '#']).next()?.split('/').collect();
    let fits = |address: &&String| {
        let of: Vec<&str> = address.split('/').collect();
        of.len() == parts.len()
            && of
                .iter()
                .zip(&parts)
                .all(|(place, part)| place == part || (place.starts_with('{') && !place.contains('.')))
    };
    addresses.iter().filter(fits).min_by_key(|address| address.matches('{').count())
}

/// What stands after this in a page, up to the next quotation mark: addresses of this site.
fn addresses_after<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|address| address.starts_with('/'))
        .collect()
}

#[tokio::test]
async fn no_page_offers_a_form_or_a_link_that_its_reader_may_not_use() {
    let world = World::new().await;
    let addresses: BTreeSet<String> = app::routes::all().map(str::to_owned).collect();
    let mut offered = 0;
    let mut wrong = BTreeSet::new();
    for who in world.callers.iter().filter(|who| who.role.is_some()) {
        let mut followed = BTreeSet::new();
        for address in addresses.iter().filter(|address| {
            asks(address).is_some() || ["/desk", "/programme", "/programme/synergies"].contains(&address.as_str())
        }) {
            let path = world.fill(address);
            let page = get_as(&world.server, &path, &who.cookie).await;
            let kind = page.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            if page.status != 200 || !kind.starts_with("text/html") {
                continue;
            }
            for form in page
                .text
                .split("<form")
                .skip(1)
                .filter(|form| form.split('>').next().unwrap_or_default().contains("method=\"post\""))
            {
                let Some(action) =
                    addresses_after(form.split('>').next().unwrap_or_default(), "action=\"").first().copied()
                else {
                    continue;
                };
                let Some(to) = routed(&addresses, action) else { panic!("{path} sends to {action}, which is nowhere") };
                let Some((_, writes)) = asks(to) else { continue };
                offered += 1;
                if !who.may(writes) {
                    wrong.insert(format!("{} is shown a form to {to} on {address}", who.name));
                }
            }
            for link in addresses_after(&page.text, "href=\"") {
                let link = link.replace("&amp;", "&");
                let at = routed(&addresses, &link).and_then(|to| asks(to));
                if at.is_none() || !followed.insert(link.clone()) {
                    continue;
                }
                offered += 1;
                let answer = get_as(&world.server, &link, &who.cookie).await;
                if refused(&answer) {
                    wrong.insert(format!("{} is led from {address} to {link}: {}", who.name, answer.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} closed doors:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(offered > 100, "{offered} forms and links");
}
