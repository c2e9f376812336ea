//! What a host provides: user functions, values, and the world's time and randomness. A browser's host calls
//! JavaScript; a test's host is a few closures.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::approval::Ref;
use crate::checkpoint::question::{Actor, Decided, Json};
use crate::checkpoint::record::Value;
use crate::checkpoint::{Digest, InterruptId, Name, Timestamp};
use crate::error::Error;
use crate::graph::Graph;
pub use crate::pregel::{Failure, Reduced, TaskId};

/// Names a call; the host chooses it and must not use one twice at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub u32);

/// What may end with something that user code threw.
pub(super) type Tried<T, H> = Result<T, Failure<<H as Host>::Value>>;

/// A function of the user's to call. `node` is the node's position in the spec, `input` what [`Host::input`] made.
#[derive(Debug)]
pub enum Call<V> {
    /// A plain node, with the answers that it has. Its input is the state or, for a Send, the Send's.
    Node {
        /// The node's position in the spec.
        node: u32,
        /// Its input.
        input: V,
        /// In the order in which it asked.
        answers: Vec<Rc<Decided>>,
    },
    /// A gate's `ask`.
    Ask {
        /// The node's position in the spec.
        node: u32,
        /// Its input.
        input: V,
    },
    /// A gate's `answer`.
    Answer {
        /// The node's position in the spec.
        node: u32,
        /// Its input.
        input: V,
        /// The answer to the gate's question.
        decided: Rc<Decided>,
        /// Answers to questions that `answer` itself asked, since then.
        answers: Vec<Rc<Decided>>,
        /// Earlier rounds of the gate (S-GATE-04).
        rounds: Vec<Rc<Decided>>,
    },
}

/// Something a call's stream is told.
#[derive(Debug)]
pub enum Told<V> {
    /// The state, as [`Host::input`] made it.
    Values(V),
    /// What a node wrote.
    Update {
        /// The node's position in the spec.
        node: u32,
        /// Its writes.
        writes: Vec<Written<V>>,
        /// Taken from an earlier call, not run in this one (S-STR-13).
        cached: bool,
    },
    /// Questions that wait for a person; none at a static breakpoint.
    Interrupts(Vec<(InterruptId, Json)>),
}

/// Something every subscriber is told (S-STR-56).
#[derive(Debug)]
pub struct Heard {
    /// `pending`, `decided`, `expired`, `cancelled`, `superseded`, `finished`, `failed`, `progress`.
    pub kind: &'static str,
    /// The thread.
    pub thread: Rc<str>,
    /// The question, where it is about one.
    pub about: Option<Ref>,
    /// `{by, at, verb}` as JSON, where somebody decided.
    pub decided: Option<String>,
    /// Why a run failed: code, name, message.
    pub error: Option<(Rc<str>, Rc<str>, Rc<str>)>,
}

/// How a call ended well.
#[derive(Debug)]
pub struct Settlement<V> {
    /// The state, unless the call never saw any (S-INT-30).
    pub values: Option<V>,
    /// Questions that wait for a person; an empty list at a static breakpoint (S-INT-85).
    pub interrupts: Option<Vec<(InterruptId, Json)>>,
}

/// A write as a host gives it.
#[derive(Clone, Debug)]
pub struct Written<V> {
    /// The channel's position in the spec.
    pub channel: u32,
    /// What was written.
    pub value: V,
    /// It takes the channel's place, past its reducer (S-STA-17).
    pub overwrite: bool,
}

impl<V> Written<V> {
    /// An ordinary write.
    pub fn new(channel: u32, value: V) -> Self {
        Self { channel, value, overwrite: false }
    }
}

/// Where a result leads beside the edges.
#[derive(Clone, Debug)]
pub enum Goto<V> {
    /// To a node; [`END`](crate::graph::END) leads nowhere.
    Node(String),
    /// To a node with an input of its own: a Send.
    Send(String, V),
}

/// What a node returned.
#[derive(Clone, Debug)]
pub struct Returned<V> {
    /// Its writes, in order.
    pub writes: Vec<Written<V>>,
    /// Where it leads beside its edges.
    pub goto: Vec<Goto<V>>,
}

impl<V> Default for Returned<V> {
    fn default() -> Self {
        Self { writes: Vec::new(), goto: Vec::new() }
    }
}

/// Which value a dialect makes of a decision, all as JSON texts.
#[derive(Debug)]
pub struct Encoded {
    /// The resume value.
    pub value: String,
    /// The verdicts in their one normal form.
    pub verdicts: String,
    /// The actions' tool names.
    pub tools: String,
    /// Digest of what was shown, where something was.
    pub shown: Option<Digest>,
    /// The reference as the decision gives it, where it carries its own.
    pub reference: Ref,
}

/// A question and a decision on it, for the dialect.
#[derive(Debug)]
pub struct Answering<'a> {
    /// The node's position in the spec; `None` where the graph has it no more.
    pub node: Option<u32>,
    /// What the decision is about.
    pub reference: &'a Ref,
    /// The stored payload.
    pub payload: &'a Json,
    /// The decision as the caller gave it, JSON.
    pub decision: &'a str,
    /// Who decides.
    pub actor: &'a Actor,
    /// When.
    pub at: Timestamp,
}

/// User functions, values, time and randomness.
///
/// Only `call`, `route`, `reduce`, `initial` and `resume_value` may run user code. All are called without any borrow
/// held: they may call back into the [`App`](super::App).
pub trait Host: 'static {
    /// A state value, an input object, or something thrown: opaque, cheap to clone.
    type Value: Clone + 'static;
    /// The bytes of a large encoded value, which never enter the engine.
    type Body: Clone + 'static;

    /// Makes the object that a node or a caller sees, of every channel that has a value, by `ChannelId`.
    fn input(&self, graph: &Graph, values: &[Option<Self::Value>]) -> Self::Value;
    /// Starts a user function. It answers through `App::task_done`, `task_paused` or `task_failed`.
    fn call(&self, run: RunId, task: TaskId, call: Call<Self::Value>);
    /// Asks a path function (its position in the spec). It answers through `App::routed` or `task_failed`.
    fn route(&self, run: RunId, task: Option<TaskId>, branch: u32, input: Self::Value);
    /// Folds an update into a channel (its position in the spec).
    fn reduce(
        &self,
        channel: u32,
        current: Option<&Self::Value>,
        update: &Self::Value,
    ) -> Result<Reduced<Self::Value>, Failure<Self::Value>>;
    /// The initial value of a channel that has one.
    fn initial(&self, channel: u32) -> Result<Self::Value, Failure<Self::Value>>;

    /// A value as JSON text, inline up to `limit` bytes.
    fn encode(&self, value: &Self::Value, limit: u32) -> Result<Value<Self::Body>, Failure<Self::Value>>;
    /// The elements of a list from `from` on, as append operations.
    fn encode_items(
        &self,
        value: &Self::Value,
        from: u32,
        limit: u32,
    ) -> Result<Value<Self::Body>, Failure<Self::Value>>;
    /// Reads a value back.
    fn decode(&self, value: &Value<Self::Body>) -> Result<Self::Value, Failure<Self::Value>>;
    /// Applies stored operations to a list that `decode` made.
    fn apply_items(&self, list: Self::Value, items: &Value<Self::Body>) -> Result<Self::Value, Failure<Self::Value>>;
    /// Sends as JSON text, `[{"node": …, "args": …}, …]`, inline up to `limit` bytes. Members of `args` that are named
    /// like an untracked channel are left out (S-STA-22).
    fn encode_packets(
        &self,
        packets: &[(Name, Self::Value)],
        limit: u32,
    ) -> Result<Value<Self::Body>, Failure<Self::Value>>;
    /// Reads Sends back.
    fn decode_packets(&self, value: &Value<Self::Body>) -> Tried<Vec<(String, Self::Value)>, Self>
    where
        Self: Sized;
    /// A list of `count` elements of a list, from the one that has `back` elements before the end on.
    fn last_items(&self, list: &Self::Value, back: u32, count: u32) -> Self::Value;
    /// SHA-256 over a large value's bytes, after the 32 bytes of `after` if there are any.
    fn body_digest(&self, body: &Self::Body, after: Option<&Digest>) -> Digest;

    /// What a dialect makes of a person's decision.
    fn resume_value(&self, answering: &Answering<'_>) -> Result<Encoded, Error>;

    /// Tells a call's stream.
    fn tell(&self, run: RunId, told: Told<Self::Value>);
    /// The call ended well.
    fn settle(&self, run: RunId, settlement: Settlement<Self::Value>);
    /// The call failed: what each task threw, and the superstep it happened in.
    fn fail(&self, run: RunId, failures: Vec<Failure<Self::Value>>, step: i64);
    /// Asks the run's nodes to stop early.
    fn stop(&self, run: RunId);
    /// Calls `App::turn_ended` once everything that settles in this turn has settled.
    fn later(&self, run: RunId);
    /// Tells subscribers.
    fn hear(&self, heard: Heard);
    /// Warns the developer (S-CON-13).
    fn warn(&self, code: &'static str, message: &str, node: Option<&str>);

    /// Milliseconds since 1970.
    fn now(&self) -> Timestamp;
    /// Random bytes, unguessable.
    fn random(&self) -> [u8; 16];
    /// Resolves after a short while: how long to wait for another page before looking again.
    fn pause(&self) -> Pin<Box<dyn Future<Output = ()>>>;
    /// Resolves at this time, or soon after; what waits for it keeps nothing else from ending.
    fn sleep_until(&self, at: Timestamp) -> Pin<Box<dyn Future<Output = ()>>>;
    /// Runs a future to its end, some time.
    fn spawn(&self, future: Pin<Box<dyn Future<Output = ()>>>);
}
