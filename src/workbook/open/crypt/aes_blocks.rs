//! AES in the two ways that office programs use it.

use aes::cipher::{BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};

const BLOCK: usize = 16;

/// A key of 128, 192 or 256 bits.
pub(super) enum AesKey {
    Short(Aes128),
    Middle(Aes192),
    Long(Aes256),
}

impl AesKey {
    /// The key of these bytes; `None` where there is none of that length.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        Some(match bytes.len() {
            16 => Self::Short(Aes128::new_from_slice(bytes).ok()?),
            24 => Self::Middle(Aes192::new_from_slice(bytes).ok()?),
            32 => Self::Long(Aes256::new_from_slice(bytes).ok()?),
            _ => return None,
        })
    }

    /// Decrypts whole blocks in place, each by itself. What is left behind the last whole one stays.
    pub(super) fn each_block(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_exact_mut(BLOCK) {
            self.block(chunk);
        }
    }

    /// Decrypts whole blocks in place, chained from `start` on.
    pub(super) fn chained(&self, start: [u8; BLOCK], bytes: &mut [u8]) {
        let mut before = start;
        for chunk in bytes.chunks_exact_mut(BLOCK) {
            let mut own = [0; BLOCK];
            own.copy_from_slice(chunk);
            self.block(chunk);
            for (byte, mask) in chunk.iter_mut().zip(before) {
                *byte ^= mask;
            }
            before = own;
        }
    }

    fn block(&self, chunk: &mut [u8]) {
        let mut block = Block::default();
        block.copy_from_slice(chunk);
        match self {
            Self::Short(key) => key.decrypt_block(&mut block),
            Self::Middle(key) => key.decrypt_block(&mut block),
            Self::Long(key) => key.decrypt_block(&mut block),
        }
        chunk.copy_from_slice(&block);
    }
}
