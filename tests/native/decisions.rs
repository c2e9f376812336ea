//! Decisions: exactly one counts, whoever else tries is told what happened, and deadlines decide only once.

use haltgraph::approval::audit::first_bad_row;
use haltgraph::checkpoint::Status;
use haltgraph::checkpoint::question::Asked;
use haltgraph::checkpoint::saver::Saver as _;
use haltgraph::runtime::{Mode, wait};
use serde_json::json;

use crate::world::{Act, Page, Program, Told, World};

const THREAD: &str = "t";

fn gate() -> Program {
    let payload = || json!({ "halt": 1, "kind": "k", "title": "t", "action": { "id": "a1", "name": "n", "args": {} } });
    let answer = |call: &crate::world::Call| {
        let verb = crate::world::value_of(&call.answers[0])["verb"].clone();
        Act::Update(json!({ "log": [verb] }))
    };
    Program::default().list("log").gate("gate", move |_| Act::Ask(0, payload(), None), answer).edge("__start__", "gate")
}

fn paused(page: &mut Page) -> Asked {
    page.invoke(THREAD, json!({}));
    page.pending()[0].asked.clone()
}

fn code<T: std::fmt::Debug>(result: Result<T, haltgraph::Error>) -> &'static str {
    result.expect_err("refused").code
}

#[test]
fn a_decision_is_recorded_and_runs_once_s_hg_10() {
    let world = World::new(1);
    let mut page = world.open(&gate());
    let asked = paused(&mut page);
    let (receipt, end) = page.resume(&asked, "approve", "ana");
    assert_eq!(receipt.expect("recorded").outcome, "resumed");
    assert_eq!(end, Some(Told::Settled(Some(json!({ "log": ["approve"] })), vec![])));
    let (again, end) = page.resume(&asked, "approve", "ana");
    assert_eq!(again.expect("the same decision").outcome, "duplicate", "SR-57");
    assert_eq!(end, Some(Told::Settled(Some(json!({ "log": ["approve"] })), vec![])));
    let error = page.resume(&asked, "reject", "ben").0.expect_err("another decision");
    assert_eq!(error.code, "INTERRUPT_CONSUMED", "SR-58");
    let (_, decided) = &error.details[0];
    assert_eq!(decided, r#"{"by":{"id":"ana","method":"test"},"at":1000000,"verb":"approve"}"#);
    assert_eq!(world.called("gate"), 2);
}

#[test]
fn a_decision_about_something_else_is_refused_s_hg_12() {
    let world = World::new(1);
    let mut page = world.open(&gate());
    let asked = paused(&mut page);
    let mut other = asked.clone();
    other.question.payload_digest = haltgraph::checkpoint::Digest::of(b"other");
    assert_eq!(code(page.resume(&other, "approve", "ana").0), "E_DIGEST_MISMATCH", "SR-42");
    other = asked.clone();
    other.question.revision = 1;
    assert_eq!(code(page.resume(&other, "approve", "ana").0), "STALE_DECISION", "SR-60");
    other = asked.clone();
    other.interrupt = haltgraph::checkpoint::InterruptId::new([1; 16]);
    assert_eq!(code(page.resume(&other, "approve", "ana").0), "UNKNOWN_INTERRUPT_ID", "SR-54");
    for verb in ["APPROVE", "yes", "dismiss", "edit"] {
        assert_eq!(code(page.resume(&asked, verb, "ana").0), "E_BAD_DECISION", "SR-47: {verb}");
    }
    assert_eq!(page.pending()[0].asked, asked, "the question is as before");
    assert!(page.resume(&asked, "approve", "ana").0.is_ok());
}

#[test]
fn whatever_closed_a_question_is_told_s_hg_13() {
    let world = World::new(1);
    let mut page = world.open(&gate());
    let asked = paused(&mut page);
    let app = page.app.clone();
    let cancelled = page.wait_for(async move {
        app.cancel(
            THREAD.into(),
            None,
            Some("no longer needed".into()),
            haltgraph::checkpoint::question::Actor::new("ana", "test"),
        )
        .await
    });
    assert_eq!(cancelled, Some(Ok(())));
    let error = page.resume(&asked, "approve", "ben").0.expect_err("cancelled");
    assert_eq!(error.code, "E_CANCELLED", "SR-64");
    assert!(error.details[0].1.contains(r#""verb":"cancelled""#));
    let head = &page.threads()[0];
    assert_eq!((head.status, head.waiting), (Status::Idle, 0), "S-UPD-15");
    assert_eq!(page.go_on(THREAD), Told::Settled(Some(json!({ "log": [] })), vec![]), "nothing is left to run");
}

#[test]
fn two_pages_that_answer_at_once_claim_once_f_15() {
    for seed in 0..200 {
        let world = World::new(seed);
        let (mut one, mut two) = (world.open(&gate()), world.open(&gate()));
        let asked = paused(&mut one);
        let (first, second) = if seed % 2 == 0 { (&mut one, &mut two) } else { (&mut two, &mut one) };
        let results = [first.resume(&asked, "approve", "ana").0, second.resume(&asked, "reject", "ben").0];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert_eq!(world.called("gate"), 2, "one ask, one answer");
    }
}

#[test]
fn two_questions_of_one_thread_may_be_answered_while_either_runs_f_32() {
    let world = World::new(1);
    let answers =
        |name: &'static str| move |_: &crate::world::Call| Act::Hang(Box::new(Act::Update(json!({ "log": [name] }))));
    let program = Program::default()
        .list("log")
        .gate("a", |_| Act::Ask(0, json!("qa"), None), answers("a"))
        .gate("b", |_| Act::Ask(0, json!("qb"), None), answers("b"))
        .edge("__start__", "a")
        .edge("__start__", "b");
    for elsewhere in [false, true] {
        let thread = if elsewhere { "elsewhere" } else { "here" };
        let (mut page, mut other) = (world.open(&program), world.open(&program));
        page.invoke(thread, json!({}));
        let asked: Vec<_> = page.pending().into_iter().map(|pending| pending.asked).collect();
        assert!(page.resume(&asked[0], "approve", "ana").0.is_ok());
        let second = if elsewhere { &mut other } else { &mut page };
        assert_eq!(second.resume(&asked[1], "approve", "ben").0.map(|receipt| receipt.outcome), Ok("resumed"));
        page.release(0);
        page.release(0);
        let head = page.threads().into_iter().find(|head| &*head.thread == thread).expect("stored");
        assert_eq!((head.status, head.claimed, head.epoch), (Status::Done, 0, 2), "one run, one epoch (ST-68)");
    }
    assert_eq!(world.called("a") + world.called("b"), 8, "each asked and answered once per thread");
}

#[test]
fn a_deadline_answers_once_and_is_recorded_as_expired_s_hg_20() {
    let world = World::new(1);
    let program = Program::default().list("log").gate(
        "gate",
        |_| Act::Ask(0, json!("q"), Some((60_000, json!({ "verb": "timeout" })))),
        |call| Act::Update(json!({ "log": [crate::world::value_of(&call.answers[0])["verb"]] })),
    );
    let program = program.edge("__start__", "gate");
    let mut page = world.open(&program);
    let asked = paused(&mut page);
    drop(page);
    world.now.set(world.now.get() + 60_000);
    let mut page = world.open(&program);
    assert!(page.pending().is_empty(), "the deadline is applied before the list is given");
    let head = &page.threads()[0];
    assert_eq!((head.status, head.waiting, head.claimed), (Status::Done, 0, 0));
    assert_eq!(code(page.resume(&asked, "approve", "ana").0), "INTERRUPT_EXPIRED", "SR-63");
    let decided = &decisions(&world)[0].row;
    assert_eq!((decided.verb, &*decided.by.id), (haltgraph::checkpoint::question::Verb::Expired, "timer"));
}

#[test]
fn subscribers_hear_of_questions_decisions_and_ends_in_every_page_s_str_56() {
    let world = World::new(1);
    let (mut page, other) = (world.open(&gate()), world.open(&gate()));
    for page in [&page, &other] {
        let app = page.app.clone();
        assert_eq!(page.wait_for(async move { app.attach().await }), Some(Ok(())));
    }
    let asked = paused(&mut page);
    other.idle();
    assert_eq!(page.heard(), ["pending"]);
    assert_eq!(other.heard(), ["progress", "pending"]);
    let _ = page.resume(&asked, "approve", "ana");
    other.idle();
    assert_eq!(page.heard(), ["decided", "finished"]);
    assert_eq!(other.heard(), ["progress", "progress", "decided"]);
}

#[test]
fn a_deadline_that_passes_while_somebody_listens_is_applied_by_itself_s_hg_20() {
    let world = World::new(1);
    let program = Program::default().list("log").gate(
        "gate",
        |_| Act::Ask(0, json!("q"), Some((60_000, json!("timeout")))),
        |_| Act::Update(json!({ "log": ["timed out"] })),
    );
    let mut page = world.open(&program.edge("__start__", "gate"));
    let app = page.app.clone();
    assert_eq!(page.wait_for(async move { app.attach().await }), Some(Ok(())));
    page.invoke(THREAD, json!({}));
    page.idle();
    assert_eq!(page.heard(), ["pending"]);
    world.now.set(world.now.get() + 60_000);
    page.idle();
    assert_eq!(page.heard(), ["expired", "finished"]);
    assert_eq!(page.go_on(THREAD), Told::Settled(Some(json!({ "log": ["timed out"] })), vec![]));
}

#[test]
fn subscribers_hear_how_a_continued_run_ends_s_str_56() {
    let world = World::new(1);
    let program =
        Program::default().list("log").gate("gate", |_| Act::Ask(0, json!("q"), None), |_| Act::Throw("boom"));
    let mut page = world.open(&program.edge("__start__", "gate"));
    let app = page.app.clone();
    assert_eq!(page.wait_for(async move { app.attach().await }), Some(Ok(())));
    let asked = paused(&mut page);
    let _ = page.resume(&asked, "approve", "ana");
    assert_eq!(page.heard(), ["pending", "decided", "failed"]);
    let _ = page.continue_thread(THREAD);
    assert_eq!(page.heard(), ["failed"]);
}

#[test]
fn a_question_without_a_deadline_waits_for_ever() {
    let world = World::new(1);
    let program = Program::default().list("log").node("a", |_| Act::Ask(0, json!("q"), None));
    let mut page = world.open(&program.edge("__start__", "a"));
    page.invoke(THREAD, json!({}));
    world.now.set(world.now.get() + 1_000_000_000);
    assert_eq!(page.pending().len(), 1);
}

#[test]
fn new_input_on_a_question_past_its_deadline_records_it_as_expired() {
    let world = World::new(1);
    let program = Program::default().list("log").node("a", |_| Act::Ask(0, json!("q"), Some((1_000, json!("late")))));
    let mut page = world.open(&program.edge("__start__", "a"));
    page.invoke(THREAD, json!({}));
    world.now.set(world.now.get() + 1_000);
    page.invoke(THREAD, json!({}));
    assert_eq!(decisions(&world)[0].row.verb, haltgraph::checkpoint::question::Verb::Expired);
}

#[test]
fn a_clock_set_back_un_expires_nothing_and_a_clock_far_ahead_expires_nothing_sr_63() {
    let world = World::new(1);
    let program = Program::default().list("log").gate(
        "gate",
        |_| Act::Ask(0, json!("q"), Some((60_000, json!("timeout")))),
        |_| Act::Update(json!({})),
    );
    let program = program.edge("__start__", "gate");
    let year = 365 * 24 * 3_600_000;
    let mut page = world.open(&program);
    world.now.set(world.now.get() + year);
    page.invoke(THREAD, json!({}));
    world.now.set(world.now.get() - year);
    assert_eq!(page.pending().len(), 1, "the head is a year ahead: no deadline is enforced");
}

#[test]
fn the_audit_chain_holds_every_act_and_verifies_s_hg_21_sr_89() {
    let world = World::new(1);
    let mut page = world.open(&gate());
    let asked = paused(&mut page);
    let _ = page.resume(&asked, "dismiss", "eve");
    let _ = page.resume(&asked, "approve", "ana");
    let _ = page.resume(&asked, "reject", "ben");
    let rows = audit(&world);
    let kinds: Vec<_> =
        rows.iter().map(|row| serde_json::from_str::<serde_json::Value>(row).unwrap()["kind"].clone()).collect();
    assert_eq!(kinds, ["asked", "refused", "answered", "refused"]);
    let head = &page.threads()[0];
    assert_eq!(first_bad_row(&rows, head.audit_hash), None);
    let mut edited = rows.clone();
    edited[1] = rows[1].replace("eve", "ana").into();
    assert_eq!(first_bad_row(&edited, head.audit_hash), Some(2), "the row after the edited one does not follow");
    assert_eq!(first_bad_row(&rows[..3], head.audit_hash), Some(3), "a cut tail is found by the head");
    let record = serde_json::from_str::<serde_json::Value>(&rows[2]).unwrap()["r"].clone();
    assert_eq!(record.as_array().map(Vec::len), Some(19), "the whole decision record");
    assert_eq!((record[0].clone(), record[10][0]["verb"].clone()), (json!("haltgraph-decision-v1"), json!("approve")));
}

#[test]
fn a_commands_answer_is_the_programs_own_act_s_int_67() {
    let world = World::new(1);
    let mut page = world.open(&gate());
    paused(&mut page);
    page.command(THREAD, &json!({ "verb": "approve" }));
    let row = &decisions(&world)[0].row;
    assert_eq!((&*row.by.id, &*row.by.method, row.digest), ("program", "command", None));
}

#[test]
fn a_thread_belongs_to_its_graph_s_con_14_s_bld_62() {
    let world = World::new(1);
    let named = |name: &str, version: &str| {
        let mut program = gate();
        program.spec.name = Some(name.into());
        program.spec.version = Some(version.into());
        program
    };
    let mut page = world.open(&named("mine", "1"));
    let asked = paused(&mut page);
    let mut other = world.open(&named("other", "1"));
    assert!(other.pending().is_empty(), "A-83");
    assert_eq!(code(other.resume(&asked, "approve", "ana").0), "E_UNKNOWN_GRAPH");
    let mut changed = world.open(&named("mine", "2"));
    assert_eq!(code(changed.resume(&asked, "approve", "ana").0), "E_GRAPH_CHANGED");
    let writes = changed.writes(&json!({}));
    let run = changed.begin(THREAD, Mode::Input(writes));
    assert!(matches!(changed.end(run), Told::Failed(_)), "the gate's question still waits");
    let app = changed.app.clone();
    let cancelled = changed.wait_for(async move {
        app.cancel(THREAD.into(), None, None, haltgraph::checkpoint::question::Actor::new("ana", "test")).await
    });
    assert_eq!(cancelled, Some(Ok(())), "a changed graph can still stop what it cannot run");
}

#[test]
fn a_question_that_changes_is_asked_anew_once_s_int_06() {
    let world = World::new(1);
    let text = std::rc::Rc::new(std::cell::Cell::new(1));
    let current = std::rc::Rc::clone(&text);
    let program = Program::default().channel("v").node("a", move |call| {
        let payload = json!(current.get());
        let same = call.answers.first().is_some_and(|answer| *answer.row.payload.0 == *payload.to_string());
        if same { Act::Update(json!({ "v": payload })) } else { Act::Ask(0, payload, None) }
    });
    let program = program.edge("__start__", "a");
    for reload in [false, true] {
        let thread = if reload { "reloaded" } else { "here" };
        let mut page = world.open(&program);
        page.invoke(thread, json!({}));
        for (question, ends) in [(2, false), (3, true)] {
            text.set(question);
            if reload {
                page = world.open(&program);
            }
            let told = page.command(thread, &json!("answer"));
            let refused = matches!(&told, Told::Failed(errors) if errors[0].0 == "NON_DETERMINISTIC_INTERRUPT");
            assert_eq!(refused, ends, "{told:?}");
        }
    }
}

fn decisions(world: &World) -> Vec<haltgraph::checkpoint::question::Decided> {
    now(wait::call(|done| world.store.decisions(THREAD, done)))
}

fn audit(world: &World) -> Vec<std::rc::Rc<str>> {
    now(wait::call(|done| world.store.audit(THREAD, done)))
}

fn now<T>(future: impl Future<Output = Result<T, haltgraph::Error>>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(result) => result.expect("the memory saver"),
        std::task::Poll::Pending => panic!("the memory saver answers at once"),
    }
}

#[test]
fn a_thread_begun_anew_after_forget_goes_on_with_the_audit_chain_s_ckp_45() {
    let world = World::new(1);
    let mut page = world.open(&gate());
    let asked = paused(&mut page);
    page.resume(&asked, "approve", "ana").0.expect("recorded");
    let saver = world.store.second_handle();
    let rows = |page: &Page| {
        let saver = world.store.second_handle();
        page.wait_for(async move { wait::call(|done| saver.audit(THREAD, done)).await }).expect("alive").expect("read")
    };
    let before = rows(&page);
    page.wait_for(async move { wait::call(|done| saver.forget(THREAD, done)).await })
        .expect("alive")
        .expect("forgotten");
    assert_eq!(rows(&page), before);
    for mut page in [page, world.open(&gate())] {
        let asked = paused(&mut page);
        page.resume(&asked, "reject", "ben").0.expect("recorded");
    }
    let after = rows(&world.open(&gate()));
    assert!(after.starts_with(&before) && after.len() == before.len() + 4);
    assert_eq!(first_bad_row(&after, world.open(&gate()).threads()[0].audit_hash), None);
}

#[test]
fn an_answer_that_nobody_else_runs_any_more_is_run_by_who_gave_it_s_hg_02() {
    let hangs = |call: &crate::world::Call| Act::Hang(Box::new(Act::Update(json!({ "log": [call.answers.len()] }))));
    let asks = |name: &'static str| move |_: &crate::world::Call| Act::Ask(0, json!(name), None);
    let logs = |name: &'static str| move |_: &crate::world::Call| Act::Update(json!({ "log": [name] }));
    let program = |first: bool| {
        let program = Program::default().list("log").gate("b", asks("qb"), logs("b"));
        let program =
            if first { program.gate("a", asks("qa"), hangs) } else { program.gate("a", asks("qa"), logs("a")) };
        program.edge("__start__", "a").edge("__start__", "b")
    };
    let world = World::new(1);
    let mut dying = world.open(&program(true));
    dying.invoke(THREAD, json!({}));
    let asked = |page: &Page, node: &str| {
        page.pending().into_iter().map(|one| one.asked).find(|asked| &*asked.question.node == node).expect("it asks")
    };
    let (a, b) = (asked(&dying, "a"), asked(&dying, "b"));
    dying.resume(&a, "approve", "ana").0.expect("recorded");
    drop(dying);
    // Somebody holds the lock who will run nothing: a page whose own answer came second.
    let mut page = world.open(&program(false));
    let saver = world.store.second_handle();
    let lock = page.wait_for(async move { wait::call(|done| saver.lock(THREAD, false, done)).await });
    let (receipt, end) = page.resume(&b, "approve", "ben");
    assert_eq!((receipt.expect("recorded").outcome, end), ("resumed", None));
    drop(lock);
    page.idle();
    assert_eq!(page.threads()[0].status, Status::Done);
    assert_eq!(page.state(THREAD).values, json!({ "log": ["a", "b"] }));
}
