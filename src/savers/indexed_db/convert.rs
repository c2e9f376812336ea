//! Keys, ranges and rows between Rust and the browser.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbKeyRange;

use crate::checkpoint::rows::{Bytes, Key, Piece, RowBytes};
use crate::error::Error;

/// Bytes of rows are `Uint8Array`s that stay in JavaScript until they are looked into.
impl Bytes for JsValue {
    fn text(&self) -> Result<String, Error> {
        let bytes = self.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        text.ok_or_else(|| {
            Error::new("E_CORRUPT", "A row is no text. Restore the thread from an export, or delete it.")
        })
    }

    fn slice(&self, start: u32, end: u32) -> Self {
        self.unchecked_ref::<Uint8Array>().subarray(start, end).into()
    }
}

/// A key as the browser takes it.
pub(super) fn to_js(key: &Key) -> JsValue {
    match key {
        // Exact: keys hold no integer beyond 2^53.
        Key::Int(n) => JsValue::from_f64(*n as f64),
        Key::Text(text) => JsValue::from_str(text),
        Key::List(parts) => parts.iter().map(to_js).collect::<Array>().into(),
    }
}

/// A key as the browser gives it, without the parts that were asked for.
///
/// # Errors
/// `E_CORRUPT` for a key that no row of ours has.
pub(super) fn suffix(key: &JsValue, prefix: usize) -> Result<Vec<Key>, Error> {
    let key = from_js(key)?;
    match key {
        Key::List(mut parts) => Ok(parts.split_off(prefix.min(parts.len()))),
        other => Ok(vec![other]),
    }
}

fn from_js(key: &JsValue) -> Result<Key, Error> {
    if let Some(text) = key.as_string() {
        return Ok(Key::text(&text));
    }
    if let Some(number) = key.as_f64().filter(|number| number.trunc() == *number) {
        return Ok(Key::Int(number as i64));
    }
    if Array::is_array(key) {
        return key.unchecked_ref::<Array>().iter().map(|part| from_js(&part)).collect::<Result<_, _>>().map(Key::List);
    }
    Err(Error::new("E_CORRUPT", "The store holds a row under a key that no engine writes. Delete the site's data."))
}

/// The keys that begin with the prefix; of those, where bounds are given, only the ones whose next part is within them.
pub(super) fn range(prefix: &[Key], within: Option<(u64, u64)>) -> Result<IdbKeyRange, JsValue> {
    let key = |rest: &[JsValue]| prefix.iter().map(to_js).chain(rest.iter().cloned()).collect::<Array>();
    // Greater than every number, text and array of such (a task's key is one): the end of all that begins so.
    let end = JsValue::from(Array::of1(&Array::new()));
    match within {
        Some((low, high)) => {
            let [low, high] = [low, high].map(|n| to_js(&Key::int(n)));
            IdbKeyRange::bound(&key(&[low]), &key(&[high, end]))
        }
        None => IdbKeyRange::bound(&key(&[]), &key(&[end])),
    }
}

/// The bytes of a row.
///
/// # Errors
/// `E_STORAGE` where a large value is not the bytes that it was said to be.
pub(super) fn bytes(row: &RowBytes<JsValue>) -> Result<Uint8Array, Error> {
    if let [Piece::Text(text)] = row.0.as_slice() {
        return Ok(Uint8Array::from(text.as_bytes()));
    }
    let whole = Uint8Array::new_with_length(row.0.iter().map(len).sum());
    let mut at = 0;
    for piece in &row.0 {
        match piece {
            Piece::Text(text) => whole.subarray(at, at + len(piece)).copy_from(text.as_bytes()),
            Piece::Body(body, _) => {
                let body = body.dyn_ref::<Uint8Array>().filter(|body| body.length() == len(piece));
                whole.set(body.ok_or_else(not_bytes)?, at);
            }
        }
        at += len(piece);
    }
    Ok(whole)
}

fn len(piece: &Piece<JsValue>) -> u32 {
    match piece {
        Piece::Text(text) => u32::try_from(text.len()).unwrap_or(u32::MAX),
        Piece::Body(_, len) => *len,
    }
}

fn not_bytes() -> Error {
    Error::new(
        "E_STORAGE",
        "A large state value came as something other than its bytes, or changed. Do not reuse them.",
    )
}
