//! Reading: rounds of requests in one readonly transaction, and pages that have a transaction each, so that no reader
//! holds a writer up for long (storage.md 1.3).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbKeyRange, IdbRequest};

use super::browser::Mode;
use super::connection::Connection;
use super::tx::{End, Tx, result};
use super::{convert, faults};
use crate::checkpoint::rows::{Key, Row, Store, Want};
use crate::checkpoint::saver::Done;
use crate::error::Error;
use crate::savers::browser::{Once, once, settle};

/// Rows of a page.
const PAGE: u32 = 100;

/// The rows of a round, a list for each want.
pub(super) type Found = Vec<Vec<Row<JsValue>>>;

/// Takes the rows of a round, and says what to read next; nothing where that was all.
type Take = Box<dyn FnMut(Found) -> Result<Vec<Want>, Error>>;

/// A reader: what it answers is its own business, so that one code serves all.
struct Reading {
    take: RefCell<Take>,
    done: Once<()>,
}

/// Reads in rounds: `take` gets what was wanted, and says what follows.
pub(super) fn read(
    connection: &Rc<Connection>,
    stores: Vec<Store>,
    first: Vec<Want>,
    take: impl FnMut(Found) -> Result<Vec<Want>, Error> + 'static,
    done: Done<()>,
) {
    let reading = Rc::new(Reading { take: RefCell::new(Box::new(take)), done: once(done) });
    begin(connection, stores, Rc::clone(&reading.done), Box::new(move |tx| round(tx, first, &reading)));
}

/// Reads what one round brings, and answers with what `answer` makes of it.
pub(super) fn read_once<T: 'static>(
    connection: &Rc<Connection>,
    stores: Vec<Store>,
    wants: Vec<Want>,
    answer: impl Fn(Found) -> Result<T, Error> + 'static,
    done: Done<T>,
) {
    let slot = Rc::new(RefCell::new(None));
    let filled = Rc::clone(&slot);
    let take = move |found| {
        *filled.borrow_mut() = Some(answer(found)?);
        Ok(Vec::new())
    };
    read(connection, stores, wants, take, Box::new(move |read| done(taken(read, &slot))));
}

/// What a reader has left in its slot.
pub(super) fn taken<T>(read: Result<(), Error>, slot: &RefCell<Option<T>>) -> Result<T, Error> {
    read.and_then(|()| slot.take().ok_or_else(faults::lost))
}

/// Places the first requests of a transaction.
type Place = Box<dyn FnOnce(&Rc<Tx>) -> Result<(), Error>>;

/// Opens the connection where there is none, begins a transaction, and places its first requests.
fn begin(connection: &Rc<Connection>, stores: Vec<Store>, done: Once<()>, place: Place) {
    let from = Rc::clone(connection);
    connection.with(Box::new(move |db| {
        let ended = Rc::clone(&done);
        let begun = db.and_then(|db| {
            let tx = Tx::begin(&db, &stores, Mode::Read, move |end| match end {
                End::Complete => {}
                End::Failed(error) => settle(&ended, Err(error)),
                End::Aborted(thrown) => settle(&ended, Err(faults::fault(&thrown))),
            });
            tx.map_err(|thrown| {
                from.lose();
                faults::fault(&thrown)
            })
        });
        match begun {
            Ok(tx) => tx.place(|| place(&tx)),
            Err(error) => settle(&done, Err(error)),
        }
    }));
}

/// Places the requests of a round; the last one to succeed hands all of them on.
fn round(tx: &Rc<Tx>, wants: Vec<Want>, reading: &Rc<Reading>) -> Result<(), Error> {
    let requests = wants.iter().map(|want| Placed::new(tx, want)).collect::<Result<Vec<_>, _>>()?;
    let Some(last) = requests.last().map(|placed| placed.rows.clone()) else {
        settle(&reading.done, Ok(()));
        return Ok(());
    };
    let reading = Rc::clone(reading);
    tx.after(&last, move |tx| {
        let found = requests.iter().map(Placed::found).collect::<Result<_, _>>()?;
        let next = (reading.take.borrow_mut())(found)?;
        round(tx, next, &reading)
    });
    Ok(())
}

/// The requests for one want.
struct Placed {
    rows: IdbRequest,
    /// For a range: its keys, and how much of each is known.
    keys: Option<(IdbRequest, usize)>,
}

impl Placed {
    fn new(tx: &Tx, want: &Want) -> Result<Self, Error> {
        let placed = match want {
            Want::One(store, key) => {
                let rows = tx.store(*store)?.get(&convert::to_js(key));
                rows.map(|rows| Self { rows, keys: None })
            }
            Want::Range(store, prefix, within) => {
                let store = tx.store(*store)?;
                let requests = || {
                    let range = convert::range(prefix, *within)?;
                    let keys = store.get_all_keys_with_key(&range)?;
                    Ok(Self { keys: Some((keys, prefix.len())), rows: store.get_all_with_key(&range)? })
                };
                requests()
            }
        };
        placed.map_err(|thrown| faults::fault(&thrown))
    }

    fn found(&self) -> Result<Vec<Row<JsValue>>, Error> {
        let bytes = result(&self.rows)?;
        match &self.keys {
            None if bytes.is_undefined() => Ok(Vec::new()),
            None => Ok(vec![Row { suffix: Vec::new(), bytes }]),
            Some((keys, prefix)) => rows(&result(keys)?, &bytes, *prefix),
        }
    }
}

fn rows(keys: &JsValue, bytes: &JsValue, prefix: usize) -> Result<Vec<Row<JsValue>>, Error> {
    let (keys, bytes) = (keys.unchecked_ref::<Array>(), bytes.unchecked_ref::<Array>());
    let pairs = keys.iter().zip(bytes.iter());
    pairs.map(|(key, bytes)| Ok(Row { suffix: convert::suffix(&key, prefix)?, bytes })).collect()
}

/// Reads every row of a store whose key begins with the prefix, page by page; `see` gets them in the order of keys.
pub(super) fn pages(
    connection: &Rc<Connection>,
    store: Store,
    prefix: Vec<Key>,
    see: impl FnMut(&Row<JsValue>) -> Result<(), Error> + 'static,
    done: Done<()>,
) {
    let pages =
        Pages { connection: Rc::clone(connection), store, prefix, see: RefCell::new(Box::new(see)), done: once(done) };
    Rc::new(pages).next(None);
}

struct Pages {
    connection: Rc<Connection>,
    store: Store,
    prefix: Vec<Key>,
    see: RefCell<See>,
    done: Once<()>,
}

/// Takes a row.
type See = Box<dyn FnMut(&Row<JsValue>) -> Result<(), Error>>;

impl Pages {
    fn next(self: Rc<Self>, after: Option<JsValue>) {
        let (connection, stores, done) = (Rc::clone(&self.connection), vec![self.store], Rc::clone(&self.done));
        begin(&connection, stores, done, Box::new(move |tx| self.place(tx, after.as_ref())));
    }

    fn place(self: Rc<Self>, tx: &Rc<Tx>, after: Option<&JsValue>) -> Result<(), Error> {
        let store = tx.store(self.store)?;
        let requests = || {
            let range = page_range(&self.prefix, after)?;
            let keys = store.get_all_keys_with_key_and_limit(&range, PAGE)?;
            Ok((keys, store.get_all_with_key_and_limit(&range, PAGE)?))
        };
        let (keys, values) = requests().map_err(|thrown: JsValue| faults::fault(&thrown))?;
        let last = values.clone();
        tx.after(&last, move |_| {
            let keys = result(&keys)?;
            let full = keys.unchecked_ref::<Array>();
            let more = full.length() == PAGE && self.done.borrow().is_some();
            // The store works on the next page while this one is read.
            if more {
                Rc::clone(&self).next(Some(full.get(PAGE - 1)));
            }
            for row in rows(&keys, &result(&values)?, self.prefix.len())? {
                (self.see.borrow_mut())(&row)?;
            }
            if !more {
                settle(&self.done, Ok(()));
            }
            Ok(())
        });
        Ok(())
    }
}

/// The keys that begin with the prefix and come after `after`; all of them where there is neither.
fn page_range(prefix: &[Key], after: Option<&JsValue>) -> Result<JsValue, JsValue> {
    match (prefix, after) {
        ([], None) => Ok(JsValue::UNDEFINED),
        ([], Some(after)) => IdbKeyRange::lower_bound_with_open(after, true).map(JsValue::from),
        (_, None) => convert::range(prefix, None).map(JsValue::from),
        (_, Some(after)) => {
            let end = convert::range(prefix, None)?.upper()?;
            IdbKeyRange::bound_with_lower_open(after, &end, true).map(JsValue::from)
        }
    }
}
