//! A zip package: its parts are unpacked one by one, and no more than the limits allow.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use memchr::memmem;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::error::{of_part, quoted};
use super::limits::{PARTS, RATIO, UNPACKED_BYTES};
use super::{Limits, OpenError};
use crate::messages::Phrase;

/// Below this size a high ratio of compression is no sign of malice: empty formatted rows pack well.
const RATIO_COUNTS_FROM: u64 = 16 << 20;

/// A zip archive and what may still be unpacked of it.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Part names in lower case and with `/`, as programs differ in both, with the index in the archive.
    names: BTreeMap<String, usize>,
    left: u64,
    /// What might be unpacked at first.
    limit_bytes: u64,
    /// The limit that is reached when nothing is left.
    limit: (&'static str, u64),
}

/// An unpacked part, or what of it could be unpacked.
#[derive(Debug)]
pub(super) struct PackagePart {
    /// The bytes, as far as they could be unpacked.
    pub(super) bytes: Vec<u8>,
    /// Why there are not more of them.
    pub(super) damage: Option<Phrase>,
}

impl<'a> Package<'a> {
    /// Reads the directory of the archive.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, OpenError> {
        // The directory is read as a whole below, so its length is bounded here.
        let parts = memmem::find_iter(bytes, b"PK\x01\x02").count() as u64;
        if parts > limits.parts {
            let found = Phrase::new("limit-parts").arg("count", parts);
            return Err(OpenError::Limit {
                limit: PARTS,
                value: limits.parts,
                found,
            });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            // The directory's end marker is the last thing in the file.
            if memmem::rfind(bytes, b"PK\x05\x06").is_none() {
                OpenError::Truncated
            } else {
                OpenError::quoted(&error)
            }
        })?;
        let mut names = BTreeMap::new();
        for (index, name) in zip.file_names_raw().enumerate() {
            names.insert(canonical(&String::from_utf8_lossy(name)), index);
        }
        let by_ratio = limits
            .ratio
            .saturating_mul(bytes.len() as u64)
            .max(RATIO_COUNTS_FROM);
        let (left, limit) = if by_ratio < limits.unpacked_bytes {
            (by_ratio, (RATIO, limits.ratio))
        } else {
            (
                limits.unpacked_bytes,
                (UNPACKED_BYTES, limits.unpacked_bytes),
            )
        };
        Ok(Self {
            zip,
            names,
            left,
            limit_bytes: left,
            limit,
        })
    }

    /// Whether the package has a part called `name`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&canonical(name))
    }

    /// The first part, in alphabetical order, whose name begins with `prefix`.
    pub(super) fn any_in(&self, prefix: &str) -> bool {
        self.names
            .range(prefix.to_owned()..)
            .next()
            .is_some_and(|(name, _)| name.starts_with(prefix))
    }

    /// The names of the parts, in lower case, that begin with `prefix`.
    pub(crate) fn names_in(&self, prefix: &str) -> Vec<String> {
        let names = self.names.keys();
        names
            .filter(|name| name.starts_with(prefix))
            .cloned()
            .collect()
    }

    /// Unpacks part `name`; `None` where there is none. A damaged part is unpacked as far as that goes.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<PackagePart>, OpenError> {
        let Some(&index) = self.names.get(&canonical(name)) else {
            return Ok(None);
        };
        let file = match self.zip.by_index(index) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(OpenError::Encrypted);
            }
            Err(error) => {
                return Ok(Some(PackagePart {
                    bytes: Vec::new(),
                    damage: Some(quoted(&error)),
                }));
            }
        };
        // The size that the file states is only a hint; memory that is not written to is not taken.
        let hint = usize::try_from(file.size().min(self.left)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(hint);
        let end = file
            .take(self.left.saturating_add(1))
            .read_to_end(&mut bytes);
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            let (limit, value) = self.limit;
            let found = Phrase::new("limit-part").arg("part", name);
            return Err(OpenError::Limit {
                limit,
                value,
                found,
            });
        };
        self.left = left;
        Ok(Some(PackagePart {
            bytes,
            damage: end.err().map(|error| quoted(&error)),
        }))
    }

    /// Unpacks part `name`, which was unpacked before, once more; it does not count again.
    pub(crate) fn again(&mut self, name: &str) -> Result<Option<Vec<u8>>, OpenError> {
        let left = std::mem::replace(&mut self.left, self.limit_bytes);
        let part = self.whole(name);
        self.left = left;
        part
    }

    /// Unpacks part `name`, which must be whole; `None` where there is none.
    pub(crate) fn whole(&mut self, name: &str) -> Result<Option<Vec<u8>>, OpenError> {
        match self.part(name)? {
            None => Ok(None),
            Some(PackagePart {
                bytes,
                damage: None,
            }) => Ok(Some(bytes)),
            Some(PackagePart {
                damage: Some(damage),
                ..
            }) => Err(OpenError::corrupt(of_part(name, damage))),
        }
    }
}

/// The form of a part name that is compared: lower case, with `/`, without one in front.
pub(crate) fn canonical(name: &str) -> String {
    name.trim_start_matches('/')
        .replace('\\', "/")
        .to_lowercase()
}

/// A zip archive in memory, not compressed, of parts that were checked.
pub(super) struct Stored(ZipWriter<Cursor<Vec<u8>>>);

impl Stored {
    /// An archive without parts.
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a part.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), OpenError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(bytes.len() as u64 > u64::from(u32::MAX));
        let added = self
            .0
            .start_file(name, options)
            .map_err(|error| quoted(&error));
        added
            .and_then(|()| self.0.write_all(bytes).map_err(|error| quoted(&error)))
            .map_err(OpenError::corrupt)
    }

    /// The bytes of the archive.
    pub(super) fn finish(self) -> Result<Vec<u8>, OpenError> {
        match self.0.finish() {
            Ok(cursor) => Ok(cursor.into_inner()),
            Err(error) => Err(OpenError::quoted(&error)),
        }
    }
}
