//! Where texts are kept by key: localStorage, as much of it as the saver needs. Nothing else of a browser is named here.

use std::rc::Rc;

use crate::checkpoint::FORMAT;
use crate::error::Error;

/// Texts by key. One `set` replaces a text wholly or not at all.
pub trait Shelf {
    /// The text under the key.
    ///
    /// # Errors
    /// `E_STORAGE`.
    fn get(&self, key: &str) -> Result<Option<String>, Error>;

    /// Puts a text under the key.
    ///
    /// # Errors
    /// `E_QUOTA`, `E_STORAGE`; then what stood there still does.
    fn set(&self, key: &str, text: &str) -> Result<(), Error>;

    /// Leaves nothing under the key.
    ///
    /// # Errors
    /// `E_STORAGE`.
    fn remove(&self, key: &str) -> Result<(), Error>;

    /// Every key, whosever it is.
    ///
    /// # Errors
    /// `E_STORAGE`.
    fn keys(&self) -> Result<Vec<String>, Error>;
}

/// The keys of one store.
pub(super) struct Keys {
    threads: String,
    bad: String,
    name: String,
}

impl Keys {
    /// The keys of the store of that name.
    pub(super) fn new(name: &str) -> Self {
        let key = |kind| format!("hg{FORMAT}:{name}:{kind}:");
        Self { threads: key("t"), bad: key("bad"), name: name.to_owned() }
    }

    /// The key of a thread.
    pub(super) fn thread(&self, thread: &str) -> String {
        format!("{}{thread}", self.threads)
    }

    /// Where a thread's text is put aside that could not be read.
    pub(super) fn bad(&self, thread: &str) -> String {
        format!("{}{thread}", self.bad)
    }

    /// The thread of a key; `None` for what is not a thread of this store.
    pub(super) fn thread_of(&self, key: &str) -> Option<Rc<str>> {
        key.strip_prefix(&self.threads).map(Rc::from)
    }

    /// The format of a thread of a store of this name that has another format.
    pub(super) fn other_format(&self, key: &str) -> Option<u32> {
        let (format, rest) = key.strip_prefix("hg")?.split_once(':')?;
        let ours = rest.strip_prefix(&*self.name)?.starts_with(":t:");
        format.parse().ok().filter(|format| ours && *format != FORMAT)
    }
}
