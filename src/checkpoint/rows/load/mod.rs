//! Loading a thread, without I/O: [`Load`] says which rows to read next, takes them, and says what follows, until the
//! thread is whole (storage.md 3.4, "Load"); [`History`](history::History) does the same for many of its checkpoints.
//! All rounds belong to one readonly transaction.

mod answers;
mod history;
mod rows;
mod states;
mod values;

use std::rc::Rc;

use self::answers::Answers;
pub use self::history::History;
use self::states::{States, Target};
use super::{Bytes, Key, Row, Store, Want, pending, plan, reader, small};
use crate::checkpoint::question::Asked;
use crate::checkpoint::record::{Loaded, PendingWrite};
use crate::checkpoint::{CheckpointId, Digest, Head, InterruptId, Name};
use crate::error::Error;
use crate::ordered::{Ordered, sort_by};

/// What follows after a round of reading.
pub enum Step<T> {
    /// Rows to read, in one go.
    Read(Vec<Want>),
    /// What was asked for.
    Done(T),
}

/// What a wanted row is for.
enum Tag {
    Head,
    Newest,
    Part(Part),
    Questions,
    Writes,
    Decisions,
    Decision(InterruptId),
}

/// What a wanted row is for, where it is part of a state.
enum Part {
    /// The row of a step, which must be there.
    Row(u64),
    /// The row of a step that a row names as its parent, and that may be gone.
    Parent(u64),
    Rows,
    Graph(Digest),
    Blob(Name, u64),
    Blobs(Name),
}

impl From<Part> for Tag {
    fn from(part: Part) -> Self {
        Self::Part(part)
    }
}

/// The rows that are wanted next, each once. A saver's answers come in the same order.
type Wanted = Ordered<Want, Tag>;

/// The rows that are wanted next.
fn wants(wanted: &Wanted) -> Vec<Want> {
    wanted.keys().cloned().collect()
}

/// A load in progress.
pub struct Load<B> {
    thread: Rc<str>,
    at: Option<CheckpointId>,
    wanted: Wanted,
    /// Set as soon as the thread, or the checkpoint, turns out not to be there.
    absent: bool,
    head: Option<Head>,
    /// The step of the checkpoint asked for, as the head or the id tells it.
    seq: u64,
    states: States<B>,
    target: Option<Target>,
    questions: Vec<Asked>,
    writes: Vec<PendingWrite<B>>,
    answers: Answers,
}

impl<B: Bytes> Load<B> {
    /// A load of the thread at its head, or at the checkpoint named.
    pub fn new(thread: &str, at: Option<&CheckpointId>) -> Self {
        let mut wanted = Wanted::new();
        wanted.insert(Want::One(Store::Threads, Key::text(thread)), Tag::Head);
        Self {
            thread: thread.into(),
            at: at.cloned(),
            wanted,
            absent: false,
            head: None,
            seq: 0,
            states: States::new(thread),
            target: None,
            questions: Vec::new(),
            writes: Vec::new(),
            answers: Answers::new(thread),
        }
    }

    /// The stores that a load may read.
    pub const STORES: [Store; 7] = [
        Store::Meta,
        Store::Threads,
        Store::Checkpoints,
        Store::Blobs,
        Store::Writes,
        Store::Questions,
        Store::Decisions,
    ];

    /// The rows to read first.
    pub fn start(&self) -> Vec<Want> {
        wants(&self.wanted)
    }

    /// Takes the rows that were wanted, a list for each want, in the order of the wants. Ends with the thread; with
    /// `None` where it, or the checkpoint asked for, is not there.
    ///
    /// # Errors
    /// `E_CORRUPT`, `E_INTEGRITY`, `E_ROLLBACK`, `E_UNSUPPORTED_VERSION`, `E_UNKNOWN_FIELD`.
    pub fn take(&mut self, found: Vec<Vec<Row<B>>>) -> Result<Step<Option<Box<Loaded<B>>>>, Error> {
        for ((_, tag), rows) in std::mem::take(&mut self.wanted).into_iter().zip(found) {
            self.accept(tag, rows)?;
        }
        if self.absent {
            return Ok(Step::Done(None));
        }
        if let Some(target) = &mut self.target {
            self.answers.follow(&mut self.wanted);
            self.states.follow(std::slice::from_mut(target), &mut self.wanted)?;
        }
        if self.wanted.is_empty() { self.finish().map(Step::Done) } else { Ok(Step::Read(self.start())) }
    }

    fn accept(&mut self, tag: Tag, mut rows: Vec<Row<B>>) -> Result<(), Error> {
        match tag {
            Tag::Head => self.accept_head(rows.pop()),
            Tag::Newest => self.accept_newest(rows.pop()),
            Tag::Part(part) => self.states.accept(part, rows),
            Tag::Questions => rows.into_iter().try_for_each(|row| self.accept_question(&row)),
            Tag::Writes => rows.iter().try_for_each(|row| self.accept_write(row)),
            Tag::Decisions => self.answers.accept_all(&rows),
            Tag::Decision(interrupt) => self.answers.accept(interrupt, rows.pop()),
        }
    }

    /// The head tells which checkpoint is the newest, and how many decisions are claimed.
    fn accept_head(&mut self, row: Option<Row<B>>) -> Result<(), Error> {
        let head = row.map(|row| small::head_row(&self.thread, &row.bytes)).transpose()?;
        let seq = head.as_ref().and_then(|head| self.at.as_ref().map_or(Some(head.seq), CheckpointId::seq));
        let (Some(head), Some(seq)) = (head, seq) else {
            self.absent = true;
            return Ok(());
        };
        let thread = || Key::Text(Rc::clone(&self.thread));
        self.wanted.insert(self.states.rows.want(seq), Tag::Newest);
        self.wanted.insert(Want::Range(Store::Questions, vec![thread()], None), Tag::Questions);
        let writes = vec![thread(), plan::root(), Key::int(seq)];
        self.wanted.insert(Want::Range(Store::Writes, writes, None), Tag::Writes);
        if head.claimed > 0 {
            self.wanted.insert(self.answers.want_all(), Tag::Decisions);
        }
        self.seq = seq;
        self.head = Some(head);
        Ok(())
    }

    /// The head pins its own checkpoint's row; another checkpoint's is known by its id alone.
    fn accept_newest(&mut self, row: Option<Row<B>>) -> Result<(), Error> {
        let Some(head) = &self.head else { return Ok(()) };
        let is_head = self.at.as_ref().is_none_or(|at| *at == head.id);
        let Some(row) = row else {
            self.absent = !is_head;
            return if is_head { Err(rolled_back()) } else { Ok(()) };
        };
        let text = row.bytes.text()?;
        let header = super::decode::header(&text)?;
        if !is_head {
            self.absent = self.at.as_ref() != Some(&header.id);
        } else if header.id.seq().is_some_and(|found| found < head.seq) {
            return Err(rolled_back());
        } else if header.id != head.id || head.digest != Some(Digest::of(text.as_bytes())) {
            return Err(reader::altered("The row of the thread's newest checkpoint"));
        }
        let rows = &mut self.states.rows;
        rows.put(self.seq, text);
        if header.full_table < self.seq {
            self.wanted.insert(rows.want_range(header.full_table, self.seq - 1), Part::Rows.into());
        }
        self.target = Some(Target::new(self.seq, header.full_table));
        Ok(())
    }

    fn accept_question(&mut self, row: &Row<B>) -> Result<(), Error> {
        let [Key::Text(id)] = row.suffix.as_slice() else {
            return Err(reader::corrupt("a question's key names none"));
        };
        let question = small::question_row(&row.bytes)?;
        self.answers.need(question.after.as_ref());
        self.questions.push(Asked { thread: Rc::clone(&self.thread), interrupt: InterruptId::from_text(id), question });
        Ok(())
    }

    fn accept_write(&mut self, row: &Row<B>) -> Result<(), Error> {
        self.writes.push(pending::decode(self.seq, row)?);
        Ok(())
    }

    fn finish(&mut self) -> Result<Option<Box<Loaded<B>>>, Error> {
        let (Some(head), Some(target)) = (self.head.take(), self.target.take()) else {
            return Err(reader::corrupt("the load ended early"));
        };
        if self.questions.len() != head.waiting as usize {
            return Err(reader::corrupt("the thread has another number of open questions than its head says"));
        }
        sort_by(&mut self.questions, |a, b| {
            let by_time = a.question.created_at.cmp(&b.question.created_at);
            let by_step = by_time.then_with(|| a.question.seq.cmp(&b.question.seq));
            by_step.then_with(|| a.interrupt.cmp(&b.interrupt))
        });
        let writes = std::mem::take(&mut self.writes);
        let loaded = self.states.loaded(head, target, writes)?;
        let (questions, decisions) = (std::mem::take(&mut self.questions), self.answers.take());
        Ok(Some(Box::new(Loaded { questions, decisions, ..loaded })))
    }
}

/// `E_ROLLBACK`: the head is newer than the rows.
fn rolled_back() -> Error {
    Error::new(
        "E_ROLLBACK",
        "The store holds an older state of the thread than its head says. Restore it from an export, or delete it.",
    )
}
