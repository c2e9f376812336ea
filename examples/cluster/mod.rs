//! The agent as a module: its graph, and what stands in for the model.

pub mod graph;
mod model;
