//! One run of one node in one superstep, and what earlier attempts at it left.

use std::rc::Rc;

use super::event::{Failure, Pause, Write};
use crate::checkpoint::InterruptId;
use crate::checkpoint::question::Decided;
use crate::graph::NodeId;

/// Names a task within a run; never used twice, so that what an earlier superstep's task reports late is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskId(pub u32);

/// What the store knows of a task of the superstep that a run continues.
#[derive(Clone, Debug)]
pub struct Prior<V> {
    /// Its node.
    pub node: NodeId,
    /// Its result, if it finished.
    pub done: Option<(Vec<Write<V>>, Vec<NodeId>)>,
    /// The answers that it has, in the order in which it asked.
    pub answers: Vec<Rc<Decided>>,
    /// Its open question.
    pub question: Option<Pause>,
    /// The answer that was claimed and has no outcome yet.
    pub claimed: Option<InterruptId>,
}

/// Whether a call that continues from here has something to run, and so must take the right to first. A task that waits
/// for a person is nothing to run, unless a sibling is.
pub fn has_work<V>(triggers: &[NodeId], priors: &[Prior<V>]) -> bool {
    let prior = |node: &NodeId| priors.iter().find(|prior| prior.node == *node);
    let done = |node: &NodeId| prior(node).is_some_and(|prior| prior.done.is_some());
    let settled = |node: &NodeId| prior(node).is_some_and(|prior| prior.done.is_some() || prior.question.is_some());
    !triggers.iter().all(settled) || (!triggers.is_empty() && triggers.iter().all(done))
}

/// What a task came to in this superstep.
#[derive(Debug)]
pub enum Settled<V> {
    /// It finished: its writes, and where its conditional edges lead.
    Done(Vec<Write<V>>, Vec<NodeId>),
    /// It waits for a person.
    Paused(Pause),
    /// It failed.
    Failed(Failure<V>),
}

#[derive(Debug)]
pub(super) enum Stage<V> {
    Ready,
    Running,
    /// Finished, while its conditional edges are being asked.
    Routing {
        writes: Vec<Write<V>>,
        targets: Vec<NodeId>,
        open: usize,
    },
    Settled(Settled<V>),
}

/// A task: one run of one node in one superstep.
#[derive(Debug)]
pub struct Task<V> {
    pub(super) id: TaskId,
    pub(super) node: NodeId,
    pub(super) answers: Vec<Rc<Decided>>,
    pub(super) claimed: Option<InterruptId>,
    pub(super) stage: Stage<V>,
    /// What it came to is in the store.
    pub(super) stored: bool,
    /// Its question was told to this call's caller.
    pub(super) reported: bool,
}

impl<V> Task<V> {
    pub(super) fn new(id: TaskId, node: NodeId) -> Self {
        Self { id, node, answers: Vec::new(), claimed: None, stage: Stage::Ready, stored: false, reported: false }
    }

    pub(super) fn with_prior(id: TaskId, prior: Prior<V>) -> Self {
        let settled = match (prior.done, prior.question) {
            (Some((writes, targets)), _) => Some(Settled::Done(writes, targets)),
            (None, question) => question.map(Settled::Paused),
        };
        Self {
            answers: prior.answers,
            claimed: prior.claimed,
            stored: settled.is_some(),
            stage: settled.map_or(Stage::Ready, Stage::Settled),
            ..Self::new(id, prior.node)
        }
    }

    /// Its id.
    pub fn id(&self) -> TaskId {
        self.id
    }

    /// Its node.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// The answers that it has, in the order in which it asked.
    pub fn answers(&self) -> &[Rc<Decided>] {
        &self.answers
    }

    /// The answer that was claimed and has no outcome yet.
    pub fn claimed(&self) -> Option<&InterruptId> {
        self.claimed.as_ref()
    }

    /// What it came to, once it has.
    pub fn settled(&self) -> Option<&Settled<V>> {
        match &self.stage {
            Stage::Settled(settled) => Some(settled),
            _ => None,
        }
    }

    /// Its writes so far, once its node has returned.
    pub fn writes(&self) -> &[Write<V>] {
        match &self.stage {
            Stage::Settled(Settled::Done(writes, _)) | Stage::Routing { writes, .. } => writes,
            _ => &[],
        }
    }

    /// The question that it waits with.
    pub fn question(&self) -> Option<&Pause> {
        match self.settled()? {
            Settled::Paused(pause) => Some(pause),
            _ => None,
        }
    }

    /// Whether what it came to still has to be stored.
    pub fn is_unsaved(&self) -> bool {
        !self.stored && self.settled().is_some()
    }

    pub(super) fn is_failed(&self) -> bool {
        matches!(self.stage, Stage::Settled(Settled::Failed(_)))
    }
}
