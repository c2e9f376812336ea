//! The wasm-bindgen surface: thin, no decisions of its own. JavaScript's side of it is `www/api`.
//!
//! Graph specs, options, payloads, answers and listings cross as JSON text; state values as handles that are never opened
//! here.

mod engine;
mod errors;
mod host;
mod object;
mod promise;
mod snapshot;
mod spec;
mod store;
mod texts;
mod values;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::checkpoint::canonical::{self, Limits};
use errors::ToJs;

pub use engine::Engine;
pub use store::Store;

/// The canonical form (RFC 8785) of a JSON text, read by the strict parser.
///
/// # Errors
/// A plain object `{code, message, path?}`.
#[wasm_bindgen]
pub fn canonical(text: &str) -> Result<String, wasm_bindgen::JsValue> {
    Ok(canonical::canonicalize(text, &Limits::PAYLOAD).to_js()?.text.to_string())
}

/// SHA-256 of the canonical form of a JSON text, 64 hex digits.
///
/// # Errors
/// A plain object `{code, message, path?}`.
#[wasm_bindgen]
pub fn digest(text: &str) -> Result<String, wasm_bindgen::JsValue> {
    Ok(canonical::canonicalize(text, &Limits::PAYLOAD).to_js()?.digest.to_string())
}

/// Says where a fault happened. What it was about may be a payload, and stays unsaid.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        web_sys::console::error_1(&format!("haltgraph: the engine met a fault at {place}").into());
    }));
}
