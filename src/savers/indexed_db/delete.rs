//! Deleting a thread: every row of it in some stores, in one transaction.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbRequest};

use super::browser::Mode;
use super::connection::Connection;
use super::tx::{End, Tx};
use super::{convert, faults};
use crate::checkpoint::rows::{Key, Store};
use crate::checkpoint::saver::Done;
use crate::error::Error;
use crate::savers::browser::{Once, once, settle};

/// Removes the rows of a thread from the stores.
pub(super) fn thread(connection: &Rc<Connection>, thread: &str, stores: Vec<Store>, done: Done<()>) {
    let (done, thread) = (once(done), Key::text(thread));
    let from = Rc::clone(connection);
    connection.with(Box::new(move |db| match db {
        Ok(db) => begin(&from, &db, &thread, &stores, &done),
        Err(error) => settle(&done, Err(error)),
    }));
}

fn begin(connection: &Connection, db: &IdbDatabase, thread: &Key, stores: &[Store], done: &Once<()>) {
    let ended = Rc::clone(done);
    // Whoever deletes wants it gone after a power cut, too.
    let tx = Tx::begin(db, stores, Mode::Write("strict"), move |end| match end {
        End::Complete => settle(&ended, Ok(())),
        End::Failed(error) => settle(&ended, Err(error)),
        End::Aborted(thrown) => settle(&ended, Err(faults::fault(&thrown))),
    });
    match tx {
        Ok(tx) => tx.place(|| {
            stores.iter().try_for_each(|store| place(&tx, *store, thread).map(drop))?;
            tx.commit()
        }),
        Err(thrown) => {
            connection.lose();
            settle(done, Err(faults::fault(&thrown)));
        }
    }
}

/// Heads stand under the thread alone, every other row under a key that begins with it.
fn place(tx: &Tx, store: Store, thread: &Key) -> Result<IdbRequest, Error> {
    let range = || convert::range(std::slice::from_ref(thread), None).map(JsValue::from);
    let keys = if store == Store::Threads { Ok(convert::to_js(thread)) } else { range() };
    let stored = tx.store(store)?;
    keys.and_then(|keys| stored.delete(&keys)).map_err(|thrown| faults::fault(&thrown))
}
