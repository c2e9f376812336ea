//! The pure rooms do no I/O and know no clock, no chance, no thread and no future; the machine knows no JSON either.

use super::arrows::is_test;
use super::{Breach, Source, rust};

const LAW: &str = "purity";

const PURE: [&str; 4] = ["src/graph", "src/pregel", "src/checkpoint", "src/approval"];

const IMPURE: [(&str, &str); 22] = [
    ("web_sys", "the browser"),
    ("js_sys", "JavaScript"),
    ("wasm_bindgen", "JavaScript"),
    ("wasm_bindgen_futures", "JavaScript"),
    ("serde_wasm_bindgen", "JavaScript"),
    ("gloo", "the browser"),
    ("SystemTime", "a clock"),
    ("Instant", "a clock"),
    ("rand", "chance"),
    ("getrandom", "chance"),
    ("RandomState", "chance"),
    ("thread_local!", "state outside its arguments"),
    ("async", "a future"),
    (".await", "a future"),
    ("std::future", "a future"),
    ("core::future", "a future"),
    ("std::fs", "I/O"),
    ("std::io", "I/O"),
    ("std::net", "I/O"),
    ("std::env", "I/O"),
    ("std::thread", "a thread"),
    ("println!", "I/O"),
];

/// Rooms where values are opaque.
const OPAQUE: [&str; 2] = ["src/graph", "src/pregel"];

/// What a pure room names and must not.
pub fn check(source: &Source) -> Vec<Breach> {
    let in_any = |rooms: &[&str]| rooms.iter().any(|room| source.is_in(room));
    if !in_any(&PURE) || is_test(source.path) {
        return Vec::new();
    }
    let code = rust::without_tests(&rust::code(source.text));
    let json = in_any(&OPAQUE).then_some(("serde_json", "a value's inside"));
    let mut breaches = Vec::new();
    for (word, kind) in IMPURE.into_iter().chain(json) {
        let why = format!("`{word}` brings {kind} into a pure room: make it an argument, or leave it to the host");
        breaches.extend(rust::finds(&code, word).map(|at| source.breach(rust::line(&code, at), LAW, why.clone())));
    }
    breaches
}

#[test]
fn what_a_pure_room_must_not_touch_is_found() {
    use super::breaks;
    let found = &["purity at 2"];
    for room in PURE {
        let path = format!("{room}/a.rs");
        breaks(&path, "//! A.\nuse web_sys::console;\n", found);
        breaks(&path, "//! A.\nuse std::time::{Duration, Instant};\n", found);
        breaks(&path, "//! A.\npub async fn f() {}\n", found);
        breaks(&path, "//! A.\nfn f() { rand::random() }\n", found);
        breaks(&path, "//! A.\nthread_local! { static A: u8 = 1 }\n", found);
    }
    breaks("src/pregel/a.rs", "//! A.\nuse serde_json::Value;\n", found);
    breaks("src/graph/a.rs", "//! A.\nuse serde_json::Value;\n", found);
}

#[test]
fn hosts_comments_and_tests_are_free() {
    use super::breaks;
    breaks("src/runtime/a.rs", "//! A.\nuse std::time::Instant;\npub async fn f() {}\n", &[]);
    breaks("src/checkpoint/a.rs", "//! No `async`, no Instant.\nuse serde_json::Value;\nstruct Brand;\n", &[]);
    breaks("src/graph/a.rs", "//! A.\n#[cfg(test)]\nmod tests {\n    use std::time::Instant;\n}\n", &[]);
    breaks("src/graph/tests.rs", "//! A.\nuse std::time::Instant;\n", &[]);
}
