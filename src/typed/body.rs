//! The bytes of large values, which never enter the engine: text natively, JavaScript's own objects in a browser, where
//! the savers and the other language take them as they are.

use crate::checkpoint::Digest;
use crate::checkpoint::record::Value;
use crate::error::Error;

/// The bytes of a large value.
#[cfg(not(target_arch = "wasm32"))]
pub type Body = std::rc::Rc<str>;
/// The bytes of a large value: a string, or a `Uint8Array`.
#[cfg(target_arch = "wasm32")]
pub type Body = wasm_bindgen::JsValue;

/// A text as it is kept: inside its row up to `limit` bytes.
pub(super) fn sealed(text: String, limit: u32) -> Value<Body> {
    let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
    if len <= limit { Value::Inline(text.into()) } else { Value::Blob { body: outside(text, limit), len } }
}

/// The text of what is kept.
///
/// # Errors
/// `E_CORRUPT` where it is none.
pub(super) fn opened(value: &Value<Body>) -> Result<String, Error> {
    match value {
        Value::Inline(text) => Ok(text.to_string()),
        Value::Blob { body, .. } => {
            let text = bytes(body).map(String::from_utf8).and_then(Result::ok);
            text.ok_or_else(|| {
                Error::new("E_CORRUPT", "A stored value is no text. The store was damaged; nothing was changed.")
            })
        }
    }
}

/// SHA-256 of the bytes, after a digest if there is one.
pub(super) fn digest(body: &Body, after: Option<&Digest>) -> Digest {
    let bytes = bytes(body).unwrap_or_default();
    after.map_or_else(|| Digest::of(&bytes), |after| Digest::chain(after, &bytes))
}

#[cfg(not(target_arch = "wasm32"))]
fn outside(text: String, _: u32) -> Body {
    text.into()
}

#[cfg(not(target_arch = "wasm32"))]
fn bytes(body: &Body) -> Option<Vec<u8>> {
    Some(body.as_bytes().to_vec())
}

/// A saver that takes nothing inline keeps values as they are; the others want bytes.
#[cfg(target_arch = "wasm32")]
fn outside(text: String, limit: u32) -> Body {
    if limit == 0 { text.into() } else { js_sys::Uint8Array::from(text.as_bytes()).into() }
}

#[cfg(target_arch = "wasm32")]
fn bytes(body: &Body) -> Option<Vec<u8>> {
    use wasm_bindgen::JsCast;
    let bytes = body.dyn_ref::<js_sys::Uint8Array>().map(js_sys::Uint8Array::to_vec);
    bytes.or_else(|| body.as_string().map(String::into_bytes))
}
