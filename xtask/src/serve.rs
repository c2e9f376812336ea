//! `cargo xtask build` and `cargo xtask serve`: the wasm, its sizes, and the demo in a browser.

use std::process::ExitCode;

use crate::npm::node;
use crate::shell::{self, Log};
use crate::{Failure, size, wasm};

/// Builds www/pkg and prints what a page loads; fails over the budget.
pub fn build() -> Result<ExitCode, Failure> {
    let log = Log::terminal();
    wasm::build(&log)?;
    Ok(if size::totals(&log).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds www/pkg and serves www/ until it is stopped.
pub fn run(options: &[&str]) -> Result<ExitCode, Failure> {
    let log = Log::terminal();
    wasm::build(&log)?;
    // Over the budget the demo still runs; the table has said so in capitals.
    let _ = size::totals(&log);
    shell::hand_over(node("xtask/server.mjs").args(options))
}
