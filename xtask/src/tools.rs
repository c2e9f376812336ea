//! The Rust side's tools: looked for first, then installed. Must not build the product.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Log, cargo, command, output};
use crate::{Failure, path};

/// The target a browser runs.
pub const WASM: &str = "wasm32-unknown-unknown";

const WASM_PACK: &str = "0.15.1";

/// Sees to it that the compiler can build for a browser.
pub fn wasm_target(log: &Log) -> Result<(), Failure> {
    let libraries = output(command("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if libraries.is_some_and(|dir| Path::new(&dir).is_dir()) {
        return Ok(());
    }
    log.note(&format!("installing the target {WASM}"));
    log.run(command("rustup").args(["target", "add", WASM]))
}

/// Sees to it that a component of the toolchain (`rustfmt`, `clippy`) is there.
pub fn component(name: &str, log: &Log) -> Result<(), Failure> {
    let subcommand = if name == "rustfmt" { "fmt" } else { name };
    if output(cargo().args([subcommand, "--version"])).is_some() {
        return Ok(());
    }
    log.note(&format!("installing the component {name}"));
    log.run(command("rustup").args(["component", "add", name]))
}

/// The folder of `wasm-bindgen` and `wasm-bindgen-test-runner`, of the very version the library is linked with.
pub fn wasm_bindgen(log: &Log) -> Result<PathBuf, Failure> {
    let lock = path::root().join("Cargo.lock");
    let text = fs::read_to_string(&lock).map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    let version = locked(&text, "wasm-bindgen").ok_or("Cargo.lock does not name wasm-bindgen")?;
    if let Some(found) = path::which("wasm-bindgen") {
        let runner = path::which("wasm-bindgen-test-runner").is_some();
        if runner && output(command(&found).arg("--version")).is_some_and(|text| text.ends_with(&format!(" {version}")))
        {
            return Ok(folder(&found));
        }
    }
    installed("wasm-bindgen-cli", "wasm-bindgen", version, log)
}

/// The folder of `wasm-pack`.
pub fn wasm_pack(log: &Log) -> Result<PathBuf, Failure> {
    match path::which("wasm-pack") {
        Some(found) => Ok(folder(&found)),
        None => installed("wasm-pack", "wasm-pack", WASM_PACK, log),
    }
}

fn folder(program: &Path) -> PathBuf {
    program.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder of a program that cargo installs, built once per version into the tools' cache.
/// An interrupted build goes on where it stopped; a finished one leaves no build folder.
fn installed(package: &str, program: &str, version: &str, log: &Log) -> Result<PathBuf, Failure> {
    let place = path::tools().join(format!("{package}-{version}"));
    let bin = place.join("bin");
    if bin.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)).is_file() {
        return Ok(bin);
    }
    log.note(&format!("building {package} {version}, once: this takes a few minutes"));
    fs::create_dir_all(&place).map_err(|error| format!("cannot make {}: {error}", place.display()))?;
    let scratch = place.join("build");
    let mut install = cargo();
    install.args(["install", package, "--version", version, "--root"]).arg(&place);
    log.run(install.current_dir(&place).env("CARGO_TARGET_DIR", &scratch).env_remove("RUSTFLAGS"))?;
    // What is left behind costs disk space only.
    drop(fs::remove_dir_all(&scratch));
    Ok(bin)
}

/// The version of a package that the text of a Cargo.lock pins.
fn locked<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked;

    #[test]
    fn the_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked(lock, "wasm-bindgen-cli"), None);
    }
}
