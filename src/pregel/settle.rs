//! What happened: how each event moves the machine. An event that nothing waits for is refused and changes nothing;
//! what a task of an earlier superstep reports late is dropped.

use std::rc::Rc;

use super::effect::{Effect, Outcome};
use super::event::{Event, Failure, Output, Pause, Reduced, Targets};
use super::run::{Phase, Run};
use super::task::{Settled, Stage, Task, TaskId, Tasks};
use crate::checkpoint::question::Decided;
use crate::error::Error;

/// How many questions of a thread may be open at a time (storage.md 3.3).
const MAX_QUESTIONS: usize = 1000;

impl<V: Clone> Run<V> {
    /// Something happened.
    ///
    /// # Errors
    /// `E_DRIVER` when the machine waits for nothing of the kind; its state is unchanged.
    pub fn handle(&mut self, event: Event<V>) -> Result<(), Error> {
        match event {
            Event::TaskDone(id, output) => self.task_done(id, output),
            Event::TaskPaused(id, pause) => self.task_paused(id, pause),
            Event::TaskFailed(id, failure) => self.task_failed(id, failure),
            Event::Routed(task, targets) => return self.routed(task, targets),
            Event::Reduced(result) => return self.reduced(result),
            Event::Committed => return self.committed(),
            Event::CommitFailed(failure) => self.commit_failed(failure),
            Event::Answered(decided) => self.answered(&decided),
            Event::TurnEnded => self.turn_ended(),
            Event::Cancelled => self.cancelled(),
        }
        Ok(())
    }

    fn is_running(&self, id: TaskId) -> bool {
        self.tasks.get(id).is_some_and(Task::is_running)
    }

    pub(super) fn task_done(&mut self, id: TaskId, output: Output<V>) {
        if self.is_running(id) {
            self.tasks.set(id, Stage::Routing { output, asked: 0 });
            self.ask_next(id);
        }
    }

    fn task_paused(&mut self, id: TaskId, pause: Pause) {
        if let Some(error) = self.refused_pause() {
            self.task_failed(id, Failure::Engine(error));
        } else if self.is_running(id) {
            self.tasks.set(id, Stage::Settled(Settled::Paused(pause)));
        }
    }

    /// Why no task may pause, if none may: nothing is kept, or as many questions are open as a thread may have.
    fn refused_pause(&self) -> Option<Error> {
        if !self.is_durable() {
            let message = "No checkpointer set. Give `compile` a saver: a pause must be kept.";
            return Some(Error::new("MISSING_CHECKPOINTER", message));
        }
        let message =
            "A thread has at most 1,000 open questions. Ask in several supersteps, or once for several things.";
        (self.tasks.paused() >= MAX_QUESTIONS).then(|| Error::new("E_LIMIT", message))
    }

    fn task_failed(&mut self, id: TaskId, failure: Failure<V>) {
        if !self.tasks.get(id).is_some_and(Task::is_busy) {
            return;
        }
        let stopped = self.stopping && matches!(&failure, Failure::Thrown { name, .. } if &**name == "AbortError");
        let stage = if stopped { Stage::Ready } else { Stage::Settled(Settled::Failed(failure)) };
        self.tasks.set(id, stage);
        self.stop_tasks();
    }

    fn stop_tasks(&mut self) {
        if !std::mem::replace(&mut self.stopping, true) {
            self.out.push_back(Effect::StopTasks);
        }
    }

    fn routed(&mut self, task: Option<TaskId>, result: Result<Targets<V>, Failure<V>>) -> Result<(), Error> {
        match (task, result) {
            (Some(id), Ok(found)) => {
                let mut found = Some(found);
                self.tasks.change(id, &mut |task| task.led_to(found.take().unwrap_or_default()));
                self.ask_next(id);
            }
            (Some(id), Err(failure)) => self.task_failed(id, failure),
            (None, Ok(found)) => return self.entered(found),
            (None, Err(failure)) => match &self.phase {
                Phase::Entering { .. } => self.abandon(Outcome::Failed(vec![failure])),
                _ => return Err(unexpected("Routed")),
            },
        }
        Ok(())
    }

    /// One of START's conditional edges has answered.
    fn entered(&mut self, found: Targets<V>) -> Result<(), Error> {
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Entering { asked, mut targets, changed, source } => {
                targets.extend(found);
                if self.ask_entry(asked) {
                    self.phase = Phase::Entering { asked: asked + 1, targets, changed, source };
                } else {
                    self.enter(targets, changed, source);
                }
                Ok(())
            }
            other => {
                self.phase = other;
                Err(unexpected("Routed"))
            }
        }
    }

    fn reduced(&mut self, result: Result<Reduced<V>, Failure<V>>) -> Result<(), Error> {
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Applying(mut apply, next) if apply.is_waiting() => match result {
                Ok(value) => {
                    self.out.extend(apply.reduced(value));
                    self.phase = Phase::Applying(apply, next);
                }
                Err(failure) => self.apply_failed(&next, failure),
            },
            other => {
                self.phase = other;
                return Err(unexpected("Reduced"));
            }
        }
        Ok(())
    }

    fn committed(&mut self) -> Result<(), Error> {
        let saved = self.saving.take().ok_or_else(|| unexpected("Committed"))?;
        self.unsaved.drain(..saved.supersteps.min(self.unsaved.len()));
        self.resolved.drain(..saved.resolved.min(self.resolved.len()));
        for id in &saved.tasks {
            self.tasks.change(*id, &mut Task::note_stored);
        }
        let paused = self.unreported(|id| saved.tasks.binary_search(&id).is_ok());
        if !paused.is_empty() && matches!(self.phase, Phase::Work) {
            self.tell_interrupts(paused);
        }
        if std::mem::take(&mut self.save_due) {
            self.save();
        }
        Ok(())
    }

    /// What could not be encoded is left out, and the thread is stored as failed; when the store refuses, nothing can
    /// be stored any more.
    fn commit_failed(&mut self, failure: Failure<V>) {
        if self.saving.take().is_none() {
            return;
        }
        let stored = self.lost || matches!(failure, Failure::Engine(_));
        self.lost = true;
        self.started = true;
        self.save_due = false;
        self.unsaved.clear();
        self.resolved.clear();
        self.tasks = Tasks::default();
        self.out.clear();
        self.stop_tasks();
        self.phase = Phase::End { outcome: Outcome::Failed(vec![failure]), stored };
    }

    fn answered(&mut self, decided: &Rc<Decided>) {
        let asked = |task: &&Task<V>| task.question().is_some_and(|pause| pause.id == decided.interrupt);
        if let Some(id) = self.tasks().iter().find(asked).map(Task::id) {
            self.tasks.change(id, &mut |task| task.answered(decided));
        }
    }

    fn turn_ended(&mut self) {
        if self.tasks.has_unsaved() && !self.editing && matches!(self.phase, Phase::Work) {
            self.save();
        }
    }

    fn cancelled(&mut self) {
        match self.phase {
            Phase::Over | Phase::End { .. } => return,
            Phase::Entering { .. } => self.abandon(Outcome::Cancelled),
            _ => self.phase = Phase::End { outcome: Outcome::Cancelled, stored: false },
        }
        for id in self.tasks.ids(Task::is_busy) {
            self.tasks.set(id, Stage::Ready);
        }
        self.stop_tasks();
    }
}

/// Adds an answer behind the one that its question came after; an answer that a question asked anew made void is
/// dropped (S-INT-06).
pub fn append(answers: &mut Vec<Rc<Decided>>, decided: &Rc<Decided>) {
    let after = &decided.row.place.4;
    let valid = answers.iter().position(|answer| Some(&answer.interrupt) == after.as_ref()).map_or(0, |at| at + 1);
    answers.truncate(valid);
    answers.push(Rc::clone(decided));
}

fn unexpected(event: &str) -> Error {
    Error::new("E_DRIVER", format!("The machine got {event}, which it did not ask for. This is a bug of the driver."))
}
