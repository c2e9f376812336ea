//! Loading a thread, without I/O: [`Load`] says which rows to read next, takes them, and says what follows, until the
//! thread is whole (storage.md 3.4, "Load"). All rounds belong to one readonly transaction.

mod answers;
mod rows;
mod values;

use std::rc::Rc;

use self::answers::Answers;
use self::rows::Rows;
use self::values::Values;
use super::decode::Elsewhere;
use super::{Bytes, Key, Row, Store, Want, pending, plan, reader, small};
use crate::checkpoint::fold::{self, Strand};
use crate::checkpoint::question::Asked;
use crate::checkpoint::record::{Loaded, PendingWrite};
use crate::checkpoint::{CheckpointId, Digest, Head, InterruptId, Name};
use crate::error::Error;
use crate::ordered::{Ordered, sort, sort_by};

/// What follows after a round of reading.
pub enum Step<B> {
    /// Rows to read, in one go.
    Read(Vec<Want>),
    /// The thread; `None` where it, or the checkpoint asked for, is not there.
    Done(Option<Box<Loaded<B>>>),
}

/// What a wanted row is for.
enum Tag {
    Head,
    Newest,
    Row(u64),
    Rows,
    Graph(Digest),
    Questions,
    Writes,
    Decisions,
    Decision(InterruptId),
    Blob(Name, u64),
    Blobs(Name),
}

/// The rows that are wanted next, each once. A saver's answers come in the same order.
type Wanted = Ordered<Want, Tag>;

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
    rows: Rows,
    folded: Option<Folded>,
    values: Values<B>,
    questions: Vec<Asked>,
    writes: Vec<PendingWrite<B>>,
    answers: Answers,
}

/// What the path of parents tells of each channel.
struct Folded {
    strands: Vec<Strand<Elsewhere>>,
    since_table: u64,
    /// Whether the rows before the full table were asked for as a range.
    ranged: bool,
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
            rows: Rows::new(thread),
            folded: None,
            values: Values::new(thread),
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
        self.wanted.keys().cloned().collect()
    }

    /// Takes the rows that were wanted, a list for each want, in the order of the wants.
    ///
    /// # Errors
    /// `E_CORRUPT`, `E_INTEGRITY`, `E_ROLLBACK`, `E_UNSUPPORTED_VERSION`, `E_UNKNOWN_FIELD`.
    pub fn take(&mut self, found: Vec<Vec<Row<B>>>) -> Result<Step<B>, Error> {
        for ((_, tag), rows) in std::mem::take(&mut self.wanted).into_iter().zip(found) {
            self.accept(tag, rows)?;
        }
        if self.absent {
            return Ok(Step::Done(None));
        }
        if self.rows.begun() {
            self.follow()?;
        }
        if self.wanted.is_empty() { self.finish().map(Step::Done) } else { Ok(Step::Read(self.start())) }
    }

    fn accept(&mut self, tag: Tag, mut rows: Vec<Row<B>>) -> Result<(), Error> {
        match tag {
            Tag::Head => self.accept_head(rows.pop()),
            Tag::Newest => self.accept_newest(rows.pop()),
            Tag::Row(seq) => self.rows.accept_one(seq, rows.pop()),
            Tag::Rows => rows.iter().try_for_each(|row| self.rows.accept(row)),
            Tag::Graph(digest) => self.rows.accept_graph(digest, rows.pop()),
            Tag::Questions => rows.into_iter().try_for_each(|row| self.accept_question(&row)),
            Tag::Writes => rows.iter().try_for_each(|row| self.accept_write(row)),
            Tag::Decisions => self.answers.accept_all(&rows),
            Tag::Decision(interrupt) => self.answers.accept(interrupt, rows.pop()),
            Tag::Blob(channel, seq) => self.values.accept(&channel, seq, rows.pop()),
            Tag::Blobs(channel) => self.values.accept_all(&channel, &rows),
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
        self.wanted.insert(self.rows.want(seq), Tag::Newest);
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
        self.rows.begin(self.seq, header.full_table, text);
        if header.full_table < self.seq {
            self.wanted.insert(self.rows.want_range(header.full_table, self.seq - 1), Tag::Rows);
        }
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

    /// Goes as far as the rows at hand allow, and wants those that are missing.
    fn follow(&mut self) -> Result<(), Error> {
        self.answers.follow(&mut self.wanted);
        if !self.rows.walk(self.seq, &mut self.wanted)? {
            return Ok(());
        }
        let mut folded = match self.folded.take() {
            Some(folded) => folded,
            None => self.fold()?,
        };
        let complete = folded.follow(&mut self.rows, &mut self.wanted)?;
        if complete {
            self.values.want(self.rows.newest(self.seq)?, &folded.strands, &mut self.wanted)?;
        }
        self.folded = Some(folded);
        Ok(())
    }

    fn fold(&self) -> Result<Folded, Error> {
        let (path, since_table) = fold::path(self.rows.newest(self.seq)?, |seq| self.rows.row(seq))?;
        self.rows.verify(&path)?;
        Ok(Folded { strands: fold::strands(&path, values::elsewhere), since_table, ranged: false })
    }

    fn finish(&mut self) -> Result<Option<Box<Loaded<B>>>, Error> {
        let (Some(head), Some(folded)) = (self.head.take(), self.folded.take()) else {
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
        sort_by(&mut self.writes, |a, b| (&a.task, a.idx).cmp(&(&b.task, b.idx)));
        let chains = folded.strands.into_iter().map(|strand| self.values.chain(strand)).collect::<Result<_, _>>()?;
        Ok(Some(Box::new(Loaded {
            digest: self.rows.digest(self.seq),
            checkpoint: Rc::new(self.values.fill(self.rows.newest(self.seq)?)?),
            head,
            chains,
            since_table: folded.since_table,
            writes: std::mem::take(&mut self.writes),
            questions: std::mem::take(&mut self.questions),
            decisions: self.answers.take(),
        })))
    }
}

impl Folded {
    /// Follows every chain down to its whole value, or wants the rows that hold the next links. Rows before the full
    /// table are read as a range where a chain's links are most of it, by themselves where they are few among many.
    fn follow(&mut self, rows: &mut Rows, wanted: &mut Wanted) -> Result<bool, Error> {
        let (mut complete, mut missing, mut ranges) = (true, Wanted::new(), Vec::new());
        for strand in &mut self.strands {
            while let Some(seq) = strand.next() {
                let Some(row) = rows.resolve(seq, &mut missing)? else {
                    complete = false;
                    let dense = strand.rest().filter(|(links, base)| dense(*links, *base, seq));
                    ranges.extend(dense.map(|(_, base)| (base, seq)));
                    break;
                };
                strand.take(&row)?;
            }
        }
        // What a range did not bring is missing; asking for its rows by themselves finds that out.
        let ranges = if std::mem::replace(&mut self.ranged, !complete) { Vec::new() } else { merged(ranges) };
        let in_range = |seq| ranges.iter().any(|(low, high)| (*low..=*high).contains(&seq));
        for (want, tag) in missing {
            if !matches!(tag, Tag::Row(seq) if in_range(seq)) {
                wanted.insert(want, tag);
            }
        }
        for (low, high) in ranges {
            wanted.insert(rows.want_range(low, high), Tag::Rows);
        }
        Ok(complete)
    }
}

/// Whether the links of a chain are most of the rows from its base to its last link that is not read yet.
fn dense(links: u32, base: u64, seq: u64) -> bool {
    u64::from(links) * 2 > seq.saturating_sub(base)
}

/// Ranges without overlaps.
fn merged(mut ranges: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    sort(&mut ranges);
    let mut merged: Vec<(u64, u64)> = Vec::new();
    for (low, high) in ranges {
        match merged.last_mut() {
            Some(last) if low <= last.1 => last.1 = last.1.max(high),
            _ => merged.push((low, high)),
        }
    }
    merged
}

/// `E_ROLLBACK`: the head is newer than the rows.
fn rolled_back() -> Error {
    Error::new(
        "E_ROLLBACK",
        "The store holds an older state of the thread than its head says. Restore it from an export, or delete it.",
    )
}
