//! [`StateGraph`]: nodes, gates and edges put together, and compiled into an [`App`].

use std::cell::OnceCell;
use std::marker::PhantomData;
use std::rc::Rc;

use super::app::App;
use super::ask::IntoAsk;
use super::command::{IntoTargets, Result, Target};
use super::desk::Desk;
use super::handle::Handle;
use super::host::RustHost;
use super::node::{AnswerFn, AskFn, FromInput, IntoAnswer, IntoNode, NodeFn, asking, read_state};
use super::state::{Channel, Rule, State};
use super::stores::IntoSaver;
use super::world::{self, World};
use crate::graph::{BranchSpec, ChannelKind, ChannelSpec, GraphSpec, JoinSpec, NodeKind, NodeSpec, Stops};

/// A node's functions.
pub(super) enum Function {
    Plain(NodeFn),
    Gate(AskFn, AnswerFn),
}

/// A path function, of any state.
pub(super) type PathFn = Box<dyn Fn(&Handle) -> Result<Vec<Target>>>;

/// A graph over a state: nodes read it and write updates of it.
///
/// ```
/// use haltgraph::{END, MemorySaver, Result, Runtime, START, State, StateGraph, testing, thread};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(State, Clone, Default, Serialize, Deserialize)]
/// struct Greeting {
///     name: String,
///     text: Option<String>,
/// }
///
/// async fn greet(state: Greeting, _: Runtime) -> Result<GreetingUpdate> {
///     Ok(Greeting::update().text(format!("Hello {}", state.name)))
/// }
///
/// testing::block_on(async {
///     let app = StateGraph::<Greeting>::new()
///         .node("greet", greet)
///         .edge(START, "greet")
///         .edge("greet", END)
///         .compile(MemorySaver::new())?;
///     let done = app.invoke(Greeting::update().name("Ada"), thread("t1")).await?;
///     assert_eq!(done.state.text.as_deref(), Some("Hello Ada"));
///     Ok::<(), haltgraph::Error>(())
/// })
/// # .unwrap();
/// ```
#[must_use = "a graph does nothing until it is compiled"]
pub struct StateGraph<S> {
    spec: GraphSpec,
    functions: Vec<(Rc<str>, Function)>,
    paths: Vec<(Rc<str>, PathFn)>,
    state: PhantomData<fn() -> S>,
}

impl<S: State> StateGraph<S> {
    /// A graph without nodes.
    pub fn new() -> Self {
        Self { spec: GraphSpec::default(), functions: Vec::new(), paths: Vec::new(), state: PhantomData }
    }

    /// The name that its threads carry: needed where two graphs share a saver (S-CON-14).
    pub fn name(mut self, name: &str) -> Self {
        self.spec.name = Some(name.to_owned());
        self
    }

    /// Your version of the graph, part of its digest.
    pub fn version(mut self, version: &str) -> Self {
        self.spec.version = Some(version.to_owned());
        self
    }

    /// A node: a function, async or not, from the state (or the [`Arg`](super::Arg) of a
    /// [`SendTo`](super::SendTo)) and the [`Runtime`](super::Runtime) to an update, a [`Command`](super::Command), or
    /// nothing.
    pub fn node<M>(self, name: &str, node: impl IntoNode<S, M>) -> Self {
        self.add(name, NodeKind::Plain, Function::Plain(node.into_node().0))
    }

    /// A gate: a node that only asks. `ask` makes the question from the state, or none; `answer` gets the decision and
    /// returns what a node may return. Nothing before the question ever runs again (S-GATE-01 to 04).
    pub fn gate<I: FromInput, A: IntoAsk, M>(
        self,
        name: &str,
        ask: impl Fn(&I) -> A + 'static,
        answer: impl IntoAnswer<S, M>,
    ) -> Self {
        self.add(name, NodeKind::Gate, Function::Gate(asking(ask), answer.into_answer().0))
    }

    fn add(mut self, name: &str, kind: NodeKind, function: Function) -> Self {
        self.spec.nodes.push(NodeSpec { name: name.to_owned(), kind, ends: Vec::new() });
        self.functions.push((name.into(), function));
        self
    }

    /// Names nodes that a node's result leads to by `goto`; without it they count as unreachable.
    pub fn ends<const N: usize>(mut self, node: &str, targets: [&str; N]) -> Self {
        for spec in self.spec.nodes.iter_mut().filter(|spec| spec.name == node) {
            spec.ends.extend(targets.map(str::to_owned));
        }
        self
    }

    /// `to` runs after `from`.
    pub fn edge(mut self, from: &str, to: &str) -> Self {
        self.spec.edges.push((from.to_owned(), to.to_owned()));
        self
    }

    /// `to` runs once, after all of these have run (S-STP-40).
    pub fn join<const N: usize>(mut self, from: [&str; N], to: &str) -> Self {
        self.spec.joins.push(JoinSpec { from: from.map(str::to_owned).to_vec(), to: to.to_owned() });
        self
    }

    /// Every call stops before these nodes; [`Continue`](super::Continue) goes on (S-INT-80).
    pub fn interrupt_before<const N: usize>(mut self, nodes: [&str; N]) -> Self {
        self.spec.interrupt_before = Stops::Nodes(nodes.map(str::to_owned).to_vec());
        self
    }

    /// Every call stops after these nodes.
    pub fn interrupt_after<const N: usize>(mut self, nodes: [&str; N]) -> Self {
        self.spec.interrupt_after = Stops::Nodes(nodes.map(str::to_owned).to_vec());
        self
    }

    /// A conditional edge: after `from`, `path` says from the state which nodes run next. It may return a name, END, a
    /// [`SendTo`](super::SendTo), or a list of such.
    pub fn branch<T: IntoTargets>(self, from: &str, path: impl Fn(&S) -> T + 'static) -> Self {
        self.add_branch(from, None, move |state| Ok(path(&state).into_targets()))
    }

    /// A conditional edge that leads to some of these nodes only.
    pub fn branch_to<T: IntoTargets, const N: usize>(
        self,
        from: &str,
        path: impl Fn(&S) -> T + 'static,
        targets: [&str; N],
    ) -> Self {
        let known = targets.map(str::to_owned).to_vec();
        let ends = known.clone();
        self.add_branch(from, Some(ends), move |state| {
            let found = path(&state).into_targets();
            let stray = found.iter().any(|target| matches!(target, Target::Node(name) if !known.contains(name)));
            if stray { Err(unknown_target()) } else { Ok(found) }
        })
    }

    fn add_branch(
        mut self,
        from: &str,
        ends: Option<Vec<String>>,
        path: impl Fn(S) -> Result<Vec<Target>> + 'static,
    ) -> Self {
        self.spec.branches.push(BranchSpec { source: from.to_owned(), ends });
        let path: PathFn = Box::new(move |input| path(read_state(input)?));
        self.paths.push((from.into(), path));
        self
    }

    /// Checks the graph and makes an app of it, with a saver: [`MemorySaver`](super::MemorySaver), in a browser
    /// `IndexedDbSaver`; or [`NoSaver`](super::NoSaver).
    ///
    /// # Errors
    /// What [`Graph::compile`](crate::graph::Graph::compile) refuses; `E_NO_WORLD` natively, outside of
    /// [`testing::block_on`](crate::testing::block_on).
    pub fn compile(self, saver: impl IntoSaver) -> Result<App<S>> {
        self.compile_in(world::current()?, saver)
    }

    /// As [`compile`](Self::compile), in a world of your own.
    ///
    /// # Errors
    /// What [`Graph::compile`](crate::graph::Graph::compile) refuses.
    pub fn compile_in(mut self, world: Rc<dyn World>, saver: impl IntoSaver) -> Result<App<S>> {
        let saver = saver.into_saver();
        let channels = S::channels();
        self.spec.channels = channels.iter().map(channel).collect();
        let desk = Desk::new(world, saver.is_some());
        let host = RustHost {
            desk: Rc::clone(&desk),
            channels,
            order: OnceCell::new(),
            nodes: self.functions,
            paths: self.paths,
        };
        App::new(crate::runtime::App::new(&self.spec, host, saver)?, desk)
    }
}

impl<S: State> Default for StateGraph<S> {
    fn default() -> Self {
        Self::new()
    }
}

fn channel(channel: &Channel) -> ChannelSpec {
    let kind = match channel.rule {
        Rule::Last => ChannelKind::Last,
        Rule::Reducer(_) => ChannelKind::Reducer,
        Rule::Untracked => ChannelKind::Untracked,
    };
    ChannelSpec { name: channel.name.to_owned(), kind, initial: channel.initial.is_some(), guard: true }
}

fn unknown_target() -> crate::Error {
    crate::Error::new("UNKNOWN_NODE", "Branch condition returned unknown or null destination. Name it in the targets.")
}
