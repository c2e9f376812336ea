//! A saver, as JavaScript holds it.

use std::rc::Rc;

use js_sys::Promise;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors::ToJs;
use super::promise::settled;
use crate::checkpoint::json::{Flaw, Raw, ReadJson};
use crate::checkpoint::saver::{Capabilities, Saver};
use crate::error::Error;
use crate::runtime::wait::call;
use crate::savers::CustomSaver;
use crate::savers::indexed_db::IndexedDbSaver;
use crate::savers::local_storage::browser::Options;
use crate::savers::local_storage::{Limits, LocalStorageSaver};
use crate::savers::memory::MemorySaver;

/// A saver.
#[wasm_bindgen]
pub struct Store {
    saver: Rc<dyn Saver<JsValue>>,
}

#[wasm_bindgen]
impl Store {
    /// Keeps threads as long as this object lives.
    pub fn memory() -> Self {
        Self { saver: Rc::new(MemorySaver::new()) }
    }

    /// Keeps threads in the IndexedDB database of that name; takes over a request that is opening it already.
    #[wasm_bindgen(js_name = indexedDb)]
    pub fn indexed_db(name: &str, request: JsValue) -> Self {
        Self { saver: Rc::new(IndexedDbSaver::open(name, request)) }
    }

    /// Keeps threads in localStorage under that name. `options`: `{"assumeSingleTab":boolean,"history":number}`, where
    /// no `history` means all.
    #[wasm_bindgen(js_name = localStorage)]
    pub fn local_storage(name: &str, options: &str) -> Result<Self, JsValue> {
        let options = Raw::of(options).and_then(LocalStorageOptions::read);
        let LocalStorageOptions(options) =
            options.map_err(|flaw| Error::new("E_BAD_ARGUMENT", flaw.to_string())).to_js()?;
        Ok(Self { saver: Rc::new(LocalStorageSaver::open(name, options)) })
    }

    /// Keeps threads in a saver of the user's own, behind the adapter of `www/api/custom_saver.js`.
    pub fn custom(adapter: JsValue) -> Self {
        Self { saver: Rc::new(CustomSaver::of(adapter)) }
    }

    /// Another handle on the same saver: an engine takes its handle for itself.
    pub fn share(&self) -> Self {
        Self { saver: Rc::clone(&self.saver) }
    }

    /// What the saver promises (storage.md 3.7).
    pub fn capabilities(&self) -> Result<JsValue, JsValue> {
        Ok(Said::of(self.saver.capabilities()).serialize(&Serializer::json_compatible())?)
    }

    /// Removes every row of the thread but its audit chain.
    pub fn forget(&self, thread: String) -> Promise {
        let saver = Rc::clone(&self.saver);
        settled(async move {
            call(|done| saver.forget(&thread, done)).await.to_js()?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Removes every row of the thread.
    #[wasm_bindgen(js_name = deleteThread)]
    pub fn delete_thread(&self, thread: String) -> Promise {
        let saver = Rc::clone(&self.saver);
        settled(async move {
            call(|done| saver.delete_thread(&thread, done)).await.to_js()?;
            Ok(JsValue::UNDEFINED)
        })
    }
}

/// [`Capabilities`] as JavaScript reads them: numbers are its own.
#[derive(Serialize)]
struct Said {
    durable: bool,
    multi_tab: bool,
    exactly_once: &'static str,
    history: f64,
    reset_detection: bool,
    max_bytes: Option<f64>,
}

impl Said {
    fn of(capabilities: Capabilities) -> Self {
        let Capabilities { durable, multi_tab, exactly_once, history, reset_detection, max_bytes } = capabilities;
        let history = history.map_or(f64::INFINITY, f64::from);
        Self {
            durable,
            multi_tab,
            exactly_once,
            history,
            reset_detection,
            max_bytes: max_bytes.map(|bytes| bytes as f64),
        }
    }
}

/// The options of a localStorage saver, as text.
struct LocalStorageOptions(Options);

impl<'a> ReadJson<'a> for LocalStorageOptions {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let assume_single_tab = of.take("assumeSingleTab")?;
        let limits = Limits { history: of.optional("history")?, ..Limits::default() };
        of.end().map(|()| Self(Options { limits, assume_single_tab, ..Options::default() }))
    }
}

impl Store {
    pub(super) fn saver(&self) -> Rc<dyn Saver<JsValue>> {
        Rc::clone(&self.saver)
    }
}
