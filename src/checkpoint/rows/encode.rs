//! Writing a checkpoint row (storage.md 3.4). By hand, member by member in canonical order: this runs once per
//! superstep, and state values go in as they are.

use super::names::{push, push_int};
use super::{reader, time};
use crate::checkpoint::canonical::push_string;
use crate::checkpoint::record::{CheckpointRow, Entry, GraphRow, JoinRow, Link, Share, Source, TableEntry, Value};
use crate::checkpoint::{Digest, FORMAT, Name, TaskKey};
use crate::error::Error;

/// The row's text. `prev` is the digest of the parent's row.
///
/// # Errors
/// `E_INTEGRITY` where a state value came without its digest, `E_RANGE` for a time that no row can hold.
pub(super) fn checkpoint<B>(row: &CheckpointRow<B>, prev: Option<&Digest>) -> Result<String, Error> {
    let mut out = String::with_capacity(512);
    out.push('{');
    if let Some(entries) = &row.table {
        out.push_str("\"all\":");
        list(&mut out, entries, |out, entry| table_entry(out, &row.graph, entry))?;
        out.push(',');
    }
    out.push_str("\"by\":");
    list(&mut out, &row.by, |out, by| written_by(out, &row.graph, by))?;
    out.push_str(",\"c\":");
    list(&mut out, &row.changes, |out, entry| change(out, &row.graph, entry))?;
    out.push_str(",\"f\":");
    push_int(&mut out, row.full_table);
    if row.table.is_some() {
        out.push_str(",\"graph\":[");
        digest(&mut out, &row.graph.digest);
        out.push(',');
        push_int(&mut out, row.graph_since);
        out.push(']');
    }
    out.push_str(",\"id\":");
    push_string(&mut out, row.id.as_str());
    out.push_str(",\"last\":");
    nodes(&mut out, &row.graph, &row.last)?;
    out.push_str(",\"m\":{");
    if let Some(caller) = &row.metadata {
        out.push_str("\"caller\":");
        out.push_str(&caller.0);
        out.push(',');
    }
    out.push_str("\"source\":\"");
    out.push_str(source(row.source));
    out.push_str("\",\"step\":");
    push_int(&mut out, row.step);
    out.push('}');
    parent(&mut out, row);
    out.push_str(",\"prev\":");
    match prev {
        Some(prev) => digest(&mut out, prev),
        None => out.push_str("null"),
    }
    out.push_str(",\"t\":");
    triggers(&mut out, row)?;
    out.push_str(",\"ts\":\"");
    out.push_str(&time::to_iso(row.ts)?);
    out.push_str("\",\"v\":");
    push_int(&mut out, FORMAT);
    out.push('}');
    Ok(out)
}

/// A row that names no parent was made from the one before it, as most are.
fn parent<B>(out: &mut String, row: &CheckpointRow<B>) {
    match row.parent {
        Some(parent) if parent + 1 == row.seq => {}
        Some(parent) => {
            out.push_str(",\"parent\":");
            push_int(out, parent);
        }
        None => out.push_str(",\"parent\":null"),
    }
}

/// `[channel, "f", d, value]` or `[channel, "p", d, n, b, p, ops]`; a large value's place stays empty.
fn change<B>(out: &mut String, graph: &GraphRow, entry: &Entry<B>) -> Result<(), Error> {
    out.push('[');
    push(out, &graph.channels, &entry.channel);
    out.push(',');
    link(out, entry.link, entry.digest.as_ref())?;
    if let Value::Inline(text) = &entry.value {
        out.push(',');
        out.push_str(text);
    }
    out.push(']');
    Ok(())
}

/// `[channel, seq, "f", d, value]` or `[channel, seq, "p", d, n, b, p]`.
fn table_entry(out: &mut String, graph: &GraphRow, entry: &TableEntry) -> Result<(), Error> {
    out.push('[');
    push(out, &graph.channels, &entry.channel);
    out.push(',');
    push_int(out, entry.seq);
    out.push(',');
    link(out, entry.link, entry.digest.as_ref())?;
    if let Some(text) = &entry.text {
        out.push(',');
        out.push_str(text);
    }
    out.push(']');
    Ok(())
}

fn link(out: &mut String, link: Link, of: Option<&Digest>) -> Result<(), Error> {
    let of = of.ok_or_else(|| reader::altered("A state value without a digest"))?;
    out.push_str(if link == Link::Full { "\"f\"," } else { "\"p\"," });
    digest(out, of);
    if let Link::Delta { n, base, prev } = link {
        for number in [u64::from(n), base, prev] {
            out.push(',');
            push_int(out, number);
        }
    }
    Ok(())
}

/// `[task, channels…]`: a task is its node or `[node, place]`, and `""` for a command's own writes; a channel stands
/// alone, with the number of the task's operations, or with the update itself.
fn written_by<B>(
    out: &mut String,
    graph: &GraphRow,
    (task, shares): &(Option<TaskKey>, Vec<Share<B>>),
) -> Result<(), Error> {
    out.push('[');
    match task {
        None => push_string(out, ""),
        Some(TaskKey::Pull(node)) => push(out, &graph.nodes, node),
        Some(TaskKey::Push(node, place)) => {
            out.push('[');
            push(out, &graph.nodes, node);
            out.push(',');
            push_int(out, place);
            out.push(']');
        }
    }
    for share in shares {
        out.push(',');
        written(out, graph, share);
    }
    out.push(']');
    Ok(())
}

fn written<B>(out: &mut String, graph: &GraphRow, share: &Share<B>) {
    let (Share::Whole(channel) | Share::Ops(channel, _) | Share::Update(channel, _)) = share;
    if let Share::Whole(_) = share {
        return push(out, &graph.channels, channel);
    }
    out.push('[');
    push(out, &graph.channels, channel);
    match share {
        Share::Whole(_) => {}
        Share::Ops(_, count) => {
            out.push(',');
            push_int(out, count);
        }
        Share::Update(_, value) => {
            out.push_str(",\"u\"");
            if let Value::Inline(text) = value {
                out.push(',');
                out.push_str(text);
            }
        }
    }
    out.push(']');
}

fn digest(out: &mut String, digest: &Digest) {
    out.push('"');
    push_int(out, digest);
    out.push('"');
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Input => "input",
        Source::Loop => "loop",
        Source::Update => "update",
        Source::Fork => "fork",
    }
}

fn list<T>(
    out: &mut String,
    items: &[T],
    mut item: impl FnMut(&mut String, &T) -> Result<(), Error>,
) -> Result<(), Error> {
    out.push('[');
    for (index, each) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        item(out, each)?;
    }
    out.push(']');
    Ok(())
}

fn nodes(out: &mut String, graph: &GraphRow, nodes: &[Name]) -> Result<(), Error> {
    list(out, nodes, |out, node| {
        push(out, &graph.nodes, node);
        Ok(())
    })
}

/// The nodes that are triggered, then the joins that are not complete: `[to, [from…], [arrived…]]`.
fn triggers<B>(out: &mut String, row: &CheckpointRow<B>) -> Result<(), Error> {
    out.push('[');
    let mut begun = false;
    for node in &row.triggers {
        separate(out, &mut begun);
        push(out, &row.graph.nodes, node);
    }
    for JoinRow { to, from, arrived } in &row.joins {
        separate(out, &mut begun);
        out.push('[');
        push(out, &row.graph.nodes, to);
        for names in [from, arrived] {
            out.push(',');
            nodes(out, &row.graph, names)?;
        }
        out.push(']');
    }
    out.push(']');
    Ok(())
}

fn separate(out: &mut String, begun: &mut bool) {
    if std::mem::replace(begun, true) {
        out.push(',');
    }
}
