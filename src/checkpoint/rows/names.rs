//! Names in rows: an index where the row's graph has the name, the name itself elsewhere.

use std::fmt::{self, Write as _};
use std::rc::Rc;

use serde::de::{self, Deserialize, Deserializer, Visitor};

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

/// A name as it stands in a row.
#[derive(Debug)]
pub(super) enum NameRef {
    Index(usize),
    Text(Name),
}

impl NameRef {
    /// The name itself.
    ///
    /// # Errors
    /// `E_CORRUPT` where the graph has no such index.
    pub(super) fn resolve(self, list: &[Name]) -> Result<Name, Error> {
        match self {
            Self::Text(name) => Ok(name),
            Self::Index(index) => list.get(index).map(Rc::clone).ok_or_else(|| {
                let at = format!("A row names number {index} of a graph that has {} of them.", list.len());
                Error::new("E_CORRUPT", at)
            }),
        }
    }
}

impl<'de> Deserialize<'de> for NameRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = NameRef;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name or its index")
            }

            fn visit_u64<E: de::Error>(self, index: u64) -> Result<NameRef, E> {
                usize::try_from(index).map(NameRef::Index).map_err(E::custom)
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<NameRef, E> {
                Ok(NameRef::Text(name.into()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}
