//! The rows that are their record as it is: head, question, decision; and the audit row, which is text from the start.
//! Members are read in the order of their canonical form, in which the records declare them.

use std::rc::Rc;

use super::decode::{nullable, task};
use super::reader::{Reader, altered, corrupt, row};
use super::{Bytes, reader};
use crate::checkpoint::head::{HeadError, Status};
use crate::checkpoint::question::{Actor, DecisionRow, FAIL, Json, OnExpire, Outcome, Place, Question, Verb};
use crate::checkpoint::{CheckpointId, Digest, FORMAT, Head, InterruptId, TaskKey};
use crate::error::Error;

/// The head of the thread under whose key it stood.
///
/// # Errors
/// Those of every row; `E_INTEGRITY` for another thread's head.
pub fn head_row<B: Bytes>(thread: &str, bytes: &B) -> Result<Head, Error> {
    let head = row(&bytes.text()?, head)?;
    if &*head.thread == thread { Ok(head) } else { Err(altered("The thread's head")) }
}

/// An open question.
///
/// # Errors
/// Those of every row; `E_INTEGRITY` where the payload is not the one of its digest.
pub fn question_row<B: Bytes>(bytes: &B) -> Result<Question, Error> {
    let question = row(&bytes.text()?, question)?;
    let intact = Digest::of(question.payload.0.as_bytes()) == question.payload_digest;
    if intact { Ok(question) } else { Err(altered("A question's payload")) }
}

/// What closed a question.
///
/// # Errors
/// Those of every row.
pub fn decision_row<B: Bytes>(bytes: &B) -> Result<DecisionRow, Error> {
    row(&bytes.text()?, decision)
}

/// The text of an audit row.
///
/// # Errors
/// Those of every row's version.
pub fn audit_row<B: Bytes>(bytes: &B) -> Result<Rc<str>, Error> {
    let text = bytes.text()?;
    reader::version(&text)?;
    Ok(text.into())
}

fn json(row: &mut Reader<'_>) -> Result<Json, Error> {
    row.value().map(|text| Json(text.into()))
}

/// An optional member.
pub(super) fn optional<'a, T>(
    row: &mut Reader<'a>,
    name: &str,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    if row.has(name) { read(row).map(Some) } else { Ok(None) }
}

/// A member that must be there.
fn required<'a, T>(
    row: &mut Reader<'a>,
    name: &str,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, Error>,
) -> Result<T, Error> {
    row.member(name)?;
    read(row)
}

fn head(row: &mut Reader<'_>) -> Result<Head, Error> {
    Ok(Head {
        audit_hash: required(row, "audit_hash", Reader::digest)?,
        audit_n: required(row, "audit_n", Reader::number)?,
        claimed: required(row, "claimed", Reader::count)?,
        created_at: required(row, "created_at", Reader::number)?,
        digest: optional(row, "digest", Reader::digest)?,
        epoch: required(row, "epoch", Reader::number)?,
        error: optional(row, "error", head_error)?,
        graph: required(row, "graph", head_graph)?,
        holder: required(row, "holder", Reader::name)?,
        id: required(row, "id", checkpoint_id)?,
        next_seq: required(row, "next_seq", Reader::number)?,
        passed: optional(row, "passed", yes)?.is_some(),
        pw: required(row, "pw", Reader::count)?,
        rev: required(row, "rev", Reader::number)?,
        seq: required(row, "seq", Reader::number)?,
        status: required(row, "status", status)?,
        step: required(row, "step", Reader::integer)?,
        thread: required(row, "thread", Reader::name)?,
        updated_at: required(row, "updated_at", Reader::number)?,
        v: version(row)?,
        waiting: required(row, "waiting", Reader::count)?,
    })
}

fn question(row: &mut Reader<'_>) -> Result<Question, Error> {
    Ok(Question {
        after: optional(row, "after", interrupt_id)?,
        created_at: required(row, "created_at", Reader::number)?,
        expires_at: optional(row, "expires_at", Reader::number)?,
        graph: required(row, "graph", Reader::name)?,
        idx: required(row, "idx", Reader::count)?,
        node: required(row, "node", Reader::name)?,
        ns: required(row, "ns", Reader::name)?,
        on_expire: optional(row, "on_expire", on_expire)?,
        payload: required(row, "payload", json)?,
        payload_digest: required(row, "payload_digest", Reader::digest)?,
        revision: required(row, "revision", Reader::count)?,
        seq: required(row, "seq", Reader::number)?,
        task: required(row, "task", named_task)?,
        v: version(row)?,
    })
}

fn decision(row: &mut Reader<'_>) -> Result<DecisionRow, Error> {
    Ok(DecisionRow {
        at: required(row, "at", Reader::number)?,
        by: required(row, "by", actor)?,
        digest: optional(row, "digest", Reader::digest)?,
        outcome: optional(row, "outcome", outcome)?,
        payload: required(row, "payload", json)?,
        place: required(row, "place", place)?,
        reason: optional(row, "reason", Reader::name)?,
        record: optional(row, "record", json)?,
        v: version(row)?,
        value: optional(row, "value", json)?,
        verb: required(row, "verb", verb)?,
    })
}

fn version(row: &mut Reader<'_>) -> Result<u32, Error> {
    row.version()?;
    Ok(FORMAT)
}

fn head_error(row: &mut Reader<'_>) -> Result<HeadError, Error> {
    row.open(b'{')?;
    let error = HeadError {
        code: required(row, "code", Reader::name)?,
        message: required(row, "message", Reader::name)?,
        name: required(row, "name", Reader::name)?,
    };
    row.close()?;
    Ok(error)
}

fn head_graph(row: &mut Reader<'_>) -> Result<(Rc<str>, Digest), Error> {
    row.open(b'[')?;
    let name = row.name()?;
    row.comma()?;
    let digest = row.digest()?;
    row.end_array()?;
    Ok((name, digest))
}

fn actor(row: &mut Reader<'_>) -> Result<Actor, Error> {
    row.open(b'{')?;
    let actor = Actor {
        id: required(row, "id", Reader::name)?,
        method: required(row, "method", Reader::name)?,
        name: optional(row, "name", Reader::name)?,
    };
    row.close()?;
    Ok(actor)
}

fn on_expire(row: &mut Reader<'_>) -> Result<OnExpire, Error> {
    if row.is_text() {
        return if &*row.text()? == FAIL { Ok(OnExpire::Fail) } else { Err(corrupt("what a deadline does is none")) };
    }
    row.open(b'{')?;
    let resume = required(row, "resume", json)?;
    row.close()?;
    Ok(OnExpire::Resume(resume))
}

fn outcome(row: &mut Reader<'_>) -> Result<Outcome, Error> {
    if row.is_text() {
        return if row.text()? == "claimed" { Ok(Outcome::Claimed) } else { Err(corrupt("an outcome is none")) };
    }
    row.open(b'{')?;
    let outcome = if row.has("checkpoint") {
        Outcome::Checkpoint(checkpoint_id(row)?)
    } else if row.has("dropped") {
        Outcome::Dropped(verb(row)?)
    } else {
        Outcome::Task(required(row, "task", Reader::name)?)
    };
    row.close()?;
    Ok(outcome)
}

fn place(row: &mut Reader<'_>) -> Result<Place, Error> {
    row.open(b'[')?;
    let seq = row.number()?;
    row.comma()?;
    let ns = row.name()?;
    row.comma()?;
    let task = named_task(row)?;
    row.comma()?;
    let idx = row.count()?;
    row.comma()?;
    let after = nullable(row, interrupt_id)?;
    row.end_array()?;
    Ok((seq, ns, task, idx, after))
}

/// A task whose node stands by its name: such rows know no graph.
fn named_task(row: &mut Reader<'_>) -> Result<TaskKey, Error> {
    task(row, &[])
}

fn status(row: &mut Reader<'_>) -> Result<Status, Error> {
    Ok(match &*row.text()? {
        "idle" => Status::Idle,
        "running" => Status::Running,
        "interrupted" => Status::Interrupted,
        "done" => Status::Done,
        "failed" => Status::Failed,
        "quarantined" => Status::Quarantined,
        "importing" => Status::Importing,
        _ => return Err(corrupt("a status is none")),
    })
}

fn verb(row: &mut Reader<'_>) -> Result<Verb, Error> {
    Ok(match &*row.text()? {
        "answered" => Verb::Answered,
        "cancelled" => Verb::Cancelled,
        "expired" => Verb::Expired,
        "superseded" => Verb::Superseded,
        _ => return Err(corrupt("a verb is none")),
    })
}

/// A flag that stands only where it is set.
pub(super) fn yes(row: &mut Reader<'_>) -> Result<(), Error> {
    if row.value()? == "true" { Ok(()) } else { Err(corrupt("a flag is none")) }
}

fn checkpoint_id(row: &mut Reader<'_>) -> Result<CheckpointId, Error> {
    row.text().map(|text| CheckpointId::from_text(&text))
}

fn interrupt_id(row: &mut Reader<'_>) -> Result<InterruptId, Error> {
    row.text().map(|text| InterruptId::from_text(&text))
}
