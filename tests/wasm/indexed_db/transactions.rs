//! Which transactions and requests the saver makes: counted, not timed.

use std::rc::Rc;

use haltgraph::checkpoint::batch::Committed;
use haltgraph::checkpoint::question::Verb;
use haltgraph::checkpoint::saver::Saver;
use haltgraph::checkpoint::{Head, TaskKey};
use haltgraph::runtime::wait::call;
use haltgraph::savers::IndexedDbSaver;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::spy::{self, Spy, dump};
use super::{TIMEOUTS, bench_of, database, fresh};
use crate::suite::{Driver, ask, close, decision, question, refused, whole};

#[wasm_bindgen_test]
async fn st_28_a_plain_step_is_one_get_and_two_puts_in_one_transaction() {
    let bench = bench_of(&fresh());
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let mut batch = driver.batch(&[("a", whole("2"))]);
    batch.graph = None;
    let spy = Spy::start();
    driver.commit(batch).await.unwrap();
    let expected = ["readwrite relaxed threads,checkpoints", "threads.get", "checkpoints.add", "threads.put"];
    assert_eq!(spy.notes(), expected);
    let large = format!("\"{}\"", "x".repeat(2047));
    let mut batch = driver.batch(&[("a", whole(&large)), ("b", whole(&large))]);
    batch.graph = None;
    batch.clear_writes = Some(1);
    driver.commit(batch).await.unwrap();
    let expected = [
        "readwrite relaxed threads,checkpoints,blobs,writes",
        "threads.get",
        "checkpoints.add",
        "blobs.put",
        "blobs.put",
        "writes.delete",
        "threads.put",
    ];
    assert_eq!(spy.notes(), expected);
}

#[wasm_bindgen_test]
async fn st_37_questions_and_decisions_are_strict_and_steps_relaxed() {
    let bench = bench_of(&fresh());
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let spy = Spy::start();
    let asked = question(&driver, 1, 1, None);
    ask(&mut driver, &[&asked]).await;
    close(&mut driver, &decision(&asked, Verb::Answered, None)).await;
    let mut writes = driver.empty_batch();
    writes.writes = vec![driver.write(TaskKey::Pull("one".into()), 0, "a", "1")];
    driver.commit(writes).await.unwrap();
    driver.step(&[("a", whole("2"))]).await;
    bench.load("t").await;
    let notes = spy.notes();
    let begun: Vec<_> = notes.iter().filter(|note| note.starts_with("read")).collect();
    let expected = [
        "readwrite strict threads,questions",
        "readwrite strict threads,questions,decisions",
        "readwrite relaxed threads,writes",
        "readwrite relaxed meta,threads,checkpoints",
        "readonly - meta,threads,checkpoints,blobs,writes,questions,decisions",
    ];
    assert_eq!(begun, expected);
}

#[wasm_bindgen_test]
async fn st_29_a_refused_commit_leaves_every_row_as_it_was() {
    let name = fresh();
    let bench = bench_of(&name);
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let old = driver.token;
    let asked = question(&driver, 1, 1, None);
    ask(&mut driver, &[&asked]).await;
    let before = dump(&database(&name)).await;
    let mut batch = driver.batch(&[("a", whole("2"))]);
    batch.close = vec![decision(&asked, Verb::Cancelled, None)];
    for (expect, code) in [(old, "THREAD_CONFLICT"), (None, "E_EXISTS")] {
        batch.expect = expect;
        assert_eq!(refused(|done| bench.second.commit(batch.clone(), done)).await.code, code);
    }
    batch.expect = old;
    batch.head.thread = "absent".into();
    assert_eq!(refused(|done| bench.second.commit(batch, done)).await.code, "E_GONE");
    assert_eq!(dump(&database(&name)).await, before);
}

#[wasm_bindgen_test]
async fn st_30_a_fault_at_any_request_of_a_commit_leaves_every_row_as_it_was() {
    let name = fresh();
    let bench = bench_of(&name);
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let (open, new) = (question(&driver, 1, 1, None), question(&driver, 2, 2, None));
    ask(&mut driver, &[&open]).await;
    let before = dump(&database(&name)).await;
    let mut batch = driver.batch(&[("a", whole(format!("\"{}\"", "x".repeat(5000))))]);
    batch.close = vec![decision(&open, Verb::Answered, None)];
    batch.ask = vec![new];
    batch.clear_writes = Some(0);
    let (mut at, mut stored) = (0, false);
    while !stored {
        for how in ["abort", "throw"] {
            let patch = spy::break_request(at, how);
            let answer = call(|done| bench.saver.commit(batch.clone(), done)).await;
            stored = spy::restore(&patch).is_falsy();
            if stored {
                assert!(answer.is_ok(), "all {at} requests went through: {answer:?}");
                break;
            }
            assert_eq!(answer.expect_err("a broken commit is refused").code, "E_STORAGE", "{how} at {at}");
            assert_eq!(dump(&database(&name)).await, before, "{how} at {at}");
        }
        at += u32::from(!stored);
    }
    assert_eq!(at, 9, "requests of the commit");
}

#[wasm_bindgen_test]
async fn st_21_a_deleted_thread_leaves_no_row() {
    let name = fresh();
    let bench = bench_of(&name);
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole(format!("\"{}\"", "x".repeat(5000))))]).await;
    let mut batch = driver.empty_batch();
    batch.writes = vec![driver.write(TaskKey::Push("one".into(), 1), 0, "a", "1")];
    batch.ask = vec![question(&driver, 1, 1, None), question(&driver, 2, 1, None)];
    batch.head.waiting = 2;
    driver.commit(batch).await.unwrap();
    let asked = question(&driver, 1, 1, None);
    close(&mut driver, &decision(&asked, Verb::Cancelled, None)).await;
    assert!(dump(&database(&name)).await.contains("decisions [\"t\""));
    let deleted: Result<(), _> = call(|done| bench.saver.delete_thread("t", done)).await;
    assert_eq!(deleted, Ok(()));
    let left = dump(&database(&name)).await;
    assert!(left.lines().all(|line| line.starts_with("meta ")), "{left}");
}

#[wasm_bindgen_test]
async fn st_24_stores_of_two_names_do_not_see_each_other() {
    let (one, other) = (bench_of(&fresh()), bench_of(&fresh()));
    Driver::new(&one, "t").step(&[("a", whole("1"))]).await;
    let head: Option<Head> = call(|done| other.saver.head("t", done)).await.unwrap();
    assert_eq!(head, None);
}

#[wasm_bindgen_test]
async fn many_rows_come_in_pages() {
    let bench = bench_of(&fresh());
    let mut expected = Vec::new();
    for number in 0..205 {
        let thread = format!("t{number:03}");
        let mut driver = Driver::new(&bench, &thread);
        let mut batch = driver.batch(&[]);
        batch.ask = vec![question(&driver, u8::try_from(number).unwrap(), number, None)];
        batch.head.waiting = 1;
        driver.commit(batch).await.unwrap();
        expected.push(thread);
    }
    let heads: Vec<Head> = call(|done| bench.saver.heads(Some("g"), done)).await.unwrap();
    assert_eq!(heads.iter().map(|head| head.thread.to_string()).collect::<Vec<_>>(), expected);
    assert_eq!(bench.open("g").await.len(), 205);
    let none: Vec<Head> = call(|done| bench.saver.heads(Some("other"), done)).await.unwrap();
    assert_eq!(none, []);
}

#[wasm_bindgen_test]
async fn st_47_commits_and_loads_leave_nothing_behind() {
    let name = fresh();
    let bench = bench_of(&name);
    let mut driver = Driver::new(&bench, "t");
    let mut live = [0; 2];
    for round in &mut live {
        for step in 0..300 {
            driver.step(&[("a", whole(step.to_string()))]).await;
            let lock = call(|done| bench.saver.lock("t", false, done)).await.unwrap();
            drop(lock);
        }
        bench.load("t").await;
        let memory = js_sys::Reflect::get(&wasm_bindgen::memory(), &"buffer".into()).unwrap();
        let bytes = js_sys::Reflect::get(&memory, &"byteLength".into()).unwrap().as_f64().unwrap();
        *round = bytes as u64;
    }
    assert_eq!(live[0], live[1], "bytes of wasm memory after 300 and 600 commits");
}

/// A thread of one step, and a saver on its store that does not wait long.
async fn impatient(name: &str) -> Rc<dyn Saver<JsValue>> {
    let saver: Rc<dyn Saver<JsValue>> = Rc::new(IndexedDbSaver::apart(name, TIMEOUTS));
    let _: Option<Head> = call(|done| saver.head("t", done)).await.unwrap();
    saver
}

#[wasm_bindgen_test]
async fn f_23_a_commit_without_an_end_is_settled_by_its_own_row() {
    let name = fresh();
    let bench = bench_of(&name);
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let saver = impatient(&name).await;
    let batch = driver.batch(&[("a", whole("2"))]);
    let silence = spy::silence("end");
    let broken = spy::break_request(2, "abort");
    let error = refused(|done| saver.commit(batch.clone(), done)).await;
    spy::restore(&broken);
    assert_eq!(error.code, "E_STORAGE", "the row is not there");
    let stored: Committed = call(|done| saver.commit(batch, done)).await.expect("the row is there");
    spy::restore(&silence);
    let head: Option<Head> = call(|done| saver.head("t", done)).await.unwrap();
    assert_eq!(head.map(|head| (head.token(), head.seq)), Some((stored.token, 1)));
}

#[wasm_bindgen_test]
async fn f_23_a_commit_of_which_nothing_is_heard_is_uncertain() {
    let name = fresh();
    let bench = bench_of(&name);
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let saver = impatient(&name).await;
    let batch = driver.batch(&[("a", whole("2"))]);
    let silence = spy::silence("everything");
    let error = refused(|done| saver.commit(batch, done)).await;
    spy::restore(&silence);
    assert_eq!(error.code, "E_UNCERTAIN");
}
