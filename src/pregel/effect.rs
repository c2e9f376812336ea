//! What to do next: the machine's output.

use super::{Failure, TaskId};
use crate::graph::{BranchId, ChannelId};

/// Something that the driver carries out before it polls again.
#[derive(Debug)]
pub enum Effect<V> {
    /// Start this task: call the node, a gate's `ask`, or its `answer`. Answered by `TaskDone`, `TaskPaused` or
    /// `TaskFailed`.
    RunTask(TaskId),
    /// Ask a conditional edge where to go, over the state with the task's own writes applied (S-BLD-31). `None`: the
    /// one out of START. Answered by `Routed`.
    Route(Option<TaskId>, BranchId),
    /// Fold one update into a channel. Answered by `Reduced`, at once.
    Reduce {
        /// The channel.
        channel: ChannelId,
        /// Its value so far.
        current: Option<V>,
        /// The update.
        update: V,
    },
    /// Make what the run holds unsaved durable: its supersteps, and what its tasks came to. Answered by `Committed` or
    /// `CommitFailed`.
    Commit,
    /// Tell the caller.
    Emit(Emit),
    /// Ask running tasks to stop early.
    StopTasks,
}

/// Something that a caller's stream may want to see.
#[derive(Debug, PartialEq, Eq)]
pub enum Emit {
    /// The state changed, or a resumed run begins (S-STR-10).
    Values,
    /// A task finished (S-STR-11).
    Update(TaskId),
    /// These tasks wait for a person (S-STR-50).
    Interrupts(Vec<TaskId>),
    /// State as it will be once every question is answered: finished siblings' writes are applied (S-INT-34).
    Preview,
}

/// How a run ended.
#[derive(Debug)]
pub enum Outcome<V> {
    /// Nothing is left to run.
    Finished,
    /// Tasks wait for a person.
    Interrupted,
    /// It stands at a static breakpoint (S-INT-85).
    Halted,
    /// The state was edited from outside; nothing ran.
    Edited,
    /// It failed: each task that threw on its own account, or the one reason why the superstep could not be applied.
    Failed(Vec<Failure<V>>),
    /// The caller gave up.
    Cancelled,
}

/// What `poll` says.
#[derive(Debug)]
pub enum Step<V> {
    /// Carry this out, then poll again.
    Effect(Effect<V>),
    /// Nothing to do until the next event.
    Wait,
    /// The run is over. Said once; every later poll says [`Step::Wait`].
    Done(Outcome<V>),
}
