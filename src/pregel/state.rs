//! State between two supersteps, and the record of one superstep. Values are handles; nothing here encodes them.

use crate::checkpoint::record::Source;
use crate::graph::{ChannelId, Graph, NodeId};

/// The state of a thread between two supersteps.
#[derive(Clone, Debug)]
pub struct State<V> {
    /// Each channel's value, by [`ChannelId`]; `None` while it was never written and has no initial value.
    pub values: Vec<Option<V>>,
    /// Nodes triggered and not yet run, ascending.
    pub triggers: Vec<NodeId>,
    /// Step number of the newest checkpoint, -2 before the first (S-STP-01).
    pub step: i64,
}

impl<V> State<V> {
    /// The state of a thread that has none, with the channels' initial values.
    pub fn fresh(graph: &Graph, mut initial: impl FnMut(ChannelId) -> Option<V>) -> Self {
        let values = (0u32..).zip(graph.channels()).map(|(id, _)| initial(ChannelId(id))).collect();
        Self { values, triggers: Vec::new(), step: -2 }
    }

    /// The value of a channel, if it has one.
    pub fn value(&self, channel: ChannelId) -> Option<&V> {
        self.values.get(channel.0 as usize)?.as_ref()
    }
}

/// What one task contributed to a changed channel.
#[derive(Clone, Debug)]
pub enum Share<V> {
    /// The whole new value.
    Whole,
    /// So many of the appended elements.
    Ops(u32),
    /// An update that the reducer made something else of.
    Update(V),
}

/// A channel that a superstep changed.
#[derive(Clone, Debug)]
pub struct Changed<V> {
    /// The channel.
    pub channel: ChannelId,
    /// Its new value.
    pub value: V,
    /// Where the new value only appends to the old: how many of its leading elements are the old ones.
    pub kept: Option<u32>,
    /// Who wrote it, in task order; empty for input.
    pub shares: Vec<(NodeId, Share<V>)>,
}

/// Which nodes made a superstep or wait behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The hidden START node.
    Start,
    /// These nodes, ascending.
    Nodes(Vec<NodeId>),
}

/// The record of one superstep: what a checkpoint row is made of.
#[derive(Clone, Debug)]
pub struct Superstep<V> {
    /// Its number.
    pub step: i64,
    /// Where it comes from.
    pub source: Source,
    /// The channels it changed, ascending.
    pub changed: Vec<Changed<V>>,
    /// What runs next: START after an input.
    pub triggers: Origin,
    /// What ran; no nodes for an input.
    pub last: Origin,
}
