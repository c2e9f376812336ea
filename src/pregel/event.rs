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
    /// It takes the channel's place, past its reducer (S-STA-17).
    pub overwrite: bool,
}

/// A task that is to run with an input of its own: a Send (S-STP-60).
#[derive(Clone, Debug)]
pub struct Packet<V> {
    /// The node.
    pub node: NodeId,
    /// Its input, in the state's place.
    pub args: V,
}

/// What runs next.
#[derive(Clone, Debug)]
pub struct Targets<V> {
    /// Nodes, each once.
    pub nodes: Vec<NodeId>,
    /// Sends, each a task of its own.
    pub sends: Vec<Packet<V>>,
}

impl<V> Default for Targets<V> {
    fn default() -> Self {
        Self { nodes: Vec::new(), sends: Vec::new() }
    }
}

impl<V> Targets<V> {
    /// Nowhere led to.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.sends.is_empty()
    }

    /// Adds what another task leads to, behind what is there.
    pub fn extend(&mut self, more: Self) {
        self.nodes.extend(more.nodes);
        self.sends.extend(more.sends);
    }
}

/// What a task, or a Command from outside, comes to: writes, and where it leads beside the edges.
#[derive(Clone, Debug)]
pub struct Output<V> {
    /// In the order in which they were made.
    pub writes: Vec<Write<V>>,
    /// Where it leads.
    pub targets: Targets<V>,
}

impl<V> Default for Output<V> {
    fn default() -> Self {
        Self { writes: Vec::new(), targets: Targets::default() }
    }
}

impl<V> Output<V> {
    /// Nothing written, nowhere led to.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.targets.is_empty()
    }

    /// Adds what came later.
    pub fn extend(&mut self, more: Self) {
        self.writes.extend(more.writes);
        self.targets.extend(more.targets);
    }
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
    /// A task finished. Its conditional edges are asked next.
    TaskDone(TaskId, Output<V>),
    /// A task asked a question and gave up its turn.
    TaskPaused(TaskId, Pause),
    /// A task threw.
    TaskFailed(TaskId, Failure<V>),
    /// A conditional edge named its targets. `None`: the one out of START.
    Routed(Option<TaskId>, Result<Targets<V>, Failure<V>>),
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
