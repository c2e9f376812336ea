//! Names in rows: an index where the row's graph has the name, the name itself elsewhere.

use std::fmt::{self, Write as _};
use std::rc::Rc;

use super::reader::{Reader, corrupt};
use crate::checkpoint::Name;
use crate::checkpoint::canonical::{cmp_utf16, push_string};
use crate::error::Error;

/// Writes a name by its place in `list`, which ascends.
pub(super) fn push(out: &mut String, list: &[Name], name: &str) {
    match list.binary_search_by(|listed| cmp_utf16(listed, name)) {
        Ok(index) => push_int(out, index),
        Err(_) => push_string(out, name),
    }
}

/// Writes an integer in decimal.
pub(super) fn push_int(out: &mut String, n: impl fmt::Display) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{n}");
}

/// Reads a name.
///
/// # Errors
/// `E_CORRUPT` where the graph has no such index.
pub(super) fn read(row: &mut Reader<'_>, list: &[Name]) -> Result<Name, Error> {
    if row.is_text() {
        return row.name();
    }
    let index = usize::try_from(row.number()?).unwrap_or(usize::MAX);
    list.get(index).map(Rc::clone).ok_or_else(|| corrupt("it names what its graph does not have"))
}
