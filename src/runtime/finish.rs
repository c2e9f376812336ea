//! The end of a call: what the caller gets, what subscribers hear, what stays in memory.

use std::rc::Rc;

use super::app::{Active, Inner, Kept};
use super::host::{Heard, Host, Settlement, Tried};
use crate::checkpoint::InterruptId;
use crate::checkpoint::question::Json;
use crate::checkpoint::record::Value;
use crate::error::Error;
use crate::graph::NodeId;
use crate::ordered::sort_by;
use crate::pregel::{Arrived, Failure, Outcome, Prior, Run, State, Task, Write};

impl<H: Host> Inner<H> {
    pub fn finish(&self, active: &Rc<Active<H>>, outcome: Outcome<H::Value>) {
        self.runs.borrow_mut().remove(&active.id);
        let step = superstep(&active.run.borrow());
        let halted = matches!(outcome, Outcome::Halted);
        if matches!(outcome, Outcome::Finished) {
            self.warn_of_joins(&active.run.borrow().state().arrived);
        }
        let settled = match outcome {
            Outcome::Finished | Outcome::Interrupted | Outcome::Halted | Outcome::Edited => Ok(()),
            Outcome::Failed(failures) => Err(self.explained(active, failures)),
            Outcome::Cancelled => Err(vec![Failure::Engine(Error::new("ABORT", "This operation was aborted"))]),
        };
        let preview = self.preview(active);
        self.keep(active);
        active.lock.take();
        self.tell_end(active, &settled, preview, halted, step);
    }

    /// S-STP-43.
    fn warn_of_joins(&self, arrived: &Arrived) {
        let name = |node: &NodeId| self.graph.node(*node).map_or("", |node| &node.name);
        for (id, sources) in arrived {
            let Some(join) = self.graph.join(*id) else { continue };
            let missing: Vec<_> = join.from.iter().filter(|node| !sources.contains(node)).map(name).collect();
            let message = format!(
                "The run ended, and the join into \"{}\" still waits for: {}.",
                name(&join.to),
                missing.join(", ")
            );
            self.host.warn("JOIN_INCOMPLETE", &message, Some(name(&join.to)));
        }
    }

    /// Says which values met in a channel that takes one (S-STA-16): the machine never looks into a value.
    fn explained(&self, active: &Active<H>, failures: Vec<Failure<H::Value>>) -> Vec<Failure<H::Value>> {
        let explain = |failure| match failure {
            Failure::Engine(error) if error.code == "INVALID_CONCURRENT_GRAPH_UPDATE" => {
                Failure::Engine(self.with_values(active, &error))
            }
            other => other,
        };
        failures.into_iter().map(explain).collect()
    }

    fn with_values(&self, active: &Active<H>, error: &Error) -> Error {
        let channel = error.path.as_deref().and_then(|path| self.graph.channel_id(path.trim_start_matches('/')));
        let values: Vec<H::Value> = {
            let run = active.run.borrow();
            let writes = run.tasks().iter().flat_map(Task::writes);
            writes.filter(|write| Some(write.channel) == channel).map(|write| write.value.clone()).collect()
        };
        let text = |value| match self.host.encode(value, u32::MAX) {
            Ok(Value::Inline(text)) => text,
            _ => "…".into(),
        };
        let list = values.iter().map(text).collect::<Vec<_>>().join(",");
        let shown: String = format!("[{list}]").chars().take(64).filter(|c| !c.is_control()).collect();
        Error::new(error.code, error.message.replacen("\":", &format!("\" with values {shown}:"), 1))
    }

    fn tell_end(
        &self,
        active: &Active<H>,
        settled: &Result<(), Vec<Failure<H::Value>>>,
        preview: Option<Vec<Option<H::Value>>>,
        halted: bool,
        step: i64,
    ) {
        if let Some(ended) = active.ended.take() {
            self.host.settle(active.id, Settlement { values: None, interrupts: None });
            let failure = settled.as_ref().err().and_then(|failures| failures.first().cloned());
            return ended(Ok(failure.map_or(Ok(()), Err)));
        }
        let callers: Vec<_> = std::iter::once(active.id).chain(active.followers.take()).collect();
        if active.answered.get() {
            self.hear_end(active, settled.as_ref().err(), halted);
        }
        for caller in callers {
            match settled {
                Ok(()) => self.host.settle(caller, self.settlement(active, preview.as_deref(), halted)),
                Err(failures) => self.host.fail(caller, failures.clone(), step),
            }
        }
    }

    fn settlement(
        &self,
        active: &Active<H>,
        preview: Option<&[Option<H::Value>]>,
        halted: bool,
    ) -> Settlement<H::Value> {
        let run = active.run.borrow();
        let values = preview.filter(|_| run.told_values()).map(|values| self.host.input(&self.graph, values));
        let questions = open_questions(run.tasks());
        Settlement { values, interrupts: Some(questions).filter(|questions| halted || !questions.is_empty()) }
    }

    fn hear_end(&self, active: &Active<H>, failures: Option<&Vec<Failure<H::Value>>>, halted: bool) {
        let Some(thread) = active.session.borrow().as_ref().map(|session| Rc::clone(&session.thread)) else { return };
        let interrupted = halted || active.run.borrow().tasks().iter().any(|task| task.question().is_some());
        let (kind, error) = match failures {
            Some(failures) => ("failed", failures.first().map(describe)),
            None if interrupted => return,
            None => ("finished", None),
        };
        self.host.hear(Heard { kind, thread, about: None, decided: None, error });
    }

    /// Keeps the thread's state for the next call, unless it may not be what is stored.
    fn keep(&self, active: &Active<H>) {
        let session = active.session.borrow().clone();
        let trusted = !active.run.borrow().lost_commit();
        let Some(session) = session.filter(|session| trusted && session.head.is_some()) else { return };
        let run = active.run.borrow();
        let (state, mut injected) = (run.stored_state().clone(), run.injected().clone());
        injected.writes.retain(|write| self.is_kept(write.channel));
        let kept = Kept { state, priors: priors(&run), injected, session };
        self.kept.borrow_mut().insert(Rc::clone(&kept.session.thread), Box::new(kept));
        self.forget_some();
    }

    /// Bounds what is kept, by dropping whichever comes first: what is dropped is only loaded again.
    fn forget_some(&self) {
        const THREADS: usize = 64;
        let mut kept = self.kept.borrow_mut();
        while kept.len() > THREADS {
            kept.pop_first();
        }
    }
}

impl<H: Host> Kept<H> {
    /// What Commands and finished tasks of the superstep in progress wrote, in the order in which it is applied.
    pub fn writes(&self) -> Vec<Write<H::Value>> {
        let mut done: Vec<_> =
            self.priors.iter().filter_map(|prior| Some((prior.path, prior.done.as_ref()?))).collect();
        sort_by(&mut done, |a, b| a.0.cmp(&b.0));
        let finished = done.into_iter().flat_map(|(_, output)| &output.writes);
        self.injected.writes.iter().chain(finished).cloned().collect()
    }
}

/// The number of the superstep that a run ends in.
fn superstep<V: Clone>(run: &Run<V>) -> i64 {
    run.state().step + i64::from(!run.tasks().is_empty())
}

fn open_questions<V>(tasks: &[Task<V>]) -> Vec<(InterruptId, Json)> {
    tasks.iter().filter_map(Task::question).map(|pause| (pause.id.clone(), pause.payload.clone())).collect()
}

fn priors<V: Clone>(run: &Run<V>) -> Vec<Prior<V>> {
    let prior = |task: &Task<V>| Prior {
        path: task.path(),
        done: task.output().cloned(),
        answers: task.answers().to_vec(),
        question: task.question().cloned(),
        claimed: task.claimed().cloned(),
    };
    run.tasks().iter().map(prior).collect()
}

/// Code, name and message of a failure, as heads and events show it.
pub(super) fn describe<V>(failure: &Failure<V>) -> (Rc<str>, Rc<str>, Rc<str>) {
    match failure {
        Failure::Thrown { name, message, code, .. } => {
            (code.clone().unwrap_or_else(|| Rc::clone(name)), Rc::clone(name), Rc::clone(message))
        }
        Failure::Engine(error) => (error.code.into(), error.code.into(), error.message.as_str().into()),
    }
}

/// A state that only has the channels' initial values.
pub(super) fn fresh_state<H: Host>(inner: &Inner<H>) -> Tried<State<H::Value>, H> {
    let mut failed = None;
    let state = State::fresh(&inner.graph, |id| {
        let channel = inner.graph.channel(id).filter(|channel| channel.initial)?;
        match inner.host.initial(channel.host) {
            Ok(value) => Some(value),
            Err(failure) => {
                failed.get_or_insert(failure);
                None
            }
        }
    });
    failed.map_or(Ok(state), Err)
}
