//! `cargo xtask bench`: builds what `serve` serves, and measures it in a headless Chromium; with `--native`, the engine alone,
//! under Criterion.

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::npm::node;
use crate::shell::{self, Log, cargo};
use crate::{Failure, browser, path, wasm};

const RUNNER: &str = "bench/run.mjs";

const NATIVE_TABLE: &str = "bench/native.mjs";

const NATIVE_USAGE: &str = "usage: cargo xtask bench --native [--only NAME,NAME] [--quick]";

/// Measures the named workloads, or all. What the options mean, the runner knows; it is asked before anything is built.
pub fn run(options: &[&str]) -> Result<ExitCode, Failure> {
    let log = Log::terminal();
    if let ["--native", options @ ..] = options {
        return native(options, &log);
    }
    if log.run(node(RUNNER).arg("--check").args(options)).is_err() {
        return Ok(ExitCode::FAILURE);
    }
    wasm::build(&log)?;
    let chrome = browser::find(&log)?.chrome;
    let out = path::target().join("bench");
    shell::hand_over(node(RUNNER).arg("--out").arg(out).args(options).env("CHROME", chrome))
}

/// `cargo bench`, and a table of what it measured.
fn native(options: &[&str], log: &Log) -> Result<ExitCode, Failure> {
    let words = criterion_options(options)?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?.as_millis();
    log.run(cargo().args(["bench", "--quiet", "--bench", "native", "--"]).args(words))?;
    let measured = path::target().join("criterion");
    log.run(node(NATIVE_TABLE).arg(measured).arg(since.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

/// Our options as Criterion takes them.
fn criterion_options(options: &[&str]) -> Result<Vec<String>, Failure> {
    match options {
        [] => Ok(vec!["--noplot".to_owned()]),
        ["--quick", rest @ ..] => Ok([vec!["--quick".to_owned()], criterion_options(rest)?].concat()),
        ["--only", names, rest @ ..] => {
            Ok([vec![format!("^({})/", names.replace(',', "|"))], criterion_options(rest)?].concat())
        }
        _ => Err(NATIVE_USAGE.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::criterion_options;

    #[test]
    fn names_become_one_pattern() {
        let words = criterion_options(&["--quick", "--only", "chain,ask"]).unwrap();
        assert_eq!(words, ["--quick", "^(chain|ask)/", "--noplot"]);
        assert!(criterion_options(&["--nope"]).is_err());
    }
}
