//! Damaged rows in a real store: the thread is refused with a typed error, the others work.

use haltgraph::checkpoint::Loaded;
use haltgraph::runtime::wait::call;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::spy::{self, dump};
use super::{bench_of, database, fresh};
use crate::suite::{Driver, append, refused, whole};

#[wasm_bindgen_test]
async fn st_49_damaged_rows_are_refused_and_other_threads_work() {
    let name = fresh();
    let bench = bench_of(&name);
    let large = format!("\"{}\"", "x".repeat(5000));
    for thread in ["t", "u"] {
        let mut driver = Driver::new(&bench, thread);
        driver.step(&[("a", whole("1")), ("list", append(&[&large]))]).await;
        driver.step(&[("a", whole("2")), ("list", append(&["1"]))]).await;
    }
    let rows = dump(&database(&name)).await;
    let row = |key: &str| {
        let found = rows.lines().find_map(|line| line.strip_prefix(&format!("{key} ")));
        found.unwrap_or_else(|| panic!("{key} is not among {rows}")).to_owned()
    };
    let (first, second) = (row("checkpoints [\"t\",\"\",0]"), row("checkpoints [\"t\",\"\",1]"));
    let blob = row("blobs [\"t\",\"\",\"list\",0]");
    let damages = [
        ("checkpoints", "[\"t\",\"\",1]", second.replace("loop", "fork"), "E_INTEGRITY"),
        ("checkpoints", "[\"t\",\"\",1]", first.clone(), "E_ROLLBACK"),
        ("checkpoints", "[\"t\",\"\",0]", second.clone(), "E_CORRUPT"),
        ("checkpoints", "[\"t\",\"\",0]", first.replace("input", "fork"), "E_INTEGRITY"),
        ("checkpoints", "[\"t\",\"\",0]", first[..100].to_owned(), "E_CORRUPT"),
        ("blobs", "[\"t\",\"\",\"list\",0]", blob.replacen('x', "y", 1), "E_INTEGRITY"),
        ("blobs", "[\"t\",\"\",\"list\",0]", blob.replace("\"v\":1", "\"v\":2"), "E_UNSUPPORTED_VERSION"),
    ];
    for (store, key, text, code) in damages {
        let kept = row(&format!("{store} {key}"));
        spy::put(&database(&name), store, key, &text).await;
        let error = refused::<Option<Loaded<JsValue>>>(|done| bench.saver.load("t", None, done)).await;
        assert_eq!((error.code, error.thread.as_deref()), (code, Some("t")), "{store} {key}");
        let other: Option<Loaded<JsValue>> = call(|done| bench.saver.load("u", None, done)).await.unwrap();
        assert!(other.is_some());
        spy::put(&database(&name), store, key, &kept).await;
    }
    assert!(bench.load("t").await.chains.len() == 2);
}
