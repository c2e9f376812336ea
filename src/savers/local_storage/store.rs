//! An open store: its threads, each in memory and under its key, and the guard against whoever else writes there.

use std::cell::RefCell;
use std::rc::Rc;

use super::Limits;
use super::shelf::{Keys, Shelf};
use super::text::{read, wrap};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::ids::check_thread_id;
use crate::checkpoint::{CommitBatch, FORMAT};
use crate::error::Error;
use crate::ordered::Ordered;
use crate::savers::kept::{Found, Kept, audit_text};

/// See the module.
pub(super) struct Store<B> {
    shelf: Rc<dyn Shelf>,
    keys: Keys,
    limits: Limits,
    threads: RefCell<Ordered<Rc<str>, Slot<B>>>,
    /// Set when everything was cleared under us.
    lost: RefCell<Option<Error>>,
}

/// What is known of a thread's key.
struct Slot<B> {
    /// The text that stands there.
    text: String,
    state: Result<Found<B>, Error>,
}

impl<B: Clone> Store<B> {
    /// Reads every thread of the store of that name.
    ///
    /// # Errors
    /// `E_STORE_NEWER`, `E_STORE_OLDER`, `E_STORAGE`.
    pub(super) fn open(shelf: Rc<dyn Shelf>, name: &str, limits: Limits) -> Result<Self, Error> {
        let keys = Keys::new(name);
        let mut threads = Ordered::new();
        for key in shelf.keys()? {
            if let Some(format) = keys.other_format(&key) {
                return Err(other_format(format));
            }
            let (Some(thread), Some(text)) = (keys.thread_of(&key), shelf.get(&key)?) else { continue };
            let state = read(&thread, &text).and_then(|whole| Kept::of(whole, None));
            if state.is_err() {
                // The copy is for whoever mends the thread; without room there is none.
                let _ = shelf.set(&keys.bad(&thread), &text);
            }
            threads.insert(thread, Slot { text, state });
        }
        Ok(Self { shelf, keys, limits, threads: RefCell::new(threads), lost: RefCell::default() })
    }

    /// What `read` finds in the thread's key: a thread, an audit chain, or nothing.
    ///
    /// # Errors
    /// `E_BAD_NAME`, `E_STORE_LOST`, what the thread is blocked by, and what `read` answers.
    pub(super) fn read<T>(
        &self,
        thread: &str,
        read: impl FnOnce(Option<&Found<B>>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        check_thread_id(thread)?;
        self.alive()?;
        let threads = self.threads.borrow();
        let found = threads.get(thread).map(|slot| slot.state.as_ref().map_err(Error::clone)).transpose()?;
        read(found)
    }

    /// What `see` finds in every thread that can be read, in the order of their ids.
    ///
    /// # Errors
    /// `E_STORE_LOST`.
    pub(super) fn each<T>(&self, mut see: impl FnMut(&Kept<B>) -> Vec<T>) -> Result<Vec<T>, Error> {
        self.alive()?;
        let threads = self.threads.borrow();
        let kept = threads.values().filter_map(|slot| slot.state.as_ref().ok()?.thread());
        Ok(kept.flat_map(&mut see).collect())
    }

    /// Compares the head with the expected one and changes everything, or nothing.
    ///
    /// # Errors
    /// As [`Saver::commit`](crate::checkpoint::Saver::commit).
    pub(super) fn commit(&self, mut batch: CommitBatch<B>) -> Result<Committed, Error> {
        batch.check_limits()?;
        let thread = Rc::clone(&batch.head.thread);
        let mut kept = self.read(&thread, |found| {
            let kept = found.and_then(Found::thread);
            batch.check_head(kept.map(|kept| &kept.thread.head))?;
            Ok(match found {
                Some(Found::Thread(kept)) => (**kept).clone(),
                Some(Found::Audit(audit)) => Kept::new(batch.head.clone(), audit.clone()),
                None => Kept::new(batch.head.clone(), Vec::new()),
            })
        })?;
        self.guard(&thread)?;
        self.room(&thread)?;
        batch.head = batch.next_head();
        let committed = kept.apply(batch, self.limits.history)?;
        let text = wrap(kept.thread.head.rev, &kept.text()?);
        self.put(&thread, text, Found::Thread(Box::new(kept)))?;
        Ok(committed)
    }

    /// Removes the thread, and says whether there was one.
    pub(super) fn delete(&self, thread: &str) -> Result<bool, Error> {
        check_thread_id(thread)?;
        self.alive()?;
        self.shelf.remove(&self.keys.thread(thread))?;
        self.shelf.remove(&self.keys.bad(thread))?;
        Ok(self.threads.borrow_mut().remove(thread).is_some())
    }

    /// Removes the thread but for its audit chain, and says whether there was one.
    pub(super) fn forget(&self, thread: &str) -> Result<bool, Error> {
        let audit = self.read(thread, |found| Ok(found.and_then(Found::thread).map(|kept| kept.thread.audit())))?;
        let Some(audit) = audit else { return Ok(false) };
        if audit.is_empty() {
            return self.delete(thread);
        }
        self.put(&thread.into(), wrap(0, &audit_text::<B>(&audit)?), Found::Audit(audit))?;
        Ok(true)
    }

    #[cfg(target_arch = "wasm32")]
    /// Another program has changed a key, or all of them: nothing is taken from it but a look at what stands there.
    pub(super) fn changed(&self, key: Option<&str>) {
        let threads: Vec<Rc<str>> = match key {
            Some(key) => self.keys.thread_of(key).into_iter().collect(),
            None => self.threads.borrow().keys().cloned().collect(),
        };
        for thread in threads {
            // What is wrong stays with the thread, and whoever uses it next is told.
            let _ = self.guard(&thread);
        }
    }

    /// Refuses to go on with a thread whose text is not the one that was written.
    fn guard(&self, thread: &Rc<str>) -> Result<(), Error> {
        let found = self.shelf.get(&self.keys.thread(thread))?;
        let same = match (self.threads.borrow().get(thread), &found) {
            (Some(slot), Some(found)) => slot.text == *found,
            (None, None) => true,
            _ => false,
        };
        if same {
            return Ok(());
        }
        if found.is_none() && self.is_cleared()? {
            let error = lost();
            *self.lost.borrow_mut() = Some(error.clone());
            return Err(error);
        }
        let error = match found.as_deref().map(|text| read(thread, text).and_then(|whole| Kept::<B>::of(whole, None))) {
            Some(Err(error)) => error,
            _ => foreign(),
        };
        let text = found.unwrap_or_default();
        self.threads.borrow_mut().insert(Rc::clone(thread), Slot { text, state: Err(error.clone()) });
        Err(error)
    }

    /// Whether nothing of what was written stands any more.
    fn is_cleared(&self) -> Result<bool, Error> {
        for thread in self.threads.borrow().keys() {
            if self.shelf.get(&self.keys.thread(thread))?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Refuses a thread too many.
    fn room(&self, thread: &str) -> Result<(), Error> {
        let threads = self.threads.borrow();
        if threads.contains_key(thread) || threads.len() < self.limits.threads {
            return Ok(());
        }
        let most = self.limits.threads;
        let what = format!("localStorage keeps {most} threads. Delete some, or use an IndexedDBSaver.");
        Err(Error::new("E_LIMIT", what))
    }

    fn put(&self, thread: &Rc<str>, text: String, found: Found<B>) -> Result<(), Error> {
        let units = text.encode_utf16().count();
        if units > self.limits.units {
            let most = self.limits.units;
            let what = format!("The thread has {units} characters, localStorage keeps {most}. Use an IndexedDBSaver.");
            return Err(Error::new("E_TOO_LARGE", what));
        }
        self.shelf.set(&self.keys.thread(thread), &text)?;
        self.threads.borrow_mut().insert(Rc::clone(thread), Slot { text, state: Ok(found) });
        Ok(())
    }

    fn alive(&self) -> Result<(), Error> {
        self.lost.borrow().clone().map_or(Ok(()), Err)
    }
}

fn lost() -> Error {
    let what = "localStorage was cleared while the page used it. What was stored is gone; load the page again.";
    Error::new("E_STORE_LOST", what).with("last_incarnation", "null")
}

/// `THREAD_CONFLICT`, which stays with the thread.
fn foreign() -> Error {
    let what = "Another program has changed the thread in localStorage. Delete the thread, or load the page again.";
    Error::new("THREAD_CONFLICT", what)
}

fn other_format(found: u32) -> Error {
    let (code, what) = if found > FORMAT {
        ("E_STORE_NEWER", "The store was written by a newer engine. Nothing was changed; load the newer engine.")
    } else {
        ("E_STORE_OLDER", "The store was written by an early build of this engine. Delete its data, or use that build.")
    };
    Error::new(code, what).with("found", found.to_string()).with("supported", FORMAT.to_string())
}
