//! The TypeScript compiler over the JavaScript, the declarations and their tests. Emits nothing.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::npm::{self, node};
use crate::shell::Log;
use crate::{Failure, path};

/// Checks every project, then the scripts that the projects leave out.
pub fn check(log: &Log) -> Result<(), Failure> {
    npm::install(log)?;
    let declared = declared_scripts(&path::root().join("www"));
    let mut projects = vec![PathBuf::from("tsconfig.json"), PathBuf::from("tests/tsconfig.json")];
    if !declared.is_empty() {
        projects.push(project(&declared)?);
    }
    for project in projects {
        log.run(node("node_modules/typescript/bin/tsc").arg("--project").arg(project))?;
    }
    Ok(())
}

/// The scripts with a hand-written `.d.ts` beside them: the compiler takes that in their stead, so that nobody would
/// look inside.
fn declared_scripts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found = Vec::new();
    for file in entries {
        let foreign = file.ends_with("www/pkg") || file.ends_with("www/vendor");
        if file.is_dir() && !foreign {
            found.extend(declared_scripts(&file));
        } else if file.extension() == Some(OsStr::new("js")) && file.with_extension("d.ts").is_file() {
            found.push(file);
        }
    }
    found.sort();
    found
}

/// A project of these scripts alone.
fn project(scripts: &[PathBuf]) -> Result<PathBuf, Failure> {
    let place = path::target().join("xtask/tsconfig.json");
    let base = path::root().join("tsconfig.json").display().to_string();
    let files: Vec<String> = scripts.iter().map(|file| file.display().to_string()).collect();
    let text = format!("{{ \"extends\": {base:?}, \"files\": {files:?}, \"include\": [] }}\n");
    fs::write(&place, text).map_err(|error| format!("cannot write {}: {error}", place.display()))?;
    Ok(place)
}
