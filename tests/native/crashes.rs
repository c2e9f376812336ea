//! Deterministic simulation: the page dies at every effect of a run with questions and outside effects, is opened
//! again, and goes on until the thread is done. The end is that of a run that never died; nothing decided is asked or
//! claimed twice, and the outside service acted once per key (ST-35, F-31).

use std::collections::BTreeSet;
use std::rc::Rc;

use haltgraph::checkpoint::Status;
use haltgraph::checkpoint::question::{Decided, Outcome, Verb};
use haltgraph::checkpoint::saver::Saver as _;
use haltgraph::runtime::wait;
use proptest::prelude::*;
use serde_json::json;

use crate::world::{Act, Page, Program, World, entry};

const THREAD: &str = "t";

/// Twenty supersteps: a chain, a gate with an outside effect, two questions side by side, a node that asks twice, and
/// another effect.
fn program(world: &Rc<World>) -> Program {
    let mut program = Program::default().list("log");
    let mut before = "__start__".to_owned();
    for step in 0..16 {
        let name = format!("n{step:02}");
        let text = name.clone();
        program = program.node(&name, move |_| Act::Update(entry(&text))).edge(&before, &name);
        before = name;
    }
    let (one, two) = (Rc::clone(world), Rc::clone(world));
    program
        .gate(
            "book",
            |_| Act::Ask(0, json!("book?"), None),
            move |call| {
                one.serve((call.key)("book"), "booked");
                Act::Update(entry("booked"))
            },
        )
        .edge(&before, "book")
        .node("left", asks("left", 1))
        .node("right", asks("right", 2))
        .edge("book", "left")
        .edge("book", "right")
        .node("mail", move |call| {
            two.serve((call.key)("mail"), "mailed");
            Act::Update(entry("mailed"))
        })
        .edge("left", "mail")
        .edge("right", "mail")
}

/// A node that asks so many questions in turn.
fn asks(name: &'static str, questions: usize) -> impl Fn(&crate::world::Call) -> Act {
    move |call| {
        for index in 0..questions {
            if let Err(ask) = call.ask(index, json!(format!("{name}{index}?"))) {
                return ask;
            }
        }
        Act::Update(entry(name))
    }
}

/// What a person and a patient page do until the thread is done, whatever they find.
fn finish(world: &Rc<World>, program: &Program) {
    for _ in 0..60 {
        let mut page = world.open(program);
        let done = page.threads().iter().any(|head| head.status == Status::Done);
        if done || !step(&mut page) {
            return;
        }
    }
    panic!("the thread never came to its end");
}

/// One thing that is to be done next. False: the page died.
fn step(page: &mut Page) -> bool {
    let pending = page.pending();
    if let Some(claimed) = pending.iter().find(|pending| pending.claimed) {
        let _ = page.continue_thread(&claimed.asked.thread);
    } else if let Some(open) = pending.first() {
        let _ = page.resume(&open.asked, "approve", "ana");
    } else if page.threads().is_empty() {
        page.invoke(THREAD, entry("i"));
    } else {
        page.go_on(THREAD);
    }
    true
}

/// Runs to the end, the first page dying at the beat given.
fn run(seed: u64, fatal: Option<u64>) -> (Rc<World>, u64) {
    let world = World::new(seed);
    let program = program(&world);
    world.pulse.die_at(fatal);
    for _ in 0..60 {
        let mut page = world.open(&program);
        if !world.pulse.is_alive() || page.threads().iter().any(|head| head.status == Status::Done) {
            break;
        }
        step(&mut page);
    }
    let beats = world.pulse.beats();
    world.pulse.die_at(None);
    finish(&world, &program);
    (world, beats)
}

/// What closed the thread's questions.
pub fn decisions(world: &World) -> Vec<Decided> {
    let future = wait::call(|done| world.store.decisions(THREAD, done));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(decisions) => decisions.expect("decisions"),
        std::task::Poll::Pending => panic!("the memory saver answers at once"),
    }
}

/// What must hold at the end, wherever the page died.
fn check(world: &Rc<World>, fatal: u64) {
    let mut page = world.open(&program(world));
    let state = page.go_on(THREAD);
    let expected: Vec<String> = std::iter::once("i".to_owned())
        .chain((0..16).map(|step| format!("n{step:02}")))
        .chain(["booked", "left", "right", "mailed"].map(str::to_owned))
        .collect();
    assert_eq!(state, crate::world::Told::Settled(Some(json!({ "log": expected })), vec![]), "died at beat {fatal}");
    assert_eq!(world.served(), ["booked", "mailed"], "an effect happened twice, or under two keys; died at {fatal}");
    let decided = decisions(world);
    let places: BTreeSet<_> = decided.iter().map(|decided| format!("{:?}", decided.row.place)).collect();
    assert_eq!((decided.len(), places.len()), (4, 4), "a decided question was asked again; died at beat {fatal}");
    assert!(decided.iter().all(|decided| decided.row.verb == Verb::Answered));
    assert!(decided.iter().all(|decided| !matches!(decided.row.outcome, Some(Outcome::Claimed) | None)));
    let head = &page.threads()[0];
    assert_eq!((head.status, head.waiting, head.claimed, head.pw), (Status::Done, 0, 0, 0), "died at beat {fatal}");
}

#[test]
fn whatever_effect_the_page_dies_at_the_end_is_the_same_st_35() {
    let (world, beats) = run(1, None);
    check(&world, 0);
    assert!(beats > 80, "the run has {beats} effects");
    for fatal in 1..=beats {
        let (world, _) = run(1, Some(fatal));
        check(&world, fatal);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_seed_and_any_number_of_deaths_end_the_same(seed: u64, deaths in prop::collection::vec(1u64..40, 0..8)) {
        let world = World::new(seed);
        let program = program(&world);
        for fatal in &deaths {
            world.pulse.die_at(Some(*fatal));
            while world.pulse.is_alive() {
                let mut page = world.open(&program);
                if page.threads().iter().any(|head| head.status == Status::Done) {
                    break;
                }
                step(&mut page);
            }
        }
        world.pulse.die_at(None);
        finish(&world, &program);
        check(&world, deaths.len() as u64);
    }
}
