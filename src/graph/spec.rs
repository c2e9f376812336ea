//! The plain description of a graph that builders hand over: names, kinds and edges. Functions stay with the host.

use serde::Deserialize;

/// What a node does when it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// It computes an update.
    #[default]
    Plain,
    /// It asks a person first: `ask` makes the question, `answer` gets the decision (S-GATE-01).
    Gate,
}

impl NodeKind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gate => "gate",
        }
    }
}

/// How updates to a channel combine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// At most one write per superstep; it becomes the value.
    #[default]
    Last,
    /// Writes are folded by the host's reducer, in task order.
    Reducer,
}

impl ChannelKind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::Reducer => "reducer",
        }
    }
}

/// One channel.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelSpec {
    /// Its name.
    pub name: String,
    /// How updates combine.
    #[serde(default)]
    pub kind: ChannelKind,
    /// Whether the host has an initial value for it.
    #[serde(default)]
    pub initial: bool,
}

/// One node.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeSpec {
    /// Its name.
    pub name: String,
    /// What it does when it runs.
    #[serde(default)]
    pub kind: NodeKind,
    /// Targets that its result may name, for validation and drawing only.
    #[serde(default)]
    pub ends: Vec<String>,
}

/// One conditional edge.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BranchSpec {
    /// The node whose result it routes, or START.
    pub source: String,
    /// The targets of its path map; `None` when it has none and may name any node.
    #[serde(default)]
    pub ends: Option<Vec<String>>,
}

/// A graph, as data.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GraphSpec {
    /// The name that its threads carry.
    #[serde(default)]
    pub name: Option<String>,
    /// The developer's version, part of the graph's digest.
    #[serde(default)]
    pub version: Option<String>,
    /// Channels, in the host's order.
    #[serde(default)]
    pub channels: Vec<ChannelSpec>,
    /// Nodes, in the host's order.
    #[serde(default)]
    pub nodes: Vec<NodeSpec>,
    /// Plain edges `[from, to]`.
    #[serde(default)]
    pub edges: Vec<(String, String)>,
    /// Conditional edges, in the order they were added.
    #[serde(default)]
    pub branches: Vec<BranchSpec>,
}
