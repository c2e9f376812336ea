//! The localStorage of a browser: finding it without a panic, having it for this tab alone, and hearing of whoever else
//! writes there (storage.md 5.2, 5.3).

use std::rc::{Rc, Weak};

use gloo_storage::{LocalStorage, Storage as _};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::Storage;

use super::shelf::Keys;
use super::store::Store;
use super::{Limits, LocalStorageSaver, Shared, Shelf};
use crate::checkpoint::saver::Lock;
use crate::error::Error;
use crate::savers::browser::{self, Exception, Timer};
use crate::savers::indexed_db::faults::fault;
use crate::savers::{check_store_name, web_locks};

/// How a store is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How much it keeps.
    pub limits: Limits,
    /// Whether a browser without Web Locks is taken to have one tab.
    pub assume_single_tab: bool,
    /// Milliseconds without a change before the store is read: a tab that has just closed may have written what this
    /// one does not see yet.
    pub settle: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { limits: Limits::default(), assume_single_tab: false, settle: 500 }
    }
}

impl LocalStorageSaver<JsValue> {
    /// The saver of a name: 1 to 64 characters of `[A-Za-z0-9_.-]`, or none for the origin's nameless store. Its first
    /// operation takes the store for this tab: where another one has it, it and every later one is refused
    /// (`E_STORE_BUSY`).
    pub fn open(name: &str, options: Options) -> Self {
        let name = name.to_owned();
        Self::new(options.limits, Box::new(move |shared| begin(shared, name, options)))
    }
}

/// An open in progress.
struct Opening {
    shared: Weak<Shared<JsValue>>,
    shelf: Rc<dyn Shelf>,
    name: String,
    options: Options,
    /// Whether the store was somebody else's when it was asked for first.
    asked: bool,
}

fn begin(shared: &Rc<Shared<JsValue>>, name: String, options: Options) {
    let shelf = check_store_name(&name).and_then(|()| find(&name));
    let shelf: Rc<dyn Shelf> = match shelf {
        Ok(shelf) => Rc::new(shelf),
        Err(error) => return shared.opened(Err(error)),
    };
    listen(shared);
    Opening { shared: Rc::downgrade(shared), shelf, name, options, asked: false }.lock();
}

impl Opening {
    /// Asks for the store.
    fn lock(self) {
        let (name, owner) = (format!("haltgraph-ls:{}", self.name), Weak::clone(&self.shared));
        let stolen = move || owner.upgrade().iter().for_each(|shared| shared.close(busy()));
        web_locks::request(&name, false, Box::new(move |lock| self.locked(lock)), stolen);
    }

    fn locked(mut self, lock: Result<Lock, Error>) {
        let Some(shared) = self.shared.upgrade() else { return };
        match lock {
            Ok(Lock::Held(guard)) => {
                shared.held.borrow_mut().push(guard);
                self.settle(&shared);
            }
            // The page that is just being left, by a reload, may have it for a moment yet.
            Ok(Lock::Taken) if !std::mem::replace(&mut self.asked, true) => {
                let timer = Timer::new(self.options.settle, move || self.lock());
                shared.held.borrow_mut().push(Box::new(timer));
            }
            Ok(Lock::Taken) => shared.opened(Err(busy())),
            Ok(Lock::Unsupported) if self.options.assume_single_tab => self.settle(&shared),
            Ok(Lock::Unsupported) => shared.opened(Err(no_locks())),
            Err(error) => shared.opened(Err(error)),
        }
    }

    /// Reads the store once nothing in it has changed for a while.
    fn settle(self, shared: &Shared<JsValue>) {
        let before = self.texts();
        let timer = Timer::new(self.options.settle, move || {
            let Some(shared) = self.shared.upgrade() else { return };
            if self.texts() == before {
                shared.opened(Store::open(Rc::clone(&self.shelf), &self.name, self.options.limits));
            } else {
                self.settle(&shared);
            }
        });
        shared.held.borrow_mut().push(Box::new(timer));
    }

    /// What stands under the store's keys.
    fn texts(&self) -> Vec<Option<String>> {
        let keys = Keys::new(&self.name);
        let threads = self.shelf.keys().unwrap_or_default().into_iter().filter(|key| keys.thread_of(key).is_some());
        threads.map(|key| self.shelf.get(&key).ok().flatten()).collect()
    }
}

/// The localStorage of this page, if it can be written, read and emptied. gloo-storage panics where a page has none or
/// is denied it, so it is asked for the handle after that is known, and for nothing else.
fn find(name: &str) -> Result<Tested, Error> {
    let probe = format!("{}probe", Keys::new(name).thread(""));
    let denied = |cause: &JsValue| unavailable(&Exception::from(cause).message);
    let storage = browser::local_storage().ok_or_else(|| unavailable("there is no localStorage here"))?;
    storage.set_item(&probe, name).map_err(|thrown| match fault(&thrown) {
        full if full.code == "E_QUOTA" => full,
        _ => denied(&thrown),
    })?;
    let read = storage.get_item(&probe).map_err(|thrown| denied(&thrown))?;
    storage.remove_item(&probe).map_err(|thrown| denied(&thrown))?;
    if read.as_deref() != Some(name) || !browser::global("window").is_ok_and(|window| window.is_object()) {
        return Err(unavailable("it does not keep what is written"));
    }
    Ok(Tested(LocalStorage::raw()))
}

/// A localStorage that worked a moment ago.
struct Tested(Storage);

impl Shelf for Tested {
    fn get(&self, key: &str) -> Result<Option<String>, Error> {
        self.0.get_item(key).map_err(|thrown| fault(&thrown))
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Error> {
        self.0.set_item(key, text).map_err(|thrown| fault(&thrown))
    }

    fn remove(&self, key: &str) -> Result<(), Error> {
        self.0.remove_item(key).map_err(|thrown| fault(&thrown))
    }

    fn keys(&self) -> Result<Vec<String>, Error> {
        let count = self.0.length().map_err(|thrown| fault(&thrown))?;
        let keys = (0..count).map(|at| self.0.key(at).map_err(|thrown| fault(&thrown)));
        keys.filter_map(Result::transpose).collect()
    }
}

/// Listens to what other tabs do to localStorage, as long as the store is open.
fn listen(shared: &Rc<Shared<JsValue>>) {
    let weak = Rc::downgrade(shared);
    let on_storage = Closure::new(move |event: JsValue| {
        let key = Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string());
        weak.upgrade().iter().for_each(|shared| shared.changed(key.as_deref()));
    });
    shared.held.borrow_mut().push(Box::new(Listener::new(on_storage)));
}

/// A listener until it is dropped.
struct Listener(Closure<dyn FnMut(JsValue)>);

impl Listener {
    fn new(call: Closure<dyn FnMut(JsValue)>) -> Self {
        // Without events, a foreign write is found by the next commit.
        let _ = browser::call(&js_sys::global(), "addEventListener", &[&"storage".into(), call.as_ref()]);
        Self(call)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = browser::call(&js_sys::global(), "removeEventListener", &[&"storage".into(), self.0.as_ref()]);
    }
}

fn unavailable(cause: &str) -> Error {
    let advice = "This page may not use localStorage; workers never may. Use an IndexedDBSaver, or a MemorySaver, which \
                  forgets.";
    Error::new("E_UNAVAILABLE", advice).with("cause", crate::checkpoint::json::text(&cause))
}

fn no_locks() -> Error {
    let advice = "Without Web Locks nobody knows whether another tab uses the store. Use an IndexedDBSaver, or say \
                  assumeSingleTab.";
    Error::new("E_UNAVAILABLE", advice).with("cause", "\"there are no Web Locks\"")
}

/// `E_STORE_BUSY`.
fn busy() -> Error {
    let advice = "Another tab has the store, and localStorage is for one. Go on there, or use an IndexedDBSaver.";
    Error::new("E_STORE_BUSY", advice)
}
