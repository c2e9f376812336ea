//! State between two supersteps, and the record of one superstep. Values are handles; nothing here encodes them.

use std::borrow::Cow;

use super::event::{Packet, Targets};
use super::task::Path;
use crate::checkpoint::record::Source;
use crate::graph::{ChannelId, Graph, JoinId, NodeId};
use crate::ordered::sort;

/// Joins that some of their sources have reached, and which, ascending.
pub type Arrived = Vec<(JoinId, Vec<NodeId>)>;

/// The state of a thread between two supersteps.
#[derive(Clone, Debug)]
pub struct State<V> {
    /// Each channel's value, by [`ChannelId`]; `None` while it was never written and has no initial value.
    pub values: Vec<Option<V>>,
    /// START is to run: the newest checkpoint is an input.
    pub start: bool,
    /// Nodes triggered and not yet run, ascending.
    pub triggers: Vec<NodeId>,
    /// The Send queue.
    pub sends: Vec<Packet<V>>,
    /// Joins that wait for more of their sources.
    pub arrived: Arrived,
    /// Step number of the newest checkpoint, -2 before the first (S-STP-01).
    pub step: i64,
}

impl<V> State<V> {
    /// The state of a thread that has none, with the channels' initial values.
    pub fn fresh(graph: &Graph, mut initial: impl FnMut(ChannelId) -> Option<V>) -> Self {
        let values = (0u32..).zip(graph.channels()).map(|(id, _)| initial(ChannelId(id))).collect();
        Self { values, start: false, triggers: Vec::new(), sends: Vec::new(), arrived: Vec::new(), step: -2 }
    }

    /// Whether anything is left to run.
    pub fn is_due(&self) -> bool {
        self.start || !self.triggers.is_empty() || !self.sends.is_empty()
    }

    /// Adds to what runs next; a node that is triggered twice runs once.
    pub(super) fn trigger(&mut self, targets: Targets<V>) {
        self.triggers.extend(targets.nodes);
        sort(&mut self.triggers);
        self.triggers.dedup();
        self.sends.extend(targets.sends);
    }

    /// The state with more to run: what a Command led to stands beside what its checkpoint says.
    #[must_use]
    pub fn beside(&self, targets: &Targets<V>) -> Cow<'_, Self>
    where
        V: Clone,
    {
        if targets.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut state = self.clone();
        state.trigger(targets.clone());
        Cow::Owned(state)
    }

    /// Drops what was to run.
    pub(super) fn clear_due(&mut self) {
        self.start = false;
        self.triggers.clear();
        self.sends.clear();
    }

    /// The value of a channel, if it has one.
    pub fn value(&self, channel: ChannelId) -> Option<&V> {
        self.values.get(channel.0 as usize)?.as_ref()
    }

    /// These nodes ran in one superstep: gives the targets of the joins that now have all of their sources. A join that
    /// fires waits for all of them again (S-STA-21).
    pub(super) fn arrive(&mut self, graph: &Graph, nodes: &[NodeId]) -> Vec<NodeId> {
        for node in nodes {
            for id in graph.node(*node).map_or(&[][..], |node| &node.joins) {
                self.arrive_at(*id, *node);
            }
        }
        let mut ready = Vec::new();
        self.arrived.retain(|(id, arrived)| {
            let complete = graph.join(*id).filter(|join| join.from == *arrived);
            ready.extend(complete.map(|join| join.to));
            complete.is_none()
        });
        ready
    }

    fn arrive_at(&mut self, id: JoinId, node: NodeId) {
        let at = self.arrived.binary_search_by(|(known, _)| known.cmp(&id)).unwrap_or_else(|place| {
            self.arrived.insert(place, (id, Vec::new()));
            place
        });
        if let Some((_, arrived)) = self.arrived.get_mut(at)
            && let Err(place) = arrived.binary_search(&node)
        {
            arrived.insert(place, node);
        }
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
    /// Who wrote it, in task order; `None` for what a Command wrote; empty for input.
    pub shares: Vec<(Option<Path>, Share<V>)>,
}

impl<V> Changed<V> {
    /// The two changes as one, `self` first.
    pub(super) fn followed_by(mut self, next: Self) -> Self {
        self.kept = if next.kept.is_some() { self.kept } else { None };
        self.value = next.value;
        self.shares.extend(next.shares);
        self
    }
}

/// Who made a superstep.
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
    /// START runs next.
    pub start: bool,
    /// Nodes that run next, ascending.
    pub triggers: Vec<NodeId>,
    /// The Send queue, where it changed.
    pub sends: Option<Vec<Packet<V>>>,
    /// Joins that wait for more of their sources.
    pub arrived: Arrived,
    /// What ran; no nodes for an input.
    pub last: Origin,
}
