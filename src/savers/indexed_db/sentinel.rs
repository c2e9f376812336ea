//! The sentinel: which store this is, kept in a second place, so that a database that came back empty is a fault and no
//! new user (storage.md 6.1).

use std::cell::RefCell;

use web_sys::Storage;

use crate::savers::browser;

/// See the module.
pub(super) struct Sentinel {
    key: String,
    storage: Option<Storage>,
    /// The incarnation seen last in this realm.
    seen: RefCell<Option<String>>,
}

impl Sentinel {
    /// The sentinel of a saver's store.
    pub(super) fn new(name: &str) -> Self {
        let format = crate::checkpoint::FORMAT;
        let key = format!("hg{format}:{name}:incarnation");
        let storage = browser::local_storage().filter(|storage| can_write(storage, &format!("{key}:probe")));
        Self { key, storage, seen: RefCell::default() }
    }

    /// Whether one can be kept here.
    pub(super) fn works(&self) -> bool {
        self.storage.is_some()
    }

    /// Takes note of the store that was opened. Where another one was expected: its incarnation, once.
    pub(super) fn expect(&self, found: &str) -> Option<String> {
        let kept = || self.storage.as_ref()?.get_item(&self.key).ok()?;
        let expected = self.seen.replace(Some(found.to_owned())).or_else(kept);
        let lost = expected.filter(|expected| expected != found);
        if lost.is_some() {
            self.write();
        }
        lost
    }

    /// Keeps the incarnation. A full or denied storage keeps none: then a loss goes unnoticed.
    pub(super) fn write(&self) {
        if let (Some(storage), Some(seen)) = (&self.storage, &*self.seen.borrow()) {
            let _ = storage.set_item(&self.key, seen);
        }
    }
}

fn can_write(storage: &Storage, key: &str) -> bool {
    storage.set_item(key, "").is_ok() && storage.remove_item(key).is_ok()
}
