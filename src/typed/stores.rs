//! Savers as an app takes them.

use std::rc::Rc;

use super::body::Body;
use crate::checkpoint::Saver;

/// Keeps threads as long as a handle on it lives; [`second_handle`](crate::savers::MemorySaver::second_handle) gives
/// another page its own.
pub type MemorySaver = crate::savers::MemorySaver<Body>;

/// Keeps nothing: an app without threads, whose nodes cannot ask.
#[derive(Clone, Copy, Debug)]
pub struct NoSaver;

/// What `compile` takes.
pub trait IntoSaver {
    /// The saver.
    fn into_saver(self) -> Option<Rc<dyn Saver<Body>>>;
}

impl<T: Saver<Body> + 'static> IntoSaver for T {
    fn into_saver(self) -> Option<Rc<dyn Saver<Body>>> {
        Some(Rc::new(self))
    }
}

impl IntoSaver for Rc<dyn Saver<Body>> {
    fn into_saver(self) -> Option<Self> {
        Some(self)
    }
}

impl IntoSaver for NoSaver {
    fn into_saver(self) -> Option<Rc<dyn Saver<Body>>> {
        None
    }
}

/// Keeps threads in an IndexedDB database that all tabs of the origin share.
#[cfg(target_arch = "wasm32")]
#[derive(Clone)]
pub struct IndexedDbSaver(Rc<crate::savers::IndexedDbSaver>);

#[cfg(target_arch = "wasm32")]
impl IndexedDbSaver {
    /// Opens the database of that name: 1 to 64 characters of `[A-Za-z0-9_.-]`. It is the store that JavaScript's
    /// `new IndexedDBSaver(name)` opens.
    ///
    /// # Errors
    /// `E_BAD_NAME`, and what the browser refuses (`E_TIMEOUT`, `E_BLOCKED`, `E_STORE_NEWER`, …).
    pub async fn open(name: &str) -> Result<Self, crate::Error> {
        let saver = crate::savers::IndexedDbSaver::open(name, wasm_bindgen::JsValue::UNDEFINED);
        // Any read opens the database.
        crate::runtime::wait::call(|done| saver.head("haltgraph", done)).await?;
        Ok(Self(Rc::new(saver)))
    }
}

#[cfg(target_arch = "wasm32")]
impl IntoSaver for IndexedDbSaver {
    fn into_saver(self) -> Option<Rc<dyn Saver<Body>>> {
        Some(self.0)
    }
}

/// Keeps threads in localStorage: small ones, for one tab that does not crash (storage.md 5).
#[cfg(target_arch = "wasm32")]
#[derive(Clone)]
pub struct LocalStorageSaver(Rc<crate::savers::LocalStorageSaver<Body>>);

#[cfg(target_arch = "wasm32")]
impl LocalStorageSaver {
    /// Opens the store of that name, for this tab alone, with the newest checkpoint of each thread. It is the store that
    /// JavaScript's `new LocalStorageSaver(name)` opens.
    ///
    /// # Errors
    /// `E_BAD_NAME`, `E_STORE_BUSY` where another tab has it, and what the browser refuses.
    pub async fn open(name: &str) -> Result<Self, crate::Error> {
        Self::open_with(name, crate::savers::local_storage::browser::Options::default()).await
    }

    /// As [`open`](Self::open), with limits of your own.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(
        name: &str,
        options: crate::savers::local_storage::browser::Options,
    ) -> Result<Self, crate::Error> {
        let saver = crate::savers::LocalStorageSaver::open(name, options);
        crate::runtime::wait::call(|done| saver.head("haltgraph", done)).await?;
        Ok(Self(Rc::new(saver)))
    }
}

#[cfg(target_arch = "wasm32")]
impl IntoSaver for LocalStorageSaver {
    fn into_saver(self) -> Option<Rc<dyn Saver<Body>>> {
        Some(self.0)
    }
}
