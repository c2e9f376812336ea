//! WHAT a graph is: nodes, edges, branches and channels, checked once and interned.
//!
//! A [`Graph`] is made from a [`GraphSpec`], which any language's builder can produce. It knows nothing of values,
//! runs or stores: user functions stay with the host, under the positions they had in the spec.

mod spec;
mod validate;

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::rc::Rc;

pub use spec::{BranchSpec, ChannelKind, ChannelSpec, GraphSpec, NodeKind, NodeSpec};

use crate::error::Error;
use crate::ordered::{sort, sort_by};

/// The hidden node that receives input.
pub const START: &str = "__start__";
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
                },
            ),
            channels: sorted(
                &spec.channels,
                |channel| &channel.name,
                |host, channel| Channel {
                    name: channel.name.as_str().into(),
                    kind: channel.kind,
                    initial: channel.initial,
                    host,
                },
            ),
            entry: Vec::new(),
            entry_branches: Vec::new(),
        };
        graph.wire(spec);
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
    let mut text = String::new();
    // `{:?}` of strings, tuples and options is injective, which is all that a fingerprint needs; the JSON string
    // around it keeps the digest's one rule: canonical JSON in, SHA-256 out.
    let _ = write!(text, "{:?}", (nodes, channels, edges, branches, &spec.version));
    text
}
