//! A disk in memory that forgets, on a power cut, what was not flushed; and that can be full.
//!
//! One folder of plain files, mounted through FUSE. What is written is there for everyone at once, as with any page
//! cache; only `fsync` makes it last. A cut leaves of the rest what chance leaves: sectors of 512 bytes, in any order,
//! torn in the middle of a page. A file that was never flushed is gone altogether.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use fuser::{
    BackgroundSession, BsdFileFlags, Config, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags, Generation,
    INodeNo, LockOwner, MountOption, OpenFlags, ReplyAttr, ReplyCreate, ReplyData, ReplyDirectory, ReplyEmpty,
    ReplyEntry, ReplyOpen, ReplyStatfs, ReplyWrite, Request, TimeOrNow, WriteFlags,
};
use tempfile::TempDir;

use super::CannotRun;

const SECTOR: usize = 512;
/// How long the kernel may keep what it was told of a file: nobody else changes anything on this disk.
const BELIEVED: Duration = Duration::from_secs(60);

#[derive(Clone, Debug, Default)]
struct Content {
    now: Vec<u8>,
    /// As of the last flush; none before the first.
    flushed: Option<Vec<u8>>,
}

#[derive(Debug, Default)]
struct Files {
    names: BTreeMap<OsString, u64>,
    contents: BTreeMap<u64, Content>,
    next: u64,
    /// The size of the disk, in bytes.
    capacity: usize,
}

/// What the mounted file system and its owner share.
#[derive(Clone, Debug, Default)]
struct Shared(Arc<Mutex<Files>>);

impl Shared {
    fn files(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A disk in memory that forgets, at a power cut, what was not flushed.
pub struct Disk {
    folder: TempDir,
    shared: Shared,
    mounted: Option<BackgroundSession>,
}

impl Disk {
    /// An empty disk with room for this many bytes. Needs `/dev/fuse` and the right to mount.
    pub fn new(capacity: usize) -> Result<Self> {
        let shared = Shared::default();
        shared.files().capacity = capacity;
        let mut disk = Self { folder: tempfile::tempdir()?, shared, mounted: None };
        disk.mount()?;
        Ok(disk)
    }

    fn mount(&mut self) -> Result<()> {
        let mut options = Config::default();
        options.mount_options = vec![MountOption::FSName("maillage-trial".to_owned())];
        let session = fuser::spawn_mount(self.shared.clone(), self.folder.path(), &options)
            .context("cannot mount through /dev/fuse")?;
        self.mounted = Some(session);
        Ok(())
    }

    fn unmount(&mut self) -> Result<()> {
        if let Some(session) = self.mounted.take() {
            session.umount_and_join().context("cannot unmount")?;
        }
        Ok(())
    }

    /// The folder at which it is mounted.
    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Makes room for this many bytes in all.
    pub fn set_capacity(&self, bytes: usize) {
        self.shared.files().capacity = bytes;
    }

    /// How many bytes are in use.
    pub fn used(&self) -> usize {
        self.shared.files().used()
    }

    /// The power fails: what was not flushed is gone, but for the sectors that chance spares. Whoever used the disk
    /// must be dead.
    pub fn cut_power(&mut self, chance: &mut fastrand::Rng) -> Result<()> {
        self.unmount()?;
        {
            let mut files = self.shared.files();
            let Files { names, contents, .. } = &mut *files;
            names.retain(|_, number| contents.get(number).is_some_and(|content| content.flushed.is_some()));
            contents.retain(|number, _| names.values().any(|named| named == number));
            for content in contents.values_mut() {
                content.lose(chance);
            }
        }
        self.mount()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if let Err(error) = self.unmount() {
            eprintln!("{error:#}");
        }
    }
}

impl Content {
    fn lose(&mut self, chance: &mut fastrand::Rng) {
        let Some(mut kept) = self.flushed.take() else { return };
        // How much of what was on its way made it: nothing, everything, or anything between.
        let spared = match chance.u8(0..4) {
            0 => 0.0,
            1 => 1.0,
            _ => chance.f64(),
        };
        for at in (0..self.now.len()).step_by(SECTOR) {
            let end = (at + SECTOR).min(self.now.len());
            if kept.get(at..end) != Some(&self.now[at..end]) && chance.f64() < spared {
                if kept.len() < end {
                    kept.resize(end, 0);
                }
                kept[at..end].copy_from_slice(&self.now[at..end]);
            }
        }
        self.now.clone_from(&kept);
        self.flushed = Some(kept);
    }
}

impl Files {
    fn used(&self) -> usize {
        self.contents.values().map(|content| content.now.len()).sum()
    }

    fn attributes(&self, number: INodeNo) -> Option<FileAttr> {
        let folder = number == INodeNo::ROOT;
        let size = if folder { 0 } else { self.contents.get(&number.0)?.now.len() as u64 };
        Some(FileAttr {
            ino: number,
            size,
            blocks: size.div_ceil(512),
            atime: UNIX_EPOCH,
            mtime: UNIX_EPOCH,
            ctime: UNIX_EPOCH,
            crtime: UNIX_EPOCH,
            kind: if folder { FileType::Directory } else { FileType::RegularFile },
            perm: if folder { 0o755 } else { 0o644 },
            nlink: 1,
            uid: 0,
            gid: 0,
            rdev: 0,
            blksize: 4_096,
            flags: 0,
        })
    }

    /// Makes the content this long, or says that there is no room.
    fn resize(&mut self, number: u64, length: usize) -> std::result::Result<&mut Content, Errno> {
        let used = self.used();
        let content = self.contents.get_mut(&number).ok_or(Errno::ENOENT)?;
        if length > content.now.len() && used + length - content.now.len() > self.capacity {
            return Err(Errno::ENOSPC);
        }
        content.now.resize(length, 0);
        Ok(content)
    }
}

impl Filesystem for Shared {
    fn lookup(&self, _: &Request, _: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let files = self.files();
        match files.names.get(name).and_then(|number| files.attributes(INodeNo(*number))) {
            Some(attributes) => reply.entry(&BELIEVED, &attributes, Generation(0)),
            None => reply.error(Errno::ENOENT),
        }
    }

    fn getattr(&self, _: &Request, number: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        match self.files().attributes(number) {
            Some(attributes) => reply.attr(&BELIEVED, &attributes),
            None => reply.error(Errno::ENOENT),
        }
    }

    fn setattr(
        &self,
        _: &Request,
        number: INodeNo,
        _: Option<u32>,
        _: Option<u32>,
        _: Option<u32>,
        size: Option<u64>,
        _: Option<TimeOrNow>,
        _: Option<TimeOrNow>,
        _: Option<SystemTime>,
        _: Option<FileHandle>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let mut files = self.files();
        if let Some(size) = size
            && let Err(error) = files.resize(number.0, usize::try_from(size).unwrap_or(usize::MAX))
        {
            return reply.error(error);
        }
        match files.attributes(number) {
            Some(attributes) => reply.attr(&BELIEVED, &attributes),
            None => reply.error(Errno::ENOENT),
        }
    }

    fn create(&self, _: &Request, _: INodeNo, name: &OsStr, _: u32, _: u32, _: i32, reply: ReplyCreate) {
        let mut files = self.files();
        // The folder itself is number 1.
        let number = files.next + 2;
        files.next += 1;
        files.names.insert(name.to_owned(), number);
        files.contents.insert(number, Content::default());
        match files.attributes(INodeNo(number)) {
            Some(attributes) => {
                reply.created(&BELIEVED, &attributes, Generation(0), FileHandle(0), FopenFlags::empty());
            }
            None => reply.error(Errno::EIO),
        }
    }

    fn open(&self, _: &Request, _: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        reply.opened(FileHandle(0), FopenFlags::empty());
    }

    fn read(
        &self,
        _: &Request,
        number: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        match self.files().contents.get(&number.0) {
            Some(content) => {
                let from = usize::try_from(offset).unwrap_or(usize::MAX).min(content.now.len());
                let to = from.saturating_add(size as usize).min(content.now.len());
                reply.data(&content.now[from..to]);
            }
            None => reply.error(Errno::ENOENT),
        }
    }

    fn write(
        &self,
        _: &Request,
        number: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let mut files = self.files();
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let length = files.contents.get(&number.0).map_or(0, |content| content.now.len());
        match files.resize(number.0, length.max(from.saturating_add(data.len()))) {
            Ok(content) => {
                content.now[from..from + data.len()].copy_from_slice(data);
                reply.written(u32::try_from(data.len()).unwrap_or(u32::MAX));
            }
            Err(error) => reply.error(error),
        }
    }

    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        // Closing a file makes nothing last.
        reply.ok();
    }

    fn fsync(&self, _: &Request, number: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        if let Some(content) = self.files().contents.get_mut(&number.0) {
            content.flushed = Some(content.now.clone());
        }
        reply.ok();
    }

    fn fsyncdir(&self, _: &Request, _: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        reply.ok();
    }

    fn unlink(&self, _: &Request, _: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        // Whoever still has it open reads on: the content goes with the power.
        match self.files().names.remove(name) {
            Some(_) => reply.ok(),
            None => reply.error(Errno::ENOENT),
        }
    }

    fn readdir(&self, _: &Request, _: INodeNo, _: FileHandle, offset: u64, mut reply: ReplyDirectory) {
        let files = self.files();
        let entries =
            files.names.iter().map(|(name, number)| (INodeNo(*number), FileType::RegularFile, name.as_os_str()));
        let all = [
            (INodeNo::ROOT, FileType::Directory, OsStr::new(".")),
            (INodeNo::ROOT, FileType::Directory, OsStr::new("..")),
        ]
        .into_iter()
        .chain(entries);
        for (at, (number, kind, name)) in all.enumerate().skip(usize::try_from(offset).unwrap_or(usize::MAX)) {
            if reply.add(number, at as u64 + 1, kind, name) {
                break;
            }
        }
        reply.ok();
    }

    fn statfs(&self, _: &Request, _: INodeNo, reply: ReplyStatfs) {
        let files = self.files();
        let (all, free) = (files.capacity as u64 / 4_096, files.capacity.saturating_sub(files.used()) as u64 / 4_096);
        reply.statfs(all, free, free, 1_000, 1_000, 4_096, 255, 4_096);
    }
}

/// Whether a disk can be mounted here; if not, the error says why.
pub fn needed() -> Result<(), CannotRun> {
    let fuse = std::fs::OpenOptions::new().read(true).write(true).open(Path::new("/dev/fuse"));
    fuse.map(drop).map_err(|error| {
        CannotRun(format!(
            "/dev/fuse cannot be opened ({error}): this trial needs it (modprobe fuse, and the right to mount)"
        ))
    })
}
