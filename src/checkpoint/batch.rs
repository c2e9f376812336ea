//! A commit is one value: everything that one transaction changes, guarded by the head that it expects.

use std::rc::Rc;

use super::head::Token;
use super::question::{Asked, Decided};
use super::record::{CheckpointRow, GraphRow, PendingWrite};
use super::{Digest, Head};

/// An audit row, already encoded: its digest is part of the head (storage.md 3.2).
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    /// Its number in the thread.
    pub n: u64,
    /// Its canonical text.
    pub text: Rc<str>,
}

/// All or nothing (design law 4). Built completely before a saver opens a transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitBatch<B> {
    /// The head to expect; `None`: the thread must not exist.
    pub expect: Option<Token>,
    /// Whether this commit takes the right to run: `epoch` rises by one.
    pub raise_epoch: bool,
    /// The new head. The saver sets `rev`, `epoch` and, where it hashes state and a checkpoint is added, `digest`.
    pub head: Head,
    /// Put by the first commit of an engine under that digest; the bytes are always the same.
    pub graph: Option<Rc<GraphRow>>,
    /// Added, oldest first.
    pub checkpoints: Vec<Rc<CheckpointRow<B>>>,
    /// Digest of the row that the first of `checkpoints` names as its parent.
    pub parent_digest: Option<Digest>,
    /// Put where absent; an error (`idx` -1) overwrites.
    pub writes: Vec<PendingWrite<B>>,
    /// Delete the pending writes of this step; only where there are any.
    pub clear_writes: Option<u64>,
    /// Questions that are added.
    pub ask: Vec<Asked>,
    /// Questions that are closed: the question is deleted and the decision row added.
    pub close: Vec<Decided>,
    /// Decision rows whose `outcome` changed.
    pub outcomes: Vec<Decided>,
    /// Audit rows, added.
    pub audit: Vec<AuditRow>,
}

impl<B> CommitBatch<B> {
    /// Whether the commit must reach the medium before it counts: it asks or closes a question (storage.md 4.1).
    pub fn is_strict(&self) -> bool {
        !self.ask.is_empty() || !self.close.is_empty()
    }
}

/// What a commit leaves the committer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// What the next commit has to expect.
    pub token: Token,
    /// Digest of the newest checkpoint's row; absent in a saver that hashes no state.
    pub digest: Option<Digest>,
}
