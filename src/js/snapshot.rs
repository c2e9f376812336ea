//! `getState` as JSON text: everything but the state object itself.

use std::rc::Rc;

use serde::Serialize;
use serde_json::value::RawValue;

use super::texts::{raw, text};
use crate::checkpoint::question::Json;
use crate::checkpoint::record::Source;
use crate::checkpoint::{Digest, InterruptId};
use crate::runtime::{Snapshot, SnapshotTask};

#[derive(Serialize)]
struct Question<'a> {
    id: &'a InterruptId,
    value: &'a Json,
    node: &'a str,
    task_id: &'a str,
    checkpoint_ns: &'a str,
    index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<u32>,
    created_at: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    payload_digest: Digest,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    expired: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    answered: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    claimed: bool,
}

#[derive(Serialize)]
struct Task<'a> {
    id: &'a str,
    name: &'a str,
    path: [&'a str; 2],
    interrupts: Vec<Question<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Box<RawValue>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta<'a> {
    next: &'a [Rc<str>],
    checkpoint: &'a str,
    created_at: u64,
    source: Source,
    step: i64,
    tasks: Vec<Task<'a>>,
}

/// What `getState` says beside the state object; `results` are the tasks' results, encoded.
pub(super) fn snapshot_text<V>(snapshot: &Snapshot<V>, results: Vec<Option<Box<RawValue>>>) -> String {
    let tasks = snapshot.tasks.iter().zip(results).map(|(task, result)| Task {
        id: &task.id,
        name: &task.name,
        path: ["__pregel_pull", &task.name],
        interrupts: open(task).into_iter().chain(claimed(task)).collect(),
        error: task.error.as_deref().and_then(raw),
        result,
    });
    text(&Meta {
        next: &snapshot.next,
        checkpoint: snapshot.id.as_str(),
        created_at: snapshot.created_at,
        source: snapshot.source,
        step: snapshot.step,
        tasks: tasks.collect(),
    })
}

fn open<'a, V>(task: &'a SnapshotTask<V>) -> Option<Question<'a>> {
    let asked = task.question.as_ref()?;
    let question = &asked.question;
    Some(Question {
        id: &asked.interrupt,
        value: &question.payload,
        node: &task.name,
        task_id: &task.id,
        checkpoint_ns: &question.ns,
        index: question.idx,
        revision: Some(question.revision),
        created_at: question.created_at,
        expires_at: question.expires_at,
        payload_digest: question.payload_digest,
        expired: task.expired,
        answered: false,
        claimed: false,
    })
}

fn claimed<'a, V>(task: &'a SnapshotTask<V>) -> Option<Question<'a>> {
    let decided = task.claimed.as_ref()?;
    let row = &decided.row;
    Some(Question {
        id: &decided.interrupt,
        value: &row.payload,
        node: &task.name,
        task_id: &task.id,
        checkpoint_ns: &row.place.1,
        index: row.place.3,
        revision: None,
        created_at: row.at,
        expires_at: None,
        payload_digest: Digest::of(row.payload.0.as_bytes()),
        expired: false,
        answered: true,
        claimed: task.error.is_none(),
    })
}
