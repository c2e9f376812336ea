//! The trait that every saver implements. Answers come through callbacks, so that no executor and no `await` stands
//! between a store's event and the machine.

use std::rc::Rc;

use super::batch::{CommitBatch, Committed};
use super::head::Head;
use super::question::{Asked, Decided};
use super::record::Loaded;
use super::{CheckpointId, InterruptId};
use crate::error::Error;

/// Takes the one answer of a saver's operation. Called exactly once; possibly before the operation returns.
pub type Done<T> = Box<dyn FnOnce(Result<T, Error>)>;

/// What a saver says of itself (storage.md 3.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// What was reported saved survives the end of the tab.
    pub durable: bool,
    /// Compare-and-set holds across tabs.
    pub multi_tab: bool,
    /// Where a decision is claimed exactly once: `always`, or `one instance`.
    pub exactly_once: &'static str,
    /// Checkpoints kept per thread; `None`: all.
    pub history: Option<u32>,
    /// A lost store is noticed.
    pub reset_detection: bool,
    /// Bytes a thread may have; `None`: no limit of the saver's own.
    pub max_bytes: Option<u64>,
}

/// A question as one read of the store shows it: the head, and the question or what closed it.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionRead {
    /// The thread's head, if the thread exists.
    pub head: Option<Head>,
    /// The question, while it is open.
    pub question: Option<Asked>,
    /// What closed it.
    pub decision: Option<Decided>,
}

/// A thread as whoever is to go on with it finds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Its head record.
    Thread(Box<Head>),
    /// There is none; the audit rows that a forgotten thread of that id left, oldest first (storage.md 3.5).
    Absent(Vec<Rc<str>>),
}

impl Standing {
    /// Of a head, or else of the audit rows that are left.
    pub fn of(head: Option<Head>, left: impl FnOnce() -> Vec<Rc<str>>) -> Self {
        head.map_or_else(|| Self::Absent(left()), |head| Self::Thread(Box::new(head)))
    }
}

/// The answer to a request for a thread's run lock.
pub enum Lock {
    /// Ours until it is dropped.
    Held(Box<dyn std::any::Any>),
    /// Somebody else's: they live.
    Taken,
    /// This saver has no locks: nobody can tell whether a holder lives.
    Unsupported,
}

/// What a thread's other observers are told after a commit. A hint: the receiver reads the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The thread that changed.
    pub thread: Rc<str>,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// Keeps threads. Every built-in saver passes one conformance suite.
///
/// The errors are those of storage.md: `THREAD_CONFLICT` when the head is not the expected one, `E_EXISTS` when it
/// should have been absent, `E_GONE` when it is absent and should not be, `E_QUOTA`, `E_STORAGE`, `E_CORRUPT`,
/// `E_INTEGRITY`, …; after any error the store is as before, except `E_UNCERTAIN`.
pub trait Saver<B> {
    /// What the saver promises.
    fn capabilities(&self) -> Capabilities;

    /// Whether state values and checkpoint rows carry digests.
    fn hashes_state(&self) -> bool;

    /// Bytes up to which a state value is handed over as text inside its row; larger ones as a blob.
    fn inline_limit(&self) -> u32;

    /// The head record.
    fn head(&self, thread: &str, done: Done<Option<Head>>);

    /// The head record, or what is left where there is none, in one read.
    fn standing(&self, thread: &str, done: Done<Standing>);

    /// The thread at its head, or at the checkpoint named. Unknown thread or id: `None`.
    fn load(&self, thread: &str, at: Option<&CheckpointId>, done: Done<Option<Loaded<B>>>);

    /// Up to `limit` checkpoints of the thread, newest first by sequence number, from the one before `before` on; each
    /// with its state and its pending writes, without questions and decisions. Unknown thread: none.
    fn history(&self, thread: &str, before: Option<u64>, limit: u32, done: Done<Vec<Loaded<B>>>);

    /// One question and what closed it, in one read.
    fn question(&self, thread: &str, interrupt: &InterruptId, done: Done<QuestionRead>);

    /// Every open question of the graph named, oldest first by (`created_at`, thread, seq, task, id).
    fn questions(&self, graph: &str, done: Done<Vec<Asked>>);

    /// Every decision of the thread, ordered by interrupt id.
    fn decisions(&self, thread: &str, done: Done<Vec<Decided>>);

    /// Every audit row of the thread, oldest first, as text.
    fn audit(&self, thread: &str, done: Done<Vec<Rc<str>>>);

    /// Every head of the graph named (all graphs without a name), in thread order.
    fn heads(&self, graph: Option<&str>, done: Done<Vec<Head>>);

    /// Changes everything in the batch, or nothing. Answers when the change is as durable as the batch asks.
    fn commit(&self, batch: CommitBatch<B>, done: Done<Committed>);

    /// Removes every row of the thread; an unknown thread is fine.
    fn delete_thread(&self, thread: &str, done: Done<()>);

    /// Removes every row of the thread but its audit chain, which a thread of that id goes on with (storage.md 3.5);
    /// an unknown thread is fine.
    fn forget(&self, thread: &str, done: Done<()>);

    /// Asks for the thread's run lock; waits for it if `wait`.
    fn lock(&self, thread: &str, wait: bool, done: Done<Lock>);

    /// Whether anybody holds the thread's run lock; `None` where this saver has no locks. Asking takes nothing, so that
    /// whoever asks disturbs nobody.
    fn is_locked(&self, thread: &str, done: Done<Option<bool>>);

    /// Calls `notify` after each commit by another instance on the same store. The subscription ends when the
    /// returned value is dropped.
    fn watch(&self, notify: Rc<dyn Fn(Notice)>) -> Box<dyn std::any::Any>;
}
