//! The machine by itself: a graph, values that are numbers, and a loop that answers each effect at once. What this takes is
//! planning, applying and the bookkeeping of a superstep; every other way of running a graph takes it, too.

use std::rc::Rc;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId};
use haltgraph::graph::{Breakpoints, ChannelId, Graph, GraphSpec, NodeId};
use haltgraph::pregel::{
    Effect, Event, Outcome, Output, Packet, Reduced, Run, Settings, Start, State, Step, Targets, TaskId, Write,
};

/// A value: a number, or how long a list has grown.
pub type Value = u32;

/// What a graph's functions do.
pub trait Program {
    fn run(&self, node: NodeId) -> Output<Value>;
    fn route(&self, state: &State<Value>) -> Targets<Value>;
}

/// A write of a number.
pub fn write(channel: u32, value: Value) -> Write<Value> {
    Write { channel: ChannelId(channel), value, overwrite: false }
}

/// A node with a number as its input.
pub fn packet(node: NodeId, args: Value) -> Packet<Value> {
    Packet { node, args }
}

/// Measures calls of the machine, and that each ends as it should.
pub fn measure(group: &mut BenchmarkGroup<'_, WallTime>, size: usize, spec: &GraphSpec, program: &impl Program) {
    let graph = Rc::new(Graph::compile(spec).expect("the graph compiles"));
    group.bench_function(BenchmarkId::new("machine", size), |bencher| {
        bencher.iter_batched(|| begin(&graph), |run| drive(run, program), BatchSize::LargeInput);
    });
}

fn begin(graph: &Rc<Graph>) -> Run<Value> {
    let settings = Settings {
        durable: false,
        lagging: false,
        limit: u32::MAX,
        at_once: None,
        before: Breakpoints::Nodes(Vec::new()),
        after: Breakpoints::Nodes(Vec::new()),
    };
    let state = State::fresh(graph, |_| Some(0));
    Run::new(Rc::clone(graph), state, Start::Input(vec![write(0, 0)]), settings)
}

fn drive(mut run: Run<Value>, program: &impl Program) -> Run<Value> {
    loop {
        let event = match run.poll() {
            Step::Effect(Effect::RunTask(id)) => Event::TaskDone(id, program.run(node(&run, id))),
            Step::Effect(Effect::Route(task, _)) => Event::Routed(task, Ok(program.route(run.state()))),
            Step::Effect(Effect::Reduce { current, update, .. }) => {
                Event::Reduced(Ok(Reduced { value: current.unwrap_or(0) + update, appended: None }))
            }
            Step::Effect(Effect::Emit(_) | Effect::StopTasks) => continue,
            Step::Effect(Effect::Commit) | Step::Wait => panic!("the machine waits"),
            Step::Done(Outcome::Finished) => return run,
            Step::Done(outcome) => panic!("the run ended otherwise: {outcome:?}"),
        };
        run.handle(event).expect("the machine takes the event");
    }
}

fn node(run: &Run<Value>, id: TaskId) -> NodeId {
    run.task(id).expect("the task is there").path().node()
}
