//! Strings: their canonical escapes, the order of keys, and how input may be quoted in an error.

use std::cmp::Ordering;
use std::fmt::Write as _;

use crate::error::Error;

/// Appends a string in RFC 8785's form: quoted, and only `"`, `\` and U+0000 to U+001F escaped.
pub fn push_string(out: &mut String, s: &str) {
    out.push('"');
    if s.bytes().any(|byte| must_escape(char::from(byte))) {
        push_escaped(out, s);
    } else {
        out.push_str(s);
    }
    out.push('"');
}

fn must_escape(c: char) -> bool {
    matches!(c, '"' | '\\' | '\0'..='\x1f')
}

fn push_escaped(out: &mut String, s: &str) {
    for run in s.split_inclusive(must_escape) {
        let mut chars = run.chars();
        match chars.next_back() {
            Some(last) if must_escape(last) => {
                out.push_str(chars.as_str());
                push_escape(out, last);
            }
            _ => out.push_str(run),
        }
    }
}

fn push_escape(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\x08' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\x0c' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        // Writing to a String cannot fail.
        _ => _ = write!(out, "\\u{:04x}", u32::from(c)),
    }
}

/// RFC 8785's order of keys: by UTF-16 code units.
///
/// UTF-8 bytes sort as code points do. UTF-16 differs in one thing: a surrogate pair (from U+10000, lead bytes F0 to F4)
/// comes before U+E000 to U+FFFF (lead bytes EE and EF).
pub fn cmp_utf16(a: &str, b: &str) -> Ordering {
    a.bytes().map(utf16_weight).cmp(b.bytes().map(utf16_weight))
}

fn utf16_weight(byte: u8) -> u8 {
    match byte {
        0xee | 0xef => byte + 0x10,
        _ => byte,
    }
}

/// The text in some bytes of JSON.
///
/// # Errors
///
/// `E_PARSE` with the `offset` of the first byte that is not UTF-8 (SR-21).
pub fn read_utf8(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Error::new("E_PARSE", format!("This is not JSON: the bytes stop being UTF-8 at byte {at}."))
            .with("offset", at.to_string())
    })
}

/// What an error message may repeat of its input: at most 64 characters, those that do not show escaped (SR-95).
pub fn excerpt(input: &str) -> String {
    input.chars().flat_map(char::escape_debug).take(64).collect()
}

/// Appends one step of a JSON Pointer (RFC 6901).
pub(super) fn push_pointer(path: &mut String, key: &str) {
    path.push('/');
    for c in key.chars() {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            _ => path.push(c),
        }
    }
}
