//! A transaction: it is stored whole, or aborted. Whatever goes wrong on this side aborts it, for the browser would
//! commit what was placed so far (storage.md 1.1). Its closures live until it has ended, and no longer.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

use super::browser::{self, Mode};
use super::faults;
use crate::checkpoint::rows::Store;
use crate::error::Error;

/// How a transaction ended.
pub(super) enum End {
    /// It is stored.
    Complete,
    /// This side aborted it.
    Failed(Error),
    /// The browser aborted it, with this exception.
    Aborted(JsValue),
}

type OnEnd = Box<dyn FnOnce(End)>;

/// A transaction that has not ended yet.
pub(super) struct Tx {
    raw: IdbTransaction,
    reason: RefCell<Option<Error>>,
    closures: RefCell<Vec<Closure<dyn FnMut()>>>,
    on_end: RefCell<Option<OnEnd>>,
}

impl Tx {
    /// Begins a transaction. `on_end` is called once, when the browser says how it ended.
    ///
    /// # Errors
    /// What the browser throws; then `on_end` is never called.
    pub(super) fn begin(
        db: &IdbDatabase,
        stores: &[Store],
        mode: Mode,
        on_end: impl FnOnce(End) + 'static,
    ) -> Result<Rc<Self>, JsValue> {
        let names: Vec<_> = stores.iter().map(|store| store.name()).collect();
        let raw = browser::transaction(db, &names, mode)?;
        let tx = Rc::new(Self {
            raw,
            reason: RefCell::default(),
            closures: RefCell::default(),
            on_end: RefCell::new(Some(Box::new(on_end))),
        });
        let complete = tx.keep(Self::completed);
        tx.raw.set_oncomplete(Some(&complete));
        let abort = tx.keep(Self::aborted);
        tx.raw.set_onabort(Some(&abort));
        Ok(tx)
    }

    /// Places requests; an error aborts the transaction.
    pub(super) fn place(&self, requests: impl FnOnce() -> Result<(), Error>) {
        if let Err(error) = requests() {
            self.fail(error);
        }
    }

    /// Aborts the transaction, which then ends with this error.
    pub(super) fn fail(&self, error: Error) {
        self.reason.borrow_mut().get_or_insert(error);
        // Already ending: then the browser says how.
        let _ = self.raw.abort();
    }

    /// Ends the transaction without waiting for the last request's callback.
    ///
    /// # Errors
    /// `E_STORAGE` where it has ended already.
    pub(super) fn commit(&self) -> Result<(), Error> {
        browser::commit(&self.raw).map_err(|thrown| faults::fault(&thrown))
    }

    /// A store of the transaction.
    ///
    /// # Errors
    /// `E_STORAGE`.
    pub(super) fn store(&self, store: Store) -> Result<IdbObjectStore, Error> {
        self.raw.object_store(store.name()).map_err(|thrown| faults::fault(&thrown))
    }

    /// Goes on when the request has succeeded; an error aborts the transaction.
    pub(super) fn after(
        self: &Rc<Self>,
        request: &IdbRequest,
        then: impl FnOnce(&Rc<Self>) -> Result<(), Error> + 'static,
    ) {
        let call = self.keep(move |tx| tx.place(|| then(tx)));
        request.set_onsuccess(Some(&call));
    }

    /// A closure that lives as long as the transaction.
    fn keep(self: &Rc<Self>, call: impl FnOnce(&Rc<Self>) + 'static) -> js_sys::Function {
        let tx = Rc::clone(self);
        let closure = Closure::once(move || call(&tx));
        let function = closure.as_ref().unchecked_ref::<js_sys::Function>().clone();
        self.closures.borrow_mut().push(closure);
        function
    }

    fn completed(self: &Rc<Self>) {
        self.end(End::Complete);
    }

    fn aborted(self: &Rc<Self>) {
        let own = self.reason.take().map(End::Failed);
        let thrown = || self.raw.error().map_or(JsValue::NULL, JsValue::from);
        self.end(own.unwrap_or_else(|| End::Aborted(thrown())));
    }

    fn end(&self, end: End) {
        self.raw.set_oncomplete(None);
        self.raw.set_onabort(None);
        let on_end = self.on_end.take();
        // A closure may drop itself while it runs; the others hold this transaction, and would for ever.
        drop(self.closures.take());
        if let Some(on_end) = on_end {
            on_end(end);
        }
    }
}

/// The result of a request that has succeeded.
///
/// # Errors
/// `E_STORAGE` where it has not.
pub(super) fn result(request: &IdbRequest) -> Result<JsValue, Error> {
    request.result().map_err(|thrown| faults::fault(&thrown))
}
