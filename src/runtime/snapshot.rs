//! `getState`: a thread as its next run would find it. Reading runs nothing and applies no deadline (S-INT-37).

use std::rc::Rc;

use super::app::{App, Inner, Kept};
use super::host::Host;
use crate::approval::expiry;
use crate::checkpoint::question::{Asked, Decided};
use crate::checkpoint::record::{CheckpointRow, PendingWrite, Source};
use crate::checkpoint::{CheckpointId, Status, TaskKey, Timestamp, ids};
use crate::error::Error;
use crate::pregel::Prior;

/// A thread at one of its checkpoints (S-GET).
#[derive(Debug)]
pub struct Snapshot<V> {
    /// The state object.
    pub values: V,
    /// Nodes that run next.
    pub next: Vec<Rc<str>>,
    /// The checkpoint.
    pub id: CheckpointId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where it comes from.
    pub source: Source,
    /// Its step number.
    pub step: i64,
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
    /// Its open question.
    pub question: Option<Asked>,
    /// That question's deadline has passed.
    pub expired: bool,
    /// Its answer that has no outcome yet.
    pub claimed: Option<Rc<Decided>>,
    /// Why it failed: `{code, message, name}` as JSON.
    pub error: Option<Rc<str>>,
    /// What it wrote, by the channel's position in the spec.
    pub result: Option<Vec<(u32, V)>>,
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

impl<H: Host> Inner<H> {
    async fn snapshot(&self, thread: &Rc<str>, at: Option<&CheckpointId>) -> Result<Option<Snapshot<H::Value>>, Error> {
        let saver = self.saver()?;
        let loaded = super::wait::call(|done| saver.load(thread, at, done)).await?;
        let Some(loaded) = loaded else { return Ok(None) };
        self.check_owner(&loaded.head)?;
        let (row, writes) = (Rc::clone(&loaded.checkpoint), loaded.writes.clone());
        let kept = self.unpack(thread, loaded).map_err(super::answer::engine_error)?;
        let values = match at {
            None => self.folded(&kept).unwrap_or_else(|_| kept.state.values.clone()),
            Some(_) => kept.state.values.clone(),
        };
        Ok(Some(self.describe(&kept, &row, &writes, self.host.input(&self.graph, &values), at.is_none())))
    }

    fn describe(
        &self,
        kept: &Kept<H>,
        row: &CheckpointRow<H::Body>,
        writes: &[PendingWrite<H::Body>],
        values: H::Value,
        preview: bool,
    ) -> Snapshot<H::Value> {
        let tasks: Vec<_> =
            kept.priors.iter().filter_map(|prior| self.snapshot_task(kept, row, writes, prior)).collect();
        let waits = |task: &&SnapshotTask<H::Value>| !preview || task.result.is_none();
        Snapshot {
            values,
            next: tasks.iter().filter(waits).map(|task| Rc::clone(&task.name)).collect(),
            id: row.id.clone(),
            created_at: row.ts,
            source: row.source,
            step: row.step,
            tasks,
        }
    }

    fn snapshot_task(
        &self,
        kept: &Kept<H>,
        row: &CheckpointRow<H::Body>,
        writes: &[PendingWrite<H::Body>],
        prior: &Prior<H::Value>,
    ) -> Option<SnapshotTask<H::Value>> {
        let name = Rc::clone(&self.graph.node(prior.node)?.name);
        let session = &kept.session;
        let question = prior.question.as_ref().and_then(|pause| session.questions.get(&pause.id)).cloned();
        let head = session.head.as_ref()?;
        let expired = question.as_ref().is_some_and(|asked| expiry::is_due(&asked.question, head, self.host.now()));
        let error = writes.iter().find(|write| write.idx == -1 && write.node() == Some(&name));
        let host = |channel| self.graph.channel(channel).map(|channel| channel.host);
        let result = prior.done.as_ref().map(|(writes, _)| {
            writes.iter().filter_map(|write| Some((host(write.channel)?, write.value.clone()))).collect()
        });
        Some(SnapshotTask {
            id: ids::task_id(&session.thread, &row.id, "", &TaskKey::Pull(Rc::clone(&name))),
            name,
            question,
            expired,
            claimed: prior.claimed.as_ref().and_then(|id| session.claimed.get(id)).cloned(),
            error: error.filter(|_| head.status == Status::Failed).and_then(|write| self.error_text(write)),
            result,
        })
    }

    fn error_text(&self, write: &PendingWrite<H::Body>) -> Option<Rc<str>> {
        match &write.value {
            crate::checkpoint::record::Value::Inline(text) => Some(Rc::clone(text)),
            crate::checkpoint::record::Value::Blob { .. } => None,
        }
    }
}
