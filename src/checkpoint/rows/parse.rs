//! Reading a row: its version first, then its members; every violation has its code (storage.md 3.6).

use serde::Deserialize;
use serde::de::{self, Deserializer};
use serde_json::value::RawValue;

use crate::checkpoint::FORMAT;
use crate::checkpoint::canonical::excerpt;
use crate::error::Error;

/// Refuses text that is no row of this format.
///
/// # Errors
/// `E_CORRUPT` where it is no JSON object, `E_UNSUPPORTED_VERSION` where its `v` is missing or another one.
pub fn version(text: &str) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row<'a> {
        #[serde(borrow)]
        v: Option<&'a RawValue>,
    }
    if !text.starts_with('{') {
        return Err(corrupt("no object"));
    }
    let Row { v } = serde_json::from_str(text).map_err(|error| refused(&error))?;
    let found = v.map_or("null", RawValue::get);
    if found == FORMAT.to_string() {
        return Ok(());
    }
    let shown = excerpt(found);
    let message = format!("The row's version is {shown}, this engine reads {FORMAT}. Use the engine that wrote it.");
    Err(Error::new("E_UNSUPPORTED_VERSION", message).with("found", found).with("supported", FORMAT.to_string()))
}

/// The version member of a row: reads nothing but ours.
pub(super) struct Version;

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = u32::deserialize(deserializer)?;
        if found == FORMAT { Ok(Self) } else { Err(de::Error::custom("another version")) }
    }
}

/// The members of a row, one of which is its [`Version`].
///
/// # Errors
/// Those of [`version`]; `E_UNKNOWN_FIELD` for a member that the format does not have, `E_CORRUPT` for one that is
/// missing or of the wrong kind.
pub(super) fn members<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    // A struct would also be read from an array.
    let read = if text.starts_with('{') { serde_json::from_str(text) } else { Err(de::Error::custom("no object")) };
    // What is wrong with a row of another version is that it is of another version.
    read.map_err(|error| version(text).err().unwrap_or_else(|| refused(&error)))
}

fn refused(error: &serde_json::Error) -> Error {
    let what = error.to_string();
    // The one case in which serde_json tells only by its words what was wrong.
    if error.is_data() && what.starts_with("unknown field") {
        let message = format!("A row has a member that this engine does not know: {}.", excerpt(&what));
        return Error::new("E_UNKNOWN_FIELD", message);
    }
    corrupt(&what)
}

/// `E_CORRUPT` for a row that says something impossible.
pub(super) fn corrupt(what: &str) -> Error {
    let what = excerpt(what);
    Error::new("E_CORRUPT", format!("A row cannot be read: {what}. Restore the thread from an export, or delete it."))
}

/// `E_INTEGRITY` for a row that is not the one that was written.
pub(super) fn altered(what: &str) -> Error {
    Error::new(
        "E_INTEGRITY",
        format!("{what} is not what was written. Restore the thread from an export, or delete it."),
    )
}
