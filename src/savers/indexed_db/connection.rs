//! The connection of one database: opened when it is first needed, shared by every handle of its name in this realm,
//! closed when another tab wants a newer version, opened again when the browser has taken it away (storage.md 4.4).

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{IdbDatabase, IdbOpenDbRequest, IdbVersionChangeEvent};

use super::attempt::{self, Outcome};
use super::sentinel::Sentinel;
use super::watchdog::Watchdog;
use super::{Timeouts, faults};
use crate::checkpoint::rows;
use crate::error::Error;

type Waiter = Box<dyn FnOnce(Result<IdbDatabase, Error>)>;

enum State {
    /// No connection; the next operation opens one.
    Idle,
    /// An attempt is under way.
    Opening(Vec<Waiter>),
    Open(Open),
    /// For good.
    Closed(Error),
}

struct Open {
    db: IdbDatabase,
    /// What the next operation must be told before it goes on: that this is not the store that was remembered.
    lost: Option<Error>,
    _closures: [Closure<dyn FnMut(IdbVersionChangeEvent)>; 2],
}

/// See the module.
pub(super) struct Connection {
    database: String,
    timeouts: Timeouts,
    state: RefCell<State>,
    sentinel: Sentinel,
    pub(super) watchdog: Rc<Watchdog>,
    /// Whether the sentinel was written since the connection was opened.
    remembered: Cell<bool>,
}

impl Connection {
    pub(super) fn new(database: String, timeouts: Timeouts, sentinel: Sentinel) -> Rc<Self> {
        let state = RefCell::new(State::Idle);
        Rc::new(Self { database, timeouts, state, sentinel, watchdog: Rc::default(), remembered: Cell::new(false) })
    }

    /// A connection that refuses everything.
    pub(super) fn refused(error: Error, timeouts: Timeouts, sentinel: Sentinel) -> Rc<Self> {
        let state = RefCell::new(State::Closed(error));
        Rc::new(Self {
            database: String::new(),
            timeouts,
            state,
            sentinel,
            watchdog: Rc::default(),
            remembered: Cell::new(false),
        })
    }

    /// Takes over a request that is opening the database, unless one is open or opening already.
    pub(super) fn take_over(self: &Rc<Self>, request: IdbOpenDbRequest) {
        let idle = matches!(*self.state.borrow(), State::Idle);
        if idle {
            *self.state.borrow_mut() = State::Opening(Vec::new());
            return self.open(Some(request));
        }
        attempt::take_over(request, self.timeouts.open, |outcome| {
            if let Outcome::Open(db, _) = outcome {
                db.close();
            }
        });
    }

    /// Whether the loss of the database would be noticed.
    pub(super) fn detects_reset(&self) -> bool {
        self.sentinel.works()
    }

    /// Hands the connection to `then`, opening it first where there is none.
    pub(super) fn with(self: &Rc<Self>, then: Waiter) {
        let mut state = self.state.borrow_mut();
        let ready = match &mut *state {
            State::Open(open) => open.lost.take().map_or_else(|| Ok(open.db.clone()), Err),
            State::Closed(error) => Err(error.clone()),
            State::Opening(waiters) => return waiters.push(then),
            State::Idle => {
                *state = State::Opening(vec![then]);
                drop(state);
                return self.open(None);
            }
        };
        drop(state);
        then(ready);
    }

    /// Forgets a connection that the browser has taken away; the next operation opens another one.
    pub(super) fn lose(&self) {
        let open = matches!(*self.state.borrow(), State::Open(_));
        if open {
            self.replace(State::Idle);
        }
    }

    /// Closes the connection for good.
    pub(super) fn close(&self, reason: &str) {
        self.replace(State::Closed(faults::closed(reason)));
    }

    /// Notes, outside the database, which store this is: once it holds something that can be lost.
    pub(super) fn remember(&self) {
        if !self.remembered.replace(true) {
            self.sentinel.write();
        }
    }

    fn open(self: &Rc<Self>, request: Option<IdbOpenDbRequest>) {
        let connection = Rc::clone(self);
        let opened = move |outcome| connection.opened(outcome);
        match request {
            Some(request) => attempt::take_over(request, self.timeouts.open, opened),
            None => attempt::open(&self.database, self.timeouts.open, opened),
        }
    }

    fn opened(self: &Rc<Self>, outcome: Outcome) {
        match outcome {
            Outcome::NotMade => self.open(None),
            Outcome::Newer => self.newer(),
            Outcome::Failed(error) => self.settle(State::Idle, Err(error)),
            Outcome::Open(db, row) => self.check(db, row),
        }
    }

    /// A store of ours, of this layout; and, where one is remembered, the one that is remembered.
    fn check(self: &Rc<Self>, db: IdbDatabase, row: Option<String>) {
        let row = row.ok_or_else(|| Error::new("E_CORRUPT", "The database is none of ours. Delete the site's data."));
        let incarnation = match row.and_then(|row| rows::origin_incarnation(&row)) {
            Ok(incarnation) => incarnation,
            Err(error) => {
                db.close();
                return self.settle(State::Idle, Err(error));
            }
        };
        let lost = self.sentinel.expect(&incarnation).map(|last| faults::store_lost(&last));
        self.remembered.set(false);
        let mut open = self.watch(db.clone());
        // Every operation that waits is told; where none does, the next one.
        let waiting = matches!(&*self.state.borrow(), State::Opening(waiters) if !waiters.is_empty());
        open.lost = lost.clone().filter(|_| !waiting);
        self.settle(State::Open(open), lost.map_or(Ok(db), Err));
    }

    /// Another engine's version: only its own row is read.
    fn newer(self: &Rc<Self>) {
        let connection = Rc::clone(self);
        attempt::open_newer(&self.database, self.timeouts.open, move |outcome| {
            let error = match outcome {
                Outcome::Open(db, row) => {
                    // IndexedDB counts in whole numbers.
                    let version = db.version() as u64;
                    db.close();
                    rows::newer_store(row.as_deref(), version)
                }
                Outcome::Failed(error) => error,
                Outcome::Newer | Outcome::NotMade => faults::lost(),
            };
            connection.settle(State::Idle, Err(error));
        });
    }

    /// Listens for the two ends of a connection that come from outside.
    fn watch(self: &Rc<Self>, db: IdbDatabase) -> Open {
        let weak = Rc::downgrade(self);
        let change = Closure::new(move |event: IdbVersionChangeEvent| {
            let Some(connection) = Weak::upgrade(&weak) else { return };
            match event.new_version() {
                // The database is being deleted: whoever goes on sees that the new one is another.
                None => connection.lose(),
                Some(_) => connection.close("upgrade"),
            }
        });
        let weak = Rc::downgrade(self);
        let close = Closure::new(move |_| {
            if let Some(connection) = Weak::upgrade(&weak) {
                connection.lose();
            }
        });
        db.set_onversionchange(Some(change.as_ref().unchecked_ref()));
        db.set_onclose(Some(close.as_ref().unchecked_ref()));
        Open { db, lost: None, _closures: [change, close] }
    }

    fn settle(&self, state: State, result: Result<IdbDatabase, Error>) {
        let before = self.state.replace(state);
        match before {
            State::Opening(waiters) => waiters.into_iter().for_each(|then| then(result.clone())),
            // Closed while it was being opened.
            before => {
                drop(self.state.replace(before));
            }
        }
    }

    fn replace(&self, state: State) {
        let before = self.state.replace(state);
        if let State::Opening(waiters) = before {
            waiters.into_iter().for_each(|then| then(Err(faults::lost())));
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.db.set_onversionchange(None);
        self.db.set_onclose(None);
        self.db.close();
    }
}
