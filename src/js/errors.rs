//! Errors across the boundary: the engine's become plain objects, what user code threw stays what it was.

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::runtime::Failure;

/// Codes that a dialect or a codec may refuse with (approvals.md 0.1, security.md A).
const KNOWN: [&str; 24] = [
    "E_ARGS_UNKNOWN",
    "E_BAD_DECISION",
    "E_BAD_NAME",
    "E_BAD_NUMBER",
    "E_BAD_TYPE",
    "E_BAD_UNICODE",
    "E_CYCLE",
    "E_DIALECT_AMBIGUOUS",
    "E_DUPLICATE_KEY",
    "E_EDIT_CANNOT_REMOVE",
    "E_EDIT_EMPTY",
    "E_EDIT_UNSUPPORTED",
    "E_FORBIDDEN_KEY",
    "E_PARSE",
    "E_PARTIAL",
    "E_PAYLOAD_SHAPE",
    "E_REASON_REQUIRED",
    "E_REASON_TOO_LONG",
    "E_SCHEMA",
    "E_TOO_DEEP",
    "E_TOO_LARGE",
    "E_TOO_MANY_NODES",
    "E_UNKNOWN_FIELD",
    "E_UNSAFE_NUMBER",
];

/// An error as JavaScript gets it: `{code, message, thread?, node?, path?, …details}`.
pub(super) fn error_object(error: &Error) -> JsValue {
    let object = Object::new();
    let set = |key: &str, value: &JsValue| {
        let _ = Reflect::set(&object, &key.into(), value);
    };
    set("code", &error.code.into());
    set("message", &error.message.as_str().into());
    for (key, value) in [("thread", &error.thread), ("node", &error.node), ("path", &error.path)] {
        if let Some(text) = value {
            set(key, &text.as_str().into());
        }
    }
    for (key, json) in &error.details {
        set(key, &JSON::parse(json).unwrap_or(JsValue::NULL));
    }
    object.into()
}

/// Turns an engine's result into what wasm-bindgen throws.
pub(super) trait ToJs<T> {
    fn to_js(self) -> Result<T, JsValue>;
}

impl<T> ToJs<T> for Result<T, Error> {
    fn to_js(self) -> Result<T, JsValue> {
        self.map_err(|error| error_object(&error))
    }
}

/// What user code threw, with what the store keeps of it.
pub(super) fn thrown(value: JsValue) -> Failure<JsValue> {
    let text = |key: &str| Reflect::get(&value, &key.into()).ok().and_then(|text| text.as_string());
    Failure::Thrown {
        name: text("name").unwrap_or_else(|| "Error".to_owned()).into(),
        message: text("message").unwrap_or_default().into(),
        code: text("code").map(Into::into),
        value,
    }
}

/// What a dialect threw, as an engine's error: its code where it is one of ours.
pub(super) fn refused(value: &JsValue) -> Error {
    let text = |key: &str| Reflect::get(value, &key.into()).ok().and_then(|text| text.as_string());
    let code = text("code").and_then(|code| KNOWN.into_iter().find(|known| *known == code));
    let error = Error::new(code.unwrap_or("E_CALLBACK"), text("message").unwrap_or_default());
    match text("path") {
        Some(path) => error.at(path),
        None => error,
    }
}

/// A failure as `host.fail` gets it.
pub(super) fn failure_value(failure: Failure<JsValue>) -> JsValue {
    match failure {
        Failure::Thrown { value, .. } => value,
        Failure::Engine(error) => error_object(&error),
    }
}
