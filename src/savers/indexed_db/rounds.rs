//! Reading: rounds of requests in one readonly transaction, and pages that have a transaction each, so that no reader
//! holds a writer up for long (storage.md 1.3).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbKeyRange, IdbRequest};

use super::browser::Mode;
use super::connection::Connection;
use super::tx::{End, Tx, result};
use super::{convert, faults};
use crate::checkpoint::rows::{Key, Row, Store, Want};
use crate::checkpoint::saver::Done;
use crate::error::Error;

/// Rows of a page.
const PAGE: u32 = 100;

/// What a round leads to.
pub(super) enum Round<T> {
    /// More to read, in the same transaction.
    Read(Vec<Want>),
    /// The answer.
    Done(T),
}

/// The rows of a round, a list for each want.
pub(super) type Found = Vec<Vec<Row<JsValue>>>;

/// A callback that is called once, by whichever end comes first.
pub(super) type Once<T> = Rc<RefCell<Option<Done<T>>>>;

/// Wraps a callback for several ends.
pub(super) fn once<T>(done: Done<T>) -> Once<T> {
    Rc::new(RefCell::new(Some(done)))
}

/// Calls the callback, unless it was called.
pub(super) fn settle<T>(once: &Once<T>, answer: Result<T, Error>) {
    let done = once.take();
    if let Some(done) = done {
        done(answer);
    }
}

/// Takes the rows of a round, and says what follows.
type Take<T> = Box<dyn FnMut(Found) -> Result<Round<T>, Error>>;

/// Reads a row; `None` passes it over.
type Decode<T> = Box<dyn Fn(&Row<JsValue>) -> Result<Option<T>, Error>>;

struct Reading<T> {
    take: RefCell<Take<T>>,
    done: Once<T>,
}

/// Reads in rounds: `take` gets what was wanted, and says what follows.
pub(super) fn read<T: 'static>(
    connection: &Rc<Connection>,
    stores: Vec<Store>,
    first: Vec<Want>,
    take: impl FnMut(Found) -> Result<Round<T>, Error> + 'static,
    done: Done<T>,
) {
    let reading = Rc::new(Reading { take: RefCell::new(Box::new(take)), done: once(done) });
    let from = Rc::clone(connection);
    connection.with(Box::new(move |db| match db {
        Ok(db) => begin(&from, &db, &stores, first, &reading),
        Err(error) => settle(&reading.done, Err(error)),
    }));
}

fn begin<T: 'static>(
    connection: &Connection,
    db: &IdbDatabase,
    stores: &[Store],
    first: Vec<Want>,
    reading: &Rc<Reading<T>>,
) {
    let ended = Rc::clone(&reading.done);
    let tx = Tx::begin(db, stores, Mode::Read, move |end| match end {
        End::Complete => {}
        End::Failed(error) => settle(&ended, Err(error)),
        End::Aborted(thrown) => settle(&ended, Err(faults::fault(&thrown))),
    });
    match tx {
        Ok(tx) => tx.place(|| round(&tx, first, reading)),
        Err(thrown) => {
            connection.lose();
            settle(&reading.done, Err(faults::fault(&thrown)));
        }
    }
}

/// Places the requests of a round; the last one to succeed hands all of them on.
fn round<T: 'static>(tx: &Rc<Tx>, wants: Vec<Want>, reading: &Rc<Reading<T>>) -> Result<(), Error> {
    let requests = wants.iter().map(|want| Placed::new(tx, want)).collect::<Result<Vec<_>, _>>()?;
    let Some(last) = requests.last().map(|placed| placed.rows.clone()) else {
        return Err(Error::new("E_STORAGE", "A reader asked for nothing and did not end."));
    };
    let reading = Rc::clone(reading);
    tx.after(&last, move |tx| {
        let found = requests.iter().map(Placed::found).collect::<Result<_, _>>()?;
        let next = (reading.take.borrow_mut())(found)?;
        match next {
            Round::Read(wants) => round(tx, wants, &reading),
            Round::Done(answer) => {
                settle(&reading.done, Ok(answer));
                Ok(())
            }
        }
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

/// Every row of a store whose key begins with the prefix, page by page.
pub(super) struct Pages<T> {
    pub(super) connection: Rc<Connection>,
    pub(super) store: Store,
    pub(super) prefix: Vec<Key>,
    pub(super) decode: Decode<T>,
}

impl<T: 'static> Pages<T> {
    /// Reads all pages.
    pub(super) fn read(self, done: Done<Vec<T>>) {
        self.next(None, Vec::new(), once(done));
    }

    fn next(self, after: Option<JsValue>, found: Vec<T>, done: Once<Vec<T>>) {
        let connection = Rc::clone(&self.connection);
        connection.with(Box::new(move |db| match db {
            Ok(db) => self.page(&db, after, found, done),
            Err(error) => settle(&done, Err(error)),
        }));
    }

    fn page(self, db: &IdbDatabase, after: Option<JsValue>, found: Vec<T>, done: Once<Vec<T>>) {
        let ended = Rc::clone(&done);
        let tx = Tx::begin(db, &[self.store], Mode::Read, move |end| match end {
            End::Complete => {}
            End::Failed(error) => settle(&ended, Err(error)),
            End::Aborted(thrown) => settle(&ended, Err(faults::fault(&thrown))),
        });
        match tx {
            Ok(tx) => tx.place(|| self.place(&tx, after, found, done)),
            Err(thrown) => {
                self.connection.lose();
                settle(&done, Err(faults::fault(&thrown)));
            }
        }
    }

    fn place(self, tx: &Rc<Tx>, after: Option<JsValue>, mut found: Vec<T>, done: Once<Vec<T>>) -> Result<(), Error> {
        let store = tx.store(self.store)?;
        let requests = || {
            let range = page_range(&self.prefix, after.as_ref())?;
            let keys = store.get_all_keys_with_key_and_limit(&range, PAGE)?;
            Ok((keys, store.get_all_with_key_and_limit(&range, PAGE)?))
        };
        let (keys, values) = requests().map_err(|thrown: JsValue| faults::fault(&thrown))?;
        let last = values.clone();
        tx.after(&last, move |_| {
            let (keys, values) = (result(&keys)?, result(&values)?);
            for row in rows(&keys, &values, self.prefix.len())? {
                found.extend((self.decode)(&row)?);
            }
            let keys = keys.unchecked_ref::<Array>();
            if keys.length() == PAGE {
                self.next(Some(keys.get(PAGE - 1)), found, done);
            } else {
                settle(&done, Ok(found));
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
