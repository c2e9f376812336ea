//! The guard as a module: its graph, and what stands in for the database.

pub mod graph;
pub mod table;
