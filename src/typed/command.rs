//! What a call is given and what a node gives back: updates, [`Command`]s, and the nodes to go to.

use std::marker::PhantomData;

use serde::Serialize;
use serde_json::Value;

use super::ask::Ask;
use super::handle::Handle;
use super::state::{State, Update, Write};
use crate::error::Error;
use crate::runtime::Resume;

/// A node's run of its own, with an argument instead of the state (LangGraph's `Send`). Each is one task, also where
/// node and argument are equal.
#[derive(Clone)]
pub struct SendTo {
    pub(super) node: String,
    pub(super) args: Handle,
}

impl SendTo {
    /// Runs `node` with this argument in the next superstep; the node takes it as [`Arg`](super::Arg).
    pub fn new<A: Serialize + 'static>(node: &str, args: A) -> Self {
        Self { node: node.to_owned(), args: Handle::new(args) }
    }
}

/// Where a run goes next.
#[derive(Clone)]
pub enum Target {
    /// A node, or END.
    Node(String),
    /// A node with an argument.
    Send(SendTo),
}

impl From<&str> for Target {
    fn from(node: &str) -> Self {
        Self::Node(node.to_owned())
    }
}

impl From<String> for Target {
    fn from(node: String) -> Self {
        Self::Node(node)
    }
}

impl From<SendTo> for Target {
    fn from(send: SendTo) -> Self {
        Self::Send(send)
    }
}

/// What a path function may return, and what `goto` takes: one target, or a list of them.
pub trait IntoTargets {
    /// The targets.
    fn into_targets(self) -> Vec<Target>;
}

impl<T: Into<Target>> IntoTargets for T {
    fn into_targets(self) -> Vec<Target> {
        vec![self.into()]
    }
}

impl<T: Into<Target>> IntoTargets for Vec<T> {
    fn into_targets(self) -> Vec<Target> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<T: Into<Target>, const N: usize> IntoTargets for [T; N] {
    fn into_targets(self) -> Vec<Target> {
        self.into_iter().map(Into::into).collect()
    }
}

/// An update with a say in where the run goes, from a node; or answers, from a caller.
///
/// ```
/// use haltgraph::{Command, State};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(State, Clone, Default, Serialize, Deserialize)]
/// struct Trip {
///     plan: String,
/// }
///
/// let command: Command<Trip> = Command::update(Trip::update().plan("by train")).goto("book");
/// # let _ = command;
/// ```
#[must_use = "a command does nothing until a node returns it, or `invoke` gets it"]
pub struct Command<S> {
    writes: Vec<Write>,
    goto: Vec<Target>,
    resume: Option<Resume>,
    again: Option<Ask>,
    state: PhantomData<fn() -> S>,
}

impl<S: State> Command<S> {
    fn empty() -> Self {
        Self { writes: Vec::new(), goto: Vec::new(), resume: None, again: None, state: PhantomData }
    }

    /// Writes an update.
    pub fn update(update: S::Update) -> Self {
        Self { writes: update.into_writes(), ..Self::empty() }
    }

    /// Leads to these nodes, besides those that edges lead to (S-CMD-10).
    pub fn to(targets: impl IntoTargets) -> Self {
        Self::empty().goto(targets)
    }

    /// From a gate's `answer`: asks again, as another round of the same gate (S-GATE-04).
    pub fn ask_again(ask: impl Into<Ask>) -> Self {
        Self { again: Some(ask.into()), ..Self::empty() }
    }

    /// From a caller: answers the one question that waits, as the program's own act.
    pub fn resume(value: impl Into<Value>) -> Self {
        Self { resume: Some(Resume::Value(value.into().to_string())), ..Self::empty() }
    }

    /// From a caller: answers questions by their ids.
    pub fn resume_by_id<I: Into<String>, V: Into<Value>>(values: impl IntoIterator<Item = (I, V)>) -> Self {
        let text = |(id, value): (I, V)| (id.into(), value.into().to_string());
        Self { resume: Some(Resume::ById(values.into_iter().map(text).collect())), ..Self::empty() }
    }

    /// Leads to these nodes too.
    pub fn goto(mut self, targets: impl IntoTargets) -> Self {
        self.goto.extend(targets.into_targets());
        self
    }

    /// Writes this too.
    pub fn with(mut self, update: S::Update) -> Self {
        self.writes.extend(update.into_writes());
        self
    }
}

/// Goes on with a thread as it stands: what `invoke(null)` is in LangGraph.js.
#[derive(Clone, Copy, Debug)]
pub struct Continue;

/// What a call is given.
pub struct Input(pub(super) Given);

pub(super) enum Given {
    Writes(Vec<Write>),
    Continue,
    Command { resume: Option<Resume>, writes: Vec<Write>, goto: Vec<Target> },
}

impl Input {
    /// New input.
    pub fn writes(writes: Vec<Write>) -> Self {
        Self(Given::Writes(writes))
    }
}

/// What `invoke` takes: a state, an update, a [`Command`], or [`Continue`].
pub trait IntoInput<S> {
    /// The input.
    fn into_input(self) -> Input;
}

impl<S: State> IntoInput<S> for Command<S> {
    fn into_input(self) -> Input {
        Input(Given::Command { resume: self.resume, writes: self.writes, goto: self.goto })
    }
}

impl<S: State> IntoInput<S> for Continue {
    fn into_input(self) -> Input {
        Input(Given::Continue)
    }
}

/// What a node gave back.
#[derive(Default)]
pub struct Returned {
    pub(super) writes: Vec<Write>,
    pub(super) goto: Vec<Target>,
    pub(super) again: Option<Ask>,
}

impl Returned {
    /// An update.
    pub fn writes(writes: Vec<Write>) -> Self {
        Self { writes, ..Self::default() }
    }
}

/// What a node may return: an update, a [`Command`], a [`SendTo`], or nothing.
pub trait IntoReturned<S> {
    /// What it gave back.
    fn into_returned(self) -> Returned;
}

impl<S> IntoReturned<S> for () {
    fn into_returned(self) -> Returned {
        Returned::default()
    }
}

impl<S> IntoReturned<S> for SendTo {
    fn into_returned(self) -> Returned {
        Returned { goto: vec![Target::Send(self)], ..Returned::default() }
    }
}

impl<S> IntoReturned<S> for Command<S> {
    fn into_returned(self) -> Returned {
        Returned { writes: self.writes, goto: self.goto, again: self.again }
    }
}

impl<S, R: IntoReturned<S>> IntoReturned<S> for Option<R> {
    fn into_returned(self) -> Returned {
        self.map(R::into_returned).unwrap_or_default()
    }
}

/// The result of everything that may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;
