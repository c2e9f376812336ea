//! WHO drives: loads a thread, carries out what the machine asks for, and turns people's decisions into commits.
//!
//! One [`App`] is one compiled graph with its host and, if it has one, its saver. User code, clocks, randomness and
//! executors belong to the [`Host`]; nothing here names a browser. **No borrow is held across a call into the host.**

mod answer;
mod app;
mod begin;
mod cancel;
mod claim;
mod command;
mod drive;
mod edit;
mod finish;
mod history;
pub mod host;
mod observe;
mod open;
mod pending;
mod seal;
mod session;
mod snapshot;
mod store;
mod values;
pub mod wait;

pub use answer::Receipt;
pub use app::{App, Asking, Fallback};
pub use begin::{CallOptions, Durability, Mode, OnPending};
pub use command::{CommandInput, Resume};
pub use edit::StateUpdate;
pub use host::{Call, Failure, Goto, Host, Reduced, Returned, RunId, TaskId, Told, Written};
pub use pending::{Pending, ThreadInfo};
pub use snapshot::{Snapshot, SnapshotTask};
