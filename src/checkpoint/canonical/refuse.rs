//! What the canonical form refuses, in words: one function per code and cause. The parser adds the place.

use super::Limits;
use super::string::excerpt;
use crate::error::Error;

/// How far into an oversized text its nesting is looked at, in bytes.
const GLANCE: usize = 4096;

/// The refusal of a text that is longer than the limit.
///
/// Its length decides, nothing is parsed (SR-01). The glance at its beginning only finds the right word for a text whose
/// fault is its nesting (SR-02).
pub(super) fn oversized(text: &str, limits: &Limits) -> Error {
    if leading_depth(text) > limits.depth { too_deep(limits) } else { too_large(text.len(), limits) }
}

/// The deepest nesting at the beginning of a text; brackets within strings do not count.
fn leading_depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes().take(GLANCE) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

pub(super) fn too_large(bytes: usize, limits: &Limits) -> Error {
    let allowed = limits.bytes;
    let message =
        format!("The value has {bytes} bytes of JSON, {allowed} are allowed. Send a reference to it instead.");
    Error::new("E_TOO_LARGE", message)
}

pub(super) fn long_string(bytes: usize, limits: &Limits) -> Error {
    let allowed = limits.string;
    Error::new("E_TOO_LARGE", format!("The string has {bytes} bytes, {allowed} are allowed. Shorten or split it."))
}

pub(super) fn long_key(bytes: usize, limits: &Limits) -> Error {
    let allowed = limits.key;
    Error::new("E_TOO_LARGE", format!("A key of this object has {bytes} bytes, {allowed} are allowed. Shorten it."))
}

pub(super) fn too_many_keys(limits: &Limits) -> Error {
    let allowed = limits.keys;
    Error::new("E_TOO_LARGE", format!("The object has more than {allowed} keys. Split it."))
}

pub(super) fn too_many_nodes(limits: &Limits) -> Error {
    let allowed = limits.nodes;
    Error::new(
        "E_TOO_MANY_NODES",
        format!("The value holds more than {allowed} values. Send a reference to it instead."),
    )
}

pub(super) fn too_deep(limits: &Limits) -> Error {
    Error::new("E_TOO_DEEP", format!("The value is nested deeper than {} levels. Flatten it.", limits.depth))
}

pub(super) fn unsafe_number(literal: &str) -> Error {
    let message = format!("No double has the value {}. Send the number as a string.", excerpt(literal));
    Error::new("E_UNSAFE_NUMBER", message)
}

pub(super) fn duplicate_key(key: &str) -> Error {
    Error::new("E_DUPLICATE_KEY", format!("The object has the key \"{}\" more than once. Keep one.", excerpt(key)))
}

pub(super) fn forbidden_key(key: &str) -> Error {
    Error::new("E_FORBIDDEN_KEY", format!("The key \"{key}\" is refused whatever its value. Rename it."))
}

pub(super) fn lone_surrogate(unit: u32) -> Error {
    let message = format!("The escape \\u{unit:04x} is half of a surrogate pair, which is no text. Remove it.");
    Error::new("E_BAD_UNICODE", message)
}
