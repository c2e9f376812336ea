//! The plain description of a graph that builders hand over: names, kinds and edges. Functions stay with the host.

/// What a node does when it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeKind {
    /// It computes an update.
    #[default]
    Plain,
    /// It asks a person first: `ask` makes the question, `answer` gets the decision (S-GATE-01).
    Gate,
}

impl NodeKind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gate => "gate",
        }
    }
}

/// How updates to a channel combine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChannelKind {
    /// At most one write per superstep; it becomes the value.
    #[default]
    Last,
    /// Writes are folded by the host's reducer, in task order.
    Reducer,
    /// As [`Self::Last`], but the value lives for one call and is never stored (S-STA-22).
    Untracked,
}

impl ChannelKind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::Reducer => "reducer",
            Self::Untracked => "untracked",
        }
    }
}

/// One channel.
#[derive(Clone, Debug, Default)]
pub struct ChannelSpec {
    /// Its name.
    pub name: String,
    /// How updates combine.
    pub kind: ChannelKind,
    /// Whether the host has an initial value for it.
    pub initial: bool,
    /// Whether an untracked channel takes one write per superstep only; else the last one counts.
    pub guard: bool,
}

/// One node.
#[derive(Clone, Debug, Default)]
pub struct NodeSpec {
    /// Its name.
    pub name: String,
    /// What it does when it runs.
    pub kind: NodeKind,
    /// Targets that its result may name, for validation and drawing only.
    pub ends: Vec<String>,
}

/// One conditional edge.
#[derive(Clone, Debug, Default)]
pub struct BranchSpec {
    /// The node whose result it routes, or START.
    pub source: String,
    /// The targets of its path map; `None` when it has none and may name any node.
    pub ends: Option<Vec<String>>,
}

/// An edge that waits for several nodes: its target runs once all of them have run (S-STP-40).
#[derive(Clone, Debug, Default)]
pub struct JoinSpec {
    /// The nodes that it waits for.
    pub from: Vec<String>,
    /// The node that runs then.
    pub to: String,
}

/// Nodes before or after which a run stops: static breakpoints (S-INT-80).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stops {
    /// Every node, `"*"`.
    All,
    /// These nodes.
    Nodes(Vec<String>),
}

impl Default for Stops {
    fn default() -> Self {
        Self::Nodes(Vec::new())
    }
}

/// A graph, as data.
#[derive(Clone, Debug, Default)]
pub struct GraphSpec {
    /// The name that its threads carry.
    pub name: Option<String>,
    /// The developer's version, part of the graph's digest.
    pub version: Option<String>,
    /// Channels, in the host's order.
    pub channels: Vec<ChannelSpec>,
    /// Nodes, in the host's order.
    pub nodes: Vec<NodeSpec>,
    /// Plain edges `[from, to]`.
    pub edges: Vec<(String, String)>,
    /// Edges that wait for several nodes.
    pub joins: Vec<JoinSpec>,
    /// Conditional edges, in the order they were added.
    pub branches: Vec<BranchSpec>,
    /// Nodes before which every run stops, unless a call says otherwise.
    pub interrupt_before: Stops,
    /// Nodes after which every run stops, unless a call says otherwise.
    pub interrupt_after: Stops,
}
