//! Agile encryption: that of Excel 2010 and later, described by a small XML part.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::super::tags::{Tag, TagKind, Tags};
use super::aes_blocks::AesKey;
use super::{MOST_ROUNDS, password, sized};

/// What is mixed into a hash, so that each use of it has another key.
const VERIFIER: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
const VERIFIER_HASH: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
const PACKAGE_KEY: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];
/// The package is encrypted in pieces of this length.
const PIECE: usize = 4096;

/// Decrypts `package` as the XML `info` says; `None` where the password is not the built-in one, or the way is unknown.
pub(super) fn decrypt(info: &[u8], package: Vec<u8>) -> Option<Vec<u8>> {
    let info = std::str::from_utf8(info).ok()?;
    let (mut data, mut lock) = (None, None);
    let mut tags = Tags::new(info);
    while let Ok(Some(tag)) = tags.next() {
        match (tag.name, tag.kind) {
            (_, TagKind::End) => {}
            ("keyData", _) => data = Some(tag),
            ("encryptedKey", _) => lock = Some(tag),
            _ => {}
        }
    }
    let (data, lock) = (Cipher::of(&data?)?, lock?);
    let own = Cipher::of(&lock)?;
    let rounds: u32 = lock.attribute("spinCount")?.parse().ok()?;
    if rounds > MOST_ROUNDS {
        return None;
    }
    let mut hash = own.hash.of(&[&own.salt, &password()]);
    for round in 0..rounds {
        hash = own.hash.of(&[&round.to_le_bytes(), &hash]);
    }
    let unlocked = |name: &str, purpose: [u8; 8]| {
        let mut bytes = STANDARD.decode(lock.attribute(name)?.trim()).ok()?;
        let key = fitted(own.hash.of(&[&hash, &purpose]), own.key_bytes);
        AesKey::new(&key)?.chained(start(&own.salt), &mut bytes);
        Some(bytes)
    };
    let verifier = own
        .hash
        .of(&[&unlocked("encryptedVerifierHashInput", VERIFIER)?]);
    let stated = unlocked("encryptedVerifierHashValue", VERIFIER_HASH)?;
    if stated.get(..verifier.len())? != verifier {
        return None;
    }
    let key = unlocked("encryptedKeyValue", PACKAGE_KEY)?;
    let key = AesKey::new(key.get(..data.key_bytes)?)?;
    let (length, bytes) = sized(&package)?;
    let mut bytes = bytes.to_vec();
    drop(package);
    for (number, piece) in (0u32..).zip(bytes.chunks_mut(PIECE)) {
        let salt = data.hash.of(&[&data.salt, &number.to_le_bytes()]);
        key.chained(start(&salt), piece);
    }
    bytes.truncate(length);
    Some(bytes)
}

/// How something is encrypted.
struct Cipher {
    salt: Vec<u8>,
    key_bytes: usize,
    hash: Hash,
}

impl Cipher {
    fn of(tag: &Tag<'_>) -> Option<Self> {
        let chained = tag.attribute("cipherChaining")? == "ChainingModeCBC";
        if tag.attribute("cipherAlgorithm")? != "AES" || !chained {
            return None;
        }
        let bits: usize = tag.attribute("keyBits")?.parse().ok()?;
        Some(Self {
            salt: STANDARD.decode(tag.attribute("saltValue")?.trim()).ok()?,
            key_bytes: bits / 8,
            hash: match tag.attribute("hashAlgorithm")? {
                "SHA1" | "SHA-1" => Hash::Sha1,
                "SHA256" | "SHA-256" => Hash::Sha256,
                "SHA384" | "SHA-384" => Hash::Sha384,
                "SHA512" | "SHA-512" => Hash::Sha512,
                _ => return None,
            },
        })
    }
}

#[derive(Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The hash of the pieces, one behind the other.
    fn of(self, pieces: &[&[u8]]) -> Vec<u8> {
        fn of<D: Digest>(pieces: &[&[u8]]) -> Vec<u8> {
            let mut hash = D::new();
            for piece in pieces {
                hash.update(piece);
            }
            hash.finalize().to_vec()
        }
        match self {
            Self::Sha1 => of::<Sha1>(pieces),
            Self::Sha256 => of::<Sha256>(pieces),
            Self::Sha384 => of::<Sha384>(pieces),
            Self::Sha512 => of::<Sha512>(pieces),
        }
    }
}

/// `bytes` cut or filled up to `length`.
fn fitted(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length.min(64), 0x36);
    bytes
}

/// What the first block is chained to.
fn start(salt: &[u8]) -> [u8; 16] {
    let mut start = [0x36; 16];
    for (byte, salt) in start.iter_mut().zip(salt) {
        *byte = *salt;
    }
    start
}
