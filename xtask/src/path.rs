//! Where things are: the repository, the tools' cache, programs on PATH.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The repository's top folder.
pub fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&manifest).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The folder cargo builds into.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Where tools are kept between clones: `HALTGRAPH_TOOLS`, or `haltgraph/tools` in the user's cache folder.
pub fn tools() -> PathBuf {
    if let Some(dir) = env::var_os("HALTGRAPH_TOOLS") {
        return root().join(dir);
    }
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home =
        || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(|home| PathBuf::from(home).join(".cache"));
    cache
        .filter(|dir| dir.is_absolute())
        .or_else(home)
        .unwrap_or_else(|| target().join("cache"))
        .join("haltgraph/tools")
}

/// A program of this name on PATH.
pub fn which(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(&file)).find(|path| path.is_file())
}

/// PATH with these folders in front.
pub fn with_first(dirs: &[PathBuf]) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = dirs.iter().cloned().chain(env::split_paths(&path));
    env::join_paths(all).unwrap_or(path)
}
