//! One attempt to open the database: the request, and whichever of its outcomes comes first (storage.md 1.4, 3.6). It
//! gives up after a while, and what comes later is closed at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbOpenDbRequest, IdbRequestReadyState, IdbTransaction};

use super::browser;
use super::faults;
use crate::checkpoint::rows::{self, Bytes, Store};
use crate::error::Error;
use crate::savers::browser::{Exception, Timer, now, random_hex};

/// What an attempt came to.
pub(super) enum Outcome {
    /// A connection, and the database's own row.
    Open(IdbDatabase, Option<String>),
    /// The database has a version that this engine does not know.
    Newer,
    /// Somebody else's request would have made the database, and was stopped.
    NotMade,
    /// It did not come off.
    Failed(Error),
}

type OnOutcome = Box<dyn FnOnce(Outcome)>;

struct Attempt {
    request: IdbOpenDbRequest,
    closures: RefCell<Vec<Closure<dyn FnMut()>>>,
    timer: RefCell<Option<Timer>>,
    blocked: Cell<bool>,
    on_outcome: RefCell<Option<OnOutcome>>,
    /// The exception that making the stores ended with.
    cause: RefCell<Option<JsValue>>,
    /// Whether the request was made by somebody who stops it before it makes a database.
    foreign: bool,
}

/// Opens the database; makes it where there is none. `on_outcome` is called once, within about `timeout` milliseconds.
pub(super) fn open(database: &str, timeout: u32, on_outcome: impl FnOnce(Outcome) + 'static) {
    let request = browser::factory().and_then(|factory| factory.open_with_u32(database, 1));
    start(request, false, timeout, on_outcome);
}

/// Takes over a request that somebody else has made.
pub(super) fn take_over(request: IdbOpenDbRequest, timeout: u32, on_outcome: impl FnOnce(Outcome) + 'static) {
    start(Ok(request), true, timeout, on_outcome);
}

/// Opens the database at whatever version it has, only to read its own row.
pub(super) fn open_newer(database: &str, timeout: u32, on_outcome: impl FnOnce(Outcome) + 'static) {
    let request = browser::factory().and_then(|factory| factory.open(database));
    start(request, false, timeout, on_outcome);
}

fn start(
    request: Result<IdbOpenDbRequest, JsValue>,
    foreign: bool,
    timeout: u32,
    on_outcome: impl FnOnce(Outcome) + 'static,
) {
    let request = match request {
        Ok(request) => request,
        Err(thrown) => return on_outcome(Outcome::Failed(faults::open_fault(&thrown))),
    };
    let attempt = Rc::new(Attempt {
        request,
        closures: RefCell::default(),
        timer: RefCell::default(),
        blocked: Cell::new(false),
        on_outcome: RefCell::new(Some(Box::new(on_outcome))),
        cause: RefCell::default(),
        foreign,
    });
    attempt.listen(timeout);
}

impl Attempt {
    fn listen(self: &Rc<Self>, timeout: u32) {
        // A request is done also while it makes the database; then it has a transaction, and an end to come.
        let done = self.request.ready_state() == IdbRequestReadyState::Done;
        if done && self.request.transaction().is_none() {
            return self.ended();
        }
        let late = Rc::clone(self);
        *self.timer.borrow_mut() = Some(Timer::new(timeout, move || late.give_up()));
        self.request.set_onupgradeneeded(Some(&self.keep(Self::make)));
        self.request.set_onblocked(Some(&self.keep(|attempt| attempt.blocked.set(true))));
        self.request.set_onsuccess(Some(&self.keep(Self::ended)));
        self.request.set_onerror(Some(&self.keep(Self::ended)));
    }

    fn keep(self: &Rc<Self>, call: impl Fn(&Rc<Self>) + 'static) -> js_sys::Function {
        let attempt = Rc::clone(self);
        let closure = Closure::<dyn FnMut()>::new(move || call(&attempt));
        let function = closure.as_ref().unchecked_ref::<js_sys::Function>().clone();
        self.closures.borrow_mut().push(closure);
        function
    }

    /// Makes the ten stores and the database's own row: all of them, or no database.
    fn make(self: &Rc<Self>) {
        let Some(tx) = self.request.transaction() else { return };
        if self.on_outcome.borrow().is_none() {
            // Nobody waits any more: whoever asks next makes the database.
            let _ = tx.abort();
        } else if let Err(thrown) = make_stores(&tx) {
            *self.cause.borrow_mut() = Some(thrown);
            let _ = tx.abort();
        }
    }

    fn give_up(&self) {
        let on_outcome = self.on_outcome.take();
        if let Some(on_outcome) = on_outcome {
            on_outcome(Outcome::Failed(faults::open_timeout(self.blocked.get())));
        }
    }

    /// The request has a result or an error.
    fn ended(self: &Rc<Self>) {
        let result = self.request.result().and_then(JsCast::dyn_into::<IdbDatabase>);
        let error = self.request.error().ok().flatten().map(JsValue::from);
        drop(self.timer.take());
        drop(self.closures.take());
        self.request.set_onupgradeneeded(None);
        self.request.set_onblocked(None);
        self.request.set_onsuccess(None);
        self.request.set_onerror(None);
        let on_outcome = self.on_outcome.take();
        match (result, on_outcome) {
            (Ok(db), Some(on_outcome)) => read_origin(db, on_outcome),
            (Ok(db), None) => db.close(),
            (Err(thrown), Some(on_outcome)) => on_outcome(self.failed(&error.unwrap_or(thrown))),
            (Err(_), None) => {}
        }
    }

    fn failed(&self, thrown: &JsValue) -> Outcome {
        match (Exception::from(thrown).name.as_str(), self.cause.take()) {
            ("VersionError", _) => Outcome::Newer,
            ("AbortError", None) if self.foreign => Outcome::NotMade,
            ("AbortError", cause) => Outcome::Failed(faults::upgrade_fault(cause.as_ref().unwrap_or(thrown))),
            _ => Outcome::Failed(faults::open_fault(thrown)),
        }
    }
}

fn make_stores(tx: &IdbTransaction) -> Result<(), JsValue> {
    let db = tx.db();
    for store in Store::ALL {
        db.create_object_store(store.name())?;
    }
    let creator = concat!("haltgraph ", env!("CARGO_PKG_VERSION"));
    let row = rows::origin_row(&random_hex()?, now(), creator);
    let bytes = js_sys::Uint8Array::from(row.as_bytes());
    tx.object_store(Store::Meta.name())?.put_with_key(&bytes, &"store".into())?;
    Ok(())
}

/// Reads the database's own row, with which it counts as open.
fn read_origin(db: IdbDatabase, on_outcome: OnOutcome) {
    let slot = Rc::new(RefCell::new(Some((db.clone(), on_outcome))));
    let settle = move |outcome: Result<Option<String>, Error>| {
        let Some((db, on_outcome)) = slot.take() else { return };
        match outcome {
            Ok(row) => on_outcome(Outcome::Open(db, row)),
            Err(error) => {
                db.close();
                on_outcome(Outcome::Failed(error));
            }
        }
    };
    if !db.object_store_names().contains(Store::Meta.name()) {
        return settle(Ok(None));
    }
    let failed = settle.clone();
    let begun = super::tx::Tx::begin(&db, &[Store::Meta], browser::Mode::Read, move |end| match end {
        super::tx::End::Complete => {}
        super::tx::End::Failed(error) => failed(Err(error)),
        super::tx::End::Aborted(thrown) => failed(Err(faults::fault(&thrown))),
    });
    let tx = match begun {
        Ok(tx) => tx,
        Err(thrown) => return settle(Err(faults::fault(&thrown))),
    };
    tx.place(|| {
        let get = tx.store(Store::Meta)?.get(&"store".into()).map_err(|thrown| faults::fault(&thrown))?;
        let request = get.clone();
        tx.after(&get, move |_| {
            let row = super::tx::result(&request)?;
            settle(if row.is_undefined() { Ok(None) } else { row.text().map(Some) });
            Ok(())
        });
        Ok(())
    });
}
