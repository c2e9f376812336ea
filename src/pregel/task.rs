//! One run of one node in one superstep, and what earlier attempts at it left.

mod tasks;

use std::rc::Rc;

pub(super) use self::tasks::Tasks;
use super::effect::{Effect, Emit};
use super::event::{Failure, Output, Pause, Targets, Write};
use super::settle::append;
use super::state::State;
use crate::checkpoint::InterruptId;
use crate::checkpoint::question::Decided;
use crate::graph::{BranchId, NodeId};

/// Names a task within a run; never used twice, so that what an earlier superstep's task reports late is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskId(pub u32);

/// Where a task stands in its superstep (S-STP-22). Ascending order is the order in which writes are applied: tasks of
/// edges by node, then Sends by their place in the queue (S-STP-30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Path {
    /// A trigger started it.
    Pull(NodeId),
    /// The Send at this place of the queue started it.
    Push(u32, NodeId),
}

impl Path {
    /// The node that runs.
    pub fn node(self) -> NodeId {
        let (Self::Pull(node) | Self::Push(_, node)) = self;
        node
    }
}

/// What the store knows of a task of the superstep that a run continues.
#[derive(Clone, Debug)]
pub struct Prior<V> {
    /// Where it stands.
    pub path: Path,
    /// Its result, if it finished.
    pub done: Option<Output<V>>,
    /// The answers that it has, in the order in which it asked.
    pub answers: Vec<Rc<Decided>>,
    /// Its open question.
    pub question: Option<Pause>,
    /// The answer that was claimed and has no outcome yet.
    pub claimed: Option<InterruptId>,
}

impl<V> Prior<V> {
    /// A task of which nothing is known yet.
    pub fn unknown(path: Path) -> Self {
        Self { path, done: None, answers: Vec::new(), question: None, claimed: None }
    }
}

/// Whether a call that continues from here has something to run, and so must take the right to first. A task that waits
/// for a person is nothing to run, unless a sibling is.
pub fn has_work<V>(state: &State<V>, priors: &[Prior<V>]) -> bool {
    // Priors nearly always stand in the order of the paths.
    let prior = |(place, path): (usize, Path)| {
        let there = priors.get(place).filter(|prior| prior.path == path);
        there.or_else(|| priors.iter().find(|prior| prior.path == path))
    };
    let done = |at| prior(at).is_some_and(|prior| prior.done.is_some());
    let settled = |at| prior(at).is_some_and(|prior| prior.done.is_some() || prior.question.is_some());
    let paths: Vec<_> = paths(state).enumerate().collect();
    state.start || !paths.iter().copied().all(settled) || (!paths.is_empty() && paths.into_iter().all(done))
}

/// The tasks of the superstep that starts from a state, in the order in which they start: Sends, then nodes
/// (S-STP-10).
pub fn paths<V>(state: &State<V>) -> impl Iterator<Item = Path> {
    let pushes = (0u32..).zip(&state.sends).map(|(place, packet)| Path::Push(place, packet.node));
    pushes.chain(state.triggers.iter().copied().map(Path::Pull))
}

/// What a task came to in this superstep.
#[derive(Debug)]
pub enum Settled<V> {
    /// It finished; where its conditional edges lead is among its targets.
    Done(Output<V>),
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
        output: Output<V>,
        /// How many of them have been asked: one at a time, so that what they lead to stands in their order.
        asked: usize,
    },
    Settled(Settled<V>),
}

/// A task: one run of one node in one superstep.
#[derive(Debug)]
pub struct Task<V> {
    pub(super) id: TaskId,
    pub(super) path: Path,
    pub(super) answers: Vec<Rc<Decided>>,
    pub(super) claimed: Option<InterruptId>,
    pub(super) stage: Stage<V>,
    /// What it came to is in the store.
    pub(super) stored: bool,
    /// Its question was told to this call's caller.
    pub(super) reported: bool,
}

impl<V> Task<V> {
    pub(super) fn new(id: TaskId, path: Path) -> Self {
        Self { id, path, answers: Vec::new(), claimed: None, stage: Stage::Ready, stored: false, reported: false }
    }

    pub(super) fn with_prior(id: TaskId, prior: Prior<V>) -> Self {
        let settled = match (prior.done, prior.question) {
            (Some(output), _) => Some(Settled::Done(output)),
            (None, question) => question.map(Settled::Paused),
        };
        Self {
            answers: prior.answers,
            claimed: prior.claimed,
            stored: settled.is_some(),
            stage: settled.map_or(Stage::Ready, Stage::Settled),
            ..Self::new(id, prior.path)
        }
    }

    /// Its id.
    pub fn id(&self) -> TaskId {
        self.id
    }

    /// Where it stands in its superstep.
    pub fn path(&self) -> Path {
        self.path
    }

    /// Its node.
    pub fn node(&self) -> NodeId {
        self.path.node()
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
            Stage::Settled(Settled::Done(output)) | Stage::Routing { output, .. } => &output.writes,
            _ => &[],
        }
    }

    /// What it came to, if it finished.
    pub fn output(&self) -> Option<&Output<V>> {
        match self.settled()? {
            Settled::Done(output) => Some(output),
            _ => None,
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

    pub(super) fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Running)
    }

    pub(super) fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::Running | Stage::Routing { .. })
    }

    /// Asks the next of its node's conditional edges; when all have answered, it is done.
    pub(super) fn ask_next(&mut self, branches: &[BranchId]) -> Option<Effect<V>> {
        let Stage::Routing { output, asked } = &mut self.stage else { return None };
        if let Some(branch) = branches.get(*asked) {
            *asked += 1;
            return Some(Effect::Route(Some(self.id), *branch));
        }
        self.stage = Stage::Settled(Settled::Done(std::mem::take(output)));
        Some(Effect::Emit(Emit::Update(self.id)))
    }

    /// One of its conditional edges has answered.
    pub(super) fn led_to(&mut self, found: Targets<V>) {
        if let Stage::Routing { output, .. } = &mut self.stage {
            output.targets.extend(found);
        }
    }

    /// What it came to is in the store.
    pub(super) fn note_stored(&mut self) {
        self.stored = true;
        if !matches!(self.stage, Stage::Settled(Settled::Failed(_))) {
            self.claimed = None;
        }
    }

    /// Its question has an answer: it runs again.
    pub(super) fn answered(&mut self, decided: &Rc<Decided>) {
        append(&mut self.answers, decided);
        self.claimed = Some(decided.interrupt.clone());
        self.stage = Stage::Ready;
        self.stored = false;
        self.reported = false;
    }
}
