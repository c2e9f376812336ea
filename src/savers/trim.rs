//! Keeping a thread's newest checkpoints only: those whose parents go are made whole, and what is built on them is
//! linked anew (storage.md 5.2).

use std::rc::Rc;

use super::thread::Thread;
use crate::checkpoint::fold;
use crate::checkpoint::record::{Chain, CheckpointRow, Entry, Link, Share, TableEntry, Value};
use crate::checkpoint::rows::{appended, appends, items};
use crate::checkpoint::{Digest, Name, TaskKey};
use crate::error::Error;
use crate::ordered::Ordered;

/// The checkpoints of a thread.
type Rows<B> = Ordered<u64, Rc<CheckpointRow<B>>>;

/// A task, and what it wrote.
type By<B> = (Option<TaskKey>, Vec<Share<B>>);

/// What is left of the thread's checkpoints where the newest `n` are kept, and, of those that are forks, the ones that
/// they were made from; `None` where nothing goes.
///
/// # Errors
/// `E_CORRUPT` where the thread's rows do not fit together.
pub(super) fn trimmed<B: Clone>(thread: &Thread<B>, n: u32) -> Result<Option<Rows<B>>, Error> {
    let kept = kept(&thread.rows, n as usize);
    if kept.len() == thread.rows.len() {
        return Ok(None);
    }
    let mut rows = Rows::new();
    for seq in kept {
        let Some(row) = thread.rows.get(&seq) else { continue };
        let built_on = row.parent.is_some_and(|parent| rows.contains_key(&parent));
        let row = if built_on { linked(&rows, row)? } else { whole(thread, row)? };
        rows.insert(seq, Rc::new(row));
    }
    Ok(Some(rows))
}

/// The steps that are kept, ascending.
fn kept<B>(rows: &Rows<B>, n: usize) -> Vec<u64> {
    let mut kept: Ordered<u64, ()> = Ordered::new();
    for (seq, row) in rows.iter().rev().take(n) {
        kept.insert(*seq, ());
        let fork = row.parent.filter(|parent| parent + 1 != *seq && rows.contains_key(parent));
        kept.extend(fork.map(|parent| (parent, ())));
    }
    kept.keys().copied().collect()
}

/// A row as it stands on what these rows hold, whatever its committer took them to be: deltas and tables name the links
/// that are there.
///
/// # Errors
/// `E_CORRUPT` where it builds on what is not there.
pub(super) fn linked<B: Clone>(rows: &Rows<B>, row: &CheckpointRow<B>) -> Result<CheckpointRow<B>, Error> {
    let Some(parent) = row.parent.and_then(|parent| rows.get(&parent)) else { return Ok(row.clone()) };
    let (path, _) = fold::path(parent, |seq| rows.get(&seq).map(Rc::as_ref))?;
    let tips: Ordered<Name, TableEntry> =
        fold::tips(&path).into_iter().map(|tip| (Rc::clone(&tip.channel), tip)).collect();
    let (mut linked, mut made_whole) = (row.clone(), Ordered::new());
    for entry in &mut linked.changes {
        if let Link::Delta { prev, .. } = entry.link {
            let tip = tips.get(&entry.channel).filter(|tip| tip.seq == prev).ok_or_else(astray)?;
            // A value that stands in a table alone, since its row went, can carry no link.
            match tip.text.as_ref().filter(|_| !rows.contains_key(&prev)) {
                Some(before) => {
                    let value: Rc<str> = appended(before, text(&entry.value)?)?.into();
                    made_whole.insert(Rc::clone(&entry.channel), ());
                    *entry = full(entry, &value);
                }
                None => *entry = on(tip, entry)?,
            }
        }
    }
    linked.by = by(row, |channel| made_whole.contains_key(channel))?;
    match &mut linked.table {
        Some(table) => {
            for entry in table {
                *entry = tips.get(&entry.channel).filter(|tip| tip.seq == entry.seq).ok_or_else(astray)?.clone();
            }
        }
        None => linked.full_table = parent.full_table,
    }
    Ok(linked)
}

/// A delta on top of a channel's last entry.
fn on<B: Clone>(tip: &TableEntry, entry: &Entry<B>) -> Result<Entry<B>, Error> {
    let (n, base) = match tip.link {
        Link::Full => (1, tip.seq),
        Link::Delta { n, base, .. } => (n, base),
    };
    let before = tip.digest.ok_or_else(astray)?;
    Ok(Entry {
        link: Link::Delta { n: n + 1, base, prev: tip.seq },
        digest: Some(Digest::chain(&before, text(&entry.value)?.as_bytes())),
        ..entry.clone()
    })
}

/// An entry with this whole value in place of a delta.
fn full<B>(entry: &Entry<B>, value: &Rc<str>) -> Entry<B> {
    let digest = Some(Digest::of(value.as_bytes()));
    Entry { channel: Rc::clone(&entry.channel), link: Link::Full, digest, value: Value::Inline(Rc::clone(value)) }
}

/// A row that holds the thread's whole state at its step, and is built on nothing.
pub(super) fn whole<B: Clone>(thread: &Thread<B>, row: &Rc<CheckpointRow<B>>) -> Result<CheckpointRow<B>, Error> {
    let mut values = Ordered::new();
    for chain in thread.state(row)?.chains {
        values.insert(Rc::clone(&chain.channel), (chain.seq, folded(&chain)?));
    }
    let mut whole = (**row).clone();
    whole.by = by(row, |_| true)?;
    for entry in &mut whole.changes {
        if let (Link::Delta { .. }, Some((_, value))) = (entry.link, values.get(&entry.channel)) {
            *entry = full(entry, value);
        }
    }
    let others = values.iter().filter(|(_, (seq, _))| *seq != row.seq);
    let table = others.map(|(channel, (seq, value))| TableEntry {
        channel: Rc::clone(channel),
        seq: *seq,
        link: Link::Full,
        digest: Some(Digest::of(value.as_bytes())),
        text: Some(Rc::clone(value)),
    });
    (whole.table, whole.full_table) = (Some(table.collect()), row.seq);
    Ok(whole)
}

/// Who wrote what, where deltas that it counts operations of are no more: the operations' items stand by themselves.
fn by<B: Clone>(row: &CheckpointRow<B>, goes: impl Fn(&Name) -> bool) -> Result<Vec<By<B>>, Error> {
    let mut rest: Ordered<Name, Vec<&str>> = Ordered::new();
    for entry in row.changes.iter().filter(|entry| entry.link != Link::Full && goes(&entry.channel)) {
        rest.insert(Rc::clone(&entry.channel), items(text(&entry.value)?)?);
    }
    let mut share = |share: &Share<B>| match share {
        Share::Ops(channel, count) => match rest.get_mut(channel) {
            Some(items) => {
                let mine: Vec<_> = items.drain(..(*count as usize).min(items.len())).collect();
                Share::Update(Rc::clone(channel), Value::Inline(format!("[{}]", mine.join(",")).into()))
            }
            None => share.clone(),
        },
        _ => share.clone(),
    };
    Ok(row.by.iter().map(|(task, shares)| (task.clone(), shares.iter().map(&mut share).collect())).collect())
}

/// The text of a chain's value.
fn folded<B>(chain: &Chain<B>) -> Result<Rc<str>, Error> {
    let mut links = chain.links.iter();
    let (_, base) = links.next().ok_or_else(astray)?;
    let base = Rc::clone(text(&base.value)?);
    links.try_fold(base, |list, (_, delta)| Ok(appended(&list, text(&delta.value)?)?.into()))
}

/// Whether a delta does nothing but append.
pub(super) fn only_appends<B>(value: &Value<B>) -> bool {
    text(value).is_ok_and(|text| appends(text))
}

fn text<B>(value: &Value<B>) -> Result<&Rc<str>, Error> {
    match value {
        Value::Inline(text) => Ok(text),
        Value::Blob { .. } => Err(astray()),
    }
}

fn astray() -> Error {
    Error::new("E_CORRUPT", "A checkpoint is built on what the thread does not hold. Load the thread again.")
}
