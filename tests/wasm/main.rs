//! Every test of the wasm build in one binary, run in a browser: a module per subject.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod canonical;
#[path = "../examples/mod.rs"]
mod example_graphs;
mod indexed_db;
mod languages;
mod local_storage;
#[path = "../suite/mod.rs"]
mod suite;
mod typed;
#[path = "../typed/mod.rs"]
mod typed_checks;

wasm_bindgen_test_configure!(run_in_browser);
