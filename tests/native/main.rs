//! Every native test in one binary, so that the library is linked once: a module per subject.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod canonical;
mod crashes;
mod custom_saver;
mod decisions;
mod edits;
mod engine;
#[path = "../examples/mod.rs"]
mod example_graphs;
mod format_1;
mod laws;
mod lineage;
mod local_storage;
mod orders;
mod row_saver;
mod rows;
mod savers;
mod scenarios;
mod shapes;
mod stops;
#[path = "../suite/mod.rs"]
mod suite;
mod typed;
#[path = "../typed/mod.rs"]
mod typed_checks;
mod world;
