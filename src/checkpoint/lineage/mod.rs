//! Lineage: what the next checkpoint rows are built on. It remembers, for each channel, the last link and what a load
//! reads for it, and from that says when a whole value and when a full table is due. It holds no values but the small
//! ones that a table repeats, and reads no rows.

mod pages;

use std::rc::Rc;

use self::pages::Pages;
use super::Name;
use super::canonical::{Digest, cmp_utf16};
use super::record::{Entry, Link, Loaded, TableEntry, Value, Weight};
use crate::ordered::sort_by;

/// About what an entry costs in a row beside its text: names, numbers, a digest.
const FIXED: u64 = 96;

/// Bytes of changes below which no table is written: reading so little again costs less than writing tables often.
const FLOOR: u64 = 4096;

/// How many times the value itself a load may have to read before a whole value is written (storage.md 3.4).
const EXCESS: u64 = 3;

/// The last link of a channel, on which a delta may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// Length of the chain.
    pub n: u32,
    /// Sequence number of the chain's full value.
    pub base: u64,
    /// Sequence number of the last link.
    pub seq: u64,
    /// The last link's digest; absent in a saver that hashes no state.
    pub digest: Option<Digest>,
}

/// One channel that a step changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<B> {
    /// The channel.
    pub channel: Name,
    /// For a delta the tip that [`Lineage::tip`] gave; `None` for a whole value.
    pub on: Option<Tip>,
    /// Whether a delta does nothing but append.
    pub appends: bool,
    /// The whole value, or the list of operations.
    pub value: Value<B>,
    /// Of the text, chained for a delta; absent in a saver that hashes no state.
    pub digest: Option<Digest>,
}

/// What a step adds to its checkpoint row.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded<B> {
    /// The changed channels, ascending.
    pub entries: Vec<Entry<B>>,
    /// Sequence number of the first step of its line under the step's graph.
    pub graph_since: u64,
    /// Sequence number of the last full table; the step's own where it has one.
    pub full_table: u64,
    /// The full table, where one is due.
    pub table: Option<Vec<TableEntry>>,
}

/// What the lineage knows of one channel.
#[derive(Clone, Debug)]
struct Slot {
    last: TableEntry,
    weight: Weight,
}

impl Slot {
    /// What the channel's entry costs in a full table.
    fn table_weight(&self) -> u64 {
        FIXED + self.last.text.as_ref().map_or(0, |text| text.len() as u64)
    }
}

/// A full table that was written.
#[derive(Clone, Copy, Debug)]
struct Table {
    seq: u64,
    graph: Digest,
    graph_since: u64,
}

/// What the next rows of a thread are built on.
///
/// A copy costs next to nothing and shares what neither has changed since. So a step is recorded on a copy, and the
/// copy takes the place of the original when the step's commit is through.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    slots: Pages<Slot>,
    /// The last full table.
    table: Option<Table>,
    /// The step that the next is built on.
    parent: Option<u64>,
    /// Bytes of changes since that table.
    since: u64,
    /// What a table of every channel would cost.
    whole: u64,
}

impl Lineage {
    /// The lineage of a thread without checkpoints.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The lineage that a loaded thread goes on from.
    pub fn of<B>(loaded: &Loaded<B>) -> Self {
        let row = &loaded.checkpoint;
        let mut lineage = Self {
            table: Some(Table { seq: row.full_table, graph: row.graph.digest, graph_since: row.graph_since }),
            parent: Some(row.seq),
            since: loaded.since_table,
            ..Self::default()
        };
        for chain in &loaded.chains {
            if let Some((seq, last)) = chain.links.last() {
                lineage.put(Slot { last: table_entry(*seq, last), weight: chain.weight });
            }
        }
        lineage
    }

    /// The same, for a step that is not built on the last one: it will have a full table, so that a load reads no rows of
    /// another branch.
    #[must_use]
    pub fn branched(self) -> Self {
        Self { parent: None, ..self }
    }

    /// The link on which the channel's next delta may be written. `None` where a whole value is due: the channel has
    /// none, or a load reads more than three times what the value weighs.
    pub fn tip(&self, channel: &str) -> Option<Tip> {
        let Slot { last, weight } = self.slots.get(channel)?;
        let (n, base) = match last.link {
            Link::Full => (1, last.seq),
            Link::Delta { n, base, .. } => (n, base),
        };
        let due = weight.read > EXCESS * weight.value;
        (!due).then_some(Tip { n, base, seq: last.seq, digest: last.digest })
    }

    /// Takes note of a step's changes, and says how they stand in its row. `graph` is the digest of the row's graph.
    pub fn record<B>(&mut self, seq: u64, graph: &Digest, changes: Vec<Change<B>>) -> Recorded<B> {
        let beside = beside(changes.iter().map(|change| (change.on.is_none(), &change.value)));
        let mut entries: Vec<_> = changes.into_iter().map(|change| self.change(seq, beside, change)).collect();
        sort_by(&mut entries, |a, b| cmp_utf16(&a.channel, &b.channel));
        self.since += entries.iter().map(change_weight).sum::<u64>();
        let table = self.table_due(seq, graph, &entries).then(|| self.write_table(seq, graph));
        self.parent = Some(seq);
        let (full_table, graph_since) = self.table.map_or((seq, seq), |last| (last.seq, last.graph_since));
        Recorded { entries, graph_since, full_table, table }
    }

    fn change<B>(&mut self, seq: u64, beside: u64, change: Change<B>) -> Entry<B> {
        let Change { channel, on, appends, value, digest } = change;
        let len = u64::from(value.len());
        let (link, weight) = match on {
            None => (Link::Full, Weight { value: len, read: len }),
            Some(Tip { n, base, seq: prev, .. }) => {
                let mut weight = self.slots.get(&channel).map_or(Weight::default(), |slot| slot.weight);
                weight.value += if appends { len } else { 0 };
                weight.read += len + beside;
                (Link::Delta { n: n + 1, base, prev }, weight)
            }
        };
        let entry = Entry { channel, link, digest, value };
        self.put(Slot { last: table_entry(seq, &entry), weight });
        entry
    }

    fn put(&mut self, slot: Slot) {
        self.whole += slot.table_weight();
        let channel = Rc::clone(&slot.last.channel);
        if let Some(old) = self.slots.put(&channel, slot) {
            self.whole -= old.table_weight();
        }
    }

    /// A table names every channel that the step did not change, so those do not count. A row that is not built on the
    /// one before it has a table, so that a load reads no rows of another branch.
    fn table_due<B>(&self, seq: u64, graph: &Digest, entries: &[Entry<B>]) -> bool {
        let changed = entries.iter().filter_map(|entry| self.slots.get(&entry.channel)).map(Slot::table_weight);
        let goes_on = self.knows(graph).is_some() && self.parent.map(|last| last + 1) == Some(seq);
        !goes_on || self.since >= FLOOR.max(self.whole - changed.sum::<u64>())
    }

    /// The last full table, where it was under this graph.
    fn knows(&self, graph: &Digest) -> Option<Table> {
        self.table.filter(|last| last.graph == *graph)
    }

    fn write_table(&mut self, seq: u64, graph: &Digest) -> Vec<TableEntry> {
        let others = self.slots.iter().filter(|slot| slot.last.seq != seq);
        let mut table: Vec<_> = others.map(|slot| slot.last.clone()).collect();
        sort_by(&mut table, |a, b| cmp_utf16(&a.channel, &b.channel));
        let graph_since = self.knows(graph).map_or(seq, |last| last.graph_since);
        self.table = Some(Table { seq, graph: *graph, graph_since });
        self.since = 0;
        table
    }
}

/// What a changed channel adds to the bytes since the last full table: what stands of it in the checkpoint's row.
pub(super) fn change_weight<B>(entry: &Entry<B>) -> u64 {
    FIXED + inline_len(&entry.value)
}

/// What a load reads for one delta of a row beside it: the delta's share of the row's whole values. The pairs say
/// whether a value is whole.
pub(super) fn beside<'a, B: 'a>(values: impl Iterator<Item = (bool, &'a Value<B>)>) -> u64 {
    let (mut deltas, mut bytes) = (0, 0);
    for (whole, value) in values {
        if whole {
            bytes += inline_len(value);
        } else {
            deltas += 1;
        }
    }
    bytes / deltas.max(1)
}

fn inline_len<B>(value: &Value<B>) -> u64 {
    match value {
        Value::Inline(text) => text.len() as u64,
        Value::Blob { .. } => 0,
    }
}

/// What a full table says of a channel whose last entry this is.
pub(super) fn table_entry<B>(seq: u64, entry: &Entry<B>) -> TableEntry {
    let text = match (entry.link, &entry.value) {
        (Link::Full, Value::Inline(text)) => Some(Rc::clone(text)),
        _ => None,
    };
    TableEntry { channel: Rc::clone(&entry.channel), seq, link: entry.link, digest: entry.digest, text }
}
