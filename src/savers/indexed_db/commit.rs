//! Commits (storage.md 4.1): everything exists as bytes first; then one transaction, whose one read is the head, and in
//! that read's callback every write. The answer is given when the browser says that it is stored.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange, IdbRequest};

use super::browser::Mode;
use super::connection::Connection;
use super::rounds::{Found, read_once};
use super::tx::{End, Tx, result};
use super::watchdog::Watched;
use super::{convert, faults};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::rows::{Bytes, Key, Op, Plan, Store, Want, head_row};
use crate::checkpoint::saver::Done;
use crate::checkpoint::{CommitBatch, Head};
use crate::error::Error;
use crate::savers::browser::{Exception, Once, once, settle};

/// How often a commit's clock ticks before its outcome counts as unknown.
const TICKS: u32 = 10;

/// How often until nobody waits any longer for its outcome to be found out.
const UNCERTAIN: u32 = 2 * TICKS;

/// A change of a store, as the browser takes it.
enum Change {
    Add(Store, JsValue, Uint8Array),
    Put(Store, JsValue, Uint8Array),
    /// A row that stays where one is there: the place in the list of keys that are looked up with the head.
    Keep(Store, JsValue, Uint8Array, usize),
    Delete(Store, JsValue),
    Clear(Store, IdbKeyRange),
}

/// A commit under way.
struct Commit {
    connection: Rc<Connection>,
    batch: CommitBatch<JsValue>,
    committed: Committed,
    stores: Vec<Store>,
    changes: Vec<Change>,
    /// Keys under which a row may be already.
    looked_up: Vec<(Store, JsValue)>,
    /// A row that only this commit writes.
    proof: Option<(Store, Key, String)>,
    /// Milliseconds after which its outcome counts as unknown.
    timeout: u32,
    /// Ticks since it began.
    age: Cell<u32>,
    done: Once<Committed>,
}

/// Commits a batch.
pub(super) fn commit(connection: &Rc<Connection>, timeout: u32, batch: CommitBatch<JsValue>, done: Done<Committed>) {
    let done = once(done);
    match Commit::prepare(connection, timeout, batch, Rc::clone(&done)) {
        Ok(commit) => connection.with(Box::new(move |db| match db {
            Ok(db) => Rc::new(commit).begin(&db),
            Err(error) => settle(&commit.done, Err(error)),
        })),
        Err(error) => settle(&done, Err(error)),
    }
}

impl Commit {
    /// Makes every key and every byte that the transaction will need.
    fn prepare(
        connection: &Rc<Connection>,
        timeout: u32,
        batch: CommitBatch<JsValue>,
        done: Once<Committed>,
    ) -> Result<Self, Error> {
        batch.check_limits()?;
        let plan = Plan::new(&batch, batch.next_head())?;
        let mut looked_up = Vec::new();
        let changes = plan.ops.iter().map(|op| change(op, &mut looked_up)).collect::<Result<_, _>>()?;
        Ok(Self {
            connection: Rc::clone(connection),
            committed: plan.committed,
            stores: plan.stores(),
            proof: plan.proof().map(|(store, key, text)| (store, key.clone(), text.to_owned())),
            batch,
            changes,
            looked_up,
            timeout,
            age: Cell::new(0),
            done,
        })
    }

    fn begin(self: &Rc<Self>, db: &IdbDatabase) {
        let durability = if self.batch.is_strict() { "strict" } else { "relaxed" };
        let ended = Rc::clone(self);
        match Tx::begin(db, &self.stores, Mode::Write(durability), move |end| ended.ended(end)) {
            Ok(tx) => {
                let watched: Weak<Self> = Rc::downgrade(self);
                self.connection.watchdog.watch(watched, self.timeout / TICKS);
                tx.place(|| self.compare(&tx));
            }
            Err(thrown) => {
                self.connection.lose();
                self.settle(Err(faults::fault(&thrown)));
            }
        }
    }

    /// Reads the head, and with it the keys of rows that may be there already.
    fn compare(self: &Rc<Self>, tx: &Rc<Tx>) -> Result<(), Error> {
        let thread = JsValue::from_str(&self.batch.head.thread);
        let head = tx.store(Store::Threads)?.get(&thread).map_err(|thrown| faults::fault(&thrown))?;
        let look_up =
            |(store, key): &(Store, JsValue)| tx.store(*store)?.get_key(key).map_err(|thrown| faults::fault(&thrown));
        let there = self.looked_up.iter().map(look_up).collect::<Result<Vec<_>, _>>()?;
        let last = there.last().unwrap_or(&head).clone();
        let commit = Rc::clone(self);
        tx.after(&last, move |tx| {
            commit.batch.check_head(stored(&commit.batch.head.thread, &head)?.as_ref())?;
            commit.write(tx, &there)?;
            tx.commit()
        });
        Ok(())
    }

    /// Places every write.
    fn write(&self, tx: &Tx, there: &[IdbRequest]) -> Result<(), Error> {
        for change in &self.changes {
            let placed = match change {
                Change::Add(store, key, bytes) => tx.store(*store)?.add_with_key(bytes, key).map(drop),
                Change::Put(store, key, bytes) => tx.store(*store)?.put_with_key(bytes, key).map(drop),
                Change::Keep(store, key, bytes, place) => match there.get(*place).map(result).transpose()? {
                    Some(found) if !found.is_undefined() => Ok(()),
                    _ => tx.store(*store)?.put_with_key(bytes, key).map(drop),
                },
                Change::Delete(store, key) => tx.store(*store)?.delete(key).map(drop),
                Change::Clear(store, range) => tx.store(*store)?.delete(range).map(drop),
            };
            placed.map_err(|thrown| faults::fault(&thrown))?;
        }
        Ok(())
    }

    fn ended(self: &Rc<Self>, end: End) {
        match end {
            End::Complete => self.settle(Ok(self.committed)),
            End::Failed(error) => self.settle(Err(error)),
            End::Aborted(thrown) if Exception::from(&thrown).name == "ConstraintError" => self.collided(),
            End::Aborted(thrown) if thrown.is_null() => self.settle(Err(faults::lost())),
            End::Aborted(thrown) => self.settle(Err(faults::fault(&thrown))),
        }
    }

    /// A row stood where one was added: then the head has moved, or the store is damaged.
    fn collided(self: &Rc<Self>) {
        let commit = Rc::clone(self);
        let want = Want::One(Store::Threads, Key::Text(Rc::clone(&self.batch.head.thread)));
        let moved = move |found: Found| {
            let row = found.into_iter().flatten().next();
            let head = row.map(|row| head_row(&commit.batch.head.thread, &row.bytes)).transpose()?;
            commit.batch.check_head(head.as_ref())
        };
        let commit = Rc::clone(self);
        let done = move |moved: Result<(), Error>| {
            let what =
                "A row stands where the thread's head says that there is none. Restore the thread, or delete it.";
            commit.settle(Err(moved.err().unwrap_or_else(|| Error::new("E_CORRUPT", what))));
        };
        read_once(&self.connection, vec![Store::Threads], vec![want], moved, Box::new(done));
    }

    /// Neither end has come. A transaction that begins now on the same stores ends after this one, so what it reads
    /// says how this one ended; if not even that is answered, nobody knows.
    fn doubt(self: &Rc<Self>) {
        let Some((store, key, text)) = self.proof.clone() else { return };
        let stands = move |found: Found| {
            let row = found.into_iter().flatten().next();
            Ok(row.is_some_and(|row| row.bytes.text().is_ok_and(|found| found == text)))
        };
        let commit = Rc::clone(self);
        let done = move |stands: Result<bool, Error>| match stands {
            Ok(true) => commit.settle(Ok(commit.committed)),
            Ok(false) => commit.settle(Err(faults::lost())),
            // The last word is the clock's.
            Err(_) => {}
        };
        read_once(&self.connection, vec![store], vec![Want::One(store, key)], stands, Box::new(done));
    }

    fn settle(&self, answer: Result<Committed, Error>) {
        settle(&self.done, answer);
    }
}

impl Watched for Commit {
    fn tick(self: Rc<Self>) {
        self.age.set(self.age.get() + 1);
        match self.age.get() {
            TICKS if self.done.borrow().is_some() => self.doubt(),
            UNCERTAIN => self.settle(Err(faults::uncertain())),
            _ => {}
        }
    }
}

fn change(op: &Op<JsValue>, looked_up: &mut Vec<(Store, JsValue)>) -> Result<Change, Error> {
    Ok(match op {
        Op::Add(store, key, row) => Change::Add(*store, convert::to_js(key), convert::bytes(row)?),
        Op::Put(store, key, row) => Change::Put(*store, convert::to_js(key), convert::bytes(row)?),
        Op::Keep(store, key, row) => {
            let key = convert::to_js(key);
            looked_up.push((*store, key.clone()));
            Change::Keep(*store, key, convert::bytes(row)?, looked_up.len() - 1)
        }
        Op::Delete(store, key) => Change::Delete(*store, convert::to_js(key)),
        Op::Clear(store, prefix) => {
            let range = convert::range(prefix, None).map_err(|thrown| faults::fault(&thrown))?;
            Change::Clear(*store, range)
        }
    })
}

/// The head that a request has read.
fn stored(thread: &str, request: &IdbRequest) -> Result<Option<Head>, Error> {
    let row = result(request)?;
    if row.is_undefined() { Ok(None) } else { head_row(thread, &row).map(Some) }
}
