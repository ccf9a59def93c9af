//! Servers as processes: started for a measurement, watched from outside, ended for good.

use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::protocol::Protocol;

/// A running server. Ends when it is dropped.
pub struct Process {
    child: Child,
    /// The address at which it listens.
    pub address: SocketAddr,
    /// The lines that it prints after the one with the address.
    later: Option<Receiver<String>>,
    /// A folder that is removed when the process has ended.
    _folder: Option<TempDir>,
}

impl Process {
    /// Starts a program that prints its port, or `listening on http://ADDRESS`, on a line of its own.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let output = child.stdout.take().context("no output")?;
        let mut lines = BufReader::new(output).lines().map_while(std::result::Result::ok);
        let told = lines.find_map(|line| {
            let line = line.strip_prefix("listening on http://").unwrap_or(&line);
            line.parse().ok().or_else(|| line.parse::<u16>().ok().map(|port| SocketAddr::from(([127, 0, 0, 1], port))))
        });
        // What it says later is always read, so that it never waits for a reader.
        let (told_later, later) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.for_each(|line| drop(told_later.send(line))));
        let Some(address) = told else {
            let _ = child.kill();
            bail!("{name} ended before it told its address");
        };
        Ok(Self { child, address, later: Some(later), _folder: None })
    }

    /// Starts a program that listens at this address without saying so; waits until it does.
    pub fn start_at(command: &mut Command, address: SocketAddr) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let mut process = Self { child, address, later: None, _folder: None };
        let late = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(address).is_err() {
            ensure!(process.child.try_wait()?.is_none() && Instant::now() < late, "{name} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(process)
    }

    /// Keeps this folder until the process has ended; then it is removed.
    #[must_use]
    pub fn keeping(mut self, folder: TempDir) -> Self {
        self._folder = Some(folder);
        self
    }

    /// The rest of the first line to come that begins so; nothing where none comes within seconds.
    pub fn told(&self, beginning: &str) -> Option<String> {
        let late = Instant::now() + Duration::from_secs(10);
        let later = self.later.as_ref()?;
        loop {
            let line = later.recv_timeout(late.saturating_duration_since(Instant::now())).ok()?;
            if let Some(rest) = line.strip_prefix(beginning) {
                return Some(rest.to_owned());
            }
        }
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The most memory it ever used, in bytes.
    pub fn peak_memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes * 1024)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Bytes of memory in use, as the kernel counts them.
    pub fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes * 1024)
    }

    /// Seconds of processor time used so far, all threads together.
    pub fn processor_seconds(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id()))?;
        // The name may hold blanks and stands in brackets; the times are fields 14 and 15, in hundredths of a second.
        let (_, fields) = stat.rsplit_once(')').context("no name")?;
        let ticks: u64 =
            fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>().unwrap_or(0)).sum();
        Ok(ticks as f64 / 100.0)
    }

    /// Ends it at once, as a power cut would: `SIGKILL`.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop; gives how long that took.
    pub fn stop(&mut self) -> Result<Duration> {
        let asked = Instant::now();
        ensure!(Command::new("kill").arg(self.id().to_string()).status()?.success(), "kill failed");
        let status = self.child.wait()?;
        ensure!(status.success(), "it ended with {status}");
        Ok(asked.elapsed())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The server's binary: `MAILLAGE_BINARY`, else beside this program.
pub fn binary() -> Result<PathBuf> {
    let path = match std::env::var_os("MAILLAGE_BINARY") {
        Some(path) => PathBuf::from(path),
        None => std::env::current_exe()?.with_file_name("maillage"),
    };
    ensure!(path.exists(), "{} is missing: cargo build --package server with the same profile", path.display());
    Ok(path)
}

/// A workshop made by the command line, with how to get in.
#[derive(Clone, Debug)]
pub struct Workshop {
    pub id: String,
    pub join_token: String,
    pub board_key: String,
    pub facilitator_token: String,
}

impl Workshop {
    /// Makes one in this folder, open for cards.
    pub fn create(folder: &Path, phase: &str) -> Result<Self> {
        let output = Command::new(binary()?)
            .args([
                "workshop",
                "create",
                "--title",
                "Atelier d’essai",
                "--tables",
                "12",
                "--phase",
                phase,
                "--json",
                "--data",
            ])
            .arg(folder)
            .output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told: Value = serde_json::from_slice(&output.stdout)?;
        let text = |field: &str| told[field].as_str().map(str::to_owned).with_context(|| format!("no {field}"));
        Ok(Self {
            id: text("id")?,
            join_token: text("join_token")?,
            board_key: text("board_key")?,
            facilitator_token: text("facilitator_token")?,
        })
    }
}

/// Starts the server on this folder, without bounds on how much one address may ask.
pub fn maillage(folder: &Path, listen: &str) -> Result<Process> {
    Process::start(
        Command::new(binary()?)
            .args(["serve", "--without-bounds", "--listen", listen, "--data"])
            .arg(folder)
            .env("MAILLAGE_LOG", "error"),
    )
}

/// An address that nobody listens on just now.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Maillage with a workshop and one participant in it, and what its screens must say.
pub async fn maillage_with_room() -> Result<(Process, Protocol, Workshop)> {
    let folder = tempfile::tempdir()?;
    let workshop = Workshop::create(folder.path(), "preparation")?;
    let process = maillage(folder.path(), "127.0.0.1:0")?.keeping(folder);
    let joined = crate::http::post_json(
        process.address,
        "/api/join",
        "",
        &serde_json::json!({"token": workshop.join_token, "name": "Essai", "organisation": "Scierie du Val"}),
    )
    .await?;
    let protocol = Protocol::Maillage {
        workshop: workshop.id.clone(),
        board_key: workshop.board_key.clone(),
        facilitator_token: workshop.facilitator_token.clone(),
        author: joined["participant"].as_u64().context("no participant")?,
        after: joined["seq"].as_u64().context("no seq")?,
    };
    Ok((process, protocol, workshop))
}

/// A peer of Node's, from `trials/peers`.
pub fn node(script: &str, arguments: &[&str]) -> Result<Process> {
    let folder = root().join("trials/peers");
    ensure!(folder.join("node_modules").is_dir(), "the peers are not installed: cargo xtask bench installs them");
    Process::start(Command::new("node").arg(folder.join(script)).args(arguments))
}
