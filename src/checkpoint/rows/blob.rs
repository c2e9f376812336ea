//! Rows of large values: a whole value or a delta, and the large updates that `by` of the same step names (storage.md
//! 3.2). Key: `[thread, ns, channel, seq]`.

use super::names::push_int;
use super::reader::{self, Reader, corrupt, row};
use super::{Bytes, Piece, RowBytes};
use crate::checkpoint::record::{CheckpointRow, Entry, Link, Share, Value};
use crate::checkpoint::{Digest, FORMAT, Name};
use crate::error::Error;

/// What a checkpoint leaves to the blob row of one channel.
pub(super) struct Large<'a, B> {
    pub(super) channel: &'a Name,
    change: Option<&'a Entry<B>>,
    updates: Vec<&'a Value<B>>,
}

/// The large values of a checkpoint, by channel in the order of their first appearance.
pub(super) fn of<B>(row: &CheckpointRow<B>) -> Vec<Large<'_, B>> {
    let changes = row.changes.iter().filter(|entry| is_large(&entry.value));
    let mut blobs: Vec<_> =
        changes.map(|entry| Large { channel: &entry.channel, change: Some(entry), updates: Vec::new() }).collect();
    for (channel, update) in large_updates(row) {
        match blobs.iter_mut().find(|large| large.channel == channel) {
            Some(large) => large.updates.push(update),
            None => blobs.push(Large { channel, change: None, updates: vec![update] }),
        }
    }
    blobs
}

/// The large updates that a row's `by` leaves to blob rows, with their channels.
pub(super) fn large_updates<B>(row: &CheckpointRow<B>) -> impl Iterator<Item = (&Name, &Value<B>)> {
    row.by.iter().flat_map(|(_, shares)| shares).filter_map(|share| match share {
        Share::Update(channel, value) if is_large(value) => Some((channel, value)),
        _ => None,
    })
}

fn is_large<B>(value: &Value<B>) -> bool {
    matches!(value, Value::Blob { .. })
}

/// The row: `{"f":value}` or `{"o":ops,"p":prev}`, with `"u":[updates…]` where there are any, and the version.
pub(super) fn encode<B: Clone>(large: &Large<'_, B>) -> RowBytes<B> {
    let mut row = Row { pieces: Vec::new(), text: String::from("{") };
    if let Some(Entry { link, value, .. }) = large.change {
        row.text.push_str(if *link == Link::Full { "\"f\":" } else { "\"o\":" });
        row.push(value);
        if let Link::Delta { prev, .. } = link {
            row.text.push_str(",\"p\":");
            push_int(&mut row.text, prev);
        }
        row.text.push(',');
    }
    if !large.updates.is_empty() {
        row.text.push_str("\"u\":[");
        for (index, update) in large.updates.iter().enumerate() {
            if index > 0 {
                row.text.push(',');
            }
            row.push(update);
        }
        row.text.push_str("],");
    }
    row.text.push_str("\"v\":");
    push_int(&mut row.text, FORMAT);
    row.text.push('}');
    row.pieces.push(Piece::Text(row.text));
    RowBytes(row.pieces)
}

/// A row in the making.
struct Row<B> {
    pieces: Vec<Piece<B>>,
    text: String,
}

impl<B: Clone> Row<B> {
    fn push(&mut self, value: &Value<B>) {
        match value {
            Value::Inline(text) => self.text.push_str(text),
            Value::Blob { body, len } => {
                self.pieces.push(Piece::Text(std::mem::take(&mut self.text)));
                self.pieces.push(Piece::Body(body.clone(), *len));
            }
        }
    }
}

/// What a blob row must hold for its checkpoint's entry.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    /// The entry's digest.
    pub(super) digest: Digest,
    /// For a delta: the link before, and its digest.
    pub(super) on: Option<(u64, Digest)>,
}

/// A blob row's values.
pub(super) struct Blob<B> {
    /// The change, and whether, as a delta, it does nothing but append.
    pub(super) change: Option<(Value<B>, bool)>,
    /// The updates that `by` names, in its order.
    pub(super) updates: Vec<Value<B>>,
}

/// Reads a blob row, and checks the change against what its checkpoint says of it.
///
/// # Errors
/// Those of every row; `E_INTEGRITY` where the digest is another, `E_CORRUPT` where the change is missing.
pub(super) fn decode<B: Bytes>(bytes: &B, expected: Option<Expected>) -> Result<Blob<B>, Error> {
    let text = bytes.text()?;
    let (whole, delta, updates) = row(&text, |row| {
        let whole = if row.has("f") { Some(row.value()?) } else { None };
        let delta = if row.has("o") { Some(row.value()?) } else { None };
        let delta = match delta {
            Some(operations) => {
                row.member("p")?;
                Some((operations, row.number()?))
            }
            None => None,
        };
        let updates = if row.has("u") { row.list(Reader::value)? } else { Vec::new() };
        row.version()?;
        Ok((whole, delta, updates))
    })?;
    let value = |part: &str| slice(bytes, &text, part);
    let change = expected.map(|Expected { digest, on }| {
        let (part, found) = match (whole, delta, on) {
            (Some(part), None, None) => (part, Digest::of(part.as_bytes())),
            (None, Some((part, prev)), Some((seq, on))) if prev == seq => (part, Digest::chain(&on, part.as_bytes())),
            _ => return Err(corrupt("a large value is not the one that its checkpoint names")),
        };
        if found == digest { Ok((value(part), on.is_some() && appends(part))) } else { Err(altered()) }
    });
    Ok(Blob { change: change.transpose()?, updates: updates.into_iter().map(value).collect() })
}

/// Whether operations do nothing but append.
pub(super) fn appends(operations: &str) -> bool {
    let mut reader = Reader::new(operations);
    reader
        .list(|reader| reader.value().map(|one| one.starts_with("[\"a\",")))
        .is_ok_and(|list| list.iter().all(|one| *one))
}

/// `E_INTEGRITY` for a state value.
pub(super) fn altered() -> Error {
    reader::altered("A state value")
}

/// The value whose text is `part`, a stretch of `text`: as text up to the inline limit, as a handle above it.
pub(super) fn slice<B: Bytes>(bytes: &B, text: &str, part: &str) -> Value<B> {
    let start = u32::try_from(part.as_ptr() as usize - text.as_ptr() as usize).unwrap_or(u32::MAX);
    let len = u32::try_from(part.len()).unwrap_or(u32::MAX);
    if len <= super::INLINE_LIMIT {
        return Value::Inline(part.into());
    }
    Value::Blob { body: bytes.slice(start, start.saturating_add(len)), len }
}
