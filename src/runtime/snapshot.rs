//! `getState`: a thread as its next run would find it. Reading runs nothing and applies no deadline (S-INT-37).

use std::rc::Rc;

use super::answer::engine_error;
use super::app::{App, Inner, Kept};
use super::host::{Host, Tried, Written};
use super::session::Shown;
use super::wait::call;
use crate::approval::expiry;
use crate::checkpoint::question::{Asked, Decided, Json};
use crate::checkpoint::record::{CheckpointRow, PendingWrite, Source};
use crate::checkpoint::{CheckpointId, Head, Status, TaskKey, Timestamp, ids};
use crate::error::Error;
use crate::graph::START;
use crate::pregel::{Prior, Write, paths};

/// What a checkpoint's snapshot is drawn from, beside its state and its tasks.
pub(super) struct Found<'a, H: Host> {
    pub head: &'a Head,
    pub shown: &'a Shown,
    /// What tasks left that have not been applied.
    pub writes: &'a [PendingWrite<H::Body>],
    /// What closed the thread's questions, where closed ones are to be shown.
    pub closed: &'a [Decided],
    /// The checkpoint that was made from it, with its state.
    pub child: Option<Child<'a, H>>,
}

/// A checkpoint that says what the tasks before it wrote.
pub(super) struct Child<'a, H: Host> {
    pub row: &'a CheckpointRow<H::Body>,
    pub values: Vec<Option<H::Value>>,
}

/// A thread at one of its checkpoints (S-GET).
#[derive(Debug)]
pub struct Snapshot<V> {
    /// The state object.
    pub values: V,
    /// Nodes that run next.
    pub next: Vec<Rc<str>>,
    /// The checkpoint.
    pub id: CheckpointId,
    /// The checkpoint that it was made from.
    pub parent: Option<CheckpointId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where it comes from.
    pub source: Source,
    /// Its step number.
    pub step: i64,
    /// What the caller wanted kept with it: a JSON object.
    pub metadata: Option<Json>,
    /// Tasks of the superstep that starts from it.
    pub tasks: Vec<SnapshotTask<V>>,
}

/// A task of a snapshot.
#[derive(Debug)]
pub struct SnapshotTask<V> {
    /// Its id.
    pub id: String,
    /// Its node.
    pub name: Rc<str>,
    /// Its node and, for a Send, its place in the queue.
    pub key: TaskKey,
    /// Its open question.
    pub question: Option<Asked>,
    /// That question's deadline has passed.
    pub expired: bool,
    /// Its answer that has no outcome yet.
    pub claimed: Option<Rc<Decided>>,
    /// What closed its other questions, where a past checkpoint is shown (S-GET-41).
    pub closed: Vec<Rc<Decided>>,
    /// Why it failed: `{code, message, name}` as JSON.
    pub error: Option<Rc<str>>,
    /// What it wrote.
    pub result: Option<Vec<Written<V>>>,
}

impl<H: Host> App<H> {
    /// The thread at its head, with finished siblings' writes applied as a preview, or at the checkpoint named, as it
    /// was stored. `None`: nothing is stored.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, `E_BAD_NAME`, `E_UNKNOWN_GRAPH`, and the saver's.
    pub async fn get_state(
        &self,
        thread: Rc<str>,
        at: Option<CheckpointId>,
    ) -> Result<Option<Snapshot<H::Value>>, Error> {
        self.0.saver()?;
        ids::check_thread_id(&thread)?;
        self.0.snapshot(&thread, at.as_ref()).await
    }
}

impl<H: Host> Kept<H> {
    /// Adds the tasks of which nothing is known: those that the next call starts.
    fn plan(&mut self) {
        let known = std::mem::take(&mut self.priors);
        let due = self.state.beside(&self.injected.targets);
        let prior =
            |path| known.iter().find(|prior| prior.path == path).cloned().unwrap_or_else(|| Prior::unknown(path));
        self.priors = paths(&due).map(prior).collect();
    }
}

impl<H: Host> Inner<H> {
    async fn snapshot(&self, thread: &Rc<str>, at: Option<&CheckpointId>) -> Result<Option<Snapshot<H::Value>>, Error> {
        let saver = self.saver()?;
        if at.is_none()
            && let Some(kept) = self.unmoved(thread).await?
        {
            return self.snapshot_of(kept).map_err(engine_error);
        }
        let loaded = call(|done| saver.load(thread, at, done)).await?;
        let Some(loaded) = loaded else { return Ok(None) };
        self.check_owner(&loaded.head)?;
        let closed = match at {
            None => Vec::new(),
            Some(_) => call(|done| saver.decisions(thread, done)).await?,
        };
        let later = match at {
            None => Vec::new(),
            Some(_) => call(|done| saver.history(thread, Some(loaded.checkpoint.seq + 2), 1, done)).await?,
        };
        let child = later.iter().rfind(|later| later.checkpoint.parent == Some(loaded.checkpoint.seq));
        let child = child.map(|child| Ok(Child { row: &child.checkpoint, values: self.values(child)? }));
        let child = child.transpose().map_err(engine_error)?;
        let shown = Shown::of(&loaded.checkpoint, loaded.parent.clone());
        let found = Found { head: &loaded.head, shown: &shown, writes: &loaded.writes, closed: &closed, child };
        let kept = self.unpack(thread, loaded.clone()).map_err(engine_error)?;
        let values = match at {
            None => self.folded(&kept).unwrap_or_else(|_| kept.state.values.clone()),
            Some(_) => kept.state.values.clone(),
        };
        Ok(Some(self.describe(&kept, &found, &values, at.is_none())))
    }

    /// The thread as a call left it in memory, where one read of the head shows that it has not moved (S-GET-04). What
    /// failed is told from the store, where the errors are.
    pub async fn unmoved(&self, thread: &Rc<str>) -> Result<Option<Kept<H>>, Error> {
        if !self.kept.borrow().contains_key(thread) {
            return Ok(None);
        }
        let saver = self.saver()?;
        let Some(head) = call(|done| saver.head(thread, done)).await? else { return Ok(None) };
        self.check_owner(&head)?;
        let rests = matches!(head.status, Status::Done | Status::Idle | Status::Interrupted);
        let kept = self.kept.borrow();
        let current = kept.get(thread).filter(|kept| rests && kept.session.stands_at(&head));
        Ok(current.map(|kept| Kept::clone(kept)))
    }

    fn snapshot_of(&self, mut kept: Kept<H>) -> Tried<Option<Snapshot<H::Value>>, H> {
        let (Some(head), Some(shown)) = (kept.session.head.clone(), kept.session.shown.clone()) else {
            return Ok(None);
        };
        self.begin_untracked(&mut kept.state)?;
        let found = Found { head: &head, shown: &shown, writes: &[], closed: &[], child: None };
        kept.plan();
        let values = self.folded(&kept).unwrap_or_else(|_| kept.state.values.clone());
        Ok(Some(self.describe(&kept, &found, &values, true)))
    }

    /// A checkpoint as [`Snapshot`]; with `preview`, tasks that have finished are not among what runs next.
    pub fn describe(
        &self,
        kept: &Kept<H>,
        found: &Found<'_, H>,
        values: &[Option<H::Value>],
        preview: bool,
    ) -> Snapshot<H::Value> {
        let shown = found.shown;
        let start = kept.state.start.then(|| self.start_task(kept, found));
        let planned = kept.priors.iter().filter_map(|prior| self.snapshot_task(kept, found, prior));
        let tasks: Vec<_> = start.into_iter().chain(planned).collect();
        let waits = |task: &&SnapshotTask<H::Value>| !preview || task.result.is_none();
        Snapshot {
            values: self.host.input(&self.graph, values),
            next: tasks.iter().filter(waits).map(|task| Rc::clone(&task.name)).collect(),
            id: shown.id.clone(),
            parent: shown.parent.clone(),
            created_at: shown.ts,
            source: shown.source,
            step: shown.step,
            metadata: shown.metadata.clone(),
            tasks,
        }
    }

    fn start_task(&self, kept: &Kept<H>, found: &Found<'_, H>) -> SnapshotTask<H::Value> {
        self.bare_task(kept, found, TaskKey::Pull(START.into()))
    }

    fn bare_task(&self, kept: &Kept<H>, found: &Found<'_, H>, key: TaskKey) -> SnapshotTask<H::Value> {
        SnapshotTask {
            id: ids::task_id(&kept.session.thread, &found.shown.id, "", &key),
            name: Rc::clone(key.node()),
            key,
            question: None,
            expired: false,
            claimed: None,
            closed: Vec::new(),
            error: None,
            result: None,
        }
    }

    fn snapshot_task(
        &self,
        kept: &Kept<H>,
        found: &Found<'_, H>,
        prior: &Prior<H::Value>,
    ) -> Option<SnapshotTask<H::Value>> {
        let (session, seq) = (&kept.session, found.shown.seq);
        let key = self.task_key(prior.path)?;
        let question = prior.question.as_ref().and_then(|pause| session.questions.get(&pause.id)).cloned();
        let expired =
            question.as_ref().is_some_and(|asked| expiry::is_due(&asked.question, found.head, self.host.now()));
        let error = found.writes.iter().find(|write| write.idx == -1 && write.task.as_ref() == Some(&key));
        let failed = found.head.status == Status::Failed && found.head.seq == seq;
        let claimed = prior.claimed.as_ref().and_then(|id| session.claimed.get(id)).cloned();
        let closed = found.closed.iter().filter(|decided| {
            let known = claimed.as_ref().is_some_and(|claimed| claimed.interrupt == decided.interrupt);
            decided.row.place.0 == seq && decided.row.place.2 == key && !known
        });
        let closed: Vec<_> = closed.cloned().map(Rc::new).collect();
        let interrupted = question.is_some() || claimed.is_some();
        let error = error.filter(|_| failed).and_then(|write| self.error_text(write));
        let result = self.result(found, &key, prior).filter(|_| error.is_none() && !interrupted);
        let bare = self.bare_task(kept, found, key);
        Some(SnapshotTask { question, expired, claimed, closed, error, result, ..bare })
    }

    /// What a task wrote: what it left, or what the checkpoint after it says of it (S-CKP-35).
    fn result(&self, found: &Found<'_, H>, key: &TaskKey, prior: &Prior<H::Value>) -> Option<Vec<Written<H::Value>>> {
        match (&prior.done, &found.child) {
            (Some(output), _) => {
                let host = |channel| self.graph.channel(channel).map(|channel| channel.host);
                let written = |write: &Write<H::Value>| {
                    Some(Written {
                        channel: host(write.channel)?,
                        value: write.value.clone(),
                        overwrite: write.overwrite,
                    })
                };
                Some(output.writes.iter().filter_map(written).collect())
            }
            (None, Some(child)) => self.written_by(child, key),
            (None, None) => None,
        }
    }

    fn error_text(&self, write: &PendingWrite<H::Body>) -> Option<Rc<str>> {
        match &write.value {
            crate::checkpoint::record::Value::Inline(text) => Some(Rc::clone(text)),
            crate::checkpoint::record::Value::Blob { .. } => None,
        }
    }
}
