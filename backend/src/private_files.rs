//! Files that nobody but the server's own account may read: the database with its log, its copies, the key.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Read and write for the owner, nothing for anybody else.
const FILE: u32 = 0o600;
/// As [`FILE`], and to look into.
const FOLDER: u32 = 0o700;
/// Everybody's folder, in which each may only remove their own (`/tmp`).
const STICKY: u32 = 0o1000;

/// From now on, what this process makes is for its own account only.
pub fn keep_what_is_made_private() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Makes a file that must not exist yet.
///
/// # Errors
/// When it exists or cannot be made.
pub fn create(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(FILE).open(file)
}

/// Opens a file to be written anew, whether it exists or not.
///
/// # Errors
/// When it can be neither made nor opened.
pub fn replace(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(FILE).open(file)
}

/// Makes the folder where it is missing, or closes it to others where it is open to them; says so when it was.
///
/// # Errors
/// When it cannot be made.
pub fn folder(folder: &Path) -> io::Result<()> {
    match std::fs::metadata(folder) {
        Ok(_) => {
            tighten(folder);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            DirBuilder::new().recursive(true).mode(FOLDER).create(folder)
        }
        Err(error) => Err(error),
    }
}

/// Makes the database's file where it is missing, so that its log and its index, which SQLite makes with the same
/// rights, are private as well; closes those that are open to others.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn database(file: &Path) -> io::Result<()> {
    match create(file) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => drop(made?),
    }
    for file in with_companions(file) {
        tighten(&file);
    }
    Ok(())
}

/// A database's file, and what SQLite and we may have put beside it.
fn with_companions(file: &Path) -> impl Iterator<Item = PathBuf> {
    ["", "-wal", "-shm", "-journal", "-generation"]
        .map(|end| {
            let mut name = file.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        })
        .into_iter()
}

/// Closes a file or folder to everybody but its owner, and says so. What is not there, or not ours to change, stays as
/// it is; the latter is said.
pub fn tighten(path: &Path) {
    let Ok(found) = std::fs::metadata(path) else { return };
    let mode = found.mode();
    if mode & 0o077 == 0 {
        return;
    }
    if found.is_dir() && mode & STICKY != 0 {
        tracing::warn!(path = %path.display(), "this folder is everybody's: keep the database in one of its own");
        return;
    }
    let wanted = if found.is_dir() { FOLDER } else { FILE };
    let was = format!("{:04o}", mode & 0o7777);
    match std::fs::set_permissions(path, std::fs::Permissions::from_mode(wanted)) {
        Ok(()) => {
            tracing::warn!(path = %path.display(), was, now = format!("{wanted:04o}"), "others of this machine could \
                read this; now only the server can");
        }
        Err(error) => {
            tracing::warn!(path = %path.display(), was, %error, "others of this machine can read this, and it cannot \
                be changed");
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn what_is_open_to_others_is_closed_and_what_is_new_is_private() {
        let outer = tempfile::tempdir().unwrap();
        let folder_of_data = outer.path().join("data");
        folder(&folder_of_data).unwrap();
        assert_eq!(mode(&folder_of_data), 0o700);
        let file = folder_of_data.join("maillage.db");
        for end in ["", "-wal", "-shm"] {
            let path = folder_of_data.join(format!("maillage.db{end}"));
            std::fs::write(&path, "").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        std::fs::set_permissions(&folder_of_data, std::fs::Permissions::from_mode(0o755)).unwrap();
        folder(&folder_of_data).unwrap();
        database(&file).unwrap();
        assert_eq!(mode(&folder_of_data), 0o700);
        for end in ["", "-wal", "-shm"] {
            assert_eq!(mode(&folder_of_data.join(format!("maillage.db{end}"))), 0o600, "{end}");
        }
        let copy = folder_of_data.join("copy.db");
        drop(create(&copy).unwrap());
        assert_eq!(mode(&copy), 0o600);
        assert!(create(&copy).is_err(), "nothing is written over");
    }
}
