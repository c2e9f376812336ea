//! WHERE threads are kept: the built-in implementations of [`Saver`](crate::checkpoint::Saver).
//!
//! A saver stores and compares; it decides nothing about graphs, runs or answers. The only I/O of the store lives here.

#[cfg(target_arch = "wasm32")]
mod browser;
pub mod custom;
#[cfg(target_arch = "wasm32")]
pub mod indexed_db;
mod kept;
pub mod local_storage;
mod locks;
pub mod memory;
mod order;
mod thread;
mod trim;
mod watchers;
#[cfg(target_arch = "wasm32")]
mod web_locks;

pub use custom::CustomSaver;
#[cfg(target_arch = "wasm32")]
pub use indexed_db::IndexedDbSaver;
pub use local_storage::LocalStorageSaver;
pub use memory::MemorySaver;

/// Refuses a name that no store can have: of other characters than `[A-Za-z0-9_.-]`, or of more than 64. Without one, the
/// store is the origin's nameless one.
#[cfg(target_arch = "wasm32")]
fn check_store_name(name: &str) -> Result<(), crate::error::Error> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if name.len() <= 64 && name.chars().all(allowed) {
        return Ok(());
    }
    let what = "Name the store with 1 to 64 characters of A-Z, a-z, 0-9, `_`, `.` and `-`.";
    Err(crate::error::Error::new("E_BAD_NAME", what))
}
