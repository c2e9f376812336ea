//! The head record: one small row per thread that says where the thread stands. Every commit reads, compares and
//! puts it, so everything that only one writer may do hangs on it.

use std::rc::Rc;

use super::canonical::Digest;
use super::json::{Object, Word, WriteJson};
use super::{CheckpointId, Timestamp};

/// Where a thread stands. These are the words for a thread everywhere (storage.md 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing to run, and the last run did not come to its end: cancelled, or its state edited.
    Idle,
    /// A call runs it, or died while running it.
    Running,
    /// It waits for a person, or stands at a breakpoint.
    Interrupted,
    /// The last run came to its end.
    Done,
    /// The last run ended with an error.
    Failed,
    /// Its rows did not verify; nothing runs until a person says so.
    Quarantined,
    /// Its rows are being written by an import.
    Importing,
}

impl Word for Status {
    const ALL: &'static [Self] =
        &[Self::Idle, Self::Running, Self::Interrupted, Self::Done, Self::Failed, Self::Quarantined, Self::Importing];

    fn word(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Running => "running",
            Self::Interrupted => "interrupted",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Quarantined => "quarantined",
            Self::Importing => "importing",
        }
    }
}

/// Why a thread is `failed`: what a list of threads shows. `message` is cut to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadError {
    /// Stable code.
    pub code: Rc<str>,
    /// At most 200 characters.
    pub message: Rc<str>,
    /// The error's class.
    pub name: Rc<str>,
}

impl WriteJson for HeadError {
    fn write(&self, out: &mut String) {
        Object::new(out).put("code", &self.code).put("message", &self.message).put("name", &self.name).end();
    }
}

/// The head record (storage.md 3.3). Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Digest of the last audit row, of 64 zeros before the first.
    pub audit_hash: Digest,
    /// Number of audit rows.
    pub audit_n: u64,
    /// Decisions whose outcome is still `claimed`.
    pub claimed: u32,
    /// When the thread began.
    pub created_at: Timestamp,
    /// Digest of the newest checkpoint's row; absent in a saver that hashes no state.
    pub digest: Option<Digest>,
    /// Fencing number, raised by whoever takes the right to run. Only a saver reads or writes it.
    pub epoch: u64,
    /// Why the thread is `failed`.
    pub error: Option<HeadError>,
    /// Name and digest of the graph that the thread belongs to.
    pub graph: (Rc<str>, Digest),
    /// Random id of the engine instance that last raised `epoch`; for messages only.
    pub holder: Rc<str>,
    /// The newest root checkpoint.
    pub id: CheckpointId,
    /// The sequence number of the next step.
    pub next_seq: u64,
    /// A static breakpoint was passed by a resume; cleared by the next step (S-INT-83).
    pub passed: bool,
    /// Number of pending-write rows of `seq`, so that a step without any issues no delete.
    pub pw: u32,
    /// Number of transactions that put this head. Only a saver reads or writes it.
    pub rev: u64,
    /// Sequence number of the newest root checkpoint.
    pub seq: u64,
    /// Where the thread stands.
    pub status: Status,
    /// Step of the newest root checkpoint.
    pub step: i64,
    /// The thread's id.
    pub thread: Rc<str>,
    /// Never decreases.
    pub updated_at: Timestamp,
    /// The row's format.
    pub v: u32,
    /// Number of open questions.
    pub waiting: u32,
}

impl WriteJson for Head {
    fn write(&self, out: &mut String) {
        let (graph, of) = &self.graph;
        Object::new(out)
            .put("audit_hash", &self.audit_hash)
            .put("audit_n", &self.audit_n)
            .put("claimed", &self.claimed)
            .put("created_at", &self.created_at)
            .some("digest", &self.digest)
            .put("epoch", &self.epoch)
            .some("error", &self.error)
            .put("graph", &[graph as &dyn WriteJson, of])
            .put("holder", &self.holder)
            .put("id", &self.id)
            .put("next_seq", &self.next_seq)
            .flag("passed", self.passed)
            .put("pw", &self.pw)
            .put("rev", &self.rev)
            .put("seq", &self.seq)
            .put("status", &self.status)
            .put("step", &self.step)
            .put("thread", &self.thread)
            .put("updated_at", &self.updated_at)
            .put("v", &self.v)
            .put("waiting", &self.waiting)
            .end();
    }
}

/// What a commit expects the head to be. A load hands it out; only a saver looks inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub(crate) rev: u64,
    pub(crate) epoch: u64,
}

impl Head {
    /// What a commit on top of this head has to expect.
    pub fn token(&self) -> Token {
        Token { rev: self.rev, epoch: self.epoch }
    }
}
