//! What happened: the machine's input.

use std::rc::Rc;

use super::TaskId;
use crate::checkpoint::question::{Decided, Json, OnExpire};
use crate::checkpoint::{Digest, InterruptId, Timestamp};
use crate::error::Error;
use crate::graph::{ChannelId, NodeId};

/// One write of a task to a channel.
#[derive(Clone, Debug)]
pub struct Write<V> {
    /// The channel.
    pub channel: ChannelId,
    /// What was written.
    pub value: V,
}

/// A question that a task asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Pause {
    /// Its id, made of the host's random bits.
    pub id: InterruptId,
    /// Which of the task's questions: a gate asks at 0.
    pub idx: u32,
    /// What is asked, canonical.
    pub payload: Json,
    /// Digest of the payload.
    pub digest: Digest,
    /// Its deadline.
    pub expires_at: Option<Timestamp>,
    /// What to do at the deadline.
    pub on_expire: Option<OnExpire>,
    /// The task's question before this one.
    pub after: Option<InterruptId>,
}

/// Why a task or a run ended without a result.
#[derive(Clone, Debug)]
pub enum Failure<V> {
    /// User code threw.
    Thrown {
        /// What it threw, for the caller.
        value: V,
        /// The error's class.
        name: Rc<str>,
        /// Its message.
        message: Rc<str>,
        /// Its code, if it has one.
        code: Option<Rc<str>>,
    },
    /// The engine refused something.
    Engine(Error),
}

/// A reducer's result.
#[derive(Clone, Debug)]
pub struct Reduced<V> {
    /// The channel's value with the update folded in.
    pub value: V,
    /// For a list that was only appended to: leading elements kept, and elements now.
    pub appended: Option<(u32, u32)>,
}

/// What happened.
#[derive(Debug)]
pub enum Event<V> {
    /// A task finished with these writes. Its conditional edges are asked next.
    TaskDone(TaskId, Vec<Write<V>>),
    /// A task asked a question and gave up its turn.
    TaskPaused(TaskId, Pause),
    /// A task threw.
    TaskFailed(TaskId, Failure<V>),
    /// A conditional edge named its targets. `None`: the one out of START.
    Routed(Option<TaskId>, Result<Vec<NodeId>, Failure<V>>),
    /// The reducer that was asked for has answered.
    Reduced(Result<Reduced<V>, Failure<V>>),
    /// The commit that was asked for is durable.
    Committed,
    /// The commit that was asked for could not be made, or was refused: nothing of it is stored.
    CommitFailed(Failure<V>),
    /// Somebody claimed the answer of an open question while this run holds the thread.
    Answered(Rc<Decided>),
    /// All that settles in this turn of the host has settled.
    TurnEnded,
    /// The caller gave up.
    Cancelled,
}
