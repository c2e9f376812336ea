//! Commits as text: what an outside saver is to keep, in words that LangGraph knows. State values are texts in it.

use std::rc::Rc;

use crate::checkpoint::json::{self, Object, WriteJson};
use crate::checkpoint::question::Asked;
use crate::checkpoint::record::{JoinRow, PendingWrite, Value};
use crate::checkpoint::{CheckpointId, Head, TaskKey, ids};
use crate::error::Error;
use crate::savers::kept::{Added, audit_text, row_text};

/// What a commit adds, and the mark that ends it.
pub(super) fn commit_text<B>(
    head: &Head,
    mark: &str,
    added: &[Added<B>],
    writes: &[PendingWrite<B>],
    ask: &[Asked],
) -> Result<String, Error> {
    let left = writes.iter().map(|write| {
        let task = task_id(head, write.task.as_ref());
        Made(json::text(&[&task as &dyn WriteJson, &write.channel, &text_of(&write.value)]))
    });
    let asked = ask.iter().map(|asked| {
        let task = task_id(head, Some(&asked.question.task));
        Made(json::text(&[&task as &dyn WriteJson, &asked.interrupt, &&*asked.question.payload.0]))
    });
    let mut text = String::new();
    Object::new(&mut text)
        .put("asked", &asked.collect::<Vec<_>>())
        .put("head", &head.id)
        .put("mark", &mark)
        .put("rev", &head.rev)
        .put("thread", &head.thread)
        .put("tuples", &added.iter().map(tuple).collect::<Result<Vec<_>, _>>()?)
        .put("writes", &left.collect::<Vec<_>>())
        .end();
    Ok(text)
}

/// A tuple as LangGraph knows it, as text; state values are texts in it.
fn tuple<B>(added: &Added<B>) -> Result<Made, Error> {
    let row = &added.row;
    let table = row.table.iter().flatten();
    let table = table.filter_map(|entry| Some((&entry.channel, entry.seq, entry.text.as_ref()?)));
    let changed = row.changes.iter().filter_map(|entry| match &entry.value {
        Value::Inline(text) => Some((&entry.channel, row.seq, text)),
        Value::Blob { .. } => None,
    });
    let values =
        table.chain(changed).map(|(channel, seq, text)| Made(json::text(&[channel as &dyn WriteJson, &seq, &&**text])));
    let joins =
        row.joins.iter().map(|JoinRow { to, from, arrived }| Made(json::text(&[to as &dyn WriteJson, from, arrived])));
    let mut text = String::new();
    Object::new(&mut text)
        .some("caller", &row.metadata)
        .put("id", &row.id)
        .put("joins", &joins.collect::<Vec<_>>())
        .put("last", &row.last)
        .some("parent", &added.parent)
        .put("row", &row_text(row)?)
        .put("seq", &row.seq)
        .put("source", &row.source)
        .put("step", &row.step)
        .put("triggers", &row.triggers)
        .put("ts", &row.ts)
        .put("values", &values.collect::<Vec<_>>())
        .end();
    Ok(Made(text))
}

/// A commit that leaves nothing of a thread but its audit chain.
pub(super) fn forgotten_text<B>(thread: &str, audit: &[Rc<str>]) -> Result<String, Error> {
    let id = CheckpointId::new(0, [0; 10])?;
    let none = &Vec::<Made>::new();
    let (mut text, mut tuple) = (String::new(), String::new());
    Object::new(&mut tuple)
        .put("id", &id)
        .put("joins", none)
        .put("last", none)
        .put("seq", &0u64)
        .put("source", &"update")
        .put("step", &-1i64)
        .put("triggers", none)
        .put("ts", &0u64)
        .put("values", none)
        .end();
    Object::new(&mut text)
        .put("asked", none)
        .put("head", &id)
        .put("mark", &audit_text::<B>(audit)?)
        .put("rev", &0u64)
        .put("thread", &thread)
        .put("tuples", &vec![Made(tuple)])
        .put("writes", none)
        .end();
    Ok(text)
}

/// JSON text that was made here, written as it is.
struct Made(String);

impl WriteJson for Made {
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

fn text_of<B>(value: &Value<B>) -> &str {
    match value {
        Value::Inline(text) => text,
        Value::Blob { .. } => "null",
    }
}

/// The id that a task of the head's superstep has; a command's own writes have the null id.
fn task_id(head: &Head, task: Option<&TaskKey>) -> String {
    let id = |task| ids::task_id(&head.thread, &head.id, "", task);
    task.map_or_else(|| "00000000-0000-0000-0000-000000000000".to_owned(), id)
}
