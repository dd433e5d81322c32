//! Files and folders that are there only while something is made. Only their owner can read them.
//!
//! Each is locked while its run lives. What a run that was killed left behind is known by its name and by being unlocked, and
//! the next run in that folder removes it; two runs at once leave each other's alone.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use super::interrupt;
use super::windows_paths::{long, not_put};

/// What the names of temporary files begin with; a dot, so that they are taken for no submission.
const PREFIX: &str = ".yusuan-";
/// What they end in.
const SUFFIX: &str = ".tmp";
/// What the names of temporary folders begin with.
const FOLDER_PREFIX: &str = "yusuan-";
/// The number of letters and digits between both, drawn by lot.
const RANDOM: usize = 10;
/// The file in a temporary folder that is locked while it is in use.
const LOCK: &str = "lock";
/// How often a name is drawn.
const TRIES: usize = 20;

/// A temporary file, locked and open for writing; removed when it is dropped.
#[derive(Debug)]
pub(super) struct Temporary {
    file: Option<NamedTempFile>,
    path: PathBuf,
}

impl Temporary {
    /// Makes one in `folder`. Where `shared`, it begins with the rights of any new file there, else with those of its owner
    /// only.
    pub(super) fn new(folder: &Path, shared: bool) -> io::Result<Self> {
        let folder = &long(folder);
        for _ in 0..TRIES {
            let mut held = interrupt::held();
            let mut builder = tempfile::Builder::new();
            builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
            rights(&mut builder, shared);
            let file = builder.tempfile_in(folder)?;
            // A run that looked for what others left may have found this file before it was locked.
            if is_taken(file.as_file()) || !file.path().exists() {
                continue;
            }
            held.path(file.path());
            return Ok(Self {
                path: file.path().to_owned(),
                file: Some(file),
            });
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// The open file.
    pub(super) fn file(&mut self) -> &mut File {
        self.file
            .as_mut()
            .expect("only persist takes it, and the whole with it")
            .as_file_mut()
    }

    /// Gives it its name; whether over a file that has that name is as `over` says.
    pub(super) fn persist(mut self, path: &Path, over: bool) -> io::Result<()> {
        let file = self.file.take().expect("it is taken once");
        let to = long(path);
        let result = if over {
            file.persist(to)
        } else {
            file.persist_noclobber(to)
        };
        result.map(drop).map_err(|error| not_put(path, error.error))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        drop(self.file.take());
        interrupt::held().release_path(&self.path);
    }
}

/// A temporary folder of the system's, which only its owner can enter; removed when it is dropped.
#[derive(Debug)]
pub(super) struct TemporaryFolder {
    folder: Option<TempDir>,
    path: PathBuf,
    lock: Option<File>,
}

impl TemporaryFolder {
    /// Makes one in `parent`, after what runs that were killed left there is removed.
    pub(super) fn new(parent: &Path) -> io::Result<Self> {
        sweep_folders(parent);
        for _ in 0..TRIES {
            let mut held = interrupt::held();
            let mut builder = tempfile::Builder::new();
            builder
                .prefix(FOLDER_PREFIX)
                .suffix(SUFFIX)
                .rand_bytes(RANDOM);
            private_folder(&mut builder);
            let folder = builder.tempdir_in(parent)?;
            let Ok(lock) = File::create_new(folder.path().join(LOCK)) else {
                continue;
            };
            if is_taken(&lock) || !folder.path().join(LOCK).exists() {
                continue;
            }
            held.path(folder.path());
            return Ok(Self {
                path: folder.path().to_owned(),
                folder: Some(folder),
                lock: Some(lock),
            });
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // Windows removes no folder that holds an open file.
        drop(self.lock.take());
        if let Some(folder) = self.folder.take() {
            interrupt::remove(&folder.keep());
        }
        interrupt::held().release_path(&self.path);
    }
}

/// Locks a file; whether another run holds it. Where the file system knows no locks, it is taken as ours.
fn is_taken(file: &File) -> bool {
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

/// Whether a file is of a run that has ended. Where the file system knows no locks, it is left alone.
pub(super) fn is_left(file: &File) -> bool {
    file.try_lock().is_ok()
}

/// Removes the temporary files in `folder` whose runs have ended.
pub(super) fn sweep(folder: &Path) {
    for entry in entries(folder) {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file
            && is_ours(&entry.file_name(), PREFIX)
            && let Ok(file) = File::open(entry.path())
            && is_left(&file)
        {
            // Removed while it is locked, so that nobody takes it up meanwhile.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes the temporary folders in `parent` that are the user's own and whose runs have ended.
fn sweep_folders(parent: &Path) {
    for entry in entries(parent) {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !(is_folder && is_ours(&entry.file_name(), FOLDER_PREFIX) && is_mine(&entry)) {
            continue;
        }
        let path = entry.path();
        match File::open(path.join(LOCK)) {
            Ok(lock) if is_left(&lock) => {
                let _ = fs::remove_dir_all(&path);
            }
            Ok(_) => {}
            // One that was just made, or whose run was killed at that moment: it goes only if it is empty.
            Err(_) => {
                let _ = fs::remove_dir(&path);
            }
        }
    }
}

/// Whether a name is that of a temporary folder.
pub(super) fn is_folder(name: &str) -> bool {
    is_ours(OsStr::new(name), FOLDER_PREFIX)
}

fn entries(folder: &Path) -> impl Iterator<Item = fs::DirEntry> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}

/// Whether a name is one that [`Temporary`] or [`TemporaryFolder`] gives.
fn is_ours(name: &OsStr, prefix: &str) -> bool {
    name.to_str()
        .and_then(|name| name.strip_prefix(prefix)?.strip_suffix(SUFFIX))
        .is_some_and(|random| {
            random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(unix)]
fn rights(builder: &mut tempfile::Builder<'_, '_>, shared: bool) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if shared { 0o666 } else { 0o600 };
    builder.permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn rights(_: &mut tempfile::Builder<'_, '_>, _: bool) {}

#[cfg(unix)]
fn private_folder(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o700));
}

#[cfg(not(unix))]
fn private_folder(_: &mut tempfile::Builder<'_, '_>) {}

#[cfg(unix)]
fn is_mine(entry: &fs::DirEntry) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let me = rustix::process::geteuid().as_raw();
    entry.metadata().is_ok_and(|data| data.uid() == me)
}

/// Elsewhere each user has a temporary folder of his own.
#[cfg(not(unix))]
fn is_mine(_: &fs::DirEntry) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_that_ended_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let others = [".yusuan-abc.tmp", ".yusuan-0123456789", "0123456789.tmp"];
        for name in others {
            fs::write(at(name), "").unwrap();
        }
        fs::write(at(".yusuan-0123456789.tmp"), "").unwrap();
        let living = Temporary::new(folder.path(), true).unwrap();
        sweep(folder.path());
        assert!(!at(".yusuan-0123456789.tmp").exists());
        assert!(others.iter().all(|name| at(name).exists()));
        assert!(living.path.exists(), "that of a living run stays");
        let path = living.path.clone();
        drop(living);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_in_use_stays_and_one_that_was_left_goes() {
        let parent = tempfile::tempdir().unwrap();
        let left = parent.path().join("yusuan-0123456789.tmp");
        fs::create_dir(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::write(left.join("1.xlsx"), "").unwrap();
        let one = TemporaryFolder::new(parent.path()).unwrap();
        assert!(!left.exists());
        let two = TemporaryFolder::new(parent.path()).unwrap();
        assert!(one.path().exists() && two.path().exists());
        let path = one.path().to_owned();
        drop(one);
        assert!(!path.exists() && two.path().exists());
    }
}
