//! The record of one superstep, and what a load gives back. Records hold names; only encoded rows hold indexes.

use std::rc::Rc;

use super::canonical::Digest;
use super::json::Word;
use super::question::{Asked, Decided, Json};
use super::{CheckpointId, Head, Name, TaskKey, Timestamp};
use crate::error::Error;

/// A state value as it is kept: UTF-8 JSON, encoded once.
///
/// `B` is the host's handle on bytes that never enter the core (a `Uint8Array` or a string in a browser, `Rc<str>` in
/// tests).
#[derive(Clone, Debug, PartialEq)]
pub enum Value<B> {
    /// Text up to the saver's inline limit; it stands inside the checkpoint's row.
    Inline(Rc<str>),
    /// A larger value, kept in a row of its own. `len` in bytes.
    Blob {
        /// The bytes.
        body: B,
        /// Their number.
        len: u32,
    },
}

impl<B> Value<B> {
    /// Bytes of JSON text.
    pub fn len(&self) -> u32 {
        match self {
            Self::Inline(text) => u32::try_from(text.len()).unwrap_or(u32::MAX),
            Self::Blob { len, .. } => *len,
        }
    }

    /// Never true: JSON text has at least one character.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How an entry relates to the channel's earlier ones (storage.md 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The whole value.
    Full,
    /// Operations on top of the link before: `["a", value]` appends.
    Delta {
        /// Length of the chain, this link included.
        n: u32,
        /// Sequence number of the chain's full value.
        base: u64,
        /// Sequence number of the link before.
        prev: u64,
    },
}

/// One changed channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<B> {
    /// The channel.
    pub channel: Name,
    /// Whole value or delta.
    pub link: Link,
    /// Of the text, chained for a delta; absent in a saver that hashes no state.
    pub digest: Option<Digest>,
    /// The text: a value, or a list of operations.
    pub value: Value<B>,
}

/// Where a channel that this step did not change last changed; part of a full table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableEntry {
    /// The channel.
    pub channel: Name,
    /// The step that changed it.
    pub seq: u64,
    /// Its link there.
    pub link: Link,
    /// Its digest there.
    pub digest: Option<Digest>,
    /// A small whole value, repeated; a delta and a large value are found under `seq`.
    pub text: Option<Rc<str>>,
}

/// Where a checkpoint comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Input was received.
    Input,
    /// A superstep was applied.
    Loop,
    /// State was edited from outside.
    Update,
    /// A copy of an earlier checkpoint.
    Fork,
}

impl Word for Source {
    const ALL: &'static [Self] = &[Self::Input, Self::Loop, Self::Update, Self::Fork];

    fn word(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Loop => "loop",
            Self::Update => "update",
            Self::Fork => "fork",
        }
    }
}

/// What one task wrote to one channel, so that history can rebuild the task's result.
#[derive(Clone, Debug, PartialEq)]
pub enum Share<B> {
    /// The channel's whole new value.
    Whole(Name),
    /// So many of the delta's operations, contiguous, in task order.
    Ops(Name, u32),
    /// The update itself, where a reducer made something else of it.
    Update(Name, Value<B>),
}

/// Names and order of a graph's nodes and channels, so that rows can hold indexes. Both lists ascend (UTF-16 order).
#[derive(Clone, Debug, PartialEq)]
pub struct GraphRow {
    /// The graph's digest.
    pub digest: Digest,
    /// Node names.
    pub nodes: Vec<Name>,
    /// Channel names.
    pub channels: Vec<Name>,
}

/// A join that some of its predecessors have reached, and some have not.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinRow {
    /// The node that waits.
    pub to: Name,
    /// The nodes that it waits for.
    pub from: Vec<Name>,
    /// Those of them that have arrived.
    pub arrived: Vec<Name>,
}

/// One checkpoint: what its superstep changed (storage.md 3.4).
#[derive(Clone, Debug, PartialEq)]
pub struct CheckpointRow<B> {
    /// Its place in the thread.
    pub seq: u64,
    /// Its id, which begins with `seq`.
    pub id: CheckpointId,
    /// Sequence number of the checkpoint it was made from.
    pub parent: Option<u64>,
    /// When it was made.
    pub ts: Timestamp,
    /// Where it comes from.
    pub source: Source,
    /// Step number, -1 for the first input (S-STP-01).
    pub step: i64,
    /// The caller's own metadata, a canonical object.
    pub metadata: Option<Json>,
    /// Names and order that the encoded row's indexes refer to.
    pub graph: Rc<GraphRow>,
    /// The changed channels, in ascending order.
    pub changes: Vec<Entry<B>>,
    /// Nodes triggered and not yet run; `__start__` after an input.
    pub triggers: Vec<Name>,
    /// Joins that are not complete.
    pub joins: Vec<JoinRow>,
    /// The nodes of the superstep that made it.
    pub last: Vec<Name>,
    /// Who wrote what; a command's own writes have no task.
    pub by: Vec<(Option<TaskKey>, Vec<Share<B>>)>,
    /// Sequence number of the first checkpoint of its line under this graph.
    pub graph_since: u64,
    /// Sequence number of the last full table; its own where it has one.
    pub full_table: u64,
    /// For each channel that this step did not change, where it last changed. The encoded row names its graph where it
    /// has a table, and only there: a changed graph brings a table.
    pub table: Option<Vec<TableEntry>>,
}

impl<A> CheckpointRow<A> {
    /// The row with other values: `change` makes those of the changed channels, `update` those in `by`, in their order.
    ///
    /// # Errors
    /// The first that either answers.
    pub fn with_values<B>(
        &self,
        mut change: impl FnMut(&Name, &Value<A>) -> Result<Value<B>, Error>,
        mut update: impl FnMut(&Name, &Value<A>) -> Result<Value<B>, Error>,
    ) -> Result<CheckpointRow<B>, Error> {
        let entry = |entry: &Entry<A>| {
            let value = change(&entry.channel, &entry.value)?;
            Ok(Entry { channel: Rc::clone(&entry.channel), link: entry.link, digest: entry.digest, value })
        };
        let mut share = |share: &Share<A>| {
            Ok(match share {
                Share::Whole(channel) => Share::Whole(Rc::clone(channel)),
                Share::Ops(channel, count) => Share::Ops(Rc::clone(channel), *count),
                Share::Update(channel, value) => Share::Update(Rc::clone(channel), update(channel, value)?),
            })
        };
        let mut by = Vec::with_capacity(self.by.len());
        for (task, shares) in &self.by {
            by.push((task.clone(), shares.iter().map(&mut share).collect::<Result<_, Error>>()?));
        }
        Ok(CheckpointRow {
            seq: self.seq,
            id: self.id.clone(),
            parent: self.parent,
            ts: self.ts,
            source: self.source,
            step: self.step,
            metadata: self.metadata.clone(),
            graph: Rc::clone(&self.graph),
            changes: self.changes.iter().map(entry).collect::<Result<_, Error>>()?,
            triggers: self.triggers.clone(),
            joins: self.joins.clone(),
            last: self.last.clone(),
            by,
            graph_since: self.graph_since,
            full_table: self.full_table,
            table: self.table.clone(),
        })
    }
}

/// A pending write: what a settled task of an unfinished superstep left.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingWrite<B> {
    /// The checkpoint that the superstep starts from.
    pub seq: u64,
    /// The task; a command's own writes have none.
    pub task: Option<TaskKey>,
    /// Place in the task's list from 0; -1 for its error (S-CKP-31).
    pub idx: i32,
    /// A state channel, `branch:to:<node>`, `__no_writes__` or `__error__`.
    pub channel: Name,
    /// Whether it takes the place of the channel's value, past its reducer (S-STA-17).
    pub overwrite: bool,
    /// What was written.
    pub value: Value<B>,
}

impl<B> PendingWrite<B> {
    /// The node of its task.
    pub fn node(&self) -> Option<&Name> {
        self.task.as_ref().map(TaskKey::node)
    }
}

/// A channel as it was stored: one full value, then the deltas on top of it, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain<B> {
    /// The channel.
    pub channel: Name,
    /// Sequence number of the last change.
    pub seq: u64,
    /// The full value, then each delta, with the step that wrote it.
    pub links: Vec<(u64, Entry<B>)>,
    /// What the chain weighs.
    pub weight: Weight,
}

/// What a channel's chain weighs, in bytes: from it follows when a whole value is due (storage.md 3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// The value itself, as far as appends tell; what else a delta does counts as no growth.
    pub value: u64,
    /// What a load reads for it: its links, and the whole values that stand in the same rows.
    pub read: u64,
}

/// A thread as it was stored, at its head or at an older checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded<B> {
    /// The head record.
    pub head: Head,
    /// The checkpoint asked for. Its `changes` are what its step changed; the whole state stands in `chains`.
    pub checkpoint: Rc<CheckpointRow<B>>,
    /// Id of the checkpoint that it was made from, where that one is still kept.
    pub parent: Option<CheckpointId>,
    /// Digest of the checkpoint's row; absent in a saver that hashes no state.
    pub digest: Option<Digest>,
    /// Every state channel that has a value.
    pub chains: Vec<Chain<B>>,
    /// Bytes written since the last full table.
    pub since_table: u64,
    /// Pending writes of the checkpoint, ordered by task, then idx.
    pub writes: Vec<PendingWrite<B>>,
    /// Open questions of the thread, ordered by creation, then id; none in a history.
    pub questions: Vec<Asked>,
    /// The answers that tasks of the head's superstep already have: every claimed decision, and what `after` leads to
    /// from an open question or a claimed decision; none in a history.
    pub decisions: Vec<Decided>,
}
