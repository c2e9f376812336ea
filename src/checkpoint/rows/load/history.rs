//! Loading many checkpoints of a thread, newest first. What several are built on is read, decoded and checked once.

use std::rc::Rc;

use super::states::{States, Target};
use super::{Part, Step, Tag, Wanted, wants};
use crate::checkpoint::Head;
use crate::checkpoint::record::{Loaded, PendingWrite};
use crate::checkpoint::rows::{Bytes, Key, Row, Store, Want, pending, plan, reader, small};
use crate::error::Error;
use crate::ordered::Ordered;

/// A history in progress.
pub struct History<B> {
    thread: Rc<str>,
    /// The steps that are listed are before this one.
    before: u64,
    limit: usize,
    wanted: Wanted,
    head: Option<Head>,
    /// The lowest step whose row was asked for.
    low: u64,
    states: States<B>,
    /// Newest first, once it is known which they are.
    targets: Option<Vec<Target>>,
    writes: Ordered<u64, Vec<PendingWrite<B>>>,
}

impl<B: Bytes> History<B> {
    /// Up to `limit` checkpoints of the thread, from the newest one before `before` on.
    pub fn new(thread: &str, before: Option<u64>, limit: u32) -> Self {
        let mut wanted = Wanted::new();
        wanted.insert(Want::One(Store::Threads, Key::text(thread)), Tag::Head);
        Self {
            thread: thread.into(),
            before: before.unwrap_or(u64::MAX),
            limit: limit as usize,
            wanted,
            head: None,
            low: 0,
            states: States::new(thread),
            targets: None,
            writes: Ordered::new(),
        }
    }

    /// The stores that a history may read.
    pub const STORES: [Store; 5] = [Store::Meta, Store::Threads, Store::Checkpoints, Store::Blobs, Store::Writes];

    /// The rows to read first.
    pub fn start(&self) -> Vec<Want> {
        wants(&self.wanted)
    }

    /// Takes the rows that were wanted, a list for each want, in the order of the wants. Ends with the checkpoints.
    ///
    /// # Errors
    /// `E_CORRUPT`, `E_INTEGRITY`, `E_UNSUPPORTED_VERSION`, `E_UNKNOWN_FIELD`.
    pub fn take(&mut self, found: Vec<Vec<Row<B>>>) -> Result<Step<Vec<Loaded<B>>>, Error> {
        for ((_, tag), rows) in std::mem::take(&mut self.wanted).into_iter().zip(found) {
            self.accept(tag, rows)?;
        }
        if self.targets.is_none() && self.head.is_some() {
            self.select()?;
        }
        if self.wanted.is_empty()
            && let Some(targets) = &mut self.targets
        {
            self.states.follow(targets, &mut self.wanted)?;
        }
        if self.wanted.is_empty() { self.finish().map(Step::Done) } else { Ok(Step::Read(self.start())) }
    }

    fn accept(&mut self, tag: Tag, mut rows: Vec<Row<B>>) -> Result<(), Error> {
        match tag {
            Tag::Head => self.accept_head(rows.pop()),
            Tag::Part(part) => self.states.accept(part, rows),
            Tag::Writes => rows.into_iter().try_for_each(|row| self.accept_write(row)),
            Tag::Newest | Tag::Questions | Tag::Decisions | Tag::Decision(_) => Ok(()),
        }
    }

    fn accept_head(&mut self, row: Option<Row<B>>) -> Result<(), Error> {
        self.head = row.map(|row| small::head_row(&self.thread, &row.bytes)).transpose()?;
        if let Some(head) = &self.head {
            self.before = self.before.min(head.next_seq);
            self.low = self.before;
        }
        Ok(())
    }

    fn accept_write(&mut self, mut row: Row<B>) -> Result<(), Error> {
        let Some(Key::Int(seq)) = row.suffix.first() else {
            return Err(reader::corrupt("a pending write's key names no step"));
        };
        let seq = u64::try_from(*seq).unwrap_or_default();
        row.suffix.remove(0);
        let write = pending::decode(seq, &row)?;
        self.writes.get_or_insert_with(seq, Vec::new).into_iter().for_each(|writes| writes.push(write.clone()));
        Ok(())
    }

    /// Finds out which checkpoints are listed, going down while there may be more; then wants what they are built on.
    fn select(&mut self) -> Result<(), Error> {
        let steps: Vec<_> = self.states.rows.steps().take(self.limit).collect();
        let missing = (self.limit - steps.len()) as u64;
        if missing > 0 && self.low > 0 {
            // Steps that were removed leave gaps, so each round asks for more than the one before.
            let low = self.low.saturating_sub(missing.max(self.before - self.low));
            self.wanted.insert(self.states.rows.want_range(low, self.low - 1), Part::Rows.into());
            self.low = low;
            return Ok(());
        }
        let mut targets = Vec::with_capacity(steps.len());
        for seq in steps.iter().copied() {
            let header = self.states.rows.header(seq)?.ok_or_else(|| reader::corrupt("a row is missing"))?;
            targets.push(Target::new(seq, header.full_table));
        }
        let base = targets.iter().map(Target::base).min().unwrap_or(self.low);
        if base < self.low {
            self.wanted.insert(self.states.rows.want_range(base, self.low - 1), Part::Rows.into());
        }
        if let (Some(newest), Some(oldest)) = (steps.first(), steps.last()) {
            let prefix = vec![Key::Text(Rc::clone(&self.thread)), plan::root()];
            self.wanted.insert(Want::Range(Store::Writes, prefix, Some((*oldest, *newest))), Tag::Writes);
        }
        self.targets = Some(targets);
        Ok(())
    }

    fn finish(&mut self) -> Result<Vec<Loaded<B>>, Error> {
        let Some(head) = self.head.take() else { return Ok(Vec::new()) };
        let targets = self.targets.take().unwrap_or_default();
        let load = |target: Target| {
            let writes = self.writes.remove(&target.seq()).unwrap_or_default();
            self.states.loaded(head.clone(), target, writes)
        };
        targets.into_iter().map(load).collect()
    }
}
