//! Random graphs: what comes of a superstep does not depend on who ended first, on when it was stored, or on whether the
//! page went on from memory or from the store.

use haltgraph::runtime::{CallOptions, Durability, Goto, Mode};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop};
use proptest::{prop_assert_eq, proptest};
use serde_json::{Value, json};

use crate::world::{Act, Page, Program, Told, World};

const THREAD: &str = "t";
const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// A graph whose edges lead forwards only, so that it ends.
#[derive(Clone, Debug)]
struct Shape {
    /// Pairs of places in [`NAMES`], the second behind the first.
    edges: Vec<(usize, usize)>,
    /// Sources, and a target behind all of them.
    joins: Vec<(Vec<usize>, usize)>,
    /// A node that sends so many packets to one behind it.
    sends: Vec<(usize, usize, u8)>,
    /// Nodes out of START.
    entry: Vec<usize>,
}

fn forwards() -> impl Strategy<Value = (usize, usize)> {
    (0..NAMES.len() - 1).prop_flat_map(|from| (Just(from), from + 1..NAMES.len()))
}

fn shapes() -> impl Strategy<Value = Shape> {
    let join = prop::collection::btree_set(0..NAMES.len() - 1, 2..4).prop_flat_map(|from| {
        let last = *from.last().expect("two at least");
        (Just(from.into_iter().collect()), last + 1..NAMES.len())
    });
    let sends = (forwards(), 1u8..4).prop_map(|((from, to), count)| (from, to, count));
    (
        prop::collection::vec(forwards(), 0..7),
        prop::collection::vec(join, 0..3),
        prop::collection::vec(sends, 0..3),
        prop::collection::vec(0..NAMES.len(), 1..4),
    )
        .prop_map(|(edges, joins, sends, entry)| Shape { edges, joins, sends, entry })
}

/// Each node logs its name and, as a Send's task, what it was sent.
fn program(shape: &Shape, hang: bool) -> Program {
    let mut program = Program::default().list("log");
    for (at, name) in NAMES.into_iter().enumerate() {
        let sends: Vec<_> = shape.sends.iter().filter(|(from, ..)| *from == at).cloned().collect();
        program = program.node(name, move |call| {
            let sent = call.input.get("sent").map_or(String::new(), |sent| format!(":{sent}"));
            let packet = |(_, to, count): &(usize, usize, u8)| {
                let to = NAMES[*to];
                (0..*count)
                    .map(move |n| Goto::Send(to.into(), json!({ "sent": format!("{name}{n}") })))
                    .collect::<Vec<_>>()
            };
            let act = Act::Lead(json!({ "log": [format!("{name}{sent}")] }), sends.iter().flat_map(packet).collect());
            if hang { Act::Hang(Box::new(act)) } else { act }
        });
    }
    for at in &shape.entry {
        program = program.edge("__start__", NAMES[*at]);
    }
    for (from, to) in &shape.edges {
        program = program.edge(NAMES[*from], NAMES[*to]);
    }
    for (from, to) in &shape.joins {
        let from: Vec<_> = from.iter().map(|at| NAMES[*at]).collect();
        program = program.join(&from, NAMES[*to]);
    }
    // Whatever no edge leads to may be led to by a result.
    program.ends("a", &NAMES)
}

fn log(told: &Told) -> Value {
    match told {
        Told::Settled(Some(state), _) => state["log"].clone(),
        told => panic!("no state: {told:?}"),
    }
}

/// Everything that history shows of values and steps.
fn shown(page: &Page) -> Vec<(i64, String, Value)> {
    page.history(THREAD).into_iter().map(|one| (one.step, one.next.join(","), one.values)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_order_of_endings_changes_what_comes_of_it_s_stp_30(shape in shapes(), picks in prop::collection::vec(any::<prop::sample::Index>(), 200)) {
        let undisturbed = World::new(1);
        let mut page = undisturbed.open(&program(&shape, false));
        let expected = log(&page.invoke(THREAD, json!({ "log": ["i"] })));

        let world = World::new(2);
        let mut hanging = world.open(&program(&shape, true));
        let writes = hanging.writes(&json!({ "log": ["i"] }));
        let run = hanging.begin(THREAD, Mode::Input(writes));
        for pick in picks {
            if hanging.has_ended(run) {
                break;
            }
            hanging.release(pick.index(hanging.hanging()));
        }
        prop_assert_eq!(log(&hanging.end(run)), expected);
        prop_assert_eq!(shown(&hanging), shown(&page));
    }

    #[test]
    fn no_way_of_storing_changes_what_comes_of_it_s_ckp_20(shape in shapes(), at_once in 1u32..4) {
        let world = World::new(1);
        let mut page = world.open(&program(&shape, false));
        let expected = log(&page.invoke(THREAD, json!({ "log": ["i"] })));

        let other = World::new(2);
        let mut lagging = other.open(&program(&shape, false));
        let options = CallOptions {
            thread: Some(THREAD.into()),
            durability: Durability::Async,
            max_concurrency: Some(at_once),
            ..CallOptions::default()
        };
        let writes = lagging.writes(&json!({ "log": ["i"] }));
        let run = lagging.call(Mode::Input(writes), options);
        prop_assert_eq!(log(&lagging.end(run)), expected);
        prop_assert_eq!(shown(&other.open(&program(&shape, false))), shown(&page), "as another page loads it");
    }

    #[test]
    fn stopping_after_each_superstep_and_opening_another_page_changes_nothing_s_int_84(shape in shapes()) {
        let mut page = World::new(1).open(&program(&shape, false));
        let expected = log(&page.invoke(THREAD, json!({ "log": ["i"] })));

        let mut stopping = program(&shape, false);
        stopping.spec.interrupt_before = haltgraph::graph::Stops::All;
        let world = World::new(2);
        let mut told = world.open(&stopping).invoke(THREAD, json!({ "log": ["i"] }));
        for _ in 0..20 {
            told = world.open(&stopping).go_on(THREAD);
        }
        prop_assert_eq!(log(&told), expected);
    }
}
