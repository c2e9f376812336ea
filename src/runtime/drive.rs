//! The driver: drains a run's effects, carries each out, and returns. Whatever finishes later calls back in. It is
//! guarded by a flag, not by a borrow: what calls back while it drains is queued, and drained by the outer call.

use std::rc::Rc;

use super::app::{Active, Inner};
use super::host::{Call, Host, Told, Tried, Written};
use crate::approval::decision::refusal;
use crate::checkpoint::question::Decided;
use crate::error::Error;
use crate::graph::{BranchId, ChannelId, ChannelKind, NodeKind};
use crate::ordered::sort_by;
use crate::pregel::{Effect, Emit, Event, Failure, Path, Step, Task, TaskId, Write};

/// Tasks after which a loop of synchronous nodes lets the page breathe once.
const STREAK: u32 = 256;

impl<H: Host> Inner<H> {
    pub fn drive(&self, active: &Rc<Active<H>>) {
        if active.driving.replace(true) {
            return;
        }
        loop {
            if active.streak.get() >= STREAK {
                active.breathing.set(true);
                self.request_turn(active);
                break;
            }
            let step = active.run.borrow_mut().poll();
            match step {
                Step::Effect(effect) => self.carry_out(active, effect),
                Step::Done(outcome) => {
                    self.finish(active, outcome);
                    break;
                }
                Step::Wait => {
                    let Some(event) = active.queue.borrow_mut().pop_front() else { break };
                    self.handle(active, event);
                }
            }
        }
        active.driving.set(false);
        self.store_what_settled(active);
    }

    fn handle(&self, active: &Active<H>, event: Event<H::Value>) {
        if let Err(error) = active.run.borrow_mut().handle(event) {
            self.host.warn(error.code, &error.message, None);
        }
    }

    /// While siblings still run, what settled is stored by itself, once the host's turn is over (S-STP-81).
    fn store_what_settled(&self, active: &Rc<Active<H>>) {
        let waiting = active.session.borrow().is_some()
            && self.runs.borrow().contains_key(&active.id)
            && active.run.borrow().has_unsaved_tasks();
        if waiting {
            self.request_turn(active);
        }
    }

    fn request_turn(&self, active: &Active<H>) {
        if !active.turn_due.replace(true) {
            self.host.later(active.id);
        }
    }

    fn carry_out(&self, active: &Rc<Active<H>>, effect: Effect<H::Value>) {
        match effect {
            Effect::RunTask(task) => self.run_task(active, task),
            Effect::Route(task, branch) => self.route(active, task, branch),
            Effect::Reduce { channel, current, update } => {
                let host = self.graph.channel(channel).map_or(0, |channel| channel.host);
                let result = self.host.reduce(host, current.as_ref(), &update);
                self.handle(active, Event::Reduced(result));
            }
            Effect::Commit => self.commit_run(active),
            Effect::Emit(emit) => self.emit(active, emit),
            Effect::StopTasks => self.host.stop(active.id),
        }
    }

    fn run_task(&self, active: &Active<H>, id: TaskId) {
        active.streak.set(active.streak.get() + 1);
        if let Some(expired) = self.failed_gate(active, id) {
            active.queue.borrow_mut().push_back(Event::TaskFailed(id, Failure::Engine(expired)));
            return;
        }
        let call = {
            let run = active.run.borrow();
            let Some(task) = run.task(id) else { return };
            let Some(node) = self.graph.node(task.node()) else { return };
            let sent = match task.path() {
                Path::Pull(_) => None,
                Path::Push(place, _) => run.state().sends.get(place as usize).map(|packet| packet.args.clone()),
            };
            let input = sent.unwrap_or_else(|| self.host.input(&self.graph, &run.state().values));
            match node.kind {
                NodeKind::Plain => Call::Node { node: node.host, input, answers: task.answers().to_vec() },
                NodeKind::Gate => gate_call(node.host, input, task.answers()),
            }
        };
        self.host.call(active.id, id, call);
    }

    /// Why a gate fails whose deadline passed and was to fail it (S-HG-20).
    fn failed_gate(&self, active: &Active<H>, id: TaskId) -> Option<Error> {
        let run = active.run.borrow();
        let task = run.task(id)?;
        let node = self.graph.node(task.node()).filter(|node| node.kind == NodeKind::Gate)?;
        let last = task.answers().last().filter(|last| last.row.value.is_none())?;
        Some(refusal(last).in_node(&node.name))
    }

    fn route(&self, active: &Active<H>, task: Option<TaskId>, branch: BranchId) {
        let writes: Vec<Write<H::Value>> = {
            let run = active.run.borrow();
            task.and_then(|id| run.task(id)).map(|task| task.writes().to_vec()).unwrap_or_default()
        };
        let values = active.run.borrow().state().values.clone();
        match self.fold(values, writes) {
            Ok(values) => {
                let input = self.host.input(&self.graph, &values);
                self.host.route(active.id, task, branch.0, input);
            }
            Err(failure) => self.handle(active, Event::Routed(task, Err(failure))),
        }
    }

    /// Applies writes to a copy of the state: what a path function reads (S-BLD-31) and what a pause previews
    /// (S-INT-34).
    pub fn fold(
        &self,
        mut values: Vec<Option<H::Value>>,
        writes: Vec<Write<H::Value>>,
    ) -> Tried<Vec<Option<H::Value>>, H> {
        let mut settled: Vec<ChannelId> = Vec::new();
        for write in writes.into_iter() {
            let ChannelId(at) = write.channel;
            if settled.contains(&write.channel) {
                continue;
            }
            let (Some(slot), Some(channel)) = (values.get_mut(at as usize), self.graph.channel(write.channel)) else {
                continue;
            };
            if write.overwrite {
                // What else was written in the superstep does not count (S-STA-17).
                settled.push(write.channel);
            }
            *slot = Some(match channel.kind {
                _ if write.overwrite => write.value,
                ChannelKind::Last | ChannelKind::Untracked => write.value,
                ChannelKind::Reducer => self.host.reduce(channel.host, slot.as_ref(), &write.value)?.value,
            });
        }
        Ok(values)
    }

    fn emit(&self, active: &Active<H>, emit: Emit) {
        let told = match emit {
            Emit::Values => Some(Told::Values(self.host.input(&self.graph, &active.run.borrow().state().values))),
            Emit::Preview => self.preview(active).map(|values| Told::Values(self.host.input(&self.graph, &values))),
            Emit::Update(task) => self.update(active, task),
            Emit::Interrupts(tasks) => {
                let run = active.run.borrow();
                let asked = tasks.iter().filter_map(|id| run.task(*id)?.question());
                Some(Told::Interrupts(asked.map(|pause| (pause.id.clone(), pause.payload.clone())).collect()))
            }
        };
        if let Some(told) = told {
            self.host.tell(active.id, told);
        }
    }

    /// The state with finished siblings' writes applied; `None` where a reducer refuses, which the superstep will
    /// report when it is applied.
    pub fn preview(&self, active: &Active<H>) -> Option<Vec<Option<H::Value>>> {
        let (values, writes) = {
            let run = active.run.borrow();
            let mut tasks: Vec<&Task<_>> = run.tasks().iter().collect();
            sort_by(&mut tasks, |a, b| a.path().cmp(&b.path()));
            let writes = tasks.into_iter().flat_map(|task| task.writes().to_vec()).collect();
            (run.state().values.clone(), writes)
        };
        self.fold(values, writes).ok()
    }

    fn update(&self, active: &Active<H>, id: TaskId) -> Option<Told<H::Value>> {
        let run = active.run.borrow();
        let task = run.task(id)?;
        let host = |write: &Write<H::Value>| {
            let channel = self.graph.channel(write.channel)?.host;
            Some(Written { channel, value: write.value.clone(), overwrite: write.overwrite })
        };
        Some(Told::Update {
            node: self.graph.node(task.node())?.host,
            writes: task.writes().iter().filter_map(host).collect(),
            cached: !task.is_unsaved(),
        })
    }
}

/// What a gate does next: ask, or go on with the last answer. Its questions at index 0 are rounds; those above belong
/// to `answer` itself (S-GATE-03, S-GATE-04).
fn gate_call<V>(node: u32, input: V, chain: &[Rc<Decided>]) -> Call<V> {
    let is_round = |decided: &Rc<Decided>| decided.row.place.3 == 0;
    let Some(last) = chain.iter().rposition(is_round) else { return Call::Ask { node, input } };
    let (earlier, current) = chain.split_at(last);
    let Some((decided, answers)) = current.split_first() else { return Call::Ask { node, input } };
    let rounds = earlier.iter().filter(|decided| is_round(decided)).cloned().collect();
    Call::Answer { node, input, decided: Rc::clone(decided), answers: answers.to_vec(), rounds }
}
