//! WHAT is kept: the records of a thread, their ids, their canonical encoding, and the [`Saver`] that keeps them.
//!
//! Pure data and pure functions. No I/O, clock, randomness, thread-local or `async` lives here: times and random bits
//! arrive as arguments, and a saver answers through callbacks.

pub mod batch;
pub mod canonical;
pub mod fold;
mod guard;
pub mod head;
pub mod ids;
pub mod json;
pub mod lineage;
pub mod question;
pub mod record;
pub mod rows;
pub mod saver;

pub use batch::CommitBatch;
pub use canonical::Digest;
pub use head::{Head, Status};
pub use ids::{CheckpointId, InterruptId, TaskKey};
pub use question::{DecisionRow, Question};
pub use record::{CheckpointRow, Loaded};
pub use saver::Saver;

/// The number of the stored layout, in every row's `v`. Stores of format 0, which early builds wrote, are refused
/// (`E_STORE_OLDER`); those of every later format are read.
pub const FORMAT: u32 = 1;

/// Milliseconds since 1970, as a host's clock gave them.
pub type Timestamp = u64;

/// A name of the graph (node, channel), shared rather than copied.
pub type Name = std::rc::Rc<str>;
