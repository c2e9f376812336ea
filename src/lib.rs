//! Haltgraph: agent graphs that stop and wait for a person, inside the browser.
#![warn(missing_docs)]

pub mod approval;
pub mod checkpoint;
pub mod error;
pub mod graph;
#[cfg(target_arch = "wasm32")]
pub mod js;
pub mod pregel;
pub mod runtime;
pub mod savers;

pub use error::Error;
