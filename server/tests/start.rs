//! What the binary looks at before it serves: who else can read its files, and under which address it is told to be.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const BINARY: &str = env!("CARGO_BIN_EXE_maillage");

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn open_to_all(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Every file of a folder, and the folder, that others than its owner can do anything with.
fn open_to_others(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .chain([folder.to_owned()])
        .filter(|path| mode(path) & 0o077 != 0)
        .map(|path| path.display().to_string())
        .collect()
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The binary, once it says that it listens.
fn serve(folder: &Path) -> Running {
    let mut child = Command::new(BINARY)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .env("MAILLAGE_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.starts_with("listening on ")));
    Running(child)
}

fn run(arguments: &[&str], folder: &Path) -> Output {
    // Whatever the account that starts it thinks of others; and no server that was to be refused runs on for ever.
    Command::new("sh")
        .args(["-c", "umask 0000; exec timeout 60 \"$0\" \"$@\"", BINARY])
        .args(arguments)
        .arg("--data")
        .arg(folder)
        .output()
        .unwrap()
}

#[test]
fn nobody_else_on_the_machine_can_read_what_the_server_keeps() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("data");
    let made = run(&["workshop", "create", "--title", "Atelier"], &folder);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let copy = outer.path().join("copy.db");
    let backed_up = run(&["backup", copy.to_str().unwrap()], &folder);
    assert!(
        backed_up.status.success() && String::from_utf8_lossy(&backed_up.stdout).contains("maillage.key"),
        "a backup says what else is needed"
    );
    assert_eq!(mode(&copy), 0o600);
    assert_eq!(open_to_others(&folder), Vec::<String>::new());

    // An installation of before, whose files everybody can read; the log and its index are there while it runs.
    for entry in std::fs::read_dir(&folder).unwrap() {
        open_to_all(&entry.unwrap().path(), 0o644);
    }
    open_to_all(&folder, 0o755);
    let running = serve(&folder);
    assert!(folder.join("maillage.db-wal").exists() && folder.join("maillage.key").exists());
    assert_eq!(open_to_others(&folder), Vec::<String>::new());
    drop(running);
    assert_eq!(open_to_others(&folder), Vec::<String>::new());
}

#[test]
fn an_address_that_cannot_be_right_is_refused_at_the_start_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, sentence) in [
        (&["--public-url", "ateliers.example"][..], "--public-url must be a whole address"),
        (&["--public-url", "https://example.org/maillage"], "give https://example.org, without \"maillage\""),
        (&["--behind-proxy"], "need --public-url"),
        (&["--trusted-proxies", "2"], "need --public-url"),
    ] {
        let output = run(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat(), folder.path());
        let said = String::from_utf8(output.stderr).unwrap();
        let said: Vec<&str> = said.lines().filter(|line| line.starts_with("maillage:")).collect();
        assert!(!output.status.success() && said.len() == 1 && said[0].contains(sentence), "{arguments:?}: {said:?}");
    }
}

#[test]
fn a_provider_is_set_whole_or_not_at_all_and_the_server_starts_while_it_is_down() {
    let outer = tempfile::tempdir().unwrap();
    let (folder, secret) = (outer.path().join("data"), outer.path().join("secret"));
    std::fs::write(&secret, "secret\n").unwrap();
    let secret = secret.to_str().unwrap();
    // Nothing listens there.
    let issuer = "http://127.0.0.1:9";
    let whole = [
        "--oidc-issuer",
        issuer,
        "--oidc-client-id",
        "maillage",
        "--oidc-secret-file",
        secret,
        "--public-url",
        "https://ateliers.example",
    ];
    for (missing, said) in [
        (&whole[..6], "needs --public-url"),
        (&[&whole[..2], &whole[4..]].concat(), "needs --oidc-client-id"),
        (&[&whole[..4], &whole[6..]].concat(), "needs --oidc-secret-file"),
        (&whole[2..], "need --oidc-issuer"),
        (&[&["--oidc-issuer", "http://identity.example"], &whole[2..]].concat(), "begins with https://"),
        (&[&["--oidc-issuer", "identity.example"], &whole[2..]].concat(), "write it whole"),
    ] {
        let refused = run(&[&["serve", "--listen", "127.0.0.1:0"], missing].concat(), &folder);
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && told.contains(said), "{said}: {told}");
    }
    let mut child = Command::new(BINARY)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(whole)
        .arg("--data")
        .arg(&folder)
        .env("MAILLAGE_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let started = lines.any(|line| line.starts_with("listening on https://ateliers.example"));
    drop(Running(child));
    assert!(started);
}

/// Who manages the process may change their mind the moment it says that it listens. It stops as at any other time: by
/// itself, with all that it holds put away.
#[test]
fn it_can_be_asked_to_stop_as_soon_as_it_listens() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let mut running = serve(folder.path());
        let id = rustix::process::Pid::from_child(&running.0);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        assert!(running.0.wait().unwrap().success());
    }
}

/// Without a word everybody behind a proxy that nobody declared would count as one.
#[test]
fn a_proxy_that_nobody_declared_is_told_of_once() {
    for (options, told) in [(&[][..], 1), (&["--behind-proxy", "--public-url", "https://ateliers.example"][..], 0)] {
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let mut child = Command::new(BINARY)
            .args(["serve", "--listen", &address, "--data"])
            .arg(folder.path())
            .args(options)
            .env("MAILLAGE_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = child.stderr.take().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut running = Running(child);
        assert!(lines.any(|line| line.starts_with("listening on ")));
        for _ in 0..3 {
            let mut stream = TcpStream::connect(&address).unwrap();
            let asked = format!(
                "GET /login HTTP/1.1\r\nhost: {address}\r\nx-forwarded-for: 192.0.2.7\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(asked.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
        }
        let id = rustix::process::Pid::from_child(&running.0);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        assert!(running.0.wait().unwrap().success());
        let (mut said, rest) = (String::new(), lines.collect::<String>());
        errors.read_to_string(&mut said).unwrap();
        assert_eq!((said + &rest).matches("X-Forwarded-For").count(), told, "{options:?}");
    }
}
