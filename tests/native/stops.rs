//! Static breakpoints, and what Commands bring beside an answer.

use haltgraph::checkpoint::Status;
use haltgraph::graph::Stops;
use haltgraph::runtime::{CallOptions, CommandInput, Goto, Mode, Resume};
use serde_json::{Value, json};

use crate::world::{Act, Call, Page, Program, Told, World, entry};

const THREAD: &str = "t";

fn logs(text: &'static str) -> impl Fn(&Call) -> Act {
    move |_| Act::Update(entry(text))
}

/// Nodes `names` in a row, each logging its name.
fn chain(names: &[&'static str]) -> Program {
    let mut program = Program::default().list("log").channel("v");
    let mut before = "__start__";
    for name in names.iter().copied() {
        program = program.node(name, logs(name)).edge(before, name);
        before = name;
    }
    program
}

/// A node that asks once and logs the answer with the list that it was given.
fn asks(call: &Call) -> Act {
    match call.ask(0, json!("q")) {
        Ok(answer) => Act::Update(json!({ "log": [format!("{answer} over {}", call.input["log"])] })),
        Err(ask) => ask,
    }
}

fn only(names: &[&str]) -> Stops {
    Stops::Nodes(names.iter().map(|name| (*name).to_owned()).collect())
}

/// A call and what it gave: the log, the questions, and whether it stood at a breakpoint.
fn call(page: &mut Page, mode: Mode<Value>, options: CallOptions) -> (Value, usize, bool) {
    let run = page.call(mode, CallOptions { thread: Some(THREAD.into()), ..options });
    match page.end(run) {
        Told::Settled(state, asked) => {
            (state.map_or(Value::Null, |state| state["log"].clone()), asked.len(), page.halted(run))
        }
        Told::Failed(errors) => panic!("the call failed: {errors:?}"),
    }
}

fn go_on(page: &mut Page) -> (Value, usize, bool) {
    call(page, Mode::Continue, CallOptions::default())
}

fn answer(value: &Value) -> Mode<Value> {
    let resume = Some(Resume::Value(value.to_string()));
    Mode::Command(CommandInput { resume, update: Vec::new(), goto: Vec::new() })
}

fn code(told: Told) -> String {
    match told {
        Told::Failed(errors) => errors[0].0.clone(),
        told => panic!("the call did not fail: {told:?}"),
    }
}

#[test]
fn before_a_node_the_run_stops_and_null_passes_it_g_12_s_int_81() {
    let mut program = chain(&["n0", "n1"]);
    program.spec.interrupt_before = only(&["n1"]);
    let world = World::new(5);
    let mut page = world.open(&program);
    assert_eq!(call(&mut page, Mode::Input(Vec::new()), CallOptions::default()), (json!(["n0"]), 0, true));
    assert_eq!(page.state(THREAD).next, ["n1".into()], "S-INT-85");
    assert_eq!(page.threads()[0].status, Status::Interrupted);
    drop(page);
    let mut page = world.open(&program);
    assert_eq!(go_on(&mut page), (json!(["n0", "n1"]), 0, false));
    assert_eq!(page.threads()[0].status, Status::Done);
}

#[test]
fn after_every_node_the_run_stops_also_after_the_last_g_12_s_int_82() {
    let mut program = chain(&["n0", "n1"]);
    program.spec.interrupt_after = Stops::All;
    let mut page = World::new(5).open(&program);
    assert_eq!(call(&mut page, Mode::Input(Vec::new()), CallOptions::default()), (json!(["n0"]), 0, true));
    assert_eq!(go_on(&mut page), (json!(["n0", "n1"]), 0, true));
    assert_eq!(page.state(THREAD).next, [] as [std::rc::Rc<str>; 0]);
    assert_eq!(go_on(&mut page), (json!(["n0", "n1"]), 0, false));
    assert_eq!(page.threads()[0].status, Status::Done);
}

#[test]
fn a_call_may_give_its_own_breakpoints_or_none_s_int_80() {
    let mut program = chain(&["n0", "n1"]);
    program.spec.interrupt_before = only(&["n1"]);
    let mut page = World::new(5).open(&program);
    let none = CallOptions { interrupt_before: Some(only(&[])), ..CallOptions::default() };
    assert_eq!(call(&mut page, Mode::Input(Vec::new()), none), (json!(["n0", "n1"]), 0, false));
    let first = CallOptions { interrupt_before: Some(Stops::All), ..CallOptions::default() };
    assert_eq!(call(&mut page, Mode::Input(Vec::new()), first), (Value::Null, 0, true), "START is hidden");
    let options =
        CallOptions { thread: Some(THREAD.into()), interrupt_after: Some(only(&["x"])), ..CallOptions::default() };
    let run = page.call(Mode::Continue, options);
    assert_eq!(code(page.end(run)), "GRAPH_VALIDATION");
}

#[test]
fn all_tasks_of_the_superstep_wait_and_a_loop_stops_each_time_s_int_81_s_int_84() {
    let mut program = chain(&["n0"]).node("n1", logs("n1")).edge("__start__", "n1").edge("n1", "n1");
    program.spec.interrupt_before = only(&["n1"]);
    let mut page = World::new(5).open(&program);
    assert_eq!(call(&mut page, Mode::Input(Vec::new()), CallOptions::default()), (Value::Null, 0, true), "S-INT-30");
    assert_eq!(go_on(&mut page), (json!(["n0", "n1"]), 0, true));
    assert_eq!(go_on(&mut page), (json!(["n0", "n1", "n1"]), 0, true));
}

#[test]
fn a_breakpoint_then_a_question_of_one_node_g_13_g_14() {
    let mut program = Program::default().list("log").node("a", asks).edge("__start__", "a");
    program.spec.interrupt_before = only(&["a"]);
    let mut page = World::new(5).open(&program);
    assert_eq!(call(&mut page, Mode::Input(Vec::new()), CallOptions::default()), (Value::Null, 0, true));
    assert_eq!(
        call(&mut page, answer(&json!("leak")), CallOptions::default()).1,
        1,
        "nobody has seen the question yet"
    );
    assert_eq!(page.warned(), ["RESUME_DROPPED"], "S-INT-57");
    assert_eq!(call(&mut page, answer(&json!(1)), CallOptions::default()), (json!(["1 over []"]), 0, false));
}

#[test]
fn an_edit_at_a_breakpoint_is_gone_on_with_s_int_87() {
    let mut program = chain(&["n0", "n1"]);
    program.spec.interrupt_before = only(&["n1"]);
    let mut page = World::new(5).open(&program);
    call(&mut page, Mode::Input(Vec::new()), CallOptions::default());
    page.update(THREAD, Some("n0"), Some(&entry("edited"))).expect("an edit");
    assert_eq!(go_on(&mut page).0, json!(["n0", "edited", "n1"]));
}

#[test]
fn without_a_saver_a_breakpoint_stops_for_good_s_int_86() {
    let mut program = chain(&["n0", "n1"]);
    program.spec.interrupt_before = only(&["n1"]);
    let mut page = World::new(5).open_unsaved(&program);
    let run = page.call(Mode::Input(Vec::new()), CallOptions::default());
    assert!(matches!(page.end(run), Told::Settled(Some(state), _) if state == json!({ "log": ["n0"] })));
    assert!(page.halted(run));
    assert_eq!(page.warned(), ["BREAKPOINT_UNSAVED"]);
}

#[test]
fn an_update_beside_the_answer_is_seen_by_the_node_and_kept_s_int_70_g_05() {
    let twice = |call: &Call| {
        let first = call.ask(0, json!("q1"));
        match first.and_then(|a| Ok((a, call.ask(1, json!("q2"))?))) {
            Ok((a, b)) => Act::Update(json!({ "log": [format!("{a}{b} over {}", call.input["log"])] })),
            Err(ask) => ask,
        }
    };
    let program = Program::default().list("log").node("a", twice).edge("__start__", "a");
    let world = World::new(5);
    world.open(&program).invoke(THREAD, json!({}));
    let mut page = world.open(&program);
    page.command_with(THREAD, Some(Resume::Value("1".into())), &entry("U"));
    assert_eq!(page.state(THREAD).values, json!({ "log": ["U"] }), "S-GET-12");
    drop(page);
    let mut page = world.open(&program);
    let told = page.command_with(THREAD, Some(Resume::Value("2".into())), &entry("V"));
    let Told::Settled(Some(state), _) = told else { panic!("{told:?}") };
    assert_eq!(state["log"], json!(["U", "V", "12 over [\"U\",\"V\"]"]), "none is lost or applied twice (S-INT-71)");
    assert_eq!(world.open(&program).state(THREAD).values, state, "the checkpoint has them");
    let shown = world.open(&program).history(THREAD);
    let written: Vec<_> =
        shown[1].tasks[0].result.as_ref().expect("a result").iter().map(|w| w.value.clone()).collect();
    assert_eq!(written, [json!(["12 over [\"U\",\"V\"]"])], "history tells the node's part from the Command's");
}

#[test]
fn a_goto_beside_the_answer_runs_in_the_same_superstep_s_int_72() {
    let program = Program::default().list("log").node("a", asks).edge("__start__", "a").node("x", logs("x"));
    let program = program.node("s", |call| Act::Update(json!({ "log": [call.input] }))).ends("a", &["x", "s"]);
    let world = World::new(5);
    world.open(&program).invoke(THREAD, json!({}));
    let mut page = world.open(&program);
    let goto = vec![Goto::Node("x".into()), Goto::Send("s".into(), json!("sent"))];
    let resume = Some(Resume::Value("1".into()));
    let mode = Mode::Command(CommandInput { resume, update: Vec::new(), goto });
    assert_eq!(call(&mut page, mode, CallOptions::default()).0, json!(["1 over []", "x", "sent"]));
    assert_eq!(page.threads()[0].step, 1);
}

#[test]
fn a_command_without_an_answer_asks_anew_under_a_checkpoint_of_its_own_g_11_s_int_73() {
    let program = Program::default().list("log").node("a", asks).edge("__start__", "a");
    let mut page = World::new(5).open(&program);
    page.invoke(THREAD, json!({}));
    let first = page.pending()[0].asked.interrupt.clone();
    let told = page.command_with(THREAD, None, &entry("U"));
    assert!(matches!(told, Told::Settled(_, asked) if asked.len() == 1 && asked[0].0 != first));
    assert_eq!(page.warned(), ["PENDING_SUPERSEDED"], "S-CHO-22");
    let shown: Vec<_> = page.history(THREAD).iter().map(|one| (one.source, one.step, one.next.clone())).collect();
    use haltgraph::checkpoint::record::Source::{Input, Loop};
    assert_eq!(
        shown,
        [(Input, 1, vec!["a".into()]), (Loop, 0, vec!["a".into()]), (Input, -1, vec!["__start__".into()])]
    );
    let end =
        Mode::Command(CommandInput { resume: None, update: Vec::new(), goto: vec![Goto::Node("__end__".into())] });
    assert_eq!(call(&mut page, end, CallOptions::default()).1, 1, "it is no way to cancel");
}

#[test]
fn a_command_may_leave_open_questions_open_s_cho_22() {
    let program = Program::default().list("log").node("a", asks).edge("__start__", "a").node("x", logs("x"));
    let world = World::new(5);
    let mut page = world.open(&program.ends("a", &["x"]));
    page.invoke(THREAD, json!({}));
    let first = page.pending()[0].asked.interrupt.clone();
    let update = page.writes(&entry("U"));
    let command = CommandInput { resume: None, update, goto: vec![Goto::Node("x".into())] };
    let beside = CallOptions { keep_pending: true, ..CallOptions::default() };
    assert_eq!(call(&mut page, Mode::Command(command), beside).1, 1);
    assert_eq!(page.pending()[0].asked.interrupt, first);
    assert_eq!((world.called("a"), world.called("x")), (1, 1));
    let log = call(&mut page, answer(&json!(1)), CallOptions::default()).0;
    assert_eq!(log, json!(["U", "1 over [\"U\"]", "x"]));
}

#[test]
fn what_a_command_led_to_beside_open_questions_is_found_again_s_cho_22_s_get_10() {
    let program = Program::default().list("log").node("a", asks).edge("__start__", "a").node("w", asks);
    let program = program.ends("a", &["w"]);
    let world = World::new(5);
    let mut page = world.open(&program);
    page.invoke(THREAD, json!({}));
    let sent =
        CommandInput { resume: None, update: Vec::new(), goto: vec![Goto::Send("w".into(), json!({ "log": 9 }))] };
    let beside = CallOptions { keep_pending: true, ..CallOptions::default() };
    assert_eq!(call(&mut page, Mode::Command(sent), beside).1, 2);
    drop(page);
    let mut page = world.open(&program);
    assert_eq!(page.state(THREAD).next.join(","), "w,a");
    let asked: Vec<_> = page.pending().into_iter().map(|one| one.asked.interrupt).collect();
    page.command_by_id(THREAD, &[(&asked[0], json!(1))]);
    drop(page);
    let mut page = world.open(&program);
    let told = page.command_by_id(THREAD, &[(&asked[1], json!(1))]);
    assert!(matches!(told, Told::Settled(Some(state), _) if state["log"].as_array().map(Vec::len) == Some(2)));
    assert_eq!((world.called("a"), world.called("w")), (2, 2), "neither is asked twice");
}

#[test]
fn a_command_starts_a_fresh_thread_at_its_target_s_cmd_41() {
    let program = chain(&["n0", "n1"]);
    let mut page = World::new(5).open(&program);
    let update = page.writes(&entry("U"));
    let mode = Mode::Command(CommandInput { resume: None, update, goto: vec![Goto::Node("n1".into())] });
    assert_eq!(call(&mut page, mode, CallOptions::default()).0, json!(["U", "n1"]), "START is not run");
    assert_eq!(page.history(THREAD).len(), 2);
}

#[test]
fn an_empty_command_is_refused_s_int_76() {
    let mut page = World::new(5).open(&chain(&["n0"]));
    assert_eq!(code(page.command_with(THREAD, None, &Value::Null)), "EMPTY_INPUT");
}

#[test]
fn the_first_answer_never_reaches_the_second_question_of_a_node_s_cho_06_s_cho_07() {
    let twice = |call: &Call| match call.ask(0, json!("delete?")).and_then(|a| Ok((a, call.ask(1, json!("pay?"))?))) {
        Ok((a, b)) => Act::Update(json!({ "log": [format!("{a} {b}")] })),
        Err(ask) => ask,
    };
    let program = Program::default().list("log").node("a", twice).edge("__start__", "a");
    let world = World::new(5);
    let mut page = world.open(&program);
    page.invoke(THREAD, json!({}));
    let first = page.pending()[0].asked.clone();
    page.command_by_id(THREAD, &[(&first.interrupt, json!("A"))]);
    let second = page.pending()[0].asked.clone();
    assert_ne!(first.interrupt, second.interrupt);
    for mut page in [page, world.open(&program)] {
        assert_eq!(code(page.command_by_id(THREAD, &[(&first.interrupt, json!("B"))])), "INTERRUPT_CONSUMED");
        assert!(page.resume(&first, "approve", "ann").0.is_err());
        assert_eq!(page.pending()[0].asked.question.payload.0.as_ref(), "\"pay?\"");
    }
    let mut page = world.open(&program);
    let told = page.command_by_id(THREAD, &[(&second.interrupt, json!("B"))]);
    assert!(matches!(told, Told::Settled(Some(state), _) if state == json!({ "log": ["\"A\" \"B\""] })));
}
