//! `getState` as JSON text: everything but the state object itself.

use super::texts::{Made, array, object};
use crate::checkpoint::json::{Object, WriteJson};
use crate::checkpoint::question::{Decided, Verb};
use crate::checkpoint::{Digest, TaskKey};
use crate::runtime::{Snapshot, SnapshotTask};

/// What `getState` says beside the state object; `results` are the tasks' results, encoded.
pub(super) fn snapshot_text<V>(snapshot: &Snapshot<V>, results: Vec<Option<String>>) -> String {
    let tasks = snapshot.tasks.iter().zip(&results).map(|(task, result)| task_text(task, result.as_deref()));
    object(|meta| {
        meta.put("next", &snapshot.next)
            .put("checkpoint", &snapshot.id)
            .some("parent", &snapshot.parent)
            .some("metadata", &snapshot.metadata)
            .put("createdAt", &snapshot.created_at)
            .put("source", &snapshot.source)
            .put("step", &snapshot.step)
            .put("tasks", &Made(&array(tasks)));
    })
}

fn task_text<V>(task: &SnapshotTask<V>, result: Option<&str>) -> String {
    let closed = task.closed.iter().map(|decided| closed(task, decided, false));
    let claimed = task.claimed.iter().map(|decided| self::closed(task, decided, task.error.is_none()));
    let interrupts = closed.chain(open(task)).chain(claimed);
    object(|text| {
        text.put("id", &task.id)
            .put("name", &task.name)
            .put("path", &path(&task.key))
            .put("interrupts", &Made(&array(interrupts)))
            .some("error", &task.error.as_deref().map(Made))
            .some("result", &result.map(Made));
    })
}

fn open<V>(task: &SnapshotTask<V>) -> Option<String> {
    let asked = task.question.as_ref()?;
    let question = &asked.question;
    Some(object(|text| {
        text.put("id", &asked.interrupt).put("value", &question.payload);
        place(text, task, &question.ns, question.idx);
        text.put("revision", &question.revision)
            .put("created_at", &question.created_at)
            .some("expires_at", &question.expires_at)
            .put("payload_digest", &question.payload_digest)
            .flag("expired", task.expired);
    }))
}

/// A question that was closed: by an answer, whose outcome may not be known, or without one.
fn closed<V>(task: &SnapshotTask<V>, decided: &Decided, claimed: bool) -> String {
    let row = &decided.row;
    object(|text| {
        text.put("id", &decided.interrupt).put("value", &row.payload);
        place(text, task, &row.place.1, row.place.3);
        text.put("created_at", &row.at)
            .put("payload_digest", &Digest::of(row.payload.0.as_bytes()))
            .flag("answered", row.record.is_some() || row.value.is_some())
            .flag("expired", row.verb == Verb::Expired)
            .put("verb", &row.verb)
            .flag("claimed", claimed);
    })
}

/// A task's path (S-STP-22).
fn path(key: &TaskKey) -> [&dyn WriteJson; 2] {
    match key {
        TaskKey::Pull(node) => [&"__pregel_pull", node],
        TaskKey::Push(_, place) => [&"__pregel_push", place],
    }
}

fn place<V>(text: &mut Object<'_>, task: &SnapshotTask<V>, ns: &str, index: u32) {
    text.put("node", &task.name).put("task_id", &task.id).put("checkpoint_ns", &ns).put("index", &index);
}
