//! Reading a checkpoint row. Its names need the graph that the row of the last full table names; a large value stands
//! in a row of its own, so its place stays open here.

use std::rc::Rc;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::array::{Array, By, Change, Earlier, Task, Written};
use super::names::NameRef;
use super::parse::Version;
use super::{parse, time};
use crate::checkpoint::canonical::cmp_utf16;
use crate::checkpoint::record::{CheckpointRow, Entry, GraphRow, Link, Share, Source, TableEntry, Value};
use crate::checkpoint::{CheckpointId, Digest, Name, TaskKey};
use crate::error::Error;

/// Stands for the body of a large value, which has a row of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Elsewhere;

/// What must be known of a row before its names can be read.
#[derive(Deserialize)]
pub(super) struct Header {
    /// The row's id.
    pub(super) id: CheckpointId,
    /// Sequence number of the last full table.
    pub(super) f: u64,
    /// Digest of the graph, and the first step of the line under it; where there is a full table, and only there.
    pub(super) graph: Option<(Digest, u64)>,
    #[serde(rename = "v")]
    _v: Version,
}

/// The graph that rows are under, and the first step of their line under it.
#[derive(Clone)]
pub(super) struct Under {
    pub(super) graph: Rc<GraphRow>,
    pub(super) since: u64,
}

/// A row, and the digest of the row that it was built on.
pub(super) struct Decoded {
    pub(super) row: Rc<CheckpointRow<Elsewhere>>,
    pub(super) prev: Option<Digest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members<'a> {
    #[serde(borrow)]
    all: Option<Vec<Array<Earlier<'a>>>>,
    #[serde(borrow)]
    by: Vec<Array<By<'a>>>,
    #[serde(borrow)]
    c: Vec<Array<Change<'a>>>,
    f: u64,
    graph: Option<(Digest, u64)>,
    id: CheckpointId,
    last: Vec<NameRef>,
    m: Metadata,
    /// Absent: the row before. Null: none.
    #[serde(default, deserialize_with = "given")]
    parent: Option<Option<u64>>,
    #[serde(deserialize_with = "present")]
    prev: Option<Digest>,
    t: Vec<NameRef>,
    ts: &'a str,
    #[serde(rename = "v")]
    _v: Version,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    source: Source,
    step: i64,
}

/// Reads what comes before the rest.
///
/// # Errors
/// Those of every row.
pub(super) fn header(text: &str) -> Result<Header, Error> {
    parse::members(text)
}

/// Reads the row of step `seq`, whose names are those of the graph that it is under.
///
/// # Errors
/// Those of every row; `E_INTEGRITY` where it is another step's.
pub(super) fn checkpoint(seq: u64, Under { graph, since }: &Under, text: &str) -> Result<Decoded, Error> {
    let members: Members = parse::members(text)?;
    if members.id.seq() != Some(seq) {
        return Err(parse::altered(&format!("The row of step {seq}")));
    }
    if members.graph.is_some_and(|named| named.0 != graph.digest) || members.graph.is_some() != members.all.is_some() {
        return Err(parse::corrupt("it names another graph than its full table's"));
    }
    let earlier = |entries: Vec<Array<Earlier>>| entries.into_iter().map(|Array(entry)| entry.resolve(graph)).collect();
    let row = CheckpointRow {
        seq,
        id: members.id,
        parent: members.parent.unwrap_or(seq.checked_sub(1)),
        ts: time::from_iso(members.ts).ok_or_else(|| parse::corrupt("`ts` is no time"))?,
        source: members.m.source,
        step: members.m.step,
        graph: Rc::clone(graph),
        changes: members.c.into_iter().map(|Array(change)| change.resolve(graph)).collect::<Result<_, _>>()?,
        triggers: nodes(graph, members.t)?,
        last: nodes(graph, members.last)?,
        by: members.by.into_iter().map(|Array(by)| by.resolve(graph)).collect::<Result<_, _>>()?,
        graph_since: *since,
        full_table: members.f,
        table: members.all.map(earlier).transpose()?,
    };
    check(&row)?;
    Ok(Decoded { row: Rc::new(row), prev: members.prev })
}

/// Refuses what no engine writes and what a load must not follow.
fn check(row: &CheckpointRow<Elsewhere>) -> Result<(), Error> {
    let ascend = row.changes.is_sorted_by(|a, b| cmp_utf16(&a.channel, &b.channel).is_lt());
    let table = if row.table.is_some() { row.full_table == row.seq } else { row.full_table < row.seq };
    let parent = row.parent.is_none_or(|parent| parent < row.seq);
    let links = row.changes.iter().all(|entry| backwards(entry.link, row.seq))
        && row.table.iter().flatten().all(|entry| entry.seq < row.seq && backwards(entry.link, entry.seq));
    if ascend && table && parent && links {
        return Ok(());
    }
    Err(parse::corrupt("its channels or steps are out of order"))
}

fn backwards(link: Link, seq: u64) -> bool {
    match link {
        Link::Full => true,
        Link::Delta { n, base, prev } => n > 1 && base <= prev && prev < seq,
    }
}

impl Change<'_> {
    fn resolve(self, graph: &GraphRow) -> Result<Entry<Elsewhere>, Error> {
        let channel = self.channel.resolve(&graph.channels)?;
        Ok(Entry { channel, link: self.link, digest: Some(self.digest), value: value(self.value) })
    }
}

impl Earlier<'_> {
    fn resolve(self, graph: &GraphRow) -> Result<TableEntry, Error> {
        let Change { channel, link, digest, value } = self.entry;
        let channel = channel.resolve(&graph.channels)?;
        Ok(TableEntry { channel, seq: self.seq, link, digest: Some(digest), text: value.map(|raw| raw.get().into()) })
    }
}

impl By<'_> {
    fn resolve(self, graph: &GraphRow) -> Result<(TaskKey, Vec<Share<Elsewhere>>), Error> {
        let Task(node, place) = self.task;
        let node = node.resolve(&graph.nodes)?;
        let task =
            place.map_or_else(|| TaskKey::Pull(Rc::clone(&node)), |place| TaskKey::Push(Rc::clone(&node), place));
        let shares = self.written.into_iter().map(|Array(written)| written.resolve(graph));
        Ok((task, shares.collect::<Result<_, _>>()?))
    }
}

impl Written<'_> {
    fn resolve(self, graph: &GraphRow) -> Result<Share<Elsewhere>, Error> {
        Ok(match self {
            Self::Whole(channel) => Share::Whole(channel.resolve(&graph.channels)?),
            Self::Ops(channel, count) => Share::Ops(channel.resolve(&graph.channels)?, count),
            Self::Update(channel, text) => Share::Update(channel.resolve(&graph.channels)?, value(text)),
        })
    }
}

fn value(text: Option<&RawValue>) -> Value<Elsewhere> {
    text.map_or(Value::Blob { body: Elsewhere, len: 0 }, |raw| Value::Inline(raw.get().into()))
}

fn nodes(graph: &GraphRow, refs: Vec<NameRef>) -> Result<Vec<Name>, Error> {
    refs.into_iter().map(|node| node.resolve(&graph.nodes)).collect()
}

/// A member that may be absent or null, which are not the same.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u64>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A member that may be null but must be there.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}
