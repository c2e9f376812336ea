//! `sends`: one node fans out to many tasks with an argument each, and another runs once after all of them.

use criterion::{Criterion, Throughput};
use haltgraph::graph::{BranchSpec, ChannelKind, ChannelSpec, GraphSpec, NodeId, NodeSpec};
use haltgraph::pregel::{self, Output, Targets};
use haltgraph::{Arg, END, Result, Runtime, START, SendTo, State, StateGraph};
use serde::{Deserialize, Serialize};

use crate::by::{self, By};
use crate::machine::{self, Program, Value, packet, write};

#[derive(State, Clone, Default, Serialize, Deserialize)]
struct Report {
    #[state(reducer = haltgraph::append)]
    results: Vec<u32>,
    sum: Option<u32>,
}

pub fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sends");
    for size in [100, 1000] {
        group.throughput(Throughput::Elements(size as u64));
        machine::measure(&mut group, size, &spec(), &FanOut { tasks: size });
        for by in By::BOTH {
            by::measure(
                &mut group,
                (by, size),
                || graph(size),
                Report::default,
                async |app, input| {
                    let done = app.invoke(input, "t").await?;
                    assert_eq!(done.state.sum, Some((0..).take(size).sum()));
                    Ok(done)
                },
            );
        }
    }
    group.finish();
}

fn graph(size: usize) -> StateGraph<Report> {
    StateGraph::new()
        .node("each", |Arg(item): Arg<u32>, _: Runtime| Ok(Report::update().results([item])))
        .node("join", join)
        .branch_to(
            START,
            move |_| (0..).take(size).map(|item: u32| SendTo::new("each", item)).collect::<Vec<_>>(),
            ["each"],
        )
        .edge("each", "join")
        .edge("join", END)
}

fn join(state: Report, _: Runtime) -> Result<ReportUpdate> {
    Ok(Report::update().sum(state.results.iter().sum::<u32>()))
}

fn spec() -> GraphSpec {
    let node = |name: &str| NodeSpec { name: name.into(), ..NodeSpec::default() };
    GraphSpec {
        channels: vec![ChannelSpec { name: "results".into(), kind: ChannelKind::Reducer, ..ChannelSpec::default() }],
        nodes: vec![node("each"), node("join")],
        edges: vec![("each".into(), "join".into())],
        branches: vec![BranchSpec { source: START.into(), ends: Some(vec!["each".into()]) }],
        ..GraphSpec::default()
    }
}

struct FanOut {
    tasks: usize,
}

impl Program for FanOut {
    fn run(&self, node: NodeId) -> Output<Value> {
        Output { writes: if node == NodeId(0) { vec![write(0, 1)] } else { Vec::new() }, targets: Targets::default() }
    }

    fn route(&self, _: &pregel::State<Value>) -> Targets<Value> {
        Targets { nodes: Vec::new(), sends: (0..).take(self.tasks).map(|item| packet(NodeId(0), item)).collect() }
    }
}
