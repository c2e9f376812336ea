//! One thread as this saver keeps it: its records, and the text that stands for them.

use std::rc::Rc;

use super::text;
use super::trim::{linked, only_appends, trimmed};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::record::{CheckpointRow, GraphRow, Loaded, PendingWrite};
use crate::checkpoint::rows::{RowText, Whole, WholeText};
use crate::checkpoint::{CheckpointId, CommitBatch, Head};
use crate::error::Error;
use crate::ordered::Ordered;
use crate::savers::thread::Thread;

/// See the module.
#[derive(Clone)]
pub(super) struct Kept<B> {
    pub(super) thread: Thread<B>,
    /// The checkpoints' texts.
    rows: Ordered<u64, RowText>,
}

/// What stands under a thread's key.
pub(super) enum Found<B> {
    /// A thread.
    Thread(Box<Kept<B>>),
    /// The audit chain of a forgotten one.
    Audit(Vec<Rc<str>>),
}

impl<B> Found<B> {
    /// The thread, where it is one.
    pub(super) fn thread(&self) -> Option<&Kept<B>> {
        match self {
            Self::Thread(kept) => Some(kept),
            Self::Audit(_) => None,
        }
    }
}

impl<B: Clone> Kept<B> {
    /// A thread without checkpoints, for its first commit; with the audit chain of a forgotten thread of its id.
    pub(super) fn new(head: Head, audit: Vec<Rc<str>>) -> Self {
        Self { thread: Thread::new(head, audit, only_appends), rows: Ordered::new() }
    }

    /// What the text under the key of a thread says.
    ///
    /// # Errors
    /// `E_CORRUPT`, and those of every row.
    pub(super) fn read(thread: &str, text: &str) -> Result<Found<B>, Error> {
        let Whole { head, rows, writes, questions, decisions, audit } = text::read(thread, text)?;
        let Some(head) = head else { return Ok(Found::Audit(audit)) };
        let newest = rows.last().map(|(row, text)| (&row.id, Some(text.digest)));
        if newest != Some((&head.id, head.digest)) {
            return Err(text::corrupt("its head names another checkpoint"));
        }
        let mut kept = Self::new(head, audit);
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
        let body = WholeText { head, rows, graphs, writes, questions, decisions, audit }.write()?;
        Ok(text::wrap(self.thread.head.rev, &body))
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
        let digest = self.rows.get(&loaded.checkpoint.seq).map(|row| row.digest);
        Loaded { digest, ..loaded }
    }
}

/// The text that is left of a forgotten thread.
///
/// # Errors
/// None: a chain has no values.
pub(super) fn audit_text(audit: &[Rc<str>]) -> Result<String, Error> {
    let (rows, questions, decisions) = (&Ordered::new(), &Ordered::new(), &Ordered::new());
    let whole = WholeText::<()> { head: None, rows, graphs: &[], writes: &[], questions, decisions, audit };
    Ok(text::wrap(0, &whole.write()?))
}
