//! A whole thread as one JSON object: for savers that keep a thread under one key (storage.md 5.2). Its rows are those of
//! a database, with every value in them; its members stand in canonical order.

use std::rc::Rc;

use super::decode::{self, Elsewhere, Under};
use super::reader::{Reader, altered, corrupt};
use super::{Bytes, blob, encode, graph, pending, small};
use crate::checkpoint::json::WriteJson;
use crate::checkpoint::question::{DecisionRow, Json, Question};
use crate::checkpoint::record::{CheckpointRow, GraphRow, PendingWrite, Share, Value};
use crate::checkpoint::{Digest, Head, InterruptId, Name};
use crate::error::Error;
use crate::ordered::Ordered;

/// A checkpoint row's text and the text's digest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowText {
    /// The text.
    pub text: Rc<str>,
    /// Its digest.
    pub digest: Digest,
}

impl RowText {
    /// The text of a row that holds its values; `prev` is the digest of its parent's, where that is kept.
    ///
    /// # Errors
    /// `E_INTEGRITY` where a value or its digest stands elsewhere, `E_RANGE` for a time that no row can hold.
    pub fn of<B>(row: &CheckpointRow<B>, prev: Option<&Digest>) -> Result<Self, Error> {
        let updates = row.by.iter().flat_map(|(_, shares)| shares).filter_map(|share| match share {
            Share::Update(_, value) => Some(value),
            _ => None,
        });
        let mut values = row.changes.iter().map(|entry| &entry.value).chain(updates);
        if values.any(|value| matches!(value, Value::Blob { .. })) {
            return Err(outside());
        }
        encode::checkpoint(row, prev).map(Self::from)
    }
}

impl From<String> for RowText {
    fn from(text: String) -> Self {
        Self { digest: Digest::of(text.as_bytes()), text: text.into() }
    }
}

/// What is written of a thread.
pub(crate) struct WholeText<'a, B> {
    /// Its head; none where all that is left is its audit chain.
    pub head: Option<&'a Head>,
    /// Its checkpoints' texts, ascending by step.
    pub rows: &'a Ordered<u64, RowText>,
    /// The graphs that they name.
    pub graphs: &'a [Rc<GraphRow>],
    /// Pending writes.
    pub writes: &'a [&'a PendingWrite<B>],
    /// Open questions.
    pub questions: &'a Ordered<InterruptId, Question>,
    /// What closed questions.
    pub decisions: &'a Ordered<InterruptId, DecisionRow>,
    /// The audit chain.
    pub audit: &'a [Rc<str>],
}

impl<B> WholeText<'_, B> {
    /// The object.
    ///
    /// # Errors
    /// `E_INTEGRITY` where a pending write's value stands elsewhere.
    pub fn write(&self) -> Result<String, Error> {
        let mut out = String::from("{\"audit\":");
        list(&mut out, self.audit, |out, text| out.push_str(text));
        out.push_str(",\"checkpoints\":");
        list(&mut out, self.rows.iter(), |out, (seq, row)| pair(out, seq, &Json(Rc::clone(&row.text))));
        out.push_str(",\"decisions\":");
        list(&mut out, self.decisions.iter(), |out, (id, row)| pair(out, id, row));
        out.push_str(",\"graphs\":");
        list(&mut out, self.graphs, |out, row| pair(out, &row.digest, &Json(graph::encode(row).into())));
        if let Some(head) = self.head {
            out.push_str(",\"head\":");
            head.write(&mut out);
        }
        out.push_str(",\"questions\":");
        list(&mut out, self.questions.iter(), |out, (id, row)| pair(out, id, row));
        out.push_str(",\"writes\":");
        let mut whole = true;
        list(&mut out, self.writes, |out, write| whole &= push_write(out, write));
        out.push('}');
        if whole { Ok(out) } else { Err(outside()) }
    }
}

/// A checkpoint, and its text.
type Checkpoint<B> = (Rc<CheckpointRow<B>>, RowText);

/// What was read of a thread.
pub(crate) struct Whole<B> {
    /// Its head; none where all that is left is its audit chain.
    pub head: Option<Head>,
    /// Its checkpoints, ascending by step.
    pub rows: Vec<Checkpoint<B>>,
    /// Pending writes.
    pub writes: Vec<PendingWrite<B>>,
    /// Open questions.
    pub questions: Vec<(InterruptId, Question)>,
    /// What closed questions.
    pub decisions: Vec<(InterruptId, DecisionRow)>,
    /// The audit chain.
    pub audit: Vec<Rc<str>>,
}

impl<B> Whole<B> {
    /// Reads the object of the thread named.
    ///
    /// # Errors
    /// Those of every row.
    pub fn read(thread: &str, text: &str) -> Result<Self, Error> {
        let mut reader = Reader::new(text);
        reader.open(b'{')?;
        reader.member("audit")?;
        let audit = reader.list(|row| small::audit_row(&Text(row.value()?)))?;
        reader.member("checkpoints")?;
        let rows = reader.list(step)?;
        reader.member("decisions")?;
        let decisions = reader.list(|row| keyed(row, small::decision_row))?;
        reader.member("graphs")?;
        let graphs = reader.list(named_graph)?;
        let head = match reader.has("head") {
            true => Some(small::head_row(thread, &Text(reader.value()?))?),
            false => None,
        };
        reader.member("questions")?;
        let questions = reader.list(|row| keyed(row, small::question_row))?;
        reader.member("writes")?;
        let writes = reader.list(write)?;
        reader.close()?;
        reader.end()?;
        let rows = checkpoints(&rows, &graphs)?;
        Ok(Self { head, rows, writes, questions, decisions, audit })
    }
}

/// Reads the checkpoints' rows, each under the graph that its full table names.
fn checkpoints<B>(texts: &[(u64, &str)], graphs: &[Rc<GraphRow>]) -> Result<Vec<Checkpoint<B>>, Error> {
    let mut tables: Ordered<u64, Rc<Under>> = Ordered::new();
    let mut rows = Vec::with_capacity(texts.len());
    for (seq, text) in texts {
        let header = decode::header(text)?;
        if let Some((digest, since)) = header.graph {
            let graph =
                graphs.iter().find(|graph| graph.digest == digest).ok_or_else(|| corrupt("a graph is missing"))?;
            tables.insert(*seq, Rc::new(Under { graph: Rc::clone(graph), since }));
        }
        let under = tables.get(&header.full_table).ok_or_else(|| corrupt("a full table is missing"))?;
        let row = decode::checkpoint(*seq, under, text)?.row;
        rows.push((Rc::new(row.with_values(inside, inside)?), RowText::from((*text).to_owned())));
    }
    if rows.is_sorted_by(|(a, _), (b, _)| a.seq < b.seq) {
        Ok(rows)
    } else {
        Err(corrupt("its steps are out of order"))
    }
}

/// A value that stands in its row.
fn inside<B>(_: &Name, value: &Value<Elsewhere>) -> Result<Value<B>, Error> {
    match value {
        Value::Inline(text) => Ok(Value::Inline(Rc::clone(text))),
        Value::Blob { .. } => Err(corrupt("a value is missing")),
    }
}

/// A stretch of the object, as the readers of rows take it.
#[derive(Clone)]
struct Text<'a>(&'a str);

impl Bytes for Text<'_> {
    fn text(&self) -> Result<String, Error> {
        Ok(self.0.to_owned())
    }

    fn slice(&self, start: u32, end: u32) -> Self {
        Self(self.0.get(start as usize..end as usize).unwrap_or_default())
    }
}

/// `[id, row]`.
fn keyed<'a, T>(
    reader: &mut Reader<'a>,
    row: impl FnOnce(&Text<'a>) -> Result<T, Error>,
) -> Result<(InterruptId, T), Error> {
    reader.open(b'[')?;
    let id = InterruptId::from_text(&reader.text()?);
    reader.comma()?;
    let row = row(&Text(reader.value()?))?;
    reader.end_array()?;
    Ok((id, row))
}

/// `[step, row]`.
fn step<'a>(reader: &mut Reader<'a>) -> Result<(u64, &'a str), Error> {
    reader.open(b'[')?;
    let seq = reader.number()?;
    reader.comma()?;
    let row = reader.value()?;
    reader.end_array()?;
    Ok((seq, row))
}

/// `[digest, row]`.
fn named_graph(reader: &mut Reader<'_>) -> Result<Rc<GraphRow>, Error> {
    reader.open(b'[')?;
    let digest = reader.digest()?;
    reader.comma()?;
    let row = graph::graph_row(digest, reader.value()?)?;
    reader.end_array()?;
    Ok(row)
}

/// `[step, task, place, row]`.
fn write<B>(reader: &mut Reader<'_>) -> Result<PendingWrite<B>, Error> {
    reader.open(b'[')?;
    let seq = reader.number()?;
    reader.comma()?;
    let task = decode::some_task(reader, &[])?;
    reader.comma()?;
    let idx = i32::try_from(reader.integer()?).map_err(|_| corrupt("a place is none"))?;
    reader.comma()?;
    let (channel, overwrite, value) = pending::members(reader.value()?)?;
    reader.end_array()?;
    Ok(PendingWrite { seq, task, idx, channel, overwrite, value: Value::Inline(value.into()) })
}

/// Whether the write's value stands in it.
fn push_write<B>(out: &mut String, write: &PendingWrite<B>) -> bool {
    let Value::Inline(value) = &write.value else { return false };
    let task: &dyn WriteJson = match &write.task {
        Some(task) => task,
        None => &"",
    };
    let row = pending::before(write) + value + "}";
    [&write.seq as &dyn WriteJson, task, &i64::from(write.idx), &Json(row.into())].write(out);
    true
}

fn pair(out: &mut String, key: &dyn WriteJson, row: &dyn WriteJson) {
    [key, row].write(out);
}

fn list<T>(out: &mut String, items: impl IntoIterator<Item = T>, mut push: impl FnMut(&mut String, T)) {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push(out, item);
    }
    out.push(']');
}

fn outside() -> Error {
    altered("A value that stands outside its row")
}

/// Whether a delta's operations do nothing but append.
pub(crate) fn appends(operations: &str) -> bool {
    blob::appends(operations)
}

/// What a delta's operations append.
///
/// # Errors
/// `E_CORRUPT` where one does not append.
pub(crate) fn items(operations: &str) -> Result<Vec<&str>, Error> {
    Reader::new(operations).list(|reader| {
        reader.open(b'[')?;
        if reader.text()? != "a" {
            return Err(corrupt("a list's operation does not append"));
        }
        reader.comma()?;
        let item = reader.value()?;
        reader.end_array()?;
        Ok(item)
    })
}

/// A list with what a delta appends to it.
///
/// # Errors
/// `E_CORRUPT` where the text is no list, or an operation does not append.
pub(crate) fn appended(list: &str, operations: &str) -> Result<String, Error> {
    let inside = list.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
    let inside = inside.ok_or_else(|| corrupt("a list is none"))?.trim();
    let mut out = String::with_capacity(list.len() + operations.len());
    out.push('[');
    out.push_str(inside);
    for item in items(operations)? {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(item);
    }
    out.push(']');
    Ok(out)
}
