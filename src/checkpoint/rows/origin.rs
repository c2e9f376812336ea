//! The store's own row, `meta["store"]`: which layout the store has, and which store it is (storage.md 3.6, 6.1).

use serde::{Deserialize, Serialize};

use super::parse;
use crate::checkpoint::{BUILD, FORMAT, Timestamp};
use crate::error::Error;

/// What the store says of itself. Members stand in the order of their canonical form.
#[derive(Serialize)]
struct Written<'a> {
    build: &'a str,
    created_at: Timestamp,
    created_by: &'a str,
    format: u32,
    incarnation: &'a str,
    min_reader: u32,
    min_writer: u32,
    v: u32,
}

/// What must be known of a store, whatever its format. A newer one may say more.
#[derive(Deserialize)]
struct Read<'a> {
    format: u64,
    #[serde(default)]
    min_reader: u64,
    build: Option<&'a str>,
    incarnation: &'a str,
}

/// The row of a new store. `incarnation` tells it from every other store of that name.
///
/// # Errors
/// None: the row is always text.
pub fn origin_row(incarnation: &str, created_at: Timestamp, created_by: &str) -> Result<String, Error> {
    let (format, min_reader, min_writer, v) = (FORMAT, FORMAT, FORMAT, FORMAT);
    let row = Written { build: BUILD, created_at, created_by, format, incarnation, min_reader, min_writer, v };
    serde_json::to_string(&row).map_err(|error| parse::corrupt(&error.to_string()))
}

/// The incarnation of the store that has this row, if this engine may read and write it.
///
/// # Errors
/// `E_STORE_NEWER`, `E_STORE_OLDER`, `E_CORRUPT`.
pub fn origin_incarnation(text: &str) -> Result<String, Error> {
    let row: Read = serde_json::from_str(text).map_err(|error| parse::corrupt(&error.to_string()))?;
    if row.format > u64::from(FORMAT) {
        return Err(newer(&row.format.to_string(), Some(row.min_reader)));
    }
    if row.build == Some(BUILD) {
        return Ok(row.incarnation.to_owned());
    }
    let (found, supported) = (json(row.build.unwrap_or("none")), json(BUILD));
    let message = "The store was written by another early build of this engine. Delete its data, or use that build.";
    Err(Error::new("E_STORE_OLDER", message).with("found", found).with("supported", supported))
}

/// What is wrong with a store whose database has a version that this engine does not know. `text`: its own row, if it
/// has one.
pub fn newer_store(text: Option<&str>, version: f64) -> Error {
    match text.and_then(|text| serde_json::from_str::<Read>(text).ok()) {
        Some(row) => newer(&row.format.to_string(), Some(row.min_reader)),
        None => newer(&version.to_string(), None),
    }
}

fn newer(found: &str, min_reader: Option<u64>) -> Error {
    let message = "The store was written by a newer engine. Nothing was changed; load the newer engine.";
    let error = Error::new("E_STORE_NEWER", message).with("found", found).with("supported", FORMAT.to_string());
    match min_reader {
        Some(min_reader) => error.with("min_reader", min_reader.to_string()),
        None => error,
    }
}

fn json(text: &str) -> String {
    let mut out = String::new();
    crate::checkpoint::canonical::push_string(&mut out, text);
    out
}
