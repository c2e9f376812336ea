//! Planning a superstep and running its tasks, up to where their writes can be applied.

use super::apply::Apply;
use super::effect::{Effect, Emit, Outcome, Step};
use super::event::Failure;
use super::run::{Next, Phase, Run};
use super::state::Origin;
use super::task::{Path, Prior, Settled, Stage, Task, TaskId, paths};
use crate::checkpoint::record::Source;
use crate::error::Error;
use crate::graph::{NodeId, NodeKind};
use crate::ordered::sort;

impl<V: Clone> Run<V> {
    pub(super) fn next_id(&mut self) -> TaskId {
        let id = TaskId(self.next_task);
        self.next_task += 1;
        id
    }

    pub(super) fn plan(&mut self, mut priors: Vec<Prior<V>>) {
        if self.state.start {
            self.phase = self.entering(Vec::new(), Source::Loop);
            return;
        }
        let ran = std::mem::take(&mut self.ran);
        if !self.passed && self.settings.after.hit(ran.into_iter()) {
            return self.halt();
        }
        if self.state.step + 1 > self.stop {
            return self.fail(vec![Failure::Engine(self.recursion_error())]);
        }
        let paths: Vec<Path> = paths(&self.state).collect();
        if paths.is_empty() {
            self.phase = Phase::End { outcome: Outcome::Finished, stored: false };
            return;
        }
        if !self.passed && self.settings.before.hit(paths.iter().map(|path| path.node())) {
            return self.halt();
        }
        // From the end on, so that priors, which nearly always stand in the order of the paths, are found at once.
        priors.reverse();
        for path in paths {
            let id = self.next_id();
            let prior = priors.iter().rposition(|prior| prior.path == path).map(|at| priors.remove(at));
            self.tasks.push(prior.map_or_else(|| Task::new(id, path), |prior| Task::with_prior(id, prior)));
        }
        if !self.unsaved.is_empty() && !self.waits_for_gates() {
            self.save();
        }
        self.tell_values();
        let cached = self.tasks.ids(|task| task.output().is_some());
        self.out.extend(cached.into_iter().map(|task| Effect::Emit(Emit::Update(task))));
        self.phase = Phase::Begin;
    }

    /// The run stops at a breakpoint (S-INT-81, S-INT-82).
    fn halt(&mut self) {
        self.phase = Phase::End { outcome: Outcome::Halted, stored: false };
    }

    /// Input and START go into the same commit as the pause of the gates they lead to (S-CKP-24).
    fn waits_for_gates(&self) -> bool {
        let entering = self.unsaved.last().is_some_and(|step| step.last == Origin::Start);
        let is_gate = |task: &Task<V>| self.graph.node(task.node()).is_some_and(|node| node.kind == NodeKind::Gate);
        entering && self.tasks().iter().all(is_gate)
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

    /// Starts tasks, as many as may run at a time.
    pub(super) fn begin(&mut self) {
        while self.has_room()
            && let Some(id) = self.tasks.next_ready()
        {
            self.tasks.set(id, Stage::Running);
            self.started = true;
            self.out.push_back(Effect::RunTask(id));
        }
        self.phase = Phase::Work;
    }

    fn has_room(&self) -> bool {
        self.settings.at_once.is_none_or(|limit| self.tasks.busy() < limit as usize)
    }

    pub(super) fn work(&mut self) -> Option<Step<V>> {
        self.phase = Phase::Work;
        if self.tasks.has_ready() && !self.stopping && self.has_room() {
            self.begin();
            return None;
        }
        if self.tasks.busy() > 0 {
            return Some(Step::Wait);
        }
        self.conclude();
        None
    }

    fn conclude(&mut self) {
        let failures: Vec<_> = self.tasks().iter().filter_map(failure).collect();
        if !failures.is_empty() {
            return self.fail(failures);
        }
        if self.tasks.paused() > 0 {
            self.phase = Phase::End { outcome: Outcome::Interrupted, stored: false };
            return;
        }
        let mut nodes: Vec<NodeId> = self.tasks().iter().map(Task::node).collect();
        sort(&mut nodes);
        nodes.dedup();
        self.phase = Phase::Applying(Apply::of_tasks(self.tasks()), Next::Nodes(nodes));
    }

    /// A conditional edge of a task is asked once the one before it has answered, so that what they lead to stands in
    /// their order.
    pub(super) fn ask_next(&mut self, id: TaskId) {
        let graph = &self.graph;
        let branches = |task: &Task<V>| graph.node(task.node()).map_or(&[][..], |node| &node.branches);
        let mut next = None;
        self.tasks.change(id, &mut |task| next = task.ask_next(branches(task)));
        self.out.extend(next.filter(|next| !self.editing || matches!(next, Effect::Route(..))));
    }
}

fn failure<V: Clone>(task: &Task<V>) -> Option<Failure<V>> {
    match task.settled()? {
        Settled::Failed(failure) => Some(failure.clone()),
        _ => None,
    }
}
