//! SHA-256 digests and their written form. What is hashed is the caller's business.

use std::fmt;

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

/// Appends bytes as lower-case hex digits. Not by `format!`, which takes ten times as long, and digests are everywhere.
pub fn push_hex(out: &mut String, bytes: &[u8]) {
    out.reserve(2 * bytes.len());
    for digit in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        out.push(char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }));
    }
}

/// Bytes as a UUID is written.
pub fn uuid(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        push_hex(&mut text, &[*byte]);
    }
    text
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
        let mut hex = String::new();
        push_hex(&mut hex, &self.0);
        f.write_str(&hex)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl WriteJson for Digest {
    fn write(&self, out: &mut String) {
        out.push('"');
        push_hex(out, &self.0);
        out.push('"');
    }
}

impl<'a> ReadJson<'a> for Digest {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        Self::from_hex(&raw.string()?).ok_or(Flaw::Kind)
    }
}
