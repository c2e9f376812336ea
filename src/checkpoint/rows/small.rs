//! The rows that are their record as it is: head, question, decision; and the audit row, which is text from the start.

use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Bytes, parse};
use crate::checkpoint::question::{DecisionRow, Question};
use crate::checkpoint::{Digest, Head};
use crate::error::Error;

/// The text of a record whose members are declared in canonical order.
pub(super) fn encode(record: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(record).map_err(|error| parse::corrupt(&error.to_string()))
}

/// The head of the thread under whose key it stood.
///
/// # Errors
/// Those of every row; `E_INTEGRITY` for another thread's head.
pub fn head_row<B: Bytes>(thread: &str, bytes: &B) -> Result<Head, Error> {
    let head: Head = record(bytes)?;
    if &*head.thread == thread { Ok(head) } else { Err(parse::altered("The thread's head")) }
}

/// An open question.
///
/// # Errors
/// Those of every row; `E_INTEGRITY` where the payload is not the one of its digest.
pub fn question_row<B: Bytes>(bytes: &B) -> Result<Question, Error> {
    let question: Question = record(bytes)?;
    let intact = Digest::of(question.payload.0.as_bytes()) == question.payload_digest;
    if intact { Ok(question) } else { Err(parse::altered("A question's payload")) }
}

/// What closed a question.
///
/// # Errors
/// Those of every row.
pub fn decision_row<B: Bytes>(bytes: &B) -> Result<DecisionRow, Error> {
    record(bytes)
}

/// The text of an audit row.
///
/// # Errors
/// Those of every row's version.
pub fn audit_row<B: Bytes>(bytes: &B) -> Result<Rc<str>, Error> {
    let text = bytes.text()?;
    parse::version(&text)?;
    Ok(text.into())
}

fn record<T: DeserializeOwned>(bytes: &impl Bytes) -> Result<T, Error> {
    let text = bytes.text()?;
    parse::version(&text)?;
    parse::members(&text)
}
