//! Looking at threads, and editing them: `get_state`, `history`, `update_state`, `threads`, `subscribe`.

use std::rc::{Rc, Weak};

use serde_json::Value;

use super::app::{App, Shared};
use super::command::{IntoReturned, Result};
use super::config::Config;
use super::desk::Ear;
use super::handle::Handle;
use super::host::{as_error, gotos, written};
use super::node::read_state;
use super::question::{Decider, Question};
use super::state::State;
use crate::checkpoint::json::Word;
use crate::checkpoint::{CheckpointId, Head, Timestamp};
use crate::runtime::host::Heard;
use crate::runtime::{self as engine, SnapshotTask, StateUpdate};

/// A thread at one of its checkpoints.
#[derive(Clone, Debug)]
pub struct Snapshot<S> {
    /// The state.
    pub state: S,
    /// Nodes that run next.
    pub next: Vec<String>,
    /// The checkpoint: [`Config::at`] takes it.
    pub checkpoint: String,
    /// The checkpoint that it was made from.
    pub parent: Option<String>,
    /// When it was made, in milliseconds since 1970.
    pub created_at: Timestamp,
    /// `input`, `loop`, `update` or `fork`.
    pub source: &'static str,
    /// Its step; the input of a new thread is -1.
    pub step: i64,
    /// The tasks that start from it.
    pub tasks: Vec<Task>,
}

/// A task of a snapshot.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// Its node.
    pub node: String,
    /// Its question that waits.
    pub question: Option<Question>,
    /// Who answered, where the answer has no result yet.
    pub claimed: Option<Decider>,
    /// Why it failed: `{code, message, name}`.
    pub error: Option<Value>,
    /// Whether it finished.
    pub finished: bool,
}

/// A thread and where it stands.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Its id.
    pub id: String,
    /// `idle`, `running`, `interrupted`, `done`, `failed`, …
    pub status: &'static str,
    /// Its newest step.
    pub step: i64,
    /// How many questions wait.
    pub waiting: u32,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Why it failed.
    pub error: Option<String>,
}

/// Ends when it is dropped.
#[must_use = "nothing is heard any more once this is dropped"]
pub struct Subscription {
    ear: Option<Rc<Ear>>,
    app: Weak<Shared>,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.ear.take();
        if let Some(app) = self.app.upgrade().filter(|app| app.desk.is_unheard()) {
            app.engine.detach();
        }
    }
}

impl<S: State> App<S> {
    /// The thread at its head, or at the checkpoint of [`Config::at`]; `None` where nothing is stored. Reads threads of
    /// JavaScript graphs too, where the fields have the same names.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, `E_UNKNOWN_GRAPH`, `E_BAD_TYPE` where a channel holds what its field cannot read.
    pub async fn get_state(&self, config: impl Into<Config>) -> Result<Option<Snapshot<S>>> {
        let config = config.into();
        let found = self.0.engine.get_state(Rc::clone(&config.thread), config.at).await?;
        found.map(|found| snapshot(&found)).transpose()
    }

    /// What a thread was: its checkpoints, and how to go on from one of them.
    ///
    /// ```
    /// use haltgraph::{Continue, MemorySaver, Runtime, START, State, StateGraph, append, testing, thread};
    ///
    /// #[derive(State, Clone, Default)]
    /// struct Count {
    ///     #[state(reducer = append)]
    ///     log: Vec<String>,
    /// }
    ///
    /// testing::block_on(async {
    ///     let app = StateGraph::new()
    ///         .node("one", |_: Count, _: Runtime| Ok(Count::update().log(["one"])))
    ///         .node("two", |_: Count, _: Runtime| Ok(Count::update().log(["two"])))
    ///         .edge(START, "one")
    ///         .edge("one", "two")
    ///         .compile(MemorySaver::new())?;
    ///     app.invoke(Count::default(), thread("t")).await?;
    ///
    ///     let history = app.history("t", None).await?;
    ///     let before_two = history.iter().find(|past| past.next == ["two"]).unwrap();
    ///     assert_eq!(before_two.state.log, ["one"]);
    ///
    ///     let fork = app.invoke(Continue, thread("t").at(&before_two.checkpoint)).await?;
    ///     assert_eq!(fork.state.log, ["one", "two"]);
    ///     Ok::<(), haltgraph::Error>(())
    /// })
    /// # .unwrap();
    /// ```
    ///
    /// Up to `limit` checkpoints, newest first; with [`Config::at`] those before it.
    ///
    /// # Errors
    /// As [`get_state`](Self::get_state), and `E_UNKNOWN_CHECKPOINT`.
    pub async fn history(&self, config: impl Into<Config>, limit: Option<u32>) -> Result<Vec<Snapshot<S>>> {
        let config = config.into();
        let found = self.0.engine.history(config.thread, config.at, limit).await?;
        found.iter().map(snapshot).collect()
    }

    /// Edits the state as if a node had returned this: the one named, or the one that ran last. What waits at the head
    /// is closed as superseded; nothing runs. Gives the new checkpoint.
    ///
    /// # Errors
    /// `INVALID_UPDATE` where it is not clear which node that is, `THREAD_BUSY`, and the saver's.
    pub async fn update_state(
        &self,
        config: impl Into<Config>,
        update: impl IntoReturned<S>,
        as_node: Option<&str>,
    ) -> Result<String> {
        let (config, returned) = (config.into(), update.into_returned());
        let update = StateUpdate {
            as_node: as_node.map(str::to_owned),
            writes: Some(written(returned.writes)),
            goto: gotos(returned.goto),
        };
        let made = self.0.engine.update_state(config.thread, config.at, vec![vec![update]]).await;
        made.map(|id| id.to_string()).map_err(as_error)
    }

    /// Every thread of this app.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, and the saver's.
    pub async fn threads(&self) -> Result<Vec<Thread>> {
        Ok(self.0.engine.threads().await?.iter().map(thread).collect())
    }

    /// Calls `heard` with every change of this app's threads, in this page or another, and applies deadlines when they
    /// pass.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, and the saver's.
    pub async fn subscribe(&self, heard: impl Fn(&Heard) + 'static) -> Result<Subscription> {
        let ear: Rc<Ear> = Rc::new(heard);
        let first = self.0.desk.is_unheard();
        self.0.desk.listen(&ear);
        if first {
            self.0.engine.attach().await?;
        }
        Ok(Subscription { ear: Some(ear), app: Rc::downgrade(&self.0) })
    }
}

fn snapshot<S: State>(found: &engine::Snapshot<Handle>) -> Result<Snapshot<S>> {
    Ok(Snapshot {
        state: read_state(&found.values)?,
        next: found.next.iter().map(ToString::to_string).collect(),
        checkpoint: found.id.to_string(),
        parent: found.parent.as_ref().map(CheckpointId::to_string),
        created_at: found.created_at,
        source: found.source.word(),
        step: found.step,
        tasks: found.tasks.iter().map(task).collect(),
    })
}

fn task(task: &SnapshotTask<Handle>) -> Task {
    Task {
        id: task.id.clone(),
        node: task.name.to_string(),
        question: task.question.as_ref().map(Question::of),
        claimed: task.claimed.as_deref().map(Decider::of),
        error: task.error.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        finished: task.result.is_some(),
    }
}

fn thread(head: &Head) -> Thread {
    Thread {
        id: head.thread.to_string(),
        status: head.status.word(),
        step: head.step,
        waiting: head.waiting,
        created_at: head.created_at,
        updated_at: head.updated_at,
        error: head.error.as_ref().map(|error| format!("{}: {}", error.code, error.message)),
    }
}
