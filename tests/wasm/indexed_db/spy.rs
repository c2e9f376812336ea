//! The tests' hands in the browser.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/wasm/indexed_db/spy.js")]
extern "C" {
    #[wasm_bindgen(js_name = rawOpen)]
    pub fn raw_open(name: &str, version: JsValue) -> Promise;
    #[wasm_bindgen(js_name = rawDelete)]
    pub fn raw_delete(name: &str) -> Promise;
    #[wasm_bindgen(js_name = stoppedOpen)]
    pub fn stopped_open(name: &str) -> Promise;
    #[wasm_bindgen(js_name = holdOpens)]
    pub fn hold_opens() -> Function;
    #[wasm_bindgen(js_name = startDelete)]
    pub fn start_delete(name: &str);
    #[wasm_bindgen(js_name = rawDump)]
    fn raw_dump(name: &str) -> Promise;
    #[wasm_bindgen(js_name = rawPut)]
    fn raw_put(name: &str, store: &str, key: &str, text: &str) -> Promise;
    #[wasm_bindgen(js_name = rawNewer)]
    fn raw_newer(name: &str, row: &str) -> Promise;
    #[wasm_bindgen(js_name = spy)]
    fn start_spy(notes: &Array) -> Function;
    #[wasm_bindgen(js_name = breakRequest)]
    pub fn break_request(n: u32, how: &str) -> Function;
    pub fn silence(what: &str) -> Function;
    pub fn deny(how: &str) -> Function;
    #[wasm_bindgen(js_name = withoutNavigator)]
    pub fn without_navigator(name: &str) -> Function;
}

#[wasm_bindgen(module = "/www/indexeddb.js")]
extern "C" {
    /// The saver as programs hold it.
    #[wasm_bindgen(js_name = IndexedDBSaver)]
    pub type JsSaver;
    #[wasm_bindgen(constructor, js_class = "IndexedDBSaver")]
    pub fn new(name: &str) -> JsSaver;
    #[wasm_bindgen(method, getter)]
    pub fn request(this: &JsSaver) -> JsValue;
}

/// Puts back what a patch has changed; says what the patch says.
pub fn restore(patch: &Function) -> JsValue {
    patch.call0(&JsValue::UNDEFINED).unwrap()
}

/// Every row of a store, as one text.
pub async fn dump(database: &str) -> String {
    JsFuture::from(raw_dump(database)).await.unwrap().as_string().unwrap()
}

/// Puts a row behind the saver's back.
pub async fn put(database: &str, store: &str, key: &str, text: &str) {
    JsFuture::from(raw_put(database, store, key, text)).await.unwrap();
}

/// Makes a database of a version that no engine knows.
pub async fn make_newer(database: &str, row: &str) {
    JsFuture::from(raw_newer(database, row)).await.unwrap();
}

/// What the saver asks of the browser.
pub struct Spy {
    notes: Array,
    end: Function,
}

impl Spy {
    pub fn start() -> Self {
        let notes = Array::new();
        Self { end: start_spy(&notes), notes }
    }

    /// The transactions and requests since the start or the last call.
    pub fn notes(&self) -> Vec<String> {
        let notes = self.notes.iter().map(|note| note.as_string().unwrap()).collect();
        self.notes.set_length(0);
        notes
    }
}

impl Drop for Spy {
    fn drop(&mut self) {
        restore(&self.end);
    }
}
