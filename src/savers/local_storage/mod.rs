//! The localStorage saver (storage.md 5): a thread under one key, small, and for one tab that does not crash. What it
//! keeps and how is pure and works over any [`Shelf`]; `browser` finds the real one.

#[cfg(target_arch = "wasm32")]
pub mod browser;
mod shelf;
mod store;
mod text;

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

pub use self::shelf::Shelf;
use self::store::Store;
use super::kept::{Found, Kept};
use super::locks::Locks;
use super::order;
use super::watchers::{Handle, Watchers};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::ids::check_thread_id;
use crate::checkpoint::question::{Asked, Decided};
use crate::checkpoint::saver::{Capabilities, Done, Lock, Notice, QuestionRead, Standing};
use crate::checkpoint::{CheckpointId, CommitBatch, Head, InterruptId, Loaded, Saver};
use crate::error::Error;

/// How much a store keeps.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Checkpoints of a thread; `None`: all.
    pub history: Option<u32>,
    /// UTF-16 units of a thread's text.
    pub units: usize,
    /// Threads.
    pub threads: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { history: Some(1), units: 256 << 10, threads: 100 }
    }
}

/// Keeps threads in localStorage.
///
/// Every value is text ([`Saver::inline_limit`] has no bound). The store is opened by the first operation, and belongs
/// to one realm as long as a handle on it lives; what a handle commits, watchers of the other handles hear of.
pub struct LocalStorageSaver<B> {
    shared: Rc<Shared<B>>,
    handle: Handle,
}

/// What the handles of one store share.
struct Shared<B> {
    state: RefCell<State<B>>,
    limits: Limits,
    locks: Rc<Locks>,
    watchers: Rc<Watchers>,
    /// What has to live as long as the store is open.
    held: RefCell<Vec<Box<dyn Any>>>,
}

/// Opens a store: ends with [`Shared::opened`].
type Opener<B> = Box<dyn FnOnce(&Rc<Shared<B>>)>;

/// Waits for the store to be open.
type Waiting<B> = Box<dyn FnOnce(Result<Rc<Store<B>>, Error>)>;

enum State<B> {
    Idle(Option<Opener<B>>),
    Opening(Vec<Waiting<B>>),
    Open(Rc<Store<B>>),
    Closed(Error),
}

impl<B: Clone + 'static> LocalStorageSaver<B> {
    /// A saver over a shelf that nobody else uses.
    pub fn over(shelf: Rc<dyn Shelf>, name: &str, limits: Limits) -> Self {
        let name = name.to_owned();
        Self::new(limits, Box::new(move |shared| shared.opened(Store::open(shelf, &name, limits))))
    }

    fn new(limits: Limits, opener: Opener<B>) -> Self {
        let shared = Shared {
            state: RefCell::new(State::Idle(Some(opener))),
            limits,
            locks: Rc::default(),
            watchers: Rc::default(),
            held: RefCell::default(),
        };
        Self { handle: shared.watchers.handle(), shared: Rc::new(shared) }
    }

    /// A second handle on the same store.
    #[must_use]
    pub fn second_handle(&self) -> Self {
        Self { shared: Rc::clone(&self.shared), handle: self.shared.watchers.handle() }
    }

    /// Closes the store for every handle, and lets another tab have it; what comes after is refused (`E_STORE_CLOSED`).
    pub fn close(&self) {
        let what = "The store was closed. Reload the page to go on.";
        self.shared.close(Error::new("E_STORE_CLOSED", what).with("reason", "\"closed\""));
    }

    /// Answers with what `read` finds under the thread's key.
    fn read<T: 'static>(
        &self,
        thread: &str,
        read: impl FnOnce(Option<&Found<B>>) -> Result<T, Error> + 'static,
        done: Done<T>,
    ) {
        let thread = thread.to_owned();
        self.shared.with(Box::new(move |store| {
            let answer = store.and_then(|store| store.read(&thread, read));
            done(answer.map_err(|error| error.on_thread(&thread)));
        }));
    }

    /// Answers with what `read` finds in the thread, or with nothing where there is none.
    fn read_thread<T: Default + 'static>(
        &self,
        thread: &str,
        read: impl FnOnce(&Kept<B>) -> Result<T, Error> + 'static,
        done: Done<T>,
    ) {
        let found = |found: Option<&Found<B>>| found.and_then(Found::thread).map_or_else(|| Ok(T::default()), read);
        self.read(thread, found, done);
    }

    /// Answers with what `see` finds in every thread, once `sort` has put it in order.
    fn each<T: 'static>(&self, see: impl FnMut(&Kept<B>) -> Vec<T> + 'static, sort: fn(&mut [T]), done: Done<Vec<T>>) {
        self.shared.with(Box::new(move |store| {
            done(store.and_then(|store| store.each(see)).map(|mut found| {
                sort(&mut found);
                found
            }));
        }));
    }

    /// Removes the thread in some way, and tells the others if there was one.
    fn remove(&self, thread: &str, remove: fn(&Store<B>, &str) -> Result<bool, Error>, done: Done<()>) {
        let (thread, handle): (Rc<str>, _) = (thread.into(), self.handle);
        let watchers = Rc::clone(&self.shared.watchers);
        self.shared.with(Box::new(move |store| {
            let removed = store.and_then(|store| remove(&store, &thread)).map_err(|error| error.on_thread(&thread));
            let gone = removed == Ok(true);
            done(removed.map(drop));
            if gone {
                watchers.notify(Some(handle), &Notice { thread, deleted: true });
            }
        }));
    }
}

impl<B: Clone + 'static> Shared<B> {
    /// Calls `then` with the open store, or with why there is none.
    fn with(self: &Rc<Self>, then: Waiting<B>) {
        let mut state = self.state.borrow_mut();
        let answer = match &mut *state {
            State::Opening(waiting) => return waiting.push(then),
            State::Open(store) => Ok(Rc::clone(store)),
            State::Closed(error) => Err(error.clone()),
            State::Idle(opener) => {
                let opener = opener.take();
                *state = State::Opening(vec![then]);
                drop(state);
                return opener.map_or_else(|| (), |open| open(self));
            }
        };
        drop(state);
        then(answer);
    }

    /// The store is open, or will not be.
    fn opened(&self, store: Result<Store<B>, Error>) {
        let store = store.map(Rc::new);
        let next = match &store {
            Ok(store) => State::Open(Rc::clone(store)),
            Err(error) => State::Closed(error.clone()),
        };
        let mut state = self.state.borrow_mut();
        if matches!(*state, State::Closed(_)) {
            return;
        }
        let before = std::mem::replace(&mut *state, next);
        drop(state);
        if let State::Opening(waiting) = before {
            waiting.into_iter().for_each(|then| then(store.clone()));
        }
    }

    /// Another program has changed a key, or all of them.
    #[cfg(target_arch = "wasm32")]
    fn changed(&self, key: Option<&str>) {
        let store = match &*self.state.borrow() {
            State::Open(store) => Rc::clone(store),
            _ => return,
        };
        store.changed(key);
    }

    /// Nothing is read or written any more.
    fn close(&self, error: Error) {
        let before = self.state.replace(State::Closed(error.clone()));
        drop(self.held.take());
        if let State::Opening(waiting) = before {
            waiting.into_iter().for_each(|then| then(Err(error.clone())));
        }
    }
}

impl<B: Clone + 'static> Saver<B> for LocalStorageSaver<B> {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            durable: false,
            multi_tab: false,
            exactly_once: "one tab, no crash",
            history: self.shared.limits.history,
            reset_detection: false,
            max_bytes: Some(2 * self.shared.limits.units as u64),
        }
    }

    fn hashes_state(&self) -> bool {
        true
    }

    fn inline_limit(&self) -> u32 {
        u32::MAX
    }

    fn head(&self, thread: &str, done: Done<Option<Head>>) {
        self.read_thread(thread, |kept| Ok(Some(kept.thread.head.clone())), done);
    }

    fn standing(&self, thread: &str, done: Done<Standing>) {
        let standing = |found: Option<&Found<B>>| {
            let head = found.and_then(Found::thread).map(|kept| kept.thread.head.clone());
            Ok(Standing::of(head, || Found::audit(found)))
        };
        self.read(thread, standing, done);
    }

    fn load(&self, thread: &str, at: Option<&CheckpointId>, done: Done<Option<Loaded<B>>>) {
        let at = at.cloned();
        self.read_thread(thread, move |kept| kept.load(at.as_ref()), done);
    }

    fn history(&self, thread: &str, before: Option<u64>, limit: u32, done: Done<Vec<Loaded<B>>>) {
        self.read_thread(thread, move |kept| kept.history(before, limit), done);
    }

    fn question(&self, thread: &str, interrupt: &InterruptId, done: Done<QuestionRead>) {
        let id = interrupt.clone();
        self.read(thread, move |found| Ok(Found::question(found, &id)), done);
    }

    fn questions(&self, graph: &str, done: Done<Vec<Asked>>) {
        let graph = graph.to_owned();
        self.each(move |kept: &Kept<B>| kept.questions(&graph), order::questions, done);
    }

    fn decisions(&self, thread: &str, done: Done<Vec<Decided>>) {
        self.read_thread(thread, |kept| Ok(kept.thread.decisions()), done);
    }

    fn audit(&self, thread: &str, done: Done<Vec<Rc<str>>>) {
        self.read(thread, |found| Ok(Found::audit(found)), done);
    }

    fn heads(&self, graph: Option<&str>, done: Done<Vec<Head>>) {
        let graph = graph.map(ToOwned::to_owned);
        self.each(move |kept: &Kept<B>| kept.heads(graph.as_deref()), order::heads, done);
    }

    fn commit(&self, batch: CommitBatch<B>, done: Done<Committed>) {
        let (thread, handle) = (Rc::clone(&batch.head.thread), self.handle);
        let watchers = Rc::clone(&self.shared.watchers);
        self.shared.with(Box::new(move |store| {
            let committed = store.and_then(|store| store.commit(batch)).map_err(|error| error.on_thread(&thread));
            let changed = committed.is_ok();
            done(committed);
            if changed {
                watchers.notify(Some(handle), &Notice { thread, deleted: false });
            }
        }));
    }

    fn delete_thread(&self, thread: &str, done: Done<()>) {
        self.remove(thread, Store::delete, done);
    }

    fn forget(&self, thread: &str, done: Done<()>) {
        self.remove(thread, Store::forget, done);
    }

    fn lock(&self, thread: &str, wait: bool, done: Done<Lock>) {
        match check_thread_id(thread) {
            Ok(()) => self.shared.locks.lock(thread, wait, done),
            Err(error) => done(Err(error)),
        }
    }

    fn is_locked(&self, thread: &str, done: Done<Option<bool>>) {
        done(Ok(Some(self.shared.locks.is_held(thread))));
    }

    fn watch(&self, notify: Rc<dyn Fn(Notice)>) -> Box<dyn Any> {
        // A subscription keeps the store open.
        let subscription = self.shared.watchers.subscribe(self.handle, notify);
        Box::new((subscription, Rc::clone(&self.shared)))
    }
}
