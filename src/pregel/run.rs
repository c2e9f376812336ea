//! The machine: one call's way through the supersteps of a thread.

use std::collections::VecDeque;
use std::rc::Rc;

use super::apply::Apply;
use super::effect::{Effect, Emit, Outcome, Step};
use super::event::{Failure, Write};
use super::state::{Changed, Origin, State, Superstep};
use super::task::{Prior, Settled, Stage, Task, TaskId};
use crate::checkpoint::record::Source;
use crate::checkpoint::{InterruptId, Status};
use crate::error::Error;
use crate::graph::{BranchId, Graph, NodeId, NodeKind};
use crate::ordered;

/// What a call asks for.
#[derive(Debug)]
pub enum Start<V> {
    /// New input: the graph starts again from START, over the state so far (S-STA-48).
    Input(Vec<Write<V>>),
    /// Go on from the head; with what the store knows of its superstep's tasks.
    Continue(Vec<Prior<V>>),
}

/// What does not change during a call.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Whether there is a saver: commits are asked for, and questions may be asked.
    pub durable: bool,
    /// `recursionLimit`, at least 1.
    pub limit: u32,
}

#[derive(Debug)]
pub(super) enum Phase<V> {
    Input(Vec<Write<V>>),
    Applying(Apply<V>, Origin),
    /// START's conditional edges are being asked.
    Entering {
        open: usize,
        targets: Vec<NodeId>,
        changed: Vec<Changed<V>>,
    },
    Plan(Vec<Prior<V>>),
    Begin,
    Work,
    End {
        outcome: Outcome<V>,
        stored: bool,
    },
    Over,
}

/// One call's way through the supersteps of a thread (S-STP).
///
/// Methods are of three kinds: getters, plain nouns; [`handle`](Self::handle), something happened;
/// [`poll`](Self::poll), what to do next. **After every `handle`, call `poll` until it returns [`Step::Wait`] or
/// [`Step::Done`].**
#[derive(Debug)]
pub struct Run<V> {
    pub(super) graph: Rc<Graph>,
    pub(super) state: State<V>,
    settings: Settings,
    /// The step counter that ends the call (S-STP-71).
    stop: i64,
    pub(super) phase: Phase<V>,
    pub(super) tasks: Vec<Task<V>>,
    next_task: u32,
    pub(super) out: VecDeque<Effect<V>>,
    /// Supersteps that were applied and are not stored.
    pub(super) unsaved: Vec<Superstep<V>>,
    /// Claimed answers whose superstep is among `unsaved`.
    pub(super) resolved: Vec<InterruptId>,
    /// The tasks whose outcome the commit in progress stores.
    pub(super) saving: Option<Vec<TaskId>>,
    values_due: bool,
    values_told: bool,
    pub(super) started: bool,
    pub(super) stopping: bool,
    /// A commit was lost: the state in memory may not be what is stored.
    pub(super) lost: bool,
}

impl<V: Clone> Run<V> {
    /// Begins a call over the state of a thread.
    pub fn new(graph: Rc<Graph>, state: State<V>, start: Start<V>, settings: Settings) -> Self {
        let stop = state.step + 1 + i64::from(settings.limit) + 1;
        let (phase, values_due) = match start {
            Start::Input(writes) => (Phase::Input(writes), false),
            Start::Continue(priors) => (Phase::Plan(priors), true),
        };
        Self {
            graph,
            state,
            settings,
            stop,
            phase,
            tasks: Vec::new(),
            next_task: 0,
            out: VecDeque::new(),
            unsaved: Vec::new(),
            resolved: Vec::new(),
            saving: None,
            values_due,
            values_told: false,
            started: false,
            stopping: false,
            lost: false,
        }
    }

    /// The graph.
    pub fn graph(&self) -> &Rc<Graph> {
        &self.graph
    }

    /// The state before the superstep in progress.
    pub fn state(&self) -> &State<V> {
        &self.state
    }

    /// The state, when the run is over.
    pub fn into_state(self) -> State<V> {
        self.state
    }

    /// The tasks of the superstep in progress, ascending by node.
    pub fn tasks(&self) -> &[Task<V>] {
        &self.tasks
    }

    /// The task of that id, while its superstep is in progress.
    pub fn task(&self, id: TaskId) -> Option<&Task<V>> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// Supersteps that the commit in progress stores, oldest first.
    pub fn unsaved(&self) -> &[Superstep<V>] {
        &self.unsaved
    }

    /// Claimed answers that the newest of [`unsaved`](Self::unsaved) settles.
    pub fn resolved(&self) -> &[InterruptId] {
        &self.resolved
    }

    /// Whether the commit in progress belongs to a pause or an end, and so decides what the head says.
    pub fn status(&self) -> Status {
        let Phase::End { outcome, .. } = &self.phase else { return Status::Running };
        match outcome {
            Outcome::Finished => Status::Done,
            Outcome::Interrupted if self.has_ready() => Status::Running,
            Outcome::Interrupted => Status::Interrupted,
            Outcome::Failed(_) | Outcome::Cancelled => Status::Failed,
        }
    }

    /// Why the run fails, while it ends as failed.
    pub fn failures(&self) -> &[Failure<V>] {
        match &self.phase {
            Phase::End { outcome: Outcome::Failed(failures), .. } => failures,
            _ => &[],
        }
    }

    /// Whether a commit was lost, so that the state in memory may not be what is stored.
    pub fn lost_commit(&self) -> bool {
        self.lost
    }

    /// Whether the call saw a `values` event (S-INT-30).
    pub fn told_values(&self) -> bool {
        self.values_told
    }

    pub(super) fn is_durable(&self) -> bool {
        self.settings.durable
    }

    /// What to do next.
    pub fn poll(&mut self) -> Step<V> {
        loop {
            if let Some(effect) = self.out.pop_front() {
                return Step::Effect(effect);
            }
            if self.saving.is_some() {
                return Step::Wait;
            }
            if let Some(step) = self.advance() {
                return step;
            }
        }
    }

    /// One move of the machine; `None`: look again.
    fn advance(&mut self) -> Option<Step<V>> {
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Input(writes) => self.take_input(writes),
            Phase::Applying(apply, origin) => return self.apply(apply, origin),
            Phase::Entering { open: 0, targets, changed } => self.enter(targets, changed),
            Phase::Plan(priors) => self.plan(priors),
            Phase::Begin => self.begin(),
            Phase::Work => return self.work(),
            Phase::End { outcome, stored } => return self.end(outcome, stored),
            waiting @ (Phase::Entering { .. } | Phase::Over) => {
                self.phase = waiting;
                return Some(Step::Wait);
            }
        }
        None
    }

    fn take_input(&mut self, writes: Vec<Write<V>>) {
        self.state.triggers.clear();
        self.state.step += 1;
        self.unsaved.push(Superstep {
            step: self.state.step,
            source: Source::Input,
            changed: Vec::new(),
            triggers: Origin::Start,
            last: Origin::Nodes(Vec::new()),
        });
        self.phase = Phase::Applying(Apply::of_input(writes), Origin::Start);
    }

    fn apply(&mut self, mut apply: Apply<V>, origin: Origin) -> Option<Step<V>> {
        if apply.is_waiting() {
            self.phase = Phase::Applying(apply, origin);
            return Some(Step::Wait);
        }
        match apply.next(&self.graph, &self.state) {
            Ok(Some(reduce)) => {
                self.phase = Phase::Applying(apply, origin);
                return Some(Step::Effect(reduce));
            }
            Ok(None) => self.applied(apply.finish(), origin),
            Err(error) => self.fail(vec![Failure::Engine(error)]),
        }
        None
    }

    fn applied(&mut self, changed: Vec<Changed<V>>, origin: Origin) {
        for change in &changed {
            if let Some(value) = self.state.values.get_mut(change.channel.0 as usize) {
                *value = Some(change.value.clone());
            }
        }
        match origin {
            Origin::Start => self.ask_entry(changed),
            Origin::Nodes(nodes) => self.leave_superstep(changed, nodes),
        }
    }

    fn ask_entry(&mut self, changed: Vec<Changed<V>>) {
        let graph = Rc::clone(&self.graph);
        let branches: &[BranchId] = graph.entry_branches();
        self.out.extend(branches.iter().map(|branch| Effect::Route(None, *branch)));
        self.phase = Phase::Entering { open: branches.len(), targets: graph.entry().to_vec(), changed };
    }

    fn enter(&mut self, targets: Vec<NodeId>, changed: Vec<Changed<V>>) {
        self.record(targets, changed, Origin::Start);
    }

    fn leave_superstep(&mut self, changed: Vec<Changed<V>>, nodes: Vec<NodeId>) {
        let graph = Rc::clone(&self.graph);
        let mut targets = Vec::new();
        for task in std::mem::take(&mut self.tasks) {
            targets.extend(graph.node(task.node).into_iter().flat_map(|node| &node.next));
            self.resolved.extend(task.claimed);
            if let Stage::Settled(Settled::Done(_, routed)) = task.stage {
                targets.extend(routed);
            }
        }
        self.record(targets, changed, Origin::Nodes(nodes));
    }

    /// A superstep is complete: its record waits for the next commit, its targets are what runs next.
    fn record(&mut self, mut targets: Vec<NodeId>, changed: Vec<Changed<V>>, last: Origin) {
        ordered::sort(&mut targets);
        targets.dedup();
        self.values_due |= !changed.is_empty();
        self.state.step += 1;
        self.state.triggers = targets.clone();
        self.unsaved.push(Superstep {
            step: self.state.step,
            source: Source::Loop,
            changed,
            triggers: Origin::Nodes(targets),
            last,
        });
        self.phase = Phase::Plan(Vec::new());
    }

    fn plan(&mut self, mut priors: Vec<Prior<V>>) {
        if self.state.step + 1 > self.stop {
            return self.fail(vec![Failure::Engine(self.recursion_error())]);
        }
        for node in self.state.triggers.clone() {
            let id = TaskId(self.next_task);
            self.next_task += 1;
            let prior = priors.iter().position(|prior| prior.node == node).map(|at| priors.swap_remove(at));
            self.tasks.push(prior.map_or_else(|| Task::new(id, node), |prior| Task::with_prior(id, prior)));
        }
        if self.tasks.is_empty() {
            self.phase = Phase::End { outcome: Outcome::Finished, stored: false };
            return;
        }
        if !self.unsaved.is_empty() && !self.waits_for_gates() {
            self.save();
        }
        self.tell_values();
        let cached = self.tasks.iter().filter(|task| matches!(task.settled(), Some(Settled::Done(..))));
        self.out.extend(cached.map(|task| Effect::Emit(Emit::Update(task.id))));
        self.phase = Phase::Begin;
    }

    /// Input and START go into the same commit as the pause of the gates they lead to (S-CKP-24).
    fn waits_for_gates(&self) -> bool {
        let entering = self.unsaved.last().is_some_and(|step| step.last == Origin::Start);
        let is_gate = |task: &Task<V>| self.graph.node(task.node).is_some_and(|node| node.kind == NodeKind::Gate);
        entering && self.tasks.iter().all(is_gate)
    }

    fn recursion_error(&self) -> Error {
        let limit = self.settings.limit;
        Error::new(
            "GRAPH_RECURSION_LIMIT",
            format!(
                "Recursion limit of {limit} reached without hitting a stop condition. You can increase the limit by \
                 setting the \"recursionLimit\" config key. The last superstep was {}.",
                self.state.step
            ),
        )
    }

    fn begin(&mut self) {
        let ready: Vec<TaskId> =
            self.tasks.iter().filter(|task| matches!(task.stage, Stage::Ready)).map(|t| t.id).collect();
        for id in ready {
            self.start_task(id);
        }
        self.phase = Phase::Work;
    }

    fn start_task(&mut self, id: TaskId) {
        if let Some(task) = self.tasks.iter_mut().find(|task| task.id == id) {
            task.stage = Stage::Running;
            self.started = true;
            self.out.push_back(Effect::RunTask(id));
        }
    }

    fn work(&mut self) -> Option<Step<V>> {
        self.phase = Phase::Work;
        let busy = |task: &Task<V>| matches!(task.stage, Stage::Running | Stage::Routing { .. });
        if self.has_ready() && !self.stopping {
            self.begin();
            return None;
        }
        if self.tasks.iter().any(busy) {
            return Some(Step::Wait);
        }
        self.conclude();
        None
    }

    fn conclude(&mut self) {
        let failures: Vec<_> = self.tasks.iter().filter_map(failure).collect();
        if !failures.is_empty() {
            return self.fail(failures);
        }
        if self.tasks.iter().any(|task| task.question().is_some()) {
            self.phase = Phase::End { outcome: Outcome::Interrupted, stored: false };
            return;
        }
        let nodes = self.tasks.iter().map(|task| task.node).collect();
        self.phase = Phase::Applying(Apply::of_tasks(&self.tasks), Origin::Nodes(nodes));
    }

    pub(super) fn fail(&mut self, failures: Vec<Failure<V>>) {
        self.phase = Phase::End { outcome: Outcome::Failed(failures), stored: false };
    }

    fn end(&mut self, outcome: Outcome<V>, stored: bool) -> Option<Step<V>> {
        if !stored {
            let changes = self.started || !self.unsaved.is_empty();
            self.phase = Phase::End { outcome, stored: true };
            if changes {
                self.save();
            }
            self.tell_values();
            return None;
        }
        if matches!(outcome, Outcome::Interrupted) {
            if self.has_ready() {
                self.phase = Phase::Work;
                return None;
            }
            let waiting = self.unreported(|_| true);
            if !waiting.is_empty() {
                self.tell_interrupts(waiting);
                self.tell_preview();
                self.phase = Phase::End { outcome, stored };
                return None;
            }
        }
        Some(Step::Done(outcome))
    }

    /// Asks for a commit of everything that is not stored.
    pub(super) fn save(&mut self) {
        if self.settings.durable {
            self.saving = Some(self.tasks.iter().filter(|task| task.is_unsaved()).map(|task| task.id).collect());
            self.out.push_back(Effect::Commit);
        } else {
            self.unsaved.clear();
        }
    }

    fn tell_values(&mut self) {
        if std::mem::take(&mut self.values_due) {
            self.values_told = true;
            self.out.push_back(Effect::Emit(Emit::Values));
        }
    }

    fn tell_preview(&mut self) {
        if self.started && self.tasks.iter().any(|task| !task.writes().is_empty()) {
            self.values_told = true;
            self.out.push_back(Effect::Emit(Emit::Preview));
        }
    }

    pub(super) fn unreported(&self, among: impl Fn(TaskId) -> bool) -> Vec<TaskId> {
        let open = |task: &&Task<V>| task.question().is_some() && !task.reported && among(task.id);
        self.tasks.iter().filter(open).map(|task| task.id).collect()
    }

    pub(super) fn tell_interrupts(&mut self, waiting: Vec<TaskId>) {
        for task in self.tasks.iter_mut().filter(|task| waiting.contains(&task.id)) {
            task.reported = true;
        }
        self.out.push_back(Effect::Emit(Emit::Interrupts(waiting)));
    }

    fn has_ready(&self) -> bool {
        self.tasks.iter().any(|task| matches!(task.stage, Stage::Ready))
    }
}

fn failure<V: Clone>(task: &Task<V>) -> Option<Failure<V>> {
    match task.settled()? {
        Settled::Failed(failure) => Some(failure.clone()),
        _ => None,
    }
}
