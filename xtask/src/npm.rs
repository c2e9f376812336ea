//! Node and the npm packages the tools come from.

use std::fs;
use std::process::Command;

use crate::shell::{Log, command, output};
use crate::{Failure, path};

/// The oldest Node that every tool runs on.
const NODE: (u32, u32) = (20, 19);

const NODE_MISSING: &str = "Node 20.19 or newer is needed, with npm: install it (https://nodejs.org) and try again";

/// A command that runs a file with Node, in the repository's top folder.
pub fn node(script: &str) -> Command {
    let mut node = command("node");
    node.arg(script);
    node
}

/// Sees to it that `node_modules` is what package-lock.json says.
pub fn install(log: &Log) -> Result<(), Failure> {
    let version = output(command("node").arg("--version")).ok_or(NODE_MISSING)?;
    if !recent(&version) {
        return Err(format!("{NODE_MISSING}; found {version}"));
    }
    let lock = fs::read_to_string(path::root().join("package-lock.json"))
        .map_err(|error| format!("cannot read package-lock.json: {error}"))?;
    // npm keeps its own lock file in node_modules, but writes it without what it left out; so a copy tells.
    let copy = path::root().join("node_modules/.haltgraph-lock.json");
    if fs::read_to_string(&copy).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    log.note("installing the npm packages");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    log.run(command(npm).args(["ci", "--no-progress"]))?;
    fs::write(&copy, lock).map_err(|error| format!("cannot write {}: {error}", copy.display()))
}

fn recent(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= NODE
}

#[cfg(test)]
mod tests {
    use super::recent;

    #[test]
    fn node_must_be_recent_enough() {
        assert!(recent("v20.19.0") && recent("v20.20.2") && recent("v24.1.0"));
        assert!(!recent("v20.18.1") && !recent("v18.20.0") && !recent("nonsense"));
    }
}
