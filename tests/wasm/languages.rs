//! Two languages, one store: threads of a graph in Rust are read and answered in JavaScript and the other way round, over
//! the real API and IndexedDB (S-CKP-36). The runner serves this folder's files to the page that the tests run in.

use haltgraph::{Ask, Decision, END, IndexedDbSaver, Result, Runtime, START, State, StateGraph, ToolCall, thread};
use js_sys::{Function, Promise, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::indexed_db::fresh;

#[derive(State, Clone, Default, Debug, PartialEq)]
struct Booking {
    request: String,
    action: Option<ToolCall>,
    confirmation: Option<String>,
    log: Vec<Value>,
}

fn flight() -> StateGraph<Booking> {
    let planner = |_: Booking, _: Runtime| {
        let call = ToolCall::new("a1", "book_flight", json!({ "from": "LAX", "to": "JFK" }));
        Ok(Booking::update().action(call).log(vec![json!(1), json!({ "$hg": "mine" })]))
    };
    let ask = |state: &Booking| {
        state.action.as_ref().map(|call| Ask::new("book_flight").title("Book this flight?").action(call))
    };
    let answer = |_: Booking, decision: Decision, rt: Runtime| {
        let by = rt.decided().map(|decider| decider.by).unwrap_or_default();
        Ok(Booking::update().confirmation(format!("{} by {by} in Rust", decision.verb())))
    };
    StateGraph::new()
        .name("flight")
        .node("planner", planner)
        .gate("approval", ask, answer)
        .edge(START, "planner")
        .edge("planner", "approval")
        .edge("approval", END)
}

/// Calls an export of languages.js, which the stage of these tests bundles.
async fn javascript(function: &str, store: &str) -> JsValue {
    let import = Function::new_with_args("", "return import('/www/pkg/languages.js')");
    let module = JsFuture::from(import.call0(&JsValue::UNDEFINED).unwrap().unchecked_into::<Promise>()).await.unwrap();
    let function = Reflect::get(&module, &function.into()).unwrap().unchecked_into::<Function>();
    let promise = function.call1(&JsValue::UNDEFINED, &store.into()).unwrap().unchecked_into::<Promise>();
    JsFuture::from(promise).await.unwrap()
}

#[wasm_bindgen_test]
async fn s_ckp_36_javascript_reads_and_answers_a_thread_of_rust() -> Result<()> {
    let store = fresh();
    let app = flight().compile(IndexedDbSaver::open(&store).await?)?;
    app.invoke(Booking::update().request("LAX to JFK"), thread("t")).await?;
    let seen: Value = serde_json::from_str(&javascript("look", &store).await.as_string().unwrap()).unwrap();
    let expected = json!({
        "values": {
            "request": "LAX to JFK",
            "action": { "id": "a1", "name": "book_flight", "args": { "from": "LAX", "to": "JFK" } },
            "log": [1, { "$hg": "mine" }],
        },
        "next": ["approval"],
        "node": "approval",
        "waiting": ["Book this flight?"],
    });
    assert_eq!(seen, expected);
    assert_eq!(javascript("approve", &store).await, "approve by local in JavaScript");
    let done = app.get_state("t").await?.unwrap();
    assert_eq!(done.state.confirmation.as_deref(), Some("approve by local in JavaScript"));
    Ok(())
}

#[wasm_bindgen_test]
async fn s_ckp_36_rust_reads_and_answers_a_thread_of_javascript() -> Result<()> {
    let store = fresh();
    javascript("pause", &store).await;
    let app = flight().compile(IndexedDbSaver::open(&store).await?)?;
    let seen = app.get_state("t").await?.unwrap();
    assert_eq!(seen.state.request, "LAX to JFK");
    assert_eq!(seen.state.action.unwrap().args, json!({ "from": "LAX", "to": "JFK" }));
    assert_eq!(seen.state.log, [json!(1), json!({ "$hg": "mine" })]);
    assert_eq!((seen.state.confirmation, seen.next), (None, vec!["approval".to_owned()]));
    let pending = app.pending().await?;
    assert_eq!(pending[0].title(), "Book this flight?");
    let done = app.resume(&pending[0], Decision::reject("no")).await?.done.await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("reject by local in Rust"));
    let seen: Value = serde_json::from_str(&javascript("look", &store).await.as_string().unwrap()).unwrap();
    assert_eq!((&seen["values"]["confirmation"], &seen["waiting"]), (&json!("reject by local in Rust"), &json!([])));
    Ok(())
}

#[wasm_bindgen_test]
async fn what_only_javascript_can_hold_is_refused_with_its_place() -> Result<()> {
    let store = fresh();
    javascript("pauseWithDate", &store).await;
    let app = flight().compile(IndexedDbSaver::open(&store).await?)?;
    let error = app.get_state("t").await.unwrap_err();
    assert_eq!((error.code, error.path.as_deref()), ("E_BAD_TYPE", Some("/request/when")));
    Ok(())
}
