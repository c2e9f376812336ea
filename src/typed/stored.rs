//! The stored form of a value of state (S-CKP-30, S-CKP-36): serde's JSON, so that a graph in JavaScript reads what a
//! graph in Rust wrote. What JSON cannot say stands under the tag `$hg`; of the tags that JavaScript writes, those that
//! a Rust type can hold are read (`obj`, `bigint`), the others are refused with their place.

use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::checkpoint::canonical::excerpt;
use crate::error::Error;

/// The limits of one channel's value (S-CON-08).
const MAX_BYTES: usize = 32 * 1024 * 1024;
const MAX_DEPTH: usize = 128;

/// The largest integer that a JavaScript number holds exactly.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// The text of a value.
///
/// # Errors
/// `E_BAD_TYPE` for what serde refuses (a map whose keys are no texts), `E_FORBIDDEN_KEY`, `E_TOO_DEEP`, `E_TOO_LARGE`.
pub(super) fn encode<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let text = serde_json::to_string(value).map_err(|error| {
        Error::new("E_BAD_TYPE", format!("A value of state cannot be stored: {error}. Give its type a form in JSON."))
    })?;
    let seen = survey(&text);
    if seen.depth > MAX_DEPTH {
        return Err(Error::new("E_TOO_DEEP", "A value of state is nested deeper than 128. Flatten it."));
    }
    let text = if seen.special { tagged(&text)? } else { text };
    if text.len() > MAX_BYTES {
        return Err(Error::new("E_TOO_LARGE", "A value of state has more than 32 MiB. Keep it elsewhere."));
    }
    Ok(text)
}

/// What a walk over the bytes of JSON text saw.
struct Survey {
    depth: usize,
    /// It may hold something that plain JSON text does not carry over: looked at closely then.
    special: bool,
}

fn survey(text: &str) -> Survey {
    let (mut depth, mut deepest, mut digits, mut long) = (0_usize, 0, 0_u32, false);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        long |= digits >= 16;
        match byte {
            b'"' => quoted = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    Survey { depth: deepest, special: long || text.contains("\"$hg\"") || text.contains("\"__proto__\"") }
}

fn tagged(text: &str) -> Result<String, Error> {
    Ok(tag(parse(text)?, &mut Vec::new())?.to_string())
}

fn tag(value: Value, path: &mut Vec<String>) -> Result<Value, Error> {
    match value {
        Value::Number(number) => Ok(safe(number)),
        Value::Array(items) => each(items, path, tag).map(Value::Array),
        Value::Object(members) => {
            if members.contains_key("__proto__") {
                let message = "A key `__proto__` is refused whatever its value. Rename it.";
                return Err(Error::new("E_FORBIDDEN_KEY", message).at(pointer(path)));
            }
            let members = Value::Object(each_member(members, path, tag)?);
            Ok(if members.get("$hg").is_some() { form("obj", members) } else { members })
        }
        other => Ok(other),
    }
}

/// An integer that a JavaScript number does not hold is a `BigInt` there.
fn safe(number: Number) -> Value {
    let exact = |magnitude: u64| magnitude <= MAX_SAFE;
    let fits = number.as_i64().map(|n| exact(n.unsigned_abs())).or_else(|| number.as_u64().map(exact));
    if fits == Some(false) { form("bigint", Value::String(number.to_string())) } else { Value::Number(number) }
}

fn form(kind: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([("$hg".to_owned(), kind.into()), ("v".to_owned(), value)]))
}

/// The value that a text says, its tags as they stand.
///
/// # Errors
/// `E_CORRUPT` for what is no JSON.
pub(super) fn parse(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|error| corrupt(&error.to_string()))
}

/// What a value with tags stands for; `None` where it has none, and stands for itself.
///
/// # Errors
/// `E_BAD_TYPE` for a tag that has no form here, with its place.
pub(super) fn revived(value: &Value) -> Result<Option<Value>, Error> {
    has_tags(value).then(|| untag(value.clone(), &mut Vec::new())).transpose()
}

fn has_tags(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_tags),
        Value::Object(members) => members.contains_key("$hg") || members.values().any(has_tags),
        _ => false,
    }
}

/// The members of an object, also of one that is wrapped because it owns a key `$hg`.
pub(super) fn members(value: &Value) -> Option<&Map<String, Value>> {
    let members = value.as_object()?;
    if members.contains_key("$hg") { members.get("v")?.as_object() } else { Some(members) }
}

fn untag(value: Value, path: &mut Vec<String>) -> Result<Value, Error> {
    match value {
        Value::Array(items) => each(items, path, untag).map(Value::Array),
        Value::Object(mut members) => match members.remove("$hg") {
            None => each_member(members, path, untag).map(Value::Object),
            Some(kind) => revive(&kind, members.remove("v"), path),
        },
        other => Ok(other),
    }
}

fn revive(kind: &Value, value: Option<Value>, path: &mut Vec<String>) -> Result<Value, Error> {
    match (kind.as_str(), value) {
        (Some("obj"), Some(Value::Object(members))) => each_member(members, path, untag).map(Value::Object),
        (Some("bigint"), Some(Value::String(digits))) => integer(&digits).ok_or_else(|| foreign("bigint", path)),
        (Some(kind), _) => Err(foreign(kind, path)),
        (None, _) => Err(corrupt("a tag is no text").at(pointer(path))),
    }
}

fn integer(digits: &str) -> Option<Value> {
    let signed = digits.parse::<i64>().map(Value::from);
    signed.or_else(|_| digits.parse::<u64>().map(Value::from)).ok()
}

fn foreign(kind: &str, path: &[String]) -> Error {
    let message = format!(
        "A value written by JavaScript is a \"{}\", which has no form in Rust. Keep plain JSON in channels that both read.",
        excerpt(kind)
    );
    Error::new("E_BAD_TYPE", message).at(pointer(path))
}

fn corrupt(why: &str) -> Error {
    Error::new(
        "E_CORRUPT",
        format!("A stored value cannot be read: {why}. The store was damaged; nothing was changed."),
    )
}

type Walk = fn(Value, &mut Vec<String>) -> Result<Value, Error>;

fn each(items: Vec<Value>, path: &mut Vec<String>, walk: Walk) -> Result<Vec<Value>, Error> {
    items.into_iter().enumerate().map(|(at, item)| below(at.to_string(), item, path, walk)).collect()
}

fn each_member(members: Map<String, Value>, path: &mut Vec<String>, walk: Walk) -> Result<Map<String, Value>, Error> {
    members.into_iter().map(|(key, item)| Ok((key.clone(), below(key, item, path, walk)?))).collect()
}

fn below(key: String, value: Value, path: &mut Vec<String>, walk: Walk) -> Result<Value, Error> {
    path.push(key);
    let walked = walk(value, path);
    path.pop();
    walked
}

/// A JSON Pointer.
fn pointer(path: &[String]) -> String {
    path.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{encode, parse, revived};
    use crate::error::Error;

    fn decode(text: &str) -> Result<Value, Error> {
        let value = parse(text)?;
        revived(&value).map(|revived| revived.unwrap_or(value))
    }

    #[test]
    fn plain_values_are_stored_as_serde_writes_them() {
        let value =
            json!({ "name": "LAX", "list": [1, -2.5, null, true], "text": "$hg \"[[[[\" 12345678901234567890" });
        assert_eq!(encode(&value).unwrap(), value.to_string());
        assert_eq!(decode(&value.to_string()).unwrap(), value);
    }

    #[test]
    fn numbers_come_back_to_the_last_bit() {
        // SplitMix64: a few thousand bit patterns, of which a reader that rounds carelessly misses some.
        let mixed = (1..4000_u64).map(|n| {
            let z = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            f64::from_bits(z ^ (z >> 27))
        });
        let edges = [0.1 + 0.2, 1.0 / 3.0, f64::MAX, f64::MIN_POSITIVE, 5e-324, -0.0];
        let numbers: Vec<f64> = mixed.filter(|n| n.is_finite()).chain(edges).collect();
        let text = encode(&numbers).unwrap();
        let back: Vec<f64> = serde_json::from_value(decode(&text).unwrap()).unwrap();
        assert!(back.iter().map(|n| n.to_bits()).eq(numbers.iter().map(|n| n.to_bits())));
    }

    #[test]
    fn what_owns_the_tag_s_key_is_wrapped_and_comes_back_s_ckp_30() {
        let value = json!({ "a": [{ "$hg": "date", "v": 1 }] });
        let text = encode(&value).unwrap();
        assert_eq!(text, r#"{"a":[{"$hg":"obj","v":{"$hg":"date","v":1}}]}"#);
        assert_eq!(decode(&text).unwrap(), value);
    }

    #[test]
    fn integers_beyond_a_javascript_number_are_big_integers() {
        let text = encode(&[u64::MAX, 9_007_199_254_740_991]).unwrap();
        assert_eq!(text, r#"[{"$hg":"bigint","v":"18446744073709551615"},9007199254740991]"#);
        assert_eq!(decode(&text).unwrap(), json!([u64::MAX, 9_007_199_254_740_991_u64]));
        assert_eq!(encode(&i64::MIN).unwrap(), r#"{"$hg":"bigint","v":"-9223372036854775808"}"#);
    }

    #[test]
    fn what_has_no_form_is_refused_with_its_place() {
        let refused = |text: &str| decode(text).map_err(|error| (error.code, error.path.clone())).unwrap_err();
        assert_eq!(
            refused(r#"{"a":[{"$hg":"date","v":"2026-01-01T00:00:00.000Z"}]}"#),
            ("E_BAD_TYPE", Some("/a/0".into()))
        );
        assert_eq!(refused("{"), ("E_CORRUPT", None));
        let error = encode(&json!({ "a/b": { "__proto__": 1 } })).unwrap_err();
        assert_eq!((error.code, error.path.as_deref()), ("E_FORBIDDEN_KEY", Some("/a~1b")));
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        let deep = |n| (0..n).fold(json!(1), |value, _| json!([value]));
        assert!(encode(&deep(127)).is_ok());
        assert_eq!(encode(&deep(129)).unwrap_err().code, "E_TOO_DEEP");
    }
}
