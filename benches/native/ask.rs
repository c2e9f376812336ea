//! Questions: `ask`, one and its answer; `questions`, a hundred in turn in one node; `parallel`, twenty of one superstep,
//! answered one after the other.

use criterion::{Criterion, Throughput};
use haltgraph::{App, Ask, Decision, END, Outcome, Result, Runtime, START, State, StateGraph};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::by::{self, By, Unread};

const TURNS: u32 = 100;

const AT_ONCE: u32 = 20;

#[derive(State, Clone, Default, Serialize, Deserialize)]
struct Mail {
    #[state(reducer = haltgraph::append)]
    answers: Vec<String>,
}

pub fn bench(criterion: &mut Criterion) {
    one(criterion);
    in_turn(criterion);
    at_once(criterion);
}

fn one(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ask");
    by::measure(&mut group, (By::Memory, 1), || graph(1, 1), Mail::default, ask_and_answer);
    group.finish();
}

fn in_turn(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("questions");
    group.throughput(Throughput::Elements(TURNS.into()));
    by::measure(&mut group, (By::Memory, TURNS as usize), || graph(1, TURNS), Mail::default, ask_and_answer);
    group.finish();
}

fn at_once(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parallel");
    by::measure(&mut group, (By::Memory, AT_ONCE as usize), || graph(AT_ONCE, 1), Mail::default, ask_and_answer);
    group.finish();
}

/// As many nodes side by side, each of which asks so many questions in turn.
fn graph(nodes: u32, questions: u32) -> StateGraph<Mail> {
    (0..nodes).fold(StateGraph::new(), |graph, at| {
        let name = format!("ask_{at}");
        let asking = move |_: Unread, runtime: Runtime| {
            let answers: Result<Vec<String>> =
                (0..questions).map(|turn| runtime.interrupt(question(at + turn))).collect();
            Ok(Mail::update().answers(answers?))
        };
        graph.node(&name, asking).edge(START, &name).edge(&name, END)
    })
}

/// A question as an agent asks it, some 300 bytes of JSON.
fn question(number: u32) -> Ask {
    let args = json!({
        "to": format!("customer-{number}@example.org"),
        "subject": "Your order has left our warehouse",
        "body": "It should be with you within three working days. You can follow it with the number below.",
    });
    let action = json!({ "id": format!("a{number}"), "name": "send_email", "args": args });
    Ask::from(json!({ "question": format!("Send message {number} to the customer?"), "proposed_action": action }))
}

/// Asks, and answers question after question until none is left.
async fn ask_and_answer(app: &App<Mail>, input: Mail) -> Result<Outcome<Mail>> {
    let mut outcome = app.invoke(input, "t").await?;
    while let Some(question) = outcome.questions().first() {
        outcome = app.resume(question, Decision::value("approved")).await?.done.await?;
    }
    assert!(outcome.is_done());
    Ok(outcome)
}
