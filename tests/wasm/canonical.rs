//! The canonical form is the same bytes in a browser as natively.

use haltgraph::checkpoint::canonical::{Limits, canonicalize};
use wasm_bindgen_test::wasm_bindgen_test;

/// SHA-256 of the canonical text below, by another implementation.
const DIGEST: &str = "9e58f5419196ff490f391fd2ec166962e0edb058b6cca182d4b73b77dcdf8777";

#[wasm_bindgen_test]
fn a_payload_has_the_digest_it_has_natively() {
    let canonical = canonicalize("{ \"b\": \"\\u20ac\", \"a\": [1.0, 1e2] }", &Limits::PAYLOAD).unwrap();
    assert_eq!(&*canonical.text, "{\"a\":[1,100],\"b\":\"€\"}");
    assert_eq!(canonical.digest.to_string(), DIGEST);
}

#[wasm_bindgen_test]
fn a_payload_too_deep_is_refused_and_the_next_one_is_read() {
    let deep = "[".repeat(10_000);
    for _ in 0..3 {
        assert_eq!(canonicalize(&deep, &Limits::PAYLOAD).unwrap_err().code, "E_TOO_DEEP");
    }
    assert_eq!(&*canonicalize("[]", &Limits::PAYLOAD).unwrap().text, "[]");
}
