//! What goes wrong in a browser's store, under the codes of storage.md 4.1 and 6.3. Exceptions are known by name alone.

use crate::checkpoint::canonical::{excerpt, push_string};
use crate::error::Error;
use crate::savers::browser::{self, Exception};
use wasm_bindgen::JsValue;

/// What a request or a transaction failed with.
pub(in crate::savers) fn fault(thrown: &JsValue) -> Error {
    let Exception { name, message } = Exception::from(thrown);
    match name.as_str() {
        "QuotaExceededError" => {
            let advice = "The browser has no room left for this site. Delete threads or prune, then try again.";
            Error::new("E_QUOTA", advice).with("message", json(&message))
        }
        "AbortError" | "InvalidStateError" | "TimeoutError" | "TransactionInactiveError" | "UnknownError" => {
            storage(&name, &message, true)
        }
        _ => storage(&name, &message, false),
    }
}

/// `E_STORAGE`.
fn storage(name: &str, message: &str, retryable: bool) -> Error {
    let advice = if retryable { "Nothing was changed; try again." } else { "Nothing was changed." };
    Error::new("E_STORAGE", format!("The browser's store failed ({name}: {}). {advice}", excerpt(message)))
        .with("name", json(name))
        .with("message", json(message))
        .with("retryable", retryable.to_string())
}

/// `E_STORAGE` for a connection that the browser took away.
pub(super) fn lost() -> Error {
    storage("InvalidStateError", "the connection was closed", true)
}

/// What opening the database failed with. `UnknownError` is what Chromium gives for a denied store, so whether storage
/// is denied is asked elsewhere, too (storage.md 1.5).
pub(super) fn open_fault(thrown: &JsValue) -> Error {
    let Exception { name, message } = Exception::from(thrown);
    let denied = match name.as_str() {
        "SecurityError" | "NotAllowedError" | "" => true,
        "UnknownError" => browser::global("localStorage").is_err() || message.starts_with("The user denied permission"),
        _ => false,
    };
    if denied { unavailable(&name, &message) } else { fault(thrown) }
}

/// `E_UNAVAILABLE`.
fn unavailable(name: &str, message: &str) -> Error {
    let advice = "This page may not use IndexedDB. Allow site data for it, or use a MemorySaver, which forgets.";
    let cause = if name.is_empty() { message.to_owned() } else { format!("{name}: {message}") };
    Error::new("E_UNAVAILABLE", advice).with("cause", json(&cause))
}

/// `E_STORAGE` for a store that could not be made.
pub(super) fn upgrade_fault(cause: &JsValue) -> Error {
    fault(cause).with("phase", "\"upgrade\"")
}

/// `E_BLOCKED`: another tab keeps an older version open; `E_TIMEOUT`: nobody knows why.
pub(super) fn open_timeout(blocked: bool) -> Error {
    if blocked {
        return Error::new("E_BLOCKED", "Another tab keeps the store from opening. Close the site's other tabs.");
    }
    Error::new("E_TIMEOUT", "The browser did not open the store in time. Try again, or restart the browser.")
}

/// `E_STORE_CLOSED`.
pub(super) fn closed(reason: &str) -> Error {
    Error::new("E_STORE_CLOSED", "The store was closed. Reload the page to go on.").with("reason", json(reason))
}

/// `E_STORE_LOST`.
pub(super) fn store_lost(last_incarnation: &str) -> Error {
    let message = "The browser has lost the store and made an empty one. What was stored is gone; import an export.";
    Error::new("E_STORE_LOST", message).with("last_incarnation", json(last_incarnation))
}

/// `E_UNCERTAIN`.
pub(super) fn uncertain() -> Error {
    Error::new("E_UNCERTAIN", "The browser does not say whether the commit was stored. Load the thread to find out.")
}

/// A text as JSON.
pub(super) fn json(text: &str) -> String {
    let mut out = String::new();
    push_string(&mut out, text);
    out
}
