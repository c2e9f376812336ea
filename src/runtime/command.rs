//! Commands as input: answers, writes and targets of the program's own.

use std::rc::Rc;

use super::answer::Holder;
use super::app::{Inner, Kept};
use super::begin::{CallOptions, How, Launch, busy};
use super::claim::Answer;
use super::host::{Goto, Host, Returned, RunId, Tried, Written};
use super::seal::Sealing;
use super::session::Session;
use super::wait::call;
use crate::approval::Decision;
use crate::approval::decision::refusal;
use crate::checkpoint::InterruptId;
use crate::checkpoint::head::Token;
use crate::checkpoint::json;
use crate::checkpoint::question::{Asked, Verb};
use crate::error::Error;
use crate::pregel::{Failure, Output, Start};

/// A Command's answers, as JSON texts.
#[derive(Clone, Debug)]
pub enum Resume {
    /// One value for the one question that waits.
    Value(String),
    /// Values by interrupt id.
    ById(Vec<(String, String)>),
}

/// A Command given to a call (S-CMD-40).
#[derive(Clone, Debug)]
pub struct CommandInput<V> {
    /// Answers.
    pub resume: Option<Resume>,
    /// Writes.
    pub update: Vec<Written<V>>,
    /// Where it leads. END counts as something, though it leads nowhere.
    pub goto: Vec<Goto<V>>,
}

/// The call that a Command is given to.
struct Calling<'a> {
    run: RunId,
    thread: &'a Rc<str>,
    options: &'a CallOptions,
    how: How,
}

impl<V> CommandInput<V> {
    /// What it does beside answering.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER` where it answers, `EMPTY_INPUT` where it does nothing: for a graph without a saver.
    pub(super) fn unanswered(self) -> Result<Returned<V>, Error> {
        if self.resume.is_some() {
            let message = "Cannot use Command(resume=...) without checkpointer. Give `compile` a saver.";
            return Err(Error::new("MISSING_CHECKPOINTER", message));
        }
        self.checked().map(|command| Returned { writes: command.update, goto: command.goto })
    }

    fn checked(self) -> Result<Self, Error> {
        if self.resume.is_none() && self.update.is_empty() && self.goto.is_empty() {
            return Err(Error::new(
                "EMPTY_INPUT",
                "Received empty Command input. Give it a resume, an update or a goto.",
            ));
        }
        Ok(self)
    }
}

impl<H: Host> Inner<H> {
    pub async fn begin_command(
        &self,
        run: RunId,
        thread: &Rc<str>,
        command: CommandInput<H::Value>,
        options: &CallOptions,
        how: How,
    ) -> Tried<(), H> {
        let CommandInput { resume, update, goto } = command.checked().map_err(Failure::Engine)?;
        let output = self.output(Returned { writes: update, goto }, "Command goto").map_err(Failure::Engine)?;
        let call = Calling { run, thread, options, how };
        match resume {
            Some(resume) => self.begin_resume(call, &resume, output).await,
            None if options.keep_pending => self.begin_beside(call, output).await,
            None => self.begin_update(call, output).await,
        }
    }

    /// A checkpoint of its own, on which what waited is asked anew (S-INT-73).
    async fn begin_update(&self, call: Calling<'_>, output: Output<H::Value>) -> Tried<(), H> {
        let Calling { run, thread, options, how } = call;
        let lock = self.lock(thread, options.wait).await.map_err(Failure::Engine)?;
        let (mut kept, _) = self.open_at(thread, options.at.as_ref()).await?;
        kept.session.supersede();
        if kept.session.superseding {
            let message = "A Command without `resume` closed this thread's open questions as superseded: they are asked \
                           anew. Pass `keepPending: true` to leave them open.";
            self.host.warn("PENDING_SUPERSEDED", message, None);
        }
        self.start(Launch::new(run, how, lock), kept.state, Start::Command(output), Some(kept.session));
        Ok(())
    }

    /// Beside what waits: open questions stay open (S-CHO-22).
    async fn begin_beside(&self, call: Calling<'_>, output: Output<H::Value>) -> Tried<(), H> {
        let Calling { run, thread, options, how } = call;
        let lock = self.lock(thread, options.wait).await.map_err(Failure::Engine)?;
        let mut kept = self.open(thread).await?;
        if kept.session.head.is_none() {
            let start = Start::Command(output);
            self.start(Launch::new(run, how, lock), kept.state, start, Some(kept.session));
            return Ok(());
        }
        self.inject(&mut kept, output).await?;
        self.go_on(Launch::new(run, how, lock), kept).await.map_err(Failure::Engine)
    }

    /// Stores what a Command writes into the superstep that waits.
    async fn inject(&self, kept: &mut Kept<H>, output: Output<H::Value>) -> Tried<(), H> {
        if output.is_empty() {
            return Ok(());
        }
        let mut sealing = Sealing::new(self, &kept.session).map_err(Failure::Engine)?;
        sealing.inject(&kept.injected, &output)?;
        self.commit(kept, sealing).await.map_err(Failure::Engine)?;
        kept.injected.extend(output);
        kept.session.taking_over = true;
        Ok(())
    }

    async fn begin_resume(&self, call: Calling<'_>, resume: &Resume, output: Output<H::Value>) -> Tried<(), H> {
        // What memory says is refused only once the store says so too.
        let mut known = self.known_head(call.thread);
        loop {
            let tried = self.try_resume(&call, resume, &output, known).await;
            match tried {
                Err(_) if known.take().is_some() => {}
                Err(Failure::Engine(error)) if error.code == "THREAD_CONFLICT" => {}
                result => return result,
            }
        }
    }

    /// Answers once; `head`: under which the thread is taken from memory without a look at the store.
    async fn try_resume(
        &self,
        call: &Calling<'_>,
        resume: &Resume,
        output: &Output<H::Value>,
        head: Option<Token>,
    ) -> Tried<(), H> {
        let (holder, kept) = self.open_to_answer(call.thread, head).await?;
        self.may_resume_at(&kept.session, call.options).map_err(Failure::Engine)?;
        if kept.is_halted() && matches!(resume, Resume::Value(_)) {
            return self.pass(call.run, kept, output.clone(), call.how.clone(), holder).await;
        }
        let answers = self.command_answers(&kept, resume).await.map_err(Failure::Engine)?;
        if !output.is_empty() && !matches!(holder, Holder::Nobody(_)) {
            return Err(Failure::Engine(busy(call.thread)));
        }
        self.claim_and_run(call.run, kept, answers, output.clone(), call.how.clone(), holder).await
    }

    /// A breakpoint is passed by any Command; a value that answers nothing is dropped (S-INT-57).
    async fn pass(
        &self,
        run: RunId,
        mut kept: Kept<H>,
        output: Output<H::Value>,
        how: How,
        holder: Holder,
    ) -> Tried<(), H> {
        let Holder::Nobody(lock) = holder else { return Err(Failure::Engine(busy(&kept.session.thread))) };
        if self.asked_here(&kept.session).await.map_err(Failure::Engine)? {
            return Err(Failure::Engine(nothing_to_resume(&kept.session.thread)));
        }
        let message = "The thread stood at a breakpoint: it went on, and the resume value answered nothing.";
        self.host.warn("RESUME_DROPPED", message, None);
        self.inject(&mut kept, output).await?;
        self.go_on(Launch::new(run, how, lock), kept).await.map_err(Failure::Engine)
    }

    /// Whether the superstep that waits had a question, which was closed without an answer.
    async fn asked_here(&self, session: &Session) -> Result<bool, Error> {
        let (Some(saver), Some(head)) = (self.saver.clone(), &session.head) else { return Ok(false) };
        let decisions = call(|done| saver.decisions(&session.thread, done)).await?;
        Ok(decisions.iter().any(|decided| decided.row.place.0 == head.seq))
    }

    /// An answer belongs to the head: on an older checkpoint it would be spent on a past state (S-TIM-06).
    fn may_resume_at(&self, session: &Session, options: &CallOptions) -> Result<(), Error> {
        let Some(at) = &options.at else { return Ok(()) };
        if session.head.as_ref().is_none_or(|head| head.id == *at) {
            return Ok(());
        }
        let message = "This checkpoint is not the thread's head: an answer to a past state is refused. Resume without \
                       `checkpoint_id`, or replay the checkpoint with `null` first.";
        Err(Error::new("STALE_DECISION", message).on_thread(&session.thread))
    }

    /// Which question each of a Command's values answers (S-INT-51…57). Nothing is matched by position.
    async fn command_answers(&self, kept: &Kept<H>, resume: &Resume) -> Result<Vec<Answer>, Error> {
        let open = &kept.session.questions;
        let answer = |asked: &Asked, value: &str| {
            Ok(Answer { asked: asked.clone(), decision: Decision::of_program(value)?, verb: Verb::Answered })
        };
        match resume {
            Resume::Value(value) => {
                let mut waiting = open.values();
                match (waiting.next(), waiting.next()) {
                    (Some(asked), None) => Ok(vec![answer(asked, value)?]),
                    (None, _) => Err(nothing_to_resume(&kept.session.thread)),
                    (Some(_), Some(_)) => Err(ambiguous(&kept.session)),
                }
            }
            Resume::ById(values) => {
                let mut answers = Vec::new();
                for (id, value) in values {
                    let id = InterruptId::from_text(id);
                    match open.get(&id) {
                        Some(asked) => answers.push(answer(asked, value)?),
                        None => return Err(self.closed_or_unknown(&kept.session.thread, &id).await?),
                    }
                }
                Ok(answers)
            }
        }
    }

    /// What an answer to a question that is not open is told.
    pub async fn closed_or_unknown(&self, thread: &Rc<str>, id: &InterruptId) -> Result<Error, Error> {
        let Some(saver) = self.saver.clone() else { return Ok(unknown_interrupt(thread)) };
        let read = call(|done| saver.question(thread, id, done)).await?;
        Ok(read.decision.map_or_else(|| unknown_interrupt(thread), |decided| refusal(&decided).on_thread(thread)))
    }
}

impl Session {
    /// What waits is to be closed by the next commit, because something takes its place.
    pub fn supersede(&mut self) {
        self.superseding = !self.questions.is_empty() || !self.claimed.is_empty();
    }
}

pub(super) fn nothing_to_resume(thread: &str) -> Error {
    let message = "Nothing of this thread waits for an answer. Look at `getState`, or start it with input.";
    Error::new("NO_PENDING_INTERRUPT", message).on_thread(thread)
}

pub(super) fn unknown_interrupt(thread: &str) -> Error {
    let message = "This thread has no question of that id. Read `pending()` for those that wait.";
    Error::new("UNKNOWN_INTERRUPT_ID", message).on_thread(thread)
}

fn ambiguous(session: &Session) -> Error {
    let ids: Vec<_> = session.questions.keys().map(InterruptId::as_str).collect();
    let message = "When there are multiple pending interrupts, you must specify the interrupt id when resuming. Pass \
                   `{ resume: { [id]: value } }`.";
    Error::new("MULTIPLE_PENDING_INTERRUPTS", message).on_thread(&session.thread).with("interruptIds", json::text(&ids))
}
