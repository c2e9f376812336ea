//! The states of checkpoints: rows along the paths of parents, chains down to their whole values, large values. One load
//! has one state, a history many, which share what was read, decoded and checked.

use std::rc::Rc;

use super::rows::Rows;
use super::values::{self, Values};
use super::{Part, Tag, Wanted};
use crate::checkpoint::fold::{self, Strand};
use crate::checkpoint::record::{Loaded, PendingWrite};
use crate::checkpoint::rows::decode::Elsewhere;
use crate::checkpoint::rows::{Bytes, Row, reader};
use crate::checkpoint::{CheckpointId, Head};
use crate::error::Error;
use crate::ordered::{sort, sort_by};

/// What was read of a thread's states.
pub(super) struct States<B> {
    pub(super) rows: Rows,
    values: Values<B>,
    /// Whether the rows before a full table were asked for as a range.
    ranged: bool,
}

/// A checkpoint whose state is wanted.
pub(super) struct Target {
    seq: u64,
    /// The step of the full table that it is built on.
    base: u64,
    folded: Option<Folded>,
}

/// What the path of parents tells of each channel.
struct Folded {
    strands: Vec<Strand<Elsewhere>>,
    since_table: u64,
}

/// Rows that chains lead to: by themselves, and in ranges where a chain's links are most of the range.
struct Missing {
    rows: Wanted,
    ranges: Vec<(u64, u64)>,
}

impl Target {
    /// The checkpoint of step `seq`, which is built on the full table of step `base`.
    pub(super) fn new(seq: u64, base: u64) -> Self {
        Self { seq, base, folded: None }
    }

    /// The step of the full table that it is built on.
    pub(super) fn base(&self) -> u64 {
        self.base
    }

    /// The checkpoint's step.
    pub(super) fn seq(&self) -> u64 {
        self.seq
    }
}

impl<B: Bytes> States<B> {
    pub(super) fn new(thread: &str) -> Self {
        Self { rows: Rows::new(thread), values: Values::new(thread), ranged: false }
    }

    pub(super) fn accept(&mut self, part: Part, mut rows: Vec<Row<B>>) -> Result<(), Error> {
        match part {
            Part::Row(seq) => self.rows.accept_one(seq, rows.pop()),
            Part::Parent(seq) => rows.pop().map_or(Ok(()), |row| self.rows.accept_one(seq, Some(row))),
            Part::Rows => rows.iter().try_for_each(|row| self.rows.accept(row)),
            Part::Graph(digest) => self.rows.accept_graph(digest, rows.pop()),
            Part::Blob(channel, seq) => self.values.accept(&channel, seq, rows.pop()),
            Part::Blobs(channel) => self.values.accept_all(&channel, &rows),
        }
    }

    /// Goes as far with each target as the rows at hand allow, and wants those that are missing.
    pub(super) fn follow(&mut self, targets: &mut [Target], wanted: &mut Wanted) -> Result<(), Error> {
        if self.values.asked() {
            return Ok(());
        }
        let mut complete = true;
        let mut missing = Missing { rows: Wanted::new(), ranges: Vec::new() };
        for target in &mut *targets {
            complete &= self.advance(target, wanted, &mut missing)?;
        }
        self.ask(missing, wanted);
        if !complete {
            return Ok(());
        }
        for Target { seq, folded, .. } in targets {
            let strands = folded.as_ref().map_or(&[][..], |folded| &folded.strands);
            self.values.note(self.rows.newest(*seq)?, strands)?;
        }
        self.values.want(wanted);
        Ok(())
    }

    /// Whether nothing but large values is missing of a target.
    fn advance(&mut self, target: &mut Target, wanted: &mut Wanted, missing: &mut Missing) -> Result<bool, Error> {
        let folded = match &mut target.folded {
            Some(folded) => folded,
            None if self.rows.walk(target.seq, target.base, wanted)? => {
                let folded = self.fold(target.seq, wanted)?;
                target.folded.insert(folded)
            }
            None => return Ok(false),
        };
        folded.follow(&mut self.rows, target.base, missing)
    }

    fn fold(&self, seq: u64, wanted: &mut Wanted) -> Result<Folded, Error> {
        let newest = self.rows.newest(seq)?;
        let (path, since_table) = fold::path(newest, |seq| self.rows.row(seq))?;
        self.rows.verify(&path)?;
        if let Some(parent) = newest.parent
            && !self.rows.is_read(parent)
        {
            wanted.insert(self.rows.want(parent), Part::Parent(parent).into());
        }
        Ok(Folded { strands: fold::strands(&path, values::elsewhere), since_table })
    }

    /// Wants what chains lead to. What a range did not bring is missing; asking for its rows by themselves finds that
    /// out.
    fn ask(&mut self, missing: Missing, wanted: &mut Wanted) {
        let Missing { rows, ranges } = missing;
        let ranges = if std::mem::replace(&mut self.ranged, !rows.is_empty()) { Vec::new() } else { merged(ranges) };
        let in_range = |seq| ranges.iter().any(|(low, high)| (*low..=*high).contains(&seq));
        for (want, tag) in rows {
            if !matches!(tag, Tag::Part(Part::Row(seq)) if in_range(seq)) {
                wanted.insert(want, tag);
            }
        }
        for (low, high) in ranges {
            wanted.insert(self.rows.want_range(low, high), Part::Rows.into());
        }
    }

    /// The checkpoint of a target whose values were read; without questions and decisions.
    ///
    /// # Errors
    /// `E_CORRUPT` where a value is missing, `E_INTEGRITY` where the parent's row is not the one that it was built on.
    pub(super) fn loaded(
        &mut self,
        head: Head,
        Target { seq, folded, .. }: Target,
        mut writes: Vec<PendingWrite<B>>,
    ) -> Result<Loaded<B>, Error> {
        let folded = folded.ok_or_else(|| reader::corrupt("the load ended early"))?;
        sort_by(&mut writes, |a, b| (&a.task, a.idx).cmp(&(&b.task, b.idx)));
        let chains = folded.strands.into_iter().map(|strand| self.values.chain(strand)).collect::<Result<_, _>>()?;
        Ok(Loaded {
            parent: self.parent(seq)?,
            digest: self.rows.digest(seq),
            checkpoint: Rc::new(self.values.fill(self.rows.newest(seq)?)?),
            head,
            chains,
            since_table: folded.since_table,
            writes,
            questions: Vec::new(),
            decisions: Vec::new(),
        })
    }

    /// The id of the checkpoint that one was made from, where it is still kept.
    fn parent(&self, seq: u64) -> Result<Option<CheckpointId>, Error> {
        let Some(parent) = self.rows.newest(seq)?.parent else { return Ok(None) };
        let Some(id) = self.rows.id(parent)? else { return Ok(None) };
        self.rows.verify_parent(seq, parent)?;
        Ok(Some(id))
    }
}

impl Folded {
    /// Follows every chain down to its whole value, or notes the rows that hold the next links. Rows before the full
    /// table are read as a range where a chain's links are most of it, by themselves where they are few among many.
    fn follow(&mut self, rows: &mut Rows, base: u64, missing: &mut Missing) -> Result<bool, Error> {
        let mut complete = true;
        for strand in &mut self.strands {
            while let Some(seq) = strand.next() {
                let Some(row) = rows.resolve(seq, base, &mut missing.rows)? else {
                    complete = false;
                    let dense = strand.rest().filter(|(links, base)| dense(*links, *base, seq));
                    missing.ranges.extend(dense.map(|(_, base)| (base, seq)));
                    break;
                };
                strand.take(&row)?;
            }
        }
        Ok(complete)
    }
}

/// Whether the links of a chain are most of the rows from its base to its last link that is not read yet.
fn dense(links: u32, base: u64, seq: u64) -> bool {
    u64::from(links) * 2 > seq.saturating_sub(base)
}

/// Ranges without overlaps.
fn merged(mut ranges: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    sort(&mut ranges);
    let mut merged: Vec<(u64, u64)> = Vec::new();
    for (low, high) in ranges {
        match merged.last_mut() {
            Some(last) if low <= last.1 => last.1 = last.1.max(high),
            _ => merged.push((low, high)),
        }
    }
    merged
}
