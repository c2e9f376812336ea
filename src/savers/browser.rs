//! What every saver of a browser needs of it, and may be denied: every global is read inside a `Result`, so that windows,
//! workers and denied contexts take one path.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Storage;

use crate::checkpoint::saver::Done;
use crate::error::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(call: &Function, ms: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

/// Name and message of an exception.
pub(super) struct Exception {
    pub(super) name: String,
    pub(super) message: String,
}

impl From<&JsValue> for Exception {
    fn from(thrown: &JsValue) -> Self {
        let member = |name: &str| Reflect::get(thrown, &name.into()).ok().and_then(|member| member.as_string());
        let message = member("message").or_else(|| thrown.as_string()).unwrap_or_default();
        Self { name: member("name").unwrap_or_default(), message }
    }
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
