//! [`TestWorld`]: time that stands, chance that repeats. Natively it also runs futures; in a browser the browser does.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::typed::{Entered, LocalFuture, World};

/// When a test begins: 2026-01-01T00:00:00Z.
const START_MS: u64 = 1_767_225_600_000;

/// A world for tests. Cheap to clone; clones are the same world.
///
/// Its clock moves when [`advance`](Self::advance) moves it, and, natively, when everything waits for a later time.
#[derive(Clone)]
pub struct TestWorld(pub(super) Rc<Inner>);

pub(super) struct Inner {
    now: Cell<u64>,
    seed: Cell<u64>,
    sleepers: RefCell<Vec<(u64, Waker)>>,
    /// Who waits for everything that can go on at once to have gone on.
    #[cfg(not(target_arch = "wasm32"))]
    pub turns: RefCell<Vec<Waker>>,
    #[cfg(not(target_arch = "wasm32"))]
    pub spawned: RefCell<Vec<LocalFuture<()>>>,
}

impl TestWorld {
    /// A world whose chance is this seed's.
    pub fn new(seed: u64) -> Self {
        Self(Rc::new(Inner {
            now: Cell::new(START_MS),
            seed: Cell::new(seed),
            sleepers: RefCell::default(),
            #[cfg(not(target_arch = "wasm32"))]
            turns: RefCell::default(),
            #[cfg(not(target_arch = "wasm32"))]
            spawned: RefCell::default(),
        }))
    }

    /// Calls `inside` with this world as the one that graphs are compiled in: in a browser, where nothing blocks, a test
    /// compiles its graphs so.
    pub fn enter<T>(&self, inside: impl FnOnce() -> T) -> T {
        let _entered = Entered::new(Rc::new(self.clone()));
        inside()
    }

    /// Moves the clock and wakes who waited for a time that is now past.
    ///
    /// ```
    /// use std::time::Duration;
    /// use haltgraph::testing::TestWorld;
    /// use haltgraph::typed::World;
    ///
    /// let world = TestWorld::new(7);
    /// let before = world.now();
    /// world.advance(Duration::from_secs(60));
    /// assert_eq!(world.now() - before, 60_000);
    /// ```
    pub fn advance(&self, time: std::time::Duration) {
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.move_to(self.0.now.get().saturating_add(ms));
    }

    fn move_to(&self, at: u64) {
        self.0.now.set(at);
        let mut due = Vec::new();
        self.0.sleepers.borrow_mut().retain(|(time, waker)| {
            let waits = *time > at;
            if !waits {
                due.push(waker.clone());
            }
            waits
        });
        due.into_iter().for_each(Waker::wake);
    }

    /// Moves the clock to the next time that anybody waits for. Says whether there was one.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn move_on(&self) -> bool {
        let next = self.0.sleepers.borrow().iter().map(|(time, _)| *time).min();
        next.is_some_and(|next| {
            self.move_to(next);
            true
        })
    }

    /// A pseudo-random number (SplitMix64).
    fn number(&self) -> u64 {
        let seed = self.0.seed.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.seed.set(seed);
        let z = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Default for TestWorld {
    fn default() -> Self {
        Self::new(0)
    }
}

impl World for TestWorld {
    fn now(&self) -> u64 {
        self.0.now.get()
    }

    fn random(&self) -> [u8; 16] {
        (u128::from(self.number()) << 64 | u128::from(self.number())).to_be_bytes()
    }

    fn sleep_until(&self, at: u64) -> LocalFuture<()> {
        let world = self.clone();
        Box::pin(poll_fn(move |context| {
            if world.0.now.get() >= at {
                return Poll::Ready(());
            }
            world.0.sleepers.borrow_mut().push((at, context.waker().clone()));
            Poll::Pending
        }))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn turn(&self) -> LocalFuture<()> {
        let (world, mut waited) = (self.clone(), false);
        Box::pin(poll_fn(move |context| {
            if std::mem::replace(&mut waited, true) {
                return Poll::Ready(());
            }
            world.0.turns.borrow_mut().push(context.waker().clone());
            Poll::Pending
        }))
    }

    #[cfg(target_arch = "wasm32")]
    fn turn(&self) -> LocalFuture<()> {
        crate::typed::Browser.turn()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn spawn(&self, future: LocalFuture<()>) {
        self.0.spawned.borrow_mut().push(future);
    }

    #[cfg(target_arch = "wasm32")]
    fn spawn(&self, future: LocalFuture<()>) {
        crate::typed::Browser.spawn(future);
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn warn(&self, text: &str) {
        // A test's output is where its author looks.
        eprintln!("{text}");
    }

    #[cfg(target_arch = "wasm32")]
    fn warn(&self, text: &str) {
        crate::typed::Browser.warn(text);
    }
}
