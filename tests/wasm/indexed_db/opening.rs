//! Opening: whoever makes the database, whoever else has it open, and what it is not.

use std::rc::Rc;

use haltgraph::checkpoint::Head;
use haltgraph::checkpoint::saver::Saver;
use haltgraph::runtime::wait::call;
use haltgraph::savers::IndexedDbSaver;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::IdbDatabase;

use super::spy::{self, JsSaver, Spy, dump};
use super::{TIMEOUTS, bench_of, database, fresh};
use crate::suite::{Driver, whole};

/// What the head of an unknown thread is answered with.
async fn head(saver: &dyn Saver<JsValue>) -> Result<Option<Head>, haltgraph::Error> {
    call(|done| saver.head("t", done)).await
}

fn saver(name: &str) -> Rc<IndexedDbSaver> {
    Rc::new(IndexedDbSaver::apart(name, TIMEOUTS))
}

#[wasm_bindgen_test]
async fn handles_of_one_name_share_one_connection_opened_when_it_is_needed() {
    let name = fresh();
    let one = IndexedDbSaver::open(&name, JsValue::UNDEFINED);
    let other = IndexedDbSaver::open(&name, JsValue::UNDEFINED);
    assert_eq!(head(&one).await, Ok(None));
    one.close();
    assert_eq!(head(&other).await.unwrap_err().code, "E_STORE_CLOSED");
}

#[wasm_bindgen_test]
async fn a_request_made_in_javascript_is_taken_over() {
    let name = fresh();
    for round in ["made there", "there already"] {
        let js = JsSaver::new(&name);
        if round == "there already" {
            // The request has long succeeded when the engine comes.
            assert!(!dump(&database(&name)).await.is_empty());
        }
        let taken = IndexedDbSaver::open(&name, js.request());
        assert_eq!(head(&taken).await, Ok(None), "{round}");
        let rows = dump(&database(&name)).await;
        assert!(rows.starts_with("meta \"store\" {\"created_at\":"), "{round}: {rows}");
    }
}

/// The names of a database's stores, as whoever opens it without a version finds them.
async fn stores(name: &str) -> Vec<String> {
    let opened = JsFuture::from(spy::raw_open(&database(name), JsValue::UNDEFINED)).await.unwrap();
    let db: IdbDatabase = opened.unchecked_into();
    let names = db.object_store_names();
    db.close();
    (0..names.length()).filter_map(|at| names.get(at)).collect()
}

#[wasm_bindgen_test]
async fn javascript_alone_makes_the_database_that_the_engine_makes() {
    let (early, late) = (fresh(), fresh());
    let js = JsSaver::new(&early);
    assert!(js.request().is_object());
    assert_eq!(head(&*saver(&late)).await, Ok(None));
    // Requests of one name are served in turn: when this one is, the first is over.
    assert_eq!(stores(&early).await, stores(&late).await);
    assert_eq!(stores(&early).await.len(), 10);
    let taken = IndexedDbSaver::open(&early, js.request());
    assert_eq!(head(&taken).await, Ok(None));
}

#[wasm_bindgen_test]
async fn a_request_that_was_stopped_a_moment_ago_is_made_anew() {
    let name = fresh();
    let request = JsFuture::from(spy::stopped_open(&database(&name))).await.unwrap();
    let saver = IndexedDbSaver::open(&name, request);
    assert_eq!(head(&saver).await, Ok(None));
}

#[wasm_bindgen_test]
async fn f_20_a_late_connection_is_closed_at_once() {
    let name = fresh();
    let saver = saver(&name);
    let hold = spy::hold_opens();
    assert_eq!(head(&*saver).await.unwrap_err().code, "E_TIMEOUT");
    spy::restore(&hold);
    // A connection that stayed open would keep the database from being deleted, for ever.
    assert!(JsFuture::from(spy::raw_delete(&database(&name))).await.is_ok());
}

#[wasm_bindgen_test]
async fn a_bad_name_is_refused_by_every_operation() {
    for name in ["a b", "a/b", "\u{e9}", &"x".repeat(65)] {
        let saver = IndexedDbSaver::open(name, JsValue::UNDEFINED);
        assert_eq!(head(&saver).await.unwrap_err().code, "E_BAD_NAME", "{name}");
    }
}

#[wasm_bindgen_test]
async fn st_44_a_denied_store_is_unavailable() {
    for how in ["throws", "missing"] {
        let saver = saver(&fresh());
        let patch = spy::deny(how);
        let answer = head(&*saver).await;
        spy::restore(&patch);
        let error = answer.unwrap_err();
        assert_eq!(error.code, "E_UNAVAILABLE", "{how}");
        assert_eq!(error.details[0].0, "cause");
        assert_eq!(head(&*saver).await, Ok(None), "and works once it is allowed");
    }
}

#[wasm_bindgen_test]
async fn st_45_a_store_of_another_layout_is_refused_and_left_alone() {
    let row = |format: u32| {
        format!("{{\"build\":\"b\",\"format\":{format},\"incarnation\":\"i\",\"min_reader\":3,\"new\":1,\"v\":9}}")
    };
    let newer = fresh();
    spy::make_newer(&database(&newer), &row(999)).await;
    let before = dump(&database(&newer)).await;
    let error = head(&*saver(&newer)).await.unwrap_err();
    assert_eq!(error.code, "E_STORE_NEWER");
    let said: Vec<_> = error.details.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(said, [("found", "999"), ("supported", "1"), ("min_reader", "3")]);
    assert_eq!(dump(&database(&newer)).await, before);
    for (row, code) in [(row(999), "E_STORE_NEWER"), (row(0), "E_STORE_OLDER")] {
        let name = fresh();
        assert_eq!(head(&*saver(&name)).await, Ok(None));
        spy::put(&database(&name), "meta", "\"store\"", &row).await;
        let before = dump(&database(&name)).await;
        assert_eq!(head(&*saver(&name)).await.unwrap_err().code, code);
        assert_eq!(dump(&database(&name)).await, before);
    }
}

#[wasm_bindgen_test]
async fn st_46_another_tabs_upgrade_closes_the_store() {
    let name = fresh();
    let saver = saver(&name);
    assert_eq!(head(&*saver).await, Ok(None));
    let opened = JsFuture::from(spy::raw_open(&database(&name), 2.into())).await.unwrap();
    assert_eq!(opened.unchecked_ref::<IdbDatabase>().version(), 2.0);
    let error = head(&*saver).await.unwrap_err();
    assert_eq!((error.code, error.details[0].1.as_str()), ("E_STORE_CLOSED", "\"upgrade\""));
}

#[wasm_bindgen_test]
async fn f_20_an_open_that_never_answers_is_a_timeout() {
    let name = fresh();
    let keeper: IdbDatabase = JsFuture::from(spy::raw_open(&database(&name), 1.into())).await.unwrap().unchecked_into();
    // A delete that the open connection keeps waiting, and everything behind it.
    spy::start_delete(&database(&name));
    let saver = saver(&name);
    assert_eq!(head(&*saver).await.unwrap_err().code, "E_TIMEOUT");
    keeper.close();
    assert_eq!(head(&*saver).await, Ok(None), "once it answers, a later call opens it");
}

#[wasm_bindgen_test]
async fn st_54_a_database_that_came_back_empty_is_a_fault() {
    let name = fresh();
    let bench = bench_of(&name);
    assert!(bench.saver.capabilities().reset_detection);
    Driver::new(&bench, "t").step(&[("a", whole("1"))]).await;
    drop(bench);
    assert!(JsFuture::from(spy::raw_delete(&database(&name))).await.is_ok());
    let after = saver(&name);
    assert_eq!(head(&*after).await.unwrap_err().code, "E_STORE_LOST");
    assert_eq!(head(&*after).await, Ok(None), "told once");
    assert_eq!(head(&*saver(&name)).await, Ok(None));
    assert!(JsFuture::from(spy::raw_delete(&database(&name))).await.is_ok());
    assert_eq!(head(&*after).await.unwrap_err().code, "E_STORE_LOST", "also under a connection that was open");
}

#[wasm_bindgen_test]
async fn st_54_a_loss_found_while_nobody_waits_is_told_to_the_first_who_does() {
    let name = fresh();
    let bench = bench_of(&name);
    Driver::new(&bench, "t").step(&[("a", whole("1"))]).await;
    drop(bench);
    assert!(JsFuture::from(spy::raw_delete(&database(&name))).await.is_ok());
    let js = JsSaver::new(&name);
    let taken = IndexedDbSaver::open(&name, js.request());
    // The database is made, and read by another, before anything is asked of the saver.
    assert!(!dump(&database(&name)).await.is_empty());
    assert_eq!(head(&taken).await.unwrap_err().code, "E_STORE_LOST");
    assert_eq!(head(&taken).await, Ok(None));
}

#[wasm_bindgen_test]
async fn a_store_that_never_held_anything_is_no_loss() {
    let name = fresh();
    assert_eq!(head(&*saver(&name)).await, Ok(None));
    assert!(JsFuture::from(spy::raw_delete(&database(&name))).await.is_ok());
    assert_eq!(head(&*saver(&name)).await, Ok(None));
}

#[wasm_bindgen_test]
async fn without_a_lock_api_locks_are_unsupported() {
    let saver = saver(&fresh());
    let patch = spy::without_navigator("locks");
    let lock = call(|done| saver.lock("t", false, done)).await;
    spy::restore(&patch);
    assert!(matches!(lock, Ok(haltgraph::checkpoint::saver::Lock::Unsupported)));
}

#[wasm_bindgen_test]
async fn reads_hold_no_write_transaction() {
    let bench = bench_of(&fresh());
    Driver::new(&bench, "t").step(&[("a", whole("1"))]).await;
    let spy = Spy::start();
    bench.dump().await;
    bench.open("g").await;
    assert!(spy.notes().iter().all(|note| !note.starts_with("readwrite")));
}
