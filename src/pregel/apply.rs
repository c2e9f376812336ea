//! Applying a superstep: all writes of one round, channel by channel, folded beside the state and swapped in whole.
//! A failure on the way leaves the state as it was.

use super::event::Reduced;
use super::state::{Changed, Share, State};
use super::{Effect, Task};
use crate::error::Error;
use crate::graph::{ChannelId, ChannelKind, Graph, NodeId};
use crate::ordered::Ordered;

/// Whoever wrote: a node, or nobody for input.
type Writer = Option<NodeId>;

#[derive(Debug)]
pub(super) struct Apply<V> {
    /// What is left to fold: channels descending, so that the next one is popped.
    groups: Vec<Group<V>>,
    changed: Vec<Changed<V>>,
    /// The fold in progress; a `Reduce` is out for it.
    fold: Option<Fold<V>>,
}

#[derive(Debug)]
struct Group<V> {
    channel: ChannelId,
    writes: Vec<(Writer, V)>,
}

#[derive(Debug)]
struct Fold<V> {
    channel: ChannelId,
    /// The value so far, unless nothing was written yet.
    value: Option<V>,
    /// While every update only appended: elements kept of the old value, and elements now.
    appended: Option<(u32, u32)>,
    first: bool,
    /// The write that a `Reduce` is out for.
    writer: Writer,
    update: V,
    rest: std::vec::IntoIter<(Writer, V)>,
    shares: Vec<(NodeId, Share<V>)>,
}

impl<V: Clone> Apply<V> {
    /// All writes of finished tasks, which stand in ascending order of node: LangGraph's path order (S-STP-30).
    pub(super) fn of_tasks(tasks: &[Task<V>]) -> Self {
        let writes = tasks.iter().flat_map(|task| task.writes().iter().map(|write| (Some(task.node), write)));
        Self::new(writes.map(|(writer, write)| (write.channel, writer, write.value.clone())))
    }

    /// Input, written by nobody.
    pub(super) fn of_input(writes: Vec<super::Write<V>>) -> Self {
        Self::new(writes.into_iter().map(|write| (write.channel, None, write.value)))
    }

    fn new(writes: impl Iterator<Item = (ChannelId, Writer, V)>) -> Self {
        let mut groups: Ordered<ChannelId, Vec<(Writer, V)>> = Ordered::new();
        for (channel, writer, value) in writes {
            if let Some(group) = groups.get_or_insert_with(channel, Vec::new) {
                group.push((writer, value));
            }
        }
        let groups = groups.into_iter().rev().map(|(channel, writes)| Group { channel, writes }).collect();
        Self { groups, changed: Vec::new(), fold: None }
    }

    /// The next reduction to ask for; `None` when every channel is done or an answer is still out.
    pub(super) fn next(&mut self, graph: &Graph, state: &State<V>) -> Result<Option<Effect<V>>, Error> {
        while self.fold.is_none() {
            let Some(group) = self.groups.pop() else { return Ok(None) };
            match graph.channel(group.channel).map(|channel| channel.kind) {
                Some(ChannelKind::Last) => self.changed.push(last_value(graph, group)?),
                Some(ChannelKind::Reducer) => return Ok(self.start_fold(group, state)),
                None => {}
            }
        }
        Ok(None)
    }

    fn start_fold(&mut self, group: Group<V>, state: &State<V>) -> Option<Effect<V>> {
        let mut rest = group.writes.into_iter();
        let (writer, update) = rest.next()?;
        let value = state.value(group.channel).cloned();
        let fold = Fold {
            channel: group.channel,
            value,
            appended: None,
            first: true,
            writer,
            update,
            rest,
            shares: Vec::new(),
        };
        Some(fold_effect(self.fold.insert(fold)))
    }

    /// Takes a reducer's result. Gives the next reduction of the same channel, if there is one.
    pub(super) fn reduced(&mut self, result: Reduced<V>) -> Option<Effect<V>> {
        let mut fold = self.fold.take()?;
        fold.take(result);
        if let Some((writer, update)) = fold.rest.next() {
            (fold.writer, fold.update) = (writer, update);
            return Some(fold_effect(self.fold.insert(fold)));
        }
        let kept = fold.appended.map(|(kept, _)| kept);
        if let Some(value) = fold.value {
            self.changed.push(Changed { channel: fold.channel, value, kept, shares: fold.shares });
        }
        None
    }

    /// Whether a reducer's answer is out.
    pub(super) fn is_waiting(&self) -> bool {
        self.fold.is_some()
    }

    /// The changed channels, ascending, once [`Self::next`] has no more to ask.
    pub(super) fn finish(self) -> Vec<Changed<V>> {
        self.changed
    }
}

impl<V: Clone> Fold<V> {
    fn take(&mut self, result: Reduced<V>) {
        self.appended = match (result.appended, self.appended) {
            (Some(step), None) if self.first => Some(step),
            (Some((kept, now)), Some((old, before))) if kept == before => Some((old, now)),
            _ => None,
        };
        let appended = result.appended.filter(|_| self.appended.is_some());
        let share = appended.map_or_else(|| Share::Update(self.update.clone()), |(kept, now)| Share::Ops(now - kept));
        self.shares.extend(self.writer.map(|writer| (writer, share)));
        self.value = Some(result.value);
        self.first = false;
    }
}

fn fold_effect<V: Clone>(fold: &mut Fold<V>) -> Effect<V> {
    Effect::Reduce { channel: fold.channel, current: fold.value.clone(), update: fold.update.clone() }
}

fn last_value<V>(graph: &Graph, group: Group<V>) -> Result<Changed<V>, Error> {
    let mut writes = group.writes.into_iter();
    match (writes.next(), writes.next()) {
        (Some((writer, value)), None) => {
            let shares = writer.map(|node| (node, Share::Whole)).into_iter().collect();
            Ok(Changed { channel: group.channel, value, kept: None, shares })
        }
        _ => Err(concurrent_update(graph, group.channel)),
    }
}

/// S-STA-57.
fn concurrent_update(graph: &Graph, channel: ChannelId) -> Error {
    let name = graph.channel(channel).map_or("", |channel| &channel.name);
    Error::new(
        "INVALID_CONCURRENT_GRAPH_UPDATE",
        format!(
            "Invalid update for channel \"{name}\": LastValue can only receive one value per step. \
             Give the channel a reducer, or let one node write it."
        ),
    )
    .at(format!("/{name}"))
}
