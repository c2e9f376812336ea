//! The one text that a thread is: `{"v":…,"rev":…,"d":"<digest of b>","b":{…}}`.

use crate::checkpoint::canonical::Digest;
use crate::checkpoint::json::{Flaw, Raw, ReadJson};
use crate::checkpoint::rows::Whole;
use crate::checkpoint::{FORMAT, json};
use crate::error::Error;

/// The text of a thread whose head has this `rev`.
pub(super) fn wrap(rev: u64, body: &str) -> String {
    let digest = json::text(&Digest::of(body.as_bytes()));
    format!("{{\"v\":{FORMAT},\"rev\":{rev},\"d\":{digest},\"b\":{body}}}")
}

/// What the text of the thread named says.
///
/// # Errors
/// `E_CORRUPT` where it is no such text or its digest is another, `E_UNSUPPORTED_VERSION`, and those of every row.
pub(super) fn read<B>(thread: &str, text: &str) -> Result<Whole<B>, Error> {
    let Envelope { v, d, b } = Raw::of(text).and_then(Envelope::read).map_err(|flaw| corrupt(&flaw.to_string()))?;
    if v != FORMAT {
        let what = format!("The thread's version is {v}, this engine reads {FORMAT}. Use the engine that wrote it.");
        let error = Error::new("E_UNSUPPORTED_VERSION", what);
        return Err(error.with("found", v.to_string()).with("supported", FORMAT.to_string()));
    }
    if d != Digest::of(b.text().as_bytes()) {
        return Err(corrupt("its digest is another"));
    }
    Whole::read(thread, b.text())
}

struct Envelope<'a> {
    v: u32,
    d: Digest,
    b: Raw<'a>,
}

impl<'a> ReadJson<'a> for Envelope<'a> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let _rev: u64 = of.take("rev")?;
        let envelope = Self { v: of.take("v")?, d: of.take("d")?, b: of.take("b")? };
        of.end().map(|()| envelope)
    }
}

/// `E_CORRUPT` for a thread's text.
pub(super) fn corrupt(what: &str) -> Error {
    Error::new("E_CORRUPT", format!("The thread's text in localStorage cannot be read: {what}. Delete the thread."))
}
