//! What an app takes from outside: time, chance, and an executor. A browser has its own ([`Browser`](super::Browser));
//! natively [`testing`](crate::testing) simulates one.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::checkpoint::Timestamp;
use crate::error::Error;

/// A future that stays on its thread: all of them do, on every target.
pub type LocalFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// Time, chance and an executor.
pub trait World {
    /// Milliseconds since 1970.
    fn now(&self) -> Timestamp;
    /// Random bytes that nobody can guess.
    fn random(&self) -> [u8; 16];
    /// Resolves at this time, or soon after.
    fn sleep_until(&self, at: Timestamp) -> LocalFuture<()>;
    /// Resolves once everything that can go on at once has.
    fn turn(&self) -> LocalFuture<()>;
    /// Runs a future to its end, some time.
    fn spawn(&self, future: LocalFuture<()>);
    /// Tells the developer of something odd.
    fn warn(&self, text: &str);
}

thread_local! {
    static CURRENT: RefCell<Vec<Rc<dyn World>>> = const { RefCell::new(Vec::new()) };
}

/// Makes a world the one that apps are compiled in, until this is dropped.
pub(crate) struct Entered(());

impl Entered {
    /// Enters a world.
    pub fn new(world: Rc<dyn World>) -> Self {
        CURRENT.with_borrow_mut(|worlds| worlds.push(world));
        Self(())
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.with_borrow_mut(Vec::pop);
    }
}

/// The world entered last; in a browser, the browser.
pub(super) fn current() -> Result<Rc<dyn World>, Error> {
    let entered = CURRENT.with_borrow(|worlds| worlds.last().cloned());
    #[cfg(target_arch = "wasm32")]
    return Ok(entered.unwrap_or_else(super::Browser::shared));
    #[cfg(not(target_arch = "wasm32"))]
    entered.ok_or_else(|| {
        let message = "There is no executor here. Compile the graph inside `haltgraph::testing::block_on`, or with \
                       `compile_in` and a `World` of your own.";
        Error::new("E_NO_WORLD", message)
    })
}
