//! One operation after the other: an outside saver answers when it likes, and nothing may come between the look at a
//! thread and what is written of it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// Runs with the turn that it holds until it drops it.
type Job = Box<dyn FnOnce(Turn)>;

/// See the module.
#[derive(Default)]
pub(super) struct Turns {
    waiting: RefCell<VecDeque<Job>>,
    taken: Cell<bool>,
}

/// The right to work; the next has it when it is dropped.
pub(super) struct Turn(Rc<Turns>);

impl Turns {
    /// Runs the job when its turn has come.
    pub(super) fn take(self: &Rc<Self>, job: Job) {
        if self.taken.replace(true) {
            self.waiting.borrow_mut().push_back(job);
        } else {
            job(Turn(Rc::clone(self)));
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = self.0.waiting.borrow_mut().pop_front();
        match next {
            Some(job) => job(Self(Rc::clone(&self.0))),
            None => self.0.taken.set(false),
        }
    }
}
