//! The IndexedDB saver in a real browser: the conformance suite, and what only a browser can do to it.

mod faults;
mod opening;
mod spy;
mod transactions;

use std::cell::Cell;
use std::rc::Rc;

use haltgraph::checkpoint::rows::Bytes;
use haltgraph::savers::IndexedDbSaver;
use haltgraph::savers::indexed_db::Timeouts;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use crate::suite::{self, Bench};

/// Patience in tests: what takes longer is waited for in vain.
pub const TIMEOUTS: Timeouts = Timeouts { open: 300, commit: 300 };

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// The name of a store that no test has used, in this run or an earlier one.
pub fn fresh() -> String {
    let number = NEXT.replace(NEXT.get() + 1);
    format!("test-{}-{number}", js_sys::Date::now())
}

/// The database of a store.
pub fn database(name: &str) -> String {
    format!("haltgraph:{name}")
}

/// Two savers on one store, each with a connection of its own, as two tabs have them.
pub fn bench_of(name: &str) -> Bench<JsValue> {
    Bench {
        saver: Rc::new(IndexedDbSaver::apart(name, Timeouts::default())),
        second: Rc::new(IndexedDbSaver::apart(name, Timeouts::default())),
        body: |text| Uint8Array::from(text.as_bytes()).into(),
        text: |body| body.text().unwrap(),
    }
}

macro_rules! checks {
    ($($check:ident,)*) => {
        $(
            #[wasm_bindgen_test::wasm_bindgen_test]
            async fn $check() {
                suite::$check(bench_of(&fresh())).await;
            }
        )*
    };
}

crate::each_check!(checks);
crate::each_meeting!(checks);
