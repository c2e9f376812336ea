//! Looking back, editing, replaying: history, `updateState`, forks.

use std::rc::Rc;

use haltgraph::checkpoint::CheckpointId;
use haltgraph::checkpoint::record::Source::{self, Fork, Input, Loop, Update};
use haltgraph::checkpoint::{Status, question::Verb};
use haltgraph::runtime::{CallOptions, CommandInput, Goto, Mode, Resume, Snapshot, StateUpdate};
use serde_json::{Value, json};

use crate::world::{Act, Call, Page, Program, Told, World, engine_error, entry};

const THREAD: &str = "t";

fn logs(text: &'static str) -> impl Fn(&Call) -> Act {
    move |_| Act::Update(entry(text))
}

/// `a`, then `b`, which asks.
fn asking() -> Program {
    let program = Program::default().list("log").channel("v").node("a", logs("a")).edge("__start__", "a");
    program.edge("a", "b").node("b", |call| match call.ask(0, json!("q")) {
        Ok(answer) => Act::Update(json!({ "v": answer, "log": ["b"] })),
        Err(ask) => ask,
    })
}

fn paused() -> (Rc<World>, Page) {
    let world = World::new(11);
    let mut page = world.open(&asking());
    page.invoke(THREAD, json!({}));
    (world, page)
}

fn brief(history: &[Snapshot<Value>]) -> Vec<(Source, i64, String)> {
    history.iter().map(|one| (one.source, one.step, one.next.join(","))).collect()
}

fn replay(page: &mut Page, at: &CheckpointId, mode: Mode<Value>) -> Told {
    let options = CallOptions { thread: Some(THREAD.into()), at: Some(at.clone()), ..CallOptions::default() };
    let run = page.call(mode, options);
    page.end(run)
}

fn code(told: Told) -> String {
    match told {
        Told::Failed(errors) => errors[0].0.clone(),
        told => panic!("the call did not fail: {told:?}"),
    }
}

#[test]
fn history_shows_each_checkpoint_and_what_ran_from_it_s_get_41_s_get_42() {
    let (world, mut page) = paused();
    page.command(THREAD, &json!(5));
    drop(page);
    let history = world.open(&asking()).history(THREAD);
    let expected = [(Loop, 2, ""), (Loop, 1, "b"), (Loop, 0, "a"), (Input, -1, "__start__")];
    assert_eq!(brief(&history), expected.map(|(source, step, next)| (source, step, next.to_owned())));
    let task = &history[1].tasks[0];
    assert_eq!(task.closed.len(), 1, "the question stays where it was asked");
    assert_eq!(task.closed[0].row.verb, Verb::Answered);
    let written: Vec<_> = history[2].tasks[0].result.as_ref().expect("a ran").iter().map(|w| w.value.clone()).collect();
    assert_eq!(written, [json!(["a"])]);
    for (newer, older) in history.iter().zip(&history[1..]) {
        assert_eq!(newer.parent.as_ref(), Some(&older.id), "S-CKP-15");
    }
}

#[test]
fn history_is_paged_by_limit_and_before_s_ckp_44() {
    let (_, page) = paused();
    let all = page.history(THREAD);
    let app = page.app.clone();
    let before = all[0].id.clone();
    let rest = page.wait_for(async move { app.history(THREAD.into(), Some(before), Some(1)).await });
    let rest = rest.expect("alive").expect("readable");
    assert_eq!(brief(&rest), brief(&all[1..2]));
    assert!(rest[0].tasks[0].result.is_some(), "what ran from it is known though the next page holds it");
    let app = page.app.clone();
    let none = page.wait_for(async move { app.history(THREAD.into(), None, Some(0)).await });
    assert_eq!(none.expect("alive").expect("readable").len(), 0);
}

#[test]
fn an_edit_closes_the_question_and_routes_what_follows_the_node_g_34_s_upd_13() {
    let (_, mut page) = paused();
    page.update(THREAD, None, Some(&entry("U"))).expect("made as a, which ran last (S-UPD-10)");
    let state = page.state(THREAD);
    assert_eq!((state.source, state.step, state.next.join(",")), (Update, 2, "b".to_owned()));
    assert!(state.tasks[0].question.is_none());
    assert_eq!(state.values["log"], json!(["a", "U"]));
    assert_eq!(page.pending().len(), 0);
    assert!(matches!(page.go_on(THREAD), Told::Settled(_, asked) if asked.len() == 1), "b asks anew");
    page.update(THREAD, Some("b"), Some(&json!({ "v": 5 }))).expect("an answer for the node");
    let state = page.state(THREAD);
    assert_eq!((state.next.len(), &state.values["v"]), (0, &json!(5)));
    assert_eq!(page.threads()[0].status, Status::Idle);
}

#[test]
fn an_edit_of_a_fresh_thread_is_made_as_start_g_34() {
    let mut page = World::new(11).open(&asking());
    page.update(THREAD, None, Some(&entry("U"))).expect("an edit");
    let state = page.state(THREAD);
    assert_eq!((state.source, state.step, state.next.join(",")), (Update, 0, "a".to_owned()));
    assert!(matches!(page.go_on(THREAD), Told::Settled(Some(state), asked)
        if state["log"] == json!(["U", "a"]) && asked.len() == 1));
}

#[test]
fn an_edit_as_end_cancels_what_waits_g_34_s_upd_15() {
    let (_, mut page) = paused();
    page.update(THREAD, Some("__end__"), None).expect("an end");
    assert_eq!(page.state(THREAD).next.len(), 0);
    assert_eq!(page.pending().len(), 0);
    assert!(matches!(page.go_on(THREAD), Told::Settled(Some(state), _) if state["log"] == json!(["a"])));
}

#[test]
fn which_node_an_edit_is_made_as_must_be_clear_g_35_s_upd_10_s_upd_12() {
    let program = Program::default().list("log").node("a", logs("a")).node("b", logs("b"));
    let mut page = World::new(11).open(&program.edge("__start__", "a").edge("__start__", "b"));
    page.invoke(THREAD, json!({}));
    let refused = page.update(THREAD, None, Some(&entry("U"))).expect_err("a and b ran last");
    assert!(refused.message.starts_with("Ambiguous update, specify \"asNode\""));
    let refused = page.update(THREAD, Some("typo"), Some(&entry("U"))).expect_err("no node");
    assert_eq!((refused.code, refused.message.as_str()), ("INVALID_UPDATE", "Node \"typo\" does not exist"));
    assert_eq!(page.history(THREAD).len(), 3, "nothing changed");
}

#[test]
fn an_edit_runs_conditional_edges_and_gotos_s_upd_02_s_upd_18() {
    let program = asking().node("x", logs("x")).branch("a", |state| {
        vec![if state["log"].as_array().is_some_and(|log| log.contains(&json!("x!"))) { "x" } else { "__end__" }.into()]
    });
    let world = World::new(11);
    let mut page = world.open(&program.node("y", logs("y")).ends("x", &["y"]));
    page.invoke(THREAD, json!({}));
    let app = page.app.clone();
    let goto = vec![Goto::Node("y".into())];
    let writes = Some(page.writes(&entry("x!")));
    let update = StateUpdate { as_node: Some("a".into()), writes, goto };
    let edited = page.wait_for(async move { app.update_state(THREAD.into(), None, vec![vec![update]]).await });
    edited.expect("alive").expect("edited");
    assert_eq!(page.state(THREAD).next.join(","), "b,x,y");
    assert_eq!(world.called("a"), 1, "the node itself does not run");
}

#[test]
fn an_edit_applies_what_finished_siblings_wrote_s_upd_03() {
    let program = asking().node("c", logs("c")).edge("a", "c");
    let mut page = World::new(11).open(&program);
    page.invoke(THREAD, json!({}));
    page.update(THREAD, Some("b"), Some(&entry("edit"))).expect("an edit");
    assert_eq!(page.state(THREAD).values["log"], json!(["a", "c", "edit"]), "before the edit");
}

#[test]
fn several_edits_are_one_checkpoint_and_lists_of_them_several_s_upd_20_s_upd_21() {
    let (_, page) = paused();
    let edit = |node: &str, text: &str| StateUpdate {
        as_node: Some(node.into()),
        writes: Some(page.writes(&entry(text))),
        goto: Vec::new(),
    };
    let lists = vec![vec![edit("a", "1"), edit("b", "2")], vec![edit("a", "3")]];
    let app = page.app.clone();
    page.wait_for(async move { app.update_state(THREAD.into(), None, lists).await }).expect("alive").expect("edited");
    let history = page.history(THREAD);
    assert_eq!(brief(&history)[..2], [(Update, 3, "b".to_owned()), (Update, 2, "b".to_owned())]);
    assert_eq!(history[0].values["log"], json!(["a", "1", "2", "3"]));
    for (lists, said) in [
        (vec![], "No supersteps provided"),
        (vec![vec![]], "No updates provided"),
        (vec![vec![edit("a", "1"), StateUpdate { as_node: None, ..edit("a", "2") }]], "\"asNode\" is required"),
        (vec![vec![edit("a", "1"), edit("__end__", "2")]], "Cannot apply multiple updates when clearing state"),
        (vec![vec![edit("a", "1"), edit("__input__", "2")]], "Cannot apply multiple updates when updating as input"),
        (vec![vec![edit("a", "1"), edit("__copy__", "2")]], "Cannot copy checkpoint with multiple updates"),
        (vec![vec![edit("a", "1"), StateUpdate { writes: None, ..edit("a", "2") }]], "Cannot create empty checkpoint"),
    ] {
        let app = page.app.clone();
        let refused = page.wait_for(async move { app.update_state(THREAD.into(), None, lists).await });
        let refused = engine_error(refused.expect("alive").expect_err(said));
        assert!(refused.message.starts_with(said), "{}", refused.message);
    }
}

#[test]
fn an_edit_without_values_plans_the_same_anew_s_upd_14() {
    let (_, mut page) = paused();
    let first = page.pending()[0].asked.interrupt.clone();
    page.update(THREAD, None, None).expect("an empty edit");
    assert_eq!(brief(&page.history(THREAD))[0], (Update, 2, "b".to_owned()));
    page.go_on(THREAD);
    assert_ne!(page.pending()[0].asked.interrupt, first);
}

#[test]
fn an_edit_as_input_waits_for_start_s_upd_16() {
    let (world, mut page) = paused();
    page.update(THREAD, Some("__input__"), Some(&entry("new"))).expect("an input");
    assert_eq!(brief(&page.history(THREAD))[0], (Input, 2, "__start__".to_owned()));
    let refused = page.update(THREAD, Some("__input__"), Some(&json!({}))).expect_err("nothing");
    assert!(refused.message.starts_with("Received no input writes for"), "{}", refused.message);
    drop(page);
    page = world.open(&asking());
    assert!(matches!(page.go_on(THREAD), Told::Settled(Some(state), _) if state["log"] == json!(["a", "new", "a"])));
}

#[test]
fn a_copy_is_a_sibling_of_what_it_copies_s_upd_17() {
    let (_, page) = paused();
    let copied = page.history(THREAD).remove(0);
    page.update(THREAD, Some("__copy__"), None).expect("a copy");
    let history = page.history(THREAD);
    assert_eq!(brief(&history)[0], (Fork, 2, "b".to_owned()));
    assert_eq!(history[0].parent, copied.parent, "made from what that one was made from");
    let fresh = World::new(11).open(&asking());
    let refused = fresh.update(THREAD, Some("__copy__"), None).expect_err("nothing to copy");
    assert!(refused.message.starts_with("Cannot copy a non-existent checkpoint"));
}

#[test]
fn a_replay_asks_again_under_a_fork_and_the_fork_goes_on_g_33_s_tim_02_s_tim_03_s_tim_05() {
    let (world, mut page) = paused();
    page.command(THREAD, &json!(7));
    let before_b = page.history(THREAD)[1].id.clone();
    drop(page);
    let mut page = world.open(&asking());
    assert!(matches!(replay(&mut page, &before_b, Mode::Continue), Told::Settled(_, asked) if asked.len() == 1));
    let history = page.history(THREAD);
    let expected = [(Fork, 2, "b"), (Loop, 2, ""), (Loop, 1, "b"), (Loop, 0, "a"), (Input, -1, "__start__")];
    assert_eq!(brief(&history), expected.map(|(source, step, next)| (source, step, next.to_owned())));
    assert_eq!(history[0].parent.as_ref(), Some(&before_b));
    drop(page);
    let mut page = world.open(&asking());
    let told = page.command(THREAD, &json!(8));
    assert!(matches!(told, Told::Settled(Some(state), _) if state == json!({ "log": ["a", "b"], "v": 8 })));
    assert_eq!((world.called("a"), world.called("b")), (1, 4), "what came before does not run (S-TIM-01)");
}

#[test]
fn a_replay_of_the_end_runs_nothing_s_tim_04() {
    let (world, mut page) = paused();
    page.command(THREAD, &json!(7));
    let end = page.history(THREAD)[0].id.clone();
    page.invoke(THREAD, entry("later"));
    let calls = world.called("a");
    assert!(matches!(replay(&mut page, &end, Mode::Continue), Told::Settled(Some(state), _) if state["v"] == json!(7)));
    assert_eq!(world.called("a"), calls);
}

#[test]
fn a_replay_of_an_input_runs_start_over_what_it_was_given_s_tim_01() {
    let world = World::new(11);
    let mut page = world.open(&asking());
    page.invoke(THREAD, entry("i"));
    let input = page.history(THREAD)[2].id.clone();
    drop(page);
    let mut page = world.open(&asking());
    replay(&mut page, &input, Mode::Continue);
    assert_eq!(world.open(&asking()).state(THREAD).values["log"], json!(["i", "a"]));
    assert_eq!(brief(&page.history(THREAD))[2], (Fork, 0, "__start__".to_owned()));
}

#[test]
fn new_input_on_an_older_checkpoint_is_a_branch_s_tim_09() {
    let (world, mut page) = paused();
    let before_a = page.history(THREAD)[1].id.clone();
    let writes = page.writes(&entry("branch"));
    replay(&mut page, &before_a, Mode::Input(writes));
    let state = world.open(&asking()).state(THREAD);
    assert_eq!(state.values["log"], json!(["branch", "a"]));
    assert_eq!(page.history(THREAD)[2].parent.as_ref(), Some(&before_a));
}

#[test]
fn an_edit_of_an_older_checkpoint_is_gone_on_with_without_another_fork_s_tim_07() {
    let (world, mut page) = paused();
    page.command(THREAD, &json!(7));
    let before_b = page.history(THREAD)[1].id.clone();
    let edited = page.update_at(THREAD, Some(before_b.clone()), Some("a"), Some(&entry("edit"))).expect("an edit");
    assert!(matches!(replay(&mut page, &edited, Mode::Continue), Told::Settled(_, asked) if asked.len() == 1));
    let history = world.open(&asking()).history(THREAD);
    assert_eq!(brief(&history)[..2], [(Update, 2, "b".to_owned()), (Loop, 2, String::new())]);
    assert_eq!(history[0].values["log"], json!(["a", "edit"]));
    assert_eq!(history[0].parent.as_ref(), Some(&before_b));
}

#[test]
fn an_answer_to_an_older_checkpoint_is_refused_and_to_the_head_is_an_answer_s_tim_06() {
    let (_, mut page) = paused();
    let history = page.history(THREAD);
    let answer = || {
        let resume = Some(Resume::Value("9".into()));
        Mode::Command(CommandInput { resume, update: Vec::new(), goto: Vec::new() })
    };
    assert_eq!(code(replay(&mut page, &history[1].id, answer())), "STALE_DECISION");
    assert_eq!(page.pending().len(), 1, "nothing changed");
    assert!(
        matches!(replay(&mut page, &history[0].id, answer()), Told::Settled(Some(state), _) if state["v"] == json!(9))
    );
}

#[test]
fn a_checkpoint_that_is_not_there_is_an_error() {
    let (_, mut page) = paused();
    let unknown = CheckpointId::new(1, [9; 10]).expect("an id");
    assert_eq!(code(replay(&mut page, &unknown, Mode::Continue)), "E_UNKNOWN_CHECKPOINT");
}

#[test]
fn an_edit_while_a_call_runs_the_thread_is_refused_s_upd_24() {
    let program = Program::default().list("log").node("a", |_| Act::Hang(Box::new(Act::Update(entry("a")))));
    let mut page = World::new(11).open(&program.edge("__start__", "a"));
    let run = page.begin(THREAD, Mode::Input(Vec::new()));
    assert_eq!(page.update(THREAD, Some("a"), Some(&entry("U"))).expect_err("busy").code, "THREAD_BUSY");
    page.release(0);
    assert!(page.has_ended(run));
}

#[test]
fn an_edit_that_fails_changes_nothing() {
    let (_, page) = paused();
    let refused = page.update(THREAD, Some("a"), Some(&json!({ "log": "throw" }))).expect_err("the reducer throws");
    assert_eq!(refused.code, "THROWN");
    assert_eq!(page.pending().len(), 1, "the question is as it was");
    assert_eq!(page.history(THREAD).len(), 3);
}

#[test]
fn the_callers_metadata_stands_in_history_s_ckp_04() {
    let mut page = World::new(11).open(&asking());
    let metadata = Some(haltgraph::checkpoint::question::Json("{\"user\":\"ann\"}".into()));
    let options = CallOptions { thread: Some(THREAD.into()), metadata, ..CallOptions::default() };
    page.call(Mode::Input(Vec::new()), options);
    let shown = page.history(THREAD);
    assert!(shown.iter().all(|one| one.metadata.as_ref().is_some_and(|said| &*said.0 == "{\"user\":\"ann\"}")));
}
