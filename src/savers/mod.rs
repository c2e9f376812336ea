//! WHERE threads are kept: the built-in implementations of [`Saver`](crate::checkpoint::Saver).
//!
//! A saver stores and compares; it decides nothing about graphs, runs or answers. The only I/O of the store lives here.

#[cfg(target_arch = "wasm32")]
pub mod indexed_db;
pub mod memory;
mod order;
mod watchers;

#[cfg(target_arch = "wasm32")]
pub use indexed_db::IndexedDbSaver;
pub use memory::MemorySaver;
