//! A compiled graph with its host and saver, and the calls that a host's user functions answer with.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use super::host::{Goto, Host, Returned, RunId, Tried};
use super::session::Session;
use crate::checkpoint::canonical::{self, Limits};
use crate::checkpoint::json::{self, WriteJson};
use crate::checkpoint::question::Json;
use crate::checkpoint::question::{Decided, OnExpire};
use crate::checkpoint::record::GraphRow;
use crate::checkpoint::saver::{Done, QuestionRead};
use crate::checkpoint::{CheckpointId, Digest, InterruptId, Name, Saver, TaskKey, Timestamp, ids};
use crate::error::Error;
use crate::graph::{ChannelId, ChannelKind, END, Graph, GraphSpec, NodeKind};
use crate::ordered::Ordered;
use crate::pregel::{Event, Failure, Output, Packet, Path, Pause, Prior, Run, State, Targets, TaskId};

/// One compiled graph: its host, and its saver if it has one. Cheap to clone; clones are the same app.
pub struct App<H: Host>(pub(super) Rc<Inner<H>>);

impl<H: Host> Clone for App<H> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

pub(super) struct Inner<H: Host> {
    pub graph: Rc<Graph>,
    pub row: Rc<GraphRow>,
    pub name: Rc<str>,
    pub host: H,
    pub saver: Option<Rc<dyn Saver<H::Body>>>,
    /// Calls in progress.
    pub runs: RefCell<Ordered<RunId, Rc<Active<H>>>>,
    /// Threads whose state is still in memory (S-GET-04).
    pub kept: RefCell<Ordered<Rc<str>, Box<Kept<H>>>>,
    /// Names this engine instance in heads, for messages only.
    pub holder: Rc<str>,
    /// Open questions as subscribers know them, by thread.
    pub known: RefCell<super::observe::Known>,
    pub watching: RefCell<Option<Box<dyn std::any::Any>>>,
    /// Numbers for runs that nobody called for, counted down.
    pub unattended: Cell<u32>,
    pub me: Weak<Self>,
}

/// A thread's state between two calls.
pub(super) struct Kept<H: Host> {
    pub session: Session,
    pub state: State<H::Value>,
    pub priors: Vec<Prior<H::Value>>,
    /// What Commands wrote since the newest checkpoint.
    pub injected: Output<H::Value>,
}

impl<H: Host> Clone for Kept<H> {
    fn clone(&self) -> Self {
        Self {
            session: self.session.clone(),
            state: self.state.clone(),
            priors: self.priors.clone(),
            injected: self.injected.clone(),
        }
    }
}

/// One call in progress.
pub(super) struct Active<H: Host> {
    pub id: RunId,
    pub run: RefCell<Run<H::Value>>,
    /// `None` without a saver.
    pub session: RefCell<Option<Session>>,
    pub queue: RefCell<VecDeque<Event<H::Value>>>,
    pub driving: Cell<bool>,
    /// A later turn was asked for.
    pub turn_due: Cell<bool>,
    /// Tasks started since the driver last waited.
    pub streak: Cell<u32>,
    /// The later turn is one that the driver goes on in.
    pub breathing: Cell<bool>,
    /// Calls that wait for this run's end: answers given while it holds the thread.
    pub followers: RefCell<Vec<RunId>>,
    /// An answer set it going: subscribers are told how it ends.
    pub answered: Cell<bool>,
    /// The run lock, let go when the call ends.
    pub lock: RefCell<Option<Box<dyn std::any::Any>>>,
    /// How often the store refused this run's commit although nobody took the thread from it.
    pub retries: Cell<u32>,
    /// What the caller wants kept with the run's checkpoints.
    pub metadata: Option<Json>,
    /// Waits for the end of a run that nobody called for.
    pub ended: RefCell<Option<Ended<H>>>,
}

/// Takes how a run ended that nobody called for.
pub(super) type Ended<H> = Done<Tried<(), H>>;

/// A question as user code asks it.
pub struct Asking<'a> {
    /// Which of the task's questions: a gate asks at 0.
    pub idx: u32,
    /// JSON text.
    pub payload: &'a str,
    /// 128 random bits.
    pub id: InterruptId,
    /// Its deadline, relative to now or absolute.
    pub ttl_ms: Option<u64>,
    /// Its deadline.
    pub expires_at: Option<Timestamp>,
    /// What happens at the deadline.
    pub on_expire: Option<Fallback<'a>>,
}

/// What a question's asker wants at its deadline (S-HG-20).
#[derive(Clone, Copy, Debug)]
pub enum Fallback<'a> {
    /// The task goes on with this value, JSON text.
    Resume(&'a str),
    /// The question fails in the node.
    Fail,
}

/// A task that asked another question than before: the app, its thread, and the answers it has.
type Drift<H> = (Rc<Inner<H>>, Rc<str>, Vec<Rc<Decided>>);

/// The name of threads whose graph was given none.
const UNNAMED: &str = "graph";

impl<H: Host> App<H> {
    /// Checks and compiles a graph.
    ///
    /// # Errors
    /// What [`Graph::compile`] refuses.
    pub fn new(spec: &GraphSpec, host: H, saver: Option<Rc<dyn Saver<H::Body>>>) -> Result<Self, Error> {
        let graph = Rc::new(Graph::compile(spec)?);
        let row = GraphRow {
            digest: Digest::of(graph.fingerprint().as_bytes()),
            nodes: graph.nodes().iter().map(|node| Name::clone(&node.name)).collect(),
            channels: graph.channels().iter().map(|channel| Name::clone(&channel.name)).collect(),
        };
        let name = graph.name().cloned().unwrap_or_else(|| UNNAMED.into());
        let holder = InterruptId::new(host.random()).as_str().into();
        Ok(Self(Rc::new_cyclic(|me| Inner {
            graph,
            row: Rc::new(row),
            name,
            host,
            saver,
            runs: RefCell::default(),
            kept: RefCell::default(),
            holder,
            known: RefCell::default(),
            watching: RefCell::default(),
            unattended: Cell::new(u32::MAX),
            me: Weak::clone(me),
        })))
    }

    /// The name that threads of this app carry.
    pub fn name(&self) -> &Rc<str> {
        &self.0.name
    }

    /// The graph's digest.
    pub fn digest(&self) -> Digest {
        self.0.row.digest
    }

    /// The graph.
    pub fn graph(&self) -> &Graph {
        &self.0.graph
    }

    /// The host.
    pub fn host(&self) -> &H {
        &self.0.host
    }

    /// A task finished.
    pub fn task_done(&self, run: RunId, task: TaskId, returned: Returned<H::Value>) {
        let event = match self.0.output(returned, "Command goto") {
            Ok(output) => Event::TaskDone(task, output),
            Err(error) => Event::TaskFailed(task, Failure::Engine(error)),
        };
        self.0.happened(run, event);
    }

    /// A task asked a question.
    pub fn task_paused(&self, run: RunId, task: TaskId, asking: Asking<'_>) {
        self.0.paused(run, task, asking);
    }

    /// A task threw.
    pub fn task_failed(&self, run: RunId, task: TaskId, failure: Failure<H::Value>) {
        self.0.happened(run, Event::TaskFailed(task, failure));
    }

    /// A path function named its targets; `None` stands for START's.
    pub fn routed(&self, run: RunId, task: Option<TaskId>, targets: Vec<Goto<H::Value>>) {
        let targets = self.0.targets(targets, "A conditional edge").map_err(Failure::Engine);
        self.0.happened(run, Event::Routed(task, targets));
    }

    /// A path function threw.
    pub fn route_failed(&self, run: RunId, task: Option<TaskId>, failure: Failure<H::Value>) {
        self.0.happened(run, Event::Routed(task, Err(failure)));
    }

    /// An idempotency key of a task (S-HG-11): the same over re-runs and reloads, another after a new question. `question`
    /// is the last question answered before the point of reading.
    pub fn key(&self, run: RunId, task: TaskId, question: Option<&str>, name: Option<&str>) -> String {
        let task = self.task_info(run, task).map_or_else(|| format!("{}:{}", run.0, task.0), |(_, id)| id);
        let text = match name {
            Some(name) => json::text(&[&task as &dyn WriteJson, &question, &name]),
            None => json::text(&[&task as &dyn WriteJson, &question]),
        };
        Digest::of(text.as_bytes()).to_string()
    }

    /// The checkpoint that a task's superstep starts from, and the task's id; `None` where nothing is stored.
    pub fn task_info(&self, run: RunId, task: TaskId) -> Option<(CheckpointId, String)> {
        let active = self.0.active(run)?;
        let key = self.0.task_key(active.run.borrow().task(task)?.path())?;
        let session = active.session.borrow();
        let session = session.as_ref()?;
        let head = session.head.as_ref()?;
        Some((head.id.clone(), ids::task_id(&session.thread, &head.id, "", &key)))
    }

    /// One question and what closed it.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, `E_BAD_NAME`, and the saver's.
    pub async fn question(&self, thread: &str, interrupt: &InterruptId) -> Result<QuestionRead, Error> {
        let saver = self.0.saver()?;
        ids::check_thread_id(thread)?;
        super::wait::call(|done| saver.question(thread, interrupt, done)).await
    }

    /// What [`Host::later`] asked for.
    pub fn turn_ended(&self, run: RunId) {
        let Some(active) = self.0.active(run) else { return };
        active.turn_due.set(false);
        active.streak.set(0);
        if active.breathing.take() {
            // Nothing is under way but what waits for its turn: what settled is not stored by itself (S-STP-81).
            return self.0.drive(&active);
        }
        self.0.happened(run, Event::TurnEnded);
    }

    /// The caller gave up.
    pub fn abort(&self, run: RunId) {
        self.0.happened(run, Event::Cancelled);
    }
}

impl<H: Host> Inner<H> {
    pub fn active(&self, run: RunId) -> Option<Rc<Active<H>>> {
        self.runs.borrow().get(&run).cloned()
    }

    /// The call that runs the thread here, if there is one.
    pub fn active_on(&self, thread: &str) -> Option<Rc<Active<H>>> {
        let runs = self.runs.borrow();
        let on = |active: &&Rc<Active<H>>| active.session.borrow().as_ref().is_some_and(|s| &*s.thread == thread);
        runs.values().find(on).cloned()
    }

    /// Queues an event for a run and drives it. What a run that is over reports late is dropped.
    pub fn happened(&self, run: RunId, event: Event<H::Value>) {
        if let Some(active) = self.active(run) {
            active.queue.borrow_mut().push_back(event);
            self.drive(&active);
        }
    }

    /// A task's name inside its superstep, as the store has it.
    pub fn task_key(&self, path: Path) -> Option<TaskKey> {
        let name = Rc::clone(&self.graph.node(path.node())?.name);
        Some(match path {
            Path::Pull(_) => TaskKey::Pull(name),
            Path::Push(place, _) => TaskKey::Push(name, place),
        })
    }

    /// Whether a channel is stored.
    pub fn is_kept(&self, channel: ChannelId) -> bool {
        self.graph.channel(channel).is_some_and(|channel| channel.kind != ChannelKind::Untracked)
    }

    /// What a node returned, in the machine's terms. `by` names what led there, for errors.
    pub fn output(&self, returned: Returned<H::Value>, by: &str) -> Result<Output<H::Value>, Error> {
        Ok(Output { writes: self.writes(returned.writes), targets: self.targets(returned.goto, by)? })
    }

    /// Where a result leads.
    ///
    /// # Errors
    /// `UNKNOWN_NODE` for a name that is no node (S-CHO-11), `INVALID_UPDATE` for a Send that no node gets.
    pub fn targets(&self, gotos: Vec<Goto<H::Value>>, by: &str) -> Result<Targets<H::Value>, Error> {
        let mut targets = Targets::default();
        for goto in gotos {
            match goto {
                Goto::Node(name) if name == END => {}
                Goto::Node(name) => {
                    let unknown = || Error::new("UNKNOWN_NODE", unknown_target(by, &name));
                    targets.nodes.push(self.graph.node_id(&name).ok_or_else(unknown)?);
                }
                Goto::Send(name, args) => {
                    let node = self.graph.node_id(&name).ok_or_else(|| bad_packet(&name))?;
                    targets.sends.push(Packet { node, args });
                }
            }
        }
        Ok(targets)
    }

    fn paused(&self, run: RunId, task: TaskId, asking: Asking<'_>) {
        let idx = asking.idx;
        let pause = match self.pause(run, task, asking) {
            Ok(pause) => pause,
            Err(error) => return self.happened(run, Event::TaskFailed(task, Failure::Engine(error))),
        };
        let Some((me, thread, answers)) = self.drifted(run, task, idx) else {
            return self.happened(run, Event::TaskPaused(task, pause));
        };
        self.host.spawn(Box::pin(async move {
            let event = match me.refuse_second_drift(&thread, &answers, idx).await {
                Ok(()) => Event::TaskPaused(task, pause),
                Err(error) => Event::TaskFailed(task, Failure::Engine(error)),
            };
            me.happened(run, event);
        }));
    }

    /// Where a task asks another question than the one that it has an answer for (S-INT-06): its thread and answers.
    /// A gate's rounds all ask at 0, and are none.
    fn drifted(&self, run: RunId, task: TaskId, idx: u32) -> Option<Drift<H>> {
        let active = self.active(run)?;
        let run = active.run.borrow();
        let task = run.task(task)?;
        let gate = self.graph.node(task.node())?.kind == NodeKind::Gate;
        let again = task.answers().iter().any(|answer| answer.row.place.3 >= idx) && !(gate && idx == 0);
        let thread = active.session.borrow().as_ref().map(|session| Rc::clone(&session.thread))?;
        again.then(|| Some((self.me.upgrade()?, thread, task.answers().to_vec())))?
    }

    /// A question that drifts once is asked anew; one that drifts again would be asked for ever.
    async fn refuse_second_drift(&self, thread: &str, answers: &[Rc<Decided>], idx: u32) -> Result<(), Error> {
        let Some((saver, current)) = self.saver.clone().zip(answers.iter().find(|answer| answer.row.place.3 == idx))
        else {
            return Ok(());
        };
        let decisions = super::wait::call(|done| saver.decisions(thread, done)).await?;
        let (seq, _, task, ..) = &current.row.place;
        let same_place = |decided: &&Decided| {
            let place = &decided.row.place;
            place.0 == *seq && place.2 == *task && place.3 == idx
        };
        let valid = |decided: &Decided| answers.iter().any(|answer| answer.interrupt == decided.interrupt);
        if decisions.iter().filter(same_place).all(valid) {
            return Ok(());
        }
        let message = "The node asked a third question where it had asked two others: what it asks changes at each run, \
                       so that no answer can reach it. Put the question into a gate, or what it depends on into \
                       `runtime.task`.";
        Err(Error::new("NON_DETERMINISTIC_INTERRUPT", message).in_node(task.node()).on_thread(thread))
    }

    fn pause(&self, run: RunId, task: TaskId, asking: Asking<'_>) -> Result<Pause, Error> {
        let payload = canonical::canonicalize(asking.payload, &Limits::PAYLOAD)?;
        let on_expire = match asking.on_expire {
            Some(Fallback::Resume(value)) => {
                Some(OnExpire::Resume(Json(canonical::canonicalize(value, &Limits::PAYLOAD)?.text)))
            }
            Some(Fallback::Fail) => Some(OnExpire::Fail),
            None => None,
        };
        let relative = asking.ttl_ms.map(|ttl| self.host.now().saturating_add(ttl));
        Ok(Pause {
            id: asking.id,
            idx: asking.idx,
            payload: Json(payload.text),
            digest: payload.digest,
            expires_at: [asking.expires_at, relative].into_iter().flatten().min(),
            on_expire,
            after: self.question_before(run, task, asking.idx),
        })
    }

    /// The task's question before the one with this index: the last answered one, or, when an earlier index is asked
    /// anew (S-INT-06), the one before that. A gate's question at 0 begins another round, and makes nothing void.
    fn question_before(&self, run: RunId, task: TaskId, idx: u32) -> Option<InterruptId> {
        let active = self.active(run)?;
        let run = active.run.borrow();
        let task = run.task(task)?;
        let gate = self.graph.node(task.node())?.kind == NodeKind::Gate;
        let void = |answer: &&Rc<Decided>| {
            let at = answer.row.place.3;
            at >= idx && !(gate && (idx == 0 || at == 0))
        };
        Some(task.answers().iter().rev().find(|answer| !void(answer))?.interrupt.clone())
    }
}

/// A name as an error shows it.
fn shown(name: &str) -> String {
    name.chars().take(64).flat_map(char::escape_debug).collect()
}

fn unknown_target(by: &str, name: &str) -> String {
    format!("{by}: unknown node \"{}\". Name a node of the graph, or END.", shown(name))
}

/// S-BLD-29, S-STP-16.
fn bad_packet(name: &str) -> Error {
    let message = if name == END {
        "Cannot send a packet to the END node. Send it to a node.".to_owned()
    } else {
        format!("Invalid node name \"{}\" in Send packet. Send it to a node of the graph.", shown(name))
    };
    Error::new("INVALID_UPDATE", message)
}
