//! How a call begins: what it is given, and under which settings it runs.

use std::collections::VecDeque;
use std::rc::Rc;

use super::apply::Apply;
use super::event::{Output, Targets, Write};
use super::run::{Next, Phase, Run};
use super::state::{Origin, State};
use super::task::{Path, Prior, Stage, Task, Tasks};
use crate::checkpoint::record::Source;
use crate::graph::{Breakpoints, Graph, NodeId};

/// What a call asks for.
#[derive(Debug)]
pub enum Start<V> {
    /// New input: the graph starts again from START, over the state so far (S-STA-48).
    Input(Vec<Write<V>>),
    /// A Command without an answer: its writes become a checkpoint, and where it leads runs beside what was to run
    /// anyway (S-INT-73, S-CMD-41).
    Command(Output<V>),
    /// Go on from the head.
    Continue(Resumed<V>),
    /// Go on from an older checkpoint, under a copy of it (S-TIM-02).
    Fork,
    /// Edit the state, and run nothing (S-UPD-02).
    Update(Edit<V>),
}

/// What the store knows of the superstep that a call continues.
#[derive(Debug)]
pub struct Resumed<V> {
    /// Its tasks, as far as anything is known of them.
    pub priors: Vec<Prior<V>>,
    /// What Commands wrote since its checkpoint, with their answers (S-INT-70).
    pub injected: Output<V>,
    /// The thread stands at a breakpoint, or its state was edited: that nothing is left to run is news.
    pub halted: bool,
}

/// An edit of the state from outside.
#[derive(Debug)]
pub enum Edit<V> {
    /// As if these nodes had returned this, on top of what was there of the superstep in progress: what had finished of
    /// it (S-UPD-03), and what Commands wrote.
    Nodes {
        /// Its tasks.
        finished: Vec<Prior<V>>,
        /// What Commands wrote.
        commanded: Output<V>,
        /// The edits.
        updates: Vec<(NodeId, Output<V>)>,
    },
    /// As if START had been given this; its edges are asked (S-UPD-10).
    Start(Vec<Write<V>>),
    /// As new input that nobody has run yet (S-UPD-16).
    Input(Vec<Write<V>>),
    /// A checkpoint without a change, of this source (S-UPD-14, S-UPD-17).
    Copy(Source),
}

/// What does not change during a call.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether there is a saver: commits are asked for, and questions may be asked.
    pub durable: bool,
    /// Whether supersteps are stored while later ones run, rather than before (S-CKP-20).
    pub lagging: bool,
    /// `recursionLimit`, at least 1.
    pub limit: u32,
    /// How many tasks run at a time, at least 1; `None`: all of a superstep.
    pub at_once: Option<u32>,
    /// Nodes before which the run stops.
    pub before: Breakpoints,
    /// Nodes after which the run stops.
    pub after: Breakpoints,
}

impl<V: Clone> Run<V> {
    /// Begins a call over the state of a thread.
    pub fn new(graph: Rc<Graph>, state: State<V>, start: Start<V>, settings: Settings) -> Self {
        let stop = state.step + 1 + i64::from(settings.limit) + 1;
        let mut run = Self {
            graph,
            state,
            settings,
            stop,
            phase: Phase::Over,
            tasks: Tasks::default(),
            next_task: 0,
            out: VecDeque::new(),
            stored: None,
            injected: Output::default(),
            carried: Vec::new(),
            left: Targets::default(),
            queued: false,
            ran: Vec::new(),
            passed: !matches!(start, Start::Input(_)),
            unsaved: Vec::new(),
            resolved: Vec::new(),
            saving: None,
            save_due: false,
            values_due: false,
            values_told: false,
            started: false,
            restated: false,
            editing: false,
            stopping: false,
            lost: false,
        };
        run.begin_with(start);
        run
    }

    fn begin_with(&mut self, start: Start<V>) {
        match start {
            Start::Input(writes) => self.take_input(writes),
            Start::Command(output) => {
                self.phase = Phase::Applying(Apply::of_input(output.writes), Next::Command(output.targets));
            }
            Start::Continue(resumed) => self.resume(resumed),
            Start::Fork => {
                self.values_due = true;
                self.copy(Source::Fork);
                self.phase = Phase::Plan(Vec::new());
            }
            Start::Update(edit) => self.edit(edit),
        }
    }

    /// An input checkpoint, and START after it: both are stored with what comes next (S-CKP-24).
    fn take_input(&mut self, writes: Vec<Write<V>>) {
        let queued = !self.state.sends.is_empty();
        self.state.clear_due();
        self.push_superstep(Source::Input, Vec::new(), queued, Origin::Nodes(Vec::new()));
        self.mark_start();
        self.phase = Phase::Applying(Apply::of_input(writes), Next::Start(Source::Loop));
    }

    /// The newest superstep is an input: START runs next.
    pub(super) fn mark_start(&mut self) {
        self.state.start = true;
        if let Some(input) = self.unsaved.last_mut() {
            input.start = true;
        }
    }

    fn resume(&mut self, resumed: Resumed<V>) {
        let Resumed { priors, injected, halted } = resumed;
        self.values_due = true;
        self.restated = halted;
        if injected.is_empty() {
            self.phase = Phase::Plan(priors);
            return;
        }
        self.stored = Some(self.state.clone());
        self.injected = injected.clone();
        self.phase = Phase::Applying(Apply::of_command(injected.writes), Next::Resume(injected.targets, priors));
    }

    fn edit(&mut self, edit: Edit<V>) {
        match edit {
            Edit::Start(writes) => {
                // An edit of a thread that has nothing counts as its superstep 0.
                self.state.step = self.state.step.max(-1);
                self.state.clear_due();
                self.phase = Phase::Applying(Apply::of_input(writes), Next::Start(Source::Update));
            }
            Edit::Input(writes) => {
                self.state.clear_due();
                self.phase = Phase::Applying(Apply::of_input(writes), Next::Input);
            }
            Edit::Copy(source) => {
                self.copy(source);
                self.phase = Phase::edited();
            }
            Edit::Nodes { finished, commanded, updates } => self.edit_as(finished, commanded, updates),
        }
    }

    fn edit_as(&mut self, finished: Vec<Prior<V>>, commanded: Output<V>, updates: Vec<(NodeId, Output<V>)>) {
        self.editing = true;
        let finished = finished.into_iter().filter(|prior| prior.done.is_some());
        let tasks: Vec<_> = finished.map(|prior| Task::with_prior(self.next_id(), prior)).collect();
        let Output { writes, mut targets } = commanded;
        let siblings = Box::new(Apply::of_tasks(&tasks));
        targets.extend(self.leave(tasks));
        self.phase = Phase::Applying(Apply::of_command(writes), Next::Siblings(siblings, targets, updates));
    }

    /// The edits themselves, over what was there; `targets`: where that led.
    pub(super) fn edit_nodes(&mut self, targets: Targets<V>, updates: Vec<(NodeId, Output<V>)>) {
        self.left = targets;
        for (node, output) in updates {
            let id = self.next_id();
            let mut task = Task::new(id, Path::Pull(node));
            task.stage = Stage::Running;
            self.tasks.push(task);
            self.task_done(id, output);
        }
        self.phase = Phase::Work;
    }

    /// A superstep that changes nothing: what was to run still is.
    fn copy(&mut self, source: Source) {
        self.push_superstep(source, Vec::new(), false, Origin::Nodes(Vec::new()));
        if self.state.start {
            self.mark_start();
        }
    }
}
