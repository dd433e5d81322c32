//! Standard encryption of packages: that of Excel 2007, described by a binary part.

use sha1::{Digest as _, Sha1};

use super::aes_blocks::AesKey;
use super::{long, password, sized};

/// Rounds of hashing, always the same.
const ROUNDS: u32 = 50_000;

/// Decrypts `package` as `info` says; `None` where the password is not the built-in one, or the way is unknown.
pub(super) fn decrypt(info: &[u8], package: Vec<u8>) -> Option<Vec<u8>> {
    // Version and flags, the length of the header, the header, the verifier.
    let header_bytes = usize::try_from(long(info, 8)?).ok()?;
    let header = info.get(12..12usize.checked_add(header_bytes)?)?;
    let verifier = info.get(12 + header_bytes..)?;
    let algorithm = long(header, 8)?;
    let key_bytes = match algorithm {
        0x660e => 16,
        0x660f => 24,
        0x6610 => 32,
        _ => return None,
    };
    let salt = verifier.get(4..20)?;
    let key = AesKey::new(&key(salt, key_bytes))?;
    let mut sent = verifier.get(20..36)?.to_vec();
    let mut hash = verifier.get(40..72)?.to_vec();
    key.each_block(&mut sent);
    key.each_block(&mut hash);
    if Sha1::digest(&sent)[..] != hash[..20] {
        return None;
    }
    let (length, bytes) = sized(&package)?;
    let mut bytes = bytes.to_vec();
    drop(package);
    key.each_block(&mut bytes);
    bytes.truncate(length);
    Some(bytes)
}

fn key(salt: &[u8], length: usize) -> Vec<u8> {
    let mut hash = sha1(&[salt, &password()]);
    for round in 0..ROUNDS {
        hash = sha1(&[&round.to_le_bytes(), &hash]);
    }
    let hash = sha1(&[&hash, &0u32.to_le_bytes()]);
    let masked = |mask: u8| {
        let mut block = [mask; 64];
        for (byte, own) in block.iter_mut().zip(hash) {
            *byte ^= own;
        }
        sha1(&[&block])
    };
    let mut key = [masked(0x36), masked(0x5c)].concat();
    key.truncate(length);
    key
}

/// The hash of the pieces, one behind the other.
pub(super) fn sha1(pieces: &[&[u8]]) -> [u8; 20] {
    let mut hash = Sha1::new();
    for piece in pieces {
        hash.update(piece);
    }
    hash.finalize().into()
}
