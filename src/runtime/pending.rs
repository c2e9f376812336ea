//! What waits: questions across threads, threads and where they stand, deadlines that have passed.

use std::rc::Rc;

use super::app::{App, Inner};
use super::claim::Answer;
use super::host::{Host, RunId, Tried};
use super::wait::call;
use crate::approval::decision::decided_json;
use crate::approval::expiry;
use crate::checkpoint::question::{Asked, Decided, Outcome, Question};
use crate::checkpoint::{FORMAT, Head, Saver, Status};
use crate::error::Error;
use crate::pregel::{Failure, Output};

/// A question that waits, or one whose page died between its answer and the result.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The question.
    pub asked: Asked,
    /// It was answered, and nobody runs the answer: `App::continue_thread` does.
    pub claimed: bool,
    /// `{by, at, verb}` as JSON, where it was answered.
    pub decided: Option<String>,
}

/// A thread and where it stands (S-CON-12).
pub type ThreadInfo = Head;

impl<H: Host> App<H> {
    /// Every question of this app's threads that waits for a person, oldest first; after them those that were
    /// answered by a page which died before the result. Deadlines are applied first.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, and the saver's.
    pub async fn pending(&self) -> Result<Vec<Pending>, Error> {
        let inner = &self.0;
        let saver = inner.saver()?;
        let (open, heads) = inner.listed(&*saver);
        let (mut open, mut heads) = (open.await?, heads.await?);
        if inner.expire_due(&*saver, &open).await? {
            let (next, moved) = inner.listed(&*saver);
            (open, heads) = (next.await?, moved.await?);
        }
        let mut pending: Vec<_> =
            open.into_iter().map(|asked| Pending { asked, claimed: false, decided: None }).collect();
        pending.extend(inner.claimed(&*saver, &heads).await?);
        Ok(pending)
    }

    /// Every thread of this app.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, and the saver's.
    pub async fn threads(&self) -> Result<Vec<ThreadInfo>, Error> {
        let saver = self.0.saver()?;
        call(|done| saver.heads(Some(&self.0.name), done)).await
    }
}

impl<H: Host> Inner<H> {
    pub fn saver(&self) -> Result<Rc<dyn Saver<H::Body>>, Error> {
        self.saver.clone().ok_or_else(|| {
            Error::new(
                "MISSING_CHECKPOINTER",
                "No checkpointer set. Give `compile` a saver: only what is kept can be listed.",
            )
        })
    }

    /// Open questions and heads, read together.
    fn listed(
        &self,
        saver: &dyn Saver<H::Body>,
    ) -> (impl Future<Output = Result<Vec<Asked>, Error>>, impl Future<Output = Result<Vec<Head>, Error>>) {
        (call(|done| saver.questions(&self.name, done)), call(|done| saver.heads(Some(&self.name), done)))
    }

    /// Applies deadlines that have passed. Says whether there were any.
    async fn expire_due(&self, saver: &dyn Saver<H::Body>, open: &[Asked]) -> Result<bool, Error> {
        let now = self.host.now();
        let mut any = false;
        for asked in open.iter().filter(|asked| asked.question.expires_at.is_some_and(|deadline| deadline <= now)) {
            let head = call(|done| saver.head(&asked.thread, done)).await?;
            if head.is_some_and(|head| expiry::is_due(&asked.question, &head, now)) {
                self.expire(&asked.thread).await?;
                any = true;
            }
        }
        Ok(any)
    }

    /// Applies the thread's deadlines and sets going what they decide. Somebody else who does so at the same time has
    /// done it.
    pub async fn expire(&self, thread: &Rc<str>) -> Result<(), Error> {
        match self.try_expire(thread).await {
            Err(Failure::Engine(error)) if error.code == "THREAD_CONFLICT" => Ok(()),
            result => result.map_err(super::answer::engine_error),
        }
    }

    async fn try_expire(&self, thread: &Rc<str>) -> Tried<(), H> {
        let (holder, mut kept) = self.open_to_answer(thread, None).await?;
        let (answers, closed): (Vec<Answer>, Vec<Asked>) = self.due(&kept);
        if !closed.is_empty() {
            self.claim(&mut kept, Vec::new(), &closed, Output::default()).await?;
        }
        if answers.is_empty() {
            self.kept.borrow_mut().insert(Rc::clone(thread), Box::new(kept));
            return Ok(());
        }
        let run = self.unattended_run();
        self.claim_and_run(run, kept, answers, Output::default(), self.usual(), holder).await
    }

    /// A number for a run that nobody called for.
    pub fn unattended_run(&self) -> RunId {
        let number = self.unattended.get();
        self.unattended.set(number.wrapping_sub(1));
        RunId(number)
    }

    /// Answers without an outcome on threads that nobody runs (storage.md 3.5).
    async fn claimed(&self, saver: &dyn Saver<H::Body>, heads: &[Head]) -> Result<Vec<Pending>, Error> {
        let mut claimed = Vec::new();
        for head in heads.iter().filter(|head| head.claimed > 0 && head.status == Status::Running) {
            if self.is_run(saver, head).await? {
                continue;
            }
            let decisions = call(|done| saver.decisions(&head.thread, done)).await?;
            let open = decisions.iter().filter(|decided| decided.row.outcome == Some(Outcome::Claimed));
            claimed.extend(open.map(|decided| self.answered(head, decided)));
        }
        Ok(claimed)
    }

    /// Whether somebody who lives runs the thread.
    async fn is_run(&self, saver: &dyn Saver<H::Body>, head: &Head) -> Result<bool, Error> {
        if self.active_on(&head.thread).is_some() {
            return Ok(true);
        }
        let locked = call(|done| saver.is_locked(&head.thread, done)).await?;
        Ok(locked.unwrap_or(head.holder == self.holder))
    }

    fn answered(&self, head: &Head, decided: &Decided) -> Pending {
        let row = &decided.row;
        let (seq, ns, task, idx, after) = row.place.clone();
        let question = Question {
            after,
            created_at: row.at,
            expires_at: None,
            graph: Rc::clone(&self.name),
            idx,
            node: Rc::clone(task.node()),
            ns,
            on_expire: None,
            payload: row.payload.clone(),
            payload_digest: crate::checkpoint::Digest::of(row.payload.0.as_bytes()),
            revision: 0,
            seq,
            task,
            v: FORMAT,
        };
        let asked = Asked { thread: Rc::clone(&head.thread), interrupt: decided.interrupt.clone(), question };
        Pending { asked, claimed: true, decided: Some(decided_json(decided)) }
    }
}
