//! Where entries of a cache lie: in a folder, or in memory where there is no disk. Each bears the hash of its name and bytes, so that
//! one that was written by half or damaged is none.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};

/// How many bytes of hash stand in front of an entry.
const HASH: usize = 32;

/// Where entries lie, by their names.
#[derive(Debug, Default)]
pub(super) enum KeptEntries {
    /// None is kept.
    #[default]
    Nowhere,
    /// A file for each.
    Folder {
        folder: PathBuf,
        /// How many were written: each is written under a name of its own before it takes its place.
        written: AtomicUsize,
    },
    /// Their bytes.
    Memory(Mutex<BTreeMap<String, Vec<u8>>>),
}

impl KeptEntries {
    /// Those in `folder`, which is made; none are kept where it cannot be.
    pub(super) fn of_folder(folder: &Path) -> Self {
        match fs::create_dir_all(folder) {
            Ok(()) => Self::Folder {
                folder: folder.to_owned(),
                written: AtomicUsize::new(0),
            },
            Err(_) => Self::Nowhere,
        }
    }

    /// None yet, in memory.
    pub(super) fn in_memory() -> Self {
        Self::Memory(Mutex::default())
    }

    /// Whether any can be kept.
    pub(super) const fn are_kept(&self) -> bool {
        !matches!(self, Self::Nowhere)
    }

    /// What is kept under `name`; `None` where nothing is, or not as it was put.
    pub(super) fn get(&self, name: &str) -> Option<Vec<u8>> {
        match self {
            Self::Nowhere => None,
            Self::Folder { folder, .. } => in_folder(folder, name),
            Self::Memory(all) => whole(name, held(all).get(name)?.clone()),
        }
    }

    /// Keeps `bytes` under `name`.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut all = Vec::with_capacity(HASH + bytes.len());
        all.extend_from_slice(&hash(name, bytes));
        all.extend_from_slice(bytes);
        self.put_as_is(name, all)
    }

    /// Keeps an entry with its hash, as it lay elsewhere.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn put_as_is(&self, name: &str, bytes: Vec<u8>) -> io::Result<()> {
        match self {
            Self::Nowhere => Err(io::ErrorKind::Unsupported.into()),
            Self::Folder { folder, written } => {
                let number = written.fetch_add(1, Ordering::Relaxed);
                let beside = folder.join(format!("{number}.new"));
                let put =
                    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, folder.join(name)));
                if put.is_err() {
                    let _ = fs::remove_file(beside);
                }
                put
            }
            Self::Memory(all) => {
                held(all).insert(name.to_owned(), bytes);
                Ok(())
            }
        }
    }

    /// Takes all out of memory, with their hashes; of a folder none.
    pub(super) fn take(&self) -> Vec<(String, Vec<u8>)> {
        match self {
            Self::Memory(all) => std::mem::take(&mut *held(all)).into_iter().collect(),
            Self::Nowhere | Self::Folder { .. } => Vec::new(),
        }
    }

    /// Takes away those whose names are not wanted.
    pub(super) fn retain(&self, is_wanted: impl Fn(&str) -> bool) {
        match self {
            Self::Nowhere => {}
            Self::Folder { folder, .. } => {
                for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                    if !is_wanted(&entry.file_name().to_string_lossy()) {
                        let _ = fs::remove_file(entry.path());
                    }
                }
            }
            Self::Memory(all) => held(all).retain(|name, _| is_wanted(name)),
        }
    }
}

/// What is kept under `name` in a folder; `None` where nothing is, or not as it was put.
pub(super) fn in_folder(folder: &Path, name: &str) -> Option<Vec<u8>> {
    whole(name, fs::read(folder.join(name)).ok()?)
}

fn held(all: &Mutex<BTreeMap<String, Vec<u8>>>) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The bytes behind the hash; `None` where it is not theirs.
fn whole(name: &str, mut all: Vec<u8>) -> Option<Vec<u8>> {
    let (front, bytes) = all.split_at_checked(HASH)?;
    if *front != hash(name, bytes) {
        return None;
    }
    all.drain(..HASH);
    Some(all)
}

fn hash(name: &str, bytes: &[u8]) -> [u8; HASH] {
    let hash = Sha256::new().chain_update(name).chain_update("\n");
    hash.chain_update(bytes).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laws(entries: &KeptEntries) {
        assert_eq!(entries.get("a"), None);
        entries.put("a", b"first").unwrap();
        entries.put("a", b"second").unwrap();
        entries.put("b", b"").unwrap();
        assert_eq!(entries.get("a").as_deref(), Some(&b"second"[..]));
        assert_eq!(entries.get("b").as_deref(), Some(&b""[..]));
        entries.retain(|name| name == "a");
        assert_eq!(entries.get("b"), None);
        assert_eq!(entries.get("a").as_deref(), Some(&b"second"[..]));
    }

    #[test]
    fn entries_come_back_as_they_were_put() {
        let folder = tempfile::tempdir().unwrap();
        laws(&KeptEntries::of_folder(&folder.path().join("kept")));
        laws(&KeptEntries::in_memory());
    }

    #[test]
    fn what_is_not_as_it_was_put_is_none() {
        let entries = KeptEntries::in_memory();
        entries.put("a", b"a thousand yuan").unwrap();
        let put = entries.take().remove(0).1;
        assert_eq!(entries.get("a"), None);
        for length in 0..put.len() {
            entries.put_as_is("a", put[..length].to_vec()).unwrap();
            assert_eq!(entries.get("a"), None, "{length}");
        }
        for at in 0..put.len() {
            let mut other = put.clone();
            other[at] ^= 1;
            entries.put_as_is("a", other).unwrap();
            assert_eq!(entries.get("a"), None, "{at}");
        }
        // Under another's name it is not what that one says.
        entries.put_as_is("b", put.clone()).unwrap();
        assert_eq!(entries.get("b"), None);
        entries.put_as_is("a", put).unwrap();
        assert_eq!(entries.get("a").as_deref(), Some(&b"a thousand yuan"[..]));
    }
}
