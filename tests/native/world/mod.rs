//! A world for the engine to run in: nodes are closures, time stands still until it is moved, every effect is counted,
//! and the page may die at any of them.

mod host;
mod mortal;
mod page;
mod post;
mod pulse;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use haltgraph::checkpoint::question::Decided;
use haltgraph::graph::{BranchSpec, ChannelKind, ChannelSpec, GraphSpec, JoinSpec, NodeKind, NodeSpec};
use haltgraph::runtime::Goto;
use haltgraph::savers::MemorySaver;
use serde_json::{Value, json};

pub use page::{Page, Told, engine_error};
pub use post::Post;
pub use pulse::Pulse;

/// What a node is given.
pub struct Call {
    /// Its input, an object.
    pub input: Value,
    /// The answers that the task has, in the order in which it asked.
    pub answers: Vec<Rc<Decided>>,
    /// `runtime.key(name)`.
    pub key: Box<dyn Fn(&str) -> String>,
}

impl Call {
    /// `interrupt(payload)`: the answer to the `index`-th question, or the question.
    pub fn ask(&self, index: usize, payload: Value) -> Result<Value, Act> {
        match self.answers.get(index) {
            Some(decided) => Ok(value_of(decided)),
            None => Err(Act::Ask(index as u32, payload, None)),
        }
    }
}

/// What a node does.
pub enum Act {
    /// It returns this update. A member `{"__overwrite__": value}` overwrites.
    Update(Value),
    /// It returns a Command: an update, and where it leads.
    Lead(Value, Vec<Goto<Value>>),
    /// It asks; with a time to live and the answer for when it is over.
    Ask(u32, Value, Option<(u64, Value)>),
    /// It throws.
    Throw(&'static str),
    /// It settles when the world lets it: `World::release`.
    Hang(Box<Act>),
}

type Node = Rc<dyn Fn(&Call) -> Act>;
type Route = Rc<dyn Fn(&Value) -> Vec<Goto<Value>>>;

/// A graph and its functions.
#[derive(Clone, Default)]
pub struct Program {
    pub spec: GraphSpec,
    nodes: Vec<Node>,
    answers: Vec<Option<Node>>,
    routes: Vec<Route>,
}

impl Program {
    pub fn channel(mut self, name: &str) -> Self {
        self.spec.channels.push(ChannelSpec { name: name.into(), ..ChannelSpec::default() });
        self
    }

    /// A list that updates are appended to.
    pub fn list(mut self, name: &str) -> Self {
        let (name, kind) = (name.into(), ChannelKind::Reducer);
        self.spec.channels.push(ChannelSpec { name, kind, initial: true, guard: false });
        self
    }

    /// A value that lives for one call.
    pub fn untracked(mut self, name: &str, guard: bool) -> Self {
        let (name, kind) = (name.into(), ChannelKind::Untracked);
        self.spec.channels.push(ChannelSpec { name, kind, initial: false, guard });
        self
    }

    pub fn node(mut self, name: &str, node: impl Fn(&Call) -> Act + 'static) -> Self {
        self.spec.nodes.push(NodeSpec { name: name.into(), ..NodeSpec::default() });
        self.nodes.push(Rc::new(node));
        self.answers.push(None);
        self
    }

    /// A gate. `answer` finds the decision as the last of its answers.
    pub fn gate(
        mut self,
        name: &str,
        ask: impl Fn(&Call) -> Act + 'static,
        answer: impl Fn(&Call) -> Act + 'static,
    ) -> Self {
        self.spec.nodes.push(NodeSpec { name: name.into(), kind: NodeKind::Gate, ends: Vec::new() });
        self.nodes.push(Rc::new(ask));
        self.answers.push(Some(Rc::new(answer)));
        self
    }

    pub fn edge(mut self, from: &str, to: &str) -> Self {
        self.spec.edges.push((from.into(), to.into()));
        self
    }

    /// `to` runs once all of `from` have run.
    pub fn join(mut self, from: &[&str], to: &str) -> Self {
        let from = from.iter().map(|name| (*name).to_owned()).collect();
        self.spec.joins.push(JoinSpec { from, to: to.into() });
        self
    }

    /// Targets that only results name.
    pub fn ends(mut self, node: &str, ends: &[&str]) -> Self {
        let node = self.spec.nodes.iter_mut().find(|known| known.name == node).expect("a node");
        node.ends = ends.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    pub fn branch(self, source: &str, route: impl Fn(&Value) -> Vec<String> + 'static) -> Self {
        self.fan_out(source, move |state| route(state).into_iter().map(Goto::Node).collect())
    }

    /// A conditional edge that may lead to Sends.
    pub fn fan_out(mut self, source: &str, route: impl Fn(&Value) -> Vec<Goto<Value>> + 'static) -> Self {
        self.spec.branches.push(BranchSpec { source: source.into(), ends: None });
        self.routes.push(Rc::new(route));
        self
    }
}

/// Everything outside of pages: the store, the outside service, the clock, the randomness, and death.
pub struct World {
    pub store: MemorySaver<Rc<str>>,
    pub now: Cell<u64>,
    seed: Cell<u64>,
    /// Calls begun by any page: no two have one number, so that nothing may rest on it.
    pub runs: Cell<u32>,
    pub pulse: Rc<Pulse>,
    pub post: Rc<Post>,
    /// What an outside service did, by idempotency key: how often it was asked, and what it did once.
    pub ledger: RefCell<BTreeMap<String, (u32, String)>>,
    /// How often each node was called.
    pub calls: RefCell<BTreeMap<String, u32>>,
}

impl World {
    pub fn new(seed: u64) -> Rc<Self> {
        Rc::new(Self {
            store: MemorySaver::new(),
            now: Cell::new(1_000_000),
            seed: Cell::new(seed),
            runs: Cell::new(0),
            pulse: Rc::default(),
            post: Rc::default(),
            ledger: RefCell::default(),
            calls: RefCell::default(),
        })
    }

    /// A page that runs the program.
    pub fn open(self: &Rc<Self>, program: &Program) -> Page {
        Page::open(self, program)
    }

    /// A page whose app keeps nothing.
    pub fn open_unsaved(self: &Rc<Self>, program: &Program) -> Page {
        Page::open_unsaved(self, program)
    }

    /// Sixteen pseudo-random bytes (SplitMix64), so that a seed replays a run.
    pub fn random(&self) -> [u8; 16] {
        let next = || {
            self.seed.set(self.seed.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
            let z = self.seed.get();
            let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        };
        u128::from(next()).wrapping_shl(64).wrapping_add(u128::from(next())).to_be_bytes()
    }

    /// An outside service that acts once per key. A page may die before it asks.
    pub fn serve(&self, key: String, what: &str) {
        if !self.pulse.beat() {
            return;
        }
        self.ledger.borrow_mut().entry(key).or_insert((0, what.to_owned())).0 += 1;
    }

    /// What the outside service did.
    pub fn served(&self) -> Vec<String> {
        let mut done: Vec<_> = self.ledger.borrow().values().map(|(_, what)| what.clone()).collect();
        done.sort();
        done
    }

    pub fn called(&self, node: &str) -> u32 {
        self.calls.borrow().get(node).copied().unwrap_or(0)
    }
}

/// The resume value of an answer.
pub fn value_of(decided: &Decided) -> Value {
    decided.row.value.as_ref().map_or(Value::Null, |value| serde_json::from_str(&value.0).expect("canonical JSON"))
}

/// Input for one list entry.
pub fn entry(text: &str) -> Value {
    json!({ "log": [text] })
}
