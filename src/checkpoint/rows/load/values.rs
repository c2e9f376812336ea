//! The values of a load: small ones stand in the checkpoint rows, large ones are wanted here. Every one is checked
//! against its digest.

use std::rc::Rc;

use super::{Part, Wanted};
use crate::checkpoint::Name;
use crate::checkpoint::canonical::Digest;
use crate::checkpoint::fold::Strand;
use crate::checkpoint::record::{Chain, CheckpointRow, Link, TableEntry, Value};
use crate::checkpoint::rows::blob::{self, Blob, Expected};
use crate::checkpoint::rows::decode::Elsewhere;
use crate::checkpoint::rows::{Bytes, Key, Row, Store, Want, plan, reader};
use crate::error::Error;
use crate::ordered::Ordered;

/// Large values of a channel from which they are read as a range.
const MANY: usize = 8;

/// A large value that is wanted: what it must be, and what was found.
struct Large<B> {
    /// Nothing where only its updates are wanted.
    expected: Option<Expected>,
    found: Option<Blob<B>>,
}

/// The large values, by channel and step.
pub(super) struct Values<B> {
    thread: Name,
    large: Ordered<Name, Ordered<u64, Large<B>>>,
    /// The small values whose digests were checked, by where their texts stand, with the digest of the link before:
    /// states of one history share them.
    checked: Ordered<usize, Option<Digest>>,
    asked: bool,
}

/// The value of a full table's large entry, which is read from its own row.
pub(super) fn elsewhere(entry: &TableEntry) -> Option<Value<Elsewhere>> {
    (entry.link == Link::Full).then_some(Value::Blob { body: Elsewhere, len: 0 })
}

impl<B: Bytes> Values<B> {
    pub(super) fn new(thread: &str) -> Self {
        Self { thread: thread.into(), large: Ordered::new(), checked: Ordered::new(), asked: false }
    }

    /// Checks the small values of complete chains, and notes the large ones; those that the newest row's `by` names,
    /// too.
    pub(super) fn note(
        &mut self,
        newest: &CheckpointRow<Elsewhere>,
        strands: &[Strand<Elsewhere>],
    ) -> Result<(), Error> {
        for (channel, _) in blob::large_updates(newest) {
            self.expect(channel, newest.seq, None);
        }
        strands.iter().try_for_each(|strand| self.check(strand))
    }

    /// Whether the large values were asked for.
    pub(super) fn asked(&self) -> bool {
        self.asked
    }

    /// Wants the large values that were noted, once.
    pub(super) fn want(&mut self, wanted: &mut Wanted) {
        self.asked = true;
        for (channel, steps) in self.large.iter() {
            let prefix = [Key::Text(Rc::clone(&self.thread)), plan::root(), Key::Text(Rc::clone(channel))];
            match (steps.keys().next(), steps.keys().next_back()) {
                (Some(low), Some(high)) if steps.len() > MANY => {
                    let range = Want::Range(Store::Blobs, prefix.into(), Some((*low, *high)));
                    wanted.insert(range, Part::Blobs(Rc::clone(channel)).into());
                }
                _ => {
                    for seq in steps.keys() {
                        let key = Key::List(prefix.iter().cloned().chain([Key::int(*seq)]).collect());
                        wanted.insert(Want::One(Store::Blobs, key), Part::Blob(Rc::clone(channel), *seq).into());
                    }
                }
            }
        }
    }

    /// Checks a chain's small values; notes what its large ones must be.
    fn check(&mut self, strand: &Strand<Elsewhere>) -> Result<(), Error> {
        let mut before: Option<(u64, Digest)> = None;
        for (seq, entry) in strand.links() {
            let digest = entry.digest.ok_or_else(blob::altered)?;
            let on = before.filter(|_| entry.link != Link::Full);
            match &entry.value {
                Value::Inline(text) => self.check_text(text, on.map(|(_, on)| on), digest)?,
                Value::Blob { .. } => {
                    self.expect(strand.channel(), seq, Some(Expected { digest, on }));
                }
            }
            before = Some((seq, digest));
        }
        Ok(())
    }

    fn check_text(&mut self, text: &Rc<str>, on: Option<Digest>, digest: Digest) -> Result<(), Error> {
        if self.checked.get(&address(text)) == Some(&on) {
            return Ok(());
        }
        self.checked.insert(address(text), on);
        let found = on.map_or_else(|| Digest::of(text.as_bytes()), |on| Digest::chain(&on, text.as_bytes()));
        if found == digest { Ok(()) } else { Err(blob::altered()) }
    }

    fn expect(&mut self, channel: &Name, seq: u64, expected: Option<Expected>) {
        if let Some(steps) = self.large.get_or_insert_with(Rc::clone(channel), Ordered::new)
            && (expected.is_some() || !steps.contains_key(&seq))
        {
            steps.insert(seq, Large { expected, found: None });
        }
    }

    /// Takes a row; one of another branch, which nobody expects, is passed over.
    pub(super) fn accept(&mut self, channel: &Name, seq: u64, row: Option<Row<B>>) -> Result<(), Error> {
        let row = row.ok_or_else(|| reader::corrupt("a large value's row is missing"))?;
        if let Some(large) = self.large.get_mut(channel).and_then(|steps| steps.get_mut(&seq)) {
            large.found = Some(blob::decode(&row.bytes, large.expected)?);
        }
        Ok(())
    }

    /// Takes the rows of a range.
    pub(super) fn accept_all(&mut self, channel: &Name, rows: &[Row<B>]) -> Result<(), Error> {
        for row in rows {
            let [Key::Int(seq)] = row.suffix.as_slice() else {
                return Err(reader::corrupt("a large value's key names no step"));
            };
            self.accept(channel, u64::try_from(*seq).unwrap_or_default(), Some(row.clone()))?;
        }
        Ok(())
    }

    /// A chain with its values.
    pub(super) fn chain(&self, strand: Strand<Elsewhere>) -> Result<Chain<B>, Error> {
        strand.finish(|seq, entry| match entry.value {
            Value::Inline(text) => {
                let appends = blob::appends(&text);
                Ok((Value::Inline(text), appends))
            }
            Value::Blob { .. } => self.change(&entry.channel, seq),
        })
    }

    fn change(&self, channel: &Name, seq: u64) -> Result<(Value<B>, bool), Error> {
        let blob = self.found(channel, seq);
        blob.and_then(|blob| blob.change.clone()).ok_or_else(|| reader::corrupt("a large value's row is missing"))
    }

    fn found(&self, channel: &Name, seq: u64) -> Option<&Blob<B>> {
        self.large.get(channel)?.get(&seq)?.found.as_ref()
    }

    /// The row with its large values.
    pub(super) fn fill(&self, row: &CheckpointRow<Elsewhere>) -> Result<CheckpointRow<B>, Error> {
        let change = |channel: &Name, value: &Value<Elsewhere>| match value {
            Value::Inline(text) => Ok(Value::Inline(Rc::clone(text))),
            Value::Blob { .. } => self.change(channel, row.seq).map(|(value, _)| value),
        };
        let mut taken: Ordered<Name, usize> = Ordered::new();
        let update = |channel: &Name, value: &Value<Elsewhere>| match value {
            Value::Inline(text) => Ok(Value::Inline(Rc::clone(text))),
            Value::Blob { .. } => {
                let place = taken.get(channel).copied().unwrap_or_default();
                taken.insert(Rc::clone(channel), place + 1);
                self.update(channel, row.seq, place)
            }
        };
        row.with_values(change, update)
    }

    fn update(&self, channel: &Name, seq: u64, place: usize) -> Result<Value<B>, Error> {
        let blob = self.found(channel, seq);
        let update = blob.and_then(|blob| blob.updates.get(place)).cloned();
        update.ok_or_else(|| reader::corrupt("a large update's row is missing"))
    }
}

/// Where a text stands, as long as it does: rows keep theirs until the load ends.
fn address(text: &Rc<str>) -> usize {
    Rc::as_ptr(text).cast::<u8>().addr()
}
