//! Rows: how the records of a thread stand in a key-value store (storage.md 3), and how a thread is read back.
//!
//! A row is JSON text, canonical but for the state values spliced into it as they were written. Everything here is
//! pure: [`Plan`] says what a commit writes, [`Load`] what a load has to read next; a saver executes both. Bodies of
//! large values pass through as handles.

mod blob;
mod decode;
mod encode;
mod graph;
mod load;
mod names;
mod origin;
mod pending;
mod plan;
mod reader;
mod small;
mod time;
mod whole;

use std::rc::Rc;

pub use self::graph::graph_row;
pub use self::load::{History, Load, Step};
pub use self::origin::{newer_store, origin_incarnation, origin_row};
pub use self::plan::{Op, Plan};
pub use self::small::{audit_row, decision_row, head_row, question_row};
pub(crate) use self::whole::{RowText, Whole, WholeText, appended, appends, items};
use super::TaskKey;
use crate::error::Error;

/// Bytes of text up to which a state value stands inside its row; a larger one has a row of its own.
pub const INLINE_LIMIT: u32 = 2048;

/// The object stores of a database (storage.md 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// The store's own row, and graph rows.
    Meta,
    /// Head records.
    Threads,
    /// Checkpoint rows.
    Checkpoints,
    /// Foreign checkpoint ids.
    Ids,
    /// Large state values.
    Blobs,
    /// Pending writes.
    Writes,
    /// Results of tasks and effects.
    Memo,
    /// Open questions.
    Questions,
    /// What closed a question.
    Decisions,
    /// The audit chain.
    Audit,
}

impl Store {
    /// Every store.
    pub const ALL: [Self; 10] = [
        Self::Meta,
        Self::Threads,
        Self::Checkpoints,
        Self::Ids,
        Self::Blobs,
        Self::Writes,
        Self::Memo,
        Self::Questions,
        Self::Decisions,
        Self::Audit,
    ];

    /// The stores whose rows belong to threads.
    pub const THREADS: [Self; 9] = [
        Self::Threads,
        Self::Checkpoints,
        Self::Ids,
        Self::Blobs,
        Self::Writes,
        Self::Memo,
        Self::Questions,
        Self::Decisions,
        Self::Audit,
    ];

    /// The store's name in a database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Threads => "threads",
            Self::Checkpoints => "checkpoints",
            Self::Ids => "ids",
            Self::Blobs => "blobs",
            Self::Writes => "writes",
            Self::Memo => "memo",
            Self::Questions => "questions",
            Self::Decisions => "decisions",
            Self::Audit => "audit",
        }
    }
}

/// A key, or a part of one. Keys order as IndexedDB's do: numbers before texts before lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// An integer within 2^53.
    Int(i64),
    /// A text.
    Text(Rc<str>),
    /// A list of keys.
    List(Vec<Key>),
}

impl Key {
    /// The key of a text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// The key of a sequence number or another count; none of ours reaches 2^53.
    pub fn int(n: u64) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<&TaskKey> for Key {
    fn from(task: &TaskKey) -> Self {
        match task {
            TaskKey::Pull(node) => Self::Text(Rc::clone(node)),
            TaskKey::Push(node, place) => Self::List(vec![Self::Text(Rc::clone(node)), Self::Int((*place).into())]),
        }
    }
}

/// A host's handle on bytes that stay outside until they are looked into.
pub trait Bytes: Clone {
    /// The bytes as text.
    ///
    /// # Errors
    /// `E_CORRUPT` where they are not UTF-8.
    fn text(&self) -> Result<String, Error>;

    /// A handle on the bytes from `start` to `end`.
    #[must_use]
    fn slice(&self, start: u32, end: u32) -> Self;
}

impl Bytes for Rc<str> {
    fn text(&self) -> Result<String, Error> {
        Ok(self.to_string())
    }

    fn slice(&self, start: u32, end: u32) -> Self {
        self.get(start as usize..end as usize).unwrap_or_default().into()
    }
}

/// A row to write: its bytes are those of its pieces, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct RowBytes<B>(pub Vec<Piece<B>>);

/// A stretch of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<B> {
    /// Text made here.
    Text(String),
    /// The bytes of a large state value, as many as it says.
    Body(B, u32),
}

impl<B> From<String> for RowBytes<B> {
    fn from(text: String) -> Self {
        Self(vec![Piece::Text(text)])
    }
}

/// A row that was read: what its key has after the prefix that was asked for, and its bytes.
#[derive(Clone, Debug)]
pub struct Row<B> {
    /// The rest of the key; empty where the whole key was given.
    pub suffix: Vec<Key>,
    /// The row.
    pub bytes: B,
}

/// Rows to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// The row under this key, if there is one.
    One(Store, Key),
    /// The rows whose keys begin with the prefix; of those, where bounds are given, only the ones whose next part is an
    /// integer within them, both included.
    Range(Store, Vec<Key>, Option<(u64, u64)>),
}
