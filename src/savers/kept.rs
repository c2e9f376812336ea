//! One thread as a saver keeps it that keeps threads whole: its records, and the texts that stand for them.

use std::rc::Rc;

use super::thread::Thread;
use super::trim::{linked, only_appends, trimmed, whole};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::question::Asked;
use crate::checkpoint::record::{CheckpointRow, GraphRow, Loaded, PendingWrite};
use crate::checkpoint::rows::{RowText, Whole, WholeText};
use crate::checkpoint::saver::QuestionRead;
use crate::checkpoint::{CheckpointId, CommitBatch, Head, InterruptId};
use crate::error::Error;
use crate::ordered::Ordered;

/// See the module.
#[derive(Clone)]
pub(super) struct Kept<B> {
    pub(super) thread: Thread<B>,
    /// The checkpoints' texts.
    rows: Ordered<u64, RowText>,
    /// What those were made from whose parents are not kept here.
    parents: Ordered<u64, CheckpointId>,
}

/// What stands under a thread's key.
pub(super) enum Found<B> {
    /// A thread.
    Thread(Box<Kept<B>>),
    /// The audit chain of a forgotten one.
    Audit(Vec<Rc<str>>),
}

/// A checkpoint that a commit adds.
pub(super) struct Added<B> {
    /// The checkpoint that it was made from.
    pub(super) parent: Option<CheckpointId>,
    /// All that it holds.
    pub(super) row: Rc<CheckpointRow<B>>,
}

impl<B> Found<B> {
    /// The thread, where it is one.
    pub(super) fn thread(&self) -> Option<&Kept<B>> {
        match self {
            Self::Thread(kept) => Some(kept),
            Self::Audit(_) => None,
        }
    }

    /// The audit chain of what was found, also of a forgotten thread.
    pub(super) fn audit(found: Option<&Self>) -> Vec<Rc<str>>
    where
        B: Clone,
    {
        match found {
            Some(Self::Thread(kept)) => kept.thread.audit(),
            Some(Self::Audit(audit)) => audit.clone(),
            None => Vec::new(),
        }
    }

    /// One question of what was found, and what closed it.
    pub(super) fn question(found: Option<&Self>, interrupt: &InterruptId) -> QuestionRead
    where
        B: Clone,
    {
        let thread = found.and_then(Self::thread).map(|kept| &kept.thread);
        QuestionRead {
            head: thread.map(|thread| thread.head.clone()),
            question: thread.and_then(|thread| thread.question(interrupt)),
            decision: thread.and_then(|thread| thread.decision(interrupt)),
        }
    }
}

impl<B: Clone> Kept<B> {
    /// Open questions, where they are the graph's.
    pub(super) fn questions(&self, graph: &str) -> Vec<Asked> {
        let mut open = self.thread.questions();
        open.retain(|asked| *asked.question.graph == *graph);
        open
    }

    /// The head, where it is the graph's; without a name any graph's.
    pub(super) fn heads(&self, graph: Option<&str>) -> Vec<Head> {
        let head = &self.thread.head;
        let ours = graph.is_none_or(|graph| *head.graph.0 == *graph);
        if ours { vec![head.clone()] } else { Vec::new() }
    }

    /// A thread without checkpoints, for its first commit; with the audit chain of a forgotten thread of its id.
    pub(super) fn new(head: Head, audit: Vec<Rc<str>>) -> Self {
        Self { thread: Thread::new(head, audit, only_appends), rows: Ordered::new(), parents: Ordered::new() }
    }

    /// What was read of a thread; `parent` is what its newest checkpoint was made from, where that is kept elsewhere.
    ///
    /// # Errors
    /// `E_CORRUPT` where its head names another checkpoint than the newest.
    pub(super) fn of(whole: Whole<B>, parent: Option<CheckpointId>) -> Result<Found<B>, Error> {
        let Whole { head, rows, writes, questions, decisions, audit } = whole;
        let Some(head) = head else { return Ok(Found::Audit(audit)) };
        let newest = rows.last().map(|(row, text)| (&row.id, Some(text.digest)));
        if newest != Some((&head.id, head.digest)) {
            let what = "A thread's head names another checkpoint than the newest that is kept. Delete the thread.";
            return Err(Error::new("E_CORRUPT", what));
        }
        let mut kept = Self::new(head, audit);
        kept.parents.extend(parent.map(|parent| (kept.thread.head.seq, parent)));
        for (row, text) in rows {
            kept.rows.insert(row.seq, text);
            kept.thread.rows.insert(row.seq, row);
        }
        let key = |write: &PendingWrite<B>| (write.seq, write.task.clone(), write.idx);
        kept.thread.writes = writes.into_iter().map(|write| (key(&write), write)).collect();
        kept.thread.questions = questions.into_iter().collect();
        kept.thread.decisions = decisions.into_iter().collect();
        Ok(Found::Thread(Box::new(kept)))
    }

    /// Changes what the batch changes, and leaves the newest `history` checkpoints.
    ///
    /// # Errors
    /// `E_CORRUPT` where the batch does not fit the thread, `E_RANGE` for a time that no row can hold.
    pub(super) fn apply(&mut self, mut batch: CommitBatch<B>, history: Option<u32>) -> Result<Committed, Error> {
        self.thread.check(&batch)?;
        for row in std::mem::take(&mut batch.checkpoints) {
            let row = if history.is_some() { Rc::new(linked(&self.thread.rows, &row)?) } else { row };
            self.put_text(&row)?;
            self.thread.rows.insert(row.seq, row);
        }
        self.thread.apply(batch);
        if let Some(rows) = history.map(|n| trimmed(&self.thread, n)).transpose()?.flatten() {
            self.rows = Ordered::new();
            rows.values().try_for_each(|row| self.put_text(row))?;
            let writes = std::mem::take(&mut self.thread.writes);
            self.thread.writes = writes.into_iter().filter(|((seq, ..), _)| rows.contains_key(seq)).collect();
            self.thread.rows = rows;
        }
        let digest = self.rows.get(&self.thread.head.seq).map(|row| row.digest);
        self.thread.head.digest = digest;
        Ok(Committed { token: self.thread.head.token(), digest })
    }

    fn put_text(&mut self, row: &CheckpointRow<B>) -> Result<(), Error> {
        let prev = row.parent.and_then(|parent| self.rows.get(&parent)).map(|parent| parent.digest);
        self.rows.insert(row.seq, RowText::of(row, prev.as_ref())?);
        Ok(())
    }

    /// Changes what the batch changes, and leaves the newest checkpoint. Gives those that it adds, each with all that it
    /// holds.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub(super) fn apply_whole(&mut self, mut batch: CommitBatch<B>) -> Result<Vec<Added<B>>, Error> {
        self.thread.check(&batch)?;
        let mut added = Vec::new();
        for row in std::mem::take(&mut batch.checkpoints) {
            let parent = row.parent.and_then(|parent| self.thread.rows.get(&parent)).map(|parent| parent.id.clone());
            let linked = Rc::new(linked(&self.thread.rows, &row)?);
            self.thread.rows.insert(linked.seq, Rc::clone(&linked));
            let row = Rc::new(whole(&self.thread, &linked)?);
            self.put_whole(Rc::clone(&row), parent.clone())?;
            added.push(Added { parent, row });
        }
        self.thread.apply(batch);
        let head = self.thread.head.seq;
        let rows = std::mem::take(&mut self.thread.rows);
        self.thread.rows = rows.into_iter().filter(|(seq, _)| *seq == head).collect();
        let texts = std::mem::take(&mut self.rows);
        self.rows = texts.into_iter().filter(|(seq, _)| *seq == head).collect();
        let writes = std::mem::take(&mut self.thread.writes);
        self.thread.writes = writes.into_iter().filter(|((seq, ..), _)| *seq == head).collect();
        self.thread.head.digest = self.rows.get(&head).map(|row| row.digest);
        Ok(added)
    }

    /// Takes a checkpoint that holds all of its state.
    ///
    /// # Errors
    /// `E_RANGE` for a time that no row can hold.
    pub(super) fn put_whole(&mut self, row: Rc<CheckpointRow<B>>, parent: Option<CheckpointId>) -> Result<(), Error> {
        self.parents.extend(parent.map(|parent| (row.seq, parent)));
        self.rows.insert(row.seq, RowText::of(&row, None)?);
        self.thread.rows.insert(row.seq, row);
        Ok(())
    }

    /// The thread as one text, but for its checkpoints.
    ///
    /// # Errors
    /// `E_INTEGRITY` where a value stands elsewhere.
    pub(super) fn text_without_rows(&self) -> Result<String, Error> {
        let Thread { head, writes, questions, decisions, audit, .. } = &self.thread;
        let writes: Vec<_> = writes.values().collect();
        let (rows, head) = (&Ordered::new(), Some(head));
        WholeText { head, rows, graphs: &[], writes: &writes, questions, decisions, audit }.write()
    }

    /// The thread as one text.
    ///
    /// # Errors
    /// `E_INTEGRITY` where a value stands elsewhere.
    pub(super) fn text(&self) -> Result<String, Error> {
        let Thread { head, rows, writes, questions, decisions, audit, .. } = &self.thread;
        let mut graphs: Vec<Rc<GraphRow>> = Vec::new();
        for row in rows.values() {
            if graphs.iter().all(|graph| graph.digest != row.graph.digest) {
                graphs.push(Rc::clone(&row.graph));
            }
        }
        let writes: Vec<_> = writes.values().collect();
        let (rows, graphs, writes, head) = (&self.rows, &graphs[..], &writes[..], Some(head));
        WholeText { head, rows, graphs, writes, questions, decisions, audit }.write()
    }

    /// The thread at its head, or at the checkpoint named.
    pub(super) fn load(&self, at: Option<&CheckpointId>) -> Result<Option<Loaded<B>>, Error> {
        Ok(self.thread.load(at)?.map(|loaded| self.with_digest(loaded)))
    }

    /// Up to `limit` checkpoints before `before`, newest first.
    pub(super) fn history(&self, before: Option<u64>, limit: u32) -> Result<Vec<Loaded<B>>, Error> {
        let listed = self.thread.history(before, limit)?;
        Ok(listed.into_iter().map(|loaded| self.with_digest(loaded)).collect())
    }

    fn with_digest(&self, loaded: Loaded<B>) -> Loaded<B> {
        let seq = loaded.checkpoint.seq;
        let parent = loaded.parent.clone().or_else(|| self.parents.get(&seq).cloned());
        Loaded { parent, digest: self.rows.get(&seq).map(|row| row.digest), ..loaded }
    }
}

/// The text of a checkpoint that holds all of its state.
///
/// # Errors
/// As [`RowText::of`].
pub(super) fn row_text<B>(row: &CheckpointRow<B>) -> Result<String, Error> {
    let mut rows = Ordered::new();
    rows.insert(row.seq, RowText::of(row, None)?);
    let (rows, graphs, questions, decisions) = (&rows, &[Rc::clone(&row.graph)][..], &Ordered::new(), &Ordered::new());
    WholeText::<B> { head: None, rows, graphs, writes: &[], questions, decisions, audit: &[] }.write()
}

/// The text that is left of a forgotten thread.
///
/// # Errors
/// None: a chain has no values.
pub(super) fn audit_text<B>(audit: &[Rc<str>]) -> Result<String, Error> {
    let (rows, questions, decisions) = (&Ordered::new(), &Ordered::new(), &Ordered::new());
    let whole = WholeText::<B> { head: None, rows, graphs: &[], writes: &[], questions, decisions, audit };
    whole.write()
}
