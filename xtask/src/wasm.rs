//! Builds www/pkg: the wasm and its glue, and a copy of SQLite for the demo that guards a database. Steps whose input did not
//! change are skipped.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::npm::node;
use crate::shell::{Log, cargo, command};
use crate::size::module;
use crate::tools::{self, WASM};
use crate::{Failure, glue, imports, npm, path};

/// Switches of wasm-opt. The features are those that the compiler's default target emits, and no more. The level is for
/// speed: the compiler has optimised for size already, and after that the gzip size of -Oz differs by 0.1 % from -O3's.
/// The names stay until a copy is kept; what a page loads has none.
const OPTIMISE: [&str; 9] = [
    "-O3",
    "--debuginfo",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--strip-producers",
];

/// Has sha2 loop over its rounds instead of spelling them out: a tenth of the code.
const SHORT_SHA2: &str = r#"--cfg=sha2_backend_soft="compact""#;

/// SQLite as its makers publish it, from where npm puts it to what the page calls it. Only the demo "sql" loads it.
const SQLITE: [(&str, &str); 3] = [
    ("sqlite-wasm/jswasm/sqlite3.mjs", "sqlite3.mjs"),
    ("sqlite-wasm/jswasm/sqlite3.wasm", "sqlite3.wasm"),
    ("index.d.ts", "sqlite3.d.mts"),
];

/// What shaped the package besides its input: a change in any of these makes the stamp stale.
const RECIPE: &str = concat!(
    include_str!("wasm.rs"),
    include_str!("glue.rs"),
    include_str!("imports.rs"),
    include_str!("size/module.rs")
);

/// The wasm of www/pkg with the names of its functions and imports: the same code. Beside it, as `named.js`, its glue.
pub fn named() -> PathBuf {
    path::target().join("xtask/named.wasm")
}

/// The wasm that pages load.
pub fn shipped() -> PathBuf {
    path::root().join("www/pkg/haltgraph_bg.wasm")
}

/// Makes www/pkg what the sources say.
pub fn build(log: &Log) -> Result<(), Failure> {
    tools::wasm_target(log)?;
    let bindgen = tools::wasm_bindgen(log)?;
    npm::install(log)?;
    let module = compile(log)?;
    let stamp = stamp(&module)?;
    let package = path::root().join("www/pkg");
    let stamped = |place: &Path| fs::read_to_string(place).is_ok_and(|old| old == stamp);
    if stamped(&package.join(".stamp")) && stamped(&named().with_extension("stamp")) {
        return Ok(());
    }
    let next = path::target().join("xtask/pkg");
    assemble(&bindgen, &module, &next, log)?;
    write(&named().with_extension("stamp"), &stamp)?;
    write(&next.join(".stamp"), &stamp)?;
    replace(&package, &next)
}

/// Compiles the library as a wasm module alone: beside an rlib, which Cargo.toml asks for too, there is no LTO.
fn compile(log: &Log) -> Result<PathBuf, Failure> {
    let mut build = cargo();
    build.args(["rustc", "--lib", "--crate-type", "cdylib", "--release", "--target", WASM, "--config"]);
    let flags: Vec<String> = remapped().chain([SHORT_SHA2.to_owned()]).collect();
    log.run(build.arg(format!("target.{WASM}.rustflags = {flags:?}")))?;
    Ok(path::target().join(WASM).join("release/haltgraph.wasm"))
}

/// Compiler switches that keep this machine's folders out of the wasm: the same sources give the same bytes anywhere.
fn remapped() -> impl Iterator<Item = String> {
    let home =
        env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
    let registries = cargo.and_then(|dir| fs::read_dir(dir.join("registry/src")).ok());
    let crates = registries.into_iter().flatten().flatten().map(|registry| (registry.path(), "crates"));
    let named = crates.chain([(path::root(), "haltgraph")]);
    named.map(|(dir, name)| format!("--remap-path-prefix={}={name}", dir.display()))
}

fn stamp(module: &Path) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    read(module)?.hash(&mut hasher);
    read(&path::root().join("package-lock.json"))?.hash(&mut hasher);
    RECIPE.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// Builds the package in a folder of its own, so that a failed step leaves the old one whole.
fn assemble(bindgen: &Path, module: &Path, next: &Path, log: &Log) -> Result<(), Failure> {
    if next.exists() {
        fs::remove_dir_all(next).map_err(|error| format!("cannot empty {}: {error}", next.display()))?;
    }
    let mut bind = command(bindgen.join("wasm-bindgen"));
    bind.args(["--target", "web", "--out-name", "haltgraph", "--out-dir"]).arg(next).arg(module);
    log.run(&mut bind)?;
    let wasm = next.join("haltgraph_bg.wasm");
    log.run(node("node_modules/binaryen/bin/wasm-opt").args(OPTIMISE).arg(&wasm).arg("-o").arg(named()))?;
    let script = next.join("haltgraph.js");
    let text = glue::guarded(&String::from_utf8_lossy(&read(&script)?))?;
    write(&named().with_extension("js"), &text)?;
    let (module, text) = imports::shortened(&module::without_names(&read(&named())?)?, &text)?;
    write(&wasm, module)?;
    write(&script, text)?;
    sqlite(&next.join("sqlite"))
}

/// Puts SQLite beside the engine: the page loads nothing from another origin.
fn sqlite(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let package = path::root().join("node_modules/@sqlite.org/sqlite-wasm");
    for (published, served) in SQLITE {
        fs::copy(package.join(published), folder.join(served)).map_err(|error| {
            format!("cannot copy SQLite's {published}: {error}; remove node_modules and build again")
        })?;
    }
    Ok(())
}

fn replace(package: &Path, next: &Path) -> Result<(), Failure> {
    if package.exists() {
        fs::remove_dir_all(package).map_err(|error| format!("cannot remove {}: {error}", package.display()))?;
    }
    fs::create_dir_all(package).map_err(|error| format!("cannot make {}: {error}", package.display()))?;
    copy(next, package).map_err(|error| format!("cannot fill {}: {error}", package.display()))
}

/// A copy rather than a rename: the build folder may be on another disk.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copied = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&copied)?;
            copy(&entry.path(), &copied)?;
        } else {
            fs::copy(entry.path(), &copied)?;
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))
}

fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    fs::write(file, content).map_err(|error| format!("cannot write {}: {error}", file.display()))
}
