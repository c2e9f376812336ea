//! What holds for every value and every text: one canonical form, that is its own; nothing but JSON is accepted.

use std::cmp::Ordering;
use std::fmt::Write as _;

use haltgraph::checkpoint::canonical::{Limits, canonicalize, cmp_utf16, push_number};
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::canonical;

/// A JSON value of any shape, its numbers any double.
fn any_value() -> impl Strategy<Value = Value> {
    let key = prop_oneof!["[a-c]{0,2}", any::<String>(), "[\u{e000}-\u{e002}\u{10000}-\u{10002}\u{d7ff}]{1,2}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(|n| Value::from(f64::from(n))),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|members| Value::Object(
                members
                    .into_iter()
                    .filter(|(key, _)| !["__proto__", "prototype", "constructor"].contains(&&**key))
                    .collect()
            )),
        ]
    })
}

/// Writes a value as carelessly as JSON allows: members in reverse order, white space, needless escapes, long exponents.
fn write_carelessly(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push_str("[ ");
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i == 0 { "\n" } else { "\t, " });
                write_carelessly(out, item);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|a, b| b.0.cmp(a.0));
            out.push('{');
            for (i, (key, value)) in members.into_iter().enumerate() {
                out.push_str(if i == 0 { " " } else { " ,\r\n" });
                write_escaped(out, key);
                out.push_str(" : ");
                write_carelessly(out, value);
            }
            out.push('}');
        }
        Value::String(text) => write_escaped(out, text),
        Value::Number(number) => write_number_carelessly(out, number.as_f64().unwrap()),
        plain => write!(out, "{plain}").unwrap(),
    }
}

fn write_number_carelessly(out: &mut String, number: f64) {
    let mut plain = String::new();
    push_number(&mut plain, number);
    match plain.split_once('e') {
        Some((mantissa, exponent)) => write!(out, "{mantissa}E{exponent}").unwrap(),
        None if plain.contains('.') => write!(out, "{plain}000").unwrap(),
        None => write!(out, "{plain}.0e-0").unwrap(),
    }
}

fn write_escaped(out: &mut String, text: &str) {
    out.push('"');
    text.encode_utf16().for_each(|unit| write!(out, "\\u{unit:04X}").unwrap());
    out.push('"');
}

/// RFC 8785 by the book, on a tree.
fn write_by_the_book(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { "," });
                write_by_the_book(out, item);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| key.encode_utf16().collect::<Vec<_>>());
            out.push('{');
            for (i, (key, value)) in members.into_iter().enumerate() {
                write!(out, "{}{}:", if i == 0 { "" } else { "," }, serde_json::to_string(key).unwrap()).unwrap();
                write_by_the_book(out, value);
            }
            out.push('}');
        }
        Value::Number(number) => push_number(out, number.as_f64().unwrap()),
        plain => write!(out, "{plain}").unwrap(),
    }
}

/// Equal but for how a number is spelled, and for the last bits that `serde_json` reads wrong.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= 8.0 * f64::EPSILON * a.abs() + f64::MIN_POSITIVE
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

proptest! {
    #[test]
    fn any_spelling_of_a_value_comes_to_one_text_that_is_its_own_canonical_form(value in any_value()) {
        let (mut careless, mut expect) = (String::new(), String::new());
        write_carelessly(&mut careless, &value);
        write_by_the_book(&mut expect, &value);
        let canonical = canonical(&careless).unwrap();
        prop_assert_eq!(&*canonical.text, &expect);
        prop_assert_eq!(*canonical.digest.as_bytes(), <[u8; 32]>::from(Sha256::digest(&expect)));
        prop_assert!(same(&serde_json::from_str(&canonical.text).unwrap(), &value));
        prop_assert_eq!(canonicalize(&expect, &Limits::PAYLOAD).unwrap(), canonical);
    }

    #[test]
    fn any_double_prints_as_a_number_that_reads_back_to_it(bits in any::<u64>()) {
        let double = f64::from_bits(bits);
        prop_assume!(double.is_finite());
        let mut printed = String::new();
        push_number(&mut printed, double);
        prop_assert_eq!(printed.parse::<f64>().unwrap(), double);
        prop_assert_eq!(&*canonical(&printed).unwrap().text, &printed);
    }

    #[test]
    fn keys_compare_as_their_utf_16_units(a in "[a\u{7ff}\u{d7ff}\u{e000}\u{ffff}\u{10000}\u{10ffff}]{0,4}", b in any::<String>()) {
        for (a, b) in [(&a, &b), (&b, &a), (&a, &a)] {
            prop_assert_eq!(cmp_utf16(a, b), a.encode_utf16().cmp(b.encode_utf16()));
        }
        let last = a.chars().next_back().map_or(String::new(), String::from);
        prop_assert_eq!(cmp_utf16(&a, &(a.clone() + "a")), Ordering::Less);
        prop_assert_eq!(cmp_utf16(&last, "\u{e000}"), last.encode_utf16().cmp("\u{e000}".encode_utf16()));
    }

    /// Soup of JSON's own characters: what is accepted is JSON, and what is called no JSON is none (SR-21, SR-95).
    #[test]
    fn a_second_parser_agrees_on_what_is_json(text in r#"([\[\]{},:"\\ 0-9eE+.u-]|"a"|"b"|null|true|\\ud83d|€){0,24}"#) {
        let reference = serde_json::from_str::<Value>(&text);
        match canonical(&text) {
            Ok(canonical) => {
                prop_assert!(same(&serde_json::from_str(&canonical.text).unwrap(), &reference.unwrap()));
            }
            Err(error) if error.code == "E_PARSE" => prop_assert!(reference.is_err(), "{}", error),
            Err(error) => prop_assert!(error.path.is_some(), "{}", error),
        }
    }
}
