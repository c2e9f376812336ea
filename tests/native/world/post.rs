//! How a store's answers reach pages: at once, or whenever a test says so, in the order that it chooses.

use std::cell::{Cell, RefCell};

/// Answers of the store on their way.
#[derive(Default)]
pub struct Post {
    held: Cell<bool>,
    letters: RefCell<Vec<Box<dyn FnOnce()>>>,
}

impl Post {
    /// From now on answers wait, or no longer do.
    pub fn hold(&self, held: bool) {
        self.held.set(held);
    }

    /// Whatever is on its way never arrives, and with it go the locks that it would have brought.
    pub fn lose(&self) {
        self.letters.take();
    }

    /// How many answers wait.
    pub fn waiting(&self) -> usize {
        self.letters.borrow().len()
    }

    /// Delivers one of them.
    pub fn deliver(&self, at: usize) {
        let letter = self.letters.borrow_mut().remove(at);
        letter();
    }

    pub fn send(&self, letter: impl FnOnce() + 'static) {
        if self.held.get() {
            self.letters.borrow_mut().push(Box::new(letter));
        } else {
            letter();
        }
    }
}
