//! The canonical form: RFC 8785's vectors, and every refusal of SR group A that a text can meet.

mod properties;

use haltgraph::Error;
use haltgraph::checkpoint::canonical::{Canonical, Digest, Limits, canonicalize, push_number, push_string, read_utf8};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const VECTORS: &str = include_str!("../fixtures/rfc8785/vectors.json");

fn canonical(text: &str) -> Result<Canonical, Error> {
    canonicalize(text, &Limits::PAYLOAD)
}

/// The text's canonical form.
fn check(text: &str, expect: &str) {
    let canonical = canonical(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(&*canonical.text, expect, "of {text}");
    assert_eq!(*canonical.digest.as_bytes(), <[u8; 32]>::from(Sha256::digest(expect)), "digest of {text}");
}

/// The text is refused under a code, at a place.
fn refuse(text: &str, code: &str, path: &str) {
    let error = canonical(text).expect_err(text);
    assert_eq!((error.code, error.path.as_deref()), (code, Some(path)), "{error} of {text:.80}");
}

/// The text is no JSON from a byte on.
fn refuse_at(text: &str, offset: usize) {
    let error = canonical(text).expect_err(text);
    assert_eq!((error.code, error.details.as_slice()), ("E_PARSE", &[("offset", offset.to_string())][..]), "{text:?}");
}

fn nested(levels: usize, open: &str, close: &str) -> String {
    open.repeat(levels) + "0" + &close.repeat(levels)
}

fn vectors() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

#[test]
fn rfc_8785_documents() {
    let vectors = vectors();
    let documents = vectors["documents"].as_array().unwrap();
    assert_eq!(documents.len(), 6);
    for document in documents {
        check(document["input"].as_str().unwrap(), document["output"].as_str().unwrap());
    }
}

#[test]
fn rfc_8785_numbers_of_appendix_b() {
    let vectors = vectors();
    let numbers = vectors["numbers"].as_array().unwrap();
    assert_eq!(numbers.len(), 24);
    for number in numbers {
        let (hex, text) = (number[0].as_str().unwrap(), number[1].as_str().unwrap());
        let double = f64::from_bits(u64::from_str_radix(hex, 16).unwrap());
        let mut printed = String::new();
        push_number(&mut printed, double);
        assert_eq!(printed, text, "of {hex}");
        check(text, text);
    }
}

#[test]
fn sr_01_a_text_over_the_limit_is_refused_from_its_length() {
    let one_string = format!("\"{}\"", "x".repeat(10 << 20));
    let members: Vec<String> = (0..1_000_000).map(|i| format!("\"k{i}\":0")).collect();
    let not_even_json = "x".repeat(10 << 20);
    for text in [one_string, format!("{{{}}}", members.join(",")), not_even_json] {
        assert_eq!(canonical(&text).unwrap_err().code, "E_TOO_LARGE");
    }
    check("[1,2]", "[1,2]");
}

#[test]
fn sr_01_each_size_passes_at_its_limit_and_no_further() {
    let limits = Limits { bytes: 40, depth: 3, nodes: 5, keys: 2, string: 6, key: 4 };
    let cases = [
        ("40 bytes", r#"["aaaaaa","bbbbbb","cccccc","d"        ]"#, None),
        ("41 bytes", r#"["aaaaaa","bbbbbb","cccccc","d"         ]"#, Some("E_TOO_LARGE")),
        ("43 bytes when canonical", "[1e20,1e20]", Some("E_TOO_LARGE")),
        ("depth 3", "[[[0]]]", None),
        ("depth 4", "[[[[]]]]", Some("E_TOO_DEEP")),
        ("5 nodes", r#"[1,{"k":2},3]"#, None),
        ("6 nodes", r#"[1,{"k":2},3,4]"#, Some("E_TOO_MANY_NODES")),
        ("2 keys", r#"{"a":1,"b":2}"#, None),
        ("3 keys", r#"{"a":1,"b":2,"c":3}"#, Some("E_TOO_LARGE")),
        ("6 bytes of string", r#""€\u20ac""#, None),
        ("7 bytes of string", r#""€\u20acx""#, Some("E_TOO_LARGE")),
        ("4 bytes of key", r#"{"€x":1}"#, None),
        ("5 bytes of key", r#"{"€xy":1}"#, Some("E_TOO_LARGE")),
    ];
    for (name, text, code) in cases {
        assert_eq!(canonicalize(text, &limits).err().map(|error| error.code), code, "{name}");
    }
}

#[test]
fn sr_02_deep_texts_are_refused_a_thousand_times_and_nothing_is_left_behind() {
    let thousands = nested(10_000, "[", "]");
    let millions = nested(1_000_000, "{\"a\":", "}");
    for _ in 0..1_000 {
        assert_eq!(canonical(&thousands).unwrap_err().code, "E_TOO_DEEP");
        assert_eq!(canonical(&millions).unwrap_err().code, "E_TOO_DEEP");
    }
    check("{\"benign\":true}", "{\"benign\":true}");
}

#[test]
fn sr_02_depth_64_passes_and_65_names_the_place() {
    let deepest = nested(64, "[", "]");
    check(&deepest, &deepest);
    refuse(&nested(65, "[", "]"), "E_TOO_DEEP", &"/0".repeat(64));
    refuse(&nested(65, "{\"a\":", "}"), "E_TOO_DEEP", &"/a".repeat(64));
    let brackets_in_a_string = format!("\"{}\"", "[".repeat(300_000));
    assert_eq!(canonical(&brackets_in_a_string).unwrap_err().code, "E_TOO_LARGE");
}

#[test]
fn sr_02_no_depth_overflows_the_stack_where_the_limit_allows_it() {
    let unlimited = Limits { bytes: usize::MAX, depth: usize::MAX, nodes: usize::MAX, ..Limits::PAYLOAD };
    let text = nested(1_000_000, "{\"a\":[", "]}");
    assert_eq!(canonicalize(&text[..text.len() - 1], &unlimited).unwrap_err().code, "E_PARSE");
    let text = nested(1_000_000, "[", "]");
    assert_eq!(canonicalize(&text, &unlimited).unwrap().text.len(), text.len());
}

#[test]
fn sr_05_numbers_that_no_double_says_exactly_are_refused() {
    for literal in [
        "9007199254740993",
        "-9007199254740993",
        "1e400",
        "-1e400",
        "1e-400",
        "123456789012345678901234567890",
        "333333333.33333329",
        "0.10000000000000000001",
        "4.9e-324",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "295147905179352825856",
        "1424953923781206.3",
    ] {
        refuse(&format!("{{\"a\":[0,{literal}]}}"), "E_UNSAFE_NUMBER", "/a/1");
    }
}

#[test]
fn sr_05_numbers_that_print_back_to_their_value_pass() {
    check("[0.1,1e21,1E+2,5e-324,1e23]", "[0.1,1e+21,100,5e-324,1e+23]");
    check(
        "[9007199254740992,9007199254740994,-123456789012345]",
        "[9007199254740992,9007199254740994,-123456789012345]",
    );
    check("[0.000001,0.0000001,123e-20,1000000000000000000000]", "[0.000001,1e-7,1.23e-18,1e+21]");
    check("[100000000000000000000,12.50,-0.5e1]", "[100000000000000000000,12.5,-5]");
}

#[test]
fn sr_06_one_meaning_has_one_spelling() {
    check("[-0,-0.0,0e5,0.000,0e99999999999999999999]", "[0,0,0,0,0]");
    check("[1.0,1e2,100,10e1,0.1e3,1000e-1,100.00]", "[1,100,100,100,100,100,100]");
}

#[test]
fn sr_15_lone_surrogates_are_refused_never_replaced() {
    refuse(r#"{"a":["\ud800"]}"#, "E_BAD_UNICODE", "/a/0");
    refuse(r#"["\udc00"]"#, "E_BAD_UNICODE", "/0");
    refuse(r#"["\udfff\ud800"]"#, "E_BAD_UNICODE", "/0");
    refuse(r#"["\ud800\n"]"#, "E_BAD_UNICODE", "/0");
    refuse(r#"["\ud800x"]"#, "E_BAD_UNICODE", "/0");
    refuse(r#"["\ud800\u0041"]"#, "E_BAD_UNICODE", "/0");
    refuse(r#"["\ud800\ud800"]"#, "E_BAD_UNICODE", "/0");
    refuse(r#"["\udbff\ue000"]"#, "E_BAD_UNICODE", "/0");
    refuse(r#"{"o":{"a":1,"\uD83D":0}}"#, "E_BAD_UNICODE", "/o");
    check(r#"["\uD83D\ude02","\uffff\ue000"]"#, "[\"😂\",\"\u{ffff}\u{e000}\"]");
}

#[test]
fn sr_16_a_key_that_comes_twice_is_refused_at_any_depth_and_in_any_spelling() {
    refuse(r#"{"to":"alice","to":"mallory"}"#, "E_DUPLICATE_KEY", "/to");
    refuse(r#"[{"a":{"z":0,"to":1,"b":2,"\u0074o":3}}]"#, "E_DUPLICATE_KEY", "/0/a/to");
    refuse(r#"{"a/b":1,"~":2,"a\/b":3}"#, "E_DUPLICATE_KEY", "/a~1b");
    refuse(r#"{"":1,"":1}"#, "E_DUPLICATE_KEY", "/");
    check(r#"{"a":{"a":1},"b":{"a":1}}"#, r#"{"a":{"a":1},"b":{"a":1}}"#);
}

#[test]
fn sr_17_prototype_keys_are_refused_whatever_their_value_and_spelling() {
    refuse(r#"{"__proto__":{"x":1}}"#, "E_FORBIDDEN_KEY", "/__proto__");
    refuse(r#"{"a":[{"\u005f_proto__":null}]}"#, "E_FORBIDDEN_KEY", "/a/0/__proto__");
    refuse(r#"{"prototype":0}"#, "E_FORBIDDEN_KEY", "/prototype");
    refuse(r#"{"constructor":"x"}"#, "E_FORBIDDEN_KEY", "/constructor");
    check(r#"["__proto__",{"toString":1,"hasOwnProperty":2}]"#, r#"["__proto__",{"hasOwnProperty":2,"toString":1}]"#);
}

#[test]
fn sr_19_data_shaped_like_internals_stays_data() {
    for text in [
        r#"{"id":["langchain","x"],"kwargs":{},"lc":1,"type":"constructor"}"#,
        r#"{"$hg":"date","v":"2026-01-01"}"#,
        r#"["haltgraph-decision-v1",{"d":"x","v":1}]"#,
    ] {
        check(text, text);
    }
}

#[test]
fn sr_20_no_hash_map_stands_in_the_sources() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/checkpoint/canonical");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 5);
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        assert!(!source.contains("HashMap") && !source.contains("HashSet"), "{}", file.display());
    }
}

#[test]
fn sr_21_what_is_not_json_is_refused_with_its_offset() {
    for (text, offset) in [
        ("", 0),
        (" \n", 2),
        ("\u{feff}{}", 0),
        ("{} x", 3),
        ("1 2", 2),
        ("[1] // comment", 4),
        ("/* comment */ 1", 0),
        ("[1,]", 3),
        ("[,1]", 1),
        ("[1 2]", 3),
        ("[1}", 2),
        ("{]", 1),
        ("{\"a\":1,}", 7),
        ("{\"a\" 1}", 5),
        ("{\"a\":}", 5),
        ("{a:1}", 1),
        ("{1:1}", 1),
        ("{'a':1}", 1),
        ("'a'", 0),
        ("NaN", 0),
        ("Infinity", 0),
        ("-Infinity", 1),
        ("undefined", 0),
        ("True", 0),
        ("nul", 3),
        ("nulL", 3),
        ("truee", 4),
        ("01", 1),
        ("-", 1),
        ("+1", 0),
        (".5", 0),
        ("1.", 2),
        ("1.e2", 2),
        ("1e", 2),
        ("1e+", 3),
        ("0x10", 1),
        ("-01", 2),
        ("\"", 1),
        ("\"a\nb\"", 2),
        ("\"\u{0}\"", 1),
        ("\"\\x\"", 2),
        ("\"\\u12g4\"", 5),
        ("\"\\u+123\"", 3),
        ("\"\\ud83d\\", 8),
        ("\u{a0}1", 0),
        ("[1\u{c}]", 2),
    ] {
        refuse_at(text, offset);
    }
}

#[test]
fn sr_21_bytes_that_are_not_utf_8_are_refused_with_their_offset() {
    for (bytes, offset) in [(&b"[\"\xff\"]"[..], "2"), (b"\"\xc3", "1"), (b"\"\xed\xa0\x80\"", "1")] {
        let error = read_utf8(bytes).unwrap_err();
        assert_eq!((error.code, error.details.clone()), ("E_PARSE", vec![("offset", offset.to_owned())]));
    }
    assert_eq!(read_utf8("\"€\"".as_bytes()), Ok("\"€\""));
}

#[test]
fn sr_21_a_valid_text_cut_at_any_byte_is_refused_at_the_cut() {
    let text = r#" {"k€y":[1.5e+3,-0,"\ud83d\ude02 \n€",true,false,null,{}], "b" : [[],{"c":"\\\""}] }"#.as_bytes();
    assert!(canonical(read_utf8(text).unwrap()).is_ok());
    for cut in 0..text.len() {
        match read_utf8(&text[..cut]) {
            Ok(text) => refuse_at(text, cut),
            Err(error) => assert_eq!(error.code, "E_PARSE"),
        }
    }
}

#[test]
fn sr_23_composed_and_decomposed_text_are_two_values() {
    let (composed, decomposed) = (canonical("\"\\u00e9\"").unwrap(), canonical("\"e\\u0301\"").unwrap());
    assert_ne!(composed.digest, decomposed.digest);
    assert_eq!(&*decomposed.text, "\"e\u{301}\"");
    check("{\"\u{e9}\":1,\"e\u{301}\":2}", "{\"e\u{301}\":2,\"\u{e9}\":1}");
}

#[test]
fn sr_95_messages_hold_little_of_their_input_and_nothing_that_does_not_show() {
    let digits = format!("[1.{}1]", "0".repeat(1_000));
    let key = "\u{202e}".repeat(80);
    let twins = format!("{{\"{key}\":1,\"{key}\":2}}");
    for text in [digits.as_str(), &twins, "\u{202e}", "[\u{1b}]", "{\"\u{202e}\":\u{202e}}"] {
        let error = canonical(text).unwrap_err();
        assert!(error.message.len() < 200, "{error}");
        assert!(error.message.chars().all(|c| c.is_ascii_graphic() || c == ' '), "{error}");
    }
}

#[test]
fn digests_are_sha_256_in_lower_case_hex() {
    let abc = Digest::of(b"abc");
    assert_eq!(abc.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(Digest::from_hex(&abc.to_string()), Some(abc));
    let joined = [&abc.as_bytes()[..], b"next"].concat();
    assert_eq!(Digest::chain(&abc, b"next"), Digest::of(&joined));
    let hex = abc.to_string();
    for wrong in ["", "ab", &hex[1..], &hex.to_uppercase(), &hex.replace('b', "g"), &format!("{hex}00")] {
        assert_eq!(Digest::from_hex(wrong), None, "{wrong}");
    }
}

#[test]
fn the_row_writer_gets_the_same_spelling_as_a_parsed_text() {
    let mut out = String::new();
    push_string(&mut out, "\u{0}\u{8}\t\n\u{c}\r\u{1f}\"\\/\u{7f}\u{2028}😂");
    assert_eq!(out, "\"\\u0000\\b\\t\\n\\f\\r\\u001f\\\"\\\\/\u{7f}\u{2028}😂\"");
    check(&out, &out);
    out.clear();
    [f64::NAN, f64::INFINITY, -0.0, 1e21, -1.5].into_iter().for_each(|n| push_number(&mut out, n));
    assert_eq!(out, "nullnull01e+21-1.5");
}
