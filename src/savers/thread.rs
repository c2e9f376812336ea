//! One thread as structured records, and what each operation answers from them: what the memory saver keeps, and what a
//! saver that keeps threads whole works on.

use std::rc::Rc;

use crate::checkpoint::question::{Asked, Decided, DecisionRow, Outcome, Question};
use crate::checkpoint::record::{CheckpointRow, Loaded, PendingWrite, Value};
use crate::checkpoint::{CheckpointId, CommitBatch, Head, InterruptId, TaskKey, fold};
use crate::error::Error;
use crate::ordered::Ordered;
use crate::savers::order;

/// Every record of one thread.
#[derive(Clone)]
pub(super) struct Thread<B> {
    pub(super) head: Head,
    pub(super) rows: Ordered<u64, Rc<CheckpointRow<B>>>,
    pub(super) writes: Ordered<(u64, Option<TaskKey>, i32), PendingWrite<B>>,
    pub(super) questions: Ordered<InterruptId, Question>,
    pub(super) decisions: Ordered<InterruptId, DecisionRow>,
    pub(super) audit: Vec<Rc<str>>,
    /// Whether a delta does nothing but append, as far as this saver can tell.
    appends: fn(&Value<B>) -> bool,
}

impl<B: Clone> Thread<B> {
    /// A thread without rows, for its first commit; with the audit chain of a forgotten thread of its id.
    pub(super) fn new(head: Head, audit: Vec<Rc<str>>, appends: fn(&Value<B>) -> bool) -> Self {
        Self {
            head,
            rows: Ordered::new(),
            writes: Ordered::new(),
            questions: Ordered::new(),
            decisions: Ordered::new(),
            audit,
            appends,
        }
    }

    /// Whether the batch's rows have room: what is added must not stand yet, what is closed must be open.
    pub(super) fn check(&self, batch: &CommitBatch<B>) -> Result<(), Error> {
        let free = batch.checkpoints.is_sorted_by(|a, b| a.seq < b.seq)
            && batch.checkpoints.iter().all(|row| !self.rows.contains_key(&row.seq))
            && batch.ask.iter().all(|asked| !self.questions.contains_key(&asked.interrupt))
            && batch.close.iter().all(|closed| !self.decisions.contains_key(&closed.interrupt))
            && batch.audit.iter().zip(self.audit.len() as u64..).all(|(row, n)| row.n == n);
        if free { Ok(()) } else { Err(occupied()) }
    }

    /// Changes what the batch changes, and takes its head as given.
    pub(super) fn apply(&mut self, batch: CommitBatch<B>) {
        self.head = batch.head;
        self.rows.extend(batch.checkpoints.into_iter().map(|row| (row.seq, row)));
        if let Some(seq) = batch.clear_writes {
            let others = std::mem::take(&mut self.writes).into_iter().filter(|((at, ..), _)| *at != seq);
            self.writes = others.collect();
        }
        for write in batch.writes {
            let key = (write.seq, write.task.clone(), write.idx);
            if write.idx < 0 || !self.writes.contains_key(&key) {
                self.writes.insert(key, write);
            }
        }
        self.questions.extend(batch.ask.into_iter().map(|asked| (asked.interrupt, asked.question)));
        for closed in &batch.close {
            self.questions.remove(&closed.interrupt);
        }
        let closed = batch.close.into_iter().chain(batch.outcomes);
        self.decisions.extend(closed.map(|decided| (decided.interrupt, decided.row)));
        self.audit.extend(batch.audit.into_iter().map(|row| row.text));
    }

    /// The thread at its head or at the checkpoint named.
    pub(super) fn load(&self, at: Option<&CheckpointId>) -> Result<Option<Loaded<B>>, Error> {
        let id = at.unwrap_or(&self.head.id);
        let Some(checkpoint) = id.seq().and_then(|seq| self.rows.get(&seq)).filter(|row| row.id == *id) else {
            return Ok(None);
        };
        let loaded = self.state(checkpoint)?;
        Ok(Some(Loaded { questions: self.questions(), decisions: self.answers(), ..loaded }))
    }

    /// Up to `limit` checkpoints before `before`, newest first.
    pub(super) fn history(&self, before: Option<u64>, limit: u32) -> Result<Vec<Loaded<B>>, Error> {
        let rows = self.rows.iter().rev().filter(|(seq, _)| before.is_none_or(|before| **seq < before));
        rows.take(limit as usize).map(|(_, row)| self.state(row)).collect()
    }

    /// A checkpoint with its state, without questions and decisions.
    pub(super) fn state(&self, checkpoint: &Rc<CheckpointRow<B>>) -> Result<Loaded<B>, Error> {
        let row = |seq| self.rows.get(&seq).map(Rc::as_ref);
        let (path, since_table) = fold::path(checkpoint, row)?;
        let chains = fold::strands(&path, |_| None).into_iter().map(|mut strand| {
            while let Some(next) = strand.next().and_then(row) {
                strand.take(next)?;
            }
            strand.finish(|_, entry| {
                let appends = (self.appends)(&entry.value);
                Ok((entry.value, appends))
            })
        });
        Ok(Loaded {
            head: self.head.clone(),
            parent: checkpoint.parent.and_then(row).map(|row| row.id.clone()),
            digest: None,
            chains: chains.collect::<Result<_, _>>()?,
            since_table,
            writes: self.writes.values().filter(|write| write.seq == checkpoint.seq).cloned().collect(),
            questions: Vec::new(),
            decisions: Vec::new(),
            checkpoint: Rc::clone(checkpoint),
        })
    }

    /// The open question under this id.
    pub(super) fn question(&self, interrupt: &InterruptId) -> Option<Asked> {
        self.questions.get(interrupt).map(|question| self.asked(interrupt, question))
    }

    /// What closed the question under this id.
    pub(super) fn decision(&self, interrupt: &InterruptId) -> Option<Decided> {
        self.decisions.get_key_value(interrupt).map(decided)
    }

    /// Every open question, oldest first.
    pub(super) fn questions(&self) -> Vec<Asked> {
        let mut open: Vec<_> = self.questions.iter().map(|(id, question)| self.asked(id, question)).collect();
        order::questions(&mut open);
        open
    }

    /// Every decision, by question.
    pub(super) fn decisions(&self) -> Vec<Decided> {
        self.decisions.iter().map(decided).collect()
    }

    /// Every audit row, oldest first.
    pub(super) fn audit(&self) -> Vec<Rc<str>> {
        self.audit.clone()
    }

    /// The claimed decisions, and what `after` leads to from them and from the open questions.
    fn answers(&self) -> Vec<Decided> {
        let claimed = self.decisions.iter().filter(|(_, row)| row.outcome == Some(Outcome::Claimed));
        let mut found: Ordered<_, _> = claimed.collect();
        let ends = found.values().map(|row| row.place.4.as_ref());
        let ends: Vec<_> = ends.chain(self.questions.values().map(|question| question.after.as_ref())).collect();
        for mut after in ends {
            while let Some((id, row)) = after.and_then(|id| self.decisions.get_key_value(id)) {
                after = if found.insert(id, row).is_none() { row.place.4.as_ref() } else { None };
            }
        }
        found.into_iter().map(decided).collect()
    }

    fn asked(&self, interrupt: &InterruptId, question: &Question) -> Asked {
        Asked { thread: Rc::clone(&self.head.thread), interrupt: interrupt.clone(), question: question.clone() }
    }
}

fn decided((interrupt, row): (&InterruptId, &DecisionRow)) -> Decided {
    Decided { interrupt: interrupt.clone(), row: row.clone() }
}

fn occupied() -> Error {
    Error::new(
        "E_CORRUPT",
        "A row stands where the thread's head says that there is none. Restore the thread from an export, or delete it.",
    )
}
