//! Applying a superstep: all writes of one round, channel by channel, folded beside the state and swapped in whole.
//! A failure on the way leaves the state as it was.

use super::event::{Reduced, Write};
use super::state::{Changed, Share, State};
use super::{Effect, Path, Task};
use crate::error::Error;
use crate::graph::{ChannelId, ChannelKind, Graph};
use crate::ordered::{Ordered, sort};

/// Whoever wrote.
#[derive(Clone, Copy, Debug)]
enum Writer {
    /// The graph's input.
    Input,
    /// A Command from outside, with its answer.
    Command,
    Task(Path),
}

/// Whose share of a channel it is; input has none.
type Shares<V> = Vec<(Option<Path>, Share<V>)>;

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
    writes: Vec<(Writer, Write<V>)>,
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
    rest: std::vec::IntoIter<(Writer, Write<V>)>,
    shares: Shares<V>,
}

impl<V: Clone> Apply<V> {
    /// All writes of finished tasks, in LangGraph's path order (S-STP-30).
    pub(super) fn of_tasks(tasks: &[Task<V>]) -> Self {
        let mut order: Vec<(Path, usize)> = tasks.iter().enumerate().map(|(at, task)| (task.path, at)).collect();
        sort(&mut order);
        let tasks = order.into_iter().filter_map(|(path, at)| Some((path, tasks.get(at)?)));
        Self::new(
            tasks.flat_map(|(path, task)| task.writes().iter().map(move |write| (Writer::Task(path), write.clone()))),
        )
    }

    /// Input, written by nobody.
    pub(super) fn of_input(writes: Vec<Write<V>>) -> Self {
        Self::new(writes.into_iter().map(|write| (Writer::Input, write)))
    }

    /// What a Command wrote beside its answer.
    pub(super) fn of_command(writes: Vec<Write<V>>) -> Self {
        Self::new(writes.into_iter().map(|write| (Writer::Command, write)))
    }

    fn new(writes: impl Iterator<Item = (Writer, Write<V>)>) -> Self {
        let mut groups: Ordered<ChannelId, Vec<(Writer, Write<V>)>> = Ordered::new();
        for (writer, write) in writes {
            if let Some(group) = groups.get_or_insert_with(write.channel, Vec::new) {
                group.push((writer, write));
            }
        }
        let groups = groups.into_iter().rev().map(|(channel, writes)| Group { channel, writes }).collect();
        Self { groups, changed: Vec::new(), fold: None }
    }

    /// The next reduction to ask for; `None` when every channel is done or an answer is still out.
    pub(super) fn next(&mut self, graph: &Graph, state: &State<V>) -> Result<Option<Effect<V>>, Error> {
        while self.fold.is_none() {
            let Some(group) = self.groups.pop() else { return Ok(None) };
            let Some(channel) = graph.channel(group.channel) else { continue };
            match channel.kind {
                ChannelKind::Last => self.changed.push(last_value(graph, group, true)?),
                ChannelKind::Untracked => self.changed.push(last_value(graph, group, channel.guard)?),
                ChannelKind::Reducer => match overwritten(graph, &group)? {
                    Some(at) => self.changed.extend(overwrite(group, at)),
                    None => return Ok(self.start_fold(group, state)),
                },
            }
        }
        Ok(None)
    }

    fn start_fold(&mut self, group: Group<V>, state: &State<V>) -> Option<Effect<V>> {
        let mut rest = group.writes.into_iter();
        let (writer, write) = rest.next()?;
        let value = state.value(group.channel).cloned();
        let fold = Fold {
            channel: group.channel,
            value,
            appended: None,
            first: true,
            writer,
            update: write.value,
            rest,
            shares: Vec::new(),
        };
        Some(fold_effect(self.fold.insert(fold)))
    }

    /// Takes a reducer's result. Gives the next reduction of the same channel, if there is one.
    pub(super) fn reduced(&mut self, result: Reduced<V>) -> Option<Effect<V>> {
        let mut fold = self.fold.take()?;
        fold.take(result);
        if let Some((writer, write)) = fold.rest.next() {
            (fold.writer, fold.update) = (writer, write.value);
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
        self.shares.extend(share_of(self.writer, share));
        self.value = Some(result.value);
        self.first = false;
    }
}

fn fold_effect<V: Clone>(fold: &mut Fold<V>) -> Effect<V> {
    Effect::Reduce { channel: fold.channel, current: fold.value.clone(), update: fold.update.clone() }
}

fn share_of<V>(writer: Writer, share: Share<V>) -> Option<(Option<Path>, Share<V>)> {
    match writer {
        Writer::Input => None,
        Writer::Command => Some((None, share)),
        Writer::Task(path) => Some((Some(path), share)),
    }
}

/// The value of a channel that keeps the last one; `single`: it takes no more than one write per superstep.
fn last_value<V: Clone>(graph: &Graph, group: Group<V>, single: bool) -> Result<Changed<V>, Error> {
    match group.writes.split_last() {
        Some(((writer, last), earlier)) if earlier.is_empty() || !single => {
            let shares = share_of(*writer, Share::Whole).into_iter().collect();
            Ok(Changed { channel: group.channel, value: last.value.clone(), kept: None, shares })
        }
        _ => Err(concurrent_update(graph, group.channel)),
    }
}

/// Which of the writes overwrites, if one does (S-STA-17).
fn overwritten<V>(graph: &Graph, group: &Group<V>) -> Result<Option<usize>, Error> {
    let mut found = group.writes.iter().enumerate().filter(|(_, (_, write))| write.overwrite).map(|(at, _)| at);
    let first = found.next();
    if found.next().is_none() {
        return Ok(first);
    }
    let name = graph.channel(group.channel).map_or("", |channel| &channel.name);
    let message = format!(
        "Invalid update for channel \"{name}\": Can receive only one Overwrite value per step. Let one node overwrite it."
    );
    Err(Error::new("INVALID_UPDATE", message).at(format!("/{name}")))
}

/// What overwrites takes the place of everything else that was written, before and after it; the others' shares stay
/// what they wrote.
fn overwrite<V: Clone>(group: Group<V>, at: usize) -> Option<Changed<V>> {
    let value = group.writes.get(at)?.1.value.clone();
    let share = |(place, (writer, write)): (usize, (Writer, Write<V>))| {
        share_of(writer, if place == at { Share::Whole } else { Share::Update(write.value) })
    };
    let shares = group.writes.into_iter().enumerate().filter_map(share).collect();
    Some(Changed { channel: group.channel, value, kept: None, shares })
}

/// S-STA-57.
fn concurrent_update(graph: &Graph, channel: ChannelId) -> Error {
    let of = graph.channel(channel);
    let (name, kind) = of.map_or(("", "LastValue"), |channel| match channel.kind {
        ChannelKind::Untracked => (&*channel.name, "UntrackedValue"),
        ChannelKind::Last | ChannelKind::Reducer => (&*channel.name, "LastValue"),
    });
    Error::new(
        "INVALID_CONCURRENT_GRAPH_UPDATE",
        format!(
            "Invalid update for channel \"{name}\": {kind} can only receive one value per step. \
             Give the channel a reducer, or let one node write it."
        ),
    )
    .at(format!("/{name}"))
}
