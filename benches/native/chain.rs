//! `chain`: nodes in a row that do nothing. What is left is the price of a superstep, and whether it grows with the graph.

use criterion::{Criterion, Throughput};
use haltgraph::graph::{ChannelSpec, GraphSpec, NodeId, NodeSpec};
use haltgraph::pregel::{self, Output, Targets};
use haltgraph::{END, Runtime, START, State, StateGraph};
use serde::{Deserialize, Serialize};

use crate::by::{self, By, Unread};
use crate::machine::{self, Program, Value};

#[derive(State, Clone, Default, Serialize, Deserialize)]
struct Nothing {
    unused: Option<u32>,
}

pub fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("chain");
    for size in [10, 100, 1000] {
        group.throughput(Throughput::Elements(size as u64));
        machine::measure(&mut group, size, &spec(size), &Idle);
        for by in By::BOTH {
            by::measure(
                &mut group,
                (by, size),
                || graph(size),
                Nothing::default,
                async |app, input| app.invoke(input, by::steps(size)).await,
            );
        }
    }
    group.finish();
}

/// The names of the nodes, between START and END.
fn row(size: usize) -> Vec<String> {
    let nodes = (0..size).map(|at| format!("node_{at}"));
    [START.to_owned()].into_iter().chain(nodes).chain([END.to_owned()]).collect()
}

fn graph(size: usize) -> StateGraph<Nothing> {
    let row = row(size);
    let nodes = row[1..=size].iter().fold(StateGraph::new(), |graph, name| graph.node(name, idle));
    row.windows(2).fold(nodes, |graph, pair| graph.edge(&pair[0], &pair[1]))
}

fn idle(_: Unread, _: Runtime) -> haltgraph::Result<()> {
    Ok(())
}

fn spec(size: usize) -> GraphSpec {
    let row = row(size);
    GraphSpec {
        channels: vec![ChannelSpec { name: "unused".into(), ..ChannelSpec::default() }],
        nodes: row[1..=size].iter().map(|name| NodeSpec { name: name.clone(), ..NodeSpec::default() }).collect(),
        edges: row.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
        ..GraphSpec::default()
    }
}

struct Idle;

impl Program for Idle {
    fn run(&self, _: NodeId) -> Output<Value> {
        Output::default()
    }

    fn route(&self, _: &pregel::State<Value>) -> Targets<Value> {
        Targets::default()
    }
}
