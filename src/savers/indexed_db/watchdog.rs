//! The clock of commits under way. One timer ticks for all of them, and only while there are any: a timer for each
//! would cost as much as a commit's requests. Ticks, and not one long wait, because a frozen page's time does not count.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use crate::savers::browser::Timer;

/// What must end before too many ticks.
pub(super) trait Watched {
    /// A tick has passed.
    fn tick(self: Rc<Self>);
}

/// See the module.
#[derive(Default)]
pub(super) struct Watchdog {
    watched: RefCell<Vec<Weak<dyn Watched>>>,
    timer: RefCell<Option<Timer>>,
}

impl Watchdog {
    /// Watches until it is dropped, by a clock that ticks every `ms` milliseconds.
    pub(super) fn watch(self: &Rc<Self>, watched: Weak<dyn Watched>, ms: u32) {
        let mut all = self.watched.borrow_mut();
        all.retain(|one| one.strong_count() > 0);
        all.push(watched);
        drop(all);
        if self.timer.borrow().is_none() {
            self.start(ms);
        }
    }

    fn start(self: &Rc<Self>, ms: u32) {
        let weak = Rc::downgrade(self);
        let tick = move || {
            if let Some(watchdog) = weak.upgrade() {
                watchdog.tick(ms);
            }
        };
        *self.timer.borrow_mut() = Some(Timer::new(ms, tick));
    }

    fn tick(self: &Rc<Self>, ms: u32) {
        drop(self.timer.take());
        let watched: Vec<_> = self.watched.borrow().iter().filter_map(Weak::upgrade).collect();
        if !watched.is_empty() {
            self.start(ms);
        }
        for one in watched {
            one.tick();
        }
    }
}
