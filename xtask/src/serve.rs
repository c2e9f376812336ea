//! `cargo xtask build` and `cargo xtask serve`: the wasm, its sizes, and the demo in a browser.

use std::process::ExitCode;

use crate::npm::node;
use crate::shell::{self, Log};
use crate::{Failure, wasm};

/// Builds www/pkg and prints what a page loads; fails over the budget.
pub fn build() -> Result<ExitCode, Failure> {
    let log = Log::terminal();
    wasm::build(&log)?;
    Ok(if within_budget(&log) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds www/pkg and serves www/ until it is stopped.
pub fn run(options: &[&str]) -> Result<ExitCode, Failure> {
    let log = Log::terminal();
    wasm::build(&log)?;
    // Over the budget the demo still runs; the table has said so in capitals.
    within_budget(&log);
    shell::hand_over(node("xtask/server.mjs").args(options))
}

fn within_budget(log: &Log) -> bool {
    log.run(&mut node("xtask/sizes.mjs")).is_ok()
}
