//! WHERE threads are kept: the built-in implementations of [`Saver`](crate::checkpoint::Saver).
//!
//! A saver stores and compares; it decides nothing about graphs, runs or answers. The only I/O of the store lives here.

pub mod memory;
mod order;

pub use memory::MemorySaver;
