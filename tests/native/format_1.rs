//! Stores of format 1 are read for ever: fixtures written by the engine that froze it are opened, every checkpoint of
//! every thread is loaded, and threads are gone on with. `cargo test --test native write_format_1 -- --ignored` writes
//! the fixtures of the format that this engine writes; those in the repository are never written again.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::rc::Rc;

use haltgraph::checkpoint::question::{Actor, Asked, Decided};
use haltgraph::checkpoint::rows::{Key, Store};
use haltgraph::checkpoint::{Digest, Saver};
use haltgraph::runtime::wait::call;
use haltgraph::runtime::{CallOptions, Goto, Mode, OnPending};
use haltgraph::savers::LocalStorageSaver;
use haltgraph::savers::local_storage::Limits;
use serde_json::{Value, json};

use crate::local_storage::MapShelf;
use crate::row_saver::RowSaver;
use crate::world::{Act, Call, Page, Program, Told, World, value_of};

/// What stands in the folder of the fixtures.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format-1").join(name)
}

fn logs(entry: &'static str) -> impl Fn(&Call) -> Act {
    move |_| Act::Update(json!({ "log": [entry] }))
}

/// Asks once, and logs what it was answered.
fn asks(name: &'static str) -> impl Fn(&Call) -> Act {
    move |call| match call.ask(0, json!(name)) {
        Ok(answer) => Act::Update(json!({ "log": [answer] })),
        Err(act) => act,
    }
}

/// One graph for every thread: what it does follows from the input's `kind`. tests/page/format_1.test.js has the same.
fn program() -> Program {
    let payload = || json!({ "halt": 1, "kind": "k", "title": "t", "action": { "id": "a1", "name": "n", "args": {} } });
    let ask = move |call: &Call| {
        let deadline = (call.input["kind"] == "expired").then(|| (1000, json!({ "verb": "timeout" })));
        Act::Ask(0, payload(), deadline)
    };
    let answer = |call: &Call| Act::Update(json!({ "log": [value_of(&call.answers[0])["verb"]] }));
    let work = |call: &Call| match call.input["item"].as_str() {
        Some("asks") => asks("work")(call),
        item => Act::Update(json!({ "log": [item] })),
    };
    let grow = |call: &Call| {
        let count = call.input["log"].as_array().map_or(0, Vec::len);
        let item = format!("{count}-{}", "\u{e9}".repeat(if count == 7 { 3000 } else { count }));
        let big = "x".repeat(if count % 10 == 4 { 2500 } else { 10 });
        Act::Update(json!({ "log": [item], "big": big }))
    };
    let mut program = Program::default()
        .list("log")
        .channel("kind")
        .channel("big")
        .gate("gate", ask, answer)
        .node("one", asks("one"))
        .node("two", asks("two"))
        .node("free", logs("free"))
        .node("work", work)
        .node("left", logs("left"))
        .node("before", logs("before"))
        .node("right", asks("right"))
        .node("both", logs("both"))
        .node("grow", grow)
        .edge("before", "right")
        .join(&["left", "right"], "both")
        .fan_out("__start__", start)
        .branch("grow", |state| {
            let more = state["log"].as_array().is_some_and(|log| log.len() < 24);
            vec![if more { "grow" } else { "__end__" }.to_owned()]
        });
    program.spec.name = Some("fixtures".to_owned());
    program
}

fn start(state: &Value) -> Vec<Goto<Value>> {
    let nodes = |names: &[&str]| names.iter().map(|name| Goto::Node((*name).to_owned())).collect();
    let send = |item: &str| Goto::Send("work".to_owned(), json!({ "item": item }));
    match state["kind"].as_str() {
        Some("questions") => nodes(&["one", "two", "free"]),
        Some("sends") => vec![send("a"), send("asks"), send("b")],
        Some("join") => nodes(&["left", "before"]),
        Some("deltas" | "fork") => nodes(&["grow"]),
        _ => nodes(&["gate"]),
    }
}

const THREADS: [&str; 10] =
    ["answered", "cancelled", "deltas", "expired", "fork", "gate", "join", "questions", "sends", "superseded"];

fn asked(page: &Page, thread: &str) -> Vec<Asked> {
    page.pending().into_iter().map(|pending| pending.asked).filter(|asked| &*asked.thread == thread).collect()
}

/// Every thread, as far as it comes.
fn live(world: &Rc<World>, page: &mut Page) {
    for thread in THREADS {
        page.invoke(thread, json!({ "kind": thread }));
    }
    let question = asked(page, "answered").remove(0);
    page.resume(&question, "approve", "ana").0.expect("an answer");
    let (app, actor) = (page.app.clone(), Actor::new("ana", "test"));
    let cancelled = page.wait_for(async move { app.cancel("cancelled".into(), None, Some("no".into()), actor).await });
    cancelled.expect("alive").expect("cancelled");
    world.now.set(world.now.get() + 60_000);
    page.pending();
    let writes = page.writes(&json!({ "kind": "superseded" }));
    let options = CallOptions {
        thread: Some("superseded".into()),
        on_pending: Some(OnPending::Discard),
        ..CallOptions::default()
    };
    page.call(Mode::Input(writes), options);
    let one = asked(page, "questions").remove(0);
    page.command_by_id("questions", &[(&one.interrupt, json!("first"))]);
    let listed = page.history("fork");
    let earlier = listed[20.min(listed.len() - 1)].id.clone();
    page.update_at("fork", Some(earlier), Some("grow"), Some(&json!({ "log": ["edited"] }))).expect("a fork");
    page.go_on("fork");
}

/// What any reader sees of the threads.
fn seen(page: &Page) -> Value {
    let thread = |thread: &&str| {
        let state = page.state(thread);
        let history: Vec<_> =
            page.history(thread).iter().map(|one| json!([one.id.as_str(), digest(&one.values)])).collect();
        let questions: Vec<_> = asked(page, thread).iter().map(|asked| asked.interrupt.to_string()).collect();
        let next: Vec<_> = state.next.iter().map(ToString::to_string).collect();
        let history: Vec<_> = history.into_iter().map(|one| one.to_string()).collect();
        (
            (*thread).to_owned(),
            json!({ "values": state.values, "next": next, "questions": questions, "history": history }),
        )
    };
    Value::Object(THREADS.iter().map(thread).collect())
}

fn digest(values: &Value) -> String {
    Digest::of(values.to_string().as_bytes()).to_string()
}

/// A page over a saver.
fn page(world: &Rc<World>, saver: Rc<dyn Saver<Rc<str>>>) -> Page {
    Page::over(world, &program(), Some(saver))
}

fn shelved(shelf: &Rc<MapShelf>) -> Rc<dyn Saver<Rc<str>>> {
    let shelf: Rc<MapShelf> = Rc::clone(shelf);
    Rc::new(LocalStorageSaver::over(shelf, "format-1", Limits { history: Some(3), ..Limits::default() }))
}

fn key(key: &Key) -> Value {
    match key {
        Key::Int(n) => json!(n),
        Key::Text(text) => json!(**text),
        Key::List(parts) => parts.iter().map(self::key).collect(),
    }
}

fn key_of(value: &Value) -> Key {
    match value {
        Value::Array(parts) => Key::List(parts.iter().map(key_of).collect()),
        Value::String(text) => Key::text(text),
        number => Key::Int(number.as_i64().expect("an integer")),
    }
}

/// The lines of a file: keys and texts.
fn lines(name: &str) -> Vec<(Value, String)> {
    let text = std::fs::read_to_string(file(name)).expect("a fixture");
    text.lines().map(|line| serde_json::from_str(line).expect("a line")).collect()
}

fn written(rows: impl Iterator<Item = (Value, String)>) -> String {
    rows.fold(String::new(), |mut text, row| {
        writeln!(text, "{}", json!([row.0, row.1])).expect("a String");
        text
    })
}

#[test]
#[ignore = "writes the fixtures"]
fn write_format_1() {
    assert_eq!(haltgraph::checkpoint::FORMAT, 1, "fixtures of a format are written once, by the engine that froze it");
    let write = |name: &str, text: String| std::fs::write(file(name), text).expect("written");
    let (saver, world) = (RowSaver::default(), World::new(11));
    let mut on_rows = page(&world, Rc::new(saver.clone()));
    live(&world, &mut on_rows);
    let table = saver.table.borrow();
    let rows = table
        .iter()
        .map(|((store, at), bytes)| (json!([store.name(), key(at)]), String::from_utf8(bytes.clone()).expect("text")));
    let origin = haltgraph::checkpoint::rows::origin_row(&"1".repeat(32), 1_000_000, "haltgraph");
    write("rows.jsonl", written(std::iter::once((json!(["meta", "store"]), origin)).chain(rows)));
    let (shelf, world) = (Rc::new(MapShelf::default()), World::new(12));
    let mut on_shelf = page(&world, shelved(&shelf));
    live(&world, &mut on_shelf);
    write("local_storage.jsonl", written(shelf.texts.borrow().iter().map(|(key, text)| (json!(key), text.clone()))));
    let both = json!({ "rows": seen(&on_rows), "local_storage": seen(&on_shelf) });
    write("seen.json", serde_json::to_string_pretty(&both).expect("JSON") + "\n");
}

/// What the writer saw.
fn expected(of: &str) -> Value {
    let text = std::fs::read_to_string(file("seen.json")).expect("a fixture");
    serde_json::from_str::<Value>(&text).expect("JSON")[of].take()
}

/// Reads everything, then goes on with every thread that waits.
fn goes_on(of: &str, saver: Rc<dyn Saver<Rc<str>>>) {
    let world = World::new(13);
    world.now.set(2_000_000);
    let mut page = page(&world, Rc::clone(&saver));
    assert_eq!(seen(&page), expected(of));
    let question = asked(&page, "gate").remove(0);
    let (receipt, end) = page.resume(&question, "approve", "ben");
    assert_eq!(receipt.expect("recorded").outcome, "resumed");
    assert!(matches!(end, Some(Told::Settled(Some(state), _)) if state["log"] == json!(["approve"])));
    let mut log = |thread: &str, answer: &str| match page.command(thread, &json!(answer)) {
        Told::Settled(Some(state), questions) if questions.is_empty() => state["log"].clone(),
        told => panic!("{thread}: {told:?}"),
    };
    assert_eq!(log("questions", "second"), json!(["free", "first", "second"]));
    assert_eq!(log("sends", "now"), json!(["a", "now", "b"]));
    assert_eq!(log("join", "ready"), json!(["before", "left", "ready", "both"]));
    for (thread, code) in
        [("answered", "INTERRUPT_CONSUMED"), ("cancelled", "E_CANCELLED"), ("expired", "INTERRUPT_EXPIRED")]
    {
        let decided = decisions(&page, &saver, thread).remove(0);
        let asked = Asked { thread: thread.into(), interrupt: decided.interrupt, ..question.clone() };
        assert_eq!(page.resume(&asked, "reject", "ben").0.expect_err("decided").code, code, "{thread}");
    }
    assert_eq!(decisions(&page, &saver, "superseded").len(), 1);
}

fn decisions(page: &Page, saver: &Rc<dyn Saver<Rc<str>>>, thread: &str) -> Vec<Decided> {
    let (saver, thread) = (Rc::clone(saver), Rc::<str>::from(thread));
    let read = async move { call(|done| saver.decisions(&thread, done)).await };
    page.wait_for(read).expect("alive").expect("readable")
}

#[test]
fn st_45_rows_of_format_1_are_read_and_gone_on_with() {
    let saver = RowSaver::default();
    for (place, text) in lines("rows.jsonl") {
        let store = Store::ALL.into_iter().find(|store| place[0] == store.name()).expect("a store");
        saver.table.borrow_mut().insert((store, key_of(&place[1])), text.into_bytes());
    }
    goes_on("rows", Rc::new(saver));
}

#[test]
fn st_45_texts_of_format_1_in_local_storage_are_read_and_gone_on_with() {
    let shelf = Rc::new(MapShelf::default());
    for (key, text) in lines("local_storage.jsonl") {
        shelf.texts.borrow_mut().insert(key.as_str().expect("a key").to_owned(), text);
    }
    goes_on("local_storage", shelved(&shelf));
}
