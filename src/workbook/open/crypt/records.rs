//! Encryption of the records of .xls files: RC4, anew for each 1,024 bytes of the stream.

use md5::{Digest as _, Md5};
use rc4::{KeyInit as _, Rc4, StreamCipher as _};

use super::standard::sha1;
use super::{long, password};

/// The stream has a new key after so many bytes.
const PIECE: usize = 1024;
/// Records that are never encrypted: BOF, FILEPASS, INTERFACEHDR, RRDHEAD, USREXCL, FILELOCK, RRDINFO.
const OPEN: [u16; 7] = [0x0809, 0x002f, 0x00e1, 0x0138, 0x0194, 0x0195, 0x0196];
/// The record that says where a sheet begins: its first four bytes are not encrypted.
const BOUNDSHEET: u16 = 0x0085;

/// Decrypts the records of `stream` from byte `from` on in place, as its FILEPASS record `said` says; `None` where the password is not the
/// built-in one, or the way is unknown.
pub(in super::super) fn stream(stream: &mut [u8], from: usize, said: &[u8]) -> Option<()> {
    let lock = Lock::of(said)?;
    let mut at = from;
    while let Some(header) = stream.get(at..at + 4) {
        let kind = u16::from_le_bytes([header[0], header[1]]);
        let length = usize::from(u16::from_le_bytes([header[2], header[3]]));
        let from = at + 4;
        let to = (from + length).min(stream.len());
        if !OPEN.contains(&kind) {
            let skipped = if kind == BOUNDSHEET {
                4.min(to - from)
            } else {
                0
            };
            lock.apply(&mut stream[from + skipped..to], from + skipped)?;
        }
        at = to;
    }
    Some(())
}

/// What the key of each piece is made of.
enum Lock {
    /// RC4 with keys of 40 bits, hashed with MD5.
    Plain([u8; 5]),
    /// RC4 of the Windows CryptoAPI, hashed with SHA-1: the hash and the length of the key in bytes.
    CryptoApi([u8; 20], usize),
}

impl Lock {
    fn of(said: &[u8]) -> Option<Self> {
        match (said.get(..2)?, said.get(2..6)?) {
            ([1, 0], [1, 0, 1, 0]) => {
                let salt = said.get(6..22)?;
                let password = Md5::digest(password());
                let both = [&password[..5], salt].concat().repeat(16);
                let hash = Md5::digest(both);
                let lock = Self::Plain(hash[..5].try_into().ok()?);
                let mut verifier = said.get(22..54)?.to_vec();
                lock.apply(&mut verifier, 0)?;
                (Md5::digest(&verifier[..16])[..] == verifier[16..]).then_some(lock)
            }
            ([1, 0], [2..=4, 0, 2, 0]) => {
                let info = said.get(2..)?;
                let header_bytes = usize::try_from(long(info, 8)?).ok()?;
                let header = info.get(12..12usize.checked_add(header_bytes)?)?;
                let verifier = info.get(12 + header_bytes..)?;
                if long(header, 8)? != 0x6801 {
                    return None;
                }
                let bits = match long(header, 16)? {
                    0 => 40,
                    bits @ 40..=128 => bits,
                    _ => return None,
                };
                let hash = sha1(&[verifier.get(4..20)?, &password()]);
                let lock = Self::CryptoApi(hash, bits as usize / 8);
                let mut sent = verifier.get(20..36)?.to_vec();
                sent.extend(verifier.get(40..60)?);
                lock.apply(&mut sent, 0)?;
                (sha1(&[&sent[..16]])[..] == sent[16..]).then_some(lock)
            }
            _ => None,
        }
    }

    /// Decrypts `bytes`, which stand at `at` in the stream.
    fn apply(&self, mut bytes: &mut [u8], mut at: usize) -> Option<()> {
        while !bytes.is_empty() {
            let within = at % PIECE;
            let here = bytes.len().min(PIECE - within);
            let (own, rest) = bytes.split_at_mut(here);
            let mut cipher = self.cipher(u32::try_from(at / PIECE).ok()?)?;
            // The keys go on over what is not encrypted.
            let mut passed = [0; PIECE];
            cipher.apply_keystream(&mut passed[..within]);
            cipher.apply_keystream(own);
            (bytes, at) = (rest, at + here);
        }
        Some(())
    }

    fn cipher(&self, piece: u32) -> Option<Rc4> {
        let piece = piece.to_le_bytes();
        match self {
            Self::Plain(hash) => {
                let key = Md5::digest([&hash[..], &piece].concat());
                Rc4::new_from_slice(&key).ok()
            }
            Self::CryptoApi(hash, length) => {
                let hash = sha1(&[hash, &piece]);
                let mut key = hash[..*length].to_vec();
                if *length == 5 {
                    // A key of 40 bits is filled up with zeros.
                    key.resize(16, 0);
                }
                Rc4::new_from_slice(&key).ok()
            }
        }
    }
}
