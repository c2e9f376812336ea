//! How updates fold into a field: the built-in reducers, and what a reducer may return.

use serde::Serialize;

use super::handle::Tail;
use super::stored;
use crate::error::Error;

/// A field's new value. A plain reducer just returns the value; one that only appends says so, and then each step stores
/// what it appended.
pub struct Folded<T> {
    pub(super) value: T,
    pub(super) appended: Option<Appended<T>>,
}

pub(super) struct Appended<T> {
    pub kept: usize,
    pub len: usize,
    pub tail: Tail<T>,
}

impl<T> Folded<T> {
    /// A new value.
    pub fn new(value: T) -> Self {
        Self { value, appended: None }
    }
}

impl<T: Serialize> Folded<Vec<T>> {
    /// A list whose first `kept` items are the old list, unchanged.
    pub fn appended(list: Vec<T>, kept: usize) -> Self {
        let tail: Tail<Vec<T>> = |list, from| list.iter().skip(from).map(stored::encode).collect();
        let len = list.len();
        Self { value: list, appended: Some(Appended { kept: kept.min(len), len, tail }) }
    }
}

/// What a reducer may return: the value, [`Folded`], or a `Result` of either.
pub trait IntoFolded<T> {
    /// The value, or why the update was refused.
    ///
    /// # Errors
    /// The reducer's own; the superstep fails with it (S-STA-15).
    fn into_folded(self) -> Result<Folded<T>, Error>;
}

impl<T> IntoFolded<T> for T {
    fn into_folded(self) -> Result<Folded<T>, Error> {
        Ok(Folded::new(self))
    }
}

impl<T> IntoFolded<T> for Folded<T> {
    fn into_folded(self) -> Result<Self, Error> {
        Ok(self)
    }
}

impl<T> IntoFolded<T> for Result<T, Error> {
    fn into_folded(self) -> Result<Folded<T>, Error> {
        self.map(Folded::new)
    }
}

impl<T> IntoFolded<T> for Result<Folded<T>, Error> {
    fn into_folded(self) -> Self {
        self
    }
}

/// Puts new items behind the old ones: LangGraph's `concat`.
///
/// ```
/// use haltgraph::State;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(State, Clone, Default, Serialize, Deserialize)]
/// struct Trip {
///     #[state(reducer = haltgraph::append)]
///     log: Vec<String>,
/// }
///
/// let update = Trip::update().log(["planned", "booked"]);
/// # let _ = update;
/// ```
pub fn append<T: Serialize>(mut list: Vec<T>, items: Vec<T>) -> Folded<Vec<T>> {
    let kept = list.len();
    list.extend(items);
    Folded::appended(list, kept)
}
