//! Who wants to hear of commits: functions by subscription, each with the handle that it was subscribed through.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::checkpoint::saver::Notice;
use crate::ordered::Ordered;

/// A handle on a saver: one commits, the others hear of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Handle(u64);

/// A function, and the handle that it was subscribed through.
type Function = (Handle, Rc<dyn Fn(Notice)>);

/// See the module.
#[derive(Default)]
pub(super) struct Watchers {
    functions: RefCell<Ordered<u64, Function>>,
    /// Numbers handles and subscriptions.
    next: Cell<u64>,
}

impl Watchers {
    /// A new handle.
    pub(super) fn handle(&self) -> Handle {
        Handle(self.number())
    }

    /// Subscribes a function until the returned value is dropped.
    pub(super) fn subscribe(self: &Rc<Self>, handle: Handle, notify: Rc<dyn Fn(Notice)>) -> Box<dyn Any> {
        let number = self.number();
        self.functions.borrow_mut().insert(number, (handle, notify));
        Box::new(Subscription { watchers: Rc::clone(self), number })
    }

    /// Tells everybody but those who subscribed through `from`.
    pub(super) fn notify(&self, from: Option<Handle>, notice: &Notice) {
        let functions = self.functions.borrow();
        let others = functions.values().filter(|(handle, _)| Some(*handle) != from);
        let others: Vec<_> = others.map(|(_, notify)| Rc::clone(notify)).collect();
        drop(functions);
        for notify in others {
            notify(notice.clone());
        }
    }

    fn number(&self) -> u64 {
        self.next.replace(self.next.get() + 1)
    }
}

struct Subscription {
    watchers: Rc<Watchers>,
    number: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        // What a function holds may end other subscriptions: it goes when the list is free again.
        let removed = self.watchers.functions.borrow_mut().remove(&self.number);
        drop(removed);
    }
}
