//! What of IndexedDB `web-sys` lacks, and the place where it is found.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbFactory, IdbTransaction};

use crate::savers::browser::global;

#[wasm_bindgen]
extern "C" {
    type Database;

    /// `web-sys` knows no `durability` without unstable flags.
    #[wasm_bindgen(catch, method, js_name = transaction)]
    fn transaction(this: &Database, stores: &Array, mode: &str, options: &Object) -> Result<IdbTransaction, JsValue>;

    type Transaction;

    /// `web-sys` calls it deprecated.
    #[wasm_bindgen(catch, method)]
    fn commit(this: &Transaction) -> Result<(), JsValue>;
}

/// How a transaction uses its stores, and how hard it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Read,
    /// Written with this durability.
    Write(&'static str),
}

/// Begins a transaction.
pub(super) fn transaction(db: &IdbDatabase, stores: &[&str], mode: Mode) -> Result<IdbTransaction, JsValue> {
    let names: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
    let options = Object::new();
    let mode = match mode {
        Mode::Read => "readonly",
        Mode::Write(durability) => {
            Reflect::set(&options, &"durability".into(), &durability.into())?;
            "readwrite"
        }
    };
    db.unchecked_ref::<Database>().transaction(&names, mode, &options)
}

/// Ends a transaction without waiting for the last request's callback.
pub(super) fn commit(tx: &IdbTransaction) -> Result<(), JsValue> {
    tx.unchecked_ref::<Transaction>().commit()
}

/// The IndexedDB of this context.
pub(super) fn factory() -> Result<IdbFactory, JsValue> {
    let factory = global("indexedDB")?;
    if factory.is_object() { Ok(factory.unchecked_into()) } else { Err(JsValue::from_str("there is no indexedDB")) }
}
