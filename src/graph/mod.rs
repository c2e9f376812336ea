//! WHAT a graph is: nodes, edges, branches and channels, checked once and interned.
//!
//! A [`Graph`] is made from a [`GraphSpec`], which any language's builder can produce. It knows nothing of values,
//! runs or stores: user functions stay with the host, under the positions they had in the spec.

mod spec;
mod validate;

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::rc::Rc;

pub use spec::{BranchSpec, ChannelKind, ChannelSpec, GraphSpec, JoinSpec, NodeKind, NodeSpec, Stops};

use crate::error::Error;
use crate::ordered::{sort, sort_by};

/// The hidden node that receives input.
pub const START: &str = "__start__";
/// The hidden channel that the Send queue is kept in (S-STP-62).
pub const TASKS: &str = "__pregel_tasks";
/// Where a branch of the graph ends.
pub const END: &str = "__end__";

/// A node's place in a graph; ascending ids are ascending names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// A channel's place in a graph; ascending ids are ascending names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChannelId(pub u32);

/// A conditional edge's place in the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BranchId(pub u32);

/// A join's place in a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JoinId(pub u32);

/// One edge that waits for several nodes.
#[derive(Debug)]
pub struct Join {
    /// The nodes that it waits for, ascending.
    pub from: Vec<NodeId>,
    /// The node that runs then.
    pub to: NodeId,
}

/// Nodes before or after which a run stops, as ids (S-INT-80).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breakpoints {
    /// Every node.
    All,
    /// These nodes.
    Nodes(Vec<NodeId>),
}

impl Breakpoints {
    /// Whether any of these nodes is one of them.
    pub fn hit(&self, mut nodes: impl Iterator<Item = NodeId>) -> bool {
        match self {
            Self::All => nodes.next().is_some(),
            Self::Nodes(listed) => nodes.any(|node| listed.contains(&node)),
        }
    }
}

/// One node.
#[derive(Debug)]
pub struct Node {
    /// Its name.
    pub name: Rc<str>,
    /// What it does when it runs.
    pub kind: NodeKind,
    /// Its position in the spec, where the host keeps its function.
    pub host: u32,
    /// Targets of its plain edges, ascending.
    pub next: Vec<NodeId>,
    /// Its conditional edges, in the order they were added.
    pub branches: Vec<BranchId>,
    /// The joins that wait for it.
    pub joins: Vec<JoinId>,
}

/// One channel: a named slot of state.
#[derive(Debug)]
pub struct Channel {
    /// Its name.
    pub name: Rc<str>,
    /// How updates combine.
    pub kind: ChannelKind,
    /// Whether the host has an initial value for it.
    pub initial: bool,
    /// Whether an untracked channel takes one write per superstep only.
    pub guard: bool,
    /// Its position in the spec, where the host keeps its reducer.
    pub host: u32,
}

/// A graph that passed validation, with names interned.
#[derive(Debug)]
pub struct Graph {
    name: Option<Rc<str>>,
    fingerprint: String,
    nodes: Vec<Node>,
    channels: Vec<Channel>,
    entry: Vec<NodeId>,
    entry_branches: Vec<BranchId>,
    joins: Vec<Join>,
    before: Breakpoints,
    after: Breakpoints,
}

impl Graph {
    /// Checks a spec and interns its names.
    ///
    /// # Errors
    /// The first violation in the order of S-BLD-51: an edge from an unknown node, an unreachable node
    /// (`UNREACHABLE_NODE`), an edge to an unknown node; names that S-BLD-12 refuses.
    pub fn compile(spec: &GraphSpec) -> Result<Self, Error> {
        validate::check(spec)?;
        let fingerprint = fingerprint(spec);
        let mut graph = Self {
            name: spec.name.as_deref().map(Rc::from),
            fingerprint,
            nodes: sorted(
                &spec.nodes,
                |node| &node.name,
                |host, node| Node {
                    name: node.name.as_str().into(),
                    kind: node.kind,
                    host,
                    next: Vec::new(),
                    branches: Vec::new(),
                    joins: Vec::new(),
                },
            ),
            channels: sorted(
                &spec.channels,
                |channel| &channel.name,
                |host, channel| Channel {
                    name: channel.name.as_str().into(),
                    kind: channel.kind,
                    initial: channel.initial,
                    guard: channel.guard,
                    host,
                },
            ),
            entry: Vec::new(),
            entry_branches: Vec::new(),
            joins: Vec::new(),
            before: Breakpoints::All,
            after: Breakpoints::All,
        };
        graph.wire(spec);
        graph.before = graph.breakpoints(&spec.interrupt_before)?;
        graph.after = graph.breakpoints(&spec.interrupt_after)?;
        Ok(graph)
    }

    fn wire(&mut self, spec: &GraphSpec) {
        for (from, to) in &spec.edges {
            let Some(target) = self.node_id(to) else { continue };
            let targets = match self.node_id(from).and_then(|id| self.nodes.get_mut(id.0 as usize)) {
                Some(node) => &mut node.next,
                None => &mut self.entry,
            };
            if let Err(place) = targets.binary_search(&target) {
                targets.insert(place, target);
            }
        }
        for (index, branch) in (0u32..).zip(&spec.branches) {
            let branches = match self.node_id(&branch.source).and_then(|id| self.nodes.get_mut(id.0 as usize)) {
                Some(node) => &mut node.branches,
                None => &mut self.entry_branches,
            };
            branches.push(BranchId(index));
        }
        for join in &spec.joins {
            self.wire_join(join);
        }
    }

    /// The same join twice is one.
    fn wire_join(&mut self, spec: &JoinSpec) {
        let mut from: Vec<_> = spec.from.iter().filter_map(|name| self.node_id(name)).collect();
        sort(&mut from);
        from.dedup();
        let Some(to) = self.node_id(&spec.to) else { return };
        if self.joins.iter().any(|join| join.to == to && join.from == from) {
            return;
        }
        let id = JoinId(u32::try_from(self.joins.len()).unwrap_or(u32::MAX));
        for source in &from {
            if let Some(node) = self.nodes.get_mut(source.0 as usize) {
                node.joins.push(id);
            }
        }
        self.joins.push(Join { from, to });
    }

    /// Breakpoints as ids.
    ///
    /// # Errors
    /// `GRAPH_VALIDATION` for a name that is no node (S-BLD-51).
    pub fn breakpoints(&self, stops: &Stops) -> Result<Breakpoints, Error> {
        let Stops::Nodes(names) = stops else { return Ok(Breakpoints::All) };
        let id = |name: &String| {
            self.node_id(name)
                .ok_or_else(|| Error::new("GRAPH_VALIDATION", format!("Interrupt node `{name}` is not present")))
        };
        names.iter().map(id).collect::<Result<_, _>>().map(Breakpoints::Nodes)
    }

    /// The name that threads of this graph carry; `None` until the graph is given one.
    pub fn name(&self) -> Option<&Rc<str>> {
        self.name.as_ref()
    }

    /// JSON text over node names, edges, channel kinds and the developer's version; its digest is the graph's
    /// (S-BLD-62). Function text is never part of it.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// All nodes, in ascending order of name.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All channels, in ascending order of name.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// Targets of the plain edges out of START.
    pub fn entry(&self) -> &[NodeId] {
        &self.entry
    }

    /// Conditional edges out of START.
    pub fn entry_branches(&self) -> &[BranchId] {
        &self.entry_branches
    }

    /// Edges that wait for several nodes.
    pub fn joins(&self) -> &[Join] {
        &self.joins
    }

    /// The join of that id.
    pub fn join(&self, id: JoinId) -> Option<&Join> {
        self.joins.get(id.0 as usize)
    }

    /// Nodes before which a run stops.
    pub fn interrupt_before(&self) -> &Breakpoints {
        &self.before
    }

    /// Nodes after which a run stops.
    pub fn interrupt_after(&self) -> &Breakpoints {
        &self.after
    }

    /// The node of that id. An id of another graph gives `None`.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// The channel of that id.
    pub fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.channels.get(id.0 as usize)
    }

    /// The node of that name.
    pub fn node_id(&self, name: &str) -> Option<NodeId> {
        position(&self.nodes, name, |node| &node.name).map(NodeId)
    }

    /// The channel of that name.
    pub fn channel_id(&self, name: &str) -> Option<ChannelId> {
        position(&self.channels, name, |channel| &channel.name).map(ChannelId)
    }
}

/// Ascending order of names: by UTF-16 unit, as JavaScript sorts strings, so that both languages agree.
fn by_name(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

fn sorted<S, T>(specs: &[S], name: impl Fn(&S) -> &str, make: impl Fn(u32, &S) -> T) -> Vec<T> {
    let mut order: Vec<(u32, &S)> = (0u32..).zip(specs).collect();
    sort_by(&mut order, |a, b| by_name(name(a.1), name(b.1)));
    order.into_iter().map(|(host, spec)| make(host, spec)).collect()
}

fn position<T>(items: &[T], name: &str, of: impl Fn(&T) -> &str) -> Option<u32> {
    items.binary_search_by(|item| by_name(of(item), name)).ok().and_then(|index| u32::try_from(index).ok())
}

fn fingerprint(spec: &GraphSpec) -> String {
    let mut nodes: Vec<_> = spec.nodes.iter().map(|node| (&node.name, node.kind.word())).collect();
    sort_by(&mut nodes, |a, b| by_name(a.0, b.0));
    let mut channels: Vec<_> = spec.channels.iter().map(|channel| (&channel.name, channel.kind.word())).collect();
    sort_by(&mut channels, |a, b| by_name(a.0, b.0));
    let mut edges: Vec<_> = spec.edges.iter().collect();
    sort(&mut edges);
    edges.dedup();
    let mut branches: Vec<_> = spec.branches.iter().map(|branch| (&branch.source, &branch.ends)).collect();
    sort(&mut branches);
    let mut joins: Vec<_> = spec.joins.iter().map(|join| (&join.to, &join.from)).collect();
    sort(&mut joins);
    let mut print = Print(String::new());
    print.list(nodes, |print, (name, kind)| print.text(name).text(kind));
    print.list(channels, |print, (name, kind)| print.text(name).text(kind));
    print.list(edges, |print, (from, to)| print.text(from).text(to));
    print.list(joins, |print, (to, from)| print.text(to).names(from));
    print.list(branches, |print, (source, ends)| match ends {
        Some(ends) => print.text(source).text("to").names(ends),
        None => print.text(source).text("anywhere"),
    });
    print.names(spec.version.as_slice());
    print.0
}

/// A text that no two graphs share: every part says how long it is.
struct Print(String);

impl Print {
    fn text(&mut self, text: &str) -> &mut Self {
        let _ = write!(self.0, "{}:{text}", text.len());
        self
    }

    fn list<T>(&mut self, items: Vec<T>, each: impl Fn(&mut Self, T) -> &mut Self) {
        let _ = write!(self.0, "{};", items.len());
        for item in items {
            each(self, item);
        }
    }

    fn names(&mut self, names: &[String]) -> &mut Self {
        self.list(names.iter().collect(), |print, name| print.text(name));
        self
    }
}
