//! The seven demos in a simulated world: the page dies at every effect of theirs, is opened again and goes on; two
//! pages answer at once, and the store answers them in any order. Every question is answered once, every effect happens once
//! per key, and the end is that of a run that nobody disturbed.

mod graphs;

use std::collections::BTreeSet;
use std::rc::Rc;

use haltgraph::checkpoint::question::{Asked, Outcome, Verb};
use haltgraph::checkpoint::{Head, Status};
use serde_json::{Value, json};

use crate::crashes::decisions;
use crate::world::{Page, Program, Told, World};

const THREAD: &str = "t";

/// More than any run takes.
const STEPS: u32 = 60;

/// More than two pages need to answer. A page that waits for one that died looks at the store for ever.
const MOVES: u32 = 4_000;

/// What a person does about a question.
enum Reply {
    Decides(Value),
    /// `invoke(new Command({ resume: value }))`.
    Commands(Value),
    /// Nothing, until its deadline is over.
    Waits,
}

/// A demo, what its person does, and what comes of it.
struct Scenario {
    program: fn(&Rc<World>) -> Program,
    input: Value,
    /// By what the question asks.
    reply: fn(&Value) -> Reply,
    /// What the outside service has done in the end, sorted.
    effects: &'static [&'static str],
    /// How many questions there are, and how each is closed.
    closed: (usize, Verb),
    /// The log in the end.
    log: &'static [&'static str],
}

fn verb(verb: &str) -> Reply {
    Reply::Decides(json!({ "verb": verb }))
}

/// One thing that is to be done next.
fn step(scenario: &Scenario, world: &World, page: &mut Page) {
    let pending = page.pending();
    if let Some(claimed) = pending.iter().find(|pending| pending.claimed) {
        let _ = page.continue_thread(&claimed.asked.thread);
    } else if let Some(open) = pending.first() {
        reply(scenario, world, page, &open.asked);
    } else if page.threads().is_empty() {
        page.invoke(THREAD, scenario.input.clone());
    } else {
        page.go_on(THREAD);
    }
}

fn reply(scenario: &Scenario, world: &World, page: &mut Page, asked: &Asked) {
    match (scenario.reply)(&payload(asked)) {
        Reply::Decides(decision) => drop(page.decide(asked, &decision, "ana")),
        Reply::Commands(value) => drop(page.command(THREAD, &value)),
        Reply::Waits => world.now.set(world.now.get() + graphs::PATIENCE),
    }
}

fn payload(asked: &Asked) -> Value {
    serde_json::from_str(&asked.question.payload.0).expect("canonical JSON")
}

fn is_done(page: &Page) -> bool {
    page.threads().iter().any(|head| head.status == Status::Done)
}

/// Steps in pages that are opened anew each time, until the thread is done or the page has died.
fn go(scenario: &Scenario, world: &Rc<World>, program: &Program) {
    for _ in 0..STEPS {
        let mut page = world.open(program);
        if is_done(&page) || !world.pulse.is_alive() {
            return;
        }
        step(scenario, world, &mut page);
    }
    panic!("the thread never came to its end");
}

/// Runs to the end, the first page dying at the beat given. Tells how many beats the first page had.
fn run(scenario: &Scenario, fatal: Option<u64>) -> (Rc<World>, u64) {
    let world = World::new(7);
    let program = (scenario.program)(&world);
    world.pulse.die_at(fatal);
    go(scenario, &world, &program);
    let beats = world.pulse.beats();
    world.pulse.die_at(None);
    go(scenario, &world, &program);
    (world, beats)
}

/// What must hold at the end, whatever happened before.
fn check(scenario: &Scenario, world: &Rc<World>, when: &str) {
    let mut page = world.open(&(scenario.program)(world));
    let Told::Settled(Some(state), open) = page.go_on(THREAD) else { panic!("the thread has no state; {when}") };
    assert_eq!((&state["log"], open.len()), (&json!(scenario.log), 0), "{when}");
    assert_eq!(world.served(), scenario.effects, "an effect happened twice, or under two keys; {when}");
    let decided = decisions(world);
    let places: BTreeSet<_> = decided.iter().map(|decided| format!("{:?}", decided.row.place)).collect();
    assert_eq!((decided.len(), places.len()), (scenario.closed.0, scenario.closed.0), "answered twice; {when}");
    for decided in decided {
        assert_eq!(decided.row.verb, scenario.closed.1, "{when}");
        assert!(!matches!(decided.row.outcome, Some(Outcome::Claimed) | None), "no outcome; {when}");
    }
    let Head { status, waiting, claimed, pw, .. } = page.threads()[0].clone();
    assert_eq!((status, waiting, claimed, pw), (Status::Done, 0, 0, 0), "{when}");
}

/// The page dies at every beat that an undisturbed run has.
fn dies_everywhere(scenario: &Scenario) {
    let (world, beats) = run(scenario, None);
    check(scenario, &world, "undisturbed");
    assert!(beats > 8, "the run has {beats} effects");
    for fatal in 1..=beats {
        let (world, _) = run(scenario, Some(fatal));
        check(scenario, &world, &format!("died at beat {fatal} of {beats}"));
    }
}

/// Two pages reply at once, and the store's answers reach them in an order that the seed chooses. In the second half of
/// the seeds both die while they do, ever later.
fn races(scenario: &Scenario) {
    let mut winners = BTreeSet::new();
    for seed in 0..80_u64 {
        let world = World::new(seed);
        let program = (scenario.program)(&world);
        let mut fatal = seed.checked_sub(40).map(|beat| beat / 2 + 1);
        for _ in 0..STEPS {
            let mut pages = [world.open(&program), world.open(&program)];
            if is_done(&pages[0]) {
                break;
            }
            if !reply_at_once(scenario, &world, &mut pages, &mut fatal) {
                step(scenario, &world, &mut pages[0]);
            }
        }
        check(scenario, &world, &format!("seed {seed}"));
        winners.extend(decisions(&world).into_iter().map(|decided| decided.row.by.id));
    }
    assert_eq!(winners.contains("ana"), winners.contains("bo"), "each page must win at times; {winners:?} did");
}

/// Both pages decide: one question, or the first and the last of several. At a fatal beat, which comes once, both die.
/// False: nothing is to be decided.
fn reply_at_once(scenario: &Scenario, world: &World, pages: &mut [Page; 2], fatal: &mut Option<u64>) -> bool {
    let open: Vec<_> = pages[0].pending().into_iter().filter(|pending| !pending.claimed).collect();
    let (Some(first), Some(last)) = (open.first(), open.last()) else { return false };
    world.post.hold(true);
    world.pulse.die_at(fatal.take());
    for (page, (asked, by)) in pages.iter_mut().zip([(&first.asked, "ana"), (&last.asked, "bo")]) {
        match (scenario.reply)(&payload(asked)) {
            Reply::Decides(decision) => page.begin_to_decide(asked, &decision, by),
            Reply::Commands(value) => page.begin_to_command(THREAD, &value),
            Reply::Waits => world.now.set(world.now.get() + graphs::PATIENCE),
        }
    }
    settle(world, pages);
    pages.iter().for_each(Page::idle);
    world.post.hold(false);
    world.post.lose();
    world.pulse.die_at(None);
    true
}

/// Lets answers arrive and pages move, in an order that the world's randomness chooses, until nothing moves any more.
fn settle(world: &World, pages: &[Page; 2]) {
    let mut quiet = 0;
    for _ in 0..MOVES {
        if quiet == 20 {
            return;
        }
        let choice = usize::from(world.random()[0]);
        let waiting = world.post.waiting();
        if waiting > 0 && choice % 3 == 0 {
            world.post.deliver(choice / 3 % waiting);
        }
        let moved = pages[choice % 2].turn();
        quiet = if moved || world.post.waiting() > 0 { 0 } else { quiet + 1 };
    }
}

macro_rules! scenarios {
    ($($name:ident: $scenario:expr;)*) => {$(
        mod $name {
            use super::*;

            fn scenario() -> Scenario {
                $scenario
            }

            #[test]
            fn ends_the_same_wherever_the_page_dies_st_35_f_31() {
                dies_everywhere(&scenario());
            }

            #[test]
            fn is_answered_once_by_two_pages_sr_59() {
                races(&scenario());
            }
        }
    )*};
}

scenarios! {
    flight_approved: Scenario {
        program: graphs::flight,
        input: json!({ "log": ["asked"] }),
        reply: |_| verb("approve"),
        effects: &["charge"],
        closed: (1, Verb::Answered),
        log: &["asked", "planned", "charge"],
    };
    flight_rejected: Scenario {
        program: graphs::flight,
        input: json!({ "log": ["asked"] }),
        reply: |_| verb("reject"),
        effects: &[],
        closed: (1, Verb::Answered),
        log: &["asked", "planned", "rejected"],
    };
    marketing_true: Scenario {
        program: graphs::marketing,
        input: json!({ "log": ["asked"] }),
        reply: |_| Reply::Commands(json!(true)),
        effects: &["ana", "bo", "cy"],
        closed: (1, Verb::Answered),
        log: &["asked", "drafted", "sent"],
    };
    marketing_false: Scenario {
        program: graphs::marketing,
        input: json!({ "log": ["asked"] }),
        reply: |_| Reply::Commands(json!(false)),
        effects: &[],
        closed: (1, Verb::Answered),
        log: &["asked", "drafted", "cancelled"],
    };
    sql_edited: Scenario {
        program: graphs::sql,
        input: json!({ "statement": "DELETE FROM orders" }),
        reply: |_| Reply::Decides(json!({ "verb": "edit", "args": { "sql": "DELETE FROM orders WHERE id = 1" } })),
        effects: &["DELETE FROM orders WHERE id = 1"],
        closed: (1, Verb::Answered),
        log: &["classified", "DELETE FROM orders WHERE id = 1"],
    };
    sql_read: Scenario {
        program: graphs::sql,
        input: json!({ "statement": "SELECT 1" }),
        reply: |_| panic!("nobody is asked"),
        effects: &["SELECT 1"],
        closed: (0, Verb::Answered),
        log: &["classified", "rows"],
    };
    travel_edited: Scenario {
        program: graphs::travel,
        input: json!({ "log": ["asked"] }),
        reply: |asked| match asked["nights"].as_u64() {
            Some(nights @ 3..5) => Reply::Decides(json!({ "verb": "edit", "args": { "nights": nights + 1 } })),
            _ => verb("approve"),
        },
        effects: &["5 nights"],
        closed: (3, Verb::Answered),
        log: &["asked", "proposed", "edited", "edited", "agreed", "5 nights"],
    };
    plan_in_time: Scenario {
        program: graphs::plan,
        input: json!({ "log": ["asked"] }),
        reply: |_| verb("approve"),
        effects: &["deploy"],
        closed: (1, Verb::Answered),
        log: &["asked", "planned", "deploy"],
    };
    plan_expired: Scenario {
        program: graphs::plan,
        input: json!({ "log": ["asked"] }),
        reply: |_| Reply::Waits,
        effects: &[],
        closed: (1, Verb::Expired),
        log: &["asked", "planned", "rejected"],
    };
    cluster_one_by_one: Scenario {
        program: graphs::cluster,
        input: json!({ "log": ["asked"] }),
        reply: |asked| verb(if asked["restart"] == "db" { "reject" } else { "approve" }),
        effects: &["api", "mail", "web"],
        closed: (4, Verb::Answered),
        log: &["asked", "scanned", "restarted api", "left db", "restarted web", "restarted mail", "6 lines"],
    };
    sign_off_by_both: Scenario {
        program: graphs::sign_off,
        input: json!({ "log": ["asked"] }),
        reply: |_| verb("approve"),
        effects: &["pay"],
        closed: (2, Verb::Answered),
        log: &["asked", "drafted", "finance signed", "legal signed", "filed", "paid"],
    };
    sign_off_by_one: Scenario {
        program: graphs::sign_off,
        input: json!({ "log": ["asked"] }),
        reply: |asked| verb(if asked.get("legal").is_some() { "reject" } else { "approve" }),
        effects: &[],
        closed: (2, Verb::Answered),
        log: &["asked", "drafted", "finance signed", "legal refused", "filed", "withheld"],
    };
}
