//! Futures as promises.

use std::future::Future;
use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// The promise of a future. Boxed, for what a promise takes besides is generated anew for each kind of future.
pub(super) fn settled(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let boxed: Pin<Box<dyn Future<Output = _>>> = Box::pin(future);
    future_to_promise(boxed)
}
