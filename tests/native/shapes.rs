//! Where results lead: joins, Sends, Commands from nodes, overwrites and values that live for one call.

use haltgraph::runtime::{CallOptions, Durability, Goto, Mode, Resume};
use serde_json::{Value, json};

use crate::world::{Act, Call, Page, Program, Told, World, entry};

const THREAD: &str = "t";

fn logs(text: &'static str) -> impl Fn(&Call) -> Act {
    move |_| Act::Update(entry(text))
}

fn open(program: &Program) -> Page {
    World::new(3).open(program)
}

fn log(told: &Told) -> Value {
    match told {
        Told::Settled(state, _) => state.as_ref().map_or(Value::Null, |state| state["log"].clone()),
        Told::Failed(errors) => panic!("the call failed: {errors:?}"),
    }
}

fn asked(told: &Told) -> Vec<Value> {
    match told {
        Told::Settled(_, asked) => asked.iter().map(|(_, payload)| payload.clone()).collect(),
        Told::Failed(errors) => panic!("the call failed: {errors:?}"),
    }
}

fn code(told: &Told) -> &str {
    match told {
        Told::Failed(errors) => &errors[0].0,
        Told::Settled(..) => panic!("the call did not fail"),
    }
}

/// `a` and `b` out of START, `b` one step longer; `c` joins both.
fn joined() -> Program {
    let program = Program::default().list("log").node("a", logs("a")).node("b", logs("b")).node("b2", logs("b2"));
    let program = program.edge("__start__", "a").edge("__start__", "b").edge("b", "b2");
    program.node("c", logs("c")).join(&["a", "b2"], "c")
}

#[test]
fn a_join_runs_once_after_the_last_of_its_sources_s_stp_40() {
    let mut page = open(&joined());
    assert_eq!(log(&page.invoke(THREAD, entry("i"))), json!(["i", "a", "b", "b2", "c"]));
    assert_eq!(
        log(&page.invoke(THREAD, entry("j"))).as_array().expect("a list")[5..],
        ["j", "a", "b", "b2", "c"],
        "it re-arms"
    );
}

#[test]
fn a_partial_join_outlives_the_page_s_sta_21() {
    let program = joined().node("gate", |call| match call.ask(0, json!("go on?")) {
        Ok(_) => Act::Update(json!({})),
        Err(ask) => ask,
    });
    let mut program = program.edge("b", "gate").edge("gate", "b2");
    program.spec.edges.retain(|(from, to)| (from.as_str(), to.as_str()) != ("b", "b2"));
    let world = World::new(3);
    let mut page = world.open(&program);
    assert_eq!(asked(&page.invoke(THREAD, entry("i"))), [json!("go on?")]);
    drop(page);
    let mut page = world.open(&program);
    assert_eq!(log(&page.command(THREAD, &json!(true))), json!(["i", "a", "b", "b2", "c"]));
}

#[test]
fn separate_edges_run_their_target_at_each_superstep_s_stp_41() {
    let mut program = joined();
    program.spec.joins.clear();
    let mut page = open(&program.edge("a", "c").edge("b2", "c"));
    assert_eq!(log(&page.invoke(THREAD, entry("i"))), json!(["i", "a", "b", "b2", "c", "c"]));
}

#[test]
fn a_source_that_is_never_reached_leaves_the_join_unrun_s_stp_43() {
    let mut program = joined();
    program.spec.edges.retain(|(from, to)| (from.as_str(), to.as_str()) != ("b", "b2"));
    let mut page = open(&program.ends("a", &["b2"]));
    assert_eq!(log(&page.invoke(THREAD, entry("i"))), json!(["i", "a", "b"]));
    assert_eq!(page.threads()[0].status, haltgraph::checkpoint::Status::Done);
    assert_eq!(page.warned(), ["JOIN_INCOMPLETE"]);
}

#[test]
fn a_superstep_that_completes_a_join_leaves_nothing_of_it_behind_s_sta_21() {
    // `b` arrives first; then `a` and `b` run in one superstep: the join is complete, and counts neither for the next.
    let program = Program::default().list("log").node("a", logs("a")).node("b", logs("b")).node("c", logs("c"));
    let program = program.edge("__start__", "b").join(&["a", "b"], "c").ends("b", &["a"]);
    let program = program.branch("b", |state| match state["log"].as_array().map(Vec::len) {
        Some(2) => vec!["a".into(), "b".into()],
        _ => vec!["__end__".into()],
    });
    let mut page = open(&program);
    assert_eq!(log(&page.invoke(THREAD, entry("i"))), json!(["i", "b", "a", "b", "c"]));
    assert_eq!(page.warned(), [] as [&str; 0]);
}

#[test]
fn a_goto_runs_a_joins_target_and_does_not_reset_it_s_stp_42() {
    let program = joined().node("x", |_| Act::Lead(json!({}), vec![Goto::Node("c".into())])).edge("__start__", "x");
    let mut page = open(&program);
    assert_eq!(log(&page.invoke(THREAD, entry("i"))), json!(["i", "a", "b", "b2", "c", "c"]));
}

/// A fan-out to `worker` for each of the state's items, and a node after all of them.
fn fan_out(worker: impl Fn(&Call) -> Act + 'static) -> Program {
    let send = |item: &Value| Goto::Send("worker".into(), json!({ "item": item }));
    let program = Program::default().list("log").channel("items").node("plan", |_| Act::Update(json!({})));
    let program = program.edge("__start__", "plan").node("worker", worker).node("after", logs("after"));
    let program =
        program.fan_out("plan", move |state| state["items"].as_array().expect("items").iter().map(send).collect());
    program.edge("worker", "after")
}

fn works(call: &Call) -> Act {
    Act::Update(json!({ "log": [format!("w{}", call.input["item"])] }))
}

#[test]
fn each_send_is_a_task_and_what_follows_runs_once_s_stp_60_s_stp_61_s_stp_63() {
    let world = World::new(3);
    let told = world.open(&fan_out(works)).invoke(THREAD, json!({ "log": ["i"], "items": [2, 1, 1] }));
    assert_eq!(log(&told), json!(["i", "w2", "w1", "w1", "after"]));
    assert_eq!(world.called("after"), 1);
}

#[test]
fn a_sends_input_is_its_own_and_not_the_state_s_sta_43() {
    let program = fan_out(|call| Act::Update(json!({ "log": [call.input.to_string()] })));
    let told = open(&program).invoke(THREAD, json!({ "items": [7] }));
    assert_eq!(log(&told), json!(["{\"item\":7}", "after"]));
}

#[test]
fn sends_are_applied_in_queue_order_whoever_ends_first_g_17() {
    let mut page = open(&fan_out(|call| Act::Hang(Box::new(works(call)))));
    let writes = page.writes(&json!({ "items": [0, 1, 2] }));
    let run = page.begin(THREAD, Mode::Input(writes));
    for last in [2, 1, 0] {
        page.release(last);
    }
    assert_eq!(log(&page.end(run)), json!(["w0", "w1", "w2", "after"]));
    let updates = page.stream().into_iter().filter_map(|told| told.get("update")?.get("worker").cloned());
    assert_eq!(updates.collect::<Vec<_>>(), [2, 1, 0].map(|item| json!({ "log": [format!("w{item}")] })));
}

#[test]
fn sends_that_pause_are_answered_by_id_and_finished_ones_do_not_run_again_s_int_44_g_17() {
    let program = fan_out(|call| match call.ask(0, call.input["item"].clone()) {
        Ok(answer) => Act::Update(json!({ "log": [format!("w{}:{answer}", call.input["item"])] })),
        Err(ask) => ask,
    });
    let world = World::new(3);
    let mut page = world.open(&program);
    let told = page.invoke(THREAD, json!({ "items": [2, 1, 0] }));
    assert_eq!(asked(&told), [json!(2), json!(1), json!(0)], "in queue order");
    let Told::Settled(_, questions) = told else { panic!("it paused") };
    assert_eq!(code(&page.command(THREAD, &json!("all"))), "MULTIPLE_PENDING_INTERRUPTS", "S-INT-53");
    drop(page);
    let mut page = world.open(&program);
    let told = page.command_by_id(THREAD, &[(&questions[2].0, json!("c")), (&questions[0].0, json!("a"))]);
    assert_eq!(asked(&told), [json!(1)]);
    assert_eq!(page.state(THREAD).next.len(), 1, "S-INT-38");
    drop(page);
    let mut page = world.open(&program);
    assert_eq!(code(&page.command_by_id(THREAD, &[(&questions[0].0, json!("b"))])), "INTERRUPT_CONSUMED");
    let told = page.command_by_id(THREAD, &[(&questions[1].0, json!(false))]);
    assert_eq!(log(&told), json!(["w2:\"a\"", "w1:false", "w0:\"c\"", "after"]));
    assert_eq!(world.called("worker"), 6, "each asked once and answered once (S-INT-42)");
}

#[test]
fn a_send_and_an_edge_to_one_node_are_two_tasks_s_stp_15() {
    let program = fan_out(works).edge("plan", "worker");
    let told = open(&program).invoke(THREAD, json!({ "items": [5] }));
    assert_eq!(log(&told), json!(["wnull", "w5", "after"]), "edges before Sends (S-STP-30)");
}

#[test]
fn sends_of_one_superstep_queue_in_path_order_s_stp_60() {
    let send = |item: &'static str| Goto::Send("worker".into(), json!({ "item": item }));
    let program = Program::default().list("log").node("worker", works);
    let program = program.node("b", move |_| Act::Lead(json!({}), vec![send("b")])).ends("b", &["worker"]);
    let program = program.node("a", move |_| Act::Lead(json!({}), vec![send("a1"), send("a2")]));
    let mut page = open(&program.edge("__start__", "a").edge("__start__", "b").fan_out("a", move |_| vec![send("a3")]));
    assert_eq!(log(&page.invoke(THREAD, json!({}))), json!(["w\"a1\"", "w\"a2\"", "w\"a3\"", "w\"b\""]));
}

#[test]
fn a_send_to_nowhere_fails_its_task_s_bld_29_s_stp_16() {
    for (to, said) in [("__end__", "Cannot send a packet to the END node"), ("nobody", "Invalid node name \"nobody\"")]
    {
        let program = Program::default().list("log");
        let program = program.node("a", move |_| Act::Lead(json!({}), vec![Goto::Send(to.into(), json!(1))]));
        let Told::Failed(errors) = open(&program.edge("__start__", "a")).invoke(THREAD, entry("i")) else {
            panic!("it fails")
        };
        assert_eq!(errors[0].0, "INVALID_UPDATE");
        assert!(errors[0].1.contains(said), "{}", errors[0].1);
    }
}

#[test]
fn a_goto_adds_to_the_edges_and_an_unknown_one_fails_s_cmd_10_s_cmd_12() {
    let lead = |to: &'static str| {
        let program =
            Program::default().list("log").node("a", move |_| Act::Lead(entry("a"), vec![Goto::Node(to.into())]));
        program.edge("__start__", "a").edge("a", "b").node("b", logs("b")).node("c", logs("c")).ends("a", &["c"])
    };
    assert_eq!(log(&open(&lead("c")).invoke(THREAD, json!({}))), json!(["a", "b", "c"]));
    assert_eq!(log(&open(&lead("b")).invoke(THREAD, json!({}))), json!(["a", "b"]), "S-CMD-15");
    assert_eq!(log(&open(&lead("__end__")).invoke(THREAD, json!({}))), json!(["a", "b"]), "S-CMD-11");
    assert_eq!(code(&open(&lead("typo")).invoke(THREAD, json!({}))), "UNKNOWN_NODE");
}

#[test]
fn an_overwrite_takes_the_place_of_all_that_was_written_s_sta_17() {
    let write = |value: Value| move |_: &Call| Act::Update(json!({ "log": value }));
    let program = Program::default().list("log").node("a", write(json!(["a"]))).node("c", write(json!(["c"])));
    let program = program.node("b", write(json!({ "__overwrite__": ["b"] })));
    let program = ["a", "b", "c"].iter().fold(program, |program, name| program.edge("__start__", name));
    let world = World::new(3);
    let mut page = world.open(&program);
    assert_eq!(log(&page.invoke(THREAD, entry("i"))), json!(["b"]));
    assert_eq!(world.open(&program).state(THREAD).values, json!({ "log": ["b"] }));
}

#[test]
fn two_overwrites_in_one_superstep_fail_s_sta_17_s_cho_10() {
    let write = |_: &Call| Act::Update(json!({ "log": { "__overwrite__": [] } }));
    let program = Program::default().list("log").node("a", write).node("b", write);
    let mut page = open(&program.edge("__start__", "a").edge("__start__", "b"));
    assert_eq!(code(&page.invoke(THREAD, entry("i"))), "INVALID_UPDATE");
}

#[test]
fn an_overwrite_waits_among_the_pending_writes_of_its_superstep_s_sta_18() {
    let program = Program::default().list("log").node("b", |call| match call.ask(0, json!("?")) {
        Ok(_) => Act::Update(entry("b")),
        Err(ask) => ask,
    });
    let program = program.node("a", |_| Act::Update(json!({ "log": { "__overwrite__": ["a"] } })));
    let program = program.edge("__start__", "a").edge("__start__", "b");
    let world = World::new(3);
    world.open(&program).invoke(THREAD, entry("i"));
    let mut page = world.open(&program);
    assert_eq!(page.state(THREAD).values, json!({ "log": ["a"] }));
    assert_eq!(log(&page.command(THREAD, &json!(1))), json!(["a"]), "b's own write is dropped, too");
}

#[test]
fn an_untracked_value_lives_for_one_call_and_is_never_stored_s_sta_22() {
    let program = Program::default().list("log").untracked("live", true);
    let program = program.node("a", |_| Act::Update(json!({ "live": "x", "log": ["a"] })));
    let program = program.node("b", |call| match call.ask(0, json!(call.input.get("live").is_some())) {
        Ok(_) => Act::Update(json!({ "log": [call.input.get("live").is_some().to_string()] })),
        Err(ask) => ask,
    });
    let mut page = open(&program.edge("__start__", "a").edge("a", "b"));
    assert_eq!(asked(&page.invoke(THREAD, json!({}))), [json!(true)]);
    assert_eq!(page.state(THREAD).values, json!({ "log": ["a"] }));
    assert_eq!(log(&page.command(THREAD, &json!(1))), json!(["a", "false"]), "after the pause it is empty");
}

#[test]
fn an_untracked_value_of_a_command_is_gone_at_the_next_pause_s_sta_22() {
    let seen = |call: &Call| json!(call.input.get("live").is_some());
    let program = Program::default().list("log").untracked("live", true).node("a", move |call| {
        match call.ask(0, json!("q1")).and_then(|_| call.ask(1, seen(call))) {
            Ok(_) => Act::Update(json!({ "log": [seen(call)] })),
            Err(ask) => ask,
        }
    });
    let mut page = open(&program.edge("__start__", "a"));
    page.invoke(THREAD, json!({}));
    let told = page.command_with(THREAD, Some(Resume::Value("1".into())), &json!({ "live": "x" }));
    assert_eq!(asked(&told), [json!(true)]);
    assert_eq!(log(&page.command(THREAD, &json!(2))), json!([false]));
}

#[test]
fn a_thread_has_a_thousand_open_questions_and_no_more() {
    let program = fan_out(|call| Act::Ask(0, call.input["item"].clone(), None));
    let items = |count: u32| json!({ "items": (0..count).collect::<Vec<_>>() });
    let mut page = open(&program);
    assert_eq!(asked(&page.invoke("thousand", items(1000))).len(), 1000);
    assert_eq!(code(&page.invoke("more", items(1001))), "E_LIMIT");
}

#[test]
fn an_untracked_channel_with_a_guard_takes_one_write_s_sta_22() {
    let told = |guard| {
        let write = |value: &'static str| move |_: &Call| Act::Update(json!({ "live": value }));
        let program =
            Program::default().list("log").untracked("live", guard).node("a", write("a")).node("b", write("b"));
        let program = program.edge("__start__", "a").edge("__start__", "b").join(&["a", "b"], "c");
        let program = program.node("c", |call| Act::Update(json!({ "log": [call.input["live"]] })));
        open(&program).invoke(THREAD, json!({}))
    };
    assert_eq!(code(&told(true)), "INVALID_CONCURRENT_GRAPH_UPDATE");
    assert_eq!(log(&told(false)), json!(["b"]));
}

#[test]
fn no_more_tasks_run_at_a_time_than_asked_and_all_run_s_stp_80_g_39() {
    let hang = |text: &'static str| move |_: &Call| Act::Hang(Box::new(Act::Update(entry(text))));
    let program = Program::default().list("log").node("a", hang("a")).node("b", hang("b")).node("c", hang("c"));
    let program = ["a", "b", "c"].iter().fold(program, |program, name| program.edge("__start__", name));
    let world = World::new(3);
    let mut page = world.open(&program);
    let options = CallOptions { thread: Some(THREAD.into()), max_concurrency: Some(1), ..CallOptions::default() };
    let run = page.call(Mode::Input(Vec::new()), options);
    for (name, next) in [("a", "b"), ("b", "c")] {
        assert_eq!((world.called(name), world.called(next)), (1, 0));
        page.release(0);
    }
    page.release(0);
    assert_eq!(log(&page.end(run)), json!(["a", "b", "c"]));
}

#[test]
fn with_async_all_supersteps_are_stored_when_the_call_ends_s_ckp_20_g_22() {
    let program = fan_out(works);
    let checkpoints = |durability| {
        let mut page = open(&program);
        let options = CallOptions { thread: Some(THREAD.into()), durability, ..CallOptions::default() };
        let writes = page.writes(&json!({ "items": [1, 2] }));
        let run = page.call(Mode::Input(writes), options);
        assert_eq!(log(&page.end(run)), json!(["w1", "w2", "after"]));
        page.history(THREAD).iter().map(|one| (one.step, one.next.len(), one.values.clone())).collect::<Vec<_>>()
    };
    assert_eq!(checkpoints(Durability::Async), checkpoints(Durability::Sync));
    assert_eq!(checkpoints(Durability::Async).len(), 5);
}
