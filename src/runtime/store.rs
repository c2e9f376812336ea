//! What a run stores: its commits, and what happens when one is refused.

use std::rc::Rc;

use super::app::{Active, Inner};
use super::host::{Heard, Host, Tried};
use super::seal::Sealing;
use super::session::Session;
use super::wait::call;
use crate::approval::Ref;
use crate::checkpoint::batch::{CommitBatch, Committed};
use crate::checkpoint::question::{Actor, Asked, Decided, Outcome, Verb};
use crate::checkpoint::{Head, Saver, Status};
use crate::error::Error;
use crate::pregel::{Event, Failure};

/// How often a holder's commit is rebuilt before it gives up; each time somebody else moved the thread in between.
const MAX_RETRIES: u32 = 100;

impl<H: Host> Inner<H> {
    /// Carries out a run's `Commit`.
    pub fn commit_run(&self, active: &Rc<Active<H>>) {
        let sealed = self.seal_run(active);
        let (Some(saver), Some(me)) = (self.saver.clone(), self.me.upgrade()) else { return };
        match sealed {
            Ok((session, batch)) => {
                let active = Rc::clone(active);
                let head = batch.head.clone();
                let news = (batch.ask.clone(), batch.close.clone());
                saver.commit(
                    batch,
                    Box::new(move |result| match result {
                        Ok(committed) => me.run_committed(&active, session, head, committed, &news),
                        Err(error) => me.run_refused(&active, error),
                    }),
                );
            }
            Err(failure) => self.refuse(active, failure),
        }
    }

    fn refuse(&self, active: &Rc<Active<H>>, failure: Failure<H::Value>) {
        active.queue.borrow_mut().push_back(Event::CommitFailed(failure));
        self.drive(active);
    }

    fn seal_run(&self, active: &Active<H>) -> Tried<(Session, CommitBatch<H::Body>), H> {
        let session = active.session.borrow().clone();
        let Some(session) = session else {
            return Err(Failure::Engine(Error::new("E_DRIVER", "A run without a saver asked for a commit.")));
        };
        let (steps, resolved, status, failures) = {
            let run = active.run.borrow();
            (run.unsaved().to_vec(), run.resolved().to_vec(), run.status(), run.failures().to_vec())
        };
        let mut sealing = Sealing::new(self, &session).map_err(Failure::Engine)?;
        if session.superseding {
            sealing.drop_pending(Verb::Superseded, &Actor::new("program", "input"), None);
        }
        for step in &steps {
            sealing.step(step, active.metadata.as_ref())?;
        }
        let checkpoint = sealing.batch.head.id.clone();
        resolved.iter().for_each(|id| sealing.outcome(id, Outcome::Checkpoint(checkpoint.clone())));
        self.seal_tasks(active, &mut sealing)?;
        sealing.status(status, &failures);
        sealing.batch.head.passed = status == Status::Running && active.run.borrow().has_passed();
        Ok((sealing.session, sealing.batch))
    }

    /// Tasks hold only handles: their values are encoded over the borrow of the run, which no user code can reach
    /// into while it is encoded, because encoders never call user code.
    fn seal_tasks(&self, active: &Active<H>, sealing: &mut Sealing<'_, H>) -> Tried<(), H> {
        let run = active.run.borrow();
        run.tasks().iter().filter(|task| task.is_unsaved()).try_for_each(|task| sealing.task(task))
    }

    fn run_committed(
        &self,
        active: &Rc<Active<H>>,
        mut session: Session,
        head: Head,
        committed: Committed,
        (asked, closed): &(Vec<Asked>, Vec<Decided>),
    ) {
        let thread = Rc::clone(&session.thread);
        session.committed(head, committed);
        active.retries.set(0);
        *active.session.borrow_mut() = Some(session);
        active.queue.borrow_mut().push_back(Event::Committed);
        self.hear_closed(&thread, closed);
        asked.iter().for_each(|asked| self.hear_asked(asked));
        self.drive(active);
    }

    pub fn hear_asked(&self, asked: &Asked) {
        self.know(asked);
        self.host.hear(Heard {
            kind: "pending",
            thread: Rc::clone(&asked.thread),
            about: Some(reference(asked)),
            decided: None,
            error: None,
        });
    }

    /// A refused commit of the holder has lost nothing while the epoch is still its own: others have answered or
    /// closed questions. It reads again, takes what was answered, and builds the commit anew (storage.md 4.1).
    fn run_refused(&self, active: &Rc<Active<H>>, error: Error) {
        let holder = active.session.borrow().as_ref().is_some_and(|session| !session.taking_over);
        let again = error.code == "THREAD_CONFLICT" && holder && active.retries.get() < MAX_RETRIES;
        let Some(me) = self.me.upgrade().filter(|_| again) else {
            return self.refuse(active, Failure::Engine(error));
        };
        active.retries.set(active.retries.get() + 1);
        let active = Rc::clone(active);
        self.host.spawn(Box::pin(async move {
            match me.catch_up(&active).await {
                Ok(()) => me.commit_run(&active),
                Err(error) => me.refuse(&active, Failure::Engine(error)),
            }
        }));
    }

    async fn catch_up(&self, active: &Active<H>) -> Result<(), Error> {
        let Some((saver, mut session)) = self.saver.clone().zip(active.session.borrow().clone()) else { return Ok(()) };
        let thread = Rc::clone(&session.thread);
        let head = call(|done| saver.head(&thread, done)).await?.ok_or_else(|| gone(&thread))?;
        if session.head.as_ref().is_none_or(|known| known.epoch != head.epoch) {
            return Err(Error::new("THREAD_CONFLICT", "Another page took this thread over. Read its state again.")
                .on_thread(&thread));
        }
        session.head = Some(head);
        self.take_answers(active, &*saver, &mut session).await?;
        *active.session.borrow_mut() = Some(session);
        Ok(())
    }

    /// Questions that were open and are not: their answers go to the tasks that asked.
    async fn take_answers(
        &self,
        active: &Active<H>,
        saver: &dyn Saver<H::Body>,
        session: &mut Session,
    ) -> Result<(), Error> {
        let open: Vec<_> = session.questions.keys().cloned().collect();
        for interrupt in open {
            let read = call(|done| saver.question(&session.thread, &interrupt, done)).await?;
            if let Some(decided) = read.decision.map(Rc::new) {
                session.questions.remove(&interrupt);
                if decided.row.outcome == Some(Outcome::Claimed) {
                    session.claimed.insert(interrupt, Rc::clone(&decided));
                    let _ = active.run.borrow_mut().handle(Event::Answered(decided));
                }
            }
        }
        Ok(())
    }
}

/// What a decision on this question has to name.
pub(super) fn reference(asked: &Asked) -> Ref {
    Ref {
        digest: Some(asked.question.payload_digest),
        interrupt: asked.interrupt.clone(),
        revision: asked.question.revision,
        thread: Rc::clone(&asked.thread),
    }
}

pub(super) fn gone(thread: &str) -> Error {
    Error::new("E_GONE", "This thread was deleted while it was in use. Start it again under a new id.")
        .on_thread(thread)
}
