//! The store's own row, `meta["store"]`: which layout the store has, and which store it is (storage.md 3.6, 6.1).

use super::reader::{corrupt, members};
use crate::checkpoint::json::{Object, Raw, ReadJson};
use crate::checkpoint::{FORMAT, Timestamp};
use crate::error::Error;

/// The row of a new store. `incarnation` tells it from every other store of that name.
pub fn origin_row(incarnation: &str, created_at: Timestamp, created_by: &str) -> String {
    let mut out = String::new();
    let mut row = Object::new(&mut out);
    row.put("created_at", &created_at).put("created_by", &created_by).put("format", &FORMAT);
    row.put("incarnation", &incarnation).put("min_reader", &FORMAT).put("min_writer", &FORMAT).put("v", &FORMAT).end();
    out
}

/// What must be known of a store, whatever its format; a newer one may say more.
struct Origin<'a> {
    format: Option<Raw<'a>>,
    incarnation: Option<Raw<'a>>,
    min_reader: Option<Raw<'a>>,
}

impl<'a> Origin<'a> {
    fn read(text: &'a str) -> Result<Self, Error> {
        let mut members = members(text)?;
        let mut take = |name| members.raw(name).map_err(|_| corrupt("a member stands twice"));
        Ok(Self { format: take("format")?, incarnation: take("incarnation")?, min_reader: take("min_reader")? })
    }
}

/// The incarnation of the store that has this row, if this engine may read and write it.
///
/// # Errors
/// `E_STORE_NEWER`, `E_STORE_OLDER`, `E_CORRUPT`.
pub fn origin_incarnation(text: &str) -> Result<String, Error> {
    let origin = Origin::read(text)?;
    let format: u32 = read(origin.format)?;
    if format > FORMAT {
        return Err(newer(format.to_string(), origin.min_reader));
    }
    if format == FORMAT {
        return read(origin.incarnation);
    }
    let message = "The store was written by an early build of this engine. Delete its data, or use that build.";
    Err(Error::new("E_STORE_OLDER", message).with("found", format.to_string()).with("supported", FORMAT.to_string()))
}

/// What is wrong with a store whose database has a version that this engine does not know. `text`: its own row, if it
/// has one.
pub fn newer_store(text: Option<&str>, version: u64) -> Error {
    let origin = text.and_then(|text| Origin::read(text).ok());
    let (format, min_reader) = origin.map_or((None, None), |origin| (origin.format, origin.min_reader));
    newer(format.map_or_else(|| version.to_string(), |format| format.text().to_owned()), min_reader)
}

fn newer(found: String, min_reader: Option<Raw<'_>>) -> Error {
    let message = "The store was written by a newer engine. Nothing was changed; load the newer engine.";
    let error = Error::new("E_STORE_NEWER", message).with("found", found).with("supported", FORMAT.to_string());
    error.with("min_reader", min_reader.map_or("null", Raw::text))
}

fn read<'a, T: ReadJson<'a>>(member: Option<Raw<'a>>) -> Result<T, Error> {
    member.and_then(|raw| T::read(raw).ok()).ok_or_else(|| corrupt("the store's own row lacks a member"))
}
