//! `cargo xtask bench`: builds what `serve` serves, and measures it in a headless Chromium.

use std::process::ExitCode;

use crate::npm::node;
use crate::shell::{self, Log};
use crate::{Failure, browser, path, wasm};

const RUNNER: &str = "bench/run.mjs";

/// Measures the named workloads, or all. What the options mean, the runner knows; it is asked before anything is built.
pub fn run(options: &[&str]) -> Result<ExitCode, Failure> {
    let log = Log::terminal();
    if log.run(node(RUNNER).arg("--check").args(options)).is_err() {
        return Ok(ExitCode::FAILURE);
    }
    wasm::build(&log)?;
    let chrome = browser::find(&log)?.chrome;
    let out = path::target().join("bench");
    shell::hand_over(node(RUNNER).arg("--out").arg(out).args(options).env("CHROME", chrome))
}
