//! A part of the files: `--shard K/N`. Each file is in exactly one, by its path below the folder that is read and nothing else, so
//! that processes that know nothing of each other share out the same files, and a file more changes the shard of no other.

use std::path::Path;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// The most shards.
const MOST: u32 = 100_000;

/// One of several parts of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shard {
    /// Which, counted from 1.
    pub(super) own: u32,
    /// Of how many.
    pub(super) of: u32,
}

impl Shard {
    /// Whether a file is in it, by its path below the folder that is read.
    pub(super) fn has(self, below: &Path) -> bool {
        let mut hash = Sha256::new();
        for part in below.components() {
            hash.update(part.as_os_str().to_string_lossy().as_bytes());
            hash.update(b"/");
        }
        let hash = hash.finalize();
        let number = hash
            .iter()
            .take(8)
            .fold(0, |all: u64, byte| all << 8 | u64::from(*byte));
        number % u64::from(self.of) == u64::from(self.own - 1)
    }
}

/// It is no part of several.
#[derive(Debug, thiserror::Error)]
#[error("1/64 … 64/64")]
pub(super) struct ShardError;

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let (own, of) = text.split_once('/').ok_or(ShardError)?;
        let number = |text: &str| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| digits).ok_or(ShardError)
        };
        let (own, of): (u32, u32) = (number(own)?, number(of)?);
        match (1..=of).contains(&own) && of <= MOST {
            true => Ok(Self { own, of }),
            false => Err(ShardError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_one_shard() {
        let files: Vec<String> = (0..3000).map(|n| format!("单位/{n:06}.xlsx")).collect();
        let mut sizes = [0; 7];
        for file in &files {
            let has = |own| Shard { own, of: 7 }.has(file.as_ref());
            let own: Vec<u32> = (1..=7).filter(|own| has(*own)).collect();
            assert_eq!(own.len(), 1);
            sizes[own[0] as usize - 1] += 1;
        }
        assert!(
            sizes.iter().all(|size| (330..530).contains(size)),
            "{sizes:?}"
        );
    }

    #[test]
    fn a_shard_is_one_of_several() {
        let of = |text: &str| text.parse::<Shard>().ok();
        assert_eq!(of("1/1"), Some(Shard { own: 1, of: 1 }));
        assert_eq!(of("64/64"), Some(Shard { own: 64, of: 64 }));
        for wrong in [
            "0/4", "5/4", "1/0", "1", "/", "a/b", "+1/4", "-1/4", "1/4/4", "1/999999",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
