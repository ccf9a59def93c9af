//! One's own account: name, password, sessions, a password that was forgotten, and the second factor.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use support::hall::{Client, EMAIL, Hall, PASSWORD, from, location, retry_after};
use support::mail::Sink;
use support::{Answer, Server};
use totp_rs::{Algorithm, Secret, TOTP};

const OTHER: &str = "une autre phrase longue";

impl Hall {
    /// A browser in which Claire is signed in.
    async fn browser(&self, address: &'static str) -> Client {
        let answer = self.sign_in(&from(address), EMAIL, PASSWORD).await;
        assert_eq!((answer.status.as_u16(), location(&answer)), (303, "/desk"));
        from(address).after(&answer)
    }

    async fn is_in(&self, client: &Client) -> bool {
        self.get("/account", client).await.status == 200
    }

    /// A server that mails, under an address of its own.
    async fn mailing(sink: &Sink) -> Self {
        let mut hall = Self::with_account().await;
        hall.server.app.mail = Some(Arc::new(sink.mailer()));
        hall.server.app.public_url = Some("https://maillage.example".into());
        hall.server.router = server::router(hall.server.app.clone());
        hall
    }

    /// What the application on the owner's phone shows.
    fn code(&self, secret: &str) -> String {
        let secret = Secret::Encoded(secret.replace(' ', "")).to_bytes().unwrap();
        let totp = TOTP::new(Algorithm::SHA1, 6, 0, 30, secret, None, String::new()).unwrap();
        totp.generate(u64::try_from(self.now.load(Ordering::Relaxed) / 1_000).unwrap())
    }

    /// Adds a second factor in this browser; gives its secret and the recovery codes.
    async fn add_factor(&self, client: &Client) -> (String, Vec<String>) {
        let started = self.post("/account/second-factor/start", client, &format!("current={PASSWORD}")).await;
        assert_eq!((started.status.as_u16(), location(&started)), (303, "/account/second-factor"));
        let secret = all(&self.get("/account/second-factor", client).await).remove(0);
        let confirmed = self.post("/account/second-factor", client, &format!("code={}", self.code(&secret))).await;
        assert_eq!(confirmed.status, 200, "{}", confirmed.text);
        (secret, all(&confirmed))
    }

    /// A browser in which the password was typed, and waits for the code.
    async fn half(&self, client: &Client) -> Client {
        let answer = self.sign_in(client, EMAIL, PASSWORD).await;
        assert_eq!((answer.status.as_u16(), location(&answer)), (303, "/login/code"));
        client.after(&answer)
    }

    async fn type_code(&self, client: &Client, code: &str) -> Answer {
        self.post("/login/code", client, &format!("code={code}")).await
    }
}

/// The texts that the page marks as secret: the key of a second factor, or recovery codes.
fn all(page: &Answer) -> Vec<String> {
    page.text.split("class=\"secret\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

/// The form that ends the session from this address.
fn end_of(page: &Answer, address: &str) -> String {
    let row = page
        .text
        .split("<li>")
        .find(|row| row.contains(&format!(">{address}<")))
        .unwrap_or_else(|| panic!("{address}: {}", page.text));
    let handle =
        row.split("name=\"session\" value=\"").nth(1).unwrap_or_else(|| panic!("{address} cannot be ended: {row}"));
    format!("session={}", handle.split('"').next().unwrap())
}

#[tokio::test]
async fn sessions_are_shown_and_ended_one_by_one_or_all_at_once() {
    let hall = Hall::with_account().await;
    let (home, office) = (hall.browser("192.0.2.1").await, hall.browser("192.0.2.2").await);
    let page = hall.get("/account", &home).await;
    assert_eq!(
        page.text.matches("Firefox, Windows").count(),
        3,
        "two sessions, and whose button it is; this one is ended by signing out"
    );
    assert!(
        page.text.contains("Cette session") && page.text.contains("192.0.2.2") && page.text.contains(EMAIL),
        "{}",
        page.text
    );

    // Nobody ends what is not theirs.
    hall.server.backend.create_account("Paul", "paul@maillage.example", PASSWORD.into()).await.unwrap();
    let paul = hall.sign_in(&from("192.0.2.3"), "paul@maillage.example", PASSWORD).await;
    let paul = from("192.0.2.3").after(&paul);
    let of_office = end_of(&page, "192.0.2.2");
    assert_eq!(hall.post("/account/sessions/end", &paul, &of_office).await.status, 404);
    assert!(hall.is_in(&office).await);

    let ended = hall.post("/account/sessions/end", &home, &of_office).await;
    assert_eq!(location(&ended), "/account?done=session");
    assert!(hall.get("/account?done=session", &home).await.text.contains("La session est fermée."));
    assert!(!hall.is_in(&office).await && hall.is_in(&home).await);

    // Both ways out are in the audit log.
    let signed_out =
        async |client: &Client| hall.get("/admin/audit", client).await.text.matches("<td>Déconnexion</td>").count();
    assert_eq!(signed_out(&home).await, 1);
    let office = hall.browser("192.0.2.2").await;
    assert_eq!(location(&hall.post("/logout", &office, "").await), "/");
    assert_eq!((hall.is_in(&office).await, signed_out(&home).await), (false, 2));

    let office = hall.browser("192.0.2.2").await;
    let out = hall.post("/account/sign-out", &office, "").await;
    assert_eq!((location(&out), office.after(&out).cookies.contains("maillage_session")), ("/", false));
    assert!(!hall.is_in(&office).await && !hall.is_in(&home).await && hall.is_in(&paul).await);
}

#[tokio::test]
async fn a_name_is_changed_and_signs_from_then_on() {
    let hall = Hall::with_account().await;
    let home = hall.browser("192.0.2.1").await;
    assert_eq!(hall.post("/account/name", &home, "name=").await.status, 422);
    assert_eq!(location(&hall.post("/account/name", &home, "name=Claire+Martin").await), "/account?done=name");
    assert!(hall.get("/account", &home).await.text.contains("value=\"Claire Martin\""));
    assert!(hall.get("/admin/audit", &home).await.text.contains("Nom du compte changé"));
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_everything_that_it_opened_ends() {
    let hall = Hall::with_account().await;
    let (home, thief) = (hall.browser("192.0.2.1").await, hall.browser("203.0.113.5").await);
    let link = format!("/password/{}", hall.server.backend.make_password_link(EMAIL).await.unwrap());
    let change = |current: &str, new: &str| format!("current={current}&password={new}");
    let wrong = hall.post("/account/password", &home, &change("une fausse phrase", OTHER)).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("votre mot de passe actuel") && !wrong.text.contains(OTHER), "{}", wrong.text);
    assert_eq!(hall.post("/account/password", &home, &change(PASSWORD, "1234567890")).await.status, 422);
    assert!(hall.is_in(&thief).await, "what is refused changes nothing");

    let changed = hall.post("/account/password", &home, &change(PASSWORD, OTHER)).await;
    assert_eq!(location(&changed), "/account?done=password");
    assert!(hall.is_in(&home.after(&changed)).await && !hall.is_in(&home).await, "a new session is begun here");
    assert!(!hall.is_in(&thief).await);
    assert_eq!(hall.get(&link, &from("203.0.113.5")).await.status, 404, "the links die as well");
    assert_eq!(hall.sign_in(&from("192.0.2.1"), EMAIL, PASSWORD).await.status, 401);
    assert_eq!(hall.sign_in(&from("192.0.2.1"), EMAIL, OTHER).await.status, 303);

    // Whoever finds the browser open guesses no faster than at the door.
    let home = home.after(&changed);
    let mut answers = Vec::new();
    for _ in 0..11 {
        answers.push(hall.post("/account/password", &home, &change("une fausse phrase", PASSWORD)).await);
    }
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses, [[422; 10].as_slice(), &[429]].concat());
    assert_eq!(retry_after(answers.last().unwrap()), 1);
}

#[tokio::test]
async fn a_forgotten_password_comes_by_mail_and_says_nothing_of_who_has_an_account() {
    let sink = Sink::start(false).await;
    let hall = Hall::mailing(&sink).await;
    assert!(hall.get("/login", &from("192.0.2.1")).await.text.contains("/forgotten"));
    let told = |answer: &Answer| {
        let body = answer
            .text
            .split("<body")
            .nth(1)
            .unwrap_or_default()
            .split("<script")
            .next()
            .unwrap_or_default()
            .to_owned();
        (answer.status, body)
    };
    let unknown = hall.post("/forgotten", &from("192.0.2.1"), "email=personne@maillage.example").await;
    let known = hall.post("/forgotten", &from("192.0.2.1"), &format!("email={}", EMAIL.to_uppercase())).await;
    assert_eq!(told(&unknown), told(&known));
    assert_eq!(hall.post("/forgotten", &from("192.0.2.1"), "email=claire").await.status, 422);
    let mail = sink.first().await;
    assert!(mail.contains("https://maillage.example/password/"), "{mail}");
    let path = format!("/password/{}", mail.split("/password/").nth(1).unwrap().split_whitespace().next().unwrap());
    assert_eq!(hall.post(&path, &from("192.0.2.1"), &format!("password={OTHER}")).await.status, 303);
    assert_eq!(hall.get(&path, &from("192.0.2.1")).await.status, 404, "it works once");
    assert_eq!(hall.sign_in(&from("192.0.2.1"), EMAIL, OTHER).await.status, 303);

    // Nobody fills a letter box with it, nor asks for everybody; the bound is the same for addresses without an
    // account.
    let ask = async |address, email: &str| hall.post("/forgotten", &from(address), &format!("email={email}")).await;
    for email in [EMAIL, "personne@maillage.example"] {
        assert_eq!(ask("192.0.2.7", email).await.status, 200);
        assert_eq!(ask("192.0.2.8", email).await.status, 200);
        let over = ask("192.0.2.9", email).await;
        assert_eq!((over.status.as_u16(), retry_after(&over)), (429, 60), "{email}");
    }
    hall.wait(60);
    assert_eq!(ask("192.0.2.9", EMAIL).await.status, 200);
    let mut turned_away = 0;
    for number in 0..25 {
        turned_away +=
            usize::from(ask("198.51.100.1", &format!("compte{number}@maillage.example")).await.status == 429);
    }
    assert_eq!(turned_away, 5);
}

#[tokio::test]
async fn without_a_mail_server_the_page_says_whom_to_ask() {
    let hall = Hall::with_account().await;
    let page = hall.get("/forgotten", &from("192.0.2.1")).await;
    assert!(page.text.contains("maillage account reset") && !page.text.contains("name=\"email\""), "{}", page.text);
    assert_eq!(hall.post("/forgotten", &from("192.0.2.1"), &format!("email={EMAIL}")).await.status, 404);
    // A relay alone is not enough: a link would be made of what the request says of its host.
    let sink = Sink::start(false).await;
    let Hall { server: Server { mut app, backend, folder, .. }, now } = hall;
    app.mail = Some(Arc::new(sink.mailer()));
    let hall = Hall { server: Server { router: server::router(app.clone()), app, backend, folder }, now };
    assert_eq!(hall.post("/forgotten", &from("192.0.2.1"), &format!("email={EMAIL}")).await.status, 404);
}

#[tokio::test]
async fn a_second_factor_is_asked_for_after_the_password_and_its_codes_work_once() {
    let hall = Hall::with_account().await;
    let home = hall.browser("192.0.2.1").await;
    let wrong = hall.post("/account/second-factor/start", &home, "current=une+fausse+phrase").await;
    assert_eq!(wrong.status, 422);
    assert_eq!(location(&hall.get("/account/second-factor", &home).await), "/account", "nothing waits");
    // What was proposed is not asked for before a first code has shown that the phone has it.
    hall.post("/account/second-factor/start", &home, &format!("current={PASSWORD}")).await;
    assert_eq!(hall.post("/account/second-factor", &home, "code=000000").await.status, 401);
    assert_eq!(location(&hall.sign_in(&from("192.0.2.2"), EMAIL, PASSWORD).await), "/desk");
    let (secret, recovery) = hall.add_factor(&home).await;
    assert_eq!(recovery.len(), 8);
    assert!(hall.get("/account", &home).await.text.contains("8\u{a0}codes de secours"));

    // The password alone opens nothing.
    let half = hall.half(&from("203.0.113.5")).await;
    assert!(!half.cookies.contains("maillage_session"));
    for path in ["/account", "/desk", "/programme", "/admin"] {
        assert_ne!(hall.get(path, &half).await.status, 200, "{path}");
    }
    let token = half.cookies.split("maillage_half=").nth(1).unwrap();
    let as_session = Client { address: "203.0.113.5", cookies: format!("maillage_session={token}") };
    assert!(!hall.is_in(&as_session).await);
    assert_eq!(
        location(&hall.type_code(&from("203.0.113.5"), &hall.code(&secret)).await),
        "/login",
        "nor the code alone"
    );

    // The code that confirmed it was used; the next one works, once.
    assert_eq!(hall.type_code(&half, &hall.code(&secret)).await.status, 401);
    hall.wait(30);
    let code = hall.code(&secret);
    let entered = hall.type_code(&half, &code).await;
    assert_eq!(location(&entered), "/desk");
    assert!(hall.is_in(&half.after(&entered)).await && !half.after(&entered).cookies.contains("maillage_half"));
    assert_eq!(location(&hall.type_code(&half, &code).await), "/login", "the wait is over as well");
    let again = hall.half(&from("203.0.113.6")).await;
    assert_eq!(hall.type_code(&again, &code).await.status, 401, "a code that was seen over a shoulder");

    // A recovery code works once, however it is typed.
    let typed = recovery[0].to_lowercase().replace('-', " ").replace(' ', "+");
    assert_eq!(location(&hall.type_code(&again, &typed).await), "/desk");
    let once_more = hall.half(&from("203.0.113.7")).await;
    assert_eq!(hall.type_code(&once_more, &typed).await.status, 401);
    assert!(hall.get("/account", &home).await.text.contains("7\u{a0}codes de secours"));

    // Who waits too long types the password again.
    hall.wait(600);
    assert_eq!(location(&hall.get("/login/code", &once_more).await), "/login");

    // It is taken off with the password alone.
    assert_eq!(hall.post("/account/second-factor/end", &home, "current=une+fausse+phrase").await.status, 422);
    assert_eq!(
        location(&hall.post("/account/second-factor/end", &home, &format!("current={PASSWORD}")).await),
        "/account?done=factor-off"
    );
    assert_eq!(location(&hall.sign_in(&from("203.0.113.8"), EMAIL, PASSWORD).await), "/desk");
    let audit = hall.get("/admin/audit", &home).await.text;
    assert!(audit.contains("Second facteur ajouté") && audit.contains("Second facteur retiré"));
    assert!(!audit.contains(&secret) && !recovery.iter().any(|code| audit.contains(code)));
}

#[tokio::test]
async fn who_guesses_at_codes_waits_and_the_owners_browser_passes() {
    let hall = Hall::with_account().await;
    let home = hall.browser("192.0.2.1").await;
    let (secret, _) = hall.add_factor(&home).await;
    let guesser = hall.half(&from("203.0.113.5")).await;
    let mut waits = Vec::new();
    for number in 0..8 {
        let answer = hall.type_code(&guesser, &format!("00000{number}")).await;
        assert_eq!(answer.status, 401, "try {number}");
        if number < 2 {
            continue;
        }
        let early = hall.type_code(&guesser, "000000").await;
        assert_eq!(early.status, 429);
        waits.push(retry_after(&early));
        hall.wait(retry_after(&early));
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32]);
    assert_eq!(hall.type_code(&guesser, "123456").await.status, 401);
    assert_eq!(hall.type_code(&guesser, &hall.code(&secret)).await.status, 429, "a right one that comes too early");
    // A browser in which Claire signed in before is not concerned; nor is the password of whoever does not know it yet.
    let owner = hall.half(&home).await;
    assert_eq!(location(&hall.type_code(&owner, &hall.code(&secret)).await), "/desk");
}

#[tokio::test]
async fn many_codes_at_once_let_in_one() {
    let hall = Hall::with_account().await;
    let (secret, recovery) = hall.add_factor(&hall.browser("192.0.2.1").await).await;
    hall.wait(30);
    for typed in [hall.code(&secret), recovery[3].clone()] {
        let halves = [
            hall.half(&from("192.0.2.11")).await,
            hall.half(&from("192.0.2.12")).await,
            hall.half(&from("192.0.2.13")).await,
        ];
        let tries = halves.iter().map(|half| hall.type_code(half, &typed));
        let entered = futures::future::join_all(tries).await.iter().filter(|answer| answer.status == 303).count();
        assert_eq!(entered, 1);
        hall.wait(900);
    }
}

#[tokio::test]
async fn a_link_to_a_new_password_is_no_way_around_the_second_factor_and_nobody_is_locked_out_for_good() {
    let hall = Hall::with_account().await;
    let home = hall.browser("192.0.2.1").await;
    let (secret, _) = hall.add_factor(&home).await;
    let half = hall.half(&from("203.0.113.5")).await;
    let link = format!("/password/{}", hall.server.backend.make_password_link(EMAIL).await.unwrap());
    let set = hall.post(&link, &from("192.0.2.1"), &format!("password={OTHER}")).await;
    assert_eq!(location(&set), "/login/code");
    assert_eq!(
        location(&hall.get("/login/code", &half).await),
        "/login",
        "who waited with the old password waits no more"
    );
    hall.wait(30);
    assert_eq!(location(&hall.type_code(&from("192.0.2.1").after(&set), &hall.code(&secret)).await), "/desk");

    // Phone and recovery codes are lost: whoever keeps the server takes the second factor off.
    assert!(hall.server.backend.take_second_factor_off("personne@maillage.example").await.is_err());
    assert!(hall.server.backend.take_second_factor_off(EMAIL).await.unwrap());
    assert!(!hall.server.backend.take_second_factor_off(EMAIL).await.unwrap(), "there is none any more");
    let entered = hall.sign_in(&from("192.0.2.1"), EMAIL, OTHER).await;
    assert_eq!(location(&entered), "/desk");
    let admin = from("192.0.2.1").after(&entered);
    assert!(hall.get("/admin/audit", &admin).await.text.contains("Ligne de commande"));

    // Or an administrator does, but not their own: that takes the password.
    let (paul, session) =
        hall.server.backend.create_account("Paul", "paul@maillage.example", PASSWORD.into()).await.unwrap();
    let of_paul = Client { address: "192.0.2.3", cookies: format!("maillage_session={session}") };
    hall.add_factor(&of_paul).await;
    let accounts = hall
        .server
        .backend
        .host_accounts(&hall.server.backend.account(&session_of(&admin)).await.unwrap())
        .await
        .unwrap();
    let [claire, paul_id] =
        ["Claire", paul.name()].map(|name| accounts.iter().find(|known| known.name == name).unwrap().id);
    assert!(hall.get("/admin", &admin).await.text.contains(&format!("/admin/accounts/{paul_id}/end-second-factor")));
    assert_eq!(hall.post(&format!("/admin/accounts/{claire}/end-second-factor"), &admin, "").await.status, 403);
    assert_eq!(hall.post(&format!("/admin/accounts/{claire}/end-second-factor"), &of_paul, "").await.status, 404);
    assert_eq!(hall.post(&format!("/admin/accounts/{paul_id}/end-second-factor"), &admin, "").await.status, 303);
    assert_eq!(location(&hall.sign_in(&from("192.0.2.3"), "paul@maillage.example", PASSWORD).await), "/desk");
}

fn session_of(client: &Client) -> String {
    client.cookies.split("; ").find_map(|pair| pair.strip_prefix("maillage_session=")).unwrap().to_owned()
}

#[tokio::test]
async fn nothing_of_a_second_factor_stands_open_in_the_database() {
    let hall = Hall::with_account().await;
    let (secret, recovery) = hall.add_factor(&hall.browser("192.0.2.1").await).await;
    let half = hall.half(&from("192.0.2.1")).await;
    let token = half.cookies.split("maillage_half=").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let raw = Secret::Encoded(secret.replace(' ', "")).to_bytes().unwrap();
    hall.server.backend.stop().await;
    let plain: Vec<String> = recovery
        .iter()
        .flat_map(|code| [code.clone(), code.replace('-', "")])
        .chain([secret.replace(' ', ""), secret, token])
        .collect();
    for file in std::fs::read_dir(hall.server.folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(&file).unwrap();
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(!holds(&raw) && !plain.iter().any(|text| holds(text.as_bytes())), "{}", file.display());
    }
}
