//! Canonical JSON: strict text in, RFC 8785 text and its SHA-256 out.
//!
//! Lives here: the one strict parser, the one canonical form and the one digest of the project. Payloads, resume values
//! and decisions pass through [`canonicalize`]; rows are written with [`push_string`], [`push_number`] and
//! [`cmp_utf16`].
//! Must not: I/O, a tree of values (text goes straight to text), recursion on data, a hash map over untrusted keys.

mod digest;
mod number;
mod parse;
mod refuse;
mod scan;
mod string;

use std::rc::Rc;

use crate::error::Error;

pub use digest::Digest;
pub(crate) use digest::{push_hex, uuid};
pub use number::push_number;
pub(super) use scan::Scanner;
pub use string::{cmp_utf16, excerpt, push_string, read_utf8};

/// How much a text may hold. What is over a limit is refused, never cut.
///
/// The limits of a payload are about what a person can review, not about speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// UTF-8 bytes, of the text as given and of its canonical form.
    pub bytes: usize,
    /// Arrays and objects inside one another; a scalar has depth 0, `[]` has depth 1.
    pub depth: usize,
    /// Values of any kind, containers and the root included; keys are not counted.
    pub nodes: usize,
    /// Members of one object.
    pub keys: usize,
    /// UTF-8 bytes of one string value, escapes resolved.
    pub string: usize,
    /// UTF-8 bytes of one key, escapes resolved.
    pub key: usize,
}

impl Limits {
    /// The default limits of payloads, resume values and decisions.
    pub const PAYLOAD: Self =
        Self { bytes: 256 * 1024, depth: 64, nodes: 10_000, keys: 1_000, string: 64 * 1024, key: 256 };
}

/// A JSON value as its RFC 8785 text, with the digest of that text's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical {
    /// The canonical text.
    pub text: Rc<str>,
    /// SHA-256 of the bytes of `text`.
    pub digest: Digest,
}

/// Reads one JSON text strictly and gives its canonical form and digest.
///
/// Values that mean the same have the same bytes: members stand in the order of their keys' UTF-16 units, numbers as
/// ECMAScript prints them (`-0` is `0`, `1.0` is `1`), strings with the fewest escapes. Text is never normalised: NFC
/// and NFD forms of a word stay two values (SR-23).
///
/// # Errors
///
/// Each names the place as a JSON Pointer in `path`, but for `E_PARSE`, which has the byte `offset` among its details,
/// and `E_TOO_LARGE` of a whole text.
///
/// | code | when |
/// | --- | --- |
/// | `E_PARSE` | not JSON by RFC 8259: also a byte order mark, a comment, text after the value, no text (SR-21) |
/// | `E_TOO_LARGE` | more bytes than [`Limits::bytes`], a longer string or key, more members than allowed (SR-01) |
/// | `E_TOO_DEEP` | nested deeper than [`Limits::depth`] (SR-02) |
/// | `E_TOO_MANY_NODES` | more values than [`Limits::nodes`] (SR-11) |
/// | `E_UNSAFE_NUMBER` | a literal whose nearest double prints as another value (SR-05) |
/// | `E_BAD_UNICODE` | a `\u` escape that is half of a surrogate pair (SR-15) |
/// | `E_DUPLICATE_KEY` | one key twice in an object, however it is spelled (SR-16) |
/// | `E_FORBIDDEN_KEY` | a key `__proto__`, `prototype` or `constructor` (SR-17) |
pub fn canonicalize(text: &str, limits: &Limits) -> Result<Canonical, Error> {
    if text.len() > limits.bytes {
        return Err(refuse::oversized(text, limits));
    }
    let out = parse::Parser::new(text, limits).run()?;
    if out.len() > limits.bytes {
        return Err(refuse::too_large(out.len(), limits));
    }
    let digest = Digest::of(out.as_bytes());
    Ok(Canonical { text: Rc::from(out), digest })
}
