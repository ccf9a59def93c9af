//! Keeping the data: copies, putting one back, and looking whether all is well.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use backend::backup::{self, moment};
use backend::clock::Clock;
use clap::Args;

use super::{Data, Smtp};
use crate::App;

/// A hundred megabytes: less room than this is said.
const ROOM_LEAST: u64 = 100 * 1024 * 1024;
/// How far ahead of the clock an entry may be: another machine's clock may have written it.
const CLOCK_SLACK_MS: i64 = 60_000;

/// Copies that the server makes by itself.
#[derive(Clone, Debug, Args)]
pub(super) struct Copies {
    /// Copy the database this often (`1h`, `30m`, `1d`) into the folder `backups` of the data.
    #[arg(long, env = "MAILLAGE_BACKUP_EVERY", value_name = "TIME", value_parser = duration)]
    backup_every: Option<Duration>,
    /// Remove such copies after this time; when left out, after the days that the host's settings promise (35 unless
    /// they say otherwise). The newest always stays.
    #[arg(long, env = "MAILLAGE_BACKUP_KEEP", value_name = "TIME", value_parser = duration)]
    backup_keep: Option<Duration>,
}

impl Copies {
    /// Begins with the copies, where they are wanted, and goes on until the server stops.
    pub(super) fn start(&self, app: &App, data: &Data) {
        let Some(every) = self.backup_every else { return };
        let (keep, folder, backend, stopping) =
            (self.backup_keep, data.folder.join(backup::FOLDER), app.backend.clone(), app.stopping.clone());
        backend.note_backup(&folder, None);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = stopping.cancelled() => break,
                    () = tokio::time::sleep(until_next(&folder, every)) => {}
                }
                match backend.back_up_by_itself(&folder, keep).await {
                    Ok(content) => tracing::info!(%content, "the database was copied"),
                    Err(error) => {
                        tracing::error!(
                            %error, cause = ?std::error::Error::source(&error), folder = %folder.display(),
                            "the database could not be copied"
                        );
                        // What stands in the way is given time to go.
                        tokio::select! {
                            () = stopping.cancelled() => break,
                            () = tokio::time::sleep(every.min(Duration::from_secs(300))) => {}
                        }
                    }
                }
            }
        });
    }
}

/// How long until the next copy is due: a server that is started often makes no more of them.
fn until_next(folder: &Path, every: Duration) -> Duration {
    let now = Clock::system().now().0;
    let age = backup::newest_in(folder).and_then(|(at, _)| u64::try_from(now - at.0).ok());
    age.map_or(Duration::ZERO, |age| every.saturating_sub(Duration::from_millis(age)))
}

/// Reads `90s`, `30m`, `1h`, `35d`.
fn duration(typed: &str) -> Result<Duration, String> {
    let wrong = || format!("{typed} is no time: write a number with s, m, h or d, like 1h");
    let unit = typed.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let number: u64 = typed[..typed.len() - 1].trim().parse().map_err(|_| wrong())?;
    number
        .checked_mul(seconds)
        .filter(|seconds| (1..=100 * 366 * 86_400).contains(seconds))
        .map(Duration::from_secs)
        .ok_or_else(wrong)
}

pub(super) async fn back_up(data: &Data, file: &Path) -> Result<(), Box<dyn Error>> {
    let content = backup::copy(&data.folder, file).await?;
    if let Err(error) = backup::enter_copy(&data.folder, file, &Clock::system()).await {
        tell!("The audit log of the database could not be told of this copy: {error}");
    }
    tell!("copied to {}: {content}", file.display());
    tell!("The copy was read through and is sound. Photos and evidence are in it.");
    tell!("It opens no door by itself: keep {} as well, in another place.", data.key_file().display());
    Ok(())
}

pub(super) async fn restore(copy: &Path, data: &Data) -> Result<(), Box<dyn Error>> {
    let restored = backup::restore(copy, &data.folder, &Clock::system()).await?;
    tell!("restored into {}: {}", data.folder.join(backup::DATABASE).display(), restored.content);
    if let Some(aside) = restored.aside {
        tell!("The database of before is now {}; remove it when you do not need it.", aside.display());
    }
    tell!("Every workshop begins a new history: screens that knew later entries start again from this one.");
    let key = data.key_file();
    if !key.is_file() {
        tell!("There is no key at {}: put the key of this database there before you start the server.", key.display());
    }
    Ok(())
}

pub(super) async fn rebuild(data: &Data) -> Result<(), Box<dyn Error>> {
    backup::existing(&data.folder)?;
    let in_use = backup::InUse::take(&data.folder)?;
    let backend = data.open().await?;
    let done = backend.rebuild(|programme, entries| tell!("programme {programme}: {entries} entries")).await;
    backend.stop().await;
    drop(in_use);
    done?;
    tell!("What is read of synergies was made anew from the logs.");
    Ok(())
}

/// What `maillage check` looks at.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    smtp: Smtp,
}

/// What was found, told as it comes.
#[derive(Default)]
struct Found {
    wrong: usize,
}

impl Found {
    fn well(&self, sentence: &str) {
        tell!("ok     {sentence}");
    }

    fn wrong(&mut self, sentence: &str) {
        self.wrong += 1;
        tell!("WRONG  {sentence}");
    }
}

impl Check {
    pub(super) async fn run(self) -> Result<(), Box<dyn Error>> {
        let mut found = Found::default();
        self.database(&mut found).await;
        self.key(&mut found).await;
        self.disk(&mut found);
        self.copies(&mut found);
        self.mail(&mut found).await;
        match found.wrong {
            0 => Ok(()),
            1 => Err("one thing is wrong".into()),
            many => Err(format!("{many} things are wrong").into()),
        }
    }

    async fn database(&self, found: &mut Found) {
        let examined = match backup::examine_folder(&self.data.folder).await {
            Ok(examined) => examined,
            Err(error) => return found.wrong(&error.to_string()),
        };
        if examined.faults.is_empty() {
            found.well(&format!("database and logs: {}", examined.content));
        }
        for fault in &examined.faults {
            found.wrong(&format!("database: {fault}. Restore the last copy with `maillage restore`"));
        }
        let (now, newest) = (Clock::system().now(), examined.content.newest);
        match newest {
            Some(newest) if newest.0 > now.0 + CLOCK_SLACK_MS => found.wrong(&format!(
                "clock: this machine says {}, but the newest entry is of {}. Set the clock before anybody works",
                moment(now),
                moment(newest)
            )),
            _ => found.well(&format!("clock: {}", moment(now))),
        }
    }

    async fn key(&self, found: &mut Found) {
        let key = self.data.key_file();
        match backup::check_key(&self.data.folder, &key).await {
            Ok(()) => found.well(&format!("key: {} is the one of this database", key.display())),
            Err(error) => found.wrong(&error.to_string()),
        }
    }

    fn disk(&self, found: &mut Found) {
        let size = std::fs::metadata(self.data.folder.join(backup::DATABASE)).map_or(0, |file| file.len());
        let megabytes = |bytes: u64| bytes / (1024 * 1024);
        match rustix::fs::statvfs(&self.data.folder) {
            Err(error) => found.wrong(&format!("disk: {} cannot be looked at: {error}", self.data.folder.display())),
            Ok(disk) => {
                let free = disk.f_bavail * disk.f_frsize;
                let needed = ROOM_LEAST.max(2 * size);
                let sentence =
                    format!("disk: {} MB are free beside a database of {} MB", megabytes(free), megabytes(size));
                if free < needed {
                    found.wrong(&format!("{sentence}; {} MB are needed", megabytes(needed)));
                } else {
                    found.well(&sentence);
                }
            }
        }
    }

    fn copies(&self, found: &mut Found) {
        let folder = self.data.folder.join(backup::FOLDER);
        let Some((at, file)) = backup::newest_in(&folder) else {
            return found.well("copies: the server makes none by itself (--backup-every)");
        };
        let sentence = format!("copies: the newest is of {} ({})", moment(at), file.display());
        let days = (Clock::system().now().0 - at.0) / 86_400_000;
        if days >= 2 { found.wrong(&format!("{sentence}, {days} days ago")) } else { found.well(&sentence) }
    }

    async fn mail(&self, found: &mut Found) {
        match self.smtp.mailer() {
            Ok(None) => found.well("mail: none is configured (--smtp)"),
            Err(error) => found.wrong(&format!("mail: {error}")),
            Ok(Some(mailer)) => match mailer.answers().await {
                Ok(()) => found.well("mail: the relay answers"),
                Err(error) => found.wrong(&format!("mail: the relay does not take us: {error}")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (typed, seconds) in [("90s", 90), ("30m", 1_800), ("1h", 3_600), ("35d", 35 * 86_400)] {
            assert_eq!(duration(typed), Ok(Duration::from_secs(seconds)), "{typed}");
        }
        for typed in ["", "h", "1", "-1h", "1.5h", "0h", "1é", "99999999999999999999d"] {
            assert!(duration(typed).is_err(), "{typed}");
        }
    }
}
