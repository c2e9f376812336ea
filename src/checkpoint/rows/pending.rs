//! Pending-write rows: `{"c":channel,"v":1,"w":value}` under `[thread, ns, seq, task, idx]`, with `"o":true` where the
//! write overwrites. The task stands in the key as its node's name or `[name, place]`, and as `""` for a command's own
//! writes; such rows are rare and short-lived, so nothing in them is an index.

use std::rc::Rc;

use super::names::push_int;
use super::reader::{corrupt, row};
use super::small::{optional, yes};
use super::{Bytes, Key, Piece, Row, RowBytes, blob};
use crate::checkpoint::canonical::push_string;
use crate::checkpoint::record::{PendingWrite, Value};
use crate::checkpoint::{FORMAT, Name, TaskKey};
use crate::error::Error;

/// The part of the key that follows the step.
pub(super) fn suffix<B>(write: &PendingWrite<B>) -> [Key; 2] {
    let task = write.task.as_ref().map_or_else(|| Key::text(""), Key::from);
    [task, Key::Int(write.idx.into())]
}

/// The row.
pub(super) fn encode<B: Clone>(write: &PendingWrite<B>) -> RowBytes<B> {
    let before = before(write);
    match &write.value {
        Value::Inline(text) => RowBytes::from(before + text + "}"),
        Value::Blob { body, len } => {
            RowBytes(vec![Piece::Text(before), Piece::Body(body.clone(), *len), Piece::Text("}".to_owned())])
        }
    }
}

/// The row up to the value.
pub(super) fn before<B>(write: &PendingWrite<B>) -> String {
    let mut before = String::from("{\"c\":");
    push_string(&mut before, &write.channel);
    if write.overwrite {
        before.push_str(",\"o\":true");
    }
    before.push_str(",\"v\":");
    push_int(&mut before, FORMAT);
    before.push_str(",\"w\":");
    before
}

/// Reads a pending write of step `seq`.
///
/// # Errors
/// Those of every row; `E_CORRUPT` for a key that no task has.
pub(super) fn decode<B: Bytes>(seq: u64, found: &Row<B>) -> Result<PendingWrite<B>, Error> {
    let text = found.bytes.text()?;
    let (channel, overwrite, value) = members(&text)?;
    let (task, idx) = key(&found.suffix).ok_or_else(|| corrupt("a pending write's key names no task"))?;
    Ok(PendingWrite { seq, task, idx, channel, overwrite, value: blob::slice(&found.bytes, &text, value) })
}

/// What a row says: the channel, whether the write overwrites, the value's text.
pub(super) fn members(text: &str) -> Result<(Name, bool, &str), Error> {
    row(text, |row| {
        row.member("c")?;
        let channel = row.name()?;
        let overwrite = optional(row, "o", yes)?.is_some();
        row.version()?;
        row.member("w")?;
        Ok((channel, overwrite, row.value()?))
    })
}

fn key(suffix: &[Key]) -> Option<(Option<TaskKey>, i32)> {
    let [task, Key::Int(idx)] = suffix else { return None };
    let task = match task {
        Key::Text(node) if node.is_empty() => None,
        Key::Text(node) => Some(TaskKey::Pull(Rc::clone(node))),
        Key::List(parts) => match parts.as_slice() {
            [Key::Text(node), Key::Int(place)] => Some(TaskKey::Push(Rc::clone(node), u32::try_from(*place).ok()?)),
            _ => return None,
        },
        Key::Int(_) => return None,
    };
    Some((task, i32::try_from(*idx).ok()?))
}
