//! `cargo xtask size`: what each crate and each folder of ours weighs in the wasm, and what page loads weigh in total. Fails over
//! the budget. Must not: build anything in another way than `cargo xtask build`.

pub mod module;
pub mod owner;
mod table;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use self::module::Module;
use self::owner::Modules;
use self::table::Tables;
use crate::npm::node;
use crate::shell::Log;
use crate::{Failure, path, wasm};

const USAGE: &str = "usage: cargo xtask size [--top N]";

/// Builds, and prints the weights; with `--top`, the heaviest files and functions, too.
pub fn run(options: &[&str]) -> Result<ExitCode, Failure> {
    let top = match options {
        [] => 0,
        ["--top", count] => count.parse().map_err(|_| USAGE)?,
        _ => return Err(USAGE.to_owned()),
    };
    let log = Log::terminal();
    wasm::build(&log)?;
    weigh(top, &log)?;
    Ok(if totals(&log).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The stage of `cargo xtask test`: over what is built, with the totals at the end.
pub fn check(log: &Log) -> Result<(), Failure> {
    weigh(0, log)?;
    totals(log)
}

/// What page loads weigh, beside what they may.
pub fn totals(log: &Log) -> Result<(), Failure> {
    log.run(&mut node("xtask/sizes.mjs"))
}

fn weigh(top: usize, log: &Log) -> Result<(), Failure> {
    let (named, shipped) = (read(&wasm::named())?, read(&wasm::shipped())?);
    if named.code != shipped.code {
        return Err("www/pkg was built elsewhere, and its names are not here: remove it and build again".to_owned());
    }
    // Names of imports, too, are longer in the one.
    let module = Module { rest: shipped.rest, ..named };
    let tables = Tables::new(&module, &modules());
    log.say(&tables.summary())?;
    if top > 0 {
        log.say(&tables.top(top))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Module, Failure> {
    let bytes = fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    Module::read(&bytes)
}

/// The modules of our crate.
pub fn modules() -> Modules {
    Modules::new(sources(&path::root().join("src"), ""))
}

/// The Rust files under a folder, as they are called from it.
fn sources(folder: &Path, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(sources(&entry.path(), &format!("{name}/")));
        } else if name.ends_with(".rs") {
            found.push(name);
        }
    }
    found
}
