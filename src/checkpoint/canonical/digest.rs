//! SHA-256 digests and their written form. What is hashed is the caller's business.

use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};

use crate::checkpoint::json::{Flaw, Raw, ReadJson, WriteJson};

/// A SHA-256 digest; written everywhere as 64 lower-case hex digits without a prefix.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The next link of a chain: the digest of `prev`'s 32 bytes followed by `bytes`.
    pub fn chain(prev: &Self, bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update(prev.0).chain_update(bytes).finalize().into())
    }

    /// Reads the written form. `None` for anything but 64 lower-case hex digits, so that a digest has one spelling.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let (pairs, []) = hex.as_bytes().as_chunks::<2>() else { return None };
        let mut bytes = [0; 32];
        if pairs.len() != bytes.len() {
            return None;
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Some(Self(bytes))
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl WriteJson for Digest {
    fn write(&self, out: &mut String) {
        // Writing to a String cannot fail.
        _ = write!(out, "\"{self}\"");
    }
}

impl<'a> ReadJson<'a> for Digest {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        Self::from_hex(&raw.string()?).ok_or(Flaw::Kind)
    }
}
