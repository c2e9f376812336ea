//! The machine: one call's way through the supersteps of a thread.

use std::collections::VecDeque;
use std::rc::Rc;

use super::apply::Apply;
use super::effect::{Effect, Emit, Outcome, Step};
use super::event::{Failure, Output, Targets};
use super::start::Settings;
use super::state::{Changed, Origin, State, Superstep};
use super::task::{Prior, Settled, Stage, Task, TaskId, Tasks};
use crate::checkpoint::record::Source;
use crate::checkpoint::{InterruptId, Status};
use crate::graph::{BranchId, Graph, NodeId};
use crate::ordered;

#[derive(Debug)]
pub(super) enum Phase<V> {
    Applying(Apply<V>, Next<V>),
    /// START's conditional edges are being asked, one at a time.
    Entering {
        asked: usize,
        targets: Targets<V>,
        changed: Vec<Changed<V>>,
        source: Source,
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

/// What applied writes lead to.
#[derive(Debug)]
pub(super) enum Next<V> {
    /// START's edges, in a superstep of this source.
    Start(Source),
    /// A checkpoint of a Command's own, and where it leads.
    Command(Targets<V>),
    /// The superstep that an answer goes on with, with more to run in it.
    Resume(Targets<V>, Vec<Prior<V>>),
    /// An input that nobody runs yet.
    Input,
    /// What had finished of the superstep that is edited, where that led, and the edits.
    Siblings(Box<Apply<V>>, Targets<V>, Vec<(NodeId, Output<V>)>),
    /// The edits.
    Edit(Targets<V>, Vec<(NodeId, Output<V>)>),
    /// The end of a superstep of these nodes.
    Nodes(Vec<NodeId>),
}

/// What the commit in progress stores.
#[derive(Debug)]
pub(super) struct Saving {
    /// Tasks whose outcome it stores.
    pub tasks: Vec<TaskId>,
    /// How many of the unsaved supersteps.
    pub supersteps: usize,
    /// How many of the resolved answers.
    pub resolved: usize,
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
    pub(super) settings: Settings,
    /// The step counter that ends the call (S-STP-71).
    pub(super) stop: i64,
    pub(super) phase: Phase<V>,
    pub(super) tasks: Tasks<V>,
    pub(super) next_task: u32,
    pub(super) out: VecDeque<Effect<V>>,
    /// The state as it is stored, while what a Command wrote stands on top of it.
    pub(super) stored: Option<State<V>>,
    /// What Commands wrote since the newest checkpoint.
    pub(super) injected: Output<V>,
    /// What changed since the newest checkpoint, for the one that will hold it: by a Command, or before an edit.
    pub(super) carried: Vec<Changed<V>>,
    /// Where what is edited had led.
    pub(super) left: Targets<V>,
    /// The Send queue of the superstep in progress is used up.
    pub(super) queued: bool,
    /// The nodes of the superstep before the one that is planned.
    pub(super) ran: Vec<NodeId>,
    /// A breakpoint was passed by a resume, until the next superstep is applied (S-INT-83).
    pub(super) passed: bool,
    /// Supersteps that were applied and are not stored.
    pub(super) unsaved: Vec<Superstep<V>>,
    /// Claimed answers whose superstep is among `unsaved`.
    pub(super) resolved: Vec<InterruptId>,
    pub(super) saving: Option<Saving>,
    /// Something is to be stored once the commit in progress is through.
    pub(super) save_due: bool,
    pub(super) values_due: bool,
    pub(super) values_told: bool,
    pub(super) started: bool,
    /// Where the thread stands is to be stored, even if nothing ran.
    pub(super) restated: bool,
    /// The state is edited from outside: nothing runs, and a failure stores nothing.
    pub(super) editing: bool,
    pub(super) stopping: bool,
    /// A commit was lost: the state in memory may not be what is stored.
    pub(super) lost: bool,
}

impl<V: Clone> Run<V> {
    /// The graph.
    pub fn graph(&self) -> &Rc<Graph> {
        &self.graph
    }

    /// The state before the superstep in progress, with what a Command wrote.
    pub fn state(&self) -> &State<V> {
        &self.state
    }

    /// The state as the newest checkpoint has it.
    pub fn stored_state(&self) -> &State<V> {
        self.stored.as_ref().unwrap_or(&self.state)
    }

    /// What Commands wrote since the newest checkpoint.
    pub fn injected(&self) -> &Output<V> {
        &self.injected
    }

    /// The tasks of the superstep in progress, in the order in which they started.
    pub fn tasks(&self) -> &[Task<V>] {
        self.tasks.list()
    }

    /// The task of that id, while its superstep is in progress.
    pub fn task(&self, id: TaskId) -> Option<&Task<V>> {
        self.tasks.get(id)
    }

    /// Whether what some task came to would be stored if the host's turn ended now. Not while a commit is under way: what it
    /// stores counts as unsaved until it is complete, and its end is asked about again.
    pub fn has_unsaved_tasks(&self) -> bool {
        let may_save = self.saving.is_none() && !self.editing && matches!(self.phase, Phase::Work);
        may_save && self.tasks.has_unsaved()
    }

    /// Supersteps that the commit in progress stores, oldest first.
    pub fn unsaved(&self) -> &[Superstep<V>] {
        &self.unsaved
    }

    /// Claimed answers that the newest of [`unsaved`](Self::unsaved) settles.
    pub fn resolved(&self) -> &[InterruptId] {
        &self.resolved
    }

    /// Whether a resume passed a breakpoint and the next superstep is not applied yet.
    pub fn has_passed(&self) -> bool {
        self.passed
    }

    /// Whether the commit in progress belongs to a pause or an end, and so decides what the head says.
    pub fn status(&self) -> Status {
        let Phase::End { outcome, .. } = &self.phase else { return Status::Running };
        match outcome {
            Outcome::Finished => Status::Done,
            Outcome::Interrupted if self.tasks.has_ready() => Status::Running,
            Outcome::Edited if !self.state.is_due() => Status::Idle,
            Outcome::Interrupted | Outcome::Halted | Outcome::Edited => Status::Interrupted,
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
            if self.saving.is_some() && !self.may_run_on() {
                return Step::Wait;
            }
            if let Some(step) = self.advance() {
                return step;
            }
        }
    }

    /// Whether the run goes on while a commit is in progress; it ends only when all is stored.
    fn may_run_on(&self) -> bool {
        self.settings.lagging && !matches!(self.phase, Phase::End { .. })
    }

    /// One move of the machine; `None`: look again.
    fn advance(&mut self) -> Option<Step<V>> {
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Applying(apply, next) => return self.apply(apply, next),
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

    fn apply(&mut self, mut apply: Apply<V>, next: Next<V>) -> Option<Step<V>> {
        if apply.is_waiting() {
            self.phase = Phase::Applying(apply, next);
            return Some(Step::Wait);
        }
        match apply.next(&self.graph, &self.state) {
            Ok(Some(reduce)) => {
                self.phase = Phase::Applying(apply, next);
                return Some(Step::Effect(reduce));
            }
            Ok(None) => self.applied(apply.finish(), next),
            Err(error) => self.apply_failed(&next, Failure::Engine(error)),
        }
        None
    }

    /// Writes that could not be applied: of input nothing is stored, of a superstep its tasks' results stay (S-STA-15).
    pub(super) fn apply_failed(&mut self, next: &Next<V>, failure: Failure<V>) {
        match next {
            Next::Nodes(_) => self.fail(vec![failure]),
            Next::Resume(..) => {
                self.restated = true;
                self.fail(vec![failure]);
            }
            Next::Start(_) | Next::Command(_) | Next::Input | Next::Siblings(..) | Next::Edit(..) => {
                self.abandon(Outcome::Failed(vec![failure]))
            }
        }
    }

    fn applied(&mut self, changed: Vec<Changed<V>>, next: Next<V>) {
        for change in &changed {
            if let Some(value) = self.state.values.get_mut(change.channel.0 as usize) {
                *value = Some(change.value.clone());
            }
        }
        match next {
            Next::Start(source) => self.phase = self.entering(changed, source),
            Next::Command(targets) => self.record(targets, changed, Source::Input, Origin::Nodes(Vec::new())),
            Next::Input => {
                self.push_superstep(Source::Input, changed, true, Origin::Nodes(Vec::new()));
                self.mark_start();
                self.phase = Phase::edited();
            }
            Next::Resume(targets, priors) => {
                self.carried = changed;
                self.state.trigger(targets);
                self.phase = Phase::Plan(priors);
            }
            Next::Siblings(siblings, targets, updates) => {
                self.carried = changed;
                self.phase = Phase::Applying(*siblings, Next::Edit(targets, updates));
            }
            Next::Edit(targets, updates) => {
                self.carried = self.with_carried(changed);
                self.edit_nodes(targets, updates);
            }
            Next::Nodes(nodes) => self.leave_superstep(changed, nodes),
        }
    }

    /// Asks START's conditional edges.
    pub(super) fn entering(&mut self, changed: Vec<Changed<V>>, source: Source) -> Phase<V> {
        let targets = Targets { nodes: self.graph.entry().to_vec(), sends: Vec::new() };
        self.ask_entry(0);
        if self.graph.entry_branches().is_empty() {
            self.enter(targets, changed, source);
            return std::mem::replace(&mut self.phase, Phase::Over);
        }
        Phase::Entering { asked: 1, targets, changed, source }
    }

    /// Asks one of START's conditional edges; says whether there was one.
    pub(super) fn ask_entry(&mut self, number: usize) -> bool {
        let branch: Option<BranchId> = self.graph.entry_branches().get(number).copied();
        self.out.extend(branch.map(|branch| Effect::Route(None, branch)));
        branch.is_some()
    }

    /// START has run.
    pub(super) fn enter(&mut self, targets: Targets<V>, changed: Vec<Changed<V>>, source: Source) {
        self.state.start = false;
        self.editing |= source == Source::Update;
        self.record(targets, changed, source, Origin::Start);
    }

    fn leave_superstep(&mut self, changed: Vec<Changed<V>>, nodes: Vec<NodeId>) {
        let tasks = std::mem::take(&mut self.tasks).into_list();
        let mut targets = std::mem::take(&mut self.left);
        targets.extend(self.leave(tasks));
        self.ran.clone_from(&nodes);
        let source = if self.editing { Source::Update } else { Source::Loop };
        self.record(targets, changed, source, Origin::Nodes(nodes));
    }

    /// Where finished tasks lead. Nothing of their superstep is left to run.
    pub(super) fn leave(&mut self, mut tasks: Vec<Task<V>>) -> Targets<V> {
        let graph = Rc::clone(&self.graph);
        self.queued |= !self.state.sends.is_empty();
        self.state.clear_due();
        let mut targets = Targets::default();
        ordered::sort_by(&mut tasks, |a, b| a.path.cmp(&b.path));
        let nodes: Vec<NodeId> = tasks.iter().map(Task::node).collect();
        targets.nodes.extend(self.state.arrive(&graph, &nodes));
        for task in tasks {
            targets.nodes.extend(graph.node(task.node()).into_iter().flat_map(|node| &node.next));
            self.resolved.extend(task.claimed);
            if let Stage::Settled(Settled::Done(output)) = task.stage {
                targets.extend(output.targets);
            }
        }
        targets
    }

    /// A superstep is complete: its record waits for the next commit, its targets are what runs next.
    fn record(&mut self, targets: Targets<V>, changed: Vec<Changed<V>>, source: Source, last: Origin) {
        let changed = self.with_carried(changed);
        self.values_due |= !changed.is_empty();
        let queued = std::mem::take(&mut self.queued) || !targets.sends.is_empty();
        self.state.trigger(targets);
        self.push_superstep(source, changed, queued, last);
        self.stored = None;
        self.injected = Output::default();
        self.passed &= source == Source::Input;
        self.phase = if self.editing { Phase::edited() } else { Phase::Plan(Vec::new()) };
    }

    /// The changes of a superstep and, before them, those of the Command that it went on from.
    fn with_carried(&mut self, changed: Vec<Changed<V>>) -> Vec<Changed<V>> {
        if self.carried.is_empty() {
            return changed;
        }
        let mut all = std::mem::take(&mut self.carried);
        for change in changed {
            match all.iter().position(|earlier| earlier.channel == change.channel) {
                Some(at) => {
                    let earlier = all.swap_remove(at);
                    all.push(earlier.followed_by(change));
                }
                None => all.push(change),
            }
        }
        ordered::sort_by(&mut all, |a, b| a.channel.cmp(&b.channel));
        all
    }

    /// Adds the record of a superstep over the state as it now is; `queued`: the Send queue changed.
    pub(super) fn push_superstep(&mut self, source: Source, changed: Vec<Changed<V>>, queued: bool, last: Origin) {
        self.state.step += 1;
        self.unsaved.push(Superstep {
            step: self.state.step,
            source,
            changed,
            start: false,
            triggers: self.state.triggers.clone(),
            sends: queued.then(|| self.state.sends.clone()),
            arrived: self.state.arrived.clone(),
            last,
        });
    }

    pub(super) fn fail(&mut self, failures: Vec<Failure<V>>) {
        if self.editing {
            return self.abandon(Outcome::Failed(failures));
        }
        self.phase = Phase::End { outcome: Outcome::Failed(failures), stored: false };
    }

    /// The call ends before it led anywhere: nothing of it is stored.
    pub(super) fn abandon(&mut self, outcome: Outcome<V>) {
        self.unsaved.clear();
        self.phase = Phase::End { outcome, stored: true };
    }

    fn end(&mut self, outcome: Outcome<V>, stored: bool) -> Option<Step<V>> {
        if !stored {
            let changes = self.started || self.restated || !self.unsaved.is_empty();
            self.phase = Phase::End { outcome, stored: true };
            if changes {
                self.save();
            }
            self.tell_values();
            return None;
        }
        if matches!(outcome, Outcome::Interrupted) {
            if self.tasks.has_ready() {
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

    /// Asks for a commit of everything that is not stored, now or after the one in progress.
    pub(super) fn save(&mut self) {
        if !self.settings.durable {
            self.unsaved.clear();
        } else if self.saving.is_some() {
            self.save_due = true;
        } else {
            self.saving = Some(Saving {
                tasks: self.tasks.ids(Task::is_unsaved),
                supersteps: self.unsaved.len(),
                resolved: self.resolved.len(),
            });
            self.out.push_back(Effect::Commit);
        }
    }

    pub(super) fn tell_values(&mut self) {
        if std::mem::take(&mut self.values_due) {
            self.values_told = true;
            self.out.push_back(Effect::Emit(Emit::Values));
        }
    }

    fn tell_preview(&mut self) {
        if self.started && self.tasks().iter().any(|task| !task.writes().is_empty()) {
            self.values_told = true;
            self.out.push_back(Effect::Emit(Emit::Preview));
        }
    }

    pub(super) fn unreported(&self, among: impl Fn(TaskId) -> bool) -> Vec<TaskId> {
        self.tasks.ids(|task| task.question().is_some() && !task.reported && among(task.id))
    }

    pub(super) fn tell_interrupts(&mut self, waiting: Vec<TaskId>) {
        for id in &waiting {
            self.tasks.change(*id, &mut |task| task.reported = true);
        }
        self.out.push_back(Effect::Emit(Emit::Interrupts(waiting)));
    }
}

impl<V> Phase<V> {
    /// The state was edited, and nothing runs.
    pub(super) fn edited() -> Self {
        Self::End { outcome: Outcome::Edited, stored: false }
    }
}
