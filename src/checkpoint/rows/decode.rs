//! Reading a checkpoint row. Its names need the graph that the row of the last full table names; a large value stands
//! in a row of its own, so its place stays open here.

use std::rc::Rc;

use super::reader::{Reader, altered, corrupt, row};
use super::{names, reader, time};
use crate::checkpoint::canonical::cmp_utf16;
use crate::checkpoint::question::Json;
use crate::checkpoint::record::{CheckpointRow, Entry, GraphRow, JoinRow, Link, Share, Source, TableEntry, Value};
use crate::checkpoint::{CheckpointId, Digest, Name, TaskKey};
use crate::error::Error;

/// Stands for the body of a large value, which has a row of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Elsewhere;

/// What must be known of a row before its names can be read.
pub(super) struct Header {
    /// The row's id.
    pub(super) id: CheckpointId,
    /// Sequence number of the last full table.
    pub(super) full_table: u64,
    /// Digest of the graph, and the first step of the line under it; where there is a full table, and only there.
    pub(super) graph: Option<(Digest, u64)>,
}

/// The graph that rows are under, and the first step of their line under it.
pub(super) struct Under {
    pub(super) graph: Rc<GraphRow>,
    pub(super) since: u64,
}

/// A row, and the digest of the row that it was built on.
pub(super) struct Decoded {
    pub(super) row: Rc<CheckpointRow<Elsewhere>>,
    pub(super) prev: Option<Digest>,
}

/// Reads what comes before the rest.
///
/// # Errors
/// Those of every row.
pub(super) fn header(text: &str) -> Result<Header, Error> {
    reader::version(text)?;
    let mut row = Reader::new(text);
    row.open(b'{')?;
    for passed in ["all", "by", "c"] {
        if row.has(passed) {
            row.value()?;
        }
    }
    row.member("f")?;
    let full_table = row.number()?;
    let graph = graph(&mut row)?;
    row.member("id")?;
    Ok(Header { id: CheckpointId::from_text(&row.text()?), full_table, graph })
}

/// Reads the row of step `seq`, whose names are those of the graph that it is under.
///
/// # Errors
/// Those of every row; `E_INTEGRITY` where it is another step's.
pub(super) fn checkpoint(seq: u64, under: &Under, text: &str) -> Result<Decoded, Error> {
    row(text, |row| members(seq, under, row))
}

fn members(seq: u64, Under { graph: names, since }: &Under, row: &mut Reader<'_>) -> Result<Decoded, Error> {
    let table = if row.has("all") { Some(row.list(|row| table_entry(row, names))?) } else { None };
    row.member("by")?;
    let by = row.list(|row| written_by(row, names))?;
    row.member("c")?;
    let changes = row.list(|row| change(row, names))?;
    row.member("f")?;
    let full_table = row.number()?;
    let named = graph(row)?;
    row.member("id")?;
    let id = CheckpointId::from_text(&row.text()?);
    row.member("last")?;
    let last = nodes(row, names)?;
    row.member("m")?;
    let (metadata, source, step) = metadata(row)?;
    let parent = if row.has("parent") { nullable(row, Reader::number)? } else { seq.checked_sub(1) };
    row.member("prev")?;
    let prev = nullable(row, Reader::digest)?;
    row.member("t")?;
    let (triggers, joins) = triggers(row, names)?;
    row.member("ts")?;
    let ts = time::from_iso(&row.text()?).ok_or_else(|| corrupt("`ts` is no time"))?;
    row.version()?;
    let (graph, graph_since) = (Rc::clone(names), *since);
    let row = CheckpointRow {
        seq,
        id,
        parent,
        ts,
        source,
        step,
        metadata,
        graph,
        changes,
        triggers,
        joins,
        last,
        by,
        graph_since,
        full_table,
        table,
    };
    check(&row, named)?;
    Ok(Decoded { row: Rc::new(row), prev })
}

/// Refuses what no engine writes and what a load must not follow.
fn check(row: &CheckpointRow<Elsewhere>, named: Option<(Digest, u64)>) -> Result<(), Error> {
    if row.id.seq() != Some(row.seq) {
        return Err(altered(&format!("The row of step {}", row.seq)));
    }
    let ascend = row.changes.is_sorted_by(|a, b| cmp_utf16(&a.channel, &b.channel).is_lt());
    let table = match named {
        Some((graph, _)) => row.table.is_some() && row.full_table == row.seq && graph == row.graph.digest,
        None => row.table.is_none() && row.full_table < row.seq,
    };
    let parent = row.parent.is_none_or(|parent| parent < row.seq);
    let links = row.changes.iter().all(|entry| backwards(entry.link, row.seq))
        && row.table.iter().flatten().all(|entry| entry.seq < row.seq && backwards(entry.link, entry.seq));
    if ascend && table && parent && links {
        return Ok(());
    }
    Err(corrupt("its channels, steps or tables are out of order"))
}

fn backwards(link: Link, seq: u64) -> bool {
    match link {
        Link::Full => true,
        Link::Delta { n, base, prev } => n > 1 && base <= prev && prev < seq,
    }
}

/// `[channel, "f", d, value]` or `[channel, "p", d, n, b, p, ops]`; a large value's place is empty.
fn change(row: &mut Reader<'_>, graph: &GraphRow) -> Result<Entry<Elsewhere>, Error> {
    row.open(b'[')?;
    let channel = names::read(row, &graph.channels)?;
    let (link, digest) = link(row)?;
    Ok(Entry { channel, link, digest: Some(digest), value: last_value(row)? })
}

/// `[channel, seq, "f", d, value]` or `[channel, seq, "p", d, n, b, p]`.
fn table_entry(row: &mut Reader<'_>, graph: &GraphRow) -> Result<TableEntry, Error> {
    row.open(b'[')?;
    let channel = names::read(row, &graph.channels)?;
    row.comma()?;
    let seq = row.number()?;
    let (link, digest) = link(row)?;
    let text = match last_value(row)? {
        Value::Inline(text) => Some(text),
        Value::Blob { .. } => None,
    };
    Ok(TableEntry { channel, seq, link, digest: Some(digest), text })
}

fn link(row: &mut Reader<'_>) -> Result<(Link, Digest), Error> {
    row.comma()?;
    let kind = row.text()?;
    row.comma()?;
    let digest = row.digest()?;
    if kind == "f" {
        return Ok((Link::Full, digest));
    }
    if kind != "p" {
        return Err(corrupt("an entry is neither whole nor a delta"));
    }
    row.comma()?;
    let n = row.count()?;
    row.comma()?;
    let base = row.number()?;
    row.comma()?;
    Ok((Link::Delta { n, base, prev: row.number()? }, digest))
}

/// `[task, channels…]`: a task is its node or `[node, place]`, and `""` for a command's own writes; a channel stands
/// alone, with the number of the task's operations, or with the update itself.
fn written_by(row: &mut Reader<'_>, graph: &GraphRow) -> Result<(Option<TaskKey>, Vec<Share<Elsewhere>>), Error> {
    row.open(b'[')?;
    let task = some_task(row, &graph.nodes)?;
    let mut shares = Vec::new();
    while row.more(b']')? {
        shares.push(share(row, graph)?);
    }
    Ok((task, shares))
}

fn share(row: &mut Reader<'_>, graph: &GraphRow) -> Result<Share<Elsewhere>, Error> {
    if !row.is_array() {
        return names::read(row, &graph.channels).map(Share::Whole);
    }
    row.open(b'[')?;
    let channel = names::read(row, &graph.channels)?;
    row.comma()?;
    if !row.is_text() {
        let share = Share::Ops(channel, row.count()?);
        row.end_array()?;
        return Ok(share);
    }
    if row.text()? == "u" { Ok(Share::Update(channel, last_value(row)?)) } else { Err(corrupt("a share is none")) }
}

/// A task: its node, or that and a place.
pub(super) fn task(row: &mut Reader<'_>, nodes: &[Name]) -> Result<TaskKey, Error> {
    if !row.is_array() {
        return names::read(row, nodes).map(TaskKey::Pull);
    }
    row.open(b'[')?;
    let node = names::read(row, nodes)?;
    row.comma()?;
    let task = TaskKey::Push(node, row.count()?);
    row.end_array()?;
    Ok(task)
}

/// A task, or `""` for none.
pub(super) fn some_task(row: &mut Reader<'_>, nodes: &[Name]) -> Result<Option<TaskKey>, Error> {
    Ok(match task(row, nodes)? {
        TaskKey::Pull(node) if node.is_empty() => None,
        task => Some(task),
    })
}

/// The last element of an array that may have ended before it.
fn last_value(row: &mut Reader<'_>) -> Result<Value<Elsewhere>, Error> {
    if !row.more(b']')? {
        return Ok(Value::Blob { body: Elsewhere, len: 0 });
    }
    let text = row.value()?;
    row.end_array()?;
    Ok(Value::Inline(text.into()))
}

fn graph(row: &mut Reader<'_>) -> Result<Option<(Digest, u64)>, Error> {
    if !row.has("graph") {
        return Ok(None);
    }
    row.open(b'[')?;
    let digest = row.digest()?;
    row.comma()?;
    let since = row.number()?;
    row.end_array()?;
    Ok(Some((digest, since)))
}

fn metadata(row: &mut Reader<'_>) -> Result<(Option<Json>, Source, i64), Error> {
    row.open(b'{')?;
    let caller = if row.has("caller") { Some(Json(row.value()?.into())) } else { None };
    row.member("source")?;
    let source = match &*row.text()? {
        "input" => Source::Input,
        "loop" => Source::Loop,
        "update" => Source::Update,
        "fork" => Source::Fork,
        _ => return Err(corrupt("its source is none")),
    };
    row.member("step")?;
    let step = row.integer()?;
    row.close()?;
    Ok((caller, source, step))
}

fn nodes(row: &mut Reader<'_>, graph: &GraphRow) -> Result<Vec<Name>, Error> {
    row.list(|row| names::read(row, &graph.nodes))
}

/// The nodes that are triggered, then the joins that are not complete.
fn triggers(row: &mut Reader<'_>, graph: &GraphRow) -> Result<(Vec<Name>, Vec<JoinRow>), Error> {
    let (mut triggers, mut joins) = (Vec::new(), Vec::new());
    row.open(b'[')?;
    while row.more(b']')? {
        if row.is_array() {
            joins.push(join(row, graph)?);
        } else if joins.is_empty() {
            triggers.push(names::read(row, &graph.nodes)?);
        } else {
            return Err(corrupt("a node stands behind the joins"));
        }
    }
    Ok((triggers, joins))
}

/// `[to, [from…], [arrived…]]`.
fn join(row: &mut Reader<'_>, graph: &GraphRow) -> Result<JoinRow, Error> {
    row.open(b'[')?;
    let to = names::read(row, &graph.nodes)?;
    row.comma()?;
    let from = nodes(row, graph)?;
    row.comma()?;
    let arrived = nodes(row, graph)?;
    row.end_array()?;
    Ok(JoinRow { to, from, arrived })
}

/// What `read` reads, or `null`.
pub(super) fn nullable<'a, T>(
    row: &mut Reader<'a>,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    if row.null() { Ok(None) } else { read(row).map(Some) }
}
