//! The memory saver: records in memory, as the machine made them. It encodes and hashes no state, and answers every
//! operation before it returns, so it is also the saver of the simulation.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use super::locks::Locks;
use super::order;
use super::thread::Thread;
use super::watchers::{Handle, Watchers};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::ids::check_thread_id;
use crate::checkpoint::question::{Asked, Decided};
use crate::checkpoint::saver::{Capabilities, Done, Lock, Notice, QuestionRead, Standing};
use crate::checkpoint::{CheckpointId, CommitBatch, Head, InterruptId, Loaded, Saver};
use crate::error::Error;
use crate::ordered::Ordered;

/// Keeps threads as long as a handle on it lives.
///
/// Every value is a handle of the host's ([`Saver::inline_limit`] is 0), shared and never looked into. What a handle
/// commits, watchers of the other handles hear of.
pub struct MemorySaver<B> {
    store: Rc<Store<B>>,
    handle: Handle,
}

struct Store<B> {
    threads: RefCell<Ordered<Rc<str>, Box<Thread<B>>>>,
    /// The audit chains of forgotten threads.
    forgotten: RefCell<Ordered<Rc<str>, Vec<Rc<str>>>>,
    locks: Rc<Locks>,
    watchers: Rc<Watchers>,
}

impl<B: Clone + 'static> MemorySaver<B> {
    /// An empty store.
    pub fn new() -> Self {
        let (threads, forgotten) = (RefCell::default(), RefCell::default());
        let store = Store { threads, forgotten, locks: Rc::default(), watchers: Rc::default() };
        Self { handle: store.watchers.handle(), store: Rc::new(store) }
    }

    /// A second handle on the same store, as another tab has one on the same database.
    #[must_use]
    pub fn second_handle(&self) -> Self {
        Self { store: Rc::clone(&self.store), handle: self.store.watchers.handle() }
    }

    /// Reads a thread, or answers what stands for an unknown one.
    fn read<T>(&self, thread: &str, read: impl FnOnce(Option<&Thread<B>>) -> Result<T, Error>) -> Result<T, Error> {
        check_thread_id(thread)?;
        read(self.store.threads.borrow().get(thread).map(Box::as_ref)).map_err(|error| error.on_thread(thread))
    }
}

impl<B: Clone + 'static> MemorySaver<B> {
    fn remove(&self, thread: &str, done: Done<()>) {
        let removed = check_thread_id(thread).map(|()| self.store.threads.borrow_mut().remove(thread).is_some());
        let gone = removed == Ok(true);
        done(removed.map(|_| ()));
        if gone {
            self.store.watchers.notify(Some(self.handle), &Notice { thread: thread.into(), deleted: true });
        }
    }
}

impl<B: Clone + 'static> Default for MemorySaver<B> {
    fn default() -> Self {
        Self::new()
    }
}

impl<B: Clone> Store<B> {
    /// Compares the head with the expected one and changes everything, or nothing.
    fn commit(&self, mut batch: CommitBatch<B>) -> Result<Committed, Error> {
        batch.check_limits()?;
        let mut threads = self.threads.borrow_mut();
        let stored = threads.get_mut(&batch.head.thread);
        batch.check_head(stored.as_ref().map(|thread| &thread.head))?;
        batch.head = batch.next_head();
        let committed = Committed { token: batch.head.token(), digest: None };
        if let Some(thread) = stored {
            thread.check(&batch)?;
            thread.apply(batch);
        } else {
            let mut forgotten = self.forgotten.borrow_mut();
            let chain = forgotten.get(&batch.head.thread).cloned().unwrap_or_default();
            let mut thread = Thread::new(batch.head.clone(), chain, |_| true);
            thread.check(&batch)?;
            thread.apply(batch);
            forgotten.remove(&thread.head.thread);
            threads.insert(Rc::clone(&thread.head.thread), Box::new(thread));
        }
        Ok(committed)
    }
}

impl<B: Clone + 'static> Saver<B> for MemorySaver<B> {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            durable: false,
            multi_tab: false,
            exactly_once: "one instance",
            history: None,
            reset_detection: false,
            max_bytes: None,
        }
    }

    fn hashes_state(&self) -> bool {
        false
    }

    fn inline_limit(&self) -> u32 {
        0
    }

    fn head(&self, thread: &str, done: Done<Option<Head>>) {
        done(self.read(thread, |found| Ok(found.map(|thread| thread.head.clone()))));
    }

    fn standing(&self, thread: &str, done: Done<Standing>) {
        let left = || self.store.forgotten.borrow().get(thread).cloned().unwrap_or_default();
        done(self.read(thread, |found| Ok(Standing::of(found.map(|thread| thread.head.clone()), left))));
    }

    fn load(&self, thread: &str, at: Option<&CheckpointId>, done: Done<Option<Loaded<B>>>) {
        done(self.read(thread, |found| found.map_or(Ok(None), |thread| thread.load(at))));
    }

    fn history(&self, thread: &str, before: Option<u64>, limit: u32, done: Done<Vec<Loaded<B>>>) {
        done(self.read(thread, |found| found.map_or(Ok(Vec::new()), |thread| thread.history(before, limit))));
    }

    fn question(&self, thread: &str, interrupt: &InterruptId, done: Done<QuestionRead>) {
        done(self.read(thread, |found| {
            Ok(QuestionRead {
                head: found.map(|thread| thread.head.clone()),
                question: found.and_then(|thread| thread.question(interrupt)),
                decision: found.and_then(|thread| thread.decision(interrupt)),
            })
        }));
    }

    fn questions(&self, graph: &str, done: Done<Vec<Asked>>) {
        let mut open: Vec<_> = self.store.threads.borrow().values().flat_map(|thread| thread.questions()).collect();
        open.retain(|asked| &*asked.question.graph == graph);
        order::questions(&mut open);
        done(Ok(open));
    }

    fn decisions(&self, thread: &str, done: Done<Vec<Decided>>) {
        done(self.read(thread, |found| Ok(found.map_or_else(Vec::new, Thread::decisions))));
    }

    fn audit(&self, thread: &str, done: Done<Vec<Rc<str>>>) {
        let forgotten = || self.store.forgotten.borrow().get(thread).cloned().unwrap_or_default();
        done(self.read(thread, |found| Ok(found.map_or_else(forgotten, Thread::audit))));
    }

    fn heads(&self, graph: Option<&str>, done: Done<Vec<Head>>) {
        let threads = self.store.threads.borrow();
        let found = threads.values().map(|thread| &thread.head);
        let mut heads: Vec<_> = found.filter(|head| graph.is_none_or(|name| &*head.graph.0 == name)).cloned().collect();
        drop(threads);
        order::heads(&mut heads);
        done(Ok(heads));
    }

    fn commit(&self, batch: CommitBatch<B>, done: Done<Committed>) {
        let thread = Rc::clone(&batch.head.thread);
        let committed = self.store.commit(batch).map_err(|error| error.on_thread(&thread));
        let changed = committed.is_ok();
        done(committed);
        if changed {
            self.store.watchers.notify(Some(self.handle), &Notice { thread, deleted: false });
        }
    }

    fn delete_thread(&self, thread: &str, done: Done<()>) {
        self.store.forgotten.borrow_mut().remove(thread);
        self.remove(thread, done);
    }

    fn forget(&self, thread: &str, done: Done<()>) {
        if let Some(thread) = self.store.threads.borrow().get(thread) {
            self.store.forgotten.borrow_mut().insert(Rc::clone(&thread.head.thread), thread.audit());
        }
        self.remove(thread, done);
    }

    fn lock(&self, thread: &str, wait: bool, done: Done<Lock>) {
        self.store.locks.lock(thread, wait, done);
    }

    fn is_locked(&self, thread: &str, done: Done<Option<bool>>) {
        done(Ok(Some(self.store.locks.is_held(thread))));
    }

    fn watch(&self, notify: Rc<dyn Fn(Notice)>) -> Box<dyn Any> {
        self.store.watchers.subscribe(self.handle, notify)
    }
}
