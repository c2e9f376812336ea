//! Run locks of a store that one realm has for itself: who runs a thread, and who waits to.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::checkpoint::saver::{Done, Lock};
use crate::ordered::Ordered;

/// Locks by thread; a thread that stands here is held, by whoever has the [`Held`] guard.
#[derive(Default)]
pub(super) struct Locks {
    waiting: RefCell<Ordered<Rc<str>, VecDeque<Done<Lock>>>>,
}

/// Releases its thread on drop, or hands it to the one who has waited longest.
struct Held {
    locks: Rc<Locks>,
    thread: Rc<str>,
}

impl Locks {
    /// Asks for the lock of a thread.
    pub(super) fn lock(self: &Rc<Self>, thread: &str, wait: bool, done: Done<Lock>) {
        let thread: Rc<str> = thread.into();
        let mut waiting = self.waiting.borrow_mut();
        match waiting.get_mut(&thread) {
            Some(queue) if wait => queue.push_back(done),
            Some(_) => {
                drop(waiting);
                done(Ok(Lock::Taken));
            }
            None => {
                waiting.insert(Rc::clone(&thread), VecDeque::new());
                drop(waiting);
                self.grant(thread, done);
            }
        }
    }

    /// Whether anybody holds the thread.
    pub(super) fn is_held(&self, thread: &str) -> bool {
        self.waiting.borrow().contains_key(thread)
    }

    fn grant(self: &Rc<Self>, thread: Rc<str>, done: Done<Lock>) {
        done(Ok(Lock::Held(Box::new(Held { locks: Rc::clone(self), thread }))));
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut waiting = self.locks.waiting.borrow_mut();
        let next = waiting.get_mut(&self.thread).and_then(VecDeque::pop_front);
        if next.is_none() {
            waiting.remove(&self.thread);
        }
        drop(waiting);
        if let Some(done) = next {
            self.locks.grant(Rc::clone(&self.thread), done);
        }
    }
}
