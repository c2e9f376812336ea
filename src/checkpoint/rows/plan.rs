//! Commits: which rows a batch writes, and in which order (storage.md 4.1). All bytes and digests exist before a
//! transaction is opened.

use std::rc::Rc;

use super::{Key, Piece, RowBytes, Store, blob, encode, graph, pending, reader};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::record::CheckpointRow;
use crate::checkpoint::{CommitBatch, Digest, Head, InterruptId, json};
use crate::error::Error;
use crate::ordered::sort;

/// One change of a store.
#[derive(Clone, Debug, PartialEq)]
pub enum Op<B> {
    /// A row that must not be there yet.
    Add(Store, Key, RowBytes<B>),
    /// A row, whether it is there or not.
    Put(Store, Key, RowBytes<B>),
    /// A row, unless one is there.
    Keep(Store, Key, RowBytes<B>),
    /// No row.
    Delete(Store, Key),
    /// No rows whose keys begin so.
    Clear(Store, Vec<Key>),
}

impl<B> Op<B> {
    /// The store that it changes.
    pub fn store(&self) -> Store {
        let (Self::Add(store, ..)
        | Self::Put(store, ..)
        | Self::Keep(store, ..)
        | Self::Delete(store, _)
        | Self::Clear(store, _)) = self;
        *store
    }
}

/// Everything that one commit changes, encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<B> {
    /// The changes, in order; the head is the last.
    pub ops: Vec<Op<B>>,
    /// What the committer is left with.
    pub committed: Committed,
}

impl<B: Clone> Plan<B> {
    /// Encodes a batch. `head` is its head with `rev` and `epoch` as the commit leaves them.
    ///
    /// # Errors
    /// `E_INTEGRITY` where a digest is missing, `E_RANGE` for a time that no row can hold.
    pub fn new(batch: &CommitBatch<B>, mut head: Head) -> Result<Self, Error> {
        let mut plan = Writer { thread: Key::Text(Rc::clone(&head.thread)), ops: Vec::new() };
        if let Some(graph) = &batch.graph {
            plan.ops.push(Op::Put(Store::Meta, graph_key(&graph.digest), graph::encode(graph).into()));
        }
        plan.closed(batch);
        head.digest = plan.checkpoints(batch)?.or(head.digest);
        if head.digest.is_none() {
            return Err(reader::altered("A head without its checkpoint's digest"));
        }
        plan.writes(batch);
        for row in &batch.audit {
            plan.ops.push(Op::Add(Store::Audit, plan.key([Key::int(row.n)]), row.text.to_string().into()));
        }
        let Writer { thread, mut ops } = plan;
        ops.push(Op::Put(Store::Threads, thread, json::text(&head).into()));
        Ok(Self { ops, committed: Committed { token: head.token(), digest: head.digest } })
    }

    /// The stores that it changes, each once.
    pub fn stores(&self) -> Vec<Store> {
        let mut stores: Vec<_> = self.ops.iter().map(Op::store).collect();
        sort(&mut stores);
        stores.dedup();
        stores
    }

    /// A row that only this commit writes, for finding out whether it did: an added one if there is any, else the head.
    pub fn proof(&self) -> Option<(Store, &Key, &str)> {
        let added = self.ops.iter().filter(|op| matches!(op, Op::Add(..))).chain(self.ops.last());
        added.into_iter().find_map(|op| match op {
            Op::Add(store, key, row) | Op::Put(store, key, row) => match row.0.as_slice() {
                [Piece::Text(text)] => Some((*store, key, text.as_str())),
                _ => None,
            },
            _ => None,
        })
    }
}

/// The key of a graph's row.
pub(super) fn graph_key(digest: &Digest) -> Key {
    Key::List(vec![Key::text("graph"), Key::text(&digest.to_string())])
}

/// The namespace of the root graph, the only one yet.
pub(super) fn root() -> Key {
    Key::text("")
}

struct Writer<B> {
    thread: Key,
    ops: Vec<Op<B>>,
}

impl<B: Clone> Writer<B> {
    fn key<const N: usize>(&self, rest: [Key; N]) -> Key {
        Key::List(std::iter::once(self.thread.clone()).chain(rest).collect())
    }

    /// Closed questions make way for their decisions; outcomes change decisions that are there.
    fn closed(&mut self, batch: &CommitBatch<B>) {
        let id = |interrupt: &InterruptId| Key::text(interrupt.as_str());
        for closed in &batch.close {
            let key = self.key([id(&closed.interrupt)]);
            self.ops.push(Op::Delete(Store::Questions, key.clone()));
            self.ops.push(Op::Add(Store::Decisions, key, json::text(&closed.row).into()));
        }
        for changed in &batch.outcomes {
            let key = self.key([id(&changed.interrupt)]);
            self.ops.push(Op::Put(Store::Decisions, key, json::text(&changed.row).into()));
        }
        for asked in &batch.ask {
            let key = self.key([id(&asked.interrupt)]);
            self.ops.push(Op::Add(Store::Questions, key, json::text(&asked.question).into()));
        }
    }

    /// Checkpoint rows, each with the digest of its parent's, and their large values. Gives the newest row's digest.
    fn checkpoints(&mut self, batch: &CommitBatch<B>) -> Result<Option<Digest>, Error> {
        let mut written: Vec<(u64, Digest)> = Vec::new();
        for row in &batch.checkpoints {
            let earlier = written.iter().find(|(seq, _)| Some(*seq) == row.parent).map(|(_, digest)| digest);
            let prev = row.parent.and(earlier.or(batch.parent_digest.as_ref()));
            if row.parent.is_some() && prev.is_none() {
                return Err(reader::altered("A checkpoint without its parent's digest"));
            }
            let text = encode::checkpoint(row, prev)?;
            written.push((row.seq, Digest::of(text.as_bytes())));
            self.ops.push(Op::Add(Store::Checkpoints, self.key([root(), Key::int(row.seq)]), text.into()));
            self.blobs(row);
        }
        Ok(written.last().map(|(_, digest)| *digest))
    }

    fn blobs(&mut self, row: &CheckpointRow<B>) {
        for large in blob::of(row) {
            let key = self.key([root(), Key::Text(Rc::clone(large.channel)), Key::int(row.seq)]);
            self.ops.push(Op::Put(Store::Blobs, key, blob::encode(&large)));
        }
    }

    /// The first regular write stays; a special one (`idx` below 0) takes the place of the one before (S-CKP-31).
    fn writes(&mut self, batch: &CommitBatch<B>) {
        if let Some(seq) = batch.clear_writes {
            self.ops.push(Op::Clear(Store::Writes, vec![self.thread.clone(), root(), Key::int(seq)]));
        }
        for write in &batch.writes {
            let [task, idx] = pending::suffix(write);
            let key = self.key([root(), Key::int(write.seq), task, idx]);
            let row = pending::encode(write);
            let op = if write.idx < 0 { Op::Put } else { Op::Keep };
            self.ops.push(op(Store::Writes, key, row));
        }
    }
}
