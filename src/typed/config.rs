//! [`Config`]: which thread a call runs on, and how.

use std::rc::Rc;

use crate::checkpoint::CheckpointId;
use crate::graph::Stops;
use crate::runtime::{CallOptions, Durability, OnPending};

/// Which thread a call runs on, and how. Begun with [`thread`].
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) thread: Rc<str>,
    pub(super) at: Option<CheckpointId>,
    limit: u32,
    on_pending: Option<OnPending>,
    wait: bool,
    max_concurrency: Option<u32>,
    durability: Durability,
    before: Option<Stops>,
    after: Option<Stops>,
}

/// A call on a thread: up to 256 bytes of text of your choice, kept apart from other threads.
///
/// ```
/// let config = haltgraph::thread("booking-42").recursion_limit(50);
/// # let _ = config;
/// ```
pub fn thread(id: impl Into<Rc<str>>) -> Config {
    Config {
        thread: id.into(),
        at: None,
        limit: 25,
        on_pending: None,
        wait: false,
        max_concurrency: None,
        durability: Durability::Sync,
        before: None,
        after: None,
    }
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

    /// How many tasks of a superstep run at a time; all of them without it.
    #[must_use]
    pub fn max_concurrency(self, tasks: u32) -> Self {
        Self { max_concurrency: Some(tasks), ..self }
    }

    /// Nodes of the next superstep do not wait until this one is stored (S-CKP-24). Questions and decisions always do.
    #[must_use]
    pub fn store_behind(self) -> Self {
        Self { durability: Durability::Async, ..self }
    }

    /// From this checkpoint on, rather than from the thread's head: a fork (S-TIM-01).
    #[must_use]
    pub fn at(self, checkpoint: &str) -> Self {
        Self { at: Some(CheckpointId::from_text(checkpoint)), ..self }
    }

    /// Stops before these nodes, rather than where the graph says.
    #[must_use]
    pub fn interrupt_before<const N: usize>(self, nodes: [&str; N]) -> Self {
        Self { before: Some(Stops::Nodes(nodes.map(str::to_owned).to_vec())), ..self }
    }

    /// Stops after these nodes, rather than where the graph says.
    #[must_use]
    pub fn interrupt_after<const N: usize>(self, nodes: [&str; N]) -> Self {
        Self { after: Some(Stops::Nodes(nodes.map(str::to_owned).to_vec())), ..self }
    }

    pub(super) fn options(&self) -> CallOptions {
        CallOptions {
            thread: Some(Rc::clone(&self.thread)),
            at: self.at.clone(),
            limit: self.limit,
            on_pending: self.on_pending,
            wait: self.wait,
            max_concurrency: self.max_concurrency,
            durability: self.durability,
            interrupt_before: self.before.clone(),
            interrupt_after: self.after.clone(),
            ..CallOptions::default()
        }
    }
}

impl From<&str> for Config {
    fn from(id: &str) -> Self {
        thread(id)
    }
}
