//! The beginning of a call: `invoke` and `stream` with input, with `null`, or with a Command.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use super::answer::engine_error;
use super::app::{Active, App, Ended, Inner, Kept};
use super::command::CommandInput;
use super::host::{Host, RunId, Tried, Written};
use super::session::Session;
use super::wait::call;
use crate::approval::audit::{AuditEntry, Kind};
use crate::checkpoint::question::Json;
use crate::checkpoint::saver::Lock;
use crate::checkpoint::{CheckpointId, Status, ids};
use crate::error::Error;
use crate::graph::{Breakpoints, ChannelId, ChannelKind, NodeKind, Stops};
use crate::pregel::{Failure, Output, Resumed, Run, Settings, Start, State, Write, has_work};
use crate::runtime::seal::Sealing;

/// `recursionLimit` where a call says nothing, or where nobody called.
const LIMIT: u32 = 25;

/// What new input does to questions that wait (S-INT-61).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPending {
    /// The call is refused.
    Error,
    /// The questions are closed as superseded.
    Discard,
}

/// When a superstep is stored (S-CKP-20). How hard is the saver's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Before a node of the next one runs.
    #[default]
    Sync,
    /// While the next ones run; the call ends when all is stored.
    Async,
}

/// What a call is given.
#[derive(Clone, Debug)]
pub enum Mode<V> {
    /// New input.
    Input(Vec<Written<V>>),
    /// `null`: go on from the head.
    Continue,
    /// A Command.
    Command(CommandInput<V>),
}

/// How a call runs.
#[derive(Clone, Debug)]
pub struct CallOptions {
    /// The thread; needed with a saver.
    pub thread: Option<Rc<str>>,
    /// The checkpoint to go on from, where it is not the head (S-TIM-01).
    pub at: Option<CheckpointId>,
    /// `recursionLimit`.
    pub limit: u32,
    /// What new input does to questions that wait; by default an error where a gate waits.
    pub on_pending: Option<OnPending>,
    /// Wait for another call on the thread to end, rather than fail with `THREAD_BUSY`.
    pub wait: bool,
    /// Nodes before which it stops, instead of the graph's own.
    pub interrupt_before: Option<Stops>,
    /// Nodes after which it stops, instead of the graph's own.
    pub interrupt_after: Option<Stops>,
    /// When supersteps are stored.
    pub durability: Durability,
    /// How many tasks run at a time.
    pub max_concurrency: Option<u32>,
    /// A Command without an answer leaves open questions open and goes on in their superstep (S-CHO-22).
    pub keep_pending: bool,
    /// Kept with the checkpoints of the call: a JSON object, canonical (S-CKP-04).
    pub metadata: Option<Json>,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            thread: None,
            at: None,
            limit: LIMIT,
            on_pending: None,
            wait: false,
            interrupt_before: None,
            interrupt_after: None,
            durability: Durability::Sync,
            max_concurrency: None,
            keep_pending: false,
            metadata: None,
        }
    }
}

/// The lock of a thread that nobody else runs; `None` where the saver has no locks.
pub(super) type Held = Option<Box<dyn std::any::Any>>;

/// How a run goes, whoever called for it.
#[derive(Clone)]
pub(super) struct How {
    pub settings: Settings,
    pub metadata: Option<Json>,
}

/// How a run begins.
pub(super) struct Launch<H: Host> {
    pub id: RunId,
    pub how: How,
    pub lock: Held,
    /// An answer sets it going: subscribers are told how it ends.
    pub answered: bool,
    /// Waits for its end, where nobody called for it.
    pub ended: Option<Ended<H>>,
}

impl<H: Host> Launch<H> {
    pub fn new(id: RunId, how: How, lock: Held) -> Self {
        Self { id, how, lock, answered: false, ended: None }
    }
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
        if let Err(failure) = self.try_unsaved(run, mode, options) {
            self.host.fail(run, vec![failure], 0);
        }
    }

    fn try_unsaved(&self, run: RunId, mode: Mode<H::Value>, options: &CallOptions) -> Tried<(), H> {
        let how = self.how(options).map_err(Failure::Engine)?;
        let start = match mode {
            Mode::Input(writes) => Start::Input(self.writes(writes)),
            Mode::Continue => return Err(Failure::Engine(no_input())),
            Mode::Command(command) => {
                let output = self.output(command.unanswered().map_err(Failure::Engine)?, "Command goto");
                Start::Command(output.map_err(Failure::Engine)?)
            }
        };
        self.start(Launch::new(run, how, None), super::finish::fresh_state(self)?, start, None);
        Ok(())
    }

    async fn begin(&self, run: RunId, mode: Mode<H::Value>, options: &CallOptions) -> Tried<(), H> {
        let thread = options.thread.clone().ok_or_else(|| Failure::Engine(missing_thread()))?;
        ids::check_thread_id(&thread).map_err(Failure::Engine)?;
        let how = self.how(options).map_err(Failure::Engine)?;
        match mode {
            Mode::Input(writes) => self.begin_input(run, &thread, writes, options, how).await,
            Mode::Continue => self.begin_continue(run, &thread, options, how).await,
            Mode::Command(command) => self.begin_command(run, &thread, command, options, how).await,
        }
    }

    /// A call's settings.
    fn how(&self, options: &CallOptions) -> Result<How, Error> {
        let stops = |given: &Option<Stops>, own: &Breakpoints| match given {
            Some(stops) => self.graph.breakpoints(stops),
            None => Ok(own.clone()),
        };
        let settings = Settings {
            durable: self.saver.is_some(),
            lagging: options.durability == Durability::Async,
            limit: options.limit,
            at_once: options.max_concurrency,
            before: stops(&options.interrupt_before, self.graph.interrupt_before())?,
            after: stops(&options.interrupt_after, self.graph.interrupt_after())?,
        };
        Ok(How { settings, metadata: options.metadata.clone() })
    }

    /// The settings of a run that nobody gave any.
    pub fn usual(&self) -> How {
        let settings = Settings {
            durable: self.saver.is_some(),
            lagging: false,
            limit: LIMIT,
            at_once: None,
            before: self.graph.interrupt_before().clone(),
            after: self.graph.interrupt_after().clone(),
        };
        How { settings, metadata: None }
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
        writes: Vec<Written<H::Value>>,
        options: &CallOptions,
        how: How,
    ) -> Tried<(), H> {
        let lock = self.lock(thread, options.wait).await.map_err(Failure::Engine)?;
        let (mut kept, _) = self.open_at(thread, options.at.as_ref()).await?;
        self.may_replace(&kept, options.on_pending).map_err(Failure::Engine)?;
        kept.session.supersede();
        let start = Start::Input(self.writes(writes));
        self.start(Launch::new(run, how, lock), kept.state, start, Some(kept.session));
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

    async fn begin_continue(&self, run: RunId, thread: &Rc<str>, options: &CallOptions, how: How) -> Tried<(), H> {
        let lock = self.lock(thread, options.wait).await.map_err(Failure::Engine)?;
        let (kept, older) = self.open_at(thread, options.at.as_ref()).await?;
        let Some(head) = &kept.session.head else { return Err(Failure::Engine(no_input())) };
        if lock.is_none() && head.status == Status::Running {
            return Err(Failure::Engine(busy(thread)));
        }
        let launch = Launch::new(run, how, lock);
        if older {
            self.replay(launch, kept);
            return Ok(());
        }
        self.go_on(launch, kept).await.map_err(Failure::Engine)
    }

    /// Runs again what came after an older checkpoint. Where nothing did, there is nothing to copy (S-TIM-04).
    fn replay(&self, launch: Launch<H>, mut kept: Kept<H>) {
        let start = if kept.state.is_due() {
            kept.session.supersede();
            Start::Fork
        } else {
            Start::Continue(Resumed { priors: Vec::new(), injected: Output::default(), halted: false })
        };
        self.start(launch, kept.state, start, Some(kept.session));
    }

    /// Goes on from the head, with what deadlines decided meanwhile.
    pub async fn go_on(&self, mut launch: Launch<H>, mut kept: Kept<H>) -> Result<(), Error> {
        let (answers, expired) = self.due(&kept);
        let answered = !answers.is_empty();
        if answered || !expired.is_empty() {
            self.claim(&mut kept, answers, &expired, Output::default()).await.map_err(engine_error)?;
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
        if !has_work(&kept.state.beside(&kept.injected.targets), &kept.priors) {
            return Ok(());
        }
        let mut sealing = Sealing::new(self, &kept.session)?;
        let claimed: Vec<_> = sealing.session.claimed.keys().cloned().collect();
        for interrupt in &claimed {
            let entry = AuditEntry::about(Kind::Continued, interrupt, None, sealing.now);
            sealing.audit(&entry);
        }
        sealing.status(Status::Running, &[]);
        sealing.batch.head.passed = true;
        self.commit(kept, sealing).await
    }

    pub fn writes(&self, writes: Vec<Written<H::Value>>) -> Vec<Write<H::Value>> {
        let position = |host| self.graph.channels().iter().position(|channel| channel.host == host);
        let write = |Written { channel, value, overwrite }: Written<H::Value>| {
            let at = u32::try_from(position(channel)?).ok()?;
            Some(Write { channel: ChannelId(at), value, overwrite })
        };
        writes.into_iter().filter_map(write).collect()
    }

    pub fn start_kept(&self, launch: Launch<H>, kept: Kept<H>) {
        let halted = kept.is_halted();
        let Kept { session, state, priors, injected } = kept;
        self.start(launch, state, Start::Continue(Resumed { priors, injected, halted }), Some(session));
    }

    pub fn start(
        &self,
        launch: Launch<H>,
        mut state: State<H::Value>,
        start: Start<H::Value>,
        session: Option<Session>,
    ) {
        let Launch { id, how, lock, answered, ended } = launch;
        if let Err(failure) = self.begin_untracked(&mut state) {
            return self.host.fail(id, vec![failure], 0);
        }
        self.warn_of_unsaved_stops(&how.settings);
        let run = Run::new(Rc::clone(&self.graph), state, start, how.settings);
        let active = Rc::new(Active {
            id,
            run: RefCell::new(run),
            session: RefCell::new(session),
            queue: RefCell::new(VecDeque::new()),
            driving: Cell::new(false),
            turn_due: Cell::new(false),
            streak: Cell::new(0),
            breathing: Cell::new(false),
            followers: RefCell::default(),
            answered: Cell::new(answered),
            lock: RefCell::new(lock),
            retries: Cell::new(0),
            metadata: how.metadata,
            ended: RefCell::new(ended),
        });
        self.runs.borrow_mut().insert(id, Rc::clone(&active));
        self.drive(&active);
    }

    /// The values of untracked channels live for one call (S-STA-22).
    pub fn begin_untracked(&self, state: &mut State<H::Value>) -> Tried<(), H> {
        for (slot, channel) in state.values.iter_mut().zip(self.graph.channels()) {
            if channel.kind == ChannelKind::Untracked {
                *slot = if channel.initial { Some(self.host.initial(channel.host)?) } else { None };
            }
        }
        Ok(())
    }

    /// S-INT-86.
    fn warn_of_unsaved_stops(&self, settings: &Settings) {
        let none = Breakpoints::Nodes(Vec::new());
        if !settings.durable && (settings.before != none || settings.after != none) {
            let message =
                "Without a checkpointer a run that stops at a breakpoint cannot go on. Give `compile` a saver.";
            self.host.warn("BREAKPOINT_UNSAVED", message, None);
        }
    }
}

impl<H: Host> Kept<H> {
    /// It stands at a breakpoint, or its state was edited: it waits, and for nobody's answer.
    pub fn is_halted(&self) -> bool {
        let session = &self.session;
        let waits = session.head.as_ref().is_some_and(|head| head.status == Status::Interrupted);
        waits && session.questions.is_empty() && session.claimed.is_empty()
    }
}

pub(super) fn no_input() -> Error {
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
