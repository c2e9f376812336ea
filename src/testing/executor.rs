//! [`block_on`]: runs a future and everything it starts, on one thread, in a fixed order.

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use super::TestWorld;
use crate::typed::{Entered, LocalFuture, Result};

/// Whether a future asked to be polled.
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Flag {
    fn raised() -> Arc<Self> {
        Arc::new(Self(AtomicBool::new(true)))
    }

    fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

/// Runs a story to its end: what the `main` of an example does. In a browser, where nothing blocks, it is started there and
/// goes on by itself.
///
/// # Errors
/// What the story ends with.
///
/// # Panics
/// Where everything waits for something that cannot come.
pub fn run(story: impl Future<Output = Result<()>> + 'static) -> Result<()> {
    TestWorld::default().run(story)
}

struct Task {
    future: LocalFuture<()>,
    flag: Arc<Flag>,
}

/// Runs a future to its end in a [`TestWorld`] of its own: graphs compiled in it run there. Where everything waits for a
/// later time, the clock moves on.
///
/// # Panics
/// Where everything waits for something that cannot come: it would wait for ever.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    TestWorld::default().block_on(future)
}

impl TestWorld {
    /// Runs a future to its end in this world: as [`block_on`](Self::block_on), for programs that are compiled for
    /// browsers too, where [`run`] only starts it.
    ///
    /// # Errors
    /// What the future ends with.
    ///
    /// # Panics
    /// Where everything waits for something that cannot come.
    pub fn run(&self, story: impl Future<Output = Result<()>> + 'static) -> Result<()> {
        self.block_on(story)
    }

    /// Runs a future to its end in this world.
    ///
    /// # Panics
    /// Where everything waits for something that cannot come.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        let _entered = Entered::new(Rc::new(self.clone()));
        let mut future = pin!(future);
        let flag = Flag::raised();
        let waker = Waker::from(Arc::clone(&flag));
        let mut tasks: Vec<Task> = Vec::new();
        loop {
            let mut ran = false;
            if flag.take() {
                ran = true;
                if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                    return done;
                }
            }
            ran |= self.run_tasks(&mut tasks);
            if !ran && !self.end_turn() && !self.move_on() {
                stuck();
            }
        }
    }

    /// Polls every task that asked for it, and takes in those that were started. Says whether there was one.
    fn run_tasks(&self, tasks: &mut Vec<Task>) -> bool {
        let started = self.0.spawned.take();
        tasks.extend(started.into_iter().map(|future| Task { future, flag: Flag::raised() }));
        let mut ran = false;
        tasks.retain_mut(|task| {
            if !task.flag.take() {
                return true;
            }
            ran = true;
            let waker = Waker::from(Arc::clone(&task.flag));
            task.future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending()
        });
        ran
    }

    /// Nothing can go on at once: wakes who waited for that. Says whether anybody did.
    fn end_turn(&self) -> bool {
        let turns = self.0.turns.take();
        let any = !turns.is_empty();
        turns.into_iter().for_each(Waker::wake);
        any
    }
}

/// A test that waits for ever is a broken test: it ends here, loudly.
#[expect(clippy::panic, reason = "the one way to fail a test that would never end")]
fn stuck() -> ! {
    panic!("everything waits for something that cannot come: a question that nobody answers?")
}
