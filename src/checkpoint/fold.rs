//! Folding: from the rows on the path of parents, the chain of each channel (storage.md 3.4, "Load"). Shared by every
//! saver; where rows come from, and where a large value stands, is theirs.

use std::rc::Rc;

use super::Name;
use super::canonical::{Digest, cmp_utf16};
use super::lineage::{beside, change_weight, table_entry};
use super::record::{Chain, CheckpointRow, Entry, Link, TableEntry, Value, Weight};
use crate::error::Error;
use crate::ordered::Ordered;

/// The rows from `newest` down to the full table that it is built on, newest first, and the bytes of changes since
/// that table.
///
/// # Errors
/// `E_CORRUPT` where a row on the path is missing or the path leads past the table.
pub fn path<'a, B: 'a>(
    newest: &'a CheckpointRow<B>,
    row: impl Fn(u64) -> Option<&'a CheckpointRow<B>>,
) -> Result<(Vec<&'a CheckpointRow<B>>, u64), Error> {
    let (mut rows, mut since, mut at) = (Vec::new(), 0, newest);
    while at.table.is_none() {
        since += at.changes.iter().map(change_weight).sum::<u64>();
        rows.push(at);
        let parent = at.parent.filter(|parent| (newest.full_table..at.seq).contains(parent));
        at = parent.and_then(&row).ok_or_else(|| missing(at.seq, "its parent's row"))?;
    }
    if at.full_table != at.seq {
        return Err(missing(at.seq, "the place of its own full table"));
    }
    rows.push(at);
    Ok((rows, since))
}

/// A strand for every state channel that has a value at the newest row of a [`path`]. `elsewhere` gives the value of a
/// large entry of the full table, where it is not looked up in the row that wrote it.
pub fn strands<B: Clone>(
    path: &[&CheckpointRow<B>],
    elsewhere: impl Fn(&TableEntry) -> Option<Value<B>>,
) -> Vec<Strand<B>> {
    let mut strands = Ordered::new();
    for row in path {
        for entry in &row.changes {
            strands.get_or_insert_with(Rc::clone(&entry.channel), || Strand::of_entry(row, entry));
        }
        for entry in row.table.iter().flatten() {
            let strand = || Strand::of_table(entry, elsewhere(entry));
            strands.get_or_insert_with(Rc::clone(&entry.channel), strand);
        }
    }
    strands.into_iter().map(|(_, strand)| strand).collect()
}

/// The last entry of every state channel that has a value at the newest row of a [`path`], in the order of the channels.
pub fn tips<B>(path: &[&CheckpointRow<B>]) -> Vec<TableEntry> {
    let mut tips = Ordered::new();
    for row in path {
        for entry in &row.changes {
            tips.get_or_insert_with(Rc::clone(&entry.channel), || table_entry(row.seq, entry));
        }
        for entry in row.table.iter().flatten() {
            tips.get_or_insert_with(Rc::clone(&entry.channel), || entry.clone());
        }
    }
    tips.into_iter().map(|(_, tip)| tip).collect()
}

/// A chain while it is being followed from its last link down to its full value.
pub struct Strand<B> {
    channel: Name,
    seq: u64,
    /// Newest first.
    links: Vec<(u64, Entry<B>)>,
    next: Option<Expected>,
    /// Bytes of other channels that a load reads with the links.
    beside: u64,
}

/// The link that a strand looks for.
struct Expected {
    seq: u64,
    n: u32,
    base: u64,
    digest: Option<Digest>,
}

impl<B: Clone> Strand<B> {
    fn of_entry(row: &CheckpointRow<B>, entry: &Entry<B>) -> Self {
        let mut strand = Self::empty(&entry.channel, row.seq);
        strand.add(row, entry);
        strand
    }

    fn of_table(entry: &TableEntry, elsewhere: Option<Value<B>>) -> Self {
        let mut strand = Self::empty(&entry.channel, entry.seq);
        let text = entry.text.as_ref().map(|text| Value::Inline(Rc::clone(text)));
        match (entry.link, text.or(elsewhere)) {
            (Link::Full, Some(value)) => {
                let channel = Rc::clone(&entry.channel);
                strand.links.push((entry.seq, Entry { channel, link: Link::Full, digest: entry.digest, value }));
            }
            (link, _) => {
                let (n, base) = place(link, entry.seq);
                strand.next = Some(Expected { seq: entry.seq, n, base, digest: entry.digest });
            }
        }
        strand
    }

    fn empty(channel: &Name, seq: u64) -> Self {
        Self { channel: Rc::clone(channel), seq, links: Vec::new(), next: None, beside: 0 }
    }

    /// The step whose row holds the next link; `None` once the full value is found.
    pub fn next(&self) -> Option<u64> {
        self.next.as_ref().map(|expected| expected.seq)
    }

    /// How many links are still to be found, and the step that wrote the full value.
    pub fn rest(&self) -> Option<(u32, u64)> {
        self.next.as_ref().map(|expected| (expected.n, expected.base))
    }

    /// Takes the next link from the row that should hold it.
    ///
    /// # Errors
    /// `E_CORRUPT` where the row has no such link, `E_INTEGRITY` where it is not the one that the full table names.
    pub fn take(&mut self, row: &CheckpointRow<B>) -> Result<(), Error> {
        let found = row.changes.binary_search_by(|entry| cmp_utf16(&entry.channel, &self.channel)).ok();
        let entry = found.and_then(|at| row.changes.get(at)).ok_or_else(|| self.broken(row.seq))?;
        let expected = self.next.take().filter(|next| (next.n, next.base) == place(entry.link, row.seq));
        let expected = expected.filter(|next| next.seq == row.seq).ok_or_else(|| self.broken(row.seq))?;
        if expected.digest.is_some() && expected.digest != entry.digest {
            return Err(Error::new(
                "E_INTEGRITY",
                format!("The row of step {} is not the one that was written.", row.seq),
            ));
        }
        self.add(row, entry);
        Ok(())
    }

    fn add(&mut self, row: &CheckpointRow<B>, entry: &Entry<B>) {
        self.next = None;
        if let Link::Delta { n, base, prev } = entry.link {
            self.next = Some(Expected { seq: prev, n: n.saturating_sub(1), base, digest: None });
            self.beside += beside(row.changes.iter().map(|other| (other.link == Link::Full, &other.value)));
        }
        self.links.push((row.seq, entry.clone()));
    }

    /// The links found so far, oldest first.
    pub fn links(&self) -> impl Iterator<Item = (u64, &Entry<B>)> {
        self.links.iter().rev().map(|(seq, entry)| (*seq, entry))
    }

    /// The channel.
    pub fn channel(&self) -> &Name {
        &self.channel
    }

    /// The finished chain. `value` gives the text of each link, and says whether a delta does nothing but append.
    ///
    /// # Errors
    /// `E_CORRUPT` while links are missing, and what `value` answers.
    pub fn finish<C>(
        self,
        mut value: impl FnMut(u64, Entry<B>) -> Result<(Value<C>, bool), Error>,
    ) -> Result<Chain<C>, Error> {
        if self.next.is_some() {
            return Err(self.broken(self.seq));
        }
        let weight = Weight { value: 0, read: self.beside };
        let mut chain = Chain { channel: self.channel, seq: self.seq, links: Vec::new(), weight };
        for (seq, entry) in self.links.into_iter().rev() {
            let (channel, link, digest) = (Rc::clone(&entry.channel), entry.link, entry.digest);
            let (value, appends) = value(seq, entry)?;
            let len = u64::from(value.len());
            chain.weight.read += len;
            chain.weight.value += if appends || link == Link::Full { len } else { 0 };
            chain.links.push((seq, Entry { channel, link, digest, value }));
        }
        Ok(chain)
    }

    fn broken(&self, seq: u64) -> Error {
        missing(seq, "a link of a channel's chain")
    }
}

/// Length and base of the chain that ends with a link of this step.
fn place(link: Link, seq: u64) -> (u32, u64) {
    match link {
        Link::Full => (1, seq),
        Link::Delta { n, base, .. } => (n, base),
    }
}

fn missing(seq: u64, what: &str) -> Error {
    Error::new(
        "E_CORRUPT",
        format!("The row of step {seq} does not lead to {what}. Restore the thread from an export, or delete it."),
    )
}
