//! By whom a workload is done, and the one way in which a call is measured: over a fresh app and thread each time, whose
//! making and dropping does not count.

use std::rc::Rc;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId};
use haltgraph::testing::TestWorld;
use haltgraph::typed::FromInput;
use haltgraph::typed::Handle;
use haltgraph::{App, Config, MemorySaver, NoSaver, Result, State, StateGraph, thread};

/// Where a graph in Rust keeps its threads.
#[derive(Clone, Copy)]
pub enum By {
    Unsaved,
    Memory,
}

impl By {
    pub const BOTH: [Self; 2] = [Self::Unsaved, Self::Memory];

    fn name(self) -> &'static str {
        match self {
            Self::Unsaved => "unsaved",
            Self::Memory => "memory",
        }
    }
}

/// An app of nobody else's, in a world of its own.
pub struct Stage<S> {
    pub app: App<S>,
    pub world: TestWorld,
}

impl<S: State> Stage<S> {
    fn new(graph: StateGraph<S>, by: By) -> Self {
        let world = TestWorld::default();
        let own = Rc::new(world.clone());
        let app = match by {
            By::Unsaved => graph.compile_in(own, NoSaver),
            By::Memory => graph.compile_in(own, MemorySaver::new()),
        };
        Self { app: app.expect("the graph compiles"), world }
    }
}

/// Measures `call` on fresh apps of `graph`. What it gives back is dropped after the time is taken.
pub fn measure<S: State, I, T>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    (by, size): (By, usize),
    graph: impl Fn() -> StateGraph<S>,
    input: impl Fn() -> I,
    call: impl AsyncFn(&App<S>, I) -> Result<T>,
) {
    group.bench_function(BenchmarkId::new(by.name(), size), |bencher| {
        let ready = || (Stage::new(graph(), by), input());
        let run = |(stage, input): (Stage<S>, I)| {
            let done = stage.world.block_on(call(&stage.app, input)).expect("the call succeeds");
            (done, stage)
        };
        bencher.iter_batched(ready, run, BatchSize::LargeInput);
    });
}

/// The thread that a call runs on, with room for so many steps and the end.
pub fn steps(count: usize) -> Config {
    thread("t").recursion_limit(u32::try_from(count + 1).expect("a step limit"))
}

/// A node's input that it does not look into, as most nodes do with most of a state.
pub struct Unread;

impl FromInput for Unread {
    fn from_input(_: &Handle) -> Result<Self> {
        Ok(Self)
    }
}
