//! What an engine holds of a thread between two commits: the head it saw last, what the next rows are built on, and
//! the questions and claimed decisions whose rows it may have to change.

use std::rc::Rc;

use crate::checkpoint::batch::Committed;
use crate::checkpoint::lineage::Lineage;
use crate::checkpoint::question::{Asked, Decided, Json};
use crate::checkpoint::record::{CheckpointRow, Source};
use crate::checkpoint::{CheckpointId, Digest, Head, InterruptId, Name, Timestamp};
use crate::ordered::Ordered;

#[derive(Clone, Debug)]
pub(super) struct Session {
    pub thread: Rc<str>,
    /// `None` until the thread's first commit.
    pub head: Option<Head>,
    pub lineage: Lineage,
    /// Number and last digest of the audit rows that a forgotten thread of this id left; its successor goes on with them.
    pub audit: Option<(u64, Digest)>,
    /// Open questions of the thread.
    pub questions: Ordered<InterruptId, Asked>,
    /// Decisions whose outcome is still `claimed`.
    pub claimed: Ordered<InterruptId, Rc<Decided>>,
    /// The next commit takes the right to run.
    pub taking_over: bool,
    /// Open questions that the next commit closes as superseded, because something takes their place.
    pub superseding: bool,
    /// The older checkpoint that the next one is made from, where it is not the head: its sequence number and digest.
    pub base: Option<(u64, Option<Digest>)>,
    /// The nodes of the last superstep that ran any (S-UPD-10).
    pub last: Vec<Name>,
    /// The checkpoint that the next one is made from; `None` before the first.
    pub shown: Option<Rc<Shown>>,
}

/// What a snapshot says of its checkpoint, beside the state.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub seq: u64,
    pub id: CheckpointId,
    pub parent: Option<CheckpointId>,
    pub ts: Timestamp,
    pub source: Source,
    pub step: i64,
    pub metadata: Option<Json>,
}

impl Shown {
    /// Of a row, and the id of the checkpoint that it was made from, where that one is kept.
    pub fn of<B>(row: &CheckpointRow<B>, parent: Option<CheckpointId>) -> Rc<Self> {
        Rc::new(Self {
            seq: row.seq,
            id: row.id.clone(),
            parent,
            ts: row.ts,
            source: row.source,
            step: row.step,
            metadata: row.metadata.clone(),
        })
    }
}

impl Session {
    pub fn fresh(thread: Rc<str>) -> Self {
        Self {
            thread,
            head: None,
            lineage: Lineage::empty(),
            audit: None,
            questions: Ordered::new(),
            claimed: Ordered::new(),
            taking_over: true,
            superseding: false,
            base: None,
            last: Vec::new(),
            shown: None,
        }
    }

    /// Whether the thread stands where the session left it. The checkpoint's id tells a thread that was deleted from one
    /// that was begun anew and counts as far.
    pub fn stands_at(&self, head: &Head) -> bool {
        self.head.as_ref().is_some_and(|known| known.token() == head.token() && known.id == head.id)
    }

    /// A commit that was built on this session is durable.
    pub fn committed(&mut self, mut head: Head, committed: Committed) {
        head.rev = committed.token.rev;
        head.epoch = committed.token.epoch;
        head.digest = committed.digest;
        self.head = Some(head);
        self.taking_over = false;
        self.superseding = false;
        self.base = None;
    }
}
