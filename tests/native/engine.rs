//! The engine through its public calls: supersteps, channels, questions, answers, failures.

use haltgraph::runtime::{CallOptions, Mode, OnPending};
use serde_json::{Value, json};

use crate::world::{Act, Call, Page, Program, Told, World, entry};

const THREAD: &str = "t";

/// Nodes `names` in a row, each logging its name.
fn chain(names: &[&'static str]) -> Program {
    let mut program = Program::default().list("log");
    let mut before = "__start__";
    for name in names.iter().copied() {
        program = program.node(name, move |_| Act::Update(json!({ "log": [name] }))).edge(before, name);
        before = name;
    }
    program.edge(before, "__end__")
}

/// `a`, `b` and `c` side by side out of START.
fn side_by_side(
    a: impl Fn(&Call) -> Act + 'static,
    b: impl Fn(&Call) -> Act + 'static,
    c: impl Fn(&Call) -> Act + 'static,
) -> Program {
    let program = Program::default().list("log").channel("v").node("a", a).node("b", b).node("c", c);
    program.edge("__start__", "a").edge("__start__", "b").edge("__start__", "c")
}

fn logs(text: &'static str) -> impl Fn(&Call) -> Act {
    move |_| Act::Update(entry(text))
}

fn asks(name: &'static str) -> impl Fn(&Call) -> Act {
    move |call| match call.ask(0, json!(format!("q{name}"))) {
        Ok(answer) => Act::Update(json!({ "log": [format!("{name}:{}", answer.as_str().unwrap_or("?"))] })),
        Err(ask) => ask,
    }
}

fn settled(told: Told) -> (Value, Vec<Value>) {
    match told {
        Told::Settled(state, asked) => {
            (state.unwrap_or(Value::Null), asked.into_iter().map(|(_, value)| value).collect())
        }
        Told::Failed(errors) => panic!("the call failed: {errors:?}"),
    }
}

fn code(told: Told) -> String {
    match told {
        Told::Failed(errors) => errors[0].0.clone(),
        told => panic!("the call did not fail: {told:?}"),
    }
}

fn open(program: &Program) -> Page {
    World::new(7).open(program)
}

#[test]
fn a_chain_runs_in_order_and_ends_s_stp_01_s_stp_10() {
    let mut page = open(&chain(&["a", "b", "c"]));
    assert_eq!(settled(page.invoke(THREAD, entry("i"))).0, json!({ "log": ["i", "a", "b", "c"] }));
    let head = &page.threads()[0];
    assert_eq!((head.step, head.waiting, head.claimed), (3, 0, 0));
}

#[test]
fn new_input_is_merged_into_the_state_so_far_s_sta_48() {
    let mut page = open(&chain(&["a"]));
    page.invoke(THREAD, entry("1"));
    assert_eq!(settled(page.invoke(THREAD, entry("2"))).0, json!({ "log": ["1", "a", "2", "a"] }));
    assert_eq!(page.threads()[0].step, 4, "-1, 0, 1, then 2 for the input, 3, 4 (S-STP-01)");
}

#[test]
fn parallel_nodes_are_applied_in_name_order_whoever_ends_first_s_stp_30() {
    let hang = |text: &'static str| move |_: &Call| Act::Hang(Box::new(Act::Update(entry(text))));
    let mut page = open(&side_by_side(hang("a"), hang("b"), hang("c")));
    let writes = page.writes(&entry("i"));
    let run = page.begin(THREAD, Mode::Input(writes));
    for last in [2, 1, 0] {
        assert!(!page.has_ended(run));
        page.release(last);
    }
    assert_eq!(settled(page.end(run)).0, json!({ "log": ["i", "a", "b", "c"] }));
    let updates: Vec<_> = page.stream().into_iter().filter(|told| told.get("update").is_some()).collect();
    assert_eq!(updates[0], json!({ "update": { "c": { "log": ["c"] } } }), "updates come as they end (S-STR-42)");
}

#[test]
fn two_writes_to_a_plain_channel_fail_and_fail_again_s_sta_57() {
    let write = |value: u32| move |_: &Call| Act::Update(json!({ "v": value }));
    let mut page = open(&side_by_side(write(1), write(2), logs("c")));
    assert_eq!(code(page.invoke(THREAD, entry("i"))), "INVALID_CONCURRENT_GRAPH_UPDATE");
    assert_eq!(code(page.go_on(THREAD)), "INVALID_CONCURRENT_GRAPH_UPDATE");
    assert_eq!(page.threads()[0].step, 0, "no checkpoint for the failed step");
}

#[test]
fn a_router_reads_the_state_with_its_nodes_own_writes_s_bld_31() {
    let program = chain(&["a"])
        .node("b", logs("b"))
        .branch("a", |state| if state["log"] == json!(["i", "a"]) { vec!["b".into()] } else { vec!["__end__".into()] });
    let mut page = open(&program);
    assert_eq!(settled(page.invoke(THREAD, entry("i"))).0, json!({ "log": ["i", "a", "b"] }));
}

#[test]
fn a_router_out_of_start_reads_the_input_s_bld_34() {
    let program = Program::default()
        .list("log")
        .node("x", logs("x"))
        .node("y", logs("y"))
        .branch("__start__", |state| vec![state["log"][0].as_str().unwrap_or("").to_owned()]);
    let mut page = open(&program);
    assert_eq!(settled(page.invoke(THREAD, entry("y"))).0, json!({ "log": ["y", "y"] }));
    assert_eq!(code(page.invoke("other", entry("z"))), "UNKNOWN_NODE", "a typo ends no branch silently (S-CHO-11)");
    assert_eq!(page.threads().len(), 1, "nothing of the failed call is stored");
}

#[test]
fn the_recursion_limit_counts_start_and_the_last_check_g_01() {
    let mut page = open(&chain(&["a", "b", "c"]));
    let mut with_limit = |thread: &str, limit| {
        let run = page.number();
        let options = CallOptions { thread: Some(thread.into()), limit, ..CallOptions::default() };
        let writes = page.writes(&entry("i"));
        page.app.run(haltgraph::runtime::RunId(run), Mode::Input(writes), options);
        page.idle();
        page.end(run)
    };
    assert_eq!(code(with_limit("three", 3)), "GRAPH_RECURSION_LIMIT");
    assert_eq!(settled(with_limit("four", 4)).0["log"], json!(["i", "a", "b", "c"]));
}

#[test]
fn a_question_stops_the_call_and_its_answer_goes_on_g_02() {
    let mut page = open(&chain(&["a"]).node("b", asks("b")).edge("a", "b"));
    let (state, asked) = settled(page.invoke(THREAD, entry("i")));
    assert_eq!((state, asked), (json!({ "log": ["i", "a"] }), vec![json!("qb")]));
    assert_eq!(page.threads()[0].waiting, 1);
    assert_eq!(settled(page.command(THREAD, &json!("yes"))).0, json!({ "log": ["i", "a", "b:yes"] }));
    assert_eq!(code(page.command(THREAD, &json!("again"))), "NO_PENDING_INTERRUPT", "G-08");
    assert_eq!(code(page.command("unknown", &json!(1))), "NO_PENDING_INTERRUPT", "S-CHO-24");
}

#[test]
fn falsy_answers_are_answers_g_03() {
    for answer in [json!(false), json!(0), json!(""), json!(null), json!({}), json!([])] {
        let program = Program::default().channel("v").node("a", |call| match call.ask(0, json!("q")) {
            Ok(answer) => Act::Update(json!({ "v": [answer] })),
            Err(ask) => ask,
        });
        let mut page = open(&program.edge("__start__", "a"));
        page.invoke(THREAD, json!({}));
        assert_eq!(settled(page.command(THREAD, &answer)).0, json!({ "v": [answer] }));
    }
}

#[test]
fn two_questions_in_one_node_never_share_an_answer_g_04_s_cho_07() {
    let program = Program::default().channel("v").node("a", |call| {
        let both = || Ok(json!([call.ask(0, json!("q1"))?, call.ask(1, json!("q2"))?]));
        match both() {
            Ok(answers) => Act::Update(json!({ "v": answers })),
            Err(ask) => ask,
        }
    });
    let mut page = open(&program.edge("__start__", "a"));
    page.invoke(THREAD, json!({}));
    let first = page.pending()[0].asked.clone();
    assert_eq!(settled(page.command(THREAD, &json!("A"))).1, vec![json!("q2")]);
    let second = page.pending()[0].asked.clone();
    assert_ne!(first.interrupt, second.interrupt, "a new id each (S-INT-22)");
    assert_eq!(code(page.command_by_id(THREAD, &[(&first.interrupt, json!("B"))])), "INTERRUPT_CONSUMED");
    assert_eq!(page.pending()[0].asked, second, "the refused answer changed nothing");
    assert_eq!(settled(page.command(THREAD, &json!("B"))).0, json!({ "v": ["A", "B"] }));
}

#[test]
fn parallel_questions_are_answered_one_by_one_and_nothing_runs_twice_g_06() {
    let world = World::new(7);
    let mut page = world.open(&side_by_side(asks("a"), asks("b"), logs("c")));
    let (state, asked) = settled(page.invoke(THREAD, json!({ "v": 1 })));
    assert_eq!((state["log"].clone(), asked), (json!(["c"]), vec![json!("qa"), json!("qb")]));
    assert_eq!(code(page.command(THREAD, &json!("X"))), "MULTIPLE_PENDING_INTERRUPTS");
    let first = page.pending()[0].asked.interrupt.clone();
    let (state, asked) = settled(page.command_by_id(THREAD, &[(&first, json!("1"))]));
    assert_eq!((state["log"].clone(), asked.len()), (json!(["a:1", "c"]), 1), "name order, not the order of ending");
    assert_eq!(settled(page.command(THREAD, &json!("2"))).0["log"], json!(["a:1", "b:2", "c"]));
    assert_eq!(
        ["a", "b", "c"].map(|node| world.called(node)),
        [2, 2, 1],
        "unanswered and finished tasks do not run again"
    );
}

#[test]
fn going_on_with_a_paused_thread_asks_the_same_question_again_s_int_60() {
    let world = World::new(7);
    let mut page = world.open(&side_by_side(asks("a"), logs("b"), logs("c")));
    let Told::Settled(_, first) = page.invoke(THREAD, json!({})) else { panic!("paused") };
    let Told::Settled(_, again) = page.go_on(THREAD) else { panic!("paused") };
    assert_eq!((first, world.called("a")), (again, 1), "same question, same id, no re-run");
}

#[test]
fn a_gate_asks_once_and_only_its_answer_runs_again_s_gate_02_s_gate_04() {
    let world = World::new(7);
    let program = Program::default().list("log").gate(
        "gate",
        |call| Act::Ask(0, json!({ "ask": call.input["log"] }), None),
        |call| match call.answers[0].row.value.as_ref() {
            Some(value) if value.0.contains("later") => Act::Throw("not now"),
            _ => Act::Update(entry("answered")),
        },
    );
    let mut page = world.open(&program.edge("__start__", "gate"));
    assert_eq!(settled(page.invoke(THREAD, entry("i"))).1, vec![json!({ "ask": ["i"] })]);
    assert_eq!(page.threads()[0].next_seq, 2, "input and START go with the pause (S-CKP-24)");
    assert_eq!(settled(page.command(THREAD, &json!("yes"))).0, json!({ "log": ["i", "answered"] }));
    assert_eq!(world.called("gate"), 2, "ask once, answer once");
    page.invoke("failing", entry("i"));
    assert_eq!(code(page.command("failing", &json!("later"))), "Error");
    assert_eq!(code(page.continue_thread("failing").1.expect("ran")), "Error", "answered again with the same decision");
    assert_eq!(page.pending().len(), 0, "the question is not asked again");
}

#[test]
fn new_input_does_not_void_a_gates_question_s_int_61() {
    let gate =
        Program::default().list("log").gate("gate", |_| Act::Ask(0, json!("q"), None), |_| Act::Update(json!({})));
    let mut page = open(&gate.edge("__start__", "gate"));
    page.invoke(THREAD, entry("1"));
    assert_eq!(code(page.invoke(THREAD, entry("2"))), "PENDING_INTERRUPT");
    let writes = page.writes(&entry("2"));
    let run = page.begin_with(THREAD, Mode::Input(writes), Some(OnPending::Discard));
    let (state, asked) = settled(page.end(run));
    assert_eq!((state["log"].clone(), asked.len()), (json!(["1", "2"]), 1));
    assert_eq!(page.pending().len(), 1, "the old question is closed, a new one asked (G-10)");
}

#[test]
fn a_failure_keeps_what_siblings_did_g_15() {
    let world = World::new(7);
    let program = side_by_side(logs("a"), |_| Act::Throw("boom"), logs("c"));
    let mut page = world.open(&program);
    assert_eq!(page.invoke(THREAD, json!({})), Told::Failed(vec![("Error".into(), "boom".into())]));
    let head = &page.threads()[0];
    assert_eq!(head.error.as_ref().map(|error| error.message.to_string()), Some("boom".into()));
    assert_eq!(page.go_on(THREAD), Told::Failed(vec![("Error".into(), "boom".into())]));
    assert_eq!(["a", "b", "c"].map(|node| world.called(node)), [1, 2, 1]);
}

#[test]
fn several_failures_are_all_told_g_16() {
    let mut page = open(&side_by_side(|_| Act::Throw("one"), |_| Act::Throw("two"), logs("c")));
    let Told::Failed(errors) = page.invoke(THREAD, json!({})) else { panic!("failed") };
    assert_eq!(errors.iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>(), ["one", "two"]);
}

#[test]
fn a_reducer_that_throws_fails_the_step_and_leaves_the_state_s_sta_15() {
    let mut page = open(&chain(&["a"]).node("b", |_| Act::Update(json!({ "log": "throw" }))).edge("a", "b"));
    assert_eq!(page.invoke(THREAD, entry("i")), Told::Failed(vec![("Error".into(), "the reducer threw".into())]));
    let app = page.app.clone();
    let state = page.wait_for(async move { app.get_state(THREAD.into(), None).await }).expect("alive").expect("stored");
    let task = &state.as_ref().expect("stored").tasks[0];
    assert_eq!((&*task.name, task.result.is_some()), ("b", true), "its writes wait to be applied (S-GET-12)");
    assert_eq!(state.map(|state| state.values), Some(json!({ "log": ["i", "a"] })));
    assert_eq!(page.threads()[0].step, 1);
}

#[test]
fn a_value_that_cannot_be_kept_fails_the_run_and_loses_nothing_s_con_08() {
    let mut page =
        open(&chain(&["a"]).channel("v").node("b", |_| Act::Update(json!({ "v": "no JSON" }))).edge("a", "b"));
    assert_eq!(page.invoke(THREAD, entry("i")), Told::Failed(vec![("Error".into(), "not to be encoded".into())]));
    let head = &page.threads()[0];
    assert_eq!((head.step, head.status), (1, haltgraph::checkpoint::Status::Failed));
}

#[test]
fn streams_tell_in_order_g_19_g_20() {
    let mut page = open(&chain(&["a"]).node("b", asks("b")).edge("a", "b"));
    page.invoke(THREAD, entry("i"));
    assert_eq!(
        page.stream(),
        vec![
            json!({ "values": { "log": ["i"] } }),
            json!({ "update": { "a": { "log": ["a"] } } }),
            json!({ "values": { "log": ["i", "a"] } }),
            json!({ "interrupts": ["qb"] }),
        ]
    );
    let mut page = open(&side_by_side(logs("a"), asks("b"), logs("c")));
    page.invoke(THREAD, json!({}));
    let before = page.stream().len();
    page.command(THREAD, &json!("x"));
    assert_eq!(
        page.stream()[before..],
        [
            json!({ "values": { "log": [] } }),
            json!({ "cached": { "a": { "log": ["a"] } } }),
            json!({ "cached": { "c": { "log": ["c"] } } }),
            json!({ "update": { "b": { "log": ["b:x"] } } }),
            json!({ "values": { "log": ["a", "b:x", "c"] } }),
        ]
    );
}

#[test]
fn turns_come_to_an_end_while_the_store_is_awaited_s_stp_81() {
    let two = |call: &Call| match call.ask(0, json!("one")).and_then(|_| call.ask(1, json!("two"))) {
        Ok(_) => Act::Update(entry("done")),
        Err(ask) => ask,
    };
    let world = World::new(7);
    let mut page = world.open(&Program::default().list("log").node("ask", two).edge("__start__", "ask"));
    page.invoke(THREAD, json!({}));
    world.post.hold(true);
    page.begin_to_command(THREAD, &json!("first"));
    for _ in 0..20 {
        let turns = (0..100).take_while(|_| page.turn()).count();
        assert!(turns < 100, "a turn asks for the next one although the store has not answered");
        if world.post.waiting() > 0 {
            world.post.deliver(0);
        }
    }
    world.post.hold(false);
    assert_eq!(&*page.pending()[0].asked.question.payload.0, "\"two\"");
}
