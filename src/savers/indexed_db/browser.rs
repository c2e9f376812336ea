//! What the browser offers, and may deny: every global is read inside a `Result`, so that windows, workers and denied
//! contexts take one path. Bindings that `web-sys` lacks stand here.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbFactory, IdbTransaction, Storage};

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

    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(call: &Function, ms: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
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

/// A global by name; `undefined` where there is none.
pub(super) fn global(name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(&js_sys::global(), &name.into())
}

/// A method of `this`, called; an error where there is none or it throws.
pub(super) fn call(this: &JsValue, method: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(this, &method.into())?.dyn_into()?;
    function.apply(this, &arguments.iter().copied().collect())
}

/// The IndexedDB of this context.
pub(super) fn factory() -> Result<IdbFactory, JsValue> {
    let factory = global("indexedDB")?;
    if factory.is_object() { Ok(factory.unchecked_into()) } else { Err(JsValue::from_str("there is no indexedDB")) }
}

/// The localStorage of this context, where it has one and allows it.
pub(super) fn local_storage() -> Option<Storage> {
    global("localStorage").ok().filter(JsValue::is_object).map(JsCast::unchecked_into)
}

/// Milliseconds since 1970.
pub(super) fn now() -> u64 {
    // Whole and positive: a float holds it exactly.
    js_sys::Date::now().max(0.0) as u64
}

/// 128 random bits as hex digits.
pub(super) fn random_hex() -> Result<String, JsValue> {
    let bytes = Uint8Array::new_with_length(16);
    call(&global("crypto")?, "getRandomValues", &[&bytes])?;
    Ok(bytes.to_vec().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A call after a while, unless it is dropped before.
pub(super) struct Timer {
    id: JsValue,
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `then` once, after `ms` milliseconds at the earliest; never where timers are denied.
    pub(super) fn new(ms: u32, then: impl FnOnce() + 'static) -> Self {
        let call = Closure::once(then);
        let id = set_timeout(call.as_ref().unchecked_ref(), ms).unwrap_or(JsValue::UNDEFINED);
        Self { id, _call: call }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // An unknown id is nobody's timer.
        let _ = clear_timeout(&self.id);
    }
}
