//! The checkpoint rows of a load: texts as they were read, rows once their graph is known.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use super::{Part, Wanted};
use crate::checkpoint::record::{CheckpointRow, GraphRow};
use crate::checkpoint::rows::decode::{self, Decoded, Elsewhere, Header, Under};
use crate::checkpoint::rows::{Bytes, Key, Row, Store, Want, graph_row, plan, reader};
use crate::checkpoint::{CheckpointId, Digest, Name};
use crate::error::Error;
use crate::ordered::Ordered;

/// A row whose names are known.
type DecodedRow = Rc<CheckpointRow<Elsewhere>>;

/// A row that was read.
struct Found {
    text: String,
    digest: OnceCell<Digest>,
    /// What it says, once its names are known.
    decoded: Option<Decoded>,
    /// Each row from this one down to its full table was built on the one below.
    verified: Cell<bool>,
}

/// The rows of the thread, as far as they are known.
pub(super) struct Rows {
    thread: Name,
    rows: Ordered<u64, Found>,
    graphs: Vec<Rc<GraphRow>>,
    /// Sequence number of a full table, to the graph that its row names and the first step of the line under it.
    tables: Ordered<u64, (Digest, u64)>,
}

impl Rows {
    pub(super) fn new(thread: &str) -> Self {
        Self { thread: thread.into(), rows: Ordered::new(), graphs: Vec::new(), tables: Ordered::new() }
    }

    /// Takes the text of a step's row.
    pub(super) fn put(&mut self, seq: u64, text: String) {
        self.rows.insert(seq, Found { text, digest: OnceCell::new(), decoded: None, verified: Cell::new(false) });
    }

    /// The steps whose rows were read, newest first.
    pub(super) fn steps(&self) -> impl Iterator<Item = u64> {
        self.rows.keys().rev().copied()
    }

    /// Whether a step's row was read.
    pub(super) fn is_read(&self, seq: u64) -> bool {
        self.rows.contains_key(&seq)
    }

    /// What must be known of a step's row before its names can be; `None` where it was not read.
    pub(super) fn header(&self, seq: u64) -> Result<Option<Header>, Error> {
        self.rows.get(&seq).map(|found| decode::header(&found.text)).transpose()
    }

    /// What reads the row of a step.
    pub(super) fn want(&self, seq: u64) -> Want {
        let [thread, ns] = self.prefix();
        Want::One(Store::Checkpoints, Key::List(vec![thread, ns, Key::int(seq)]))
    }

    /// What reads the rows of several steps, both ends included.
    pub(super) fn want_range(&self, low: u64, high: u64) -> Want {
        Want::Range(Store::Checkpoints, self.prefix().into(), Some((low, high)))
    }

    fn prefix(&self) -> [Key; 2] {
        [Key::Text(Rc::clone(&self.thread)), plan::root()]
    }

    pub(super) fn accept<B: Bytes>(&mut self, row: &Row<B>) -> Result<(), Error> {
        let [Key::Int(seq)] = row.suffix.as_slice() else {
            return Err(reader::corrupt("a checkpoint's key names no step"));
        };
        self.put(u64::try_from(*seq).unwrap_or_default(), row.bytes.text()?);
        Ok(())
    }

    pub(super) fn accept_one<B: Bytes>(&mut self, seq: u64, row: Option<Row<B>>) -> Result<(), Error> {
        let row = row.ok_or_else(|| reader::corrupt(&format!("the row of step {seq} is missing")))?;
        self.put(seq, row.bytes.text()?);
        Ok(())
    }

    pub(super) fn accept_graph<B: Bytes>(&mut self, digest: Digest, row: Option<Row<B>>) -> Result<(), Error> {
        let row = row.ok_or_else(|| reader::corrupt("a graph's row is missing"))?;
        self.graphs.push(graph_row(digest, &row.bytes.text()?)?);
        Ok(())
    }

    /// The row of a step, where it was resolved already.
    pub(super) fn row(&self, seq: u64) -> Option<&CheckpointRow<Elsewhere>> {
        self.decoded(seq).map(|decoded| &*decoded.row)
    }

    fn decoded(&self, seq: u64) -> Option<&Decoded> {
        self.rows.get(&seq)?.decoded.as_ref()
    }

    /// The row of step `seq`, which is the newest of its path.
    ///
    /// # Errors
    /// `E_CORRUPT` before it was resolved.
    pub(super) fn newest(&self, seq: u64) -> Result<&CheckpointRow<Elsewhere>, Error> {
        self.row(seq).ok_or_else(|| reader::corrupt("the newest row is missing"))
    }

    /// The digest of a step's row.
    pub(super) fn digest(&self, seq: u64) -> Option<Digest> {
        let found = self.rows.get(&seq)?;
        Some(*found.digest.get_or_init(|| Digest::of(found.text.as_bytes())))
    }

    /// Reads the rows from `newest` along the parents down to the full table of step `base`; `false` while one is
    /// wanted.
    pub(super) fn walk(&mut self, newest: u64, base: u64, wanted: &mut Wanted) -> Result<bool, Error> {
        let mut next = Some(newest);
        while let Some(seq) = next {
            let Some(row) = self.decode(seq, base, wanted)? else { return Ok(false) };
            next = row.parent.filter(|parent| row.table.is_none() && *parent >= base);
        }
        Ok(true)
    }

    /// The row of a step on a path, which may be older than the path's full table; `None` while it, or what its names
    /// need, is wanted.
    pub(super) fn resolve(&mut self, seq: u64, base: u64, wanted: &mut Wanted) -> Result<Option<DecodedRow>, Error> {
        if self.tables.get(&base).is_some_and(|(_, since)| seq >= *since) {
            return self.decode(seq, base, wanted);
        }
        match self.header(seq)? {
            Some(header) => self.decode(seq, header.full_table, wanted),
            None => self.missing(seq, wanted),
        }
    }

    /// The row of a step under the graph that the full table of step `base` names.
    fn decode(&mut self, seq: u64, base: u64, wanted: &mut Wanted) -> Result<Option<DecodedRow>, Error> {
        if let Some(Decoded { row, .. }) = self.decoded(seq) {
            return Ok(Some(Rc::clone(row)));
        }
        let Some(under) = self.graph_of(base, wanted)? else { return Ok(None) };
        let Some(found) = self.rows.get_mut(&seq) else { return self.missing(seq, wanted) };
        let decoded = decode::checkpoint(seq, &under, &found.text)?;
        let row = Rc::clone(&decoded.row);
        found.decoded = Some(decoded);
        Ok(Some(row))
    }

    /// The graph that the full table of this step names.
    fn graph_of(&mut self, base: u64, wanted: &mut Wanted) -> Result<Option<Under>, Error> {
        let (digest, since) = match self.tables.get(&base) {
            Some(named) => *named,
            None => {
                let Some(found) = self.rows.get(&base) else { return self.missing(base, wanted) };
                let named = decode::header(&found.text)?.graph;
                let named = named.ok_or_else(|| reader::corrupt("a full table's row names no graph"))?;
                self.tables.insert(base, named);
                named
            }
        };
        let Some(graph) = self.graphs.iter().find(|graph| graph.digest == digest).map(Rc::clone) else {
            wanted.insert(Want::One(Store::Meta, plan::graph_key(&digest)), Part::Graph(digest).into());
            return Ok(None);
        };
        Ok(Some(Under { graph, since }))
    }

    fn missing<T>(&self, seq: u64, wanted: &mut Wanted) -> Result<Option<T>, Error> {
        wanted.insert(self.want(seq), Part::Row(seq).into());
        Ok(None)
    }

    /// Whether each row of a path, newest first, was built on the row that follows.
    ///
    /// # Errors
    /// `E_INTEGRITY`.
    pub(super) fn verify(&self, path: &[&CheckpointRow<Elsewhere>]) -> Result<(), Error> {
        for (child, parent) in path.iter().zip(path.iter().skip(1)) {
            // A history's paths end alike: what was verified for one checkpoint is for those above.
            if self.rows.get(&child.seq).is_some_and(|found| found.verified.get()) {
                break;
            }
            self.verify_parent(child.seq, parent.seq)?;
        }
        for found in path.iter().filter_map(|row| self.rows.get(&row.seq)) {
            if found.verified.replace(true) {
                break;
            }
        }
        Ok(())
    }

    /// The id of a step's checkpoint; `None` where its row was not read.
    ///
    /// # Errors
    /// Those of every row.
    pub(super) fn id(&self, seq: u64) -> Result<Option<CheckpointId>, Error> {
        match self.row(seq) {
            Some(row) => Ok(Some(row.id.clone())),
            None => Ok(self.header(seq)?.map(|header| header.id)),
        }
    }

    /// Whether the row of step `child` was built on the row of step `parent`.
    ///
    /// # Errors
    /// `E_INTEGRITY`.
    pub(super) fn verify_parent(&self, child: u64, parent: u64) -> Result<(), Error> {
        let prev = self.decoded(child).and_then(|decoded| decoded.prev);
        if prev.is_none() || prev != self.digest(parent) {
            return Err(reader::altered(&format!("The row of step {parent}")));
        }
        Ok(())
    }
}
