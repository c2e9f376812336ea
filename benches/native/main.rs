//! The benchmark's workloads natively, under Criterion: `cargo bench`, or `cargo xtask bench --native` for a table. What is
//! left without a browser is the engine: the machine alone, graphs in Rust without a saver, and with the one that keeps
//! threads in memory. Lives here: which workload runs by what. Must not: browsers, files, anything that is not measured.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "as in tests: what goes wrong ends the run"
)]

mod append;
mod ask;
mod by;
mod chain;
mod document;
mod machine;
mod sends;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

/// Enough for medians that hold, and little enough that all of it takes two minutes.
fn effort() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(30)
}

criterion_group! {
    name = workloads;
    config = effort();
    targets = chain::bench, append::bench, sends::bench, ask::bench, document::bench
}
criterion_main!(workloads);
