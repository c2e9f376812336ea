//! The beginning of a call: `invoke` and `stream` with input, with `null`, or with a Command's answers.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use super::app::{Active, App, Inner, Kept};
use super::host::{Host, RunId, Tried};
use super::session::Session;
use super::wait::call;
use crate::approval::Decision;
use crate::approval::audit::{AuditEntry, Kind};
use crate::approval::decision::refusal;
use crate::checkpoint::json;
use crate::checkpoint::question::{Asked, Verb};
use crate::checkpoint::saver::Lock;
use crate::checkpoint::{InterruptId, Status, ids};
use crate::error::Error;
use crate::graph::{ChannelId, NodeKind};
use crate::pregel::{Failure, Run, Settings, Start, State, Write, has_work};
use crate::runtime::claim::Answer;
use crate::runtime::seal::Sealing;

/// What new input does to questions that wait (S-INT-61).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnPending {
    /// The call is refused.
    Error,
    /// The questions are closed as superseded.
    Discard,
}

/// A Command's answers, as JSON texts.
#[derive(Clone, Debug)]
pub enum Resume {
    /// One value for the one question that waits.
    Value(String),
    /// Values by interrupt id.
    ById(Vec<(String, String)>),
}

/// What a call is given.
#[derive(Clone, Debug)]
pub enum Mode<V> {
    /// New input: writes by the channel's position in the spec.
    Input(Vec<(u32, V)>),
    /// `null`: go on from the head.
    Continue,
    /// A Command with answers.
    Resume(Resume),
}

/// How a call runs.
#[derive(Clone, Debug)]
pub struct CallOptions {
    /// The thread; needed with a saver.
    pub thread: Option<Rc<str>>,
    /// `recursionLimit`.
    pub limit: u32,
    /// What new input does to questions that wait; by default an error where a gate waits.
    pub on_pending: Option<OnPending>,
    /// Wait for another call on the thread to end, rather than fail with `THREAD_BUSY`.
    pub wait: bool,
}

/// The lock of a thread that nobody else runs; `None` where the saver has no locks.
pub(super) type Held = Option<Box<dyn std::any::Any>>;

/// How a run begins.
pub(super) struct Launch {
    pub id: RunId,
    pub limit: u32,
    pub lock: Held,
    /// An answer sets it going: subscribers are told how it ends.
    pub answered: bool,
}

impl<H: Host> App<H> {
    /// Begins a call. It ends with `Host::settle` or `Host::fail` for `run`, possibly before this returns.
    pub fn run(&self, run: RunId, mode: Mode<H::Value>, options: CallOptions) {
        let inner = Rc::clone(&self.0);
        if inner.saver.is_none() {
            return inner.run_unsaved(run, mode, &options);
        }
        self.0.host.spawn(Box::pin(async move {
            if let Err(failure) = inner.begin(run, mode, &options).await {
                inner.host.fail(run, vec![failure], 0);
            }
        }));
    }
}

impl<H: Host> Inner<H> {
    fn run_unsaved(&self, run: RunId, mode: Mode<H::Value>, options: &CallOptions) {
        let refused = match mode {
            Mode::Input(writes) => match super::finish::fresh_state(self) {
                Ok(state) => {
                    let launch = Launch { id: run, limit: options.limit, lock: None, answered: false };
                    return self.start(launch, state, Start::Input(self.writes(writes)), None);
                }
                Err(failure) => failure,
            },
            Mode::Continue => Failure::Engine(no_input()),
            Mode::Resume(_) => Failure::Engine(Error::new(
                "MISSING_CHECKPOINTER",
                "Cannot use Command(resume=...) without checkpointer. Give `compile` a saver.",
            )),
        };
        self.host.fail(run, vec![refused], 0);
    }

    async fn begin(&self, run: RunId, mode: Mode<H::Value>, options: &CallOptions) -> Tried<(), H> {
        let thread = options.thread.clone().ok_or_else(|| Failure::Engine(missing_thread()))?;
        ids::check_thread_id(&thread).map_err(Failure::Engine)?;
        match mode {
            Mode::Input(writes) => self.begin_input(run, &thread, writes, options).await,
            Mode::Continue => self.begin_continue(run, &thread, options).await,
            Mode::Resume(resume) => self.begin_resume(run, &thread, resume, options).await,
        }
    }

    /// The right to run a thread, as far as locks give it.
    pub async fn lock(&self, thread: &Rc<str>, wait: bool) -> Result<Held, Error> {
        let Some(saver) = self.saver.clone() else { return Ok(None) };
        let taken = match call(|done| saver.lock(thread, wait, done)).await? {
            Lock::Held(guard) => return Ok(Some(guard)),
            Lock::Taken => true,
            Lock::Unsupported => self.active_on(thread).is_some(),
        };
        if taken { Err(busy(thread)) } else { Ok(None) }
    }

    async fn begin_input(
        &self,
        run: RunId,
        thread: &Rc<str>,
        writes: Vec<(u32, H::Value)>,
        options: &CallOptions,
    ) -> Tried<(), H> {
        let lock = self.lock(thread, options.wait).await.map_err(Failure::Engine)?;
        let mut kept = self.open(thread).await?;
        self.may_replace(&kept, options.on_pending).map_err(Failure::Engine)?;
        kept.session.superseding = !kept.session.questions.is_empty() || !kept.session.claimed.is_empty();
        let start = Start::Input(self.writes(writes));
        let launch = Launch { id: run, limit: options.limit, lock, answered: false };
        self.start(launch, kept.state, start, Some(kept.session));
        Ok(())
    }

    /// One stray message must not void an approval (S-INT-61).
    fn may_replace(&self, kept: &Kept<H>, on_pending: Option<OnPending>) -> Result<(), Error> {
        let session = &kept.session;
        let asking = session.questions.values().map(|asked| &asked.question.node);
        let claimed = session.claimed.values().map(|decided| decided.row.place.2.node());
        let is_gate = |name: &Rc<str>| {
            let node = self.graph.node_id(name).and_then(|id| self.graph.node(id));
            node.is_some_and(|node| node.kind == NodeKind::Gate)
        };
        let mut nodes = asking.chain(claimed).peekable();
        let refused = nodes.peek().is_some()
            && match on_pending {
                Some(choice) => choice == OnPending::Error,
                None => nodes.any(is_gate),
            };
        if refused {
            let message = "A question of this thread waits for an answer. Answer or cancel it first, or pass \
                           `onPending: \"discard\"` to drop it.";
            return Err(Error::new("PENDING_INTERRUPT", message).on_thread(&session.thread));
        }
        Ok(())
    }

    async fn begin_continue(&self, run: RunId, thread: &Rc<str>, options: &CallOptions) -> Tried<(), H> {
        let lock = self.lock(thread, options.wait).await.map_err(Failure::Engine)?;
        let kept = self.open(thread).await?;
        let Some(head) = &kept.session.head else { return Err(Failure::Engine(no_input())) };
        if lock.is_none() && head.status == Status::Running {
            return Err(Failure::Engine(busy(thread)));
        }
        self.go_on(Launch { id: run, limit: options.limit, lock, answered: false }, kept).await.map_err(Failure::Engine)
    }

    /// Goes on from the head, with what deadlines decided meanwhile.
    pub async fn go_on(&self, mut launch: Launch, mut kept: Kept<H>) -> Result<(), Error> {
        let (answers, expired) = self.due(&kept);
        let answered = !answers.is_empty();
        if answered || !expired.is_empty() {
            self.claim(&mut kept, answers, &expired).await?;
        }
        if !answered {
            self.take_over(&mut kept).await?;
        }
        launch.answered |= answered;
        self.start_kept(launch, kept);
        Ok(())
    }

    /// Takes the right to run before anything does, so that of two pages that go on with one thread only one does.
    async fn take_over(&self, kept: &mut Kept<H>) -> Result<(), Error> {
        if !has_work(&kept.state.triggers, &kept.priors) {
            return Ok(());
        }
        let mut sealing = Sealing::new(self, &kept.session)?;
        let claimed: Vec<_> = sealing.session.claimed.keys().cloned().collect();
        for interrupt in &claimed {
            let entry = AuditEntry::about(Kind::Continued, interrupt, None, sealing.now);
            sealing.audit(&entry);
        }
        sealing.status(Status::Running, &[]);
        self.commit(kept, sealing).await
    }

    async fn begin_resume(&self, run: RunId, thread: &Rc<str>, resume: Resume, options: &CallOptions) -> Tried<(), H> {
        loop {
            let (holder, kept) = self.open_to_answer(thread).await?;
            let answers = self.command_answers(&kept, &resume).await.map_err(Failure::Engine)?;
            match self.claim_and_run(run, kept, answers, options.limit, holder).await {
                Err(error) if error.code == "THREAD_CONFLICT" => {}
                result => return result.map_err(Failure::Engine),
            }
        }
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

    fn writes(&self, writes: Vec<(u32, H::Value)>) -> Vec<Write<H::Value>> {
        let position = |host| self.graph.channels().iter().position(|channel| channel.host == host);
        let write = |(host, value)| {
            let at = u32::try_from(position(host)?).ok()?;
            Some(Write { channel: ChannelId(at), value })
        };
        writes.into_iter().filter_map(write).collect()
    }

    pub fn start_kept(&self, launch: Launch, kept: Kept<H>) {
        let Kept { session, state, priors } = kept;
        self.start(launch, state, Start::Continue(priors), Some(session));
    }

    fn start(&self, launch: Launch, state: State<H::Value>, start: Start<H::Value>, session: Option<Session>) {
        let Launch { id, limit, lock, answered } = launch;
        let run = Run::new(Rc::clone(&self.graph), state, start, Settings { durable: session.is_some(), limit });
        let active = Rc::new(Active {
            id,
            run: RefCell::new(run),
            session: RefCell::new(session),
            queue: RefCell::new(VecDeque::new()),
            driving: Cell::new(false),
            turn_due: Cell::new(false),
            streak: Cell::new(0),
            followers: RefCell::default(),
            answered: Cell::new(answered),
            lock: RefCell::new(lock),
            retries: Cell::new(0),
        });
        self.runs.borrow_mut().insert(id, Rc::clone(&active));
        self.drive(&active);
    }
}

fn no_input() -> Error {
    Error::new("EMPTY_INPUT", "Received no input writes for \"__start__\". Give the call an input object.")
}

fn missing_thread() -> Error {
    let message = "Failed to put checkpoint. The passed RunnableConfig is missing a required \"thread_id\" field. Pass \
                   `{ configurable: { thread_id } }`.";
    Error::new("MISSING_THREAD_ID", message)
}

pub(super) fn busy(thread: &str) -> Error {
    let message = "Another call runs this thread. Wait for it, or pass `onBusy: \"wait\"`.";
    Error::new("THREAD_BUSY", message).on_thread(thread)
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
