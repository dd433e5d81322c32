//! Whether a file is one that this program wrote.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::batch::stamp::{FACTS, TAIL, made, may_be_made};
pub(super) use crate::batch::stamp::{MadeFile, hex, stamped};

/// What this program made of the file, where it did and nobody has changed it.
pub(super) fn of(path: &Path) -> Option<MadeFile> {
    let data = std::fs::metadata(path).ok()?;
    if !data.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let mut head = Vec::new();
    let length = u64::try_from(FACTS.len()).ok()?;
    file.by_ref().take(length).read_to_end(&mut head).ok()?;
    if head == FACTS {
        return Some(MadeFile::Facts);
    }
    let tail_length = u64::try_from(TAIL).ok()?.min(data.len());
    file.seek(SeekFrom::Start(data.len() - tail_length)).ok()?;
    let mut tail = Vec::new();
    file.by_ref()
        .take(tail_length)
        .read_to_end(&mut tail)
        .ok()?;
    // The whole is read only where there is a stamp.
    may_be_made(&head, &tail).then(|| made(&std::fs::read(path).ok()?))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_known_until_the_file_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let mut package = b"PK\x03\x04 parts PK\x05\x06".to_vec();
        package.extend([0; 18]);
        std::fs::write(&path, &package).unwrap();
        assert_eq!(of(&path), None);
        for made in MadeFile::STAMPED {
            let mut bytes = stamped(package.clone(), made);
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(of(&path), Some(made));
            bytes[6] ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(of(&path), None);
        }
        std::fs::write(&path, [FACTS, b"name"].concat()).unwrap();
        assert_eq!(of(&path), Some(MadeFile::Facts));
    }
}
