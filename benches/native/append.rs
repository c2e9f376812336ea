//! `append`: one node in a loop that adds a message of 200 bytes to a list each time.

use std::rc::Rc;

use criterion::{Criterion, Throughput};
use haltgraph::graph::{BranchSpec, ChannelKind, ChannelSpec, GraphSpec, NodeId, NodeSpec};
use haltgraph::pregel::{self, Output, Targets};
use haltgraph::{END, Runtime, START, State, StateGraph};
use serde::{Deserialize, Serialize};

use crate::by::{self, By, Unread};
use crate::machine::{self, Program, Value, write};

const STEPS: usize = 3000;

/// Bytes of a message as JSON.
const MESSAGE: usize = 200;

/// A message, shared: what a program does whose lists are long.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
struct Message(Rc<str>);

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Message> for String {
    fn from(message: Message) -> Self {
        message.0.as_ref().to_owned()
    }
}

#[derive(State, Clone, Default, Serialize, Deserialize)]
struct Talk {
    #[state(reducer = haltgraph::append)]
    messages: Vec<Message>,
    done: u32,
}

pub fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("append");
    group.throughput(Throughput::Elements(STEPS as u64));
    machine::measure(&mut group, STEPS, &spec(), &Loop);
    for by in By::BOTH {
        by::measure(&mut group, (by, STEPS), graph, Talk::update, async |app, input| {
            let done = app.invoke(input, by::steps(STEPS)).await?;
            assert_eq!(done.state.messages.len(), STEPS);
            Ok(done)
        });
    }
    group.finish();
}

fn graph() -> StateGraph<Talk> {
    let said = std::cell::Cell::new(0);
    let add = move |_: Unread, _: Runtime| {
        said.set(said.get() + 1);
        let text = format!("message {} {}", said.get(), "x".repeat(MESSAGE));
        Ok(Talk::update().messages([Message::from(text[..MESSAGE - 2].to_owned())]).done(said.get()))
    };
    StateGraph::new().node("append", add).edge(START, "append").branch_to(
        "append",
        |state: &Talk| if state.done as usize == STEPS { END } else { "append" },
        ["append", END],
    )
}

fn spec() -> GraphSpec {
    let list = ChannelSpec { name: "messages".into(), kind: ChannelKind::Reducer, ..ChannelSpec::default() };
    GraphSpec {
        channels: vec![list],
        nodes: vec![NodeSpec { name: "append".into(), ..NodeSpec::default() }],
        edges: vec![(START.into(), "append".into())],
        branches: vec![BranchSpec { source: "append".into(), ends: None }],
        ..GraphSpec::default()
    }
}

/// The list is its length; the path function sees it before this step's message is in it or after, as the engine says.
struct Loop;

impl Program for Loop {
    fn run(&self, _: NodeId) -> Output<Value> {
        Output { writes: vec![write(0, 1)], targets: Targets::default() }
    }

    fn route(&self, state: &pregel::State<Value>) -> Targets<Value> {
        let length = state.values[0].unwrap_or(0) as usize;
        Targets { nodes: if length + 1 < STEPS { vec![NodeId(0)] } else { Vec::new() }, sends: Vec::new() }
    }
}
