//! The plain description of a graph that builders hand over: names, kinds and edges. Functions stay with the host.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

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
    /// As [`Self::Last`], but the value lives for one call and is never stored (S-STA-22).
    Untracked,
}

impl ChannelKind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::Reducer => "reducer",
            Self::Untracked => "untracked",
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
    /// Whether an untracked channel takes one write per superstep only; else the last one counts.
    #[serde(default)]
    pub guard: bool,
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

/// An edge that waits for several nodes: its target runs once all of them have run (S-STP-40).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
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

impl<'de> Deserialize<'de> for Stops {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Given;
        impl<'de> Visitor<'de> for Given {
            type Value = Stops;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"*\" or a list of node names")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Stops, E> {
                if text == "*" {
                    Ok(Stops::All)
                } else {
                    Err(E::custom("a breakpoint is \"*\" or a list of node names"))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Stops, A::Error> {
                let mut nodes = Vec::new();
                while let Some(name) = names.next_element()? {
                    nodes.push(name);
                }
                Ok(Stops::Nodes(nodes))
            }
        }
        from.deserialize_any(Given)
    }
}

/// A graph, as data.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
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
    /// Edges that wait for several nodes.
    #[serde(default)]
    pub joins: Vec<JoinSpec>,
    /// Conditional edges, in the order they were added.
    #[serde(default)]
    pub branches: Vec<BranchSpec>,
    /// Nodes before which every run stops, unless a call says otherwise.
    #[serde(default)]
    pub interrupt_before: Stops,
    /// Nodes after which every run stops, unless a call says otherwise.
    #[serde(default)]
    pub interrupt_after: Stops,
}
