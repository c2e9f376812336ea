//! [`Config`]: which thread a call runs on, and how.

use std::rc::Rc;

use crate::runtime::{CallOptions, OnPending};

/// Which thread a call runs on, and how. Begun with [`thread`].
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) thread: Rc<str>,
    limit: u32,
    on_pending: Option<OnPending>,
    wait: bool,
}

/// A call on a thread: up to 256 bytes of text of your choice, kept apart from other threads.
///
/// ```
/// let config = haltgraph::thread("booking-42").recursion_limit(50);
/// # let _ = config;
/// ```
pub fn thread(id: impl Into<Rc<str>>) -> Config {
    Config { thread: id.into(), limit: 25, on_pending: None, wait: false }
}

impl Config {
    /// How many supersteps the call may take; 25 without it.
    #[must_use]
    pub fn recursion_limit(self, limit: u32) -> Self {
        Self { limit, ..self }
    }

    /// New input closes questions that wait as superseded, rather than being refused (S-INT-61).
    #[must_use]
    pub fn discard_pending(self) -> Self {
        Self { on_pending: Some(OnPending::Discard), ..self }
    }

    /// Waits for another call on the thread to end, rather than fail with `THREAD_BUSY`.
    #[must_use]
    pub fn wait(self) -> Self {
        Self { wait: true, ..self }
    }

    pub(super) fn options(&self) -> CallOptions {
        CallOptions {
            thread: Some(Rc::clone(&self.thread)),
            limit: self.limit,
            on_pending: self.on_pending,
            wait: self.wait,
        }
    }
}

impl From<&str> for Config {
    fn from(id: &str) -> Self {
        thread(id)
    }
}
